//! Packs `scenarios/` for the binary: one compressed text for each folder, and where each file
//! lies in it. A command that needs one scenario unpacks one folder.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// The best and slowest: it runs when a scenario changes.
const LEVEL: u8 = 9;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let root = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../../scenarios");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    println!("cargo::rerun-if-changed={}", root.display());
    let folders = sorted(&root)?.into_iter().filter(|path| path.is_dir());
    let folders: Vec<_> = folders.collect();
    let mut code = format!("static FOLDERS: [Folder; {}] = [\n", folders.len());
    for folder in folders {
        let name = stem(&folder)?;
        let mut text = String::new();
        let mut files = String::new();
        for file in sorted(&folder)? {
            if file.extension().is_none_or(|ending| ending != "toml") {
                continue;
            }
            let start = text.len();
            text.push_str(&fs::read_to_string(&file)?);
            write!(files, "({:?}, {start}, {}), ", stem(&file)?, text.len())?;
        }
        let packed = out.join(format!("{name}.deflate"));
        fs::write(
            &packed,
            miniz_oxide::deflate::compress_to_vec(text.as_bytes(), LEVEL),
        )?;
        writeln!(
            code,
            "    Folder {{ name: {name:?}, files: &[{files}], packed: include_bytes!({packed:?}), \
             len: {}, text: OnceLock::new() }},",
            text.len()
        )?;
    }
    code.push_str("];\n");
    fs::write(out.join("built_in.rs"), code)?;
    Ok(())
}

fn sorted(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder)?;
    let mut paths = entries
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<_>, _>>()?;
    paths.sort();
    Ok(paths)
}

fn stem(path: &Path) -> Result<&str, String> {
    let stem = path.file_stem().and_then(|stem| stem.to_str());
    stem.ok_or_else(|| format!("{} has no name in UTF-8", path.display()))
}

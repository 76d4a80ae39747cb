//! Packs the files that go into the binary: of each folder one compressed text, and where each
//! file lies in it. A command that needs one file unpacks one folder.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// What goes in: a name, where it lies below the root of the repository, and what the files'
/// names end in. Scenarios are added folder by folder.
const FOLDERS: [(&str, &str, &[&str]); 7] = [
    ("certs", "certs", &["toml"]),
    ("clients", "crates/badrdp-runner/clients", &["toml"]),
    (
        "completions",
        "docs/completions",
        &["bash", "elvish", "fish", "powershell", "zsh"],
    ),
    ("explain", "crates/badrdp/explain", &["toml"]),
    (
        "html",
        "crates/badrdp-runner/src/report/html/assets",
        &["css", "js"],
    ),
    ("man", "docs/man", &["1"]),
    ("schema", "docs/schema", &["json"]),
];

/// The folder of the folders of scenarios.
const SCENARIOS: &str = "scenarios";

/// The best and slowest: it runs when a file changes.
const LEVEL: u8 = 9;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

fn main() -> Result<()> {
    let root = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../..");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let mut folders = Vec::new();
    for (name, place, endings) in FOLDERS {
        folders.push(packed(name, &root.join(place), endings, &out)?);
    }
    let places = FOLDERS.map(|(name, place, _)| (name, place));
    for folder in sorted(&root.join(SCENARIOS))? {
        if folder.is_dir() {
            let name = format!("{SCENARIOS}/{}", name(&folder)?);
            folders.push(packed(&name, &folder, &["toml"], &out)?);
        }
    }
    let (count, folders) = (folders.len(), folders.concat());
    let code = format!("static FOLDERS: [Folder; {count}] = [\n{folders}];\n");
    fs::write(out.join("folders.rs"), code)?;
    fs::write(out.join("places.rs"), format!("&{places:?}"))?;
    println!("cargo::rerun-if-changed={}", root.join(SCENARIOS).display());
    Ok(())
}

/// Packs a folder; gives the code that embeds it.
fn packed(name_of_all: &str, folder: &Path, endings: &[&str], out: &Path) -> Result<String> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut text = String::new();
    let mut files = String::new();
    for file in sorted(folder)? {
        let ending = file.extension().and_then(|ending| ending.to_str());
        if ending.is_some_and(|ending| endings.contains(&ending)) {
            let start = text.len();
            text.push_str(&fs::read_to_string(&file)?);
            write!(files, "({:?}, {start}, {}), ", name(&file)?, text.len())?;
        }
    }
    let packed = out.join(format!("{}.deflate", name_of_all.replace('/', "-")));
    let bytes = miniz_oxide::deflate::compress_to_vec(text.as_bytes(), LEVEL);
    fs::write(&packed, bytes)?;
    Ok(format!(
        "    Folder {{ name: {name_of_all:?}, files: &[{files}], \
         packed: include_bytes!({packed:?}), len: {}, text: OnceLock::new() }},\n",
        text.len()
    ))
}

fn sorted(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder)?;
    let paths: io::Result<Vec<_>> = entries.map(|entry| Ok(entry?.path())).collect();
    let mut paths = paths?;
    paths.sort();
    Ok(paths)
}

fn name(path: &Path) -> Result<&str> {
    let name = path.file_name().and_then(|name| name.to_str());
    name.ok_or_else(|| format!("{} has no name in UTF-8", path.display()).into())
}

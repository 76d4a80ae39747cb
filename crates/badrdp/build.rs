//! Packs the JSON Schemas of `docs/schema/` for the binary: as raw DEFLATE (RFC 1951) they take a
//! tenth, and what makes them need not go in.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// The best and slowest: it runs when a schema changes.
const LEVEL: u8 = 9;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../../docs/schema");
    println!("cargo::rerun-if-changed={}", folder.display());
    let entries = fs::read_dir(&folder)?;
    let mut files = entries
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<_>, _>>()?;
    files.sort();
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let mut code = String::from("const SCHEMAS: &[(&str, &[u8], usize)] = &[\n");
    for file in files {
        let name = file.file_stem().and_then(|stem| stem.to_str());
        let name = name.ok_or("a schema's name is not UTF-8")?;
        let text = fs::read(&file)?;
        let packed = out.join(format!("{name}.deflate"));
        fs::write(&packed, miniz_oxide::deflate::compress_to_vec(&text, LEVEL))?;
        writeln!(
            code,
            "    ({name:?}, include_bytes!({packed:?}), {}),",
            text.len()
        )?;
    }
    code.push_str("];\n");
    fs::write(out.join("schemas.rs"), code)?;
    Ok(())
}

//! Reads the sources of our crates without their tests and comments.
//!
//! It leans on rustfmt, which the project is checked with: an item ends at the line that closes
//! it in the column where it began.

use std::path::{Path, PathBuf};

use super::manifest::crates;

/// Every source file of a crate that is compiled outside tests, with its code.
pub(super) fn code_of(name: &str) -> Vec<(PathBuf, String)> {
    let mut files = Vec::new();
    read(&crates().join(name).join("src"), &mut files);
    let tests: Vec<PathBuf> = files
        .iter()
        .flat_map(|(path, text)| test_modules(path, text))
        .collect();
    files.retain(|(path, _)| !tests.iter().any(|test| path.starts_with(test)));
    for (_, text) in &mut files {
        *text = without_tests(text);
    }
    files
}

fn read(folder: &Path, files: &mut Vec<(PathBuf, String)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            files.push((path, text));
        }
    }
}

/// The files and folders of modules that are declared for tests only.
fn test_modules(path: &Path, text: &str) -> Vec<PathBuf> {
    let stem = path.file_stem().unwrap();
    let own_folder = ["lib", "main", "mod"].iter().any(|name| stem == *name);
    let folder = match own_folder {
        true => path.with_file_name(""),
        false => path.with_extension(""),
    };
    let lines: Vec<_> = text.lines().collect();
    let pairs = lines.windows(2).filter(|pair| pair[0] == "#[cfg(test)]");
    pairs
        .filter_map(|pair| pair[1].split("mod ").nth(1)?.strip_suffix(';'))
        .flat_map(|name| [folder.join(name), folder.join(format!("{name}.rs"))])
        .collect()
}

/// The text without comments and without items for tests.
fn without_tests(text: &str) -> String {
    let mut code = String::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let item = line.trim_start();
        if item.starts_with("#[cfg(test)]") {
            let indent = &line[..line.len() - item.len()];
            let closed = format!("{indent}}}");
            for line in lines.by_ref() {
                if line == closed || (line.starts_with(indent) && line.ends_with(';')) {
                    let inside = line.len() > indent.len() && line[indent.len()..].starts_with(' ');
                    if !inside {
                        break;
                    }
                }
            }
        } else if !item.starts_with("//") {
            code.push_str(line);
            code.push('\n');
        }
    }
    code
}

#[test]
fn tests_and_comments_are_left_out() {
    let text = "\
// a Instant::now
fn one() {}
#[cfg(test)]
use std::time::Instant;
fn two() {}
#[cfg(test)]
mod tests {
    fn three() {
        call();
    }
}
fn four() {}
";
    assert_eq!(
        without_tests(text),
        "fn one() {}\nfn two() {}\nfn four() {}\n"
    );
}

#[test]
fn files_of_test_modules_are_found() {
    let modules = test_modules(
        Path::new("src/lib.rs"),
        "#[cfg(test)]\nmod testing;\nmod other;",
    );
    assert_eq!(modules[1], Path::new("src/testing.rs"));
    assert_eq!(modules.len(), 2);
    let modules = test_modules(
        Path::new("src/plan.rs"),
        "#[cfg(test)]\npub(crate) mod tests;",
    );
    assert_eq!(modules[1], Path::new("src/plan/tests.rs"));
}

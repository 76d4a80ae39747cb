//! Reads the pages of the documentation: their fenced blocks and their generated parts.

use std::path::{Path, PathBuf};

/// A page.
pub(super) struct Page {
    /// Where it lies.
    pub(super) path: PathBuf,
    /// What it says.
    pub(super) text: String,
}

/// A fenced block.
pub(super) struct Block {
    /// The page and the line of the fence, to be shown.
    pub(super) place: String,
    /// What stands behind the fence, such as `toml scenario`.
    pub(super) info: String,
    /// What stands in it.
    pub(super) text: String,
}

/// The root of the repository.
pub(super) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Every page at the root and in `docs/`.
pub(super) fn pages() -> Vec<Page> {
    let mut paths: Vec<_> = [root(), root().join("docs")]
        .iter()
        .flat_map(|folder| std::fs::read_dir(folder).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "md"))
        .collect();
    paths.sort();
    assert!(paths.len() > 4, "{paths:?}");
    let read = |path: PathBuf| Page {
        text: std::fs::read_to_string(&path).unwrap(),
        path,
    };
    paths.into_iter().map(read).collect()
}

impl Page {
    /// The name of its file.
    pub(super) fn name(&self) -> String {
        self.path.file_name().unwrap().display().to_string()
    }

    /// Its fenced blocks.
    pub(super) fn blocks(&self) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut open: Option<Block> = None;
        for (index, line) in self.text.lines().enumerate() {
            // A fence in a list is indented, and so is what stands in it.
            let line = line.strip_prefix("   ").unwrap_or(line);
            match (line.strip_prefix("```"), open.take()) {
                (Some(info), None) => {
                    open = Some(Block {
                        place: format!("{}:{}", self.name(), index + 1),
                        info: info.to_owned(),
                        text: String::new(),
                    });
                }
                (Some(_), Some(block)) => blocks.push(block),
                (None, Some(mut block)) => {
                    block.text.push_str(line);
                    block.text.push('\n');
                    open = Some(block);
                }
                (None, None) => {}
            }
        }
        assert!(open.is_none(), "{}: a fence stays open", self.name());
        blocks
    }

    /// The names of its generated parts, in order.
    pub(super) fn parts(&self) -> Vec<String> {
        let name = |line: &str| Some(line.strip_prefix(BEGIN)?.strip_suffix(CLOSE)?.to_owned());
        self.text.lines().filter_map(name).collect()
    }

    /// The page with `new` in the place of a generated part.
    pub(super) fn with_part(&self, name: &str, new: &str) -> String {
        let begin = format!("{BEGIN}{name}{CLOSE}\n");
        let end = format!("{END}{name}{CLOSE}");
        let start = self.text.find(&begin).unwrap() + begin.len();
        let (before, rest) = self.text.split_at(start);
        let stop = rest
            .find(&end)
            .unwrap_or_else(|| panic!("{}: `{end}` is missing", self.name()));
        format!("{before}{}\n{}", new.trim_end(), &rest[stop..])
    }
}

const BEGIN: &str = "<!-- begin ";
const END: &str = "<!-- end ";
const CLOSE: &str = " -->";

/// A table.
pub(super) fn table<const N: usize>(
    head: [&str; N],
    rows: impl IntoIterator<Item = [String; N]>,
) -> String {
    let line = |cells: &[String; N]| {
        let cells = cells
            .each_ref()
            .map(|cell| cell.replace('\n', " ").replace('|', "\\|"));
        format!("| {} |\n", cells.join(" | "))
    };
    let mut text = line(&head.map(str::to_owned));
    text.push_str(&format!("|{}\n", "---|".repeat(N)));
    text.extend(rows.into_iter().map(|row| line(&row)));
    text
}

/// A word of the format.
pub(super) fn code(word: impl std::fmt::Display) -> String {
    format!("`{word}`")
}

//! The style and the scripts of the page, and the policy that lets them in and nothing else.

use std::sync::LazyLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

/// The scripts in the order in which they need one another.
const SCRIPTS: [&str; 13] = [
    "text.js",
    "ansi.js",
    "data.js",
    "state.js",
    "filters.js",
    "matrix.js",
    "rows.js",
    "strip.js",
    "sequence.js",
    "bytes.js",
    "connection.js",
    "panel.js",
    "main.js",
];

/// The style sheet.
pub(super) fn style() -> &'static str {
    asset("page.css")
}

/// The scripts as one.
pub(super) fn script() -> &'static str {
    static SCRIPT: LazyLock<String> = LazyLock::new(|| {
        let scripts = SCRIPTS.map(asset).concat();
        format!("\"use strict\";\n(() => {{\n{scripts}}})();\n")
    });
    &SCRIPT
}

/// INVARIANT: it is in the binary, which a test looks at.
fn asset(name: &str) -> &'static str {
    badrdp_files::file("html", name).unwrap_or_default()
}

/// The Content-Security-Policy: this style and this script, no connection, no code out of text.
pub(super) fn policy() -> &'static str {
    static POLICY: LazyLock<String> = LazyLock::new(|| {
        let (style, script) = (hash(style()), hash(script()));
        format!(
            "default-src 'none'; script-src '{script}'; style-src '{style}'; base-uri 'none'; \
             form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
        )
    });
    &POLICY
}

fn hash(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_asset_is_used() {
        let folder = badrdp_files::folder("html").unwrap();
        let scripts = folder.names().filter(|name| name.ends_with(".js"));
        let mut named = SCRIPTS;
        named.sort_unstable();
        assert_eq!(scripts.collect::<Vec<_>>(), named);
        assert!(!style().is_empty());
    }
}

//! The style and the scripts of the page, and the policy that lets them in and nothing else.

use std::sync::LazyLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

/// The style sheet.
pub(super) const STYLE: &str = include_str!("page.css");

/// The scripts as one, in the order in which they need one another.
pub(super) const SCRIPT: &str = concat!(
    "\"use strict\";\n(() => {\n",
    include_str!("js/text.js"),
    include_str!("js/ansi.js"),
    include_str!("js/data.js"),
    include_str!("js/state.js"),
    include_str!("js/filters.js"),
    include_str!("js/matrix.js"),
    include_str!("js/rows.js"),
    include_str!("js/strip.js"),
    include_str!("js/sequence.js"),
    include_str!("js/bytes.js"),
    include_str!("js/connection.js"),
    include_str!("js/panel.js"),
    include_str!("js/main.js"),
    "})();\n"
);

/// The Content-Security-Policy: this style and this script, no connection, no code out of text.
pub(super) fn policy() -> &'static str {
    static POLICY: LazyLock<String> = LazyLock::new(|| {
        let (style, script) = (hash(STYLE), hash(SCRIPT));
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

//! The report for people who look into failures: one page that needs nothing else.
//!
//! ```text
//!  Report --+--> summary   HTML, made here: totals, failures, tables; all there is without scripts
//!           +--> index     JSON in the page: a line for each case, read at once
//!           +--> evidence  a block for each case, gzip and base64, unpacked when it is opened
//!  page.css, js/*.js ----> in the page, each named by its hash in the Content-Security-Policy
//! ```
//!
//! The whole catalogue with five clients is 3,700 cases. Their evidence as plain JSON is hundreds
//! of megabytes, which no browser parses while somebody waits; packed case by case it is a tenth,
//! and only what is opened is unpacked. `DecompressionStream` does that, in a page from a file
//! too. What still would not fit is left out, passed cases first, and the page says so.
//!
//! Everything in a report is untrusted: clients write their logs. Text is escaped where it becomes
//! HTML or stands in a script block, and the scripts only ever make text nodes of it; the policy
//! of the page forbids the rest. `page` is the place to start reading.

mod assets;
mod evidence;
mod index;
mod page;
mod summary;
mod tables;
mod text;

#[cfg(test)]
mod tests;

pub use self::page::{HtmlError, Options, render, render_with};

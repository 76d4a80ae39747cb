//! What an error code of an RDP client means, and what a server does on the wire to cause it.
//!
//! ```text
//!  "0x904", "0x7" --code::Code--> numbers, symbols
//!                                     |
//!  explain/*.toml --data::Catalogue---+--lookup::explain--> Explanation --render::text--> a page
//!                                                                |
//!                      Scenarios::by_tag("W4") --with_scenarios--+--serde--> JSON
//! ```
//!
//! Every statement carries its evidence and its source. A number may belong to several families
//! (an exit code, a TLS alert, an ERRINFO value): all of them are given, the likeliest first.
//! This module reads no files and knows no scenario: the caller lends it a [`Scenarios`].
//!
//! Start reading at [`explain`]; the data are one TOML file per [`Family`] in `explain/`.

mod code;
mod data;
mod entry;
mod explanation;
mod family;
mod lookup;
mod render;
#[cfg(test)]
mod tests;
mod told;
mod wire;

pub use self::code::{Code, UnknownCode};
pub use self::data::{Catalogue, DataError, FamilyTable, catalogue};
pub use self::entry::{Entry, Evidence};
pub use self::explanation::{Cause, Explanation, Meaning, Scenario, Scenarios};
pub use self::family::{Base, Family};
pub use self::lookup::explain;
pub use self::render::text;
pub use self::told::told;
pub use self::wire::{CodePair, Pair, Point, WireClass};

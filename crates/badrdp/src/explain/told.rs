//! What the codes that somebody read off a client mean, for the runner.

use badrdp_runner::Meaning;

use super::data::catalogue;
use super::entry::Entry;
use super::family::{Base, Family};

/// What a disconnect reason and the extended one mean: those of mstsc, which the Windows App
/// has, too. The pairs that name no cause become no outcome, nor does a code that nobody
/// explains.
#[must_use]
pub fn told(code: u32, extended: Option<u32>) -> Meaning {
    let first = entry(Family::Mstsc, code);
    let second = extended.and_then(|extended| entry(Family::Extended, extended));
    let mut pairs = catalogue().pairs().iter();
    let pair = pairs.find(|pair| pair.code == code && Some(pair.extended) == extended);
    let mut sentences = vec![sentence(code, first)];
    sentences.extend(extended.map(|extended| sentence(extended, second)));
    sentences.extend(pair.map(|pair| pair.title.clone()));
    let by_extended = second.filter(|_| pair.is_none());
    Meaning {
        outcome: first
            .and_then(|entry| entry.outcome)
            .or_else(|| by_extended?.outcome),
        sentences,
    }
}

fn entry(family: Family, number: u32) -> Option<&'static Entry> {
    let mut tables = catalogue().families().iter();
    let table = tables.find(|table| table.family == family)?;
    table.entries.iter().find(|entry| entry.covers(number))
}

fn sentence(number: u32, entry: Option<&Entry>) -> String {
    let shown = Base::Hex.show(number);
    let Some(entry) = entry else {
        return format!("{shown}: no source explains it");
    };
    let name = entry.name.as_ref().map(|name| format!(" {name}"));
    let name = name.unwrap_or_default();
    format!("{shown}{name}: {} ({})", entry.meaning, entry.evidence)
}

#[cfg(test)]
mod tests {
    use badrdp_scenario::Outcome;

    use super::*;
    use crate::explain::Evidence;

    #[test]
    fn a_code_that_says_why_becomes_an_outcome() {
        let meaning = told(0x807, Some(0));
        assert_eq!(meaning.outcome, Some(Outcome::AuthenticationFailed));
        assert_eq!(
            meaning.sentences[0],
            "0x807 (2055) SSL_ERR_LOGON_FAILURE: The logon failed; in practice, wrong \
             credentials. (documented)"
        );
        assert_eq!(told(0x3, Some(0x3)).outcome, Some(Outcome::ServerDenied));
    }

    #[test]
    fn what_names_no_cause_becomes_no_outcome() {
        let meaning = told(0x904, Some(0x7));
        assert_eq!(meaning.outcome, None);
        assert_eq!(meaning.sentences[2], "This pair names no cause.");
        let unknown = told(0x1234_5678, None);
        assert_eq!(unknown.outcome, None);
        assert_eq!(
            unknown.sentences,
            ["0x12345678 (305419896): no source explains it"]
        );
    }

    #[test]
    fn only_what_is_documented_or_measured_stands_for_an_outcome() {
        for table in catalogue().families() {
            for entry in table.entries.iter().filter(|entry| entry.outcome.is_some()) {
                let known = matches!(entry.evidence, Evidence::Documented | Evidence::Measured);
                assert!(known, "{:?} {:#x}", table.family, entry.value);
            }
        }
    }
}

//! From what was typed to what is known about it.

use super::code::{self, Code, UnknownCode};
use super::data::{FamilyTable, catalogue};
use super::entry::Entry;
use super::explanation::{Cause, Explanation, Meaning};
use super::family::{Base, Family};
use super::wire::WireClass;

/// Explains `code`, alone or with the `extended` reason that mstsc gives beside it.
///
/// `code` may be a number, a symbol, a wire class, or both numbers as in `0x904/0x7`.
///
/// # Errors
///
/// [`UnknownCode`] when no family has the code, or none knows the word given as extended reason.
pub fn explain(code: &str, extended: Option<&str>) -> Result<Explanation, UnknownCode> {
    match (code.split_once('/'), extended) {
        (_, Some(extended)) => pair(code, extended),
        (Some((code, extended)), None) => pair(code, extended),
        (None, None) => single(code),
    }
}

fn single(typed: &str) -> Result<Explanation, UnknownCode> {
    let code = Code::parse(typed);
    let classes = catalogue().classes();
    if let Some(class) = classes
        .iter()
        .find(|class| class.id.eq_ignore_ascii_case(typed.trim()))
    {
        let mut explanation = Explanation::new(class.id.clone(), Vec::new());
        explanation.causes = vec![Cause {
            class,
            pair_reported: None,
            scenarios: Vec::new(),
        }];
        return Ok(explanation);
    }
    let (meanings, note) = meanings(&code, &Family::BY_LIKELIHOOD);
    if meanings.is_empty() {
        return Err(UnknownCode::new(typed, "code"));
    }
    let mut explanation = Explanation::new(shown(&code, &meanings), meanings);
    explanation
        .notes
        .extend(note.or_else(|| only_a_range(&code, &explanation.meanings)));
    explanation.causes = causes(&explanation.meanings, None);
    Ok(explanation)
}

fn pair(typed: &str, typed_extended: &str) -> Result<Explanation, UnknownCode> {
    let (code, extended) = (Code::parse(typed), Code::parse(typed_extended));
    let (mut first, note) = meanings(&code, &Family::BY_LIKELIHOOD);
    if first.is_empty() {
        return Err(UnknownCode::new(typed, "code"));
    }
    let (second, _) = meanings(&extended, &Family::OF_EXTENDED);
    let number = match (&extended, second.first()) {
        (Code::Number(number), _) => *number,
        (Code::Symbol(_), Some(meaning)) => meaning.entry.value,
        (Code::Symbol(_), None) => {
            return Err(UnknownCode::new(typed_extended, "extended reason"));
        }
    };

    let code = shown(&code, &first);
    let mut notes = Vec::from_iter(note);
    let reason = first
        .iter()
        .find(|meaning| meaning.family == Family::Mstsc)
        .cloned();
    let known = reason.as_ref().and_then(|reason| {
        let mut pairs = catalogue().pairs().iter();
        pairs.find(|pair| pair.code == reason.entry.value && pair.extended == number)
    });
    if second.is_empty() {
        notes.push(format!(
            "No source names {} as an extended reason.",
            Base::Hex.show(number)
        ));
    } else if reason.is_none() {
        notes.push(format!(
            "{code} is no disconnect reason of mstsc: read the two one by one."
        ));
    } else if known.is_none() {
        notes.push(match number {
            0 => "An extended reason of 0x0 adds nothing to the disconnect reason.".to_owned(),
            _ => "The extended reason says more than the disconnect reason. It usually repeats \
                  what the server put into a Set Error Info PDU."
                .to_owned(),
        });
    }
    if let Some(reason) = reason {
        first = vec![reason];
    }
    first.extend(second);
    let causes = causes(&first, Some(number));
    let extended = Some(Base::Hex.show(number));
    Ok(Explanation {
        extended,
        pair: known,
        notes,
        causes,
        ..Explanation::new(code, first)
    })
}

/// A note for a number that only a range covers: it may as well be a disconnect reason.
fn only_a_range(code: &Code, meanings: &[Meaning]) -> Option<String> {
    let Code::Number(number) = code else {
        return None;
    };
    let ranges = meanings.iter().all(|meaning| meaning.entry.last.is_some());
    let class = code::class_of(*number).filter(|_| ranges)?;
    Some(format!(
        "No source explains it as a disconnect reason of mstsc; its low byte would place it with \
         {class}."
    ))
}

/// Every meaning that one of `families` gives to `code`, and a note on how it was read.
fn meanings(code: &Code, families: &[Family]) -> (Vec<Meaning>, Option<String>) {
    let tables = || {
        let all = catalogue().families().iter();
        all.filter(|table| families.contains(&table.family))
    };
    match code {
        Code::Number(number) => {
            let mut found: Vec<_> = tables()
                .flat_map(|table| by_number(table, *number))
                .collect();
            // A range says little: what names the very number comes first.
            found.sort_by_key(|meaning| meaning.entry.last.is_some());
            let (class, low) = (number >> 16, number & 0xFFFF);
            if !found.is_empty() || class != FREERDP_ERRINFO_CLASS {
                return (found, None);
            }
            let errinfo = tables().filter(|table| table.family == Family::Errinfo);
            let found = errinfo.flat_map(|table| by_number(table, low)).collect();
            let note = format!("This is FreeRDP's spelling of the ERRINFO value 0x{low:X}.");
            (found, Some(note))
        }
        Code::Symbol(word) => (
            tables().flat_map(|table| by_symbol(table, word)).collect(),
            None,
        ),
    }
}

/// FreeRDP keeps an ERRINFO value as its last error with this class in the upper half.
const FREERDP_ERRINFO_CLASS: u32 = 1;

fn by_number(table: &'static FamilyTable, number: u32) -> impl Iterator<Item = Meaning> {
    let entries = table
        .entries
        .iter()
        .filter(move |entry| entry.covers(number));
    entries.map(move |entry| meaning(table, entry, number))
}

fn by_symbol(table: &'static FamilyTable, word: &str) -> impl Iterator<Item = Meaning> {
    let entries = table
        .entries
        .iter()
        .filter(move |entry| entry.is_called(word, &table.prefixes));
    entries.map(move |entry| meaning(table, entry, entry.value))
}

fn meaning(table: &'static FamilyTable, entry: &'static Entry, number: u32) -> Meaning {
    Meaning {
        family: table.family,
        title: &table.title,
        shown: table.base.show(number),
        entry,
    }
}

/// The number as the likeliest family writes it, or the symbol as it is spelled there.
fn shown(code: &Code, meanings: &[Meaning]) -> String {
    match (code, meanings.first()) {
        (Code::Number(number), Some(first)) if first.entry.covers(*number) => first.shown.clone(),
        (Code::Number(number), _) => format!("0x{number:08X}"),
        (Code::Symbol(word), first) => first
            .and_then(|first| first.entry.name.clone())
            .unwrap_or_else(|| word.clone()),
    }
}

/// The wire classes that the data link to the meanings, by number or by tag.
fn causes(meanings: &[Meaning], extended: Option<u32>) -> Vec<Cause> {
    let reason = meanings
        .iter()
        .find(|meaning| meaning.family == Family::Mstsc);
    let reason = reason.map(|meaning| meaning.entry.value);
    let tagged = |class: &WireClass| {
        meanings
            .iter()
            .any(|meaning| meaning.entry.tags.contains(&class.id))
    };
    let classes = catalogue().classes().iter();
    classes
        .filter(|class| reason.is_some_and(|code| class.shows(code, extended)) || tagged(class))
        .map(|class| Cause {
            class,
            pair_reported: reason
                .zip(extended)
                .map(|(code, extended)| class.shows_exactly(code, extended)),
            scenarios: Vec::new(),
        })
        .collect()
}

//! What can be answered, and how answers are read.

use badrdp_scenario::Outcome;

use crate::elsewhere::{Task, Told};

/// What can be answered by a number.
pub(super) struct Choice {
    pub(super) shown: String,
    pub(super) told: Told,
}

/// The symptoms that are known of the scenario first, then every outcome.
pub(super) fn choices(task: &Task) -> Vec<Choice> {
    let symptoms = task.scenario.file.symptoms.iter().map(|symptom| {
        let (code, extended) = codes(&symptom.shows);
        Choice {
            shown: format!(
                "{} ({}, {})",
                symptom.shows,
                symptom.client,
                symptom.evidence.name()
            ),
            told: Told {
                code,
                extended,
                text: Some(symptom.shows.clone()),
                ..Told::default()
            },
        }
    });
    let outcomes = Outcome::ALL.iter().map(|outcome| Choice {
        shown: format!("{:<22} {}", outcome.name(), outcome.meaning()),
        told: Told {
            outcome: Some(*outcome),
            ..Told::default()
        },
    });
    symptoms.chain(outcomes).collect()
}

pub(super) fn question(choices: &[Choice]) -> String {
    let lines = choices.iter().enumerate();
    let lines = lines.map(|(index, choice)| format!("  {:>2}  {}\n", index + 1, choice.shown));
    let list: String = lines.collect();
    format!(
        "What did it show?\n{list}   s  skip this case\n\
         A number, or the code or the text that it showed:\n> "
    )
}

/// A number of the list, else a code, else words.
pub(super) fn read(line: &str, choices: &[Choice]) -> Told {
    let number = line.parse::<usize>().ok();
    let chosen = number.and_then(|number| choices.get(number.checked_sub(1)?));
    if let Some(choice) = chosen {
        return choice.told.clone();
    }
    let (code, extended) = codes(line);
    Told {
        code,
        extended,
        text: Some(line.to_owned()),
        ..Told::default()
    }
}

/// The codes that a line begins with: `0x904 / 0x7`, `2308 7`; words are none.
pub(super) fn codes(line: &str) -> (Option<u32>, Option<u32>) {
    let words = line.split(|c: char| c.is_whitespace() || matches!(c, '/' | ',' | ':'));
    let mut numbers = words.filter(|word| !word.is_empty()).map(number);
    match numbers.next().flatten() {
        None => (None, None),
        code => (code, numbers.next().flatten()),
    }
}

/// `0x904` or `2308`.
pub(crate) fn number(word: &str) -> Option<u32> {
    let hex = word.strip_prefix("0x").or_else(|| word.strip_prefix("0X"));
    match hex {
        Some(digits) => u32::from_str_radix(digits, 16).ok(),
        None => word.parse().ok(),
    }
}

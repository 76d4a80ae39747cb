//! The data files: complete, without repetition, every statement with its source.

use std::collections::HashSet;

use crate::explain::*;

#[test]
fn every_data_file_parses() {
    let catalogue = Catalogue::load().unwrap();
    assert_eq!(catalogue.families().len(), Family::BY_LIKELIHOOD.len());
    assert_eq!(catalogue.classes().len(), 16);
}

#[test]
fn no_value_stands_twice_in_a_family() {
    for table in catalogue().families() {
        let mut seen = HashSet::new();
        for entry in &table.entries {
            for value in entry.value..=entry.last.unwrap_or(entry.value) {
                assert!(
                    seen.insert(value),
                    "{:?} has {value:#x} twice",
                    table.family
                );
            }
        }
    }
}

#[test]
fn every_statement_has_a_source_and_ends_as_a_sentence() {
    for entry in catalogue()
        .families()
        .iter()
        .flat_map(|table| &table.entries)
    {
        assert!(!entry.source.is_empty(), "{entry:?}");
        assert!(entry.meaning.ends_with('.'), "{entry:?}");
        assert!(
            entry.hint.as_ref().is_none_or(|hint| hint.ends_with('.')),
            "{entry:?}"
        );
    }
    for class in catalogue().classes() {
        assert!(!class.source.is_empty(), "{class:?}");
        assert!(
            class.wire.ends_with('.') && class.mstsc.ends_with('.'),
            "{class:?}"
        );
    }
    for point in catalogue().pairs().iter().flat_map(|pair| &pair.points) {
        assert!(
            !point.source.is_empty() && point.text.ends_with('.'),
            "{point:?}"
        );
    }
}

#[test]
fn all_120_errinfo_values_have_a_name() {
    let errinfo = table(Family::Errinfo);
    assert_eq!(errinfo.entries.len(), 120);
    assert!(errinfo.entries.iter().all(|entry| entry.name.is_some()));
    let listed = ERRINFO_RUNS.iter().flat_map(|&(first, last)| first..=last);
    assert_eq!(listed.clone().count(), 120);
    for value in listed {
        assert!(
            errinfo.entries.iter().any(|entry| entry.covers(value)),
            "{value:#x}"
        );
    }
}

#[test]
fn all_documented_disconnect_reasons_are_there() {
    let mstsc = table(Family::Mstsc);
    for value in DOCUMENTED_REASONS {
        assert!(
            mstsc.entries.iter().any(|entry| entry.covers(value)),
            "{value}"
        );
    }
}

#[test]
fn wire_classes_are_numbered_and_name_known_codes() {
    for (index, class) in catalogue().classes().iter().enumerate() {
        assert_eq!(class.id, format!("W{}", index + 1));
        for pair in &class.codes {
            let known = table(Family::Mstsc)
                .entries
                .iter()
                .any(|entry| entry.covers(pair.code));
            assert!(known, "{} names {:#x}", class.id, pair.code);
        }
    }
}

#[test]
fn wire_tags_name_a_wire_class() {
    let ids: HashSet<_> = catalogue()
        .classes()
        .iter()
        .map(|class| class.id.as_str())
        .collect();
    for entry in catalogue()
        .families()
        .iter()
        .flat_map(|table| &table.entries)
    {
        for tag in entry.tags.iter().filter(|tag| tag.starts_with('W')) {
            assert!(ids.contains(tag.as_str()), "{tag} in {entry:?}");
        }
    }
}

fn table(family: Family) -> &'static FamilyTable {
    catalogue()
        .families()
        .iter()
        .find(|table| table.family == family)
        .unwrap()
}

/// The 47 values that Microsoft's page on OnDisconnected lists.
const DOCUMENTED_REASONS: [u32; 47] = [
    0, 1, 2, 3, 260, 262, 264, 516, 518, 520, 772, 774, 776, 1028, 1030, 1032, 1286, 1288, 1540,
    1542, 1544, 1796, 1798, 2052, 2055, 2056, 2308, 2310, 2312, 2566, 2567, 2822, 2823, 3078, 3079,
    3080, 3335, 3591, 3847, 4615, 5639, 5895, 6151, 6919, 7175, 8455, 8711,
];

/// First and last of every unbroken run of values in MS-RDPBCGR 2.2.5.1.1.
const ERRINFO_RUNS: [(u32, u32); 20] = [
    (0x0, 0x7),
    (0x9, 0xC),
    (0xF, 0x12),
    (0x17, 0x1A),
    (0x100, 0x10A),
    (0x400, 0x400),
    (0x402, 0x402),
    (0x404, 0x409),
    (0x410, 0x412),
    (0x10C9, 0x10CB),
    (0x10CD, 0x10D5),
    (0x10DA, 0x10E3),
    (0x10E5, 0x10E5),
    (0x10E7, 0x10EA),
    (0x10EC, 0x10ED),
    (0x10EF, 0x10F0),
    (0x10F3, 0x10F8),
    (0x1111, 0x1126),
    (0x1129, 0x1136),
    (0x1191, 0x1195),
];

//! Recipes as people write them: mistakes, the schema, the catalogue.

use std::fmt::Write as _;
use std::fs;

use badrdp_certs::{Catalogue, CatalogueError, Recipe};
use jiff::Timestamp;

use super::common::{catalogue, lab};

const SOUND: &str = r#"
title = "A test"
issuer = "lab-ca"
subject = "win11.badrdp.test"
names = ["win11.badrdp.test"]
not_before = "-1d"
not_after = "+1d"
key = "p-256"
"#;

/// The mistake and what it points at, as a reader sees it.
fn mistake(from: &str, to: &str) -> String {
    assert!(SOUND.contains(from), "{from}");
    let text = SOUND.replacen(from, to, 1);
    let error = Recipe::parse("test", &text).unwrap_err();
    format!("{}\n  at: {}\n", error.message(), &text[error.span()])
}

#[test]
fn mistakes_point_at_the_word_and_list_what_is_allowed() {
    let mut all = String::new();
    for (from, to) in [
        ("\"p-256\"", "\"p-265\""),
        ("\"lab-ca\"", "\"lab\""),
        ("names =", "nmaes ="),
        ("\"+1d\"", "\"+1y\""),
        ("\"+1d\"", "\"-2d\""),
        (
            "\"p-256\"",
            "\"p-256\"\nextended_key_usage = [\"server-auth\", \"server\"]",
        ),
        ("\"p-256\"", "\"p-256\"\nsignature = \"sha2\""),
        ("\"p-256\"", "\"p-256\"\nversion = 2"),
        ("\"p-256\"", "\"p-256\"\nversion = 1"),
        ("\"p-256\"", "\"p-256\"\nserial = \"0g\""),
        ("\"p-256\"", "\"p-256\"\nshape = \"windows-default\""),
        ("\"p-256\"", "\"p-256\"\nissuer_name = \"ACME\""),
        (
            "[\"win11.badrdp.test\"]",
            "[\"localhost\", \"bücher.badrdp.test\"]",
        ),
        ("\"lab-ca\"", "\"self\"\nsignature = \"sha1\""),
        (
            "key = \"p-256\"\n",
            "key = \"p-256\"\n[[extension]]\noid = \"1.x\"\n",
        ),
        ("title = \"A test\"", "title = \" \""),
        ("title = \"A test\"", ""),
        ("title = ", "title "),
    ] {
        writeln!(all, "{}", mistake(from, to)).unwrap();
    }
    insta::assert_snapshot!(all);
}

#[test]
fn what_can_be_parsed_can_be_issued() {
    for odd in [
        "serial = '00'",
        "serial = 'ffffffffffffffffffffffffffffffffffffffff'",
        "key_usage = ['content-commitment', 'key-agreement', 'crl-sign']",
        "version = 1",
        "shape = 'windows-default'\nkey_usage = []\nextended_key_usage = []",
        "[[extension]]\noid = '2.5.29.18446744073709551615'\nvalue = ''",
    ] {
        let names = if odd.starts_with("version") || odd.starts_with("shape") {
            "[]"
        } else {
            r#"['*', "\u0000"]"#
        };
        let text = SOUND
            .replace("[\"win11.badrdp.test\"]", names)
            .replace("\"-1d\"", "\"-99999999d\"")
            .replace("\"+1d\"", "\"+99999999d\"");
        let recipe = Recipe::parse("odd", &format!("{text}\n{odd}")).unwrap();
        let identity = lab().issue(&recipe, Timestamp::now());
        assert!(identity.is_ok(), "{odd}: {identity:?}");
    }
}

#[test]
fn an_unknown_certificate_is_answered_with_the_nearest() {
    let error = catalogue().get("expierd").unwrap_err().to_string();
    assert_eq!(
        error,
        "no certificate is called `expierd`; did you mean `expired`?"
    );
    let error = catalogue().get("xyz").unwrap_err().to_string();
    assert_eq!(error, "no certificate is called `xyz`");
}

#[test]
fn a_folder_adds_and_overrides() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("mine.toml"), SOUND).unwrap();
    fs::write(folder.path().join("valid.toml"), SOUND).unwrap();
    fs::write(folder.path().join("notes.txt"), "not a recipe").unwrap();
    let all = Catalogue::built_in().with_folder(folder.path()).unwrap();
    assert_eq!(all.names().count(), catalogue().names().count() + 1);
    assert_eq!(all.get("mine").unwrap().title(), "A test");
    assert_eq!(all.get("valid").unwrap().title(), "A test");
}

#[test]
fn the_first_mistake_in_a_folder_comes_with_its_file_and_text() {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [
        ("worse.toml", "title = 2"),
        ("bad.toml", "title = 1"),
        ("c.toml", ""),
    ] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let error = Catalogue::default().with_folder(folder.path()).unwrap_err();
    let CatalogueError::Invalid { path, text, error } = error else {
        panic!("{error}")
    };
    assert!(path.ends_with("bad.toml"));
    assert_eq!(&text[error.span()], "1");
}

#[test]
fn every_shipped_recipe_says_where_one_meets_it() {
    for recipe in catalogue().iter() {
        assert!(recipe.summary().len() > 40, "{}", recipe.name());
        assert!(!recipe.title().ends_with('.'), "{}", recipe.name());
    }
}

#[test]
fn the_schema_accepts_what_is_shipped_and_no_other_words() {
    let schema = serde_json::to_value(badrdp_certs::schema()).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    let accepts = |text: &str| schema.is_valid(&badrdp_toml::from_str(text).unwrap());
    for entry in fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../../certs")).unwrap() {
        let path = entry.unwrap().path();
        assert!(
            accepts(&fs::read_to_string(&path).unwrap()),
            "{}",
            path.display()
        );
    }
    assert!(accepts(SOUND));
    for (from, to) in [
        ("p-256", "p-265"),
        ("names", "nmaes"),
        ("title", "version = 2\ntitle"),
    ] {
        assert!(!accepts(&SOUND.replacen(from, to, 1)), "{to}");
    }
}

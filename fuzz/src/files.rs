//! Files as users write them.

use std::sync::OnceLock;

use badrdp_certs::Recipe;
use badrdp_scenario::{Catalogue, Id};

/// A certificate recipe; the place of an error must lie inside the text.
pub fn recipe(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else {
        return;
    };
    match Recipe::parse("fuzz", text) {
        Ok(recipe) => assert_eq!(recipe.name(), "fuzz"),
        Err(error) => {
            assert!(!error.message().is_empty());
            assert!(text.get(error.span()).is_some(), "{:?}", error.span());
        }
    }
}

/// A scenario file; a valid one must read back once it is written.
pub fn scenario(data: &[u8]) {
    static CATALOGUE: OnceLock<Catalogue> = OnceLock::new();
    let Ok(text) = str::from_utf8(data) else {
        return;
    };
    let catalogue = CATALOGUE.get_or_init(|| Catalogue::built_in(None));
    let id: Id = "protocol/fuzz".parse().expect("it is the path of a file");
    match catalogue.parse(&id, "fuzz.toml", text) {
        Ok(scenario) => {
            let written = toml::to_string(&*scenario.file).expect("a scenario can be written");
            let again = catalogue
                .parse(&id, "again.toml", &written)
                .unwrap_or_else(|error| panic!("{error}\n{written}"));
            assert_eq!(again.file, scenario.file, "{written}");
        }
        Err(error) => {
            assert!(!error.to_string().is_empty());
            assert!(error.render(false).contains("fuzz.toml"));
        }
    }
}

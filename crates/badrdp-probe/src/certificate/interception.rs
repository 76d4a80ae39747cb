//! Products that re-terminate TLS, told by the names in their own roots.

/// Words that the names of such roots have.
const PRODUCTS: &[&str] = &[
    "avast",
    "avg",
    "bitdefender",
    "blue coat",
    "eset",
    "fortinet",
    "kaspersky",
    "mcafee",
    "mitmproxy",
    "palo alto",
    "sophos",
    "squid",
    "symantec endpoint",
    "zscaler",
];

/// Whether a distinguished name is that of such a product: one of its words begins like one of
/// theirs, so that `CN=ESET SSL Filter CA` is one and `CN=Reset Labs` is none.
pub(super) fn is_product(name: &str) -> bool {
    let name = name.to_lowercase();
    PRODUCTS.iter().any(|product| {
        let mut places = name.match_indices(product);
        places.any(|(at, _)| {
            let before = name.get(..at).and_then(|before| before.chars().next_back());
            before.is_none_or(|letter| !letter.is_alphanumeric())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_are_told_by_whole_words() {
        for name in [
            "CN=avast! Web/Mail Shield Root, O=avast! Web/Mail Shield",
            "CN=ESET SSL Filter CA",
            "O=Blue Coat Systems, CN=proxy",
            "CN=Corporate ZscalerTwo",
        ] {
            assert!(is_product(name), "{name}");
        }
        for name in [
            "CN=Reset Labs Root",
            "O=Preset Ltd",
            "CN=win11.badrdp.test",
            "",
        ] {
            assert!(!is_product(name), "{name}");
        }
    }
}

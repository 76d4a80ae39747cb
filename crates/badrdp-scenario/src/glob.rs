//! Patterns of ids and names.

/// Whether this is a pattern rather than a name.
#[must_use]
pub fn is_glob(text: &str) -> bool {
    text.contains(['*', '?'])
}

/// Whether `text` matches `pattern`, where `*` stands for anything and `?` for one character.
#[must_use]
pub fn glob(pattern: &str, text: &str) -> bool {
    let pattern: Vec<char> = pattern.chars().collect();
    let text: Vec<char> = text.chars().collect();
    // reached[i]: whether the pattern so far matches the first i characters.
    let mut reached = vec![false; text.len() + 1];
    reached[0] = true;
    for sign in pattern {
        let mut next = vec![false; text.len() + 1];
        for end in 0..=text.len() {
            next[end] = match sign {
                '*' => reached[end] || (end > 0 && next[end - 1]),
                '?' => end > 0 && reached[end - 1],
                sign => end > 0 && reached[end - 1] && text[end - 1] == sign,
            };
        }
        reached = next;
    }
    reached[text.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_anything_also_a_slash() {
        for (pattern, text, expected) in [
            ("*", "certificate/expired", true),
            ("certificate/*", "certificate/expired", true),
            ("*expired", "certificate/expired", true),
            ("*/ex*ed", "certificate/expired", true),
            ("certificate/?xpired", "certificate/expired", true),
            ("certificate", "certificate/expired", false),
            ("certificate/expired?", "certificate/expired", false),
            ("", "", true),
        ] {
            assert_eq!(glob(pattern, text), expected, "{pattern} {text}");
        }
    }

    #[test]
    fn many_stars_take_no_time() {
        assert!(!glob(&"*a".repeat(40), &"a".repeat(39)));
    }
}

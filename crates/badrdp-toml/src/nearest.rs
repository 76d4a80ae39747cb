//! The word that somebody most likely meant.

/// The word of `known` that is most like `word`, if any is alike enough: first those of which it
/// is a part, as `refused` is of `connection-refused`.
///
/// ```
/// let known = ["connected", "connection-refused", "crashed"];
/// assert_eq!(badrdp_toml::nearest("refused", known), Some("connection-refused"));
/// assert_eq!(badrdp_toml::nearest("conected", known), Some("connected"));
/// assert_eq!(badrdp_toml::nearest("yes", known), None);
/// ```
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    /// Below this Jaro-Winkler similarity a suggestion confuses more than it helps.
    const ALIKE: f64 = 0.7;
    known
        .into_iter()
        .map(|known| {
            let is_part = known.split(['-', '/']).any(|part| part == word);
            (is_part, strsim::jaro_winkler(word, known), known)
        })
        .filter(|(is_part, likeness, _)| *is_part || *likeness >= ALIKE)
        .max_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)))
        .map(|(_, _, known)| known)
}

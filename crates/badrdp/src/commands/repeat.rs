//! `run`: the options that the line which repeats a case needs besides the case itself.

use badrdp_runner::quoted;

/// Options and their values as a shell reads them, each with a space before it.
pub(crate) fn words(options: &[(&'static str, String)]) -> String {
    let words = options
        .iter()
        .map(|(option, value)| format!(" {option} {}", quoted(value)));
    words.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shell_reads_what_was_given() {
        let options = [
            ("--scenarios", "mine".to_owned()),
            ("--certs", "our certs".to_owned()),
            ("--user", "o'hara".to_owned()),
        ];
        let expected = r" --scenarios mine --certs 'our certs' --user 'o'\''hara'";
        assert_eq!(words(&options), expected);
    }
}

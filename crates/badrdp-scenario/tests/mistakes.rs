//! What a user is told about a mistake: file, line, column, the allowed words, the nearest.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use badrdp_scenario::{Catalogue, Outcome};

const GOOD: &str = r#"title = "A story"
summary = "What happens."

[server]
profile = "windows-11"

[[fault]]
when = { after = "client-hello" }
reset = {}

[expect]
client = ["connection-reset"]
within = "10s"
"#;

fn catalogue() -> Catalogue {
    Catalogue::built_in(Some(vec!["valid".into(), "expired".into()]))
}

fn mistake(from: &str, to: &str) -> String {
    assert!(GOOD.contains(from), "{from}");
    let text = GOOD.replacen(from, to, 1);
    let id = "middlebox/story".parse().unwrap();
    match catalogue().parse(&id, "story.toml", &text) {
        Ok(_) => panic!("accepted: {to}"),
        Err(error) => format!("{error}\n\n{}", error.render(false)),
    }
}

#[test]
fn the_good_one_is_good() {
    let id = "middlebox/story".parse().unwrap();
    let scenario = catalogue().parse(&id, "story.toml", GOOD).unwrap();
    assert_eq!(scenario.faults.len(), 1);
    assert_eq!(scenario.alias.len(), 6);
}

#[test]
fn an_unknown_fault() {
    insta::assert_snapshot!(mistake("reset = {}", "resett = {}"));
}

#[test]
fn an_unknown_message() {
    insta::assert_snapshot!(mistake("client-hello", "client-helo"));
}

#[test]
fn an_unknown_outcome() {
    insta::assert_snapshot!(mistake("[\"connection-reset\"]", "[\"conection-reset\"]"));
}

#[test]
fn an_unknown_word_of_never() {
    let to = "within = \"10s\"\nnever = [\"credentials-send\"]";
    insta::assert_snapshot!(mistake("within = \"10s\"", to));
}

#[test]
fn an_unknown_word_for_credentials() {
    let to = "within = \"10s\"\n[[expect.connection]]\ncredentials = \"over-ssl\"";
    insta::assert_snapshot!(mistake("within = \"10s\"", to));
}

#[test]
fn an_unknown_thing_to_present() {
    let to = "within = \"10s\"\n[[expect.connection]]\npresents = [\"cookie\"]";
    insta::assert_snapshot!(mistake("within = \"10s\"", to));
}

#[test]
fn no_attempts_at_all() {
    let to = "within = \"10s\"\nattempts = { at_most = 0 }";
    insta::assert_snapshot!(mistake("within = \"10s\"", to));
}

#[test]
fn an_unknown_profile() {
    insta::assert_snapshot!(mistake("windows-11", "windows-12"));
}

#[test]
fn an_unknown_certificate() {
    insta::assert_snapshot!(mistake(
        "\"windows-11\"",
        "\"windows-11\"\ncertificate = \"expird\""
    ));
}

#[test]
fn a_word_that_stands_in_the_prose_too_is_pointed_at_where_it_counts() {
    let to = "\"windows-11\"\ncertificate = \"story\"";
    let shown = mistake("\"windows-11\"", to);
    assert!(shown.starts_with("story.toml:6:15: "), "{shown}");
}

#[test]
fn the_second_connection_and_the_second_fault_are_pointed_at() {
    let to = "\"windows-11\"\n[[server.connection]]\nnumber = 1\n\
              [[server.connection]]\nnumber = 2\ncertificate = \"expird\"";
    let shown = mistake("\"windows-11\"", to);
    assert!(shown.starts_with("story.toml:10:15: "), "{shown}");
    let to = "reset = {}\n# [[fault]] was here\n\
              [[fault]]\nwhen = { after = \"certificate\" }\nreset = {}";
    let shown = mistake("reset = {}", to);
    assert!(shown.starts_with("story.toml:11:1: "), "{shown}");
}

#[test]
fn numbers_out_of_their_range() {
    for (table, sentence) in [
        (
            "session = { width = 0 }",
            "`width` is 200 to 8192 pixels, not 0",
        ),
        (
            "session = { height = 9000 }",
            "`height` is 200 to 8192 pixels, not 9000",
        ),
        (
            "credssp = { status_length = 9 }",
            "`status_length` is 4 or 5, not 9",
        ),
        (
            "credssp = { status_length = 5, status_sent = false }",
            "`status_sent = false` and `status_length` exclude each other",
        ),
        (
            "credssp = { build = \"10.0.20348.1\" }",
            "`10.0.20348.1` is no build",
        ),
        ("gcc_version = \"0x+1\"", "`0x+1` is no GCC version"),
        (
            "source_reference = 70000",
            "expected a number from 0 to 65535",
        ),
    ] {
        let shown = mistake("\"windows-11\"", &format!("\"windows-11\"\n{table}"));
        assert!(shown.contains(sentence), "{shown}");
    }
}

#[test]
fn a_title_that_no_list_has_room_for() {
    for title in ["two\\nlines".to_owned(), "x".repeat(101)] {
        let shown = mistake("A story", &title);
        let sentence = "story.toml:1:9: `title` takes one line of at most 100 signs";
        assert!(shown.starts_with(sentence), "{shown}");
    }
}

#[test]
fn an_unknown_parameter() {
    insta::assert_snapshot!(mistake("reset = {}", "stall = { four = \"3s\" }"));
}

#[test]
fn a_duration_without_a_unit() {
    insta::assert_snapshot!(mistake("within = \"10s\"", "within = \"10\""));
}

#[test]
fn two_faults_in_one_table() {
    insta::assert_snapshot!(mistake("reset = {}", "reset = {}\nstall = {}"));
}

#[test]
fn a_message_that_tls_13_hides() {
    insta::assert_snapshot!(mistake("client-hello", "certificate"));
}

#[test]
fn choices_that_nobody_can_play() {
    let wrong = "\"windows-11\"\ntls = { suites = [\"TLS_RSA_WITH_RC4_128_SHA\"] }";
    insta::assert_snapshot!(mistake("\"windows-11\"", wrong));
}

#[test]
fn a_statement_before_there_is_a_session() {
    insta::assert_snapshot!(mistake(
        "reset = {}",
        "error_info = { code = \"SERVER_DENIED_CONNECTION\" }"
    ));
}

#[test]
fn broken_toml() {
    insta::assert_snapshot!(mistake("[server]", "[server"));
}

#[test]
fn a_missing_table() {
    insta::assert_snapshot!(mistake(
        "[expect]\nclient = [\"connection-reset\"]\nwithin = \"10s\"\n",
        ""
    ));
}

#[test]
fn an_expectation_that_is_also_tolerated() {
    let both = "within = \"10s\"\ntolerate = [\"connection-reset\"]";
    insta::assert_snapshot!(mistake("within = \"10s\"", both));
}

#[test]
fn an_alias_that_no_cookie_can_carry() {
    insta::assert_snapshot!(mistake("summary", "alias = \"much-too-long\"\nsummary"));
}

#[test]
fn an_outcome_that_is_accepted_twice() {
    let to = "within = \"10s\"\n[[expect.accept]]\noutcome = \"timed-out\"\nspec = \"RFC 9293 3.8.3\"\n\
              [[expect.accept]]\noutcome = \"connection-reset\"\nspec = \"RFC 9293 3.5.2\"";
    insta::assert_snapshot!(mistake("within = \"10s\"", to));
}

#[test]
fn nothing_is_right() {
    insta::assert_snapshot!(mistake("client = [\"connection-reset\"]\n", ""));
}

#[test]
fn a_rule_that_names_no_section() {
    let to = "[[expect.accept]]\noutcome = \"timed-out\"\nspec = \" \"";
    insta::assert_snapshot!(mistake(
        "within = \"10s\"",
        &format!("within = \"10s\"\n{to}")
    ));
}

#[test]
fn outcomes_may_all_have_their_rules() {
    let text = GOOD.replace("client = [\"connection-reset\"]\n", "")
        + "[[expect.accept]]\noutcome = \"connection-reset\"\nspec = \"RFC 9293 3.5.2\"\n\
           [[expect.accept]]\noutcome = \"handshake-failed\"\nspec = \"RFC 8446 6.1\"\n";
    let id = "middlebox/story".parse().unwrap();
    let scenario = catalogue().parse(&id, "story.toml", &text).unwrap();
    let expect = scenario.expect();
    assert!(expect.accepts(Outcome::ConnectionReset) && !expect.accepts(Outcome::TimedOut));
    assert_eq!(expect.rule(Outcome::HandshakeFailed), Some("RFC 8446 6.1"));
    let words = "connection-reset (RFC 9293 3.5.2) or handshake-failed (RFC 8446 6.1)";
    assert_eq!(expect.right_in_words(), words);
}

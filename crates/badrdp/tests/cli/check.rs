//! `check`: valid files, and mistakes with their place.

use crate::support::run;

#[test]
fn valid_files_are_ok() {
    let run = run(&[
        "check",
        "tests/fixtures/scenarios",
        "tests/fixtures/certs",
        "--scenarios",
        "tests/fixtures/scenarios",
        "--certs",
        "tests/fixtures/certs",
    ]);
    insta::assert_snapshot!(run.page());
}

#[test]
fn every_mistake_is_shown_with_its_place() {
    let mut args = vec![
        "check",
        "tests/fixtures/invalid",
        "tests/fixtures/missing.toml",
    ];
    args.extend([
        "--scenarios",
        "tests/fixtures/scenarios",
        "--certs",
        "tests/fixtures/certs",
    ]);
    let run = run(&args);
    assert_eq!(run.code, Some(3));
    // The list of all certificates changes with every new one.
    let page: Vec<_> = run
        .page()
        .lines()
        .map(|line| match line.split_once("allowed: ") {
            Some((start, allowed)) if allowed.contains("ancient") => format!("{start}allowed: …"),
            _ => line.to_owned(),
        })
        .collect();
    insta::assert_snapshot!(page.join("\n"));
}

#[test]
fn mistakes_as_json_have_line_and_column() {
    let run = run(&[
        "check",
        "tests/fixtures/invalid/recipe.toml",
        "--format",
        "json",
    ]);
    assert_eq!(run.code, Some(3));
    let json: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let error = &json[0]["error"];
    assert_eq!(
        (&json[0]["ok"], &json[0]["kind"]),
        (&false.into(), &"certificate".into())
    );
    assert_eq!((&error["line"], &error["column"]), (&7.into(), &14.into()));
    assert_eq!(error["nearest"], "p-256");
}

#[test]
fn a_client_adapter_is_read_as_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("client.toml");
    let adapter = |placeholder: &str| {
        let command = format!("title = \"A client\"\ncommand = [\"client\", \"{placeholder}\"]\n");
        std::fs::write(&path, command).unwrap();
        run(&["check", path.to_str().unwrap()])
    };
    let good = adapter("{address}");
    assert_eq!(good.code, Some(0), "{}", good.stdout);
    let bad = adapter("{adress}");
    assert_eq!(bad.code, Some(3));
    assert!(bad.stdout.contains("client.toml:2:"), "{}", bad.stdout);
}

#[test]
fn a_profile_that_cannot_be_played_is_invalid_before_a_scenario_starts_from_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("profile.toml");
    let profile = "title = 'P'\nsecurity = ['tls']\n[session]\ndepth = 7\n";
    std::fs::write(&path, profile).unwrap();
    let run = run(&["check", path.to_str().unwrap()]);
    assert_eq!(run.code, Some(3));
    assert!(
        run.stdout.contains("`depth` is 8, 15, 16, 24 or 32, not 7"),
        "{}",
        run.stdout
    );
}

#[test]
fn a_file_without_an_end_is_refused() {
    let run = run(&["check", "/dev/zero"]);
    assert_eq!(run.code, Some(3));
    let sentence = "error: cannot read /dev/zero: the file is larger than 1 MiB\n";
    assert_eq!(run.stdout, sentence);
}

#[test]
fn what_is_shipped_is_valid() {
    let run = run(&["check", "../../scenarios", "../../certs"]);
    assert_eq!(run.code, Some(0), "{}", run.stdout);
}

#[test]
fn a_folder_without_files_is_nothing_to_check() {
    let folder = tempfile::tempdir().unwrap();
    let run = run(&["check", folder.path().to_str().unwrap()]);
    assert_eq!(run.code, Some(4));
}

#[test]
fn an_invalid_file_in_a_folder_of_the_user_is_shown_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("network")).unwrap();
    let path = folder.path().join("network/broken.toml");
    std::fs::write(&path, "title = \n").unwrap();
    let run = run(&[
        "show",
        "network/broken",
        "--scenarios",
        folder.path().to_str().unwrap(),
    ]);
    assert_eq!(run.code, Some(3));
    assert!(run.stderr.contains("broken.toml:1:9"), "{}", run.stderr);
}

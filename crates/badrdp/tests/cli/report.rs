//! Reports as a user meets them: written by `run`, joined, compared and shown afterwards.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::support::{Running, badrdp, run, run_command};

const KINDS: [&str; 7] = ["json", "junit", "ctrf", "tap", "markdown", "html", "text"];

/// A folder, and the paths in it as words.
struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn word(&self, name: &str) -> String {
        self.path(name).display().to_string()
    }

    fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// The names of all files.
    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.0.path()).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<_> = names.collect();
        names.sort();
        names
    }

    /// The JSON report of one run with the probe.
    fn report(&self, name: &str, ids: &[&str]) -> String {
        let file = self.word(name);
        let wanted = format!("json={file}");
        let ran = run(&[&["run"], ids, &["--report", &wanted]].concat());
        assert_eq!(ran.code, Some(0), "{}", ran.page());
        file
    }
}

/// A scenario that takes milliseconds.
const QUICK: &str = "middlebox/captive-portal-redirect";
/// And another one.
const OTHER: &str = "middlebox/corrupt-encrypted-record";

#[test]
fn every_kind_is_written_at_the_same_time() {
    let folder = Folder::new();
    let mut command = badrdp(&["run", QUICK]);
    for kind in KINDS {
        command.args(["--report", &format!("{kind}={}", folder.word(kind))]);
    }
    let ran = run_command(command);
    assert_eq!(ran.code, Some(0), "{}", ran.page());
    assert_eq!(folder.names().len(), KINDS.len(), "no other file is left");
    assert_eq!(folder.text("text"), ran.stdout);
    for kind in KINDS {
        let shown = run(&["report", "show", &folder.word("json"), "--format", kind]);
        assert_eq!(shown.code, Some(0), "{}", shown.page());
        if kind == "text" {
            assert!(shown.stdout.contains("To repeat it"), "{}", shown.stdout);
        } else {
            assert_eq!(shown.stdout, folder.text(kind), "{kind} made again");
        }
    }
}

#[test]
fn what_is_in_the_way_is_said_before_the_run() {
    let folder = Folder::new();
    let same = format!("json={}", folder.word("a"));
    let nowhere = format!("json={}", folder.word("none/a"));
    let is_folder = format!("json={}", folder.0.path().display());
    for (reports, code, sentence) in [
        (
            vec!["--report", &same, "--report", &same],
            2,
            "the same file",
        ),
        (vec!["--report", &nowhere], 5, "no such folder"),
        (vec!["--report", &is_folder], 5, "it is a folder"),
        (vec!["--report", "xml=a"], 2, "no report is called `xml`"),
    ] {
        let ran = run(&[&["run", QUICK], &reports[..]].concat());
        assert_eq!(ran.code, Some(code), "{}", ran.page());
        assert!(ran.stderr.contains(sentence), "{}", ran.stderr);
        assert_eq!(ran.stdout, "");
    }
}

#[test]
fn a_full_disk_costs_one_report_and_not_the_others() {
    let folder = Folder::new();
    let kept = format!("junit={}", folder.word("kept"));
    let full = ["--report", "json=/dev/full", "--report", &kept];
    let ran = run(&[&["run", QUICK], &full[..]].concat());
    assert_eq!(ran.code, Some(5), "{}", ran.page());
    let sentence = "cannot write the report /dev/full: No space left on device";
    assert!(ran.stderr.contains(sentence), "{}", ran.stderr);
    assert!(ran.stdout.contains("1 result"), "{}", ran.stdout);
    assert!(folder.text("kept").ends_with("</testsuites>\n"));
}

#[test]
fn a_full_disk_keeps_no_half_file_and_the_old_one() {
    let folder = Folder::new();
    let Some(disk) = Disk::mount(&folder.path("disk"), "48k") else {
        return;
    };
    let file = disk.0.join("report");
    fs::write(&file, "of yesterday").unwrap();
    fs::write(disk.0.join("filler"), vec![0; 36 << 10]).unwrap();
    let kept = format!("text={}", folder.word("kept"));
    let wanted = format!("json={}", file.display());
    let all = ["run", "middlebox/*portal*", OTHER, "healthy/tls"];
    let ran = run(&[&all[..], &["--report", &wanted, "--report", &kept]].concat());
    assert_eq!(ran.code, Some(5), "{}", ran.page());
    assert!(ran.stderr.contains("No space left"), "{}", ran.stderr);
    assert!(ran.stderr.contains(&wanted[5..]), "{}", ran.stderr);
    assert_eq!(fs::read_to_string(&file).unwrap(), "of yesterday");
    assert_eq!(fs::read_dir(&disk.0).unwrap().count(), 2, "nothing is left");
    assert!(!folder.text("kept").is_empty());
}

/// A small disk of its own; unmounted when dropped.
struct Disk(PathBuf);

impl Disk {
    /// None, said aloud, where nobody may mount.
    fn mount(path: &Path, size: &str) -> Option<Self> {
        use std::io::Write as _;
        fs::create_dir(path).unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &format!("size={size}"), "tmpfs"])
            .arg(path)
            .output();
        if mounted.is_ok_and(|output| output.status.success()) {
            return Some(Self(path.to_owned()));
        }
        let _ = writeln!(std::io::stderr(), "SKIPPED: a disk cannot be mounted here");
        None
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

#[test]
fn stdout_that_is_full_is_named() {
    let mut command = badrdp(&["run", QUICK]);
    command.stdout(
        fs::OpenOptions::new()
            .write(true)
            .open("/dev/full")
            .unwrap(),
    );
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(5));
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(
        stderr.contains("cannot write to stdout: No space"),
        "{stderr}"
    );
}

#[test]
fn a_client_that_prints_a_gigabyte_harms_nothing() {
    let folder = Folder::new();
    // A process that kept it all could not run within this much memory.
    let mut command = Command::new("sh");
    let inner = badrdp(&[]);
    command.args(["-c", "ulimit -v 900000 && exec \"$@\"", "sh"]);
    command.arg(inner.get_program()).args(["run", QUICK]);
    command.envs(
        inner
            .get_envs()
            .filter_map(|(name, value)| Some((name, value?))),
    );
    command.args(["--client-cmd", "head -c 1073741824 /dev/zero"]);
    for kind in KINDS {
        command.args(["--report", &format!("{kind}={}", folder.word(kind))]);
    }
    let ran = run_command(command);
    assert_eq!(ran.code, Some(1), "{}", ran.page());
    let report: serde_json::Value = serde_json::from_str(&folder.text("json")).unwrap();
    let case = &report["cases"][0];
    assert_eq!(case["end"], "exit 0", "it could print all of it: {case}");
    let kept = case["log"].as_str().unwrap().len();
    let left_out = case["log_left_out"].as_u64().unwrap();
    assert_eq!(left_out + u64::try_from(kept).unwrap(), 1 << 30);
    for kind in KINDS {
        let text = folder.text(kind);
        assert!(text.len() < 1 << 20, "{kind} has {} bytes", text.len());
        assert!(!text.contains('\0'), "{kind}");
    }
}

#[test]
fn an_interrupted_run_leaves_whole_reports() {
    let folder = Folder::new();
    let pipe = folder.path("started");
    assert!(
        Command::new("mkfifo")
            .arg(&pipe)
            .status()
            .unwrap()
            .success()
    );
    let client = format!("sh -c 'echo >{}; exec sleep 60'", pipe.display());
    let mut command = badrdp(&["run", QUICK, OTHER, "--jobs", "1", "--client-cmd", &client]);
    for kind in KINDS {
        command.args(["--report", &format!("{kind}={}", folder.word(kind))]);
    }
    let running = Running::start(command);
    // Opened by the client, once it runs.
    fs::read(&pipe).unwrap();
    running.signal("INT");
    let (_, status) = running.end();
    assert_eq!(status.code(), Some(130));
    let report: serde_json::Value = serde_json::from_str(&folder.text("json")).unwrap();
    assert_eq!(report["interrupted"], true);
    assert_eq!(report["cases"][0]["end"], "interrupted");
    assert!(folder.text("junit").ends_with("</testsuites>\n"));
    for kind in KINDS {
        assert!(
            folder.text(kind).to_lowercase().contains("interrupted"),
            "{kind}"
        );
    }
}

#[test]
fn reports_are_joined_compared_and_shown() {
    let folder = Folder::new();
    let one = folder.report("one.json", &[QUICK]);
    let other = folder.report("other.json", &[OTHER, QUICK]);
    let joined = folder.word("joined.json");
    let markdown = format!("markdown={}", folder.word("joined.md"));
    let merged = run(&[
        "report", "merge", &one, &other, "-o", &joined, "--report", &markdown,
    ]);
    assert_eq!(merged.page(), "exit: 0\n--- stdout\n--- stderr\n");
    assert!(folder.text("joined.md").contains("2 cases"));
    let on_stdout = run(&["report", "merge", &one, &other]);
    assert_eq!(on_stdout.stdout, folder.text("joined.json"));

    let same = run(&["report", "diff", &other, &joined]);
    assert_eq!(
        same.page(),
        "exit: 0\n--- stdout\n2 cases the same\n--- stderr\n"
    );
    let went = run(&["report", "diff", &joined, &one, "--format", "json"]).json();
    assert_eq!(went["went"][0]["scenario"], OTHER);

    let listed = run(&[
        "report",
        "show",
        &joined,
        "middlebox/c*",
        "--client",
        "probe",
    ]);
    assert_eq!(
        listed.stdout.matches("PASS  ").count(),
        2,
        "{}",
        listed.stdout
    );
    let none = run(&["report", "show", &joined, "--verdict", "fail"]);
    assert_eq!(none.code, Some(4), "{}", none.page());
}

#[test]
fn a_regression_is_exit_code_1_and_a_contradiction_is_refused() {
    let folder = Folder::new();
    let good = folder.report("good.json", &[QUICK]);
    let worse = folder.text("good.json").replacen("\"PASS\"", "\"FAIL\"", 1);
    let bad = folder.word("bad.json");
    fs::write(&bad, worse).unwrap();
    let diff = run(&["report", "diff", &good, &bad]);
    assert_eq!(diff.code, Some(1), "{}", diff.page());
    assert!(
        diff.stdout.starts_with("1 case worse:\n"),
        "{}",
        diff.stdout
    );
    assert_eq!(run(&["report", "diff", &bad, &good]).code, Some(0));
    let merged = run(&["report", "merge", &good, &bad]);
    assert_eq!(merged.code, Some(3), "{}", merged.page());
    assert!(merged.stderr.contains(QUICK), "{}", merged.stderr);
}

#[test]
fn a_file_that_is_no_report_is_named() {
    let folder = Folder::new();
    fs::write(folder.path("a"), "nonsense").unwrap();
    fs::write(
        folder.path("b"),
        r#"{"schema": "badrdp-report", "format": 99}"#,
    )
    .unwrap();
    for (name, code, sentence) in [
        ("a", 3, "it is not what a report looks like"),
        ("b", 3, "its format is 99"),
        ("none", 5, "No such file"),
    ] {
        let file = folder.word(name);
        let wrong = run(&["report", "diff", &file, &file]);
        assert_eq!(wrong.code, Some(code), "{}", wrong.page());
        let start = format!("error: cannot read the report {file}: ");
        assert!(wrong.stderr.starts_with(&start), "{}", wrong.stderr);
        assert!(wrong.stderr.contains(sentence), "{}", wrong.stderr);
    }
}

#[test]
fn github_gets_a_summary_and_annotations() {
    let folder = Folder::new();
    let summary = folder.path("summary");
    fs::write(&summary, "of the step before\n").unwrap();
    let github = |args: &[&str]| {
        let mut command = badrdp(&[&["run", QUICK], args].concat());
        command.env("GITHUB_ACTIONS", "true");
        command.env("GITHUB_STEP_SUMMARY", &summary);
        run_command(command)
    };
    let failed = github(&["--client-cmd", "false", "--format", "json"]);
    assert_eq!(failed.code, Some(1), "{}", failed.page());
    serde_json::from_str::<serde_json::Value>(&failed.stdout).expect("only JSON on stdout");
    let annotation = format!("::error title=FAIL%3A {QUICK} with false::");
    assert!(failed.stderr.contains(&annotation), "{}", failed.stderr);
    let text = folder.text("summary");
    assert!(
        text.starts_with("of the step before\n\n## badrdp: 1 failed\n"),
        "{text}"
    );

    // Nearly full: it says what it can.
    fs::write(&summary, "x".repeat((1 << 20) - 900)).unwrap();
    assert_eq!(github(&[]).code, Some(0));
    assert!(folder.text("summary").len() <= 1 << 20);
    // Full: it stays as it is.
    fs::write(&summary, "x".repeat(1 << 20)).unwrap();
    let full = github(&[]);
    assert_eq!(full.code, Some(0), "{}", full.page());
    assert!(full.stderr.contains("the summary of this step is full"));
    assert_eq!(folder.text("summary").len(), 1 << 20);
}

#[test]
fn help_of_report() {
    let pages = ["merge", "diff", "show"].map(|name| run(&["report", name, "--help"]).page());
    insta::assert_snapshot!(pages.join("\n"));
}

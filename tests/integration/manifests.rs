//! The manifests in `docker/` and the examples in `docs/ci.md` fit the schemas of who reads them.
//!
//! Each validator brings its schemas along: `kubernetes-validate` and `check-jsonschema` (of
//! PyPI), and `docker-compose` or the plugin of `docker`.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::clients::installed;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_owned()
}

/// The YAML files of a folder under the root, with their whole paths.
fn yaml(folder: &str) -> Vec<PathBuf> {
    let mut files: Vec<_> = std::fs::read_dir(root().join(folder))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "yaml"))
        .collect();
    files.sort();
    files
}

fn run(program: &str, args: &[&str], files: &[PathBuf]) -> Output {
    Command::new(program)
        .args(args)
        .args(files)
        .output()
        .unwrap()
}

#[track_caller]
fn assert_accepted(output: &Output) {
    assert!(
        output.status.success(),
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

/// The YAML block under a heading of `docs/ci.md`, in a file of its own.
fn example(heading: &str, folder: &Path) -> PathBuf {
    let page = std::fs::read_to_string(root().join("docs/ci.md")).unwrap();
    let (_, section) = page.split_once(&format!("\n## {heading}\n")).unwrap();
    let (_, block) = section.split_once("```yaml\n").unwrap();
    let (block, _) = block.split_once("```").unwrap();
    let path = folder.join("example.yaml");
    std::fs::write(&path, block).unwrap();
    path
}

#[test]
fn kubernetes_takes_the_jobs() {
    if !installed(&["kubernetes-validate"]) {
        return;
    }
    let files = yaml("docker/kubernetes");
    assert_eq!(files.len(), 2);
    assert_accepted(&run("kubernetes-validate", &["--strict"], &files));
    // The validator itself: a key that does not exist is found.
    let folder = tempfile::tempdir().unwrap();
    let wrong = folder.path().join("wrong.yaml");
    let text = std::fs::read_to_string(&files[1]).unwrap();
    assert!(text.contains("completionMode:"), "{files:?}");
    std::fs::write(&wrong, text.replace("completionMode:", "completionMood:")).unwrap();
    let refused = run("kubernetes-validate", &["--strict"], &[wrong]);
    assert!(!refused.status.success());
}

#[test]
fn every_shard_of_the_job_is_merged() {
    let read = |name: &str| {
        let path = root().join("docker/kubernetes").join(name);
        std::fs::read_to_string(path).unwrap()
    };
    let (job, merge) = (read("run.yaml"), read("merge.yaml"));
    let (_, shards) = job.split_once("completions: ").unwrap();
    let shards: usize = shards.lines().next().unwrap().parse().unwrap();
    assert!(job.contains(&format!("--shard=$(JOB_COMPLETION_INDEX)+1/{shards}\n")));
    for index in 0..shards {
        assert!(
            merge.contains(&format!("- /reports/{index}.json\n")),
            "{index}"
        );
    }
    assert!(!merge.contains(&format!("- /reports/{shards}.json\n")));
}

#[test]
fn compose_takes_the_services() {
    if !installed(&["docker-compose"]) {
        return;
    }
    for file in yaml("docker") {
        let file = file.to_str().unwrap();
        assert_accepted(&run("docker-compose", &["-f", file, "config", "-q"], &[]));
    }
}

#[test]
fn the_examples_are_workflows() {
    if !installed(&["check-jsonschema"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    for (heading, schema) in [
        ("GitHub Actions", "vendor.github-workflows"),
        ("GitLab CI", "vendor.gitlab-ci"),
    ] {
        let file = example(heading, folder.path());
        let args = ["--builtin-schema", schema];
        assert_accepted(&run("check-jsonschema", &args, &[file]));
    }
    let args = ["--builtin-schema", "vendor.compose-spec"];
    assert_accepted(&run("check-jsonschema", &args, &yaml("docker")));
}

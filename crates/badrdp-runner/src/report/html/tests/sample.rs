//! A small report with texts that nobody should trust.

use serde_json::json;

use crate::report::model::Report;

/// Ends elements, begins comments, turns the direction, colours, and has what cannot be seen.
pub(super) const HOSTILE: &str = "</script><script>alert(1)</script><!-- <img src=x onerror=alert(1)> \
    \u{2028}\u{2029} \u{202e}live\u{202c} שלום \u{1f980} \u{1b}[31mred\u{1b}[0m \0 & \"quoted\" 'too'";

/// One case of each of three verdicts, and a sweep.
pub(super) fn sample() -> Report {
    let case = |scenario: &str, cause: &str, verdict: &str, reasons: &[&str]| {
        json!({
            "scenario": scenario,
            "cause": cause,
            "client": "xfreerdp",
            "verdict": verdict,
            "outcome": if verdict == "SKIPPED" { None } else { Some("hung") },
            "reasons": reasons,
            "findings": [{"finding": "hung", "severity": "major"}],
            "expected": {"client": ["connection-reset"], "within_ms": 10_000.0},
            "end": "killed",
            "took_ms": 10_000.0,
            "seed": 7,
            "repeat": format!("badrdp run {scenario} --client xfreerdp --seed 7"),
            "log": format!("{HOSTILE}\n{HOSTILE}"),
            "connections": [],
        })
    };
    let report = json!({
        "schema": "badrdp-report",
        "format": 1,
        "badrdp": "0.1.0",
        "started": "2026-01-31T12:00:00Z",
        "took_ms": 12_345.0,
        "interrupted": true,
        "shard": {"index": 1, "of": 4},
        "clients": [
            {"name": "xfreerdp", "title": "FreeRDP \"2\"", "version": HOSTILE},
        ],
        "scenarios": [
            {"id": "certificate/expired", "title": "Expired", "cause": "certificate", "tags": []},
            {"id": "middlebox/reset", "title": HOSTILE, "cause": "middlebox", "tags": ["0x904"]},
            {"id": "network/refused", "title": "Refused", "cause": "network", "tags": []},
        ],
        "cases": [
            case("certificate/expired", "certificate", "PASS", &[]),
            case("middlebox/reset", "middlebox", "FAIL", &["it hung", HOSTILE]),
            case("network/refused", "network", "SKIPPED", &["no display"]),
        ],
        "cut": "deadline",
        "scores": [{
            "client": "probe", "right": 8, "alike": 1, "wrong": 1, "none": 0, "left_out": 2,
            "accuracy": 90.0, "exact": 80.0,
            "named": {"middlebox": {"middlebox": 8, "network": 1}, "network": {"account": 1}},
        }],
        "sweeps": [{
            "profile": "windows-11", "client": "probe", "seed": 3, "healthy": "PASS",
            "possible": 40, "run": 2,
            "rows": [{"message": "client-hello", "faults": {"reset": "ok", "stall": "WRONG"}}],
        }],
    });
    Report::parse(report.to_string().as_bytes()).unwrap()
}

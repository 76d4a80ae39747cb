//! The page of a real run: the probe, and a client that says something odd and does nothing.

use std::path::PathBuf;
use std::sync::Arc;

use badrdp_runner::report::html;
use badrdp_runner::report::model::{About, Event, Exchange, Field, Report};
use badrdp_runner::{Adapters, run};
use tempfile::TempDir;
use tokio::sync::OnceCell;

use crate::clients::{catalogue, options};

/// What the odd client writes.
pub(super) const HOSTILE: &str = "</script><script>document.title = 'taken'</script><img src=x> \u{202e}evil & \u{1b}[31mred\u{1b}[0m שלום";

const SCENARIOS: [&str; 5] = [
    "certificate/expired",
    "healthy/tls",
    "middlebox/reset-after-client-hello",
    "network/refused",
    "security-layer/failure-ssl-required",
];

/// About as many as the catalogue has.
const SCENARIOS_ALL: usize = 740;

/// A page in a file.
pub(super) struct Page {
    file: PathBuf,
    _folder: TempDir,
}

impl Page {
    /// The page of a run, which is made once.
    pub(super) async fn of_a_run() -> &'static Self {
        static PAGE: OnceCell<Page> = OnceCell::const_new();
        PAGE.get_or_init(Self::make).await
    }

    /// As many cases as the whole catalogue has with five clients, made of a few.
    pub(super) async fn of_everything() -> Self {
        let mut report = report("probe").await;
        let few = std::mem::take(&mut report.cases);
        report.scenarios.clear();
        report.clients.clear();
        for number in 0..SCENARIOS_ALL {
            for client in 0..5 {
                let mut case = few[(number * 5 + client) % few.len()].clone();
                case.scenario = format!("{}/number-{number}", case.cause);
                case.client = format!("client-{client}");
                report.cases.push(case);
            }
        }
        report.sort();
        Self::write(tempfile::tempdir().unwrap(), &report)
    }

    /// How a browser finds it.
    pub(super) fn address(&self) -> String {
        format!("file://{}", self.file.display())
    }

    async fn make() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let text = folder.path().join("log.txt");
        std::fs::write(&text, HOSTILE).unwrap();
        let adapter = folder.path().join("mute.toml");
        let toml = format!("title = 'Mute'\ncommand = ['cat', '{}']\n", text.display());
        std::fs::write(&adapter, toml).unwrap();
        let report = report(&adapter.to_string_lossy()).await;
        Self::write(folder, &report)
    }

    fn write(folder: TempDir, report: &Report) -> Self {
        let file = folder.path().join("report.html");
        std::fs::write(&file, html::render(report).unwrap()).unwrap();
        Self {
            file,
            _folder: folder,
        }
    }
}

async fn report(adapter: &str) -> Report {
    let catalogue = catalogue();
    let scenarios = SCENARIOS.iter();
    let scenarios = scenarios.map(|id| Arc::new(catalogue.scenario(id).unwrap()));
    let adapters = ["probe", adapter].map(|name| Adapters::find(name).unwrap());
    let suite = run(scenarios.collect(), adapters.to_vec(), options(2), |_| {}).await;
    let about = About {
        started: "2026-01-31T12:00:00Z".to_owned(),
        seed: None,
        shard: None,
    };
    let mut report = Report::new(&suite, about);
    // Bytes that are known, whatever the run kept.
    let mut cases = report.cases.iter_mut();
    let case = cases.find(|case| case.key() == ("certificate/expired", "probe"));
    case.unwrap().connections[0].exchanges = vec![confirm()];
    // And more events than can be drawn.
    let mut cases = report.cases.iter_mut();
    let case = cases.find(|case| case.key() == ("healthy/tls", "probe"));
    case.unwrap().connections[0].events = (0..400).map(event).collect();
    report
}

/// One of many events; in the middle, a fault.
fn event(number: u32) -> Event {
    let (at, len) = (f64::from(number) * 10.0, u64::from(number));
    let (from, message) = match number % 2 {
        0 => ("server", "bitmap-update"),
        _ => ("client", "input-event"),
    };
    let strikes = number == 200;
    Event {
        at_ms: at,
        event: if strikes { "fault-due" } else { "sent" }.to_owned(),
        from: if strikes { "badrdp" } else { from }.to_owned(),
        message: (!strikes).then(|| message.to_owned()),
        len: (!strikes).then_some(len),
        fault: strikes.then_some(0),
        text: if strikes {
            "fault 1, stall, strikes"
        } else {
            message
        }
        .to_owned(),
    }
}

/// A Connection Confirm, [MS-RDPBCGR] 2.2.1.2.
fn confirm() -> Exchange {
    let field = |name: &str, start, end, value: &str| Field {
        name: name.to_owned(),
        start,
        end,
        value: Some(value.to_owned()),
    };
    Exchange {
        at_ms: 0.5,
        from: "server".to_owned(),
        message: "connection-confirm".to_owned(),
        phase: "connection-initiation".to_owned(),
        protection: "none".to_owned(),
        len: 19,
        bytes: "030000130ed000001234000200080002000000".to_owned(),
        changed_by: vec!["edit".to_owned()],
        fields: vec![
            field("tpkt.version", 0, 1, "3"),
            field("tpkt.reserved", 1, 2, "0"),
            field("tpkt.length", 2, 4, "19"),
            field("x224", 4, 11, "connection confirm"),
            field("neg", 11, 19, "TLS and CredSSP"),
        ],
    }
}

//! How fast badrdp is and how much memory it needs, against the least that a program can do.
//!
//! ```text
//!  speed (this process: the load, on the last core)
//!    +--> speed serve badrdp     ...   child: a FaultServer, on the first core
//!    +--> speed serve yardstick  ...   child: accept, read, answer 19 bytes, TLS
//!    +--> badrdp serve ...             for the time that it takes to start
//! ```
//!
//! `cargo bench -p badrdp` measures everything, `cargo bench -p badrdp -- tls` what has `tls` in
//! its name, `-- --quick` everything in half a minute. Both children do the same jobs
//! in turns within each round, so that what else the machine does hits both. Every row is the
//! median of its rounds, every ratio the median of the ratios within a round.

#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::print_stdout,
    reason = "a measurement that cannot go on ends with the reason; the table goes to stdout"
)]

mod bandwidth;
mod child;
mod delays;
mod handshakes;
mod held;
mod lab;
mod load;
mod machine;
mod negotiations;
mod options;
mod report;
mod serve;
mod sessions;
mod startup;
mod suite;
mod turns;
mod yardstick;

use clap::Parser as _;

use self::lab::Folder;
use self::machine::Watch;
use self::options::Options;
use self::report::Report;

/// The one of `badrdp`, for the yardstick too.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What a measurement gets, and where its figures go.
type Job = fn(&Options, &Folder, &mut Report);

/// By name, in the order of the table.
const JOBS: [(&str, Job); 8] = [
    ("negotiations", negotiations::measure),
    ("tls-handshakes", handshakes::measure),
    ("held-connections", held::measure),
    ("sessions", sessions::measure),
    ("start-up", startup::measure),
    ("delays", delays::measure),
    ("bandwidth", bandwidth::measure),
    ("suite", suite::measure),
];

fn main() {
    // A connection is a file, on either side.
    badrdp_server::raise_file_limit().unwrap();
    let mut arguments = std::env::args().peekable();
    let program = arguments.next();
    if arguments.next_if(|word| word == "serve").is_some() {
        serve::Args::parse_from(program.into_iter().chain(arguments)).run();
        return;
    }
    let options = Options::parse_from(program.into_iter().chain(arguments));
    let chosen: Vec<_> = JOBS
        .into_iter()
        .filter(|(name, _)| options.wants(name))
        .collect();
    if chosen.is_empty() {
        let names = JOBS.map(|(name, _)| name).join(", ");
        eprintln!("nothing has such a name; there are: {names}");
        std::process::exit(2);
    }
    let folder = Folder::new();
    let (watch, mut report) = (Watch::new(), Report::default());
    for (name, job) in chosen {
        eprintln!("measuring {name} ...");
        job(&options, &folder, &mut report);
    }
    report.print(&watch.summary());
    if let Some(path) = &options.json {
        report.write(path, &watch.summary());
    }
}

//! How well a thin pipe keeps its rate.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Instant;

use crate::child::Child;
use crate::lab::Folder;
use crate::options::Options;
use crate::report::{Goal, Report, Row};
use crate::serve::Subject;
use crate::{load, machine};

/// Rates in KB/s: a modem, and what still goes out in pieces of 20 ms.
const RATES: [usize; 2] = [4, 64];

/// Random bytes through pipes, against a program that sends a piece every 20 ms.
pub(crate) fn measure(options: &Options, folder: &Folder, report: &mut Report) {
    /// Per cent of the rate, to either side.
    const MOST: f64 = 2.0;
    let time = options.trickle();
    for rate in RATES {
        let per_second = rate * 1000;
        let total = per_second * usize::try_from(time.as_secs()).unwrap_or(1);
        let faults = format!(
            "[[fault]]\nwhen = {{ at = 'connection-confirm' }}\nreplace = {{ random = {total} }}\n\
             [[fault]]\nwhen = {{ after = 'connection-request' }}\nbandwidth = {{ rate = '{rate} KB/s' }}"
        );
        let pieces = [
            "--trickle".to_owned(),
            total.to_string(),
            per_second.to_string(),
        ];
        let yardstick = Child::start(Subject::Yardstick, folder, pieces);
        let ours = Child::start(Subject::Badrdp, folder, ["--faults", &faults]);
        // Both at once: they sleep most of the time.
        let [yardstick, ours] = std::thread::scope(|scope| {
            let clients = [&yardstick, &ours].map(|child| {
                let address = child.address;
                scope.spawn(move || received_per_second(address, total))
            });
            clients.map(|client| client.join().unwrap())
        });
        let off = |real: f64| (real / exact(per_second) - 1.0) * 100.0;
        report.add(
            Row::new(format!("{rate} KB/s for {} s: off by", time.as_secs()), "%")
                .values(off(ours), off(yardstick))
                .goal(Goal::Within(MOST)),
        );
    }
}

/// Bytes per second from the request to the last byte.
fn received_per_second(server: SocketAddr, total: usize) -> f64 {
    machine::pin_load();
    let mut stream = TcpStream::connect(server).unwrap();
    let mut bytes = vec![0; total];
    let start = Instant::now();
    stream.write_all(&load::request()).unwrap();
    stream.read_exact(&mut bytes).unwrap();
    exact(total) / start.elapsed().as_secs_f64()
}

fn exact(count: usize) -> f64 {
    f64::from(u32::try_from(count).expect("pipes are thin"))
}

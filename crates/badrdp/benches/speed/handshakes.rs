//! Whole TLS 1.3 handshakes, without resumption.

use crate::child::Child;
use crate::lab::Folder;
use crate::load::Depth;
use crate::options::Options;
use crate::report::{Goal, Report, Row};
use crate::serve::Subject;
use crate::turns;

/// With the two keys that servers have: RSA-2048 and P-256.
pub(crate) fn measure(options: &Options, folder: &Folder, report: &mut Report) {
    const LEAST: f64 = 0.9;
    for (key, recipe) in [("RSA-2048", "valid"), ("P-256", "p-256")] {
        let arguments = ["--certificate", recipe];
        let children = || {
            [Subject::Yardstick, Subject::Badrdp]
                .map(|subject| Child::start(subject, folder, arguments))
        };
        let count = options.handshakes(key == "RSA-2048");
        let needed = turns::take(children, options.rounds(), count, &Depth::tls());
        let [yardstick, ours] = &needed;
        report.add(
            Row::new(format!("TLS 1.3 with {key}: server CPU"), "us")
                .values(ours.cpu(), yardstick.cpu())
                .ratio(ours.cpu_ratio(yardstick))
                .goal(Goal::RatioAtLeast(LEAST)),
        );
        report.add(
            Row::new(format!("TLS 1.3 with {key}: handshakes per second"), "/s")
                .values(ours.rate(), yardstick.rate())
                .ratio(ours.rate_ratio(yardstick)),
        );
    }
}

//! Connections that get their Connection Confirm and leave.

use crate::child::Child;
use crate::lab::Folder;
use crate::load::Depth;
use crate::options::Options;
use crate::report::{Goal, Report, Row};
use crate::serve::Subject;
use crate::turns;

/// With the transcript as shipped, and with no events kept.
pub(crate) fn measure(options: &Options, folder: &Folder, report: &mut Report) {
    let children = || {
        [
            Child::start::<&str>(Subject::Yardstick, folder, []),
            Child::start::<&str>(Subject::Badrdp, folder, []),
            Child::start(Subject::Badrdp, folder, ["--events", "0"]),
        ]
    };
    let count = options.negotiations();
    let needed = turns::take(children, options.rounds(), count, &Depth::Confirmed);
    let [yardstick, shipped, silent] = &needed;
    for (name, ours, least) in [
        ("negotiation", shipped, 0.5),
        ("negotiation, no events kept", silent, 0.8),
    ] {
        report.add(
            Row::new(format!("{name}: server CPU"), "us")
                .values(ours.cpu(), yardstick.cpu())
                .ratio(ours.cpu_ratio(yardstick))
                .goal(Goal::RatioAtLeast(least)),
        );
    }
    report.add(
        Row::new("negotiations per second", "/s")
            .values(shipped.rate(), yardstick.rate())
            .ratio(shipped.rate_ratio(yardstick)),
    );
}

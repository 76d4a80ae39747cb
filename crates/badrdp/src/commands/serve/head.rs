//! How a line begins: when, in which scenario, on which connection.

use std::fmt;

use badrdp_scenario::Id;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::output::FAINT;

/// Writes the local time of day, the scenario and the number of the connection.
pub(super) fn head(
    f: &mut fmt::Formatter<'_>,
    time: Timestamp,
    scenario: &Id,
    connection: u32,
) -> fmt::Result {
    let time = time.to_zoned(TimeZone::system()).time();
    let (hour, minute, second) = (time.hour(), time.minute(), time.second());
    let millisecond = time.millisecond();
    write!(
        f,
        "{FAINT}{hour:02}:{minute:02}:{second:02}.{millisecond:03}{FAINT:#}  {scenario} #{connection}  "
    )
}

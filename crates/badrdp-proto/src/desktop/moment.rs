//! What a point in time looks like on the card.

use std::time::Duration;

use super::card::Card;

/// How long the square takes from one end of its rail to the other.
const PASSAGE: u128 = 4_000;

/// What changes by itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Moment {
    /// How long the session is active: `active 00:12`.
    pub(crate) elapsed: String,
    /// What is left until the announced event: `12 s`.
    pub(crate) countdown: Option<String>,
    /// Whether the announced event is due.
    pub(crate) due: bool,
    /// Where the square is on its rail, in pixels from the left end.
    pub(crate) square: i32,
}

impl Moment {
    /// The card at `now`, on a rail where the square has `travel` pixels to go.
    pub(crate) fn new(card: &Card, now: Duration, travel: i32) -> Self {
        let at = card.announcement.as_ref().and_then(|what| what.at);
        let left = at.map(|at| at.saturating_sub(now));
        Self {
            elapsed: format!("active {}", clock(now.as_secs())),
            countdown: left.map(|left| countdown(seconds_up(left))),
            due: left == Some(Duration::ZERO),
            square: square(now, travel),
        }
    }
}

/// There and back again, as a pure function of time.
fn square(now: Duration, travel: i32) -> i32 {
    let phase = now.as_millis() % (2 * PASSAGE);
    let way = phase.min(2 * PASSAGE - phase);
    let travel = u128::try_from(travel).unwrap_or_default();
    i32::try_from(travel * way / PASSAGE).unwrap_or_default()
}

fn seconds_up(left: Duration) -> u64 {
    left.as_secs()
        .saturating_add(u64::from(left.subsec_nanos() > 0))
}

fn countdown(seconds: u64) -> String {
    match seconds {
        0 => "now".to_owned(),
        1..=99 => format!("{seconds} s"),
        _ => clock(seconds),
    }
}

fn clock(seconds: u64) -> String {
    let (minutes, rest) = (seconds / 60, seconds % 60);
    match minutes {
        0..=99 => format!("{minutes:02}:{rest:02}"),
        100..=5_999 => format!("{}:{:02}:{rest:02}", minutes / 60, minutes % 60),
        _ => format!("{} h", minutes / 60),
    }
}

#[cfg(test)]
mod tests {
    use super::super::card::Announcement;
    use super::*;

    #[test]
    fn a_countdown_says_now_only_when_it_is_due() {
        let card = Card {
            announcement: Some(Announcement {
                text: "The server resets the connection".to_owned(),
                at: Some(Duration::from_secs(10)),
            }),
            ..Card::default()
        };
        let left = |ms| Moment::new(&card, Duration::from_millis(ms), 100).countdown;
        assert_eq!(left(0).as_deref(), Some("10 s"));
        assert_eq!(left(1).as_deref(), Some("10 s"));
        assert_eq!(left(9_999).as_deref(), Some("1 s"));
        assert_eq!(left(10_000).as_deref(), Some("now"));
        assert_eq!(left(99_000).as_deref(), Some("now"));
    }

    #[test]
    fn the_square_travels_there_and_back() {
        let at = |ms| square(Duration::from_millis(ms), 400);
        assert_eq!(
            [at(0), at(2_000), at(4_000), at(6_000), at(8_000)],
            [0, 200, 400, 200, 0]
        );
    }

    #[test]
    fn long_times_stay_short() {
        assert_eq!(clock(59), "00:59");
        assert_eq!(clock(5_999), "99:59");
        assert_eq!(clock(6_000), "1:40:00");
        assert!(clock(u64::MAX / 3_600_000).len() < 14);
    }
}

//! What a user types and clicks appears on the test card: the session lives in both directions.

use std::time::Duration;

use badrdp_proto::MessageName;
use badrdp_proto::desktop::probes;
use tokio::time::sleep;

use super::installed;
use super::picture::Picture;
use super::stage::{Client, Stage, healthy, is_received};
use crate::support::within;

const SIZE: (u16, u16) = (1024, 768);

/// A place that shows nothing but the background, left of the card.
const CLICK: (u16, u16) = (40, 400);

/// The rows of the field that shows what was typed. The card is laid out in half lines from the
/// middle of the desktop; the colour bars have theirs 18 below it, the field is 9 to 12 below.
fn field() -> (u16, u16) {
    let middle = SIZE.1 / 2;
    // Behind the four corners come the bars.
    let half = (probes(SIZE.0, SIZE.1)[4].1 - middle) / 18;
    (middle + half * 9, middle + half * 12)
}

/// Waits until the picture has changed in a rectangle.
async fn changes(stage: &Stage, before: &Picture, columns: (u16, u16), rows: (u16, u16)) {
    within("a change of the picture", async {
        while before.changed(&stage.picture().await, columns, rows) == 0 {
            sleep(Duration::from_millis(250)).await;
        }
    })
    .await;
}

async fn input_appears(id: &str, client: Client) {
    let mut stage = Stage::open(&healthy(id), &client).await;
    stage.pictured().await;
    let before = stage.shows(SIZE).await;

    let (x, y) = CLICK;
    let (column, row) = (x.to_string(), y.to_string());
    stage.act(&["mousemove", &column, &row, "click", "1"]).await;
    let input = |what: &_| {
        is_received(what, MessageName::FastPathInput)
            || is_received(what, MessageName::SlowPathInput)
    };
    stage.until(input).await;
    changes(&stage, &before, (x - 8, x + 9), (y - 8, y + 9)).await;

    let before = stage.picture().await;
    stage.act(&["type", "hello"]).await;
    changes(&stage, &before, (0, SIZE.0), field()).await;
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_typed_and_clicked_in_xfreerdp_appears() {
    if installed(&["xfreerdp", "Xvfb", "import", "xdotool"]) {
        input_appears("healthy/tls", Client::xfreerdp(&["/sec:tls"])).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_typed_and_clicked_in_rdesktop_appears() {
    if installed(&["rdesktop", "Xvfb", "import", "xdotool"]) {
        input_appears("healthy/tls", Client::rdesktop(&[])).await;
        input_appears("healthy/standard-rdp-security", Client::rdesktop(&[])).await;
    }
}

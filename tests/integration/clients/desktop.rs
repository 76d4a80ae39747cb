//! Real clients show the test card: in each security world, colour depth and form of output,
//! after a resize, and what a user types and clicks on it.

use std::sync::Arc;

use badrdp_proto::MessageName;
use badrdp_scenario::Scenario;
use tokio::task::JoinSet;

use super::installed;
use super::stage::{Client, Stage, healthy, is_received, is_sent, scenario};

/// What clients ask for if they are not told to.
const SIZE: (u16, u16) = (1024, 768);

/// A Windows 11 with a certificate that both clients take.
const TLS: &str = "profile = 'windows-11'\ncertificate = 'valid'\nsecurity = ['tls']";

/// Everything that a desktop needs besides the client.
const TOOLS: [&str; 2] = ["Xvfb", "import"];

/// Plays each case on a stage of its own: the card has to appear, in a desktop of `size`.
async fn all_show(cases: Vec<(Arc<Scenario>, Client)>, size: (u16, u16)) {
    let mut stages = JoinSet::new();
    for (scenario, client) in cases {
        stages.spawn(async move {
            let mut stage = Stage::open(&scenario, &client).await;
            stage.pictured().await;
            stage.shows(size).await;
            stage.close().await;
        });
    }
    while let Some(result) = stages.join_next().await {
        result.unwrap();
    }
}

fn all_here(client: &str) -> bool {
    installed(&[client, TOOLS[0], TOOLS[1]])
}

#[tokio::test(flavor = "multi_thread")]
async fn xfreerdp_shows_the_card_in_every_security_world() {
    if !all_here("xfreerdp") {
        return;
    }
    let cases = [
        ("healthy/tls", "/sec:tls"),
        ("healthy/nla", "/sec:nla"),
        ("healthy/tls", "/sec:nla"),
        ("healthy/standard-rdp-security", "/sec:rdp"),
        ("healthy/xrdp", "/sec:tls"),
        ("legacy/windows-xp", "/sec:rdp"),
        ("legacy/tls-1-0-only", "/sec:tls"),
    ];
    let cases = cases.map(|(id, security)| (healthy(id), Client::xfreerdp(&[security])));
    all_show(cases.into(), SIZE).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rdesktop_shows_the_card_in_every_security_world_it_has() {
    if !all_here("rdesktop") {
        return;
    }
    let cases = [
        "healthy/tls",
        "healthy/xrdp",
        "healthy/standard-rdp-security",
        "legacy/windows-xp",
    ];
    let cases = cases.map(|id| (healthy(id), Client::rdesktop(&[])));
    all_show(cases.into(), SIZE).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn xfreerdp_shows_the_card_in_every_colour_depth() {
    if !all_here("xfreerdp") {
        return;
    }
    let mut cases = Vec::new();
    for depth in ["8", "15", "16", "24", "32"] {
        for fast in [true, false] {
            let server = format!("{TLS}\n[server.session]\nfast_path = {fast}");
            let client = Client::xfreerdp(&["/sec:tls", &format!("/bpp:{depth}")]);
            cases.push((scenario(&server, ""), client));
        }
    }
    all_show(cases, SIZE).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rdesktop_shows_the_card_in_every_colour_depth() {
    if !all_here("rdesktop") {
        return;
    }
    let mut cases = Vec::new();
    for depth in ["8", "15", "16", "24", "32"] {
        for fast in [true, false] {
            let server = format!("{TLS}\n[server.session]\nfast_path = {fast}");
            cases.push((scenario(&server, ""), Client::rdesktop(&["-a", depth])));
        }
    }
    all_show(cases, SIZE).await;
}

/// Reactivation with another size of the desktop (MS-RDPBCGR 1.3.1.3).
async fn resizes(client: Client) {
    let fault = "[[fault]]\nwhen = { after = 'font-list', delay = '500ms' }\n\
                 deactivate = { width = 800, height = 600 }";
    let mut stage = Stage::open(&scenario(TLS, fault), &client).await;
    stage.pictured().await;
    let deactivated = |what: &_| is_sent(what, MessageName::DeactivateAll);
    stage.until(deactivated).await;
    let finalized = |what: &_| is_received(what, MessageName::FontList);
    stage.until(finalized).await;
    stage.shows((800, 600)).await;
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn xfreerdp_follows_a_resize() {
    if all_here("xfreerdp") {
        resizes(Client::xfreerdp(&["/sec:tls"])).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn rdesktop_follows_a_resize() {
    if all_here("rdesktop") {
        resizes(Client::rdesktop(&[])).await;
    }
}

//! Standard RDP Security with real clients: every level and every method that they know, each to
//! the test card (MS-RDPBCGR 5.3.2).

use badrdp_scenario::server::Security;
use tokio::task::JoinSet;

use super::installed;
use super::stage::{Client, Stage, scenario};

/// `encryptionMethod` (MS-RDPBCGR 2.2.1.4.3).
const NONE: u32 = 0;
const RC4_40: u32 = 1;
const RC4_128: u32 = 2;
const RC4_56: u32 = 8;
const FIPS: u32 = 16;

/// A level, the methods of the server, and the method that both come to.
type Row = (&'static str, &'static str, u32);

/// Each client is `client`, with these rows; the display has to show the card at each.
async fn all_agree(client: &Client, rows: &[Row]) {
    let mut stages = JoinSet::new();
    for &(level, methods, expected) in rows {
        let server = format!(
            "profile = 'windows-server-2003'\nsecurity = ['rdp']\n\
             [server.standard_security]\nlevel = '{level}'\nmethods = [{methods}]"
        );
        let (scenario, client) = (scenario(&server, ""), client.clone());
        stages.spawn(async move {
            let mut stage = Stage::open(&scenario, &client).await;
            let number = stage.pictured().await;
            stage.shows((1024, 768)).await;
            let transcript = stage.close().await;
            let mut records = transcript.connections.iter();
            let record = records.find(|record| record.number == number).unwrap();
            let security = record.security.unwrap();
            assert_eq!(security.protocol, Security::Rdp, "{level} {methods}");
            assert_eq!(security.encryption_method, expected, "{level} {methods}");
        });
    }
    while let Some(result) = stages.join_next().await {
        result.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn xfreerdp_encrypts_at_every_level_and_with_every_method() {
    let rows = [
        ("none", "", NONE),
        ("low", "'rc4-40'", RC4_40),
        ("low", "'rc4-56'", RC4_56),
        ("low", "'rc4-128'", RC4_128),
        ("client-compatible", "'rc4-40'", RC4_40),
        ("client-compatible", "'rc4-40', 'rc4-56'", RC4_56),
        ("client-compatible", "'rc4-40', 'rc4-128'", RC4_128),
        ("high", "'rc4-128'", RC4_128),
        ("fips", "'fips'", FIPS),
    ];
    if installed(&["xfreerdp", "Xvfb", "import"]) {
        all_agree(&Client::xfreerdp(&["/sec:rdp"]), &rows).await;
    }
}

/// It knows 40 and 128 bit. At level none it would send a Security Exchange all the same and
/// then wait for an encrypted session, so it is told that nothing is encrypted.
#[tokio::test(flavor = "multi_thread")]
async fn rdesktop_encrypts_at_every_level_and_with_every_method_it_has() {
    let rows = [
        ("low", "'rc4-40'", RC4_40),
        ("low", "'rc4-128'", RC4_128),
        ("client-compatible", "'rc4-40', 'rc4-56'", RC4_40),
        ("client-compatible", "'rc4-40', 'rc4-128'", RC4_128),
        ("high", "'rc4-128'", RC4_128),
    ];
    if installed(&["rdesktop", "Xvfb", "import"]) {
        all_agree(&Client::rdesktop(&[]), &rows).await;
        all_agree(&Client::rdesktop(&["-e"]), &[("none", "", NONE)]).await;
    }
}

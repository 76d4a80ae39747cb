//! OpenSSL and nmap's TLS scanner meet the legacy TLS engine: another implementation's word that
//! what it plays is the real thing.

use std::sync::Arc;
use std::time::Duration;

use badrdp_scenario::Scenario;
use badrdp_server::{FaultServer, Options};
use tokio::io::AsyncWriteExt as _;
use tokio::process::Command;

use super::{armed, catalogue, installed};

/// A server that starts with TLS, so that clients without RDP can meet it.
fn direct(tls: &str) -> Arc<Scenario> {
    let text = format!(
        "title = 'Direct TLS'\nsummary = 'For clients that know no RDP.'\n\
         [server]\nprofile = 'windows-11'\ncertificate = 'valid'\ndirect_tls = true\ntls = {tls}\n\
         [expect]\nclient = ['connected']\nwithin = '10s'\n"
    );
    let id = "legacy/direct".parse().unwrap();
    Arc::new(
        catalogue()
            .parse(&id, "direct.toml", &text)
            .unwrap_or_else(|error| panic!("{error}")),
    )
}

/// Runs a program against a server and gives what it prints.
async fn run(scenario: &Arc<Scenario>, program: &str, arguments: &[&str]) -> String {
    let server = FaultServer::start(armed(scenario).unwrap(), Options::default())
        .await
        .unwrap();
    let address = server.address();
    let fill = |word: &&str| {
        word.replace("{address}", &address.to_string())
            .replace("{port}", &address.port().to_string())
    };
    let mut child = Command::new(program)
        .args(arguments.iter().map(fill))
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    // `Q` is how s_client is told to leave; a scanner does not read it.
    let _ = child.stdin.take().unwrap().write_all(b"Q\n").await;
    // A scanner makes dozens of connections, and the machine may be busy.
    let output = tokio::time::timeout(Duration::from_secs(120), child.wait_with_output());
    let output = output.await.unwrap().unwrap();
    server.stop().await;
    String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned()
}

async fn s_client(tls: &str, version: &str, cipher: &str) -> String {
    let cipher = format!("{cipher}:@SECLEVEL=0");
    let arguments = [
        "s_client",
        "-connect",
        "{address}",
        version,
        "-cipher",
        &cipher,
    ];
    run(&direct(tls), "openssl", &arguments).await
}

#[tokio::test(flavor = "multi_thread")]
async fn openssl_completes_old_handshakes() {
    if !installed(&["openssl"]) {
        return;
    }
    for (version, option, name, cipher) in [
        ("1.0", "-tls1", "TLSv1", "AES128-SHA"),
        ("1.1", "-tls1_1", "TLSv1.1", "AES256-SHA"),
        ("1.2", "-tls1_2", "TLSv1.2", "AES128-SHA256"),
    ] {
        let suite = match cipher {
            "AES128-SHA" => "TLS_RSA_WITH_AES_128_CBC_SHA",
            "AES256-SHA" => "TLS_RSA_WITH_AES_256_CBC_SHA",
            _ => "TLS_RSA_WITH_AES_128_CBC_SHA256",
        };
        let tls = format!("{{ versions = ['{version}'], suites = ['{suite}'] }}");
        let text = s_client(&tls, option, cipher).await;
        assert!(
            text.contains(&format!("Protocol  : {name}\n")),
            "{version}: {text}"
        );
        assert!(
            text.contains(&format!("Cipher    : {cipher}\n")),
            "{version}: {text}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn openssl_notices_what_is_wrong_on_purpose() {
    if !installed(&["openssl"]) {
        return;
    }
    for (tls, cipher, expected) in [
        (
            "{ versions = ['1.2'], finished = 'wrong' }",
            "AES128-SHA",
            "digest check failed",
        ),
        (
            "{ versions = ['1.2'], signature = 'wrong' }",
            "ECDHE",
            "bad signature",
        ),
        (
            "{ versions = ['1.2'], unoffered_suite = 'TLS_RSA_WITH_RC4_128_SHA' }",
            "AES128-SHA",
            "wrong cipher returned",
        ),
    ] {
        let text = s_client(tls, "-tls1_2", cipher).await;
        let known = text.contains(expected) || text.contains("unknown cipher returned");
        assert!(known, "{tls}: {text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nmap_enumerates_the_suites_of_an_old_server() {
    if !installed(&["nmap"]) {
        return;
    }
    let suites = "['TLS_RSA_WITH_3DES_EDE_CBC_SHA', 'TLS_RSA_WITH_RC4_128_MD5', 'TLS_RSA_WITH_AES_128_CBC_SHA']";
    let scenario = direct(&format!(
        "{{ versions = ['ssl3', '1.0'], suites = {suites} }}"
    ));
    let arguments = [
        "-Pn",
        "-n",
        "--script",
        "+ssl-enum-ciphers",
        "-p",
        "{port}",
        "127.0.0.1",
    ];
    let text = run(&scenario, "nmap", &arguments).await;
    for expected in [
        "SSLv3:",
        "TLSv1.0:",
        "TLS_RSA_WITH_3DES_EDE_CBC_SHA (rsa 2048)",
        "TLS_RSA_WITH_RC4_128_MD5 (rsa 2048)",
        "TLS_RSA_WITH_AES_128_CBC_SHA (rsa 2048)",
    ] {
        assert!(text.contains(expected), "{expected}: {text}");
    }
    assert!(!text.contains("TLSv1.2:"), "{text}");
}

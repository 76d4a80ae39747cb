//! Captures and annotated messages of whole sessions: tshark reads the one, and no password is
//! in the other.
//!
//! tshark gets no options that say what is what: all of it is in the file.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use badrdp_proto::MessageName;
use badrdp_proto::credssp::LAB_PASSWORD;
use badrdp_runner::{Adapters, CaseResult, Evidence, Exchanges, Options, run};
use badrdp_server::{Envelope, Side};
use tempfile::TempDir;
use tokio::process::Command;
use tokio::time::timeout;

use crate::clients::{catalogue, installed, options};

/// How long a tool of Wireshark may take: each start loads a thousand dissectors, which takes a
/// second of processor time, and on a machine that runs all tests at once far longer.
const TOOL: Duration = Duration::from_secs(120);

/// A case, with what was kept of it.
struct Case {
    result: CaseResult,
    folder: TempDir,
}

impl Case {
    /// `client` meets a scenario, with everything kept.
    async fn of(id: &str, client: &str, security: badrdp_probe::Security) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let options = Options {
            evidence: Evidence {
                captures: Some(folder.path().to_owned()),
                exchanges: Exchanges::All,
            },
            security,
            ..options(1)
        };
        let scenario = Arc::new(catalogue().scenario(id).unwrap());
        let adapter = Adapters::find(client).unwrap();
        let mut suite = run(vec![scenario], vec![adapter], options, |_| {}).await;
        Self {
            result: suite.results.remove(0),
            folder,
        }
    }

    fn capture(&self) -> PathBuf {
        self.folder
            .path()
            .join(self.result.capture.as_ref().unwrap())
    }

    /// A healthy session, as tshark sees it: no checksum is wrong, TCP does nothing odd, and
    /// there is nothing else of `more`.
    async fn assert_clean(&self, arguments: &[&str], more: &str) {
        let odd = format!(
            "tcp.analysis.flags || tcp.checksum.status == 0 || ip.checksum.status == 0 || {more}"
        );
        let checked = [
            "-o",
            "tcp.check_checksum:TRUE",
            "-o",
            "ip.check_checksum:TRUE",
            "-Y",
            &odd,
        ];
        let odd = tshark(&self.capture(), &[arguments, &checked].concat()).await;
        assert_eq!(odd, "", "{:?}", self.result.judgement);
    }
}

/// What a tool of Wireshark prints of a capture.
async fn tool(program: &str, arguments: &[&str], capture: &Path) -> String {
    let output = Command::new(program)
        .args(arguments)
        .arg(capture)
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .output();
    let output = timeout(TOOL, output).await;
    let output = output.unwrap_or_else(|_| panic!("{program} took longer than {TOOL:?}"));
    let output = output.unwrap();
    assert!(output.status.success(), "{program} refuses {capture:?}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

async fn tshark(capture: &Path, arguments: &[&str]) -> String {
    tool("tshark", &[arguments, &["-r"]].concat(), capture).await
}

fn tools() -> bool {
    installed(&["tshark", "capinfos"])
}

async fn shows_a_session_in_tls(case: &Case, version: &str) {
    let capture = case.capture();
    let seen = tshark(&capture, &[]).await;
    for word in [
        "Negotiate Request",
        "Negotiate Response",
        version,
        "Client Hello",
        "ClientData",
        "ServerData",
        "attachUserConfirm",
        "Demand Active PDU",
        "Type: FontMap",
    ] {
        assert!(seen.contains(word), "{word}: {seen}");
    }
    let protocols = ["-Y", "rdp", "-T", "fields", "-e", "frame.protocols"];
    // Wireshark reads a file twice, tshark once.
    for passes in [&[][..], &["-2"]] {
        let layers = tshark(&capture, &[passes, &protocols].concat()).await;
        let in_tls = "raw:ip:tcp:tls:tpkt:cotp:t125:rdp";
        assert!(layers.contains(in_tls), "{passes:?}: {layers}");
        let malformed = "(_ws.malformed && tcp.srcport == 3389)";
        case.assert_clean(passes, malformed).await;
    }
    let info = tool("capinfos", &["-c", "-k"], &capture).await;
    assert!(info.contains("passwords included"), "{info}");
}

#[tokio::test(flavor = "multi_thread")]
async fn tls_1_3_is_decrypted_by_the_file_itself() {
    if tools() {
        let case = Case::of("healthy/tls", "probe", badrdp_probe::Security::Tls).await;
        shows_a_session_in_tls(&case, "TLSv1.3").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn tls_1_2_is_decrypted_by_the_file_itself() {
    if tools() {
        let case = Case::of("healthy/tls-1-2", "probe", badrdp_probe::Security::Tls).await;
        shows_a_session_in_tls(&case, "TLSv1.2").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn credssp_is_shown_inside_tls() {
    if tools() {
        let case = Case::of("healthy/nla", "probe", badrdp_probe::Security::Hybrid).await;
        shows_a_session_in_tls(&case, "TLSv1.3").await;
        let seen = tshark(&case.capture(), &["-Y", "tls && credssp"]).await;
        assert!(seen.contains("NTLMSSP_CHALLENGE"), "{seen}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_alert_in_place_of_a_handshake_is_shown_as_tls() {
    if tools() {
        let id = "security-layer/direct-tls-only";
        let case = Case::of(id, "probe", badrdp_probe::Security::Tls).await;
        let seen = tshark(&case.capture(), &["-Y", "tcp && tls.alert_message"]).await;
        assert!(seen.contains("Alert"), "{:?}", case.result.judgement);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn tls_1_0_of_the_legacy_engine_is_decrypted_with_a_real_client() {
    if tools() && installed(&["xfreerdp", "Xvfb"]) {
        let security = badrdp_probe::Security::Hybrid;
        let case = Case::of("legacy/tls-1-0-only", "xfreerdp", security).await;
        shows_a_session_in_tls(&case, "TLSv1").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_real_client_is_seen_to_its_desktop() {
    if tools() && installed(&["xfreerdp", "Xvfb"]) {
        let security = badrdp_probe::Security::Hybrid;
        let case = Case::of("healthy/nla", "xfreerdp", security).await;
        shows_a_session_in_tls(&case, "TLSv1.3").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reset_is_there_where_it_struck() {
    if !tools() {
        return;
    }
    let id = "middlebox/reset-after-client-hello";
    let case = Case::of(id, "probe", badrdp_probe::Security::Tls).await;
    let fields = ["-T", "fields", "-e", "frame.comment", "-e", "tcp.flags.str"];
    let of_first = ["-Y", "tcp.stream == 0"];
    let seen = tshark(&case.capture(), &[&fields[..], &of_first].concat()).await;
    let lines: Vec<_> = seen.lines().collect();
    assert_eq!(lines.len(), 7, "{seen}");
    assert!(
        lines[5].starts_with("client-hello,sets off fault 1 (reset)"),
        "{seen}"
    );
    assert!(
        lines[6].starts_with("fault 1 (reset) struck here"),
        "{seen}"
    );
    assert!(lines[6].contains("R"), "{seen}");
    let from_server = ["-Y", "tcp.flags.reset == 1 && tcp.srcport == 3389"];
    let resets = tshark(&case.capture(), &from_server).await;
    let connections = case.result.transcript.unwrap().connections.len();
    assert_eq!(resets.lines().count(), connections, "{resets}");
}

/// Every byte that was kept of a case except for its capture, which says that it has them.
fn kept(case: &Case) -> Vec<u8> {
    let transcript = case.result.transcript.as_ref().unwrap();
    let mut bytes = serde_json::to_vec(transcript).unwrap();
    for exchange in transcript.connections.iter().flat_map(|one| &one.exchanges) {
        bytes.extend(&exchange.bytes);
    }
    bytes.extend(format!("{transcript:?}").into_bytes());
    bytes
}

fn assert_no_password(case: &Case) {
    let bytes = kept(case);
    let utf16: Vec<u8> = LAB_PASSWORD
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let ascii = LAB_PASSWORD.as_bytes().to_vec();
    let hidden: [String; 2] = [hex(&ascii), hex(&utf16)];
    let [ascii_hex, utf16_hex] = hidden.map(String::into_bytes);
    for secret in [ascii, utf16, ascii_hex, utf16_hex] {
        let found = bytes.windows(secret.len()).any(|window| window == secret);
        assert!(!found, "{} keeps the password", case.result.scenario);
    }
}

/// The messages of a case, with what they came in.
fn said(case: &Case, from: Side, message: MessageName) -> Vec<Envelope> {
    let transcript = case.result.transcript.as_ref().unwrap();
    let exchanges = transcript.connections.iter().flat_map(|one| &one.exchanges);
    exchanges
        .filter(|exchange| exchange.from == from && exchange.message == message)
        .map(|exchange| exchange.protection)
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn credssp_is_told_without_the_password() {
    let case = Case::of("healthy/nla", "probe", badrdp_probe::Security::Hybrid).await;
    assert_no_password(&case);
    let requests = said(&case, Side::Client, MessageName::TsRequest);
    assert!(requests.len() >= 3 && requests.iter().all(|one| *one == Envelope::Credssp));
    assert_eq!(
        said(&case, Side::Client, MessageName::ClientInfo),
        [Envelope::Tls]
    );
    assert_eq!(
        said(&case, Side::Server, MessageName::DemandActive),
        [Envelope::Tls]
    );
    let hello = said(&case, Side::Client, MessageName::ClientHello);
    assert_eq!(hello, [Envelope::None]);
}

#[tokio::test(flavor = "multi_thread")]
async fn tls_is_told_without_the_password() {
    let case = Case::of("healthy/tls", "probe", badrdp_probe::Security::Tls).await;
    assert_no_password(&case);
    let transcript = case.result.transcript.as_ref().unwrap();
    let exchanges = &transcript.connections[0].exchanges;
    let info = exchanges
        .iter()
        .find(|exchange| exchange.message == MessageName::ClientInfo);
    let fields = &info.unwrap().fields;
    assert!(fields.iter().any(|field| field.name == "redacted"));
    let user = fields
        .iter()
        .find(|field| field.name == "client-info.user-name");
    assert_eq!(user.unwrap().value.as_deref(), Some("\"lab\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn standard_rdp_security_is_decrypted_without_the_password() {
    if !installed(&["xfreerdp", "Xvfb"]) {
        return;
    }
    let security = badrdp_probe::Security::Hybrid;
    let case = Case::of("healthy/standard-rdp-security", "xfreerdp", security).await;
    assert_no_password(&case);
    let sealed = Envelope::StandardRdpSecurity;
    let exchange = said(&case, Side::Client, MessageName::SecurityExchange);
    assert_eq!(exchange, [Envelope::None]);
    assert_eq!(said(&case, Side::Client, MessageName::ClientInfo), [sealed]);
    assert_eq!(
        said(&case, Side::Server, MessageName::DemandActive),
        [sealed]
    );
    let font_map = said(&case, Side::Server, MessageName::FontMap);
    assert_eq!(font_map, [sealed]);
    let transcript = case.result.transcript.as_ref().unwrap();
    let mut exchanges = transcript.connections.iter().flat_map(|one| &one.exchanges);
    let list = exchanges.find(|exchange| exchange.message == MessageName::FontList);
    // What is decrypted is what MS-RDPBCGR 2.2.1.18.1 says: one list, its first and its last.
    assert!(list.unwrap().bytes.ends_with(&[0, 0, 0, 0, 3, 0, 0x32, 0]));
    if tools() {
        // In the clear up to the keys: Wireshark has no key for RC4.
        let seen = tshark(&case.capture(), &[]).await;
        assert!(seen.contains("ClientData"), "{seen}");
        // It takes what is encrypted for what it is not.
        case.assert_clean(&[], "_ws.short").await;
    }
}

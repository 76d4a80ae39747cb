//! What `openssl verify` says, where that command exists.

use std::env;
use std::fs;
use std::net::IpAddr;
use std::path::Path;
use std::process::{Command, Stdio};

use rsa::pkcs8::LineEnding;
use rsa::pkcs8::der::pem;

use super::common::{issue, lab};
use super::expected::expected;

#[test]
fn openssl_says_what_each_recipe_intends() {
    if Command::new("openssl")
        .arg("version")
        .stdout(Stdio::null())
        .status()
        .is_err()
    {
        eprintln!("SKIPPED: openssl is not installed");
        assert!(
            env::var_os("BADRDP_REQUIRE_CLIENTS").is_none_or(|it| it != "1"),
            "no openssl"
        );
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let mut wrong = Vec::new();
    for row in expected() {
        let chain = issue(row.recipe).chain;
        let said = match chain.split_first() {
            None => "no certificate".to_owned(),
            Some((leaf, others)) => verify(folder.path(), leaf, others, row.host),
        };
        let fits = match row.openssl {
            "OK" => said.ends_with(": OK"),
            text => said.contains(text),
        };
        if !fits {
            wrong.push(format!(
                "{} at {}: {said}, not {}",
                row.recipe, row.host, row.openssl
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn verify(folder: &Path, leaf: &[u8], others: &[Vec<u8>], host: &str) -> String {
    let write = |name: &str, text: String| {
        let path = folder.join(name);
        fs::write(&path, text).unwrap();
        path
    };
    let address = if host.parse::<IpAddr>().is_ok() {
        "-verify_ip"
    } else {
        "-verify_hostname"
    };
    let mut command = Command::new("openssl");
    // Level 2 is what the clients of Debian and Ubuntu have.
    command.args([
        "verify",
        "-purpose",
        "sslserver",
        "-auth_level",
        "2",
        address,
        host,
    ]);
    command.args(["-no-CApath", "-no-CAstore", "-CAfile"]);
    command.arg(write("lab.pem", lab().ca_pem().to_owned()));
    if !others.is_empty() {
        let text = others.iter().map(|der| certificate(der)).collect();
        command.arg("-untrusted").arg(write("others.pem", text));
    }
    command.arg(write("leaf.pem", certificate(leaf)));
    let output = command.output().unwrap();
    let both = [output.stdout, output.stderr].concat();
    String::from_utf8_lossy(&both).trim().replace('\n', "; ")
}

fn certificate(der: &[u8]) -> String {
    pem::encode_string("CERTIFICATE", LineEnding::LF, der).unwrap()
}

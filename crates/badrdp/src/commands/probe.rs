//! `probe`: the reference client, against any server.

use std::net::{SocketAddr, ToSocketAddrs as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use badrdp_faults::Period;
use badrdp_probe::{Follow, Options, Security};
use badrdp_proto::credssp::{LAB_PASSWORD, LAB_USER};
use badrdp_scenario::{Outcome, text};
use clap::ValueEnum;

use crate::cli::{Format, FormatOption};
use crate::context::Context;
use crate::exit::{Exit, Failure, OrExit as _};
use crate::interrupt::Interrupt;
use crate::{output, pem};

/// The arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The server, as HOST or HOST:PORT; the port is 3389 if not said
    #[arg(value_name = "ADDR")]
    address: String,
    /// The security to ask for
    #[arg(long, value_enum, default_value_t)]
    security: Asked,
    /// How long to wait for each answer
    #[arg(long, value_name = "TIME", default_value = "10s")]
    patience: Period,
    /// How often to come back after a connection that was cut
    #[arg(long, value_name = "N", default_value_t = 2)]
    retries: u32,
    /// The name that the certificate must be for; HOST if not said
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Trust the roots in this PEM file, besides the lab CA
    #[arg(long, value_name = "FILE")]
    ca: Option<PathBuf>,
    /// Who logs on; the name is in the cookie too
    #[arg(long, value_name = "NAME", default_value = LAB_USER)]
    user: String,
    /// The password; no server gets it whose certificate is bad, and it appears nowhere
    #[arg(long, value_name = "WORD", default_value = LAB_PASSWORD)]
    password: String,
    /// How long to stay in an active session; until its picture and the logon notification
    /// are here if not said
    #[arg(long, value_name = "TIME")]
    stay: Option<Period>,
    /// Go on although the certificate is bad
    #[arg(long)]
    insecure: bool,
    /// Which redirections are followed; with `any` the server decides which machine gets the
    /// password next
    #[arg(long, value_enum, default_value_t)]
    follow: Followed,
    #[command(flatten)]
    format: FormatOption,
}

/// The security that is asked for.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Asked {
    /// TLS and CredSSP
    #[default]
    Hybrid,
    /// Standard RDP Security
    Rdp,
    /// TLS
    Tls,
}

/// The redirections that are followed.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Followed {
    /// All of them
    Any,
    /// To the same host and to this machine
    #[default]
    Local,
}

impl Args {
    pub(crate) fn run(self, context: &Context) -> anyhow::Result<Exit> {
        let (host, address) = resolve(&self.address)?;
        let mut options = Options::new(address);
        options.security = match self.security {
            Asked::Hybrid => Security::Hybrid,
            Asked::Rdp => Security::Rdp,
            Asked::Tls => Security::Tls,
        };
        options.name = Some(self.name.unwrap_or(host));
        options.patience = self.patience.duration().max(Duration::from_millis(1));
        options.retries = self.retries;
        options.user = self.user;
        options.password = self.password;
        options.stay = self.stay.map(Period::duration);
        options.insecure = self.insecure;
        options.follow = match self.follow {
            Followed::Any => Follow::Any,
            Followed::Local => Follow::Local,
        };
        options.roots = context.known_roots();
        if let Some(path) = &self.ca {
            options.roots.extend(roots(path)?);
        }
        let report = context.runtime()?.block_on(async {
            Interrupt::end_at_once()?;
            anyhow::Ok(badrdp_probe::probe(&options).await)
        })?;
        match self.format.format {
            Format::Json => output::print_json(&report)?,
            Format::Text => output::print(&format!("{report}\n"))?,
        }
        Ok(match report.diagnosis.outcome {
            Outcome::Connected => Exit::AsExpected,
            _ => Exit::ExpectationFailed,
        })
    }
}

/// The certificates of a file, of which there is one at least.
fn roots(path: &Path) -> anyhow::Result<Vec<Vec<u8>>> {
    let what = format_args!("cannot read {}", path.display());
    let text = text::read(path).or_exit(Exit::Environment, what)?;
    let roots = pem::certificates(&text);
    if roots.is_empty() {
        let sentence = format!("{} has no certificate in PEM", path.display());
        return Err(Failure::new(Exit::InvalidFile, sentence).into());
    }
    Ok(roots)
}

/// The host as it was written, and its first address.
fn resolve(text: &str) -> anyhow::Result<(String, SocketAddr)> {
    const RDP: u16 = 3389;
    let (host, port) = match text.rsplit_once(':') {
        Some((host, port)) if !host.contains(':') || host.starts_with('[') => {
            let port = port.parse().map_err(|_| {
                Failure::new(Exit::Usage, format!("`{port}` is no port in `{text}`"))
            })?;
            (host, port)
        }
        _ => (text, RDP),
    };
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let addresses = (host, port).to_socket_addrs();
    let mut addresses =
        addresses.or_exit(Exit::Environment, format_args!("cannot resolve `{host}`"))?;
    let address = addresses
        .next()
        .ok_or_else(|| Failure::new(Exit::Environment, format!("`{host}` has no address")))?;
    Ok((host.to_owned(), address))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_port_may_be_left_out() {
        for (text, expected) in [
            ("127.0.0.1", "127.0.0.1:3389"),
            ("127.0.0.1:13", "127.0.0.1:13"),
            ("[::1]:13", "[::1]:13"),
            ("::1", "[::1]:3389"),
        ] {
            assert_eq!(resolve(text).unwrap().1.to_string(), expected);
        }
        assert!(resolve("127.0.0.1:x").is_err());
    }
}

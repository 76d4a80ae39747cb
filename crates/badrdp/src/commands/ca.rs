//! `ca`: the lab CA. It is printed, exported or described, never installed.

use std::path::{Path, PathBuf};

use clap::Subcommand;

use crate::context::Context;
use crate::exit::{Exit, OrExit as _};
use crate::output;

/// The arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What to do with it
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Print the certificate in PEM, or write it to a file
    Export {
        /// The file; stdout if not said
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Print where the certificate's file lies
    Path,
    /// Describe the certificate, and how clients are told to trust it
    Show,
}

impl Args {
    pub(crate) fn run(self, context: &Context) -> anyhow::Result<Exit> {
        let lab = context.lab()?;
        let path = lab.ca_path().unwrap_or_else(|| Path::new(""));
        match self.action {
            Action::Export { out: None } => output::print(lab.ca_pem())?,
            Action::Export { out: Some(file) } => std::fs::write(&file, lab.ca_pem()).or_exit(
                Exit::Environment,
                format_args!("cannot write {}", file.display()),
            )?,
            Action::Path => output::print(&format!("{}\n", path.display()))?,
            Action::Show => output::print(&(lab.show() + &trust(path)))?,
        }
        Ok(Exit::AsExpected)
    }
}

/// How clients are told to trust the lab, each for the time of one command.
fn trust(path: &Path) -> String {
    let path = path.display();
    format!(
        "\n\
         Nothing on this machine trusts it. To let one client trust it for one connection:\n  \
         FreeRDP, and what else uses OpenSSL:  SSL_CERT_FILE='{path}' xfreerdp ...\n  \
         openssl s_client:                     -CAfile '{path}'\n  \
         clients with a trust store:           import `badrdp ca export`, and remove it afterwards\n"
    )
}

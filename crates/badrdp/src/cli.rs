//! The command line: global options, the list of the commands, and how it all ends.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};

use crate::context::Context;
use crate::exit::{self, Exit};
use crate::{commands, logging, output};

/// Plays faulty RDP servers on purpose, and judges how RDP clients take them.
#[derive(Debug, Parser)]
#[command(
    name = "badrdp",
    version,
    arg_required_else_help = true,
    disable_help_subcommand = true,
    after_help = format!("Exit codes:\n{}", exit::table()),
)]
pub struct Cli {
    /// Options that every command has.
    #[command(flatten)]
    pub global: Global,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// Options that every command has.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Global options")]
pub struct Global {
    /// A folder of scenarios and profiles, laid out as <cause>/<name>.toml and
    /// profiles/<name>.toml; what has the name of a built-in one replaces it
    #[arg(long, global = true, value_name = "DIR")]
    pub scenarios: Vec<PathBuf>,
    /// A folder of certificate recipes; one with the name of a built-in one replaces it
    #[arg(long, global = true, value_name = "DIR")]
    pub certs: Vec<PathBuf>,
    /// The folder of the lab CA and its keys
    #[arg(
        long,
        global = true,
        value_name = "DIR",
        env = "BADRDP_DATA",
        hide_env_values = true
    )]
    pub data: Option<PathBuf>,
    /// Say more on stderr; twice or thrice for each phase and message
    #[arg(short, long, global = true, action = ArgAction::Count)]
    pub verbose: u8,
    /// Say less on stderr: no warnings, twice no errors
    #[arg(short, long, global = true, action = ArgAction::Count)]
    pub quiet: u8,
    /// Colours; NO_COLOR is heeded as well
    #[arg(
        long,
        global = true,
        value_enum,
        default_value_t,
        value_name = "auto|always|never",
        hide_possible_values = true
    )]
    pub color: Color,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub enum Color {
    /// On a terminal
    #[default]
    Auto,
    /// Everywhere
    Always,
    /// Nowhere
    Never,
}

/// `--format`, for commands whose result programs read as well.
#[derive(Clone, Copy, Debug, Args)]
pub struct FormatOption {
    /// For people or for programs
    #[arg(
        long,
        value_enum,
        default_value_t,
        value_name = "text|json",
        hide_possible_values = true
    )]
    pub format: Format,
}

/// Who reads the result.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    #[default]
    Text,
    /// For programs
    Json,
}

macro_rules! commands {
    ($($variant:ident $module:ident $about:literal;)*) => {
        /// What badrdp can do. In the order in which `--help` shows it.
        #[derive(Debug, Subcommand)]
        pub enum Command {
            $(#[doc = $about] $variant(Box<commands::$module::Args>),)*
        }

        impl Command {
            fn run(self, context: &'static Context) -> anyhow::Result<Exit> {
                match self { $(Self::$variant(args) => args.run(context),)* }
            }
        }
    };
}

commands! {
    List list "List scenarios, or the words that they are written with";
    Show show "Tell the story of a scenario: the server, the faults, what clients show";
    Explain explain "Explain an error code of an RDP client, and name the scenarios that cause it";
    Run run "Run scenarios against RDP clients and judge them";
    Report report "Join, compare and show the JSON reports of `run`";
    Serve serve "Serve scenarios, each on an address of its own, until interrupted";
    Probe probe "Walk a server as far as it goes and name what is wrong with it";
    Selftest selftest "Prove every scenario: declared against delivered, the named cause against the folder";
    Check check "Check scenarios, profiles, certificate recipes, client adapters and known failures";
    Health health "Ask a running `serve` whether it is armed";
    Ca ca "Print, export or describe the lab CA that clients may be told to trust";
    Schema schema "Print the JSON Schema of a file format, for editors";
    Completions completions "Print the completions for a shell";
    Man man "Print the manual, or write a page for each command";
}

/// Runs the command line of this process.
#[must_use]
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    match cli.global.color {
        Color::Auto => anstream::ColorChoice::Auto,
        Color::Always => anstream::ColorChoice::Always,
        Color::Never => anstream::ColorChoice::Never,
    }
    .write_global();
    logging::start(cli.global.verbose, cli.global.quiet);
    // It lives as long as the process, and so do the tasks that use it.
    let context: &'static Context = Box::leak(Box::new(Context::new(cli.global)));
    let exit = cli
        .command
        .run(context)
        .unwrap_or_else(|error| report(&error, context));
    ExitCode::from(exit.code())
}

/// Tells the user what went wrong.
fn report(error: &anyhow::Error, context: &Context) -> Exit {
    let Some(exit) = exit::of(error) else {
        // Whoever read the output has seen enough.
        return Exit::AsExpected;
    };
    if context.global().quiet < 2 {
        match exit::file_error(error) {
            Some(place) => output::note(place.render(true)),
            None => output::error(exit::sentence(error)),
        }
    }
    exit
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }
}

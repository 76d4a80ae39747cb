//! `run --sweep`: its options, and what is swept.

use badrdp_faults::Period;
use badrdp_runner::sweep::{Cell, Profile, Sweep};
use badrdp_scenario::error::nearest;

use crate::context::Context;
use crate::exit::{Exit, Failure};

/// The options of a sweep.
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Sweep")]
pub(crate) struct SweepArgs {
    /// Make the scenarios instead of reading them: cross every message that a profile's server
    /// says to the client with stall, close, reset, truncate, corrupt, drop and duplicate
    #[arg(long, requires = "profiles", conflicts_with_all = ["ids", "causes", "tags"])]
    pub(crate) sweep: bool,
    /// The profile that is swept; may be given more than once
    #[arg(long = "profile", value_name = "NAME", requires = "sweep")]
    profiles: Vec<String>,
    /// Only this cell, such as connect-response/truncate, or ts-request-reply.2/drop for the
    /// second of a message; may be given more than once
    #[arg(long = "cell", value_name = "MESSAGE/FAULT", requires = "sweep")]
    cells: Vec<Cell>,
    /// At most so many cells of each profile and client, chosen by the seed
    #[arg(long, value_name = "N", requires = "sweep", conflicts_with = "cells")]
    limit: Option<usize>,
    /// How long a client may take in each cell until it counts as hung [default: 20s]
    #[arg(long, value_name = "TIME", requires = "sweep")]
    within: Option<Period>,
}

impl SweepArgs {
    /// What is to be swept.
    pub(crate) fn plan(&self, context: &Context, seed: u64) -> anyhow::Result<Sweep> {
        const WITHIN: &str = "20s";
        let within = match self.within {
            Some(within) => within,
            None => WITHIN.parse().map_err(anyhow::Error::msg)?,
        };
        let catalogue = context.catalogue()?;
        let profile = |name: &String| -> anyhow::Result<Profile> {
            let known: Vec<_> = catalogue.profile_names().collect();
            if !known.contains(&name.as_str()) {
                let hint = nearest(name, &known).map(|name| format!(", did you mean `{name}`?"));
                let hint = hint.unwrap_or_default();
                let sentence = format!(
                    "no profile is called `{name}`{hint}; `badrdp list profiles` shows all"
                );
                return Err(Failure::new(Exit::NothingSelected, sentence).into());
            }
            Ok(Profile::new(catalogue, name, within)?)
        };
        let profiles: Vec<Profile> = self
            .profiles
            .iter()
            .map(profile)
            .collect::<Result<_, _>>()?;
        for cell in &self.cells {
            let fits = |profile: &Profile| cell.scenario(&profile.healthy).is_some();
            if !profiles.iter().all(fits) {
                let sentence = format!("`{}` cannot be done to `{}`", cell.fault, cell.message);
                return Err(Failure::new(Exit::Usage, sentence).into());
            }
        }
        Ok(Sweep {
            profiles,
            cells: self.cells.clone(),
            limit: self.limit,
            seed,
        })
    }
}

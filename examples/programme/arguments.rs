//! The command line of `programme`.

use std::path::PathBuf;

use clap::Parser;
use compute_impact::Money;

use crate::shown::file;

/// Follows a build-out from its outlay to the value that the economy retains.
#[derive(Debug, Parser)]
#[command(
    name = "programme",
    allow_negative_numbers = true,
    after_help = "Exit code: 0 if answered, 1 if a file is refused or the scenario cannot be projected, \
                  2 for an argument that is refused."
)]
pub(crate) struct Arguments {
    /// The scenario, in TOML or (by its ending) JSON. Without it: East Data West Computing to 2030.
    #[arg(long, value_name = "FILE")]
    pub scenario: Option<PathBuf>,

    /// Hubs, regions and links, in TOML. Without it: the eight national hubs.
    #[arg(long, value_name = "FILE")]
    pub hubs: Option<PathBuf>,

    /// Centres that share their demand, in TOML. Without it: eight AI centres.
    #[arg(long, value_name = "FILE")]
    pub centres: Option<PathBuf>,

    /// The number of draws.
    #[arg(long, value_name = "N", default_value_t = 20_000)]
    pub draws: u64,

    /// Domestic value added of a year's outlay by an input-output table, such as `160 bn CNY`, for
    /// the comparison of channels. The example `multipliers` reads tables.
    #[arg(long, value_name = "MONEY", allow_hyphen_values = true)]
    pub table_value_added: Option<Money>,

    /// The seed of the draws: the same seed gives the same bits.
    #[arg(long, default_value_t = 0)]
    pub seed: u64,
}

impl Arguments {
    /// The scenario's file.
    pub(crate) fn scenario_file(&self) -> PathBuf {
        self.scenario
            .clone()
            .unwrap_or_else(|| file::shipped(file::BUILD_OUT))
    }

    /// The file of hubs and regions.
    pub(crate) fn hubs_file(&self) -> PathBuf {
        let shipped = || file::shipped("hubs/hubs.toml");
        self.hubs.clone().unwrap_or_else(shipped)
    }

    /// The file of centres that share their demand.
    pub(crate) fn centres_file(&self) -> PathBuf {
        let shipped = || file::shipped("hubs/interconnection.toml");
        self.centres.clone().unwrap_or_else(shipped)
    }
}

//! The command line of `users`.

use std::path::PathBuf;

use clap::Parser;

use crate::shown::file;

/// Shows what compute means for its users, for a place and for its nation, under each policy.
#[derive(Debug, Parser)]
#[command(
    name = "users",
    after_help = "Exit code: 0 if answered, 1 if the scenario is refused or has no demand for compute, 2 for \
                  an argument that is refused."
)]
pub(crate) struct Arguments {
    /// The scenario, in TOML or (by its ending) JSON. Without it: smart computing in Chengdu to 2030.
    #[arg(long, value_name = "FILE")]
    pub scenario: Option<PathBuf>,

    /// The draws of each simulation.
    #[arg(long, default_value_t = 20_000)]
    pub draws: u64,

    /// The seed of each simulation.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
}

impl Arguments {
    /// The scenario's file.
    pub(crate) fn scenario_file(&self) -> PathBuf {
        self.scenario
            .clone()
            .unwrap_or_else(|| file::shipped(file::CITY))
    }
}

//! The command line of `long_run`.

use std::path::PathBuf;

use clap::Parser;

use crate::shown::file;

/// Runs a simulation whose parts are files of a folder: Ctrl-C stops it, and the same command goes on
/// where it stopped.
#[derive(Debug, Parser)]
#[command(
    name = "long_run",
    after_help = "Exit code: 0 if answered or stopped, 1 if the scenario is refused or the folder cannot be used, \
                  2 for an argument that is refused."
)]
pub(crate) struct Arguments {
    /// The folder of the parts; it is made if there is none.
    #[arg(value_name = "FOLDER", value_parser = file::folder)]
    pub folder: PathBuf,

    /// The scenario, in TOML or (by its ending) JSON. Without it: China to 2030.
    #[arg(long, value_name = "FILE")]
    pub scenario: Option<PathBuf>,

    /// The draws of the whole run.
    #[arg(long, default_value_t = 20_000_000)]
    pub draws: u64,

    /// The draws of a part: what a killed run loses at most.
    #[arg(long, default_value_t = 1_000_000)]
    pub draws_per_part: u64,

    /// The seed.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
}

impl Arguments {
    /// The scenario's file.
    pub(crate) fn scenario_file(&self) -> PathBuf {
        self.scenario
            .clone()
            .unwrap_or_else(|| file::shipped(file::CHINA))
    }
}

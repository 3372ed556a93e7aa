//! The command line of `drivers`.

use std::path::PathBuf;

use clap::Parser;
use compute_impact::scenario::Output;

use crate::shown::file;

/// Ranks the inputs that drive an output of a scenario.
#[derive(Debug, Parser)]
#[command(
    name = "drivers",
    allow_negative_numbers = true,
    after_help = "Exit code: 0 if answered, 1 if the scenario is refused or has no such output, 2 for an \
                  argument that is refused."
)]
pub(crate) struct Arguments {
    /// The scenario, in TOML or (by its ending) JSON. Without it: East Data West Computing to 2030.
    #[arg(long, value_name = "FILE")]
    pub scenario: Option<PathBuf>,

    /// The output, by its identifier.
    #[arg(long, default_value = "gdp-impact")]
    pub output: Output,

    /// Base samples of the Sobol' indices; a power of two is best.
    #[arg(long, default_value_t = 16_384)]
    pub samples: u32,
}

impl Arguments {
    /// The scenario's file.
    pub(crate) fn scenario_file(&self) -> PathBuf {
        self.scenario
            .clone()
            .unwrap_or_else(|| file::shipped(file::BUILD_OUT))
    }
}

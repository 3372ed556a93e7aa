//! The command line of `what_it_takes`.

use std::path::PathBuf;

use clap::Parser;

use crate::shown::file;

/// Finds the value of each input at which a goal is reached.
#[derive(Debug, Parser)]
#[command(
    name = "what_it_takes",
    allow_negative_numbers = true,
    after_help = "Exit code: 0 if answered, 1 if the scenario or the goal is refused, 2 for an argument \
                  that is refused."
)]
pub(crate) struct Arguments {
    /// The scenario, in TOML or (by its ending) JSON. Without it: East Data West Computing to 2030.
    #[arg(long, value_name = "FILE")]
    pub scenario: Option<PathBuf>,

    /// The impact of compute on GDP at the end, as a fraction of GDP without it: 0.01 is 1 %.
    #[arg(long, default_value_t = 0.01)]
    pub goal: f64,

    /// An input by its place, such as `compute.use.smart.utilisation`, instead of the usual ones.
    /// Repeat the flag for several inputs.
    #[arg(long, value_name = "PLACE")]
    pub input: Vec<String>,

    /// The probability of reaching the goal, as a fraction.
    #[arg(long, default_value_t = 0.8)]
    pub probability: f64,

    /// Draws of each search, the same at every value tried.
    #[arg(long, default_value_t = 8_192)]
    pub draws: u64,
}

impl Arguments {
    /// The scenario's file.
    pub(crate) fn scenario_file(&self) -> PathBuf {
        self.scenario
            .clone()
            .unwrap_or_else(|| file::shipped(file::BUILD_OUT))
    }
}

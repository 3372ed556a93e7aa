//! The command line of `forecast`.

use std::path::PathBuf;

use clap::Parser;

use crate::shown::file;

/// Projects the effect of computing power on GDP and the digital economy, and the smart share.
#[derive(Debug, Parser)]
#[command(
    name = "forecast",
    allow_negative_numbers = true,
    after_help = "Exit code: 0 if projected, 1 if the scenario is refused or cannot be projected, 2 for \
                  an argument that is refused."
)]
pub(crate) struct Arguments {
    /// The scenario, in TOML or (by its ending) JSON. Without it: China from 2024 to 2030.
    #[arg(long, value_name = "FILE")]
    pub scenario: Option<PathBuf>,

    /// Draw N uncertain paths and print their distribution.
    #[arg(long, value_name = "N")]
    pub draws: Option<u64>,

    /// The seed of the draws: the same seed gives the same bits.
    #[arg(long, default_value_t = 0)]
    pub seed: u64,

    /// Write a report to a file, as HTML or Markdown by the ending `.html` or `.md`; from 20,000
    /// draws by default.
    #[cfg(feature = "report")]
    #[arg(long, value_name = "FILE", conflicts_with = "json", value_parser = file::report)]
    pub report: Option<PathBuf>,

    /// The report in Chinese.
    #[cfg(feature = "report")]
    #[arg(long, requires = "report")]
    pub chinese: bool,

    /// Write the fan of the impact on GDP as an SVG chart: the scenario's own coefficient and four
    /// of the catalogue, equally weighted; from 20,000 draws by default.
    #[cfg(feature = "report")]
    #[arg(long, value_name = "FILE", conflicts_with_all = ["json", "report"], value_parser = file::chart)]
    pub chart: Option<PathBuf>,

    /// Print the projection with its findings as JSON; with `--draws`, the distribution of every
    /// output in every period.
    #[arg(long)]
    pub json: bool,
}

impl Arguments {
    /// The scenario's file.
    pub(crate) fn scenario_file(&self) -> PathBuf {
        self.scenario
            .clone()
            .unwrap_or_else(|| file::shipped(file::CHINA))
    }
}

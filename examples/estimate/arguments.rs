//! The command line of `estimate`.

use std::path::PathBuf;

use clap::Parser;

use crate::shown::file;

/// Estimates the elasticity of output with respect to computing power from a panel of countries, and
/// shows what each estimate, the published ones and the pooled one say of GDP in China.
#[derive(Debug, Parser)]
#[command(
    name = "estimate",
    after_help = "Exit code: 0 if answered, 1 if the data or the scenario are refused, 2 for an argument that \
                  is refused."
)]
pub(crate) struct Arguments {
    /// The panel, as CSV with the columns of `top500_pwt_country_year.csv`. Without it: that file.
    #[arg(long, value_name = "FILE")]
    pub data: Option<PathBuf>,

    /// The scenario, in TOML or (by its ending) JSON. Without it: China to 2030.
    #[arg(long, value_name = "FILE")]
    pub scenario: Option<PathBuf>,

    /// Writes the forest chart of all elasticities to a file, as SVG.
    #[arg(long, value_name = "FILE", value_parser = file::chart)]
    pub chart: Option<PathBuf>,
}

impl Arguments {
    /// The file of the panel.
    pub(crate) fn data_file(&self) -> PathBuf {
        let default = || file::shipped("data/top500_pwt_country_year.csv");
        self.data.clone().unwrap_or_else(default)
    }

    /// The scenario's file.
    pub(crate) fn scenario_file(&self) -> PathBuf {
        let default = || file::shipped("scenarios/china-2030.toml");
        self.scenario.clone().unwrap_or_else(default)
    }
}

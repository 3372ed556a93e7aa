//! The command line of `multipliers`.

use std::path::PathBuf;

use clap::{Parser, ValueEnum};
use compute_impact::Currency;
use compute_impact::input_output::PriceType;

/// Computes the multipliers of an input-output table, and the effect of a purchase along the supply
/// chain, on households and on other regions.
///
/// Without a file it uses two hypothetical tables of Miller and Blair (2009).
#[derive(Debug, Parser)]
#[command(
    name = "multipliers",
    allow_negative_numbers = true,
    after_help = "Exit code: 0 if answered, 1 if the table is refused, 2 for an argument that is refused.\n\
                  The form of a table is described in examples/data/README.md."
)]
pub(crate) struct Arguments {
    /// An input-output table as comma-separated values.
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,

    /// The prices at which its flows are valued.
    #[arg(long, requires = "file", value_enum, default_value = "producer")]
    pub prices: Prices,

    /// The currency of its flows.
    #[arg(long, requires = "file", default_value = "CNY")]
    pub currency: Currency,

    /// The year of its prices.
    #[arg(long, requires = "file", default_value_t = 2020)]
    pub year: u16,

    /// Units of the currency in a flow of one, such as 10000 for a table in 万元.
    #[arg(long, requires = "file", default_value_t = 1.0)]
    pub unit: f64,

    /// Income of households in the table's own unit: closes the model for their consumption, the
    /// column HOUSEHOLDS.
    #[arg(long, value_name = "NUMBER", requires = "file")]
    pub household_income: Option<f64>,

    /// A purchase in the table's own unit, from the sector named by `--from`.
    #[arg(long, value_name = "NUMBER", requires_all = ["file", "from"])]
    pub spend: Option<f64>,

    /// The sector that is paid.
    #[arg(long, value_name = "SECTOR", requires = "spend")]
    pub from: Option<String>,

    /// The region of that sector; the first one by default.
    #[arg(long, value_name = "REGION", requires = "spend")]
    pub region: Option<String>,
}

/// A price type by its name on the command line.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Prices {
    Basic,
    Producer,
    Purchaser,
}

impl From<Prices> for PriceType {
    fn from(prices: Prices) -> Self {
        match prices {
            Prices::Basic => Self::Basic,
            Prices::Producer => Self::Producer,
            Prices::Purchaser => Self::Purchaser,
        }
    }
}

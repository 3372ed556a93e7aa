//! The compute of a period that an outcome of that period responds to.

use crate::evidence::Estimate;
use crate::{Error, Frequency, GrowthRate};

/// The compute of a period that an outcome responds to: that of the period's end, or its average.
///
/// Compute is a stock, GDP is a flow over a period. By default a year's GDP responds to the
/// compute at the year's end. With [`Average`](Self::Average) it responds to the average of the
/// year, and so does the counterfactual, in the base year too.
///
/// | form in a file | compute of a period |
/// |---|---|
/// | `"end"` | the level at its end |
/// | `{ average = { growth-before = ESTIMATE } }` | its average |
///
/// Within a period compute grows at a constant continuous rate, so that its average between the
/// levels `E0` and `E1` is their logarithmic mean, `(E1 - E0) / ln(E1 / E0)`. The average of the
/// base period requires the growth rate of effective compute in it, per period of the scenario.
///
/// # Examples
///
/// ```
/// use compute_impact::capacity::ComputeTiming;
/// use compute_impact::evidence::Estimate;
///
/// let growth_before = Estimate::assumed("21.7 % per year".parse()?, "230 to 280 EFLOPS in 2024")?;
/// let timing = ComputeTiming::Average { growth_before };
/// assert_ne!(timing, ComputeTiming::End);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    rename_all = "kebab-case",
    deny_unknown_fields,
    expecting = "`\"end\"` or `{ average = { growth-before = ... } }`"
)]
pub enum ComputeTiming {
    /// The compute at the end of the period.
    #[default]
    End,
    /// The average compute of the period.
    #[serde(rename_all = "kebab-case")]
    Average {
        /// The growth rate of effective compute in the base period.
        growth_before: Estimate<GrowthRate>,
    },
}

impl ComputeTiming {
    pub(crate) fn check(&self, frequency: Frequency) -> Result<(), Error> {
        match self {
            Self::End => Ok(()),
            Self::Average { growth_before } => growth_before
                .value()
                .expect_frequency("period of a growth rate", frequency)
                .map(|_| ())
                .map_err(|error| error.at("average.growth-before")),
        }
    }
}

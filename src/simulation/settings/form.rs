//! The serialized form of settings: those that determine the draws and their summary.

use super::Simulation;
use crate::simulation::{QuantileRanges, Scheme, Target};
use crate::{Error, Output, Share};

/// The serde shape of settings.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields, rename = "Simulation", rename_all = "kebab-case")]
pub(super) struct Fields {
    draws: u64,
    #[serde(default)]
    seed: u64,
    #[serde(default)]
    scheme: Scheme,
    /// Absent for all outputs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    outputs: Option<Vec<Output>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    targets: Vec<Target>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    exact_quantiles: Vec<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    quantile_ranges: Option<QuantileRanges>,
    /// Absent for the default of [`Simulation::new`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    failures_up_to: Option<Share>,
}

impl From<Simulation> for Fields {
    fn from(settings: Simulation) -> Self {
        let exact_quantiles = match settings.ranges {
            // The ranges already contain the probabilities.
            Some(_) => Vec::new(),
            None => settings.exact,
        };
        Self {
            draws: settings.draws,
            seed: settings.seed,
            scheme: settings.scheme,
            outputs: settings.outputs,
            targets: settings.targets,
            exact_quantiles,
            quantile_ranges: settings.ranges,
            failures_up_to: Some(settings.failures),
        }
    }
}

impl TryFrom<Fields> for Simulation {
    type Error = String;

    fn try_from(fields: Fields) -> Result<Self, String> {
        if fields.quantile_ranges.is_some() && !fields.exact_quantiles.is_empty() {
            return Err(
                "`exact-quantiles` and `quantile-ranges` are mutually exclusive: remove \
                 `exact-quantiles`, since the ranges already contain the probabilities"
                    .to_owned(),
            );
        }
        settings(fields).map_err(|error| error.to_string())
    }
}

fn settings(fields: Fields) -> Result<Simulation, Error> {
    let mut settings = Simulation::new(fields.draws)?
        .with_seed(fields.seed)
        .with_scheme(fields.scheme)?
        .with_targets(fields.targets)?
        .with_exact_quantiles(fields.exact_quantiles)?;
    if let Some(outputs) = fields.outputs {
        settings = settings.with_outputs(outputs)?;
    }
    if let Some(ranges) = fields.quantile_ranges {
        settings = settings.with_quantile_ranges(ranges);
    }
    if let Some(failures) = fields.failures_up_to {
        settings = settings.with_failures_up_to(failures);
    }
    Ok(settings)
}

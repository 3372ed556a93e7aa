//! The design of a run: what all of its parts have in common.

use super::{GENERATOR, QuantileRanges, Scheme, Simulation, Subject, Target, checksum};
use crate::{Error, Output};

/// The design of a run, which all parts of the run have in common.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Design {
    pub(super) library: String,
    pub(super) generator: String,
    pub(super) scenario: String,
    pub(super) periods: u32,
    pub(super) seed: u64,
    pub(super) draws: u64,
    pub(super) scheme: Scheme,
    pub(super) outputs: Vec<Output>,
    pub(super) targets: Vec<Target>,
    /// The ranges of numbers that all parts keep for exact quantiles.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) ranges: Option<QuantileRanges>,
}

impl Design {
    pub(super) fn new(
        settings: &Simulation,
        subject: &Subject<'_>,
        fingerprint: String,
        outputs: Vec<Output>,
    ) -> Self {
        Self {
            library: crate::VERSION.to_owned(),
            generator: GENERATOR.to_owned(),
            scenario: fingerprint,
            periods: subject.periods,
            seed: settings.seed,
            draws: settings.draws,
            scheme: settings.scheme,
            outputs,
            targets: settings.targets.clone(),
            ranges: settings.ranges.clone(),
        }
    }

    /// The settings of a run with the design; what a design does not have is the default.
    pub(super) fn settings(&self) -> Result<Simulation, Error> {
        let settings = Simulation::new(self.draws)?
            .with_seed(self.seed)
            .with_scheme(self.scheme)?
            .with_outputs(self.outputs.iter().copied())?
            .with_targets(self.targets.iter().copied())?;
        Ok(match &self.ranges {
            Some(ranges) => settings.with_quantile_ranges(ranges.clone()),
            None => settings,
        })
    }

    /// Checks a design from a file.
    pub(super) fn check(&self) -> Result<(), String> {
        Simulation::new(self.draws)
            .and_then(|settings| settings.with_scheme(self.scheme))
            .and_then(|settings| settings.with_targets(self.targets.iter().copied()))
            .map_err(|error| error.to_string())?;
        if !checksum::is_fingerprint(&self.scenario) {
            return Err(
                "the fingerprint of a scenario must be 32 hexadecimal digits, and not that of nothing"
                    .to_owned(),
            );
        }
        if self.periods > crate::Scenario::MAX_PERIODS {
            return Err("a scenario has at most 1,200 periods".to_owned());
        }
        let mut outputs = self.outputs.iter().enumerate();
        if outputs.any(|(number, output)| self.outputs[..number].contains(output)) {
            return Err("an output must not be summarised twice".to_owned());
        }
        if let Some(ranges) = &self.ranges
            && !ranges.are_of(&self.scenario, &self.outputs, self.periods)
        {
            return Err("the ranges of numbers to keep must be those of its outputs".to_owned());
        }
        Ok(())
    }

    /// The first difference from another design, if any.
    pub(super) fn difference(&self, other: &Self) -> Option<&'static str> {
        let differs = [
            (
                self.library != other.library,
                "they were made by different versions of the library",
            ),
            (
                self.generator != other.generator,
                "they were drawn by different generators",
            ),
            (
                self.scenario != other.scenario,
                "they are of different scenarios",
            ),
            (self.seed != other.seed, "they have different seeds"),
            (
                self.draws != other.draws,
                "they are of runs of different length",
            ),
            (
                self.scheme != other.scheme,
                "they were drawn by different schemes",
            ),
            (
                self.outputs != other.outputs,
                "they summarise different outputs",
            ),
            (
                self.targets != other.targets,
                "they count different targets",
            ),
            (self.periods != other.periods, "they span different periods"),
            (
                self.ranges != other.ranges,
                "they keep different numbers for exact quantiles: give all parts the same ranges \
                 by `with_quantile_ranges`",
            ),
        ];
        differs
            .into_iter()
            .find(|(differ, _)| *differ)
            .map(|(_, reason)| reason)
    }
}

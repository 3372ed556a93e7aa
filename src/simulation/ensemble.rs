//! The summarised draws of a run, of a scenario or of a difference, and probabilities.

use super::distribution::FanSeries;
use super::part::{Reached, SeriesPart};
use super::run::{Quantiles, is_missing};
use super::{Manifest, Simulation, Subject, Summary, Target};
use crate::watch::{Stage, stopped};
use crate::{Error, ErrorKind, Output, Period, Unit};

/// The summarised draws of a run, which a [`Fan`](super::Fan) and a
/// [`DifferenceFan`](crate::DifferenceFan) have in common.
#[derive(Clone, Debug)]
pub(crate) struct Ensemble {
    pub(super) settings: Simulation,
    pub(super) summary: Summary,
    /// Without a period if none is exact.
    pub(super) exact: Quantiles,
    pub(super) base: Period,
    pub(super) periods: u32,
}

impl PartialEq for Ensemble {
    /// Compares the results of two runs, not the threads, blocks or parts by which they were run.
    fn eq(&self, other: &Self) -> bool {
        let bits = |ensemble: &Self| -> Vec<Option<u64>> {
            let numbers = ensemble.exact.iter().flatten().flatten();
            numbers.map(|x| x.map(f64::to_bits)).collect()
        };
        (self.base, self.periods) == (other.base, other.periods)
            && self.summary == other.summary
            && self.settings.exact == other.settings.exact
            && bits(self) == bits(other)
    }
}

impl Ensemble {
    /// Builds an ensemble from a summary of some or all draws. Its quantiles are exact if the summary
    /// has the numbers for it, and within their error bound otherwise.
    pub(crate) fn of_summary(
        subject: &Subject<'_>,
        fingerprint: String,
        summary: Summary,
        settings: Option<&Simulation>,
    ) -> Result<Self, Error> {
        let settings = match settings {
            Some(settings) => settings.clone(),
            None => summary.design().settings()?,
        };
        // Refused as a run in parts is: without the ranges to keep, quantiles would not be exact.
        settings.ranges_for(subject, &fingerprint)?;
        let expected = settings.design(subject, fingerprint);
        let mismatch = |reason| Err(Error::new(ErrorKind::PartMismatch { reason }));
        if let Some(reason) = expected.difference(summary.design()) {
            return mismatch(reason);
        }
        if summary.draws_done() == 0 {
            return mismatch("the summary has no draws");
        }
        settings.check_failures(&summary)?;
        let exact = settings.quantiles_of_summary(&summary);
        Ok(Self {
            settings,
            summary,
            exact,
            base: subject.base,
            periods: subject.periods,
        })
    }

    /// The ensemble, if its run was not stopped.
    pub(crate) fn completed(self) -> Result<Self, Error> {
        let (done, draws) = (self.summary.draws_done(), self.settings.draws());
        // A run in parts has no second pass for a quantile outside its range.
        let has_second_pass = self.settings.ranges.is_none() && !self.settings.exact.is_empty();
        let lacks_quantiles = has_second_pass && is_missing(self.summary.series(), &self.exact);
        if done < draws || lacks_quantiles {
            return Err(stopped(Stage::Draws, done, draws));
        }
        Ok(self)
    }

    pub(crate) const fn base(&self) -> Period {
        self.base
    }

    pub(crate) const fn periods(&self) -> u32 {
        self.periods
    }

    pub(crate) const fn summary(&self) -> &Summary {
        &self.summary
    }

    pub(crate) fn manifest(&self) -> Manifest {
        Manifest::new(&self.settings, &self.summary)
    }

    pub(crate) fn outputs(&self) -> &[Output] {
        &self.summary.design().outputs
    }

    pub(crate) fn targets(&self) -> &[Target] {
        self.settings.targets()
    }

    pub(crate) fn failures(&self) -> impl Iterator<Item = Failure> {
        self.summary.parts().filter_map(|(output, part)| {
            Some(Failure {
                output,
                draws: part.failed,
                first: part.first_failed?,
            })
        })
    }

    pub(crate) fn series(&self, output: Output, unit: Unit) -> Option<FanSeries<'_>> {
        let number = self.outputs().iter().position(|other| *other == output)?;
        let (_, part) = self.summary.parts().nth(number)?;
        part.cells.last().filter(|cell| cell.count() > 0)?;
        Some(FanSeries {
            ensemble: self,
            part,
            number,
            output,
            unit,
        })
    }

    pub(crate) fn probability_at(
        &self,
        target: &Target,
        period: Period,
    ) -> Result<Option<Probability>, Error> {
        self.probability(target, period, |reached| &reached.at)
    }

    pub(crate) fn probability_by(
        &self,
        target: &Target,
        period: Period,
    ) -> Result<Option<Probability>, Error> {
        self.probability(target, period, |reached| &reached.by)
    }

    fn probability(
        &self,
        target: &Target,
        period: Period,
        counts: impl Fn(&Reached) -> &Vec<u64>,
    ) -> Result<Option<Probability>, Error> {
        let row = usize::try_from(period.since(self.base)?).ok();
        let number = self.targets().iter().position(|other| other == target);
        Ok(number.zip(row).and_then(|(number, row)| {
            let reached = *counts(self.summary.reached().get(number)?).get(row)?;
            let mut parts = self.summary.parts();
            let (_, part): (_, &SeriesPart) =
                parts.find(|(output, _)| *output == target.output())?;
            let draws = part.cells.get(row)?.count();
            (draws > 0).then_some(Probability { reached, draws })
        }))
    }
}

/// The draws that were left out of an output's summary.
///
/// # Examples
///
/// ```
/// use compute_impact::{Scenario, Simulation};
///
/// let fan = Scenario::shipped("china-2030")?.simulate(&Simulation::new(1_000)?)?;
/// assert_eq!(fan.failures().count(), 0); // every draw is valid
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Failure {
    /// The output that left its range, or is computed from one that left its range.
    pub output: Output,
    /// The number of draws left out.
    pub draws: u64,
    /// The number of the first draw left out, which [`Simulation::draw`] shows.
    pub first: u64,
}

/// A probability counted over draws.
///
/// # Examples
///
/// ```
/// use compute_impact::{Output, Scenario, Simulation};
/// use compute_impact::simulation::Target;
///
/// let target = Target::at_least(Output::MultiplierOutput, 1.2e12)?; // three times the outlay
/// let settings = Simulation::new(1_000)?.with_targets([target])?;
/// let fan = Scenario::shipped("china-2030")?.simulate(&settings)?;
/// let probability = fan.probability_at(&target, "2030".parse()?)?.unwrap();
/// assert_eq!(probability.draws, 1_000);
/// assert!(probability.value() > 0.5);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Probability {
    /// The number of draws that reach the target.
    pub reached: u64,
    /// The number of valid draws.
    pub draws: u64,
}

#[expect(clippy::cast_precision_loss, reason = "at most 2^48 draws")]
impl Probability {
    /// The share of all valid draws that reach the target.
    #[must_use]
    pub fn value(&self) -> f64 {
        self.reached as f64 / self.draws as f64
    }

    /// The Monte Carlo standard error, `sqrt(p (1 - p) / (n + 4))` with `p = (k + 2) / (n + 4)` for
    /// `k` of `n` draws (Agresti and Coull 1998, *The American Statistician* 52(2)). It is not zero
    /// where no draw reaches the target, or all do. For Latin hypercube and antithetic draws it is
    /// approximately an upper bound.
    #[must_use]
    pub fn standard_error(&self) -> f64 {
        let draws = self.draws as f64 + 4.0;
        let share = (self.reached as f64 + 2.0) / draws;
        (share * (1.0 - share) / draws).sqrt()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Scenario;

    /// A run that was stopped after its last draw, before its exact quantiles were found, lacks them,
    /// unless there is no output to find them of.
    #[test]
    fn a_run_without_its_exact_quantiles_is_not_complete() -> Result<(), Error> {
        let scenario = Scenario::shipped("china-2030")?;
        for (outputs, is_complete) in [(vec![Output::SmartShare], false), (Vec::new(), true)] {
            let settings = Simulation::new(100)?.with_outputs(outputs)?;
            let subject = Subject::of(&scenario);
            let mut ensemble = settings.ensemble(&subject, scenario.fingerprint())?;
            assert!(ensemble.clone().completed().is_ok());
            ensemble.settings = settings.with_exact_quantiles([0.5])?;
            assert_eq!(ensemble.completed().is_ok(), is_complete);
        }
        Ok(())
    }
}

//! The ranges in which exact quantiles lie, for runs in parts.

use super::exact::KEEP_ALL;
use crate::kernel::{Bits, are_ranges};
use crate::simulation::engine::Ranges;
use crate::simulation::{Simulation, Subject, checksum};
use crate::watch::{Stage, stopped};
use crate::{Error, ErrorKind, Interval, Output, Scenario};

/// The ranges of numbers in which the exact quantiles of a run lie, for each output and period: what
/// all parts of the run must keep.
///
/// [`Simulation::locate_quantiles`] finds them from a sixteenth of the draws. They can be sent in any
/// format of serde, and have a checksum.
///
/// # Examples
///
/// ```
/// use compute_impact::simulation::{Fan, QuantileRanges, Simulation};
/// use compute_impact::{Output, Reading, Scenario};
///
/// let scenario = Scenario::shipped("china-2030")?;
/// let settings = Simulation::new(40_000)?.with_exact_quantiles([0.05, 0.5])?;
/// let text = serde_json::to_string(&settings.locate_quantiles(&scenario)?)?;
///
/// // On every machine:
/// let ranges: QuantileRanges = serde_json::from_str(&text)?;
/// let settings = Simulation::new(40_000)?.with_quantile_ranges(ranges);
/// let mut summary = settings.part(&scenario, 0..15_000)?;
/// summary.merge(&settings.part(&scenario, 15_000..40_000)?)?;
///
/// let fan = Fan::from_summary(&scenario, summary)?;
/// let series = fan.series(Output::Gdp(Reading::Impact)).ok_or("no impact")?;
/// assert!(series.last().quantile(0.05)?.is_exact());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "Fields", into = "Fields")]
pub struct QuantileRanges {
    scenario: String,
    outputs: Vec<Output>,
    probabilities: Vec<f64>,
    ranges: Ranges,
}

/// The serde shape of ranges.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields, rename = "QuantileRanges")]
struct Fields {
    scenario: String,
    outputs: Vec<Output>,
    probabilities: Vec<f64>,
    ranges: Vec<Vec<Vec<[Bits; 2]>>>,
    /// The checksum of all other fields.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    checksum: Option<String>,
}

/// The same nested lists with each range of another type.
fn mapped<T, U>(lists: Vec<Vec<Vec<T>>>, f: impl Fn(T) -> U + Copy) -> Vec<Vec<Vec<U>>> {
    let of_cell = |cell: Vec<T>| cell.into_iter().map(f).collect();
    let of_series = |cells: Vec<Vec<T>>| cells.into_iter().map(of_cell).collect();
    lists.into_iter().map(of_series).collect()
}

impl From<QuantileRanges> for Fields {
    fn from(ranges: QuantileRanges) -> Self {
        let mut fields = Self {
            scenario: ranges.scenario,
            outputs: ranges.outputs,
            probabilities: ranges.probabilities,
            ranges: mapped(ranges.ranges, |ends| ends.map(Bits)),
            checksum: None,
        };
        fields.checksum = Some(checksum::of(&fields));
        fields
    }
}

impl TryFrom<Fields> for QuantileRanges {
    type Error = String;

    fn try_from(mut fields: Fields) -> Result<Self, String> {
        let written = fields.checksum.take();
        checksum::check("list of ranges", written.as_deref(), &checksum::of(&fields))?;
        let ranges = Self {
            scenario: fields.scenario,
            outputs: fields.outputs,
            probabilities: fields.probabilities,
            ranges: mapped(fields.ranges, |ends| ends.map(|Bits(end)| end)),
        };
        ranges.check()?;
        Ok(ranges)
    }
}

impl QuantileRanges {
    /// The probabilities of the quantiles.
    #[must_use]
    pub fn probabilities(&self) -> &[f64] {
        &self.probabilities
    }

    pub(in crate::simulation) fn ranges(&self) -> &Ranges {
        &self.ranges
    }

    /// Builds ranges that were read from a file.
    pub(in crate::simulation) fn read(
        scenario: String,
        outputs: Vec<Output>,
        probabilities: Vec<f64>,
        ranges: Ranges,
    ) -> Result<Self, String> {
        let ranges = Self {
            scenario,
            outputs,
            probabilities,
            ranges,
        };
        ranges.check()?;
        Ok(ranges)
    }

    /// Checks ranges from a file.
    fn check(&self) -> Result<(), String> {
        if self.probabilities.is_empty() {
            return Err("the ranges must be those of at least one quantile".to_owned());
        }
        crate::limits::Limit::Quantiles
            .collect(&self.probabilities)
            .map_err(|error| error.to_string())?;
        for p in &self.probabilities {
            Interval::UNIT
                .check("probability of a quantile", *p)
                .map_err(|error| error.to_string())?;
        }
        let most = self.probabilities.len();
        let mut cells = self.ranges.iter().flatten();
        if !cells.all(|ranges| ranges.len() <= most && are_ranges(ranges)) {
            return Err("the ranges of a period must ascend and be disjoint".to_owned());
        }
        Ok(())
    }

    /// True if the ranges are for the outputs of a scenario over this many periods.
    pub(in crate::simulation) fn are_of(
        &self,
        scenario: &str,
        outputs: &[Output],
        periods: u32,
    ) -> bool {
        let rows = periods as usize + 1;
        self.scenario == scenario
            && self.outputs == outputs
            && self.ranges.len() == outputs.len()
            && self.ranges.iter().all(|cells| cells.len() == rows)
    }
}

impl Simulation {
    /// Locates the exact quantiles of a run in parts, from the first sixteenth of its draws.
    ///
    /// A quantile lies outside its range in seven runs of a million, and where all numbers of the
    /// sixteenth were equal but others differ. Then it is within its error bound in the result, and
    /// says so, as no part kept it.
    ///
    /// # Errors
    ///
    /// As [`run`](Self::run), and [`Stopped`](ErrorKind::Stopped) if the watch stops it;
    /// [`Conflict`](ErrorKind::Conflict) for settings without exact quantiles.
    ///
    /// # Examples
    ///
    /// See [`QuantileRanges`].
    pub fn locate_quantiles(&self, scenario: &Scenario) -> Result<QuantileRanges, Error> {
        self.located(&Subject::of(scenario), scenario.fingerprint())
    }

    /// Locates the exact quantiles of a run of a plan, which is identified by a fingerprint.
    pub(crate) fn located(
        &self,
        subject: &Subject<'_>,
        scenario: String,
    ) -> Result<QuantileRanges, Error> {
        if self.exact.is_empty() {
            return Err(Error::new(ErrorKind::Conflict {
                what: "locating exact quantiles",
                with: "settings that ask for none",
                remedy: "choose them with `with_exact_quantiles`",
            }));
        }
        let engine = self.engine(subject)?;
        let ranges = if self.draws <= KEEP_ALL {
            engine.whole_ranges()
        } else {
            let pilot = self.pilot();
            self.check_memory(&engine, pilot)?;
            let workers = self.workers(&engine, pilot);
            let (part, done) = self.keeping(&engine, &workers, pilot, Stage::Pilot)?;
            if done < pilot {
                return Err(stopped(Stage::Pilot, done, pilot));
            }
            self.ranges_around(&workers, &part.series)
        };
        Ok(QuantileRanges {
            scenario,
            outputs: self.outputs_of(subject),
            probabilities: self.exact.clone(),
            ranges,
        })
    }

    /// The ranges of numbers that a run or a part is to keep, if any.
    pub(in crate::simulation) fn ranges_for(
        &self,
        subject: &Subject<'_>,
        fingerprint: &str,
    ) -> Result<Option<&Ranges>, Error> {
        if self.exact.is_empty() {
            return Ok(None);
        }
        let Some(located) = &self.ranges else {
            return Err(Error::new(ErrorKind::Conflict {
                what: "exact quantiles",
                with: "a part of a run that does not know which numbers to keep",
                remedy: "locate them once with `locate_quantiles`, and give all parts the ranges \
                         by `with_quantile_ranges`",
            }));
        };
        if !located.are_of(fingerprint, &self.outputs_of(subject), subject.periods) {
            return Err(Error::new(ErrorKind::PartMismatch {
                reason: "the quantiles were located for another scenario or for other outputs",
            }));
        }
        Ok(Some(located.ranges()))
    }
}

//! Projections: the outputs of a scenario at the central values of its inputs.

mod channels;
mod coherence;
mod implied;
mod one_step;
mod reconcile;
mod roots;
mod series;

pub use implied::{ImpliedContribution, implied_contribution};
pub use one_step::{impact_of, smart_share_answers};
pub(crate) use series::WrittenSeries;
pub use series::{OutcomeSeries, Series};

use crate::finding::{self, Finding};
use crate::scenario::{Plan, Scenario};
use crate::simulation::unit_in;
use crate::{Error, ErrorKind, Interval, Output, Period, Reading, Unit};

/// A scenario's outputs, period by period, at the central value of every input.
///
/// Row 0 is the base period. A projection is computed by the same plan and interpreter as a
/// simulation, with no input that varies, so that the two cannot disagree.
///
/// # Examples
///
/// ```
/// use compute_impact::{Output, Scenario};
///
/// let projection = Scenario::shipped("china-2030")?.project()?;
/// let impact = projection.gdp().impact().last();
/// assert_eq!(format!("{:.1} %", 100.0 * impact), "33.8 %");
/// let outlay = projection.series(Output::Outlay).unwrap();
/// assert_eq!(outlay.at("2030".parse()?)?, Some(4e11)); // 400 bn yuan a year
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Projection {
    scenario: Scenario,
    /// `(outputs, rows)`, row-major, in the order of the plan's outputs.
    values: Vec<f64>,
}

impl Scenario {
    /// Projects the scenario at central values.
    ///
    /// # Errors
    ///
    /// [`Overflow`](ErrorKind::Overflow) names the output that first leaves its range, and the
    /// period: a linear share above 100 %, money or capacity beyond any meaningful size, growth of
    /// -100 % or less. [`Outgrown`](ErrorKind::Outgrown) if a coherent digital economy outgrows
    /// GDP.
    ///
    /// # Examples
    ///
    /// See [`Projection`].
    pub fn project(&self) -> Result<Projection, Error> {
        let values = run(self.plan(), self.base(), Output::allowed)?;
        Ok(Projection {
            scenario: self.clone(),
            values,
        })
    }
}

/// The outputs of a plan at central values: `(outputs, rows)`, row-major.
fn evaluate(plan: &Plan) -> Vec<f64> {
    let routine = plan.at_central_values();
    let mut values = Vec::new();
    // In the order of the plan's outputs.
    for (_, path) in routine.constants() {
        values.extend_from_slice(path);
    }
    values
}

/// The outputs of a plan at central values, each number checked against its range.
pub(crate) fn run(
    plan: &Plan,
    base: Period,
    allowed: impl Fn(Output) -> Interval,
) -> Result<Vec<f64>, Error> {
    let values = evaluate(plan);
    let rows = values.len() / plan.outputs.len().max(1);
    let failures = plan.outputs.iter().zip(values.chunks_exact(rows.max(1)));
    // A cause precedes its consequences: the earliest row is reported, and of several outputs in it
    // the first, which is nearest to the inputs. The growth of a segment that starts from zero is
    // undefined, and is left out by `series`.
    let failure = failures
        .filter(|(output, _)| !matches!(output, Output::SegmentGrowth(_)))
        .filter_map(|(output, path)| {
            let allowed = allowed(*output);
            let row = path.iter().position(|value| !allowed.contains(*value))?;
            Some((row, *output))
        })
        .min_by_key(|(row, _)| *row);
    let Some((row, output)) = failure else {
        return Ok(values);
    };
    let period = base.plus(u32::try_from(row).unwrap_or(u32::MAX))?;
    let number = plan.outputs.iter().position(|other| *other == output);
    let value = number.and_then(|number| values.get(number * rows + row));
    if output == Output::RestOfEconomy && value.is_some_and(|value| value.is_nan() || *value <= 0.0)
    {
        return Err(Error::new(ErrorKind::Outgrown {
            part: "the digital economy",
            whole: "GDP",
            period,
        }));
    }
    let (what, allowed) = (output.what(), allowed(output));
    Err(Error::new(ErrorKind::Overflow {
        what,
        period,
        allowed,
    }))
}

impl Projection {
    /// The projected scenario.
    #[must_use]
    pub fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// All outputs of the projection.
    #[must_use]
    pub fn outputs(&self) -> &[Output] {
        &self.scenario.plan().outputs
    }

    /// The series of an output; `None` if the scenario has no such output (no digital economy, no
    /// outlay, no supercomputing), or for the growth of a segment that starts from zero.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::capacity::Segment;
    /// use compute_impact::{Output, Scenario};
    ///
    /// let projection = Scenario::shipped("china-2030")?.project()?;
    /// let share = projection.series(Output::SmartShare).unwrap();
    /// assert!(share.last() > share.values()[0]);
    /// assert!(projection.series(Output::Compute(Segment::Supercomputing)).is_none());
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    #[must_use]
    pub fn series(&self, output: Output) -> Option<Series<'_>> {
        let number = self.outputs().iter().position(|other| *other == output)?;
        let series = self.numbered(number, output);
        series
            .values()
            .iter()
            .all(|value| value.is_finite())
            .then_some(series)
    }

    /// The unit of an output, also of growth that has no [series](Self::series) because it starts from
    /// zero; `None` if the scenario has no such output.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::capacity::Segment;
    /// use compute_impact::{Output, Scenario};
    ///
    /// let projection = Scenario::shipped("china-2030")?.project()?;
    /// let growth = Output::SegmentGrowth(Segment::Smart);
    /// assert_eq!(projection.unit(growth), projection.series(growth).map(|series| series.unit()));
    /// assert!(projection.unit(Output::SegmentGrowth(Segment::Supercomputing)).is_none());
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    #[must_use]
    pub fn unit(&self, output: Output) -> Option<Unit> {
        let is_there = self.outputs().contains(&output);
        is_there.then(|| unit_in(&self.scenario, output))
    }

    fn numbered(&self, number: usize, output: Output) -> Series<'_> {
        let rows = self.scenario.periods() as usize + 1;
        let values = &self.values[number * rows..(number + 1) * rows];
        let unit = unit_in(&self.scenario, output);
        Series::new(output, unit, self.scenario.base(), values)
    }

    /// The series of an output that every scenario has.
    fn always(&self, output: Output) -> Series<'_> {
        // The compiler emits such an output for every scenario. If it did not, the first output
        // would be returned and all tests of the output would fail.
        self.series(output)
            .unwrap_or_else(|| self.numbered(0, output))
    }

    /// All computing power.
    #[must_use]
    pub fn total_compute(&self) -> Series<'_> {
        self.always(Output::TotalCompute)
    }

    /// The smart share of all computing power; `None` if the total is not divided.
    #[must_use]
    pub fn smart_share(&self) -> Option<Series<'_>> {
        self.series(Output::SmartShare)
    }

    /// Effective compute: the sum over segments of capacity times utilisation times productivity.
    #[must_use]
    pub fn effective_compute(&self) -> Series<'_> {
        self.always(Output::EffectiveCompute)
    }

    /// Growth of effective compute.
    #[must_use]
    pub fn compute_growth(&self) -> Series<'_> {
        self.always(Output::ComputeGrowth)
    }

    /// The whole economy.
    #[must_use]
    pub fn gdp(&self) -> OutcomeSeries<'_> {
        OutcomeSeries::new(&Reading::ALL.map(|reading| self.always(Output::Gdp(reading))))
    }

    /// The digital economy, a part of the whole: its impact is inside that of GDP.
    #[must_use]
    pub fn digital(&self) -> Option<OutcomeSeries<'_>> {
        self.scenario.digital()?;
        Some(OutcomeSeries::new(
            &Reading::ALL.map(|reading| self.always(Output::Digital(reading))),
        ))
    }

    /// The objections that a careful economist would raise, the most severe first.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::Scenario;
    ///
    /// // CAICT's rules as published contradict one another.
    /// let findings = Scenario::shipped("china-2030")?.project()?.findings();
    /// assert!(!findings.is_empty());
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    #[must_use]
    pub fn findings(&self) -> Vec<Finding> {
        finding::of(self)
    }
}

/// The serialised shape: one entry per output, with its unit and one number per period.
#[derive(serde::Serialize)]
struct Written<'a> {
    scenario: &'a str,
    periods: Vec<Period>,
    series: Vec<WrittenSeries>,
    findings: Vec<Finding>,
}

impl serde::Serialize for Projection {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let series = self.outputs().iter().enumerate();
        let series = series.map(|(number, output)| self.numbered(number, *output));
        Written {
            scenario: self.scenario.name(),
            periods: self
                .total_compute()
                .iter()
                .map(|(period, _)| period)
                .collect(),
            series: series.map(WrittenSeries::of).collect(),
            findings: self.findings(),
        }
        .serialize(to)
    }
}

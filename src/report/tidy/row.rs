use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use super::as_text;
use super::column::{RowUnit, Statistic};
use crate::cash_flow::Date;
use crate::simulation::{Distribution, Ensemble, FanSeries, Target};
use crate::text::name;
use crate::{Difference, DifferenceFan, Error, Fan, Interval, Output, Period, Projection, Series};

/// One statistic of one output in one period.
///
/// | column | contents |
/// |---|---|
/// | `scenario` | the scenario's name |
/// | `output` | the stable name, as of [`Output::id`] |
/// | `period` | such as `2030` or `2030-Q1` |
/// | `date` | the [last day](Period::last_day) of the period, such as `2030-12-31` |
/// | `statistic` | a [`Statistic`], as it prints |
/// | `level` | the probability of a quantile; absent for others |
/// | `target` | the number of the target of a probability; absent for others |
/// | `value` | a finite number |
/// | `unit` | the unit of the value, in words |
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Row<'a> {
    /// The name of the scenario, on one line: hidden letters are removed, and of more than 200
    /// letters the first are kept.
    pub scenario: Cow<'a, str>,
    /// The stable name of the output.
    pub output: Cow<'static, str>,
    /// The period of the number.
    pub period: Period,
    /// The statistic of the output that the number is.
    pub statistic: Statistic,
    /// The number, finite, in the row's unit.
    pub value: f64,
    pub(super) unit: RowUnit,
}

impl Row<'_> {
    /// Returns the unit of the number, for printing.
    #[must_use]
    pub fn unit(&self) -> impl fmt::Display + use<> {
        self.unit
    }

    /// The last day of the period.
    #[must_use]
    pub fn date(&self) -> Date {
        self.period.last_day()
    }
}

/// The serde shape of a row.
#[derive(serde::Serialize)]
#[serde(rename = "Row")]
struct Written<'a> {
    scenario: &'a str,
    output: &'a str,
    period: Period,
    date: Date,
    #[serde(serialize_with = "as_text")]
    statistic: Statistic,
    level: Option<f64>,
    target: Option<f64>,
    value: f64,
    #[serde(serialize_with = "as_text")]
    unit: RowUnit,
}

impl serde::Serialize for Row<'_> {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        Written {
            scenario: &self.scenario,
            output: &self.output,
            period: self.period,
            date: self.date(),
            statistic: self.statistic,
            level: self.statistic.level(),
            target: self.statistic.target(),
            value: self.value,
            unit: self.unit,
        }
        .serialize(to)
    }
}

/// A projection as rows: output by output, in each the periods in order.
///
/// # Examples
///
/// ```
/// use compute_impact::report::tidy;
/// # let scenario = compute_impact::Scenario::shipped("china-2030")?;
///
/// let projection = scenario.project()?;
/// let row = tidy::projection(&projection).find(|row| row.output == "gdp-impact");
/// let row = row.ok_or("no impact")?;
/// assert_eq!(row.period.to_string(), "2024"); // the base, where nothing differs yet
/// assert_eq!((row.value, row.unit().to_string().as_str()), (0.0, "fraction"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn projection(projection: &Projection) -> impl Iterator<Item = Row<'_>> {
    let scenario = name(projection.scenario().name());
    let outputs = projection.outputs().iter();
    paths(
        scenario,
        outputs.filter_map(|output| projection.series(*output)),
    )
}

/// The differences of two scenarios at central values as rows, as [`projection`], under the name of
/// the scenario from which the other is subtracted.
pub fn difference(difference: &Difference) -> impl Iterator<Item = Row<'_>> {
    let scenario = name(difference.comparison().with().name());
    let outputs = difference.outputs().iter();
    paths(
        scenario,
        outputs.filter_map(|output| difference.series(*output)),
    )
}

fn paths<'a>(
    scenario: Cow<'a, str>,
    series: impl Iterator<Item = Series<'a>>,
) -> impl Iterator<Item = Row<'a>> {
    series.flat_map(move |series| {
        let output = series.output();
        let skipped = usize::from(output.is_of_period());
        let scenario = scenario.clone();
        series.iter().skip(skipped).map(move |(period, value)| Row {
            scenario: scenario.clone(),
            output: Cow::Borrowed(output.id()),
            period,
            statistic: Statistic::Central,
            value,
            unit: RowUnit::Of(series.unit()),
        })
    })
}

/// A fan as rows: output by output, in each the periods in order, in each the mean, the standard
/// deviation, the quantiles in the order given, and the number of valid draws. Then come the
/// probabilities of the targets that the settings count.
///
/// A mean that overflowed has no row, and neither has the standard deviation of one draw.
///
/// # Errors
///
/// [`OutOfRange`](crate::ErrorKind::OutOfRange) if a quantile's probability is outside `[0, 1]`
/// or NaN.
///
/// # Examples
///
/// ```
/// use compute_impact::{report::tidy, scenario::Output, Simulation};
/// # let scenario = compute_impact::Scenario::shipped("china-2030")?;
///
/// let settings = Simulation::new(1_000)?.with_outputs([Output::SmartShare])?;
/// let fan = scenario.simulate(&settings)?;
/// let rows: Vec<_> = tidy::fan(&fan, &[0.05, 0.95])?.collect();
/// assert_eq!(rows.len(), 7 * 5); // seven periods; mean, spread, two quantiles, draws
/// assert_eq!(rows[2].statistic.to_string(), "q0.05");
/// assert!(tidy::fan(&fan, &[5.0]).is_err()); // a percentage in place of a fraction
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn fan<'a>(fan: &'a Fan, quantiles: &[f64]) -> Result<impl Iterator<Item = Row<'a>>, Error> {
    let outputs = fan.outputs().iter();
    let series = outputs.filter_map(|output| fan.series(*output));
    let scenario = name(fan.scenario().name());
    ensemble(scenario, fan.ensemble(), series, quantiles)
}

/// The differences of two scenarios in many draws as rows, as [`fan`], under the name of the
/// scenario from which the other is subtracted.
///
/// # Errors
///
/// As [`fan`].
pub fn difference_fan<'a>(
    fan: &'a DifferenceFan,
    quantiles: &[f64],
) -> Result<impl Iterator<Item = Row<'a>>, Error> {
    let outputs = fan.outputs().iter();
    let series = outputs.filter_map(|output| fan.series(*output));
    let scenario = name(fan.comparison().with().name());
    ensemble(scenario, fan.ensemble(), series, quantiles)
}

fn ensemble<'a>(
    scenario: Cow<'a, str>,
    ensemble: &'a Ensemble,
    series: impl Iterator<Item = FanSeries<'a>>,
    quantiles: &[f64],
) -> Result<impl Iterator<Item = Row<'a>>, Error> {
    for p in quantiles {
        Interval::UNIT.check("probability", *p)?;
    }
    let quantiles: Arc<[f64]> = quantiles.iter().map(|p| p + 0.0).collect();
    let own = scenario.clone();
    let numbers = series.flat_map(move |series| {
        let (quantiles, scenario) = (Arc::clone(&quantiles), own.clone());
        series.iter().flat_map(move |(period, distribution)| {
            let scenario = scenario.clone();
            let unit = RowUnit::Of(series.unit());
            let statistics = statistics(&distribution, &quantiles, unit);
            statistics
                .into_iter()
                .map(move |(statistic, value, unit)| Row {
                    scenario: scenario.clone(),
                    output: Cow::Borrowed(series.output().id()),
                    period,
                    statistic,
                    value,
                    unit,
                })
        })
    });
    let targets = ensemble.targets().iter();
    Ok(numbers.chain(targets.flat_map(move |target| reached(scenario.clone(), ensemble, *target))))
}

/// All statistics of one output in one period.
fn statistics(
    distribution: &Distribution<'_>,
    quantiles: &[f64],
    unit: RowUnit,
) -> Vec<(Statistic, f64, RowUnit)> {
    let mut statistics = Vec::with_capacity(quantiles.len() + 3);
    let moments = [
        (Statistic::Mean, distribution.mean()),
        (
            Statistic::StandardDeviation,
            distribution.standard_deviation(),
        ),
    ];
    let moments = moments.into_iter();
    statistics.extend(moments.filter_map(|(statistic, value)| Some((statistic, value?, unit))));
    statistics.extend(quantiles.iter().filter_map(|p| {
        let quantile = distribution.quantile(*p).ok()?; // Each `p` was checked.
        Some((Statistic::Quantile(*p), quantile.value, unit))
    }));
    #[expect(clippy::cast_precision_loss, reason = "at most 2^48 draws")]
    let draws = distribution.draws() as f64;
    statistics.push((Statistic::Draws, draws, RowUnit::Count));
    statistics
}

/// The probabilities of one target, in each period where its output has numbers.
fn reached<'a>(
    scenario: Cow<'a, str>,
    ensemble: &'a Ensemble,
    target: Target,
) -> impl Iterator<Item = Row<'a>> {
    let periods = 0..=ensemble.periods();
    periods.flat_map(move |row| {
        let probabilities = ensemble.base().plus(row).ok().map(|period| {
            let at = ensemble.probability_at(&target, period);
            let by = ensemble.probability_by(&target, period);
            let kinds = [
                (Statistic::ProbabilityAt(target), at),
                (Statistic::ProbabilityBy(target), by),
            ];
            // The period has the scenario's frequency, so neither is an error.
            kinds.map(|(statistic, of)| Some((period, statistic, of.ok()??.value())))
        });
        let probabilities = probabilities.into_iter().flatten().flatten();
        let scenario = scenario.clone();
        probabilities.map(move |(period, statistic, value)| Row {
            scenario: scenario.clone(),
            output: Cow::Borrowed(Output::id(target.output())),
            period,
            statistic,
            value,
            unit: RowUnit::of_probability(value),
        })
    })
}

//! The serialised form of a fan, for other programs.

use super::{Distribution, Failure, Fan, FanSeries, Manifest, Probability, Target};
use crate::scenario::Output;
use crate::{Period, Projection};

/// The levels of the serialised quantiles: the central half and the central 90 % of all draws, and
/// the median.
const LEVELS: [f64; 5] = [0.05, 0.25, 0.50, 0.75, 0.95];

/// The serde shape of a fan.
#[derive(serde::Serialize)]
#[serde(rename_all = "kebab-case")]
struct Written<'a> {
    scenario: &'a str,
    base: Period,
    until: Period,
    draws: u64,
    seed: u64,
    outputs: Vec<WrittenOutput>,
    targets: Vec<WrittenTarget>,
    failures: Vec<WrittenFailure>,
    manifest: Manifest,
}

#[derive(serde::Serialize)]
#[serde(rename_all = "kebab-case")]
struct WrittenOutput {
    output: Output,
    unit: String,
    periods: Vec<WrittenPeriod>,
}

#[derive(serde::Serialize)]
#[serde(rename_all = "kebab-case")]
struct WrittenPeriod {
    period: Period,
    central: Option<f64>,
    draws: u64,
    mean: Option<f64>,
    standard_error: Option<f64>,
    standard_deviation: Option<f64>,
    quantiles: Vec<WrittenQuantile>,
}

#[derive(serde::Serialize)]
#[serde(rename_all = "kebab-case")]
struct WrittenQuantile {
    level: f64,
    value: Option<f64>,
    error: Option<f64>,
}

#[derive(serde::Serialize)]
#[serde(rename_all = "kebab-case")]
struct WrittenTarget {
    target: Target,
    unit: String,
    periods: Vec<WrittenChance>,
}

#[derive(serde::Serialize)]
#[serde(rename_all = "kebab-case")]
struct WrittenChance {
    period: Period,
    /// In this period.
    at: Option<WrittenProbability>,
    /// In this period or one before it.
    by: Option<WrittenProbability>,
}

#[derive(serde::Serialize)]
#[serde(rename_all = "kebab-case")]
struct WrittenProbability {
    value: f64,
    standard_error: f64,
}

#[derive(serde::Serialize)]
#[serde(rename_all = "kebab-case")]
struct WrittenFailure {
    output: Output,
    draws: u64,
    first: u64,
}

/// The number if it is finite; `None` for an infinity or NaN, which JSON does not have.
fn finite(number: f64) -> Option<f64> {
    number.is_finite().then_some(number)
}

impl WrittenOutput {
    fn new(series: &FanSeries<'_>, central: Option<&Projection>) -> Self {
        let central = central.and_then(|projection| projection.series(series.output()));
        let at = |period| central.and_then(|path| path.at(period).ok().flatten());
        Self {
            output: series.output(),
            unit: series.unit().to_string(),
            periods: series
                .iter()
                .map(|(period, all)| WrittenPeriod::new(period, at(period), &all))
                .collect(),
        }
    }
}

impl WrittenPeriod {
    fn new(period: Period, central: Option<f64>, all: &Distribution<'_>) -> Self {
        let quantile = |level: f64| {
            let quantile = all.quantile(level).ok();
            WrittenQuantile {
                level,
                value: quantile.and_then(|quantile| finite(quantile.value)),
                error: quantile.and_then(|quantile| finite(quantile.error)),
            }
        };
        Self {
            period,
            central: central.and_then(finite),
            draws: all.draws(),
            mean: all.mean().and_then(finite),
            standard_error: all.mean_error().and_then(finite),
            standard_deviation: all.standard_deviation().and_then(finite),
            quantiles: LEVELS.into_iter().map(quantile).collect(),
        }
    }
}

impl WrittenTarget {
    fn new(fan: &Fan, target: Target) -> Self {
        let written = |probability: Probability| WrittenProbability {
            value: probability.value(),
            standard_error: probability.standard_error(),
        };
        let base = fan.scenario().base();
        let periods = (0..=fan.scenario().periods()).filter_map(|row| base.plus(row).ok());
        let money = fan.scenario().gdp().base().value();
        let measure = fan.scenario().compute().base().value().measure();
        let unit = target
            .output()
            .unit(measure, money.currency(), money.basis());
        Self {
            target,
            unit: unit.to_string(),
            periods: periods
                .map(|period| WrittenChance {
                    period,
                    at: fan
                        .probability_at(&target, period)
                        .ok()
                        .flatten()
                        .map(written),
                    by: fan
                        .probability_by(&target, period)
                        .ok()
                        .flatten()
                        .map(written),
                })
                .collect(),
        }
    }
}

impl From<Failure> for WrittenFailure {
    fn from(failure: Failure) -> Self {
        Self {
            output: failure.output,
            draws: failure.draws,
            first: failure.first,
        }
    }
}

impl serde::Serialize for Fan {
    /// Serialises the fan as a map:
    ///
    /// - `scenario` (its name), `base`, `until`, `draws` (those requested) and `seed`;
    /// - `outputs`, a list: `output` (its identifier), `unit`, and `periods`, a list with one map
    ///   for each period that has numbers: `period`, `central` (the projection's number), `draws`
    ///   (those that did not fail), `mean`, `standard-error` (the Monte Carlo error of the mean),
    ///   `standard-deviation`, and `quantiles` at levels of 5, 25, 50, 75 and 95 %: `level`,
    ///   `value` and `error` (the greatest distance from the order statistic of the draws);
    /// - `targets`, a list: `target`, the `unit` of its number, and `periods`: `period`, and the
    ///   probability that the target is reached `at` it, and `by` it (in it or before), each with
    ///   `value` and `standard-error`;
    /// - `failures`, a list: `output`, the number of `draws` left out, and the `first` of them;
    /// - `manifest`, from which the run can be repeated: [`Manifest`] reads it.
    ///
    /// All numbers are finite. An undefined number is `null`, such as the standard error of a
    /// single draw or the central number where the projection leaves its range.
    ///
    /// # Examples
    ///
    /// ```
    /// # let scenario = compute_impact::Scenario::shipped("china-2030")?;
    /// use compute_impact::Simulation;
    ///
    /// let fan = scenario.simulate(&Simulation::new(2_000)?.with_seed(3))?;
    /// let written = serde_json::to_value(&fan)?;
    /// assert_eq!(written["draws"], 2_000);
    /// let impact = written["outputs"]
    ///     .as_array()
    ///     .and_then(|all| all.iter().find(|output| output["output"] == "gdp-impact"))
    ///     .ok_or("the impact on GDP is an output")?;
    /// assert_eq!(impact["unit"], "fraction");
    /// assert_eq!(impact["periods"][6]["period"], "2030");
    /// assert_eq!(impact["periods"][6]["quantiles"][2]["level"], 0.5);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let central = self.scenario().project().ok();
        let series = self
            .outputs()
            .iter()
            .filter_map(|output| self.series(*output));
        let manifest = self.manifest();
        Written {
            scenario: self.scenario().name(),
            base: self.scenario().base(),
            until: self.scenario().until(),
            draws: manifest.draws(),
            seed: manifest.seed(),
            outputs: series
                .map(|series| WrittenOutput::new(&series, central.as_ref()))
                .collect(),
            targets: self
                .targets()
                .iter()
                .map(|target| WrittenTarget::new(self, *target))
                .collect(),
            failures: self.failures().map(WrittenFailure::from).collect(),
            manifest,
        }
        .serialize(to)
    }
}

use std::fmt;

use super::shape::{self, LOCATION, Plain, SPREAD, Shape, level, sealed};
use crate::limits::{self, Limit};
use crate::{Error, ErrorKind};

/// The distribution of a sample, whose observed values each have a weight.
///
/// | parameter | unit | range |
/// |---|---|---|
/// | `values` | the quantity's | at least two different ones, within 1e150 of zero, between 1e-150 and 1e150 apart |
/// | `weights` | any | `[1e-150, 1e150]`, one per value; default 1 |
///
/// # Definition
///
/// A value x(i) of weight w(i) has the probability w(i) / W, where W is the sum of all weights.
/// Mean, variance (about that mean, over W), cumulative function, survival and every draw of a
/// simulation are those of this distribution: the cumulative function rises in steps, and equal
/// values make one step together. The scale of the weights has no effect.
///
/// The [`quantile`](Shape::quantile) interpolates as type 7 of Hyndman and Fan (1996), "Sample
/// quantiles in statistical packages", *The American Statistician* 50(4), 361-365, which R and
/// `NumPy` use by default. With u the least weight, N = W / u, and X(t) the sorted value at which
/// the running sum of w / u first exceeds t, it is
///
/// ```text
/// Q(p) = the mean of X(t) for t from (N - 1) p to (N - 1) p + 1.
/// ```
///
/// Equal weights, of whatever size, give exactly type 7. An observation of three times the least
/// weight counts as three equal observations, so a sample whose weights are counts has the
/// quantiles of the sample with every value repeated as often, as long as one value occurs once;
/// where the least count is 2 or more the repeated sample is longer and interpolates less. Mean,
/// variance, cumulative function and draws are always those of the repeated sample. Type 7 does not
/// invert a step function exactly: the two agree to within one observation of least weight.
///
/// In a file: `{ shape = "empirical", values = [3.1, 3.4, 3.9], weights = [1, 2, 1] }`.
///
/// # Examples
///
/// ```
/// use compute_impact::uncertainty::{Empirical, Shape};
///
/// let multiplier = Empirical::new(&[3.9, 3.1, 3.4, 4.2])?;
/// assert!((multiplier.mean() - 3.65).abs() < 1e-15);
/// assert!((multiplier.quantile(0.5)? - 3.65).abs() < 1e-15);
/// assert_eq!(multiplier.cumulative(3.4), 0.5); // two of four
///
/// let mostly_one = Empirical::weighted(&[1.0, 10.0], &[9.0, 1.0])?;
/// assert!((mostly_one.mean() - 1.9).abs() < 1e-15);
/// assert_eq!(mostly_one.quantile(0.5)?, 1.0);
/// assert!(Empirical::new(&[3.1, 3.1]).is_err()); // `Certain` is the shape without spread
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "Fields", into = "Fields")]
pub struct Empirical {
    /// The values in ascending order, one per observation.
    values: Vec<f64>,
    weights: Vec<f64>,
    /// The running sum of the weights up to each value, in units of the least weight: N at the end.
    counts: Vec<f64>,
    /// The probability of all values after each, which falls to zero.
    above: Vec<f64>,
    mean: f64,
    standard_deviation: f64,
}

impl Empirical {
    /// Builds the distribution of a sample, in any order, with equal weights.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](ErrorKind::OutOfRange) if a value or the width of the sample is outside the
    /// range above; [`TooMany`](ErrorKind::TooMany) past [`Limit::SampleValues`];
    /// [`Missing`](ErrorKind::Missing) if there are no values;
    /// [`Conflict`](ErrorKind::Conflict) if all values are equal.
    pub fn new(values: &[f64]) -> Result<Self, Error> {
        Limit::SampleValues.check(values.len())?;
        Self::weighted(values, &vec![1.0; values.len()])
    }

    /// Builds the distribution of a sample, in any order, with the given weights.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new), and [`OutOfRange`](ErrorKind::OutOfRange) for a weight outside the
    /// range above; [`ShapeMismatch`](ErrorKind::ShapeMismatch) unless each value has one.
    pub fn weighted(values: &[f64], weights: &[f64]) -> Result<Self, Error> {
        if values.len() != weights.len() {
            return Err(Error::new(ErrorKind::ShapeMismatch {
                what: "weights of a sample",
                expected: values.len(),
                found: weights.len(),
            }));
        }
        Limit::SampleValues.check(values.len())?;
        let mut pairs = Vec::with_capacity(values.len());
        for (&value, &weight) in values.iter().zip(weights) {
            // Adding zero turns -0 into 0, the same value with other bits.
            let value = LOCATION.check("value of a sample", value)? + 0.0;
            pairs.push((value, SPREAD.check("weight of a sample", weight)?));
        }
        // Sorted by weight as well, so that the order given does not change how weights are summed.
        pairs.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let (Some(first), Some(last)) = (pairs.first(), pairs.last()) else {
            return Err(Error::new(ErrorKind::Missing {
                what: "`values`",
                remedy: "give at least two different values",
            }));
        };
        shape::width(first.0, last.0)?;
        let (values, weights) = pairs.into_iter().unzip();
        Ok(Self::from_sorted(values, weights))
    }

    fn from_sorted(values: Vec<f64>, weights: Vec<f64>) -> Self {
        let least = weights.iter().copied().fold(f64::INFINITY, f64::min);
        let running = |sum: &mut f64, weight: &f64| {
            *sum += weight / least;
            Some(*sum)
        };
        let counts: Vec<f64> = weights.iter().scan(0.0, running).collect();
        let mut above: Vec<f64> = weights.iter().rev().scan(0.0, running).collect();
        above.pop();
        above.reverse();
        above.push(0.0);
        let low = values[0];
        let high = values[values.len() - 1];
        let total = counts[counts.len() - 1];
        for sum in &mut above {
            *sum /= total;
        }
        let shares = || {
            values
                .iter()
                .zip(&weights)
                .map(|(x, w)| (x, w / least / total))
        };
        let mean = low + shares().map(|(x, share)| share * (x - low)).sum::<f64>();
        let mean = mean.clamp(low, high);
        let variance: f64 = shares()
            .map(|(x, share)| share * (x - mean) * (x - mean))
            .sum();
        Self {
            values,
            weights,
            counts,
            above,
            mean,
            standard_deviation: variance.sqrt(),
        }
    }

    /// The sorted values in the quantity's unit, with repeated values repeated.
    #[must_use]
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// The weights, in the order of [`values`](Self::values).
    #[must_use]
    pub fn weights(&self) -> &[f64] {
        &self.weights
    }

    /// Returns the sum of all weights, in units of the least.
    fn total(&self) -> f64 {
        self.counts[self.counts.len() - 1]
    }

    /// Returns the least value whose cumulative probability reaches `p`: the draw for a uniform
    /// number.
    pub(super) fn draw(&self, p: f64) -> f64 {
        let count = p * self.total();
        let at = self.counts.partition_point(|sum| *sum < count);
        self.values[at.min(self.values.len() - 1)]
    }
}

impl sealed::Sealed for Empirical {}

impl Shape for Empirical {
    fn name(&self) -> &'static str {
        "empirical"
    }

    fn mean(&self) -> f64 {
        self.mean
    }

    fn variance(&self) -> f64 {
        self.standard_deviation * self.standard_deviation
    }

    fn standard_deviation(&self) -> f64 {
        self.standard_deviation
    }

    /// Infinite at the values of the sample and zero elsewhere.
    fn density(&self, x: f64) -> f64 {
        let at = self.values.partition_point(|value| *value < x);
        let is_value = self.values.get(at).is_some_and(|value| *value <= x);
        if is_value { f64::INFINITY } else { 0.0 }
    }

    fn cumulative(&self, x: f64) -> f64 {
        match self.values.partition_point(|value| *value <= x) {
            0 => 0.0,
            count => self.counts[count - 1] / self.total(),
        }
    }

    fn survival(&self, x: f64) -> f64 {
        if x.is_nan() {
            return 0.0;
        }
        match self.values.partition_point(|value| *value <= x) {
            0 => 1.0,
            count => self.above[count - 1],
        }
    }

    /// Interpolates between neighbours by type 7, as defined above.
    fn quantile(&self, p: f64) -> Result<f64, Error> {
        let p = level(p)?;
        let last = self.values.len() - 1;
        // The window of one observation whose values are averaged.
        let from = (self.total() - 1.0) * p;
        let at = self.counts.partition_point(|sum| *sum <= from).min(last);
        let (value, next) = (self.values[at], self.values[(at + 1).min(last)]);
        // No weight is below one observation, so the window reaches no further than the next value.
        let beyond = (from + 1.0 - self.counts[at]).clamp(0.0, 1.0);
        Ok((value + beyond * (next - value)).clamp(value, next))
    }

    fn support(&self) -> (f64, f64) {
        (self.values[0], self.values[self.values.len() - 1])
    }
}

impl fmt::Display for Empirical {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (low, high) = self.support();
        let (count, low, high) = (self.values.len(), Plain(low), Plain(high));
        write!(f, "empirical, {count} values, {low} to {high}")
    }
}

#[derive(serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename = "Empirical")]
pub(super) struct Fields {
    #[serde(deserialize_with = "limits::list::<{ Limit::SampleValues as usize }, _, _>")]
    pub(super) values: Vec<f64>,
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "limits::list_if_any::<{ Limit::SampleValues as usize }, _, _>"
    )]
    pub(super) weights: Option<Vec<f64>>,
}

impl TryFrom<Fields> for Empirical {
    type Error = Error;

    fn try_from(fields: Fields) -> Result<Self, Error> {
        match fields.weights {
            Some(weights) => Self::weighted(&fields.values, &weights),
            None => Self::new(&fields.values),
        }
    }
}

impl From<Empirical> for Fields {
    fn from(shape: Empirical) -> Self {
        let is_unweighted = shape
            .weights
            .iter()
            .all(|w| w.to_bits() == 1.0_f64.to_bits());
        Self {
            values: shape.values,
            weights: (!is_unweighted).then_some(shape.weights),
        }
    }
}

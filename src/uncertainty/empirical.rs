use std::fmt;

use super::shape::{self, LOCATION, Plain, SPREAD, Shape, level, sealed};
use crate::{Error, ErrorKind};

/// The shape of a sample: observed values, each with its weight.
///
/// | parameter | unit | range |
/// |---|---|---|
/// | `values` | the quantity's | at least two different ones, within 1e150 of zero, between 1e-150 and 1e150 apart |
/// | `weights` | any | `[1e-150, 1e150]`, one for each value; default 1 |
///
/// The cumulative function runs in straight lines through the sorted values x(1) < ... < x(n); equal
/// values are one value with the sum of their weights. It rises from 0 at the least value to 1 at the
/// greatest, between two neighbours by the mean of their weights. With equal weights it is
/// `(i - 1) / (n - 1)` at x(i): the quantile of type 7 of Hyndman and Fan (1996), "Sample quantiles in statistical
/// packages", *The American Statistician* 50(4), 361-365. Density, mean and variance are those of this
/// piecewise uniform shape: they are not the mean and variance of the sample, which has its weight
/// on the points.
///
/// In a file: `{ shape = "empirical", values = [3.1, 3.4, 3.9], weights = [1, 2, 1] }`.
///
/// # Examples
///
/// ```
/// use compute_impact::uncertainty::{Empirical, Shape};
///
/// let multiplier = Empirical::new(&[3.9, 3.1, 3.4, 4.2])?;
/// assert!((multiplier.quantile(0.5)? - 3.65).abs() < 1e-15);
/// assert!((multiplier.cumulative(3.4) - 1.0 / 3.0).abs() < 1e-15);
/// assert!(Empirical::new(&[3.1, 3.1]).is_err()); // `Certain` is the shape without spread
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "Fields", into = "Fields")]
pub struct Empirical {
    /// Rising strictly.
    values: Vec<f64>,
    weights: Vec<f64>,
    /// The probability up to each value: from 0, never falling, to 1.
    cumulative: Vec<f64>,
    mean: f64,
    standard_deviation: f64,
}

impl Empirical {
    /// The shape of a sample in any order.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](ErrorKind::OutOfRange) if a value or the width of the sample is outside the
    /// range above; [`Missing`](ErrorKind::Missing) if there is none;
    /// [`Conflict`](ErrorKind::Conflict) if all values are equal.
    pub fn new(values: &[f64]) -> Result<Self, Error> {
        Self::weighted(values, &vec![1.0; values.len()])
    }

    /// The shape of a sample whose values count with the given weights.
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
        let mut pairs = Vec::with_capacity(values.len());
        for (&value, &weight) in values.iter().zip(weights) {
            // Adding zero turns -0 into 0, which is the same value with other bits.
            let value = LOCATION.check("value of a sample", value)? + 0.0;
            pairs.push((value, SPREAD.check("weight of a sample", weight)?));
        }
        // By weight as well, so that the order given does not change how weights are summed.
        pairs.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        pairs.dedup_by(|next, kept| {
            let same = next.0 <= kept.0;
            if same {
                kept.1 += next.1;
            }
            same
        });
        let (Some(first), Some(last)) = (pairs.first(), pairs.last()) else {
            return Err(Error::new(ErrorKind::Missing {
                what: "`values`",
                remedy: "a sample needs at least two different values",
            }));
        };
        shape::width(first.0, last.0)?;
        let (values, weights) = pairs.into_iter().unzip();
        Ok(Self::from_sorted(values, weights))
    }

    fn from_sorted(values: Vec<f64>, weights: Vec<f64>) -> Self {
        let mut total = 0.0;
        let mut cumulative = vec![0.0];
        for pair in weights.windows(2) {
            total += 0.5 * pair[0] + 0.5 * pair[1];
            cumulative.push(total);
        }
        for sum in &mut cumulative {
            *sum /= total;
        }
        let mut shape = Self {
            values,
            weights,
            cumulative,
            mean: 0.0,
            standard_deviation: 0.0,
        };
        let low = shape.values[0];
        shape.mean = low
            + shape
                .pieces()
                .map(|(x, gap, mass)| mass * (x - low + 0.5 * gap))
                .sum::<f64>();
        let mean = shape.mean;
        shape.standard_deviation = shape
            .pieces()
            .map(|(x, gap, mass)| {
                let from_mean = x - mean + 0.5 * gap;
                mass * (from_mean * from_mean + gap * gap / 12.0)
            })
            .sum::<f64>()
            .sqrt();
        shape
    }

    /// The sorted values, in the quantity's unit.
    #[must_use]
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// The weights, in the order of [`values`](Self::values).
    #[must_use]
    pub fn weights(&self) -> &[f64] {
        &self.weights
    }

    /// Start, length and mass of the stretches between neighbours.
    fn pieces(&self) -> impl Iterator<Item = (f64, f64, f64)> + '_ {
        self.values
            .windows(2)
            .zip(self.cumulative.windows(2))
            .map(|(x, p)| (x[0], x[1] - x[0], p[1] - p[0]))
    }

    /// The stretch that holds `x`, which lies inside: its number and how far into it, in `[0, 1]`.
    fn locate(sorted: &[f64], x: f64) -> (usize, f64) {
        let last = sorted.len() - 2;
        let at = sorted
            .partition_point(|v| *v <= x)
            .saturating_sub(1)
            .min(last);
        let gap = sorted[at + 1] - sorted[at];
        let part = if gap > 0.0 {
            (x - sorted[at]) / gap
        } else {
            0.0
        };
        (at, part.min(1.0))
    }

    /// `from` at the place in it, where `to` has `x`.
    fn interpolate(from: &[f64], to: &[f64], x: f64) -> f64 {
        let (at, part) = Self::locate(from, x);
        (to[at] + part * (to[at + 1] - to[at])).clamp(to[at], to[at + 1])
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

    /// At a sample value, the density just above it; at the greatest, just below. Infinite where
    /// two values are so near that it overflows.
    fn density(&self, x: f64) -> f64 {
        let (low, high) = self.support();
        if !(x >= low && x <= high) {
            return 0.0;
        }
        let (at, _) = Self::locate(&self.values, x);
        let mass = self.cumulative[at + 1] - self.cumulative[at];
        mass / (self.values[at + 1] - self.values[at])
    }

    fn cumulative(&self, x: f64) -> f64 {
        let (low, high) = self.support();
        if x >= high {
            1.0
        } else if x > low {
            Self::interpolate(&self.values, &self.cumulative, x)
        } else {
            0.0
        }
    }

    fn survival(&self, x: f64) -> f64 {
        if x.is_nan() {
            0.0
        } else {
            1.0 - self.cumulative(x)
        }
    }

    fn quantile(&self, p: f64) -> Result<f64, Error> {
        let p = level(p)?;
        let (low, high) = self.support();
        Ok(if p <= 0.0 {
            low
        } else if p >= 1.0 {
            high
        } else {
            Self::interpolate(&self.cumulative, &self.values, p)
        })
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
struct Fields {
    values: Vec<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    weights: Option<Vec<f64>>,
}

impl TryFrom<Fields> for Empirical {
    type Error = Error;

    fn try_from(given: Fields) -> Result<Self, Error> {
        match given.weights {
            Some(weights) => Self::weighted(&given.values, &weights),
            None => Self::new(&given.values),
        }
    }
}

impl From<Empirical> for Fields {
    fn from(shape: Empirical) -> Self {
        let plain = shape
            .weights
            .iter()
            .all(|w| w.to_bits() == 1.0_f64.to_bits());
        Self {
            values: shape.values,
            weights: (!plain).then_some(shape.weights),
        }
    }
}

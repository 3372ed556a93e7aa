//! Published values of one quantity from several studies, pooled into one estimate.

use super::{Confidence, Estimate, EvidenceKind, Figure, Source};
use crate::limits::Limit;
use crate::uncertainty::{Empirical, Uncertainty};
use crate::{Error, ErrorKind, Quantity};

impl<Q: Quantity> Estimate<Q> {
    /// Pools entries of the catalogue, each with a weight, into one estimate.
    ///
    /// The uncertainty is the disagreement between the studies: a discrete distribution with an atom
    /// at the central value of each entry. With weights `w_i` and values `x_i` its mean and variance
    /// are
    ///
    /// ```text
    /// m = sum_i w_i x_i / sum_i w_i          v = sum_i w_i (x_i - m)^2 / sum_i w_i
    /// ```
    ///
    /// and its ends are the least and the greatest value. The value of the estimate is the mean. The
    /// spread that a study reports of its own value does not enter, so that the result is too narrow
    /// where that spread is as wide as the disagreement. Weights are a judgement: nothing here infers
    /// them from the data.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](ErrorKind::OutOfRange) for fewer than two entries, and for a weight that is
    /// not positive; [`TooMany`](ErrorKind::TooMany) past [`Limit::PooledEntries`]; [`Unknown`](ErrorKind::Unknown) for an identifier that the
    /// catalogue does not have; [`WrongQuantity`](ErrorKind::WrongQuantity) for an entry of another
    /// quantity; [`Conflict`](ErrorKind::Conflict) for values in different units, or if all are
    /// equal; [`Duplicate`](ErrorKind::Duplicate) for an entry that is given twice.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::Elasticity;
    /// use compute_impact::evidence::Estimate;
    ///
    /// let pooled = Estimate::<Elasticity>::pooled(&[
    ///     ("caict.elasticity.gdp-2025", 1.0),  // 0.0426
    ///     ("literature.ict.corrected", 3.0),   // 0.003, with three times the weight
    /// ])?;
    /// let mean = (0.0426 + 3.0 * 0.003) / 4.0;
    /// assert!((pooled.value().get() - mean).abs() < 1e-15);
    /// let spread = pooled.uncertainty().unwrap();
    /// assert_eq!(spread.support(), (0.003, 0.0426));
    /// let deviation = 0.0396 * (0.25_f64 * 0.75).sqrt(); // of two atoms 0.0396 apart
    /// assert!((spread.standard_deviation() - deviation).abs() < 1e-15);
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn pooled(entries: &[(&str, f64)]) -> Result<Self, Error>
    where
        Self: TryFrom<Figure, Error = Error>,
    {
        Limit::PooledEntries.check_from(2, "number of entries to pool", entries.len())?;
        let mut estimates = Vec::with_capacity(entries.len());
        for (number, (id, _)) in entries.iter().enumerate() {
            if entries[..number].iter().any(|(other, _)| other == id) {
                return Err(Error::duplicate("the entry to pool", id));
            }
            estimates.push(Self::from_catalogue(id)?);
        }
        let first = estimates[0].value();
        if estimates
            .iter()
            .any(|other| other.value().unit() != first.unit())
        {
            return Err(Error::new(ErrorKind::Conflict {
                what: "a figure in one unit",
                with: "a figure in another",
                remedy: "pool figures of one unit, frequency, currency and price basis",
            }));
        }
        let values: Vec<f64> = estimates
            .iter()
            .map(|other| other.value().number())
            .collect();
        let weights: Vec<f64> = entries.iter().map(|(_, weight)| *weight).collect();
        let distribution = Empirical::weighted(&values, &weights)?;
        let uncertainty = Uncertainty::from(distribution);
        let ids: Vec<&str> = entries.iter().map(|(id, _)| *id).collect();
        let source = Source::new(
            "own calculation",
            format!("weighted pool of {}", ids.join(", ")),
            EvidenceKind::Derived,
            Confidence::Derived,
        )?;
        let value = first.with_number(uncertainty.mean())?;
        Self::new(value, source).with_uncertainty(uncertainty)
    }
}

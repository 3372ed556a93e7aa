//! The wild cluster bootstrap, for tests with few clusters.

use nalgebra::{DMatrix, DVector};
use serde::Serialize;

use super::clusters::Clusters;
use super::data::Data;
use super::fit::Fit;
use super::least_squares;
use super::standard_errors::StandardErrors;
use crate::kernel::{Draws, Level, uniform_at};
use crate::{Error, ErrorKind, Interval};

/// A test by the wild cluster bootstrap.
///
/// # Examples
///
/// See [`Fit::wild_cluster_bootstrap`].
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct WildBootstrap {
    /// The t statistic of the fit.
    pub statistic: f64,
    /// The share of resampled t statistics that are at least as far from zero.
    pub p_value: f64,
    /// The number of resampled t statistics.
    pub draws: u64,
    /// True if they are all that there are, so that the p value does not depend on a seed.
    pub is_complete: bool,
}

/// The most clusters of which all signs are enumerated, and fewer than which have too few of them.
const ENUMERATED: usize = 12;

impl Fit {
    /// Tests that a coefficient has a value, by resampling the signs of the errors of whole clusters
    /// with the null hypothesis imposed: Cameron, Gelbach and Miller (2008), *Review of Economics and
    /// Statistics* 90(3), 414-427. With fewer than some 20 clusters the t test of clustered errors
    /// rejects too often, and this one does not.
    ///
    /// With at most 12 clusters the signs are enumerated, `2^G` in all, if there are not more than
    /// `draws`; else they are drawn. Only the fit's own clusters are resampled. The result depends on
    /// the seed and not on threads.
    ///
    /// # Errors
    ///
    /// As [`coefficient`](Self::coefficient); [`OutOfRange`](ErrorKind::OutOfRange) unless `value` is
    /// finite and there are 99 to 10 million draws, and at most 10^9 draws times clusters; [`Conflict`](ErrorKind::Conflict) for errors that
    /// are not clustered by one column, and for absorbed effects that are not nested in a cluster.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::estimation::{Data, Regression, SmallSample, StandardErrors, Term};
    ///
    /// let x: Vec<f64> = (0..24).map(|row| f64::from(row % 7)).collect();
    /// let of_city = [0.4, -0.7, 0.2, 0.9, -0.5, -0.3];
    /// let y = x.iter().enumerate().map(|(row, x)| 0.5 * x + of_city[row / 4]);
    /// let data = Data::new()
    ///     .with_numbers("y", y)?
    ///     .with_numbers("x", x.clone())?
    ///     .with_labels("city", (0..24).map(|row| format!("city {}", row / 4)))?;
    /// let fit = Regression::of(Term::column("y"))
    ///     .on(Term::column("x"))
    ///     .fit(&data, &StandardErrors::clustered_by("city"), SmallSample::STATA)?;
    /// let test = fit.wild_cluster_bootstrap(&data, "x", 0.0, 9_999, 1)?;
    /// assert!(test.is_complete && test.draws == 64);
    /// assert!(test.p_value < 0.05);
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn wild_cluster_bootstrap(
        &self,
        data: &Data,
        name: &str,
        value: f64,
        draws: u64,
        seed: u64,
    ) -> Result<WildBootstrap, Error> {
        let coefficient = self.coefficient(name)?;
        Interval::FINITE.check("value of a coefficient", value)?;
        let StandardErrors::Clustered { by } = self.standard_errors() else {
            return Err(Error::new(ErrorKind::Conflict {
                what: "a wild cluster bootstrap",
                with: "errors that are not clustered by one column",
                remedy: "fit with `StandardErrors::clustered_by`",
            }));
        };
        if self.is_projected {
            return Err(Error::new(ErrorKind::Conflict {
                what: "a wild cluster bootstrap",
                with: "instruments",
                remedy: "use the Anderson-Rubin set",
            }));
        }
        let groups = data.groups(by)?;
        let clusters = Clusters::new(&groups, self.rows());
        #[expect(clippy::cast_precision_loss, reason = "to be checked")]
        let (count, given) = (clusters.count as f64, draws as f64);
        // At most 10^7 rows, so that a hundred draws are always allowed.
        Interval::closed_const(99.0, (1e9 / count).min(1e7)).check("number of draws", given)?;
        if !self.are_effects_nested(&clusters) {
            return Err(Error::new(ErrorKind::Conflict {
                what: "a wild cluster bootstrap",
                with: "absorbed effects that span clusters",
                remedy: "use `Term::dummies` for them",
            }));
        }
        let place = self.place(name)?;
        let resampling = Resampling::new(self, &clusters, place, value)?;
        let statistic = coefficient.statistic_against(value);
        let is_complete = clusters.count <= ENUMERATED && (1 << clusters.count) <= draws;
        let draws = if is_complete {
            1 << clusters.count
        } else {
            draws
        };
        let least = resampling.statistic(&vec![1.0; clusters.count]).abs() * (1.0 - 1e-10);
        let mut weights = vec![0.0; clusters.count];
        let mut extreme = 0_u64;
        for draw in 0..draws {
            if is_complete {
                for (cluster, weight) in weights.iter_mut().enumerate() {
                    *weight = if draw >> cluster & 1 == 0 { 1.0 } else { -1.0 };
                }
            } else {
                let level = Level::detect();
                uniform_at(level, seed, draw, 0, Draws::From(0), &mut weights);
                for weight in &mut weights {
                    *weight = sign(*weight, clusters.count);
                }
            }
            extreme += u64::from(resampling.statistic(&weights).abs() >= least);
        }
        #[expect(clippy::cast_precision_loss, reason = "at most 10 million")]
        let p_value = extreme as f64 / draws as f64;
        Ok(WildBootstrap {
            statistic,
            p_value,
            draws,
            is_complete,
        })
    }

    fn are_effects_nested(&self, clusters: &Clusters) -> bool {
        let effects = &self.design.absorbed;
        effects
            .iter()
            .all(|effect| super::absorb::nests(&clusters.codes, effect))
    }
}

/// The weight of a cluster's errors: a sign or, with few clusters, one of the six points of Webb
/// (2023), *Canadian Journal of Economics* 56(3), 839-858.
fn sign(uniform: f64, clusters: usize) -> f64 {
    if clusters > ENUMERATED {
        return if uniform < 0.5 { -1.0 } else { 1.0 };
    }
    let sixth = uniform * 6.0;
    let size = if sixth < 2.0 {
        0.5_f64.sqrt()
    } else if sixth < 4.0 {
        1.0
    } else {
        1.5_f64.sqrt()
    };
    // The first or the second half of each third.
    if sixth % 2.0 < 1.0 { size } else { -size }
}

/// Sums over clusters, from which the t statistic of any signs follows.
///
/// With `a = X (X'X)^-1 e_j`, restricted residuals `u` and weights `w_g`, the resampled coefficient
/// differs from its value by `sum_g w_g a_g' u_g`, and the score of cluster `g` is
/// `w_g a_g' u_g - (Q_g' a_g)' sum_h w_h Q_h' u_h`: Roodman, MacKinnon, Nielsen and Webb (2019),
/// *Stata Journal* 19(1), 4-60.
struct Resampling {
    /// `a_g' u_g` of each cluster.
    own: Vec<f64>,
    /// `Q_g' u_g` of each cluster, clusters x columns.
    errors: DMatrix<f64>,
    /// `Q_g' a_g` of each cluster, clusters x columns.
    loadings: DMatrix<f64>,
    /// The factor of the variance for small samples.
    factor: f64,
}

impl Resampling {
    fn new(fit: &Fit, clusters: &Clusters, place: usize, value: f64) -> Result<Self, Error> {
        let q = &fit.solution.q;
        let r_inverse = &fit.solution.r_inverse;
        // X (X'X)^-1 e_j = Q R^-T e_j
        let a = q * r_inverse.row(place).transpose();
        // Least squares with the coefficient at the value: the residuals of the fit, plus what the
        // distance moves along the part of its column that the others do not explain.
        let variance = r_inverse.row(place).norm_squared();
        let distance = fit.solution.coefficients[place] - value;
        let restricted = &fit.solution.residuals + &a * (distance / variance);
        let a_column = DMatrix::from_column_slice(a.len(), 1, a.as_slice());
        let resampling = Self {
            own: clusters.sums(&a_column, &restricted).as_slice().to_vec(),
            errors: clusters.sums(q, &restricted),
            loadings: clusters.sums(q, &a),
            factor: 1.0,
        };
        // The factor is that of the fit, whose own statistic all signs of plus give.
        let plain = resampling.statistic(&vec![1.0; clusters.count]);
        let own = distance / fit.coefficients()[place].standard_error();
        let factor = if plain == 0.0 { 1.0 } else { own / plain };
        if !factor.is_finite() {
            return Err(least_squares::exact("a bootstrap"));
        }
        Ok(Self {
            factor,
            ..resampling
        })
    }

    fn statistic(&self, weights: &[f64]) -> f64 {
        let weights_of = DVector::from_column_slice(weights);
        let shift = self.errors.tr_mul(&weights_of);
        let mut value = 0.0;
        let mut variance = 0.0;
        for (cluster, weight) in weights.iter().enumerate() {
            let own = weight * self.own[cluster];
            value += own;
            let score = own - self.loadings.row(cluster).tr_dot(&shift);
            variance += score * score;
        }
        if value == 0.0 {
            0.0
        } else {
            self.factor * value / variance.sqrt()
        }
    }
}

//! Conversion of one kind of coefficient into another, at an operating point.
//!
//! A converted coefficient gives the same response only at one point, a stated growth of compute or
//! a stated score of the index. Elsewhere the two differ, so each conversion takes the point.
//!
//! These are inverses of the response that a scenario's plan computes, and a test compares the two.

use crate::{Elasticity, Error, GrowthRate, GrowthRatio, IndexScore, SemiElasticity};

/// The log change below which the ratio of two logarithms is replaced by its limit. The error is of
/// the order of the change itself, and the division would lose more.
const SMALL: f64 = 1e-12;

impl GrowthRatio {
    /// Returns the growth ratio that gives `points` of growth of an outcome for a difference of
    /// `gap` in the growth of compute, both as fractions: `points / gap`. It inverts the response
    /// of a growth ratio.
    pub(crate) fn implied_by(points: f64, gap: f64) -> Result<Self, Error> {
        Self::new(points / gap)
    }

    /// Returns the elasticity that gives the same outcome when compute grows by `growth` in one
    /// period: `ln(1 + ρ g) / ln(1 + g)`.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) if the outcome would fall to zero or below at
    /// that growth.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::{GrowthRate, GrowthRatio};
    ///
    /// let caict = GrowthRatio::new(0.2)?;
    /// let elasticity = caict.elasticity_at(GrowthRate::per_year(0.46)?)?;
    /// assert!((elasticity.get() - 0.232565).abs() < 1e-5);
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn elasticity_at(self, growth: GrowthRate) -> Result<Elasticity, Error> {
        let change = GrowthRate::ALLOWED.check(
            "growth of the outcome at the operating point",
            self.get() * growth.get(),
        )?;
        let log_growth = libm::log1p(growth.get());
        if log_growth.abs() < SMALL {
            return Elasticity::new(self.get());
        }
        Elasticity::implied_by(change, growth.get())
    }
}

impl Elasticity {
    /// Returns the elasticity that gives a change of the outcome for a growth of compute, both as
    /// fractions: `ln(1 + change) / ln(1 + growth)`. It inverts the isoelastic response.
    pub(crate) fn implied_by(change: f64, growth: f64) -> Result<Self, Error> {
        Self::new(libm::log1p(change) / libm::log1p(growth))
    }

    /// Returns the growth ratio that gives the same outcome when compute grows by `growth` in one
    /// period: `((1 + g)^ε - 1) / g`.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) if the outcome overflows at that growth.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::{Elasticity, GrowthRate};
    ///
    /// let ratio = Elasticity::new(0.2)?.growth_ratio_at(GrowthRate::per_year(1.0)?)?;
    /// assert!((ratio.get() - 0.1486983549970351).abs() < 1e-15);
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn growth_ratio_at(self, growth: GrowthRate) -> Result<GrowthRatio, Error> {
        let log_growth = libm::log1p(growth.get());
        if log_growth.abs() < SMALL {
            return GrowthRatio::new(self.get());
        }
        GrowthRatio::new(libm::expm1(self.get() * log_growth) / growth.get())
    }

    /// Returns the semi-elasticity that gives the same response at that score of the index:
    /// `ε / I`.
    ///
    /// The index is not a capacity: this converts per cent of the *index* into points of it.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) at a score of zero.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::{Elasticity, IndexScore};
    ///
    /// let per_point = Elasticity::new(0.126)?.semi_elasticity_at(IndexScore::new(70.0)?)?;
    /// assert!((per_point.get() - 0.0018).abs() < 1e-15);
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn semi_elasticity_at(self, score: IndexScore) -> Result<SemiElasticity, Error> {
        SemiElasticity::new(self.get() / score.get())
    }
}

impl SemiElasticity {
    /// Returns the elasticity with respect to the index itself at that score: `σ I`.
    ///
    /// 1.8 ‰ per point at 70 points is 0.126 % per 1 % of the index. The index is not FLOP/s, so
    /// the result cannot be compared with an elasticity with respect to capacity.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) if the product overflows.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::{IndexScore, SemiElasticity};
    ///
    /// let gdp = SemiElasticity::from_per_mille(1.8)?;
    /// assert!((gdp.elasticity_at(IndexScore::new(70.0)?)?.get() - 0.126).abs() < 1e-15);
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn elasticity_at(self, score: IndexScore) -> Result<Elasticity, Error> {
        Elasticity::new(self.get() * score.get())
    }
}

//! From one kind of coefficient to another, at an operating point.
//!
//! The three kinds agree only where they are made to: at a stated growth of compute, or at a
//! stated score of the index. Away from it they differ, so each conversion asks for the point.
//!
//! These are inverses of the response that a scenario's plan computes; a test holds them against
//! it.

use crate::{Elasticity, Error, GrowthRate, GrowthRatio, IndexScore, SemiElasticity};

/// Below this log change the ratio of two logarithms is taken at its limit; the error of doing so
/// is of the order of the change itself, and the division would lose more.
const SMALL: f64 = 1e-12;

impl GrowthRatio {
    /// The growth ratio that gives `points` of an outcome's growth at a gap of so much in the
    /// growth of compute, both as fractions: `points / gap`. The inverse of the response of a
    /// growth ratio.
    pub(crate) fn implied_by(points: f64, gap: f64) -> Result<Self, Error> {
        Self::new(points / gap)
    }

    /// The elasticity that gives the same outcome when compute grows by `growth` in one period:
    /// `ln(1 + ρ g) / ln(1 + g)`.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) if the ratio takes the outcome to zero or
    /// below at that growth.
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
    /// The elasticity that gives a change of the outcome at a growth of compute, both as fractions:
    /// `ln(1 + change) / ln(1 + growth)`. The inverse of the isoelastic response.
    pub(crate) fn implied_by(change: f64, growth: f64) -> Result<Self, Error> {
        Self::new(libm::log1p(change) / libm::log1p(growth))
    }

    /// The growth ratio that gives the same outcome when compute grows by `growth` in one
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

    /// The semi-elasticity that gives the same response at that score of the index: `ε / I`.
    ///
    /// The index is not capacity: this converts per cent of the *index* to points of it.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) at a score of zero.
    pub fn semi_elasticity_at(self, score: IndexScore) -> Result<SemiElasticity, Error> {
        SemiElasticity::new(self.get() / score.get())
    }
}

impl SemiElasticity {
    /// The elasticity with respect to the index itself at that score: `σ I`.
    ///
    /// 1.8 ‰ per point at 70 points is 0.126 % per 1 % of the index. The index is not FLOP/s, so
    /// this is still not comparable with an elasticity with respect to capacity.
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

use super::BreakEven;
use crate::{Elasticity, GrowthRate, GrowthRatio, Money, MultiplierOf, Period};

/// The response to compute and the multiplier side by side, for one year.
///
/// Both value a year's build-out: the response by what more compute makes possible (supply), the
/// multiplier by what the outlay triggers along the supply chain (demand). They overlap, so they
/// are never added. Returned by [`Projection::reconciliation`](crate::Projection::reconciliation).
///
/// Fractions refer to one GDP: that of the period if compute had grown like its counterfactual in
/// the year that ends with the period, and as in the scenario before. Money is per year at that
/// period's level. Unless [`multiplier_of`](Self::multiplier_of) is value added, the multiplier's
/// output is not part of GDP: its fraction only shows its size, and the implied and break-even
/// figures are upper bounds.
///
/// # Examples
///
/// ```
/// use compute_impact::Scenario;
///
/// let projection = Scenario::shipped("china-2030")?.project()?;
/// let year = projection.reconciliation("2025".parse()?)?.unwrap();
/// // Fractions are money over GDP without the step.
/// let fraction = year.multiplier_money().amount() / year.gdp().amount();
/// assert!((year.multiplier_fraction() / fraction - 1.0).abs() < 1e-9);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct Reconciliation {
    pub(crate) period: Period,
    pub(crate) gdp: Money,
    pub(crate) compute_growth: f64,
    pub(crate) response_money: Money,
    pub(crate) response_fraction: f64,
    pub(crate) outlay: Money,
    pub(crate) multiplier_of: MultiplierOf,
    pub(crate) multiplier_money: Money,
    pub(crate) multiplier_fraction: f64,
    pub(crate) implied_elasticity: Option<Elasticity>,
    pub(crate) implied_growth_ratio: Option<GrowthRatio>,
    pub(crate) break_even_growth: BreakEven<GrowthRate>,
    pub(crate) break_even_outlay: BreakEven<Money>,
}

impl Reconciliation {
    /// The period at the end of which the year ends.
    #[must_use]
    pub const fn period(&self) -> Period {
        self.period
    }

    /// GDP of the year without the step of compute, to which all fractions refer.
    #[must_use]
    pub const fn gdp(&self) -> Money {
        self.gdp
    }

    /// The growth of effective compute over the year relative to the counterfactual, as a fraction:
    /// `(1 + G) / (1 + G0) - 1`, with the growth `G` of the scenario and `G0` of the
    /// counterfactual.
    #[must_use]
    pub const fn compute_growth(&self) -> f64 {
        self.compute_growth
    }

    /// The addition to GDP by the year's step of compute, in money per year. Additions by earlier
    /// steps are part of the GDP without the step.
    #[must_use]
    pub const fn response_money(&self) -> Money {
        self.response_money
    }

    /// The response as a fraction of the year's GDP without the year's growth of compute over the
    /// counterfactual.
    #[must_use]
    pub const fn response_fraction(&self) -> f64 {
        self.response_fraction
    }

    /// The money spent in the year.
    #[must_use]
    pub const fn outlay(&self) -> Money {
        self.outlay
    }

    /// The basis of the multiplier.
    #[must_use]
    pub const fn multiplier_of(&self) -> MultiplierOf {
        self.multiplier_of
    }

    /// The return of the year's outlay by the multiplier.
    #[must_use]
    pub const fn multiplier_money(&self) -> Money {
        self.multiplier_money
    }

    /// The multiplier's return as a fraction of the year's GDP without the year's growth of
    /// compute over the counterfactual.
    #[must_use]
    pub const fn multiplier_fraction(&self) -> f64 {
        self.multiplier_fraction
    }

    /// The elasticity at which the response would equal the multiplier's return, at this growth of
    /// compute.
    #[must_use]
    pub const fn implied_elasticity(&self) -> Option<Elasticity> {
        self.implied_elasticity
    }

    /// The growth ratio at which the response would equal the multiplier's return.
    #[must_use]
    pub const fn implied_growth_ratio(&self) -> Option<GrowthRatio> {
        self.implied_growth_ratio
    }

    /// The break-even growth: the yearly growth of effective compute at which the scenario's
    /// response equals the multiplier's return. It is a root of the scenario's own equations, with
    /// its lags, saturation and coherence, between a growth of -98 % and of several billion per
    /// cent over the counterfactual.
    #[must_use]
    pub const fn break_even_growth(&self) -> BreakEven<GrowthRate> {
        self.break_even_growth
    }

    /// The break-even outlay, at which the multiplier's return equals the response, between zero
    /// and a thousand times the scenario's outlay. Any dependence of the response on the outlay is
    /// left out.
    #[must_use]
    pub const fn break_even_outlay(&self) -> BreakEven<Money> {
        self.break_even_outlay
    }
}

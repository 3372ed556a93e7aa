use super::BreakEven;
use crate::{Elasticity, GrowthRate, GrowthRatio, Money, MultiplierOf, Period};

/// The response to compute and the multiplier side by side, for one year.
///
/// Both claim to say what a year's build-out is worth: the response by what more compute lets the
/// economy do (supply), the multiplier by what the outlay sets off along the supply chain
/// (demand). They overlap, so nothing here adds them. Made by
/// [`Projection::reconciliation`](crate::Projection::reconciliation).
///
/// Fractions are of one GDP: what it would be in the period if compute had grown like its
/// counterfactual in the year that ends with it, and as in the scenario before. Money is per year
/// at that period's level. Unless [`multiplier_of`](Self::multiplier_of) is value added, the
/// multiplier's output is no part of GDP: its fraction says how large it is, and the implied and
/// break-even figures hold at most.
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
    /// The period at whose end the year ends.
    #[must_use]
    pub const fn period(&self) -> Period {
        self.period
    }

    /// GDP of the year without the step: what all fractions are of.
    #[must_use]
    pub const fn gdp(&self) -> Money {
        self.gdp
    }

    /// Growth of effective compute over the year, over that of the counterfactual, as a fraction:
    /// `(1 + G) / (1 + G0) - 1`.
    #[must_use]
    pub const fn compute_growth(&self) -> f64 {
        self.compute_growth
    }

    /// What the year's step of compute adds, in money per year; what earlier steps added is in
    /// the GDP that it is added to.
    #[must_use]
    pub const fn response_money(&self) -> Money {
        self.response_money
    }

    /// The same as a fraction of GDP without the step.
    #[must_use]
    pub const fn response_fraction(&self) -> f64 {
        self.response_fraction
    }

    /// Money spent in the year.
    #[must_use]
    pub const fn outlay(&self) -> Money {
        self.outlay
    }

    /// What the multiplier is of.
    #[must_use]
    pub const fn multiplier_of(&self) -> MultiplierOf {
        self.multiplier_of
    }

    /// What the year's outlay is said to return.
    #[must_use]
    pub const fn multiplier_money(&self) -> Money {
        self.multiplier_money
    }

    /// The same over GDP without the step.
    #[must_use]
    pub const fn multiplier_fraction(&self) -> f64 {
        self.multiplier_fraction
    }

    /// The elasticity that would give what the multiplier gives at this growth of compute.
    #[must_use]
    pub const fn implied_elasticity(&self) -> Option<Elasticity> {
        self.implied_elasticity
    }

    /// The growth ratio that would.
    #[must_use]
    pub const fn implied_growth_ratio(&self) -> Option<GrowthRatio> {
        self.implied_growth_ratio
    }

    /// The yearly growth of effective compute at which the scenario's response gives what the
    /// multiplier gives: the root of the scenario's own plan, with its lags, saturation and coherence,
    /// between a growth of -98 % and of several thousand million per cent over the counterfactual.
    #[must_use]
    pub const fn break_even_growth(&self) -> BreakEven<GrowthRate> {
        self.break_even_growth
    }

    /// The outlay at which the multiplier gives what the response gives, as far as the response does
    /// not itself follow from the outlay; between nothing and a thousand times the scenario's.
    #[must_use]
    pub const fn break_even_outlay(&self) -> BreakEven<Money> {
        self.break_even_outlay
    }
}

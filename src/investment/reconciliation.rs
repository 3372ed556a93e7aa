use crate::{Elasticity, GrowthRate, GrowthRatio, Money, Period};

/// The response to compute and the multiplier side by side, for one period.
///
/// Both claim to say what the period's build-out is worth: the response by what more compute
/// lets the economy do (supply), the multiplier by what the outlay sets off along the supply
/// chain (demand). They overlap, so nothing here adds them. Made by
/// [`Projection::reconciliation`](crate::Projection::reconciliation).
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct Reconciliation {
    pub(crate) period: Period,
    pub(crate) compute_growth: f64,
    pub(crate) response_money: Money,
    pub(crate) response_fraction: f64,
    pub(crate) outlay: Money,
    pub(crate) multiplier_money: Money,
    pub(crate) multiplier_fraction: f64,
    pub(crate) implied_elasticity: Option<Elasticity>,
    pub(crate) implied_growth_ratio: Option<GrowthRatio>,
    pub(crate) agreeing_growth: Option<GrowthRate>,
    pub(crate) agreeing_outlay: Option<Money>,
}

impl Reconciliation {
    /// The period.
    #[must_use]
    pub const fn period(&self) -> Period {
        self.period
    }

    /// Growth of effective compute in the period over that of the counterfactual, as a fraction:
    /// `(1 + G) / (1 + G0) - 1`.
    #[must_use]
    pub const fn compute_growth(&self) -> f64 {
        self.compute_growth
    }

    /// What the response adds to GDP growth in this period, in money of GDP without it.
    #[must_use]
    pub const fn response_money(&self) -> Money {
        self.response_money
    }

    /// The same as a fraction of GDP.
    #[must_use]
    pub const fn response_fraction(&self) -> f64 {
        self.response_fraction
    }

    /// Money spent in the period.
    #[must_use]
    pub const fn outlay(&self) -> Money {
        self.outlay
    }

    /// What the outlay is said to return.
    #[must_use]
    pub const fn multiplier_money(&self) -> Money {
        self.multiplier_money
    }

    /// The same as a fraction of GDP.
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

    /// The growth of compute at which the scenario's coefficient gives what the multiplier
    /// gives; `None` if there is none.
    #[must_use]
    pub const fn agreeing_growth(&self) -> Option<GrowthRate> {
        self.agreeing_growth
    }

    /// The outlay at which the multiplier gives what the response gives; `None` if there is none.
    #[must_use]
    pub const fn agreeing_outlay(&self) -> Option<Money> {
        self.agreeing_outlay
    }
}

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
/// let fraction = year.multiplier_money.amount() / year.gdp.amount();
/// assert!((year.multiplier_fraction / fraction - 1.0).abs() < 1e-9);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct Reconciliation {
    /// The period at the end of which the year ends.
    pub period: Period,
    /// GDP of the year without the step of compute, to which all fractions refer.
    pub gdp: Money,
    /// The growth of effective compute over the year relative to the counterfactual, as a fraction:
    /// `(1 + G) / (1 + G0) - 1`, with the growth `G` of the scenario and `G0` of the
    /// counterfactual.
    pub compute_growth: f64,
    /// The addition to GDP by the year's step of compute, in money per year. Additions by earlier
    /// steps are part of the GDP without the step.
    pub response_money: Money,
    /// The response as a fraction of the year's GDP without the year's growth of compute over the
    /// counterfactual.
    pub response_fraction: f64,
    /// The money spent in the year.
    pub outlay: Money,
    /// The basis of the multiplier.
    pub multiplier_of: MultiplierOf,
    /// The return of the year's outlay by the multiplier.
    pub multiplier_money: Money,
    /// The multiplier's return as a fraction of the year's GDP without the year's growth of
    /// compute over the counterfactual.
    pub multiplier_fraction: f64,
    /// The elasticity at which the response would equal the multiplier's return, at this growth of
    /// compute.
    pub implied_elasticity: Option<Elasticity>,
    /// The growth ratio at which the response would equal the multiplier's return.
    pub implied_growth_ratio: Option<GrowthRatio>,
    /// The break-even growth: the yearly growth of effective compute at which the scenario's
    /// response equals the multiplier's return. It is a root of the scenario's own equations, with
    /// its lags, saturation and coherence, between a growth of -98 % and of several billion per
    /// cent over the counterfactual.
    pub break_even_growth: BreakEven<GrowthRate>,
    /// The break-even outlay, at which the multiplier's return equals the response, between zero
    /// and a thousand times the scenario's outlay. Any dependence of the response on the outlay is
    /// left out.
    pub break_even_outlay: BreakEven<Money>,
}

//! How much of the growth of an economy a coefficient claims.

use super::impact_of;
use crate::response::{Coefficient, Response};
use crate::{Error, ErrorKind, GrowthRate};

/// What a coefficient claims of the growth of an economy in one period: the growth of compute times
/// the coefficient, over all growth.
///
/// # Examples
///
/// See [`implied_contribution`].
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct ImpliedContribution {
    contribution: f64,
    growth: f64,
}

impl ImpliedContribution {
    /// The growth that the coefficient attributes to compute, a fraction: `0.01` is one percentage
    /// point.
    #[must_use]
    pub const fn contribution(&self) -> f64 {
        self.contribution
    }

    /// The growth of the economy, a fraction.
    #[must_use]
    pub const fn growth(&self) -> f64 {
        self.growth
    }

    /// The contribution over the growth: `1` is all of it. Negative if one of them is a loss.
    #[must_use]
    pub fn share(&self) -> f64 {
        self.contribution / self.growth
    }
}

/// The part of an economy's growth over a period that a coefficient attributes to the growth of
/// compute over the same period.
///
/// The contribution is that of [`impact_of`], by the plan of a scenario of one period, without lag and
/// saturation: `r g` for a growth ratio `r` and `(1 + g)^e - 1` for an elasticity `e`, at a growth `g`
/// of compute. A share above one leaves less than nothing to labour, other capital and productivity;
/// the finding [`ExceedsRecordedGrowth`](crate::finding::Code::ExceedsRecordedGrowth) reports that of
/// a scenario's coefficient.
///
/// # Errors
///
/// [`Conflict`](ErrorKind::Conflict) for a semi-elasticity, which does not respond to compute, for
/// rates of different frequencies, and for an economy that does not grow or shrink; otherwise as
/// [`impact_of`].
///
/// # Examples
///
/// CAICT's rule of thumb in 2023, on compute in use and on real growth of GDP:
///
/// ```
/// use compute_impact::evidence::Estimate;
/// use compute_impact::response::Coefficient;
/// use compute_impact::{Capacity, GrowthRate, implied_contribution};
///
/// let level = |id: &str| Estimate::<Capacity>::from_catalogue(id);
/// let (before, after) =
///     (level("miit.compute.in-use.2022-12")?, level("miit.compute.in-use.2023-12")?);
/// let compute = GrowthRate::from_levels(
///     before.value().as_flop_per_s(),
///     after.value().as_flop_per_s(),
///     1.0,
/// )?;
/// let gdp = Estimate::<GrowthRate>::from_catalogue("nbs.gdp-growth.real.2023.preliminary")?;
///
/// let rule = Coefficient::GrowthRatio(Estimate::from_catalogue("caict.growth-ratio.gdp")?);
/// let implied = implied_contribution(&rule, compute, gdp.value())?;
/// assert_eq!(format!("{:.1} %", 100.0 * implied.share()), "106.8 %"); // more than all growth
///
/// let study = Coefficient::Elasticity(Estimate::from_catalogue("literature.ict.corrected")?);
/// let implied = implied_contribution(&study, compute, gdp.value())?;
/// assert_eq!(format!("{:.1} %", 100.0 * implied.share()), "1.4 %");
/// # Ok::<(), compute_impact::Error>(())
/// ```
pub fn implied_contribution(
    coefficient: &Coefficient,
    compute_growth: GrowthRate,
    growth: GrowthRate,
) -> Result<ImpliedContribution, Error> {
    let conflict = |with, remedy| {
        Err(Error::new(ErrorKind::Conflict {
            what: "an implied contribution",
            with,
            remedy,
        }))
    };
    if compute_growth.frequency() != growth.frequency() {
        return conflict(
            "growth rates of different frequencies",
            "give both per year, per quarter or per month",
        );
    }
    if growth.get().abs() <= 0.0 {
        return conflict(
            "an economy that does not grow",
            "choose a period in which it grows or shrinks",
        );
    }
    let response = match coefficient {
        Coefficient::Elasticity(estimate) => Response::elasticity(estimate.clone()),
        Coefficient::GrowthRatio(estimate) => Response::growth_ratio(estimate.clone()),
        Coefficient::SemiElasticity(_) => {
            return conflict(
                "a semi-elasticity",
                "use an elasticity or a growth ratio, which respond to compute",
            );
        }
    };
    let contribution = impact_of(compute_growth, &response)?;
    Ok(ImpliedContribution {
        contribution,
        growth: growth.get(),
    })
}

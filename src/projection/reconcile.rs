use super::Projection;
use crate::investment::Reconciliation;
use crate::response::Coefficient;
use crate::scenario::Output;
use crate::{Elasticity, Error, GrowthRate, GrowthRatio, Money, Period, Quantity};

impl Projection {
    /// The response to compute and the multiplier side by side in one period, and where they
    /// would agree; `None` without an outlay, in the base period or outside the scenario.
    ///
    /// # Errors
    ///
    /// [`FrequencyMismatch`](crate::ErrorKind::FrequencyMismatch) if the period is of another
    /// frequency than the scenario's.
    pub fn reconciliation(&self, period: Period) -> Result<Option<Reconciliation>, Error> {
        let Some(outlay) = self.series(Output::Outlay) else {
            return Ok(None);
        };
        let Some(returned) = self.series(Output::MultiplierOutput) else {
            return Ok(None);
        };
        let gdp = self.gdp();
        let row = period.since(self.scenario.base())?;
        let Some(row) = usize::try_from(row).ok().filter(|row| *row > 0) else {
            return Ok(None);
        };
        let at = |values: &[f64]| values.get(row).copied();
        let (Some(outlay), Some(returned), Some(points), Some(without)) = (
            at(outlay.values()),
            at(returned.values()),
            at(gdp.growth_impact().values()),
            at(gdp.without().values()),
        ) else {
            return Ok(None);
        };
        let effective = self.effective_compute().values();
        let other = self.always(Output::CounterfactualCompute).values();
        let step = (effective[row] / effective[row - 1]) / (other[row] / other[row - 1]);
        let money = |amount: f64| -> Result<Money, Error> {
            self.scenario.gdp().base().value().with_number(amount)
        };
        let growth_without = gdp.growth_without().values()[row];
        // Points of growth are points of the level before; in money of this period's GDP.
        let response_fraction = points / (1.0 + growth_without);
        let multiplier_fraction = returned / without;
        let multiplier_points = multiplier_fraction * (1.0 + growth_without);
        let gap = effective[row] / effective[row - 1] - other[row] / other[row - 1];
        let per_yuan = returned / outlay;
        let agreeing_outlay = response_fraction * without / per_yuan;
        Ok(Some(Reconciliation {
            period,
            compute_growth: step - 1.0,
            response_money: money(response_fraction * without)?,
            response_fraction,
            outlay: money(outlay)?,
            multiplier_money: money(returned)?,
            multiplier_fraction,
            implied_elasticity: implied_elasticity(multiplier_fraction, step),
            implied_growth_ratio: GrowthRatio::new(multiplier_points / gap).ok(),
            agreeing_growth: self.agreeing_growth(multiplier_fraction, multiplier_points),
            agreeing_outlay: money(agreeing_outlay)
                .ok()
                .filter(|outlay| outlay.amount() >= 0.0),
        }))
    }

    /// The growth over the counterfactual's at which the scenario's coefficient alone gives a
    /// change of the outcome, or so many points of its growth.
    fn agreeing_growth(&self, change: f64, points: f64) -> Option<GrowthRate> {
        let frequency = self.scenario.base().frequency();
        let growth = match self.scenario.gdp().response().coefficient() {
            Coefficient::Elasticity(e) => libm::expm1(libm::log1p(change) / e.value().get()),
            Coefficient::GrowthRatio(ratio) => points / ratio.value().get(),
            Coefficient::SemiElasticity(_) => return None,
        };
        GrowthRate::new(growth, frequency).ok()
    }
}

fn implied_elasticity(change: f64, step: f64) -> Option<Elasticity> {
    Elasticity::new(libm::log1p(change) / libm::log(step)).ok()
}

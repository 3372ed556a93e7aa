use super::Projection;
use crate::investment::Reconciliation;
use crate::response::{Coefficient, Coherence, Lag};
use crate::scenario::Output;
use crate::{Elasticity, Error, GrowthRate, GrowthRatio, Interval, Period, Quantity};

impl Projection {
    /// The response to compute and the multiplier side by side for the year that ends with a
    /// period, and where they would agree.
    ///
    /// Both are put over the same GDP: what GDP would be in the period if compute had grown like
    /// its counterfactual in that year, and as in the scenario before. `None` without an outlay,
    /// outside the scenario, and before a whole year has passed.
    ///
    /// # Errors
    ///
    /// [`FrequencyMismatch`](crate::ErrorKind::FrequencyMismatch) if the period is of another
    /// frequency than the scenario's; [`OutOfRange`](crate::ErrorKind::OutOfRange) if an amount
    /// overflows.
    pub fn reconciliation(&self, period: Period) -> Result<Option<Reconciliation>, Error> {
        let (Some(outlay), Some(returned)) = (
            self.series(Output::Outlay),
            self.series(Output::MultiplierOutput),
        ) else {
            return Ok(None);
        };
        let Some(investment) = self.scenario.investment() else {
            return Ok(None);
        };
        let year = usize::from(self.scenario.base().frequency().per_year());
        let row = period.since(self.scenario.base())?;
        let rows = self.scenario.periods() as usize + 1;
        let Some(row) = usize::try_from(row)
            .ok()
            .filter(|row| (year..rows).contains(row))
        else {
            return Ok(None);
        };
        let within = row + 1 - year..=row;
        let sum = |values: &[f64]| values[within.clone()].iter().sum::<f64>();
        let over_year = |values: &[f64]| values[row] / values[row - year];

        let gdp = self.gdp();
        let with = gdp.with().values();
        // GDP without this year's step: last year's, grown as without the difference.
        let growth_without: f64 = gdp.growth_without().values()[within.clone()]
            .iter()
            .map(|g| 1.0 + g)
            .product();
        let stepless = with[row - year] * growth_without;
        // Money flows are per period; the comparison is per year.
        #[allow(clippy::cast_precision_loss)] // 1, 4 or 12.
        let stepless_year = stepless * year as f64;

        let other_growth = over_year(self.always(Output::CounterfactualCompute).values());
        let step = over_year(self.effective_compute().values()) / other_growth;
        let (outlay, returned) = (sum(outlay.values()), sum(returned.values()));
        let response_fraction = with[row] / stepless - 1.0;
        let multiplier_fraction = returned / stepless_year;
        // Of an economy that has all but vanished.
        for fraction in [response_fraction, multiplier_fraction] {
            Interval::FINITE.check("what a route gives as a part of GDP", fraction)?;
        }
        let money = |amount: f64| self.scenario.gdp().base().value().with_number(amount);
        let routes = Routes {
            year,
            row,
            step,
            growth_without,
            other_growth,
            change: multiplier_fraction,
        };
        let agreeing_outlay = response_fraction * stepless_year / (returned / outlay);
        Ok(Some(Reconciliation {
            period,
            gdp: money(stepless_year)?,
            compute_growth: step - 1.0,
            response_money: money(response_fraction * stepless_year)?,
            response_fraction,
            outlay: money(outlay)?,
            multiplier_of: investment.multiplier().value().of(),
            multiplier_money: money(returned)?,
            multiplier_fraction,
            implied_elasticity: routes.implied_elasticity(),
            implied_growth_ratio: routes.implied_growth_ratio(),
            agreeing_growth: self.agreeing_growth(&routes),
            agreeing_outlay: money(agreeing_outlay)
                .ok()
                .filter(|outlay| outlay.amount() >= 0.0),
        }))
    }

    /// The coefficient of GDP that holds in a row; in coherent mode the one that the parts give.
    fn gdp_coefficient(&self, row: usize) -> f64 {
        let published = self.scenario.gdp().response().coefficient().number();
        match self.scenario.coherence() {
            Coherence::AsPublished => published,
            Coherence::Coherent => self
                .pair_coherence()
                .and_then(|pair| pair.gdp_coefficients().get(row).map(|(_, number)| *number))
                .unwrap_or(published),
        }
    }

    /// The growth of compute in the year at which the response gives what the multiplier gives.
    /// Only for a response felt at once and without saturation: else no growth of one year does.
    fn agreeing_growth(&self, routes: &Routes) -> Option<GrowthRate> {
        let response = self.scenario.gdp().response();
        if *response.lag() != Lag::None || response.saturation().is_some() {
            return None;
        }
        let coefficient = self.gdp_coefficient(routes.row);
        let growth = match response.coefficient() {
            Coefficient::Elasticity(_) => {
                routes.other_growth * libm::exp(libm::log1p(routes.change) / coefficient) - 1.0
            }
            // The ratio of a year's growth rates, where a period is a year.
            Coefficient::GrowthRatio(_) if routes.year == 1 => {
                routes.other_growth - 1.0 + routes.change * routes.growth_without / coefficient
            }
            Coefficient::GrowthRatio(_) | Coefficient::SemiElasticity(_) => return None,
        };
        GrowthRate::per_year(growth).ok()
    }
}

/// What both routes start from.
struct Routes {
    /// Periods in a year.
    year: usize,
    row: usize,
    /// Growth of compute over the year, over that of its counterfactual, plus one.
    step: f64,
    /// Growth of GDP without the step, plus one.
    growth_without: f64,
    /// Growth of the counterfactual over the year, plus one.
    other_growth: f64,
    /// What the multiplier gives, as a fraction of GDP without the step.
    change: f64,
}

impl Routes {
    fn implied_elasticity(&self) -> Option<Elasticity> {
        Elasticity::new(libm::log1p(self.change) / libm::log(self.step)).ok()
    }

    fn implied_growth_ratio(&self) -> Option<GrowthRatio> {
        let gap = self.step * self.other_growth - self.other_growth;
        GrowthRatio::new(self.change * self.growth_without / gap).ok()
    }
}

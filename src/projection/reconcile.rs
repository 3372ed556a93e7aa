use super::Projection;
use super::roots::{places, roots};
use crate::investment::{BreakEven, Reconciliation};
use crate::scenario::{Open, Output, QuestionPlan};
use crate::{Elasticity, Error, GrowthRate, GrowthRatio, Interval, Period, Quantity};

/// The search for a break-even growth spans this many log points above and below the
/// counterfactual.
const FAR_GROWTH: f64 = 24.0;
/// The search for a break-even outlay ends at this multiple of the scenario's outlay.
const FAR_OUTLAY: f64 = 1_000.0;

/// A year of a scenario.
#[derive(Clone, Copy, Debug)]
pub(super) struct Year {
    /// The last row of the year.
    pub(super) row: usize,
    /// The number of periods in the year.
    pub(super) periods: usize,
}

impl Year {
    /// The sum of a flow over the year.
    pub(super) fn sum(self, values: &[f64]) -> f64 {
        values[self.row + 1 - self.periods..=self.row].iter().sum()
    }

    /// The ratio of a level at the end of the year to that of a year before.
    fn ratio(self, values: &[f64]) -> f64 {
        values[self.row] / values[self.row - self.periods]
    }

    /// The flow of the year's last period as a flow per year.
    pub(super) fn yearly(self, flow: f64) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "1, 4 or 12")]
        let periods = self.periods as f64;
        flow * periods
    }
}

impl Projection {
    /// The response to compute and the multiplier, side by side for the year that ends with a
    /// period, with the break-even growth and outlay at which they would agree.
    ///
    /// Both are relative to the same GDP: that of the period if compute had grown like its
    /// counterfactual in the year, and as in the scenario before it. Returns `None` without an
    /// outlay, outside the scenario, and before a whole year has passed.
    ///
    /// # Errors
    ///
    /// [`FrequencyMismatch`](crate::ErrorKind::FrequencyMismatch) if the period is of another
    /// frequency than the scenario's; [`OutOfRange`](crate::ErrorKind::OutOfRange) if an amount
    /// overflows.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::Scenario;
    ///
    /// let projection = Scenario::shipped("china-2030")?.project()?;
    /// let both = projection.reconciliation("2025".parse()?)?.unwrap();
    /// assert_eq!(both.outlay.amount(), 4e11);
    /// assert!(both.response_fraction > 4.0 * both.multiplier_fraction);
    /// assert!(projection.reconciliation("2040".parse()?)?.is_none());
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn reconciliation(&self, period: Period) -> Result<Option<Reconciliation>, Error> {
        let Some(year) = self.year(period)? else {
            return Ok(None);
        };
        let plan = self.scenario.question(Open::Growth, year.row, year.periods);
        self.reconciled(period, year, &plan)
    }

    /// The year that ends with a period; `None` outside the scenario and before a whole year.
    pub(super) fn year(&self, period: Period) -> Result<Option<Year>, Error> {
        let periods = usize::from(self.scenario.base().frequency().per_year());
        let row = period.since(self.scenario.base())?;
        let rows = self.scenario.periods() as usize + 1;
        Ok(usize::try_from(row)
            .ok()
            .filter(|row| (periods..rows).contains(row))
            .map(|row| Year { row, periods }))
    }

    /// Compares both channels, with the outlay `I` and the return `R` of the year, the factors `G`
    /// and `G0` by which effective compute and its counterfactual grow in it, and GDP `Y` of the
    /// period.
    ///
    /// `Y0` is GDP of the period without the step, the growth of compute over its counterfactual in
    /// the year, and `n Y0` the same per year. The response gives `Y / Y0 - 1` of it, the
    /// multiplier `R / (n Y0)`.
    fn reconciled(
        &self,
        period: Period,
        year: Year,
        plan: &QuestionPlan,
    ) -> Result<Option<Reconciliation>, Error> {
        let (Some(outlay), Some(returned), Some(investment)) = (
            self.series(Output::Outlay),
            self.series(Output::MultiplierOutput),
            self.scenario.investment(),
        ) else {
            return Ok(None);
        };
        let with = self.gdp().with().values();
        let stepless = plan
            .at(&[0.0])
            .first()
            .map_or(f64::NAN, |answer| answer.gdp);
        let stepless_year = year.yearly(stepless);

        let counterfactual = year.ratio(self.always(Output::CounterfactualCompute).values());
        let growth = year.ratio(self.effective_compute().values());
        let (outlay, returned) = (year.sum(outlay.values()), year.sum(returned.values()));
        let response_fraction = with[year.row] / stepless - 1.0;
        let multiplier_fraction = returned / stepless_year;
        // Both fractions may overflow for an economy that has almost vanished.
        for fraction in [response_fraction, multiplier_fraction] {
            Interval::FINITE.check("what a channel gives as a part of GDP", fraction)?;
        }
        let money = |amount: f64| self.scenario.gdp().base().value().with_number(amount);
        // The multiplier's return in points of yearly growth: `R / (n Y0)` times `Y0` over the GDP
        // of a year before.
        let points = multiplier_fraction * stepless / with[year.row - year.periods];
        Ok(Some(Reconciliation {
            period,
            gdp: money(stepless_year)?,
            compute_growth: growth / counterfactual - 1.0,
            response_money: money(response_fraction * stepless_year)?,
            response_fraction,
            outlay: money(outlay)?,
            multiplier_of: investment.multiplier().value().of(),
            multiplier_money: money(returned)?,
            multiplier_fraction,
            implied_elasticity: Elasticity::implied_by(
                multiplier_fraction,
                growth / counterfactual - 1.0,
            )
            .ok(),
            implied_growth_ratio: GrowthRatio::implied_by(points, growth - counterfactual).ok(),
            break_even_growth: break_even_growth(
                plan,
                multiplier_fraction,
                growth / counterfactual,
            )
            .map(|step| GrowthRate::per_year(counterfactual * libm::exp(step) - 1.0).ok()),
            break_even_outlay: self
                .break_even_outlay(year, response_fraction * stepless_year)
                .map(|times| money(times * outlay).ok()),
        }))
    }

    /// The multiples of the scenario's outlay of the year whose return equals the response.
    fn break_even_outlay(&self, year: Year, response: f64) -> BreakEven<f64> {
        let plan = self
            .scenario
            .question(Open::Purchases, year.row, year.periods);
        roots(&times(FAR_OUTLAY), 1.0, |times| {
            let answers = plan.at(times);
            answers
                .iter()
                .map(|answer| answer.returned - response)
                .collect()
        })
    }
}

/// Multiples from zero to `far`, closer together near one.
pub(super) fn times(far: f64) -> Vec<f64> {
    let logs = places(libm::log(far), 24);
    [0.0]
        .into_iter()
        .chain(logs.into_iter().map(libm::exp))
        .collect()
}

/// The growth of compute over its counterfactual in the year, in log points, at which the response
/// is this fraction of GDP; `growth` is the scenario's own, as a factor.
fn break_even_growth(plan: &QuestionPlan, fraction: f64, growth: f64) -> BreakEven<f64> {
    let stepless = plan
        .at(&[0.0])
        .first()
        .map_or(f64::NAN, |answer| answer.gdp);
    roots(&places(FAR_GROWTH, 96), libm::log(growth), |steps| {
        let answers = plan.at(steps);
        answers
            .iter()
            .map(|answer| answer.gdp / stepless - 1.0 - fraction)
            .collect()
    })
}

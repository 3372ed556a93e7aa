use super::Projection;
use crate::capacity::{Outlay, Segment};
use crate::investment::{
    Agreement, CashFlow, Investment, Reconciliation, Route, RouteKind, Routes,
};
use crate::response::Coefficient;
use crate::scenario::Output;
use crate::uncertainty::solve::rising_root;
use crate::{Error, Money, MultiplierOf, Period};

impl Projection {
    /// What the year's build-out is worth by every route that the scenario allows, side by side.
    ///
    /// - response and multiplier: as in [`reconciliation`](Self::reconciliation). With a chain the
    ///   multiplier route ends at its net value added, whenever it is paid out.
    /// - capital: the response, felt at once, to the capacity that the year's outlay bought,
    ///   against the same compute without it; in use like the rest. Needs stocks, and a response
    ///   to capacity.
    /// - input-output: `table_value_added`, what a table gives for the year's outlay (see
    ///   `investment::input_output`).
    ///
    /// `None` where there is no [`reconciliation`](Self::reconciliation).
    ///
    /// # Errors
    ///
    /// As [`reconciliation`](Self::reconciliation);
    /// [`CurrencyMismatch`](crate::ErrorKind::CurrencyMismatch) or
    /// [`PriceBasisMismatch`](crate::ErrorKind::PriceBasisMismatch) for other money than the
    /// scenario's.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::investment::RouteKind;
    /// # let file = std::fs::read_to_string("examples/scenarios/china-2030.toml")?;
    /// # let scenario = compute_impact::Scenario::read(toml::Deserializer::parse(&file)?)?;
    ///
    /// let routes = scenario.project()?.routes("2025".parse()?, None)?.unwrap();
    /// let response = routes.route(RouteKind::Response).unwrap().fraction();
    /// let multiplier = routes.route(RouteKind::Multiplier).unwrap().fraction();
    /// assert!(response > 4.0 * multiplier); // the published figures do not agree
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn routes(
        &self,
        period: Period,
        table_value_added: Option<Money>,
    ) -> Result<Option<Routes>, Error> {
        let Some(reconciliation) = self.reconciliation(period)? else {
            return Ok(None);
        };
        let gdp = reconciliation.gdp();
        let route = |kind, money: Money, is_value_added| -> Result<Route, Error> {
            Ok(Route {
                kind,
                money,
                fraction: money.ratio_to(gdp)?,
                is_value_added,
            })
        };
        let mut routes = vec![route(
            RouteKind::Response,
            reconciliation.response_money(),
            true,
        )?];
        let bought = self.bought_in(period)?;
        if let Some(bought) = bought {
            let money = gdp.times(bought.effect(1.0))?;
            routes.push(route(RouteKind::Capital, money, true)?);
        }
        let (returned, is_value_added) = self.kept(&reconciliation)?;
        routes.push(route(RouteKind::Multiplier, returned, is_value_added)?);
        if let Some(money) = table_value_added {
            routes.push(route(RouteKind::InputOutput, money, true)?);
        }
        let outlay = self.scenario.investment().map(Investment::outlay);
        // Where the outlay makes the compute, the response does not stand still as it is scaled.
        let is_free = outlay != Some(&Outlay::OfCompute);
        let agreements = agreements(&reconciliation, &routes, bought, is_free)?;
        Ok(Some(Routes {
            reconciliation,
            all: routes,
            agreements,
        }))
    }

    /// Net value added less outlay in each period, from the base on, where it is nothing; `None`
    /// without a chain. What is paid out after the last period is not in it.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) if an amount overflows.
    ///
    /// # Examples
    ///
    /// ```
    /// # let file = std::fs::read_to_string("examples/scenarios/east-data-west-computing.toml")?;
    /// # let scenario = compute_impact::Scenario::read(toml::Deserializer::parse(&file)?)?;
    /// use compute_impact::investment::DiscountRate;
    ///
    /// let flow = scenario.project()?.net_cash_flow()?.unwrap();
    /// let value = flow.net_present_value(&DiscountRate::nominal("5 % per year".parse()?))?;
    /// assert!(value.amount() < 0.0); // three to four times the outlay, and not paid back
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn net_cash_flow(&self) -> Result<Option<CashFlow>, Error> {
        let (Some(net), Some(outlay)) = (
            self.series(Output::NetValueAdded),
            self.series(Output::Outlay),
        ) else {
            return Ok(None);
        };
        let flows = net.values().iter().zip(outlay.values());
        let flows: Vec<f64> = flows.map(|(net, outlay)| net - outlay).collect();
        let like = self.scenario.gdp().base().value();
        CashFlow::from_amounts(self.scenario.base().frequency(), like, &flows).map(Some)
    }

    /// What the multiplier's return comes to at the end of its chain, and whether that is value
    /// added.
    fn kept(&self, both: &Reconciliation) -> Result<(Money, bool), Error> {
        let returned = both.multiplier_money();
        let chain = self.scenario.investment().and_then(|held| held.chain());
        let Some(chain) = chain else {
            return Ok((returned, both.multiplier_of() == MultiplierOf::ValueAdded));
        };
        let kept = match chain.step(both.multiplier_of())? {
            MultiplierOf::ValueAdded => {
                chain.kept_of_gross_output() / chain.value_added().value().get()
            }
            _ => chain.kept_of_gross_output(),
        };
        Ok((returned.times(kept)?, true))
    }

    /// The capacity that the year's outlay bought, and the response to it; none without stocks or
    /// with a response to an index.
    fn bought_in(&self, period: Period) -> Result<Option<Bought>, Error> {
        let year = usize::from(self.scenario.base().frequency().per_year());
        let coefficient = self.scenario.gdp().response().coefficient();
        let is_ratio = match coefficient {
            Coefficient::Elasticity(_) => false,
            Coefficient::GrowthRatio(_) => true,
            Coefficient::SemiElasticity(_) => return Ok(None),
        };
        let row = usize::try_from(period.since(self.scenario.base())?).unwrap_or(0);
        let additions = Segment::ALL.into_iter().filter_map(|segment| {
            // Only what money was spent on.
            self.series(Output::CapacityOutlay(segment))?;
            self.series(Output::Additions(segment))
        });
        let mut sum = 0.0;
        let mut any = false;
        for series in additions {
            any = true;
            sum += series.values()[row + 1 - year..=row].iter().sum::<f64>();
        }
        let total = self.total_compute().values()[row];
        Ok((any && sum < total).then_some(Bought {
            over_rest: sum / (total - sum),
            coefficient: coefficient.number(),
            is_ratio,
        }))
    }
}

/// The log of how many times its size an outlay is scaled at most, for an agreement.
const FAR: f64 = 1.61;

/// Capacity bought in a year over all other, and what the economy does with it.
#[derive(Clone, Copy)]
struct Bought {
    over_rest: f64,
    coefficient: f64,
    is_ratio: bool,
}

impl Bought {
    /// The change of GDP if so many times as much were bought.
    fn effect(self, times: f64) -> f64 {
        let change = times * self.over_rest;
        if self.is_ratio {
            self.coefficient * change
        } else {
            libm::expm1(self.coefficient * libm::log1p(change))
        }
    }
}

fn agreements(
    both: &Reconciliation,
    routes: &[Route],
    bought: Option<Bought>,
    is_free: bool,
) -> Result<Vec<Agreement>, Error> {
    let mut agreements = Vec::new();
    let outlay = both.outlay();
    for demand in routes {
        if !matches!(demand.kind, RouteKind::Multiplier | RouteKind::InputOutput) {
            continue;
        }
        // The outlay at which demand gives what all growth of compute gives.
        let times = both.response_fraction() / demand.fraction;
        if is_free && times.is_finite() && times >= 0.0 {
            agreements.push(Agreement {
                between: [RouteKind::Response, demand.kind],
                outlay: outlay.times(times)?,
            });
        }
        let Some(bought) = bought else {
            continue;
        };
        // The response bends and demand does not: they cross once at most beside zero, if the
        // response starts steeper.
        let gap = |log_times: f64| {
            let times = libm::exp(log_times);
            demand.fraction * times - bought.effect(times)
        };
        let steeper = bought.coefficient * bought.over_rest > demand.fraction;
        if bought.is_ratio || !steeper || demand.fraction <= 0.0 {
            continue;
        }
        // Farther off the two say nothing of this programme.
        if let Some(root) = rising_root(-30.0, 30.0, gap).filter(|root| root.abs() < FAR) {
            agreements.push(Agreement {
                between: [RouteKind::Capital, demand.kind],
                outlay: outlay.times(libm::exp(root))?,
            });
        }
    }
    Ok(agreements)
}

use super::Projection;
use super::reconcile::times;
use super::roots::roots;
use crate::cash_flow::CashFlow;
use crate::investment::{Agreement, Channel, ChannelKind, Channels, Investment, Reconciliation};
use crate::response::Coefficient;
use crate::scenario::{Answer, Open, Output, QuestionPlan};
use crate::{Error, Interval, Money, MultiplierOf, Period, Quantity};

/// How many times the scenario's outlay is looked at for the capital channel, and its inverse.
const FAR: f64 = 5.0;

impl Projection {
    /// What the year's build-out is worth by every channel that the scenario allows, side by side.
    ///
    /// - response and multiplier: as in [`reconciliation`](Self::reconciliation). With a chain the
    ///   multiplier channel ends at its net value added, whenever it is paid out.
    /// - capital: GDP of the period with the year's purchases over GDP without them, everything else
    ///   as in the scenario: use, power limits, saturation, lags, productivity, coherence,
    ///   retirement and policies. Needs stocks with unit costs, and a response to capacity.
    /// - input-output: `table_value_added`, what a table gives for the year's outlay (see
    ///   `input_output`).
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
    /// use compute_impact::investment::ChannelKind;
    /// # let scenario = compute_impact::Scenario::shipped("china-2030")?;
    ///
    /// let channels = scenario.project()?.channels("2025".parse()?, None)?.unwrap();
    /// let response = channels.channel(ChannelKind::Response).unwrap().fraction();
    /// let multiplier = channels.channel(ChannelKind::Multiplier).unwrap().fraction();
    /// assert!(response > 4.0 * multiplier); // the published figures do not agree
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn channels(
        &self,
        period: Period,
        table_value_added: Option<Money>,
    ) -> Result<Option<Channels>, Error> {
        let (Some(reconciliation), Some(year)) = (self.reconciliation(period)?, self.year(period)?)
        else {
            return Ok(None);
        };
        let gdp = reconciliation.gdp();
        let plan = self
            .scenario
            .question(Open::Purchases, year.row, year.periods);
        let own = Self::answer(&plan, 1.0)?;
        let channel = |kind, money: Money, is_value_added| -> Result<Channel, Error> {
            Ok(Channel {
                kind,
                money,
                fraction: money.ratio_to(gdp)?,
                is_value_added,
            })
        };
        let response = reconciliation.response_money();
        let mut all = vec![channel(ChannelKind::Response, response, true)?];
        let capital = self.capital(&plan, own);
        if let Some(fraction) = capital {
            all.push(channel(ChannelKind::Capital, gdp.times(fraction)?, true)?);
        }
        let (returned, is_value_added) = self.returned(&reconciliation, own)?;
        all.push(channel(ChannelKind::Multiplier, returned, is_value_added)?);
        if let Some(money) = table_value_added {
            all.push(channel(ChannelKind::InputOutput, money, true)?);
        }
        let agreements = self.agreements(&plan, gdp, &all, capital.is_some())?;
        Ok(Some(Channels {
            reconciliation,
            all,
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
    /// # let scenario = compute_impact::Scenario::shipped("east-data-west-computing")?;
    /// use compute_impact::cash_flow::DiscountRate;
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

    /// The scenario with its purchases of the year multiplied by a factor.
    fn answer(plan: &QuestionPlan, times: f64) -> Result<Answer, Error> {
        let answer = plan.at(&[times])[0];
        Interval::FINITE.check("GDP with other purchases in the year", answer.gdp)?;
        Ok(answer)
    }

    /// GDP with the year's purchases over GDP without them, less one; none without stocks that money
    /// is spent on, or with a response to an index, which does not move with capacity.
    fn capital(&self, plan: &QuestionPlan, own: Answer) -> Option<f64> {
        let responds = !matches!(
            self.scenario.gdp().response().coefficient(),
            Coefficient::SemiElasticity(_)
        );
        let buys = self
            .outputs()
            .iter()
            .any(|output| matches!(output, Output::CapacityOutlay(_)));
        if !(responds && buys) {
            return None;
        }
        // Where nothing of compute would be left without the purchases, there is no such GDP.
        let fraction = own.gdp / plan.at(&[0.0])[0].gdp - 1.0;
        fraction.is_finite().then_some(fraction)
    }

    /// What the multiplier's return comes to at the end of its chain, and whether that is value
    /// added.
    fn returned(&self, both: &Reconciliation, own: Answer) -> Result<(Money, bool), Error> {
        let chain = self.scenario.investment().and_then(Investment::chain);
        if chain.is_none() {
            let is_value_added = both.multiplier_of() == MultiplierOf::ValueAdded;
            return Ok((both.multiplier_money(), is_value_added));
        }
        let net = self.scenario.gdp().base().value().with_number(own.net)?;
        Ok((net, true))
    }

    /// The outlays at which each demand channel gives what a supply channel gives.
    fn agreements(
        &self,
        plan: &QuestionPlan,
        gdp: Money,
        channels: &[Channel],
        has_capital: bool,
    ) -> Result<Vec<Agreement>, Error> {
        let own = Self::answer(plan, 1.0)?;
        let without = plan.at(&[0.0])[0];
        let outlay = self.scenario.investment().map(Investment::outlay);
        // Where the outlay makes the compute, the response does not stand still as it is scaled.
        let is_free = outlay.is_some_and(|outlay| !outlay.is_of_compute());
        let mut agreements = Vec::new();
        for demand in channels {
            if !matches!(
                demand.kind,
                ChannelKind::Multiplier | ChannelKind::InputOutput
            ) {
                continue;
            }
            // A table's figure is in step with the outlay; a multiplier's is what the plan gives.
            let given = |answer: &Answer| match demand.kind {
                ChannelKind::InputOutput => demand.money.amount() * (answer.outlay / own.outlay),
                _ if answer.net.is_nan() => answer.returned,
                _ => answer.net,
            };
            let outlay_at = |times: f64| {
                let answer = plan.at(&[times])[0];
                let like = self.scenario.gdp().base().value();
                like.with_number(answer.outlay).ok()
            };
            let mut agree = |supply, times: &[f64], other: &dyn Fn(&Answer) -> f64| {
                let times = roots(times, 1.0, |times| {
                    let answers = plan.at(times);
                    let gaps = answers.iter().map(|answer| given(answer) - other(answer));
                    gaps.collect()
                });
                agreements.push(Agreement {
                    between: [supply, demand.kind],
                    outlay: times.map(outlay_at),
                });
            };
            if is_free {
                let response = channels[0].money.amount();
                agree(ChannelKind::Response, &times(1_000.0), &|_| response);
            }
            if has_capital {
                // At no purchases both give nothing.
                let near: Vec<f64> = times(FAR).split_off(1);
                agree(ChannelKind::Capital, &near, &|answer| {
                    gdp.amount() * (answer.gdp / without.gdp - 1.0)
                });
            }
        }
        Ok(agreements)
    }
}

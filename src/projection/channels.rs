use super::Projection;
use super::reconcile::times;
use super::roots::roots;
use crate::cash_flow::CashFlow;
use crate::investment::{Agreement, Channel, ChannelKind, Channels, Investment, Reconciliation};
use crate::response::Coefficient;
use crate::scenario::{Answer, Open, Output, QuestionPlan};
use crate::{Error, Interval, Money, MultiplierOf, Period, Quantity};

/// The search for the capital channel's outlay spans the scenario's outlay divided and multiplied
/// by this factor.
const FAR: f64 = 5.0;

impl Projection {
    /// The value of the year's build-out by every channel that the scenario allows, side by side.
    ///
    /// - response and multiplier: as in [`reconciliation`](Self::reconciliation). With a chain, the
    ///   multiplier channel ends at its net value added, whenever it is paid out.
    /// - capital: GDP of the period with the year's purchases over GDP without them, everything
    ///   else as in the scenario: use, power limits, saturation, lags, productivity, coherence,
    ///   retirement and policies. It requires stocks with unit costs, and a response to capacity.
    /// - input-output: `table_value_added`, the value added that a table gives for the year's
    ///   outlay (see `input_output`).
    ///
    /// Returns `None` where [`reconciliation`](Self::reconciliation) does.
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
    /// let response = channels.channel(ChannelKind::Response).unwrap().fraction;
    /// let multiplier = channels.channel(ChannelKind::Multiplier).unwrap().fraction;
    /// assert!(response > 4.0 * multiplier); // the published figures contradict one another
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
        let gdp = reconciliation.gdp;
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
        let response = reconciliation.response_money;
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
            channels: all,
            agreements,
        }))
    }

    /// The cash flow of net value added less outlay, from the base period on, in which it is zero;
    /// `None` without a chain. Payouts after the last period are not part of it.
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
    /// assert!(value.amount() < 0.0); // a return of three to four times the outlay is not a gain
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

    /// The answer of the scenario with its purchases of the year multiplied by a factor.
    fn answer(plan: &QuestionPlan, times: f64) -> Result<Answer, Error> {
        let answer = plan.at(&[times])[0];
        Interval::FINITE.check("GDP with other purchases in the year", answer.gdp)?;
        Ok(answer)
    }

    /// The capital channel: `Y(1) / Y(0) - 1`, with GDP `Y(q)` under `q` times the year's
    /// purchases. `None` without stocks that are bought, or with a response to an index, which does
    /// not move with capacity.
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
        // Where no compute would remain without the purchases, GDP without them is undefined.
        let fraction = own.gdp / plan.at(&[0.0])[0].gdp - 1.0;
        fraction.is_finite().then_some(fraction)
    }

    /// The return of the multiplier at the end of its chain, and true if it is value added.
    fn returned(&self, both: &Reconciliation, own: Answer) -> Result<(Money, bool), Error> {
        let chain = self.scenario.investment().and_then(Investment::chain);
        if chain.is_none() {
            let is_value_added = both.multiplier_of == MultiplierOf::ValueAdded;
            return Ok((both.multiplier_money, is_value_added));
        }
        let net = self.scenario.gdp().base().value().with_number(own.net)?;
        Ok((net, true))
    }

    /// The break-even outlays, at which each demand channel equals a supply channel.
    ///
    /// With the factor `q` on the year's outlay they are the roots of `demand(q) - supply(q) = 0`.
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
        // An outlay that is the cost of compute changes the response as it is scaled, which this
        // search keeps constant.
        let is_free = outlay.is_some_and(|outlay| !outlay.is_of_compute());
        let mut agreements = Vec::new();
        for demand in channels {
            if !matches!(
                demand.kind,
                ChannelKind::Multiplier | ChannelKind::InputOutput
            ) {
                continue;
            }
            // A table's figure is proportional to the outlay; a multiplier's is read from the plan.
            let demanded = |answer: &Answer| match demand.kind {
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
                    let gaps = answers
                        .iter()
                        .map(|answer| demanded(answer) - other(answer));
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
                // Both are zero without purchases, which is not a root of interest.
                let near: Vec<f64> = times(FAR).split_off(1);
                agree(ChannelKind::Capital, &near, &|answer| {
                    gdp.amount() * (answer.gdp / without.gdp - 1.0)
                });
            }
        }
        Ok(agreements)
    }
}

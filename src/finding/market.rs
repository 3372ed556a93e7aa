//! Findings on the markets of segments: prices, scarcity, vouchers and savings.

use super::Finding;
use super::objection::OnMarket;
use crate::capacity::Segment;
use crate::evidence::Geography;
use crate::market::{Market, PriceFromCost};
use crate::policy::{Policy, Shock, Voucher};
use crate::response::Coefficient;
use crate::scenario::{Key, Output, Place, Scenario};
use crate::{Currency, Period, Projection, Reading, Series};

/// The factor between a price from cost and an observed one above which it needs a reason.
const PRICES_APART: f64 = 1.5;
/// The part of demand that is not served above which a segment counts as short.
const SHORT: f64 = 1e-9;
/// The idle share from which a segment counts as idle.
const IDLE: f64 = 0.5;

pub(super) fn check(projection: &Projection, findings: &mut Vec<Finding>) {
    let scenario = projection.scenario();
    let compute = scenario.compute();
    for segment in Segment::ALL {
        let Some(market) = compute.market(segment) else {
            continue;
        };
        let of = OfSegment {
            projection,
            segment,
            place: Key::Compute / Key::Market / Key::from(segment),
            currency: scenario.gdp().base().value().currency(),
        };
        findings.extend(of.prices());
        findings.extend(of.only_falls(market));
        findings.extend(market.cost().and_then(|cost| of.power(cost)));
        findings.extend(of.unserved());
        findings.extend(of.idle());
        if let Some(voucher) = active_voucher(scenario, segment) {
            findings.extend(of.vouchers(voucher));
        }
        findings.extend(of.savings());
    }
    place(projection, findings);
}

/// Objects to a coefficient that does not say that it is one of places, in a scenario of a place.
fn place(projection: &Projection, findings: &mut Vec<Finding>) {
    let scenario = projection.scenario();
    let Some(locality) = scenario.locality() else {
        return;
    };
    let geography = match scenario.gdp().response().coefficient() {
        Coefficient::Elasticity(estimate) => estimate.meaning().geography(),
        Coefficient::GrowthRatio(estimate) => estimate.meaning().geography(),
        Coefficient::SemiElasticity(estimate) => estimate.meaning().geography(),
    };
    if matches!(geography, Some(Geography::City | Geography::Centre)) {
        return;
    }
    let impacts = projection.series(Output::Gdp(Reading::Impact));
    let objection = OnMarket::NationalCoefficientOnPlace {
        impact: impacts.map_or(0.0, |impacts| impacts.last()),
        used_here: locality.used_here().value().get(),
    };
    let place = Key::Gdp / Key::Response / Key::Coefficient;
    findings.push(Finding::warning(place, objection).in_period(scenario.until()));
}

/// The voucher of an active policy for a segment.
fn active_voucher(scenario: &Scenario, segment: Segment) -> Option<&Voucher> {
    let is_active = |name: &str| scenario.active_policies().iter().any(|other| other == name);
    let policies = scenario.policies().iter();
    let shocks = policies
        .filter(|policy| is_active(policy.name()))
        .flat_map(Policy::shocks);
    shocks
        .filter_map(|shock| match shock {
            Shock::Voucher(voucher) => Some(voucher),
            Shock::Restriction(_)
            | Shock::Efficiency(_)
            | Shock::Demand(_)
            | Shock::Platform(_) => None,
        })
        .find(|voucher| voucher.segment() == segment)
}

/// A segment with a market.
struct OfSegment<'a> {
    projection: &'a Projection,
    segment: Segment,
    place: Place,
    currency: Currency,
}

impl<'a> OfSegment<'a> {
    fn series(&self, output: fn(Segment) -> Output) -> Option<Series<'a>> {
        self.projection.series(output(self.segment))
    }

    fn finding(&self, period: Period, objection: OnMarket, is_warning: bool) -> Finding {
        let place = self.place.clone();
        let finding = if is_warning {
            Finding::warning(place, objection)
        } else {
            Finding::note(place, objection)
        };
        finding.in_period(period)
    }

    /// Objects to a price from cost that is far from the observed one, in the period in which they
    /// are furthest apart.
    fn prices(&self) -> Option<Finding> {
        let from_cost = self.series(Output::CostPrice)?;
        let observed = self.series(Output::RentalPrice)?;
        let pairs = from_cost.iter().zip(observed.values());
        let apart = |cost: f64, rent: f64| (cost / rent).max(rent / cost);
        let ((period, from_cost), observed) =
            pairs.max_by(|((_, a), b), ((_, c), d)| apart(*a, **b).total_cmp(&apart(*c, **d)))?;
        (apart(from_cost, *observed) > PRICES_APART).then(|| {
            let objection = OnMarket::PricesApart {
                segment: self.segment,
                from_cost,
                observed: *observed,
                currency: self.currency,
            };
            self.finding(period, objection, true)
        })
    }

    /// Objects to a price that falls in every period from 2026 on, in which published rents rose.
    fn only_falls(&self, market: &Market) -> Option<Finding> {
        let price = match market.demand() {
            Some(_) => self.series(Output::MarketPrice),
            None => self
                .series(Output::CostPrice)
                .or_else(|| self.series(Output::RentalPrice)),
        }?;
        // Published list rents rose in the first months of 2026.
        let rise = Period::year(2026).ok()?;
        let levels: Vec<(Period, f64)> = price.iter().collect();
        let later: Vec<_> = levels
            .windows(2)
            .filter(|pair| !pair[1].0.is_before(rise))
            .collect();
        let (first, last) = (later.first()?[0], later.last()?[1]);
        let falls = later.iter().all(|pair| pair[1].1 < pair[0].1);
        falls.then(|| {
            let years = first.0.years_until(last.0);
            let objection = OnMarket::PriceOnlyFalls {
                segment: self.segment,
                yearly_change: libm::pow(last.1 / first.1, 1.0 / years) - 1.0,
            };
            self.finding(first.0, objection, false)
        })
    }

    /// Notes that power is priced next to the cost of operation, which often contains it.
    fn power(&self, cost: &PriceFromCost) -> Option<Finding> {
        let operation = cost.operation()?;
        cost.power_price()?;
        let objection = OnMarket::PowerNextToOperation {
            operation: operation.value().get(),
        };
        let place = self.place.clone() / Key::Cost / Key::Operation;
        Some(Finding::note(place, objection))
    }

    /// The part of demand that is not served, in each period.
    fn unserved_shares(&self) -> Option<Vec<(Period, f64)>> {
        let demand = self.series(Output::Demand)?;
        let unserved = self.series(Output::UnservedDemand)?;
        let shares = unserved.iter().zip(demand.values());
        Some(
            shares
                .map(|((period, part), all)| (period, part / all))
                .collect(),
        )
    }

    /// Notes demand that is not served, in the worst period.
    fn unserved(&self) -> Option<Finding> {
        let shares = self.unserved_shares()?;
        let (period, unserved) = worst(&shares)?;
        let row = shares.iter().position(|(other, _)| *other == period)?;
        let paid = self.series(Output::PricePaid)?.values()[row];
        let plain = self
            .series(Output::CostPrice)
            .or_else(|| self.series(Output::RentalPrice))?
            .values()[row];
        let objection = OnMarket::UnservedDemand {
            segment: self.segment,
            unserved,
            price_factor: paid / plain,
        };
        Some(self.finding(period, objection, false))
    }

    /// Notes a segment that is short while another idles.
    fn idle(&self) -> Option<Finding> {
        let shares = self.unserved_shares()?;
        let (period, unserved) = worst(&shares)?;
        let row = shares.iter().position(|(other, _)| *other == period)?;
        let compute = self.projection.scenario().compute();
        let others = Segment::ALL
            .into_iter()
            .filter(|other| *other != self.segment);
        let idle = others.filter_map(|other| {
            self.projection.series(Output::Compute(other))?;
            let by_market = self.projection.series(Output::Utilisation(other));
            let used = match by_market {
                Some(series) => series.values()[row],
                None => compute.segment_use(other).utilisation()?.value().get(),
            };
            Some((other, 1.0 - used))
        });
        let (idle, idle_share) = idle.max_by(|a, b| a.1.total_cmp(&b.1))?;
        (idle_share >= IDLE).then(|| {
            let objection = OnMarket::IdleWhileScarce {
                scarce: self.segment,
                unserved,
                idle,
                idle_share,
            };
            self.finding(period, objection, false)
        })
    }

    /// Objects to vouchers where capacity is short, and else notes that they are a transfer.
    fn vouchers(&self, voucher: &Voucher) -> Option<Finding> {
        let outlays = self.series(Output::VoucherOutlay)?;
        let shares = self.unserved_shares()?;
        let market = self.series(Output::MarketPrice)?;
        let paid = self.series(Output::PricePaid)?;
        let payer = voucher.payer();
        let in_scarcity = outlays
            .iter()
            .zip(&shares)
            .position(|((_, outlay), (_, unserved))| outlay > 0.0 && *unserved > SHORT);
        if let Some(row) = in_scarcity {
            let objection = OnMarket::VouchersInScarcity {
                segment: self.segment,
                payer,
                outlay: outlays.values()[row],
                price_rise: market.values()[row] / paid.values()[row] - 1.0,
                currency: self.currency,
            };
            return Some(self.finding(shares[row].0, objection, true));
        }
        let savings = self.gains()?;
        let (row, (period, outlay)) = outlays
            .iter()
            .enumerate()
            .max_by(|a, b| a.1.1.total_cmp(&b.1.1))?;
        (outlay > 0.0).then(|| {
            let objection = OnMarket::SavingsByVouchers {
                segment: self.segment,
                payer,
                outlay,
                savings: savings[row],
                currency: self.currency,
            };
            self.finding(period, objection, false)
        })
    }

    /// What users gain in each period: savings and the surplus of added use.
    fn gains(&self) -> Option<Vec<f64>> {
        let savings = self.series(Output::UserSavings)?;
        let surplus = self.series(Output::AddedUseSurplus)?;
        let both = savings.values().iter().zip(surplus.values());
        Some(both.map(|(saved, added)| saved + added).collect())
    }

    /// Notes that savings and the response of GDP overlap.
    fn savings(&self) -> Option<Finding> {
        let gains = self.gains()?;
        let gdp = self.projection.series(Output::Gdp(Reading::ImpactMoney))?;
        let period = self.projection.scenario().until();
        let (savings, impact) = (*gains.last()?, gdp.last());
        (savings > 0.0 && impact > 0.0).then(|| {
            let objection = OnMarket::SavingsInsideResponse {
                segment: self.segment,
                savings,
                impact,
                currency: self.currency,
            };
            self.finding(period, objection, false)
        })
    }
}

/// The period with the greatest share, if that is above rounding.
fn worst(shares: &[(Period, f64)]) -> Option<(Period, f64)> {
    let worst = shares.iter().max_by(|a, b| a.1.total_cmp(&b.1))?;
    (worst.1 > SHORT).then_some(*worst)
}

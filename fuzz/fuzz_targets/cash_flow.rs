//! Cash flows: present values are linear, internal rates are zeros of the value, payback is in time.
#![no_main]

use arbitrary::{Result, Unstructured};
use compute_impact::cash_flow::{CashFlow, Date, DatedCashFlow, DiscountRate};
use compute_impact::{Frequency, GrowthRate, Money};
use compute_impact_fuzz::{near, number, ordinary};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    // The choices end when the bytes do.
    let _ = run(&mut Unstructured::new(data));
});

fn run(u: &mut Unstructured<'_>) -> Result<()> {
    let frequency = *u.choose(&[Frequency::Year, Frequency::Quarter, Frequency::Month])?;
    let rate = if u.arbitrary()? {
        number(u)?
    } else {
        ordinary(u)? / 100.0
    };
    let count = u.int_in_range(1..=40)?;
    let is_wild: bool = u.arbitrary()?;
    let mut amounts = Vec::with_capacity(count);
    for _ in 0..count {
        let amount = if is_wild { number(u)? } else { ordinary(u)? };
        amounts.push(if u.arbitrary()? { -amount } else { amount });
    }
    dated(&amounts, rate, u)?;
    let Ok(flow) = CashFlow::from_amounts(frequency, yuan(), &amounts) else {
        return Ok(());
    };
    rates(&flow);
    paid_back(&flow);
    let Ok(rate) = GrowthRate::new(rate, frequency) else {
        return Ok(());
    };
    values(&flow, DiscountRate::nominal(rate));
    Ok(())
}

fn yuan() -> Money {
    "0 CNY".parse().expect("a valid amount")
}

/// The same flows, each times a factor.
fn times(flow: &CashFlow, factor: f64) -> Option<CashFlow> {
    let amounts: Vec<f64> = flow
        .amounts()
        .iter()
        .map(|amount| amount * factor)
        .collect();
    CashFlow::from_amounts(flow.frequency(), flow.like(), &amounts).ok()
}

/// The sum of the absolute discounted flows, by which roundings are measured.
fn size(flow: &CashFlow, rate: DiscountRate) -> f64 {
    let amounts: Vec<f64> = flow.amounts().iter().map(|amount| amount.abs()).collect();
    let sizes = CashFlow::from_amounts(flow.frequency(), flow.like(), &amounts);
    let value = sizes.and_then(|flow| flow.net_present_value(&rate));
    value.map_or(f64::INFINITY, |value| value.amount())
}

fn values(flow: &CashFlow, rate: DiscountRate) {
    let Ok(value) = flow.net_present_value(&rate) else {
        return;
    };
    let (value, size) = (value.amount(), size(flow, rate));
    assert!(value.is_finite());
    for factor in [2.0, -1.0, 0.1, 1e-3] {
        let scaled = times(flow, factor).map(|flow| flow.net_present_value(&rate));
        if let Some(Ok(scaled)) = scaled {
            let gap = (scaled.amount() - factor * value).abs();
            assert!(
                gap <= 1e-12 * size * factor.abs() + 1e-300,
                "{flow:?} times {factor}"
            );
        }
    }
    let inflows = flow
        .present_value_of_inflows(&rate)
        .map(|money| money.amount());
    let outflows = flow
        .present_value_of_outflows(&rate)
        .map(|money| money.amount());
    if let (Ok(inflows), Ok(outflows)) = (inflows, outflows) {
        assert!(inflows >= 0.0 && outflows >= 0.0);
        assert!(near(value, inflows - outflows, size, 1e-12), "{flow:?}");
    }
    let profile = flow
        .profile(&[rate])
        .map(|values| values[0].amount().to_bits());
    assert_eq!(profile.ok(), Some(value.to_bits()));
    if rate.get().to_bits() == 0 {
        assert!(
            near(value, flow.amounts().iter().sum(), size, 1e-12),
            "{flow:?}"
        );
    }
    for ratio in [
        flow.benefit_cost_ratio(&rate),
        flow.profitability_index(&rate),
    ] {
        assert!(ratio.is_ok_and(f64::is_finite) || flow.benefit_cost_ratio(&rate).is_err());
    }
    if let Ok(modified) = flow.modified_internal_rate(rate, rate) {
        assert!(modified.get() > -1.0 && modified.get().is_finite());
    }
    if let Ok(Some(back)) = flow.discounted_payback(&rate) {
        assert!(is_in_time(flow, back.periods), "{flow:?}: {back:?}");
    }
    if let Ok(annual) = flow.equivalent_annual_value(rate) {
        assert!(annual.amount().is_finite());
        assert!(
            annual.amount() * value >= -1e-12 * size * size,
            "{flow:?}: {annual}"
        );
    }
}

fn is_in_time(flow: &CashFlow, periods: f64) -> bool {
    (0.0..=flow.amounts().len() as f64).contains(&periods)
}

fn paid_back(flow: &CashFlow) {
    let sum: f64 = flow.amounts().iter().sum();
    let size: f64 = flow.amounts().iter().map(|amount| amount.abs()).sum();
    match flow.payback() {
        Some(back) => assert!(
            is_in_time(flow, back.periods) && sum >= -1e-12 * size,
            "{flow:?}"
        ),
        None => assert!(sum < 0.0 || sum < 1e-12 * size, "{flow:?}"),
    }
}

/// The value over the sum of the absolute discounted flows, without an overflow, or an underflow of
/// flows that are all tiny.
fn relative_value(amounts: &[f64], rate: f64) -> f64 {
    let (mut value, mut size) = (0.0, 0.0_f64);
    // Periods before the first flow and after the last one discount all flows alike.
    let is_flow = |c: &f64| *c != 0.0;
    let first = amounts.iter().position(is_flow).unwrap_or(0);
    let last = amounts.iter().rposition(is_flow).unwrap_or(0);
    let amounts = &amounts[first..=last];
    let most = amounts.iter().fold(0.0_f64, |most, c| most.max(c.abs()));
    // A power of two changes no digit.
    let scale = if most < 1e-200 { 2_f64.powi(700) } else { 1.0 };
    let mut add = |c: &f64, factor: f64| {
        value = value * factor + c * scale;
        size = size * factor + c.abs() * scale;
    };
    // From whichever end keeps the factors at or below one.
    if rate >= 0.0 {
        amounts
            .iter()
            .rev()
            .for_each(|c| add(c, 1.0 / (1.0 + rate)));
    } else {
        amounts.iter().for_each(|c| add(c, 1.0 + rate));
    }
    value / size
}

fn rates(flow: &CashFlow) {
    let Ok(found) = flow.internal_rates() else {
        return;
    };
    let signs: Vec<bool> = flow
        .amounts()
        .iter()
        .filter(|amount| **amount != 0.0)
        .map(|amount| *amount > 0.0)
        .collect();
    let changes = signs.windows(2).filter(|pair| pair[0] != pair[1]).count();
    assert!(
        found.all().len() + found.out_of_reach().len() <= changes,
        "{flow:?}: {found:?}"
    );
    for pair in found.all().windows(2) {
        assert!(pair[0].get() < pair[1].get(), "{flow:?}: {found:?}");
    }
    for rate in found.all() {
        let value = relative_value(flow.amounts(), rate.get());
        // A rate next to -1 has few digits after the one that it is subtracted from.
        let digits = 1e-15 / (1.0 + rate.get()).min(1.0) * flow.amounts().len() as f64;
        assert!(
            value.abs() <= 1e-9 + 10.0 * digits,
            "{flow:?}: {rate:?} gives {value}"
        );
    }
    if let Some(twice) = times(flow, 2.0)
        && flow
            .amounts()
            .iter()
            .all(|amount| *amount == 0.0 || amount.abs() > 1e-290)
    {
        let twice = twice.internal_rates();
        let numbers = |rates: &compute_impact::cash_flow::InternalRates| -> Vec<u64> {
            rates
                .all()
                .iter()
                .map(|rate| rate.get().to_bits())
                .collect()
        };
        assert_eq!(
            twice.ok().map(|rates| numbers(&rates)),
            Some(numbers(&found)),
            "{flow:?}"
        );
    }
}

fn dated(amounts: &[f64], rate: f64, u: &mut Unstructured<'_>) -> Result<()> {
    let mut flows = Vec::new();
    for amount in amounts.iter().take(12) {
        let year = u.int_in_range(2000..=2060)?;
        let (month, day) = (u.int_in_range(0..=13)?, u.int_in_range(0..=32)?);
        if let Ok(date) = Date::new(year, month, day) {
            flows.push((date, *amount));
        }
    }
    let Ok(flow) = DatedCashFlow::from_amounts(yuan(), &flows) else {
        return Ok(());
    };
    assert!(flow.dates().is_sorted());
    let Ok(rate) = GrowthRate::new(rate, Frequency::Year) else {
        return Ok(());
    };
    let rate = DiscountRate::nominal(rate);
    let value = |flows: &[(Date, f64)]| {
        let flow = DatedCashFlow::from_amounts(yuan(), flows);
        flow.and_then(|flow| flow.net_present_value(rate))
            .map(|money| money.amount())
    };
    let sizes: Vec<(Date, f64)> = flows.iter().map(|(date, c)| (*date, c.abs())).collect();
    let scaled: Vec<(Date, f64)> = flows.iter().map(|(date, c)| (*date, 0.5 * c)).collect();
    if let (Ok(all), Ok(half), Ok(size)) = (value(&flows), value(&scaled), value(&sizes)) {
        assert!(
            all.is_finite() && near(half, 0.5 * all, size, 1e-12),
            "{flows:?}"
        );
    }
    if let Ok(found) = flow.internal_rates() {
        assert!(
            found
                .all()
                .iter()
                .all(|rate| rate.get() > -1.0 && rate.get().is_finite())
        );
    }
    Ok(())
}

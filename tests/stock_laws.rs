//! Stocks against the sum over all purchases of what survives of each, over random scenarios.
#![allow(clippy::unwrap_used, clippy::cast_precision_loss)] // Helpers of tests.

use compute_impact::Scenario;
use compute_impact::capacity::Segment;
use compute_impact::scenario::Output;
use proptest::prelude::*;

use crate::common::{assumed, money, path, read};

/// How machines of smart compute retire; a year is a period.
#[derive(Clone, Copy, Debug)]
enum Retirement {
    Life(f64),
    Geometric(f64),
}

impl Retirement {
    fn text(self) -> String {
        match self {
            Self::Life(years) => format!("life = {}", assumed(&format!("{years} years"))),
            Self::Geometric(share) => {
                let share = assumed(&format!("{} %", 100.0 * share));
                format!("geometric = {share}")
            }
        }
    }

    /// The part of a purchase that survives to an age: whole in its own year and as long as its
    /// life lasts, in part in the year in which it ends.
    fn survives(self, age: usize) -> f64 {
        match self {
            Self::Life(years) => (years - age as f64).clamp(0.0, 1.0),
            Self::Geometric(share) => (1.0 - share).powf(age as f64),
        }
    }

    /// The part of the base, bought evenly, that survives a year.
    fn of_base(self, year: usize) -> f64 {
        match self {
            Self::Life(years) => (1.0 - year as f64 / years).max(0.0),
            Self::Geometric(_) => self.survives(year),
        }
    }
}

fn retirements() -> impl Strategy<Value = Retirement> {
    let whole = (1..40_u32).prop_map(|years| Retirement::Life(f64::from(years)));
    let life = (1.0..60.0_f64).prop_map(Retirement::Life);
    let share = (0.0..0.9_f64).prop_map(Retirement::Geometric);
    prop_oneof![whole, life, share]
}

/// Billions of yuan a year: none, or of very different sizes.
fn amounts() -> impl Strategy<Value = Vec<f64>> {
    let size = (-6.0..6.0_f64).prop_map(|x| 10_f64.powf(x));
    prop::collection::vec(prop_oneof![1 => Just(0.0), 3 => size], 3..70)
}

/// 100 EFLOPS, of which 30 are of smart compute, along a path.
fn scenario(years: usize, path: &str, retirement: Retirement) -> Scenario {
    read(&format!(
        r#"
version = 1
name = "stocks"
base = "2024"
until = "{until}"

[compute]
base = {base}
counterfactual = "frozen"

{path}

[compute.stock.general]
unit-cost.start = {cost}
retirement.geometric = {lost}

[compute.stock.smart]
unit-cost.start = {cost}
retirement.{retirement}

[gdp]
base = {gdp}
baseline.excludes.constant = {growth}
response.coefficient.elasticity = {elasticity}
"#,
        until = 2024 + years,
        base = assumed("100 EFLOPS FP32 in use"),
        cost = assumed("8 bn CNY per EFLOPS FP32 in use"),
        lost = assumed("10 %"),
        retirement = retirement.text(),
        gdp = assumed("134.9 tn CNY"),
        growth = assumed("2 % per year"),
        elasticity = assumed("0.0426"),
    ))
}

const MIX: &str = r#"
mix = { general = "70 %", smart = "30 %", supercomputing = "0 %" }
mix-source = { publisher = "assumption", title = "x", kind = "assumption", confidence = "assumed" }
"#;

const SMART: Output = Output::Compute(Segment::Smart);

proptest! {
    #![proptest_config(crate::common::cases(128))]

    /// Money buys machines, of which each retires in its own time.
    #[test]
    fn a_stock_is_what_survives_of_all_purchases(bn in amounts(), retirement in retirements()) {
        let text = format!(
            "[compute.path.build-out]{MIX}general.per-period = {}\nsmart.by-period = {}",
            assumed("50 bn CNY"),
            money(&bn),
        );
        let found = path(&scenario(bn.len(), &text, retirement), SMART);
        for (year, found) in found.iter().enumerate() {
            let bought = (1..=year).map(|from| bn[from - 1] / 8.0 * retirement.survives(year - from));
            let stock = (30.0 * retirement.of_base(year) + bought.sum::<f64>()) * 1e18;
            // Where nothing is left, nothing is, to the last bit.
            prop_assert!((found - stock).abs() <= 1e-12 * stock, "{year}: {found} for {stock}");
        }
    }

    /// The additions along a path of growth, up and down, make the stock of the path.
    #[test]
    fn additions_make_the_stock_that_requires_them(
        percent in prop::collection::vec(-30.0..60.0_f64, 3..70),
        retirement in retirements(),
    ) {
        let rates: Vec<String> =
            percent.iter().map(|rate| assumed(&format!("{rate} % per year"))).collect();
        let text = format!(
            "[compute.path.segments]{MIX}general.constant = {}\nsmart.by-period.rates = [{}]",
            assumed("5 % per year"),
            rates.join(", "),
        );
        let scenario = scenario(percent.len(), &text, retirement);
        let (level, additions) = (path(&scenario, SMART), path(&scenario, Output::Additions(Segment::Smart)));
        prop_assert_eq!(additions[0].to_bits(), 0.0_f64.to_bits());
        let mut most = 0.0_f64;
        for year in 0..level.len() {
            let bought = (1..=year).map(|from| additions[from] * retirement.survives(year - from));
            let stock = level[0] * retirement.of_base(year) + bought.sum::<f64>();
            // Additions that turn below zero and back echo in all later ones: rounding is relative
            // to the largest of them.
            most = most.max(level[year]).max(additions[year].abs());
            prop_assert!((level[year] - stock).abs() <= 1e-12 * most, "{year}: {} for {stock}", level[year]);
        }
    }
}

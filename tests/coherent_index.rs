//! A coherent pair that responds to an index with tiers: the digital economy by its own coefficient, the
//! rest of GDP by what is left of GDP's.
#![allow(clippy::unwrap_used)] // Helpers of tests, which the lint takes for code.

use compute_impact::Scenario;
use compute_impact::scenario::{Output, Reading};
use proptest::prelude::*;

use crate::common::{assert_path_within, assumed, cases, path, read};

/// A pair whose coefficients are per mille of each point of an index, which takes six years.
#[derive(Clone, Debug)]
struct Pair {
    gdp: f64,
    digital: f64,
    /// The digital economy in per cent of GDP at the base.
    percent: u32,
    scores: [u32; 2],
    /// How often points count above 40 and above 60, in tenths.
    tiers: [u32; 2],
    includes: bool,
}

impl Pair {
    fn scenario(&self) -> Scenario {
        let kind = if self.includes {
            "includes"
        } else {
            "excludes"
        };
        let [first, second] = self.tiers.map(|tenths| f64::from(tenths) / 10.0);
        let [from, to] = self.scores.map(|score| assumed(&format!("{score} points")));
        let index = format!(
            "response.index = {{ base = {from}, target = {to}, at = \"2030\", tiers = [\
             {{ above = 40, factor = {first} }}, {{ above = 60, factor = {second} }}] }}"
        );
        let economy = |base: &str, growth: &str, per_mille: f64| {
            format!(
                "base = {}\nbaseline.{kind}.constant = {}\n\
                 response.coefficient.semi-elasticity = {}\n{index}\n",
                assumed(base),
                assumed(growth),
                assumed(&format!("{per_mille} ‰ per point")),
            )
        };
        read(&format!(
            r#"
version = 1
name = "a coherent pair and an index"
base = "2024"
until = "2030"
coherence = "coherent"

[compute]
base = {}
counterfactual = "frozen"
path.total.growth.constant = {}

[gdp]
{}
[digital]
{}
"#,
            assumed("100 EFLOPS FP32 in use"),
            assumed("20 % per year"),
            economy("100 tn CNY", "4 % per year", self.gdp),
            economy(
                &format!("{} tn CNY", self.percent),
                "7 % per year",
                self.digital
            ),
        ))
    }

    /// The points since the base in a year, as often as their tiers count them.
    fn points(&self, year: i32) -> f64 {
        let [first, second] = self.tiers.map(|tenths| f64::from(tenths) / 10.0);
        let [from, to] = self.scores.map(f64::from);
        let counted = |score: f64| {
            let middle = (score.min(60.0) - 40.0).max(0.0);
            score.min(40.0) + first * middle + second * (score - 60.0).max(0.0)
        };
        counted(from + (to - from) * f64::from(year) / 6.0) - counted(from)
    }
}

fn pairs() -> impl Strategy<Value = Pair> {
    let numbers = (0..30_u32, 0..40_u32, 5..60_u32);
    let index = ([10..90_u32, 10..90_u32], [5..30_u32, 5..30_u32]);
    (numbers, index, any::<bool>()).prop_map(
        |((gdp, digital, percent), (scores, tiers), includes)| Pair {
            gdp: f64::from(gdp) / 10.0,
            digital: f64::from(digital) / 10.0,
            percent,
            scores,
            tiers,
            includes,
        },
    )
}

proptest! {
    #![proptest_config(cases(128))]

    /// With `d` of GDP digital at the base, `d e_DE + (1 - d) e_rest = e_GDP`; each part of GDP is its own
    /// without compute times `exp(e P)`, with the points P.
    #[test]
    fn each_part_of_gdp_responds_by_its_own_coefficient(pair in pairs()) {
        let share = f64::from(pair.percent) / 100.0;
        let rest = (pair.gdp - share * pair.digital) / (1.0 - share) / 1_000.0;
        let digital = pair.digital / 1_000.0;
        let mut paths = [(); 4].map(|()| Vec::new());
        for year in 0..=6 {
            let own_digital = 1e14 * share * 1.07_f64.powi(year);
            let own_rest = 1e14 * 1.04_f64.powi(year) - own_digital;
            let points = pair.points(year);
            let effects = [(digital * points).exp(), (rest * points).exp()];
            // What a forecast includes is taken out of it, and what it excludes is added.
            let [part, other] = [(own_digital, effects[0]), (own_rest, effects[1])].map(|(own, effect)| {
                if pair.includes { [own, own / effect] } else { [own * effect, own] }
            });
            for side in 0..2 {
                paths[side].push(part[side]);
                paths[2 + side].push(part[side] + other[side]);
            }
        }
        let scenario = pair.scenario();
        for (output, expected) in [
            (Output::Digital(Reading::With), &paths[0]),
            (Output::Digital(Reading::Without), &paths[1]),
            (Output::Gdp(Reading::With), &paths[2]),
            (Output::Gdp(Reading::Without), &paths[3]),
        ] {
            assert_path_within(&path(&scenario, output), expected, 1e-12);
        }
    }
}

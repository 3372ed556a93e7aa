//! The kernel's functions over blocks of lanes: against scenarios, which are compiled to other
//! steps of the same economics; against closed forms; and against the plain way.

#![expect(
    clippy::panic,
    clippy::unwrap_used,
    clippy::cast_precision_loss,
    reason = "a test may panic, and counts here are small"
)]

use compute_impact::{Projection, Scenario, kernel};

const PERIODS: usize = 6;

/// Compute from 2024 to 2030, a GDP of which `baseline` is said, and what of it responds.
fn project(growth: &str, baseline: &str, response: &str) -> Projection {
    let text = format!(
        r#"
version = 1
name = "one lane"
base = "2024"
until = "2030"

[compute]
base = {{ value = "280 EFLOPS FP32 in use", assumption = "test" }}
counterfactual = "frozen"
path.total.growth.{growth}
path.total.smart-share.observations = [
    {{ at = "2024", share = {{ value = "25 %", assumption = "test" }} }},
    {{ at = "2025", share = {{ value = "30 %", assumption = "test" }} }},
]

[gdp]
base = {{ value = "134.9084 tn CNY", assumption = "test" }}
baseline.excludes.constant = {{ value = "{baseline}", assumption = "test" }}
{response}
"#
    );
    let scenario = Scenario::from_toml(&text);
    match scenario.and_then(|scenario| scenario.project()) {
        Ok(projection) => projection,
        Err(error) => panic!("{error}\n{text}"),
    }
}

fn assumed(value: &str) -> String {
    format!("{{ value = {value}, assumption = \"test\" }}")
}

/// Yearly growth of compute, one lane each.
const GROWTH: [f64; 3] = [0.2, 0.46, -0.05];
const GROWTH_IN_WORDS: [&str; 3] = [
    "\"20 % per year\"",
    "\"46 % per year\"",
    "\"-5 % per year\"",
];
/// Coefficients, one lane each.
const COEFFICIENT: [f64; 3] = [0.2, 0.043, 0.4];
const LANES: usize = 3;

/// What scenarios of one lane each project for GDP's impact, from the first period after the base
/// on, as a block.
fn impacts(baseline: &str, response: impl Fn(f64) -> String) -> Vec<f64> {
    let lanes: Vec<Vec<f64>> = GROWTH_IN_WORDS
        .into_iter()
        .zip(COEFFICIENT)
        .map(|(growth, coefficient)| {
            let growth = format!("constant = {}", assumed(growth));
            let projection = project(&growth, baseline, &response(coefficient));
            projection.gdp().impact().values()[1..].to_vec()
        })
        .collect();
    (0..PERIODS)
        .flat_map(|t| lanes.iter().map(move |lane| lane[t]))
        .collect()
}

/// The gap in logs to a frozen compute, as a block.
fn log_gap() -> Vec<f64> {
    let mut step = [0.0; LANES];
    kernel::ln_1p(&GROWTH, &mut step).unwrap();
    (1..=PERIODS)
        .flat_map(|t| step.map(|step| step * t as f64))
        .collect()
}

fn assert_same(found: &[f64], expected: &[f64]) {
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(expected) {
        assert_eq!(found.to_bits(), expected.to_bits(), "{found} {expected}");
    }
}

/// An impact is the small rest of two levels: what is close are the levels.
fn assert_levels_close(found: &[f64], expected: &[f64]) {
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(expected) {
        let close = (found - expected).abs() <= 1e-15 * (1.0 + expected);
        assert!(close, "{found} {expected}");
    }
}

#[test]
fn an_elasticity_is_the_scenarios() {
    let response = |coefficient: f64| {
        format!(
            "response.coefficient.elasticity = {}",
            assumed(&coefficient.to_string())
        )
    };
    let mut out = [0.0; PERIODS * LANES];
    kernel::elasticity_impact(&COEFFICIENT, &log_gap(), &mut out).unwrap();
    assert_same(&out, &impacts("0 % per year", response));
    // On a baseline that grows the scenario adds the effect to a log and takes it off again.
    assert_levels_close(&out, &impacts("4 % per year", response));
}

#[test]
fn a_growth_ratio_is_the_scenarios() {
    let response = |coefficient: f64| {
        format!(
            "response.coefficient.growth-ratio = {}",
            assumed(&coefficient.to_string())
        )
    };
    let gap: Vec<f64> = GROWTH.repeat(PERIODS);
    for (baseline, growth) in [
        ("0 % per year", 0.0),
        ("4 % per year", 0.04),
        ("-1.5 % per year", -0.015),
    ] {
        let mut out = [0.0; PERIODS * LANES];
        kernel::growth_ratio_impact(&COEFFICIENT, &gap, &[growth; PERIODS * LANES], &mut out)
            .unwrap();
        assert_same(&out, &impacts(baseline, response));
    }
}

#[test]
fn a_semi_elasticity_is_the_scenarios() {
    let response = |coefficient: f64| {
        let coefficient = format!("\"{:.0} ‰ per point\"", 1000.0 * coefficient);
        let [coefficient, base, target] =
            [&coefficient, "\"40 points\"", "\"55 points\""].map(assumed);
        format!(
            "response.coefficient.semi-elasticity = {coefficient}\nresponse.index.base = {base}\n\
             response.index.target = {target}\nresponse.index.at = \"2030\""
        )
    };
    let points: Vec<f64> = (1..=PERIODS)
        .flat_map(|t| [15.0 * t as f64 / PERIODS as f64; LANES])
        .collect();
    let mut out = [0.0; PERIODS * LANES];
    kernel::semi_elasticity_impact(&COEFFICIENT, &points, &mut out).unwrap();
    for (found, expected) in out.iter().zip(impacts("0 % per year", response)) {
        // The way to the target is summed there, and multiplied here.
        assert!((found / expected - 1.0).abs() < 1e-14, "{found} {expected}");
    }
    // Another length is refused, and nothing is written.
    let mut short = [7.0; LANES];
    kernel::semi_elasticity_impact(&COEFFICIENT, &points, &mut short).unwrap_err();
    assert_eq!(short.map(f64::to_bits), [7.0_f64.to_bits(); LANES]);
}

/// An elasticity with another line in its response, and the gap that this line makes of a gap.
fn assert_stimulus(line: &str, stimulus: impl Fn(&[f64], &mut [f64])) {
    let response = |coefficient: f64| {
        let coefficient = assumed(&coefficient.to_string());
        format!("response.coefficient.elasticity = {coefficient}\nresponse.{line}")
    };
    let (mut gap, mut out) = ([0.0; PERIODS * LANES], [0.0; PERIODS * LANES]);
    stimulus(&log_gap(), &mut gap);
    kernel::elasticity_impact(&COEFFICIENT, &gap, &mut out).unwrap();
    assert_same(&out, &impacts("0 % per year", response));
}

#[test]
fn lags_and_saturation_are_the_scenarios() {
    assert_stimulus(
        &format!("lag.koyck = {}", assumed("\"60 %\"")),
        |gap, out| {
            kernel::koyck_lag(&[0.6; LANES], gap, out).unwrap();
        },
    );
    assert_stimulus("lag.explicit = [0.5, 0.3, 0.2]", |gap, out| {
        kernel::distributed_lag(&[0.5, 0.3, 0.2], LANES, gap, out).unwrap();
    });
    assert_stimulus(&format!("saturation = {}", assumed("0.7")), |gap, out| {
        kernel::saturate(&[0.7; LANES], gap, out).unwrap();
    });
}

/// An impulse and a step, lane by lane: of Koyck's decay by 0.6 and 0.25 a period k after the impulse
/// (1 - keep) keep^k is left, and of the step 1 - keep^(k + 1) has come. Explicit weights come back as
/// they are, and as their sums.
#[test]
fn lags_have_their_closed_forms() {
    const LANES: usize = 2;
    let mut impulse = [0.0; PERIODS * LANES];
    impulse[..LANES].fill(1.0);
    let step = [1.0; PERIODS * LANES];
    let keep = [0.6, 0.25_f64];
    let mut out = [0.0; PERIODS * LANES];
    kernel::koyck_lag(&keep, &impulse, &mut out).unwrap();
    let each = |of: &dyn Fn(f64, i32) -> f64| -> Vec<f64> {
        let rows = 0..i32::try_from(PERIODS).unwrap();
        rows.flat_map(|k| keep.map(|keep| of(keep, k))).collect()
    };
    let near = |found: &[f64], expected: &[f64]| {
        assert_eq!(found.len(), expected.len());
        let mut pairs = found.iter().zip(expected);
        assert!(
            pairs.all(|(x, y)| (x - y).abs() < 1e-15),
            "{found:?} {expected:?}"
        );
    };
    near(&out, &each(&|keep, k| (1.0 - keep) * keep.powi(k)));
    kernel::koyck_lag(&keep, &step, &mut out).unwrap();
    near(&out, &each(&|keep, k| 1.0 - keep.powi(k + 1)));
    for (x, expected) in [
        (impulse, [0.5, 0.3, 0.2, 0.0, 0.0, 0.0]),
        (step, [0.5, 0.8, 1.0, 1.0, 1.0, 1.0]),
    ] {
        kernel::distributed_lag(&[0.5, 0.3, 0.2], LANES, &x, &mut out).unwrap();
        let expected: Vec<f64> = expected.into_iter().flat_map(|y| [y; LANES]).collect();
        near(&out, &expected);
    }
}

/// (1 - exp(-kappa x)) / kappa, for gaps of both signs.
#[test]
fn saturation_has_its_closed_form() {
    let kappa = [0.7, 2.0_f64];
    let gaps = [-0.4, 0.05, 0.9, 3.0_f64];
    let x: Vec<f64> = gaps.iter().flat_map(|gap| [*gap; 2]).collect();
    let mut out = vec![0.0; x.len()];
    kernel::saturate(&kappa, &x, &mut out).unwrap();
    let expected = gaps
        .iter()
        .flat_map(|gap| kappa.map(|k| -(-k * gap).exp_m1() / k));
    for (found, expected) in out.iter().zip(expected) {
        assert!((found / expected - 1.0).abs() < 1e-15, "{found} {expected}");
    }
}

#[test]
fn paths_are_the_scenarios() {
    let response = format!("response.coefficient.elasticity = {}", assumed("0.2"));
    let rates = [0.2, 0.3, 0.25, 0.1, -0.04, 0.0];
    let listed =
        ["20", "30", "25", "10", "-4", "0"].map(|rate| assumed(&format!("\"{rate} % per year\"")));
    let by_period = format!("by-period.rates = [{}]", listed.join(", "));
    let projection = project(&by_period, "4 % per year", &response);
    let total = projection.total_compute();
    let mut out = [0.0; PERIODS];
    kernel::growth_path(&total.values()[..1], &rates, &mut out).unwrap();
    // A product against the sum of logarithms that a scenario keeps: six roundings, of logs of one.
    for (found, expected) in out.iter().zip(&total.values()[1..]) {
        assert!(
            (found - expected).abs() <= 4e-15 * expected,
            "{found} {expected}"
        );
    }

    let constant = format!("constant = {}", assumed(GROWTH_IN_WORDS[0]));
    let projection = project(&constant, "4 % per year", &response);
    let total = projection.total_compute();
    kernel::constant_growth_path(&total.values()[..1], &[0.2], &mut out).unwrap();
    for (found, expected) in out.iter().zip(&total.values()[1..]) {
        assert!((found / expected - 1.0).abs() < 2e-15, "{found} {expected}");
    }

    let mut line = [0.0; 2];
    kernel::logit(&[0.25, 0.3], &mut line).unwrap();
    let times = [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
    let mut out = [0.0; PERIODS + 1];
    kernel::logistic_path(&line[..1], &[line[1] - line[0]], &times, &mut out).unwrap();
    for (found, expected) in out.iter().zip(projection.smart_share().unwrap().values()) {
        assert!((found - expected).abs() < 1e-15, "{found} {expected}");
    }
}

/// Growth of compute, the growth ratio's 0.2 g, the elasticity's (1 + g)^0.2 - 1.
const CLOSED_FORMS: [(f64, f64, f64); 6] = [
    (0.01, 0.002, 0.001_992_047_666_533_381),
    (0.10, 0.02, 0.019_244_876_491_456_564),
    (0.30, 0.06, 0.053_873_952_061_783_47),
    (0.46, 0.092, 0.078_625_221_439_269_98),
    (1.00, 0.2, 0.148_698_354_997_035_1),
    (3.00, 0.6, 0.319_507_910_772_894_2),
];

#[test]
fn one_step_has_its_closed_form() {
    let gap = CLOSED_FORMS.map(|(growth, _, _)| growth);
    let (mut log_gap, mut out) = ([0.0; 6], [0.0; 6]);
    kernel::ln_1p(&gap, &mut log_gap).unwrap();
    kernel::elasticity_impact(&[0.2; 6], &log_gap, &mut out).unwrap();
    for (found, (_, _, expected)) in out.iter().zip(CLOSED_FORMS) {
        assert!((found / expected - 1.0).abs() < 1e-12, "{found} {expected}");
    }
    kernel::growth_ratio_impact(&[0.2; 6], &gap, &[0.0; 6], &mut out).unwrap();
    for (found, (_, expected, _)) in out.iter().zip(CLOSED_FORMS) {
        assert!((found / expected - 1.0).abs() < 1e-13, "{found} {expected}");
    }
}

#[test]
fn five_steps_compound() {
    let mut out = [0.0; 5];
    kernel::growth_ratio_impact(&[0.2], &[0.46; 5], &[0.0; 5], &mut out).unwrap();
    assert!((out[4] - 0.552_791_667_295_232_7).abs() < 1e-14);
    let log_gap = [1.0, 2.0, 3.0, 4.0, 5.0].map(|t| t * 0.46f64.ln_1p());
    kernel::elasticity_impact(&[0.2], &log_gap, &mut out).unwrap();
    assert!((out[4] - 0.46).abs() < 1e-14);
}

/// Numbers from 0 to 1 in a fixed order (`SplitMix64`).
fn numbers(seed: u64, count: usize) -> Vec<f64> {
    let mut state = seed;
    (0..count)
        .map(|_| {
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            ((mixed ^ (mixed >> 31)) >> 11) as f64 / 2f64.powi(53)
        })
        .collect()
}

/// A number in two words, to about 100 bits (Dekker 1971).
#[derive(Clone, Copy)]
struct Wide(f64, f64);

impl Wide {
    fn one_plus(x: f64) -> Self {
        let sum = 1.0 + x;
        let of_x = sum - 1.0;
        Self(sum, (1.0 - (sum - of_x)) + (x - of_x))
    }

    fn times(self, other: Self) -> Self {
        let high = self.0 * other.0;
        let low = self.0.mul_add(other.0, -high) + (self.0 * other.1 + self.1 * other.0);
        Self(high + low, low - ((high + low) - high))
    }

    /// How many units in the last place a number is away.
    fn off(self, found: f64) -> f64 {
        let unit = self.0.abs().next_up() - self.0.abs();
        (((found - self.0) - self.1) / unit).abs()
    }
}

/// The greatest distance of a path from its levels in two words, by row.
fn worst(base: &[f64], growth: &[f64], path: &[f64]) -> Vec<f64> {
    let lanes = base.len();
    let mut levels: Vec<Wide> = base.iter().map(|base| Wide(*base, 0.0)).collect();
    let rows = path.chunks(lanes).zip(growth.chunks(lanes));
    rows.map(|(row, growth)| {
        let mut worst = 0f64;
        for ((level, growth), found) in levels.iter_mut().zip(growth).zip(row) {
            *level = level.times(Wide::one_plus(*growth));
            worst = worst.max(level.off(*found));
        }
        worst
    })
    .collect()
}

#[test]
fn levels_round_as_documented() {
    let (lanes, periods) = (20_000, 100);
    let base: Vec<f64> = numbers(1, lanes).iter().map(|x| 1.0 + 99.0 * x).collect();
    let growth: Vec<f64> = numbers(2, lanes).iter().map(|x| 2.0 * x - 0.9).collect();
    let mut path = vec![0.0; periods * lanes];
    kernel::constant_growth_path(&base, &growth, &mut path).unwrap();
    let worst_by_row = worst(&base, &growth.repeat(periods), &path);
    assert!(worst_by_row[29] < 11.0 && worst_by_row[99] < 23.0);

    let growth: Vec<f64> = numbers(3, 30 * lanes)
        .iter()
        .map(|x| 0.4 * x - 0.05)
        .collect();
    let path = &mut path[..30 * lanes];
    kernel::growth_path(&base, &growth, path).unwrap();
    let worst_by_row = worst(&base, &growth, path);
    assert!(worst_by_row.iter().all(|worst| *worst < 22.0));
}

#[test]
fn shares_sum_to_one() {
    let parts: Vec<Vec<f64>> = (1..=5).map(|seed| numbers(seed, 1000)).collect();
    let mut shares = vec![vec![0.0; 1000]; 5];
    let levels: Vec<&[f64]> = parts.iter().map(Vec::as_slice).collect();
    let mut out: Vec<&mut [f64]> = shares.iter_mut().map(Vec::as_mut_slice).collect();
    kernel::composition(&levels, &mut out).unwrap();
    for i in 0..1000 {
        let sum: f64 = shares.iter().map(|part| part[i]).sum();
        assert!((sum - 1.0).abs() <= 5.0 * f64::EPSILON);
        for (share, part) in shares.iter().zip(&parts) {
            let plain = part[i] / parts.iter().map(|part| part[i]).sum::<f64>();
            assert_eq!(share[i].to_bits(), plain.to_bits());
        }
    }
}

#[test]
fn quantiles_are_those_of_a_sort() {
    for count in [1, 2, 3, 10, 999, 1000] {
        // Whole numbers, some of them twice and more, so that ranks share values.
        let values = numbers(7, count);
        let mut values: Vec<f64> = values.iter().map(|x| (x * 700.0).floor() - 350.0).collect();
        let mut sorted = values.clone();
        sorted.sort_by(f64::total_cmp);
        let mut probabilities = numbers(8, 300);
        probabilities.extend([0.0, 1.0, 0.5, 0.5, 0.05, 0.95]);
        let mut out = vec![0.0; probabilities.len()];
        kernel::quantiles(&mut values, &probabilities, &mut out).unwrap();
        for (found, p) in out.iter().zip(&probabilities) {
            // The smallest value with so many at or below it, by count.
            let expected = sorted
                .iter()
                .zip(1..)
                .find(|(_, reached)| f64::from(*reached) >= p * count as f64);
            assert_eq!(
                Some(found),
                expected.map(|(value, _)| value),
                "{p} of {count}"
            );
        }
        values.sort_by(f64::total_cmp);
        assert_eq!(values, sorted);
    }
}

/// Odds by steps against a curve for each time, over 100 steps and both ends.
#[test]
fn a_share_by_steps_is_the_share_at_each_time() {
    let intercept = [-1.1, 0.0, 30.0, -600.0, 5.0];
    let slope = [0.25, -0.4, -0.7, 12.0, 0.0];
    let even: Vec<f64> = (0..100).map(f64::from).collect();
    let uneven = [
        0.0, 0.5, 1.0, 1.5, 4.0, 3.5, 3.0, 2.5, 2.0, 1.5, 1.0, 0.5, 7.0,
    ];
    for times in [&even[..], &uneven] {
        let mut out = vec![0.0; times.len() * slope.len()];
        kernel::logistic_path(&intercept, &slope, times, &mut out).unwrap();
        for (row, time) in out.chunks(slope.len()).zip(times) {
            for ((found, a), b) in row.iter().zip(&intercept).zip(&slope) {
                let line = a + b * time;
                let mut expected = [0.0];
                kernel::logistic(&[line], &mut expected).unwrap();
                // The line rounds twice, which weighs as its size; then some ten roundings.
                let tolerance = (4.0 * line.abs() + 16.0) * f64::EPSILON * expected[0];
                assert!(
                    (found - expected[0]).abs() <= tolerance,
                    "{found} {expected:?} at {line}"
                );
            }
        }
    }
}

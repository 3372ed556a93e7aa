//! How often intervals contain the truth, over simulated data with fixed seeds: 2,000 samples put the
//! share within 0.5 points (one standard error), so that 93 to 97 % is four of them on either side.

use compute_impact::estimation::{Data, Regression, SmallSample, StandardErrors, Term};

use super::fit;

const SAMPLES: u32 = 2_000;

/// Uniform numbers in `[0, 1)`, from a counter: splitmix64 of Steele, Lea and Flood (2014).
struct Uniform(u64);

impl Uniform {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^= z >> 31;
        #[expect(clippy::cast_precision_loss, reason = "53 bits")]
        let number = (z >> 11) as f64;
        number / 9_007_199_254_740_992.0
    }

    /// A sum of twelve uniform numbers less six: nearly normal, with variance one.
    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.next()).sum::<f64>() - 6.0
    }
}

/// The share of samples whose interval of the slope contains the true one, which is 0.5.
fn coverage(errors: &StandardErrors, sample: impl Fn(&mut Uniform) -> Data) -> f64 {
    let line = Regression::of(Term::column("y")).on(Term::column("x"));
    let mut inside = 0;
    for number in 0..SAMPLES {
        let data = sample(&mut Uniform(u64::from(number) << 32));
        let fit = fit(&line, &data, errors, SmallSample::STATA);
        let [low, high] = fit.coefficient("x").unwrap().interval(0.95).unwrap();
        inside += u32::from(low <= 0.5 && 0.5 <= high);
    }
    f64::from(inside) / f64::from(SAMPLES)
}

fn columns(rows: Vec<(f64, f64, String)>) -> Data {
    Data::new()
        .with_numbers("x", rows.iter().map(|row| row.0))
        .and_then(|data| data.with_numbers("y", rows.iter().map(|row| row.1)))
        .and_then(|data| data.with_labels("group", rows.into_iter().map(|row| row.2)))
        .unwrap()
}

/// Errors of one variance, in 30 rows.
fn plain(random: &mut Uniform) -> Data {
    let row = |random: &mut Uniform| {
        let x = random.normal();
        (x, 1.0 + 0.5 * x + random.normal(), String::new())
    };
    columns((0..30).map(|_| row(random)).collect())
}

/// Errors that grow with x, in 100 rows.
fn uneven(random: &mut Uniform) -> Data {
    let row = |random: &mut Uniform| {
        let x = random.normal();
        (x, 1.0 + 0.5 * x + x.abs() * random.normal(), String::new())
    };
    columns((0..100).map(|_| row(random)).collect())
}

/// 40 groups of five rows, each with a regressor and an error of its own.
fn grouped(random: &mut Uniform) -> Data {
    let mut rows = Vec::new();
    for group in 0..40 {
        let (of_x, of_error) = (random.normal(), random.normal());
        for _ in 0..5 {
            let x = of_x + 0.3 * random.normal();
            let y = 1.0 + 0.5 * x + of_error + 0.5 * random.normal();
            rows.push((x, y, group.to_string()));
        }
    }
    columns(rows)
}

#[test]
fn intervals_of_95_per_cent_hold_the_truth_as_often_as_theory_says() {
    let by_group = StandardErrors::clustered_by("group");
    for (name, share) in [
        ("classical", coverage(&StandardErrors::Classical, plain)),
        (
            "HC3 of equal variances",
            coverage(&StandardErrors::Hc3, plain),
        ),
        ("HC3 of uneven ones", coverage(&StandardErrors::Hc3, uneven)),
        ("clustered", coverage(&by_group, grouped)),
    ] {
        assert!((0.93..=0.97).contains(&share), "{name}: {share}");
    }
    // What theory says is too narrow is: errors that grow with x, and those of whole groups.
    for (name, share) in [
        (
            "classical, uneven",
            coverage(&StandardErrors::Classical, uneven),
        ),
        ("HC1, grouped", coverage(&StandardErrors::Hc1, grouped)),
    ] {
        assert!(share < 0.85, "{name}: {share}");
    }
}

//! Regressions of a million rows: many columns with clustered errors, and two absorbed effects with a
//! hundred thousand groups each, which rows connect well or hardly.
//!
//! `cargo bench -p compute-impact-benches --bench estimation`; the peers are in
//! `benches/peers/estimation.py`.

use compute_impact::estimation::{Data, Regression, SmallSample, StandardErrors, Term};
use divan::{Bencher, black_box};

fn main() {
    divan::main();
}

const ROWS: u32 = 1_000_000;
const GROUPS: u32 = 100_000;

/// Numbers in `[0, 1)` without a pattern that a regression sees: a Weyl sequence, hashed.
fn uniform(column: u32, row: u32) -> f64 {
    let mut z = (u64::from(column) << 32 | u64::from(row)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    #[expect(clippy::cast_precision_loss, reason = "53 bits")]
    let number = (z >> 11) as f64;
    number / 9_007_199_254_740_992.0
}

/// The response, regressors `x0` on, and labels.
#[expect(
    clippy::unwrap_used,
    reason = "a benchmark that cannot build its data has nothing to say"
)]
fn data(columns: u32, labels: &[(&str, &dyn Fn(u32) -> u32)]) -> Data {
    let column = |column: u32| (0..ROWS).map(move |row| uniform(column, row) - 0.5);
    let y = (0..ROWS).map(|row| {
        let x = (0..columns).map(|column| f64::from(column) * (uniform(column, row) - 0.5));
        x.sum::<f64>() + uniform(columns, row)
    });
    let mut data = Data::new().with_numbers("y", y).unwrap();
    for number in 0..columns {
        data = data
            .with_numbers(&format!("x{number}"), column(number))
            .unwrap();
    }
    for (name, label) in labels {
        let labels = (0..ROWS).map(|row| label(row).to_string());
        data = data.with_labels(name, labels).unwrap();
    }
    data
}

fn regression(columns: u32) -> Regression {
    let terms = (0..columns).map(|number| Term::column(format!("x{number}")));
    terms.fold(Regression::of(Term::column("y")), Regression::on)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "below the count"
)]
fn among(count: u32, column: u32, row: u32) -> u32 {
    (f64::from(count) * uniform(column, row)) as u32
}

fn bench(bencher: Bencher<'_, '_>, data: &Data, regression: &Regression, errors: &StandardErrors) {
    bencher.bench(|| black_box(regression).fit(black_box(data), errors, SmallSample::STATA));
}

/// Ten columns, errors clustered in a thousand groups.
#[divan::bench(sample_count = 5)]
fn ten_columns_clustered(bencher: Bencher<'_, '_>) {
    let data = data(10, &[("group", &|row| among(1_000, 90, row))]);
    bench(
        bencher,
        &data,
        &regression(10),
        &StandardErrors::clustered_by("group"),
    );
}

/// Groups of both effects drawn at random: ten rows of a group lead to ten others.
#[divan::bench(sample_count = 5)]
fn two_effects_well_connected(bencher: Bencher<'_, '_>) {
    let data = data(
        2,
        &[
            ("one", &|row| among(GROUPS, 90, row)),
            ("other", &|row| among(GROUPS, 91, row)),
        ],
    );
    let regression = regression(2).absorbing("one").absorbing("other");
    bench(bencher, &data, &regression, &StandardErrors::Classical);
}

/// Each group of one effect meets the same group of the other and the next two: a chain.
#[divan::bench(sample_count = 2)]
fn two_effects_in_a_chain(bencher: Bencher<'_, '_>) {
    let one = |row: u32| among(GROUPS, 90, row);
    let data = data(
        2,
        &[
            ("one", &one),
            ("other", &|row| (one(row) + among(3, 91, row)) % GROUPS),
        ],
    );
    let regression = regression(2).absorbing("one").absorbing("other");
    bench(bencher, &data, &regression, &StandardErrors::Classical);
}

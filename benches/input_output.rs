//! A table of 2000 sectors: factored once, then solved for one shock and for many.
//!
//! `cargo bench --bench input_output`; `benches/peers/input_output.py` does the same with numpy and
//! scipy on the same matrix.

use compute_impact::Currency;
use compute_impact::input_output::{
    Account, Coefficients, Labels, Leontief, Matrix, PriceType, Valuation,
};
use divan::{Bencher, black_box};

const ORDER: usize = 2000;
/// The sum of output for demand of one for every product, by `scipy.linalg.solve` on this matrix.
const CHECKSUM: f64 = 10_009.832_092_576_577;

fn main() {
    divan::main();
}

/// The bits of `SplitMix64` at one place (Steele, Lea and Flood 2014), as a number in [0, 1).
#[expect(clippy::cast_precision_loss, reason = "53 bits fit exactly")]
fn uniform(place: u64) -> f64 {
    let mut z = place.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
}

/// Column sums near 0.8, as inputs per unit of output often are, and value added for the rest.
#[expect(
    clippy::unwrap_used,
    reason = "a benchmark that fails to start should say so"
)]
#[expect(clippy::cast_precision_loss, reason = "a small count")]
fn coefficients(order: usize) -> Coefficients {
    let labels = Labels::single_region("economy", (0..order).map(|k| k.to_string())).unwrap();
    let prices = Valuation::new(PriceType::Basic, Currency::CNY, 2020, 1e8).unwrap();
    let places = 0..(order * order) as u64;
    let values = places
        .map(|place| 1.6 / order as f64 * uniform(place))
        .collect();
    let inputs = Matrix::new(order, order, values).unwrap();
    let mut value_added = vec![1.0; order];
    for row in inputs.iter_rows() {
        for (left, bought) in value_added.iter_mut().zip(row) {
            *left -= bought;
        }
    }
    let coefficients = Coefficients::new(labels, prices, inputs).unwrap();
    coefficients.with(Account::ValueAdded, value_added).unwrap()
}

#[expect(
    clippy::unwrap_used,
    reason = "a benchmark that fails to start should say so"
)]
fn leontief() -> Leontief {
    let leontief = Leontief::new(&coefficients(ORDER)).unwrap();
    let sum: f64 = leontief.output_for(&vec![1.0; ORDER]).unwrap().iter().sum();
    assert!(
        (sum / CHECKSUM - 1.0).abs() < 1e-12,
        "{sum:?} is not {CHECKSUM:?}"
    );
    leontief
}

#[divan::bench(sample_count = 5)]
fn check_coefficients(bencher: Bencher<'_, '_>) {
    let given = coefficients(ORDER);
    bencher
        .with_inputs(|| (given.labels().clone(), given.inputs().clone()))
        .bench_values(|(labels, inputs)| Coefficients::new(labels, given.valuation(), inputs));
}

#[divan::bench(args = [500, 1000, 2000], sample_count = 5)]
fn factor(bencher: Bencher<'_, '_>, order: usize) {
    let coefficients = coefficients(order);
    bencher.bench(|| Leontief::new(black_box(&coefficients)));
}

#[divan::bench(sample_count = 5)]
fn factor_and_solve_one(bencher: Bencher<'_, '_>) {
    let coefficients = coefficients(ORDER);
    let demand = vec![1.0; ORDER];
    bencher.bench(|| Leontief::new(black_box(&coefficients))?.output_for(&demand));
}

#[divan::bench(args = [1, 10, 100, 1000], sample_count = 5)]
#[expect(
    clippy::unwrap_used,
    reason = "a benchmark that fails to start should say so"
)]
fn solve_many(bencher: Bencher<'_, '_>, shocks: usize) {
    let leontief = leontief();
    let demands = Matrix::new(ORDER, shocks, vec![1.0; ORDER * shocks]).unwrap();
    bencher.bench(|| leontief.outputs_for(black_box(&demands)));
}

/// Known since the table was factored.
#[divan::bench(sample_count = 5)]
fn output_multipliers(bencher: Bencher<'_, '_>) {
    let leontief = leontief();
    bencher.bench(|| black_box(&leontief).multipliers(Account::Output));
}

#[divan::bench(sample_count = 5)]
fn value_added_multipliers(bencher: Bencher<'_, '_>) {
    let leontief = leontief();
    bencher.bench(|| black_box(&leontief).multipliers(Account::ValueAdded));
}

#[divan::bench(sample_count = 3)]
fn factor_and_inverse(bencher: Bencher<'_, '_>) {
    let coefficients = coefficients(ORDER);
    bencher.bench(|| Leontief::new(black_box(&coefficients)).map(|leontief| leontief.inverse()));
}

#[divan::bench(sample_count = 3)]
fn inverse(bencher: Bencher<'_, '_>) {
    let leontief = leontief();
    bencher.bench(|| black_box(&leontief).inverse());
}

/// What the matrix crate does by itself: partial pivoting, column by column.
#[divan::bench(sample_count = 2)]
fn factor_by_the_matrix_crate(bencher: Bencher<'_, '_>) {
    let coefficients = coefficients(ORDER);
    let inputs = nalgebra::DMatrix::from_row_slice(ORDER, ORDER, coefficients.inputs().values());
    bencher.bench(|| (nalgebra::DMatrix::identity(ORDER, ORDER) - black_box(&inputs)).lu());
}

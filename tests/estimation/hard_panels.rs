//! Fixed effects whose groups few rows connect, against dummies.

use approx::assert_relative_eq;
use compute_impact::estimation::{Data, Regression, SmallSample, StandardErrors, Term};

use super::fit;

/// A chain: each row connects a group with the next one or the one after that, so that means travel
/// along 150 groups. A third effect joins every fifth row.
fn chain() -> Data {
    let rows = 0..450_u32;
    let scatter = |row: u32| f64::from(row.wrapping_mul(2_654_435_761) >> 20) / 4096.0;
    let worker = |row: u32| row / 3;
    let firm = move |row: u32| worker(row) + row % 3;
    let number = |f: &dyn Fn(u32) -> f64| rows.clone().map(f).collect::<Vec<f64>>();
    Data::new()
        .with_labels(
            "worker",
            rows.clone().map(|row| format!("w{}", worker(row))),
        )
        .and_then(|data| {
            data.with_labels("firm", rows.clone().map(|row| format!("f{}", firm(row))))
        })
        .and_then(|data| data.with_labels("year", rows.clone().map(|row| (row % 5).to_string())))
        .and_then(|data| data.with_numbers("x", number(&scatter)))
        .and_then(|data| {
            let y = |row: u32| 0.3 * scatter(row) + f64::from(firm(row)).sqrt() + scatter(row + 7);
            data.with_numbers("y", number(&y))
        })
        .and_then(|data| data.with_numbers("weight", number(&|row| 1.0 + f64::from(row % 4))))
        .unwrap()
}

#[test]
fn a_chain_of_groups_is_solved_as_with_dummies() {
    let data = chain();
    let base = Regression::of(Term::column("y")).on(Term::column("x"));
    for effects in [&["worker", "firm"][..], &["worker", "firm", "year"]] {
        for is_weighted in [false, true] {
            let mut absorbed = base.clone();
            let mut dummies = base.clone();
            if is_weighted {
                absorbed = absorbed.weighted_by("weight");
                dummies = dummies.weighted_by("weight");
            }
            for effect in effects {
                absorbed = absorbed.absorbing(*effect);
            }
            // The first firm and the last two have one worker each, whose dummy fits its row exactly;
            // they are left out where effects are absorbed. Dummies need one effect absorbed, as their
            // constant is among them.
            for effect in &effects[1..] {
                dummies = dummies.on(Term::dummies(*effect));
            }
            let dummies = dummies.absorbing("worker");
            let classical = StandardErrors::Classical;
            let one = fit(&absorbed, &data, &classical, SmallSample::STATA_AREG);
            let other = fit(&dummies, &data, &classical, SmallSample::STATA_AREG);
            let [one, other] = [&one, &other].map(|fit| fit.coefficient("x").unwrap());
            assert_relative_eq!(one.value(), other.value(), max_relative = 1e-9);
            assert_relative_eq!(
                one.standard_error(),
                other.standard_error(),
                max_relative = 1e-6
            );
        }
    }
}

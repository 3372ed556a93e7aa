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

/// Rows whose response is a sum of five regressors and of the effects of many groups, without
/// scatter: groups that few rows connect, and eleven years.
fn without_scatter() -> Data {
    const ROWS: u32 = 40_000;
    const GROUPS: u32 = 9_000;
    let hashed = |row: u32, column: u32| {
        let mixed = (row ^ (column << 20)).wrapping_mul(0x9E37_79B1);
        let mixed = (mixed ^ (mixed >> 15)).wrapping_mul(0x85EB_CA77);
        mixed ^ (mixed >> 13)
    };
    let unit = move |row: u32, column: u32| f64::from(hashed(row, column) >> 8) / 16_777_216.0;
    let worker = move |row: u32| hashed(row, 20) % GROUPS;
    let next = move |row: u32| (worker(row) + hashed(row, 21) % 3) % GROUPS;
    let year = move |row: u32| hashed(row, 23) % 11;
    let labels = |group: &dyn Fn(u32) -> u32| {
        let all = (0..ROWS).map(group);
        all.map(|group| group.to_string()).collect::<Vec<_>>()
    };
    let y = move |row: u32| {
        let x: f64 = (1..6).map(|x| f64::from(x) * unit(row, x)).sum();
        let effects = [worker(row), next(row) + 7, year(row) + 3];
        x + effects.map(|group| unit(group, 30)).iter().sum::<f64>()
    };
    let data = Data::new()
        .with_labels("worker", labels(&worker))
        .and_then(|data| data.with_labels("next", labels(&next)))
        .and_then(|data| data.with_labels("year", labels(&year)))
        .and_then(|data| data.with_numbers("y", (0..ROWS).map(y)))
        .and_then(|data| {
            let weights = (0..ROWS).map(|row| 0.5 + unit(row, 40));
            data.with_numbers("weight", weights)
        });
    (1..6).fold(data.unwrap(), |data, x| {
        let numbers = (0..ROWS).map(|row| unit(row, x));
        data.with_numbers(&format!("x{x}"), numbers).unwrap()
    })
}

#[test]
fn coefficients_of_large_panels_are_exact_and_have_the_same_bits_on_any_number_of_threads() {
    let data = without_scatter();
    let base = Regression::of(Term::column("y"));
    let base = (1..6).fold(base, |base, x| base.on(Term::column(format!("x{x}"))));
    let all = ["worker", "next", "year"];
    for is_weighted in [false, true] {
        let regression = all
            .iter()
            .fold(base.clone(), |base, name| base.absorbing(*name));
        let regression = if is_weighted {
            regression.weighted_by("weight")
        } else {
            regression
        };
        let bits = [1, 3].map(|threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
            let classical = StandardErrors::Classical;
            let run = || fit(&regression, &data, &classical, SmallSample::STATA);
            let fit = pool.build().unwrap().install(run);
            for (x, coefficient) in (1..6).zip(fit.coefficients()) {
                assert_relative_eq!(coefficient.value(), f64::from(x), max_relative = 1e-10);
            }
            let coefficients = fit.coefficients().iter();
            let values = coefficients.flat_map(|one| [one.value(), one.standard_error()]);
            let values = values.chain(fit.residuals());
            values.map(f64::to_bits).collect::<Vec<_>>()
        });
        assert!(bits[0] == bits[1]);
    }
}

//! Laws of least squares, over random data.

use approx::assert_relative_eq;
use compute_impact::estimation::{
    Coefficient, Data, Regression, SmallSample, StandardErrors, Term,
};
use proptest::collection::vec;
use proptest::prelude::*;

use super::fit;

/// Rows of a small panel: a label of each kind, two regressors and scatter.
#[derive(Clone, Debug)]
struct Row {
    firm: u8,
    year: u8,
    x: f64,
    z: f64,
    scatter: f64,
    count: u8,
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let number = || -10.0..10.0_f64;
    let row = (0_u8..5, 0_u8..4, number(), number(), -1.0..1.0_f64, 1_u8..4);
    let row = row.prop_map(|(firm, year, x, z, scatter, count)| Row {
        firm,
        year,
        x,
        z,
        scatter,
        count,
    });
    vec(row, 25..60)
}

fn data(rows: &[Row]) -> Data {
    let of = |f: fn(&Row) -> f64| rows.iter().map(f).collect::<Vec<_>>();
    Data::new()
        .with_labels("firm", rows.iter().map(|row| format!("firm {}", row.firm)))
        .and_then(|data| data.with_labels("year", rows.iter().map(|row| row.year.to_string())))
        .and_then(|data| data.with_numbers("x", of(|row| row.x)))
        .and_then(|data| data.with_numbers("z", of(|row| row.z)))
        .and_then(|data| data.with_numbers("count", of(|row| f64::from(row.count))))
        .and_then(|data| {
            let y = |row: &Row| 1.0 + 0.7 * row.x - 0.2 * row.z + f64::from(row.firm) + row.scatter;
            data.with_numbers("y", of(y))
        })
        .unwrap()
}

fn both() -> Regression {
    Regression::of(Term::column("y"))
        .on(Term::column("x"))
        .on(Term::column("z"))
}

fn kinds() -> [StandardErrors; 6] {
    [
        StandardErrors::Classical,
        StandardErrors::Hc1,
        StandardErrors::Hc2,
        StandardErrors::Hc3,
        StandardErrors::clustered_by("firm"),
        StandardErrors::clustered_by_two("firm", "year"),
    ]
}

proptest! {
    /// Frisch, Waugh and Lovell: the coefficient of x is that of the residuals of y on the residuals
    /// of x, each after z.
    #[test]
    fn a_coefficient_is_that_of_the_residuals(rows in rows()) {
        let data = data(&rows);
        let whole = fit(&both(), &data, &StandardErrors::Classical, SmallSample::STATA);
        let residuals = |of: &str| {
            let regression = Regression::of(Term::column(of)).on(Term::column("z"));
            fit(&regression, &data, &StandardErrors::Classical, SmallSample::STATA).residuals()
        };
        let parts = Data::new()
            .with_numbers("y", residuals("y"))
            .and_then(|data| data.with_numbers("x", residuals("x")))
            .unwrap();
        let partial = Regression::of(Term::column("y")).on(Term::column("x"));
        let partial = fit(&partial, &parts, &StandardErrors::Classical, SmallSample::NONE);
        let [whole, partial] = [&whole, &partial].map(|fit| fit.coefficient("x").unwrap().value());
        assert_relative_eq!(whole, partial, max_relative = 1e-10, epsilon = 1e-12);
    }

    /// Absorbed effects give the coefficients and the classical, HC1 to HC3 and clustered errors of
    /// dummies, where these count.
    #[test]
    fn absorbing_equals_dummies(rows in rows()) {
        let data = data(&rows);
        let rule = SmallSample::STATA_AREG;
        for (number, errors) in kinds().into_iter().enumerate() {
            let is_hc2_or_hc3 = number == 2 || number == 3;
            let absorbed = both().absorbing("firm");
            let dummies = both().on(Term::dummies("firm"));
            let (absorbed, dummies) = if is_hc2_or_hc3 {
                (absorbed, dummies)
            } else {
                (absorbed.absorbing("year"), dummies.on(Term::dummies("year")))
            };
            // A group of one row is left out where it is absorbed, and fitted exactly by its dummy.
            let fitted = fit(&absorbed, &data, &errors, rule);
            if fitted.left_out().singletons > 0 {
                continue;
            }
            let other = fit(&dummies, &data, &errors, rule);
            for name in ["x", "z"] {
                let [one, other] = [&fitted, &other].map(|fit| fit.coefficient(name).unwrap());
                assert_relative_eq!(one.value(), other.value(), max_relative = 1e-8, epsilon = 1e-10);
                let [one, other] = [one, other].map(Coefficient::standard_error);
                // A difference of matrices may be near zero in two dimensions.
                assert_relative_eq!(one, other, max_relative = 1e-6, epsilon = 1e-7);
            }
            assert_relative_eq!(fitted.r_squared(), other.r_squared(), max_relative = 1e-9);
            assert_relative_eq!(
                fitted.adjusted_r_squared(),
                other.adjusted_r_squared(),
                max_relative = 1e-9
            );
        }
    }

    /// A scale of a regressor divides its coefficient and its standard error, and changes no other.
    #[test]
    fn a_scale_changes_its_own_coefficient_only(rows in rows(), exponent in -12..12_i32) {
        let scale = 10.0_f64.powi(exponent);
        let data = data(&rows);
        let scaled = data.clone().with_numbers("w", rows.iter().map(|row| row.x * scale)).unwrap();
        let other = Regression::of(Term::column("y")).on(Term::column("w")).on(Term::column("z"));
        for errors in kinds() {
            let [one, other] = [(both(), &data), (other.clone(), &scaled)]
                .map(|(regression, data)| fit(&regression, data, &errors, SmallSample::STATA));
            for (name, changed, factor) in [("x", "w", scale), ("z", "z", 1.0)] {
                let (one, other) = (one.coefficient(name).unwrap(), other.coefficient(changed).unwrap());
                assert_relative_eq!(one.value(), other.value() * factor, max_relative = 1e-9, epsilon = 1e-11);
                assert_relative_eq!(
                    one.standard_error(),
                    other.standard_error() * factor,
                    max_relative = 1e-7,
                    epsilon = 1e-8
                );
            }
        }
    }

    /// The order of the rows, and with it that of the clusters, changes rounding errors only.
    #[test]
    fn the_order_of_rows_does_not_matter(rows in rows(), by in 1_usize..20) {
        let mut turned = rows.clone();
        turned.rotate_left(by);
        turned.reverse();
        for errors in kinds() {
            let regression = if matches!(errors, StandardErrors::Hc2 | StandardErrors::Hc3) {
                both()
            } else {
                both().absorbing("firm").absorbing("year")
            };
            let [one, other] = [&rows, &turned]
                .map(|rows| fit(&regression, &data(rows), &errors, SmallSample::STATA));
            for (one, other) in one.coefficients().iter().zip(other.coefficients()) {
                assert_relative_eq!(one.value(), other.value(), max_relative = 1e-9, epsilon = 1e-11);
                assert_relative_eq!(
                    one.standard_error(),
                    other.standard_error(),
                    max_relative = 1e-7,
                    epsilon = 1e-8
                );
            }
        }
    }

    /// A row that counts twice is that row given twice, with every kind of errors.
    #[test]
    fn counts_are_rows_given_again(rows in rows()) {
        let repeat = |row: &Row| vec![row.clone(); usize::from(row.count)];
        let repeated: Vec<Row> = rows.iter().flat_map(repeat).collect();
        for errors in kinds() {
            let counted = fit(&both().repeated_by("count"), &data(&rows), &errors, SmallSample::STATA);
            let listed = fit(&both(), &data(&repeated), &errors, SmallSample::STATA);
            for (one, other) in counted.coefficients().iter().zip(listed.coefficients()) {
                assert_relative_eq!(one.value(), other.value(), max_relative = 1e-9, epsilon = 1e-11);
                assert_relative_eq!(
                    one.standard_error(),
                    other.standard_error(),
                    max_relative = 1e-7,
                    epsilon = 1e-8
                );
            }
            assert_relative_eq!(counted.r_squared(), listed.r_squared(), max_relative = 1e-10);
            assert_relative_eq!(counted.observations(), listed.observations());
        }
    }
}

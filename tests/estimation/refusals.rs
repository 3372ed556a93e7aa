//! Data that cannot be used, each refused with the column, the row and the remedy.

use std::sync::Arc;

use compute_impact::estimation::{
    Bandwidth, Caution, ColumnKind, ConfidenceSet, Curve, Data, Regression, SmallSample,
    StandardErrors, Term, fit_curve,
};
use compute_impact::{ErrorKind, Period};

use super::{grunfeld, investment};

fn line() -> Regression {
    Regression::of(Term::column("y")).on(Term::column("x"))
}

fn two(y: &[f64], x: &[f64]) -> Data {
    Data::new()
        .with_numbers("y", y.iter().copied())
        .and_then(|data| data.with_numbers("x", x.iter().copied()))
        .unwrap()
}

fn refused(regression: &Regression, data: &Data, errors: &StandardErrors) -> compute_impact::Error {
    regression
        .fit(data, errors, SmallSample::STATA)
        .unwrap_err()
}

#[test]
fn a_collinear_column_is_named() {
    let data = two(&[1.0, 2.0, 4.0, 3.0], &[1.0, 2.0, 3.0, 4.0])
        .with_numbers("twice", [2.0, 4.0, 6.0, 8.0])
        .unwrap();
    let error = refused(
        &line().on(Term::column("twice")),
        &data,
        &StandardErrors::Classical,
    );
    assert_eq!(
        error.to_string(),
        "`twice` is a combination of the columns before, of the constant or of absorbed effects \
         (rank 2 of 3): leave it out"
    );
}

#[test]
fn columns_that_do_not_vary_within_groups_are_named() {
    let data = grunfeld();
    let text = include_str!("../data/estimation/grunfeld.csv");
    let size = text
        .lines()
        .skip(1)
        .map(|line| line.split(',').next().unwrap().len());
    #[allow(clippy::cast_precision_loss)] // Letters of a name.
    let data = data
        .with_numbers("size", size.map(|size| 0.1 * size as f64))
        .unwrap();
    let regression = Regression::of(Term::column("invest"))
        .on(Term::column("size"))
        .on(Term::column("value"))
        .absorbing("firm");
    let error = refused(&regression, &data, &StandardErrors::Classical);
    assert!(
        matches!(error.kind(), ErrorKind::Collinear { columns, .. } if columns == &["size"]),
        "{error}"
    );
}

#[test]
fn missing_numbers_are_refused_or_counted() {
    let data = Data::new()
        .with_optional_numbers("y", [Some(1.0), None, Some(4.0), Some(3.0), None])
        .and_then(|data| data.with_numbers("x", [1.0, 2.0, 3.0, 4.0, 9.0]))
        .unwrap();
    let error = refused(&line(), &data, &StandardErrors::Classical);
    assert_eq!(
        error.to_string(),
        "y: 2 numbers are missing, the first in row 1: give them, or leave such rows out with \
         `Regression::dropping_missing`"
    );
    let kept = line().dropping_missing();
    let kept = kept
        .fit(&data, &StandardErrors::Classical, SmallSample::STATA)
        .unwrap();
    assert_eq!((kept.left_out().missing, kept.rows()), (2, &[0, 2, 3][..]));
}

#[test]
fn what_has_no_logarithm_is_named_with_its_row() {
    let data = two(&[1.0, 2.0, 4.0], &[1.0, 0.0, 3.0]);
    let regression = Regression::of(Term::column("y")).on(Term::column("x").log());
    let error = refused(&regression, &data, &StandardErrors::Classical);
    assert_eq!(error.path(), "ln(x)[1]");
    assert!(
        matches!(error.kind(), ErrorKind::OutOfRange { .. }),
        "{error}"
    );
}

#[test]
fn too_few_rows_and_clusters_are_refused() {
    let data = two(&[1.0, 2.0], &[1.0, 3.0])
        .with_labels("group", ["a", "a"])
        .unwrap();
    for errors in [StandardErrors::Classical, StandardErrors::Hc1] {
        let error = refused(&line(), &data, &errors);
        assert!(
            matches!(error.kind(), ErrorKind::TooFewRows { .. }),
            "{error}"
        );
    }
    let data = two(&[1.0, 2.0, 4.0], &[1.0, 3.0, 4.0]);
    let data = data.with_labels("group", ["a", "a", "a"]).unwrap();
    let error = refused(&line(), &data, &StandardErrors::clustered_by("group"));
    assert!(
        matches!(error.kind(), ErrorKind::TooFewClusters { clusters: 1 }),
        "{error}"
    );
    let error = refused(&line(), &data, &StandardErrors::clustered_by("grup"));
    assert!(error.to_string().contains("group"), "{error}");
}

#[test]
fn a_row_that_is_fitted_exactly_has_no_hc3_error() {
    let data = two(&[1.0, 2.0, 4.0, 5.0], &[0.0, 0.0, 0.0, 1.0]);
    let error = refused(&line(), &data, &StandardErrors::Hc3);
    assert!(
        matches!(error.kind(), ErrorKind::FittedExactly { row: 3 }),
        "{error}"
    );
    assert!(
        line()
            .fit(&data, &StandardErrors::Hc1, SmallSample::STATA)
            .is_ok()
    );
}

#[test]
fn a_period_that_occurs_twice_or_never_is_named() {
    let year = |year: i32| Period::year(year).unwrap();
    let data = || two(&[1.0, 2.0, 4.0, 3.5], &[1.0, 2.0, 3.0, 4.5]);
    let twice = data()
        .with_labels("firm", ["a", "a", "b", "a"])
        .and_then(|data| data.with_periods("year", [2001, 2002, 2001, 2002].map(year)))
        .unwrap();
    let error = twice.with_panel("firm", "year").unwrap_err();
    assert_eq!(
        error.to_string(),
        "year[3]: a row of the panel is given twice: a, 2002"
    );
    let gap = data()
        .with_periods("year", [2001, 2002, 2004, 2005].map(year))
        .and_then(|data| data.with_time("year"))
        .unwrap();
    let errors = StandardErrors::NeweyWest(Bandwidth::Lags(1));
    let error = refused(&line(), &gap, &errors);
    assert_eq!(error.path(), "year.2003");
    // A lag over the gap reaches the year before it.
    let lagged = Regression::of(Term::column("y")).on(Term::column("x").lag(2));
    let error = refused(&lagged, &gap, &StandardErrors::Classical);
    assert!(
        matches!(error.kind(), ErrorKind::TooFewRows { rows: 1, .. }),
        "{error}"
    );
    let error = refused(&line(), &data(), &errors);
    assert!(error.to_string().contains("Data::with_time"), "{error}");
}

#[test]
fn weights_must_be_positive_and_counts_whole() {
    for (weight, is_count) in [(0.0, false), (-1.0, false), (1.5, true), (0.0, true)] {
        let data = two(&[1.0, 2.0, 4.0], &[1.0, 2.0, 3.0]);
        let data = data.with_numbers("w", [1.0, weight, 2.0]).unwrap();
        let regression = if is_count {
            line().repeated_by("w")
        } else {
            line().weighted_by("w")
        };
        let error = refused(&regression, &data, &StandardErrors::Classical);
        assert_eq!(error.path(), "w[1]", "{error}");
    }
}

#[test]
fn cautions_name_few_clusters_weak_instruments_and_open_ceilings() {
    let data = grunfeld();
    let by_firm = StandardErrors::clustered_by("firm");
    let fit = investment()
        .fit(&data, &by_firm, SmallSample::STATA)
        .unwrap();
    assert_eq!(fit.cautions(), [Caution::FewClusters { clusters: 10 }]);
    let by_year = StandardErrors::clustered_by("year");
    let fit = investment()
        .fit(&data, &by_year, SmallSample::STATA)
        .unwrap();
    assert!(fit.cautions().is_empty());
    // An instrument that has nothing to do with market value.
    let noise = (0..200_u32).map(|row| f64::from(row.wrapping_mul(2_654_435_761) >> 16));
    let data = data.with_numbers("noise", noise).unwrap();
    let weak = Regression::of(Term::column("invest"))
        .on_endogenous(Term::column("value"))
        .with_instrument(Term::column("noise"));
    let weak = weak
        .fit_two_stage(&data, &StandardErrors::Classical, SmallSample::STATA)
        .unwrap();
    assert!(matches!(
        weak.cautions()[..],
        [Caution::WeakInstruments { .. }]
    ));
    // A set that is not bounded says that the data do not determine the coefficient.
    let set = weak.anderson_rubin(0.95).unwrap();
    assert!(!matches!(set, ConfidenceSet::Between { .. }), "{set}");
    let early = [0.031, 0.042, 0.061, 0.079, 0.110, 0.142, 0.185, 0.246];
    let points = (2016..).map(f64::from).zip(early);
    let curve = fit_curve(Curve::LogisticWithCeiling, points, None).unwrap();
    assert_eq!(curve.cautions().unwrap(), [Caution::NoCeiling]);
}

/// Two batches, numbers of several types, a dictionary of labels, and what cannot be read.
#[test]
fn record_batches_are_read_by_name() {
    let labels: arrow_array::DictionaryArray<arrow_array::types::Int32Type> =
        ["east", "west", "east"].into_iter().collect();
    let batch = |labels: arrow_array::ArrayRef, years: arrow_array::ArrayRef| {
        arrow_array::RecordBatch::try_from_iter([
            ("region", labels),
            ("year", years),
            (
                "small",
                Arc::new(arrow_array::Int16Array::from(vec![1, 2, 3])) as _,
            ),
            (
                "large",
                Arc::new(arrow_array::UInt64Array::from(vec![Some(4), None, Some(6)])) as _,
            ),
        ])
        .unwrap()
    };
    let years = || Arc::new(arrow_array::Int64Array::from(vec![2021, 2022, 2023]));
    let first = batch(Arc::new(labels), years());
    let texts = || {
        Arc::new(arrow_array::StringArray::from(vec![
            "north", "west", "north",
        ]))
    };
    let written = Arc::new(arrow_array::StringArray::from(vec!["2024", "2025", "2026"]));
    let columns = [
        ("region", ColumnKind::Labels),
        ("small", ColumnKind::Numbers),
        ("large", ColumnKind::Numbers),
    ];
    let both = [first.clone(), batch(texts(), written)];
    let data = Data::from_record_batches(&both, &columns).unwrap();
    assert_eq!((data.rows(), data.missing("large").unwrap()), (6, 2));
    assert_eq!(data.only("region", "west").unwrap().rows(), 2);
    let year = [("year", ColumnKind::Periods)];
    let data = Data::from_record_batches(&both[1..], &year).unwrap();
    assert_eq!(data.rows(), 3);
    let data = Data::from_record_batches(std::slice::from_ref(&first), &year).unwrap();
    assert_eq!(data.only("year", "2022").unwrap().rows(), 1);
    let refused = |batches: &[arrow_array::RecordBatch], column: (&str, ColumnKind)| {
        Data::from_record_batches(batches, &[column]).unwrap_err()
    };
    let error = refused(&both, ("yaer", ColumnKind::Periods));
    assert!(error.to_string().contains("year"), "{error}");
    for column in [
        ("region", ColumnKind::Numbers),
        ("small", ColumnKind::Labels),
    ] {
        let error = refused(&both, column);
        assert!(
            matches!(error.kind(), ErrorKind::WrongQuantity { .. }),
            "{error}"
        );
    }
    let none = Arc::new(arrow_array::StringArray::from(vec![
        Some("a"),
        None,
        Some("b"),
    ]));
    let error = refused(&[batch(none, years())], ("region", ColumnKind::Labels));
    assert_eq!(error.path(), "region[1]");
}

/// Regressors of several columns are counted by their columns, and those of none are named.
#[test]
fn dummies_are_counted_by_their_columns() {
    let data = || {
        Data::new()
            .with_numbers("y", [1.0, 2.0, 4.0, 3.0, 5.0, 4.5])
            .and_then(|data| data.with_numbers("z", [0.0, 1.0, 3.0, 2.0, 5.0, 4.0]))
            .and_then(|data| data.with_labels("h", ["a", "b", "c", "a", "b", "c"]))
            .and_then(|data| data.with_labels("one", ["a"; 6]))
            .unwrap()
    };
    let base = || Regression::of(Term::column("y")).with_instrument(Term::column("z"));
    let too_few = base().on_endogenous(Term::dummies("h"));
    let classical = StandardErrors::Classical;
    let error = too_few
        .fit_two_stage(&data(), &classical, SmallSample::STATA)
        .unwrap_err();
    assert!(error.to_string().contains("instrument"), "{error}");
    for regression in [
        base().on_endogenous(Term::dummies("one")),
        Regression::of(Term::column("y"))
            .on_endogenous(Term::column("z"))
            .with_instrument(Term::dummies("one")),
    ] {
        assert!(
            regression
                .fit_two_stage(&data(), &classical, SmallSample::STATA)
                .is_err()
        );
    }
    let error = refused(
        &Regression::of(Term::column("y")).on(Term::dummies("one")),
        &data(),
        &classical,
    );
    assert_eq!(error.path(), "one=...");
}

/// Nothing but effects, nothing at all, nothing to explain, and nothing left to test.
#[test]
fn fits_of_nothing_are_fits_or_errors() {
    let data = two(&[1.0, 2.0, 4.0, 3.0], &[5.0, 5.0, 5.0, 5.0])
        .with_labels("group", ["a", "a", "b", "b"])
        .and_then(|data| data.with_labels("each", ["a", "b", "c", "d"]))
        .unwrap();
    let y = || Regression::of(Term::column("y"));
    let fit = |regression: &Regression| {
        regression.fit(&data, &StandardErrors::Classical, SmallSample::STATA)
    };
    let effects = fit(&y().absorbing("group")).unwrap();
    assert!(effects.coefficients().is_empty());
    // Means 1.5 and 3.5, residuals of a half: 1 of the 5 squares around 2.5 is left.
    approx::assert_relative_eq!(effects.r_squared(), 0.8, max_relative = 1e-12);
    assert!(fit(&y().without_constant()).is_ok());
    let error = fit(&y().absorbing("each")).unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::TooFewRows { rows: 0, .. }),
        "{error}"
    );
    let error = fit(&Regression::of(Term::column("x")).on(Term::column("y"))).unwrap_err();
    assert_eq!(error.path(), "x");
    // A perfect fit.
    let exact = two(&[1.0, 2.0, 3.0, 4.0, 5.0], &[2.0, 4.0, 6.0, 8.0, 10.0]);
    let exact = line()
        .fit(&exact, &StandardErrors::Classical, SmallSample::STATA)
        .unwrap();
    assert!(exact.coefficient("x").unwrap().standard_error() < 1e-14);
    // Rounding leaves residuals, or none.
    let is_number = |test: Result<compute_impact::estimation::Test, _>| {
        test.map_or(true, |test| test.statistic.is_finite())
    };
    assert!(is_number(exact.jarque_bera()) && is_number(exact.breusch_pagan()));
}

/// Numbers whose squares leave the range of numbers, and weights whose quotients do.
#[test]
fn numbers_far_out_of_scale_are_refused() {
    let y = [1.0, 2.0, 4.0, 3.0];
    for scale in [1e-170, 1e-75, 1e75, 1e170, 1e307] {
        let scaled = two(&y.map(|y| y * scale), &[1.0, 2.0, 3.0, 5.0]);
        let error = refused(&line(), &scaled, &StandardErrors::Hc1);
        assert_eq!(error.path(), "y", "{error}");
        let scaled = two(&[1.0, 2.0, 3.0, 5.0], &y.map(|x| x * scale));
        let error = refused(&line(), &scaled, &StandardErrors::Hc1);
        assert_eq!(error.path(), "x", "{error}");
    }
    for scale in [1e-69, 1e69] {
        let scaled = two(&y.map(|y| y * scale), &[1e69, 2e69, 3e69, 5e69]);
        let fit = line()
            .fit(&scaled, &StandardErrors::Hc1, SmallSample::STATA)
            .unwrap();
        let plain = two(&y, &[1.0, 2.0, 3.0, 5.0]);
        let plain = line()
            .fit(&plain, &StandardErrors::Hc1, SmallSample::STATA)
            .unwrap();
        let [own, plain] = [&fit, &plain].map(|fit| fit.coefficient("x").unwrap());
        approx::assert_relative_eq!(own.p_value(), plain.p_value(), max_relative = 1e-9);
    }
    for weight in [1e-300, 1e300] {
        let data = two(&y, &[1.0, 2.0, 3.0, 5.0]).with_numbers("w", [1.0, weight, 1.0, 1.0]);
        let error = refused(
            &line().weighted_by("w"),
            &data.unwrap(),
            &StandardErrors::Hc1,
        );
        assert_eq!(error.path(), "w[1]");
    }
}

#[test]
fn short_series_flat_curves_and_doubled_columns_are_refused() {
    let years = |count: i32| (0..count).map(|year| Period::year(2000 + year).unwrap());
    let short = Data::new()
        .with_numbers("y", [1.0, 3.0, 2.0])
        .and_then(|data| data.with_periods("year", years(3)))
        .and_then(|data| data.with_time("year"))
        .unwrap();
    let test = compute_impact::estimation::unit_root(
        &short,
        &Term::column("y"),
        compute_impact::estimation::Deterministic::Nothing,
        0,
    );
    assert!(matches!(
        test.unwrap_err().kind(),
        ErrorKind::OutOfRange { .. }
    ));
    let flat = (1..9).map(|x| (f64::from(x), 0.5));
    assert!(fit_curve(Curve::Logistic, flat, None).is_err());
    let growing = (1..9).map(|x| (f64::from(x), f64::from(x).powf(0.3)));
    let curve = fit_curve(Curve::ConstantElasticity, growing, None).unwrap();
    for x in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        assert!(curve.prediction_interval(x, 0.9).is_err(), "{x}");
    }
    let columns = [("a", ColumnKind::Numbers)];
    let error = Data::from_csv("a,a\n1,2\n", &columns).unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::Duplicate { .. }),
        "{error}"
    );
    let labels = [("a", ColumnKind::Labels)];
    let error = Data::from_csv("a,b\n,2\nx,3\n", &labels).unwrap_err();
    assert_eq!(error.path(), "a[0]");
}

/// What would take memory without end, or give numbers that are none.
#[test]
fn dummies_restrictions_and_sums_have_limits() {
    let many = |count: u32| (0..count).map(f64::from);
    let data = Data::new()
        .with_numbers("y", many(2_000).map(f64::sqrt))
        .and_then(|data| data.with_numbers("x", many(2_000)))
        .and_then(|data| data.with_labels("each", (0..2_000).map(|row| row.to_string())))
        .and_then(|data| {
            data.with_numbers("of group", many(2_000).map(|row| (row / 500.0).floor()))
        })
        .and_then(|data| data.with_labels("group", (0..2_000).map(|row| (row / 500).to_string())))
        .unwrap();
    let classical = StandardErrors::Classical;
    let error = refused(&line().on(Term::dummies("each")), &data, &classical);
    assert!(
        matches!(
            error.kind(),
            ErrorKind::TooMany {
                given: Some(1_999),
                ..
            }
        ),
        "{error}"
    );
    let within = Regression::of(Term::column("of group"))
        .on(Term::column("x"))
        .absorbing("group");
    assert_eq!(refused(&within, &data, &classical).path(), "of group");
    let fit = line().fit(&data, &classical, SmallSample::STATA).unwrap();
    let one: (&[(&str, f64)], f64) = (&[("x", 1.0)], 0.0);
    assert!(matches!(
        fit.wald(&[one; 3]).unwrap_err().kind(),
        ErrorKind::Conflict { .. }
    ));
    let error = fit
        .combination("sum", &[("x", 1e308), ("constant", 1e308)])
        .unwrap_err();
    assert_eq!(error.path(), "sum");
    for degrees_of_freedom in [0.0, -1.0, f64::NAN] {
        let reference = compute_impact::estimation::Reference::StudentT { degrees_of_freedom };
        assert!(reference.two_sided(2.0).is_nan());
    }
    let unbounded = compute_impact::estimation::Reference::StudentT {
        degrees_of_freedom: f64::INFINITY,
    };
    let normal = compute_impact::estimation::Reference::Normal;
    approx::assert_relative_eq!(
        unbounded.two_sided(2.0),
        normal.two_sided(2.0),
        max_relative = 1e-7
    );
}

/// Errors of one period have no distribution, and are not those of zero degrees of freedom.
#[test]
fn one_period_is_too_few_for_driscoll_and_kraay() {
    let year = Period::year(2024).unwrap();
    let data = two(&[1.0, 2.0, 4.0, 3.0], &[1.0, 2.0, 3.0, 5.0])
        .with_labels("city", ["A", "B", "C", "D"])
        .and_then(|data| data.with_periods("year", [year; 4]))
        .and_then(|data| data.with_panel("city", "year"))
        .unwrap();
    let errors = StandardErrors::DriscollKraay(Bandwidth::Lags(0));
    let error = line().fit(&data, &errors, SmallSample::STATA).unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::TooFewClusters { clusters: 1 }),
        "{error}"
    );
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]

    /// Points of any size have a curve with finite numbers, or none.
    #[test]
    fn a_fitted_curve_has_standard_errors(
        numbers in proptest::collection::vec((-150..150_i32, 1.0..10.0_f64), 5..12),
        shift in 0..300_i32,
    ) {
        let points = numbers.iter().zip(1..).map(|((exponent, digits), x)| {
            // Exponents that differ by a few powers of ten, around any one.
            (f64::from(x), digits * 10.0_f64.powi(exponent / 50 + shift - 150))
        });
        for curve in [Curve::ConstantElasticity, Curve::LogisticWithCeiling, Curve::Gompertz, Curve::Bass] {
            if let Ok(fit) = fit_curve(curve, points.clone(), None) {
                for coefficient in fit.coefficients() {
                    proptest::prop_assert!(coefficient.standard_error().is_finite());
                    let [low, high] = coefficient.interval(0.9).unwrap();
                    proptest::prop_assert!(low <= high);
                }
            }
        }
    }
}

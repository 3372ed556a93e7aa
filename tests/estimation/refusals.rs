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

//! Estimation from data, against certified values, other programs and laws.
#![allow(clippy::unwrap_used)] // Helpers of tests, which the lint takes for code.
#![allow(clippy::unreadable_literal)] // Numbers as their source prints them.

mod adoption;
mod back_tests;
mod coverage;
mod curve_estimators;
mod curves;
mod dynamics;
mod evaluations;
mod hard_panels;
mod laws;
mod linear;
mod other_programs;
mod page;
mod panel_of_countries;
mod reference;
mod refusals;
mod robust;

use compute_impact::Period;
use compute_impact::estimation::{Data, Fit, Regression, SmallSample, StandardErrors, Term};

/// A row of `data/estimation.csv`: the value and its standard error by another program.
pub(crate) struct Expected {
    pub(crate) name: String,
    pub(crate) value: f64,
    pub(crate) error: f64,
}

/// The rows of a case.
pub(crate) fn expected(case: &str) -> Vec<Expected> {
    let text = include_str!("../data/estimation.csv");
    let rows = text
        .lines()
        .skip(1)
        .map(|line| line.split(',').collect::<Vec<_>>());
    let rows: Vec<Expected> = rows
        .filter(|row| row[0] == case)
        .map(|row| Expected {
            name: row[1].to_owned(),
            value: row[2].parse().unwrap(),
            error: row[3].parse().unwrap(),
        })
        .collect();
    assert!(!rows.is_empty(), "{case}");
    rows
}

/// The columns of a file with a head of names, all numbers.
pub(crate) fn numbers(text: &str) -> Data {
    let mut lines = text.lines();
    let names: Vec<&str> = lines.next().unwrap().split(',').collect();
    let rows: Vec<Vec<f64>> = lines
        .map(|line| line.split(',').map(|cell| cell.parse().unwrap()).collect())
        .collect();
    names
        .iter()
        .enumerate()
        .fold(Data::new(), |data, (column, name)| {
            data.with_numbers(name, rows.iter().map(|row| row[column]))
                .unwrap()
        })
}

/// Investment, market value and capital of ten firms in twenty years: Grunfeld (1958).
pub(crate) fn grunfeld() -> Data {
    firms(|_| true)
}

/// The rows of some of the firms.
pub(crate) fn firms(is_wanted: impl Fn(&str) -> bool) -> Data {
    let text = include_str!("../data/estimation/grunfeld.csv");
    let rows = text
        .lines()
        .skip(1)
        .map(|line| line.split(',').collect::<Vec<_>>());
    let rows: Vec<Vec<&str>> = rows.filter(|row| is_wanted(row[0])).collect();
    let number = |column: usize| rows.iter().map(move |row| row[column].parse().unwrap());
    let years = rows.iter().map(|row| row[1].parse::<Period>().unwrap());
    Data::new()
        .with_labels("firm", rows.iter().map(|row| row[0]))
        .and_then(|data| data.with_periods("year", years))
        .and_then(|data| data.with_numbers("invest", number(2)))
        .and_then(|data| data.with_numbers("value", number(3)))
        .and_then(|data| data.with_numbers("capital", number(4)))
        .unwrap()
}

/// Investment on market value and capital.
pub(crate) fn investment() -> Regression {
    Regression::of(Term::column("invest"))
        .on(Term::column("value"))
        .on(Term::column("capital"))
}

/// A fit that must work.
pub(crate) fn fit(
    regression: &Regression,
    data: &Data,
    errors: &StandardErrors,
    rule: SmallSample,
) -> Fit {
    regression.fit(data, errors, rule).unwrap()
}

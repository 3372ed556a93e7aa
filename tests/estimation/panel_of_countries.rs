//! The computing power of the TOP500 list and GDP of 50 countries: what an elasticity of levels is
//! worth. The numbers were computed with pyfixest and statsmodels, for the same rows.

use approx::assert_relative_eq;
use compute_impact::Period;
use compute_impact::estimation::{Data, Fit, Regression, SmallSample, StandardErrors, Term};

const TABLE: &str = include_str!("../../examples/data/top500_pwt_country_year.csv");

/// The rows with human capital, which all regressions of the first test use.
fn rows() -> Vec<csv::StringRecord> {
    let mut reader = csv::Reader::from_reader(TABLE.as_bytes());
    let rows = reader.records().map(Result::unwrap);
    rows.filter(|row| !row[9].is_empty()).collect()
}

fn number(row: &csv::StringRecord, column: usize) -> f64 {
    row[column].parse().unwrap()
}

/// Compute, output and capital per worker, and human capital.
fn countries() -> Data {
    let rows = rows();
    let per_worker = |column: usize| {
        rows.iter()
            .map(move |row| number(row, column) / number(row, 8))
    };
    Data::new()
        .with_labels("country", rows.iter().map(|row| &row[0]))
        .and_then(|data| {
            let years = rows.iter().map(|row| row[2].parse::<Period>().unwrap());
            data.with_periods("year", years)
        })
        .and_then(|data| data.with_numbers("compute", per_worker(4)))
        .and_then(|data| data.with_numbers("output", per_worker(6)))
        .and_then(|data| data.with_numbers("capital", per_worker(7)))
        .and_then(|data| data.with_numbers("hc", rows.iter().map(|row| number(row, 9))))
        .and_then(|data| data.with_panel("country", "year"))
        .unwrap()
}

fn log(name: &str) -> Term {
    Term::column(name).log()
}

fn clustered(regression: &Regression, data: &Data) -> Fit {
    let errors = StandardErrors::clustered_by("country");
    regression.fit(data, &errors, SmallSample::STATA).unwrap()
}

/// Every control and every effect takes from the elasticity, until nothing is left of it.
#[test]
fn the_elasticity_of_levels_collapses() {
    let data = countries();
    let alone = || Regression::of(log("output")).on(log("compute"));
    let controlled = || alone().on(log("capital")).on(log("hc"));
    for (regression, value, error) in [
        (
            alone().absorbing("country"),
            0.025_483_828_947,
            0.004_021_188_542,
        ),
        (
            controlled().absorbing("country"),
            0.008_172_890_519,
            0.003_523_535_680,
        ),
        (
            controlled().absorbing("country").absorbing("year"),
            0.008_717_937_994,
            0.012_660_121_641,
        ),
    ] {
        let fit = clustered(&regression, &data);
        let elasticity = fit.coefficient("ln(compute)").unwrap();
        assert_relative_eq!(elasticity.value(), value, max_relative = 1e-9);
        // pyfixest takes means out until they change by 1e-8.
        assert_relative_eq!(elasticity.standard_error(), error, max_relative = 1e-8);
        // Three countries were on the list in one year only.
        assert_eq!(fit.left_out().singletons, 3);
        assert_relative_eq!(fit.observations(), 761.0);
    }
}

/// One year of levels, where every rich country has both.
#[test]
fn a_cross_section_says_more_than_half() {
    let mut reader = csv::Reader::from_reader(TABLE.as_bytes());
    let rows = reader
        .records()
        .map(Result::unwrap)
        .filter(|row| &row[2] == "2019");
    let rows: Vec<csv::StringRecord> = rows.collect();
    let numbers = |column: usize| rows.iter().map(move |row| number(row, column));
    let data = Data::new()
        .with_numbers("compute", numbers(4))
        .and_then(|data| data.with_numbers("GDP", numbers(6)))
        .unwrap();
    let regression = Regression::of(log("GDP")).on(log("compute"));
    let fit = regression
        .fit(&data, &StandardErrors::Classical, SmallSample::STATA)
        .unwrap();
    let elasticity = fit.coefficient("ln(compute)").unwrap();
    assert_relative_eq!(fit.observations(), 28.0);
    assert_relative_eq!(elasticity.value(), 0.5777, epsilon = 5.1e-5);
    assert_relative_eq!(elasticity.standard_error(), 0.0956, epsilon = 5.1e-5);
    assert_relative_eq!(fit.r_squared(), 0.5842, epsilon = 5.1e-5);
}

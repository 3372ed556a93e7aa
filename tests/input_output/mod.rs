//! Input-output tables against published numbers and general properties.
//!
//! Published: Miller and Blair, *Input-Output Analysis: Foundations and Extensions*, 2nd ed.,
//! Cambridge University Press 2009: chapter 2 (two sectors; closed for households), chapter 3
//! (two regions) and chapter 6 (multipliers). The book prints three or four digits; further digits
//! are results of numpy for the same flows, in `tests/data/stated_numbers.py`.

#![allow(clippy::unwrap_used)] // Helpers of tests, which the lint takes for code.

mod hostile;
mod known;
mod laws;

use compute_impact::input_output::{
    Account, Closed, Coefficients, Concordance, DemandKind, DomarWeight, FinalDemand, Households,
    InputKind, Label, Labels, Leontief, MarginsAndTaxes, Matrix, OwnShares, PriceType,
    PrimaryInput, Purchase, Regions, SectorDisaggregation, Shock, Table, TableBuilder, Valuation,
};
use compute_impact::{Currency, Deflator, Elasticity, Error, ErrorKind, PriceBasis, Share};

fn prices() -> Valuation {
    Valuation::new(PriceType::Basic, Currency::USD, 2020, 1e6).unwrap()
}

fn numbered(count: usize) -> Labels {
    Labels::single_region("economy", (1..=count).map(|k| k.to_string())).unwrap()
}

fn at(sector: &str) -> Label {
    Label::new("economy", sector).unwrap()
}

fn share(x: f64) -> Share {
    Share::new(x).unwrap()
}

#[track_caller]
fn near(left: &[f64], right: &[f64], tolerance: f64) {
    assert_eq!(left.len(), right.len());
    for (a, b) in left.iter().zip(right) {
        let size = a.abs().max(b.abs()).max(1.0);
        assert!(
            (a - b).abs() <= tolerance * size,
            "{left:?} against {right:?}"
        );
    }
}

/// Checks the kind of an error and parts of its message.
#[track_caller]
fn says<T: std::fmt::Debug>(result: Result<T, Error>, kind: &str, parts: &[&str]) {
    let error = result.unwrap_err();
    assert!(format!("{:?}", error.kind()).starts_with(kind), "{error:?}");
    for part in parts {
        assert!(
            error.to_string().contains(part),
            "`{part}` is not in: {error}"
        );
    }
}

/// Miller & Blair, table 2.3 with wages of section 2.5 as income: 300 and 500.
fn builder() -> TableBuilder {
    let flows = Matrix::from_rows([[150.0, 500.0], [200.0, 100.0]]).unwrap();
    Table::from_transactions(numbered(2), prices(), flows)
        .final_demand(
            FinalDemand::new("households", DemandKind::Households, vec![50.0, 400.0]).unwrap(),
        )
        .final_demand(FinalDemand::new("others", DemandKind::Other, vec![300.0, 1300.0]).unwrap())
        .primary_input(
            PrimaryInput::new("wages", InputKind::Compensation, vec![300.0, 500.0]).unwrap(),
        )
        .value_added_as_residual()
        .employment(vec![10.0, 40.0])
}

fn book() -> Table {
    builder().build().unwrap()
}

fn book_households() -> Households {
    Households::new(&[50.0, 400.0], 50.0, 1000.0).unwrap()
}

fn two_regions() -> Table {
    let labels = ["1", "2", "3"].map(|s| Label::new("r", s).unwrap());
    let others = ["1", "2"].map(|s| Label::new("s", s).unwrap());
    let flows = [
        [150.0, 500.0, 50.0, 25.0, 75.0],
        [200.0, 100.0, 400.0, 200.0, 100.0],
        [300.0, 500.0, 50.0, 60.0, 40.0],
        [75.0, 100.0, 60.0, 200.0, 250.0],
        [50.0, 25.0, 25.0, 150.0, 100.0],
    ];
    let demand = vec![200.0, 1000.0, 50.0, 515.0, 450.0];
    Table::from_transactions(
        Labels::new(labels.into_iter().chain(others)).unwrap(),
        prices(),
        Matrix::from_rows(flows).unwrap(),
    )
    .final_demand(FinalDemand::new("final demand", DemandKind::Other, demand).unwrap())
    .value_added_as_residual()
    .build()
    .unwrap()
}

/// Checks that rows and columns sum to output.
#[track_caller]
fn balanced(table: &Table) {
    let demand = table.total_final_demand();
    for (k, demand) in demand.iter().enumerate() {
        let sold: f64 = table.transactions().row(k).unwrap().iter().sum();
        near(&[sold + demand], &[table.output()[k]], 1e-10);
        let bought: f64 = table.transactions().column(k).unwrap().iter().sum();
        let primary: f64 = table
            .primary_inputs()
            .iter()
            .map(|row| row.values()[k])
            .sum();
        near(&[bought + primary], &[table.output()[k]], 1e-10);
    }
}

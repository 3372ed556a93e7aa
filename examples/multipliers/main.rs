//! What does a purchase set off along the supply chain, in households and in other regions?
//!
//! `cargo run --example multipliers`: two hypothetical tables of Miller and Blair (2009).

mod read;

use std::{error::Error, fmt::Write as _, io::Write as _};

use comfy_table::{CellAlignment, Table as Grid, presets};
use compute_impact::Currency;
use compute_impact::investment::input_output::{
    Account, Households, Label, Labels, Leontief, Matrix, PriceType, Regions, Shock, Valuation,
};

fn main() -> Result<(), Box<dyn Error>> {
    // The book's tables state no prices: money of one year, whatever it is.
    let prices = Valuation::new(PriceType::Producer, Currency::USD, 2009, 1.0)?;
    let mut text = two_sectors(prices)?;
    text.push_str(&two_regions(prices)?);
    write!(std::io::stdout(), "{text}")?;
    Ok(())
}

/// Multipliers, and the three parts of a shock.
fn two_sectors(prices: Valuation) -> Result<String, Box<dyn Error>> {
    let table = read::table(include_str!("../data/two-sectors.csv"), prices)?;
    let coefficients = table.coefficients();
    let leontief = Leontief::new(&coefficients)?;
    let mut text = format!("Two sectors, {}\n\n", table.valuation());
    square(
        &mut text,
        "Inputs per unit of output, A",
        table.labels(),
        coefficients.inputs(),
    )?;
    square(
        &mut text,
        "Leontief inverse, L",
        table.labels(),
        &leontief.inverse(),
    )?;

    // Households buy 50 of labour of each other, out of an income of 1000 (section 2.5).
    let bought = Households::of_table(&table, 1000.0)?;
    let purchases: Vec<f64> = bought.consumption().iter().map(|c| 1000.0 * c).collect();
    let closed = leontief.closed(&Households::new(&purchases, 50.0, 1000.0)?)?;
    let mut rows = Vec::new();
    for account in [Account::Output, Account::ValueAdded, Account::Income] {
        let total = closed.multipliers(account)?;
        for (k, label) in table.labels().iter().enumerate() {
            let simple = total.simple();
            let ratio = |ratio: Option<f64>| ratio.map_or_else(|| "-".to_owned(), short);
            let mut row = vec![account.to_string(), label.sector().to_owned()];
            let parts = [simple.direct()[k], simple.indirect()[k], total.induced()[k]];
            let sums = [simple.simple()[k], total.truncated()[k], total.total()[k]];
            row.extend(parts.into_iter().chain(sums).map(short));
            row.extend([ratio(simple.type_i()[k]), ratio(total.type_ii()[k])]);
            rows.push(row);
        }
    }
    let header = [
        "per unit of demand",
        "for",
        "direct",
        "indirect",
        "induced",
        "simple",
        "truncated",
        "total",
        "type I",
        "type II",
    ];
    writeln!(
        text,
        "Multipliers\n{}\n",
        grid(header.map(Into::into).to_vec(), rows)
    )?;

    let buyer = Label::new("economy", "2")?;
    let shock = Shock::in_sector(prices, table.labels(), &buyer, 100.0)?;
    let impact = closed.impact(&shock)?;
    let mut rows = Vec::new();
    for account in impact.accounts() {
        let effect = impact.effect(account)?;
        let sum = |values: &[f64]| short(values.iter().sum());
        let induced = effect.induced().unwrap_or_default();
        let parts = [effect.direct(), effect.indirect(), induced, &effect.total()].map(sum);
        rows.push(std::iter::once(account.to_string()).chain(parts).collect());
    }
    let header = [
        "100 spent on sector 2",
        "direct",
        "indirect",
        "induced",
        "total",
    ];
    writeln!(text, "{}\n", grid(header.map(Into::into).to_vec(), rows))?;

    let solved = leontief.output_for(&table.total_final_demand())?;
    check(
        &mut text,
        "L f is the output of the table",
        &solved,
        table.output(),
    )?;
    Ok(text)
}

/// A multiplier at home, back again and abroad.
fn two_regions(prices: Valuation) -> Result<String, Box<dyn Error>> {
    let table = read::table(include_str!("../data/two-regions.csv"), prices)?;
    let leontief = Leontief::new(&table.coefficients())?;
    let regions = Regions::new(&leontief);
    let parts = regions.output_multipliers();
    let total = parts.total();
    let rows = table.labels().iter().enumerate().map(|(k, label)| {
        let numbers = [
            parts.intra()[k],
            parts.feedback()[k],
            parts.spillover()[k],
            total[k],
        ];
        std::iter::once(label.to_string())
            .chain(numbers.map(short))
            .collect()
    });
    let header = [
        "output per unit of demand",
        "intra-regional",
        "feedback",
        "spillover",
        "total",
    ];
    let grid = grid(header.map(Into::into).to_vec(), rows.collect());
    let mut text = format!("\nTwo regions\n\n{grid}\n\n");
    let simple = leontief.multipliers(Account::Output)?;
    check(
        &mut text,
        "the parts sum to column sums of L",
        &total,
        simple.simple(),
    )?;
    Ok(text)
}

fn square(text: &mut String, title: &str, labels: &Labels, matrix: &Matrix) -> std::fmt::Result {
    let header = std::iter::once(String::new()).chain(labels.iter().map(ToString::to_string));
    let rows = labels.iter().zip(matrix.iter_rows()).map(|(label, row)| {
        std::iter::once(label.to_string())
            .chain(row.iter().map(|x| short(*x)))
            .collect()
    });
    writeln!(
        text,
        "{title}\n{}\n",
        grid(header.collect(), rows.collect())
    )
}

fn check(text: &mut String, what: &str, found: &[f64], expected: &[f64]) -> std::fmt::Result {
    let gaps = found
        .iter()
        .zip(expected)
        .map(|(a, b)| (a - b).abs() / b.abs().max(1.0));
    let worst = gaps.fold(0.0, f64::max);
    let verdict = if worst < 1e-12 { "yes" } else { "NO" };
    writeln!(text, "Check: {what}: {verdict}")
}

fn short(x: f64) -> String {
    format!("{x:.4}")
}

fn grid(header: Vec<String>, rows: Vec<Vec<String>>) -> String {
    let mut grid = Grid::new();
    grid.load_style(presets::ASCII_BORDERS_ONLY_CONDENSED)
        .set_header(header)
        .add_rows(rows);
    for column in grid.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    grid.to_string()
}

//! What does a purchase add along the supply chain, in households and in other regions?
//!
//! `cargo run --example multipliers`: two hypothetical tables of Miller and Blair (2009). With
//! `-- FILE`: a table of your own, in the form that `examples/data/README.md` describes.

#[path = "../shown/mod.rs"]
mod shown;

mod arguments;
mod print;
mod read;

use std::{path::Path, process::ExitCode};

use clap::Parser;
use compute_impact::Currency;
use compute_impact::input_output::{
    Account, Households, Label, Leontief, PriceType, Regions, Shock, Valuation,
};

use arguments::Arguments;
use shown::{Answer, file};

/// Matrices between more sectors than this are wider than a page.
const SHOWN_SECTORS: usize = 6;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    shown::print(&match &arguments.file {
        Some(path) => of_file(path, &arguments),
        None => of_the_book(),
    })
}

/// The multipliers of a table, and the effect of a purchase from one of its sectors.
fn of_file(path: &Path, arguments: &Arguments) -> Answer {
    let (prices, currency) = (arguments.prices.into(), arguments.currency);
    let valuation = Valuation::new(prices, currency, arguments.year, arguments.unit)?;
    let table =
        read::table(&file::text(path)?, valuation).map_err(|error| file::at(path, &error))?;
    let leontief = Leontief::new(&table.coefficients())?;
    let labels = table.labels();
    let mut text = format!("{} sectors, {}\n\n", labels.len(), table.valuation());
    if labels.len() <= SHOWN_SECTORS {
        text += &print::square("Leontief inverse, L", labels, &leontief.inverse());
    }
    let accounts: Vec<Account> = Account::ALL
        .into_iter()
        .filter(|account| leontief.multipliers(*account).is_ok())
        .collect();
    let households = arguments
        .household_income
        .map(|income| Households::of_table(&table, income))
        .transpose()?;
    let closed = households
        .as_ref()
        .map(|households| leontief.closed(households))
        .transpose()?;
    text += &match &closed {
        Some(closed) => print::closed_multipliers(closed, &accounts)?,
        None => print::open_multipliers(&leontief, &accounts)?,
    };
    if labels.regions().len() > 1 {
        text += &print::regions(&leontief);
    }
    if let (Some(amount), Some(sector)) = (arguments.spend, &arguments.from) {
        let first = labels.regions().first().map_or("", |region| region);
        let seller = Label::new(arguments.region.as_deref().unwrap_or(first), sector)?;
        let shock = Shock::in_sector(valuation, labels, &seller, amount)?;
        let impact = match &closed {
            Some(closed) => closed.impact(&shock)?,
            None => leontief.impact(&shock)?,
        };
        text += &print::impact(&format!("{amount} spent on {seller}"), &impact)?;
    }
    Ok(text.trim_end().to_owned())
}

/// The two tables of the book, and checks of the results.
fn of_the_book() -> Answer {
    // The book's tables state no prices; any currency and year will do.
    let prices = Valuation::new(PriceType::Producer, Currency::USD, 2009, 1.0)?;
    Ok(two_sectors(prices)? + &two_regions(prices)?)
}

/// Multipliers, and the three parts of a shock's effect.
fn two_sectors(prices: Valuation) -> Answer {
    let table = read::table(include_str!("../data/two-sectors.csv"), prices)?;
    let coefficients = table.coefficients();
    let leontief = Leontief::new(&coefficients)?;
    let labels = table.labels();
    let mut text = format!("Two sectors, {}\n\n", table.valuation());
    text += &print::square(
        "Inputs per unit of output, A",
        labels,
        coefficients.inputs(),
    );
    text += &print::square("Leontief inverse, L", labels, &leontief.inverse());

    // Households buy 50 of labour of each other, out of an income of 1000 (section 2.5).
    let households = Households::of_table(&table, 1000.0)?;
    let purchases: Vec<f64> = households
        .consumption()
        .iter()
        .map(|c| 1000.0 * c)
        .collect();
    let closed = leontief.closed(&Households::new(&purchases, 50.0, 1000.0)?)?;
    let accounts = [Account::Output, Account::ValueAdded, Account::Income];
    text += &print::closed_multipliers(&closed, &accounts)?;

    let seller = Label::new("economy", "2")?;
    let shock = Shock::in_sector(prices, labels, &seller, 100.0)?;
    text += &print::impact("100 spent on sector 2", &closed.impact(&shock)?)?;

    let solved = leontief.output_for(&table.total_final_demand())?;
    text += &print::check(
        "L f equals the output of the table",
        &solved,
        table.output(),
    );
    Ok(text)
}

/// Multipliers inside a region, by feedback, and by spillover to the other.
fn two_regions(prices: Valuation) -> Answer {
    let table = read::table(include_str!("../data/two-regions.csv"), prices)?;
    let leontief = Leontief::new(&table.coefficients())?;
    let simple = leontief.multipliers(Account::Output)?;
    let regions = Regions::new(&leontief);
    let total = regions.output_multipliers().total();
    Ok(format!(
        "\nTwo regions\n\n{}{}",
        print::regions(&leontief),
        print::check(
            "the parts sum to the column sums of L",
            &total,
            &simple.simple
        )
    ))
}

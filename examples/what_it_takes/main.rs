//! What would it take? Growth, coefficient, use and multiplier that would reach stated goals, at
//! central values and with a stated probability.
//!
//! `cargo run --example what_it_takes`, or `-- --goal 0.02`.

use std::error::Error;
use std::fmt::Write as _;
use std::io::Write as _;
use std::process::ExitCode;

use clap::Parser;
use comfy_table::{CellAlignment, Table, presets};
use compute_impact::explanation::inversion::Goal;
use compute_impact::scenario::{Output, Reading};
use compute_impact::simulation::Scheme;
use compute_impact::{ErrorKind, Scenario, Simulation};

/// Says what inputs would have to be for a goal to be reached.
#[derive(Parser)]
#[command(name = "what_it_takes")]
struct Arguments {
    /// What compute is to be worth at the end, as a fraction of GDP without it: 0.01 is 1 %.
    #[arg(long, default_value_t = 0.01)]
    goal: f64,

    /// How sure, as a fraction.
    #[arg(long, default_value_t = 0.8)]
    probability: f64,

    /// Draws of each search, the same at every value tried.
    #[arg(long, default_value_t = 8_192)]
    draws: u64,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(text) => match writeln!(std::io::stdout(), "{text}") {
            Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => ExitCode::FAILURE,
            _ => ExitCode::SUCCESS,
        },
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn short(x: f64) -> String {
    if x.abs() >= 1e6 {
        format!("{x:.3e}")
    } else {
        format!("{x:.4}")
    }
}

fn run(arguments: &Arguments) -> Result<String, Box<dyn Error>> {
    let text = include_str!("../scenarios/east-data-west-computing.toml");
    let scenario = Scenario::read(toml::Deserializer::parse(text)?)?;
    let impact = Goal::new(Output::Gdp(Reading::Impact), arguments.goal)?;
    let even = Goal::new(Output::DiscountedBalance, 0.0)?;
    let settings = Simulation::new(arguments.draws)?.with_scheme(Scheme::Sobol)?;
    let mut rows = Vec::new();
    for (goal, words, input) in [
        (
            impact,
            "GDP impact",
            "compute.path.build-out.smart.per-period",
        ),
        (impact, "GDP impact", "compute.stock.smart.unit-cost.start"),
        (
            impact,
            "GDP impact",
            "compute.stock.smart.unit-cost.price-performance",
        ),
        (impact, "GDP impact", "compute.use.smart.utilisation"),
        (impact, "GDP impact", "gdp.response.coefficient"),
        (even, "balance", "investment.multiplier"),
        (even, "balance", "investment.chain.domestic"),
    ] {
        let sure = goal.with_probability(arguments.probability)?;
        let mut now = String::new();
        let mut cell = |found: Result<_, compute_impact::Error>| match found {
            Ok(found) => {
                let found: compute_impact::explanation::inversion::Solution = found;
                now = format!("{} {}", short(found.now()), found.unit());
                Ok(short(found.value()))
            }
            Err(error) if matches!(error.kind(), ErrorKind::NotReachable { .. }) => {
                Ok("not reachable".to_owned())
            }
            Err(error) => Err(error),
        };
        let central = cell(goal.reached_by(&scenario, input, None))?;
        let surely = cell(sure.reached_in_draws(&scenario, input, None, &settings))?;
        rows.push(vec![
            words.to_owned(),
            input.to_owned(),
            now,
            central,
            surely,
        ]);
    }
    let mut table = Table::new();
    table
        .load_style(presets::ASCII_BORDERS_ONLY_CONDENSED)
        .set_header([
            "goal",
            "by this input alone",
            "now",
            "at central values",
            &format!("{:.0} % sure", 100.0 * arguments.probability),
        ])
        .add_rows(rows);
    for column in table.column_iter_mut().skip(2) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    let mut text = format!(
        "{}: what it takes for compute to be worth {:.1} % of GDP by {} (over compute that stays as it \
         is), and for the demand set off to balance the outlay\n{table}\n",
        scenario.name(),
        100.0 * arguments.goal,
        scenario.until()
    );
    let _ = writeln!(
        text,
        "Each input is moved by itself, all others staying as uncertain as they are ({} draws, the \
         same at every value).",
        arguments.draws
    );
    Ok(text)
}

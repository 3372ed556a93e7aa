//! What would it take? The growth, coefficient, utilisation and multiplier that reach stated goals,
//! at central values and with a stated probability.
//!
//! `cargo run --release --example what_it_takes`, or `-- --goal 0.02`, `-- --scenario FILE`.

#[path = "../shown/mod.rs"]
mod shown;

mod arguments;

use std::process::ExitCode;

use clap::Parser;
use compute_impact::explanation::goal_seek::{Goal, Solution};
use compute_impact::scenario::{Input, Output, Reading};
use compute_impact::simulation::Scheme;
use compute_impact::text::line;
use compute_impact::{ErrorKind, Scenario, Simulation};

use arguments::Arguments;
use shown::{Answer, file, short};

/// Inputs that can be chosen or disputed: each is solved for the impact on GDP.
const IMPACT_INPUTS: [&str; 6] = [
    "compute.path.total.growth.constant",
    "compute.path.build-out.smart.per-period",
    "compute.stock.smart.unit-cost.start",
    "compute.stock.smart.unit-cost.price-performance",
    "compute.use.smart.utilisation",
    "gdp.response.coefficient",
];

/// Inputs that are solved for the balance of outlays and returns.
const BALANCE_INPUTS: [&str; 2] = ["investment.multiplier", "investment.chain.domestic"];

fn main() -> ExitCode {
    shown::print(&run(&Arguments::parse()))
}

/// A goal, its name, and the input that is to reach it.
struct Search<'a> {
    goal: Goal,
    name: &'static str,
    input: &'a str,
}

/// The searches that are possible: of the inputs named, or of the usual ones that the scenario has.
fn searches<'a>(
    scenario: &Scenario,
    arguments: &'a Arguments,
) -> Result<Vec<Search<'a>>, compute_impact::Error> {
    let has_input = |place: &&&str| {
        scenario
            .inputs()
            .iter()
            .map(Input::place)
            .any(|p| p == **place)
    };
    let impact = Goal::new(Output::Gdp(Reading::Impact), arguments.goal)?;
    let by_impact = |input| Search {
        goal: impact,
        name: "GDP impact",
        input,
    };
    if !arguments.input.is_empty() {
        return Ok(arguments
            .input
            .iter()
            .map(|p| by_impact(p.as_str()))
            .collect());
    }
    let mut searches: Vec<Search<'a>> = IMPACT_INPUTS
        .iter()
        .filter(has_input)
        .map(|input| by_impact(input))
        .collect();
    if scenario
        .project()?
        .series(Output::DiscountedBalance)
        .is_some()
    {
        let goal = Goal::new(Output::DiscountedBalance, 0.0)?;
        let balances = BALANCE_INPUTS.iter().filter(has_input);
        searches.extend(balances.map(|input| Search {
            goal,
            name: "balance",
            input,
        }));
    }
    Ok(searches)
}

fn run(arguments: &Arguments) -> Answer {
    let path = arguments.scenario_file();
    let scenario = file::scenario(&path)?;
    let settings = Simulation::new(arguments.draws)?.with_scheme(Scheme::Sobol)?;
    let searches = searches(&scenario, arguments)?;
    if searches.is_empty() {
        return Err(file::at(
            &path,
            &"the scenario has none of the usual inputs; name one with --input",
        )
        .into());
    }
    let mut rows = Vec::new();
    for Search { goal, name, input } in searches {
        let sure = goal.with_probability(arguments.probability)?;
        let current = scenario.input(input)?;
        let now = format!("{} {}", short(current.central()), current.unit());
        let cell = |solution: Result<Solution, compute_impact::Error>| match solution {
            Ok(solution) => Ok(short(solution.value)),
            Err(error) if matches!(error.kind(), ErrorKind::NotReachable { .. }) => {
                Ok("not reachable".to_owned())
            }
            Err(error) => Err(error),
        };
        let central = cell(scenario.solve(&goal, input))?;
        let surely = cell(scenario.solve_in_draws(&sure, input, &settings))?;
        rows.push([name.to_owned(), input.to_owned(), now, central, surely]);
    }
    let header = [
        "goal",
        "input, alone",
        "now",
        "at central values",
        &format!("with {:.0} % probability", 100.0 * arguments.probability),
    ];
    Ok(format!(
        "{}: the value of each input at which compute adds {:.1} % to GDP by {}, relative to its \
         counterfactual, and at which discounted returns balance outlays\n{}\n\
         Each input moves alone; all others keep their uncertainty ({} draws, the same at every \
         value).\n",
        line(scenario.name()),
        100.0 * arguments.goal,
        scenario.until(),
        shown::table(2, header, rows).trim_end(),
        arguments.draws
    ))
}

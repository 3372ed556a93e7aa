//! What does compute mean for its users, for the place where it stands, and for the nation?
//!
//! `cargo run --example users` answers for Chengdu, or `-- --scenario FILE` for any scenario with a
//! demand for compute.

#[path = "../shown/mod.rs"]
mod shown;

mod arguments;

use std::process::ExitCode;

use clap::Parser;
use compute_impact::capacity::Segment;
use compute_impact::finding::Severity;
use compute_impact::policy::Policy;
use compute_impact::text::line;
use compute_impact::{Fan, Output, Period, Projection, Simulation};

use arguments::Arguments;
use shown::{Answer, file};

fn main() -> ExitCode {
    shown::print(&run(&Arguments::parse()))
}

fn run(arguments: &Arguments) -> Answer {
    let path = arguments.scenario_file();
    let scenario = file::scenario(&path)?;
    let segment = Segment::ALL.into_iter().find(|segment| {
        let market = scenario.compute().market(*segment);
        market.is_some_and(|market| market.demand().is_some())
    });
    let Some(segment) = segment else {
        return Err("the scenario has no demand for compute: give `compute.market`".into());
    };
    let policies: Vec<&str> = scenario.policies().iter().map(Policy::name).collect();
    let mut cases = vec![("as written".to_owned(), scenario.clone())];
    for policy in &policies {
        cases.push((line(policy).into_owned(), scenario.under([*policy])?));
    }
    if policies.len() > 1 {
        cases.push(("all of them".to_owned(), scenario.under(policies)?));
    }
    let last = scenario.until();
    let early = scenario.base().plus(scenario.periods().div_ceil(3))?;
    let settings = Simulation::new(arguments.draws)?
        .with_seed(arguments.seed)
        .with_failures_up_to("1 %".parse()?);
    let mut markets = Vec::new();
    let mut gains = Vec::new();
    let mut objections = Vec::new();
    for (name, case) in &cases {
        let projection = case.project().map_err(|error| file::at(&path, &error))?;
        markets.push(market(name, &projection, segment, early));
        gains.push(gained(name, &case.simulate(&settings)?, segment));
        if name == "as written" {
            objections.extend(warnings(&projection));
        }
    }
    Ok([
        format!(
            "{}: {segment} compute\n\n",
            line(scenario.name())
        ),
        format!(
            "At central values, in {early} and {last}; prices are what users pay, over {}\n",
            scenario.base()
        ),
        shown::table(
            1,
            [
                "policy".to_owned(),
                format!("price {early}"),
                format!("price {last}"),
                format!("used {early}"),
                format!("used {last}"),
                format!("unserved {last}"),
                format!("capacity {last}"),
            ],
            markets,
        ),
        format!(
            "\n\nGains in {last}, bn {}, median and 90 % of {} draws, seed {}; they overlap and are \
             never summed\n",
            scenario.gdp().base().value().currency(),
            arguments.draws,
            arguments.seed
        ),
        shown::table(
            1,
            ["policy", "users here", "users elsewhere", "stays here", "vouchers", "nation"],
            gains,
        ),
        "\n\nWhat an economist would object, as written\n".to_owned(),
        objections.concat(),
    ]
    .concat())
}

fn percent(share: Option<f64>) -> String {
    share.map_or_else(String::new, |share| format!("{:.1} %", share * 100.0))
}

/// Price, use and shortage of a segment in an early period and in the last.
fn market(name: &str, projection: &Projection, segment: Segment, early: Period) -> Vec<String> {
    let at = |output: Output, period: Period| -> Option<f64> {
        projection.series(output)?.at(period).ok()?
    };
    let scenario = projection.scenario();
    let (base, last) = (scenario.base(), scenario.until());
    let price = |period: Period| {
        let paid = Output::PricePaid(segment);
        Some(at(paid, period)? / at(paid, base)?)
    };
    let used = |period: Period| at(Output::Utilisation(segment), period);
    let unserved = || {
        let all = at(Output::Demand(segment), last)?;
        Some(at(Output::UnservedDemand(segment), last)? / all)
    };
    let capacity = at(Output::Compute(segment), last);
    vec![
        name.to_owned(),
        percent(price(early)),
        percent(price(last)),
        percent(used(early)),
        percent(used(last)),
        percent(unserved()),
        capacity.map_or_else(String::new, |flops| format!("{:.1} EFLOPS", flops / 1e18)),
    ]
}

/// Gains in the last period, with their spread.
fn gained(name: &str, fan: &Fan, segment: Segment) -> Vec<String> {
    let range = |output: Output| -> String {
        let Some(series) = fan.series(output) else {
            return String::new();
        };
        let last = series.last();
        let quantiles = [0.05, 0.5, 0.95].map(|level| last.quantile(level));
        let [Ok(low), Ok(middle), Ok(high)] = quantiles else {
            return String::new();
        };
        let [low, middle, high] = [low, middle, high].map(|money| money.value / 1e9);
        format!("{middle:.2} ({low:.2} to {high:.2})")
    };
    vec![
        name.to_owned(),
        range(Output::LocalUserGain),
        range(Output::ElsewhereUserGain),
        range(Output::LocalValueAdded),
        range(Output::VoucherOutlay(segment)),
        range(Output::NationalGain),
    ]
}

/// The warnings, each in a line.
fn warnings(projection: &Projection) -> Vec<String> {
    let findings = projection.findings();
    let severe = findings
        .iter()
        .filter(|finding| finding.severity() >= Severity::Warning);
    severe
        .map(|finding| format!("- {}: {}\n", finding.code(), finding.message()))
        .collect()
}

//! The report for a reader, as one file.

use std::{error::Error, fs, io::Write, path::Path};

use compute_impact::Language;
use compute_impact::capacity::{ComputePath, Counterfactual};
use compute_impact::evidence::{Estimate, EvidenceKind};
use compute_impact::explanation::goal_seek::Goal;
use compute_impact::explanation::sensitivity::Samples;
use compute_impact::report::chart::ShareChart;
use compute_impact::report::document::Report;
use compute_impact::scenario::{Output, Reading};
use compute_impact::simulation::Target;
use compute_impact::{Projection, Scenario, Share, Simulation};

use super::arguments::Arguments;
use super::fan;
use crate::shown::file as files;

const IMPACT: Output = Output::Gdp(Reading::Impact);
/// The number of draws by default.
const DRAWS: u64 = 20_000;
/// The number of samples of the sensitivity, and of draws for every value that is tried for a goal.
const SAMPLES: u32 = 4_096;
/// The goal: a hundredth of GDP.
const GOAL: f64 = 0.01;

/// Makes the report, writes it, and returns its path and size.
pub(crate) fn write(
    projection: &Projection,
    arguments: &Arguments,
    file: &Path,
) -> Result<String, Box<dyn Error>> {
    let scenario = projection.scenario();
    let share = Estimate::<Share>::from_catalogue("miit.target.smart-share.2025")?;
    let settings = Simulation::new(arguments.draws.unwrap_or(DRAWS))?.with_seed(arguments.seed);
    let fan = fan::simulate(
        scenario,
        &settings.with_targets([Target::at_least(Output::SmartShare, share.value().get())?])?,
        "draws",
    )?;
    let mut report = Report::new(&fan, IMPACT)?;
    // A certain output and a scenario with alternatives have no drivers.
    report = match report
        .clone()
        .with_drivers(Samples::new(SAMPLES)?.with_seed(arguments.seed))
    {
        Ok(report) => report,
        Err(error) => {
            writeln!(std::io::stderr(), "drivers are left out: {error}")?;
            report
        }
    };
    let alternatives = scenario.alternatives().next().is_some();
    let few = Simulation::new(u64::from(SAMPLES))?.with_seed(arguments.seed);
    let choosable = choosable(scenario);
    let goal = Goal::new(IMPACT, GOAL)?.with_probability(0.8)?;
    report = report.with_goal(&goal, &choosable, &few)?;
    if !alternatives {
        report = report.with_policies(&few)?;
    }
    if let ComputePath::Total {
        smart_share: Some(smart_share),
        ..
    } = scenario.compute().path()
    {
        let observations: Vec<_> = smart_share
            .observations()
            .iter()
            .filter(|observation| observation.share().source().kind() != EvidenceKind::PolicyTarget)
            .cloned()
            .collect();
        if observations.len() > 1 {
            let chart = ShareChart::new(&observations, share.value(), "2025".parse()?)?;
            report = report.with_chart(&chart);
        }
    }

    let language = if arguments.chinese {
        Language::Chinese
    } else {
        Language::English
    };
    let text = if files::has_ending(file, "md") {
        report.markdown(language)
    } else {
        report.html(language)
    };
    fs::write(file, &text).map_err(|error| format!("{}: {error}", file.display()))?;
    Ok(format!("{}: {} kB", file.display(), text.len() / 1000))
}

/// Inputs of the path of compute that policy can choose; the counterfactual may share them.
const OF_THE_PATH: [&str; 7] = [
    "compute.path.total.growth.constant",
    "compute.path.segments.general.constant",
    "compute.path.segments.smart.constant",
    "compute.path.segments.supercomputing.constant",
    "compute.path.build-out.general.per-period",
    "compute.path.build-out.smart.per-period",
    "compute.path.build-out.supercomputing.per-period",
];

/// Inputs of the use of the machines, and the coefficient.
const OF_USE: [&str; 4] = [
    "compute.use.general.utilisation",
    "compute.use.smart.utilisation",
    "compute.use.supercomputing.utilisation",
    "gdp.response.coefficient",
];

/// The inputs that policy can choose, of those that the scenario has.
fn choosable(scenario: &Scenario) -> Vec<&str> {
    // An input that counterfactual and path share would move both.
    let path: &[&str] = match scenario.compute().counterfactual() {
        Counterfactual::Frozen => &OF_THE_PATH,
        _ => &[],
    };
    scenario
        .inputs()
        .iter()
        .map(|input| input.place().as_str())
        .filter(|place| path.contains(place) || OF_USE.contains(place))
        .collect()
}

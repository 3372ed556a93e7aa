//! The report for a reader, as one file.

use std::{error::Error, fs, io::Write, path::Path};

use compute_impact::Language;
use compute_impact::capacity::{ComputePath, Counterfactual};
use compute_impact::evidence::{Estimate, EvidenceKind, catalogue};
use compute_impact::explanation::goal_seek::Goal;
use compute_impact::explanation::sensitivity::Samples;
use compute_impact::report::chart::{ForestChart, ShareChart};
use compute_impact::report::document::Report;
use compute_impact::scenario::{Output, Reading};
use compute_impact::simulation::Target;
use compute_impact::{Projection, Scenario, Share, Simulation};

use super::arguments::Arguments;
use super::fan;
use crate::shown::file as files;

const IMPACT: Output = Output::Gdp(Reading::Impact);
/// Draws by default.
const DRAWS: u64 = 20_000;
/// Of the sensitivity, and of every value that is tried for a goal.
const SAMPLES: u32 = 4_096;
/// What it takes is asked for a hundredth of GDP.
const GOAL: f64 = 0.01;

/// Published elasticities of GDP, of computing power or of capital near to it.
const PUBLISHED: [&str; 8] = [
    "panel.elasticity.cross-section",
    "literature.public-capital.pooled",
    "caict.elasticity.gdp-2025",
    "panel.elasticity.country-effects",
    "derived.elasticity.neoclassical",
    "panel.elasticity.year-effects",
    "panel.elasticity.capital",
    "literature.ict.corrected",
];

/// Runs what the report needs, writes it, and says where.
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
        "futures",
    )?;
    let mut report = Report::new(&fan, IMPACT)?;
    // An output that is certain, and a scenario with alternatives, have none.
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
    let levers = levers(scenario);
    let goal = Goal::new(IMPACT, GOAL)?.with_probability(0.8)?;
    report = report.with_goal(&goal, &levers, &few)?;
    if !alternatives {
        report = report.with_policies(&few)?;
    }
    if let ComputePath::Total { smart_share, .. } = scenario.compute().path() {
        let seen: Vec<_> = smart_share
            .observations()
            .iter()
            .filter(|seen| seen.share().source().kind() != EvidenceKind::PolicyTarget)
            .cloned()
            .collect();
        if seen.len() > 1 {
            report = report.with_chart(&ShareChart::new(&seen, share.value(), "2025".parse()?)?);
        }
    }
    let published = PUBLISHED.map(catalogue::find);
    let published = published.into_iter().collect::<Result<Vec<_>, _>>()?;
    report = report.with_chart(&ForestChart::of_entries(&published, None)?);

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

/// Inputs that somebody can choose or argue about: growth or outlays of compute, which the
/// counterfactual may share, ...
const OF_THE_PATH: [&str; 7] = [
    "compute.path.total.growth.constant",
    "compute.path.segments.general.constant",
    "compute.path.segments.smart.constant",
    "compute.path.segments.supercomputing.constant",
    "compute.path.build-out.general.per-period",
    "compute.path.build-out.smart.per-period",
    "compute.path.build-out.supercomputing.per-period",
];

/// ... and use of the machines, and the coefficient.
const OF_USE: [&str; 4] = [
    "compute.use.general.utilisation",
    "compute.use.smart.utilisation",
    "compute.use.supercomputing.utilisation",
    "gdp.response.coefficient",
];

/// The levers that the scenario has.
fn levers(scenario: &Scenario) -> Vec<&str> {
    // What counterfactual and path have in common moves both.
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

//! The fan of many uncertain paths, and the sources of its width.

use std::fmt::Write;
use std::ops::ControlFlow;
#[cfg(feature = "report")]
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use compute_impact::evidence::Estimate;
#[cfg(feature = "report")]
use compute_impact::report::chart::{Chart, FanChart, Style};
use compute_impact::report::published;
use compute_impact::response::Coherence;
use compute_impact::scenario::{Alternative, Output, Reading, Unit};
use compute_impact::simulation::{Distribution, Fan, Simulation, Target};
use compute_impact::{Projection, Scenario, Share, Watch, text};
use indicatif::{ProgressBar, ProgressStyle};

#[cfg(feature = "report")]
use super::arguments::Arguments;
use super::tables::trillion;
#[cfg(feature = "report")]
use crate::shown::file;
use crate::shown::{Answer, percent, table};

const QUANTILES: [f64; 5] = [0.05, 0.25, 0.50, 0.75, 0.95];
/// Draws of the chart by default.
#[cfg(feature = "report")]
const CHART_DRAWS: u64 = 20_000;
const GDP_IMPACT: Output = Output::Gdp(Reading::Impact);

/// Simulates with a progress bar on the terminal.
pub(crate) fn simulate(
    scenario: &Scenario,
    settings: &Simulation,
    name: &str,
) -> Result<Fan, compute_impact::Error> {
    let bar = ProgressBar::new(settings.draws());
    // This template parses; if it did not, the bar would keep its usual look.
    if let Ok(style) =
        ProgressStyle::with_template("{msg} {wide_bar} {human_pos} of {human_len} {eta}")
    {
        bar.set_style(style);
    }
    bar.set_message(name.to_owned());
    let shown = bar.clone();
    let watch = Watch::new(move |progress| {
        shown.set_position(progress.done);
        if STOPPED.load(Ordering::Relaxed) {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    });
    let fan = scenario.simulate(&settings.clone().with_watch(watch));
    if let Ok(fan) = &fan
        && !fan.summary().is_complete()
    {
        let (done, all) = (fan.summary().draws_done(), settings.draws());
        bar.println(format!("Stopped: {name} has {done} of {all} draws."));
    }
    bar.finish_and_clear();
    fan
}

/// True once Ctrl-C was pressed.
static STOPPED: AtomicBool = AtomicBool::new(false);

/// Lets Ctrl-C end a run early, with the draws done until then.
pub(crate) fn stop_on_interrupt() -> Result<(), Box<dyn std::error::Error>> {
    Ok(ctrlc::set_handler(|| {
        STOPPED.store(true, Ordering::Relaxed);
    })?)
}

/// The target of policy for the smart share at the end of 2025.
fn target() -> Result<Target, compute_impact::Error> {
    let share = Estimate::<Share>::from_catalogue("miit.target.smart-share.2025")?;
    Target::at_least(Output::SmartShare, share.value().get())
}

/// The distribution of every output in every period as JSON, with the probability of the target.
pub(crate) fn json(projection: &Projection, draws: u64, seed: u64) -> Answer {
    let settings = Simulation::new(draws)?
        .with_seed(seed)
        .with_targets([target()?])?;
    let fan = simulate(projection.scenario(), &settings, "draws")?;
    Ok(text::json(&serde_json::to_string_pretty(&fan)?).into_owned())
}

pub(crate) fn report(projection: &Projection, draws: u64, seed: u64) -> Answer {
    let scenario = projection.scenario();
    let target = target()?;
    let settings = Simulation::new(draws)?
        .with_seed(seed)
        .with_targets([target])?;
    let fan = simulate(scenario, &settings, "draws")?;
    let mut text = format!("{draws} draws, seed {seed}\n\n");
    let outputs = [
        GDP_IMPACT,
        Output::Gdp(Reading::With),
        Output::Digital(Reading::Impact),
        Output::SmartShare,
        Output::MultiplierOutput,
    ];
    for output in outputs {
        text.push_str(&fan_table(projection, &fan, output)?);
    }
    let by = "2025".parse()?;
    if let Some(reached) = fan.probability_by(&target, by)? {
        let _ = writeln!(
            text,
            "Probability that smart computing is at least {} of the total at the end of {by}: {} (Monte\n\
             Carlo error {}). Whatever the scenario takes as certain adds no spread.\n",
            percent(target.number()),
            percent(reached.value()),
            fine(Unit::Fraction, reached.standard_error()),
        );
    }
    for failure in fan.failures() {
        let _ = writeln!(
            text,
            "{} left out of {}; the first is number {}",
            count(failure.draws),
            failure.output,
            failure.first
        );
    }
    text.push_str(&disagreement(scenario, draws, seed)?);
    let _ = writeln!(
        text,
        "\nRun again with the same seed for the same bits: digest {}, scenario {}",
        fan.manifest().digest(),
        fan.manifest().scenario()
    );
    Ok(text)
}

/// A number as its unit is read.
fn shown(unit: Unit, value: f64) -> String {
    match unit {
        Unit::Money(..) => trillion(value),
        Unit::FlopPerS(_) => format!("{:.1}", value / 1e18),
        Unit::Megawatt => format!("{value:.1}"),
        _ => percent(value),
    }
}

fn fan_table(
    projection: &Projection,
    fan: &Fan,
    output: Output,
) -> Result<String, compute_impact::Error> {
    let (Some(series), Some(central)) = (fan.series(output), projection.series(output)) else {
        return Ok(String::new());
    };
    let unit = series.unit();
    let mut header: Vec<String> = ["period", "central", "mean", "MC error"]
        .map(str::to_owned)
        .to_vec();
    header.extend(QUANTILES.map(|p| format!("{:.0} %", p * 100.0)));
    let mut rows = Vec::new();
    for (period, distribution) in series
        .iter()
        .filter(|(period, _)| *period != projection.scenario().base())
    {
        let or_none = |number: Option<f64>| number.map_or("none".to_owned(), |x| shown(unit, x));
        let mut cells = vec![
            period.to_string(),
            or_none(central.at(period)?),
            or_none(distribution.mean()),
            distribution
                .mean_error()
                .map_or("none".to_owned(), |error| fine(unit, error)),
        ];
        for p in QUANTILES {
            cells.push(shown(unit, distribution.quantile(p)?.value));
        }
        rows.push(cells);
    }
    let title = match unit {
        Unit::Money(currency, basis) => format!("{output}, tn {currency}, {basis}"),
        _ => output.to_string(),
    };
    Ok(format!("{title}\n{}\n", table(0, header, rows)))
}

/// A small number with enough digits to differ from zero.
fn fine(unit: Unit, value: f64) -> String {
    match unit {
        Unit::Money(..) => format!("{:.4}", value / 1e12),
        Unit::FlopPerS(_) => format!("{:.4}", value / 1e18),
        Unit::Megawatt => format!("{value:.4}"),
        _ => format!("{:.4} %", value * 100.0),
    }
}

/// The scenario as published, and the same with the other studies' coefficients as alternatives of
/// equal weight, under a name.
fn pooled(scenario: &Scenario, name: &str) -> Result<(Scenario, Scenario), compute_impact::Error> {
    // Each of the four others has a weight of one fifth; the scenario as written keeps the last.
    let share = Share::new(0.2)?;
    let own = scenario.edit().coherence(Coherence::AsPublished).build()?;
    let mut all = own.edit().name(name);
    for id in published::ELASTICITIES {
        let weight = Estimate::assumed(share, "each study has the same weight")?;
        let gdp = published::with_elasticity(&own, id)?.gdp().clone();
        all = all.alternative(Alternative::new(id, weight)?.with_gdp(gdp));
    }
    let all = all.build()?;
    Ok((own, all))
}

/// Writes the fan of the impact on GDP over the coefficients of the catalogue as a chart.
#[cfg(feature = "report")]
pub(crate) fn chart(scenario: &Scenario, arguments: &Arguments, path: &Path) -> Answer {
    let (_, all) = pooled(
        scenario,
        "five coefficients of the catalogue, equal weights",
    )?;
    let settings = Simulation::new(arguments.draws.unwrap_or(CHART_DRAWS))?
        .with_seed(arguments.seed)
        .with_outputs([GDP_IMPACT])?;
    let fan = simulate(&all, &settings, "all coefficients")?;
    let svg = FanChart::new(&fan, GDP_IMPACT)?.svg(Style::default());
    std::fs::write(path, svg).map_err(|error| file::at(path, &error))?;
    Ok(format!("chart in {}", path.display()))
}

/// `1 draw` or `2 draws`.
fn count(draws: u64) -> String {
    let plural = if draws == 1 { "" } else { "s" };
    format!("{draws} draw{plural}")
}

/// The part of the spread of GDP's impact that is disagreement between coefficients.
fn disagreement(scenario: &Scenario, draws: u64, seed: u64) -> Answer {
    let settings = Simulation::new(draws)?
        .with_seed(seed)
        .with_outputs([GDP_IMPACT])?;
    let (own, all) = pooled(scenario, scenario.name())?;
    let variance = |fan: &Fan| -> Option<(f64, String)> {
        let last: Distribution<'_> = fan.series(GDP_IMPACT)?.last();
        let line = QUANTILES
            .map(|p| {
                last.quantile(p)
                    .map_or(String::new(), |q| format!("{:>9}", percent(q.value)))
            })
            .concat();
        let deviation = last.standard_deviation()?;
        Some((deviation * deviation, line))
    };
    let mut within = 0.0;
    let mut alone = String::new();
    let own_weight = 1.0 - 0.2 * 4.0;
    let weighted =
        std::iter::once((own_weight, &own)).chain(all.alternatives().map(|(w, s)| (w.get(), s)));
    for (weight, alternative) in weighted {
        let fan = simulate(alternative, &settings, "one coefficient")?;
        let (spread, line) = variance(&fan).ok_or("no spread of one draw")?;
        within += weight * spread;
        if alone.is_empty() {
            alone = line;
        }
    }
    let fan = simulate(&all, &settings, "all coefficients")?;
    let (total, pooled) = variance(&fan).ok_or("no spread of one draw")?;
    let between = (1.0 - within / total).max(0.0);
    Ok(format!(
        "Where the spread of GDP's impact in {} comes from{:>9}{:>9}{:>9}{:>9}{:>9}\n  \
         the scenario's own coefficient                     {alone}\n  \
         five coefficients of the catalogue, equal weights  {pooled}\n  \
         {:.1} % of the second variance is disagreement between coefficients, {:.1} % everything else\n",
        scenario.until(),
        "5 %",
        "25 %",
        "50 %",
        "75 %",
        "95 %",
        between * 100.0,
        (1.0 - between) * 100.0,
    ))
}

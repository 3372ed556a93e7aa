//! The parts of the printed answer.

use std::fmt::Write;

use compute_impact::capacity::{ComputePath, Counterfactual, Segment};
use compute_impact::evidence::{Estimate, EvidenceKind};
use compute_impact::finding::Severity;
use compute_impact::report::published;
use compute_impact::scenario::{Output, Unit};
use compute_impact::{
    Elasticity, Error, MultiplierOf, OutcomeSeries, Projection, Scenario, Series, Share,
    smart_share_answers,
};

use crate::shown::{percent, table};

pub(crate) fn trillion(amount: f64) -> String {
    format!("{:.2}", amount / 1e12)
}

fn currency(series: &Series<'_>) -> String {
    match series.unit() {
        Unit::Money(currency, basis) => format!("tn {currency}, {basis}"),
        unit => unit.to_string(),
    }
}

/// The counterfactual of the impact, in words.
fn counterfactual(scenario: &Scenario) -> String {
    let compute = scenario.compute();
    match compute.counterfactual() {
        Counterfactual::Frozen => {
            format!(
                "had compute stayed at {} since {}",
                compute.base().value(),
                scenario.base()
            )
        }
        Counterfactual::Trend(rate) => format!("had compute grown {} instead", rate.value()),
        _ => "had compute taken its other path".to_owned(),
    }
}

pub(crate) fn answer(projection: &Projection) -> Result<String, Error> {
    let (gdp, scenario) = (projection.gdp(), projection.scenario());
    let impact = gdp.impact_money();
    let mut text = format!(
        "With this scenario's coefficients, GDP in {} is {} ({} {}) above what it would be\n{}.\n",
        scenario.until(),
        percent(gdp.impact().last()),
        trillion(impact.last()),
        currency(&impact),
        counterfactual(scenario),
    );
    let findings = projection.findings();
    let severe: Vec<_> = findings
        .iter()
        .filter(|f| f.severity() == Severity::Severe)
        .collect();
    let warnings = findings
        .iter()
        .filter(|f| f.severity() == Severity::Warning)
        .count();
    if !severe.is_empty() {
        text.push_str("That number contradicts itself or the record:\n");
    }
    for finding in severe {
        let _ = writeln!(text, "  {}: {}", finding.place(), finding.message());
    }
    let _ = match warnings {
        0 => writeln!(text, "No warnings."),
        1 => writeln!(
            text,
            "1 warning qualifies it; all findings are listed below."
        ),
        count => writeln!(
            text,
            "{count} warnings qualify it; all findings are listed below."
        ),
    };

    // The scenario with other coefficients, its own lag and saturation unchanged.
    text.push_str(
        "\nOther elasticities of GDP in the same scenario. Those of ICT capital show the scale only: they\n\
         were not measured on computing power.\n",
    );
    for id in published::ELASTICITIES {
        let elasticity = Estimate::<Elasticity>::from_catalogue(id)?;
        let (value, source) = (elasticity.value(), elasticity.source().to_string());
        let other = published::with_elasticity(scenario, id)?;
        let impact = other.project()?.gdp().impact().last();
        let _ = writeln!(
            text,
            "  {:>7} gives {:>8}   {source}",
            value.to_string(),
            percent(impact)
        );
    }
    Ok(text)
}

pub(crate) fn compute(projection: &Projection) -> String {
    let measure = projection.scenario().compute().base().value().measure();
    let growth = projection.compute_growth();
    let mut columns: Vec<(String, Series<'_>)> =
        vec![("total EFLOPS".to_owned(), projection.total_compute())];
    for segment in Segment::ALL {
        if let Some(series) = projection.series(Output::Compute(segment)) {
            columns.push((segment.to_string(), series));
        }
    }
    columns.push(("effective".to_owned(), projection.effective_compute()));
    let mut header = vec!["period".to_owned()];
    header.extend(columns.iter().map(|(name, _)| name.clone()));
    let share = projection.smart_share();
    header.push("growth".to_owned());
    header.extend(share.map(|_| "smart share".to_owned()));
    let rows = growth.iter().enumerate().map(|(row, (period, rate))| {
        let mut cells = vec![period.to_string()];
        cells.extend(
            columns
                .iter()
                .map(|(_, series)| format!("{:.1}", series.values()[row] / 1e18)),
        );
        cells.push(if row == 0 {
            String::new()
        } else {
            percent(rate)
        });
        cells.extend(share.map(|share| percent(share.values()[row])));
        cells
    });
    format!("Computing power, {measure}\n{}", table(0, header, rows))
}

pub(crate) fn outcome(name: &str, outcome: &OutcomeSeries<'_>) -> String {
    let header = [
        "period",
        "with",
        "without",
        "impact",
        "impact %",
        "growth",
        "growth without",
        "by compute",
        "of growth",
    ];
    let mut contributions = outcome.contribution_to_growth();
    let rows = outcome
        .with()
        .iter()
        .enumerate()
        .map(|(row, (period, with))| {
            let at = |series: Series<'_>| series.values()[row];
            let mut cells = vec![
                period.to_string(),
                trillion(with),
                trillion(at(outcome.without())),
                trillion(at(outcome.impact_money())),
                percent(at(outcome.impact())),
            ];
            if row > 0 {
                cells.extend([
                    percent(at(outcome.growth())),
                    percent(at(outcome.growth_without())),
                    format!("{:.2} pp", at(outcome.growth_impact()) * 100.0),
                ]);
                let part = contributions.next().and_then(|(_, part)| part);
                cells.push(part.map_or("none".to_owned(), |part| format!("{:.0} %", part * 100.0)));
            }
            cells
        });
    let title = format!("{name}, {}", currency(&outcome.with()));
    format!(
        "{title}\n{}",
        table(0, header.map(str::to_owned).to_vec(), rows)
    )
}

/// The smart share at the end of 2025 three ways, from the scenario's own observations.
pub(crate) fn smart_share(scenario: &Scenario) -> Result<String, Error> {
    let ComputePath::Total {
        smart_share: Some(smart_share),
        ..
    } = scenario.compute().path()
    else {
        return Ok(String::new());
    };
    let observations: Vec<_> = smart_share
        .observations()
        .iter()
        .filter(|observation| observation.share().source().kind() != EvidenceKind::PolicyTarget)
        .cloned()
        .collect();
    if observations.len() < 2 {
        return Ok(String::new());
    }
    let dates = observations
        .iter()
        .map(|o| format!("{} at {}", o.share().value(), o.at()));
    let dates = dates.collect::<Vec<_>>().join(", ");
    let target = Estimate::<Share>::from_catalogue("miit.target.smart-share.2025")?;
    let answers = smart_share_answers(observations, target.value(), "2025".parse()?)?;
    let linear = answers
        .linear
        .map_or("past 100 %".to_owned(), |share| percent(share.get()));
    Ok(format!(
        "Smart share at the end of {}, three answers\n  \
         logistic trend   {}   (through {dates})\n  \
         linear trend     {linear}\n  \
         policy target    {}   (an aim, not a forecast)\n",
        answers.at,
        percent(answers.logistic.get()),
        percent(answers.target.get()),
    ))
}

pub(crate) fn channels(projection: &Projection) -> Result<String, Error> {
    let Some(investment) = projection.scenario().investment() else {
        return Ok(String::new());
    };
    let note = match investment.multiplier().value().of() {
        MultiplierOf::ValueAdded => "",
        _ => {
            "The multiplier is not of value added: its output is compared with GDP in size and is not a\n\
             part of it, so that the implied elasticity is an upper bound.\n"
        }
    };
    let mut rows = Vec::new();
    for (period, _) in projection.total_compute().iter().skip(1) {
        // Before a whole year has passed there is nothing to compare.
        let Some(both) = projection.reconciliation(period)? else {
            continue;
        };
        let or_none = |text: Option<String>| text.unwrap_or_else(|| "none".to_owned());
        rows.push(vec![
            period.to_string(),
            trillion(both.response_money.amount()),
            percent(both.response_fraction),
            trillion(both.outlay.amount()),
            trillion(both.multiplier_money.amount()),
            percent(both.multiplier_fraction),
            or_none(both.implied_elasticity.map(|e| format!("{:.4}", e.get()))),
            or_none(
                both.break_even_growth
                    .unique()
                    .map(|growth| percent(growth.get())),
            ),
            or_none(
                both.break_even_outlay
                    .unique()
                    .map(|outlay| trillion(outlay.amount())),
            ),
        ]);
    }
    let header = [
        "period",
        "response",
        "of GDP",
        "outlay",
        "returns",
        "of GDP",
        "implied ε",
        "break-even growth",
        "break-even outlay",
    ];
    let header = header.map(str::to_owned).to_vec();
    Ok(format!(
        "Two channels of one year's build-out, {}; they overlap and are never added\n\
         Fractions are of the year's GDP without its growth of compute over the counterfactual\n{}{}",
        currency(&projection.gdp().with()),
        table(0, header, rows),
        note
    ))
}

pub(crate) fn findings(projection: &Projection) -> String {
    let mut text = String::from("Findings\n");
    for finding in projection.findings() {
        let _ = writeln!(text, "  {finding}");
    }
    text
}

pub(crate) fn sources(scenario: &Scenario) -> String {
    let mut text = String::from("Inputs and sources\n");
    for input in scenario.inputs() {
        let _ = writeln!(
            text,
            "  {} = {} ({})\n      {}",
            input.place(),
            input.central(),
            input.unit(),
            input.source()
        );
    }
    text
}

//! Findings that need the inputs and their sources only.

use super::{Code, Finding, Severity, coefficient};
use crate::capacity::{ComputePath, Counterfactual, Growth, Segment, SharePath};
use crate::evidence::{Confidence, EvidenceKind, Source};
use crate::scenario::{Outcome, Scenario};
use crate::{MultiplierOf, Scope};

/// A share that changes its log odds faster than this in a year has likely changed its definition:
/// 30 % to 54 %. China's went from 25 % to 30 % in the year to mid-2024.
const JUMP_PER_YEAR: f64 = 1.0;

pub(super) fn check(scenario: &Scenario, findings: &mut Vec<Finding>) {
    baseline(scenario, "gdp", scenario.gdp(), findings);
    coefficient::check("gdp", scenario.gdp(), 1.0, findings);
    if let Some(digital) = scenario.digital() {
        baseline(scenario, "digital", digital, findings);
        let part = digital.base().value().amount() / scenario.gdp().base().value().amount();
        coefficient::check("digital", digital, part, findings);
    }
    compute(scenario, findings);
    multiplier(scenario, findings);
    sources(scenario, findings);
}

/// A finding without a period.
pub(super) fn finding(
    code: Code,
    severity: Severity,
    place: impl Into<String>,
    message: String,
    numbers: Vec<(&'static str, f64)>,
    remedy: &'static str,
) -> Finding {
    Finding {
        code,
        severity,
        place: place.into(),
        period: None,
        message,
        numbers,
        remedy,
    }
}

/// A baseline without compute that comes from somebody who saw the economy with its compute.
fn baseline(scenario: &Scenario, place: &str, outcome: &Outcome, findings: &mut Vec<Finding>) {
    let growth = outcome.baseline().growth();
    let level = match growth {
        Growth::ToTarget { level, .. } => Some(level.source().kind()),
        _ => None,
    };
    let mut published = growth
        .rates()
        .map(|rate| rate.source().kind())
        .chain(level)
        .filter(|kind| *kind != EvidenceKind::Assumption);
    if let Some(kind) = published.next()
        && !outcome.baseline().includes()
    {
        // Beside another path than standing still, the forecast may have been made for that path.
        let frozen = *scenario.compute().counterfactual() == Counterfactual::Frozen;
        let (severity, remedy) = if frozen {
            (
                Severity::Warning,
                "use `baseline.includes`, which attributes a part of that growth",
            )
        } else {
            (
                Severity::Note,
                "right only if the source assumed compute on the counterfactual path",
            )
        };
        findings.push(finding(
            Code::BaselineHoldsCompute,
            severity,
            format!("{place}.baseline.excludes"),
            format!(
                "the growth comes from a source ({kind}) that saw the economy with its compute, \
                 and compute's effect is added on top"
            ),
            Vec::new(),
            remedy,
        ));
    }
}

fn compute(scenario: &Scenario, findings: &mut Vec<Finding>) {
    let compute = scenario.compute();
    if compute.base().value().measure().scope() == Scope::Unstated {
        findings.push(finding(
            Code::UnstatedScope,
            Severity::Note,
            "compute.base",
            format!("{} does not say which machines are counted", compute.base().value()),
            Vec::new(),
            "say `in use`, `installed` or `in AI clusters`: they differ by a factor of two and more",
        ));
    }
    share_path("compute.path.total.smart-share", compute.path(), findings);
    if let Counterfactual::Path(path) = compute.counterfactual() {
        share_path(
            "compute.counterfactual.path.total.smart-share",
            path,
            findings,
        );
    }
    for segment in Segment::ALL {
        let Some(utilisation) = compute.segment_use(segment).utilisation() else {
            continue;
        };
        let source = utilisation.source();
        let entry = utilisation
            .entry()
            .is_some_and(|entry| entry.id().contains("rack-occupancy"));
        let words = format!(
            "{} {}",
            source.title(),
            source.locator().unwrap_or_default()
        );
        let words = words.to_lowercase();
        let word = words
            .split(|letter: char| !letter.is_alphanumeric())
            .any(|word| ["rack", "racks", "occupancy"].contains(&word));
        if entry || word || ["机架", "上架"].iter().any(|word| words.contains(word)) {
            let value = utilisation.value().get();
            findings.push(finding(
                Code::OccupancyAsUtilisation,
                Severity::Warning,
                format!("compute.use.{segment}.utilisation"),
                format!("{} comes from a figure on racks let", utilisation.value()),
                vec![("utilisation", value)],
                "a let rack may stand idle: multiply occupancy by the load of what is let",
            ));
        }
    }
}

fn share_path(place: &str, path: &ComputePath, findings: &mut Vec<Finding>) {
    let ComputePath::Total { smart_share, .. } = path else {
        return;
    };
    jump(place, smart_share, findings);
    if let (Some(ceiling), 2) = (smart_share.ceiling(), smart_share.observations().len()) {
        findings.push(finding(
            Code::UnidentifiedCeiling,
            Severity::Warning,
            format!("{place}.ceiling"),
            format!(
                "two observations fit any ceiling as well as {}",
                ceiling.value()
            ),
            vec![("ceiling", ceiling.value().get())],
            "show the path for several ceilings",
        ));
    }
}

fn jump(place: &str, path: &SharePath, findings: &mut Vec<Finding>) {
    let mut dated: Vec<_> = path.observations().iter().collect();
    let Some(first) = dated.first().map(|observation| observation.at()) else {
        return;
    };
    dated.sort_by(|a, b| {
        first
            .years_until(a.at())
            .total_cmp(&first.years_until(b.at()))
    });
    for pair in dated.windows(2) {
        let [from, to] = [pair[0], pair[1]].map(|observation| observation.share().value().get());
        let inner = [from, to].iter().all(|share| *share > 0.0 && *share < 1.0);
        let log_odds = |share: f64| libm::log(share / (1.0 - share));
        // A straight path may touch 0 or 1, where log odds are infinite; they move at least four
        // times as fast as the share.
        let change = if inner {
            log_odds(to) - log_odds(from)
        } else {
            4.0 * (to - from)
        };
        let speed = change / pair[0].at().years_until(pair[1].at());
        if speed.abs() > JUMP_PER_YEAR {
            findings.push(Finding {
                code: Code::ShareJump,
                severity: Severity::Warning,
                place: place.to_owned(),
                period: Some(pair[1].at()),
                message: format!(
                    "the share goes from {} at {} to {} at {}",
                    pair[0].share().value(),
                    pair[0].at(),
                    pair[1].share().value(),
                    pair[1].at()
                ),
                numbers: vec![("from", from), ("to", to), ("log odds per year", speed)],
                remedy: "check that both count the same machines: at the end of 2023 two \
                         thirds of installed devices were smart, and some 27 % of capacity in use",
            });
        }
    }
}

fn multiplier(scenario: &Scenario, findings: &mut Vec<Finding>) {
    let Some(investment) = scenario.investment() else {
        return;
    };
    let multiplier = investment.multiplier();
    let value = multiplier.value();
    let place = "investment.multiplier";
    if value.of() != MultiplierOf::ValueAdded {
        findings.push(finding(
            Code::GrossOutputAsGdp,
            Severity::Warning,
            place,
            format!(
                "{} times the outlay is {} and may not be quoted as GDP",
                value.get(),
                value.of()
            ),
            vec![("multiplier", value.get())],
            "state a value-added multiplier, or quote it as output",
        ));
    }
    if multiplier.is_certain() {
        findings.push(finding(
            Code::PointWithoutRange,
            Severity::Note,
            place,
            format!("multiplier {} is given as a point", value.get()),
            vec![("multiplier", value.get())],
            "the published figure is a range, 3 to 4",
        ));
    }
}

/// Where base mixes of segments come from: a mix is three shares, so no input of one number.
fn mixes(scenario: &Scenario) -> Vec<(String, &Source)> {
    let compute = scenario.compute();
    let other = match compute.counterfactual() {
        Counterfactual::Path(path) => Some(&**path),
        _ => None,
    };
    let paths = [
        ("compute.path", Some(compute.path())),
        ("compute.counterfactual.path", other),
    ];
    paths
        .into_iter()
        .filter_map(|(place, path)| match path? {
            ComputePath::Segments { mix_source, .. } => {
                Some((format!("{place}.segments.mix"), mix_source))
            }
            ComputePath::BuildOut { mix_source, .. } => {
                Some((format!("{place}.build-out.mix"), mix_source))
            }
            ComputePath::Total { .. } => None,
        })
        .collect()
}

/// What kind of source the inputs come from.
fn sources(scenario: &Scenario, findings: &mut Vec<Finding>) {
    let mixes = mixes(scenario);
    let places = |confidence: Confidence| -> Vec<&str> {
        let inputs = scenario.inputs().iter();
        inputs
            .map(|input| (input.place().as_str(), input.source()))
            .chain(
                mixes
                    .iter()
                    .map(|(place, source)| (place.as_str(), *source)),
            )
            .filter(|(_, source)| source.confidence() == confidence)
            .map(|(place, _)| place)
            .collect()
    };
    for input in scenario.inputs() {
        if input.source().kind() == EvidenceKind::PolicyTarget {
            findings.push(finding(
                Code::TargetAsProjection,
                Severity::Warning,
                input.place().as_str(),
                format!(
                    "the input is a policy target ({})",
                    input.source().publisher()
                ),
                vec![("value", input.central())],
                "call the result conditional on the target, and show the trend beside it",
            ));
        }
    }
    #[allow(clippy::cast_precision_loss)] // A scenario holds a few thousand inputs at most.
    let count = |places: &[&str]| places.len() as f64;
    let assumed = places(Confidence::Assumed);
    if !assumed.is_empty() {
        findings.push(finding(
            Code::RestsOnAssumptions,
            Severity::Note,
            "inputs",
            format!("assumed, not published: {}", assumed.join(", ")),
            vec![("inputs", count(&assumed))],
            "say so with the result",
        ));
    }
    let weak = places(Confidence::Low);
    if !weak.is_empty() {
        findings.push(finding(
            Code::RestsOnWeakSource,
            Severity::Warning,
            "inputs",
            format!("from a single or weak source: {}", weak.join(", ")),
            vec![("inputs", count(&weak))],
            "look for a better source before quoting the result",
        ));
    }
}

//! Findings on a coefficient and its evidence.

use super::evidence::finding;
use super::{Code, Finding, Severity, percent};
use crate::PriceBasis;
use crate::evidence::EvidenceKind;
use crate::response::Coefficient;
use crate::scenario::Outcome;

/// The income share of ICT capital in China, which under constant returns is its elasticity:
/// ICT investment of 1 % of GDP, depreciation of 20 to 30 %, a return of 8 % and a price fall of
/// 10 % give 0.013 to 0.015. Meta-analysis of ICT capital finds 0.003 after correcting for
/// publication bias (Polák 2017, *Information Economics and Policy* 38).
const INCOME_SHARE: f64 = 0.015;

/// How many times the benchmark a coefficient may be before it is remarked on.
const FAR_ABOVE: f64 = 4.0;

/// `part` is the outcome as a part of GDP.
pub(super) fn check(place: &str, outcome: &Outcome, part: f64, findings: &mut Vec<Finding>) {
    let at = format!("{place}.response.coefficient");
    kind(&at, outcome, findings);
    benchmark(&at, outcome, part, findings);
    size(&at, outcome, findings);
}

/// Whether the coefficient is used as what it is.
fn kind(at: &str, outcome: &Outcome, findings: &mut Vec<Finding>) {
    let coefficient = outcome.response().coefficient();
    let number = coefficient.number();
    let from_ratio = coefficient.source().kind() == EvidenceKind::RatioOfGrowthRates;
    if let (Coefficient::Elasticity(_), true) = (coefficient, from_ratio) {
        findings.push(finding(
            Code::GrowthRatioAsElasticity,
            Severity::Warning,
            at,
            format!("{number} is a ratio of growth rates, used here as an elasticity"),
            vec![("coefficient", number)],
            "use it as a growth ratio, or convert it at an operating point",
        ));
    }
    if from_ratio && outcome.base().value().basis() != PriceBasis::Nominal {
        findings.push(finding(
            Code::NominalCoefficientOnRealMoney,
            Severity::Warning,
            at,
            format!(
                "a ratio of nominal growth rates is applied to money at {}",
                outcome.base().value().basis()
            ),
            vec![("coefficient", number)],
            "on real growth of 2016-21 the same division gives 0.13 for GDP, not 0.20",
        ));
    }
}

/// Whether the coefficient is far above what the income of ICT capital allows.
fn benchmark(at: &str, outcome: &Outcome, part: f64, findings: &mut Vec<Finding>) {
    let coefficient = outcome.response().coefficient();
    // A coefficient per index point is not comparable with one per capital.
    if matches!(coefficient, Coefficient::SemiElasticity(_)) {
        return;
    }
    let number = coefficient.number();
    // Were all of that income earned in a part of GDP, it would be a larger share of the part.
    let benchmark = INCOME_SHARE / part;
    if number > FAR_ABOVE * benchmark {
        let times = number / benchmark;
        findings.push(finding(
            Code::FarAboveLiterature,
            Severity::Warning,
            at,
            format!(
                "{number} is {times:.0} times the income share of ICT capital in China \
                 ({benchmark:.3}); studies of ICT capital find 0.003 corrected for publication \
                 bias and above 0.03 uncorrected"
            ),
            vec![
                ("coefficient", number),
                ("benchmark", benchmark),
                ("times", times),
            ],
            "read it as what results if all growth is laid to compute, and show other coefficients",
        ));
    }
}

/// Whether the coefficient is of a size that was found, and says how sure it is.
fn size(at: &str, outcome: &Outcome, findings: &mut Vec<Finding>) {
    let response = outcome.response();
    let coefficient = response.coefficient();
    let number = coefficient.number();
    if let (Some(index), Some(observed)) = (response.index(), coefficient.observed()) {
        let scores = [index.base().value().get(), index.target().value().get()];
        if let Some(score) = scores.into_iter().find(|score| !observed.contains(*score)) {
            findings.push(finding(
                Code::OutsideObservedRange,
                Severity::Warning,
                at,
                format!(
                    "the index is at {score} points, and the coefficient was observed at {} to {}",
                    observed.low(),
                    observed.high()
                ),
                vec![
                    ("index points", score),
                    ("observed from", observed.low()),
                    ("observed to", observed.high()),
                ],
                "treat the result as extrapolation",
            ));
        }
    }
    if matches!(coefficient, Coefficient::SemiElasticity(_)) && number.abs() >= 0.01 {
        findings.push(finding(
            Code::ImplausibleSemiElasticity,
            Severity::Warning,
            at,
            format!(
                "{} of the outcome per index point is several times what was published (1.7 to \
                 3.6 ‰)",
                percent(number)
            ),
            vec![("fraction per point", number)],
            "check per mille against per cent",
        ));
    }
    let certain = match coefficient {
        Coefficient::Elasticity(estimate) => estimate.is_certain(),
        Coefficient::GrowthRatio(estimate) => estimate.is_certain(),
        Coefficient::SemiElasticity(estimate) => estimate.is_certain(),
    };
    if certain {
        findings.push(finding(
            Code::PointWithoutRange,
            Severity::Note,
            at,
            format!("{} {number} is given as a point", coefficient.kind()),
            vec![("coefficient", number)],
            "give it an uncertainty: published coefficients differ by a factor of five and more",
        ));
    }
}

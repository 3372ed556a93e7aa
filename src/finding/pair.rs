//! Findings on the digital economy beside the whole it is part of.

use super::{Code, Finding, Severity, percent};
use crate::response::{Coherence, PairCoherence};
use crate::scenario::Output;
use crate::{Projection, Series};

pub(super) fn check(projection: &Projection, findings: &mut Vec<Finding>) {
    let scenario = projection.scenario();
    let (Some(digital), Some(share)) =
        (scenario.digital(), projection.series(Output::DigitalShare))
    else {
        return;
    };
    if let Some((period, share)) = share.iter().find(|(_, share)| *share >= 1.0) {
        findings.push(Finding {
            code: Code::DigitalExceedsGdp,
            severity: Severity::Severe,
            place: "digital".to_owned(),
            period: Some(period),
            message: format!("the digital economy is {} of GDP", percent(share)),
            numbers: vec![("digital share", share)],
            remedy: "use `coherence = \"coherent\"` or lower growth of the digital economy",
        });
    }
    if let Some((period, share)) = share
        .iter()
        .find(|(_, share)| !(0.05..=0.70).contains(share))
    {
        findings.push(Finding {
            code: Code::ImplausibleDigitalShare,
            severity: Severity::Warning,
            place: "digital".to_owned(),
            period: Some(period),
            message: format!(
                "the digital economy is {} of GDP; published definitions run from 7.8 % (NBS \
                 core, 2020) to 42.8 % (CAICT, 2023)",
                percent(share)
            ),
            numbers: vec![("digital share", share)],
            remedy: "check the unit (亿 is 10^8, 万亿 10^12) and the definition",
        });
    }
    if let Some(pair) = projection.pair_coherence() {
        let numbers = [scenario.gdp(), digital].map(|o| o.response().coefficient().number());
        incoherent(&pair, numbers, share, findings);
    }
    if let (Some(part), whole) = (projection.digital(), projection.gdp()) {
        let gains = part
            .impact_money()
            .iter()
            .zip(whole.impact_money().values());
        let beyond = gains
            .skip(1)
            .find(|((_, part), whole)| *part > **whole && *part > 0.0);
        if let Some(((period, part), whole)) = beyond {
            findings.push(Finding {
                code: Code::DigitalGainExceedsGdps,
                severity: Severity::Warning,
                place: "digital.response".to_owned(),
                period: Some(period),
                message: format!(
                    "the digital economy gains {:.2} tn and GDP, which holds it, {:.2} tn: the rest \
                     would lose {:.2} tn",
                    part / 1e12,
                    whole / 1e12,
                    (part - whole) / 1e12
                ),
                numbers: vec![("digital gain", part), ("GDP gain", *whole)],
                remedy: "give both coefficients of one source, kind and lag, or use \
                         `coherence = \"coherent\"`",
            });
        }
    }
    findings.push(Finding {
        code: Code::DigitalInsideGdp,
        severity: Severity::Note,
        place: "digital".to_owned(),
        period: None,
        message: "the digital economy's effect is part of GDP's".to_owned(),
        numbers: Vec::new(),
        remedy: "quote one or the other, never their sum",
    });
}

fn incoherent(
    pair: &PairCoherence,
    [gdp, digital]: [f64; 2],
    share: Series<'_>,
    findings: &mut Vec<Finding>,
) {
    let losing = pair
        .rest_coefficients()
        .iter()
        .zip(share.values())
        .find(|((_, rest), _)| rest.is_some_and(|rest| rest < 0.0));
    let (Some(((period, Some(rest)), share)), Some(breach)) = (losing, pair.breach_share()) else {
        return;
    };
    findings.push(Finding {
        code: Code::IncoherentPair,
        severity: Severity::Warning,
        place: "digital.response".to_owned(),
        period: Some(*period),
        message: format!(
            "with the digital economy at {} of GDP, coefficients of {gdp} and {digital} leave \
             {rest:.3} for the rest, which loses from a share of {breach} on",
            percent(*share)
        ),
        numbers: vec![
            ("digital share", *share),
            ("breach share", breach.get()),
            ("coefficient of the rest", *rest),
        ],
        remedy: match pair.mode() {
            Coherence::AsPublished => "use `coherence = \"coherent\"`",
            Coherence::Coherent => {
                "lower the digital coefficient: the pair is impossible from the start"
            }
        },
    });
}

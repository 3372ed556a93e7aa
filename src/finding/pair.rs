//! Findings on the digital economy next to GDP, of which it is part.

use super::objection::OnPair;
use super::{Finding, Severity};
use crate::response::coherence::breach_share;
use crate::scenario::{Key, Output};
use crate::{Projection, Series};

/// Shares of the digital economy in GDP that some definition could give. Published shares run from
/// 8 to 43 %, and they grow.
pub(super) const PLAUSIBLE: std::ops::RangeInclusive<f64> = 0.05..=0.70;

pub(super) fn check(projection: &Projection, findings: &mut Vec<Finding>) {
    let Some(share) = projection.series(Output::DigitalShare) else {
        return;
    };
    if let Some((period, digital_share)) = share.iter().find(|(_, share)| *share >= 1.0) {
        let objection = OnPair::DigitalExceedsGdp { digital_share };
        findings.push(Finding::new(Severity::Severe, Key::Digital, objection).in_period(period));
    }
    if let Some((period, digital_share)) =
        share.iter().find(|(_, share)| !PLAUSIBLE.contains(share))
    {
        let objection = OnPair::ImplausibleDigitalShare { digital_share };
        findings.push(Finding::warning(Key::Digital, objection).in_period(period));
    }
    incoherent(projection, share, findings);
    gains(projection, findings);
    findings.push(Finding::note(Key::Digital, OnPair::DigitalInsideGdp));
}

/// Objects if the part moves by more than the whole, or in the opposite direction.
fn gains(projection: &Projection, findings: &mut Vec<Finding>) {
    let (Some(part), whole) = (projection.digital(), projection.gdp()) else {
        return;
    };
    let beyond = part
        .impact_money()
        .iter()
        .zip(whole.impact_money().values())
        .skip(1)
        .find(|((_, digital), gdp)| digital.abs() > gdp.abs() || digital * **gdp < 0.0);
    if let Some(((period, digital), gdp)) = beyond {
        let objection = OnPair::DigitalGainExceedsGdpGain {
            digital,
            gdp: *gdp,
            currency: projection.scenario().gdp().base().value().currency(),
        };
        findings.push(Finding::warning(Key::Digital / Key::Response, objection).in_period(period));
    }
}

/// Objects to coefficients that leave the rest of the economy one of the opposite sign.
///
/// The coefficient of the rest is `(ε_GDP - d ε_DE) / (1 - d)`, with `d` the digital share of GDP;
/// it changes its sign at `d = ε_GDP / ε_DE`.
fn incoherent(projection: &Projection, share: Series<'_>, findings: &mut Vec<Finding>) {
    let scenario = projection.scenario();
    let (Some(pair), Some(digital)) = (projection.pair_coherence(), scenario.digital()) else {
        return;
    };
    let coefficients =
        [scenario.gdp(), digital].map(|outcome| outcome.response().coefficient().number());
    let [gdp, digital] = coefficients;
    let against =
        pair.rest_coefficients
            .iter()
            .zip(share.values())
            .find_map(|((period, rest), share)| {
                let rest = rest.filter(|rest| rest * gdp < 0.0)?;
                Some((*period, rest, *share))
            });
    // If both are losses, the same share follows from their sizes.
    let breach = breach_share(gdp.abs(), digital.abs()).filter(|_| gdp * digital > 0.0);
    if let (Some((period, rest_coefficient, digital_share)), Some(breach)) = (against, breach) {
        let objection = OnPair::IncoherentPair {
            coefficients,
            digital_share,
            breach_share: breach.get(),
            rest_coefficient,
            mode: pair.mode,
        };
        findings.push(Finding::warning(Key::Digital / Key::Response, objection).in_period(period));
    }
}

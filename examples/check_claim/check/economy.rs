//! The claimed effect of compute growth on GDP and on the digital economy.

use compute_impact::evidence::catalogue;
use compute_impact::evidence::{Estimate, Figure};
use compute_impact::response::{Response, coherence};
use compute_impact::{Elasticity, GrowthRate, GrowthRatio, Money, Share, impact_of};

use super::claim::Claim;
use super::figures::{self, or_catalogue};
use super::{Point, Result, Verdict};
use crate::shown::percent;

/// The year's economy: GDP, digital economy and their growth.
pub(crate) struct Year {
    pub gdp: Estimate<Money>,
    pub gdp_growth: Estimate<GrowthRate>,
    digital: Estimate<Money>,
    digital_growth: Estimate<GrowthRate>,
}

impl Year {
    pub(crate) fn of(claim: &Claim) -> Result<Self> {
        Ok(Self {
            gdp: or_catalogue(claim.gdp, figures::GDP)?,
            gdp_growth: or_catalogue(claim.gdp_growth, figures::GDP_GROWTH)?,
            digital: or_catalogue(claim.digital, figures::DIGITAL)?,
            digital_growth: or_catalogue(claim.digital_growth, figures::DIGITAL_GROWTH)?,
        })
    }

    fn digital_share(&self) -> Result<Share> {
        let part = self.digital.value().ratio_to(self.gdp.value())?;
        Ok(Share::new(part).map_err(|error| format!("digital economy over GDP: {error}"))?)
    }
}

/// A coefficient put to a year's growth of compute.
struct Contribution<'a> {
    name: &'a str,
    growth: GrowthRate,
    ratio: GrowthRatio,
    /// Observed growth of the outcome.
    observed: &'a Estimate<GrowthRate>,
}

impl Contribution<'_> {
    /// Compares it with the growth that was observed, by size without sign: an economy that shrinks
    /// or stagnates has no growth to attribute.
    fn verdict(&self, added: f64, all_positive: bool) -> (Verdict, Option<String>) {
        let observed = self.observed.value().get();
        if added.abs() > observed.abs() || (added > 0.0 && observed <= 0.0) {
            let why = if observed <= 0.0 && added > 0.0 {
                "there was no growth to which compute could have contributed: it holds only if everything else \
                 shrank by more than that"
            } else if (added < 0.0) == (observed < 0.0) {
                "it exceeds all observed growth: it holds only if everything else shrank; the number \
                 results when all growth is attributed to compute, as dividing average growth \
                 rates does"
            } else {
                "everything else would have had to offset more than all observed growth"
            };
            return (Verdict::DoesNotHold, Some(why.to_owned()));
        }
        if self.ratio.get() < 0.0 && all_positive {
            let why = "no published elasticity of GDP is negative";
            return (Verdict::NotSupported, Some(why.to_owned()));
        }
        let sense = "as arithmetic on growth rates, not as a cause";
        (Verdict::only(sense), None)
    }

    fn point(&self) -> Result<Point> {
        let (name, growth, ratio) = (self.name, self.growth, self.ratio);
        let claimed = format!("compute growing {growth}, at {ratio}");
        let worded = Response::growth_ratio(Estimate::assumed(ratio, "the claim")?);
        let added = match impact_of(growth, &worded) {
            Ok(added) => added,
            Err(error) => {
                let words = format!("{claimed}, changes {name}");
                return Ok(Point::new(words, Verdict::DoesNotHold).reason(error.to_string()));
            }
        };
        let all_positive = published_elasticities()?.iter().all(|number| *number > 0.0);
        let (verdict, why) = self.verdict(added, all_positive);
        let direction = if added < 0.0 { "takes" } else { "adds" };
        let preposition = if added < 0.0 { "from" } else { "to" };
        let words = format!(
            "{claimed}, {direction} {} {preposition} {name}",
            percent(added.abs())
        );
        let elasticity = Response::elasticity(Estimate::assumed(
            Elasticity::new(ratio.get())?,
            "the claim, read as an elasticity",
        )?);
        let mut point = Point::new(words, verdict).reasons(why);
        if let (Ok(other), Ok(equivalent)) =
            (impact_of(growth, &elasticity), ratio.elasticity_at(growth))
        {
            point = point.reason(format!(
                "as worded, points per point: {}; read as an elasticity: {} (the same result would \
                 take an elasticity of {:.4})",
                percent(added),
                percent(other),
                equivalent.get()
            ));
        }
        let observed = self.observed;
        point = match observed.entry() {
            Some(entry) => point.source(entry).window(figures::when(entry)),
            None => point.window("the year whose growth is given with the claim"),
        };
        Ok(point.reason(format!(
            "growth of {name} was {} ({})",
            observed.value(),
            observed.source()
        )))
    }
}

/// The published elasticities of GDP.
fn published_elasticities() -> Result<Vec<f64>> {
    let mut all = Vec::new();
    for id in figures::GDP_ELASTICITIES {
        let entry = catalogue::find(id)?;
        if let Figure::Elasticity(estimate) = entry.figure() {
            all.push(estimate.value().get());
        }
    }
    Ok(all)
}

pub(crate) fn gdp(claim: &Claim) -> Result<Option<Point>> {
    let (Some(growth), Some(ratio)) = (claim.compute_growth, claim.gdp_coefficient) else {
        return Ok(None);
    };
    let contribution = Contribution {
        name: "GDP",
        growth,
        ratio,
        observed: &Year::of(claim)?.gdp_growth,
    };
    let later = catalogue::find(figures::LATER_ELASTICITY)?;
    let published = published_elasticities()?;
    let least = published.iter().copied().fold(f64::INFINITY, f64::min);
    let most = published.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    Ok(Some(
        contribution
            .point()?
            .scope("the whole economy")
            .reason(format!(
                "published elasticities of GDP run from {least} to {most}"
            ))
            .source(later),
    ))
}

pub(crate) fn digital(claim: &Claim) -> Result<Option<Point>> {
    let (Some(growth), Some(ratio)) = (claim.compute_growth, claim.digital_coefficient) else {
        return Ok(None);
    };
    let contribution = Contribution {
        name: "the digital economy",
        growth,
        ratio,
        observed: &Year::of(claim)?.digital_growth,
    };
    Ok(Some(
        contribution
            .point()?
            .scope("the digital economy by CAICT's broad definition"),
    ))
}

/// Checks that the two coefficients can both hold.
pub(crate) fn pair(claim: &Claim) -> Result<Option<Point>> {
    let (Some(gdp), Some(digital)) = (claim.gdp_coefficient, claim.digital_coefficient) else {
        return Ok(None);
    };
    let (gdp, digital) = (gdp.get(), digital.get());
    let year = Year::of(claim)?;
    let share = year.digital_share()?;
    let rest = coherence::rest_coefficient(gdp, digital, share)?;
    let verdict = if rest < 0.0 {
        Verdict::DoesNotHold
    } else {
        Verdict::only("for now, and only if one of the two is quoted")
    };
    let words =
        format!("coefficients of {gdp} for GDP and {digital} for the digital economy both hold");
    let mut point = Point::new(words, verdict)
        .reason(format!(
            "the digital economy is {} of GDP, so the pair leaves {rest:.4} for the rest",
            percent(share.get())
        ))
        .reason("the digital economy's gain is inside GDP's: the two never add")
        .sources(year.digital.entry())
        .sources(year.gdp.entry());
    if let Some(breach) = coherence::breach_share(gdp, digital) {
        point = point.reason(format!(
            "above a digital share of {breach} the rest would have to lose"
        ));
        if let Some(growth) = claim.compute_growth
            && let Some(years) = coherence::years_to_share(share, breach, gdp, digital, growth)?
        {
            point = point.reason(format!(
                "with compute growing {growth}, both read as elasticities and all else still, the pair \
                 takes {years:.1} years to get there"
            ));
        }
    }
    Ok(Some(point))
}

//! The points of a claim, each with a verdict and its numbers.

use std::{error::Error, fmt};

use compute_impact::capacity::{ComputePath, Counterfactual, Growth, ShareObservation, SharePath};
use compute_impact::evidence::{Estimate, Timing, catalogue};
use compute_impact::finding::Severity;
use compute_impact::investment::{Investment, Outlay};
use compute_impact::response::{Response, coherence};
use compute_impact::scenario::{Baseline, Compute, Outcome};
use compute_impact::{
    Capacity, GrowthRate, Money, Multiplier, Period, Projection, Scenario, Share, impact_of,
    smart_share_answers,
};

use crate::claim::{Claim, or_catalogue};

#[derive(PartialEq)]
pub(crate) enum Verdict {
    Holds,
    HoldsIf(&'static str),
    NotSupported,
    DoesNotHold,
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Holds => f.write_str("HOLDS"),
            Self::HoldsIf(condition) => write!(f, "HOLDS ONLY {condition}"),
            Self::NotSupported => f.write_str("NOT SUPPORTED by the official figures found"),
            Self::DoesNotHold => f.write_str("DOES NOT HOLD"),
        }
    }
}

pub(crate) struct Point {
    pub claim: String,
    pub verdict: Verdict,
    pub reasons: Vec<String>,
}

type Result<T> = std::result::Result<T, Box<dyn Error>>;

pub(crate) fn check(claim: &Claim) -> Result<Vec<Point>> {
    let mut points = Vec::new();
    points.extend(gdp(claim)?);
    points.extend(digital(claim)?);
    points.extend(pair(claim)?);
    points.extend(multiplier(claim)?);
    points.extend(routes(claim)?);
    points.extend(share(claim)?);
    Ok(points)
}

fn percent(fraction: f64) -> String {
    format!("{:.2} %", fraction * 100.0)
}

/// The year's economy: GDP, digital economy and their growth.
struct Year {
    gdp: Estimate<Money>,
    gdp_growth: Estimate<GrowthRate>,
    digital: Estimate<Money>,
    digital_growth: Estimate<GrowthRate>,
}

impl Year {
    fn of(claim: &Claim) -> Result<Self> {
        Ok(Self {
            gdp: or_catalogue(claim.gdp, "nbs.gdp.2022.final")?,
            gdp_growth: or_catalogue(claim.gdp_growth, "nbs.gdp-growth.nominal.2023")?,
            digital: or_catalogue(claim.digital, "caict.digital-economy.2022")?,
            digital_growth: or_catalogue(claim.digital_growth, "caict.digital-growth.2023")?,
        })
    }

    fn digital_share(&self) -> Result<Share> {
        Ok(Share::new(
            self.digital.value().ratio_to(self.gdp.value())?,
        )?)
    }
}

/// Whether one year's contribution fits into the growth there was.
fn contribution(
    name: &str,
    growth: GrowthRate,
    ratio: compute_impact::GrowthRatio,
    seen: &Estimate<GrowthRate>,
) -> Result<Point> {
    let as_worded = impact_of(
        growth,
        &Response::growth_ratio(Estimate::assumed(ratio, "claim")?),
    )?;
    let elasticity = compute_impact::Elasticity::new(ratio.get())?;
    let as_elasticity = impact_of(
        growth,
        &Response::elasticity(Estimate::assumed(elasticity, "claim")?),
    )?;
    let equivalent = ratio.elasticity_at(growth)?;
    let seen_growth = seen.value().get();
    let beyond = seen_growth > 0.0 && as_worded > seen_growth;
    let when = seen.meaning().timing().and_then(Timing::end);
    let when = when.map_or(String::new(), |at| format!(" in {at}, nominal,"));
    let mut reasons = vec![
        format!(
            "as worded, points per point: {}; read as an elasticity: {} (the same result would \
             take an elasticity of {:.4})",
            percent(as_worded),
            percent(as_elasticity),
            equivalent.get()
        ),
        format!(
            "growth of {name}{when} was {} ({})",
            seen.value(),
            seen.source()
        ),
        format!(
            "that leaves {} for capital, labour and everything else",
            percent(seen_growth - as_worded)
        ),
    ];
    if beyond {
        reasons.push(
            "it holds only if all else shrank; the number comes out when all growth is laid to \
             compute, as dividing average growth rates does"
                .to_owned(),
        );
    }
    Ok(Point {
        claim: format!(
            "{} more compute, at {ratio}, adds {} to {name}",
            percent(growth.get()),
            percent(as_worded)
        ),
        verdict: if beyond {
            Verdict::DoesNotHold
        } else {
            Verdict::HoldsIf("as arithmetic on growth rates, not as a cause")
        },
        reasons,
    })
}

fn gdp(claim: &Claim) -> Result<Option<Point>> {
    let (Some(growth), Some(ratio)) = (claim.compute_growth, claim.gdp_coefficient) else {
        return Ok(None);
    };
    let mut point = contribution("GDP", growth, ratio, &Year::of(claim)?.gdp_growth)?;
    let later = catalogue::find("caict.elasticity.gdp-2025")?;
    point.reasons.push(format!(
        "a blog attributes {} to the same publisher; no original was found ({})",
        later.figure(),
        later.source()
    ));
    Ok(Some(point))
}

fn digital(claim: &Claim) -> Result<Option<Point>> {
    let (Some(growth), Some(ratio)) = (claim.compute_growth, claim.digital_coefficient) else {
        return Ok(None);
    };
    let point = contribution(
        "the digital economy",
        growth,
        ratio,
        &Year::of(claim)?.digital_growth,
    )?;
    Ok(Some(point))
}

fn pair(claim: &Claim) -> Result<Option<Point>> {
    let (Some(gdp), Some(digital)) = (claim.gdp_coefficient, claim.digital_coefficient) else {
        return Ok(None);
    };
    let share = Year::of(claim)?.digital_share()?;
    let rest = coherence::rest_coefficient(gdp.get(), digital.get(), share)?;
    let mut reasons = vec![
        format!(
            "the digital economy is {} of GDP, so the pair leaves {rest:.4} for the rest",
            percent(share.get())
        ),
        format!(
            "the digital economy's gain is inside GDP's: {:.4} of the {} come from it; the two \
             never add",
            share.get() * digital.get(),
            gdp.get()
        ),
    ];
    if let Some(breach) = coherence::breach_share(gdp.get(), digital.get()) {
        reasons.push(format!(
            "above a digital share of {breach} the rest would have to lose"
        ));
        if let Some(growth) = claim.compute_growth {
            let years = coherence::years_to_share(share, breach, gdp.get(), digital.get(), growth)?;
            if let Some(years) = years {
                reasons.push(format!(
                    "with compute growing {growth}, both read as elasticities and all else still, the \
                     pair takes {years:.1} years to get there"
                ));
            }
        }
    }
    Ok(Some(Point {
        claim: format!(
            "coefficients of {} for GDP and {} for the digital economy both hold",
            gdp.get(),
            digital.get()
        ),
        verdict: if rest < 0.0 {
            Verdict::DoesNotHold
        } else {
            Verdict::HoldsIf("for now, and only if one is quoted")
        },
        reasons,
    }))
}

fn multiplier(claim: &Claim) -> Result<Option<Point>> {
    let (Some(outlay), Some((low, high))) = (claim.outlay_per_year, claim.multiplier_range()?)
    else {
        return Ok(None);
    };
    let year = Year::of(claim)?;
    let (least, most) = (outlay.times(low)?, outlay.times(high)?);
    let gdp = year.gdp.value();
    let total = catalogue::find("edwc.investment.project-total-2022")?;
    let forecast = catalogue::find("edwc.forecast.driven-2021-2025")?;
    let driven = catalogue::find("edwc.investment.driven-2024-06")?;
    let direct = catalogue::find("edwc.investment.direct-2024-06")?;
    // All that the hubs drew from their launch in February 2022 to June 2024, a year.
    let official = Estimate::<Money>::try_from(driven.figure().clone())?
        .value()
        .times(12.0 / 28.0)?;
    let supported = outlay.ratio_to(official)? <= 1.0;
    let reasons = vec![
        format!(
            "the arithmetic gives {least} to {most}, {} to {} of GDP",
            percent(least.ratio_to(gdp)?),
            percent(most.ratio_to(gdp)?)
        ),
        "sources say \"economic output\" in one place and GDP in another; gross output counts \
         intermediate goods at every step"
            .to_owned(),
        format!("officially, a total: {total}"),
        format!("a forecast of five years: {forecast}"),
        format!("directly invested in the hubs: {direct}"),
        format!(
            "all investment they drew comes to {} a year: {driven}",
            rounded(official)
        ),
        "nothing says over how many years the return comes, or what the money would have done \
         elsewhere"
            .to_owned(),
    ];
    Ok(Some(Point {
        claim: format!("{outlay} a year returns {} as much", times(low, high)),
        verdict: if supported {
            Verdict::HoldsIf("as gross output, over an unstated number of years")
        } else {
            Verdict::NotSupported
        },
        reasons,
    }))
}

/// Whether the response and the multiplier say the same.
fn routes(claim: &Claim) -> Result<Option<Point>> {
    let (Some(growth), Some(ratio), Some(outlay), Some((low, high))) = (
        claim.compute_growth,
        claim.gdp_coefficient,
        claim.outlay_per_year,
        claim.multiplier_range()?,
    ) else {
        return Ok(None);
    };
    let year = Year::of(claim)?;
    let middle = f64::midpoint(low, high);
    let projection = one_year(growth, ratio, &year, outlay, middle)?;
    let period = projection.scenario().until();
    let both = projection
        .reconciliation(period)?
        .ok_or("the scenario has an outlay")?;
    let mut reasons = vec![format!(
        "by the coefficient: {} ({} of GDP); by the multiplier at {middle}: {} ({})",
        rounded(both.response_money()),
        percent(both.response_fraction()),
        rounded(both.multiplier_money()),
        percent(both.multiplier_fraction())
    )];
    if let Some(implied) = both.implied_growth_ratio() {
        reasons.push(format!(
            "the multiplier implies a growth ratio of {:.4}, not {}",
            implied.get(),
            ratio.get()
        ));
    }
    if let Some(agreeing) = both.break_even_growth().unique() {
        reasons.push(format!(
            "the two agree at compute growth of {}",
            percent(agreeing.get())
        ));
    }
    if let Some(agreeing) = both.break_even_outlay().unique() {
        reasons.push(format!("or at an outlay of {} a year", rounded(agreeing)));
    }
    reasons.push("they measure overlapping effects and are never added".to_owned());
    let severe = projection
        .findings()
        .into_iter()
        .filter(|f| f.severity() == Severity::Severe);
    reasons.extend(severe.map(|finding| finding.to_string()));
    let apart = both.response_fraction() / both.multiplier_fraction();
    Ok(Some(Point {
        claim: "coefficient and multiplier describe the same build-out".to_owned(),
        verdict: if (0.5..=2.0).contains(&apart) {
            Verdict::Holds
        } else {
            Verdict::DoesNotHold
        },
        reasons,
    }))
}

/// `3 to 4 times`, or `3.5 times` where there is no range.
fn times(low: f64, high: f64) -> String {
    if low < high {
        format!("{low} to {high} times")
    } else {
        format!("{low} times")
    }
}

fn rounded(money: Money) -> String {
    format!("{:.3} tn {}", money.amount() / 1e12, money.currency())
}

/// The claim as a scenario of one year.
fn one_year(
    growth: GrowthRate,
    ratio: compute_impact::GrowthRatio,
    year: &Year,
    outlay: Money,
    multiplier: f64,
) -> Result<Projection> {
    let why = "the claim";
    let share = |at: &str, id: &str| -> Result<ShareObservation> {
        Ok(ShareObservation::new(
            at.parse()?,
            Estimate::from_catalogue(id)?,
        ))
    };
    let path = ComputePath::Total {
        growth: Growth::Constant(Estimate::assumed(growth, why)?),
        smart_share: SharePath::through(vec![
            share("2023-06", "miit.smart-share.in-use.2023-06")?,
            share("2024-07", "miit.smart-share.in-use.2024-07")?,
        ])?,
        supercomputing_part: None,
    };
    let capacity = Estimate::<Capacity>::from_catalogue("miit.compute.in-use.2022-12")?;
    let multiplier = Multiplier::new(multiplier, compute_impact::MultiplierOf::Unstated)?;
    let scenario = Scenario::builder("the claim", "2022".parse()?, "2023".parse()?)
        .compute(Compute::new(capacity, path, Counterfactual::Frozen))
        .gdp(Outcome::new(
            year.gdp.clone(),
            Baseline::Includes(Growth::Constant(year.gdp_growth.clone())),
            Response::growth_ratio(Estimate::assumed(ratio, why)?),
        ))
        .investment(Investment::new(
            Outlay::PerPeriod(Estimate::assumed(outlay, why)?),
            Estimate::assumed(multiplier, why)?,
        ))
        .build()?;
    Ok(scenario.project()?)
}

fn share(claim: &Claim) -> Result<Option<Point>> {
    let (Some(seen), Some(at), Some(target), Some(target_at)) = (
        claim.smart_share,
        claim.smart_share_at,
        claim.smart_share_target,
        claim.smart_share_target_at,
    ) else {
        return Ok(None);
    };
    let earlier = catalogue::find("miit.smart-share.in-use.2023-06")?;
    let first: Period = "2023-06".parse()?;
    let observations = vec![
        ShareObservation::new(first, Estimate::from_catalogue(earlier.id())?),
        ShareObservation::new(at, Estimate::assumed(seen, "the claim")?),
    ];
    let answers = smart_share_answers(observations, target, target_at)?;
    let linear = answers
        .linear()
        .map_or("past 100 %".to_owned(), |share| percent(share.get()));
    let trend = answers.logistic().get();
    Ok(Some(Point {
        claim: format!(
            "the smart share goes from {seen} at {at} to {target} by the end of {target_at}"
        ),
        verdict: if trend >= target.get() {
            Verdict::HoldsIf("as a policy target, which is not a forecast")
        } else {
            Verdict::DoesNotHold
        },
        reasons: vec![
            format!(
                "from {} at {first} ({}) the logistic trend reaches {}, the linear one {linear}",
                earlier.figure(),
                earlier.source().publisher(),
                percent(trend)
            ),
            format!(
                "{target} is what policy aims at: the trend {} it",
                if trend >= target.get() {
                    "goes past"
                } else {
                    "falls short of"
                }
            ),
            "all of these are shares of capacity in use; of installed devices two thirds were \
             smart at the end of 2023"
                .to_owned(),
        ],
    }))
}

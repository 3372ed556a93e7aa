//! Money invested, and what it is said to return.

use compute_impact::capacity::{ComputePath, Counterfactual, Growth, ShareObservation, SharePath};
use compute_impact::evidence::catalogue::{self, Entry};
use compute_impact::evidence::{Estimate, EvidenceKind};
use compute_impact::finding::Severity;
use compute_impact::investment::{Investment, Outlay, Reconciliation};
use compute_impact::response::Response;
use compute_impact::scenario::{Baseline, Compute, Outcome};
use compute_impact::{
    Capacity, GrowthRate, GrowthRatio, Money, Multiplier, MultiplierOf, Projection, Scenario,
};

use super::claim::{Claim, Machines, Returns};
use super::economy::Year;
use super::figures::{self, DIRECT, DRIVEN, Span, TOTALS, YEARLY_FORECAST};
use super::{Point, Result, Verdict};
use crate::shown::percent;

/// Two amounts are the same to the digits in which they are published.
const RELATIVE: f64 = 0.01;

/// Two yearly amounts are near to one another.
const NEAR: f64 = 0.1;

/// A published total with the time it was spent over.
struct Total {
    entry: &'static Entry,
    amount: Money,
    /// Years, and how they read.
    span: Option<(f64, String)>,
}

impl Total {
    fn new(id: &str, span: Span) -> Result<Self> {
        let (entry, amount) = figures::find(id)?;
        let span = span.years(entry)?;
        Ok(Self {
            entry,
            amount,
            span,
        })
    }

    /// The amount of a year, and how many months or years it is the average of.
    fn yearly(&self) -> Result<Option<(Money, &str)>> {
        let Some((years, words)) = &self.span else {
            return Ok(None);
        };
        Ok(Some((figures::yearly(self.amount, *years)?, words)))
    }

    /// What the total comes to in a year.
    fn reason(&self) -> Result<String> {
        let amount = billion(self.amount);
        Ok(match self.yearly()? {
            Some((yearly, span)) => {
                format!("{amount} are of {span}: {} a year", billion(yearly))
            }
            None => format!("{amount} are a total of projects, over years that nobody states"),
        })
    }
}

/// How far one amount is from another, relative to that.
fn gap(amount: Money, from: Money) -> Result<f64> {
    Ok((amount.ratio_to(from)? - 1.0).abs())
}

/// An amount in billions with one digit, or none where there are many.
fn billion(money: Money) -> String {
    let billions = money.amount() / 1e9;
    let digits = usize::from(billions.abs() < 100.0);
    format!("{billions:.digits$} bn {}", money.currency())
}

/// Whether so much is invested in a year.
pub(crate) fn outlay(claim: &Claim) -> Result<Option<Point>> {
    let Some(claimed) = claim.outlay_per_year else {
        return Ok(None);
    };
    let words = format!("{claimed} are invested in a year");
    let (forecast, yearly): (_, Money) = figures::find(YEARLY_FORECAST)?;
    let (direct, driven) = (
        Total::new(DIRECT, Span::SinceLaunch)?,
        Total::new(DRIVEN, Span::SinceLaunch)?,
    );
    let outcomes = [direct.reason()?, driven.reason()?];
    let mut same = Vec::new();
    for (id, span) in TOTALS {
        let total = Total::new(id, span)?;
        if gap(claimed, total.amount)? <= RELATIVE {
            same.push(total);
        }
    }
    if gap(claimed, yearly)? <= RELATIVE {
        let sense = match forecast.source().kind() {
            EvidenceKind::Forecast => {
                "as a forecast along the whole supply chain, not as an outcome"
            }
            _ => "as what the press reports, not as an outcome",
        };
        let mut point = Point::new(words, Verdict::only(sense))
            .window("a year, of a forecast made in 2022; no year is known in which it came to pass")
            .scope("the programme's whole supply chain, not the hubs")
            .source(forecast);
        for total in &same {
            point = point.reason(total.reason()?).source(total.entry);
        }
        return Ok(Some(
            point
                .reasons(outcomes)
                .sources([direct.entry, driven.entry]),
        ));
    }
    if let Some(total) = same.first() {
        let window = match &total.span {
            Some((_, words)) => words.clone(),
            None => "the life of projects".to_owned(),
        };
        let mut point = Point::new(words, Verdict::DoesNotHold)
            .window(window)
            .reason("the amount is of another window, not of a year");
        for total in &same {
            point = point.reason(total.reason()?).source(total.entry);
        }
        return Ok(Some(point));
    }
    for (total, sense) in [
        (&direct, "as direct investment in the hubs, averaged"),
        (&driven, "as investment that the hubs drew, averaged"),
    ] {
        if let Some((yearly, window)) = total.yearly()?
            && gap(claimed, yearly)? <= NEAR
        {
            return Ok(Some(
                Point::new(words, Verdict::only(sense))
                    .window(window)
                    .reason(total.reason()?)
                    .source(total.entry),
            ));
        }
    }
    Ok(Some(
        Point::new(words, Verdict::NotSupported)
            .reasons(outcomes)
            .sources([direct.entry, driven.entry, forecast]),
    ))
}

/// Whether money returns so many times itself.
pub(crate) fn multiplier(claim: &Claim) -> Result<Option<Point>> {
    let Some(returns) = claim.multiplier else {
        return Ok(None);
    };
    let words = format!("money invested returns {}", times(returns));
    let of = returns.high.of();
    let id = match of {
        MultiplierOf::ValueAdded => figures::MULTIPLIER_OF_VALUE_ADDED,
        MultiplierOf::GrossOutput | MultiplierOf::Unstated => figures::MULTIPLIER_OF_OUTPUT,
    };
    let entry = catalogue::find(id)?;
    let published = Estimate::<Multiplier>::from_catalogue(id)?;
    // The published range is its central 90 %.
    let most = match published.uncertainty() {
        Some(spread) => spread.quantile(0.95)?,
        None => published.value().get(),
    };
    let (verdict, why) = if returns.high.get() > most * (1.0 + RELATIVE) {
        let why = format!("published are at most {most:.4}");
        (Verdict::NotSupported, why)
    } else {
        match of {
            MultiplierOf::ValueAdded if returns.high.get() > 1.0 => (
                Verdict::NotSupported,
                "in an open input-output table, value added, imports and taxes come to one per unit of \
                 final demand; more needs income that is spent again, or money that would have been \
                 spent anyway, and the claim names neither"
                    .to_owned(),
            ),
            MultiplierOf::ValueAdded => (
                Verdict::only("if nothing is displaced"),
                "nothing says what the money would have done elsewhere".to_owned(),
            ),
            MultiplierOf::GrossOutput | MultiplierOf::Unstated => (
                Verdict::only("as gross output, over an unstated number of years"),
                "sources say \"economic output\" in one place and GDP in another; gross output counts \
                 intermediate goods at every step"
                    .to_owned(),
            ),
        }
    };
    let mut point = Point::new(words, verdict)
        .window("nothing says over how many years the return comes")
        .scope(of.to_string())
        .reason(why);
    if let Some(outlay) = claim.outlay_per_year {
        let gdp = Year::of(claim)?.gdp.value();
        let (low, high) = (
            outlay.times(returns.low.get())?,
            outlay.times(returns.high.get())?,
        );
        point = point.reason(format!(
            "the arithmetic gives {} to {} a year, {} to {} of GDP",
            billion(low),
            billion(high),
            percent(low.ratio_to(gdp)?),
            percent(high.ratio_to(gdp)?)
        ));
    }
    Ok(Some(point.source(entry)))
}

/// `3 to 4 times itself`, or `3.5 times itself` where there is no range.
fn times(returns: Returns) -> String {
    let (low, high) = (returns.low.get(), returns.high.get());
    let what = match returns.high.of() {
        MultiplierOf::Unstated => String::new(),
        of => format!(" {of}"),
    };
    if low < high {
        format!("{low} to {high} times itself{what}")
    } else {
        format!("{low} times itself{what}")
    }
}

/// Whether the response and the multiplier say the same.
pub(crate) fn routes(claim: &Claim) -> Result<Option<Point>> {
    let (Some(growth), Some(ratio), Some(outlay), Some(returns)) = (
        claim.compute_growth,
        claim.gdp_coefficient,
        claim.outlay_per_year,
        claim.multiplier,
    ) else {
        return Ok(None);
    };
    let words = "coefficient and multiplier describe the same build-out";
    let middle = f64::midpoint(returns.low.get(), returns.high.get());
    let multiplier = Multiplier::new(middle, returns.high.of())?;
    let projection = match one_year(growth, ratio, &Year::of(claim)?, outlay, multiplier) {
        Ok(projection) => projection,
        Err(error) => {
            let reason = format!("the claim cannot be projected: {error}");
            return Ok(Some(Point::new(words, Verdict::DoesNotHold).reason(reason)));
        }
    };
    let until = projection.scenario().until();
    let Some(both) = projection.reconciliation(until)? else {
        return Ok(None);
    };
    let apart = both.response_fraction() / both.multiplier_fraction();
    let verdict = if (0.5..=2.0).contains(&apart) {
        Verdict::Holds
    } else {
        Verdict::DoesNotHold
    };
    let severe = projection
        .findings()
        .into_iter()
        .filter(|finding| finding.severity() == Severity::Severe);
    Ok(Some(
        Point::new(words, verdict)
            .window(format!("one year, {until}"))
            .reasons(comparison(&both, ratio, multiplier))
            .reason("they measure overlapping effects and are never added")
            .reasons(severe.map(|finding| finding.to_string())),
    ))
}

/// Both routes, and where they would agree.
fn comparison(both: &Reconciliation, ratio: GrowthRatio, multiplier: Multiplier) -> Vec<String> {
    let mut reasons = vec![format!(
        "by the coefficient: {} ({} of GDP); by the multiplier at {multiplier}: {} ({})",
        billion(both.response_money()),
        percent(both.response_fraction()),
        billion(both.multiplier_money()),
        percent(both.multiplier_fraction())
    )];
    if let Some(implied) = both.implied_growth_ratio() {
        reasons.push(format!(
            "the multiplier implies a growth ratio of {:.4}, not {}",
            implied.get(),
            ratio.get()
        ));
    }
    if let Some(agreeing) = both.agreeing_growth() {
        reasons.push(format!(
            "the two agree at compute growth of {}",
            percent(agreeing.get())
        ));
    }
    if let Some(agreeing) = both.agreeing_outlay() {
        reasons.push(format!("or at an outlay of {} a year", billion(agreeing)));
    }
    reasons
}

/// The claim as a scenario of one year.
fn one_year(
    growth: GrowthRate,
    ratio: GrowthRatio,
    year: &Year,
    outlay: Money,
    multiplier: Multiplier,
) -> Result<Projection> {
    let why = "the claim";
    let mut shares = Vec::new();
    for (at, entry) in figures::shares(Machines::InUse)? {
        shares.push(ShareObservation::new(
            at,
            Estimate::from_catalogue(entry.id())?,
        ));
    }
    let path = ComputePath::Total {
        growth: Growth::Constant(Estimate::assumed(growth, why)?),
        smart_share: SharePath::through(shares)?,
        supercomputing_part: None,
    };
    let capacity = Estimate::<Capacity>::from_catalogue(figures::COMPUTE)?;
    let scenario = Scenario::builder(why, "2022".parse()?, "2023".parse()?)
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

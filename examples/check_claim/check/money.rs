//! Money invested, and its claimed return.

use compute_impact::capacity::{ComputePath, Counterfactual, Growth, ShareObservation, SharePath};
use compute_impact::evidence::catalogue::{self, Entry};
use compute_impact::evidence::{Estimate, EvidenceKind, Measured, Timing};
use compute_impact::finding::Severity;
use compute_impact::investment::{Investment, Outlay, Reconciliation};
use compute_impact::response::Response;
use compute_impact::scenario::{Baseline, Compute, Outcome};
use compute_impact::{
    Capacity, Frequency, GrowthRate, GrowthRatio, Money, Multiplier, MultiplierOf, Projection,
    Scenario,
};

use super::claim::Claim;
use super::economy::Year;
use super::figures::{self, DIRECT, DRIVEN};
use super::terms::{Machines, Returns};
use super::{Point, Result, Verdict};
use crate::shown::percent;

/// Two amounts are the same to the digits in which they are published.
const RELATIVE: f64 = 0.01;

/// Two yearly amounts are near to one another.
const NEAR: f64 = 0.1;

/// Published money of the programme, with what it is of.
struct Published {
    entry: &'static Entry,
    amount: Money,
    timing: Timing,
}

impl Published {
    fn find(id: &str) -> Result<Self> {
        let (entry, amount) = figures::find(id)?;
        let timing = entry.meaning().timing();
        let timing = timing.ok_or_else(|| format!("{id} must say when it is for"))?;
        Ok(Self {
            entry,
            amount,
            timing,
        })
    }

    /// All that the catalogue has.
    fn all() -> Vec<Self> {
        let published = |(entry, amount, timing)| Self {
            entry,
            amount,
            timing,
        };
        figures::investments().into_iter().map(published).collect()
    }

    /// Returns true if it is money of each year and not a total.
    fn is_yearly(&self) -> bool {
        self.timing == Timing::Every(Frequency::Year)
    }

    /// The money of a year; `None` where nobody says over which years a total is spent.
    fn yearly(&self) -> Result<Option<Money>> {
        Ok(match self.timing {
            Timing::Flow(window) => Some(self.amount.times(1.0 / window.years())?),
            Timing::Every(frequency) => Some(self.amount.times(f64::from(frequency.per_year()))?),
            Timing::Stock(_) | Timing::Between(_) => None,
        })
    }

    /// The time it is spent over, in words.
    fn span(&self) -> String {
        match self.timing {
            Timing::Flow(window) if window.first().frequency() == Frequency::Year => {
                format!("{} years, {window}", window.periods())
            }
            Timing::Flow(window) => format!("{:.0} months, {window}", 12.0 * window.years()),
            Timing::Every(frequency) => format!("each {frequency}"),
            Timing::Stock(_) | Timing::Between(_) => {
                "projects, over years that nobody states".to_owned()
            }
        }
    }

    /// The amount of a year, as a sentence.
    fn reason(&self) -> Result<String> {
        let (amount, span) = (rounded(self.amount), self.span());
        let what = if self.entry.meaning().measures() == Some(Measured::Outlay) {
            "outlay"
        } else {
            "investment driven"
        };
        Ok(match self.yearly()? {
            Some(yearly) => format!(
                "{amount} of {what} are of {span}: {} a year",
                rounded(yearly)
            ),
            None => format!("{amount} of {what} are a total of {span}"),
        })
    }
}

/// The relative distance of one amount from another.
fn gap(amount: Money, from: Money) -> Result<f64> {
    Ok((amount.ratio_to(from)? - 1.0).abs())
}

/// An amount in four significant digits.
fn rounded(money: Money) -> String {
    let digits = format!("{:.3e}", money.amount());
    let amount = digits.parse().unwrap_or_else(|_| money.amount());
    Money::new(amount, money.currency(), money.basis()).map_or(digits, |money| money.to_string())
}

/// Checks the claimed investment of a year.
pub(crate) fn outlay(claim: &Claim) -> Result<Option<Point>> {
    let Some(claimed) = claim.outlay_per_year else {
        return Ok(None);
    };
    let words = format!("{claimed} are invested in a year");
    let outcomes = [Published::find(DIRECT)?, Published::find(DRIVEN)?];
    let mut same = Vec::new();
    for published in Published::all() {
        if gap(claimed, published.amount)? <= RELATIVE {
            same.push(published);
        }
    }
    let mut point = match (
        same.iter().find(|published| published.is_yearly()),
        same.first(),
    ) {
        (Some(yearly), _) => yearly_point(words, yearly),
        (None, Some(total)) => Point::new(words, Verdict::DoesNotHold)
            .window(total.span())
            .reason("the amount is of another window, not of a year"),
        (None, None) => average_point(words, claimed, &outcomes)?,
    };
    for published in same.iter().chain(&outcomes) {
        let reason = published.reason()?;
        point = point.once(reason).source(published.entry);
    }
    Ok(Some(point))
}

/// An amount that is published as one of each year.
fn yearly_point(words: String, yearly: &Published) -> Point {
    let sense = if yearly.entry.source().kind() == EvidenceKind::Forecast {
        "as a forecast along the whole supply chain, not as an outcome"
    } else {
        "as what the press reports, not as an outcome"
    };
    Point::new(words, Verdict::only(sense))
        .window("a year, of no year in particular: no outcome of a year is published")
        .scope("all that the programme is to drive along its supply chain, not the hubs alone")
}

/// An amount that is not published: it may be near the yearly average of an outcome.
fn average_point(words: String, claimed: Money, outcomes: &[Published]) -> Result<Point> {
    for published in outcomes {
        if let Some(yearly) = published.yearly()?
            && gap(claimed, yearly)? <= NEAR
        {
            let sense = format!("as the yearly average of {}", published.span());
            return Ok(Point::new(words, Verdict::only(sense)).window(published.span()));
        }
    }
    Ok(Point::new(words, Verdict::NotSupported))
}

/// Checks the claimed return on money invested.
pub(crate) fn multiplier(claim: &Claim) -> Result<Option<Point>> {
    let Some(returns) = claim.multiplier else {
        return Ok(None);
    };
    let words = format!("money invested returns {}", times(returns));
    let of = returns.high.of();
    let id = match of {
        MultiplierOf::ValueAdded => figures::MULTIPLIER_OF_VALUE_ADDED,
        _ => figures::MULTIPLIER_OF_OUTPUT,
    };
    let entry = catalogue::find(id)?;
    let published = Estimate::<Multiplier>::from_catalogue(id)?;
    // The published range is its central 90 %.
    let most = match published.uncertainty() {
        Some(spread) => spread.quantile(0.95)?,
        None => published.value().get(),
    };
    let (verdict, why) = judged(returns, most);
    let mut point = Point::new(words, verdict)
        .window("nothing says over how many years the return comes")
        .scope(match of {
            MultiplierOf::ValueAdded => "value added",
            MultiplierOf::GrossOutput => "gross output",
            _ => "\"economic output\", gross output or value added",
        })
        .reason(why);
    if let Some(outlay) = claim.outlay_per_year {
        let gdp = Year::of(claim)?.gdp.value();
        let (low, high) = (
            outlay.times(returns.low.get())?,
            outlay.times(returns.high.get())?,
        );
        point = point.reason(format!(
            "the arithmetic gives {} to {} a year, {} to {} of GDP",
            rounded(low),
            rounded(high),
            percent(low.ratio_to(gdp)?),
            percent(high.ratio_to(gdp)?)
        ));
    }
    Ok(Some(point.source(entry)))
}

/// The verdict on a return, with the reason, if published returns are at most `most`.
fn judged(returns: Returns, most: f64) -> (Verdict, String) {
    let of = returns.high.of();
    if returns.high.get() > most * (1.0 + RELATIVE) {
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
                Verdict::only("if nothing is crowded out"),
                "nothing says what the money would have done elsewhere".to_owned(),
            ),
            _ => (
                Verdict::only("as gross output, over an unstated number of years"),
                "sources say \"economic output\" in one place and GDP in another; gross output counts \
                 intermediate goods at every step"
                    .to_owned(),
            ),
        }
    }
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

/// Checks that the response and the multiplier agree.
pub(crate) fn channels(claim: &Claim) -> Result<Option<Point>> {
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
    let apart = both.response_fraction / both.multiplier_fraction;
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

/// Both channels, and their break-even growth and outlay.
fn comparison(both: &Reconciliation, ratio: GrowthRatio, multiplier: Multiplier) -> Vec<String> {
    let mut reasons = vec![format!(
        "by the coefficient: {} ({} of GDP); by the multiplier at {multiplier}: {} ({})",
        rounded(both.response_money),
        percent(both.response_fraction),
        rounded(both.multiplier_money),
        percent(both.multiplier_fraction)
    )];
    if let Some(implied) = both.implied_growth_ratio {
        reasons.push(format!(
            "the multiplier implies a growth ratio of {:.4}, not {}",
            implied.get(),
            ratio.get()
        ));
    }
    if let Some(agreeing) = both.break_even_growth.unique() {
        reasons.push(format!(
            "the two break even at compute growth of {}",
            percent(agreeing.get())
        ));
    }
    if let Some(agreeing) = both.break_even_outlay.unique() {
        reasons.push(format!("or at an outlay of {} a year", rounded(agreeing)));
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
    for (at, entry) in figures::shares(Machines::InUse) {
        shares.push(ShareObservation::new(
            at,
            Estimate::from_catalogue(entry.id())?,
        ));
    }
    let path = ComputePath::Total {
        growth: Growth::Constant(Estimate::assumed(growth, why)?),
        smart_share: Some(SharePath::through(shares)?),
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

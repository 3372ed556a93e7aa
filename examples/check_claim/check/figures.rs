//! The published figures that claims are compared with: those of a kind by what they mean, single
//! ones by their names in the catalogue.

use std::cmp::Ordering;

use compute_impact::capacity::ShareObservation;
use compute_impact::evidence::catalogue::{self, Entry};
use compute_impact::evidence::{
    Estimate, EvidenceKind, Figure, Geography, Measured, Part, Timing, Window,
};
use compute_impact::{
    Capacity, Error, GrowthRate, Money, Period, Quantity, Share, smart_share_answers,
};

use super::terms::Machines;

pub(crate) const GDP: &str = "nbs.gdp.2022.final";
pub(crate) const GDP_GROWTH: &str = "nbs.gdp-growth.nominal.2023";
pub(crate) const DIGITAL: &str = "caict.digital-economy.2022";
pub(crate) const DIGITAL_GROWTH: &str = "caict.digital-growth.2023";
/// All computing power before the year.
pub(crate) const COMPUTE: &str = "miit.compute.in-use.2022-12";

/// The target of policy for the smart share.
pub(crate) const SHARE_TARGET: &str = "miit.target.smart-share.2025";

/// Elasticities of GDP, of computing power or of capital near to it.
pub(crate) const GDP_ELASTICITIES: [&str; 8] = [
    "panel.elasticity.cross-section",
    "literature.public-capital.pooled",
    "caict.elasticity.gdp-2025",
    "panel.elasticity.country-effects",
    "derived.elasticity.neoclassical",
    "panel.elasticity.year-effects",
    "panel.elasticity.capital",
    "literature.ict.corrected",
];
/// The one that a blog attributes to the publisher of the rule of thumb.
pub(crate) const LATER_ELASTICITY: &str = "caict.elasticity.gdp-2025";

/// The rule of thumb for money, by what it is a multiplier of.
pub(crate) const MULTIPLIER_OF_OUTPUT: &str = "caict.multiplier.gross-output";
pub(crate) const MULTIPLIER_OF_VALUE_ADDED: &str = "caict.multiplier.value-added";

/// Direct investment in the hubs since the launch.
pub(crate) const DIRECT: &str = "edwc.investment.direct-2024-06";
/// All investment driven by them, by the same count.
pub(crate) const DRIVEN: &str = "edwc.investment.driven-2024-06";

pub(crate) const CHENGDU_EFFICIENCY: &str = "chengdu.efficiency.raised-to";
pub(crate) const CHENGDU_INDUSTRY: &str = "chengdu.ai-industry.scale-2023";
/// Projects that were started in the ten clusters.
pub(crate) const FIRST_PROJECTS: &str = "edwc.investment.driven-2022-q1";
/// Large computing centres in one of the cities.
pub(crate) const CHENGDU_CENTRES: &str = "chengdu.compute.2024-q3";

/// The value of an entry, as the quantity that it is.
pub(crate) fn value<Q>(entry: &Entry) -> Result<Q, Error>
where
    Q: Quantity,
    Estimate<Q>: TryFrom<Figure, Error = Error>,
{
    Ok(Estimate::<Q>::try_from(entry.figure().clone())?.value())
}

/// The entry of a name with its value.
pub(crate) fn find<Q>(id: &str) -> Result<(&'static Entry, Q), Error>
where
    Q: Quantity,
    Estimate<Q>: TryFrom<Figure, Error = Error>,
{
    let entry = catalogue::find(id)?;
    Ok((entry, value(entry)?))
}

/// The user's figure, or the catalogue's where there is none.
pub(crate) fn or_catalogue<Q>(own: Option<Q>, id: &str) -> Result<Estimate<Q>, Error>
where
    Q: Quantity,
    Estimate<Q>: TryFrom<Figure, Error = Error>,
{
    own.map_or_else(
        || Estimate::from_catalogue(id),
        |value| Estimate::assumed(value, "given with the claim"),
    )
}

/// All figures of a kind of quantity and of a thing, of the nation.
fn national<Q>(thing: Measured) -> impl Iterator<Item = (&'static Entry, Q)>
where
    Q: Quantity,
    Estimate<Q>: TryFrom<Figure, Error = Error>,
{
    all_of(thing).filter(|(entry, _)| entry.meaning().geography() == Some(Geography::Nation))
}

/// All figures of a kind of quantity and of a thing.
fn all_of<Q>(thing: Measured) -> impl Iterator<Item = (&'static Entry, Q)>
where
    Q: Quantity,
    Estimate<Q>: TryFrom<Figure, Error = Error>,
{
    catalogue::entries()
        .iter()
        .filter(move |entry| entry.meaning().measures() == Some(thing))
        .filter_map(|entry| Some((entry, value(entry).ok()?)))
}

/// Returns true if a figure describes the past and not a target or a forecast.
fn is_of_the_past(entry: &Entry) -> bool {
    let kind = entry.source().kind();
    kind != EvidenceKind::PolicyTarget && kind != EvidenceKind::Forecast
}

/// Published growth of all computing power, with the window it is the average of.
pub(crate) fn compute_growth() -> Vec<(&'static Entry, GrowthRate, Window)> {
    national(Measured::ComputingPower)
        .filter(|(entry, _)| entry.meaning().part() == Some(Part::Whole) && is_of_the_past(entry))
        .filter_map(|(entry, rate)| {
            let window = entry.meaning().timing().and_then(Timing::window)?;
            Some((entry, rate, window))
        })
        .collect()
}

/// Published levels of a part of computing power, with their dates.
pub(crate) fn levels(part: Part) -> Vec<(&'static Entry, Capacity, Period)> {
    national(Measured::ComputingPower)
        .filter(|(entry, _)| entry.meaning().part() == Some(part) && is_of_the_past(entry))
        .filter_map(|(entry, level)| Some((entry, level, stock_date(entry)?)))
        .collect()
}

/// The date of a level; `None` for anything else.
pub(crate) fn stock_date(entry: &Entry) -> Option<Period> {
    match entry.meaning().timing()? {
        Timing::Stock(at) => Some(at),
        Timing::Flow(_) | Timing::Every(_) | Timing::Between(_) => None,
    }
}

/// Published money of the national programme, with what it is of: each year, a window, or projects
/// whose years nobody states.
pub(crate) fn investments() -> Vec<(&'static Entry, Money, Timing)> {
    let things = [Measured::Outlay, Measured::DrivenInvestment];
    let of_the_programme = |entry: &Entry| match entry.meaning().geography() {
        Some(area) => area == Geography::Hubs || area == Geography::Nation,
        None => false,
    };
    things
        .into_iter()
        .flat_map(all_of)
        .filter(|(entry, _)| of_the_programme(entry))
        .filter_map(|(entry, money)| Some((entry, money, entry.meaning().timing()?)))
        .collect()
}

/// Orders two periods by their ends.
pub(crate) fn in_time(one: Period, other: Period) -> Ordering {
    other.years_until(one).total_cmp(&0.0)
}

/// The published smart shares of some machines, in order of date.
pub(crate) fn shares(of: Machines) -> Vec<(Period, &'static Entry)> {
    let mut dated: Vec<(Period, &'static Entry)> = national::<Share>(Measured::SmartShare)
        .filter(|(entry, _)| is_of_the_past(entry))
        .filter(|(entry, _)| entry.meaning().machines() == Some(of.scope()))
        .filter_map(|(entry, _)| Some((stock_date(entry)?, entry)))
        .collect();
    dated.sort_by(|(a, _), (b, _)| in_time(*a, *b));
    dated
}

/// The published smart share of some machines whose date is nearest.
pub(crate) fn nearest_share(of: Machines, at: Period) -> Option<&'static Entry> {
    let distance = |(date, _): &(Period, &Entry)| date.years_until(at).abs();
    shares(of)
        .into_iter()
        .min_by(|a, b| distance(a).total_cmp(&distance(b)))
        .map(|(_, entry)| entry)
}

/// The smart share of some machines at a date: as it is published, or on the library's logistic path
/// through the two published shares to either side, or past the last through the last two; `None`
/// before the first.
pub(crate) fn share_at(of: Machines, at: Period) -> Result<Option<f64>, Error> {
    let published = shares(of);
    let later = published.iter().position(|(date, _)| !date.is_before(at));
    let pair = match later {
        Some(row) if !published[row].0.ends_after(at) => {
            let share: Share = value(published[row].1)?;
            return Ok(Some(share.get()));
        }
        Some(0) => return Ok(None),
        Some(row) => &published[row - 1..=row],
        None => &published[published.len().saturating_sub(2)..],
    };
    let observed = |(date, entry): &(Period, &Entry)| {
        Estimate::from_catalogue(entry.id()).map(|share| ShareObservation::new(*date, share))
    };
    let observations = pair
        .iter()
        .map(observed)
        .collect::<Result<Vec<_>, Error>>()?;
    let (_, target) = find(SHARE_TARGET)?;
    // A date too far out has no answer.
    let answers = smart_share_answers(observations, target, at).ok();
    Ok(answers.map(|answers| answers.logistic.get()))
}

/// The date or window of a figure, in words.
pub(crate) fn when(entry: &Entry) -> String {
    match entry.meaning().timing() {
        Some(timing) => timing.to_string(),
        None => "no date is stated".to_owned(),
    }
}

//! Growth and levels of computing power.

use compute_impact::evidence::catalogue::{self, Entry};
use compute_impact::{Capacity, GrowthRate, Measure, Period, Scope};

use super::claim::Claim;
use super::figures::{self, COMPUTE_GROWTH, LEVELS, SMART_LEVELS};
use super::{Point, Result, Verdict};

/// Published growth is in whole per cent: half a point to either side, and as much for the claim.
const POINTS: f64 = 0.0075;

/// Two levels are the same to the digits in which they are published.
const RELATIVE: f64 = 0.01;

/// Whether computing power grew so, of which machines and over which years.
pub(crate) fn growth(claim: &Claim) -> Result<Option<Point>> {
    let Some(claimed) = claim.compute_growth else {
        return Ok(None);
    };
    let mut published = Vec::new();
    for (id, machines) in COMPUTE_GROWTH {
        let (entry, rate): (_, GrowthRate) = figures::find(id)?;
        published.push((entry, rate.get(), machines));
    }
    let words = format!("computing power grows {claimed}");
    let close = |rate: f64| (rate - claimed.get()).abs() <= POINTS;
    let same = |&&(_, rate, _): &&(&Entry, f64, _)| close(rate);
    // A figure of one year before an average of several.
    let years = |entry: &Entry| {
        let years = |(first, last): (Period, Period)| first.years_until(last);
        entry.window().map_or(1.0, years)
    };
    let found = published
        .iter()
        .filter(same)
        .min_by(|(a, ..), (b, ..)| years(a).total_cmp(&years(b)));
    let Some((entry, _, machines)) = found else {
        let least = published
            .iter()
            .map(|(_, rate, _)| *rate)
            .fold(f64::INFINITY, f64::min);
        let falls = claimed.get() < 0.0 && least > 0.0;
        let point = Point::new(
            words,
            if falls {
                Verdict::DoesNotHold
            } else {
                Verdict::NotSupported
            },
        );
        return Ok(Some(
            point
                .reasons(falls.then(|| "computing power grew in every published series".to_owned()))
                .sources(published.iter().map(|(entry, ..)| *entry)),
        ));
    };
    let window = entry
        .window()
        .map(|(first, last)| format!("{first} to {last}"));
    let window = window.unwrap_or_else(|| "the date of the figure".to_owned());
    let others = published
        .iter()
        .filter(|(_, rate, other)| other != machines && !close(*rate));
    let verdict = if years(entry) > 1.0 {
        Verdict::only(format!("as the average of {window}"))
    } else {
        Verdict::Holds
    };
    Ok(Some(
        Point::new(words, verdict)
            .window(window)
            .scope(machines.words())
            .source(entry)
            .sources(others.map(|(entry, ..)| *entry)),
    ))
}

/// Whether there was so much computing power at the date, by which count.
pub(crate) fn levels(claim: &Claim) -> Result<Vec<Point>> {
    let mut points = Vec::new();
    if let (Some(level), Some(at)) = (claim.compute, claim.compute_at) {
        points.push(level_point("computing power", level, at, &LEVELS)?);
    }
    if let (Some(level), Some(at)) = (claim.smart_compute, claim.smart_compute_at) {
        points.push(level_point(
            "smart computing power",
            level,
            at,
            &SMART_LEVELS,
        )?);
    }
    Ok(points)
}

/// A published level.
struct Level {
    entry: &'static Entry,
    at: Period,
    value: Capacity,
}

impl Level {
    fn is_at(&self, date: Period) -> bool {
        !self.at.ends_after(date) && !self.at.is_before(date)
    }

    /// Whether it is the same number, whatever is counted.
    fn is_number_of(&self, level: Capacity) -> bool {
        (self.value.as_flop_per_s() / level.as_flop_per_s() - 1.0).abs() <= RELATIVE
    }

    /// Whether it counts what the claim counts, or the claim leaves that open.
    fn counts(&self, claimed: Measure) -> bool {
        let measure = self.value.measure();
        measure.precision() == claimed.precision()
            && (claimed.scope() == Scope::Unstated || measure.scope() == claimed.scope())
    }
}

fn level_point(what: &str, claimed: Capacity, at: Period, ids: &[&str]) -> Result<Point> {
    let mut published = Vec::new();
    for id in ids {
        let entry = catalogue::find(id)?;
        let date = entry.at().ok_or_else(|| format!("{id} must have a date"))?;
        let value = figures::value(entry)?;
        published.push(Level {
            entry,
            at: date,
            value,
        });
    }
    let words = format!("{what} is {claimed} at the end of {at}");
    let measure = claimed.measure();
    let dated = || published.iter().filter(|level| level.is_at(at));
    let other_counts = dated().filter(|level| !level.is_number_of(claimed));
    let others = other_counts.map(|level| level.entry);
    if let Some(level) = dated().find(|l| l.counts(measure) && l.is_number_of(claimed)) {
        return Ok(Point::new(words, Verdict::Holds)
            .window(format!("the end of {}", level.at))
            .scope(level.value.measure().to_string())
            .source(level.entry)
            .sources(others));
    }
    let fails = |level: &Level, reason: String| {
        Point::new(words.clone(), Verdict::DoesNotHold)
            .window(format!("the end of {}", level.at))
            .scope(level.value.measure().to_string())
            .reason(reason)
            .source(level.entry)
    };
    if let Some(level) = dated().find(|level| level.is_number_of(claimed)) {
        let reason = format!("the figure counts {}, not {measure}", level.value.measure());
        return Ok(fails(level, reason).sources(others));
    }
    if let Some(level) = dated().find(|level| level.counts(measure)) {
        let reason = format!("published is {}", level.value);
        return Ok(fails(level, reason).sources(others));
    }
    let same = |level: &&Level| level.is_number_of(claimed) && level.counts(measure);
    if let Some(level) = published.iter().find(same) {
        let reason = format!("that was the level at the end of {}", level.at);
        return Ok(fails(level, reason).sources(others));
    }
    Ok(between(&words, claimed, at, &published))
}

/// A level at a date for which none is published: it must lie between those before and after.
fn between(words: &str, claimed: Capacity, at: Period, published: &[Level]) -> Point {
    let like = || {
        published
            .iter()
            .filter(|level| level.counts(claimed.measure()))
    };
    let before = like()
        .filter(|l| l.at.is_before(at))
        .max_by_key(|l| order(l.at));
    let after = like()
        .filter(|l| l.at.ends_after(at))
        .min_by_key(|l| order(l.at));
    let number = claimed.as_flop_per_s();
    let above = |level: &Level| number >= level.value.as_flop_per_s();
    let verdict = match (before, after) {
        (Some(before), Some(after)) if above(before) && !above(after) => {
            Verdict::only("as a number between two published ones")
        }
        (Some(_), Some(_)) => Verdict::DoesNotHold,
        _ => Verdict::NotSupported,
    };
    let neighbours = [before, after].into_iter().flatten();
    Point::new(words, verdict)
        .window(format!("no figure is published for the end of {at}"))
        .sources(neighbours.map(|level| level.entry))
}

/// Months from the year 0 on to the end of a period, for sorting.
fn order(period: Period) -> i64 {
    let first = Period::month(1, 1).map_or(0.0, |first| first.years_until(period));
    #[expect(
        clippy::cast_possible_truncation,
        reason = "some thousands of years in months"
    )]
    let months = (12.0 * first).round() as i64;
    months
}

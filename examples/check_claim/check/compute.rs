//! Growth and levels of computing power.

use compute_impact::evidence::catalogue::Entry;
use compute_impact::evidence::{Part, Window};
use compute_impact::{Capacity, GrowthRate, Measure, Period, Scope};

use super::claim::Claim;
use super::{Point, Verdict, figures};

/// Published growth is in whole per cent: half a point to either side, and as much for the claim.
const POINTS: f64 = 0.0075;

/// Two levels are the same to the digits in which they are published.
const RELATIVE: f64 = 0.01;

/// Checks the claimed growth of computing power: for which machines and over which years it holds.
pub(crate) fn growth(claim: &Claim) -> Option<Point> {
    let claimed = claim.compute_growth?;
    let published = figures::compute_growth();
    let words = format!("computing power grows {claimed}");
    let is_close = |rate: &GrowthRate| (rate.get() - claimed.get()).abs() <= POINTS;
    // A figure of one year before an average of several.
    let nearest = published
        .iter()
        .filter(|(_, rate, _)| is_close(rate))
        .min_by(|(.., a), (.., b)| years(*a).total_cmp(&years(*b)));
    let Some((entry, _, window)) = nearest else {
        let falls = claimed.get() < 0.0 && published.iter().all(|(_, rate, _)| rate.get() > 0.0);
        let reason = "computing power grew in every published series".to_owned();
        let verdict = if falls {
            Verdict::DoesNotHold
        } else {
            Verdict::NotSupported
        };
        return Some(
            Point::new(words, verdict)
                .reasons(falls.then_some(reason))
                .sources(published.iter().map(|(entry, ..)| *entry)),
        );
    };
    let machines = entry.meaning().machines();
    let others = published
        .iter()
        .filter(|(other, rate, _)| other.meaning().machines() != machines && !is_close(rate));
    let verdict = if years(*window) > 1.0 {
        Verdict::only(format!("as a yearly average, {window}"))
    } else {
        Verdict::Holds
    };
    let scope = machines.map_or("machines that are not stated".to_owned(), |machines| {
        format!("machines {machines}")
    });
    Some(
        Point::new(words, verdict)
            .window(figures::when(entry))
            .scope(scope)
            .source(entry)
            .sources(others.map(|(entry, ..)| *entry)),
    )
}

/// Years from the first period of a window to the last; a window of one period is that year.
fn years(window: Window) -> f64 {
    window.first().years_until(window.last()).max(1.0)
}

/// Checks the claimed levels of computing power at their dates, by each way of counting.
pub(crate) fn levels(claim: &Claim) -> Vec<Point> {
    let claims = [
        (
            "computing power",
            claim.compute,
            claim.compute_at,
            Part::Whole,
        ),
        (
            "smart computing power",
            claim.smart_compute,
            claim.smart_compute_at,
            Part::Smart,
        ),
    ];
    claims
        .into_iter()
        .filter_map(|(what, level, at, part)| Some(level_point(what, level?, at?, part)))
        .collect()
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

    /// Returns true if both are the same number, irrespective of what is counted.
    fn is_number_of(&self, level: Capacity) -> bool {
        (self.value.as_flop_per_s() / level.as_flop_per_s() - 1.0).abs() <= RELATIVE
    }

    /// Returns true if it counts what the claim counts, or if the claim leaves that open.
    fn counts(&self, claimed: Measure) -> bool {
        let measure = self.value.measure();
        measure.precision() == claimed.precision()
            && (claimed.scope() == Scope::Unstated || measure.scope() == claimed.scope())
    }
}

fn level_point(what: &str, claimed: Capacity, at: Period, part: Part) -> Point {
    let level = |(entry, value, at)| Level { entry, at, value };
    let published: Vec<Level> = figures::levels(part).into_iter().map(level).collect();
    let words = format!("{what} is {claimed} at the end of {at}");
    let measure = claimed.measure();
    let dated = || published.iter().filter(|level| level.is_at(at));
    let other_counts = dated().filter(|level| !level.is_number_of(claimed));
    let others = other_counts.map(|level| level.entry);
    if let Some(level) = dated().find(|l| l.counts(measure) && l.is_number_of(claimed)) {
        return Point::new(words, Verdict::Holds)
            .window(format!("the end of {}", level.at))
            .scope(level.value.measure().to_string())
            .source(level.entry)
            .sources(others);
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
        return fails(level, reason).sources(others);
    }
    if let Some(level) = dated().find(|level| level.counts(measure)) {
        let reason = format!("published is {}", level.value);
        return fails(level, reason).sources(others);
    }
    let same = |level: &&Level| level.is_number_of(claimed) && level.counts(measure);
    if let Some(level) = published.iter().find(same) {
        let reason = format!("that was the level at the end of {}", level.at);
        return fails(level, reason).sources(others);
    }
    between(&words, claimed, at, &published)
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
        .max_by(|a, b| figures::in_time(a.at, b.at));
    let after = like()
        .filter(|l| l.at.ends_after(at))
        .min_by(|a, b| figures::in_time(a.at, b.at));
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

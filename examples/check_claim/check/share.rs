//! The smart share: its levels, their change, and its target.

use compute_impact::capacity::ShareObservation;
use compute_impact::evidence::catalogue::Entry;
use compute_impact::evidence::{Estimate, EvidenceKind};
use compute_impact::{Period, Share, smart_share_answers};

use super::claim::Claim;
use super::figures::{self, SHARE_TARGET};
use super::terms::{Body, Machines, Outlook};
use super::{Point, Result, Verdict};
use crate::shown::percent;

/// Published shares are whole per cent, and between their dates there is a path: two points to
/// either side.
const POINTS: f64 = 0.02;

const FALL: &str = "the claim is a fall; both published series rise";
const TWO_SCOPES: &str =
    "the two shares are of different machines: two scopes, no path between them";

/// A share as it is claimed at a date.
#[derive(Clone, Copy)]
struct Dated {
    share: Share,
    at: Period,
}

impl Dated {
    /// Returns true if it is the published share of some machines at its date.
    fn fits(self, machines: Machines) -> Result<bool> {
        let published = figures::share_at(machines, self.at)?;
        Ok(published.is_some_and(|share| (share - self.share.get()).abs() <= POINTS))
    }

    /// The machines that it fits.
    fn fitting(self) -> Result<Vec<Machines>> {
        let mut fitting = Vec::new();
        for machines in Machines::ALL {
            if self.fits(machines)? {
                fitting.push(machines);
            }
        }
        Ok(fitting)
    }

    /// The machines that it fits, if it fits those of one kind alone.
    fn of(self) -> Result<Option<Machines>> {
        Ok(match self.fitting()?[..] {
            [machines] => Some(machines),
            _ => None,
        })
    }

    /// Adds the published shares at its date to a point.
    fn compared(self, mut point: Point) -> Result<Point> {
        for machines in Machines::ALL {
            let (words, at) = (machines.words(), self.at);
            point = point.once(match figures::share_at(machines, at)? {
                Some(share) => format!("of {words} it was {} at the end of {at}", percent(share)),
                None => format!("of {words} nothing is published up to {at}"),
            });
            point = point.sources(figures::nearest_share(machines, at));
        }
        Ok(point)
    }
}

/// The share that is claimed now, and the one before if there is one.
fn claimed(claim: &Claim) -> Option<(Option<Dated>, Dated)> {
    let dated = |share: Option<Share>, at: Option<Period>| {
        share.zip(at).map(|(share, at)| Dated { share, at })
    };
    let now = dated(claim.smart_share, claim.smart_share_at)?;
    let before = dated(claim.smart_share_before, claim.smart_share_before_at);
    Some((before, now))
}

/// Checks the share at its date and at an earlier one, and of which machines it is.
pub(crate) fn levels(claim: &Claim) -> Result<Option<Point>> {
    let Some((before, now)) = claimed(claim) else {
        return Ok(None);
    };
    let words = match before {
        Some(before) => format!(
            "the smart share goes from {} at the end of {} to {} at the end of {}",
            before.share, before.at, now.share, now.at
        ),
        None => format!("the smart share is {} at the end of {}", now.share, now.at),
    };
    let all: Vec<Dated> = before.into_iter().chain([now]).collect();
    let fitting = all
        .iter()
        .map(|dated| dated.fitting())
        .collect::<Result<Vec<_>>>()?;
    let fits = |machines: &Machines| fitting.iter().all(|some| some.contains(machines));
    let asked = claim.smart_share_of;
    let of_all = Machines::ALL.into_iter().find(fits);
    let (verdict, reason) = match (of_all, asked) {
        (Some(machines), None) => (Verdict::Holds, format!("it is of {}", machines.words())),
        (Some(_), Some(asked)) if fits(&asked) => (Verdict::Holds, String::new()),
        (Some(machines), Some(_)) => (
            Verdict::DoesNotHold,
            format!("it is of {}: another scope", machines.words()),
        ),
        (None, _) if before.is_some_and(|before| before.share > now.share) => {
            (Verdict::DoesNotHold, FALL.to_owned())
        }
        (None, None) if fitting.iter().all(|some| !some.is_empty()) => {
            (Verdict::DoesNotHold, TWO_SCOPES.to_owned())
        }
        (None, Some(_)) => (Verdict::DoesNotHold, String::new()),
        (None, None) => (Verdict::NotSupported, String::new()),
    };
    let mut point = Point::new(words, verdict);
    if let Some(machines) = asked.or(of_all) {
        point = point.scope(machines.words());
    }
    if !reason.is_empty() {
        point = point.reason(reason);
    }
    point = match before {
        Some(before) => point
            .window(format!("{} to {}", before.at, now.at))
            .reason(format!(
                "a change of {:+.1} points in {:.2} years",
                100.0 * (now.share.get() - before.share.get()),
                before.at.years_until(now.at)
            )),
        None => point.window(format!("the end of {}", now.at)),
    };
    for dated in all {
        point = dated.compared(point)?;
    }
    Ok(Some(point))
}

/// Checks that the share gets from its level to its target.
pub(crate) fn to_target(claim: &Claim) -> Result<Option<Point>> {
    let (Some((_, now)), Some(share), Some(at)) = (
        claimed(claim),
        claim.smart_share_target,
        claim.smart_share_target_at,
    ) else {
        return Ok(None);
    };
    let words = format!(
        "the smart share goes from {} at the end of {} to {share} by the end of {at}",
        now.share, now.at
    );
    let target = Dated { share, at };
    let aim = aim(target)?;
    let from = match claim.smart_share_of {
        Some(machines) => Some(machines),
        None => now.of()?,
    };
    let to = match (claim.smart_share_target_of, aim) {
        (Some(machines), _) => Some(machines),
        (None, Some(entry)) => machines_of(entry),
        (None, None) => target.of()?,
    };
    let point = match (from, to) {
        (Some(from), Some(to)) if from != to => {
            let scope = format!("{} at first, {} at the end", from.words(), to.words());
            let point = Point::new(words, Verdict::DoesNotHold);
            now.compared(point.scope(scope).reason(TWO_SCOPES))?
        }
        _ if share < now.share => {
            now.compared(Point::new(words, Verdict::DoesNotHold).reason(FALL))?
        }
        (Some(machines), _) | (None, Some(machines)) => {
            trend(words, now, target, machines, aim.is_some())?
        }
        (None, None) => now.compared(Point::new(words, Verdict::NotSupported).reason(
            "the claim does not say of which machines, and fits neither published series",
        ))?,
    };
    Ok(Some(point.sources(aim)))
}

/// The published target of policy, if it is of this share at this date.
fn aim(target: Dated) -> Result<Option<&'static Entry>> {
    let (entry, share): (_, Share) = figures::find(SHARE_TARGET)?;
    let is_dated = figures::stock_date(entry)
        .is_some_and(|at| !at.ends_after(target.at) && !at.is_before(target.at));
    Ok((share == target.share && is_dated).then_some(entry))
}

/// The machines that a figure is of.
fn machines_of(entry: &Entry) -> Option<Machines> {
    let scope = entry.meaning().machines()?;
    Machines::ALL
        .into_iter()
        .find(|machines| machines.scope() == scope)
}

/// The value at the target's date of the trend through a published share and the claimed one.
fn trend(
    words: String,
    now: Dated,
    target: Dated,
    machines: Machines,
    is_aim: bool,
) -> Result<Point> {
    let published = figures::shares(machines);
    let earlier = published.iter().rfind(|(date, _)| now.at.ends_after(*date));
    let later = || published.iter().find(|(date, _)| date.ends_after(now.at));
    let Some((date, entry)) = earlier.or_else(later) else {
        let reason = "no other share is published that a trend could go through";
        return Ok(Point::new(words, Verdict::NotSupported).reason(reason));
    };
    let mut observations = vec![
        ShareObservation::new(*date, Estimate::from_catalogue(entry.id())?),
        ShareObservation::new(now.at, Estimate::assumed(now.share, "the claim")?),
    ];
    observations.sort_by(|a, b| figures::in_time(a.at(), b.at()));
    let answers = match smart_share_answers(observations, target.share, target.at) {
        Ok(answers) => answers,
        Err(error) => {
            return Ok(Point::new(words, Verdict::NotSupported).reason(error.to_string()));
        }
    };
    let linear = answers
        .linear
        .map_or("past 100 %".to_owned(), |share| percent(share.get()));
    let logistic = answers.logistic;
    let reached = logistic >= target.share;
    let verdict = match (reached, now.fits(machines)?) {
        (true, true) if is_aim => Verdict::only("as an aim of policy, which is not a forecast"),
        (true, true) => Verdict::only("as what the trend gives, which nobody published"),
        (true, false) => Verdict::NotSupported,
        (false, _) => Verdict::DoesNotHold,
    };
    let direction = if reached {
        "goes past"
    } else {
        "falls short of"
    };
    let point = Point::new(words, verdict)
        .window(format!("{date} to {}", target.at))
        .scope(machines.words())
        .reason(format!(
            "from {} at the end of {date} the logistic trend reaches {}, the linear one {linear}: it \
             {direction} {}",
            entry.figure(),
            percent(logistic.get()),
            target.share
        ));
    now.compared(point.source(entry))
}

/// Checks if the future share is a projection or a target, and whose.
pub(crate) fn who_says(claim: &Claim) -> Result<Option<Point>> {
    let (Some(share), Some(at)) = (claim.smart_share_target, claim.smart_share_target_at) else {
        return Ok(None);
    };
    let (kind, body) = (claim.smart_share_target_is, claim.smart_share_target_by);
    if kind.is_none() && body.is_none() {
        return Ok(None);
    }
    let who = match body {
        Some(Body::Caict) => "CAICT",
        Some(Body::Ministries) => "MIIT with other ministries",
        None => "somebody",
    };
    let verb = match kind {
        Some(Outlook::Projection) => "projects",
        Some(Outlook::Target) => "aims at",
        None => "names",
    };
    let words = format!("{who} {verb} a smart share of {share} by the end of {at}");
    let Some(entry) = aim(Dated { share, at })? else {
        let reason = "no projection and no target of that share for that date was found";
        return Ok(Some(
            Point::new(words, Verdict::NotSupported).reason(reason),
        ));
    };
    let is_target = entry.source().kind() == EvidenceKind::PolicyTarget;
    let mut against = Vec::new();
    if is_target && kind == Some(Outlook::Projection) {
        against.push("it is an aim of policy, not a projection".to_owned());
    }
    if body == Some(Body::Caict) {
        against.push(format!("it was set by {}", entry.source().publisher()));
    }
    let verdict = if against.is_empty() {
        Verdict::Holds
    } else {
        Verdict::DoesNotHold
    };
    let scope = machines_of(entry).map_or("machines that are not stated", Machines::words);
    Ok(Some(
        Point::new(words, verdict)
            .window(figures::when(entry))
            .scope(scope)
            .reasons(against)
            .source(entry),
    ))
}

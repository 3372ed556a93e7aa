//! The smart share: its levels and their change, and what is to come.

use compute_impact::capacity::ShareObservation;
use compute_impact::evidence::catalogue::Entry;
use compute_impact::evidence::{Estimate, EvidenceKind};
use compute_impact::{Period, Share, smart_share_answers};

use super::claim::{Body, Claim, Machines, Outlook};
use super::figures::{self, SHARE_TARGET, SHARE_TARGET_OF};
use super::{Point, Result, Verdict};
use crate::shown::percent;

/// Published shares are whole per cent, and between their dates there is a path: two points to
/// either side.
const POINTS: f64 = 0.02;

/// A share as it is claimed at a date.
#[derive(Clone, Copy)]
struct Dated {
    share: Share,
    at: Period,
}

impl Dated {
    /// Whether it is the published share of some machines at its date.
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

    /// The published share of some machines at its date, in words.
    fn published(self, machines: Machines) -> Result<String> {
        let words = machines.words();
        Ok(match figures::share_at(machines, self.at)? {
            Some(share) => format!(
                "of {words} it was {} at the end of {}",
                percent(share),
                self.at
            ),
            None => format!("of {words} nothing is published up to {}", self.at),
        })
    }
}

fn entries(machines: Machines) -> Result<impl Iterator<Item = &'static Entry>> {
    Ok(figures::shares(machines)?
        .into_iter()
        .map(|(_, entry)| entry))
}

/// The share that is claimed now, and the one before if there is one.
fn claimed(claim: &Claim) -> Option<(Option<Dated>, Dated)> {
    let dated = |share: Option<Share>, at: Option<Period>| {
        share.zip(at).map(|(share, at)| Dated { share, at })
    };
    let now = dated(claim.smart_share, claim.smart_share_at)?;
    Some((
        dated(claim.smart_share_before, claim.smart_share_before_at),
        now,
    ))
}

/// Whether the share was so at its date, and at an earlier one, and of which machines.
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
    let asked = claim.smart_share_of;
    let mut holds_for = None;
    for machines in Machines::ALL {
        let mut fits = asked.is_none_or(|asked| asked == machines);
        for dated in &all {
            fits &= dated.fits(machines)?;
        }
        holds_for = holds_for.or(fits.then_some(machines));
    }
    let mut each_fits_some = true;
    for dated in &all {
        each_fits_some &= !dated.fitting()?.is_empty();
    }
    let falls = before.is_some_and(|before| before.share > now.share);
    let verdict = match holds_for {
        Some(_) => Verdict::Holds,
        None if asked.is_some() || each_fits_some || falls => Verdict::DoesNotHold,
        None => Verdict::NotSupported,
    };
    let mut point = Point::new(words, verdict);
    point = match holds_for {
        Some(machines) => point.scope(machines.words()).sources(entries(machines)?),
        None if each_fits_some && asked.is_none() => {
            point.reason("its two shares are of different machines: two scopes, no change of one")
        }
        None => point.sources(entries(Machines::InUse)?.chain(entries(Machines::Installed)?)),
    };
    if falls && holds_for.is_none() {
        point = point.reason("the claim is a fall; both published series rise");
    }
    if let Some(before) = before {
        point = point
            .window(format!("{:.2} years", before.at.years_until(now.at)))
            .reason(format!(
                "a change of {:+.1} points",
                100.0 * (now.share.get() - before.share.get())
            ));
    }
    for dated in all {
        for machines in Machines::ALL {
            point = point.reason(dated.published(machines)?);
        }
    }
    Ok(Some(point))
}

/// Whether the share gets from where it is to where it is to be.
pub(crate) fn to_target(claim: &Claim) -> Result<Option<Point>> {
    let (Some((_, now)), Some(target), Some(at)) = (
        claimed(claim),
        claim.smart_share_target,
        claim.smart_share_target_at,
    ) else {
        return Ok(None);
    };
    let words = format!(
        "the smart share goes from {} at the end of {} to {target} by the end of {at}",
        now.share, now.at
    );
    let (entry, published): (_, Share) = figures::find(SHARE_TARGET)?;
    let is_published = published == target && is_same_date(entry, at);
    let target_of = claim
        .smart_share_target_of
        .or(is_published.then_some(SHARE_TARGET_OF));
    let fitting = now.fitting()?;
    let from = claim.smart_share_of.or(match fitting[..] {
        [machines] => Some(machines),
        _ => None,
    });
    if let (Some(from), Some(to)) = (from, target_of)
        && from != to
    {
        return Ok(Some(
            Point::new(words, Verdict::DoesNotHold)
                .scope(format!(
                    "{} at first, {} at the end",
                    from.words(),
                    to.words()
                ))
                .reason(
                    "the two shares are of different machines: two scopes, no path between them",
                )
                .reason(now.published(Machines::InUse)?)
                .reason(now.published(Machines::Installed)?)
                .sources(entries(from)?)
                .source(entry),
        ));
    }
    if target < now.share {
        return Ok(Some(
            Point::new(words, Verdict::DoesNotHold)
                .reason("the claim is a fall; both published series rise")
                .reason(now.published(Machines::InUse)?)
                .reason(now.published(Machines::Installed)?)
                .sources(entries(Machines::InUse)?.chain(entries(Machines::Installed)?))
                .source(entry),
        ));
    }
    let Some(machines) = from.or(target_of) else {
        return Ok(Some(
            Point::new(words, Verdict::NotSupported)
                .reason(
                    "the claim does not say of which machines, and fits neither published series",
                )
                .reason(now.published(Machines::InUse)?)
                .reason(now.published(Machines::Installed)?),
        ));
    };
    let point = trend(words, now, target, at, machines)?;
    Ok(Some(if is_published {
        point.source(entry)
    } else {
        point
    }))
}

/// What the trend through a published share and the claimed one gives at the target's date.
fn trend(
    words: String,
    now: Dated,
    target: Share,
    at: Period,
    machines: Machines,
) -> Result<Point> {
    let published = figures::shares(machines)?;
    let other = published
        .iter()
        .rfind(|(date, _)| now.at.ends_after(*date))
        .or_else(|| published.iter().find(|(date, _)| date.ends_after(now.at)));
    let Some((date, entry)) = other else {
        let reason = "no other share is published that a trend could go through";
        return Ok(Point::new(words, Verdict::NotSupported).reason(reason));
    };
    let mut observations = vec![
        ShareObservation::new(*date, Estimate::from_catalogue(entry.id())?),
        ShareObservation::new(now.at, Estimate::assumed(now.share, "the claim")?),
    ];
    if date.ends_after(now.at) {
        observations.reverse();
    }
    let answers = match smart_share_answers(observations, target, at) {
        Ok(answers) => answers,
        Err(error) => {
            return Ok(Point::new(words, Verdict::NotSupported).reason(error.to_string()));
        }
    };
    let linear = answers
        .linear()
        .map_or("past 100 %".to_owned(), |share| percent(share.get()));
    let logistic = answers.logistic().get();
    let reached = logistic >= target.get();
    let verdict = match (reached, now.fits(machines)?) {
        (true, true) => Verdict::only("as an aim of policy, which is not a forecast"),
        (true, false) => Verdict::NotSupported,
        (false, _) => Verdict::DoesNotHold,
    };
    Ok(Point::new(words, verdict)
        .window(format!("{date} to {at}"))
        .scope(machines.words())
        .reason(format!(
            "from {} at the end of {date} the logistic trend reaches {}, the linear one {linear}",
            entry.figure(),
            percent(logistic)
        ))
        .reason(format!(
            "the trend {} {target}",
            if reached {
                "goes past"
            } else {
                "falls short of"
            }
        ))
        .reason(now.published(Machines::InUse)?)
        .reason(now.published(Machines::Installed)?)
        .source(entry))
}

/// Whether the date of an entry is this one.
fn is_same_date(entry: &Entry, date: Period) -> bool {
    entry
        .at()
        .is_some_and(|at| !at.ends_after(date) && !at.is_before(date))
}

/// Whether the share to come is a projection or a target, and whose.
pub(crate) fn who_says(claim: &Claim) -> Result<Option<Point>> {
    let (Some(target), Some(at)) = (claim.smart_share_target, claim.smart_share_target_at) else {
        return Ok(None);
    };
    let (kind, body) = (claim.smart_share_target_is, claim.smart_share_target_by);
    if kind.is_none() && body.is_none() {
        return Ok(None);
    }
    let (who, whose) = match body {
        Some(Body::Caict) => ("CAICT", "CAICT's"),
        Some(Body::Ministries) => ("the ministries", "the ministries'"),
        None => ("somebody", "a"),
    };
    let words = match kind {
        Some(Outlook::Projection) => format!("{who} projects a smart share of {target} for {at}"),
        Some(Outlook::Target) | None => {
            format!("a smart share of {target} by the end of {at} is {whose} target")
        }
    };
    let (entry, published): (_, Share) = figures::find(SHARE_TARGET)?;
    if published != target || !is_same_date(entry, at) {
        let reason = "no projection and no target of that share for that date was found";
        return Ok(Some(
            Point::new(words, Verdict::NotSupported)
                .reason(reason)
                .source(entry),
        ));
    }
    let is_target = entry.source().kind() == EvidenceKind::PolicyTarget;
    let kind_holds = is_target == (kind != Some(Outlook::Projection));
    let body_holds = body != Some(Body::Caict);
    let mut point = Point::new(
        words,
        if kind_holds && body_holds {
            Verdict::Holds
        } else {
            Verdict::DoesNotHold
        },
    )
    .scope(SHARE_TARGET_OF.words());
    if !kind_holds {
        point = point.reason("it is an aim of policy, not a projection");
    }
    if !body_holds {
        point = point.reason(format!("it was set by {}", entry.source().publisher()));
    }
    Ok(Some(point.source(entry)))
}

//! Hubs and clusters, and the claims about Chengdu.

use compute_impact::evidence::catalogue::{self, hubs as national_hubs};
use compute_impact::{Money, Share};

use super::claim::Claim;
use super::figures::{self, CHENGDU_CENTRES, CHENGDU_EFFICIENCY, CHENGDU_INDUSTRY, FIRST_PROJECTS};
use super::terms::{Efficiency, Industry};
use super::{Point, Result, Verdict};
use crate::shown::percent;

/// Published amounts and shares are given in two digits.
const RELATIVE: f64 = 0.01;

/// The number of clusters in the national hubs.
fn clusters() -> usize {
    national_hubs().iter().map(|hub| hub.clusters.len()).sum()
}

/// Checks the claimed numbers of hubs and of clusters in them.
pub(crate) fn hubs(claim: &Claim) -> Vec<Point> {
    let counts = [
        ("national computing hubs", claim.hubs, national_hubs().len()),
        (
            "clusters of data centres in them",
            claim.clusters,
            clusters(),
        ),
    ];
    let mut points = Vec::new();
    for (what, claimed, there_are) in counts {
        let Some(claimed) = claimed else { continue };
        let holds = usize::try_from(claimed) == Ok(there_are);
        let verdict = if holds {
            Verdict::Holds
        } else {
            Verdict::DoesNotHold
        };
        points.push(
            Point::new(format!("there are {claimed} {what}"), verdict)
                .window("as approved in February 2022")
                .scope("East Data West Computing")
                .reason(format!(
                    "NDRC and three others approved {} hubs with {} clusters (Xinhua, 17 February \
                     2022)",
                    national_hubs().len(),
                    clusters()
                )),
        );
    }
    points
}

/// Checks that a platform joins at least the claimed number of centres.
pub(crate) fn centres_joined(claim: &Claim) -> Result<Option<Point>> {
    let Some(claimed) = claim.centres_joined else {
        return Ok(None);
    };
    let within = usize::try_from(claimed).is_ok_and(|claimed| claimed <= clusters());
    let verdict = if within {
        Verdict::only("as a count of places where centres stand, not of centres that are joined")
    } else {
        Verdict::NotSupported
    };
    Ok(Some(
        Point::new(
            format!("a national platform joins {claimed} computing centres or more"),
            verdict,
        )
        .scope("centres that exist; no count of those joined is in the catalogue")
        .reason(format!(
            "there are {} clusters in {} hubs, each with centres of its own",
            clusters(),
            national_hubs().len()
        ))
        .reason("that centres stand in a hub says nothing of demand that moves between them")
        .source(catalogue::find(FIRST_PROJECTS)?)
        .source(catalogue::find(CHENGDU_CENTRES)?),
    ))
}

/// Checks the interpretation of Chengdu's figure of efficiency.
pub(crate) fn chengdu_efficiency(claim: &Claim) -> Result<Option<Point>> {
    let (Some(claimed), Some(kind)) = (claim.chengdu_efficiency, claim.chengdu_efficiency_is)
    else {
        return Ok(None);
    };
    let (entry, published): (_, Share) = figures::find(CHENGDU_EFFICIENCY)?;
    let words = match kind {
        Efficiency::RaisedBy => format!("a centre in Chengdu raises efficiency by {claimed}"),
        Efficiency::RaisedTo => {
            format!("a centre in Chengdu raises training efficiency to {claimed}")
        }
        Efficiency::Utilisation => format!("a centre in Chengdu is used at {claimed}"),
    };
    let same = (published.get() - claimed.get()).abs() <= RELATIVE * published.get();
    let (verdict, reason) = match kind {
        _ if !same => (
            Verdict::NotSupported,
            format!("the only figure is {}", percent(published.get())),
        ),
        Efficiency::RaisedBy => (
            Verdict::DoesNotHold,
            "a mistranslation: it is a level that is reached (提升至), not a gain".to_owned(),
        ),
        Efficiency::RaisedTo => (
            Verdict::only("as a vendor's figure for training one large model"),
            "its denominator is not defined, so it is no parameter of a model: neither a \
             utilisation nor a saving nor a gain in productivity"
                .to_owned(),
        ),
        Efficiency::Utilisation => (
            Verdict::DoesNotHold,
            "the efficiency in training one model is not the utilisation of a centre".to_owned(),
        ),
    };
    Ok(Some(
        Point::new(words, verdict)
            .window(figures::when(entry))
            .scope("training of a model of 100 bn parameters")
            .reason(reason)
            .source(entry),
    ))
}

/// Checks the interpretation of the money of Chengdu's AI firms.
pub(crate) fn chengdu_industry(claim: &Claim) -> Result<Option<Point>> {
    let (Some(claimed), Some(kind)) = (claim.chengdu_industry, claim.chengdu_industry_is) else {
        return Ok(None);
    };
    let (entry, published): (_, Money) = figures::find(CHENGDU_INDUSTRY)?;
    let words = match kind {
        Industry::Revenue => format!("Chengdu's AI firms sell for {claimed} in a year"),
        Industry::Valuation => format!("Chengdu's AI firms are worth {claimed}"),
        Industry::Effect => format!("the computing centre brings Chengdu {claimed}"),
    };
    let same = (claimed.ratio_to(published)? - 1.0).abs() <= RELATIVE;
    let (verdict, reason) = match kind {
        _ if !same => (
            Verdict::NotSupported,
            format!("the figure of the whole industry is {published}"),
        ),
        Industry::Revenue => (
            Verdict::Holds,
            "产业规模 is the scale of the industry: its revenue".to_owned(),
        ),
        Industry::Valuation => (
            Verdict::DoesNotHold,
            "a mistranslation: 产业规模 is revenue of a year, not what the firms are worth"
                .to_owned(),
        ),
        Industry::Effect => (
            Verdict::DoesNotHold,
            "it is the revenue of the city's whole AI industry, not an effect of one centre"
                .to_owned(),
        ),
    };
    Ok(Some(
        Point::new(words, verdict)
            .window(figures::when(entry))
            .scope("all AI firms of the city")
            .reason(reason)
            .source(entry),
    ))
}

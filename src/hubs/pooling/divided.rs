//! The least that pooling gains: a plan that can be carried out at every site.
//!
//! A site `i` with `n_i` servers that joins keeps `d_i` of them for the load `s_i` that may not
//! move, the fewest with `C(d_i, s_i)` within the service, and gives `q_i = n_i - d_i` of them, or
//! what its link and its own moving jobs fill, to the pool. The pool serves the load
//! `M = sum m_i` that moves with `Q = sum q_i` servers. The plan holds if `d_i <= n_i` at each
//! site that joins and the pool's `C(Q, M)` is within the service.

use super::queue::{self, Service};
use super::site::{Reach, Site, Sites, whole};
use super::{greatest, highest};

/// More sites than this are not tried in every number, but in the most promising ones.
const FEW: usize = 6;

/// A site that may join a pool.
#[derive(Clone, Copy)]
struct Offer {
    site: usize,
    /// The fewest servers for what may not move.
    kept: u32,
    /// Servers for the pool.
    given: u32,
    moving: f64,
}

impl Offer {
    /// `None` if the site has too few servers for what may not move.
    fn of(sites: &[Site], site: usize, part: f64, service: Service) -> Option<Self> {
        let own = sites[site];
        let (moving, staying) = (own.moving(part), own.staying(part));
        let kept = service.needed(staying);
        let spare = own.servers.checked_sub(kept)?;
        Some(Self {
            site,
            kept,
            given: spare.min(whole(libm::floor(moving + own.link))),
            moving,
        })
    }

    fn per_load(&self) -> f64 {
        // A site that brings no load comes first, one that brings nothing at all last.
        if self.given == 0 {
            return 0.0;
        }
        f64::from(self.given) / self.moving
    }
}

/// The most servers for the load first: the best company of any size is a beginning of this list,
/// as what a pool needs is concave in its load.
fn sorted(mut offers: Vec<Offer>) -> Vec<Offer> {
    offers.sort_by(|a, b| {
        b.per_load()
            .total_cmp(&a.per_load())
            .then(a.moving.total_cmp(&b.moving))
            .then(a.site.cmp(&b.site))
    });
    offers
}

/// Servers and load of a pool of some offers, summed in the order of the sites.
fn pooled(offers: &[Offer]) -> (u32, f64) {
    let mut offers = offers.to_vec();
    offers.sort_by_key(|offer| offer.site);
    let given = offers.iter().map(|offer| offer.given).sum();
    (given, offers.iter().map(|offer| offer.moving).sum())
}

/// How many of the optional offers to take with the required ones: the likeliest to serve first,
/// by spare servers per root of the load, on which waiting depends most (Halfin and Whitt 1981).
fn companies(required: &[Offer], optional: &[Offer]) -> Vec<Vec<Offer>> {
    let take = |count: usize| -> Vec<Offer> {
        let offers = required.iter().chain(&optional[..count]);
        offers.copied().collect()
    };
    let spare = |count: &usize| {
        let (given, moving) = pooled(&take(*count));
        if moving > 0.0 {
            (f64::from(given) - moving) / libm::sqrt(moving)
        } else {
            f64::NEG_INFINITY
        }
    };
    let mut counts: Vec<(f64, usize)> = (0..=optional.len())
        .map(|count| (spare(&count), count))
        .collect();
    counts.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    counts.truncate(FEW);
    counts.into_iter().map(|(_, count)| take(count)).collect()
}

/// The part of jobs that wait at the worst-served, in a plan that gives all sites the service with
/// one pool of this reach; `None` if none is found.
///
/// `apart` is the part that waits at each site on its own.
fn plan(sites: &Sites, apart: &[f64], reach: &Reach, service: Service) -> Option<f64> {
    let fails = |site: usize| apart[site] > service.waiting();
    let failing = (0..apart.len()).filter(|site| fails(*site)).count();
    if failing == 0 {
        return Some(highest(apart.iter().copied()));
    }
    let members = reach.members.iter().copied();
    if members.clone().filter(|site| fails(*site)).count() < failing {
        return None;
    }
    let (mut required, mut optional) = (Vec::new(), Vec::new());
    for site in members {
        match Offer::of(&sites.list, site, reach.part, service) {
            Some(offer) if fails(site) => required.push(offer),
            Some(offer) => optional.push(offer),
            None if fails(site) => return None,
            None => {}
        }
    }
    let companies = companies(&required, &sorted(optional));
    companies.iter().find_map(|company| {
        let (given, moving) = pooled(company);
        let waiting = queue::beyond(given, moving, service.patience());
        if waiting > service.waiting() {
            return None;
        }
        let mut worst = apart.to_vec();
        for offer in company {
            let staying = sites.list[offer.site].staying(reach.part);
            worst[offer.site] = queue::beyond(offer.kept, staying, service.patience());
        }
        Some(highest(worst.into_iter().chain([waiting])))
    })
}

/// The part of jobs that wait at the worst-served, with the best service that a plan is found for
/// between two bounds.
pub(super) fn waiting(sites: &Sites, service: Service, [least, most]: [f64; 2]) -> f64 {
    let alone = |site: &Site| queue::beyond(site.servers, site.load, service.patience());
    let apart: Vec<f64> = sites.list.iter().map(alone).collect();
    let mut best = most;
    for reach in &sites.reaches {
        let with = |waiting: f64| plan(sites, &apart, reach, service.with_waiting(waiting));
        // Worth a search only if it beats the reaches so far.
        if best <= least || with(best - 1e-9 * (best - least)).is_none() {
            continue;
        }
        let from = best;
        let better = greatest(0.0, from - least, |better| with(from - better).is_some());
        // What the plan gives may be better than what was asked of it.
        best = with(from - better).unwrap_or(from).clamp(least, from);
    }
    best
}

/// The fewest servers, if those who gain by it share a pool.
pub(super) fn servers(sites: &Sites, service: Service) -> u64 {
    let needed = |load: f64| u64::from(service.needed(load));
    let apart: u64 = sites.list.iter().map(|site| needed(site.load)).sum();
    let pools = sites.reaches.iter().map(|reach| {
        let offers = reach.members.iter().map(|site| {
            let own = sites.list[*site];
            let kept = service.needed(own.staying(reach.part));
            Offer {
                site: *site,
                kept,
                // Servers that are no longer needed apart.
                given: service.needed(own.load).saturating_sub(kept),
                moving: own.moving(reach.part),
            }
        });
        let offers = sorted(offers.collect());
        let totals = (0..=offers.len()).map(|count| {
            let (given, moving) = pooled(&offers[..count]);
            apart - u64::from(given) + needed(moving)
        });
        totals.min().unwrap_or(apart)
    });
    pools.min().map_or(apart, |pooled| pooled.min(apart))
}

/// The load of each site if the loads of those who gain by it grow by one factor, each as far as
/// what may not move is served at home: the plan with the largest sum.
pub(super) fn carried(sites: &Sites, now: &[f64], most: f64, service: Service) -> Vec<f64> {
    let mut best = now.to_vec();
    let loads = sites.with_loads(now);
    for reach in &sites.reaches {
        let offers = reach.members.iter();
        let offers = offers.filter_map(|site| Offer::of(&loads, *site, reach.part, service));
        let offers = sorted(offers.filter(|offer| offer.moving > 0.0).collect());
        for company in companies(&[], &offers) {
            let mut caps = vec![1.0; now.len()];
            for offer in &company {
                let growth = loads[offer.site].growth(reach.part);
                caps[offer.site] = growth.clamp(1.0, most);
            }
            let grown = |times: f64| -> Vec<f64> {
                let loads = now.iter().zip(&caps);
                loads.map(|(load, cap)| times.min(*cap) * load).collect()
            };
            let total = |times: f64| grown(times).iter().sum::<f64>();
            let serves = |times: f64| {
                let grown = sites.with_loads(&grown(times));
                let members = company.iter();
                let offers: Option<Vec<Offer>> = members
                    .map(|offer| Offer::of(&grown, offer.site, reach.part, service))
                    .collect();
                offers.is_some_and(|offers| {
                    let (given, moving) = pooled(&offers);
                    service.is_met(given, moving)
                })
            };
            // The factor from which on it beats the plans so far, and whether it gets there.
            let known: f64 = best.iter().sum();
            let beats = greatest(1.0, most, |times| total(times) <= known * (1.0 + 1e-9));
            if beats < most && serves(beats) {
                best = grown(greatest(1.0, most, serves));
            }
        }
    }
    best
}

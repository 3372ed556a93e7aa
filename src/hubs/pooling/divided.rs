//! The lower bound of the pooling gain: a plan that can be carried out at every site.
//!
//! A site `i` with `n_i` servers that joins reserves `d_i` of them for the load `s_i` that may not
//! move: the fewest for which the share `W(d_i, s_i)` that waits is within the service level. It
//! contributes `q_i = min(n_i - d_i, m_i + k_i)` servers to the pool, with the load `m_i` that
//! moves and the link `k_i`. The pool serves the load `M = sum m_i` with `Q = sum q_i` servers. The
//! plan is feasible if `d_i <= n_i` at each site that joins and `W(Q, M)` is within the service
//! level.

use super::queue::{self, Service};
use super::site::{Reach, Site, Sites, whole};
use super::{greatest, highest};

/// The number of pool sizes that are tried, the most promising ones first.
const FEW: usize = 6;

/// A site that may join a pool.
#[derive(Clone, Copy)]
struct Offer {
    site: usize,
    /// The fewest servers for the load that may not move.
    reserved: u32,
    /// The servers for the pool.
    pooled: u32,
    /// The load that moves.
    moving: f64,
}

impl Offer {
    /// Builds the offer of a site; `None` if it has too few servers for the load that stays.
    fn of(sites: &[Site], site: usize, part: f64, service: Service) -> Option<Self> {
        let own = sites[site];
        let (moving, staying) = (own.moving(part), own.staying(part));
        let reserved = service.needed(staying);
        let spare = own.servers.checked_sub(reserved)?;
        Some(Self {
            site,
            reserved,
            pooled: spare.min(whole(libm::floor(moving + own.link))),
            moving,
        })
    }

    fn per_load(&self) -> f64 {
        // A site with servers and no load comes first, one with neither comes last.
        if self.pooled == 0 {
            return 0.0;
        }
        f64::from(self.pooled) / self.moving
    }
}

/// Sorts offers by servers per load, the highest first. The best pool of any size is a prefix of
/// this list, as the servers that a pool needs are concave in its load.
fn sorted(mut offers: Vec<Offer>) -> Vec<Offer> {
    offers.sort_by(|a, b| {
        b.per_load()
            .total_cmp(&a.per_load())
            .then(a.moving.total_cmp(&b.moving))
            .then(a.site.cmp(&b.site))
    });
    offers
}

/// Returns the servers and the load of a pool, summed in the order of the sites.
fn total(offers: &[Offer]) -> (u32, f64) {
    let mut offers = offers.to_vec();
    offers.sort_by_key(|offer| offer.site);
    let servers = offers.iter().map(|offer| offer.pooled).sum();
    (servers, offers.iter().map(|offer| offer.moving).sum())
}

/// Returns candidate pools: the required offers with a number of optional ones. The candidates most
/// likely to reach the service level come first, by spare servers per square root of the load, on
/// which waiting depends most (Halfin and Whitt 1981).
fn candidates(required: &[Offer], optional: &[Offer]) -> Vec<Vec<Offer>> {
    let take = |count: usize| -> Vec<Offer> {
        let offers = required.iter().chain(&optional[..count]);
        offers.copied().collect()
    };
    let spare = |count: &usize| {
        let (servers, load) = total(&take(*count));
        if load > 0.0 {
            (f64::from(servers) - load) / libm::sqrt(load)
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

/// Returns the share of jobs that wait at the worst-served site or pool, in a plan that provides
/// the service level to all sites with one pool within this reach; `None` if no such plan is found.
///
/// `apart` is the share that waits at each site on its own.
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
    let pools = candidates(&required, &sorted(optional));
    pools.iter().find_map(|pool| {
        let (servers, load) = total(pool);
        let waiting = queue::beyond(servers, load, service.patience());
        if waiting > service.waiting() {
            return None;
        }
        let mut worst = apart.to_vec();
        for offer in pool {
            let staying = sites.list[offer.site].staying(reach.part);
            worst[offer.site] = queue::beyond(offer.reserved, staying, service.patience());
        }
        Some(highest(worst.into_iter().chain([waiting])))
    })
}

/// Returns the share of jobs that wait at the worst-served site or pool, for the best service level
/// between two bounds for which a plan is found.
pub(super) fn waiting(sites: &Sites, service: Service, [least, most]: [f64; 2]) -> f64 {
    let alone = |site: &Site| queue::beyond(site.servers, site.load, service.patience());
    let apart: Vec<f64> = sites.list.iter().map(alone).collect();
    let mut best = most;
    for reach in &sites.reaches {
        let with = |waiting: f64| plan(sites, &apart, reach, service.with_waiting(waiting));
        // A search is worthwhile only if it can improve on the earlier reaches.
        if best <= least || with(best - 1e-9 * (best - least)).is_none() {
            continue;
        }
        let from = best;
        let better = greatest(0.0, from - least, |better| with(from - better).is_some());
        // The plan may serve better than the service level that was required.
        best = with(from - better).unwrap_or(from).clamp(least, from);
    }
    best
}

/// Returns the fewest servers, if the sites that gain from it share a pool.
pub(super) fn servers(sites: &Sites, service: Service) -> u64 {
    let needed = |load: f64| u64::from(service.needed(load));
    let apart: u64 = sites.list.iter().map(|site| needed(site.load)).sum();
    let pools = sites.reaches.iter().map(|reach| {
        let offers = reach.members.iter().map(|site| {
            let own = sites.list[*site];
            let reserved = service.needed(own.staying(reach.part));
            Offer {
                site: *site,
                reserved,
                // Servers that the site no longer needs on its own.
                pooled: service.needed(own.load).saturating_sub(reserved),
                moving: own.moving(reach.part),
            }
        });
        let offers = sorted(offers.collect());
        let totals = (0..=offers.len()).map(|count| {
            let (servers, load) = total(&offers[..count]);
            apart - u64::from(servers) + needed(load)
        });
        totals.min().unwrap_or(apart)
    });
    pools.min().map_or(apart, |together| together.min(apart))
}

/// Returns the load of each site if the loads of the sites that gain grow by one factor, each only
/// as far as the load that may not move is served at its own site: the plan with the largest sum.
pub(super) fn carried(sites: &Sites, now: &[f64], most: f64, service: Service) -> Vec<f64> {
    let mut best = now.to_vec();
    let loads = sites.with_loads(now);
    for reach in &sites.reaches {
        let offers = reach.members.iter();
        let offers = offers.filter_map(|site| Offer::of(&loads, *site, reach.part, service));
        let offers = sorted(offers.filter(|offer| offer.moving > 0.0).collect());
        for pool in candidates(&[], &offers) {
            let mut caps = vec![1.0; now.len()];
            for offer in &pool {
                let growth = loads[offer.site].growth(reach.part);
                caps[offer.site] = growth.clamp(1.0, most);
            }
            let grown = |times: f64| -> Vec<f64> {
                let loads = now.iter().zip(&caps);
                loads.map(|(load, cap)| times.min(*cap) * load).collect()
            };
            let sum = |times: f64| grown(times).iter().sum::<f64>();
            let serves = |times: f64| {
                let grown = sites.with_loads(&grown(times));
                let members = pool.iter();
                let offers: Option<Vec<Offer>> = members
                    .map(|offer| Offer::of(&grown, offer.site, reach.part, service))
                    .collect();
                offers.is_some_and(|offers| {
                    let (servers, load) = total(&offers);
                    service.is_met(servers, load)
                })
            };
            // The factor above which the plan beats the earlier ones, if it is feasible there.
            let best_sum: f64 = best.iter().sum();
            let threshold = greatest(1.0, most, |times| sum(times) <= best_sum * (1.0 + 1e-9));
            if threshold < most && serves(threshold) {
                best = grown(greatest(1.0, most, serves));
            }
        }
    }
    best
}

//! The upper bound of the pooling gain: every group of jobs on all machines that it can reach.
//!
//! Jobs that may not leave site `i` have only its machines; jobs that may not leave the sites `P`
//! have the machines of `P`. However machines are shared, no group waits less than as one queue on
//! all machines that it can reach (Smith and Whitt 1981). These conditions are necessary, so that
//! they give an upper bound of the gain.

use super::queue::{self, Service};
use super::site::{Reach, Site, Sites};
use super::{greatest, highest};

/// Jobs of some sites and the machines that they can reach.
struct Group {
    /// The sites of the jobs, each with the share of its jobs that may leave the group; the load
    /// beyond the capacity of the link stays as well.
    jobs: Vec<(usize, f64)>,
    servers: u32,
}

impl Group {
    fn load(&self, sites: &[Site]) -> f64 {
        let jobs = self.jobs.iter();
        jobs.map(|(site, leaving)| sites[*site].staying(*leaving))
            .sum()
    }
}

/// Returns all groups, the smaller first.
fn groups(sites: &Sites, loads: &[Site]) -> Vec<Group> {
    let single = |site: usize| Group {
        jobs: vec![(site, sites.movable[site])],
        servers: loads[site].servers,
    };
    let mut groups: Vec<Group> = (0..loads.len()).map(single).collect();
    for reach in &sites.reaches {
        groups.extend(narrowed(reach, loads));
    }
    groups
}

/// Returns the jobs of a reach on all its machines, and those of ever fewer of its sites on their
/// own machines and on those that they reach through the links of the other sites.
///
/// Sites with the most machines behind a narrow link, relative to their load, are left out first:
/// they add the least load for the machines that others cannot use.
fn narrowed(reach: &Reach, loads: &[Site]) -> Vec<Group> {
    let hidden = |site: &Site| f64::from(site.servers - site.lent(true));
    let mut sites = reach.members.clone();
    let per_load = |site: usize| match hidden(&loads[site]) {
        none if none <= 0.0 => 0.0,
        servers => servers / loads[site].load,
    };
    sites.sort_by(|a, b| per_load(*a).total_cmp(&per_load(*b)).then(b.cmp(a)));
    let mut servers: u32 = sites.iter().map(|site| loads[*site].servers).sum();
    let mut groups = Vec::new();
    loop {
        let mut jobs: Vec<(usize, f64)> = sites.iter().map(|site| (*site, reach.beyond)).collect();
        // Summed in the order of the sites.
        jobs.sort_by_key(|(site, _)| *site);
        groups.push(Group { jobs, servers });
        match sites.pop() {
            Some(site) if hidden(&loads[site]) > 0.0 && !sites.is_empty() => {
                servers -= loads[site].servers - loads[site].lent(true);
            }
            Some(_) | None => return groups,
        }
    }
}

/// Returns the share of jobs that wait in the worst-served group.
pub(super) fn waiting(sites: &Sites, service: Service) -> f64 {
    let groups = groups(sites, &sites.list);
    highest(groups.iter().map(|group| {
        let load = group.load(&sites.list);
        queue::beyond(group.servers, load, service.patience())
    }))
}

/// Returns the fewest servers that provide the service level to every group, at any location.
///
/// Reaches are nested, so that the smaller is served first and its machines count for the larger.
pub(super) fn servers(sites: &Sites, service: Service) -> u64 {
    let own = |site: usize| {
        let load = sites.list[site].staying(sites.movable[site]);
        u64::from(service.needed(load))
    };
    let (mut total, mut counted) = (0, 0);
    for reach in &sites.reaches {
        let members = reach.members.iter();
        let load: f64 = members
            .map(|site| sites.list[*site].staying(reach.beyond))
            .sum();
        total += (counted..reach.members.len()).map(own).sum::<u64>();
        total = total.max(u64::from(service.needed(load)));
        counted = reach.members.len();
    }
    total + (counted..sites.list.len()).map(own).sum::<u64>()
}

/// Returns the load of each site if all loads grow by one factor, each only as far as the groups
/// that it belongs to are served: never less than the present load.
pub(super) fn carried(sites: &Sites, now: &[f64], most: f64, service: Service) -> Vec<f64> {
    // The load of a site that no other reaches stays; others grow until the load that stays
    // there reaches the present load.
    let mut caps = vec![1.0; now.len()];
    let loads = sites.with_loads(now);
    for member in sites.reaches.iter().flat_map(|reach| &reach.members) {
        let growth = loads[*member].growth(sites.movable[*member]);
        caps[*member] = growth.clamp(1.0, most);
    }
    let grown = |times: f64, caps: &[f64]| -> Vec<f64> {
        let loads = now.iter().zip(caps);
        loads.map(|(load, cap)| times.min(*cap) * load).collect()
    };
    let shared = groups(sites, &loads).into_iter();
    for group in shared.filter(|group| group.jobs.len() > 1) {
        let times = greatest(1.0, most, |times| {
            let loads = sites.with_loads(&grown(times, &caps));
            service.is_met(group.servers, group.load(&loads))
        });
        for (site, _) in &group.jobs {
            caps[*site] = caps[*site].min(times);
        }
    }
    grown(most, &caps)
}

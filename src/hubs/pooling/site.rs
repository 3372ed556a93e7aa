//! Sites: centres without their names, in a canonical order, and the pools that latency allows.

use super::centre::{Bound, Centre, LatencyClass};

/// A share of all jobs that counts as one, as it differs from one only by rounding.
const WHOLE: f64 = 1.0 - 1e-9;

/// The numbers of a centre.
#[derive(Clone, Copy, Debug)]
pub(super) struct Site {
    pub(super) servers: u32,
    pub(super) load: f64,
    /// Milliseconds to the other sites; infinite without a link that carries anything.
    latency_ms: f64,
    /// The largest load that the link carries each way, in servers.
    pub(super) link: f64,
}

impl Site {
    fn of(centre: &Centre) -> Self {
        let link = centre.link.unwrap_or(f64::INFINITY);
        let latency_ms = centre.latency_ms.filter(|_| link > 0.0);
        Self {
            servers: centre.servers,
            load: centre.load,
            latency_ms: latency_ms.unwrap_or(f64::INFINITY),
            link,
        }
    }

    /// The same site with another load.
    pub(super) const fn with_load(self, load: f64) -> Self {
        Self { load, ..self }
    }

    /// Returns the load that leaves if this share of the jobs tolerates the latency:
    /// `min(part * load, link)`.
    pub(super) fn moving(&self, part: f64) -> f64 {
        (part * self.load).min(self.link)
    }

    /// Returns the load that stays if this share of the jobs tolerates the latency.
    pub(super) fn staying(&self, part: f64) -> f64 {
        self.load - self.moving(part)
    }

    /// Returns the factor by which the load may grow until the load that stays reaches the present
    /// load, if this share of the jobs tolerates the latency:
    /// `min(1 / (1 - part), 1 + link / load)`.
    pub(super) fn growth(&self, part: f64) -> f64 {
        // Slightly less, so that rounding does not exceed the bound.
        (1.0 - 1e-12) * (1.0 / (1.0 - part)).min(1.0 + self.link / self.load)
    }

    /// Returns the servers that others can use through the link: a lower bound (a link that carries
    /// 2.5 servers serves two jobs at a time) or an upper bound.
    pub(super) fn lent(&self, most: bool) -> u32 {
        let link = if most {
            libm::ceil(self.link)
        } else {
            libm::floor(self.link)
        };
        whole(link).min(self.servers)
    }
}

/// Converts a number of servers, clamped to the range of the integer.
pub(super) fn whole(servers: f64) -> u32 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to the range first"
    )]
    let servers = servers.clamp(0.0, f64::from(u32::MAX)) as u32;
    servers
}

/// Sites between which jobs of some latency classes may move.
#[derive(Clone, Debug)]
pub(super) struct Reach {
    /// The sites, by their number in [`Sites::list`]: at least two.
    pub(super) members: Vec<usize>,
    /// The share of all jobs that tolerates the latency between any two of them.
    pub(super) part: f64,
    /// The share of all jobs that also tolerates the latency to sites outside.
    pub(super) beyond: f64,
}

/// All sites, sorted by their numbers, so that no result depends on the order in which they were
/// listed, and the reaches, from the nearest sites to all: each contains the one before it.
#[derive(Clone, Debug)]
pub(super) struct Sites {
    pub(super) list: Vec<Site>,
    pub(super) reaches: Vec<Reach>,
    /// For each site the share of its jobs that may move to some other site.
    pub(super) movable: Vec<f64>,
}

impl Sites {
    pub(super) fn new(centres: &[Centre], classes: &[LatencyClass]) -> Self {
        let mut list: Vec<Site> = centres.iter().map(Site::of).collect();
        list.sort_by(|a, b| {
            a.latency_ms
                .total_cmp(&b.latency_ms)
                .then(a.servers.cmp(&b.servers))
                .then(a.load.total_cmp(&b.load))
                .then(a.link.total_cmp(&b.link))
        });
        let mut limits: Vec<f64> = classes.iter().map(|class| class.limit_ms).collect();
        limits.sort_by(f64::total_cmp);
        limits.dedup();
        let mut reaches: Vec<Reach> = Vec::new();
        for limit in limits {
            // The list is sorted by latency: the members are its first sites.
            let count = list.partition_point(|site| site.latency_ms <= limit);
            let part = tolerating(classes, limit);
            let previous = reaches.last().map_or(1, |reach| reach.members.len());
            if count > previous {
                if let Some(nearer) = reaches.last_mut() {
                    nearer.beyond = part;
                }
                reaches.push(Reach {
                    members: (0..count).collect(),
                    part,
                    beyond: 0.0,
                });
            }
        }
        let mut movable = vec![0.0; list.len()];
        for reach in reaches.iter().rev() {
            for member in &reach.members {
                movable[*member] = reach.part;
            }
        }
        Self {
            list,
            reaches,
            movable,
        }
    }

    /// The same sites with other loads, one each.
    pub(super) fn with_loads(&self, loads: &[f64]) -> Vec<Site> {
        let sites = self.list.iter().zip(loads);
        sites.map(|(site, load)| site.with_load(*load)).collect()
    }
}

/// Returns the share of all jobs that tolerates a latency; the order of the classes makes no
/// difference.
fn tolerating(classes: &[LatencyClass], latency_ms: f64) -> f64 {
    let mut parts: Vec<f64> = classes
        .iter()
        .filter(|class| class.limit_ms >= latency_ms)
        .map(|class| class.part)
        .collect();
    parts.sort_by(f64::total_cmp);
    let part = parts.iter().sum::<f64>() + 0.0; // An empty sum is -0.
    if part < WHOLE { part } else { 1.0 }
}

/// Returns the share of a centre's load that its own latency and link allow to move, and the
/// constraint on it.
pub(super) fn movable(centre: &Centre, classes: &[LatencyClass]) -> (f64, Bound) {
    let Some(latency_ms) = centre.latency_ms else {
        return (0.0, Bound::NoLink);
    };
    let part = tolerating(classes, latency_ms);
    match centre.link {
        Some(link) if part * centre.load > link => (link / centre.load, Bound::Link),
        Some(_) | None if part < WHOLE => (part, Bound::Latency),
        Some(_) | None => (1.0, Bound::Nothing),
    }
}

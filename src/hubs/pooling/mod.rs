//! Interconnection: the gain of several centres from serving their demand together.
//!
//! A centre must keep machines free for the moments in which more jobs arrive than usual. Such
//! moments do not reach all centres at once, so that centres that share their demand need fewer
//! machines for the same service, or serve more demand with the same machines. Queueing theory
//! gives the size of this pooling gain. At each centre it is limited by the share of jobs that
//! tolerate the latency, and by the links.
//!
//! # Model
//!
//! Jobs arrive at random (Poisson), have exponentially distributed lengths, and wait for the first
//! free one of `n` equal servers. A load of `a` is the mean number of servers that it keeps busy.
//! With Erlang's B, the share of jobs that wait is Erlang's C (`M/M/n`), and the share `W` waits
//! for at least `w` mean lengths of a job:
//!
//! ```text
//! B(n, a) = (a^n / n!) / sum_{k <= n} a^k / k!          C(n, a) = B / (1 - (a / n)(1 - B))
//! W(n, a) = C(n, a) exp(-(n - a) w), and 1 if a >= n
//! ```
//!
//! Centre `i` has `n_i` servers, the load `a_i`, a latency `l_i` and a link that carries at most
//! `k_i` each way. The latency between two centres is the larger of theirs. Of the jobs of every
//! centre the share `p(l)` tolerates a latency of at least `l`. Of the load of centre `i` at most
//!
//! ```text
//! m_i = min(p a_i, k_i)   move, so that   s_i = a_i - m_i   stay where they are,
//! ```
//!
//! with `p = p(l)` for the largest latency `l` in the pool. However machines are shared, at least
//! the share `W(n_i, s_i)` of the load that stays has to wait, and all of `a_i` stays at a centre
//! whose link is missing or closed. A single centre gains nothing.
//!
//! There is no simple formula if only some of the jobs may move. Two bounds enclose the gain of
//! real centres ([`Sharing`]). The lower one is feasible at every centre, not merely in total; the
//! upper one is not proved infeasible at any. They agree if all jobs may move, or none.
//!
//! | | lower bound: [`Divided`](Sharing::Divided) | upper bound: [`Lent`](Sharing::Lent) |
//! |---|---|---|
//! | centre `i` | reserves `d_i <= n_i` servers for `s_i`, contributes `q_i = min(n_i - d_i, m_i + k_i)` | `W(n_i, s_i)` within the service level |
//! | pool | `W(sum q_i, sum m_i)` within the service level | `W(sum n_i, sum a_i)` within the service level |
//! | shorter latency | the best pool of any latency limit | the same for the jobs that may not leave it |
//! | full links | own jobs use the machines that others cannot reach | the same for the jobs of some centres, with the capacity of the other centres' links |
//!
//! The lower bound is a plan that can be carried out. The upper bound consists of necessary
//! conditions, as separate queues never serve better than one queue on all their machines (Smith
//! and Whitt 1981).
//!
//! # Limits
//!
//! Servers are equal, a job takes one server, and lengths have the same distribution everywhere.
//! Moving a job takes no time but the latency. Loads are constant, so that hourly or seasonal peaks
//! are not modelled: demand that peaks at all centres at the same time gains less than is computed
//! here.
//!
//! Sources: A. K. Erlang (1917), "Solution of some problems in the theory of probabilities of
//! significance in automatic telephone exchanges"; S. Halfin and W. Whitt (1981), "Heavy-traffic
//! limits for queues with many exponential servers", *Operations Research* 29(3); D. R. Smith and
//! W. Whitt (1981), "Resource sharing for efficiency in traffic systems", *Bell System Technical
//! Journal* 60(1).

mod centre;
mod divided;
mod gain;
mod lent;
mod queue;
mod site;

use serde::de::{Deserialize, Deserializer, Error as _};

pub use centre::{Bound, Centre, LatencyClass};
pub use gain::PoolingGain;
pub use queue::{Service, erlang_b, erlang_c, waiting_beyond};

use crate::limits::{self, Limit};
use crate::{Error, ErrorKind, Interval};
use centre::check_classes;
use site::Sites;

/// The way in which centres share their machines: the lower or the upper bound of the gain.
///
/// # Examples
///
/// See [`Pool`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sharing {
    /// The lower bound. Jobs that may not move have machines of their own at their centre, and jobs
    /// that move share the other machines; a centre that would lose does not take part.
    Divided,
    /// The upper bound. Jobs that may move run on any idle machine that they can reach, and return
    /// it when a job that may not move needs it (training from checkpoints).
    Lent,
}

/// Centres that may serve their demand together, and their service level.
///
/// | key in a file | meaning |
/// |---|---|
/// | `centre` | list of [`Centre`] |
/// | `class` | list of [`LatencyClass`] |
/// | `service` | [`Service`] |
///
/// # Examples
///
/// Four centres of 50 units, 15 ms from each other, and jobs of which 80 % tolerate 20 ms.
///
/// ```
/// use compute_impact::hubs::pooling::{Centre, LatencyClass, Pool, Service, Sharing};
///
/// let centres = ["Gui'an", "Qingyang", "Zhongwei", "Horinger"]
///     .map(|name| Centre::new(name, 50, 40.0).and_then(|centre| centre.with_link(15.0)));
/// let centres = centres.into_iter().collect::<Result<Vec<_>, _>>()?;
/// let classes = [LatencyClass::new(20.0, 0.8)?, LatencyClass::new(5.0, 0.2)?];
/// let pool = Pool::new(centres, classes, Service::new(0.05, 0.0)?)?;
/// let (least, most) = (pool.gain(Sharing::Divided), pool.gain(Sharing::Lent));
/// assert!(least.effective_capacity() <= most.effective_capacity());
/// assert!(most.servers_after < most.servers_before);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Pool {
    #[serde(rename = "centre")]
    centres: Vec<Centre>,
    #[serde(rename = "class")]
    classes: Vec<LatencyClass>,
    service: Service,
}

/// The serde shape of a pool.
#[derive(serde::Deserialize)]
#[serde(
    deny_unknown_fields,
    rename = "Pool",
    expecting = "a table with `centre`, `class` and `service`"
)]
struct PoolFields {
    #[serde(deserialize_with = "limits::list::<{ Limit::Centres as usize }, _, _>")]
    centre: Vec<Centre>,
    #[serde(deserialize_with = "limits::list::<{ Limit::LatencyClasses as usize }, _, _>")]
    class: Vec<LatencyClass>,
    service: Service,
}

impl<'de> Deserialize<'de> for Pool {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let fields = PoolFields::deserialize(from)?;
        Self::new(fields.centre, fields.class, fields.service).map_err(D::Error::custom)
    }
}

impl Pool {
    /// Builds a pool of centres with the latency classes of their demand.
    ///
    /// # Errors
    ///
    /// [`Missing`](ErrorKind::Missing) without a centre; [`Duplicate`](ErrorKind::Duplicate) for
    /// two centres of one name; [`SharesDoNotSum`](ErrorKind::SharesDoNotSum) if the shares of the
    /// classes do not sum to one; [`OutOfRange`](ErrorKind::OutOfRange) for a total load of more
    /// than 9 million servers, or for no server or more than 9 million;
    /// [`TooMany`](ErrorKind::TooMany) past [`Limit::Centres`] or [`Limit::LatencyClasses`].
    pub fn new(
        centres: impl IntoIterator<Item = Centre>,
        classes: impl IntoIterator<Item = LatencyClass>,
        service: Service,
    ) -> Result<Self, Error> {
        let centres = Limit::Centres.collect(centres)?;
        let classes = Limit::LatencyClasses.collect(classes)?;
        if centres.is_empty() {
            return Err(Error::new(ErrorKind::Missing {
                what: "a centre",
                remedy: "list the centres that share their demand",
            }));
        }
        for (number, centre) in centres.iter().enumerate() {
            let here = |error: Error| error.at(&format!("centre[{number}]"));
            centre.check().map_err(here)?;
            if centres[..number]
                .iter()
                .any(|other| other.name == centre.name)
            {
                return Err(here(Error::duplicate("the centre", &centre.name)));
            }
        }
        check_classes(&classes)?;
        let load = centres.iter().map(|centre| centre.load).sum();
        Interval::closed_const(0.0, 9e6).check("load of all centres, in servers", load)?;
        // Within this limit the servers for any common load stay below the largest number.
        let servers = centres.iter().map(|centre| f64::from(centre.servers)).sum();
        Interval::closed_const(1.0, 9e6).check("servers of all centres", servers)?;
        Ok(Self {
            centres,
            classes,
            service,
        })
    }

    /// The centres.
    #[must_use]
    pub fn centres(&self) -> &[Centre] {
        &self.centres
    }

    /// Returns the share of a centre's load that its own latency and link allow to move, and the
    /// constraint on it.
    ///
    /// The load that does move depends on the latencies of the other centres too.
    #[must_use]
    pub fn movable(&self, centre: &Centre) -> (f64, Bound) {
        site::movable(centre, &self.classes)
    }

    /// Returns the gain of the centres from serving together at equal service, with the constraint
    /// at each centre.
    ///
    /// The order of the centres and of the classes does not change a bit of the result.
    ///
    /// # Examples
    ///
    /// A pool cannot help a centre without a link, however many machines stand idle elsewhere.
    ///
    /// ```
    /// use compute_impact::hubs::pooling::{
    ///     Centre, LatencyClass, Pool, Service, Sharing, erlang_c,
    /// };
    ///
    /// let centres = [
    ///     Centre::new("idle", 100, 10.0)?.with_link(1.0)?,
    ///     Centre::new("idle too", 50, 5.0)?.with_link(1.0)?,
    ///     Centre::new("full", 10, 9.0)?,
    /// ];
    /// let pool = Pool::new(centres, [LatencyClass::new(20.0, 1.0)?], Service::new(0.1, 0.0)?)?;
    /// let gain = pool.gain(Sharing::Lent);
    /// assert_eq!(gain.waiting_after, erlang_c(10, 9.0)?);
    /// assert_eq!(gain.waiting_after, gain.waiting_before);
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    #[must_use]
    pub fn gain(&self, sharing: Sharing) -> PoolingGain {
        let sites = Sites::new(&self.centres, &self.classes);
        let service = self.service;
        let owned = sites.list.iter().map(|site| u64::from(site.servers)).sum();
        let apart = sites.list.iter();
        let servers_before = apart.map(|site| u64::from(service.needed(site.load))).sum();
        let waiting_before = highest(
            sites
                .list
                .iter()
                .map(|site| queue::beyond(site.servers, site.load, service.patience())),
        );
        // The load that each site carries on its own within the service level.
        let carried: Vec<f64> = sites
            .list
            .iter()
            .map(|site| {
                greatest(0.0, f64::from(site.servers), |load| {
                    service.is_met(site.servers, load)
                })
            })
            .collect();
        let (alone, machines) = (carried.iter().sum::<f64>(), count(owned));
        // No demand can exceed all machines. The load carried is above zero, as there is a server.
        let most = machines / alone;

        let grown = |loads: Vec<f64>| (loads.iter().sum::<f64>() / alone).max(1.0);
        let mut times = grown(divided::carried(&sites, &carried, most, service));
        let mut servers_after = divided::servers(&sites, service);
        let mut waiting_after = lent::waiting(&sites, service).min(waiting_before);
        match sharing {
            Sharing::Divided => {
                let bounds = [waiting_after, waiting_before];
                waiting_after = divided::waiting(&sites, service, bounds);
            }
            // A plan that divides the machines can be carried out by lending too.
            Sharing::Lent => {
                times = times.max(grown(lent::carried(&sites, &carried, most, service)));
                servers_after = servers_after.min(lent::servers(&sites, service));
            }
        }
        PoolingGain {
            servers_before,
            servers_after,
            utilisation_before: alone / machines,
            utilisation_after: times * alone / machines,
            waiting_before,
            waiting_after,
            times,
            bounds: self
                .centres
                .iter()
                .map(|centre| {
                    let (part, bound) = self.movable(centre);
                    (centre.name.clone(), part, bound)
                })
                .collect(),
        }
    }
}

/// Converts a number of servers, at most 9 million, exactly.
#[expect(clippy::cast_precision_loss, reason = "9 million at most")]
const fn count(servers: u64) -> f64 {
    servers as f64
}

/// Returns the highest share of waiting jobs; zero for an empty list.
fn highest(waiting: impl Iterator<Item = f64>) -> f64 {
    waiting.fold(0.0, f64::max)
}

/// Finds by bisection the greatest number between two bounds for which a condition holds, if it
/// holds for all smaller numbers; `low` if it holds for none.
fn greatest(low: f64, high: f64, holds: impl Fn(f64) -> bool) -> f64 {
    let (mut low, mut high) = (low, high.max(low));
    if holds(high) {
        return high;
    }
    // 44 halvings find the load of ten million servers to one part in 10^9.
    for _ in 0..44 {
        let middle = low + 0.5 * (high - low);
        if holds(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    low
}

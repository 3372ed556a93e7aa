//! Interconnection: what several centres gain by serving their demand together.
//!
//! A centre must keep machines free for the moments in which more jobs come than usual. Such
//! moments do not come to all centres at once, so that centres that share their demand need fewer
//! machines for the same service, or serve more with the same. How much is exact arithmetic of
//! queues; how much of it can be had is bounded by the jobs that can bear the way (latency) and by
//! the links.
//!
//! Jobs come at random (Poisson), take lengths of an exponential distribution, and wait for the
//! first free of many like servers (Erlang's C, `M/M/n`).
//!
//! Between all jobs that may move and none lies no simple formula. Two readings enclose what real
//! centres gain ([`Sharing`]); they agree where all or nothing may move.

mod centre;
mod gain;
mod queue;

use serde::de::{Deserialize, Deserializer, Error as _};

pub use centre::{Centre, LatencyClass};
pub use gain::Gain;
pub use queue::{Service, erlang_b, erlang_c, waiting_beyond};

use crate::{Error, ErrorKind, Interval};
use centre::check_classes;

/// How centres share their machines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sharing {
    /// What may not move keeps machines of its own, and what moves has a pool of others; a centre
    /// that loses by it stays apart. The least that is gained.
    Divided,
    /// Jobs that may move run on any idle machine, and give it back when a job that may not move
    /// needs it (training from checkpoints). All machines of linked centres are one pool, as far
    /// as each centre has enough for what may not move. The most that is gained.
    Lent,
}

/// What keeps a centre's load from moving.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Bound {
    /// It has no link.
    NoLink,
    /// Jobs that cannot bear the way.
    Latency,
    /// The link is full.
    Link,
    /// Nothing: all may move.
    Nothing,
}

/// Centres that may serve their demand together, and the service they owe.
///
/// | key in a file | meaning |
/// |---|---|
/// | `centre` | list of [`Centre`] |
/// | `class` | list of [`LatencyClass`] |
/// | `service` | [`Service`] |
///
/// # Examples
///
/// Four centres of 50 units with a way of 15 ms between them, and jobs of which 80 % bear 20 ms.
///
/// ```
/// use compute_impact::capacity::pooling::{Centre, LatencyClass, Pool, Service, Sharing};
///
/// let centres = ["Gui'an", "Qingyang", "Zhongwei", "Horinger"]
///     .map(|name| Centre::new(name, 50, 40.0).and_then(|centre| centre.linked(15.0)));
/// let centres = centres.into_iter().collect::<Result<Vec<_>, _>>()?;
/// let classes = [LatencyClass::new(20.0, 0.8)?, LatencyClass::new(5.0, 0.2)?];
/// let pool = Pool::new(centres, classes, Service::new(0.05, 0.0)?)?;
/// let (least, most) = (pool.gain(Sharing::Divided), pool.gain(Sharing::Lent));
/// assert!(least.effective_capacity() <= most.effective_capacity());
/// assert!(most.servers_after() < most.servers_before());
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
    centre: Vec<Centre>,
    class: Vec<LatencyClass>,
    service: Service,
}

impl<'de> Deserialize<'de> for Pool {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let fields = PoolFields::deserialize(from)?;
        Self::new(fields.centre, fields.class, fields.service).map_err(D::Error::custom)
    }
}

/// What each centre does with its load: what stays and what moves, in servers.
#[derive(Clone, Copy, Debug)]
struct Split {
    stays: f64,
    moves: f64,
}

impl Pool {
    /// Centres with the latency classes of their demand.
    ///
    /// # Errors
    ///
    /// [`Missing`](ErrorKind::Missing) without a centre; [`Duplicate`](ErrorKind::Duplicate) for
    /// two of one name; [`SharesDoNotSum`](ErrorKind::SharesDoNotSum) if the classes do not cover
    /// the demand; [`OutOfRange`](ErrorKind::OutOfRange) for a load or servers of all of more than 9
    /// million servers, or more than 100 centres.
    pub fn new(
        centres: impl IntoIterator<Item = Centre>,
        classes: impl IntoIterator<Item = LatencyClass>,
        service: Service,
    ) -> Result<Self, Error> {
        let (centres, classes): (Vec<_>, Vec<_>) = (
            centres.into_iter().take(101).collect(),
            classes.into_iter().collect(),
        );
        if centres.is_empty() {
            return Err(Error::new(ErrorKind::Missing {
                what: "a centre",
                remedy: "list the centres that share their demand",
            }));
        }
        let count = u32::try_from(centres.len()).unwrap_or(u32::MAX);
        Interval::closed_const(1.0, 100.0).check("number of centres", f64::from(count))?;
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
        // So that whatever they carry together, the servers it needs are within reach.
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

    /// The part of a centre's load that may move, and what bounds it.
    #[must_use]
    pub fn movable(&self, centre: &Centre) -> (f64, Bound) {
        let Some(latency) = centre.latency_ms else {
            return (0.0, Bound::NoLink);
        };
        let bearing = self
            .classes
            .iter()
            .filter(|class| class.limit_ms >= latency);
        let part: f64 = bearing.map(|class| class.part).sum::<f64>().min(1.0);
        match centre.link {
            Some(link) if part * centre.load > link => (link / centre.load, Bound::Link),
            _ if part < 1.0 - 1e-9 => (part, Bound::Latency),
            _ => (1.0, Bound::Nothing),
        }
    }

    fn splits(&self, loads: &[f64]) -> Vec<Split> {
        let splits = self.centres.iter().zip(loads).map(|(centre, load)| {
            // A link carries what it carries, whatever the load.
            let centre = Centre {
                load: *load,
                ..centre.clone()
            };
            let moves = self.movable(&centre).0 * load;
            Split {
                stays: load - moves,
                moves,
            }
        });
        splits.collect()
    }

    /// The servers that all need together.
    fn needed(&self, loads: &[f64], service: Service, sharing: Sharing) -> u64 {
        let splits = self.splits(loads);
        match sharing {
            Sharing::Divided => Self::needed_divided(&splits, service),
            Sharing::Lent => Self::needed_lent(&splits, service),
        }
    }

    /// One pool of all that are linked, if that is enough for what may not move.
    fn needed_lent(splits: &[Split], service: Service) -> u64 {
        let (mut apart, mut own, mut pooled) = (0, 0, 0.0);
        for split in splits {
            if split.moves > 0.0 {
                own += u64::from(service.needed(split.stays));
                pooled += split.stays + split.moves;
            } else {
                apart += u64::from(service.needed(split.stays));
            }
        }
        apart + own.max(u64::from(service.needed(pooled)))
    }

    /// A pool for what moves and machines of its own for what stays, of those who gain by it.
    fn needed_divided(splits: &[Split], service: Service) -> u64 {
        let apart: Vec<u64> = splits
            .iter()
            .map(|split| u64::from(service.needed(split.stays + split.moves)))
            .collect();
        let dedicated: Vec<u64> = splits
            .iter()
            .map(|split| u64::from(service.needed(split.stays)))
            .collect();
        let total = |joins: &[bool]| {
            let parts = joins.iter().zip(apart.iter().zip(&dedicated));
            let own: u64 = parts
                .map(|(joins, (apart, own))| if *joins { *own } else { *apart })
                .sum();
            let moved = joins.iter().zip(splits).filter(|(joins, _)| **joins);
            own + u64::from(service.needed(moved.map(|(_, split)| split.moves).sum()))
        };
        let nobody = vec![false; splits.len()];
        let mut joins: Vec<bool> = splits.iter().map(|split| split.moves > 0.0).collect();
        let mut least = total(&joins);
        // Who gains nothing leaves: as long as that helps, and at most once each.
        for centre in 0..joins.len() {
            if joins[centre] {
                joins[centre] = false;
                let without = total(&joins);
                if without <= least {
                    least = without;
                } else {
                    joins[centre] = true;
                }
            }
        }
        least.min(total(&nobody))
    }

    /// What the centres gain by serving together at equal service, and what keeps them from more.
    #[must_use]
    pub fn gain(&self, sharing: Sharing) -> Gain {
        let loads: Vec<f64> = self.centres.iter().map(|centre| centre.load).collect();
        let service = self.service;
        let servers_before = loads
            .iter()
            .map(|load| u64::from(service.needed(*load)))
            .sum();
        let servers_after = self.needed(&loads, service, sharing);
        let held: u64 = self
            .centres
            .iter()
            .map(|centre| u64::from(centre.servers))
            .sum();

        // The load each centre carries at the service it owes, with the machines it has.
        let carried: Vec<f64> = self
            .centres
            .iter()
            .map(|centre| {
                greatest(0.0, f64::from(centre.servers), |load| {
                    service.is_met(centre.servers, load)
                })
            })
            .collect();
        let alone: f64 = carried.iter().sum();
        let scaled = |times: f64| carried.iter().map(|load| times * load).collect::<Vec<_>>();
        #[expect(clippy::cast_precision_loss, reason = "10^10 servers at most")]
        let machines = held as f64;
        // Without a link nothing changes, to the bit.
        let any_moves = self
            .centres
            .iter()
            .any(|centre| self.movable(centre).0 > 0.0);
        let times = if any_moves && alone > 0.0 {
            greatest(1.0, machines / alone, |times| {
                self.needed(&scaled(times), service, sharing) <= held
            })
        } else {
            1.0
        };

        // The worst-served before, and the service that the same machines give to all after.
        let waiting_before = self
            .centres
            .iter()
            .map(|centre| queue::beyond(centre.servers, centre.load, service.patience()))
            .fold(0.0, f64::max);
        let waiting_after = greatest(0.0, waiting_before, |better| {
            let waiting = waiting_before - better;
            waiting > 0.0 && self.needed(&loads, service.with_waiting(waiting), sharing) <= held
        });
        Gain {
            servers_before,
            servers_after,
            utilisation_before: alone / machines,
            utilisation_after: times * alone / machines,
            waiting_before,
            waiting_after: waiting_before - waiting_after,
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

/// The greatest number between two for which something holds that holds up to it: `low` if it
/// holds nowhere above.
fn greatest(low: f64, high: f64, holds: impl Fn(f64) -> bool) -> f64 {
    let (mut low, mut high) = (low, high.max(low));
    if holds(high) {
        return high;
    }
    // The load of ten million servers to a part in 10^9.
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

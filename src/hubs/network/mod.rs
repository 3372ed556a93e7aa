//! Hubs that host capacity, regions that use it, and the links between them: who is served from
//! which hub at least cost.
//!
//! Computing is often done in one region and used in another. A network states the capacity of each
//! hub, the demand of each region by latency class, and the links between them with their latency,
//! width and cost. With the flow `x_w` on each route `w` from a class of demand to a hub, the
//! network serves as much demand as possible, and that at least cost. This is a linear programme
//! (Kantorovich 1939; Hitchcock 1941), solved by the crate `microlp`:
//!
//! ```text
//! max sum_w x_w,  then  min sum_w c_w x_w,   with x_w >= 0 and
//! sum x_w <= capacity of each hub,  <= width of each link,  <= demand of each class
//! ```
//!
//! # Equal optima
//!
//! Often many allocations serve as much at the same cost, as one hub may replace another. The use
//! of a hub, or the output attributed to a region, is then a range: [`Allocation::hosted_range`],
//! [`Allocation::served_range`] and [`Allocation::booked_range`]. The flows returned are those
//! nearest to proportional, with the least `sum_w x_w^2 / (demand of the class * capacity of the
//! hub)`. There is only one such allocation, and it does not depend on names or on the order of a
//! file.
//!
//! # Zero
//!
//! A capacity of zero states that a hub hosts nothing, whereas a missing capacity is a blank. A
//! link of width zero is closed, a cost of zero is free, and a region may have no demand.

mod allocation;
mod optimum;
mod parts;
mod programme;
mod proportional;
mod solve;

use std::collections::{HashMap, HashSet};

use serde::de::{Deserialize, Deserializer, Error as _};

pub use allocation::{Allocation, Booking, Flow, Unserved};
pub use parts::{DemandClass, Hub, Link, Region, Spillover};

use crate::limits::{self, Limit};
use crate::{Capacity, Error, ErrorKind, Interval, Measure, UnitCost};

/// Hubs, regions, links and spillovers.
///
/// | key in a file | type |
/// |---|---|
/// | `hub` | list of [`Hub`] |
/// | `region` | list of [`Region`] |
/// | `link` | list of [`Link`]; without any the network is fragmented |
/// | `spillover` | list of [`Spillover`]; none if left out |
///
/// # Examples
///
/// The cannery of Dantzig (1963): two plants, three markets, 153.675 thousand dollars.
///
/// ```
/// use compute_impact::hubs::network::{DemandClass, Hub, HubNetwork, Link, Region};
/// use compute_impact::evidence::Estimate;
/// use compute_impact::{Capacity, Error, UnitCost};
///
/// let cases = |n: f64| -> Result<_, Error> {
///     Estimate::assumed(format!("{n} EFLOPS FP32").parse::<Capacity>()?, "Dantzig 1963")
/// };
/// let freight = |miles: f64| -> Result<_, Error> {
///     let cost = format!("{} USD per EFLOPS FP32", 90.0 * miles);
///     Estimate::assumed(cost.parse::<UnitCost>()?, "90 dollars a case and thousand miles")
/// };
/// let hubs = [
///     Hub::new("Seattle", "north").with_capacity(cases(350.0)?),
///     Hub::new("San Diego", "south").with_capacity(cases(600.0)?),
/// ];
/// let mut regions = vec![Region::new("north", []), Region::new("south", [])];
/// let mut links = Vec::new();
/// for (name, demand, miles) in [
///     ("New York", 325.0, [2.5, 2.5]),
///     ("Chicago", 300.0, [1.7, 1.8]),
///     ("Topeka", 275.0, [1.8, 1.4]),
/// ] {
///     regions.push(Region::new(name, [DemandClass::new(1.0, cases(demand)?)]));
///     for (hub, miles) in [("Seattle", miles[0]), ("San Diego", miles[1])] {
///         links.push(Link::new(name, hub, 1.0).with_cost(freight(miles)?));
///     }
/// }
/// let network = HubNetwork::new(hubs, regions, links, [])?;
/// let cost = network.allocate()?.cost.unwrap();
/// assert!((cost.amount() - 153_675.0).abs() < 1e-3);
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct HubNetwork {
    #[serde(rename = "hub")]
    hubs: Vec<Hub>,
    #[serde(rename = "region")]
    regions: Vec<Region>,
    #[serde(rename = "link", skip_serializing_if = "Vec::is_empty")]
    links: Vec<Link>,
    #[serde(rename = "spillover", skip_serializing_if = "Vec::is_empty")]
    spillovers: Vec<Spillover>,
}

/// The serde shape of a network.
#[derive(serde::Deserialize)]
#[serde(
    deny_unknown_fields,
    rename = "HubNetwork",
    expecting = "a table with `hub` and `region`, and optionally `link` and `spillover`"
)]
struct NetworkFields {
    #[serde(deserialize_with = "limits::list::<{ Limit::Hubs as usize }, _, _>")]
    hub: Vec<Hub>,
    #[serde(deserialize_with = "limits::list::<{ Limit::Regions as usize }, _, _>")]
    region: Vec<Region>,
    #[serde(
        default,
        deserialize_with = "limits::list::<{ Limit::Links as usize }, _, _>"
    )]
    link: Vec<Link>,
    #[serde(
        default,
        deserialize_with = "limits::list::<{ Limit::Spillovers as usize }, _, _>"
    )]
    spillover: Vec<Spillover>,
}

impl<'de> Deserialize<'de> for HubNetwork {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let fields = NetworkFields::deserialize(from)?;
        Self::new(fields.hub, fields.region, fields.link, fields.spillover)
            .map_err(D::Error::custom)
    }
}

/// The largest number of routes, each of which may be a variable of the programme.
const MAX_ROUTES: u32 = 100_000;

impl HubNetwork {
    /// Builds a network and checks that its parts fit together.
    ///
    /// # Errors
    ///
    /// [`Missing`](ErrorKind::Missing) without a hub or region; [`Unknown`](ErrorKind::Unknown)
    /// for an unknown name of a hub or region; [`Duplicate`](ErrorKind::Duplicate) for a repeated
    /// name, or two links between the same pair; [`MeasureMismatch`](ErrorKind::MeasureMismatch),
    /// [`CurrencyMismatch`](ErrorKind::CurrencyMismatch) or
    /// [`PriceBasisMismatch`](ErrorKind::PriceBasisMismatch) for parts in different measures or
    /// money; [`OutOfRange`](ErrorKind::OutOfRange) for a negative latency, or spillovers of a
    /// region that sum to more than one; [`TooMany`](ErrorKind::TooMany) past the limits of hubs,
    /// regions, links, spillovers, demand classes, clusters and names in [`Limit`].
    pub fn new(
        hubs: impl IntoIterator<Item = Hub>,
        regions: impl IntoIterator<Item = Region>,
        links: impl IntoIterator<Item = Link>,
        spillovers: impl IntoIterator<Item = Spillover>,
    ) -> Result<Self, Error> {
        let network = Self {
            hubs: Limit::Hubs.collect(hubs)?,
            regions: Limit::Regions.collect(regions)?,
            links: Limit::Links.collect(links)?,
            spillovers: Limit::Spillovers.collect(spillovers)?,
        };
        network.check()?;
        Ok(network)
    }

    /// The hubs.
    #[must_use]
    pub fn hubs(&self) -> &[Hub] {
        &self.hubs
    }

    /// The regions.
    #[must_use]
    pub fn regions(&self) -> &[Region] {
        &self.regions
    }

    /// Returns the hubs without a published capacity.
    pub fn blanks(&self) -> impl Iterator<Item = &Hub> {
        self.hubs.iter().filter(|hub| hub.capacity.is_none())
    }

    /// Returns the network without the hubs that have no published capacity, and without their
    /// links.
    ///
    /// # Errors
    ///
    /// [`Missing`](ErrorKind::Missing) if no hub is left.
    pub fn without_blanks(&self) -> Result<Self, Error> {
        let is_published = |name: &str| {
            let hub = self.hubs.iter().find(|hub| hub.name == name);
            hub.is_some_and(|hub| hub.capacity.is_some())
        };
        Self::new(
            self.hubs
                .iter()
                .filter(|hub| is_published(&hub.name))
                .cloned(),
            self.regions.iter().cloned(),
            self.links
                .iter()
                .filter(|link| is_published(&link.hub))
                .cloned(),
            self.spillovers.iter().cloned(),
        )
    }

    /// Returns the same hubs and regions without links, so that each region has only its own hubs.
    #[must_use]
    pub fn fragmented(&self) -> Self {
        Self {
            links: Vec::new(),
            ..self.clone()
        }
    }

    /// Returns the measure of all capacity.
    pub(super) fn measure(&self) -> Option<Measure> {
        self.capacities()
            .next()
            .map(|(_, capacity)| capacity.measure())
    }

    fn capacities(&self) -> impl Iterator<Item = (String, Capacity)> {
        let hosted = self.hubs.iter().enumerate().filter_map(|(n, hub)| {
            let capacity = hub.capacity.as_ref()?.value();
            Some((format!("hub[{n}].capacity"), capacity))
        });
        let used = self.regions.iter().enumerate().flat_map(|(n, region)| {
            let classes = region.demand.iter().enumerate();
            classes.map(move |(class, demand)| {
                let place = format!("region[{n}].demand[{class}].capacity");
                (place, demand.capacity.value())
            })
        });
        let limits = self.links.iter().enumerate().filter_map(|(n, link)| {
            let limit = link.limit.as_ref()?.value();
            Some((format!("link[{n}].limit"), limit))
        });
        hosted.chain(used).chain(limits)
    }

    fn costs(&self) -> impl Iterator<Item = (String, UnitCost)> {
        let hubs = self.hubs.iter().enumerate().filter_map(|(n, hub)| {
            let cost = hub.cost.as_ref()?.value();
            Some((format!("hub[{n}].cost"), cost))
        });
        let links = self.links.iter().enumerate().filter_map(|(n, link)| {
            let cost = link.cost.as_ref()?.value();
            Some((format!("link[{n}].cost"), cost))
        });
        hubs.chain(links)
    }

    fn check(&self) -> Result<(), Error> {
        let hubs: Vec<&str> = self.hubs.iter().map(Hub::name).collect();
        let regions: Vec<&str> = self.regions.iter().map(Region::name).collect();
        expect_distinct("hub", &hubs)?;
        expect_distinct("region", &regions)?;
        for (number, hub) in self.hubs.iter().enumerate() {
            expect_known("region", &hub.region, &regions)
                .map_err(|error| error.at(&format!("hub[{number}].region")))?;
            hub.check_clusters()
                .map_err(|error| error.at(&format!("hub[{number}].clusters")))?;
        }
        for (number, region) in self.regions.iter().enumerate() {
            Limit::DemandClasses
                .check(region.demand.len())
                .map_err(|error| error.at(&format!("region[{number}].demand")))?;
            for (class, demand) in region.demand.iter().enumerate() {
                Interval::NON_NEGATIVE
                    .check("latency limit in ms", demand.limit_ms)
                    .map_err(|e| e.at(&format!("region[{number}].demand[{class}].limit")))?;
            }
        }
        let mut pairs = HashSet::new();
        for (number, link) in self.links.iter().enumerate() {
            let here = |error: Error| error.at(&format!("link[{number}]"));
            expect_known("region", &link.region, &regions).map_err(|e| here(e.at("region")))?;
            expect_known("hub", &link.hub, &hubs).map_err(|e| here(e.at("hub")))?;
            Interval::NON_NEGATIVE
                .check("latency in ms", link.latency_ms)
                .map_err(|e| here(e.at("latency")))?;
            if !pairs.insert((&link.region, &link.hub)) {
                let pair = format!("{} to {}", link.region, link.hub);
                return Err(here(Error::new(ErrorKind::Duplicate {
                    what: "the link",
                    given: pair.chars().take(160).collect(),
                })));
            }
        }
        let classes: usize = self.regions.iter().map(|region| region.demand.len()).sum();
        let routes = u32::try_from(classes.saturating_mul(self.hubs.len())).unwrap_or(u32::MAX);
        Interval::closed_const(0.0, f64::from(MAX_ROUTES))
            .check("number of classes of demand times hubs", f64::from(routes))?;
        self.check_spillovers(&regions)?;
        self.check_kinds()
    }

    fn check_spillovers(&self, regions: &[&str]) -> Result<(), Error> {
        let mut sums: HashMap<&str, f64> = HashMap::new();
        let mut pairs = HashSet::new();
        for (number, spillover) in self.spillovers.iter().enumerate() {
            let here = |error: Error| error.at(&format!("spillover[{number}]"));
            expect_known("region", &spillover.from, regions).map_err(|e| here(e.at("from")))?;
            expect_known("region", &spillover.to, regions).map_err(|e| here(e.at("to")))?;
            Interval::UNIT
                .check("share that spills over", spillover.part)
                .map_err(|e| here(e.at("part")))?;
            if !pairs.insert((spillover.from.as_str(), spillover.to.as_str())) {
                let pair = format!("{} to {}", spillover.from, spillover.to);
                return Err(here(Error::duplicate("the spillover", &pair)));
            }
            let sum = sums.entry(&spillover.from).or_default();
            *sum += spillover.part;
            Interval::closed_const(0.0, 1.0 + 1e-9)
                .check("sum of all shares that spill over from one region", *sum)
                .map_err(here)?;
        }
        Ok(())
    }

    /// Refuses capacity of several measures, and costs in several kinds of money.
    fn check_kinds(&self) -> Result<(), Error> {
        if let Some(measure) = self.measure() {
            for (place, capacity) in self.capacities() {
                capacity
                    .expect_measure(measure)
                    .map_err(|error| error.at(&place))?;
            }
            for (place, cost) in self.costs() {
                if cost.measure() != measure {
                    let (left, right) = (cost.measure(), measure);
                    let error = Error::new(ErrorKind::MeasureMismatch { left, right });
                    return Err(error.at(&place));
                }
            }
        }
        if let Some((_, first)) = self.costs().next() {
            for (place, cost) in self.costs() {
                cost.per_eflops()
                    .expect_like(first.per_eflops())
                    .map_err(|error| error.at(&place))?;
            }
        }
        Ok(())
    }
}

/// Refuses a list of names that is empty or has a blank or repeated name.
fn expect_distinct(what: &'static str, names: &[&str]) -> Result<(), Error> {
    if names.is_empty() {
        return Err(Error::new(ErrorKind::Missing {
            what,
            remedy: "give at least one",
        }));
    }
    let mut earlier = HashSet::new();
    for (number, name) in names.iter().enumerate() {
        let here = |error: Error| error.at(&format!("{what}[{number}].name"));
        if name.trim().is_empty() {
            return Err(here(Error::new(ErrorKind::Missing {
                what: "the name",
                remedy: "give it a name",
            })));
        }
        Limit::Name.check_text(name).map_err(here)?;
        if !earlier.insert(name) {
            return Err(here(Error::duplicate(what, name)));
        }
    }
    Ok(())
}

fn expect_known(what: &'static str, name: &str, names: &[&str]) -> Result<(), Error> {
    if names.contains(&name) {
        return Ok(());
    }
    Err(Error::unknown(what, name, names.iter().copied()))
}

//! The parts of a network: hubs, demand classes, regions, links and the local part of output.

use crate::evidence::Estimate;
use crate::limits::{self, Limit};
use crate::{Capacity, Error, UnitCost};

/// A hub that hosts capacity.
///
/// | key in a file | meaning |
/// |---|---|
/// | `name` | a few words |
/// | `region` | region in which it lies |
/// | `clusters` | names of its clusters; none if left out |
/// | `capacity` | capacity that it hosts, which may be zero; a blank if left out because nothing is published |
///
/// # Examples
///
/// ```
/// use compute_impact::Capacity;
/// use compute_impact::evidence::Estimate;
/// use compute_impact::hubs::network::Hub;
///
/// let blank = Hub::new("Ulanqab", "Inner Mongolia");
/// assert_eq!(blank.capacity(), None);
/// let capacity = Estimate::assumed("20 EFLOPS FP16".parse::<Capacity>()?, "a plan")?;
/// assert!(blank.with_capacity(capacity).capacity().is_some());
/// # Ok::<(), compute_impact::Error>(())
/// ```
/// | `cost` | yearly cost of serving an EFLOPS there; zero if left out |
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(
    deny_unknown_fields,
    expecting = "a table with `name` and `region`, and optionally `capacity`, `cost` and `clusters`"
)]
pub struct Hub {
    pub(super) name: String,
    pub(super) region: String,
    #[serde(
        default,
        skip_serializing_if = "Vec::is_empty",
        deserialize_with = "limits::list::<{ Limit::Clusters as usize }, _, _>"
    )]
    pub(super) clusters: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) capacity: Option<Estimate<Capacity>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) cost: Option<Estimate<UnitCost>>,
}

impl Hub {
    /// Builds a hub of unpublished capacity.
    #[must_use]
    pub fn new(name: impl Into<String>, region: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            region: region.into(),
            clusters: Vec::new(),
            capacity: None,
            cost: None,
        }
    }

    /// Sets the capacity that the hub hosts.
    #[must_use]
    pub fn with_capacity(self, capacity: Estimate<Capacity>) -> Self {
        let capacity = Some(capacity);
        Self { capacity, ..self }
    }

    /// Sets the yearly cost of serving an EFLOPS there.
    #[must_use]
    pub fn with_cost(self, cost: Estimate<UnitCost>) -> Self {
        let cost = Some(cost);
        Self { cost, ..self }
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The region in which it lies.
    #[must_use]
    pub fn region(&self) -> &str {
        &self.region
    }

    /// Its clusters.
    #[must_use]
    pub fn clusters(&self) -> &[String] {
        &self.clusters
    }

    /// Refuses names of clusters that are too long.
    pub(super) fn check_clusters(&self) -> Result<(), Error> {
        Limit::Clusters.check(self.clusters.len())?;
        let mut names = self.clusters.iter();
        names.try_for_each(|name| Limit::Name.check_text(name))
    }

    /// The capacity that it hosts; `None` is a blank.
    #[must_use]
    pub const fn capacity(&self) -> Option<&Estimate<Capacity>> {
        self.capacity.as_ref()
    }
}

/// Demand of a region with a largest tolerable latency.
///
/// # Examples
///
/// See [`HubNetwork`](super::HubNetwork).
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(
    deny_unknown_fields,
    rename_all = "kebab-case",
    expecting = "a table with `limit` (in ms) and `capacity`"
)]
pub struct DemandClass {
    #[serde(rename = "limit")]
    pub(super) limit_ms: f64,
    pub(super) capacity: Estimate<Capacity>,
}

impl DemandClass {
    /// Builds demand for a capacity at a latency of at most `limit_ms` milliseconds.
    #[must_use]
    pub const fn new(limit_ms: f64, capacity: Estimate<Capacity>) -> Self {
        Self { limit_ms, capacity }
    }
}

/// A region that uses capacity.
///
/// # Examples
///
/// ```
/// use compute_impact::Capacity;
/// use compute_impact::evidence::Estimate;
/// use compute_impact::hubs::network::{DemandClass, Region};
///
/// let capacity = Estimate::assumed("5 EFLOPS FP16".parse::<Capacity>()?, "a survey")?;
/// let region = Region::new("Guangdong", [DemandClass::new(20.0, capacity)]);
/// assert_eq!(region.name(), "Guangdong");
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table with `name` and `demand`")]
pub struct Region {
    pub(super) name: String,
    #[serde(deserialize_with = "limits::list::<{ Limit::DemandClasses as usize }, _, _>")]
    pub(super) demand: Vec<DemandClass>,
}

impl Region {
    /// Builds a region with its demand by latency class, at most
    /// [`Limit::DemandClasses`] of them: a network refuses a region of more.
    #[must_use]
    pub fn new(name: impl Into<String>, demand: impl IntoIterator<Item = DemandClass>) -> Self {
        Self {
            name: name.into(),
            demand: Limit::DemandClasses.take(demand),
        }
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }
}

/// A link from a region to a hub in another region. A hub serves its own region without a link.
///
/// # Examples
///
/// ```
/// use compute_impact::Capacity;
/// use compute_impact::evidence::Estimate;
/// use compute_impact::hubs::network::{DemandClass, Hub, HubNetwork, Link, Region};
///
/// let eflops = |text: &str| Estimate::assumed(text.parse::<Capacity>()?, "example");
/// let hub = Hub::new("Horinger", "west").with_capacity(eflops("10 EFLOPS FP16")?);
/// let east = Region::new("east", [DemandClass::new(20.0, eflops("4 EFLOPS FP16")?)]);
/// let west = Region::new("west", []);
/// let link = Link::new("east", "Horinger", 18.0).with_limit(eflops("3 EFLOPS FP16")?);
/// let allocation = HubNetwork::new([hub], [east, west], [link], [])?.serve()?;
/// assert!((allocation.flows[0].eflops - 3.0).abs() < 1e-6); // all that the link carries
/// assert!((allocation.unserved[0].eflops - 1.0).abs() < 1e-6);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(
    deny_unknown_fields,
    expecting = "a table with `region`, `hub` and `latency` (in ms)"
)]
pub struct Link {
    pub(super) region: String,
    pub(super) hub: String,
    #[serde(rename = "latency")]
    pub(super) latency_ms: f64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) limit: Option<Estimate<Capacity>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) cost: Option<Estimate<UnitCost>>,
}

impl Link {
    /// Builds a link of unlimited width and no cost.
    #[must_use]
    pub fn new(region: impl Into<String>, hub: impl Into<String>, latency_ms: f64) -> Self {
        Self {
            region: region.into(),
            hub: hub.into(),
            latency_ms,
            limit: None,
            cost: None,
        }
    }

    /// Limits the capacity that the link carries; zero closes it.
    #[must_use]
    pub fn with_limit(self, limit: Estimate<Capacity>) -> Self {
        let limit = Some(limit);
        Self { limit, ..self }
    }

    /// Sets the yearly cost of an EFLOPS that is used through the link.
    #[must_use]
    pub fn with_cost(self, cost: Estimate<UnitCost>) -> Self {
        let cost = Some(cost);
        Self { cost, ..self }
    }
}

/// The share of the output attributed to one region that arises in another.
///
/// # Examples
///
/// ```
/// use compute_impact::Capacity;
/// use compute_impact::evidence::Estimate;
/// use compute_impact::hubs::network::{Booking, DemandClass, Hub, HubNetwork, Region, Spillover};
///
/// let eflops = Estimate::assumed("10 EFLOPS FP16".parse::<Capacity>()?, "example")?;
/// let hub = Hub::new("hub", "west").with_capacity(eflops.clone());
/// let regions = [Region::new("west", [DemandClass::new(20.0, eflops)]), Region::new("east", [])];
/// let network = HubNetwork::new([hub], regions, [], [Spillover::new("west", "east", 0.3)])?;
/// let allocation = network.allocate()?;
/// let attributed = allocation.booked("100 m CNY".parse()?, Booking::Hosting)?;
/// assert_eq!(attributed[1].0, "east");
/// assert!((attributed[1].1.amount() - 30e6).abs() < 1e-3);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(
    deny_unknown_fields,
    expecting = "a table with `from`, `to` and `part`"
)]
pub struct Spillover {
    pub(super) from: String,
    pub(super) to: String,
    pub(super) part: f64,
}

impl Spillover {
    /// Builds a spillover: this share of the output attributed to `from` arises in `to`.
    #[must_use]
    pub fn new(from: impl Into<String>, to: impl Into<String>, part: f64) -> Self {
        Self {
            from: from.into(),
            to: to.into(),
            part,
        }
    }
}

use super::HubNetwork;
use crate::{Error, Money, Quantity};

/// Who books the output of computing: where it is done, or where it is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Booking {
    /// The region in which the hub lies.
    Hosting,
    /// The region that asked for it.
    Use,
}

/// Capacity that serves a region's demand from a hub.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Flow {
    pub(super) region: String,
    pub(super) hub: String,
    pub(super) hub_region: String,
    pub(super) limit_ms: f64,
    pub(super) eflops: f64,
    pub(super) cost: f64,
}

impl Flow {
    /// The region that uses it.
    #[must_use]
    pub fn region(&self) -> &str {
        &self.region
    }

    /// The hub that hosts it.
    #[must_use]
    pub fn hub(&self) -> &str {
        &self.hub
    }

    /// The latency that the demand bears, in ms.
    #[must_use]
    pub const fn limit_ms(&self) -> f64 {
        self.limit_ms
    }

    /// The capacity, in EFLOPS of the network's measure.
    #[must_use]
    pub const fn eflops(&self) -> f64 {
        self.eflops
    }
}

/// Demand that nothing can serve.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Unserved {
    pub(super) region: String,
    pub(super) limit_ms: f64,
    pub(super) eflops: f64,
}

impl Unserved {
    /// The region.
    #[must_use]
    pub fn region(&self) -> &str {
        &self.region
    }

    /// The latency that the demand bears, in ms.
    #[must_use]
    pub const fn limit_ms(&self) -> f64 {
        self.limit_ms
    }

    /// How much is lacking, in EFLOPS of the network's measure.
    #[must_use]
    pub const fn eflops(&self) -> f64 {
        self.eflops
    }
}

/// Who is served from where, and at what cost.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Allocation {
    flows: Vec<Flow>,
    unserved: Vec<Unserved>,
    cost: Option<Money>,
    hubs: Vec<String>,
    regions: Vec<String>,
    /// `(from, to, part)` by the numbers of regions.
    spillovers: Vec<(usize, usize, f64)>,
}

impl Allocation {
    pub(super) fn new(
        network: &HubNetwork,
        flows: Vec<Flow>,
        unserved: Vec<Unserved>,
    ) -> Result<Self, Error> {
        let regions: Vec<String> = network.regions.iter().map(|r| r.name.clone()).collect();
        let number = |name: &str| regions.iter().position(|region| region == name);
        let spillovers = network
            .spillovers
            .iter()
            .filter_map(|s| Some((number(&s.from)?, number(&s.to)?, s.part)))
            .collect();
        let money = network.costs().next().map(|(_, cost)| cost.per_eflops());
        let cost: f64 = flows.iter().map(|flow| flow.cost).sum();
        let cost = money.map(|like| {
            Money::ALLOWED.check("cost of the allocation", cost)?;
            like.with_number(cost)
        });
        Ok(Self {
            cost: cost.transpose()?,
            flows,
            unserved,
            hubs: network.hubs.iter().map(|hub| hub.name.clone()).collect(),
            regions,
            spillovers,
        })
    }

    /// All flows, in the order of regions, classes and hubs.
    #[must_use]
    pub fn flows(&self) -> &[Flow] {
        &self.flows
    }

    /// What nothing can serve; empty from [`HubNetwork::allocate`].
    #[must_use]
    pub fn unserved(&self) -> &[Unserved] {
        &self.unserved
    }

    /// The yearly cost; `None` if the network has no costs.
    #[must_use]
    pub const fn cost(&self) -> Option<Money> {
        self.cost
    }

    /// Capacity that is used, in EFLOPS.
    #[must_use]
    pub fn eflops(&self) -> f64 {
        self.flows.iter().map(|flow| flow.eflops).sum()
    }

    /// Each hub with the capacity that is used of it, in EFLOPS.
    #[must_use]
    pub fn hosted(&self) -> Vec<(&str, f64)> {
        let hosted = |hub: &String| {
            let own = self.flows.iter().filter(|flow| flow.hub == *hub);
            // An empty sum is -0.
            own.map(|flow| flow.eflops).sum::<f64>() + 0.0
        };
        let hubs = self.hubs.iter();
        hubs.map(|hub| (hub.as_str(), hosted(hub))).collect()
    }

    /// Each region with what is booked there of a national output, first by hosting or use and
    /// then with what spills over. The parts sum to the whole within rounding; with nothing
    /// served nothing is booked.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) if a part overflows.
    pub fn booked(&self, national: Money, booking: Booking) -> Result<Vec<(&str, Money)>, Error> {
        let all = self.eflops();
        let mut shares = vec![0.0; self.regions.len()];
        for flow in &self.flows {
            let name = match booking {
                Booking::Hosting => &flow.hub_region,
                Booking::Use => &flow.region,
            };
            if let Some(region) = self.regions.iter().position(|region| region == name) {
                shares[region] += flow.eflops / all;
            }
        }
        let mut after = shares.clone();
        for (from, to, part) in &self.spillovers {
            after[*from] -= part * shares[*from];
            after[*to] += part * shares[*from];
        }
        let regions = self.regions.iter().zip(after);
        regions
            .map(|(region, share)| Ok((region.as_str(), national.times(share)?)))
            .collect()
    }
}

use super::HubNetwork;
use super::programme::{Programme, Route, sum};
use crate::{Error, Money, Quantity};

/// The region that the output of computing is attributed to: that of the hub, or that of the user.
///
/// # Examples
///
/// See [`Allocation`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Booking {
    /// The region in which the hub lies.
    Hosting,
    /// The region whose demand is served.
    Use,
}

/// A flow: the capacity with which a hub serves a class of a region's demand.
///
/// # Examples
///
/// ```
/// use compute_impact::Capacity;
/// use compute_impact::evidence::Estimate;
/// use compute_impact::hubs::network::{DemandClass, Hub, HubNetwork, Region};
///
/// let eflops = |text: &str| Estimate::assumed(text.parse::<Capacity>()?, "example");
/// let hub = Hub::new("Horinger", "west").with_capacity(eflops("10 EFLOPS FP16")?);
/// let region = Region::new("west", [DemandClass::new(20.0, eflops("4 EFLOPS FP16")?)]);
/// let allocation = HubNetwork::new([hub], [region], [], [])?.allocate()?;
/// let flow = &allocation.flows[0];
/// assert_eq!((flow.region.as_str(), flow.hub.as_str()), ("west", "Horinger"));
/// assert!((flow.eflops - 4.0).abs() < 1e-9);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct Flow {
    /// The region that uses the capacity.
    pub region: String,
    /// The hub that hosts the capacity.
    pub hub: String,
    pub(super) hub_region: String,
    /// The latency that the demand tolerates, in ms.
    pub limit_ms: f64,
    /// The capacity, in EFLOPS of the network's measure.
    pub eflops: f64,
    pub(super) cost: f64,
}

/// Demand that no hub can serve.
///
/// # Examples
///
/// See [`HubNetwork::allocate`](super::HubNetwork::allocate).
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct Unserved {
    /// The region.
    pub region: String,
    /// The latency that the demand tolerates, in ms.
    pub limit_ms: f64,
    /// The unserved capacity, in EFLOPS of the network's measure.
    pub eflops: f64,
}

/// An allocation of demand to hubs at least cost, with the ranges over all allocations of that
/// cost.
///
/// # Examples
///
/// Two hubs of one cost can replace each other; the cheaper third is used in full by all optima.
///
/// ```
/// use compute_impact::hubs::network::{Booking, DemandClass, Hub, HubNetwork, Region};
/// use compute_impact::evidence::Estimate;
/// use compute_impact::{Capacity, Error, UnitCost};
///
/// let eflops = |text: &str| Estimate::assumed(text.parse::<Capacity>()?, "example");
/// let cost = |text: &str| Estimate::assumed(text.parse::<UnitCost>()?, "example");
/// let hub = |name: &str, hosts: &str, costs: &str| -> Result<_, Error> {
///     Ok(Hub::new(name, "west").with_capacity(eflops(hosts)?).with_cost(cost(costs)?))
/// };
/// let hubs = [
///     hub("a", "100 EFLOPS FP16", "2 CNY per EFLOPS FP16")?,
///     hub("b", "50 EFLOPS FP16", "2 CNY per EFLOPS FP16")?,
///     hub("c", "30 EFLOPS FP16", "1 CNY per EFLOPS FP16")?,
/// ];
/// let region = Region::new("west", [DemandClass::new(20.0, eflops("120 EFLOPS FP16")?)]);
/// let allocation = HubNetwork::new(hubs, [region], [], [])?.allocate()?;
/// let rounded = |x: f64| (x * 1e6).round() / 1e6;
/// // The remaining 90 divide into 60 and 30, in proportion to the capacities of the two hubs.
/// let hosted: Vec<f64> = allocation.hosted().iter().map(|(_, x)| rounded(*x)).collect();
/// assert_eq!(hosted, [60.0, 30.0, 30.0]);
/// let ranges = allocation.hosted_range()?;
/// let ranges: Vec<[f64; 2]> = ranges.iter().map(|(_, range)| range.map(rounded)).collect();
/// assert_eq!(ranges, [[40.0, 90.0], [0.0, 50.0], [30.0, 30.0]]);
///
/// let national = "1 bn CNY".parse()?;
/// let attributed = allocation.booked(national, Booking::Use)?;
/// assert_eq!(attributed[0].0, "west");
/// assert!((attributed[0].1.amount() - 1e9).abs() < 1.0);
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct Allocation {
    /// All flows, in the order of regions, classes and hubs.
    pub flows: Vec<Flow>,
    /// The demand that no hub can serve; empty for [`HubNetwork::allocate`].
    pub unserved: Vec<Unserved>,
    /// The yearly cost, which all optima share; `None` if the network has no costs.
    pub cost: Option<Money>,
    hubs: Vec<String>,
    regions: Vec<String>,
    /// `(from, to, share)`, with regions by their number.
    spillovers: Vec<(usize, usize, f64)>,
    /// The number of each hub's region.
    #[serde(skip)]
    places: Vec<usize>,
    /// All optima.
    #[serde(skip)]
    optima: Programme,
}

impl Allocation {
    pub(super) fn new(
        network: &HubNetwork,
        flows: Vec<Flow>,
        unserved: Vec<Unserved>,
        optima: Programme,
    ) -> Result<Self, Error> {
        let regions: Vec<String> = network.regions.iter().map(|r| r.name.clone()).collect();
        let number = |name: &str| regions.iter().position(|region| region == name);
        let mut spillovers: Vec<&super::Spillover> = network.spillovers.iter().collect();
        spillovers.sort_by(|a, b| (&a.from, &a.to).cmp(&(&b.from, &b.to)));
        let spillovers = spillovers
            .into_iter()
            .filter_map(|s| Some((number(&s.from)?, number(&s.to)?, s.part)))
            .collect();
        let money = network.costs().next().map(|(_, cost)| cost.per_eflops());
        let cost = sum(flows.iter().map(|flow| flow.cost));
        let cost = money.map(|like| {
            Money::ALLOWED.check("cost of the allocation", cost)?;
            like.with_number(cost)
        });
        let places = network.hubs.iter();
        Ok(Self {
            cost: cost.transpose()?,
            flows,
            unserved,
            places: places.filter_map(|hub| number(&hub.region)).collect(),
            hubs: network.hubs.iter().map(|hub| hub.name.clone()).collect(),
            regions,
            spillovers,
            optima,
        })
    }

    /// Returns the capacity that is used, in EFLOPS, which all optima share.
    #[must_use]
    pub fn eflops(&self) -> f64 {
        sum(self.flows.iter().map(|flow| flow.eflops))
    }

    /// Returns each hub with its used capacity, in EFLOPS.
    #[must_use]
    pub fn hosted(&self) -> Vec<(&str, f64)> {
        let hosted = |hub: &String| {
            let own = self.flows.iter().filter(|flow| flow.hub == *hub);
            sum(own.map(|flow| flow.eflops))
        };
        let hubs = self.hubs.iter();
        hubs.map(|hub| (hub.as_str(), hosted(hub))).collect()
    }

    /// Returns each hub with the least and the most used capacity, in EFLOPS, over all allocations
    /// that serve as much at the same cost.
    ///
    /// This takes two linear programmes for each hub. Routes whose costs differ by less than one
    /// part in 10^9 of the dearest count as equal.
    ///
    /// # Errors
    ///
    /// [`Unsolved`](crate::ErrorKind::Unsolved) if the solver fails.
    pub fn hosted_range(&self) -> Result<Vec<(&str, [f64; 2])>, Error> {
        let range = |(number, (name, returned))| {
            let range = self.range(returned, |route| f64::from(u8::from(route.hub == number)))?;
            Ok((name, range))
        };
        self.hosted().into_iter().enumerate().map(range).collect()
    }

    /// Returns each region with the capacity that serves its demand, in EFLOPS.
    #[must_use]
    pub fn served(&self) -> Vec<(&str, f64)> {
        let served = |region: &String| {
            let own = self.flows.iter().filter(|flow| flow.region == *region);
            sum(own.map(|flow| flow.eflops))
        };
        let regions = self.regions.iter();
        regions
            .map(|region| (region.as_str(), served(region)))
            .collect()
    }

    /// Returns each region with the least and the most capacity, in EFLOPS, that serves its demand,
    /// over all allocations that serve as much at the same cost.
    ///
    /// # Errors
    ///
    /// As [`hosted_range`](Self::hosted_range).
    pub fn served_range(&self) -> Result<Vec<(&str, [f64; 2])>, Error> {
        let range = |(number, (name, returned))| {
            let range = self.range(returned, |route| {
                f64::from(u8::from(route.region == number))
            })?;
            Ok((name, range))
        };
        self.served().into_iter().enumerate().map(range).collect()
    }

    /// Attributes a national output to the regions, first by hosting or use and then with
    /// spillovers. The parts sum to the whole within rounding; if no demand is served, all are
    /// zero.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) if a part overflows.
    pub fn booked(&self, national: Money, booking: Booking) -> Result<Vec<(&str, Money)>, Error> {
        let shares = self.shares(booking);
        let regions = self.regions.iter().zip(shares);
        regions
            .map(|(region, share)| Ok((region.as_str(), national.times(share)?)))
            .collect()
    }

    /// Returns each region with the least and the most of a national output that
    /// [`booked`](Self::booked) attributes to it, over all allocations that serve as much at the
    /// same cost.
    ///
    /// # Errors
    ///
    /// As [`booked`](Self::booked) and [`hosted_range`](Self::hosted_range).
    pub fn booked_range(
        &self,
        national: Money,
        booking: Booking,
    ) -> Result<Vec<(&str, [Money; 2])>, Error> {
        let all = self.eflops();
        let mut booked_ranges = Vec::with_capacity(self.regions.len());
        for (number, share) in self.shares(booking).into_iter().enumerate() {
            let booked = |route: &Route| {
                let of = match booking {
                    Booking::Hosting => self.places[route.hub],
                    Booking::Use => route.region,
                };
                self.after_spillovers(number, of)
            };
            let [least, most] = if all > 0.0 {
                self.range(share * all, booked)?.map(|eflops| eflops / all)
            } else {
                [0.0; 2]
            };
            let ends = [national.times(least)?, national.times(most)?];
            let [low, high] = ends;
            // For a negative output the largest share is the lowest amount.
            let descends = low.amount() > high.amount();
            let ends = if descends { [high, low] } else { ends };
            booked_ranges.push((self.regions[number].as_str(), ends));
        }
        Ok(booked_ranges)
    }

    /// Returns the share of the output that is attributed to each region.
    fn shares(&self, booking: Booking) -> Vec<f64> {
        let all = self.eflops();
        let first = self.regions.iter().map(|region| {
            let own = self.flows.iter().filter(|flow| match booking {
                Booking::Hosting => flow.hub_region == *region,
                Booking::Use => flow.region == *region,
            });
            sum(own.map(|flow| flow.eflops / all))
        });
        let first: Vec<f64> = first.collect();
        let mut after = first.clone();
        for (from, to, part) in &self.spillovers {
            after[*from] -= part * first[*from];
            after[*to] += part * first[*from];
        }
        after
    }

    /// Returns the share of a unit of output attributed to the region `of` that arises in `region`
    /// after spillovers.
    fn after_spillovers(&self, region: usize, of: usize) -> f64 {
        let mut part = f64::from(u8::from(region == of));
        for (from, to, spills) in &self.spillovers {
            if *from == of {
                part += spills * f64::from(u8::from(*to == region));
                part -= spills * f64::from(u8::from(*from == region));
            }
        }
        part
    }

    /// Returns the range of a sum of flows over all optima, extended to contain the returned sum.
    fn range(&self, returned: f64, weight: impl Fn(&Route) -> f64) -> Result<[f64; 2], Error> {
        if self.optima.routes.is_empty() {
            return Ok([returned; 2]);
        }
        let [least, most] = self
            .optima
            .range(|route| weight(&self.optima.routes[route]))?;
        Ok([least.min(returned), most.max(returned)])
    }
}

//! The allocation that serves as much demand as possible at least cost.

use super::HubNetwork;
use super::allocation::{Allocation, Flow, Unserved};
use super::programme::Programme;
use crate::{Error, ErrorKind};

/// The error of the solver at a limit, in parts of the served demand.
const TOLERANCE: f64 = 1e-9;

impl HubNetwork {
    /// Serves all demand at least cost.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::Capacity;
    /// use compute_impact::evidence::Estimate;
    /// use compute_impact::hubs::network::{DemandClass, Hub, HubNetwork, Region};
    ///
    /// let eflops = |text: &str| Estimate::assumed(text.parse::<Capacity>()?, "example");
    /// let hub = Hub::new("hub", "west").with_capacity(eflops("10 EFLOPS FP16")?);
    /// let region = Region::new("west", [DemandClass::new(20.0, eflops("15 EFLOPS FP16")?)]);
    /// let network = HubNetwork::new([hub], [region], [], [])?;
    /// assert!(network.allocate().is_err()); // 5 of 15 EFLOPS cannot be served
    /// let lacking = network.serve()?.unserved[0].eflops;
    /// assert!((lacking - 5.0).abs() < 1e-6);
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Missing`](ErrorKind::Missing) if the capacity of a hub is a blank, naming it: see
    /// [`without_blanks`](Self::without_blanks); [`Unservable`](ErrorKind::Unservable) if some
    /// demand cannot be served, naming the region and class that lack most.
    pub fn allocate(&self) -> Result<Allocation, Error> {
        let allocation = self.serve()?;
        let worst = allocation.unserved.iter().max_by(|a, b| {
            let by_size = a.eflops.total_cmp(&b.eflops);
            // Of equal ones the first by name.
            by_size.then_with(|| b.region.cmp(&a.region))
        });
        match worst {
            Some(worst) => Err(Error::new(ErrorKind::Unservable {
                region: worst.region.clone(),
                limit_ms: worst.limit_ms,
                eflops: worst.eflops,
            })),
            None => Ok(allocation),
        }
    }

    /// Serves as much demand as possible at least cost, and reports the unserved demand.
    ///
    /// There are often many optima. The flows are chosen so that they do not depend on names or on
    /// the order of hubs, regions, classes and links; [`Allocation::hosted_range`],
    /// [`Allocation::served_range`] and [`Allocation::booked_range`] give the range over all
    /// optima. The [module](super) describes the choice.
    ///
    /// # Errors
    ///
    /// [`Missing`](ErrorKind::Missing) as for [`allocate`](Self::allocate);
    /// [`OutOfRange`](ErrorKind::OutOfRange) for a class of demand that is above zero and less than
    /// a millionth of all demand, for demand that is above zero and less than a millionth of a
    /// FLOP/s in all, or for a cost that overflows;
    /// [`Unsolved`](ErrorKind::Unsolved) if the solver fails, which is not expected for a network
    /// of this kind.
    pub fn serve(&self) -> Result<Allocation, Error> {
        if let Some(blank) = self.blanks().next() {
            return Err(Error::new(ErrorKind::Missing {
                what: "the capacity of a hub",
                remedy: "assume a capacity (zero, if it hosts nothing), as none is published, \
                or leave such hubs out with `without_blanks`",
            })
            .at(blank.name()));
        }
        let mut scale = self.demand()?;
        let mut programme = self.programme(scale.max(f64::MIN_POSITIVE));
        // If only a small part of demand can be served, rounding must be small relative to it.
        for _ in 0..4 {
            if programme.routes.is_empty() {
                break;
            }
            let flows = programme.solve(|_| -1.0)?;
            let served: f64 = flows.iter().sum();
            if served <= 0.0 || served > 0.1 {
                break;
            }
            scale *= served;
            programme = self.programme(scale);
        }
        if programme.routes.is_empty() {
            return self.allocation(programme, &[]);
        }
        let mut optimum = programme.cheapest(|_| -1.0)?;
        let routes = optimum.routes.clone();
        let dearest = routes
            .iter()
            .fold(0.0, |most: f64, route| most.max(route.cost));
        if dearest > 0.0 {
            optimum = optimum.cheapest(|route| routes[route].cost / dearest)?;
        }
        let flows = optimum.proportional()?;
        self.allocation(optimum, &flows)
    }

    /// Builds the allocation from the flows of a programme, in the order of the network.
    fn allocation(&self, programme: Programme, flows: &[f64]) -> Result<Allocation, Error> {
        let mut served: Vec<Vec<f64>> = self
            .regions
            .iter()
            .map(|region| vec![0.0; region.demand.len()])
            .collect();
        let mut placed = Vec::new();
        for (route, flow) in programme.routes.iter().zip(flows) {
            served[route.region][route.class] += flow * programme.scale;
            if *flow > TOLERANCE {
                let region = &self.regions[route.region];
                let hub = &self.hubs[route.hub];
                let flow = Flow {
                    region: region.name.clone(),
                    hub: hub.name.clone(),
                    hub_region: hub.region.clone(),
                    limit_ms: region.demand[route.class].limit_ms,
                    eflops: flow * programme.scale,
                    cost: flow * programme.scale * route.cost,
                };
                placed.push(((route.region, route.class, route.hub), flow));
            }
        }
        placed.sort_by_key(|(place, _)| *place);
        let flows = placed.into_iter().map(|(_, flow)| flow).collect();
        let mut unserved = Vec::new();
        for (region, served) in self.regions.iter().zip(&served) {
            for (demand, served) in region.demand.iter().zip(served) {
                let lacking = demand.capacity.value().as_eflops() - served;
                if lacking > 10.0 * TOLERANCE * programme.scale {
                    unserved.push(Unserved {
                        region: region.name.clone(),
                        limit_ms: demand.limit_ms,
                        eflops: lacking,
                    });
                }
            }
        }
        Allocation::new(self, flows, unserved, programme)
    }
}

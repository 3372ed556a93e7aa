//! Serving as much as can be served, at least cost.

use super::HubNetwork;
use super::allocation::{Allocation, Flow, Unserved};
use super::programme::Programme;
use crate::{Error, ErrorKind};

/// What the solver may miss a limit by, in parts of what is served.
const TOLERANCE: f64 = 1e-9;

impl HubNetwork {
    /// Serves all demand at least cost.
    ///
    /// # Errors
    ///
    /// [`Missing`](ErrorKind::Missing) if the capacity of a hub is a blank, naming it: see
    /// [`without_blanks`](Self::without_blanks); [`Unservable`](ErrorKind::Unservable) if not all
    /// can be served, naming the region and class that lack most.
    pub fn allocate(&self) -> Result<Allocation, Error> {
        let allocation = self.serve()?;
        let worst = allocation.unserved().iter().max_by(|a, b| {
            let by_lack = a.eflops().total_cmp(&b.eflops());
            // Of equal ones the first by name.
            by_lack.then_with(|| b.region().cmp(a.region()))
        });
        match worst {
            Some(worst) => Err(Error::new(ErrorKind::Unservable {
                region: worst.region().to_owned(),
                limit_ms: worst.limit_ms(),
                eflops: worst.eflops(),
            })),
            None => Ok(allocation),
        }
    }

    /// Serves as much demand as can be served, that at least cost, and reports what is left.
    ///
    /// The flows are one of often many optima, chosen so that neither names nor the order of hubs,
    /// regions, classes and links move them; [`Allocation::hosted_range`],
    /// [`Allocation::served_range`] and [`Allocation::booked_range`] give the range over all
    /// optima. The [module](super) describes the choice.
    ///
    /// # Errors
    ///
    /// [`Missing`](ErrorKind::Missing) as for [`allocate`](Self::allocate);
    /// [`OutOfRange`](ErrorKind::OutOfRange) for a class of demand that is less than a millionth of
    /// all and not zero, or a cost that overflows;
    /// [`Unsolved`](ErrorKind::Unsolved) if the solver gives up, which no network of this kind
    /// should make it do.
    pub fn serve(&self) -> Result<Allocation, Error> {
        if let Some(blank) = self.blanks().next() {
            return Err(Error::new(ErrorKind::Missing {
                what: "the capacity of a hub",
                remedy: "nothing is published of it: assume a capacity (zero, if it hosts \
                         nothing), or leave such hubs out with `without_blanks`",
            })
            .at(blank.name()));
        }
        let mut scale = self.demand()?;
        let mut programme = self.programme(scale.max(f64::MIN_POSITIVE));
        // Where little of all demand can be served, rounding must be small against that little.
        for _ in 0..4 {
            if programme.ways.is_empty() {
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
        if programme.ways.is_empty() {
            return self.allocation(programme, &[]);
        }
        let mut optimum = programme.cheapest(|_| -1.0)?;
        let ways = optimum.ways.clone();
        let dearest = ways.iter().fold(0.0, |most: f64, way| most.max(way.cost));
        if dearest > 0.0 {
            optimum = optimum.cheapest(|way| ways[way].cost / dearest)?;
        }
        let flows = optimum.proportional()?;
        self.allocation(optimum, &flows)
    }

    /// The flows of a programme, and what they leave, in the order of the network.
    fn allocation(&self, programme: Programme, flows: &[f64]) -> Result<Allocation, Error> {
        let mut served: Vec<Vec<f64>> = self
            .regions
            .iter()
            .map(|region| vec![0.0; region.demand.len()])
            .collect();
        let mut listed = Vec::new();
        for (way, flow) in programme.ways.iter().zip(flows) {
            served[way.region][way.class] += flow * programme.scale;
            if *flow > TOLERANCE {
                let region = &self.regions[way.region];
                let hub = &self.hubs[way.hub];
                let flow = Flow {
                    region: region.name.clone(),
                    hub: hub.name.clone(),
                    hub_region: hub.region.clone(),
                    limit_ms: region.demand[way.class].limit_ms,
                    eflops: flow * programme.scale,
                    cost: flow * programme.scale * way.cost,
                };
                listed.push(((way.region, way.class, way.hub), flow));
            }
        }
        listed.sort_by_key(|(place, _)| *place);
        let flows = listed.into_iter().map(|(_, flow)| flow).collect();
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

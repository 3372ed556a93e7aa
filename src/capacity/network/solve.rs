//! The linear programme: serve as much as can be served, at least cost.

use std::collections::HashMap;

use microlp::{ComparisonOp, LinearExpr, OptimizationDirection, Problem, Variable};

use super::allocation::{Allocation, Flow, Unserved};
use super::{Hub, HubNetwork};
use crate::{Error, ErrorKind, Interval};

/// What the solver may miss a constraint by, in parts of all demand.
const TOLERANCE: f64 = 1e-9;
/// The least part of all demand that a class may be.
const LEAST: f64 = 1e-6;
/// What the cheapest allocation may serve less than the most that can be served, in parts of all
/// demand: the least with which the solver finds it.
const SLACK: [f64; 3] = [0.0, 1e-11, 1e-8];

/// A way for one class of a region's demand to be served.
struct Way {
    region: usize,
    class: usize,
    hub: usize,
    /// The link it takes; none inside a region.
    link: Option<usize>,
    /// Money a year for each EFLOPS.
    cost: f64,
}

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
        let worst = allocation
            .unserved()
            .iter()
            .max_by(|a, b| a.eflops().total_cmp(&b.eflops()));
        match worst {
            Some(worst) => Err(Error::new(ErrorKind::Unservable {
                region: worst.region().to_owned(),
                limit_ms: worst.limit_ms(),
                eflops: worst.eflops(),
            })),
            None => Ok(allocation),
        }
    }

    /// Serves as much demand as can be served, that at least cost, and says what is left.
    ///
    /// # Errors
    ///
    /// [`Missing`](ErrorKind::Missing) as for [`allocate`](Self::allocate);
    /// [`OutOfRange`](ErrorKind::OutOfRange) for a class of demand that is less than a millionth of all
    /// and not zero, or a cost that overflows;
    /// [`Unsolved`](ErrorKind::Unsolved) if the solver gives up, which no network of this kind
    /// should make it do.
    pub fn serve(&self) -> Result<Allocation, Error> {
        if let Some(blank) = self.blanks().next() {
            return Err(Error::new(ErrorKind::Missing {
                what: "the capacity of a hub",
                remedy: "nothing is published of it: assume a capacity, or leave such hubs out with \
                         `without_blanks`",
            })
            .at(blank.name()));
        }
        let ways = self.ways();
        let scale: f64 = self
            .regions
            .iter()
            .flat_map(|region| &region.demand)
            .map(|demand| demand.capacity.value().as_eflops())
            .sum();
        if scale <= 0.0 {
            return Allocation::new(self, Vec::new(), Vec::new());
        }
        // Less than that the solver does not tell from rounding.
        for region in &self.regions {
            for demand in &region.demand {
                let part = demand.capacity.value().as_eflops() / scale;
                if part > 0.0 {
                    Interval::closed_const(LEAST, 1.0)
                        .check("part of all demand that a class is", part)
                        .map_err(|error| error.at(&region.name))?;
                }
            }
        }
        let dearest = ways.iter().fold(0.0, |most: f64, way| most.max(way.cost));
        let mut scale = scale;
        let mut most = self.solve(&ways, scale, |_| -1.0, None)?;
        let mut served: f64 = most.iter().sum();
        // Where little of all demand can be served, that little is what rounding must be small beside.
        for _ in 0..3 {
            if served <= 0.0 || served > 0.1 {
                break;
            }
            scale *= served;
            most = self.solve(&ways, scale, |_| -1.0, None)?;
            served = most.iter().sum();
        }
        let flows = if dearest > 0.0 {
            let cheapest = |slack| {
                let least = Some(served - slack);
                self.solve(&ways, scale, |way| way.cost / dearest, least)
            };
            let [exact, near, far] = SLACK;
            cheapest(exact)
                .or_else(|_| cheapest(near))
                .or_else(|_| cheapest(far))?
        } else {
            most
        };
        self.allocation(&ways, &flows, scale)
    }

    /// Every way from a class of demand to a hub that it can bear, in the order of the data.
    fn ways(&self) -> Vec<Way> {
        let hub_cost = |hub: &Hub| {
            hub.cost
                .as_ref()
                .map_or(0.0, |cost| cost.value().per_eflops().amount())
        };
        let links: HashMap<(&str, &str), usize> = self
            .links
            .iter()
            .enumerate()
            .map(|(l, link)| ((link.region.as_str(), link.hub.as_str()), l))
            .collect();
        let mut ways = Vec::new();
        for (r, region) in self.regions.iter().enumerate() {
            for (c, demand) in region.demand.iter().enumerate() {
                for (h, hub) in self.hubs.iter().enumerate() {
                    let link = links
                        .get(&(region.name.as_str(), hub.name.as_str()))
                        .copied();
                    let bears = link.map(|l| self.links[l].latency_ms <= demand.limit_ms);
                    let inside = hub.region == region.name;
                    if !(inside || bears == Some(true)) {
                        continue;
                    }
                    // Inside a region no link is needed, and none limits or costs.
                    let link = link.filter(|_| !inside);
                    let link_cost = link
                        .and_then(|l| self.links[l].cost.as_ref())
                        .map_or(0.0, |cost| cost.value().per_eflops().amount());
                    ways.push(Way {
                        region: r,
                        class: c,
                        hub: h,
                        link,
                        cost: hub_cost(hub) + link_cost,
                    });
                }
            }
        }
        ways
    }

    /// What goes each way, in parts of all demand.
    fn solve(
        &self,
        ways: &[Way],
        scale: f64,
        objective: impl Fn(&Way) -> f64,
        at_least: Option<f64>,
    ) -> Result<Vec<f64>, Error> {
        let mut problem = Problem::new(OptimizationDirection::Minimize);
        let variables: Vec<Variable> = ways
            .iter()
            .map(|way| problem.add_var(objective(way), (0.0, f64::INFINITY)))
            .collect();
        let mut limit = |most: f64, member: &dyn Fn(&Way) -> bool| {
            let mut sum = LinearExpr::empty();
            let mut any = false;
            for (way, variable) in ways.iter().zip(&variables) {
                if member(way) {
                    sum.add(*variable, 1.0);
                    any = true;
                }
            }
            if any {
                // No more than about the scale is served in all.
                problem.add_constraint(sum, ComparisonOp::Le, (most / scale).min(4.0));
            }
        };
        for (r, region) in self.regions.iter().enumerate() {
            for (c, demand) in region.demand.iter().enumerate() {
                let most = demand.capacity.value().as_eflops();
                limit(most, &|way| way.region == r && way.class == c);
            }
        }
        for (h, hub) in self.hubs.iter().enumerate() {
            let most = hub
                .capacity
                .as_ref()
                .map_or(0.0, |capacity| capacity.value().as_eflops());
            limit(most, &|way| way.hub == h);
        }
        for (l, link) in self.links.iter().enumerate() {
            if let Some(most) = &link.limit {
                limit(most.value().as_eflops(), &|way| way.link == Some(l));
            }
        }
        if let Some(served) = at_least {
            let mut sum = LinearExpr::empty();
            for variable in &variables {
                sum.add(*variable, 1.0);
            }
            problem.add_constraint(sum, ComparisonOp::Ge, served);
        }
        let unsolved = |reason: String| Error::new(ErrorKind::Unsolved { reason });
        let outcome = problem
            .solve()
            .map_err(|error| unsolved(error.to_string()))?;
        let solution = outcome
            .into_solution()
            .map_err(|_| unsolved("it stopped before the end".to_owned()))?;
        Ok(variables
            .iter()
            .map(|variable| solution.var_value(*variable).max(0.0) + 0.0)
            .collect())
    }

    fn allocation(&self, ways: &[Way], flows: &[f64], scale: f64) -> Result<Allocation, Error> {
        let mut served: Vec<Vec<f64>> = self
            .regions
            .iter()
            .map(|region| vec![0.0; region.demand.len()])
            .collect();
        let mut kept = Vec::new();
        for (way, flow) in ways.iter().zip(flows) {
            served[way.region][way.class] += flow * scale;
            if *flow > TOLERANCE {
                kept.push(Flow {
                    region: self.regions[way.region].name.clone(),
                    hub: self.hubs[way.hub].name.clone(),
                    hub_region: self.hubs[way.hub].region.clone(),
                    limit_ms: self.regions[way.region].demand[way.class].limit_ms,
                    eflops: flow * scale,
                    cost: flow * scale * way.cost,
                });
            }
        }
        let mut unserved = Vec::new();
        for (region, served) in self.regions.iter().zip(&served) {
            for (demand, served) in region.demand.iter().zip(served) {
                let lacking = demand.capacity.value().as_eflops() - served;
                if lacking > 10.0 * TOLERANCE * scale {
                    unserved.push(Unserved {
                        region: region.name.clone(),
                        limit_ms: demand.limit_ms,
                        eflops: lacking,
                    });
                }
            }
        }
        Allocation::new(self, kept, unserved)
    }
}

//! The linear programme of a network: routes, rows, and the solver.

use std::collections::HashMap;

use microlp::{ComparisonOp, LinearExpr, OptimizationDirection, Problem, Variable};

use super::{Hub, HubNetwork};
use crate::{Error, ErrorKind, Interval};

/// The smallest share of all demand that a class may have.
const LEAST: f64 = 1e-6;
/// The least demand in all that is not zero, in EFLOPS: a millionth of a FLOP/s. Below lie numbers
/// with few digits.
const LEAST_EFLOPS: f64 = 1e-24;
/// A row whose limit exceeds this multiple of the served demand cannot bind.
const NEVER_BINDS: f64 = 4.0;
/// The tolerances of a row that binds, in parts of the served demand; the smallest with which the
/// solver finds a solution is used.
const SLACK: [f64; 3] = [0.0, 1e-11, 1e-8];

/// A route from one class of a region's demand to a hub.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Route {
    pub(super) region: usize,
    pub(super) class: usize,
    pub(super) hub: usize,
    /// The link that it uses; none inside a region.
    link: Option<usize>,
    /// The yearly cost of each EFLOPS.
    pub(super) cost: f64,
    /// The demand of the class times the capacity of the hub, each relative to the largest.
    pub(super) weight: f64,
}

/// Returns the sum of numbers, independently of their order.
pub(super) fn sum(numbers: impl Iterator<Item = f64>) -> f64 {
    let mut numbers: Vec<f64> = numbers.collect();
    numbers.sort_by(f64::total_cmp);
    // An empty sum is -0.
    numbers.iter().sum::<f64>() + 0.0
}

/// A limit on the sum of the flows of some routes.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    /// The limit, in parts of the scale.
    pub(super) most: f64,
    /// The routes that it limits, ascending.
    pub(super) members: Vec<usize>,
    /// True if every solution reaches the limit.
    pub(super) binds: bool,
}

/// Routes and rows in the order of names, so that the order of a file makes no difference.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Programme {
    pub(super) routes: Vec<Route>,
    pub(super) rows: Vec<Row>,
    /// The unit of all flows, in EFLOPS.
    pub(super) scale: f64,
}

fn eflops_of(hub: &Hub) -> f64 {
    let capacity = hub.capacity.as_ref();
    capacity.map_or(0.0, |capacity| capacity.value().as_eflops())
}

impl HubNetwork {
    /// Returns all demand, in EFLOPS; refused if a class is too small a share of it for the solver.
    pub(super) fn demand(&self) -> Result<f64, Error> {
        let each = |region: &super::Region| {
            let demand = region.demand.iter();
            demand
                .map(|class| class.capacity.value().as_eflops())
                .collect::<Vec<_>>()
        };
        let all = sum(self.regions.iter().flat_map(each));
        if all > 0.0 {
            Interval::closed_const(LEAST_EFLOPS, f64::MAX)
                .check("all demand in EFLOPS, if above zero,", all)?;
        }
        for region in &self.regions {
            for demand in each(region) {
                if demand > 0.0 {
                    Interval::closed_const(LEAST, 1.0)
                        .check("share of a class in all demand", demand / all)
                        .map_err(|error| error.at(&region.name))?;
                }
            }
        }
        Ok(all)
    }

    /// Builds the programme in parts of a scale, in EFLOPS, without routes of no capacity.
    pub(super) fn programme(&self, scale: f64) -> Programme {
        let demand = |route: &Route| {
            let class = &self.regions[route.region].demand[route.class];
            class.capacity.value().as_eflops()
        };
        let hosted = |route: &Route| eflops_of(&self.hubs[route.hub]);
        let width = |route: &Route| {
            let limit = route.link.and_then(|link| self.links[link].limit.as_ref());
            limit.map_or(f64::INFINITY, |limit| limit.value().as_eflops())
        };
        let mut routes = self.routes();
        routes.retain(|route| demand(route) > 0.0 && hosted(route) > 0.0 && width(route) > 0.0);
        let largest = |of: &dyn Fn(&Route) -> f64| routes.iter().map(of).fold(0.0, f64::max);
        let (most_asked, most_hosted) = (largest(&demand), largest(&hosted));
        for route in &mut routes {
            route.weight = demand(route) / most_asked * (hosted(route) / most_hosted);
        }
        // Hubs, links and then classes, each in the order in which the routes first use them.
        let mut rows: Vec<Row> = Vec::new();
        let mut add = |key: &dyn Fn(&Route) -> Option<(usize, usize)>,
                       most: &dyn Fn(&Route) -> f64| {
            let mut places: HashMap<(usize, usize), usize> = HashMap::new();
            for (number, route) in routes.iter().enumerate() {
                let most = most(route) / scale;
                let Some(key) = key(route).filter(|_| most < NEVER_BINDS) else {
                    continue;
                };
                let place = *places.entry(key).or_insert_with(|| {
                    rows.push(Row {
                        most,
                        members: Vec::new(),
                        binds: false,
                    });
                    rows.len() - 1
                });
                rows[place].members.push(number);
            }
        };
        add(&|route| Some((route.hub, 0)), &hosted);
        add(&|route| route.link.map(|link| (link, 0)), &width);
        add(&|route| Some((route.region, route.class)), &demand);
        Programme {
            routes,
            rows,
            scale,
        }
    }

    /// Returns every route from a class of demand to a hub within its latency, in the order of
    /// names.
    fn routes(&self) -> Vec<Route> {
        let links: HashMap<(&str, &str), usize> = self
            .links
            .iter()
            .enumerate()
            .map(|(number, link)| ((link.region.as_str(), link.hub.as_str()), number))
            .collect();
        let mut routes = Vec::new();
        for (r, region) in self.regions.iter().enumerate() {
            for (c, demand) in region.demand.iter().enumerate() {
                for (h, hub) in self.hubs.iter().enumerate() {
                    let link = links
                        .get(&(region.name.as_str(), hub.name.as_str()))
                        .copied();
                    let tolerates =
                        link.is_some_and(|link| self.links[link].latency_ms <= demand.limit_ms);
                    let inside = hub.region == region.name;
                    if !(inside || tolerates) {
                        continue;
                    }
                    // Inside a region no link is needed, so that none limits the flow or adds a
                    // cost.
                    let link = link.filter(|_| !inside);
                    let cost = |cost: Option<&crate::evidence::Estimate<crate::UnitCost>>| {
                        cost.map_or(0.0, |cost| cost.value().per_eflops().amount())
                    };
                    let toll = link.map_or(0.0, |link| cost(self.links[link].cost.as_ref()));
                    routes.push(Route {
                        region: r,
                        class: c,
                        hub: h,
                        link,
                        cost: cost(hub.cost.as_ref()) + toll,
                        weight: 1.0,
                    });
                }
            }
        }
        let named = |route: &Route| {
            (
                &*self.regions[route.region].name,
                &*self.hubs[route.hub].name,
            )
        };
        let asked = |route: &Route| {
            let class = &self.regions[route.region].demand[route.class];
            (class.limit_ms, class.capacity.value().as_eflops())
        };
        routes.sort_by(|a, b| {
            let ((region_a, hub_a), (region_b, hub_b)) = (named(a), named(b));
            let ((limit_a, asked_a), (limit_b, asked_b)) = (asked(a), asked(b));
            region_a
                .cmp(region_b)
                .then(limit_a.total_cmp(&limit_b))
                .then(asked_a.total_cmp(&asked_b))
                .then(a.class.cmp(&b.class))
                .then(hub_a.cmp(hub_b))
        });
        routes
    }
}

fn unsolved(reason: String) -> Error {
    Error::new(ErrorKind::Unsolved { reason })
}

/// Returns the solution of a programme.
fn solution(problem: &Problem, variables: &[Variable]) -> Result<Vec<f64>, Error> {
    let outcome = problem
        .solve()
        .map_err(|error| unsolved(error.to_string()))?;
    let solution = outcome
        .into_solution()
        .map_err(|_| unsolved("it stopped before the end".to_owned()))?;
    let values = variables
        .iter()
        .map(|variable| solution.var_value(*variable));
    Ok(values.map(|value| value + 0.0).collect())
}

fn total(variables: &[Variable], members: &[usize]) -> LinearExpr {
    let mut sum = LinearExpr::empty();
    for member in members {
        sum.add(variables[*member], 1.0);
    }
    sum
}

impl Programme {
    /// Returns the flows that minimise the objective, in parts of the scale.
    pub(super) fn solve(&self, objective: impl Fn(usize) -> f64) -> Result<Vec<f64>, Error> {
        let solve = |slack: f64| {
            let mut problem = Problem::new(OptimizationDirection::Minimize);
            let routes = 0..self.routes.len();
            let variables: Vec<Variable> = routes
                .map(|route| problem.add_var(objective(route), (0.0, f64::INFINITY)))
                .collect();
            for row in &self.rows {
                let sum = || total(&variables, &row.members);
                match (row.binds, slack > 0.0) {
                    (true, false) => problem.add_constraint(sum(), ComparisonOp::Eq, row.most),
                    (false, _) => problem.add_constraint(sum(), ComparisonOp::Le, row.most),
                    (true, true) => {
                        problem.add_constraint(sum(), ComparisonOp::Le, row.most);
                        problem.add_constraint(sum(), ComparisonOp::Ge, row.most - slack);
                    }
                }
            }
            let flows = solution(&problem, &variables)?;
            Ok(flows.into_iter().map(|flow| flow.max(0.0)).collect())
        };
        let [exact, near, far] = SLACK;
        solve(exact)
            .or_else(|_: Error| solve(near))
            .or_else(|_| solve(far))
    }

    /// Returns the price of each row from the dual programme: `max sum_i b_i y_i` with
    /// `sum_(i of w) y_i <= c_w` for each route `w`, and `y_i <= 0` for a row that need not bind.
    pub(super) fn prices(&self, cost: impl Fn(usize) -> f64) -> Result<Vec<f64>, Error> {
        let mut problem = Problem::new(OptimizationDirection::Maximize);
        let mut sums = vec![LinearExpr::empty(); self.routes.len()];
        let mut variables = Vec::with_capacity(self.rows.len());
        for row in &self.rows {
            let most = if row.binds { f64::INFINITY } else { 0.0 };
            let price = problem.add_var(row.most, (f64::NEG_INFINITY, most));
            for member in &row.members {
                sums[*member].add(price, 1.0);
            }
            variables.push(price);
        }
        for (route, sum) in sums.into_iter().enumerate() {
            problem.add_constraint(sum, ComparisonOp::Le, cost(route));
        }
        solution(&problem, &variables)
    }
}

//! The linear programme of a network: ways, rows, and the solver.

use std::collections::HashMap;

use microlp::{ComparisonOp, LinearExpr, OptimizationDirection, Problem, Variable};

use super::{Hub, HubNetwork};
use crate::{Error, ErrorKind, Interval};

/// The least part of all demand that a class may be.
const LEAST: f64 = 1e-6;
/// A row that allows more than this part of what is served cannot bind.
const NEVER_BINDS: f64 = 4.0;
/// By how much a row that binds may be missed, in parts of what is served: the least with which the
/// solver finds a solution.
const SLACK: [f64; 3] = [0.0, 1e-11, 1e-8];

/// A way for one class of a region's demand to be served.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Way {
    pub(super) region: usize,
    pub(super) class: usize,
    pub(super) hub: usize,
    /// The link it takes; none inside a region.
    link: Option<usize>,
    /// Money a year for each EFLOPS.
    pub(super) cost: f64,
    /// The demand of the class times the capacity of the hub, in parts of the largest.
    pub(super) weight: f64,
}

/// What the flows of some ways together may not exceed.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    /// The limit, in parts of the scale.
    pub(super) most: f64,
    /// The ways that it limits, ascending.
    pub(super) members: Vec<usize>,
    /// Whether the limit is reached by every solution.
    pub(super) binds: bool,
}

/// Ways and rows in the order of names, so that the order of a file makes no difference.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Programme {
    pub(super) ways: Vec<Way>,
    pub(super) rows: Vec<Row>,
    /// EFLOPS of the number one.
    pub(super) scale: f64,
}

fn eflops_of(hub: &Hub) -> f64 {
    let capacity = hub.capacity.as_ref();
    capacity.map_or(0.0, |capacity| capacity.value().as_eflops())
}

impl HubNetwork {
    /// All demand, in EFLOPS; refused where a class is too small a part of it for the solver.
    pub(super) fn demand(&self) -> Result<f64, Error> {
        let each = |region: &super::Region| {
            let demand = region.demand.iter();
            demand
                .map(|class| class.capacity.value().as_eflops())
                .collect::<Vec<_>>()
        };
        let all = super::allocation::sum(self.regions.iter().flat_map(each));
        for region in &self.regions {
            for demand in each(region) {
                if demand > 0.0 {
                    Interval::closed_const(LEAST, 1.0)
                        .check("part of all demand that a class is", demand / all)
                        .map_err(|error| error.at(&region.name))?;
                }
            }
        }
        Ok(all)
    }

    /// The programme in parts of a scale, in EFLOPS, without ways on which nothing can flow.
    pub(super) fn programme(&self, scale: f64) -> Programme {
        let demand = |way: &Way| {
            let class = &self.regions[way.region].demand[way.class];
            class.capacity.value().as_eflops()
        };
        let hosted = |way: &Way| eflops_of(&self.hubs[way.hub]);
        let width = |way: &Way| {
            let limit = way.link.and_then(|link| self.links[link].limit.as_ref());
            limit.map_or(f64::INFINITY, |limit| limit.value().as_eflops())
        };
        let mut ways = self.ways();
        ways.retain(|way| demand(way) > 0.0 && hosted(way) > 0.0 && width(way) > 0.0);
        let largest = |of: &dyn Fn(&Way) -> f64| ways.iter().map(of).fold(0.0, f64::max);
        let (most_asked, most_hosted) = (largest(&demand), largest(&hosted));
        for way in &mut ways {
            way.weight = demand(way) / most_asked * (hosted(way) / most_hosted);
        }
        // Hubs, links and then classes, each in the order in which the ways first use them.
        let mut rows: Vec<Row> = Vec::new();
        let mut add = |key: &dyn Fn(&Way) -> Option<(usize, usize)>, most: &dyn Fn(&Way) -> f64| {
            let mut places: HashMap<(usize, usize), usize> = HashMap::new();
            for (number, way) in ways.iter().enumerate() {
                let most = most(way) / scale;
                let Some(key) = key(way).filter(|_| most < NEVER_BINDS) else {
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
        add(&|way| Some((way.hub, 0)), &hosted);
        add(&|way| way.link.map(|link| (link, 0)), &width);
        add(&|way| Some((way.region, way.class)), &demand);
        Programme { ways, rows, scale }
    }

    /// Every way from a class of demand to a hub within its latency, in the order of names.
    fn ways(&self) -> Vec<Way> {
        let links: HashMap<(&str, &str), usize> = self
            .links
            .iter()
            .enumerate()
            .map(|(number, link)| ((link.region.as_str(), link.hub.as_str()), number))
            .collect();
        let mut ways = Vec::new();
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
                    // Inside a region no link is needed, and none limits or costs.
                    let link = link.filter(|_| !inside);
                    let cost = |cost: Option<&crate::evidence::Estimate<crate::UnitCost>>| {
                        cost.map_or(0.0, |cost| cost.value().per_eflops().amount())
                    };
                    let toll = link.map_or(0.0, |link| cost(self.links[link].cost.as_ref()));
                    ways.push(Way {
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
        let named = |way: &Way| (&*self.regions[way.region].name, &*self.hubs[way.hub].name);
        let asked = |way: &Way| {
            let class = &self.regions[way.region].demand[way.class];
            (class.limit_ms, class.capacity.value().as_eflops())
        };
        ways.sort_by(|a, b| {
            let ((region_a, hub_a), (region_b, hub_b)) = (named(a), named(b));
            let ((limit_a, asked_a), (limit_b, asked_b)) = (asked(a), asked(b));
            region_a
                .cmp(region_b)
                .then(limit_a.total_cmp(&limit_b))
                .then(asked_a.total_cmp(&asked_b))
                .then(a.class.cmp(&b.class))
                .then(hub_a.cmp(hub_b))
        });
        ways
    }
}

fn unsolved(reason: String) -> Error {
    Error::new(ErrorKind::Unsolved { reason })
}

/// The solution of a programme.
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
    /// The flows of least objective, in parts of the scale.
    pub(super) fn solve(&self, objective: impl Fn(usize) -> f64) -> Result<Vec<f64>, Error> {
        let solve = |slack: f64| {
            let mut problem = Problem::new(OptimizationDirection::Minimize);
            let ways = 0..self.ways.len();
            let variables: Vec<Variable> = ways
                .map(|way| problem.add_var(objective(way), (0.0, f64::INFINITY)))
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

    /// A price for each row: the dual programme, `max sum_i b_i y_i` with `sum_(i of w) y_i <= c_w`
    /// for each way `w`, and `y_i <= 0` for a row that need not bind.
    pub(super) fn prices(&self, cost: impl Fn(usize) -> f64) -> Result<Vec<f64>, Error> {
        let mut problem = Problem::new(OptimizationDirection::Maximize);
        let mut sums = vec![LinearExpr::empty(); self.ways.len()];
        let mut variables = Vec::with_capacity(self.rows.len());
        for row in &self.rows {
            let most = if row.binds { f64::INFINITY } else { 0.0 };
            let price = problem.add_var(row.most, (f64::NEG_INFINITY, most));
            for member in &row.members {
                sums[*member].add(price, 1.0);
            }
            variables.push(price);
        }
        for (way, sum) in sums.into_iter().enumerate() {
            problem.add_constraint(sum, ComparisonOp::Le, cost(way));
        }
        solution(&problem, &variables)
    }
}

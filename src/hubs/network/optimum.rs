//! All optima of the programme, and the one that is returned.
//!
//! The allocation that serves the most at the least cost is seldom unique: two hubs of one cost can
//! replace each other. With the prices `y` of one solution of the dual programme, complementary
//! slackness gives all optima: the flows that use only routes whose prices sum to their cost, and
//! reach every limit that has a price (Dantzig 1963, *Linear Programming and Extensions*, chapter
//! 6). The range of any sum of flows over all optima takes two more programmes.
//!
//! The optimum that is returned is the one nearest to proportional, with the least
//!
//! ```text
//! sum_w x_w^2 / (demand of the class * capacity of the hub)
//! ```
//!
//! with the flow `x_w` of each route `w`. If nothing else binds, every hub then serves each class
//! in proportion to its capacity. This optimum is unique, as the sum of squares is strictly convex,
//! and does not depend on names or order.

use super::programme::{Programme, Row};
use crate::Error;

/// Prices and costs that differ by less than this share of the dearest route count as equal.
const EQUAL: f64 = 1e-9;

impl Programme {
    /// Restricts the programme to its solutions of least cost, with the limits that bind there.
    ///
    /// The absolute values of costs are at most one.
    pub(super) fn cheapest(&self, cost: impl Fn(usize) -> f64) -> Result<Self, Error> {
        let prices = self.prices(&cost)?;
        let mut paid = vec![0.0; self.routes.len()];
        for (row, price) in self.rows.iter().zip(&prices) {
            for member in &row.members {
                paid[*member] += price;
            }
        }
        let mut places = vec![None; self.routes.len()];
        let mut routes = Vec::new();
        for (number, route) in self.routes.iter().enumerate() {
            if cost(number) - paid[number] <= EQUAL {
                places[number] = Some(routes.len());
                routes.push(*route);
            }
        }
        let rows = self.rows.iter().zip(prices).map(|(row, price)| Row {
            most: row.most,
            members: row
                .members
                .iter()
                .filter_map(|route| places[*route])
                .collect(),
            binds: row.binds || price < -EQUAL,
        });
        Ok(Self {
            routes,
            rows: rows.filter(|row| !row.members.is_empty()).collect(),
            scale: self.scale,
        })
    }

    /// Returns the least and greatest sum of weighted flows over all solutions, in EFLOPS.
    pub(super) fn range(&self, weight: impl Fn(usize) -> f64) -> Result<[f64; 2], Error> {
        let sum = |sign: f64| -> Result<f64, Error> {
            let flows = self.solve(|route| sign * weight(route))?;
            let terms = flows.iter().enumerate();
            Ok(self.scale * terms.map(|(route, flow)| weight(route) * flow).sum::<f64>())
        };
        Ok([sum(1.0)?, sum(-1.0)?])
    }
}

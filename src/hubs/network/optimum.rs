//! All optima of the programme, and the one that is shown.
//!
//! The allocations that serve the most at the least cost are seldom one alone: two hubs of one
//! cost can take each other's place. With the prices `y` of one solution of the dual programme, all
//! of them are given by complementary slackness: the flows that use only ways whose prices come to
//! their cost, and reach every limit that has a price (Dantzig 1963, *Linear Programming and
//! Extensions*, chapter 6). The range of any sum of flows over all of these is two more programmes.
//!
//! Shown is the one that is nearest to proportional: the least
//!
//! ```text
//! sum_w x_w^2 / (demand of the class * capacity of the hub)
//! ```
//!
//! in which, where nothing else binds, every hub serves each class in proportion to what it hosts.
//! It is unique, as the sum of squares is strictly convex, and no name or order is in it.

use super::programme::{Programme, Row};
use crate::Error;

/// Prices and costs that differ by less than this part of the dearest way are equal.
const EQUAL: f64 = 1e-9;
impl Programme {
    /// The part that has the least costs of all solutions, with the limits that bind there.
    ///
    /// Costs are at most one in size.
    pub(super) fn cheapest(&self, cost: impl Fn(usize) -> f64) -> Result<Self, Error> {
        let prices = self.prices(&cost)?;
        let mut paid = vec![0.0; self.ways.len()];
        for (row, price) in self.rows.iter().zip(&prices) {
            for member in &row.members {
                paid[*member] += price;
            }
        }
        let mut places = vec![None; self.ways.len()];
        let mut ways = Vec::new();
        for (number, way) in self.ways.iter().enumerate() {
            if cost(number) - paid[number] <= EQUAL {
                places[number] = Some(ways.len());
                ways.push(*way);
            }
        }
        let rows = self.rows.iter().zip(prices).map(|(row, price)| Row {
            most: row.most,
            members: row.members.iter().filter_map(|way| places[*way]).collect(),
            binds: row.binds || price < -EQUAL,
        });
        Ok(Self {
            ways,
            rows: rows.filter(|row| !row.members.is_empty()).collect(),
            scale: self.scale,
        })
    }

    /// The least and greatest sum of weighted flows over all solutions, in EFLOPS.
    pub(super) fn range(&self, weight: impl Fn(usize) -> f64) -> Result<[f64; 2], Error> {
        let sum = |sign: f64| -> Result<f64, Error> {
            let flows = self.solve(|way| sign * weight(way))?;
            let terms = flows.iter().enumerate();
            Ok(self.scale * terms.map(|(way, flow)| weight(way) * flow).sum::<f64>())
        };
        Ok([sum(1.0)?, sum(-1.0)?])
    }
}

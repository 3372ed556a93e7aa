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
//! It is unique, as the sum of squares is strictly convex, and no name or order is in it. It is
//! found by ascent on the dual, one row after the other (Hildreth 1957, *Naval Research Logistics
//! Quarterly* 4), each to its exact maximum.

use super::programme::{Programme, Row};
use crate::Error;

/// Prices and costs that differ by less than this part of the dearest way are equal.
const EQUAL: f64 = 1e-9;
/// Terms that the ascent may look at.
const WORK: usize = 30_000_000;
/// The ascent ends when no flow moves by more, in parts of the scale.
const STILL: f64 = 1e-13;

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

    /// The flows nearest to proportional, in parts of the scale.
    ///
    /// With a price `y_i` for each row the flows are `x_w = weight_w max(0, sum_(i of w) y_i)`; a
    /// row that does not bind has a price of at most zero.
    pub(super) fn proportional(&self) -> Vec<f64> {
        let mut prices = vec![0.0; self.rows.len()];
        let mut paid = vec![0.0; self.ways.len()];
        let terms: usize = self.rows.iter().map(|row| row.members.len()).sum();
        for _ in 0..WORK / terms.max(1) {
            let mut moved = 0.0_f64;
            for (row, price) in self.rows.iter().zip(&mut prices) {
                let before = *price;
                *price = self.price(row, before, &paid);
                for member in &row.members {
                    let flow = self.flow(*member, &paid);
                    paid[*member] += *price - before;
                    moved = moved.max((self.flow(*member, &paid) - flow).abs());
                }
            }
            if moved < STILL {
                break;
            }
        }
        (0..self.ways.len())
            .map(|way| self.flow(way, &paid))
            .collect()
    }

    fn flow(&self, way: usize, paid: &[f64]) -> f64 {
        self.ways[way].weight * paid[way].max(0.0)
    }

    /// The price with which the flows of a row come to its limit; zero if they stay below it.
    fn price(&self, row: &Row, now: f64, paid: &[f64]) -> f64 {
        // Way w flows for prices above t_w, and the more the higher: sum_w weight_w (price - t_w).
        let mut ways: Vec<(f64, f64)> = row
            .members
            .iter()
            .map(|way| (now - paid[*way], self.ways[*way].weight))
            .collect();
        ways.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (mut weights, mut starts, mut price) = (0.0, 0.0, f64::INFINITY);
        for (start, weight) in ways {
            if price <= start {
                break;
            }
            weights += weight;
            starts += weight * start;
            price = (row.most + starts) / weights;
        }
        if row.binds { price } else { price.min(0.0) }
    }
}

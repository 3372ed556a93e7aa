//! The flows nearest to proportional: the least `sum_w x_w^2 / (2 g_w)` over all optima, for the
//! weights `g_w` of the ways.
//!
//! With a price `y_i` for each row the flows are `x_w = g_w max(0, sum_(i of w) y_i)`, and the
//! prices are the maximum of the dual, `sum_i b_i y_i - sum_w x_w^2 / (2 g_w)`, with `y_i <= 0` for
//! a row that need not bind. It is found by ascent, one row after the other (Hildreth 1957, *Naval
//! Research Logistics Quarterly* 4), each to its exact maximum; between the rounds the linear
//! equations of the ways and rows in use are solved by conjugate gradients (Hestenes and Stiefel
//! 1952), which ends the slow crawl of the ascent along chains of hubs.

use super::programme::{Programme, Row};
use crate::Error;

/// Terms that the search may look at: some tenths of a second.
const WORK: usize = 30_000_000;
/// Rounds of ascent between two solutions of the linear equations.
const ROUNDS: usize = 30;
/// The search ends when no flow moves by more in a round, in parts of the scale.
const STILL: f64 = 1e-13;
/// By how much a row may be passed, in parts of the scale.
const PASSED: f64 = 1e-9;

/// A price for each row, and for each way the sum of its prices.
#[derive(Clone)]
struct Prices {
    rows: Vec<f64>,
    ways: Vec<f64>,
}

impl Programme {
    /// The flows nearest to proportional, in parts of the scale; where the search takes too long,
    /// as in networks of thousands of equal hubs in a chain, those of the solver.
    ///
    /// # Errors
    ///
    /// As [`solve`](Self::solve).
    pub(super) fn proportional(&self) -> Result<Vec<f64>, Error> {
        let mut prices = Prices {
            rows: vec![0.0; self.rows.len()],
            ways: vec![0.0; self.ways.len()],
        };
        let terms: usize = self.rows.iter().map(|row| row.members.len()).sum();
        let mut work = 0;
        while work < WORK {
            for _ in 0..ROUNDS {
                work += terms;
                if self.ascend(&mut prices) < STILL {
                    return self.flows(&prices);
                }
            }
            let better = self.filled(&prices, &mut work);
            if self.dual(&better) >= self.dual(&prices) {
                prices = better;
            }
        }
        self.flows(&prices)
    }

    /// The flows of some prices, if they pass no row and leave none that binds.
    fn flows(&self, prices: &Prices) -> Result<Vec<f64>, Error> {
        let keeps = self.rows.iter().all(|row| {
            let members = row.members.iter();
            let sum: f64 = members.map(|way| self.flow(*way, prices)).sum();
            sum <= row.most + PASSED && (!row.binds || sum >= row.most - PASSED)
        });
        if keeps {
            Ok((0..self.ways.len())
                .map(|way| self.flow(way, prices))
                .collect())
        } else {
            self.solve(|_| 0.0)
        }
    }

    fn flow(&self, way: usize, prices: &Prices) -> f64 {
        self.ways[way].weight * prices.ways[way].max(0.0)
    }

    fn dual(&self, prices: &Prices) -> f64 {
        let worth = self.rows.iter().zip(&prices.rows);
        let worth: f64 = worth.map(|(row, price)| row.most * price).sum();
        let squares = (0..self.ways.len())
            .map(|way| 0.5 * self.flow(way, prices) * prices.ways[way].max(0.0));
        worth - squares.sum::<f64>()
    }

    /// Brings each row in turn to its best price, and returns how far the flow that moves most
    /// moves.
    fn ascend(&self, prices: &mut Prices) -> f64 {
        let mut moved = 0.0_f64;
        for (number, row) in self.rows.iter().enumerate() {
            let price = self.price(row, prices.rows[number], prices);
            let change = price - prices.rows[number];
            prices.rows[number] = price;
            for way in &row.members {
                let before = self.flow(*way, prices);
                prices.ways[*way] += change;
                moved = moved.max((self.flow(*way, prices) - before).abs());
            }
        }
        moved
    }

    /// The price with which the flows of a row come to its limit; zero if they stay below it.
    fn price(&self, row: &Row, now: f64, prices: &Prices) -> f64 {
        // Way w flows for prices above t_w, and the more the higher: sum_w g_w (price - t_w).
        let mut ways: Vec<(f64, f64)> = row
            .members
            .iter()
            .map(|way| (now - prices.ways[*way], self.ways[*way].weight))
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

    /// The prices at which the ways in use fill the rows in use, as if no other came into use.
    fn filled(&self, prices: &Prices, work: &mut usize) -> Prices {
        let rows = (0..self.rows.len()).filter(|row| {
            let binds = self.rows[*row].binds || prices.rows[*row] < 0.0;
            let members = &self.rows[*row].members;
            binds && members.iter().any(|way| prices.ways[*way] > 0.0)
        });
        let equations = Equations {
            programme: self,
            rows: rows.collect(),
            used: prices.ways.iter().map(|price| *price > 0.0).collect(),
        };
        let lacking = equations.rows.iter().map(|row| {
            let row = &self.rows[*row];
            let flows = row.members.iter().map(|way| self.flow(*way, prices));
            row.most - flows.sum::<f64>()
        });
        let changes = equations.solved(lacking.collect(), work);
        let mut better = prices.clone();
        for (row, change) in equations.rows.iter().zip(changes) {
            let price = prices.rows[*row] + change;
            let binds = self.rows[*row].binds;
            better.rows[*row] = if binds { price } else { price.min(0.0) };
            for way in &self.rows[*row].members {
                better.ways[*way] += better.rows[*row] - prices.rows[*row];
            }
        }
        better
    }
}

/// The linear equations of the rows and ways in use: `sum_(w of i) g_w sum_(j of w) d_j` is what
/// row `i` lacks, for changes `d` of the prices.
struct Equations<'a> {
    programme: &'a Programme,
    rows: Vec<usize>,
    used: Vec<bool>,
}

impl Equations<'_> {
    fn members(&self, row: usize) -> impl Iterator<Item = usize> {
        let members = self.programme.rows[row].members.iter().copied();
        members.filter(|way| self.used[*way])
    }

    /// What changes of prices add to the rows.
    fn added(&self, changes: &[f64]) -> Vec<f64> {
        let mut ways = vec![0.0; self.used.len()];
        for (row, change) in self.rows.iter().zip(changes) {
            for way in self.members(*row) {
                ways[way] += change;
            }
        }
        let weights = &self.programme.ways;
        let added = |row: &usize| {
            self.members(*row)
                .map(|way| weights[way].weight * ways[way])
        };
        self.rows.iter().map(|row| added(row).sum()).collect()
    }

    /// Conjugate gradients, each row scaled by its weights.
    fn solved(&self, mut lacking: Vec<f64>, work: &mut usize) -> Vec<f64> {
        let weights = |row: &usize| {
            let members = self.members(*row);
            members
                .map(|way| self.programme.ways[way].weight)
                .sum::<f64>()
        };
        let scales: Vec<f64> = self.rows.iter().map(weights).collect();
        let terms: usize = self.rows.iter().map(|row| self.members(*row).count()).sum();
        let scaled = |left: &[f64]| -> Vec<f64> {
            let both = left.iter().zip(&scales);
            both.map(|(left, scale)| left / scale).collect()
        };
        let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
        let mut changes = vec![0.0; lacking.len()];
        let mut direction = scaled(&lacking);
        let mut size = dot(&lacking, &direction);
        let enough = 1e-30 * size;
        // As many steps as equations in exact arithmetic, and some for rounding.
        for _ in 0..2 * lacking.len() {
            let added = self.added(&direction);
            *work += 2 * terms;
            let step = size / dot(&direction, &added);
            if !step.is_finite() || *work > WORK {
                break;
            }
            for ((change, left), (along, added)) in changes
                .iter_mut()
                .zip(&mut lacking)
                .zip(direction.iter().zip(&added))
            {
                *change += step * along;
                *left -= step * added;
            }
            let next = scaled(&lacking);
            let next_size = dot(&lacking, &next);
            if next_size <= enough {
                break;
            }
            for (along, next) in direction.iter_mut().zip(next) {
                *along = next + next_size / size * *along;
            }
            size = next_size;
        }
        changes
    }
}

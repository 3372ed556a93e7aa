//! The flows nearest to proportional: those of the least `sum_w x_w^2 / (2 g_w)` over all optima,
//! for the weights `g_w` of the routes.
//!
//! With a price `y_i` for each row the flows are `x_w = g_w max(0, sum_(i of w) y_i)`, and the
//! prices are the maximum of the dual, `sum_i b_i y_i - sum_w x_w^2 / (2 g_w)`, with `y_i <= 0` for
//! a row that need not bind. It is found by ascent, one row after the other (Hildreth 1957, *Naval
//! Research Logistics Quarterly* 4), each to its exact maximum; between the rounds the linear
//! equations of the routes and rows in use are solved by conjugate gradients (Hestenes and Stiefel
//! 1952), which ends the slow crawl of the ascent along chains of hubs.

use super::programme::{Programme, Row};
use crate::Error;

/// The largest number of terms that the search evaluates: some tenths of a second.
const WORK: usize = 30_000_000;
/// The number of rounds of ascent between two solutions of the linear equations.
const ROUNDS: usize = 30;
/// The largest change of a flow in a round at which the search ends, in parts of the scale.
const STILL: f64 = 1e-13;
/// The largest excess over the limit of a row, in parts of the scale.
const PASSED: f64 = 1e-9;

/// The price of each row, and for each route the sum of its prices.
#[derive(Clone)]
struct Prices {
    rows: Vec<f64>,
    routes: Vec<f64>,
}

impl Programme {
    /// Returns the flows nearest to proportional, in parts of the scale. If the search takes too
    /// long, as in networks of thousands of equal hubs in a chain, the flows of the solver are
    /// returned.
    ///
    /// # Errors
    ///
    /// As [`solve`](Self::solve).
    pub(super) fn proportional(&self) -> Result<Vec<f64>, Error> {
        let mut prices = Prices {
            rows: vec![0.0; self.rows.len()],
            routes: vec![0.0; self.routes.len()],
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

    /// Returns the flows of these prices if they respect all rows, and otherwise those of the
    /// solver.
    fn flows(&self, prices: &Prices) -> Result<Vec<f64>, Error> {
        let is_feasible = self.rows.iter().all(|row| {
            let members = row.members.iter();
            let sum: f64 = members.map(|route| self.flow(*route, prices)).sum();
            sum <= row.most + PASSED && (!row.binds || sum >= row.most - PASSED)
        });
        if is_feasible {
            Ok((0..self.routes.len())
                .map(|route| self.flow(route, prices))
                .collect())
        } else {
            self.solve(|_| 0.0)
        }
    }

    fn flow(&self, route: usize, prices: &Prices) -> f64 {
        self.routes[route].weight * prices.routes[route].max(0.0)
    }

    fn dual(&self, prices: &Prices) -> f64 {
        let priced = self.rows.iter().zip(&prices.rows);
        let revenue: f64 = priced.map(|(row, price)| row.most * price).sum();
        let squares = (0..self.routes.len())
            .map(|route| 0.5 * self.flow(route, prices) * prices.routes[route].max(0.0));
        revenue - squares.sum::<f64>()
    }

    /// Sets each row in turn to its best price, and returns the largest change of a flow.
    fn ascend(&self, prices: &mut Prices) -> f64 {
        let mut largest_change = 0.0_f64;
        for (number, row) in self.rows.iter().enumerate() {
            let price = self.price(row, prices.rows[number], prices);
            let change = price - prices.rows[number];
            prices.rows[number] = price;
            for route in &row.members {
                let before = self.flow(*route, prices);
                prices.routes[*route] += change;
                largest_change = largest_change.max((self.flow(*route, prices) - before).abs());
            }
        }
        largest_change
    }

    /// Returns the price at which the flows of a row reach its limit; zero if they stay below it.
    fn price(&self, row: &Row, now: f64, prices: &Prices) -> f64 {
        // Route w is used at prices above t_w, and the flows sum to sum_w g_w (price - t_w).
        let mut routes: Vec<(f64, f64)> = row
            .members
            .iter()
            .map(|route| (now - prices.routes[*route], self.routes[*route].weight))
            .collect();
        routes.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (mut weights, mut starts, mut price) = (0.0, 0.0, f64::INFINITY);
        for (start, weight) in routes {
            if price <= start {
                break;
            }
            weights += weight;
            starts += weight * start;
            price = (row.most + starts) / weights;
        }
        if row.binds { price } else { price.min(0.0) }
    }

    /// Returns the prices at which the routes in use fill the rows in use, if no other comes into
    /// use.
    fn filled(&self, prices: &Prices, work: &mut usize) -> Prices {
        let rows = (0..self.rows.len()).filter(|row| {
            let binds = self.rows[*row].binds || prices.rows[*row] < 0.0;
            let members = &self.rows[*row].members;
            binds && members.iter().any(|route| prices.routes[*route] > 0.0)
        });
        let equations = Equations {
            programme: self,
            rows: rows.collect(),
            used: prices.routes.iter().map(|price| *price > 0.0).collect(),
        };
        let lacking = equations.rows.iter().map(|row| {
            let row = &self.rows[*row];
            let flows = row.members.iter().map(|route| self.flow(*route, prices));
            row.most - flows.sum::<f64>()
        });
        let changes = equations.solved(lacking.collect(), work);
        let mut better = prices.clone();
        for (row, change) in equations.rows.iter().zip(changes) {
            let price = prices.rows[*row] + change;
            let binds = self.rows[*row].binds;
            better.rows[*row] = if binds { price } else { price.min(0.0) };
            for route in &self.rows[*row].members {
                better.routes[*route] += better.rows[*row] - prices.rows[*row];
            }
        }
        better
    }
}

/// The linear equations of the rows and routes in use, `sum_(w of i) g_w sum_(j of w) d_j = b_i`,
/// with the changes `d` of the prices and the flow `b_i` that row `i` lacks.
struct Equations<'a> {
    programme: &'a Programme,
    rows: Vec<usize>,
    used: Vec<bool>,
}

impl Equations<'_> {
    fn members(&self, row: usize) -> impl Iterator<Item = usize> {
        let members = self.programme.rows[row].members.iter().copied();
        members.filter(|route| self.used[*route])
    }

    /// Returns the flow that changes of prices add to each row.
    fn added(&self, changes: &[f64]) -> Vec<f64> {
        let mut routes = vec![0.0; self.used.len()];
        for (row, change) in self.rows.iter().zip(changes) {
            for route in self.members(*row) {
                routes[route] += change;
            }
        }
        let weights = &self.programme.routes;
        let added = |row: &usize| {
            self.members(*row)
                .map(|route| weights[route].weight * routes[route])
        };
        self.rows.iter().map(|row| added(row).sum()).collect()
    }

    /// Solves the equations by conjugate gradients, with each row scaled by its weights.
    fn solved(&self, mut lacking: Vec<f64>, work: &mut usize) -> Vec<f64> {
        let weights = |row: &usize| {
            let members = self.members(*row);
            members
                .map(|route| self.programme.routes[route].weight)
                .sum::<f64>()
        };
        let scales: Vec<f64> = self.rows.iter().map(weights).collect();
        let terms: usize = self.rows.iter().map(|row| self.members(*row).count()).sum();
        let scaled = |residuals: &[f64]| -> Vec<f64> {
            let pairs = residuals.iter().zip(&scales);
            pairs.map(|(residual, scale)| residual / scale).collect()
        };
        let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
        let mut changes = vec![0.0; lacking.len()];
        let mut direction = scaled(&lacking);
        let mut size = dot(&lacking, &direction);
        let enough = 1e-30 * size;
        // Exact arithmetic takes as many steps as equations; the rest is for rounding.
        for _ in 0..2 * lacking.len() {
            let added = self.added(&direction);
            *work += 2 * terms;
            let step = size / dot(&direction, &added);
            if !step.is_finite() || *work > WORK {
                break;
            }
            for ((change, residual), (along, added)) in changes
                .iter_mut()
                .zip(&mut lacking)
                .zip(direction.iter().zip(&added))
            {
                *change += step * along;
                *residual -= step * added;
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

//! Fixed effects whose groups few rows connect, by preconditioned conjugate gradients.

use std::collections::HashMap;

use approx_chol::{CsrRef, Factor, factorize};
use nalgebra::DVector;

use super::absorb::Group;
use crate::{Error, ErrorKind};

/// The steps after which the search is given up.
const STEPS: usize = 2_000;

/// The normal equations of fixed effects, `D' W D a = D' W y`, with a preconditioner.
///
/// For two effects the matrix is the Laplacian of a graph, whose nodes are the groups and whose edges
/// are the rows, once the signs of one effect are turned. A random approximation of its Cholesky
/// factor, with a fixed seed, costs about as much as some passes over the rows and leaves few steps
/// however badly the groups are connected: Gao, Kyng and Spielman (2025), "AC(k): Robust Solution of
/// Laplacian Equations by Randomized Approximate Cholesky Factorization", *SIAM Journal on Scientific
/// Computing*. With more effects the preconditioner is the sum over their pairs.
#[derive(Debug)]
pub(super) struct Connections {
    /// The place of the first group of each effect among all groups.
    starts: Vec<usize>,
    /// The weights of the rows, if there are any.
    weights: Option<Vec<f64>>,
    /// The sum of the weights of each group.
    diagonal: Vec<f64>,
    pairs: Vec<Pair>,
}

/// Two effects and the factor of their Laplacian; none if it was not found, which costs steps.
#[derive(Debug)]
struct Pair {
    effects: [usize; 2],
    counts: [usize; 2],
    factor: Option<Factor<f64>>,
}

impl Connections {
    pub(super) fn new(groups: &[Group<'_>], roots: Option<&DVector<f64>>) -> Self {
        let weights: Option<Vec<f64>> =
            roots.map(|roots| roots.iter().map(|root| root * root).collect());
        let weight = |row: usize| weights.as_ref().map_or(1.0, |weights| weights[row]);
        let mut starts = vec![0];
        for group in groups {
            starts.push(starts[starts.len() - 1] + group.count);
        }
        let mut diagonal = vec![0.0; starts[groups.len()]];
        for (group, start) in groups.iter().zip(&starts) {
            for (row, code) in group.codes.iter().enumerate() {
                diagonal[start + *code as usize] += weight(row);
            }
        }
        let mut pairs = Vec::new();
        for (first, one) in groups.iter().enumerate() {
            for (second, other) in groups.iter().enumerate().skip(first + 1) {
                pairs.push(Pair {
                    effects: [first, second],
                    counts: [one.count, other.count],
                    factor: factor(one, other, &weight),
                });
            }
        }
        Self {
            starts,
            weights,
            diagonal,
            pairs,
        }
    }

    /// Takes all effects out of numbers; what is left of them is at most `most` long.
    ///
    /// # Errors
    ///
    /// [`NotConverged`](ErrorKind::NotConverged).
    pub(super) fn take_out(
        &self,
        groups: &[Group<'_>],
        numbers: &mut [f64],
        most: f64,
    ) -> Result<(), Error> {
        let mut residual = self.sums(groups, numbers);
        let mut step = self.preconditioned(&residual);
        let mut direction = step.clone();
        let mut slope = dot(&residual, &step);
        for _ in 0..STEPS {
            if self.length(&residual) <= most {
                return Ok(());
            }
            let moved = self.spread(groups, &direction, numbers.len());
            let curved = self.sums(groups, &moved);
            let curvature = dot(&direction, &curved);
            if curvature.is_nan() || curvature <= 0.0 {
                // The direction is one that no row sees: rounding errors are all that is left.
                return Ok(());
            }
            let size = slope / curvature;
            for (number, moved) in numbers.iter_mut().zip(&moved) {
                *number -= size * moved;
            }
            for (residual, curved) in residual.iter_mut().zip(&curved) {
                *residual -= size * curved;
            }
            step = self.preconditioned(&residual);
            let next = dot(&residual, &step);
            let ratio = next / slope;
            slope = next;
            for (direction, step) in direction.iter_mut().zip(&step) {
                *direction = step + ratio * *direction;
            }
        }
        Err(Error::new(ErrorKind::NotConverged {
            what: "taking fixed effects out of a column",
            steps: STEPS,
            remedy: "absorb fewer effects, or leave out groups that few rows connect",
        }))
    }

    /// `D' W x`: the weighted sum of each group.
    fn sums(&self, groups: &[Group<'_>], numbers: &[f64]) -> Vec<f64> {
        let mut sums = vec![0.0; self.diagonal.len()];
        for (group, start) in groups.iter().zip(&self.starts) {
            let sums = &mut sums[*start..*start + group.count];
            match &self.weights {
                None => {
                    for (code, number) in group.codes.iter().zip(numbers) {
                        sums[*code as usize] += number;
                    }
                }
                Some(weights) => {
                    for ((code, number), weight) in group.codes.iter().zip(numbers).zip(weights) {
                        sums[*code as usize] += weight * number;
                    }
                }
            }
        }
        sums
    }

    /// `D a`: the sum of the effects of each row.
    fn spread(&self, groups: &[Group<'_>], effects: &[f64], rows: usize) -> Vec<f64> {
        let mut spread = vec![0.0; rows];
        for (group, start) in groups.iter().zip(&self.starts) {
            let effects = &effects[*start..*start + group.count];
            for (code, number) in group.codes.iter().zip(&mut spread) {
                *number += effects[*code as usize];
            }
        }
        spread
    }

    /// The length of the means of groups that sums belong to, each group with its weight.
    fn length(&self, sums: &[f64]) -> f64 {
        let squares = sums
            .iter()
            .zip(&self.diagonal)
            .map(|(sum, weight)| sum * sum / weight);
        squares.sum::<f64>().sqrt()
    }

    /// The sum over pairs of the solution of their equations.
    fn preconditioned(&self, residual: &[f64]) -> Vec<f64> {
        let mut sum = vec![0.0; residual.len()];
        for pair in &self.pairs {
            let [first, second] = pair.effects.map(|effect| self.starts[effect]);
            let [ones, others] = pair.counts;
            let signed = residual[first..first + ones].iter().copied();
            let turned = residual[second..second + others]
                .iter()
                .map(|residual| -residual);
            let right: Vec<f64> = signed.chain(turned).collect();
            let solved = pair
                .factor
                .as_ref()
                .and_then(|factor| factor.solve(&right).ok());
            let solved = solved.filter(|solved| solved.iter().all(|number| number.is_finite()));
            // Without a factor each group counts by itself, as if no row connected it with another.
            let solved = solved.unwrap_or_else(|| {
                let diagonal = |start: usize, count: usize| &self.diagonal[start..start + count];
                let weights = diagonal(first, ones).iter().chain(diagonal(second, others));
                right
                    .iter()
                    .zip(weights)
                    .map(|(right, weight)| right / weight)
                    .collect()
            });
            for (sum, solved) in sum[first..first + ones].iter_mut().zip(&solved) {
                *sum += solved;
            }
            for (sum, solved) in sum[second..second + others].iter_mut().zip(&solved[ones..]) {
                *sum -= solved;
            }
        }
        sum
    }
}

/// The factor of the Laplacian of two effects: a row and a column for each group of either, with the
/// sums of weights on the diagonal, and elsewhere less those of the rows that two groups have in
/// common.
fn factor(
    one: &Group<'_>,
    other: &Group<'_>,
    weight: &dyn Fn(usize) -> f64,
) -> Option<Factor<f64>> {
    let mut cells: HashMap<(u32, u32), f64> = HashMap::new();
    for (row, cell) in one
        .codes
        .iter()
        .copied()
        .zip(other.codes.iter().copied())
        .enumerate()
    {
        *cells.entry(cell).or_default() += weight(row);
    }
    let mut cells: Vec<((u32, u32), f64)> = cells.into_iter().collect();
    cells.sort_unstable_by_key(|(cell, _)| *cell);
    let count = one.count + other.count;
    let mut neighbours: Vec<Vec<(u32, f64)>> = vec![Vec::new(); count];
    for ((first, second), weight) in &cells {
        let second = u32::try_from(one.count).ok()?.checked_add(*second)?;
        neighbours[*first as usize].push((second, *weight));
        neighbours[second as usize].push((*first, *weight));
    }
    let (mut starts, mut columns, mut values) = (vec![0_u32], Vec::new(), Vec::new());
    for (node, neighbours) in neighbours.iter().enumerate() {
        let node = u32::try_from(node).ok()?;
        let sum: f64 = neighbours.iter().map(|(_, weight)| weight).sum();
        let mut has_diagonal = false;
        // Neighbours ascend, all before or all after the node.
        for (neighbour, weight) in neighbours {
            if *neighbour > node && !has_diagonal {
                columns.push(node);
                values.push(sum);
                has_diagonal = true;
            }
            columns.push(*neighbour);
            values.push(-weight);
        }
        if !has_diagonal {
            columns.push(node);
            values.push(sum);
        }
        starts.push(u32::try_from(columns.len()).ok()?);
    }
    let matrix = CsrRef::new(&starts, &columns, &values, u32::try_from(count).ok()?).ok()?;
    factorize(matrix).ok()
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

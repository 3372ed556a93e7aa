//! How rows connect the groups of fixed effects, as equations of the groups.

use std::sync::OnceLock;

use approx_chol::{CsrRef, Factor, factorize};

use super::absorb::Group;
use super::cross_table::{Codes, CrossTable};
use super::in_parallel::in_parallel;
use super::lanes::{LANES, Lanes, lanes};

/// About the number of entries of a table that a thread takes at a time.
const ENTRIES: usize = 1 << 15;

/// The normal equations of fixed effects, `D' W D a = D' W y`, without those of the first effect.
///
/// The matrix has the sums of weights of each group on its diagonal, and elsewhere the weights of the
/// rows that groups of two effects have in common. The first effect of a group follows from the
/// others by division; putting it in leaves the equations of the other effects, `S a = b`, which are
/// better conditioned.
///
/// For two effects the matrix is the Laplacian of a graph, whose nodes are the groups and whose edges
/// are the rows, once the signs of one effect are turned. A random approximation of its Cholesky
/// factor, with a fixed seed, costs about as much as some passes over the rows and leaves few steps
/// however badly the groups are connected: Gao, Kyng and Spielman (2025), "AC(k): Robust Solution of
/// Laplacian Equations by Randomized Approximate Cholesky Factorization", *SIAM Journal on Scientific
/// Computing*. With more effects the preconditioner is the sum over their pairs. The part of its
/// inverse that belongs to the other effects is a preconditioner of `S`, and no worse.
#[derive(Debug)]
pub(super) struct Connections {
    /// The place of the first group of each effect among all groups; at the end their number.
    starts: Vec<usize>,
    /// The sum of the weights of each group.
    diagonal: Vec<f64>,
    pairs: Vec<Pair>,
}

/// Two effects.
#[derive(Debug)]
struct Pair {
    effects: [usize; 2],
    /// For each group of one effect those of the other.
    tables: [CrossTable; 2],
    /// The factor of their Laplacian; none if it was not found, which costs steps.
    factor: OnceLock<Option<Factor<f64>>>,
}

impl Connections {
    pub(super) fn new(groups: &[Group<'_>], weights: Option<&[f64]>) -> Self {
        let mut starts = vec![0];
        for group in groups {
            starts.push(starts[starts.len() - 1] + group.count);
        }
        let diagonal = groups.iter().flat_map(|group| group.sums.iter().copied());
        let mut pairs = Vec::new();
        for first in 0..groups.len() {
            for second in first + 1..groups.len() {
                pairs.push([first, second]);
            }
        }
        let codes = |effect: usize| Codes {
            codes: groups[effect].codes,
            count: groups[effect].count,
        };
        let pairs = in_parallel(pairs, |effects| Pair {
            effects,
            tables: CrossTable::both_ways(codes(effects[0]), codes(effects[1]), weights),
            factor: OnceLock::new(),
        });
        Self {
            starts,
            diagonal: diagonal.collect(),
            pairs,
        }
    }

    /// The number of groups of all effects.
    pub(super) fn groups(&self) -> usize {
        self.diagonal.len()
    }

    /// The number of groups of the first effect.
    pub(super) fn first_groups(&self) -> usize {
        self.starts[1]
    }

    /// The sums of weights of the groups of all effects but the first.
    pub(super) fn diagonal_of_others(&self) -> &[f64] {
        &self.diagonal[self.first_groups()..]
    }

    /// The length of the means of groups that sums belong to, each group with its weight.
    pub(super) fn lengths(&self, sums: &[Lanes]) -> Lanes {
        let mut squares = [0.0; LANES];
        for (sum, weight) in sums.iter().zip(&self.diagonal) {
            for lane in 0..LANES {
                squares[lane] += sum[lane] * sum[lane] / weight;
            }
        }
        squares.map(f64::sqrt)
    }

    /// `S a`. `effects` are those of all groups, of which the first effect's are overwritten by the
    /// ones that belong to the others.
    pub(super) fn apply(&self, effects: &mut [Lanes], out: &mut [Lanes]) {
        let (first, others) = effects.split_at_mut(self.first_groups());
        self.cross(0, (&[], others), first, |_, sum, weight| {
            lanes(|lane| -sum[lane] / weight)
        });
        self.cross_others((first, others), out, |place, sum, weight| {
            lanes(|lane| weight * others[place][lane] + sum[lane])
        });
    }

    /// The right side `b` of the equations of the other effects, from sums of all groups.
    pub(super) fn right_side(&self, sums: &[Lanes]) -> Vec<Lanes> {
        let (first, others) = sums.split_at(self.first_groups());
        let means: Vec<Lanes> = first
            .iter()
            .zip(&self.diagonal)
            .map(|(sum, weight)| lanes(|lane| sum[lane] / weight))
            .collect();
        let mut right = vec![[0.0; LANES]; others.len()];
        let none = vec![[0.0; LANES]; others.len()];
        self.cross_others((&means, &none), &mut right, |place, sum, _| {
            lanes(|lane| others[place][lane] - sum[lane])
        });
        right
    }

    /// The first effect, from the sums of its groups and the other effects.
    pub(super) fn first_effect(&self, sums: &[Lanes], others: &[Lanes]) -> Vec<Lanes> {
        let mut first = vec![[0.0; LANES]; self.first_groups()];
        self.cross(0, (&[], others), &mut first, |place, sum, weight| {
            lanes(|lane| (sums[place][lane] - sum[lane]) / weight)
        });
        first
    }

    /// [`cross`](Self::cross) of all effects but the first.
    fn cross_others(
        &self,
        effects: (&[Lanes], &[Lanes]),
        mut out: &mut [Lanes],
        finish: impl Fn(usize, Lanes, f64) -> Lanes + Sync + Send,
    ) {
        for effect in 1..self.starts.len() - 1 {
            let start = self.starts[effect];
            let (own, rest) = out.split_at_mut(self.starts[effect + 1] - start);
            let before = start - self.first_groups();
            self.cross(effect, effects, own, |place, sum, weight| {
                finish(before + place, sum, weight)
            });
            out = rest;
        }
    }

    /// A function, for each group of an effect, of its place, the sum of the other effects over the
    /// group's rows, and the group's weight. `effects` are the first and all others.
    fn cross(
        &self,
        effect: usize,
        (first, others): (&[Lanes], &[Lanes]),
        out: &mut [Lanes],
        finish: impl Fn(usize, Lanes, f64) -> Lanes + Sync + Send,
    ) {
        let own = &self.diagonal[self.starts[effect]..self.starts[effect + 1]];
        let tables: Vec<(&CrossTable, &[Lanes])> = self
            .pairs
            .iter()
            .filter_map(|pair| {
                let place = pair.effects.iter().position(|other| *other == effect)?;
                let other = pair.effects[1 - place];
                let numbers = if other == 0 {
                    first
                } else {
                    let before = self.first_groups();
                    &others[self.starts[other] - before..self.starts[other + 1] - before]
                };
                Some((&pair.tables[place], numbers))
            })
            .collect();
        let entries: usize = tables.iter().map(|(table, _)| table.len()).sum();
        let size = (own.len() * ENTRIES / entries.max(1)).max(1);
        let parts = (0..).step_by(size).zip(out.chunks_mut(size)).collect();
        in_parallel(parts, |(start, out): (usize, &mut [Lanes])| {
            out.fill([0.0; LANES]);
            for (table, numbers) in &tables {
                table.add(start, numbers, out);
            }
            for (place, out) in (start..).zip(out) {
                *out = finish(place, *out, own[place]);
            }
        });
    }

    /// One column of what is about `S^-1 r`: the sum over pairs of effects of the solution of their
    /// equations.
    pub(super) fn precondition(&self, residual: &[f64]) -> Vec<f64> {
        let before = self.first_groups();
        let mut sum = vec![0.0; residual.len()];
        for pair in &self.pairs {
            // The groups of an effect among all but the first effect's; none of the first.
            let [first, second] = pair.effects.map(|effect| match effect {
                0 => 0..0,
                _ => self.starts[effect] - before..self.starts[effect + 1] - before,
            });
            let ones = self.starts[pair.effects[0] + 1] - self.starts[pair.effects[0]];
            let mut right = vec![0.0; ones];
            right[..first.len()].copy_from_slice(&residual[first.clone()]);
            right.extend(residual[second.clone()].iter().map(|residual| -residual));
            let factor = pair.factor.get_or_init(|| pair.factorize());
            let solved = factor.as_ref().and_then(|factor| factor.solve(&right).ok());
            let solved = solved.filter(|solved| solved.iter().all(|number| number.is_finite()));
            // Without a factor each group counts by itself, as if no row connected it with another.
            let solved = solved.unwrap_or_else(|| {
                let weights = pair.effects.iter().flat_map(|effect| {
                    &self.diagonal[self.starts[*effect]..self.starts[*effect + 1]]
                });
                let pairs = right.iter().zip(weights);
                pairs.map(|(right, weight)| right / weight).collect()
            });
            for (sum, solved) in sum[first].iter_mut().zip(&solved) {
                *sum += solved;
            }
            for (sum, solved) in sum[second].iter_mut().zip(&solved[ones..]) {
                *sum -= solved;
            }
        }
        sum
    }
}

impl Pair {
    /// The factor of the Laplacian of two effects: a row and a column for each group of either, with
    /// the sums of weights on the diagonal, and elsewhere less those of the rows that two groups have
    /// in common.
    fn factorize(&self) -> Option<Factor<f64>> {
        let [one, other] = &self.tables;
        let ones = u32::try_from(one.groups()).ok()?;
        let count = ones.checked_add(u32::try_from(other.groups()).ok()?)?;
        let size = 2 * one.len() + one.groups() + other.groups();
        let (mut starts, mut columns) = (vec![0_u32], Vec::with_capacity(size));
        let mut values = Vec::with_capacity(size);
        // Neighbours ascend, and come after the groups of the first effect or before the others.
        for group in 0..one.groups() {
            columns.push(u32::try_from(group).ok()?);
            values.push(one.entries(group).map(|(_, weight)| weight).sum());
            for (other, weight) in one.entries(group) {
                columns.push(ones + other);
                values.push(-weight);
            }
            starts.push(u32::try_from(columns.len()).ok()?);
        }
        for group in 0..other.groups() {
            for (one, weight) in other.entries(group) {
                columns.push(one);
                values.push(-weight);
            }
            columns.push(ones + u32::try_from(group).ok()?);
            values.push(other.entries(group).map(|(_, weight)| weight).sum());
            starts.push(u32::try_from(columns.len()).ok()?);
        }
        factorize(CsrRef::new(&starts, &columns, &values, count).ok()?).ok()
    }
}

//! Absorbed fixed effects: what is left of columns after the means of groups are taken out.

use nalgebra::{DMatrix, DVector};

use super::conjugate_gradients::{STEPS, Search};
use super::connections::Connections;
use super::design::{Absorbed, Design};
use super::in_parallel::in_parallel;
use super::lanes::{LANES, Lanes, lanes};
use crate::{Error, ErrorKind};

/// The part of a column, as a length relative to the column before, by which the last step may be off.
const TOLERANCE: f64 = 1e-13;
/// How often effects are taken out of what is left. The first time leaves rounding errors of large
/// effects, and the second hardly any.
const ROUNDS: usize = 4;

/// The columns and the response without fixed effects.
///
/// With one effect a column loses the mean of each group. With several, the effects are the solution
/// of the normal equations of their dummies, in which the first effect is put in: Correia (2016), "A
/// feasible estimator for linear models with multi-way fixed effects", and [`Connections`]. The
/// solution does not depend on the order of rows but for rounding errors.
///
/// # Errors
///
/// [`NotConverged`](ErrorKind::NotConverged) with the name of the column.
pub(super) fn without_effects(design: &Design) -> Result<(DMatrix<f64>, DVector<f64>), Error> {
    let weights = design.roots.as_ref();
    let weights: Option<Vec<f64>> =
        weights.map(|roots| roots.iter().map(|root| root * root).collect());
    let weights = weights.as_deref();
    let mut groups: Vec<Group> = in_parallel(design.absorbed.iter().collect(), |effect| {
        Group::new(effect, weights)
    });
    // The first is put in, which leaves the fewest equations if it has the most groups.
    groups.sort_by_key(|group| std::cmp::Reverse(group.count));
    let mut columns = design.columns.clone();
    let mut response = design.response.clone();
    let all = columns.as_mut_slice();
    let mut all: Vec<&mut [f64]> = all.chunks_mut(design.rows.len().max(1)).collect();
    all.push(response.as_mut_slice());
    let results = match &groups[..] {
        [] => Vec::new(),
        [group] => in_parallel(all, |column| {
            // Twice, as the mean of large numbers leaves a rounding error.
            group.take_out(column);
            group.take_out(column);
            Ok(())
        }),
        [_, _, ..] => take_out(&groups, weights, all),
    };
    let names = design.names.iter().chain([&design.response_name]);
    for (result, name) in results.into_iter().zip(names) {
        result.map_err(|error| error.at(name))?;
    }
    Ok((columns, response))
}

/// The rows of each group of an effect.
pub(super) struct Group<'a> {
    pub(super) codes: &'a [u32],
    weights: Option<&'a [f64]>,
    /// The sum of the weights of each group.
    pub(super) sums: Vec<f64>,
    pub(super) count: usize,
}

impl<'a> Group<'a> {
    fn new(effect: &'a Absorbed, weights: Option<&'a [f64]>) -> Self {
        let mut group = Self {
            codes: &effect.codes,
            weights,
            sums: Vec::new(),
            count: effect.count,
        };
        group.sums = group.sums_of(std::iter::repeat(&1.0));
        group
    }

    /// The weighted sum of the numbers of each group.
    fn sums_of<'b>(&self, numbers: impl IntoIterator<Item = &'b f64>) -> Vec<f64> {
        let mut sums = vec![0.0; self.count];
        match self.weights {
            None => {
                for (code, number) in self.codes.iter().zip(numbers) {
                    sums[*code as usize] += number;
                }
            }
            Some(weights) => {
                for ((code, number), weight) in self.codes.iter().zip(numbers).zip(weights) {
                    sums[*code as usize] += weight * number;
                }
            }
        }
        sums
    }

    /// Takes the mean of its group from each number.
    fn take_out(&self, numbers: &mut [f64]) {
        let mut means = self.sums_of(numbers.iter());
        for (mean, weight) in means.iter_mut().zip(&self.sums) {
            *mean /= weight;
        }
        for (code, number) in self.codes.iter().zip(numbers) {
            *number -= means[*code as usize];
        }
    }
}

/// Takes several effects out of columns, as many at a time as there are lanes.
fn take_out(
    groups: &[Group<'_>],
    weights: Option<&[f64]>,
    mut columns: Vec<&mut [f64]>,
) -> Vec<Result<(), Error>> {
    let connections = Connections::new(groups, weights);
    let mut results = Vec::with_capacity(columns.len());
    for columns in columns.chunks_mut(LANES) {
        results.extend(take_out_of_lanes(groups, weights, &connections, columns));
    }
    results
}

/// Takes several effects out of at most as many columns as there are lanes.
fn take_out_of_lanes(
    groups: &[Group<'_>],
    weights: Option<&[f64]>,
    connections: &Connections,
    columns: &mut [&mut [f64]],
) -> Vec<Result<(), Error>> {
    // Most of a large mean goes with the first effect, before lengths are compared.
    let sizes = in_parallel(columns.iter_mut().collect(), |column| {
        groups[0].take_out(column);
        length(column, weights)
    });
    let most = lanes(|lane| sizes.get(lane).map_or(0.0, |size| TOLERANCE * size));
    let mut results = vec![true; columns.len()];
    let mut last = [f64::INFINITY; LANES];
    for _ in 0..ROUNDS {
        let sums = in_parallel(columns.iter().collect(), |column| {
            let sums = groups.iter().map(|group| group.sums_of(column.iter()));
            sums.collect::<Vec<_>>().concat()
        });
        let sums = interleaved(&sums, connections.groups());
        let lengths = connections.lengths(&sums);
        // Done, or rounding errors that no longer shrink.
        let is_done =
            |lane: usize| !(lengths[lane] > 2.0 * most[lane] && lengths[lane] < 0.5 * last[lane]);
        if (0..LANES).all(is_done) {
            break;
        }
        let most = lanes(|lane| {
            if is_done(lane) {
                f64::INFINITY
            } else {
                most[lane]
            }
        });
        last = lanes(|lane| if is_done(lane) { 0.0 } else { lengths[lane] });
        let search = Search::new(connections, connections.right_side(&sums));
        let (others, has_converged) = search.run(most);
        let first = connections.first_effect(&sums, &others);
        let tasks = columns.iter_mut().map(|column| &mut **column);
        let tasks = tasks.enumerate().collect();
        in_parallel(tasks, |(lane, column): (usize, &mut [f64])| {
            if last[lane] > 0.0 {
                let mut effects: Vec<f64> = first.iter().map(|lanes| lanes[lane]).collect();
                effects.extend(others.iter().map(|lanes| lanes[lane]));
                subtract(groups, &effects, column);
            }
        });
        for (lane, result) in results.iter_mut().enumerate() {
            *result &= has_converged[lane];
        }
    }
    let error = || {
        Error::new(ErrorKind::NotConverged {
            what: "taking fixed effects out of a column",
            steps: STEPS,
            remedy: "absorb fewer effects, or leave out groups that few rows connect",
        })
    };
    let results = results.into_iter();
    results
        .map(|has_converged| if has_converged { Ok(()) } else { Err(error()) })
        .collect()
}

/// Takes the effects of its groups from each number.
fn subtract(groups: &[Group<'_>], mut effects: &[f64], numbers: &mut [f64]) {
    for group in groups {
        let (own, rest) = effects.split_at(group.count);
        for (code, number) in group.codes.iter().zip(numbers.iter_mut()) {
            *number -= own[*code as usize];
        }
        effects = rest;
    }
}

/// The root of the weighted sum of squares.
fn length(numbers: &[f64], weights: Option<&[f64]>) -> f64 {
    let squares = numbers.iter().map(|number| number * number);
    let sum: f64 = match weights {
        None => squares.sum(),
        Some(weights) => squares.zip(weights).map(|(x, weight)| x * weight).sum(),
    };
    sum.sqrt()
}

/// The numbers of columns next to each other; zero for lanes without a column.
fn interleaved(columns: &[Vec<f64>], count: usize) -> Vec<Lanes> {
    let mut all = vec![[0.0; LANES]; count];
    for (lane, column) in columns.iter().enumerate() {
        for (lanes, number) in all.iter_mut().zip(column) {
            lanes[lane] = *number;
        }
    }
    all
}

/// The part of the leverage of each row that an absorbed effect has: its weight over that of its
/// group.
///
/// # Errors
///
/// [`Conflict`](ErrorKind::Conflict) for several effects, whose leverage is not known without
/// estimating them.
pub(super) fn leverage(design: &Design) -> Result<Vec<f64>, Error> {
    match &design.absorbed[..] {
        [] => Ok(Vec::new()),
        [effect] => Ok(shares(effect, design.roots.as_ref())),
        _ => Err(Error::new(ErrorKind::Conflict {
            what: "HC2 or HC3 errors",
            with: "several absorbed effects",
            remedy: "use HC1 or clustered errors, or `Term::dummies` for all effects but one",
        })),
    }
}

/// The weight of each row over that of its group.
fn shares(effect: &Absorbed, roots: Option<&DVector<f64>>) -> Vec<f64> {
    let weight = |row: usize| roots.map_or(1.0, |roots| roots[row] * roots[row]);
    let mut sums = vec![0.0; effect.count];
    for (row, code) in effect.codes.iter().enumerate() {
        sums[*code as usize] += weight(row);
    }
    let codes = effect.codes.iter().enumerate();
    let shares = codes.map(|(row, code)| weight(row) / sums[*code as usize]);
    shares.collect()
}

/// The degrees of freedom that the effects take, without those nested in a cluster.
pub(super) fn degrees(design: &Design, clusters: &[&[u32]]) -> f64 {
    let effects = &design.absorbed;
    let is_nested = |effect: &&Absorbed| clusters.iter().any(|codes| nests(codes, effect));
    let (nested, others): (Vec<&Absorbed>, Vec<&Absorbed>) = effects.iter().partition(is_nested);
    let free = |effect: &Absorbed| effect.count.saturating_sub(1);
    let count = if nested.is_empty() {
        match &others[..] {
            [] => 0,
            [one] => one.count,
            [first, second, rest @ ..] => {
                let rest: usize = rest.iter().map(|effect| free(effect)).sum();
                first.count + second.count - design.components + rest
            }
        }
    } else {
        let others: usize = others.iter().map(|effect| free(effect)).sum();
        1 + others
    };
    #[expect(clippy::cast_precision_loss, reason = "at most as many as rows")]
    let count = count as f64;
    count
}

/// True if all rows of a group are in one cluster.
pub(super) fn nests(clusters: &[u32], effect: &Absorbed) -> bool {
    let mut cluster_of = vec![u32::MAX; effect.count];
    effect.codes.iter().zip(clusters).all(|(code, cluster)| {
        let own = &mut cluster_of[*code as usize];
        if *own == u32::MAX {
            *own = *cluster;
        }
        *own == *cluster
    })
}

/// The number of connected components of the graph whose nodes are the groups of the first two
/// effects and whose edges are the rows: Abowd, Creecy and Kramarz (2002). Zero with fewer effects.
pub(super) fn components(effects: &[Absorbed]) -> usize {
    let [first, second, ..] = effects else {
        return 0;
    };
    let mut count = first.count + second.count;
    // There are at most twice as many groups as rows, whose limit is far below 2^31.
    let mut parents: Vec<u32> = (0..).take(count).collect();
    let start = u32::try_from(first.count).unwrap_or(u32::MAX);
    for (a, b) in first.codes.iter().zip(&second.codes) {
        let a = root(&mut parents, *a);
        let b = root(&mut parents, start + *b);
        if a != b {
            parents[a as usize] = b;
            count -= 1;
        }
    }
    count
}

fn root(parents: &mut [u32], mut node: u32) -> u32 {
    loop {
        let parent = parents[node as usize];
        if parent == node {
            return node;
        }
        let next = parents[parent as usize];
        parents[node as usize] = next;
        node = next;
    }
}

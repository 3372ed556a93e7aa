//! Absorbed fixed effects: what is left of columns after the means of groups are taken out.

use std::sync::OnceLock;

use nalgebra::{DMatrix, DVector};

use super::connections::Connections;
use super::design::{Absorbed, Design};
use crate::{Error, ErrorKind};

/// The steps without a preconditioner: groups that rows connect well need no more.
const PLAIN_STEPS: usize = 60;
/// The part of a column, as a length relative to the column before, by which the last step may be off.
const TOLERANCE: f64 = 1e-13;

/// The columns and the response without fixed effects, and the degrees of freedom of these.
///
/// With one effect a column loses the mean of each group. With several, taking out one after the
/// other and back again is a symmetric operator `T`, and what is left is the solution of
/// `(I - T) x = 0` nearest to the column, found by conjugate gradients: Correia (2016), "A feasible
/// estimator for linear models with multi-way fixed effects". Where few rows connect the groups that
/// takes ever more steps; [`Connections`] goes on from there. The solution does not depend on the order
/// of rows but for rounding errors.
///
/// # Errors
///
/// [`NotConverged`](ErrorKind::NotConverged) with the name of the column.
pub(super) fn without_effects(design: &Design) -> Result<(DMatrix<f64>, DVector<f64>), Error> {
    let roots = design.roots.as_ref();
    let effects = design.absorbed.iter();
    let groups: Vec<Group> = effects.map(|effect| Group::new(effect, roots)).collect();
    let connections = OnceLock::new();
    let columns = design.columns.column_iter();
    let columns = columns.map(|column| column.iter().copied().collect::<Vec<f64>>());
    let mut all: Vec<Vec<f64>> = columns.collect();
    all.push(design.response.as_slice().to_vec());
    let results = for_each(&mut all, |numbers| {
        take_out(&groups, roots, &connections, numbers)
    });
    let names = design.names.iter().chain([&design.response_name]);
    for (result, name) in results.into_iter().zip(names) {
        result.map_err(|error| error.at(name))?;
    }
    let response = DVector::from_vec(all.pop().unwrap_or_default());
    let columns = DMatrix::from_vec(design.columns.nrows(), design.columns.ncols(), all.concat());
    Ok((columns, response))
}

/// The results of a function of each column, in order: the columns are independent of each other.
#[cfg(feature = "parallel")]
fn for_each<T: Send>(
    columns: &mut [Vec<f64>],
    f: impl Fn(&mut [f64]) -> T + Sync + Send,
) -> Vec<T> {
    use rayon::iter::{IntoParallelRefMutIterator, ParallelIterator};

    columns.par_iter_mut().map(|column| f(column)).collect()
}

/// The results of a function of each column, in order.
#[cfg(not(feature = "parallel"))]
fn for_each<T>(columns: &mut [Vec<f64>], f: impl Fn(&mut [f64]) -> T) -> Vec<T> {
    columns.iter_mut().map(|column| f(column)).collect()
}

/// The rows of each group of an effect.
pub(super) struct Group<'a> {
    pub(super) codes: &'a [u32],
    /// The weight of each row over that of its group.
    shares: Vec<f64>,
    pub(super) count: usize,
}

impl<'a> Group<'a> {
    fn new(effect: &'a Absorbed, roots: Option<&DVector<f64>>) -> Self {
        let weight = |row: usize| roots.map_or(1.0, |roots| roots[row] * roots[row]);
        let mut sums = vec![0.0; effect.count];
        for (row, code) in effect.codes.iter().enumerate() {
            sums[*code as usize] += weight(row);
        }
        let codes = effect.codes.iter().enumerate();
        let shares = codes.map(|(row, code)| weight(row) / sums[*code as usize]);
        Self {
            codes: &effect.codes,
            shares: shares.collect(),
            count: effect.count,
        }
    }

    /// Takes the mean of its group from each number.
    fn take_out(&self, numbers: &mut [f64], means: &mut Vec<f64>) {
        means.clear();
        means.resize(self.count, 0.0);
        for ((code, share), number) in self.codes.iter().zip(&self.shares).zip(numbers.iter()) {
            means[*code as usize] += share * number;
        }
        for (code, number) in self.codes.iter().zip(numbers) {
            *number -= means[*code as usize];
        }
    }
}

/// Takes the effects out of one column.
fn take_out(
    groups: &[Group<'_>],
    roots: Option<&DVector<f64>>,
    connections: &OnceLock<Connections>,
    numbers: &mut [f64],
) -> Result<(), Error> {
    let mut means = Vec::new();
    let Some((first, others)) = groups.split_first() else {
        return Ok(());
    };
    // Twice, as the mean of large numbers leaves a rounding error.
    first.take_out(numbers, &mut means);
    first.take_out(numbers, &mut means);
    if others.is_empty() {
        return Ok(());
    }
    // The inner product in which the operator is symmetric.
    let product = |a: &[f64], b: &[f64]| -> f64 {
        let products = a.iter().zip(b).map(|(a, b)| a * b);
        match roots {
            None => products.sum(),
            Some(roots) => products
                .zip(roots)
                .map(|(product, root)| product * root * root)
                .sum(),
        }
    };
    let size = product(numbers, numbers);
    if size <= 0.0 {
        return Ok(());
    }
    let mut swept = Vec::with_capacity(numbers.len());
    // (I - T) x, of numbers without the first effect.
    let mut rest = |x: &[f64], swept: &mut Vec<f64>| {
        swept.clear();
        swept.extend_from_slice(x);
        let inner = others.iter().chain(others.iter().rev().skip(1));
        for group in inner {
            group.take_out(swept, &mut means);
        }
        first.take_out(swept, &mut means);
        for (swept, x) in swept.iter_mut().zip(x) {
            *swept = x - *swept;
        }
    };
    rest(numbers, &mut swept);
    let mut residual = swept.clone();
    let mut direction = residual.clone();
    let mut squares = product(&residual, &residual);
    for _ in 0..PLAIN_STEPS {
        if squares <= TOLERANCE * TOLERANCE * size {
            return Ok(());
        }
        rest(&direction, &mut swept);
        let curvature = product(&direction, &swept);
        if curvature <= 0.0 {
            return Ok(());
        }
        let step = squares / curvature;
        for (number, direction) in numbers.iter_mut().zip(&direction) {
            *number -= step * direction;
        }
        for (residual, swept) in residual.iter_mut().zip(&swept) {
            *residual -= step * swept;
        }
        let next = product(&residual, &residual);
        let ratio = next / squares;
        squares = next;
        for (direction, residual) in direction.iter_mut().zip(&residual) {
            *direction = residual + ratio * *direction;
        }
    }
    let connections = connections.get_or_init(|| Connections::new(groups, roots));
    connections.take_out(groups, numbers, TOLERANCE * size.sqrt())
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
        [effect] => Ok(Group::new(effect, design.roots.as_ref()).shares),
        _ => Err(Error::new(ErrorKind::Conflict {
            what: "HC2 or HC3 errors",
            with: "several absorbed effects",
            remedy: "use HC1 or clustered errors, or `Term::dummies` for all effects but one",
        })),
    }
}

/// The degrees of freedom that the effects take, without those nested in a cluster.
pub(super) fn degrees(effects: &[Absorbed], clusters: &[Vec<u32>]) -> f64 {
    let is_nested = |effect: &&Absorbed| clusters.iter().any(|codes| nests(codes, effect));
    let (nested, others): (Vec<&Absorbed>, Vec<&Absorbed>) = effects.iter().partition(is_nested);
    let free = |effect: &Absorbed| effect.count.saturating_sub(1);
    let count = if nested.is_empty() {
        match &others[..] {
            [] => 0,
            [one] => one.count,
            [first, second, rest @ ..] => {
                let rest: usize = rest.iter().map(|effect| free(effect)).sum();
                first.count + second.count - components(first, second) + rest
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

/// The number of connected components of the graph whose nodes are the groups of two effects and
/// whose edges are the rows: Abowd, Creecy and Kramarz (2002).
fn components(first: &Absorbed, second: &Absorbed) -> usize {
    let mut parents: Vec<usize> = (0..first.count + second.count).collect();
    let mut count = parents.len();
    for (a, b) in first.codes.iter().zip(&second.codes) {
        let a = root(&mut parents, *a as usize);
        let b = root(&mut parents, first.count + *b as usize);
        if a != b {
            parents[a] = b;
            count -= 1;
        }
    }
    count
}

fn root(parents: &mut [usize], mut node: usize) -> usize {
    while parents[node] != node {
        parents[node] = parents[parents[node]];
        node = parents[node];
    }
    node
}

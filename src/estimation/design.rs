//! The numbers of a regression: its response and its columns, without rows that cannot be used.

use std::borrow::Cow;
use std::collections::HashSet;

use nalgebra::{DMatrix, DVector};

use super::absorb;
use super::data::{Data, Labels, no_rows};
use super::in_parallel::in_parallel;
use super::regression::{Missing, Regression, Weights};
use super::term::Term;
use crate::limits::Limit;
use crate::{Error, ErrorKind, Interval};

/// The response and the columns of a regression.
#[derive(Clone, Debug)]
pub(super) struct Design {
    pub(super) response_name: String,
    pub(super) names: Vec<String>,
    /// Rows x columns.
    pub(super) columns: DMatrix<f64>,
    pub(super) response: DVector<f64>,
    /// Square roots of the weights, if there are any.
    pub(super) roots: Option<DVector<f64>>,
    /// True if the weights are counts of equal rows.
    pub(super) are_counts: bool,
    pub(super) has_constant: bool,
    /// The places of the columns that are logarithms.
    pub(super) are_logs: Vec<bool>,
    pub(super) response_is_log: bool,
    /// The rows of the data that are used.
    pub(super) rows: Vec<usize>,
    pub(super) absorbed: Vec<Absorbed>,
    /// The number of parts of the groups of the first two effects that no row connects; zero with
    /// fewer effects.
    pub(super) components: usize,
    pub(super) left_out: LeftOut,
}

/// A fixed effect: for each used row, the place of its group.
#[derive(Clone, Debug)]
pub(super) struct Absorbed {
    pub(super) codes: Vec<u32>,
    pub(super) count: usize,
}

/// The numbers of rows that are not used, by reason.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct LeftOut {
    /// Rows with a missing number.
    pub missing: usize,
    /// Rows without the earlier period that a lag or a difference needs.
    pub without_lag: usize,
    /// Rows that are alone in a group of an absorbed effect.
    pub singletons: usize,
}

/// The name of the constant.
pub(super) const CONSTANT: &str = "constant";

impl Design {
    pub(super) fn new(regression: &Regression, data: &Data) -> Result<Self, Error> {
        if data.rows() == 0 {
            return Err(no_rows());
        }
        let has_constant = regression.has_constant && regression.absorbed.is_empty();
        let mut columns = Columns::default();
        let mut count = usize::from(has_constant);
        for term in &regression.regressors {
            count = count.saturating_add(term.count(data)?);
        }
        Limit::Regressors.check(count)?;
        Limit::RegressionNumbers.check(count.saturating_mul(data.rows()))?;
        for term in &regression.regressors {
            columns.add(term, data)?;
        }
        let mut response = regression.response.evaluate(data)?;
        let (response_name, response) = match response.pop() {
            Some(named) if response.is_empty() => named,
            _ => {
                return Err(Error::new(ErrorKind::Conflict {
                    what: "a response",
                    with: "a term of several columns",
                    remedy: "use one column",
                })
                .at(&regression.response.to_string()));
            }
        };
        let weights = weights(&regression.weights, data)?;
        let (rows, mut left_out) = usable(regression, data, &columns, &response)?;
        let groups = regression.absorbed.iter().map(|name| data.groups(name));
        let groups: Vec<Cow<'_, Labels>> = groups.collect::<Result<_, Error>>()?;
        let mut absorbed = in_parallel(groups, |groups| Absorbed::new(&groups, &rows));
        let counts = weights.filter(|_| matches!(regression.weights, Weights::Frequency(_)));
        let rows = without_singletons(rows, counts, &mut absorbed, &mut left_out);
        if has_constant {
            columns.names.push(CONSTANT.to_owned());
            columns.are_logs.push(false);
        }
        let numbers = chosen(&columns, &rows)?;
        let used: Vec<f64> = rows.iter().map(|row| response[*row]).collect();
        let used = DVector::from_vec(used);
        check_size(used.amax()).map_err(|error| error.at(&response_name))?;
        let roots = weights.map(|weights| {
            let mut used = DVector::from_fn(rows.len(), |row, _| weights[rows[row]]);
            if matches!(regression.weights, Weights::Precision(_)) && !used.is_empty() {
                let mean = used.mean();
                used /= mean;
            }
            used.map(f64::sqrt)
        });
        Ok(Self {
            response_is_log: regression.response.is_log(),
            response_name,
            names: columns.names,
            columns: numbers,
            response: used,
            roots,
            are_counts: matches!(regression.weights, Weights::Frequency(_)),
            has_constant,
            are_logs: columns.are_logs,
            rows,
            components: absorb::components(&absorbed),
            absorbed,
            left_out,
        })
    }

    /// The design with some of its columns.
    pub(super) fn of_columns(&self, places: &[usize]) -> Self {
        Self {
            names: places
                .iter()
                .map(|place| self.names[*place].clone())
                .collect(),
            columns: self.columns.select_columns(places),
            are_logs: places.iter().map(|place| self.are_logs[*place]).collect(),
            ..self.clone()
        }
    }

    /// The number of observations: of rows, or the sum of their counts.
    pub(super) fn observations(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "at most 10^8 rows")]
        let rows = self.rows.len() as f64;
        match &self.roots {
            Some(roots) if self.are_counts => roots.iter().map(|root| (root * root).round()).sum(),
            _ => rows,
        }
    }
}

/// The used rows of all columns; of the constant, which has no numbers, ones.
fn chosen(columns: &Columns<'_>, rows: &[usize]) -> Result<DMatrix<f64>, Error> {
    let mut chosen = DMatrix::zeros(rows.len(), columns.names.len());
    let of_columns = chosen.as_mut_slice().chunks_mut(rows.len().max(1));
    let largest = in_parallel(
        of_columns.enumerate().collect(),
        |(column, out): (usize, &mut [f64])| {
            let Some(numbers) = columns.numbers.get(column) else {
                out.fill(1.0);
                return 1.0;
            };
            let mut largest = 0.0_f64;
            for (out, row) in out.iter_mut().zip(rows) {
                *out = numbers[*row];
                largest = largest.max(out.abs());
            }
            largest
        },
    );
    for (name, largest) in columns.names.iter().zip(largest) {
        check_size(largest).map_err(|error| error.at(name))?;
    }
    Ok(chosen)
}

/// Refuses a column whose squares leave the range of numbers.
fn check_size(largest: f64) -> Result<(), Error> {
    if largest > 0.0 {
        Interval::closed_const(1e-70, 1e70).check("largest size of a column", largest)?;
    }
    Ok(())
}

/// The columns of all regressors.
#[derive(Default)]
struct Columns<'a> {
    names: Vec<String>,
    numbers: Vec<Cow<'a, [f64]>>,
    are_logs: Vec<bool>,
}

impl<'a> Columns<'a> {
    fn add(&mut self, term: &Term, data: &'a Data) -> Result<(), Error> {
        let columns = term.evaluate(data)?;
        if columns.is_empty() {
            return Err(Error::new(ErrorKind::Missing {
                what: "a second value",
                remedy: "dummies need a column of two values at least",
            })
            .at(&term.to_string()));
        }
        for (name, numbers) in columns {
            if self.names.contains(&name) || name == CONSTANT {
                return Err(Error::duplicate("a regressor", &name));
            }
            self.names.push(name);
            self.numbers.push(numbers);
            self.are_logs.push(term.is_log());
        }
        Ok(())
    }
}

fn weights<'a>(weights: &Weights, data: &'a Data) -> Result<Option<&'a [f64]>, Error> {
    let (name, numbers) = match weights {
        Weights::Equal => return Ok(None),
        Weights::Precision(name) | Weights::Frequency(name) => (name, data.numbers(name)?),
    };
    for (row, number) in numbers.iter().enumerate() {
        let at = |error: Error| error.at(&format!("[{row}]")).at(name);
        if number.is_nan() {
            continue;
        }
        match weights {
            Weights::Equal | Weights::Precision(_) => {
                let weights = Interval::closed_const(1e-50, 1e50);
                weights.check("weight", *number).map_err(at)?;
            }
            Weights::Frequency(_) => {
                let counts = Interval::closed_const(1.0, 1e9);
                counts.check("count of equal rows", *number).map_err(at)?;
                if number.fract() != 0.0 {
                    return Err(at(Error::new(ErrorKind::Conflict {
                        what: "a count of equal rows",
                        with: "a fraction",
                        remedy: "give whole numbers, or use `Regression::weighted_by`",
                    })));
                }
            }
        }
    }
    Ok(Some(numbers))
}

/// The rows that have all numbers, and the counts of those that do not.
fn usable(
    regression: &Regression,
    data: &Data,
    columns: &Columns<'_>,
    response: &[f64],
) -> Result<(Vec<usize>, LeftOut), Error> {
    let mut read = HashSet::new();
    let terms = regression.regressors.iter().chain([&regression.response]);
    for term in terms {
        read.extend(term.columns());
    }
    match &regression.weights {
        Weights::Equal => {}
        Weights::Precision(name) | Weights::Frequency(name) => {
            read.insert(name.as_str());
        }
    }
    // In the order of the data, so that the same column is always named.
    let names = data.names().filter(|name| read.contains(name));
    let numbers = names.filter_map(|name| Some((name, data.numbers(name).ok()?)));
    let numbers: Vec<(&str, &[f64])> = numbers.collect();
    let of_columns = in_parallel(numbers, |(name, numbers)| (name, gaps(numbers)));
    let mut is_missing = Vec::new();
    for (name, gaps) in of_columns {
        let Some(first) = gaps.first().copied() else {
            continue;
        };
        if regression.missing == Missing::Refused {
            let count = gaps.len();
            return Err(Error::new(ErrorKind::MissingNumbers { count, first }).at(name));
        }
        is_missing.resize(data.rows(), false);
        for row in gaps {
            is_missing[row] = true;
        }
    }
    let evaluated = columns.numbers.iter().map(|numbers| &numbers[..]);
    let evaluated = evaluated.chain([response]).collect();
    let gaps: Vec<Vec<usize>> = in_parallel(evaluated, gaps);
    let mut left_out = LeftOut::default();
    if gaps.iter().all(Vec::is_empty) && is_missing.is_empty() {
        return Ok(((0..data.rows()).collect(), left_out));
    }
    is_missing.resize(data.rows(), false);
    let mut is_incomplete = vec![false; data.rows()];
    for row in gaps.into_iter().flatten() {
        is_incomplete[row] = true;
    }
    let mut rows = Vec::new();
    for (row, is_missing) in is_missing.into_iter().enumerate() {
        if is_missing {
            left_out.missing += 1;
        } else if is_incomplete[row] {
            // The row has its numbers, so that one of an earlier period is not there.
            left_out.without_lag += 1;
        } else {
            rows.push(row);
        }
    }
    Ok((rows, left_out))
}

/// The rows without a number.
fn gaps(numbers: &[f64]) -> Vec<usize> {
    let count = numbers.iter().filter(|number| number.is_nan()).count();
    if count == 0 {
        return Vec::new();
    }
    let rows = numbers.iter().enumerate();
    rows.filter(|(_, number)| number.is_nan())
        .map(|(row, _)| row)
        .collect()
}

impl Absorbed {
    fn new(groups: &Labels, rows: &[usize]) -> Self {
        let mut codes: Vec<u32> = rows.iter().map(|row| groups.codes[*row]).collect();
        let count = renumber(&mut codes, groups.names.len());
        Self { codes, count }
    }
}

/// Numbers the groups that have rows from zero on, in the order of their first rows, and counts them.
pub(super) fn renumber(codes: &mut [u32], most: usize) -> usize {
    let mut numbers = vec![u32::MAX; most];
    let mut next = 0;
    for code in codes {
        let number = &mut numbers[*code as usize];
        if *number == u32::MAX {
            *number = next;
            next += 1;
        }
        *code = *number;
    }
    next as usize
}

/// The rows that are not alone in a group. To leave one out may leave another alone.
fn without_singletons(
    mut rows: Vec<usize>,
    counts_of_rows: Option<&[f64]>,
    absorbed: &mut [Absorbed],
    left_out: &mut LeftOut,
) -> Vec<usize> {
    loop {
        let effects = absorbed.iter().collect();
        let alone = in_parallel(effects, |effect: &Absorbed| {
            let mut counts = vec![0.0; effect.count];
            for (code, row) in effect.codes.iter().zip(&rows) {
                counts[*code as usize] += counts_of_rows.map_or(1.0, |counts| counts[*row]);
            }
            let alone = counts.into_iter().map(|count| count < 2.0);
            alone.collect::<Vec<bool>>()
        });
        if alone.iter().all(|groups| !groups.contains(&true)) {
            return rows;
        }
        let mut is_alone = vec![false; rows.len()];
        for (effect, alone) in absorbed.iter().zip(&alone) {
            for (is_alone, code) in is_alone.iter_mut().zip(&effect.codes) {
                *is_alone |= alone[*code as usize];
            }
        }
        left_out.singletons += is_alone.iter().filter(|is_alone| **is_alone).count();
        let mut keep = is_alone.iter().map(|is_alone| !is_alone);
        rows.retain(|_| keep.next().unwrap_or(true));
        for effect in absorbed.iter_mut() {
            let mut keep = is_alone.iter().map(|is_alone| !is_alone);
            effect.codes.retain(|_| keep.next().unwrap_or(true));
            effect.count = renumber(&mut effect.codes, effect.count);
        }
    }
}

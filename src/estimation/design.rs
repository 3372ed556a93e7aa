//! The numbers of a regression: its response and its columns, without rows that cannot be used.

use std::collections::HashSet;

use nalgebra::{DMatrix, DVector};

use super::data::{Data, Labels, no_rows};
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
        for term in &regression.regressors {
            columns.add(term, data)?;
        }
        Limit::Regressors.check(columns.names.len() + usize::from(has_constant))?;
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
        let (rows, mut left_out) = usable(regression, data, &columns, (&response_name, &response))?;
        let mut absorbed = Vec::new();
        for name in &regression.absorbed {
            let groups = data.groups(name)?;
            absorbed.push(Absorbed::new(&groups, &rows));
        }
        let counts = weights.filter(|_| matches!(regression.weights, Weights::Frequency(_)));
        let rows = without_singletons(rows, counts, &mut absorbed, &mut left_out);
        if has_constant {
            columns.names.push(CONSTANT.to_owned());
            columns.are_logs.push(false);
        }
        let numbers = DMatrix::from_fn(rows.len(), columns.names.len(), |row, column| {
            columns
                .numbers
                .get(column)
                .map_or(1.0, |numbers| numbers[rows[row]])
        });
        for (name, column) in columns.names.iter().zip(numbers.column_iter()) {
            check_size(column.amax()).map_err(|error| error.at(name))?;
        }
        let used = DVector::from_fn(rows.len(), |row, _| response[rows[row]]);
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

/// Refuses a column whose squares leave the range of numbers.
fn check_size(largest: f64) -> Result<(), Error> {
    if largest > 0.0 {
        Interval::closed_const(1e-70, 1e70).check("largest size of a column", largest)?;
    }
    Ok(())
}

/// The columns of all regressors.
#[derive(Default)]
struct Columns {
    names: Vec<String>,
    numbers: Vec<Vec<f64>>,
    are_logs: Vec<bool>,
}

impl Columns {
    fn add(&mut self, term: &Term, data: &Data) -> Result<(), Error> {
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
            Limit::Regressors.check(self.names.len())?;
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
    columns: &Columns,
    (response_name, response): (&str, &[f64]),
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
    let mut is_missing = vec![false; data.rows()];
    // In the order of the data, so that the same column is always named.
    for name in data.names().filter(|name| read.contains(name)) {
        let Ok(numbers) = data.numbers(name) else {
            continue;
        };
        let mut count = 0;
        let mut first = None;
        for (row, number) in numbers.iter().enumerate() {
            if number.is_nan() {
                is_missing[row] = true;
                count += 1;
                first = first.or(Some(row));
            }
        }
        match (regression.missing, first) {
            (Missing::Refused, Some(first)) => {
                return Err(Error::new(ErrorKind::MissingNumbers { count, first }).at(name));
            }
            (Missing::Refused, None) | (Missing::Dropped, _) => {}
        }
    }
    let mut left_out = LeftOut::default();
    let mut rows = Vec::new();
    let named = columns.names.iter().zip(&columns.numbers);
    let all: Vec<(&str, &[f64])> = named
        .map(|(name, numbers)| (name.as_str(), numbers.as_slice()))
        .chain([(response_name, response)])
        .collect();
    for (row, is_missing) in is_missing.into_iter().enumerate() {
        if is_missing {
            left_out.missing += 1;
        } else if all.iter().any(|(_, numbers)| numbers[row].is_nan()) {
            // The row has its numbers, so that one of an earlier period is not there.
            left_out.without_lag += 1;
        } else {
            rows.push(row);
        }
    }
    Ok((rows, left_out))
}

impl Absorbed {
    fn new(groups: &Labels, rows: &[usize]) -> Self {
        let codes = rows.iter().map(|row| groups.codes[*row]).collect();
        let mut absorbed = Self { codes, count: 0 };
        absorbed.renumber(groups.names.len());
        absorbed
    }

    /// Numbers the groups that have rows from zero on.
    fn renumber(&mut self, most: usize) {
        let mut numbers = vec![u32::MAX; most];
        let mut next = 0;
        for code in &mut self.codes {
            let number = &mut numbers[*code as usize];
            if *number == u32::MAX {
                *number = next;
                next += 1;
            }
            *code = *number;
        }
        self.count = next as usize;
    }
}

/// The rows that are not alone in a group. To leave one out may leave another alone.
fn without_singletons(
    mut rows: Vec<usize>,
    counts_of_rows: Option<&[f64]>,
    absorbed: &mut [Absorbed],
    left_out: &mut LeftOut,
) -> Vec<usize> {
    loop {
        let mut is_alone = vec![false; rows.len()];
        for effect in absorbed.iter() {
            let mut counts = vec![0.0; effect.count];
            for (code, row) in effect.codes.iter().zip(&rows) {
                counts[*code as usize] += counts_of_rows.map_or(1.0, |counts| counts[*row]);
            }
            for (is_alone, code) in is_alone.iter_mut().zip(&effect.codes) {
                *is_alone |= counts[*code as usize] < 2.0;
            }
        }
        let alone = is_alone.iter().filter(|is_alone| **is_alone).count();
        if alone == 0 {
            return rows;
        }
        left_out.singletons += alone;
        let mut keep = is_alone.iter().map(|is_alone| !is_alone);
        rows.retain(|_| keep.next().unwrap_or(true));
        for effect in absorbed.iter_mut() {
            let mut keep = is_alone.iter().map(|is_alone| !is_alone);
            effect.codes.retain(|_| keep.next().unwrap_or(true));
            let most = effect.count;
            effect.renumber(most);
        }
    }
}

//! Regressors, built from columns.

use std::borrow::Cow;
use std::fmt;

use super::data::{Column, Data, Panel};
use crate::limits::Limit;
use crate::{Error, ErrorKind, Interval};

/// A response or a regressor: a column, or something computed from columns.
///
/// Its name, by which its coefficient is looked up, is its printed form.
///
/// # Examples
///
/// ```
/// use compute_impact::estimation::Term;
///
/// let compute = Term::column("compute").log();
/// assert_eq!(compute.to_string(), "ln(compute)");
/// assert_eq!(compute.clone().lag(2).to_string(), "lag2(ln(compute))");
/// assert_eq!(compute.clone().difference().to_string(), "diff(ln(compute))");
/// let west = Term::equal_to("region", "west");
/// assert_eq!(compute.times(west).to_string(), "ln(compute) * region=west");
/// let per_worker = Term::column("GDP").over(Term::column("workers"));
/// assert_eq!(per_worker.log().to_string(), "ln(GDP / workers)");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Term(Form);

/// A column of numbers with its name.
pub(super) type Named<'a> = (String, Cow<'a, [f64]>);

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Form {
    Column(String),
    Trend,
    EqualTo(String, String),
    Dummies(String),
    Log(Box<Term>),
    Power(Box<Term>, u8),
    Lag(Box<Term>, u16),
    Difference(Box<Term>),
    Product(Box<Term>, Box<Term>),
    Quotient(Box<Term>, Box<Term>),
    /// The sum of the lags up to a number of periods, each times a power of the lag.
    Almon(Box<Term>, u16, u8),
}

impl Term {
    /// A column of numbers as it is.
    #[must_use]
    pub fn column(name: impl Into<String>) -> Self {
        Self(Form::Column(name.into()))
    }

    /// The number of periods since the first one of the data: 0, 1, 2, and so on.
    #[must_use]
    pub const fn trend() -> Self {
        Self(Form::Trend)
    }

    /// One where a column of labels or periods has a value, zero elsewhere.
    #[must_use]
    pub fn equal_to(column: impl Into<String>, value: impl Into<String>) -> Self {
        Self(Form::EqualTo(column.into(), value.into()))
    }

    /// A dummy for each value of a column of labels or periods but the first, which is the base.
    ///
    /// For many values, [`Regression::absorbing`](super::Regression::absorbing) is faster and gives
    /// the same coefficients of all other terms.
    #[must_use]
    pub fn dummies(column: impl Into<String>) -> Self {
        Self(Form::Dummies(column.into()))
    }

    /// The natural logarithm. With one on both sides of a regression the coefficient is an
    /// elasticity.
    #[must_use]
    pub fn log(self) -> Self {
        Self(Form::Log(Box::new(self)))
    }

    /// A whole power, such as a square.
    #[must_use]
    pub fn power(self, exponent: u8) -> Self {
        Self(Form::Power(Box::new(self), exponent))
    }

    /// The value `periods` periods earlier of the same entity. Rows without one are left out and
    /// counted.
    #[must_use]
    pub fn lag(self, periods: u16) -> Self {
        Self(Form::Lag(Box::new(self), periods))
    }

    /// The change since the period before, of the same entity.
    #[must_use]
    pub fn difference(self) -> Self {
        Self(Form::Difference(Box::new(self)))
    }

    /// The product of two terms: an interaction.
    #[must_use]
    pub fn times(self, other: Self) -> Self {
        Self(Form::Product(Box::new(self), Box::new(other)))
    }

    /// The quotient of two terms, such as GDP per worker.
    #[must_use]
    pub fn over(self, other: Self) -> Self {
        Self(Form::Quotient(Box::new(self), Box::new(other)))
    }

    /// The sum of the lags up to a number of periods, each times a power of the lag.
    pub(super) fn almon(self, periods: u16, power: u8) -> Self {
        Self(Form::Almon(Box::new(self), periods, power))
    }

    /// The number of columns of this term, at most that of all regressors.
    pub(super) fn count(&self, data: &Data) -> Result<usize, Error> {
        let Form::Dummies(column) = &self.0 else {
            return Ok(1);
        };
        let count = data.groups(column)?.names.len().saturating_sub(1);
        Limit::Regressors
            .check(count)
            .map_err(|error| error.at(&self.to_string()))?;
        Ok(count)
    }

    /// The columns of numbers of this term, each with its name. A number that the data lack is NaN,
    /// and one without an earlier period too.
    pub(super) fn evaluate<'a>(&self, data: &'a Data) -> Result<Vec<Named<'a>>, Error> {
        if let Form::Column(name) = &self.0 {
            let numbers = Cow::Borrowed(data.numbers(name)?);
            return Ok(vec![(self.to_string(), numbers)]);
        }
        if let Form::Dummies(column) = &self.0 {
            self.count(data)?;
            let groups = data.groups(column)?;
            let levels = groups.names.iter().enumerate().skip(1);
            return Ok(levels
                .map(|(level, name)| {
                    let is_level = |code: &u32| if *code as usize == level { 1.0 } else { 0.0 };
                    let numbers: Vec<f64> = groups.codes.iter().map(is_level).collect();
                    (format!("{column}={name}"), Cow::Owned(numbers))
                })
                .collect());
        }
        Ok(vec![(self.to_string(), Cow::Owned(self.numbers(data)?))])
    }

    fn numbers(&self, data: &Data) -> Result<Vec<f64>, Error> {
        match &self.0 {
            Form::Column(name) => Ok(data.numbers(name)?.to_vec()),
            Form::Trend => trend(data),
            Form::EqualTo(column, value) => equal_to(data, column, value),
            Form::Dummies(_) => Err(Error::new(ErrorKind::Conflict {
                what: "a term of several dummies",
                with: "another term around it",
                remedy: "use `Term::equal_to` for each value",
            })
            .at(&self.to_string())),
            Form::Log(inner) => {
                let mut numbers = inner.numbers(data)?;
                for (row, number) in numbers.iter_mut().enumerate() {
                    if !number.is_nan() {
                        Interval::POSITIVE
                            .check("number under a logarithm", *number)
                            .map_err(|error| error.at(&format!("[{row}]")).at(&self.to_string()))?;
                    }
                    *number = libm::log(*number);
                }
                Ok(numbers)
            }
            Form::Power(inner, exponent) => {
                let mut numbers = inner.numbers(data)?;
                for (row, number) in numbers.iter_mut().enumerate() {
                    let is_missing = number.is_nan();
                    *number = (0..*exponent).fold(1.0, |power, _| power * *number);
                    if !is_missing {
                        self.check_finite(row, *number)?;
                    }
                }
                Ok(numbers)
            }
            Form::Lag(inner, periods) => lag(data, &inner.numbers(data)?, *periods),
            Form::Difference(inner) => {
                let now = inner.numbers(data)?;
                let before = lag(data, &now, 1)?;
                self.joined(now, &before, |now, before| now - before)
            }
            Form::Almon(inner, periods, power) => {
                Limit::LagWeights.check(usize::from(*periods))?;
                let now = inner.numbers(data)?;
                let mut sum = vec![0.0; now.len()];
                for periods in 0..=*periods {
                    let weight = (0..*power).fold(1.0, |w, _| w * f64::from(periods));
                    let lagged = lag(data, &now, periods)?;
                    for (sum, lagged) in sum.iter_mut().zip(lagged) {
                        *sum += weight * lagged;
                    }
                }
                for (row, number) in sum.iter().enumerate() {
                    if !number.is_nan() {
                        self.check_finite(row, *number)?;
                    }
                }
                Ok(sum)
            }
            Form::Product(left, right) => {
                let right = right.numbers(data)?;
                self.joined(left.numbers(data)?, &right, |left, right| left * right)
            }
            Form::Quotient(left, right) => {
                let right = right.numbers(data)?;
                self.joined(left.numbers(data)?, &right, |left, right| left / right)
            }
        }
    }

    fn joined(
        &self,
        mut left: Vec<f64>,
        right: &[f64],
        f: fn(f64, f64) -> f64,
    ) -> Result<Vec<f64>, Error> {
        for (row, (left, right)) in left.iter_mut().zip(right).enumerate() {
            let is_missing = left.is_nan() || right.is_nan();
            *left = f(*left, *right);
            if !is_missing {
                self.check_finite(row, *left)?;
            }
        }
        Ok(left)
    }

    fn check_finite(&self, row: usize, number: f64) -> Result<(), Error> {
        Interval::FINITE
            .check("number", number)
            .map_err(|error| error.at(&format!("[{row}]")).at(&self.to_string()))?;
        Ok(())
    }

    /// True if the term is the logarithm of something, or a lag or a difference of one: its
    /// coefficient is per unit of the logarithm.
    pub(super) fn is_log(&self) -> bool {
        match &self.0 {
            Form::Log(_) => true,
            Form::Lag(inner, _) | Form::Difference(inner) => inner.is_log(),
            Form::Column(_)
            | Form::Trend
            | Form::EqualTo(..)
            | Form::Dummies(_)
            | Form::Power(..)
            | Form::Almon(..)
            | Form::Product(..)
            | Form::Quotient(..) => false,
        }
    }

    /// The columns of the data that the term reads.
    pub(super) fn columns(&self) -> Vec<&str> {
        match &self.0 {
            Form::Column(name) | Form::EqualTo(name, _) | Form::Dummies(name) => vec![name],
            Form::Trend => Vec::new(),
            Form::Log(inner)
            | Form::Power(inner, _)
            | Form::Lag(inner, _)
            | Form::Almon(inner, ..)
            | Form::Difference(inner) => inner.columns(),
            Form::Product(left, right) | Form::Quotient(left, right) => {
                let mut columns = left.columns();
                columns.extend(right.columns());
                columns
            }
        }
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Form::Column(name) => f.write_str(name),
            Form::Trend => f.write_str("trend"),
            Form::EqualTo(column, value) => write!(f, "{column}={value}"),
            Form::Dummies(column) => write!(f, "{column}=..."),
            Form::Log(inner) => write!(f, "ln({inner})"),
            Form::Power(inner, exponent) => write!(f, "{inner}^{exponent}"),
            Form::Lag(inner, periods) => write!(f, "lag{periods}({inner})"),
            Form::Difference(inner) => write!(f, "diff({inner})"),
            Form::Product(left, right) => write!(f, "{left} * {right}"),
            Form::Quotient(left, right) => write!(f, "{left} / {right}"),
            Form::Almon(inner, periods, power) => write!(f, "almon{power}({inner}, {periods})"),
        }
    }
}

fn trend(data: &Data) -> Result<Vec<f64>, Error> {
    let ordinals = ordered(data)?.ordinals.iter();
    Ok(ordinals.map(|ordinal| f64::from(*ordinal)).collect())
}

fn equal_to(data: &Data, column: &str, value: &str) -> Result<Vec<f64>, Error> {
    let groups = data.groups(column)?;
    let Some(level) = groups.names.iter().position(|name| name == value) else {
        let names = groups.names.iter().map(String::as_str);
        let error = match data.column(column)? {
            Column::Labels(_) | Column::Numbers(_) => Error::unknown("label", value, names),
            Column::Periods(_) => Error::unknown("period", value, names),
        };
        return Err(error.at(column));
    };
    let is_level = |code: &u32| if *code as usize == level { 1.0 } else { 0.0 };
    Ok(groups.codes.iter().map(is_level).collect())
}

fn lag(data: &Data, numbers: &[f64], periods: u16) -> Result<Vec<f64>, Error> {
    let panel = ordered(data)?;
    let earlier = |row: usize| {
        panel
            .earlier(row, periods)
            .map_or(f64::NAN, |row| numbers[row])
    };
    Ok((0..numbers.len()).map(earlier).collect())
}

/// The entity and the period of each row.
pub(super) fn ordered(data: &Data) -> Result<&Panel, Error> {
    data.panel().ok_or_else(|| {
        Error::new(ErrorKind::Missing {
            what: "the order of the rows in time",
            remedy: "state it with `Data::with_panel` or `Data::with_time`",
        })
    })
}

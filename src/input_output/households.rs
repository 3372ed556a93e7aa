use super::elimination::dot;
use super::multipliers::TotalMultipliers;
use super::table::check_each;
use super::{Account, DemandKind, FinalDemand, Impact, InputKind, Leontief, Shock, Table};
use crate::{Error, ErrorKind, Interval};

/// The consumption of households from each sector per unit of their income: the column that closes
/// the model.
///
/// Unit: money per money. Shape: n numbers, in the order of the labels.
///
/// # Examples
///
/// ```
/// use compute_impact::input_output::Households;
///
/// // Miller & Blair, section 2.5: households buy 50 and 400, and 50 of labour, out of 1000.
/// let households = Households::new(&[50.0, 400.0], 50.0, 1000.0)?;
/// assert_eq!(households.consumption(), [0.05, 0.4]);
/// assert!(Households::new(&[50.0, 400.0], 50.0, 0.0).is_err());
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Households {
    consumption: Vec<f64>,
    own: f64,
}

impl Households {
    /// Builds the column from the purchases from each sector, the labour that households buy from
    /// each other (often zero), and their total income, all in one unit.
    ///
    /// The income must be the one that pays for these purchases. If only wages are counted, the
    /// spending of pensioners appears as a result of jobs, and induced effects are too large.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](ErrorKind::OutOfRange) for a negative purchase, or unless the income is
    /// positive and the ratios finite.
    pub fn new(purchases: &[f64], own_labour: f64, income: f64) -> Result<Self, Error> {
        Interval::POSITIVE.check("income of households", income)?;
        let ratio = |purchase: &f64| {
            Interval::NON_NEGATIVE.check(
                "purchase of households per unit of income",
                purchase / income,
            )
        };
        Ok(Self {
            consumption: purchases.iter().map(ratio).collect::<Result<_, _>>()?,
            own: ratio(&own_labour)?,
        })
    }

    /// Builds the column from the final demand of households in a table, paid from a stated income.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new); [`Missing`](ErrorKind::Missing) without a category of households.
    pub fn of_table(table: &Table, income: f64) -> Result<Self, Error> {
        let mut categories = table
            .final_demand()
            .iter()
            .filter(|category| category.kind() == DemandKind::Households)
            .peekable();
        if categories.peek().is_none() {
            return Err(Error::new(ErrorKind::Missing {
                what: "final demand of households",
                remedy: "mark a category as `DemandKind::Households`",
            }));
        }
        let values = categories.map(FinalDemand::values);
        let purchases = super::table::summed(table.labels().len(), values);
        Self::new(&purchases, 0.0, income)
    }

    /// Returns the compensation of employees of all sectors: a lower bound of households' income.
    ///
    /// # Errors
    ///
    /// [`Missing`](ErrorKind::Missing) if the table has no such row.
    pub fn compensation_in(table: &Table) -> Result<f64, Error> {
        table
            .rows_of_kind(|kind| kind == InputKind::Compensation)
            .map(|row| row.iter().sum())
            .ok_or_else(|| {
                Error::new(ErrorKind::Missing {
                    what: "compensation of employees by sector",
                    remedy: "give a row of `InputKind::Compensation`",
                })
            })
    }

    /// The purchases from each sector per unit of income, n numbers.
    #[must_use]
    pub fn consumption(&self) -> &[f64] {
        &self.consumption
    }

    /// The labour that households buy from each other, per unit of income.
    #[must_use]
    pub const fn own_labour(&self) -> f64 {
        self.own
    }
}

/// A [`Leontief`] model closed for households (Miller & Blair, section 2.5).
///
/// With income `h` per unit of output, consumption `c` and own labour `o` per unit of income, and
/// `s = 1 - o - h'Lc`, the closed inverse is that of the open model bordered:
///
/// ```text
/// income per unit of final demand = h'L / s        output = L + (L c)(h'L) / s
/// ```
///
/// so that no further factorisation is needed. The closed model is productive if and only if the
/// open model is and `s > 0`.
///
/// # Examples
///
/// ```
/// use compute_impact::Currency;
/// use compute_impact::input_output::{
///     Account, Coefficients, Households, Labels, Leontief, Matrix, PriceType, Valuation,
/// };
///
/// // Miller & Blair, section 2.5: two sectors and households.
/// let labels = Labels::single_region("economy", ["1", "2"])?;
/// let prices = Valuation::new(PriceType::Basic, Currency::USD, 2020, 1.0)?;
/// let a = Coefficients::new(labels, prices, Matrix::from_rows([[0.15, 0.25], [0.2, 0.05]])?)?
///     .with(Account::Income, vec![0.3, 0.25])?;
/// let leontief = Leontief::new(&a)?;
/// let closed = leontief.closed(&Households::new(&[50.0, 400.0], 50.0, 1000.0)?)?;
/// let output = closed.multipliers(Account::Output)?;
/// assert!(output.truncated[0] > output.simple.simple[0]);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Closed<'a> {
    open: &'a Leontief,
    own: f64,
    /// `L c`: output per unit of income spent.
    spending: Vec<f64>,
    /// `h'L / s`: income per unit of final demand.
    income: Vec<f64>,
}

impl<'a> Closed<'a> {
    /// Closes a model for households.
    ///
    /// # Errors
    ///
    /// [`ShapeMismatch`](ErrorKind::ShapeMismatch) unless households buy from n sectors;
    /// [`Missing`](ErrorKind::Missing) without compensation of employees;
    /// [`Conflict`](ErrorKind::Conflict) if they buy from a sector without output in the table;
    /// [`NotProductive`](ErrorKind::NotProductive) if a unit of income generates at least a unit of
    /// income; [`OutOfRange`](ErrorKind::OutOfRange) if an income overflows.
    pub fn new(open: &'a Leontief, households: &Households) -> Result<Self, Error> {
        let labels = open.labels();
        labels.expect_one_each("consumption of households", households.consumption.len())?;
        check_each(labels, "consumption of households", &households.consumption)?;
        open.coefficients().expect_made(&households.consumption)?;
        let income_per_output = open.coefficients().per_output(Account::Income)?;
        let spending = open.solved(&households.consumption);
        let generated = households.own + dot(&income_per_output, &spending);
        let rest = 1.0 - generated;
        // NaN is not productive either.
        if !matches!(
            rest.partial_cmp(&super::elimination::LEAST_PIVOT),
            Some(std::cmp::Ordering::Greater)
        ) {
            let inputs = vec![("households".to_owned(), generated)];
            return Err(Error::new(ErrorKind::NotProductive { inputs }));
        }
        let mut income = open.solved_transposed(income_per_output);
        for income in &mut income {
            *income /= rest;
        }
        open.check("income", &income)?;
        open.check("output for the spending of income", &spending)?;
        Ok(Self {
            open,
            own: households.own,
            spending,
            income,
        })
    }

    /// The open model.
    #[must_use]
    pub const fn open(&self) -> &Leontief {
        self.open
    }

    /// The income of households per unit of final demand for each sector's product, n numbers: the
    /// bottom row of the closed inverse.
    #[must_use]
    pub fn income_per_demand(&self) -> &[f64] {
        &self.income
    }

    /// Returns the effect of a unit of final demand on one account, including the spending of
    /// income.
    ///
    /// # Errors
    ///
    /// [`Missing`](ErrorKind::Missing) if the table does not have the account;
    /// [`OutOfRange`](ErrorKind::OutOfRange) if one overflows.
    pub fn multipliers(&self, account: Account) -> Result<TotalMultipliers, Error> {
        let simple = self.open.multipliers(account)?;
        let per_income = dot(&simple.direct, &self.spending);
        let households = match account {
            Account::Output => 1.0,
            Account::Income => self.own,
            _ => 0.0,
        };
        let add = |multipliers: &[f64], per_income: f64| {
            let pairs = multipliers.iter().zip(&self.income);
            pairs
                .map(|(multiplier, income)| multiplier + per_income * income)
                .collect()
        };
        let truncated: Vec<f64> = add(&simple.simple, per_income);
        let total: Vec<f64> = add(&truncated, households);
        self.open.check("multiplier", &truncated)?;
        self.open.check("multiplier", &total)?;
        Ok(TotalMultipliers::new(simple, truncated, total))
    }

    /// Returns the impact of a shock, with the spending of income as the induced part.
    ///
    /// # Errors
    ///
    /// As [`Leontief::impact`].
    pub fn impact(&self, shock: &Shock) -> Result<Impact, Error> {
        shock.expect_for(self.open.coefficients())?;
        let output = self.open.output_for(shock.values())?;
        let income = Interval::FINITE.check("income", dot(&self.income, shock.values()))?;
        let induced = self.spending.iter().map(|each| each * income).collect();
        Impact::new(
            self.open.coefficients(),
            shock.values(),
            &output,
            Some(induced),
        )
    }
}

use super::coefficients::not_productive;
use super::elimination::Elimination;
use super::multipliers::Multipliers;
use super::{Account, Closed, Coefficients, Households, Impact, Labels, Matrix, Shock};
use crate::{Error, Interval};

/// The Leontief model: `I - A`, factored once to solve for the output of any number of final
/// demands.
///
/// It solves `x = A x + f` for the output `x`, with technical coefficients `A` and final demand `f`
/// (Leontief 1936; Miller & Blair, section 2.2.3). Only [`inverse`](Self::inverse) inverts the
/// matrix. Factoring takes of the order of n³ steps, a solution n².
///
/// # Examples
///
/// ```
/// use compute_impact::Currency;
/// use compute_impact::input_output::{
///     Coefficients, Labels, Leontief, Matrix, PriceType, Valuation,
/// };
///
/// let labels = Labels::single_region("economy", ["1", "2"])?;
/// let prices = Valuation::new(PriceType::Basic, Currency::USD, 2020, 1.0)?;
/// let a = Matrix::from_rows([[0.15, 0.25], [0.2, 0.05]])?;
/// let leontief = Leontief::new(&Coefficients::new(labels, prices, a)?)?;
/// let output = leontief.output_for(&[600.0, 1500.0])?;
/// assert!((output[0] - 1247.524_752_475).abs() < 1e-9);
/// assert!((output[1] - 1841.584_158_416).abs() < 1e-9);
/// assert_eq!(leontief.output_for(&[0.0, 0.0])?, [0.0, 0.0]);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Leontief {
    coefficients: Coefficients,
    factors: Elimination,
    /// The column sums of the inverse, which are the output multipliers.
    sums: Vec<f64>,
}

impl Leontief {
    /// Factors `I - A`.
    ///
    /// # Errors
    ///
    /// [`NotProductive`](crate::ErrorKind::NotProductive) if it is singular to twelve digits, even
    /// with all column sums slightly below one; [`OutOfRange`](crate::ErrorKind::OutOfRange) if
    /// output per unit of some final demand overflows.
    pub fn new(coefficients: &Coefficients) -> Result<Self, Error> {
        let inputs = coefficients.inputs();
        let factors = Elimination::new(inputs)
            .ok_or_else(|| not_productive(coefficients.labels(), &inputs.column_sums()))?;
        let mut sums = vec![1.0; factors.order()];
        factors.solve_transposed(&mut sums);
        let leontief = Self {
            coefficients: coefficients.clone(),
            factors,
            sums,
        };
        // No entry of the inverse exceeds its column sum.
        leontief.check("output per unit of final demand", &leontief.sums)?;
        Ok(leontief)
    }

    /// The coefficients it was built from.
    #[must_use]
    pub const fn coefficients(&self) -> &Coefficients {
        &self.coefficients
    }

    /// The labels of rows and columns.
    #[must_use]
    pub const fn labels(&self) -> &Labels {
        self.coefficients.labels()
    }

    /// Returns the output `x = L f` of each sector for a final demand, n numbers each, in one unit.
    ///
    /// A demand of zero gives exactly zero.
    ///
    /// # Errors
    ///
    /// [`ShapeMismatch`](crate::ErrorKind::ShapeMismatch) unless there are n numbers;
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) for one that is not finite, or if output
    /// overflows; [`Conflict`](crate::ErrorKind::Conflict) for demand for the product of a sector
    /// without output in the table.
    pub fn output_for(&self, final_demand: &[f64]) -> Result<Vec<f64>, Error> {
        self.labels()
            .expect_one_each("final demand", final_demand.len())?;
        self.check("final demand", final_demand)?;
        self.coefficients.expect_made(final_demand)?;
        let output = self.solved(final_demand);
        self.check("output", &output)?;
        Ok(output)
    }

    /// Returns the outputs for many final demands: n x k, one column for each demand, with the bits
    /// that [`output_for`](Self::output_for) gives for it alone.
    ///
    /// # Errors
    ///
    /// As [`output_for`](Self::output_for).
    pub fn outputs_for(&self, final_demands: &Matrix) -> Result<Matrix, Error> {
        self.labels()
            .expect_one_each("the rows of final demands", final_demands.rows())?;
        let largest = final_demands
            .iter_rows()
            .map(|row| row.iter().map(|demand| demand.abs()).fold(0.0, f64::max));
        self.coefficients
            .expect_made(&largest.collect::<Vec<_>>())?;
        let mut sides = final_demands.values().to_vec();
        let (rows, columns) = (final_demands.rows(), final_demands.columns());
        self.factors.solve(&mut sides, columns);
        Matrix::new(rows, columns, sides).map_err(|error| error.at("output"))
    }

    /// Returns the Leontief inverse `L`, n x n: output of the row's sector per unit of final demand
    /// for the column's product.
    ///
    /// It takes twice as long as factoring. Nothing else in this module needs it.
    #[must_use]
    pub fn inverse(&self) -> Matrix {
        let order = self.factors.order();
        Matrix::trusted(order, order, self.factors.inverse())
    }

    /// Returns the simple multipliers (type I): the effect of a unit of final demand for each
    /// sector's product on one account, along the supply chain.
    ///
    /// They are weighted column sums `h'L`, from one solution with the transpose; those of output are
    /// known since it was factored.
    ///
    /// # Errors
    ///
    /// [`Missing`](crate::ErrorKind::Missing) if the table does not have the account;
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) if one overflows.
    pub fn multipliers(&self, account: Account) -> Result<Multipliers, Error> {
        let direct = self.coefficients.per_output(account)?;
        let simple = match account {
            Account::Output => self.sums.clone(),
            _ => self.solved_transposed(direct.clone()),
        };
        self.check("multiplier", &simple)?;
        let first_round = self.coefficients.inputs().weighted_sums(|i| direct[i]);
        Ok(Multipliers::new(
            account,
            self.labels().clone(),
            direct,
            first_round,
            simple,
        ))
    }

    /// Returns the impact of a shock along the supply chain.
    ///
    /// # Errors
    ///
    /// [`CurrencyMismatch`](crate::ErrorKind::CurrencyMismatch),
    /// [`PriceBasisMismatch`](crate::ErrorKind::PriceBasisMismatch) or
    /// [`Conflict`](crate::ErrorKind::Conflict) if the shock is not valued as the table is, or buys
    /// from a sector without output in it; otherwise as
    /// [`output_for`](Self::output_for).
    pub fn impact(&self, shock: &Shock) -> Result<Impact, Error> {
        shock.expect_for(&self.coefficients)?;
        let output = self.output_for(shock.values())?;
        Impact::new(&self.coefficients, shock.values(), &output, None)
    }

    /// Closes the model for households, for total multipliers (type II) and induced effects.
    ///
    /// # Errors
    ///
    /// As [`Closed::new`].
    pub fn closed(&self, households: &Households) -> Result<Closed<'_>, Error> {
        Closed::new(self, households)
    }

    pub(super) fn solved(&self, side: &[f64]) -> Vec<f64> {
        let mut output = side.to_vec();
        self.factors.solve(&mut output, 1);
        output
    }

    pub(super) fn solved_transposed(&self, mut side: Vec<f64>) -> Vec<f64> {
        self.factors.solve_transposed(&mut side);
        side
    }

    pub(super) fn check(&self, what: &'static str, values: &[f64]) -> Result<(), Error> {
        for (k, value) in values.iter().enumerate() {
            Interval::FINITE
                .check(what, *value)
                .map_err(|error| error.at(&self.labels().name(k)))?;
        }
        Ok(())
    }
}

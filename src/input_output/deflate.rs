//! Deflation: a table at the prices of another year.

use super::table::Parts;
use super::{InputKind, Matrix, PrimaryInput, Table};
use crate::{Deflator, Error, ErrorKind, Interval, PriceBasis};

impl Table {
    /// Multiplies all flows by one price ratio, as if all prices had changed in proportion.
    ///
    /// Coefficients and employment stay as they are.
    ///
    /// # Errors
    ///
    /// [`PriceBasisMismatch`](ErrorKind::PriceBasisMismatch) unless the deflator is from the prices
    /// of the table; [`Conflict`](ErrorKind::Conflict) if it is to current prices, which are of no
    /// stated year; [`OutOfRange`](ErrorKind::OutOfRange) if a flow overflows.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::{Currency, Deflator, PriceBasis};
    /// use compute_impact::input_output::{
    ///     Coefficients, Labels, Matrix, PriceType, Valuation,
    /// };
    ///
    /// let labels = Labels::single_region("economy", ["1", "2"])?;
    /// let prices = Valuation::new(PriceType::Basic, Currency::USD, 2020, 1.0)?;
    /// let a = Coefficients::new(labels, prices, Matrix::from_rows([[0.15, 0.25], [0.2, 0.05]])?)?;
    /// let table = a.for_output(&[1000.0, 2000.0])?;
    /// let to_2015 = Deflator::new(prices.basis(), PriceBasis::constant(2015)?, 110.0, 100.0)?;
    /// let older = table.at_prices(to_2015)?;
    /// assert!((older.output()[0] - 909.09).abs() < 0.01);
    /// assert!(older.at_prices(to_2015).is_err()); // it is not at 2020 prices any more
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn at_prices(&self, deflator: Deflator) -> Result<Self, Error> {
        self.deflated(&vec![deflator; self.labels.len()], deflator)
    }

    /// Deflates each product by its own price ratio, and primary inputs by one ratio (double
    /// deflation; Miller & Blair, section 4.10).
    ///
    /// Row i is multiplied by the factor of `products[i]`; compensation, imports and taxes on
    /// products by that of `primary`. Other value added is the residual of output, in one row.
    ///
    /// # Errors
    ///
    /// As [`at_prices`](Self::at_prices); [`ShapeMismatch`](ErrorKind::ShapeMismatch) unless there
    /// is one deflator for each sector.
    pub fn deflated(&self, products: &[Deflator], primary: Deflator) -> Result<Self, Error> {
        self.labels
            .expect_one_each("the deflators of products", products.len())?;
        let mut factors = Vec::with_capacity(products.len());
        for (deflator, label) in products.iter().zip(self.labels.iter()) {
            let factor = self
                .factor(*deflator, primary.to())
                .map_err(|error| error.at(&label.to_string()))?;
            factors.push(factor);
        }
        let primary_factor = self.factor(primary, primary.to())?;

        let times = |values: &[f64]| -> Vec<f64> {
            values.iter().zip(&factors).map(|(x, p)| x * p).collect()
        };
        let rows = self.transactions.iter_rows().zip(&factors);
        let flows: Vec<f64> = rows
            .flat_map(|(row, factor)| row.iter().map(move |flow| flow * factor))
            .collect();
        let transactions = Matrix::new(self.labels.len(), self.labels.len(), flows)?;
        let output = times(&self.output);
        for (value, label) in output.iter().zip(self.labels.iter()) {
            Interval::NON_NEGATIVE
                .check("output", *value)
                .map_err(|error| error.at(&label.to_string()))?;
        }
        let mut primary_inputs = Vec::new();
        let mut other_value_added: Vec<f64> = output
            .iter()
            .zip(transactions.column_sums())
            .map(|(output, inputs)| output - inputs)
            .collect();
        let mut residual_row: Option<&PrimaryInput> = None;
        for row in &self.primary_inputs {
            if row.kind() == InputKind::OtherValueAdded {
                residual_row = residual_row.or(Some(row));
                continue;
            }
            let values: Vec<f64> = row.values().iter().map(|x| x * primary_factor).collect();
            for (residual, value) in other_value_added.iter_mut().zip(&values) {
                *residual -= value;
            }
            primary_inputs.push(row.with_values(values));
        }
        let name = residual_row.map_or("other value added", PrimaryInput::name);
        primary_inputs.push(PrimaryInput::new(
            name,
            InputKind::OtherValueAdded,
            other_value_added,
        )?);
        let demand = self.final_demand.iter();
        Self::assemble(Parts {
            labels: self.labels.clone(),
            valuation: self.valuation.with_basis(primary.to()),
            transactions,
            final_demand: demand
                .map(|category| category.with_values(times(category.values())))
                .collect(),
            primary_inputs,
            output,
            employment: self.employment.clone(),
        })
    }

    fn factor(&self, deflator: Deflator, to: PriceBasis) -> Result<f64, Error> {
        for (left, right) in [
            (self.valuation.basis(), deflator.from()),
            (deflator.to(), to),
        ] {
            if left != right {
                return Err(Error::new(ErrorKind::PriceBasisMismatch { left, right }));
            }
        }
        if to == PriceBasis::Nominal {
            return Err(Error::new(ErrorKind::Conflict {
                what: "a table of one price year",
                with: "a deflator to current prices",
                remedy: "give a deflator to the prices of a stated year",
            }));
        }
        Ok(deflator.factor())
    }
}

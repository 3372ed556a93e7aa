use super::UNSIGNED;
use super::coefficients::productive;
use super::{Coefficients, FinalDemand, InputKind, Labels, Matrix, PrimaryInput, Valuation};
use crate::{Error, ErrorKind, Interval};

/// A balanced table of flows between labelled sectors.
///
/// Shapes, for n sectors: transactions n x n, the seller's row by the buyer's column; a category
/// of final demand, a row of primary inputs, output and employment n numbers each. All flows have
/// one unit, one price type and prices of one year: the [`Valuation`].
///
/// Every row (deliveries and final demand) and every column (inputs and primary inputs) must sum to
/// output; nothing is ever rescaled to reach the balance.
///
/// # Examples
///
/// ```
/// use compute_impact::Currency;
/// use compute_impact::input_output::{
///     DemandKind, FinalDemand, InputKind, Labels, Matrix, PriceType, PrimaryInput, Table,
///     Valuation,
/// };
///
/// let labels = Labels::single_region("economy", ["1", "2"])?;
/// let prices = Valuation::new(PriceType::Basic, Currency::USD, 2020, 1.0)?;
/// let table = |wages: f64| {
///     let transactions = Matrix::from_rows([[150.0, 500.0], [200.0, 100.0]])?;
///     Table::from_transactions(labels.clone(), prices, transactions)
///         .final_demand(FinalDemand::new("all", DemandKind::Other, vec![350.0, 1700.0])?)
///         .primary_input(PrimaryInput::new("wages", InputKind::Compensation, vec![650.0, wages])?)
///         .build()
/// };
/// assert_eq!(table(1400.0)?.output(), [1000.0, 2000.0]);
/// assert_eq!(
///     table(1300.0).unwrap_err().to_string(),
///     "the columns of the table do not balance within 1e-6 of their flows; \
///      gaps: -100 in economy / 2",
/// );
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    pub(super) labels: Labels,
    pub(super) valuation: Valuation,
    pub(super) transactions: Matrix,
    pub(super) final_demand: Vec<FinalDemand>,
    pub(super) primary_inputs: Vec<PrimaryInput>,
    pub(super) output: Vec<f64>,
    pub(super) employment: Option<Vec<f64>>,
    /// Derived once, as the check of coefficients is costly.
    pub(super) coefficients: Matrix,
}

impl Table {
    /// Starts a table from its transactions, n x n; [`build`](TableBuilder::build) checks it.
    #[must_use]
    pub const fn from_transactions(
        labels: Labels,
        valuation: Valuation,
        transactions: Matrix,
    ) -> TableBuilder {
        TableBuilder {
            labels,
            valuation,
            transactions,
            final_demand: Vec::new(),
            primary_inputs: Vec::new(),
            residual: false,
            output: None,
            employment: None,
            tolerance: TableBuilder::TOLERANCE,
        }
    }

    /// Builds a table from balanced parts, and derives and checks its coefficients.
    pub(super) fn assemble(parts: Parts) -> Result<Self, Error> {
        let coefficients = divided(&parts.labels, &parts.transactions, &parts.output)?;
        productive(&parts.labels, &coefficients)?;
        let Parts {
            labels,
            valuation,
            transactions,
            final_demand,
            primary_inputs,
            output,
            employment,
        } = parts;
        Ok(Self {
            labels,
            valuation,
            transactions,
            final_demand,
            primary_inputs,
            output,
            employment,
            coefficients,
        })
    }

    /// The labels of rows and columns.
    #[must_use]
    pub const fn labels(&self) -> &Labels {
        &self.labels
    }

    /// The valuation of the flows.
    #[must_use]
    pub const fn valuation(&self) -> Valuation {
        self.valuation
    }

    /// Intermediate deliveries `Z`, n x n, the seller's row by the buyer's column.
    #[must_use]
    pub const fn transactions(&self) -> &Matrix {
        &self.transactions
    }

    /// The categories of final demand.
    #[must_use]
    pub fn final_demand(&self) -> &[FinalDemand] {
        &self.final_demand
    }

    /// Returns the final demand for each sector's product, over all categories.
    #[must_use]
    pub fn total_final_demand(&self) -> Vec<f64> {
        let values = self.final_demand.iter().map(FinalDemand::values);
        summed(self.labels.len(), values)
    }

    /// The rows of primary inputs.
    #[must_use]
    pub fn primary_inputs(&self) -> &[PrimaryInput] {
        &self.primary_inputs
    }

    /// Returns the value added of each sector: compensation of employees and other value added.
    #[must_use]
    pub fn value_added(&self) -> Vec<f64> {
        let rows = self.primary_inputs.iter();
        let rows = rows.filter(|row| row.kind().is_value_added());
        summed(self.labels.len(), rows.map(PrimaryInput::values))
    }

    /// The output `x` of each sector.
    #[must_use]
    pub fn output(&self) -> &[f64] {
        &self.output
    }

    /// The employment of each sector, if the table has it, in the unit in which it was stated.
    #[must_use]
    pub fn employment(&self) -> Option<&[f64]> {
        self.employment.as_deref()
    }

    /// Returns all flows per unit of output (Miller & Blair, section 2.2: `a_ij = z_ij / x_j`).
    ///
    /// A sector without output has zeros.
    #[must_use]
    pub fn coefficients(&self) -> Coefficients {
        Coefficients::of_table(self)
    }

    pub(super) fn rows_of_kind(&self, is: impl Fn(InputKind) -> bool) -> Option<Vec<f64>> {
        let mut rows = self
            .primary_inputs
            .iter()
            .filter(|row| is(row.kind()))
            .peekable();
        rows.peek()?;
        Some(summed(self.labels.len(), rows.map(PrimaryInput::values)))
    }
}

/// The parts of a table before its coefficients are derived.
pub(super) struct Parts {
    pub(super) labels: Labels,
    pub(super) valuation: Valuation,
    pub(super) transactions: Matrix,
    pub(super) final_demand: Vec<FinalDemand>,
    pub(super) primary_inputs: Vec<PrimaryInput>,
    pub(super) output: Vec<f64>,
    pub(super) employment: Option<Vec<f64>>,
}

/// A builder of a table; [`build`](Self::build) checks the table.
///
/// # Examples
///
/// ```
/// use compute_impact::Currency;
/// use compute_impact::input_output::{
///     DemandKind, FinalDemand, Labels, Matrix, PriceType, Table, Valuation,
/// };
///
/// let labels = Labels::single_region("economy", ["1", "2"])?;
/// let prices = Valuation::new(PriceType::Basic, Currency::USD, 2020, 1.0)?;
/// let transactions = Matrix::from_rows([[150.0, 500.0], [200.0, 100.0]])?;
/// let table = Table::from_transactions(labels, prices, transactions)
///     .final_demand(FinalDemand::new("all", DemandKind::Other, vec![350.0, 1700.0])?)
///     .value_added_as_residual()
///     .build()?;
/// assert_eq!(table.value_added(), [650.0, 1400.0]);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct TableBuilder {
    labels: Labels,
    valuation: Valuation,
    transactions: Matrix,
    final_demand: Vec<FinalDemand>,
    primary_inputs: Vec<PrimaryInput>,
    residual: bool,
    output: Option<Vec<f64>>,
    employment: Option<Vec<f64>>,
    tolerance: f64,
}

impl TableBuilder {
    const TOLERANCE: f64 = 1e-6;

    /// Adds a category of final demand.
    #[must_use]
    pub fn final_demand(mut self, category: FinalDemand) -> Self {
        self.final_demand.push(category);
        self
    }

    /// Adds a row of primary inputs.
    #[must_use]
    pub fn primary_input(mut self, row: PrimaryInput) -> Self {
        self.primary_inputs.push(row);
        self
    }

    /// Counts the residual of each column as other value added. The balance of columns then holds
    /// by construction and confirms nothing.
    #[must_use]
    pub const fn value_added_as_residual(mut self) -> Self {
        self.residual = true;
        self
    }

    /// Sets output, n numbers; by default it is the sum of the rows.
    #[must_use]
    pub fn output(mut self, output: Vec<f64>) -> Self {
        self.output = Some(output);
        self
    }

    /// Sets employment, n numbers, in any unit such as jobs.
    #[must_use]
    pub fn employment(mut self, employment: Vec<f64>) -> Self {
        self.employment = Some(employment);
        self
    }

    /// Sets the largest gap, relative to the flows of its row or column; 1e-6 by default.
    ///
    /// A published table in whole millions may need more.
    #[must_use]
    pub const fn tolerance(mut self, tolerance: f64) -> Self {
        self.tolerance = tolerance;
        self
    }

    /// Checks the parts and builds the table.
    ///
    /// # Errors
    ///
    /// - [`ShapeMismatch`](ErrorKind::ShapeMismatch) for a length other than that of the labels;
    /// - [`OutOfRange`](ErrorKind::OutOfRange), with the place, for a negative transaction,
    ///   output or employment, a tolerance outside `[0, 1]`, or an input into a sector without
    ///   output;
    /// - [`Missing`](ErrorKind::Missing) without final demand or primary inputs;
    /// - [`Duplicate`](ErrorKind::Duplicate) for a repeated name of a category or row;
    /// - [`Unbalanced`](ErrorKind::Unbalanced) with every row or column that does not balance;
    /// - [`NotProductive`](ErrorKind::NotProductive) naming the sectors whose inputs reach their
    ///   output, if the table as a whole needs more than it makes.
    pub fn build(self) -> Result<Table, Error> {
        let tolerance = Interval::UNIT.check("tolerance of the balance", self.tolerance)?;
        self.check_shapes()?;
        let Self {
            labels,
            valuation,
            transactions,
            final_demand,
            mut primary_inputs,
            residual,
            output,
            employment,
            ..
        } = self;
        check_flows(&labels, &transactions)?;

        let demand = final_demand.iter().map(FinalDemand::values);
        let rows = Side::new(&transactions.row_sums(), demand);
        let output = output.unwrap_or_else(|| rows.sums.clone());
        check_each(&labels, "output", &output)?;
        if let Some(employment) = &employment {
            check_each(&labels, "employment", employment)?;
        }
        rows.check("rows", &labels, &output, tolerance)?;

        let inputs = transactions.column_sums();
        if residual {
            let stated = Side::new(&inputs, primary_inputs.iter().map(PrimaryInput::values));
            let rest = output
                .iter()
                .zip(&stated.sums)
                .map(|(all, part)| all - part);
            let (name, kind) = ("value added as residual", InputKind::OtherValueAdded);
            primary_inputs.push(PrimaryInput::new(name, kind, rest.collect())?);
        }
        let columns = Side::new(&inputs, primary_inputs.iter().map(PrimaryInput::values));
        columns.check("columns", &labels, &output, tolerance)?;
        Table::assemble(Parts {
            labels,
            valuation,
            transactions,
            final_demand,
            primary_inputs,
            output,
            employment,
        })
    }

    fn check_shapes(&self) -> Result<(), Error> {
        let labels = &self.labels;
        labels.expect_one_each("the rows of transactions", self.transactions.rows())?;
        labels.expect_one_each("the columns of transactions", self.transactions.columns())?;
        let mut names = Vec::new();
        for category in &self.final_demand {
            labels
                .expect_one_each("a category of final demand", category.values().len())
                .map_err(|error| error.at(category.name()))?;
            names.push(category.name());
        }
        expect_distinct("the category of final demand", &names)?;
        names.clear();
        for row in &self.primary_inputs {
            labels
                .expect_one_each("a row of primary inputs", row.values().len())
                .map_err(|error| error.at(row.name()))?;
            names.push(row.name());
        }
        expect_distinct("the row of primary inputs", &names)?;
        if let Some(output) = &self.output {
            labels.expect_one_each("output", output.len())?;
        }
        if let Some(employment) = &self.employment {
            labels.expect_one_each("employment", employment.len())?;
        }
        if self.final_demand.is_empty() {
            return Err(Error::new(ErrorKind::Missing {
                what: "final demand",
                remedy: "give at least one category",
            }));
        }
        if self.primary_inputs.is_empty() && !self.residual {
            return Err(Error::new(ErrorKind::Missing {
                what: "a row of primary inputs",
                remedy: "give value added, or call `value_added_as_residual`",
            }));
        }
        Ok(())
    }
}

fn expect_distinct(what: &'static str, names: &[&str]) -> Result<(), Error> {
    for (k, name) in names.iter().enumerate() {
        if names[..k].contains(name) {
            return Err(Error::duplicate(what, name));
        }
    }
    Ok(())
}

fn check_flows(labels: &Labels, transactions: &Matrix) -> Result<(), Error> {
    for (i, row) in transactions.iter_rows().enumerate() {
        for (j, flow) in row.iter().enumerate() {
            UNSIGNED
                .check("intermediate delivery", *flow)
                .map_err(|error| {
                    error.at(&format!("from {} to {}", labels.name(i), labels.name(j)))
                })?;
        }
    }
    Ok(())
}

/// Refuses a value that is negative or not finite, naming its label.
pub(super) fn check_each(labels: &Labels, what: &'static str, values: &[f64]) -> Result<(), Error> {
    for (k, value) in values.iter().enumerate() {
        UNSIGNED
            .check(what, *value)
            .map_err(|error| error.at(&labels.name(k)))?;
    }
    Ok(())
}

/// Returns the flows per unit of the buyer's output; refused if the output is zero and the flow is
/// not.
fn divided(labels: &Labels, transactions: &Matrix, output: &[f64]) -> Result<Matrix, Error> {
    let mut values = Vec::with_capacity(transactions.values().len());
    for (i, row) in transactions.iter_rows().enumerate() {
        for ((j, flow), output) in row.iter().enumerate().zip(output) {
            let ratio = if *flow > 0.0 { flow / output } else { 0.0 };
            let ratio = Interval::NON_NEGATIVE
                .check("input per unit of output", ratio)
                .map_err(|error| {
                    error.at(&format!("from {} to {}", labels.name(i), labels.name(j)))
                })?;
            values.push(ratio);
        }
    }
    Ok(Matrix::trusted(
        transactions.rows(),
        transactions.columns(),
        values,
    ))
}

pub(super) fn summed<'a>(length: usize, lists: impl Iterator<Item = &'a [f64]>) -> Vec<f64> {
    let mut sums = vec![0.0; length];
    for list in lists {
        for (sum, value) in sums.iter_mut().zip(list) {
            *sum += value;
        }
    }
    sums
}

/// The sums of rows or columns, with the sums of the absolute values of their flows.
struct Side {
    sums: Vec<f64>,
    sizes: Vec<f64>,
}

impl Side {
    fn new<'a>(transactions: &[f64], lists: impl Iterator<Item = &'a [f64]>) -> Self {
        let mut side = Self {
            sums: transactions.to_vec(),
            sizes: transactions.to_vec(),
        };
        for list in lists {
            let both = side.sums.iter_mut().zip(&mut side.sizes);
            for ((sum, size), value) in both.zip(list) {
                *sum += value;
                *size += value.abs();
            }
        }
        side
    }

    fn check(
        &self,
        what: &'static str,
        labels: &Labels,
        output: &[f64],
        tolerance: f64,
    ) -> Result<(), Error> {
        let mut gaps = Vec::new();
        for (k, ((sum, size), output)) in self.sums.iter().zip(&self.sizes).zip(output).enumerate()
        {
            let gap = sum - output;
            // NaN, which results from flows that overflow, counts as a gap.
            let is_balanced = gap.abs() <= tolerance * size.max(*output);
            if !is_balanced {
                gaps.push((labels.name(k), gap));
            }
        }
        if gaps.is_empty() {
            return Ok(());
        }
        Err(Error::new(ErrorKind::Unbalanced {
            what,
            gaps,
            tolerance,
        }))
    }
}

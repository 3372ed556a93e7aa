use super::elimination::Elimination;
use super::table::check_each;
use super::{
    Account, DemandKind, FinalDemand, InputKind, Label, Labels, Leontief, Matrix, Table, Valuation,
};
use super::{SIGNED, UNSIGNED};
use crate::{Error, ErrorKind};

/// The inputs of a unit of each sector's output: technical coefficients `A`, with satellite
/// accounts.
///
/// Coefficients of different tables cannot be added, and their average has no meaning. There is
/// therefore no method to aggregate or disaggregate them: first build the [`Table`] of flows
/// ([`for_output`](Self::for_output), [`for_final_demand`](Self::for_final_demand)), and aggregate
/// that.
///
/// ```compile_fail
/// use compute_impact::input_output::{Coefficients, Concordance};
/// fn wrong_order(a: &Coefficients, groups: &Concordance) {
///     let coarse = a.aggregate(groups); // only a `Table` has flows to add
/// }
/// ```
///
/// # Examples
///
/// ```
/// use compute_impact::Currency;
/// use compute_impact::input_output::{
///     Coefficients, Labels, Matrix, PriceType, Valuation,
/// };
///
/// let labels = Labels::single_region("economy", ["1", "2"])?;
/// let prices = Valuation::new(PriceType::Basic, Currency::USD, 2020, 1.0)?;
/// let a = Coefficients::new(labels, prices, Matrix::from_rows([[0.15, 0.25], [0.2, 0.05]])?)?;
/// let table = a.for_output(&[1000.0, 2000.0])?;
/// assert_eq!(table.total_final_demand(), [350.0, 1700.0]);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Coefficients {
    labels: Labels,
    valuation: Valuation,
    inputs: Matrix,
    /// True for each sector with output; otherwise its coefficients are unknown.
    has_output: Vec<bool>,
    value_added: Option<Vec<f64>>,
    income: Option<Vec<f64>>,
    employment: Option<Vec<f64>>,
    imports: Option<Vec<f64>>,
    product_taxes: Option<Vec<f64>>,
}

impl Coefficients {
    /// Builds coefficients from `A`, n x n: the purchases of the row's product by the column's
    /// sector per unit of its output.
    ///
    /// # Errors
    ///
    /// [`ShapeMismatch`](ErrorKind::ShapeMismatch) unless n x n;
    /// [`OutOfRange`](ErrorKind::OutOfRange) for a negative coefficient;
    /// [`NotProductive`](ErrorKind::NotProductive) if the spectral radius is not below one.
    pub fn new(labels: Labels, valuation: Valuation, inputs: Matrix) -> Result<Self, Error> {
        labels.expect_one_each("the rows of coefficients", inputs.rows())?;
        labels.expect_one_each("the columns of coefficients", inputs.columns())?;
        for (i, row) in inputs.iter_rows().enumerate() {
            check_each(&labels, "technical coefficient", row)
                .map_err(|error| error.at(&labels.name(i)))?;
        }
        productive(&labels, &inputs)?;
        Ok(Self {
            has_output: vec![true; labels.len()],
            labels,
            valuation,
            inputs,
            value_added: None,
            income: None,
            employment: None,
            imports: None,
            product_taxes: None,
        })
    }

    /// Sets one account per unit of output, n numbers, such as jobs per million of output.
    ///
    /// # Errors
    ///
    /// [`ShapeMismatch`](ErrorKind::ShapeMismatch) unless there are n;
    /// [`OutOfRange`](ErrorKind::OutOfRange) for one that is not finite, or a negative one of
    /// income, employment or imports; [`Conflict`](ErrorKind::Conflict) for output, which is one
    /// per unit of itself.
    pub fn with(mut self, account: Account, per_output: Vec<f64>) -> Result<Self, Error> {
        self.labels
            .expect_one_each("an account per unit of output", per_output.len())?;
        let allowed = match account {
            Account::ValueAdded | Account::ProductTaxes => SIGNED,
            _ => UNSIGNED,
        };
        for (k, value) in per_output.iter().enumerate() {
            allowed
                .check("account per unit of output", *value)
                .map_err(|error| error.at(&self.labels.name(k)))?;
        }
        let place = match account {
            Account::ValueAdded => &mut self.value_added,
            Account::Income => &mut self.income,
            Account::Employment => &mut self.employment,
            Account::Imports => &mut self.imports,
            Account::ProductTaxes => &mut self.product_taxes,
            Account::Output => {
                return Err(Error::new(ErrorKind::Conflict {
                    what: "output per unit of output",
                    with: "any other number than one",
                    remedy: "leave it out",
                }));
            }
        };
        *place = Some(per_output);
        Ok(self)
    }

    pub(super) fn of_table(table: &Table) -> Self {
        // A sector without output has zeros, even if it has payments.
        let per_output = |values: Vec<f64>| {
            let ratio =
                |(value, output): (f64, &f64)| if *output > 0.0 { value / output } else { 0.0 };
            values.into_iter().zip(&table.output).map(ratio).collect()
        };
        let rows = |is: fn(InputKind) -> bool| table.rows_of_kind(is).map(per_output);
        Self {
            labels: table.labels.clone(),
            valuation: table.valuation,
            inputs: table.coefficients.clone(),
            has_output: table.output.iter().map(|output| *output > 0.0).collect(),
            value_added: rows(InputKind::is_value_added),
            income: rows(|kind| kind == InputKind::Compensation),
            employment: table.employment.clone().map(per_output),
            imports: rows(|kind| kind == InputKind::Imports),
            product_taxes: rows(|kind| kind == InputKind::ProductTaxes),
        }
    }

    /// The labels of rows and columns.
    #[must_use]
    pub const fn labels(&self) -> &Labels {
        &self.labels
    }

    /// The valuation of the flows that the coefficients were derived from.
    #[must_use]
    pub const fn valuation(&self) -> Valuation {
        self.valuation
    }

    /// Technical coefficients `A`, n x n, the seller's row by the buyer's column.
    #[must_use]
    pub const fn inputs(&self) -> &Matrix {
        &self.inputs
    }

    /// Returns the sectors without output in the table that the coefficients were derived from.
    ///
    /// The inputs of a unit of their output are unknown: their coefficients are zeros, and so are
    /// their multipliers except that of output. A purchase from one of them is refused.
    pub fn without_output(&self) -> impl Iterator<Item = &Label> {
        let labels = self.labels.iter().zip(&self.has_output);
        labels
            .filter(|(_, has_output)| !**has_output)
            .map(|(label, _)| label)
    }

    /// Refuses demand for the product of a sector without output, which would add to output but not
    /// to value added, imports or taxes.
    pub(super) fn expect_made(&self, demand: &[f64]) -> Result<(), Error> {
        for (k, (demand, has_output)) in demand.iter().zip(&self.has_output).enumerate() {
            if *demand != 0.0 && !has_output {
                return Err(Error::new(ErrorKind::Conflict {
                    what: "a purchase",
                    with: "a sector without output in this table",
                    remedy: "count it as imports (an imported share of 100 % in its `MarginsAndTaxes`), or \
                             buy from a sector that has output",
                })
                .at(&self.labels.name(k)));
            }
        }
        Ok(())
    }

    /// Returns one account per unit of output, n numbers; ones for output itself.
    ///
    /// # Errors
    ///
    /// [`Missing`](ErrorKind::Missing) if the table does not have the account.
    pub fn per_output(&self, account: Account) -> Result<Vec<f64>, Error> {
        let (per_output, what) = match account {
            Account::Output => return Ok(vec![1.0; self.labels.len()]),
            Account::ValueAdded => (&self.value_added, "value added by sector"),
            Account::Income => (&self.income, "compensation of employees by sector"),
            Account::Employment => (&self.employment, "employment by sector"),
            Account::Imports => (&self.imports, "imported inputs by sector"),
            Account::ProductTaxes => (&self.product_taxes, "taxes on products by sector"),
        };
        per_output.clone().ok_or_else(|| {
            Error::new(ErrorKind::Missing {
                what,
                remedy: "give it to the table, or per unit of output to the coefficients",
            })
        })
    }

    /// Builds the table of flows `z_ij = a_ij x_j` for an output `x`, n numbers. Final demand is
    /// the residual of the rows, and value added the residual of the columns.
    ///
    /// # Errors
    ///
    /// As [`TableBuilder::build`](super::TableBuilder::build); [`Conflict`](ErrorKind::Conflict)
    /// for output of a sector without output in the table the coefficients are from.
    pub fn for_output(&self, output: &[f64]) -> Result<Table, Error> {
        self.labels.expect_one_each("output", output.len())?;
        check_each(&self.labels, "output", output)?;
        self.expect_made(output)?;
        let flows = self.flows(output);
        let rows = output.iter().zip(flows.row_sums());
        let demand = rows.map(|(output, sold)| output - sold).collect();
        self.table(
            flows,
            FinalDemand::new("final demand", DemandKind::Other, demand)?,
            output,
        )
    }

    /// Builds the table of flows for one category of final demand `f`. Output is `L f`, and value
    /// added the residual of the columns.
    ///
    /// # Errors
    ///
    /// As [`TableBuilder::build`](super::TableBuilder::build), as a negative final demand may
    /// result in a negative output.
    pub fn for_final_demand(&self, demand: FinalDemand) -> Result<Table, Error> {
        let output = Leontief::new(self)?.output_for(demand.values())?;
        check_each(&self.labels, "output", &output)?;
        self.table(self.flows(&output), demand, &output)
    }

    /// Returns the flows of an output that was checked before.
    fn flows(&self, output: &[f64]) -> Matrix {
        let rows = self.inputs.iter_rows();
        let flows = rows.flat_map(|row| row.iter().zip(output).map(|(a, x)| a * x));
        Matrix::trusted(output.len(), output.len(), flows.collect())
    }

    fn table(&self, flows: Matrix, demand: FinalDemand, output: &[f64]) -> Result<Table, Error> {
        let mut table = Table::from_transactions(self.labels.clone(), self.valuation, flows)
            .final_demand(demand)
            .value_added_as_residual()
            .output(output.to_vec());
        let levels = |ratios: &Vec<f64>| ratios.iter().zip(output).map(|(a, x)| a * x).collect();
        for (name, kind, ratios) in [
            ("compensation", InputKind::Compensation, &self.income),
            ("imports", InputKind::Imports, &self.imports),
            (
                "taxes on products",
                InputKind::ProductTaxes,
                &self.product_taxes,
            ),
        ] {
            if let Some(ratios) = ratios {
                table = table.primary_input(super::PrimaryInput::new(name, kind, levels(ratios))?);
            }
        }
        if let Some(ratios) = &self.employment {
            table = table.employment(levels(ratios));
        }
        table.build()
    }
}

/// Refuses non-negative coefficients whose spectral radius is not below one.
pub(super) fn productive(labels: &Labels, inputs: &Matrix) -> Result<(), Error> {
    let sums = inputs.column_sums();
    // The greatest column sum bounds the radius from above, which usually decides.
    if sums.iter().all(|sum| *sum < 1.0 - 1e-9) || Elimination::new(inputs).is_some() {
        return Ok(());
    }
    Err(not_productive(labels, &sums))
}

pub(super) fn not_productive(labels: &Labels, sums: &[f64]) -> Error {
    let numbered = sums.iter().copied().enumerate();
    let mut inputs: Vec<(String, f64)> = numbered
        .filter(|(_, sum)| *sum >= 1.0 - 1e-9)
        .map(|(k, sum)| (labels.name(k), sum))
        .collect();
    inputs.sort_by(|left, right| {
        let by_sum = right.1.total_cmp(&left.1);
        by_sum.then_with(|| left.0.cmp(&right.0))
    });
    Error::new(ErrorKind::NotProductive { inputs })
}

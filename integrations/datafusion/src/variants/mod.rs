//! Tables of scenarios in, tables of their outputs out.

mod documents;
mod functions;
mod plan;
mod rows;
mod typed;

use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use async_trait::async_trait;
use compute_impact::{Output, Scenario};
use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::catalog::{Session, TableProvider};
use datafusion::common::Result;
use datafusion::datasource::empty::EmptyTable;
use datafusion::error::DataFusionError;
use datafusion::logical_expr::{Expr, TableType};
use datafusion::physical_plan::ExecutionPlan;

use crate::error::unplanned;
use crate::function::{UNIT, with_unit};
pub(crate) use functions::{Project, Sweep};
pub(crate) use plan::VariantsExec;
pub(crate) use rows::Column;
use rows::{dictionary, place_of};

/// Treatment of a bad row: one with a NULL, a NaN or a value that the scenario refuses, whose outputs leave their
/// range, or whose document cannot be read or lacks a chosen output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BadRows {
    /// The query fails with an error that names the row and the column.
    #[default]
    Refuse,
    /// The row has no results, and is counted: see [`Variants::skipped`].
    Skip,
}

/// The way out of a bad row. A filter on the results comes after the row is computed.
const REMEDY: &str = "correct the row, leave it out by a view of the table (a WHERE on the results comes too \
                      late), or ask for 'skip'";

impl FromStr for BadRows {
    type Err = DataFusionError;

    /// Reads `refuse` or `skip`.
    fn from_str(text: &str) -> Result<Self> {
        match text {
            "refuse" => Ok(Self::Refuse),
            "skip" => Ok(Self::Skip),
            _ => {
                let reason = format!("must be 'refuse' or 'skip', got '{text}'");
                Err(unplanned("bad_rows", reason))
            }
        }
    }
}

/// The method that computes the variants of rows.
#[derive(Clone, Debug)]
enum Kind {
    /// By columns of values.
    Typed(Box<typed::Typed>),
    /// Each from a scenario of its own.
    Documents(documents::Documents),
}

/// The serialized form of a table of variants, without its input.
#[derive(Debug, serde::Serialize, serde::Deserialize)]
pub(crate) enum Form {
    /// By columns of values.
    Sweep {
        scenario: Box<Scenario>,
        outputs: Vec<Output>,
        bad_rows: BadRows,
    },
    /// Each from a scenario of its own.
    Documents {
        column: String,
        outputs: Vec<Output>,
        bad_rows: BadRows,
    },
}

impl Form {
    /// The table of variants of an input.
    pub(crate) fn over(self, input: Arc<dyn TableProvider>) -> Result<Variants> {
        match self {
            Self::Sweep {
                scenario,
                outputs,
                bad_rows,
            } => Variants::sweep(input, &scenario, &outputs, bad_rows),
            Self::Documents {
                column,
                outputs,
                bad_rows,
            } => Variants::documents(input, &column, &outputs, bad_rows),
        }
    }
}

impl Kind {
    fn form(&self) -> Form {
        match self {
            Self::Typed(typed) => typed.form(),
            Self::Documents(documents) => documents.form(),
        }
    }
}

/// A table of results: one row per variant, output and period. Its input has one row per variant.
///
/// The columns of the input stay, and these are added:
///
/// | column | type | contents |
/// |---|---|---|
/// | `output` | text | the stable name of the output |
/// | `period` | text | such as `2030` or `2030-Q1` |
/// | `value` | 64-bit float | in the unit of its row; NULL for growth from zero, which is undefined |
/// | `unit` | text | of the value, in words |
///
/// Texts are dictionaries. The metadata of `value` have the unit of each output of a sweep under
/// `unit.gdp-impact` and so on, and those of an input the unit of its numbers under `unit`.
///
/// # Examples
///
/// A sweep from a `DataFrame`; in SQL it is `sweep('china', 'growths', 'gdp-impact')`:
///
/// ```
/// use std::sync::Arc;
///
/// use compute_impact::{Output, Reading, Scenario};
/// use compute_impact_datafusion::{BadRows, Variants};
/// use datafusion::prelude::SessionContext;
///
/// # #[tokio::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let session = SessionContext::new();
/// let growths = session
///     .sql("SELECT column1 AS \"compute.path.total.growth.constant\" FROM (VALUES (0.15), (0.25))")
///     .await?;
/// let scenario = Scenario::shipped("china-2030")?;
/// let outputs = [Output::Gdp(Reading::Impact)];
/// let variants = Variants::sweep(growths.into_view(), &scenario, &outputs, BadRows::Refuse)?;
/// let table = session.read_table(Arc::new(variants))?;
/// assert_eq!(table.count().await?, 2 * 7); // the base period and six more
/// # Ok(())
/// # }
/// ```
pub struct Variants {
    input: Arc<dyn TableProvider>,
    schema: SchemaRef,
    kind: Kind,
    skipped: Arc<AtomicU64>,
}

impl fmt::Debug for Variants {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Variants")
            .field("kind", &self.kind)
            .field("schema", &self.schema)
            .finish_non_exhaustive()
    }
}

impl Variants {
    /// The variants of one scenario: each column of the input with the place of one of the scenario's
    /// inputs, such as `gdp.response.coefficient`, has its values in the unit of the input. Other
    /// columns pass through. No outputs stand for all.
    ///
    /// # Errors
    ///
    /// If no column is an input, if a column with a dot in its name is none, if one is not a number, or
    /// if the scenario does not have an output.
    pub fn sweep(
        input: Arc<dyn TableProvider>,
        scenario: &Scenario,
        outputs: &[Output],
        bad_rows: BadRows,
    ) -> Result<Self> {
        let from = input.schema();
        let typed = typed::Typed::new(scenario, &from, outputs, bad_rows)?;
        let mut fields: Vec<Field> = Vec::new();
        for (number, field) in from.fields().iter().enumerate() {
            let unit = typed.unit_of(number);
            let metadata = field.metadata().clone();
            let field = field.as_ref().clone();
            fields.push(match unit {
                Some(unit) => {
                    let unit = [(UNIT.to_owned(), unit.to_owned())];
                    field.with_metadata(metadata.into_iter().chain(unit).collect())
                }
                None => field,
            });
        }
        let units = typed.units();
        Self::new(input, fields, &units, Kind::Typed(Box::new(typed)))
    }

    /// The variants of scenarios of their own: each row of the column has the JSON of one, as of
    /// `Scenario::from_json`. No outputs stand for all.
    ///
    /// # Errors
    ///
    /// If the input does not have the column, or it is not a text.
    pub fn documents(
        input: Arc<dyn TableProvider>,
        column: &str,
        outputs: &[Output],
        bad_rows: BadRows,
    ) -> Result<Self> {
        let from = input.schema();
        let documents = documents::Documents::new(&from, column, outputs, bad_rows)?;
        let fields = from.fields().iter().map(|field| field.as_ref().clone());
        let fields = fields.collect();
        Self::new(input, fields, &HashMap::new(), Kind::Documents(documents))
    }

    fn new(
        input: Arc<dyn TableProvider>,
        mut fields: Vec<Field>,
        units: &HashMap<String, String>,
        kind: Kind,
    ) -> Result<Self> {
        let added = ["output", "period", "value", "unit"];
        if let Some(field) = fields
            .iter()
            .find(|field| added.contains(&field.name().as_str()))
        {
            let reason = format!(
                "the table must not have a column `{}`, which the result adds: rename it",
                field.name()
            );
            return Err(unplanned("variants", reason));
        }
        for name in added {
            fields.push(if name == "value" {
                Field::new(name, DataType::Float64, true).with_metadata(units.clone())
            } else {
                with_unit(Field::new(name, dictionary(), false), None)
            });
        }
        Ok(Self {
            input,
            schema: Arc::new(Schema::new(fields)),
            kind,
            skipped: Arc::default(),
        })
    }

    /// The input and the serialized form.
    pub(crate) fn parts(&self) -> (&Arc<dyn TableProvider>, Form) {
        (&self.input, self.kind.form())
    }

    /// The operator that computes some columns, as [`VariantsExec::parts`] has them, of an input that has
    /// the columns read and no others.
    pub(crate) fn operator(
        form: Form,
        columns: Vec<Column>,
        input: Arc<dyn ExecutionPlan>,
    ) -> Result<VariantsExec> {
        let input_columns = input.schema().fields().len();
        if let Some(Column::Input(place)) = columns
            .iter()
            .find(|column| matches!(column, Column::Input(place) if *place >= input_columns))
        {
            let reason =
                format!("the number of a column must be less than {input_columns}, got {place}");
            return Err(unplanned("variants", reason));
        }
        let table = form.over(Arc::new(EmptyTable::new(input.schema())))?;
        let places: Vec<usize> = columns
            .iter()
            .map(|column| column.place(input_columns))
            .collect();
        let schema = Arc::new(table.schema.project(&places)?);
        let skipped = table.skipped;
        Ok(VariantsExec::new(input, schema, columns, table.kind, skipped).decoded())
    }

    /// The number of rows skipped so far, in all queries of this table. In SQL `EXPLAIN ANALYZE` has it
    /// as `rows_skipped`.
    #[must_use]
    pub fn skipped(&self) -> u64 {
        self.skipped.load(Ordering::Relaxed)
    }

    /// The counter behind [`skipped`](Self::skipped), to read after the table is moved into a session.
    #[must_use]
    pub fn skipped_counter(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.skipped)
    }
}

#[async_trait]
impl TableProvider for Variants {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    fn table_type(&self) -> TableType {
        TableType::View
    }

    async fn scan(
        &self,
        state: &dyn Session,
        projection: Option<&Vec<usize>>,
        _filters: &[Expr],
        _limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let input_columns = self.input.schema().fields().len();
        let chosen: Vec<usize> = match projection {
            Some(projection) => projection.clone(),
            None => (0..self.schema.fields().len()).collect(),
        };
        // Of the input only the columns that are read.
        let is_read = |number: &usize| {
            chosen.contains(number)
                || match &self.kind {
                    Kind::Typed(typed) => typed.unit_of(*number).is_some(),
                    Kind::Documents(documents) => documents.column() == *number,
                }
        };
        let read: Vec<usize> = (0..input_columns).filter(is_read).collect();
        let input = self.input.scan(state, Some(&read), &[], None).await?;
        let columns = chosen
            .iter()
            .map(|number| match number.checked_sub(input_columns) {
                None => Ok(Column::Input(place_of(*number, &read)?)),
                Some(0) => Ok(Column::Output),
                Some(1) => Ok(Column::Period),
                Some(2) => Ok(Column::Value),
                Some(_) => Ok(Column::Unit),
            });
        let columns: Vec<Column> = columns.collect::<Result<_>>()?;
        let kind = match &self.kind {
            Kind::Typed(typed) => Kind::Typed(Box::new(typed.over(&read)?)),
            Kind::Documents(documents) => Kind::Documents(documents.over(&read)?),
        };
        let schema = Arc::new(self.schema.project(&chosen)?);
        Ok(Arc::new(VariantsExec::new(
            input,
            schema,
            columns,
            kind,
            Arc::clone(&self.skipped),
        )))
    }
}

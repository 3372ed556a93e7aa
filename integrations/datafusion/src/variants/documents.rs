//! Variants by documents: each row has the JSON of a scenario.

use std::sync::Arc;

use compute_impact::{Output, Projection, Scenario};
use datafusion::arrow::array::{
    AsArray, Float64Array, RecordBatch, StringArray, StringDictionaryBuilder, UInt32Array,
};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Int32Type, Schema};
use datafusion::common::Result;

use super::rows::{Repeat, Results, place_of};
use super::{BadRows, Form};
use crate::error::{refused, unplanned};

const NAME: &str = "project";

/// The projections of scenarios in a column.
#[derive(Clone, Debug)]
pub(super) struct Documents {
    column: usize,
    name: String,
    /// No outputs stand for all.
    outputs: Vec<Output>,
    bad_rows: BadRows,
}

impl Documents {
    pub(super) fn new(
        schema: &Schema,
        column: &str,
        outputs: &[Output],
        bad_rows: BadRows,
    ) -> Result<Self> {
        let Some((number, field)) = schema.column_with_name(column) else {
            let names: Vec<&str> = schema
                .fields()
                .iter()
                .map(|field| field.name().as_str())
                .collect();
            let reason = format!(
                "the table has no column \"{column}\": choose one of {}",
                names.join(", ")
            );
            return Err(unplanned(NAME, reason));
        };
        if !field.data_type().is_string() {
            let reason = format!(
                "the column \"{column}\" must be a text, it has the type {}",
                field.data_type()
            );
            return Err(unplanned(NAME, reason));
        }
        Ok(Self {
            column: number,
            name: column.to_owned(),
            outputs: outputs.to_vec(),
            bad_rows,
        })
    }

    /// The serialized form.
    pub(super) fn form(&self) -> Form {
        Form::Documents {
            column: self.name.clone(),
            outputs: self.outputs.clone(),
            bad_rows: self.bad_rows,
        }
    }

    pub(super) fn column(&self) -> usize {
        self.column
    }

    /// The same over a choice of the columns.
    pub(super) fn over(&self, read: &[usize]) -> Result<Self> {
        Ok(Self {
            column: place_of(self.column, read)?,
            ..self.clone()
        })
    }

    /// The results of some rows, and the number of rows skipped.
    pub(super) fn results(
        &self,
        input: &RecordBatch,
        at: impl Fn(usize) -> String,
    ) -> Result<(Results, usize)> {
        let column = cast(input.column(self.column), &DataType::Utf8)?;
        let column: &StringArray = column.as_string();
        let mut table = Table::default();
        let mut skipped = 0;
        for (row, text) in column.iter().enumerate() {
            match self.projected(text) {
                Ok(projection) => table.add(row, &projection, &self.outputs),
                Err(_) if self.bad_rows == BadRows::Skip => skipped += 1,
                Err(reason) => {
                    let reason = format!(
                        "{}, column \"{}\": {reason}; {}",
                        at(row),
                        self.name,
                        super::REMEDY
                    );
                    return Err(refused(NAME, reason));
                }
            }
        }
        Ok((table.results(input.clone()), skipped))
    }

    fn projected(&self, text: Option<&str>) -> std::result::Result<Projection, String> {
        let text = text.ok_or("NULL")?;
        let scenario = Scenario::from_json(text).map_err(|error| error.to_string())?;
        let projection = scenario.project().map_err(|error| error.to_string())?;
        let mut outputs = self.outputs.iter();
        match outputs.find(|output| !projection.outputs().contains(output)) {
            Some(output) => Err(format!("the scenario has no `{}`", output.id())),
            None => Ok(projection),
        }
    }
}

/// The columns of the results.
#[derive(Default)]
struct Table {
    rows: Vec<u32>,
    output: StringDictionaryBuilder<Int32Type>,
    period: StringDictionaryBuilder<Int32Type>,
    unit: StringDictionaryBuilder<Int32Type>,
    value: Vec<Option<f64>>,
}

impl Table {
    fn add(&mut self, row: usize, projection: &Projection, outputs: &[Output]) {
        let row = u32::try_from(row).unwrap_or(u32::MAX);
        let periods = projection.total_compute();
        let periods: Vec<String> = periods
            .iter()
            .map(|(period, _)| period.to_string())
            .collect();
        let is_chosen = |output: &&Output| outputs.is_empty() || outputs.contains(output);
        for output in projection.outputs().iter().filter(is_chosen) {
            let unit = projection.unit(*output).map(|unit| unit.to_string());
            let unit = unit.unwrap_or_default();
            // Growth of a segment from zero is undefined.
            let series = projection.series(*output);
            let skipped = usize::from(output.is_of_period());
            for (number, period) in periods.iter().enumerate().skip(skipped) {
                let value = series.as_ref().map(|series| series.values()[number]);
                self.rows.push(row);
                self.output.append_value(output.id());
                self.period.append_value(period);
                self.unit.append_value(&unit);
                self.value.push(value);
            }
        }
    }

    fn results(mut self, input: RecordBatch) -> Results {
        Results {
            repeat: Repeat::Rows(UInt32Array::from(self.rows)),
            texts: Some([
                Arc::new(self.output.finish()),
                Arc::new(self.period.finish()),
                Arc::new(self.unit.finish()),
            ]),
            value: Float64Array::from(self.value),
            input,
        }
    }
}

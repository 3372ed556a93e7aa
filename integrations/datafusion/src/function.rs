//! The common part of all scalar functions: named arguments of fixed types, and access to cells by row.

use std::collections::HashMap;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use datafusion::arrow::array::{
    Array, ArrayRef, AsArray, BinaryArray, Float64Array, Int64Array, StringArray,
};
use datafusion::arrow::datatypes::{DataType, Field, FieldRef, Float64Type, Int64Type};
use datafusion::common::{Result, ScalarValue};
use datafusion::logical_expr::{
    ColumnarValue, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature,
    Volatility,
};

use crate::Runs;
use crate::error::{refused, unplanned};

/// The key of the unit in the metadata of a field.
pub(crate) const UNIT: &str = "unit";

/// The most bytes that the texts of a column, or its binary values, can have.
pub(crate) const MAX_BYTES: usize = i32::MAX as usize;

/// An argument: its name, for messages, and its type.
pub(crate) type Argument = (&'static str, DataType);

/// The computation of a scalar function.
pub(crate) trait Work: fmt::Debug + Send + Sync + 'static {
    /// The results of all rows.
    fn run(&self, call: &Call) -> Result<ArrayRef>;

    /// The unit of the results, where it is known from the arguments.
    fn unit(&self, _arguments: &ReturnFieldArgs<'_>) -> Option<String> {
        None
    }

    /// The runs that it knows by name, if it works on runs.
    fn runs(&self) -> Option<&Runs> {
        None
    }
}

/// A scalar function. Functions are identified by their names, as in a plan that is sent elsewhere.
#[derive(Debug)]
pub(crate) struct Function {
    name: &'static str,
    arguments: Vec<Argument>,
    returns: DataType,
    signature: Signature,
    work: Box<dyn Work>,
}

impl Function {
    pub(crate) fn scalar(
        name: &'static str,
        arguments: impl Into<Vec<Argument>>,
        returns: DataType,
        volatility: Volatility,
        work: impl Work,
    ) -> ScalarUDF {
        ScalarUDF::new_from_impl(Self {
            name,
            arguments: arguments.into(),
            returns,
            signature: Signature::user_defined(volatility),
            work: Box::new(work),
        })
    }

    /// The runs that it knows by name, if it works on runs.
    pub(crate) fn runs(&self) -> Option<&Runs> {
        self.work.runs()
    }
}

impl PartialEq for Function {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Function {}

impl Hash for Function {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name.hash(state);
    }
}

/// The types of the arguments of a call; the engine converts to them where it can.
pub(crate) fn types(
    function: &str,
    arguments: &[Argument],
    given: &[DataType],
) -> Result<Vec<DataType>> {
    if given.len() == arguments.len() {
        return Ok(arguments.iter().map(|(_, is)| is.clone()).collect());
    }
    let names: Vec<&str> = arguments.iter().map(|(name, _)| *name).collect();
    let reason = format!(
        "{} arguments given; write {function}({})",
        given.len(),
        names.join(", ")
    );
    Err(unplanned(function, reason))
}

/// The metadata of a field with a unit.
pub(crate) fn with_unit(field: Field, unit: Option<String>) -> Field {
    match unit {
        Some(unit) => field.with_metadata(HashMap::from([(UNIT.to_owned(), unit)])),
        None => field,
    }
}

impl ScalarUDFImpl for Function {
    fn name(&self) -> &str {
        self.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, given: &[DataType]) -> Result<Vec<DataType>> {
        types(self.name, &self.arguments, given)
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(self.returns.clone())
    }

    fn return_field_from_args(&self, arguments: ReturnFieldArgs) -> Result<FieldRef> {
        let field = Field::new(self.name, self.returns.clone(), true);
        Ok(Arc::new(with_unit(field, self.work.unit(&arguments))))
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let is_constant = |value: &ColumnarValue| matches!(value, ColumnarValue::Scalar(_));
        let all_constant = args.args.iter().all(is_constant);
        let rows = if all_constant { 1 } else { args.number_rows };
        let columns = args.args.into_iter().map(|value| {
            let is_constant = is_constant(&value);
            Ok((value.into_array(1)?, is_constant))
        });
        let call = Call {
            function: self.name,
            names: self.arguments.iter().map(|(name, _)| *name).collect(),
            columns: columns.collect::<Result<_>>()?,
            rows,
        };
        let results = self.work.run(&call)?;
        if all_constant {
            return Ok(ColumnarValue::Scalar(ScalarValue::try_from_array(
                &results, 0,
            )?));
        }
        Ok(ColumnarValue::Array(results))
    }
}

/// A call: the columns of its arguments. A constant has one cell for all rows.
pub(crate) struct Call {
    function: &'static str,
    names: Vec<&'static str>,
    columns: Vec<(ArrayRef, bool)>,
    rows: usize,
}

/// The column of an argument.
#[derive(Clone, Copy)]
pub(crate) struct Cells<'a, A> {
    array: &'a A,
    is_constant: bool,
}

impl<A: Array> Cells<'_, A> {
    /// The place of the cell of a row; `None` for NULL.
    fn place(&self, row: usize) -> Option<usize> {
        let place = if self.is_constant { 0 } else { row };
        self.array.is_valid(place).then_some(place)
    }
}

impl<'a> Cells<'a, StringArray> {
    pub(crate) fn at(&self, row: usize) -> Option<&'a str> {
        self.place(row).map(|place| self.array.value(place))
    }
}

impl<'a> Cells<'a, BinaryArray> {
    pub(crate) fn at(&self, row: usize) -> Option<&'a [u8]> {
        self.place(row).map(|place| self.array.value(place))
    }
}

impl Cells<'_, Float64Array> {
    pub(crate) fn at(&self, row: usize) -> Option<f64> {
        self.place(row).map(|place| self.array.value(place))
    }
}

impl Cells<'_, Int64Array> {
    pub(crate) fn at(&self, row: usize) -> Option<i64> {
        self.place(row).map(|place| self.array.value(place))
    }
}

impl Call {
    pub(crate) fn function(&self) -> &'static str {
        self.function
    }

    pub(crate) fn rows(&self) -> usize {
        self.rows
    }

    fn cells<'a, A>(&'a self, number: usize, array: Option<&'a A>) -> Result<Cells<'a, A>> {
        let (given, is_constant) = &self.columns[number];
        let is_constant = *is_constant;
        let array = array.ok_or_else(|| {
            let reason = format!(
                "the argument `{}` has the unsupported type {}: CAST it",
                self.names[number],
                given.data_type()
            );
            refused(self.function, reason)
        })?;
        Ok(Cells { array, is_constant })
    }

    pub(crate) fn texts(&self, number: usize) -> Result<Cells<'_, StringArray>> {
        self.cells(number, self.columns[number].0.as_string_opt())
    }

    pub(crate) fn bytes(&self, number: usize) -> Result<Cells<'_, BinaryArray>> {
        self.cells(number, self.columns[number].0.as_binary_opt())
    }

    pub(crate) fn numbers(&self, number: usize) -> Result<Cells<'_, Float64Array>> {
        let array = self.columns[number].0.as_primitive_opt::<Float64Type>();
        self.cells(number, array)
    }

    pub(crate) fn whole_numbers(&self, number: usize) -> Result<Cells<'_, Int64Array>> {
        let array = self.columns[number].0.as_primitive_opt::<Int64Type>();
        self.cells(number, array)
    }

    /// The numbers of an argument as one array with a number for each row.
    pub(crate) fn all_numbers(&self, number: usize) -> Result<Float64Array> {
        let cells = self.numbers(number)?;
        if cells.is_constant {
            let constant = cells.at(0);
            return Ok((0..self.rows).map(|_| constant).collect());
        }
        Ok(cells.array.clone())
    }

    /// The error of a cell. Rows count from one, from the start of the batch.
    pub(crate) fn error(
        &self,
        row: usize,
        number: usize,
        reason: impl fmt::Display,
    ) -> datafusion::error::DataFusionError {
        let name = self.names[number];
        let place = format!("argument `{name}`, row {} of the batch: {reason}", row + 1);
        refused(self.function, place)
    }
}

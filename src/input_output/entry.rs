//! The rows and columns next to the transactions: final demand and primary inputs.

use super::SIGNED;
use super::label::named;
use crate::Error;

/// The buyer of a category of final demand.
///
/// # Examples
///
/// See [`FinalDemand`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DemandKind {
    /// Consumption of households, which closes the model for type II multipliers.
    Households,
    /// Consumption of government and of non-profit institutions.
    Government,
    /// Fixed capital formation.
    Investment,
    /// Change of inventories, which may be negative.
    Inventories,
    /// Exports out of the table.
    Exports,
    /// Any other category, or several together.
    Other,
}

/// The kind of an input that is not a product of the table's own sectors.
///
/// # Examples
///
/// See [`PrimaryInput`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum InputKind {
    /// Compensation of employees: value added, and the income of the income multipliers.
    Compensation,
    /// Other value added: operating surplus, taxes on production, depreciation.
    OtherValueAdded,
    /// Taxes less subsidies on products that are used as inputs: not value added.
    ProductTaxes,
    /// Imported inputs, which leave the domestic chain.
    Imports,
}

impl InputKind {
    pub(super) const fn is_value_added(self) -> bool {
        matches!(self, Self::Compensation | Self::OtherValueAdded)
    }
}

/// One category of final demand: its purchases of each sector's domestic product.
///
/// Unit: the table's. Range: finite; a change of inventories may be negative.
///
/// # Examples
///
/// ```
/// use compute_impact::input_output::{DemandKind, FinalDemand};
///
/// let stocks = FinalDemand::new("stocks", DemandKind::Inventories, vec![-4.0, 1.0])?;
/// assert_eq!(stocks.values(), [-4.0, 1.0]);
/// assert!(FinalDemand::new("", DemandKind::Other, vec![1.0]).is_err());
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct FinalDemand {
    name: String,
    kind: DemandKind,
    values: Vec<f64>,
}

impl FinalDemand {
    /// Builds a category; `values` has one number for each sector, in the order of the labels.
    ///
    /// # Errors
    ///
    /// [`Missing`](crate::ErrorKind::Missing) for an empty name;
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) for a number that is not finite.
    pub fn new(name: &str, kind: DemandKind, values: Vec<f64>) -> Result<Self, Error> {
        Ok(Self {
            name: named("the name of a category of final demand", name)?,
            kind,
            values: finite("final demand", name, values)?,
        })
    }

    pub(super) fn with_values(&self, values: Vec<f64>) -> Self {
        let Self { name, kind, .. } = self.clone();
        Self { name, kind, values }
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The kind of buyer.
    #[must_use]
    pub const fn kind(&self) -> DemandKind {
        self.kind
    }

    /// The purchases from each sector, in the table's unit.
    #[must_use]
    pub fn values(&self) -> &[f64] {
        &self.values
    }
}

/// One row of primary inputs: the payments of each sector for it.
///
/// Unit: the table's. Range: finite; a loss or a subsidy is negative.
///
/// # Examples
///
/// ```
/// use compute_impact::input_output::{InputKind, PrimaryInput};
///
/// let wages = PrimaryInput::new("wages", InputKind::Compensation, vec![300.0, 500.0])?;
/// assert_eq!(wages.kind(), InputKind::Compensation);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct PrimaryInput {
    name: String,
    kind: InputKind,
    values: Vec<f64>,
}

impl PrimaryInput {
    /// Builds a row; `values` has one number for each sector, in the order of the labels.
    ///
    /// # Errors
    ///
    /// [`Missing`](crate::ErrorKind::Missing) for an empty name;
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) for a number that is not finite.
    pub fn new(name: &str, kind: InputKind, values: Vec<f64>) -> Result<Self, Error> {
        Ok(Self {
            name: named("the name of a primary input", name)?,
            kind,
            values: finite("primary input", name, values)?,
        })
    }

    pub(super) fn with_values(&self, values: Vec<f64>) -> Self {
        let Self { name, kind, .. } = self.clone();
        Self { name, kind, values }
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The kind of input.
    #[must_use]
    pub const fn kind(&self) -> InputKind {
        self.kind
    }

    /// The payments of each sector, in the table's unit.
    #[must_use]
    pub fn values(&self) -> &[f64] {
        &self.values
    }
}

fn finite(what: &'static str, name: &str, values: Vec<f64>) -> Result<Vec<f64>, Error> {
    for (k, value) in values.iter().enumerate() {
        SIGNED
            .check(what, *value)
            .map_err(|error| error.at(&format!("{name}[{k}]")))?;
    }
    Ok(values)
}

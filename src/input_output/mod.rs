//! Input-output tables: purchases between sectors, and the effect of a purchase along the chain.
//!
//! | step | type |
//! |---|---|
//! | flows with labels and prices, checked for balance | [`Table`] |
//! | inputs per unit of output | [`Coefficients`] |
//! | `I - A`, factored once and solved many times | [`Leontief`], closed for [`Households`]: [`Closed`] |
//! | per unit of final demand | [`Multipliers`], [`TotalMultipliers`] |
//! | of one change of final demand | [`Shock`], [`Impact`] |
//! | from a bill in purchaser prices to a shock | [`Purchase`], [`Split`] |
//! | parts at home and abroad | [`Regions`] |
//! | coarser and finer tables | [`Concordance`], [`SectorDisaggregation`] |
//! | the supply side, to first order | [`DomarWeight`] |
//!
//! Symbols are those of Miller and Blair, *Input-Output Analysis: Foundations and Extensions*, 3rd
//! ed., Cambridge University Press 2022, called "Miller & Blair" from here on: `Z` transactions,
//! `x` output, `A = Z / x` by columns, `f` final demand, `L` the inverse of `I - A`. Their numbers
//! in examples and tests are recalled from the 2nd edition of 2009, whose chapters are the same.
//!
//! The model has fixed coefficients, idle capacity everywhere and no price reactions. Its result is
//! an upper bound of the effect of demand, and does not include what compute makes possible. It is
//! the demand channel and is never added to the effect of an elasticity.
//!
//! A [`Matrix`] is stored row by row; a row sells and a column buys. Solutions have the same bits
//! on every machine.
//!
//! # Examples
//!
//! ```
//! use compute_impact::Currency;
//! use compute_impact::input_output::{
//!     Account, DemandKind, FinalDemand, Labels, Leontief, Matrix, PriceType, Shock, Table,
//!     Valuation,
//! };
//!
//! // Miller & Blair, chapter 2: two sectors.
//! let labels = Labels::single_region("economy", ["agriculture", "manufactures"])?;
//! let prices = Valuation::new(PriceType::Basic, Currency::USD, 2020, 1e6)?;
//! let transactions = Matrix::from_rows([[150.0, 500.0], [200.0, 100.0]])?;
//! let table = Table::from_transactions(labels, prices, transactions)
//!     .final_demand(FinalDemand::new("all", DemandKind::Other, vec![350.0, 1700.0])?)
//!     .value_added_as_residual()
//!     .build()?;
//! let leontief = Leontief::new(&table.coefficients())?;
//! let multipliers = leontief.multipliers(Account::Output)?;
//! assert!((multipliers.simple[0] - 1.518_151_815).abs() < 1e-9);
//! let impact = leontief.impact(&Shock::domestic(prices, vec![250.0, -200.0])?)?;
//! let output = impact.effect(Account::Output)?;
//! assert!((output.total()[0] - 247.524_752_475).abs() < 1e-9);
//! # Ok::<(), compute_impact::Error>(())
//! ```

mod account;
mod coefficients;
mod concordance;
mod deflate;
mod disaggregation;
mod elimination;
mod entry;
mod households;
mod hulten;
mod impact;
mod label;
mod leontief;
mod matrix;
mod multipliers;
mod product;
mod purchase;
mod regions;
mod shock;
mod table;
mod triangle;
mod valuation;

pub use account::Account;
pub use coefficients::Coefficients;
pub use concordance::Concordance;
pub use disaggregation::{DisaggregatedTable, OwnShares, SectorDisaggregation};
pub use entry::{DemandKind, FinalDemand, InputKind, PrimaryInput};
pub use households::{Closed, Households};
pub use hulten::DomarWeight;
pub use impact::{Effect, Impact};
pub use label::{Label, Labels};
pub use leontief::Leontief;
pub use matrix::Matrix;
pub use multipliers::{Multipliers, TotalMultipliers};
pub use purchase::{MarginsAndTaxes, Purchase, Split};
pub use regions::{Parts as RegionalParts, Regions};
pub use shock::Shock;
pub use table::{Table, TableBuilder};
pub use valuation::{PriceType, Valuation};

use crate::Interval;

/// The range of flows and of amounts per unit of output: far beyond any real table, and far from
/// an overflow of sums and products.
const SIGNED: Interval = Interval::closed_const(-1e100, 1e100);
/// The same range without negative numbers.
const UNSIGNED: Interval = Interval::closed_const(0.0, 1e100);

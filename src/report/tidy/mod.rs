//! Tidy tables: one number per row, with its output, period, statistic and unit.
//!
//! | table | a row is |
//! |---|---|
//! | [`projection`], [`fan`], [`difference`], [`difference_fan`], [`channels`] | a [`Row`]: one statistic of one output in one period |
//! | [`findings`] | a [`FindingRow`]: one objection |
//! | [`sweep`] | a [`SweepRow`]: one output in one period of one variant |
//! | [`inputs`] | an [`InputRow`]: one number that enters, with its source |
//!
//! Every table is an iterator: rows are made on demand. They follow the order of the results' own
//! accessors, and their numbers are the accessors' bit for bit. A cell without a number has no row:
//! growth has none in the base period. Rows serialise with serde;
//! [`write_json_lines`] writes them, and with the feature `csv` so does `write_csv`.
//! [`write_sweep_json_lines`] and `write_sweep_csv` compute and write a sweep block by block.

mod channels;
mod column;
mod input;
mod row;
mod sweep;
mod write;

pub use channels::channels;
pub use column::Statistic;
#[cfg(feature = "report")]
pub(super) use column::prints_as_certain;
pub use input::{FindingRow, InputRow, findings, inputs};
pub use row::{Row, difference, difference_fan, fan, projection};
#[cfg(feature = "csv")]
pub use sweep::write_sweep_csv;
pub use sweep::{SweepRow, sweep, write_sweep_json_lines};
#[cfg(feature = "csv")]
pub use write::{CsvStyle, write_csv};
pub use write::{Record, write_json_lines};

/// Writes a value as the text that it prints.
fn as_text<T: std::fmt::Display, S: serde::Serializer>(
    value: &T,
    to: S,
) -> Result<S::Ok, S::Error> {
    to.collect_str(value)
}

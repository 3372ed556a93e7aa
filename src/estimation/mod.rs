//! Coefficients and curves estimated from data.

mod trend;

pub use trend::Trend;

//! Coefficients and trends estimated from data.

mod trend;

pub use trend::Trend;

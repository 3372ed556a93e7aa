//! Results of a scenario for readers and for other tools: tables, charts and whole reports.

#[cfg(feature = "arrow")]
pub mod arrow;
#[cfg(feature = "charts")]
pub mod chart;
pub mod coefficients;
#[cfg(feature = "report")]
pub mod document;
pub mod published;
pub mod tidy;

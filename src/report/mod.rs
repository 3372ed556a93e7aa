//! What a scenario comes to, for eyes and for other tools.

#[cfg(feature = "arrow")]
pub mod arrow;
#[cfg(feature = "charts")]
pub mod chart;
#[cfg(feature = "report")]
pub mod document;
pub mod tidy;

//! What a scenario comes to, for eyes and for other tools.

#[cfg(feature = "arrow")]
pub mod arrow;
pub mod tidy;

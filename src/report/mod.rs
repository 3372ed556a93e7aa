//! Results for eyes and for other tools.

pub mod chart;

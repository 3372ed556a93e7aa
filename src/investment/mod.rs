//! Money spent on compute, and what it is said to return.

pub mod input_output;
mod outlay;
mod reconciliation;

pub use outlay::{Investment, Outlay};
pub use reconciliation::Reconciliation;

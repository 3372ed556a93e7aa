//! Money spent on compute, and what it is said to return.

mod multiplier_route;
mod reconciliation;

pub use crate::capacity::Outlay;
pub use multiplier_route::{Chain, Investment, PayOut};
pub use reconciliation::Reconciliation;

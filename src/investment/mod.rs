//! Money spent on compute, and what it is said to return.

mod break_even;
mod multiplier_route;
mod reconciliation;
mod routes;

pub use crate::capacity::Outlay;
pub use break_even::BreakEven;
pub use multiplier_route::{Chain, Investment, PayOut};
pub use reconciliation::Reconciliation;
pub use routes::{Agreement, Route, RouteKind, Routes};

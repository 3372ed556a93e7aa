//! Money spent on compute, and what it is said to return.

mod break_even;
pub mod cash_flow;
pub mod input_output;
mod multiplier_route;
mod reconciliation;
mod routes;

pub use crate::capacity::Outlay;
pub use break_even::BreakEven;
pub use cash_flow::{
    CashFlow, Date, DatedCashFlow, Discount, DiscountCurve, DiscountRate, InternalRate,
    InternalRates, Payback, RateEnd, RateOutOfReach,
};
pub use multiplier_route::{Chain, Investment, PayOut};
pub use reconciliation::Reconciliation;
pub use routes::{Agreement, Route, RouteKind, Routes};

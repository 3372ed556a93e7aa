//! Money spent on compute, and what it is said to return.

pub mod cash_flow;
mod outlay;
mod reconciliation;

pub use cash_flow::{
    CashFlow, Date, DatedCashFlow, Discount, DiscountCurve, DiscountRate, InternalRate,
    InternalRates, Payback,
};
pub use outlay::{Investment, Outlay};
pub use reconciliation::Reconciliation;

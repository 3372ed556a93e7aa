//! Money spent on compute, and its returns by the multiplier channel.

mod break_even;
mod channels;
mod multiplier_channel;
mod reconciliation;

pub use crate::capacity::Outlay;
pub use break_even::BreakEven;
pub use channels::{Agreement, Channel, ChannelKind, Channels};
pub use multiplier_channel::{Chain, Investment, PayoutProfile};
pub use reconciliation::Reconciliation;

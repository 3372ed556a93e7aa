//! How computing power evolves: growth, counterfactual, and the mix of its segments.

mod composition;
mod compute;
mod growth;
#[cfg(feature = "network")]
pub mod network;
mod outlay;
pub mod pooling;
mod segment;
mod share_path;
mod shock;
mod stock;

pub use composition::Composition;
pub(crate) use compute::expect_compute;
pub use compute::{ComputePath, Counterfactual};
pub use growth::Growth;
pub(crate) use growth::parts_before;
pub use outlay::Outlay;
pub use segment::{Segment, SegmentGrowth, SegmentUse, segment_growth};
pub use share_path::{Curve, ShareObservation, SharePath, TargetAnswers};
pub use shock::{Demand, Efficiency, Limit, Restriction, Shock, UseOf};
pub(crate) use shock::{Gain, starts_after};
pub(crate) use stock::reach;
pub use stock::{CostPath, PowerUse, Retirement, SegmentStock};

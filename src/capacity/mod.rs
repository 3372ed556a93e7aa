//! Computing power over time: growth, counterfactual, and the mix of its segments.

mod composition;
mod compute;
mod cost;
mod growth;
mod outlay;
mod segment;
mod share_path;
mod stock;
mod timing;

pub use composition::Composition;
pub(crate) use compute::expect_compute;
pub use compute::{ComputePath, Counterfactual};
pub use cost::{CostPath, CostTrend, FallingCost, ListedCosts};
pub use growth::Growth;
pub(crate) use growth::parts_before;
pub use outlay::Outlay;
pub use segment::{Segment, SegmentGrowth, SegmentUse, segment_growth};
pub use share_path::{Curve, ShareObservation, SharePath, TargetAnswers};
pub(crate) use stock::reach;
pub use stock::{PowerUse, Retirement, SegmentStock};
pub use timing::ComputeTiming;

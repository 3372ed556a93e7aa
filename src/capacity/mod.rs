//! Computing power over time: growth, counterfactual, and the mix of its segments.
//!
//! # Time
//!
//! A month is a twelfth of a year wherever dates are compared, so that the middle of a year is the end
//! of June. A level, such as capacity or a share, is dated at the end of its period. A life that is not
//! a whole number of periods retires the purchases of a period in two parts, as if they had been spread
//! evenly over it.

mod by_segment;
mod composition;
mod compute;
mod cost;
mod deviation;
mod growth;
mod outlay;
mod segment;
mod share_path;
mod stock;
mod timing;

pub use by_segment::BySegment;
pub use composition::Composition;
pub use compute::{ComputePath, Counterfactual};
pub(crate) use compute::{check_growth, expect_compute};
pub use cost::{CostPath, CostTrend, FallingCost, ListedCosts};
pub use deviation::{Deviation, DeviationByDate};
pub use growth::Growth;
pub(crate) use growth::parts_before;
pub use outlay::Outlay;
pub use segment::{Segment, SegmentGrowth, SegmentUse, segment_growth};
pub use share_path::{Curve, ShareObservation, SharePath, TargetAnswers};
pub use stock::{PowerUse, Retirement, SegmentStock};
pub use timing::ComputeTiming;

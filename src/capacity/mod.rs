//! How computing power evolves: growth, counterfactual, and the mix of its segments.

mod composition;
mod compute;
mod growth;
mod segment;
mod share_path;

pub use composition::Composition;
pub use compute::{ComputePath, Counterfactual};
pub use growth::Growth;
pub(crate) use growth::parts_before;
pub use segment::{Segment, SegmentGrowth, SegmentUse, segment_growth};
pub use share_path::{Curve, ShareObservation, SharePath, TargetAnswers};

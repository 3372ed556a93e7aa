//! Where numbers come from: sources, estimates, and the catalogue of published figures.

pub mod catalogue;
mod estimate;
mod figure;
mod source;
mod spread;
mod trend;

pub use estimate::Estimate;
pub use figure::Figure;
pub use source::{Confidence, EvidenceKind, Source};
pub use trend::Trend;

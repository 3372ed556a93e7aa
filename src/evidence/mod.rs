//! Evidence for numbers: sources, estimates with their meaning, and the catalogue of published
//! figures.

pub mod catalogue;
mod estimate;
mod figure;
pub mod forecast;
mod meaning;
mod meta_analysis;
mod pooled;
mod publication_bias;
mod source;
mod spread;
mod update;

pub use estimate::Estimate;
pub use figure::Figure;
pub use meaning::{
    Contradiction, Definition, Fact, Geography, Meaning, Measured, Part, Prices, Revision, Timing,
    Window,
};
pub use meta_analysis::{Heterogeneity, MetaAnalysis, Study};
pub use publication_bias::BiasRegression;
pub use source::{Confidence, EvidenceKind, Source};

//! Coefficients and trends estimated from data.

mod absorb;
mod coefficient;
mod covariance;
mod data;
mod design;
mod distribution;
mod fit;
mod instruments;
mod least_squares;
mod panel;
mod regression;
mod small_sample;
mod term;
mod trend;

pub use coefficient::Coefficient;
pub use covariance::{Bandwidth, StandardErrors};
pub use data::Data;
pub use design::LeftOut;
pub use distribution::Reference;
pub use fit::{Fit, Test};
pub use instruments::{ConfidenceSet, TwoStage};
pub use panel::RandomEffects;
pub use regression::Regression;
pub use small_sample::{
    ClusterCorrection, CountedEffects, ReferenceRule, RowCorrection, SmallSample,
};
pub use term::Term;
pub use trend::Trend;

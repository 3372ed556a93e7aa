//! Coefficients and trends estimated from data.

mod absorb;
mod adjustment;
#[cfg(feature = "arrow")]
mod arrow;
mod back_test;
mod bass;
mod bootstrap;
mod caution;
mod clusters;
mod coefficient;
mod conjugate_gradients;
mod connections;
mod covariance;
mod cross_table;
#[cfg(feature = "csv")]
mod csv;
mod curve;
mod curve_bootstrap;
mod curve_fit;
mod data;
mod design;
mod diagnostics;
mod distribution;
mod dynamics;
mod evaluation;
mod fit;
mod growth_quotient;
mod handing_on;
mod in_parallel;
mod instruments;
mod lanes;
mod least_squares;
mod log_odds;
mod nonlinear;
mod panel;
mod prepared;
mod reduced_form;
mod regression;
mod small_sample;
mod standard_errors;
mod tall_qr;
mod term;
mod transformed;
mod trend;
mod unit_root;

pub use adjustment::{ErrorCorrection, Koyck};
pub use back_test::{
    Accuracy, BackTest, CalibratedFan, Forecast, Method, MincerZarnowitz, pinball_loss,
    ranked_probability_score,
};
pub use bass::{BassFit, BassMethod, fit_bass};
pub use bootstrap::WildBootstrap;
pub use caution::Caution;
pub use coefficient::Coefficient;
pub use curve::Curve;
pub use curve_bootstrap::CurveBootstrap;
pub use curve_fit::{CurveFit, ProfileInterval, fit_curve};
pub use data::{ColumnKind, Data};
pub use design::LeftOut;
pub use distribution::Reference;
pub use dynamics::Affine;
pub use evaluation::{DatedForecast, Efficiency, Evaluation};
pub use fit::{Fit, Test};
pub use growth_quotient::{GrowthQuotient, MeanGrowth};
pub use instruments::{ConfidenceSet, TwoStage};
pub use log_odds::LogOddsErrors;
pub use panel::RandomEffects;
pub use regression::Regression;
pub use small_sample::{
    ClusterCorrection, CountedEffects, ReferenceRule, RowCorrection, SmallSample,
};
pub use standard_errors::{Bandwidth, StandardErrors};
pub use term::Term;
pub use transformed::{Transformation, TransformedFit, fit_transformed};
pub use trend::Trend;
pub use unit_root::{Deterministic, UnitRoot, cointegration, unit_root};

//! What growth in computing power does to the economy.

#[cfg(feature = "approx")]
mod approx;
pub mod capacity;
mod error;
pub mod evidence;
pub mod finding;
pub mod investment;
mod kernel;
mod projection;
pub mod quantity;
pub mod response;
pub mod scenario;
#[cfg(feature = "proptest")]
pub mod strategy;
pub mod uncertainty;

pub use error::{Error, ErrorKind};
pub use finding::Finding;
pub use projection::{OutcomeSeries, Projection, Series, impact_of, smart_share_answers};
pub use quantity::{
    Capacity, Currency, Deflator, Elasticity, ExchangeRate, Factor, Frequency, GrowthRate,
    GrowthRatio, IndexScore, Interval, Measure, Money, Multiplier, MultiplierOf, Period, Precision,
    PriceBasis, Quantity, Scope, SemiElasticity, Share,
};
pub use scenario::Scenario;

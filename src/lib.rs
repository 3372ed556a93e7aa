//! What growth in computing power does to the economy.

#[cfg(feature = "approx")]
mod approx;
mod error;
pub mod evidence;
mod kernel;
pub mod quantity;
#[cfg(feature = "proptest")]
pub mod strategy;
pub mod uncertainty;

pub use error::{Error, ErrorKind};
pub use quantity::{
    Capacity, Currency, Deflator, Elasticity, ExchangeRate, Factor, Frequency, GrowthRate,
    GrowthRatio, IndexScore, Interval, Measure, Money, Multiplier, MultiplierOf, Period, Precision,
    PriceBasis, Quantity, Scope, SemiElasticity, Share,
};

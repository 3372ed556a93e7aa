//! What growth in computing power does to the economy.

mod error;
pub mod evidence;
mod kernel;
pub mod quantity;
pub mod uncertainty;

pub use error::{Error, ErrorKind};
pub use quantity::{
    Capacity, Currency, Deflator, Elasticity, ExchangeRate, Factor, Frequency, GrowthRate,
    GrowthRatio, IndexScore, Interval, Measure, Money, Multiplier, MultiplierOf, Period, Precision,
    PriceBasis, Quantity, Scope, SemiElasticity, Share,
};

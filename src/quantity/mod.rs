//! Typed inputs, each with its unit, its range and its written form.
//!
//! A value that exists is valid: every way in (constructor, parser, serde) checks the same range.
//! Values print in a form that parses back to the same bits, and serialise as that text, so a
//! number in a file always carries its unit. For a sentence, a precision limits the significant
//! digits: `{:.4}` prints a capacity of 2.8123456e20 FLOP/s as `281.2 EFLOPS FP32 in use`.

mod capacity;
mod compute_price;
pub(crate) mod decimal;
mod elasticity;
mod energy_price;
mod factor;
mod growth_rate;
mod growth_ratio;
mod index_score;
mod interval;
mod kind;
mod log_odds;
mod measure;
mod money;
mod multiplier;
mod period;
mod power;
mod power_intensity;
mod price;
mod semi_elasticity;
mod share;
pub(crate) mod text;
mod unit_cost;
mod years;

use std::{fmt, str::FromStr};

pub use capacity::Capacity;
pub use compute_price::{ComputePrice, PricedHour};
pub use elasticity::Elasticity;
pub use energy_price::EnergyPrice;
pub use factor::Factor;
pub use growth_rate::GrowthRate;
pub use growth_ratio::GrowthRatio;
pub use index_score::IndexScore;
pub use interval::Interval;
pub use kind::QuantityKind;
pub use log_odds::LogOdds;
pub use measure::{Measure, Precision, Scope};
pub use money::Money;
pub use multiplier::{Multiplier, MultiplierOf};
pub use period::{Frequency, Period};
pub use power::Power;
pub use power_intensity::PowerIntensity;
pub use price::{Currency, Deflator, ExchangeRate, PriceBasis};
pub use semi_elasticity::SemiElasticity;
pub use share::Share;
pub use unit_cost::UnitCost;
pub use years::Years;

#[cfg(feature = "schema")]
pub(crate) use text::schema_of;
pub(crate) use text::text_serde;
use text::{one_number, text_of_number};

mod sealed {
    pub trait Sealed {}
}

/// A typed number that can be uncertain, read and replaced by its magnitude in the type's own unit.
///
/// Implemented by the quantities of this crate only. An [`Estimate`](crate::evidence::Estimate) can
/// contain any of them.
///
/// A type of another crate cannot implement it, because its range would go unchecked:
///
/// ```compile_fail,E0277
/// use compute_impact::{Error, Interval, Quantity, QuantityKind, Share};
///
/// #[derive(Clone, Copy, Debug, PartialEq)]
/// struct Mood(Share);
///
/// # impl std::fmt::Display for Mood {
/// #     fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { self.0.fmt(f) }
/// # }
/// # impl std::str::FromStr for Mood {
/// #     type Err = Error;
/// #     fn from_str(text: &str) -> Result<Self, Error> { text.parse().map(Self) }
/// # }
/// impl Quantity for Mood { // `Mood` is not sealed
///     const NAME: &'static str = "mood";
///     const KIND: QuantityKind = QuantityKind::Share;
///     fn number(&self) -> f64 { self.0.number() }
///     fn with_number(&self, x: f64) -> Result<Self, Error> { self.0.with_number(x).map(Self) }
///     fn allowed(&self) -> Interval { self.0.allowed() }
///     fn unit(&self) -> String { self.0.unit() }
/// }
/// ```
///
/// # Examples
///
/// ```
/// use compute_impact::{Capacity, Quantity};
///
/// fn doubled<Q: Quantity>(quantity: Q) -> Result<Q, compute_impact::Error> {
///     quantity.with_number(2.0 * quantity.number())
/// }
///
/// let capacity: Capacity = "230 EFLOPS FP32 in use".parse()?;
/// assert_eq!(doubled(capacity)?.to_string(), "460 EFLOPS FP32 in use");
/// assert_eq!(capacity.unit(), "FLOP/s FP32 in use");
/// # Ok::<(), compute_impact::Error>(())
/// ```
pub trait Quantity:
    Copy + fmt::Debug + fmt::Display + PartialEq + FromStr<Err = crate::Error> + sealed::Sealed
{
    /// The name used in messages, such as `share`.
    const NAME: &'static str;

    /// The kind of quantity, to match on.
    const KIND: QuantityKind;

    /// The magnitude in the type's own unit (FLOP/s, currency units, fractions).
    fn number(&self) -> f64;

    /// The same kind of quantity (measure, currency, frequency) with another magnitude.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) if the magnitude is outside
    /// [`allowed`](Self::allowed).
    fn with_number(&self, number: f64) -> Result<Self, crate::Error>;

    /// The magnitudes allowed.
    fn allowed(&self) -> Interval;

    /// The unit of the magnitude in words, such as `FLOP/s FP32 in use`.
    fn unit(&self) -> String;

    /// The precision and the scope that the value itself states. Capacities, and amounts per
    /// capacity, state them.
    fn counted_in(&self) -> Option<Measure> {
        None
    }

    /// The price basis that the value itself states. Money, and unit costs in money, state one.
    fn priced_at(&self) -> Option<PriceBasis> {
        None
    }
}

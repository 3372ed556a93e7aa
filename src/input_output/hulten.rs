use std::fmt;

use crate::{Elasticity, Error, Interval, Money};

/// The Domar weight of an industry: its sales over GDP, which is the elasticity of GDP with respect
/// to the industry's productivity, to first order.
///
/// Hulten's theorem: in an efficient economy `d ln GDP = (sales / GDP) d ln productivity` (Hulten
/// 1978, "Growth accounting with intermediate inputs", *Review of Economic Studies* 45(3),
/// 511-518; the weights are Domar's, 1961). Unit: dimensionless. Range: zero and above; weights of
/// all industries sum to more than one, as sales count intermediate goods.
///
/// Sales are gross output. With value added instead of sales the weight is too low by the share of
/// inputs in sales.
///
/// # Examples
///
/// ```
/// use compute_impact::Elasticity;
/// use compute_impact::input_output::DomarWeight;
///
/// // China 2023: core computing industry 1.8 tn yuan, GDP 126.06 tn.
/// let weight = DomarWeight::new("1.8 tn CNY".parse()?, "126.06 tn CNY".parse()?)?;
/// assert!((weight.get() - 0.01428).abs() < 1e-5);
/// // An elasticity of 0.2 is fourteen times what the size of the industry accounts for.
/// let times = weight.times_exceeded_by(Elasticity::new(0.2)?)?;
/// assert!((times - 14.0).abs() < 0.01);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct DomarWeight(f64);

impl DomarWeight {
    /// Builds the weight of an industry from its sales and GDP, of one period and in one currency
    /// and price basis.
    ///
    /// # Errors
    ///
    /// [`CurrencyMismatch`](crate::ErrorKind::CurrencyMismatch) or
    /// [`PriceBasisMismatch`](crate::ErrorKind::PriceBasisMismatch);
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) for negative sales or a GDP that is not
    /// positive.
    pub fn new(sales: Money, gdp: Money) -> Result<Self, Error> {
        sales.expect_like(gdp)?;
        Interval::NON_NEGATIVE.check("sales of the industry", sales.amount())?;
        Interval::POSITIVE.check("GDP", gdp.amount())?;
        Interval::NON_NEGATIVE
            .check("Domar weight", sales.amount() / gdp.amount())
            .map(Self)
    }

    /// The weight.
    #[must_use]
    pub const fn get(self) -> f64 {
        self.0
    }

    /// Returns the log change of GDP for a log change of the industry's productivity, to first
    /// order.
    ///
    /// Beyond small changes the second order matters (Baqaee and Farhi 2019, *Econometrica* 87(4)).
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) unless both are finite.
    pub fn first_order(self, log_productivity_change: f64) -> Result<f64, Error> {
        let change =
            Interval::FINITE.check("log change of productivity", log_productivity_change)?;
        Interval::FINITE.check("log change of GDP", self.0 * change)
    }

    /// Returns an elasticity relative to the weight. Above one, the elasticity exceeds what the
    /// size of the industry accounts for to first order, and requires spillovers or other causes.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) for a weight of zero.
    pub fn times_exceeded_by(self, elasticity: Elasticity) -> Result<f64, Error> {
        Interval::FINITE.check(
            "elasticity over the Domar weight",
            elasticity.get() / self.0,
        )
    }
}

impl fmt::Display for DomarWeight {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&crate::quantity::decimal::short_percent(self.0))
    }
}

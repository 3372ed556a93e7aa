use super::SIGNED;
use super::label::Label;
use super::{Coefficients, Labels, Valuation};
use crate::Error;

/// A change of final demand for domestic products, at the prices of a table.
///
/// Unit: that of its [`Valuation`]. Shape: n numbers, in the order of the labels. It excludes
/// imports, margins and taxes, as purchases abroad have no effect on the domestic chain. Use
/// [`Purchase`](super::Purchase) to build it from a bill in purchaser prices.
///
/// # Examples
///
/// ```
/// use compute_impact::Currency;
/// use compute_impact::input_output::{Label, Labels, PriceType, Shock, Valuation};
///
/// let prices = Valuation::new(PriceType::Basic, Currency::CNY, 2020, 1e8)?;
/// let labels = Labels::single_region("China", ["servers", "construction"])?;
/// let shock = Shock::in_sector(prices, &labels, &Label::new("China", "construction")?, 40.0)?;
/// assert_eq!(shock.values(), [0.0, 40.0]);
/// assert!(Shock::domestic(prices, vec![f64::NAN, 1.0]).is_err());
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Shock {
    valuation: Valuation,
    values: Vec<f64>,
}

impl Shock {
    /// Builds a shock from domestic purchases, one number for each sector; a fall of demand is
    /// negative.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) for a number that is not finite.
    pub fn domestic(valuation: Valuation, values: Vec<f64>) -> Result<Self, Error> {
        for (k, value) in values.iter().enumerate() {
            SIGNED
                .check("change of final demand", *value)
                .map_err(|error| error.at(&format!("[{k}]")))?;
        }
        Ok(Self { valuation, values })
    }

    /// Builds a shock of domestic purchases of one sector's product.
    ///
    /// # Errors
    ///
    /// As [`domestic`](Self::domestic); [`Unknown`](crate::ErrorKind::Unknown) for an unknown
    /// label.
    pub fn in_sector(
        valuation: Valuation,
        labels: &Labels,
        label: &Label,
        amount: f64,
    ) -> Result<Self, Error> {
        let mut values = vec![0.0; labels.len()];
        values[labels.position(label)?] = amount;
        Self::domestic(valuation, values)
    }

    /// The valuation of the purchases.
    #[must_use]
    pub const fn valuation(&self) -> Valuation {
        self.valuation
    }

    /// The change of final demand for each sector's product.
    #[must_use]
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    pub(super) fn expect_for(&self, coefficients: &Coefficients) -> Result<(), Error> {
        self.valuation.expect_same(coefficients.valuation())?;
        coefficients
            .labels()
            .expect_one_each("the shock", self.values.len())?;
        coefficients.expect_made(&self.values)
    }
}

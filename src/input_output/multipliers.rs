use super::{Account, Labels};

/// Simple multipliers: the effect of a unit of final demand for each sector's product on one
/// account, along the supply chain.
///
/// Unit: the account's per unit of final demand. Shape: n numbers each, in the order of the labels.
/// `simple = direct + indirect` (Miller & Blair, section 6.2: `m(o) = i'L` for output, and `h'L`
/// for an account `h` per unit of output, with the Leontief inverse `L` and a row `i'` of ones).
///
/// A sector without output in the table has zeros, and one for output: see
/// [`Coefficients::without_output`](super::Coefficients::without_output).
///
/// # Examples
///
/// ```
/// use compute_impact::Currency;
/// use compute_impact::input_output::{
///     Account, Coefficients, Labels, Leontief, Matrix, PriceType, Valuation,
/// };
///
/// let labels = Labels::single_region("economy", ["1", "2"])?;
/// let prices = Valuation::new(PriceType::Basic, Currency::USD, 2020, 1.0)?;
/// let a = Coefficients::new(labels, prices, Matrix::from_rows([[0.5, 0.0], [0.0, 0.75]])?)?;
/// let output = Leontief::new(&a)?.multipliers(Account::Output)?;
/// assert_eq!(output.simple, [2.0, 4.0]);
/// assert_eq!(output.indirect(), [1.0, 3.0]);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Multipliers {
    /// The account that is counted.
    pub account: Account,
    /// The labels, in the order of the numbers.
    pub labels: Labels,
    /// The direct effect: the sector's own account per unit of its output, which is 1 for output.
    pub direct: Vec<f64>,
    /// The part of the indirect effect in direct suppliers: `h'A`.
    pub first_round: Vec<f64>,
    /// The simple multiplier: the direct and the indirect effect.
    pub simple: Vec<f64>,
}

impl Multipliers {
    pub(super) const fn new(
        account: Account,
        labels: Labels,
        direct: Vec<f64>,
        first_round: Vec<f64>,
        simple: Vec<f64>,
    ) -> Self {
        Self {
            account,
            labels,
            direct,
            first_round,
            simple,
        }
    }

    /// Returns the indirect effect, in all suppliers and their suppliers.
    #[must_use]
    pub fn indirect(&self) -> Vec<f64> {
        difference(&self.simple, &self.direct)
    }

    /// Returns the type I ratio: simple over direct, or `None` if the direct effect is zero.
    ///
    /// For output the ratio equals the simple multiplier.
    #[must_use]
    pub fn type_i(&self) -> Vec<Option<f64>> {
        ratios(&self.simple, &self.direct)
    }
}

/// Total multipliers: those of the model closed for households, with the spending of income.
///
/// Shape and unit as in [`Multipliers`]. `truncated = simple + induced` counts the sectors only,
/// and `total` the row of households too (Miller & Blair, section 6.2.1, equation 6.8 and the text
/// on truncated multipliers).
///
/// # Examples
///
/// ```
/// use compute_impact::Currency;
/// use compute_impact::input_output::{
///     Account, Coefficients, Households, Labels, Leontief, Matrix, PriceType, Valuation,
/// };
///
/// let labels = Labels::single_region("economy", ["1", "2"])?;
/// let prices = Valuation::new(PriceType::Basic, Currency::USD, 2020, 1.0)?;
/// let a = Coefficients::new(labels, prices, Matrix::from_rows([[0.15, 0.25], [0.2, 0.05]])?)?
///     .with(Account::Income, vec![0.3, 0.25])?;
/// let leontief = Leontief::new(&a)?;
/// let closed = leontief.closed(&Households::new(&[50.0, 400.0], 50.0, 1000.0)?)?;
/// let output = closed.multipliers(Account::Output)?;
/// let sum = output.simple.simple[0] + output.induced()[0];
/// assert!((output.truncated[0] - sum).abs() < 1e-12);
/// assert!(output.total[0] > output.truncated[0]); // the income of households counts too
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct TotalMultipliers {
    /// The simple multipliers, along the supply chain only.
    pub simple: Multipliers,
    /// The truncated total multiplier: direct, indirect and induced effects in the sectors.
    pub truncated: Vec<f64>,
    /// The total multiplier, which adds the row of households: their income counts as their output,
    /// and services that they buy from each other count as income.
    pub total: Vec<f64>,
}

impl TotalMultipliers {
    pub(super) const fn new(simple: Multipliers, truncated: Vec<f64>, total: Vec<f64>) -> Self {
        Self {
            simple,
            truncated,
            total,
        }
    }

    /// Returns the induced effect in the sectors, from the spending of income.
    #[must_use]
    pub fn induced(&self) -> Vec<f64> {
        difference(&self.truncated, &self.simple.simple)
    }

    /// Returns the type II ratio: total over direct, or `None` if the direct effect is zero.
    #[must_use]
    pub fn type_ii(&self) -> Vec<Option<f64>> {
        ratios(&self.total, &self.simple.direct)
    }
}

pub(super) fn difference(left: &[f64], right: &[f64]) -> Vec<f64> {
    left.iter().zip(right).map(|(a, b)| a - b).collect()
}

fn ratios(above: &[f64], below: &[f64]) -> Vec<Option<f64>> {
    above
        .iter()
        .zip(below)
        .map(|(a, b)| Some(a / b).filter(|ratio| ratio.is_finite()))
        .collect()
}

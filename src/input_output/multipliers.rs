use super::{Account, Labels};

/// What a unit of final demand for each sector's product does to one account, along the supply
/// chain: simple multipliers.
///
/// Unit: the account's per unit of final demand. Shape: n numbers each, in the order of the labels.
/// They sum as `simple = direct + indirect` (Miller & Blair, section 6.2: `m(o) = i'L` for output,
/// `h'L` for an account `h` per unit of output).
///
/// A sector that makes nothing in the table has zeros, and one for output: see
/// [`Coefficients::without_output`](super::Coefficients::without_output).
#[derive(Clone, Debug, PartialEq)]
pub struct Multipliers {
    account: Account,
    labels: Labels,
    direct: Vec<f64>,
    first_round: Vec<f64>,
    simple: Vec<f64>,
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

    /// What is counted.
    #[must_use]
    pub const fn account(&self) -> Account {
        self.account
    }

    /// The labels, in the order of the numbers.
    #[must_use]
    pub const fn labels(&self) -> &Labels {
        &self.labels
    }

    /// The sector's own account per unit of its output: 1 for output.
    #[must_use]
    pub fn direct(&self) -> &[f64] {
        &self.direct
    }

    /// The part of the indirect effect that falls on direct suppliers: `h'A`.
    #[must_use]
    pub fn first_round(&self) -> &[f64] {
        &self.first_round
    }

    /// All suppliers and their suppliers.
    #[must_use]
    pub fn indirect(&self) -> Vec<f64> {
        difference(&self.simple, &self.direct)
    }

    /// Direct and indirect: the simple multiplier.
    #[must_use]
    pub fn simple(&self) -> &[f64] {
        &self.simple
    }

    /// The type I ratio: simple over direct, or nothing where the direct effect is zero.
    ///
    /// For output the two are the same number.
    #[must_use]
    pub fn type_i(&self) -> Vec<Option<f64>> {
        ratios(&self.simple, &self.direct)
    }
}

/// Multipliers of the model closed for households: with what employees spend of their income.
///
/// Shape and unit as in [`Multipliers`]; `truncated = simple + induced` counts the sectors only,
/// and `total` the row of households too (Miller & Blair, section 6.2.1, equation 6.8 and the text
/// on truncated multipliers).
#[derive(Clone, Debug, PartialEq)]
pub struct TotalMultipliers {
    simple: Multipliers,
    truncated: Vec<f64>,
    total: Vec<f64>,
}

impl TotalMultipliers {
    pub(super) const fn new(simple: Multipliers, truncated: Vec<f64>, total: Vec<f64>) -> Self {
        Self {
            simple,
            truncated,
            total,
        }
    }

    /// The multipliers along the supply chain only.
    #[must_use]
    pub const fn simple(&self) -> &Multipliers {
        &self.simple
    }

    /// What comes from the spending of income, in the sectors.
    #[must_use]
    pub fn induced(&self) -> Vec<f64> {
        difference(&self.truncated, self.simple.simple())
    }

    /// Direct, indirect and induced over the sectors: the truncated total multiplier.
    #[must_use]
    pub fn truncated(&self) -> &[f64] {
        &self.truncated
    }

    /// With what the row of households adds: income counted as their output, and services they
    /// buy of each other as income.
    #[must_use]
    pub fn total(&self) -> &[f64] {
        &self.total
    }

    /// The type II ratio: total over direct, or nothing where the direct effect is zero.
    #[must_use]
    pub fn type_ii(&self) -> Vec<Option<f64>> {
        ratios(&self.total, self.simple.direct())
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

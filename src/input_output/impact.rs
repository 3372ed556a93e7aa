use super::multipliers::difference;
use super::{Account, Coefficients, Labels, Valuation};
use crate::{Error, ErrorKind, Interval};

/// The effect of a shock on one account in each sector.
///
/// Unit: the account's. Shape: n numbers each, in the order of the labels, by the sector in which
/// the effect arises, not by the sector of the purchase. `total = direct + indirect + induced`.
///
/// # Examples
///
/// ```
/// use compute_impact::Currency;
/// use compute_impact::input_output::{
///     Account, Coefficients, Labels, Leontief, Matrix, PriceType, Shock, Valuation,
/// };
///
/// let labels = Labels::single_region("economy", ["1", "2"])?;
/// let prices = Valuation::new(PriceType::Basic, Currency::USD, 2020, 1.0)?;
/// let a = Coefficients::new(labels, prices, Matrix::from_rows([[0.0, 0.0], [0.5, 0.0]])?)?;
/// let impact = Leontief::new(&a)?.impact(&Shock::domestic(prices, vec![100.0, 0.0])?)?;
/// let output = impact.effect(Account::Output)?;
/// assert_eq!(output.direct, [100.0, 0.0]);
/// assert_eq!(output.indirect, [0.0, 50.0]); // sector 2 supplies half of what sector 1 sells
/// assert_eq!(output.induced, None); // the model is not closed for households
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Effect {
    /// The effect in the sectors of the purchases.
    pub direct: Vec<f64>,
    /// The effect in their suppliers, and in the suppliers of these.
    pub indirect: Vec<f64>,
    /// The effect of the spending of income; `None` if the model is not closed for households.
    pub induced: Option<Vec<f64>>,
}

impl Effect {
    /// Returns the sum of the three effects.
    #[must_use]
    pub fn total(&self) -> Vec<f64> {
        let mut total: Vec<f64> = self
            .direct
            .iter()
            .zip(&self.indirect)
            .map(|(direct, indirect)| direct + indirect)
            .collect();
        if let Some(induced) = &self.induced {
            for (total, induced) in total.iter_mut().zip(induced) {
                *total += induced;
            }
        }
        total
    }
}

/// The impact of a change of final demand, account by account.
///
/// # Examples
///
/// ```
/// use compute_impact::Currency;
/// use compute_impact::input_output::{
///     Account, Coefficients, Labels, Leontief, Matrix, PriceType, Shock, Valuation,
/// };
///
/// let labels = Labels::single_region("economy", ["1", "2"])?;
/// let prices = Valuation::new(PriceType::Basic, Currency::USD, 2020, 1.0)?;
/// let a = Coefficients::new(labels, prices, Matrix::from_rows([[0.5, 0.0], [0.0, 0.5]])?)?
///     .with(Account::ValueAdded, vec![0.5, 0.5])?;
/// let impact = Leontief::new(&a)?.impact(&Shock::domestic(prices, vec![100.0, 0.0])?)?;
/// let value_added = impact.effect(Account::ValueAdded)?;
/// assert_eq!(value_added.direct, [50.0, 0.0]);
/// assert_eq!(value_added.total(), [100.0, 0.0]); // all of the purchase
/// assert!(impact.effect(Account::Employment).is_err());
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Impact {
    /// The labels, in the order of the numbers.
    pub labels: Labels,
    /// The valuation of amounts of money.
    pub valuation: Valuation,
    effects: Vec<(Account, Effect)>,
}

impl Impact {
    /// Builds an impact from the shock, the output along the chain, and the induced output.
    pub(super) fn new(
        coefficients: &Coefficients,
        shock: &[f64],
        output: &[f64],
        induced: Option<Vec<f64>>,
    ) -> Result<Self, Error> {
        let output = Effect {
            direct: shock.to_vec(),
            indirect: difference(output, shock),
            induced,
        };
        let scaled = |account: Account| {
            let per_output = coefficients.per_output(account).ok()?;
            let times = |values: &Vec<f64>| -> Vec<f64> {
                values.iter().zip(&per_output).map(|(x, h)| x * h).collect()
            };
            Some(Effect {
                direct: times(&output.direct),
                indirect: times(&output.indirect),
                induced: output.induced.as_ref().map(times),
            })
        };
        let effects: Vec<(Account, Effect)> = Account::ALL
            .into_iter()
            .filter_map(|account| Some((account, scaled(account)?)))
            .collect();
        for (account, effect) in &effects {
            let all = effect.direct.iter().chain(&effect.indirect);
            for value in all.chain(effect.induced.iter().flatten()) {
                Interval::FINITE
                    .check("effect of a shock", *value)
                    .map_err(|error| error.at(&account.to_string()))?;
            }
        }
        Ok(Self {
            labels: coefficients.labels().clone(),
            valuation: coefficients.valuation(),
            effects,
        })
    }

    /// Returns the accounts that the table has.
    #[must_use]
    pub fn accounts(&self) -> impl ExactSizeIterator<Item = Account> {
        self.effects.iter().map(|(account, _)| *account)
    }

    /// Returns the effect on one account.
    ///
    /// # Errors
    ///
    /// [`Missing`](ErrorKind::Missing) if the table does not have the account.
    pub fn effect(&self, account: Account) -> Result<&Effect, Error> {
        let mut effects = self.effects.iter();
        effects
            .find(|(of, _)| *of == account)
            .map(|(_, effect)| effect)
            .ok_or_else(|| {
                Error::new(ErrorKind::Missing {
                    what: "this account of the impact",
                    remedy: "give its row to the table, or per unit of output to the coefficients",
                })
            })
    }
}

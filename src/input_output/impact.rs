use super::multipliers::difference;
use super::{Account, Coefficients, Labels, Valuation};
use crate::{Error, ErrorKind, Interval};

/// What a shock does to one account in each sector.
///
/// Unit: the account's. Shape: n numbers each, in the order of the labels, of the sector in which
/// the effect arises and not of the one that was bought from. `total = direct + indirect +
/// induced`.
#[derive(Clone, Debug, PartialEq)]
pub struct Effect {
    direct: Vec<f64>,
    indirect: Vec<f64>,
    induced: Option<Vec<f64>>,
}

impl Effect {
    /// In the sectors that are bought from.
    #[must_use]
    pub fn direct(&self) -> &[f64] {
        &self.direct
    }

    /// In their suppliers, and suppliers of these.
    #[must_use]
    pub fn indirect(&self) -> &[f64] {
        &self.indirect
    }

    /// By the spending of income; nothing where the model is not closed for households.
    #[must_use]
    pub fn induced(&self) -> Option<&[f64]> {
        self.induced.as_deref()
    }

    /// All of it.
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

/// What a change of final demand does, account by account.
#[derive(Clone, Debug, PartialEq)]
pub struct Impact {
    labels: Labels,
    valuation: Valuation,
    effects: Vec<(Account, Effect)>,
}

impl Impact {
    /// From the shock, output along the chain, and induced output.
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

    /// The labels, in the order of the numbers.
    #[must_use]
    pub const fn labels(&self) -> &Labels {
        &self.labels
    }

    /// In what money is counted.
    #[must_use]
    pub const fn valuation(&self) -> Valuation {
        self.valuation
    }

    /// The accounts that the table holds.
    #[must_use]
    pub fn accounts(&self) -> impl ExactSizeIterator<Item = Account> {
        self.effects.iter().map(|(account, _)| *account)
    }

    /// The effect on one account.
    ///
    /// # Errors
    ///
    /// [`Missing`](ErrorKind::Missing) if the table does not hold the account.
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

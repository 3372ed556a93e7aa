use crate::evidence::Estimate;
use crate::{Error, ErrorKind, Money, Multiplier};

/// Money spent on compute, period by period.
///
/// In a file: `per-period = ESTIMATE` or `by-period = [ESTIMATE, ...]`.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(
    rename_all = "kebab-case",
    deny_unknown_fields,
    expecting = "a table, `per-period` or `by-period`"
)]
#[non_exhaustive]
pub enum Outlay {
    /// The same amount in every period after the base: in a quarterly scenario a quarter's.
    PerPeriod(Estimate<Money>),
    /// One amount a period, from the first after the base to the last.
    ByPeriod(Vec<Estimate<Money>>),
}

impl Outlay {
    /// All amounts that are given.
    #[must_use]
    pub fn amounts(&self) -> &[Estimate<Money>] {
        match self {
            Self::PerPeriod(amount) => std::slice::from_ref(amount),
            Self::ByPeriod(amounts) => amounts,
        }
    }
}

/// The multiplier route in its simplest form: an outlay, and what each unit of it returns.
///
/// It measures demand along the supply chain and overlaps with the response to compute, which
/// measures supply. The two are shown side by side and reconciled, never added.
///
/// # Examples
///
/// ```
/// use compute_impact::evidence::Estimate;
/// use compute_impact::investment::{Investment, Outlay};
/// use compute_impact::{Money, Multiplier};
///
/// let investment = Investment::new(
///     Outlay::PerPeriod(Estimate::assumed("400 bn CNY".parse::<Money>()?, "the press claim")?),
///     Estimate::assumed("3.5 of gross output".parse::<Multiplier>()?, "middle of 3 to 4")?,
/// );
/// assert_eq!(investment.multiplier().value().get(), 3.5);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(
    deny_unknown_fields,
    expecting = "a table with `outlay` and `multiplier`"
)]
pub struct Investment {
    outlay: Outlay,
    multiplier: Estimate<Multiplier>,
}

impl Investment {
    /// An outlay and its multiplier.
    #[must_use]
    pub const fn new(outlay: Outlay, multiplier: Estimate<Multiplier>) -> Self {
        Self { outlay, multiplier }
    }

    /// The outlay.
    #[must_use]
    pub const fn outlay(&self) -> &Outlay {
        &self.outlay
    }

    /// Money out per money in.
    #[must_use]
    pub const fn multiplier(&self) -> &Estimate<Multiplier> {
        &self.multiplier
    }

    pub(crate) fn check(&self, like: Money, periods: u32) -> Result<(), Error> {
        if let Outlay::ByPeriod(amounts) = &self.outlay
            && amounts.len() != periods as usize
        {
            return Err(Error::new(ErrorKind::ShapeMismatch {
                what: "the list of outlays, one a period,",
                expected: periods as usize,
                found: amounts.len(),
            })
            .at("outlay"));
        }
        for amount in self.outlay.amounts() {
            let amount = amount.value();
            amount
                .expect_like(like)
                .map_err(|error| error.at("outlay"))?;
            crate::Interval::NON_NEGATIVE
                .check("outlay", amount.amount())
                .map_err(|error| error.at("outlay"))?;
        }
        Ok(())
    }
}

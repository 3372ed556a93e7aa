use crate::evidence::Estimate;
use crate::limits::{self, Limit};
use crate::{Error, ErrorKind, Interval, Money};

/// Money spent on compute, period by period.
///
/// In a file: `per-period = ESTIMATE`, `by-period = [ESTIMATE, ...]`, or `"of-compute"` for the
/// cost of the scenario's own compute.
///
/// # Examples
///
/// ```
/// use compute_impact::capacity::Outlay;
/// use compute_impact::evidence::Estimate;
///
/// let amount = Estimate::assumed("400 bn CNY".parse()?, "the forecast of 2022")?;
/// let outlay = Outlay::PerPeriod(amount);
/// assert_eq!(outlay.amounts().len(), 1);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    rename_all = "kebab-case",
    deny_unknown_fields,
    expecting = "`per-period` or `by-period` with estimates, or `\"of-compute\"`"
)]
#[non_exhaustive]
pub enum Outlay {
    /// The same amount in every period after the base; in a quarterly scenario it is per quarter.
    PerPeriod(Estimate<Money>),
    /// One amount for each period, from the first after the base to the last.
    ByPeriod(
        #[serde(deserialize_with = "limits::list::<{ Limit::PeriodValues as usize }, _, _>")]
        Vec<Estimate<Money>>,
    ),
    /// The cost of the capacity bought in each period, at the unit costs of the scenario's stocks.
    OfCompute,
}

impl Outlay {
    /// Returns all stated amounts.
    #[must_use]
    pub fn amounts(&self) -> &[Estimate<Money>] {
        match self {
            Self::PerPeriod(amount) => std::slice::from_ref(amount),
            Self::ByPeriod(amounts) => amounts,
            Self::OfCompute => &[],
        }
    }

    /// Returns whether the outlay is the cost of the scenario's own compute.
    pub(crate) const fn is_of_compute(&self) -> bool {
        matches!(self, Self::OfCompute)
    }

    pub(crate) fn check(&self, like: Money, periods: u32) -> Result<(), Error> {
        if let Self::ByPeriod(amounts) = self
            && amounts.len() != periods as usize
        {
            return Err(Error::new(ErrorKind::ShapeMismatch {
                what: "the list of outlays, one a period,",
                expected: periods as usize,
                found: amounts.len(),
            }));
        }
        for amount in self.amounts() {
            let amount = amount.value().expect_like(like)?;
            Interval::NON_NEGATIVE.check("outlay", amount.amount())?;
        }
        Ok(())
    }
}

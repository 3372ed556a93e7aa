use std::fmt;

use serde::Deserialize as _;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error as _, MapAccess, SeqAccess, Visitor};

use crate::evidence::Estimate;
use crate::limits::{self, Limit};
use crate::{Error, ErrorKind, Frequency, GrowthRate, Period, Quantity};

/// The growth of a level from its base: at one rate, period by period, or to a target at a date.
///
/// `Q` is the quantity of the level: [`Capacity`](crate::Capacity) for compute,
/// [`Money`](crate::Money) for an economy.
///
/// | form in a file | meaning |
/// |---|---|
/// | `{ constant = ESTIMATE }` | the same rate in every period |
/// | `{ by-period = { rates = [ESTIMATE, ...], then = ESTIMATE } }` | one rate for each period; `then` from the end of the list on |
/// | `{ to-target = { level = ESTIMATE, at = "2025", then = ESTIMATE } }` | the constant rate `(level / base)^(1 / n) - 1` that reaches the level after `n` periods, at the end of `at`; `then` from there on |
///
/// A target of capacity, a stock, may be dated with any period. A target of money, a flow per
/// period, must be dated with a period of the scenario's frequency.
///
/// `then` is required only where the horizon goes further: nothing is extrapolated silently.
///
/// # Examples
///
/// ```
/// use compute_impact::capacity::Growth;
/// use compute_impact::evidence::Estimate;
/// use compute_impact::{Capacity, GrowthRate};
///
/// let rate = Estimate::assumed(GrowthRate::from_percent(24.7)?, "as in 2022-24")?;
/// let growth = Growth::<Capacity>::Constant(rate);
/// let Growth::Constant(rate) = &growth else { return Err("another growth".into()) };
/// assert_eq!(rate.value().to_string(), "24.7 % per year");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "Growth_of_{Q}", bound = "Q: schemars::JsonSchema")
)]
#[serde(
    rename_all = "kebab-case",
    deny_unknown_fields,
    expecting = "a table such as `{ constant = { value = \"4 % per year\", assumption = \"why\" } }`"
)]
#[serde(bound(
    serialize = "Q: Quantity + serde::Serialize",
    deserialize = "Q: Quantity + serde::Deserialize<'de>, Estimate<Q>: TryFrom<crate::evidence::Figure, Error = Error>"
))]
pub enum Growth<Q> {
    /// The same rate in every period.
    Constant(Estimate<GrowthRate>),
    /// One rate for each period.
    #[serde(deserialize_with = "by_period")]
    ByPeriod {
        /// The rates, from the first period after the base on.
        rates: Vec<Estimate<GrowthRate>>,
        /// The rate in all periods after the end of the list.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        then: Option<Estimate<GrowthRate>>,
    },
    /// The constant rate that reaches a level at a date. Capacity is a stock and may be dated
    /// within a period; money is a flow, and its target is a period of the scenario's frequency.
    ToTarget {
        /// The level to reach.
        level: Estimate<Q>,
        /// The date: the end of this period, which may be of another frequency for a capacity.
        at: Period,
        /// The rate in all periods that end after `at`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        then: Option<Estimate<GrowthRate>>,
    },
}

/// The fields of [`Growth::ByPeriod`].
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RatesThen {
    #[serde(deserialize_with = "limits::list::<{ Limit::PeriodValues as usize }, _, _>")]
    rates: Vec<Estimate<GrowthRate>>,
    #[serde(default)]
    then: Option<Estimate<GrowthRate>>,
}

/// The rates by period, and the rate after them.
type ByPeriod = (Vec<Estimate<GrowthRate>>, Option<Estimate<GrowthRate>>);

/// Reads growth by period, and says what to write where a list stands alone.
fn by_period<'de, D: Deserializer<'de>>(source: D) -> Result<ByPeriod, D::Error> {
    source.deserialize_any(ByPeriodVisitor)
}

struct ByPeriodVisitor;

impl<'de> Visitor<'de> for ByPeriodVisitor {
    type Value = ByPeriod;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a table, `by-period = { rates = [...], then = ... }`")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<ByPeriod, A::Error> {
        let fields = RatesThen::deserialize(MapAccessDeserializer::new(map))?;
        Ok((fields.rates, fields.then))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, _: A) -> Result<ByPeriod, A::Error> {
        Err(A::Error::custom(
            "growth by period must be a table, got a list: write the list under `rates`, \
             `by-period = { rates = [...], then = ... }`, where `then` is the rate of all periods \
             after the list",
        ))
    }
}

impl<Q: Quantity> Growth<Q> {
    /// Returns all stated rates.
    pub(crate) fn rates(&self) -> impl Iterator<Item = &Estimate<GrowthRate>> {
        let (first, list, then) = match self {
            Self::Constant(rate) => (Some(rate), &[][..], None),
            Self::ByPeriod { rates, then } => (None, rates.as_slice(), then.as_ref()),
            Self::ToTarget { then, .. } => (None, &[][..], then.as_ref()),
        };
        first.into_iter().chain(list).chain(then)
    }

    /// Checks frequency, dates and length against the scenario's periods.
    pub(crate) fn check(&self, base: Period, periods: u32) -> Result<(), Error> {
        let what = "period of a growth rate";
        for rate in self.rates() {
            rate.value().expect_frequency(what, base.frequency())?;
        }
        let then_is_missing = |remedy| {
            Err(Error::new(ErrorKind::Missing {
                what: "`then`",
                remedy,
            }))
        };
        match self {
            Self::Constant(_) => Ok(()),
            Self::ByPeriod { rates, then } => {
                if rates.len() > periods as usize {
                    return Err(Error::new(ErrorKind::ShapeMismatch {
                        what: "the list of growth rates, one a period,",
                        expected: periods as usize,
                        found: rates.len(),
                    }));
                }
                if rates.len() < periods as usize && then.is_none() {
                    return then_is_missing("give a rate for the periods after the list of rates");
                }
                Ok(())
            }
            Self::ToTarget { at, then, .. } => {
                if !at.ends_after(base) {
                    return Err(Error::new(ErrorKind::DateOrder {
                        what: "the target's date",
                        given: *at,
                        after: base,
                    }));
                }
                if base.plus(periods)?.ends_after(*at) && then.is_none() {
                    return then_is_missing("give a rate for the periods after the target's date");
                }
                Ok(())
            }
        }
    }
}

/// The part of each period, 0 to 1, that lies before a date and so still grows towards the target.
/// Entry 0 is the base period, which does not grow.
pub(crate) fn parts_before(base: Period, periods: u32, date: Period) -> Vec<f64> {
    let span = base.years_until(date) * f64::from(base.frequency().per_year());
    (0..=periods)
        .map(|t| {
            if t == 0 {
                0.0
            } else {
                (span - f64::from(t) + 1.0).clamp(0.0, 1.0)
            }
        })
        .collect()
}

/// The number of periods of `frequency` from the end of `base` to the end of `date`.
pub(crate) fn periods_until(base: Period, date: Period, frequency: Frequency) -> f64 {
    base.years_until(date) * f64::from(frequency.per_year())
}

//! The capital stock of a segment: unit cost, retirement and power, by the perpetual inventory
//! method.

use super::CostPath;
use crate::evidence::Estimate;
use crate::limits::{self, Limit};
use crate::{
    Error, ErrorKind, Factor, Frequency, GrowthRate, Interval, Money, Power, PowerIntensity, Share,
    Years,
};

/// The capital stock of one segment: the cost of its capacity, its retirement and its power.
///
/// | key in a file | type |
/// |---|---|
/// | `unit-cost` | [`CostPath`]; required wherever money is turned into capacity or back |
/// | `retirement` | [`Retirement`] |
/// | `power` | [`PowerUse`]; none if left out |
/// | `past-growth` | growth rate of purchases before the base; zero if left out |
///
/// The stock follows the perpetual inventory method: `K_t = I_t + sum_a s(a) I_(t-a)`, with the
/// purchases `I` and the share `s(a)` of a purchase that survives to the age `a`. The ages of the
/// stock at the base follow from past purchases. Bought evenly, with a life of six years, a sixth
/// of it retires in each year; bought at a growing pace it is younger, and little of it retires at
/// first. With geometric retirement the age makes no difference.
///
/// # Examples
///
/// ```
/// use compute_impact::capacity::{CostTrend, FallingCost, Retirement, SegmentStock};
/// use compute_impact::evidence::Estimate;
///
/// let start = Estimate::assumed("590 m CNY per EFLOPS FP16".parse()?, "Tianfu")?;
/// let rate = Estimate::assumed("-24.6 % per year".parse()?, "doubling in 2.46 years")?;
/// let cost = FallingCost::new(start).with_trend(CostTrend::Rate(rate));
/// let life = Estimate::assumed("6 years".parse()?, "as CAICT scraps servers")?;
/// let stock = SegmentStock::new(Retirement::Life(life)).with_unit_cost(cost.into());
/// assert!(stock.unit_cost().is_some());
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    deny_unknown_fields,
    rename_all = "kebab-case",
    expecting = "a table with `retirement`, and `unit-cost` where money is turned into capacity"
)]
pub struct SegmentStock {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    unit_cost: Option<CostPath>,
    retirement: Retirement,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    power: Option<PowerUse>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    past_growth: Option<Estimate<GrowthRate>>,
}

impl SegmentStock {
    /// Builds a stock with this retirement and no unit cost.
    #[must_use]
    pub const fn new(retirement: Retirement) -> Self {
        Self {
            unit_cost: None,
            retirement,
            power: None,
            past_growth: None,
        }
    }

    /// Sets the unit cost of its capacity.
    #[must_use]
    pub fn with_unit_cost(self, unit_cost: CostPath) -> Self {
        let unit_cost = Some(unit_cost);
        Self { unit_cost, ..self }
    }

    /// Sets the power that it draws, with an optional limit.
    #[must_use]
    pub fn with_power(self, power: PowerUse) -> Self {
        let power = Some(power);
        Self { power, ..self }
    }

    /// Sets the growth rate of purchases before the base.
    #[must_use]
    pub fn with_past_growth(self, rate: Estimate<GrowthRate>) -> Self {
        let past_growth = Some(rate);
        Self {
            past_growth,
            ..self
        }
    }

    /// The unit cost of new capacity, if it is stated.
    #[must_use]
    pub const fn unit_cost(&self) -> Option<&CostPath> {
        self.unit_cost.as_ref()
    }

    /// The retirement of capacity.
    #[must_use]
    pub const fn retirement(&self) -> &Retirement {
        &self.retirement
    }

    /// The power that it draws, if it is stated.
    #[must_use]
    pub const fn power(&self) -> Option<&PowerUse> {
        self.power.as_ref()
    }

    /// The growth rate of purchases before the base, if it is stated.
    #[must_use]
    pub const fn past_growth(&self) -> Option<&Estimate<GrowthRate>> {
        self.past_growth.as_ref()
    }

    pub(crate) fn check(
        &self,
        measure: crate::Measure,
        money: Money,
        frequency: Frequency,
        periods: u32,
    ) -> Result<(), Error> {
        if let Some(cost) = &self.unit_cost {
            cost.check(measure, money, frequency, periods)
                .map_err(|error| error.at("unit-cost"))?;
        }
        if let Some(power) = &self.power {
            power.check(measure).map_err(|error| error.at("power"))?;
        }
        if let Some(rate) = &self.past_growth {
            if matches!(self.retirement, Retirement::Geometric(_)) {
                return Err(Error::new(ErrorKind::Conflict {
                    what: "a growth of past purchases",
                    with: "a stock that retires geometrically",
                    remedy: "leave it out, as the age of such a stock makes no difference",
                })
                .at("past-growth"));
            }
            rate.value()
                .expect_frequency("period of a growth rate", frequency)
                .map_err(|error| error.at("past-growth"))?;
            // If purchases halved each period, the survivors of old ones would overflow in time.
            Interval::closed_const(-0.5, 10.0)
                .check("growth of past purchases a period", rate.reach().0)
                .and_then(|_| {
                    Interval::closed_const(-0.5, 10.0)
                        .check("growth of past purchases a period", rate.reach().1)
                })
                .map_err(|error| error.at("past-growth"))?;
        }
        self.retirement
            .check(frequency)
            .map_err(|error| error.at("retirement"))
    }
}

/// The retirement of capacity: the share of a purchase that survives to each age.
///
/// | form in a file | surviving share |
/// |---|---|
/// | `{ life = ESTIMATE }` | one until the life ends, then zero; a life that ends within a period counts in part |
/// | `{ geometric = ESTIMATE }` | `(1 - share)^years`, with the share that retires in a year |
/// | `{ survival = [ESTIMATE, ...] }` | the listed share after one period, two, ...; zero after the list |
///
/// All of a purchase survives at the end of its own period.
///
/// # Examples
///
/// ```
/// use compute_impact::capacity::{Retirement, SegmentStock};
/// use compute_impact::evidence::Estimate;
///
/// let share = Estimate::assumed("15 %".parse()?, "as for other equipment")?;
/// let stock = SegmentStock::new(Retirement::Geometric(share));
/// assert!(matches!(stock.retirement(), Retirement::Geometric(_)));
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    rename_all = "kebab-case",
    deny_unknown_fields,
    expecting = "a table, `life`, `geometric` or `survival`"
)]
#[non_exhaustive]
pub enum Retirement {
    /// A fixed life of at least one period.
    Life(Estimate<Years>),
    /// The same share of the remaining capacity in each year.
    Geometric(Estimate<Share>),
    /// The surviving share after one period, two, ...; it must not rise.
    Survival(
        #[serde(deserialize_with = "limits::list::<{ Limit::PeriodValues as usize }, _, _>")]
        Vec<Estimate<Share>>,
    ),
}

impl Retirement {
    fn check(&self, frequency: Frequency) -> Result<(), Error> {
        match self {
            Self::Life(life) => {
                let period = frequency.years();
                Interval::closed_const(period, 1_000.0)
                    .check("life in years (a period at least)", life.reach().0)
                    .map(|_| ())
                    .map_err(|error| error.at("life"))
            }
            Self::Geometric(share) => Interval::below_one()
                .check("share that retires in a year", share.reach().1)
                .map(|_| ())
                .map_err(|error| error.at("geometric")),
            Self::Survival(shares) => {
                Limit::PeriodValues
                    .check(shares.len())
                    .map_err(|error| error.at("survival"))?;
                let mut younger = 1.0;
                for (age, share) in shares.iter().enumerate() {
                    let surviving = share.value().get();
                    Interval::closed_const(0.0, younger)
                        .check("share that survives (it must not rise with age)", surviving)
                        .map_err(|error| error.at(&format!("survival[{age}]")))?;
                    younger = surviving;
                }
                Ok(())
            }
        }
    }
}

/// The power drawn by capacity, with an optional limit beyond which capacity stands idle.
///
/// | key in a file | meaning |
/// |---|---|
/// | `intensity` | power of the machines for each EFLOPS |
/// | `pue` | power usage effectiveness: power of the whole site over that of its machines, at least 1 |
/// | `limit` | power available to the sites; unlimited if left out |
///
/// Sites draw `capacity * intensity * pue`.
///
/// # Examples
///
/// ```
/// use compute_impact::capacity::PowerUse;
/// use compute_impact::evidence::Estimate;
///
/// let intensity = Estimate::assumed("2 MW per EFLOPS FP16".parse()?, "a data sheet")?;
/// let pue = Estimate::assumed("1.25".parse()?, "the target for new sites")?;
/// let power = PowerUse::new(intensity, pue);
/// assert_eq!(power.limit(), None);
///
/// let limited = power.with_limit(Estimate::assumed("500 MW".parse()?, "grid connection")?);
/// assert!(limited.limit().is_some());
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    deny_unknown_fields,
    expecting = "a table with `intensity` and `pue`, and optionally `limit`"
)]
pub struct PowerUse {
    intensity: Estimate<PowerIntensity>,
    pue: Estimate<Factor>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    limit: Option<Estimate<Power>>,
}

impl PowerUse {
    /// Builds a power use without a limit.
    #[must_use]
    pub const fn new(intensity: Estimate<PowerIntensity>, pue: Estimate<Factor>) -> Self {
        Self {
            intensity,
            pue,
            limit: None,
        }
    }

    /// Sets the power available to the sites.
    #[must_use]
    pub fn with_limit(self, limit: Estimate<Power>) -> Self {
        let limit = Some(limit);
        Self { limit, ..self }
    }

    /// The power of the machines for each EFLOPS.
    #[must_use]
    pub const fn intensity(&self) -> &Estimate<PowerIntensity> {
        &self.intensity
    }

    /// The power usage effectiveness: power of the site over that of its machines.
    #[must_use]
    pub const fn pue(&self) -> &Estimate<Factor> {
        &self.pue
    }

    /// The power available to the sites; `None` if it is unlimited.
    #[must_use]
    pub const fn limit(&self) -> Option<&Estimate<Power>> {
        self.limit.as_ref()
    }

    fn check(&self, measure: crate::Measure) -> Result<(), Error> {
        let own_measure = self.intensity.value().measure();
        if own_measure != measure {
            let (left, right) = (own_measure, measure);
            let error = Error::new(ErrorKind::MeasureMismatch { left, right });
            return Err(error.at("intensity"));
        }
        Interval::closed_const(1.0, 10.0)
            .check("PUE (site power over machine power)", self.pue.reach().0)
            .map(|_| ())
            .map_err(|error| error.at("pue"))
    }
}

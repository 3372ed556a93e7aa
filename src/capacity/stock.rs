//! The capital stock of a segment: how long it lives, and what power it draws.

use super::CostPath;
use crate::evidence::Estimate;
use crate::{
    Error, ErrorKind, Factor, Frequency, GrowthRate, Interval, Money, Power, PowerIntensity,
    Quantity, Share, Years,
};

/// The capital stock of one segment: what its capacity costs, how it retires, what it draws.
///
/// | key in a file | type |
/// |---|---|
/// | `unit-cost` | [`CostPath`]; needed wherever money is turned into capacity or back |
/// | `retirement` | [`Retirement`] |
/// | `power` | [`PowerUse`]; none if left out |
/// | `past-growth` | how purchases of capacity grew before the base; even if left out |
///
/// The ages of the stock at the base follow from how it was bought. Bought evenly, a sixth of it
/// retires in each of six years; bought at a growing pace it is younger, and little of it retires
/// at first. What retires geometrically forgets its age.
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
    /// A stock that retires so, of unstated cost.
    #[must_use]
    pub const fn new(retirement: Retirement) -> Self {
        Self {
            unit_cost: None,
            retirement,
            power: None,
            past_growth: None,
        }
    }

    /// The same with what its capacity costs.
    #[must_use]
    pub fn with_unit_cost(self, unit_cost: CostPath) -> Self {
        let unit_cost = Some(unit_cost);
        Self { unit_cost, ..self }
    }

    /// The same with what it draws, and perhaps what there is.
    #[must_use]
    pub fn with_power(self, power: PowerUse) -> Self {
        let power = Some(power);
        Self { power, ..self }
    }

    /// The same with how purchases of capacity grew before the base.
    #[must_use]
    pub fn with_past_growth(self, rate: Estimate<GrowthRate>) -> Self {
        let past_growth = Some(rate);
        Self {
            past_growth,
            ..self
        }
    }

    /// What new capacity costs.
    #[must_use]
    pub const fn unit_cost(&self) -> Option<&CostPath> {
        self.unit_cost.as_ref()
    }

    /// How capacity retires.
    #[must_use]
    pub const fn retirement(&self) -> &Retirement {
        &self.retirement
    }

    /// What it draws.
    #[must_use]
    pub const fn power(&self) -> Option<&PowerUse> {
        self.power.as_ref()
    }

    /// How purchases grew before the base.
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
                    remedy: "leave it out: such a stock forgets its age",
                })
                .at("past-growth"));
            }
            rate.value()
                .expect_frequency("period of a growth rate", frequency)
                .map_err(|error| error.at("past-growth"))?;
            // Halved each period, what is left of old purchases outgrows all numbers in time.
            Interval::closed_const(-0.5, 10.0)
                .check("growth of past purchases a period", reach(rate).0)
                .and_then(|_| {
                    Interval::closed_const(-0.5, 10.0)
                        .check("growth of past purchases a period", reach(rate).1)
                })
                .map_err(|error| error.at("past-growth"))?;
        }
        self.retirement
            .check(frequency)
            .map_err(|error| error.at("retirement"))
    }
}

/// How capacity retires.
///
/// | form in a file | what is left of a purchase after so many years |
/// |---|---|
/// | `{ life = ESTIMATE }` | all until its life ends, then none; the last part of a period in parts |
/// | `{ geometric = ESTIMATE }` | `(1 - share)^years`: the share lost in a year |
/// | `{ survival = [ESTIMATE, ...] }` | the listed share after one period, two, ...; none after the list |
///
/// A purchase stands in full at the end of its own period.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    rename_all = "kebab-case",
    deny_unknown_fields,
    expecting = "a table, `life`, `geometric` or `survival`"
)]
#[non_exhaustive]
pub enum Retirement {
    /// A fixed life, of one period at least.
    Life(Estimate<Years>),
    /// The same share of what is left in each year.
    Geometric(Estimate<Share>),
    /// The share left after one period, two, ...; it must not rise.
    Survival(Vec<Estimate<Share>>),
}

impl Retirement {
    fn check(&self, frequency: Frequency) -> Result<(), Error> {
        match self {
            Self::Life(life) => {
                let period = frequency.years();
                Interval::closed_const(period, 1_000.0)
                    .check("life in years (a period at least)", reach(life).0)
                    .map(|_| ())
                    .map_err(|error| error.at("life"))
            }
            Self::Geometric(share) => Interval::below_one()
                .check("share that retires in a year", reach(share).1)
                .map(|_| ())
                .map_err(|error| error.at("geometric")),
            Self::Survival(shares) => {
                let mut before = 1.0;
                for (age, share) in shares.iter().enumerate() {
                    let left = share.value().get();
                    Interval::closed_const(0.0, before)
                        .check("share that survives (it must not rise with age)", left)
                        .map_err(|error| error.at(&format!("survival[{age}]")))?;
                    before = left;
                }
                Ok(())
            }
        }
    }
}

/// What capacity draws, and perhaps what power there is: capacity beyond it stands idle.
///
/// | key in a file | meaning |
/// |---|---|
/// | `intensity` | power at the machines for each EFLOPS |
/// | `pue` | power of the whole site over that of its machines, at least 1 |
/// | `limit` | power the sites can have; none if left out |
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    deny_unknown_fields,
    expecting = "a table with `intensity`, `pue` and perhaps `limit`"
)]
pub struct PowerUse {
    intensity: Estimate<PowerIntensity>,
    pue: Estimate<Factor>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    limit: Option<Estimate<Power>>,
}

impl PowerUse {
    /// Power drawn without a limit.
    #[must_use]
    pub const fn new(intensity: Estimate<PowerIntensity>, pue: Estimate<Factor>) -> Self {
        Self {
            intensity,
            pue,
            limit: None,
        }
    }

    /// The same where there is no more than this.
    #[must_use]
    pub fn with_limit(self, limit: Estimate<Power>) -> Self {
        let limit = Some(limit);
        Self { limit, ..self }
    }

    /// Power at the machines for each EFLOPS.
    #[must_use]
    pub const fn intensity(&self) -> &Estimate<PowerIntensity> {
        &self.intensity
    }

    /// Power of the site over that of its machines.
    #[must_use]
    pub const fn pue(&self) -> &Estimate<Factor> {
        &self.pue
    }

    /// The power there is.
    #[must_use]
    pub const fn limit(&self) -> Option<&Estimate<Power>> {
        self.limit.as_ref()
    }

    fn check(&self, measure: crate::Measure) -> Result<(), Error> {
        let counted = self.intensity.value().measure();
        if counted != measure {
            let (left, right) = (counted, measure);
            let error = Error::new(ErrorKind::MeasureMismatch { left, right });
            return Err(error.at("intensity"));
        }
        Interval::closed_const(1.0, 10.0)
            .check("PUE (site power over machine power)", reach(&self.pue).0)
            .map(|_| ())
            .map_err(|error| error.at("pue"))
    }
}

/// The least and greatest value that an estimate may take.
pub(crate) fn reach<Q: Quantity>(estimate: &Estimate<Q>) -> (f64, f64) {
    let value = estimate.value().number();
    estimate
        .uncertainty()
        .map_or((value, value), |uncertainty| {
            let (least, most) = uncertainty.support();
            (least.min(value), most.max(value))
        })
}

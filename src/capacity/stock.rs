//! What capacity costs, how long it lives, and what power it draws.

use serde::de::{Deserialize, Deserializer, Error as _};

use crate::evidence::Estimate;
use crate::{
    Error, ErrorKind, Factor, Frequency, GrowthRate, Interval, Money, Power, PowerIntensity,
    Quantity, Share, UnitCost, Years,
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
/// use compute_impact::capacity::{CostPath, Retirement, SegmentStock};
/// use compute_impact::evidence::Estimate;
///
/// let cost = CostPath::from(Estimate::assumed("590 m CNY per EFLOPS FP16".parse()?, "Tianfu")?)
///     .with_trend(Estimate::assumed("-24.6 % per year".parse()?, "doubling in 2.46 years")?);
/// let life = Estimate::assumed("6 years".parse()?, "as CAICT scraps servers")?;
/// let stock = SegmentStock::new(Retirement::Life(life)).costing(cost);
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
    pub fn costing(self, unit_cost: CostPath) -> Self {
        let unit_cost = Some(unit_cost);
        Self { unit_cost, ..self }
    }

    /// The same with what it draws, and perhaps what there is.
    #[must_use]
    pub fn drawing(self, power: PowerUse) -> Self {
        let power = Some(power);
        Self { power, ..self }
    }

    /// The same with how purchases of capacity grew before the base.
    #[must_use]
    pub fn after_growth_of(self, rate: Estimate<GrowthRate>) -> Self {
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

/// What new capacity costs over time.
///
/// | key in a file | meaning |
/// |---|---|
/// | `start` | cost at the end of the base period |
/// | `trend` | how the cost changes whatever is bought: -20 % a year falls by a fifth |
/// | `price-performance` | in place of `trend`: how operations a second per money grow, as it is published; at 25 % a year the cost falls by a fifth |
/// | `learning` | the part by which it falls with each doubling of all capacity ever bought (Wright 1936), below 50 % |
/// | `by-period` | in place of these: one cost a period, from the first after the base on |
///
/// Purchases of a period are made at its end's trend. Learning runs on within a period, so that a
/// sum buys the same in one purchase as in many; experience at the base is the stock there.
///
/// # Examples
///
/// See [`SegmentStock`].
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct CostPath {
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<Estimate<UnitCost>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    trend: Option<Estimate<GrowthRate>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    price_performance: Option<Estimate<GrowthRate>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    learning: Option<Estimate<Share>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    by_period: Vec<Estimate<UnitCost>>,
}

/// The serde shape of a cost path.
#[derive(serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(extend("oneOf" = [{ "required": ["start"] }, { "required": ["by-period"] }])))]
#[serde(
    deny_unknown_fields,
    rename = "CostPath",
    rename_all = "kebab-case",
    expecting = "a table with `start` (and `trend`, `learning`), or with `by-period`"
)]
struct CostPathFields {
    start: Option<Estimate<UnitCost>>,
    trend: Option<Estimate<GrowthRate>>,
    price_performance: Option<Estimate<GrowthRate>>,
    learning: Option<Estimate<Share>>,
    by_period: Option<Vec<Estimate<UnitCost>>>,
}

impl From<Estimate<UnitCost>> for CostPath {
    /// A cost that stays as it is.
    fn from(start: Estimate<UnitCost>) -> Self {
        Self {
            start: Some(start),
            trend: None,
            price_performance: None,
            learning: None,
            by_period: Vec::new(),
        }
    }
}

impl CostPath {
    /// One cost a period, from the first after the base to the last.
    ///
    /// # Errors
    ///
    /// [`Missing`](ErrorKind::Missing) for an empty list.
    pub fn by_period(costs: Vec<Estimate<UnitCost>>) -> Result<Self, Error> {
        if costs.is_empty() {
            return Err(Error::new(ErrorKind::Missing {
                what: "a unit cost",
                remedy: "list one a period",
            }));
        }
        Ok(Self {
            start: None,
            trend: None,
            price_performance: None,
            learning: None,
            by_period: costs,
        })
    }

    /// The same, changing at a rate whatever is bought; a list of costs stays as it is.
    #[must_use]
    pub fn with_trend(mut self, rate: Estimate<GrowthRate>) -> Self {
        self.trend = self.start.as_ref().map(|_| rate);
        self.price_performance = None;
        self
    }

    /// The same, falling as operations a second per money grow, which is how price-performance
    /// is published; in place of a trend. A list of costs stays as it is.
    #[must_use]
    pub fn with_price_performance(mut self, growth: Estimate<GrowthRate>) -> Self {
        self.price_performance = self.start.as_ref().map(|_| growth);
        self.trend = None;
        self
    }

    /// The same, falling by a part with each doubling of what was ever bought; a list of costs
    /// stays as it is.
    #[must_use]
    pub fn with_learning(mut self, part: Estimate<Share>) -> Self {
        self.learning = self.start.as_ref().map(|_| part);
        self
    }

    /// The cost at the base; none where costs are listed.
    #[must_use]
    pub const fn start(&self) -> Option<&Estimate<UnitCost>> {
        self.start.as_ref()
    }

    /// How it changes whatever is bought.
    #[must_use]
    pub const fn trend(&self) -> Option<&Estimate<GrowthRate>> {
        self.trend.as_ref()
    }

    /// How operations a second per money grow.
    #[must_use]
    pub const fn price_performance(&self) -> Option<&Estimate<GrowthRate>> {
        self.price_performance.as_ref()
    }

    /// The part by which it falls with each doubling.
    #[must_use]
    pub const fn learning(&self) -> Option<&Estimate<Share>> {
        self.learning.as_ref()
    }

    /// The costs that are listed, one a period.
    #[must_use]
    pub fn listed(&self) -> &[Estimate<UnitCost>] {
        &self.by_period
    }

    fn check(
        &self,
        measure: crate::Measure,
        money: Money,
        frequency: Frequency,
        periods: u32,
    ) -> Result<(), Error> {
        let costs = self
            .start
            .iter()
            .map(|cost| (cost, "start"))
            .chain(self.by_period.iter().map(|cost| (cost, "by-period")));
        for (cost, place) in costs {
            let cost = cost.value();
            let like = cost.per_eflops().expect_like(money).and_then(|_| {
                if cost.measure() == measure {
                    // Free capacity would be bought without end.
                    let amount = cost.per_eflops().amount();
                    return Interval::POSITIVE
                        .check("unit cost of new capacity", amount)
                        .map(|_| ());
                }
                let (left, right) = (cost.measure(), measure);
                Err(Error::new(ErrorKind::MeasureMismatch { left, right }))
            });
            like.map_err(|error| error.at(place))?;
        }
        if !self.by_period.is_empty() && self.by_period.len() != periods as usize {
            return Err(Error::new(ErrorKind::ShapeMismatch {
                what: "the list of unit costs, one a period,",
                expected: periods as usize,
                found: self.by_period.len(),
            })
            .at("by-period"));
        }
        let rates = [
            (&self.trend, "trend"),
            (&self.price_performance, "price-performance"),
        ];
        for (rate, place) in rates {
            if let Some(rate) = rate {
                rate.value()
                    .expect_frequency("period of a growth rate", frequency)
                    .map_err(|error| error.at(place))?;
            }
        }
        if let Some(learning) = &self.learning {
            let (least, most) = reach(learning);
            // At one half the cost falls as fast as experience grows, and a finite sum would buy
            // without end.
            for part in [least, most] {
                Interval::closed_const(0.0, 0.49)
                    .check("learning rate", part)
                    .map_err(|error| error.at("learning"))?;
            }
        }
        Ok(())
    }
}

#[cfg(feature = "schema")]
crate::quantity::schema_of!(CostPath, CostPathFields);

impl<'de> Deserialize<'de> for CostPath {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let fields = CostPathFields::deserialize(from)?;
        let changes = fields.trend.is_some() || fields.price_performance.is_some();
        match (fields.start, fields.by_period) {
            (Some(_), None) if fields.trend.is_some() && fields.price_performance.is_some() => {
                Err(D::Error::custom(
                    "a unit cost takes `trend` or `price-performance`, not both: they are two ways \
                     to say the same",
                ))
            }
            (Some(start), None) => Ok(Self {
                start: Some(start),
                trend: fields.trend,
                price_performance: fields.price_performance,
                learning: fields.learning,
                by_period: Vec::new(),
            }),
            (None, Some(listed)) if !changes && fields.learning.is_none() => {
                Self::by_period(listed).map_err(D::Error::custom)
            }
            _ => Err(D::Error::custom(
                "a unit cost needs either `start`, perhaps with `trend` and `learning`, or \
                 `by-period` alone",
            )),
        }
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
    pub fn limited(self, limit: Estimate<Power>) -> Self {
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

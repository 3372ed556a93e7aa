use serde::de::{Deserialize as _, Deserializer};

use crate::capacity::{
    BySegment, ComputePath, ComputeTiming, Counterfactual, Segment, SegmentStock, SegmentUse,
    expect_compute,
};
use crate::evidence::Estimate;
use crate::market::Market;
use crate::{Capacity, Error, ErrorKind, Money, Period};

/// Computing power: its base, its path, its counterfactual, its use and its stocks.
///
/// | key in a file | type |
/// |---|---|
/// | `base` | estimate of a [`Capacity`] |
/// | `path` | [`ComputePath`] |
/// | `counterfactual` | [`Counterfactual`] |
/// | `use.general`, `use.smart`, `use.supercomputing` | [`SegmentUse`]; full use if left out |
/// | `timing` | [`ComputeTiming`]: the compute that outcomes respond to, at a period's end (the default) or its average |
/// | `stock.general`, `stock.smart`, `stock.supercomputing` | [`SegmentStock`]: unit cost, retirement, power; no stock if left out |
///
/// With stocks the scenario reports purchases, retirements and their cost. A path of outlays
/// ([`ComputePath::BuildOut`]) and restrictions require them.
///
/// # Examples
///
/// ```
/// use compute_impact::Scenario;
/// use compute_impact::capacity::{Counterfactual, Segment};
///
/// let scenario = Scenario::shipped("china-2030")?;
/// let compute = scenario.compute();
/// assert!(compute.base().value().as_eflops() > 100.0);
///
/// // Setting the use of a segment to its present value changes nothing.
/// let smart = compute.segment_use(Segment::Smart).clone();
/// assert_eq!(&compute.clone().with_use(Segment::Smart, smart), compute);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    deny_unknown_fields,
    expecting = "a table with `base`, `path` and `counterfactual`"
)]
pub struct Compute {
    base: Estimate<Capacity>,
    path: ComputePath,
    counterfactual: Counterfactual,
    #[serde(
        default,
        rename = "use",
        deserialize_with = "uses",
        skip_serializing_if = "BySegment::is_empty"
    )]
    uses: BySegment<SegmentUse>,
    #[serde(default, rename = "stock", skip_serializing_if = "BySegment::is_empty")]
    stocks: BySegment<SegmentStock>,
    #[serde(
        default,
        rename = "market",
        skip_serializing_if = "BySegment::is_empty"
    )]
    markets: BySegment<Market>,
    #[serde(default, skip_serializing_if = "is_default")]
    timing: ComputeTiming,
}

/// The use of a segment that states none: all of it.
static FULL_USE: SegmentUse = SegmentUse::FULL;

/// Reads the use of each segment. An empty table is full use, as is none.
fn uses<'de, D: Deserializer<'de>>(source: D) -> Result<BySegment<SegmentUse>, D::Error> {
    let uses = BySegment::<SegmentUse>::deserialize(source)?;
    Ok(uses.filtered(|segment_use| *segment_use != FULL_USE))
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

impl Compute {
    /// Builds compute that follows a path from its base and is compared with a counterfactual.
    #[must_use]
    pub fn new(
        base: Estimate<Capacity>,
        path: ComputePath,
        counterfactual: Counterfactual,
    ) -> Self {
        Self {
            base,
            path,
            counterfactual,
            uses: BySegment::default(),
            stocks: BySegment::default(),
            markets: BySegment::default(),
            timing: ComputeTiming::End,
        }
    }

    /// Sets the capacity at the end of the base period.
    #[must_use]
    pub fn with_base(self, base: Estimate<Capacity>) -> Self {
        Self { base, ..self }
    }

    /// Sets the path from the base.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::Scenario;
    /// use compute_impact::capacity::{ComputePath, Growth};
    /// use compute_impact::evidence::Estimate;
    ///
    /// let scenario = Scenario::shipped("china-2030")?;
    /// let rate = Estimate::assumed("15 % per year".parse()?, "slower than the trend")?;
    /// let path = ComputePath::total(Growth::Constant(rate));
    /// let compute = scenario.compute().clone().with_path(path);
    /// let slower = scenario.edit().plain().compute(compute).build()?;
    /// let impact = slower.project()?.gdp().impact().last();
    /// assert_eq!(format!("{:.1} %", 100.0 * impact), "19.1 %");
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    #[must_use]
    pub fn with_path(self, path: ComputePath) -> Self {
        Self { path, ..self }
    }

    /// Sets the compute that the path is compared with.
    #[must_use]
    pub fn with_counterfactual(self, counterfactual: Counterfactual) -> Self {
        Self {
            counterfactual,
            ..self
        }
    }

    /// Sets the compute that outcomes respond to: that of a period's end or its average.
    #[must_use]
    pub fn with_timing(self, timing: ComputeTiming) -> Self {
        Self { timing, ..self }
    }

    /// The compute of a period that an outcome responds to.
    #[must_use]
    pub const fn timing(&self) -> &ComputeTiming {
        &self.timing
    }

    /// Sets the use of a segment: its utilisation and productivity weight.
    #[must_use]
    pub fn with_use(self, segment: Segment, segment_use: SegmentUse) -> Self {
        let stated = Some(segment_use).filter(|segment_use| *segment_use != FULL_USE);
        Self {
            uses: self.uses.with_option(segment, stated),
            ..self
        }
    }

    /// Sets the capital stock of a segment.
    #[must_use]
    pub fn with_stock(self, segment: Segment, stock: SegmentStock) -> Self {
        Self {
            stocks: self.stocks.with(segment, stock),
            ..self
        }
    }

    /// Sets the market of a segment: its price, and the demand from which its utilisation follows.
    #[must_use]
    pub fn with_market(self, segment: Segment, market: Market) -> Self {
        Self {
            markets: self.markets.with(segment, market),
            ..self
        }
    }

    /// The market of a segment, if it has one.
    #[must_use]
    pub const fn market(&self, segment: Segment) -> Option<&Market> {
        self.markets.get(segment)
    }

    /// Returns the capital stock of a segment, if it has one.
    #[must_use]
    pub const fn stock(&self, segment: Segment) -> Option<&SegmentStock> {
        self.stocks.get(segment)
    }

    /// The capacity at the end of the base period.
    #[must_use]
    pub const fn base(&self) -> &Estimate<Capacity> {
        &self.base
    }

    /// The path from the base.
    #[must_use]
    pub const fn path(&self) -> &ComputePath {
        &self.path
    }

    /// The compute that the path is compared with.
    #[must_use]
    pub const fn counterfactual(&self) -> &Counterfactual {
        &self.counterfactual
    }

    /// Returns the use of a segment.
    #[must_use]
    pub const fn segment_use(&self, segment: Segment) -> &SegmentUse {
        match self.uses.get(segment) {
            Some(segment_use) => segment_use,
            None => &FULL_USE,
        }
    }

    pub(super) fn check(&self, at: Period, periods: u32, money: Money) -> Result<(), Error> {
        expect_compute("computing power of the base period, in FLOP/s", &self.base)
            .map_err(|error| error.at("base"))?;
        self.check_path(&self.path, at, periods, money)
            .map_err(|error| error.at("path"))?;
        let measure = self.base.value().measure();
        for segment in Segment::ALL {
            self.segment_use(segment)
                .check()
                .map_err(|error| error.at(&format!("use.{segment}")))?;
            if let Some(stock) = self.stock(segment) {
                stock
                    .check(measure, money, at.frequency(), periods)
                    .map_err(|error| error.at(&format!("stock.{segment}")))?;
            }
        }
        for (segment, market) in self.markets.iter() {
            self.check_market(segment, market, at, periods, money)
                .map_err(|error| error.at(&format!("market.{segment}")))?;
        }
        self.timing
            .check(at.frequency())
            .map_err(|error| error.at("timing"))?;
        match &self.counterfactual {
            Counterfactual::Frozen => Ok(()),
            Counterfactual::Trend(rate) => rate
                .value()
                .expect_frequency("period of a growth rate", at.frequency())
                .map(|_| ())
                .map_err(|error| error.at("trend")),
            Counterfactual::Path(path) => self
                .check_path(path, at, periods, money)
                .map_err(|error| error.at("path")),
        }
        .map_err(|error| error.at("counterfactual"))
    }

    /// Checks the market of a segment against the rest of compute.
    fn check_market(
        &self,
        segment: Segment,
        market: &Market,
        at: Period,
        periods: u32,
        money: Money,
    ) -> Result<(), Error> {
        let missing = |what, remedy| Err(Error::new(ErrorKind::Missing { what, remedy }));
        if !self.path.holds(segment) {
            return missing(
                "the segment of the market",
                "give the segment in `compute.path`",
            );
        }
        market.check(&self.base, at, periods, money)?;
        let stock = self.stock(segment);
        if let Some(cost) = market.cost() {
            if stock.and_then(SegmentStock::unit_cost).is_none() {
                return missing(
                    "the unit cost of the segment",
                    "give `compute.stock` of the segment, with `unit-cost`: the price that covers \
                     cost follows from it",
                )
                .map_err(|error| error.at("cost"));
            }
            if cost.power_price().is_some() && stock.and_then(SegmentStock::power).is_none() {
                return missing(
                    "the power of the segment",
                    "give `compute.stock` of the segment, with `power`: a price of energy says \
                     nothing without the power drawn",
                )
                .map_err(|error| error.at("cost.power-price"));
            }
        }
        let Some(demand) = market.demand() else {
            return Ok(());
        };
        if demand.induced().is_some() && stock.is_none() {
            return missing(
                "the stock of the segment",
                "give `compute.stock` of the segment, with `retirement`: induced investment buys \
                 capacity",
            )
            .map_err(|error| error.at("demand.induced"));
        }
        demand
            .check_use(self.segment_use(segment).utilisation())
            .map_err(|error| error.at("demand"))
    }

    /// Refuses the use and the stock of a segment of a total that is not divided.
    fn check_undivided(&self) -> Result<(), Error> {
        let missing = |remedy| {
            Err(Error::new(ErrorKind::Missing {
                what: ComputePath::SMART_SHARE,
                remedy,
            }))
        };
        if !self.uses.is_empty() {
            return missing(
                "give the path of the smart share: effective compute asks for it, as \
                 `compute.use` states the use of a segment",
            );
        }
        if !self.markets.is_empty() {
            return missing(
                "give the path of the smart share: prices ask for it, as `compute.market` states \
                 the market of a segment",
            );
        }
        if !self.stocks.is_empty() {
            return missing(
                "give the path of the smart share: purchases and their cost ask for it, as \
                 `compute.stock` states the stock of a segment",
            );
        }
        Ok(())
    }

    fn check_path(
        &self,
        path: &ComputePath,
        at: Period,
        periods: u32,
        money: Money,
    ) -> Result<(), Error> {
        path.check(&self.base, at, periods, money)?;
        if !path.is_divided() {
            self.check_undivided().map_err(|error| error.at("total"))?;
        }
        for (segment, _) in path.outlays() {
            let stock = self.stock(segment).and_then(SegmentStock::unit_cost);
            if stock.is_none() {
                return Err(Error::new(ErrorKind::Missing {
                    what: "the unit cost of a segment that money is spent on",
                    remedy: "give `compute.stock` of the segment, with `unit-cost`",
                })
                .at(&format!("build-out.{segment}")));
            }
        }
        Ok(())
    }
}

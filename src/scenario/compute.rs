use crate::capacity::{
    ComputePath, ComputeTiming, Counterfactual, Segment, SegmentStock, SegmentUse,
};
use crate::evidence::Estimate;
use crate::{Capacity, Error, ErrorKind, Money, Period};

/// Computing power: its base, its path, what it is compared with, and how it is used.
///
/// | key in a file | type |
/// |---|---|
/// | `base` | estimate of a [`Capacity`] |
/// | `path` | [`ComputePath`] |
/// | `counterfactual` | [`Counterfactual`] |
/// | `use.general`, `use.smart`, `use.supercomputing` | [`SegmentUse`]; none if left out |
/// | `timing` | [`ComputeTiming`]: whether outcomes respond to the compute at a period's end (the default) or to its average |
/// | `stock.general`, `stock.smart`, `stock.supercomputing` | [`SegmentStock`]: unit cost, retirement, power; none if left out |
///
/// With stocks the scenario tells what is bought and retired, and what it costs; a path of outlays
/// ([`ComputePath::BuildOut`]) and restrictions need them.
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
    #[serde(default, rename = "use", skip_serializing_if = "is_default")]
    uses: Uses,
    #[serde(default, rename = "stock", skip_serializing_if = "is_default")]
    stocks: Stocks,
    #[serde(default, skip_serializing_if = "is_default")]
    timing: ComputeTiming,
}

#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    deny_unknown_fields,
    default,
    expecting = "a table with `general`, `smart` or `supercomputing`"
)]
struct Stocks {
    #[serde(skip_serializing_if = "Option::is_none")]
    general: Option<SegmentStock>,
    #[serde(skip_serializing_if = "Option::is_none")]
    smart: Option<SegmentStock>,
    #[serde(skip_serializing_if = "Option::is_none")]
    supercomputing: Option<SegmentStock>,
}

#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    deny_unknown_fields,
    default,
    expecting = "a table with `general`, `smart` or `supercomputing`"
)]
struct Uses {
    #[serde(skip_serializing_if = "is_default")]
    general: SegmentUse,
    #[serde(skip_serializing_if = "is_default")]
    smart: SegmentUse,
    #[serde(skip_serializing_if = "is_default")]
    supercomputing: SegmentUse,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

impl Compute {
    /// Compute from its base along a path, against a counterfactual.
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
            uses: Uses::default(),
            stocks: Stocks::default(),
            timing: ComputeTiming::End,
        }
    }

    /// The same compute, with outcomes that respond to that of a period's end or to its average.
    #[must_use]
    pub fn with_timing(self, timing: ComputeTiming) -> Self {
        Self { timing, ..self }
    }

    /// Which compute of a period an outcome responds to.
    #[must_use]
    pub const fn timing(&self) -> &ComputeTiming {
        &self.timing
    }

    /// The same with a utilisation or productivity weight of a segment.
    #[must_use]
    pub fn with_use(mut self, segment: Segment, segment_use: SegmentUse) -> Self {
        *match segment {
            Segment::General => &mut self.uses.general,
            Segment::Smart => &mut self.uses.smart,
            Segment::Supercomputing => &mut self.uses.supercomputing,
        } = segment_use;
        self
    }

    /// The same with the capital stock of a segment.
    #[must_use]
    pub fn with_stock(mut self, segment: Segment, stock: SegmentStock) -> Self {
        *match segment {
            Segment::General => &mut self.stocks.general,
            Segment::Smart => &mut self.stocks.smart,
            Segment::Supercomputing => &mut self.stocks.supercomputing,
        } = Some(stock);
        self
    }

    /// The capital stock of a segment, if it is given.
    #[must_use]
    pub const fn stock(&self, segment: Segment) -> Option<&SegmentStock> {
        match segment {
            Segment::General => self.stocks.general.as_ref(),
            Segment::Smart => self.stocks.smart.as_ref(),
            Segment::Supercomputing => self.stocks.supercomputing.as_ref(),
        }
    }

    /// The capacity at the end of the base period.
    #[must_use]
    pub const fn base(&self) -> &Estimate<Capacity> {
        &self.base
    }

    /// How it evolves.
    #[must_use]
    pub const fn path(&self) -> &ComputePath {
        &self.path
    }

    /// What it is compared with.
    #[must_use]
    pub const fn counterfactual(&self) -> &Counterfactual {
        &self.counterfactual
    }

    /// How a segment is used.
    #[must_use]
    pub const fn segment_use(&self, segment: Segment) -> &SegmentUse {
        match segment {
            Segment::General => &self.uses.general,
            Segment::Smart => &self.uses.smart,
            Segment::Supercomputing => &self.uses.supercomputing,
        }
    }

    pub(super) fn check(&self, at: Period, periods: u32, money: Money) -> Result<(), Error> {
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

    fn check_path(
        &self,
        path: &ComputePath,
        at: Period,
        periods: u32,
        money: Money,
    ) -> Result<(), Error> {
        path.check(&self.base, at, periods, money)?;
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

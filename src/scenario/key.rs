//! The keys of a scenario's file, with their frozen numbers and their names.

use crate::capacity::Segment;

/// A key on the path to a number, as in a scenario's file.
///
/// The number of a key is frozen: the random stream of an input is derived from the numbers of its
/// place, so that renaming a key changes no draw. A number is never reused, even after its key is
/// removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u16)]
pub(crate) enum Key {
    Compute = 1,
    Gdp = 2,
    Digital = 3,
    Investment = 4,
    Noise = 5,
    Policy = 6,
    Alternative = 8,
    Inputs = 9,
    Base = 10,
    Path = 11,
    Counterfactual = 12,
    Use = 13,
    Stock = 14,
    Total = 15,
    Segments = 16,
    BuildOut = 17,
    Growth = 18,
    SmartShare = 19,
    Observations = 20,
    Share = 21,
    Ceiling = 22,
    SupercomputingPart = 23,
    Mix = 24,
    General = 25,
    Smart = 26,
    Supercomputing = 27,
    Trend = 28,
    Constant = 29,
    ByPeriod = 30,
    Rates = 31,
    Then = 32,
    ToTarget = 33,
    Level = 34,
    PerPeriod = 35,
    UnitCost = 36,
    Start = 37,
    PricePerformance = 38,
    Learning = 39,
    Retirement = 40,
    Life = 41,
    Geometric = 42,
    Survival = 43,
    PastGrowth = 44,
    Power = 45,
    Intensity = 46,
    Pue = 47,
    Limit = 48,
    Utilisation = 49,
    Productivity = 50,
    Baseline = 51,
    Includes = 52,
    Excludes = 53,
    Response = 54,
    Coefficient = 55,
    Lag = 56,
    Koyck = 57,
    Saturation = 58,
    Index = 59,
    Target = 60,
    Outlay = 61,
    Multiplier = 62,
    Chain = 63,
    ValueAdded = 64,
    Domestic = 65,
    CrowdingOut = 66,
    Discount = 67,
    Persistence = 68,
    StandardDeviation = 69,
    Shock = 70,
    Restriction = 71,
    Efficiency = 72,
    Demand = 73,
    Capacity = 74,
    Premium = 75,
    Anticipation = 76,
    Substitution = 77,
    UpTo = 78,
    Over = 79,
    Gain = 80,
    To = 81,
    By = 82,
    Factor = 83,
    GrowthBefore = 85,
    Timing = 86,
    Average = 87,
    Market = 88,
    Cost = 89,
    Rentals = 90,
    Price = 91,
    Card = 92,
    Rate = 93,
    Sold = 94,
    Operation = 95,
    PowerPrice = 96,
    Margin = 97,
    Elasticity = 98,
    Induced = 99,
    Voucher = 100,
    Budget = 101,
    Displaced = 102,
    Sites = 103,
    Movable = 104,
    Platform = 105,
    Registered = 106,
    Search = 107,
    Locality = 108,
    UsedHere = 109,
    Retained = 110,
    Nation = 111,
    Quality = 112,
    Secondary = 113,
    RentGrowth = 114,
    Deviation = 115,
    LogOdds = 116,
    CurveError = 117,
    LineError = 118,
    Stated = 119,
}

impl Key {
    /// The name in a file.
    #[expect(clippy::too_many_lines, reason = "one arm per key")]
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Compute => "compute",
            Self::Gdp => "gdp",
            Self::Digital => "digital",
            Self::Investment => "investment",
            Self::Noise => "noise",
            Self::Policy => "policy",
            Self::Alternative => "alternative",
            Self::Inputs => "inputs",
            Self::Base => "base",
            Self::Path => "path",
            Self::Counterfactual => "counterfactual",
            Self::Use => "use",
            Self::Stock => "stock",
            Self::Total => "total",
            Self::Segments => "segments",
            Self::BuildOut => "build-out",
            Self::Growth => "growth",
            Self::SmartShare => "smart-share",
            Self::Observations => "observations",
            Self::Share => "share",
            Self::Ceiling => "ceiling",
            Self::SupercomputingPart => "supercomputing-part",
            Self::Mix => "mix",
            Self::General => "general",
            Self::Smart => "smart",
            Self::Supercomputing => "supercomputing",
            Self::Trend => "trend",
            Self::Constant => "constant",
            Self::ByPeriod => "by-period",
            Self::Rates => "rates",
            Self::Then => "then",
            Self::ToTarget => "to-target",
            Self::Level => "level",
            Self::PerPeriod => "per-period",
            Self::UnitCost => "unit-cost",
            Self::Start => "start",
            Self::PricePerformance => "price-performance",
            Self::Learning => "learning",
            Self::Retirement => "retirement",
            Self::Life => "life",
            Self::Geometric => "geometric",
            Self::Survival => "survival",
            Self::PastGrowth => "past-growth",
            Self::Power => "power",
            Self::Intensity => "intensity",
            Self::Pue => "pue",
            Self::Limit => "limit",
            Self::Utilisation => "utilisation",
            Self::Productivity => "productivity",
            Self::Baseline => "baseline",
            Self::Includes => "includes",
            Self::Excludes => "excludes",
            Self::Response => "response",
            Self::Coefficient => "coefficient",
            Self::Lag => "lag",
            Self::Koyck => "koyck",
            Self::Saturation => "saturation",
            Self::Index => "index",
            Self::Target => "target",
            Self::Outlay => "outlay",
            Self::Multiplier => "multiplier",
            Self::Chain => "chain",
            Self::ValueAdded => "value-added",
            Self::Domestic => "domestic",
            Self::CrowdingOut => "crowding-out",
            Self::Discount => "discount",
            Self::Persistence => "persistence",
            Self::StandardDeviation => "standard-deviation",
            Self::Shock => "shock",
            Self::Restriction => "restriction",
            Self::Efficiency => "efficiency",
            Self::Demand => "demand",
            Self::Capacity => "capacity",
            Self::Premium => "premium",
            Self::Anticipation => "anticipation",
            Self::Substitution => "substitution",
            Self::UpTo => "up-to",
            Self::Over => "over",
            Self::Gain => "gain",
            Self::To => "to",
            Self::By => "by",
            Self::Factor => "factor",
            Self::GrowthBefore => "growth-before",
            Self::Timing => "timing",
            Self::Average => "average",
            Self::Market => "market",
            Self::Cost => "cost",
            Self::Rentals => "rentals",
            Self::Price => "price",
            Self::Card => "card",
            Self::Rate => "rate",
            Self::Sold => "sold",
            Self::Operation => "operation",
            Self::PowerPrice => "power-price",
            Self::Margin => "margin",
            Self::Elasticity => "elasticity",
            Self::Induced => "induced",
            Self::Voucher => "voucher",
            Self::Budget => "budget",
            Self::Displaced => "displaced",
            Self::Sites => "sites",
            Self::Movable => "movable",
            Self::Platform => "platform",
            Self::Registered => "registered",
            Self::Search => "search",
            Self::Locality => "locality",
            Self::UsedHere => "used-here",
            Self::Retained => "retained",
            Self::Nation => "nation",
            Self::Quality => "quality",
            Self::Secondary => "secondary",
            Self::RentGrowth => "rent-growth",
            Self::Deviation => "deviation",
            Self::LogOdds => "log-odds",
            Self::CurveError => "curve-error",
            Self::LineError => "line-error",
            Self::Stated => "stated",
        }
    }

    /// The name as it is printed: that of the file, or another where a test renames all keys.
    pub(super) fn printed(self) -> std::borrow::Cow<'static, str> {
        #[cfg(test)]
        if renaming::is_on() {
            return format!("x{}", (self as u16).wrapping_mul(2_027) % 10_007).into();
        }
        self.name().into()
    }
}

impl From<Segment> for Key {
    fn from(segment: Segment) -> Self {
        match segment {
            Segment::General => Self::General,
            Segment::Smart => Self::Smart,
            Segment::Supercomputing => Self::Supercomputing,
        }
    }
}

/// A switch for tests that give every key another name.
#[cfg(test)]
pub(crate) mod renaming {
    use std::cell::Cell;

    thread_local! {
        static ON: Cell<bool> = const { Cell::new(false) };
    }

    pub(super) fn is_on() -> bool {
        ON.with(Cell::get)
    }

    /// Runs a function on this thread while every key has another name.
    pub(crate) fn during<T>(run: impl FnOnce() -> T) -> T {
        ON.with(|on| on.set(true));
        let result = run();
        ON.with(|on| on.set(false));
        result
    }
}

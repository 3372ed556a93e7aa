//! The outputs of a scenario, each described once: identifier, names, unit, range and timing.

mod about;
mod names;

use std::{fmt, str::FromStr};

pub(crate) use about::UnitKind;

use crate::capacity::Segment;
use crate::quantity::decimal;
use crate::{
    Capacity, ComputePrice, Currency, Error, Interval, Measure, Money, Power, PriceBasis,
    PricedHour,
};

/// An output of a scenario: a quantity with one number per period.
///
/// # Examples
///
/// ```
/// use compute_impact::{Output, Reading, Scenario};
///
/// let projection = Scenario::shipped("china-2030")?.project()?;
/// let gdp = projection.series(Output::Gdp(Reading::With)).unwrap();
/// assert_eq!(gdp.output().to_string(), "GDP");
/// assert_eq!(gdp.output().id(), "gdp-with");
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Output {
    /// All computing power.
    TotalCompute,
    /// Computing power of one segment.
    Compute(Segment),
    /// Growth of one segment from the period before.
    SegmentGrowth(Segment),
    /// The smart share of the total.
    SmartShare,
    /// Effective compute: the sum over segments of capacity times utilisation times productivity.
    EffectiveCompute,
    /// Effective compute of the counterfactual.
    CounterfactualCompute,
    /// Growth of effective compute from the period before.
    ComputeGrowth,
    /// The whole economy.
    Gdp(Reading),
    /// The digital economy.
    Digital(Reading),
    /// The rest of the economy, with compute; only in coherent mode, in which it responds by
    /// itself.
    RestOfEconomy,
    /// The digital economy as a share of GDP, both with compute.
    DigitalShare,
    /// Money spent on compute in the period.
    Outlay,
    /// Outlay times multiplier: the return attributed to the period's outlay.
    MultiplierOutput,
    /// Capacity of a segment that is bought in the period; negative where the path falls faster
    /// than the stock retires, so that machines are scrapped early.
    Additions(Segment),
    /// Capacity of a segment that retires in the period.
    Retirements(Segment),
    /// Money that the additions of a segment cost, at the unit cost of its stock.
    CapacityOutlay(Segment),
    /// Power that a segment draws, in megawatts.
    PowerDrawn(Segment),
    /// Gross output that the outlay sets off, paid out over time.
    GrossOutput,
    /// The value added of the gross output.
    ValueAdded,
    /// The domestic part of the value added.
    DomesticValueAdded,
    /// The part of domestic value added that is retained, net of crowding out elsewhere.
    NetValueAdded,
    /// Net value added less outlay, discounted to the base and summed up to the period: the balance
    /// of the demand set off against the money spent, and not an investor's return. The two outputs
    /// that follow state what it omits.
    DiscountedBalance,
    /// Net value added that outlays up to the period still pay out after it, discounted to the
    /// base.
    DiscountedLaterPayouts,
    /// The cost, at the period's unit costs, of the capacity that remains at its end of all
    /// purchases since the base, discounted to the base.
    DiscountedReplacementCost,
    /// Price of a segment's compute that covers its cost, per EFLOPS-hour.
    CostPrice(Segment),
    /// Observed price of a segment's compute, per EFLOPS-hour.
    RentalPrice(Segment),
    /// Price that suppliers of a segment's compute get, scarcity and vouchers included, per
    /// EFLOPS-hour.
    MarketPrice(Segment),
    /// Price that users of a segment's compute pay, scarcity included and net of vouchers, per
    /// EFLOPS-hour.
    PricePaid(Segment),
    /// Demand for a segment's compute at the price without scarcity.
    Demand(Segment),
    /// Demand for a segment's compute that its capacity cannot serve.
    UnservedDemand(Segment),
    /// The share of a segment's operations that are used, as demand and capacity determine it.
    Utilisation(Segment),
    /// What users of a segment save on the compute that they would use at the price of the base
    /// period; negative where the price has risen.
    UserSavings(Segment),
    /// Surplus of users from the compute that they use because the price has changed since the base
    /// period.
    AddedUseSurplus(Segment),
    /// Money that vouchers pay for a segment's compute.
    VoucherOutlay(Segment),
    /// The mean wait of a job at a site of a segment, over its mean length.
    Waiting(Segment),
    /// What users in the place gain by the prices of compute, savings and surplus of added use.
    LocalUserGain,
    /// What users elsewhere gain by the prices of the place's compute.
    ElsewhereUserGain,
    /// The part of the net value added set off that stays in the place.
    LocalValueAdded,
    /// What the difference in the place's compute adds to the GDP of its nation, by the response of
    /// GDP to compute.
    NationalGain,
}

/// A series of an outcome.
///
/// # Examples
///
/// ```
/// use compute_impact::{Reading, Scenario};
///
/// let projection = Scenario::shipped("china-2030")?.project()?;
/// for reading in Reading::ALL {
///     assert_eq!(projection.gdp().reading(reading).values().len(), 7);
/// }
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reading {
    /// Money, with compute as in the scenario.
    With,
    /// Money, with compute as in the counterfactual.
    Without,
    /// The impact, `with / without - 1`.
    Impact,
    /// The impact in money, `with - without`.
    ImpactMoney,
    /// Growth from the period before, with compute.
    Growth,
    /// Growth from the period before, without the difference in compute.
    GrowthWithout,
    /// Growth with less growth without: percentage points, as a fraction.
    GrowthImpact,
}

impl Reading {
    /// All series of an outcome.
    pub const ALL: [Self; 7] = [
        Self::With,
        Self::Without,
        Self::Impact,
        Self::ImpactMoney,
        Self::Growth,
        Self::GrowthWithout,
        Self::GrowthImpact,
    ];
}

/// The time to which a number of an output refers.
///
/// # Examples
///
/// ```
/// use compute_impact::{Output, Timing};
///
/// assert_eq!(Output::SmartShare.timing(), Timing::EndOfPeriod);
/// assert_eq!(Output::Outlay.timing(), Timing::OfPeriod);
/// assert_eq!(Output::DiscountedBalance.timing(), Timing::SoFar);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Timing {
    /// The end of a period; the base period has a number.
    EndOfPeriod,
    /// A whole period; the base period has no number.
    OfPeriod,
    /// The time from the base to the end of a period; the base period has the number zero.
    SoFar,
}

impl Output {
    /// All outputs, in the order of tables.
    const ALL: [Self; 85] = [
        Self::TotalCompute,
        Self::Compute(Segment::General),
        Self::SegmentGrowth(Segment::General),
        Self::Compute(Segment::Smart),
        Self::SegmentGrowth(Segment::Smart),
        Self::Compute(Segment::Supercomputing),
        Self::SegmentGrowth(Segment::Supercomputing),
        Self::SmartShare,
        Self::EffectiveCompute,
        Self::CounterfactualCompute,
        Self::ComputeGrowth,
        Self::Gdp(Reading::With),
        Self::Gdp(Reading::Without),
        Self::Gdp(Reading::Impact),
        Self::Gdp(Reading::ImpactMoney),
        Self::Gdp(Reading::Growth),
        Self::Gdp(Reading::GrowthWithout),
        Self::Gdp(Reading::GrowthImpact),
        Self::Digital(Reading::With),
        Self::Digital(Reading::Without),
        Self::Digital(Reading::Impact),
        Self::Digital(Reading::ImpactMoney),
        Self::Digital(Reading::Growth),
        Self::Digital(Reading::GrowthWithout),
        Self::Digital(Reading::GrowthImpact),
        Self::RestOfEconomy,
        Self::DigitalShare,
        Self::Outlay,
        Self::MultiplierOutput,
        Self::Additions(Segment::General),
        Self::Additions(Segment::Smart),
        Self::Additions(Segment::Supercomputing),
        Self::Retirements(Segment::General),
        Self::Retirements(Segment::Smart),
        Self::Retirements(Segment::Supercomputing),
        Self::CapacityOutlay(Segment::General),
        Self::CapacityOutlay(Segment::Smart),
        Self::CapacityOutlay(Segment::Supercomputing),
        Self::PowerDrawn(Segment::General),
        Self::PowerDrawn(Segment::Smart),
        Self::PowerDrawn(Segment::Supercomputing),
        Self::GrossOutput,
        Self::ValueAdded,
        Self::DomesticValueAdded,
        Self::NetValueAdded,
        Self::DiscountedBalance,
        Self::DiscountedLaterPayouts,
        Self::DiscountedReplacementCost,
        Self::CostPrice(Segment::General),
        Self::CostPrice(Segment::Smart),
        Self::CostPrice(Segment::Supercomputing),
        Self::RentalPrice(Segment::General),
        Self::RentalPrice(Segment::Smart),
        Self::RentalPrice(Segment::Supercomputing),
        Self::MarketPrice(Segment::General),
        Self::MarketPrice(Segment::Smart),
        Self::MarketPrice(Segment::Supercomputing),
        Self::PricePaid(Segment::General),
        Self::PricePaid(Segment::Smart),
        Self::PricePaid(Segment::Supercomputing),
        Self::Demand(Segment::General),
        Self::Demand(Segment::Smart),
        Self::Demand(Segment::Supercomputing),
        Self::UnservedDemand(Segment::General),
        Self::UnservedDemand(Segment::Smart),
        Self::UnservedDemand(Segment::Supercomputing),
        Self::Utilisation(Segment::General),
        Self::Utilisation(Segment::Smart),
        Self::Utilisation(Segment::Supercomputing),
        Self::UserSavings(Segment::General),
        Self::UserSavings(Segment::Smart),
        Self::UserSavings(Segment::Supercomputing),
        Self::AddedUseSurplus(Segment::General),
        Self::AddedUseSurplus(Segment::Smart),
        Self::AddedUseSurplus(Segment::Supercomputing),
        Self::VoucherOutlay(Segment::General),
        Self::VoucherOutlay(Segment::Smart),
        Self::VoucherOutlay(Segment::Supercomputing),
        Self::Waiting(Segment::General),
        Self::Waiting(Segment::Smart),
        Self::Waiting(Segment::Supercomputing),
        Self::LocalUserGain,
        Self::ElsewhereUserGain,
        Self::LocalValueAdded,
        Self::NationalGain,
    ];

    /// All outputs that any scenario may have.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::ALL.into_iter()
    }

    /// The stable identifier, such as `gdp-with`, for files and other tools.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::{Output, Reading};
    ///
    /// assert_eq!(Output::Gdp(Reading::With).id(), "gdp-with");
    /// assert_eq!("smart-share".parse::<Output>()?, Output::SmartShare);
    /// assert!("smart-shares".parse::<Output>().is_err());
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    #[must_use]
    pub const fn id(self) -> &'static str {
        self.about().id
    }

    /// The time to which its numbers refer.
    #[must_use]
    pub const fn timing(self) -> Timing {
        self.about().timing
    }

    /// True if its numbers are over a period, so that the base period has none.
    #[must_use]
    pub const fn is_of_period(self) -> bool {
        matches!(self.timing(), Timing::OfPeriod)
    }

    /// The range its numbers must stay in.
    pub(crate) const fn allowed(self) -> Interval {
        self.about().range
    }

    /// The name for messages, with the unit of a bare number.
    pub(crate) const fn what(self) -> &'static str {
        self.about().what
    }

    pub(crate) const fn unit(
        self,
        measure: Measure,
        currency: Currency,
        basis: PriceBasis,
    ) -> Unit {
        match self.about().unit {
            UnitKind::Capacity => Unit::FlopPerS(measure),
            UnitKind::Power => Unit::Megawatt,
            UnitKind::Money => Unit::Money(currency, basis),
            UnitKind::HourlyPrice => Unit::MoneyPerEflopsHour(currency, basis, measure),
            UnitKind::Fraction | UnitKind::Points => Unit::Fraction,
        }
    }
}

impl fmt::Display for Output {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.about().english)
    }
}

impl FromStr for Output {
    type Err = Error;

    fn from_str(id: &str) -> Result<Self, Error> {
        let output = Self::all().find(|output| output.id() == id.trim());
        output.ok_or_else(|| Error::unknown("output", id, Self::ALL.map(Self::id)))
    }
}

impl serde::Serialize for Output {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.id())
    }
}

impl<'de> serde::Deserialize<'de> for Output {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let id = std::borrow::Cow::<'de, str>::deserialize(from)?;
        id.parse().map_err(serde::de::Error::custom)
    }
}

/// The unit of an output's numbers.
///
/// # Examples
///
/// ```
/// use compute_impact::Scenario;
///
/// let projection = Scenario::shipped("china-2030")?.project()?;
/// assert_eq!(projection.gdp().impact().unit().to_string(), "fraction");
/// assert!(projection.gdp().with().unit().to_string().starts_with("CNY"));
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Unit {
    /// Operations per second, in a measure.
    FlopPerS(Measure),
    /// Units of a currency.
    Money(Currency, PriceBasis),
    /// Megawatts of electric power.
    Megawatt,
    /// Units of a currency per EFLOPS-hour, in a measure.
    MoneyPerEflopsHour(Currency, PriceBasis, Measure),
    /// A pure number: one is the whole, or a growth of 100 %.
    Fraction,
}

impl Unit {
    /// A number in this unit as in a sentence: at most four significant digits, with a prefix, a
    /// scale or a per-cent sign.
    pub(crate) fn written(self, number: f64) -> String {
        let written = match self {
            Self::FlopPerS(measure) => {
                Capacity::new(number, measure).map(|capacity| format!("{capacity:.4}"))
            }
            Self::Money(currency, basis) => {
                Money::new(number, currency, basis).map(|money| format!("{money:.4}"))
            }
            Self::Megawatt => Power::from_megawatts(number).map(|power| format!("{power:.4}")),
            Self::MoneyPerEflopsHour(currency, basis, measure) => {
                let price = Money::new(number, currency, basis)
                    .and_then(|money| ComputePrice::new(money, PricedHour::Eflops(measure)));
                price.map(|price| format!("{price:.4}"))
            }
            Self::Fraction => Ok(decimal::short_percent(number)),
        };
        // A difference of capacities may be negative, which no capacity is.
        written.unwrap_or_else(|_| format!("{} {self}", decimal::short(number)))
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::FlopPerS(measure) => write!(f, "FLOP/s {measure}"),
            Self::Money(currency, basis) => write!(f, "{currency} at {basis}"),
            Self::Megawatt => f.write_str("MW"),
            Self::MoneyPerEflopsHour(currency, basis, measure) => {
                write!(f, "{currency} at {basis} per EFLOPS-hour {measure}")
            }
            Self::Fraction => f.write_str("fraction"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_output_has_a_name_of_its_own() {
        let mut ids: Vec<&str> = Output::all().map(Output::id).collect();
        assert!(Output::all().all(|output| output.id().parse::<Output>().unwrap() == output));
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), 85);
        for reading in Reading::ALL {
            assert!(!Output::Gdp(reading).id().is_empty());
            assert!(!Output::Digital(reading).id().is_empty());
        }
        for segment in Segment::ALL {
            assert!(!Output::Compute(segment).id().is_empty());
            assert!(!Output::SegmentGrowth(segment).id().is_empty());
        }
    }
}

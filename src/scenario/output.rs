use std::{fmt, str::FromStr};

use crate::capacity::Segment;
use crate::evidence::catalogue::nearest::nearest;
use crate::{Currency, Error, ErrorKind, Interval, Measure, PriceBasis};

/// A path that a projection holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Output {
    /// All computing power.
    TotalCompute,
    /// Computing power of one segment.
    Compute(Segment),
    /// Growth of one segment from the period before: what a path of total and share implies.
    SegmentGrowth(Segment),
    /// The smart share of the total.
    SmartShare,
    /// Capacity times utilisation and productivity, over the segments.
    EffectiveCompute,
    /// Effective compute of the counterfactual.
    CounterfactualCompute,
    /// Growth of effective compute from the period before.
    ComputeGrowth,
    /// The whole economy.
    Gdp(Reading),
    /// The digital economy.
    Digital(Reading),
    /// What is not the digital economy, with compute; in coherent mode, where it responds on its
    /// own.
    RestOfEconomy,
    /// The digital economy as a share of GDP, both with compute.
    DigitalShare,
    /// Money spent on compute in the period.
    Outlay,
    /// Outlay times multiplier: what the period's outlay is said to return.
    MultiplierOutput,
    /// Capacity of a segment that is bought in the period; negative where the path falls faster
    /// than the stock retires, so that machines are scrapped before their time.
    Additions(Segment),
    /// Capacity of a segment that retires in the period.
    Retirements(Segment),
    /// Money that the additions of a segment take, at the unit cost of its stock.
    CapacityOutlay(Segment),
    /// Power that a segment draws, in megawatts.
    PowerDrawn(Segment),
    /// Gross output that the outlay sets off, paid out over time.
    GrossOutput,
    /// Value added of it.
    ValueAdded,
    /// The part of value added that arises at home.
    DomesticValueAdded,
    /// The part of that which is not displaced elsewhere.
    NetValueAdded,
    /// Net value added less outlay, discounted to the base and summed up to the period: the balance of
    /// the demand set off against the money spent, and not an investor's return. What it leaves out
    /// stands in the two outputs that follow.
    DiscountedBalance,
    /// Net value added that outlays up to the period still pay out after it, discounted to the base.
    DiscountedLaterPayouts,
    /// What it would cost, at the period's unit costs, to buy the capacity that stands at its end of
    /// all purchases since the base, discounted to the base.
    DiscountedReplacementCost,
}

/// What of an outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reading {
    /// Money, with compute as in the scenario.
    With,
    /// Money, with compute as in the counterfactual.
    Without,
    /// With over without, less one.
    Impact,
    /// With less without, in money.
    ImpactMoney,
    /// Growth from the period before, with compute.
    Growth,
    /// Growth from the period before, without the difference.
    GrowthWithout,
    /// Growth with less growth without: percentage points, as a fraction.
    GrowthImpact,
}

impl Reading {
    /// All readings.
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

/// Every output with its stable name.
const IDS: [(Output, &str); 48] = [
    (Output::TotalCompute, "total-compute"),
    (Output::Compute(Segment::General), "general-compute"),
    (Output::SegmentGrowth(Segment::General), "general-growth"),
    (Output::Compute(Segment::Smart), "smart-compute"),
    (Output::SegmentGrowth(Segment::Smart), "smart-growth"),
    (
        Output::Compute(Segment::Supercomputing),
        "supercomputing-compute",
    ),
    (
        Output::SegmentGrowth(Segment::Supercomputing),
        "supercomputing-growth",
    ),
    (Output::SmartShare, "smart-share"),
    (Output::EffectiveCompute, "effective-compute"),
    (Output::CounterfactualCompute, "counterfactual-compute"),
    (Output::ComputeGrowth, "compute-growth"),
    (Output::Gdp(Reading::With), "gdp-with"),
    (Output::Gdp(Reading::Without), "gdp-without"),
    (Output::Gdp(Reading::Impact), "gdp-impact"),
    (Output::Gdp(Reading::ImpactMoney), "gdp-impact-money"),
    (Output::Gdp(Reading::Growth), "gdp-growth"),
    (Output::Gdp(Reading::GrowthWithout), "gdp-growth-without"),
    (Output::Gdp(Reading::GrowthImpact), "gdp-growth-impact"),
    (Output::Digital(Reading::With), "digital-with"),
    (Output::Digital(Reading::Without), "digital-without"),
    (Output::Digital(Reading::Impact), "digital-impact"),
    (
        Output::Digital(Reading::ImpactMoney),
        "digital-impact-money",
    ),
    (Output::Digital(Reading::Growth), "digital-growth"),
    (
        Output::Digital(Reading::GrowthWithout),
        "digital-growth-without",
    ),
    (
        Output::Digital(Reading::GrowthImpact),
        "digital-growth-impact",
    ),
    (Output::RestOfEconomy, "rest-of-economy"),
    (Output::DigitalShare, "digital-share"),
    (Output::Outlay, "outlay"),
    (Output::MultiplierOutput, "multiplier-output"),
    (Output::Additions(Segment::General), "general-additions"),
    (Output::Additions(Segment::Smart), "smart-additions"),
    (
        Output::Additions(Segment::Supercomputing),
        "supercomputing-additions",
    ),
    (Output::Retirements(Segment::General), "general-retirements"),
    (Output::Retirements(Segment::Smart), "smart-retirements"),
    (
        Output::Retirements(Segment::Supercomputing),
        "supercomputing-retirements",
    ),
    (
        Output::CapacityOutlay(Segment::General),
        "general-capacity-outlay",
    ),
    (
        Output::CapacityOutlay(Segment::Smart),
        "smart-capacity-outlay",
    ),
    (
        Output::CapacityOutlay(Segment::Supercomputing),
        "supercomputing-capacity-outlay",
    ),
    (Output::PowerDrawn(Segment::General), "general-power-drawn"),
    (Output::PowerDrawn(Segment::Smart), "smart-power-drawn"),
    (
        Output::PowerDrawn(Segment::Supercomputing),
        "supercomputing-power-drawn",
    ),
    (Output::GrossOutput, "gross-output"),
    (Output::ValueAdded, "value-added"),
    (Output::DomesticValueAdded, "domestic-value-added"),
    (Output::NetValueAdded, "net-value-added"),
    (Output::DiscountedBalance, "discounted-balance"),
    (Output::DiscountedLaterPayouts, "discounted-later-payouts"),
    (
        Output::DiscountedReplacementCost,
        "discounted-replacement-cost",
    ),
];

impl Output {
    /// All outputs that any scenario may have.
    pub fn all() -> impl Iterator<Item = Self> {
        IDS.into_iter().map(|(output, _)| output)
    }

    /// The stable name, such as `gdp-with`: for files and other tools.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::scenario::{Output, Reading};
    ///
    /// assert_eq!(Output::Gdp(Reading::With).id(), "gdp-with");
    /// assert_eq!("smart-share".parse::<Output>()?, Output::SmartShare);
    /// assert!("smart-shares".parse::<Output>().is_err());
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    #[must_use]
    pub fn id(self) -> &'static str {
        // The table holds every output; a test goes through them all.
        IDS.into_iter()
            .find(|(output, _)| *output == self)
            .map_or("", |(_, id)| id)
    }

    /// Whether it is of a period and not of its end, so that the base period has no number.
    #[must_use]
    pub const fn is_of_period(self) -> bool {
        matches!(
            self,
            Self::SegmentGrowth(_)
                | Self::ComputeGrowth
                | Self::Gdp(Reading::Growth | Reading::GrowthWithout | Reading::GrowthImpact)
                | Self::Digital(Reading::Growth | Reading::GrowthWithout | Reading::GrowthImpact)
                | Self::Outlay
                | Self::MultiplierOutput
                | Self::Additions(_)
                | Self::Retirements(_)
                | Self::CapacityOutlay(_)
                | Self::GrossOutput
                | Self::ValueAdded
                | Self::DomesticValueAdded
                | Self::NetValueAdded
        )
    }

    /// The range its numbers must stay in.
    pub(crate) fn allowed(self) -> Interval {
        match self {
            Self::TotalCompute | Self::EffectiveCompute | Self::CounterfactualCompute => {
                Interval::open_const(0.0, 1e45)
            }
            Self::Compute(_) => Interval::closed_const(0.0, 1e45),
            Self::SmartShare => Interval::UNIT,
            Self::Gdp(Reading::With | Reading::Without)
            | Self::Digital(Reading::With | Reading::Without)
            | Self::RestOfEconomy => Interval::open_const(0.0, 1e30),
            Self::DigitalShare
            | Self::Outlay
            | Self::MultiplierOutput
            | Self::CapacityOutlay(_)
            | Self::PowerDrawn(_)
            | Self::GrossOutput
            | Self::ValueAdded
            | Self::DomesticValueAdded
            | Self::NetValueAdded
            | Self::DiscountedLaterPayouts
            | Self::DiscountedReplacementCost => Interval::closed_const(0.0, 1e30),
            Self::Additions(_)
            | Self::Retirements(_)
            | Self::DiscountedBalance
            | Self::ComputeGrowth
            | Self::SegmentGrowth(_)
            | Self::Gdp(_)
            | Self::Digital(_) => Interval::FINITE,
        }
    }

    /// The name for messages, which hold no strings of their own.
    pub(crate) fn what(self) -> &'static str {
        match self {
            Self::TotalCompute => "total compute in FLOP/s",
            Self::Compute(Segment::General) => "general compute in FLOP/s",
            Self::Compute(Segment::Smart) => "smart compute in FLOP/s",
            Self::Compute(Segment::Supercomputing) => "supercomputing in FLOP/s",
            Self::SegmentGrowth(Segment::General) => "growth of general compute",
            Self::SegmentGrowth(Segment::Smart) => "growth of smart compute",
            Self::SegmentGrowth(Segment::Supercomputing) => "growth of supercomputing",
            Self::SmartShare => "smart share",
            Self::EffectiveCompute => "effective compute in FLOP/s",
            Self::CounterfactualCompute => "counterfactual compute in FLOP/s",
            Self::ComputeGrowth => "growth of effective compute",
            Self::Gdp(Reading::With) => "GDP",
            Self::Gdp(Reading::Without) => "GDP without the difference in compute",
            Self::Gdp(Reading::Impact) => "GDP impact",
            Self::Gdp(Reading::ImpactMoney) => "GDP impact in money",
            Self::Gdp(Reading::Growth) => "GDP growth",
            Self::Gdp(Reading::GrowthWithout) => "GDP growth without the difference in compute",
            Self::Gdp(Reading::GrowthImpact) => "GDP growth impact",
            Self::Digital(Reading::With) => "digital economy",
            Self::Digital(Reading::Without) => "digital economy without the difference in compute",
            Self::Digital(Reading::Impact) => "digital economy impact",
            Self::Digital(Reading::ImpactMoney) => "digital economy impact in money",
            Self::Digital(Reading::Growth) => "digital economy growth",
            Self::Digital(Reading::GrowthWithout) => {
                "digital economy growth without the difference in compute"
            }
            Self::Digital(Reading::GrowthImpact) => "digital economy growth impact",
            Self::RestOfEconomy => "the economy beside the digital economy",
            Self::DigitalShare => "digital share of GDP",
            Self::Outlay => "outlay",
            Self::MultiplierOutput => "multiplier output",
            Self::Additions(Segment::General) => "additions of general compute in FLOP/s",
            Self::Additions(Segment::Smart) => "additions of smart compute in FLOP/s",
            Self::Additions(Segment::Supercomputing) => "additions of supercomputing in FLOP/s",
            Self::Retirements(Segment::General) => "retirements of general compute in FLOP/s",
            Self::Retirements(Segment::Smart) => "retirements of smart compute in FLOP/s",
            Self::Retirements(Segment::Supercomputing) => "retirements of supercomputing in FLOP/s",
            Self::CapacityOutlay(Segment::General) => "outlay on general compute",
            Self::CapacityOutlay(Segment::Smart) => "outlay on smart compute",
            Self::CapacityOutlay(Segment::Supercomputing) => "outlay on supercomputing",
            Self::PowerDrawn(Segment::General) => "power of general compute in MW",
            Self::PowerDrawn(Segment::Smart) => "power of smart compute in MW",
            Self::PowerDrawn(Segment::Supercomputing) => "power of supercomputing in MW",
            Self::GrossOutput => "gross output set off",
            Self::ValueAdded => "value added set off",
            Self::DomesticValueAdded => "domestic value added set off",
            Self::NetValueAdded => "net value added set off",
            Self::DiscountedBalance => "discounted balance of demand and outlay",
            Self::DiscountedLaterPayouts => "discounted payouts after the period",
            Self::DiscountedReplacementCost => "discounted replacement cost of capacity bought",
        }
    }

    pub(crate) fn unit(self, measure: Measure, currency: Currency, basis: PriceBasis) -> Unit {
        match self {
            Self::TotalCompute
            | Self::Compute(_)
            | Self::EffectiveCompute
            | Self::CounterfactualCompute
            | Self::Additions(_)
            | Self::Retirements(_) => Unit::FlopPerS(measure),
            Self::PowerDrawn(_) => Unit::Megawatt,
            Self::Gdp(Reading::With | Reading::Without | Reading::ImpactMoney)
            | Self::Digital(Reading::With | Reading::Without | Reading::ImpactMoney)
            | Self::RestOfEconomy
            | Self::Outlay
            | Self::MultiplierOutput
            | Self::CapacityOutlay(_)
            | Self::GrossOutput
            | Self::ValueAdded
            | Self::DomesticValueAdded
            | Self::NetValueAdded
            | Self::DiscountedBalance
            | Self::DiscountedLaterPayouts
            | Self::DiscountedReplacementCost => Unit::Money(currency, basis),
            _ => Unit::Fraction,
        }
    }
}

impl fmt::Display for Output {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.what())
    }
}

impl FromStr for Output {
    type Err = Error;

    fn from_str(id: &str) -> Result<Self, Error> {
        let found = IDS.into_iter().find(|(_, known)| *known == id.trim());
        found.map(|(output, _)| output).ok_or_else(|| {
            let given = id.chars().take(80).collect::<String>();
            let nearest = nearest(&given, IDS.into_iter().map(|(_, known)| known));
            let nearest = nearest.map(str::to_owned);
            Error::new(ErrorKind::Unknown {
                what: "output",
                given,
                nearest,
            })
        })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_output_has_a_name_of_its_own() {
        let mut ids: Vec<&str> = Output::all().map(Output::id).collect();
        assert!(Output::all().all(|output| output.id().parse::<Output>().unwrap() == output));
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), 48);
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

/// The unit of a path's numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Unit {
    /// Operations a second, counted in a measure.
    FlopPerS(Measure),
    /// Units of a currency.
    Money(Currency, PriceBasis),
    /// Megawatts of electric power.
    Megawatt,
    /// A pure number: one is the whole, or a growth of 100 %.
    Fraction,
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::FlopPerS(measure) => write!(f, "FLOP/s {measure}"),
            Self::Money(currency, basis) => write!(f, "{currency} at {basis}"),
            Self::Megawatt => f.write_str("MW"),
            Self::Fraction => f.write_str("fraction"),
        }
    }
}

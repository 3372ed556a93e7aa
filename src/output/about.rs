//! The table of outputs: names, unit, range and timing of each.

use super::names::{
    ADDED_USE_SURPLUS, ADDITIONS, CAPACITY_OUTLAY, COMPUTE, COST_PRICE, DEMAND, DIGITAL, GDP,
    MARKET_PRICE, Names, POWER_DRAWN, PRICE_PAID, RENTAL_PRICE, RETIREMENTS, SEGMENT_GROWTH,
    UNSERVED_DEMAND, USER_SAVINGS, UTILISATION, VOUCHER_OUTLAY, WAITING, names, per_reading,
    per_segment,
};
use super::{Output, Reading, Timing};
use crate::Interval;

/// The kind of unit of an output; the scenario determines the measure and the currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum UnitKind {
    Capacity,
    Money,
    Power,
    /// Money per EFLOPS-hour.
    HourlyPrice,
    /// A pure number: one is the whole, or a growth of 100 %.
    Fraction,
    /// A difference of growth rates, which is printed in percentage points.
    Points,
}

/// The description of an output, independent of any scenario.
#[derive(Clone, Copy, Debug)]
pub(crate) struct About {
    /// The stable identifier, for files and other tools.
    pub(crate) id: &'static str,
    pub(crate) english: &'static str,
    #[cfg_attr(
        not(feature = "charts"),
        expect(dead_code, reason = "charts and reports alone speak Chinese")
    )]
    pub(crate) chinese: &'static str,
    /// The English name, with the unit of a bare number in a message.
    pub(crate) what: &'static str,
    pub(crate) unit: UnitKind,
    /// The range its numbers must stay in.
    pub(crate) range: Interval,
    pub(crate) timing: Timing,
}

/// The upper bound of capacity in FLOP/s, beyond any meaningful size.
const COMPUTE_LIMIT: f64 = 1e45;
/// The upper bound of money and power, beyond any meaningful size.
const LIMIT: f64 = 1e30;

impl Output {
    /// The description of an output.
    #[expect(clippy::too_many_lines, reason = "one arm per output")]
    pub(crate) const fn about(self) -> About {
        use {Timing as T, UnitKind as U};
        const LEVEL: Interval = Interval::open_const(0.0, COMPUTE_LIMIT);
        const PART: Interval = Interval::closed_const(0.0, COMPUTE_LIMIT);
        const ECONOMY: Interval = Interval::open_const(0.0, LIMIT);
        const AMOUNT: Interval = Interval::closed_const(0.0, LIMIT);
        const PRICE: Interval = Interval::open_const(0.0, LIMIT);
        const ANY: Interval = Interval::FINITE;
        let (names, unit, range, timing) = match self {
            Self::TotalCompute => (
                names!("total-compute", "total compute" in "FLOP/s", "算力总规模"),
                U::Capacity,
                LEVEL,
                T::EndOfPeriod,
            ),
            Self::Compute(segment) => {
                let names = per_segment(segment, &COMPUTE);
                (names, U::Capacity, PART, T::EndOfPeriod)
            }
            Self::SegmentGrowth(segment) => {
                let names = per_segment(segment, &SEGMENT_GROWTH);
                (names, U::Fraction, ANY, T::OfPeriod)
            }
            Self::SmartShare => (
                names!("smart-share", "smart share", "智能算力占比"),
                U::Fraction,
                Interval::UNIT,
                T::EndOfPeriod,
            ),
            Self::EffectiveCompute => (
                names!("effective-compute", "effective compute" in "FLOP/s", "有效算力"),
                U::Capacity,
                LEVEL,
                T::EndOfPeriod,
            ),
            Self::CounterfactualCompute => (
                names!("counterfactual-compute", "counterfactual compute" in "FLOP/s", "反事实算力"),
                U::Capacity,
                LEVEL,
                T::EndOfPeriod,
            ),
            Self::ComputeGrowth => (
                names!(
                    "compute-growth",
                    "growth of effective compute",
                    "有效算力增速"
                ),
                U::Fraction,
                ANY,
                T::OfPeriod,
            ),
            Self::Gdp(reading) => outcome(reading, &GDP),
            Self::Digital(reading) => outcome(reading, &DIGITAL),
            Self::RestOfEconomy => (
                names!("rest-of-economy", "rest of the economy", "非数字经济"),
                U::Money,
                ECONOMY,
                T::EndOfPeriod,
            ),
            Self::DigitalShare => (
                names!("digital-share", "digital share of GDP", "数字经济占GDP比重"),
                U::Fraction,
                AMOUNT,
                T::EndOfPeriod,
            ),
            Self::Outlay => (
                names!("outlay", "outlay on compute", "算力投资"),
                U::Money,
                AMOUNT,
                T::OfPeriod,
            ),
            Self::MultiplierOutput => (
                names!("multiplier-output", "multiplier output", "乘数产出"),
                U::Money,
                AMOUNT,
                T::OfPeriod,
            ),
            Self::Additions(segment) => {
                let names = per_segment(segment, &ADDITIONS);
                (names, U::Capacity, ANY, T::OfPeriod)
            }
            Self::Retirements(segment) => {
                let names = per_segment(segment, &RETIREMENTS);
                (names, U::Capacity, ANY, T::OfPeriod)
            }
            Self::CapacityOutlay(segment) => {
                let names = per_segment(segment, &CAPACITY_OUTLAY);
                (names, U::Money, AMOUNT, T::OfPeriod)
            }
            Self::PowerDrawn(segment) => {
                let names = per_segment(segment, &POWER_DRAWN);
                (names, U::Power, AMOUNT, T::EndOfPeriod)
            }
            Self::GrossOutput => (
                names!("gross-output", "gross output set off", "带动总产出"),
                U::Money,
                AMOUNT,
                T::OfPeriod,
            ),
            Self::ValueAdded => (
                names!("value-added", "value added set off", "带动增加值"),
                U::Money,
                AMOUNT,
                T::OfPeriod,
            ),
            Self::DomesticValueAdded => (
                names!(
                    "domestic-value-added",
                    "domestic value added set off",
                    "带动国内增加值"
                ),
                U::Money,
                AMOUNT,
                T::OfPeriod,
            ),
            Self::NetValueAdded => (
                names!("net-value-added", "net value added set off", "带动净增加值"),
                U::Money,
                AMOUNT,
                T::OfPeriod,
            ),
            Self::DiscountedBalance => (
                names!(
                    "discounted-balance",
                    "discounted balance of returns and outlays",
                    "贴现净额"
                ),
                U::Money,
                ANY,
                T::SoFar,
            ),
            Self::DiscountedLaterPayouts => (
                names!(
                    "discounted-later-payouts",
                    "discounted payouts after the period",
                    "期后回报现值"
                ),
                U::Money,
                AMOUNT,
                T::SoFar,
            ),
            Self::DiscountedReplacementCost => (
                names!(
                    "discounted-replacement-cost",
                    "discounted replacement cost of capacity bought",
                    "新购算力重置成本现值"
                ),
                U::Money,
                AMOUNT,
                T::SoFar,
            ),
            Self::CostPrice(segment) => {
                let names = per_segment(segment, &COST_PRICE);
                (names, U::HourlyPrice, PRICE, T::EndOfPeriod)
            }
            Self::RentalPrice(segment) => {
                let names = per_segment(segment, &RENTAL_PRICE);
                (names, U::HourlyPrice, PRICE, T::EndOfPeriod)
            }
            Self::MarketPrice(segment) => {
                let names = per_segment(segment, &MARKET_PRICE);
                (names, U::HourlyPrice, PRICE, T::EndOfPeriod)
            }
            Self::PricePaid(segment) => {
                let names = per_segment(segment, &PRICE_PAID);
                (names, U::HourlyPrice, PRICE, T::EndOfPeriod)
            }
            Self::Demand(segment) => {
                let names = per_segment(segment, &DEMAND);
                (names, U::Capacity, PART, T::EndOfPeriod)
            }
            Self::UnservedDemand(segment) => {
                let names = per_segment(segment, &UNSERVED_DEMAND);
                (names, U::Capacity, PART, T::EndOfPeriod)
            }
            Self::Utilisation(segment) => {
                let names = per_segment(segment, &UTILISATION);
                (names, U::Fraction, Interval::UNIT, T::EndOfPeriod)
            }
            Self::UserSavings(segment) => {
                let names = per_segment(segment, &USER_SAVINGS);
                (names, U::Money, ANY, T::OfPeriod)
            }
            Self::AddedUseSurplus(segment) => {
                let names = per_segment(segment, &ADDED_USE_SURPLUS);
                (names, U::Money, ANY, T::OfPeriod)
            }
            Self::VoucherOutlay(segment) => {
                let names = per_segment(segment, &VOUCHER_OUTLAY);
                (names, U::Money, AMOUNT, T::OfPeriod)
            }
            Self::Waiting(segment) => {
                let names = per_segment(segment, &WAITING);
                (names, U::Fraction, AMOUNT, T::EndOfPeriod)
            }
            Self::LocalUserGain => (
                names!(
                    "local-user-gain",
                    "gain of users in the place",
                    "本地用户得益"
                ),
                U::Money,
                ANY,
                T::OfPeriod,
            ),
            Self::ElsewhereUserGain => (
                names!(
                    "elsewhere-user-gain",
                    "gain of users elsewhere",
                    "外地用户得益"
                ),
                U::Money,
                ANY,
                T::OfPeriod,
            ),
            Self::LocalValueAdded => (
                names!(
                    "local-value-added",
                    "net value added that stays in the place",
                    "本地留存净增加值"
                ),
                U::Money,
                AMOUNT,
                T::OfPeriod,
            ),
            Self::NationalGain => (
                names!("national-gain", "gain of national GDP", "全国GDP增量"),
                U::Money,
                ANY,
                T::EndOfPeriod,
            ),
        };
        let (id, english, what, chinese) = names;
        About {
            id,
            english,
            chinese,
            what,
            unit,
            range,
            timing,
        }
    }
}

/// Names, unit, range and timing of a series of an outcome.
const fn outcome(reading: Reading, of: &[Names; 7]) -> (Names, UnitKind, Interval, Timing) {
    let names = per_reading(reading, of);
    match reading {
        Reading::With | Reading::Without => (
            names,
            UnitKind::Money,
            Interval::open_const(0.0, LIMIT),
            Timing::EndOfPeriod,
        ),
        Reading::Impact => (
            names,
            UnitKind::Fraction,
            Interval::FINITE,
            Timing::EndOfPeriod,
        ),
        Reading::ImpactMoney => (
            names,
            UnitKind::Money,
            Interval::FINITE,
            Timing::EndOfPeriod,
        ),
        Reading::Growth | Reading::GrowthWithout => (
            names,
            UnitKind::Fraction,
            Interval::FINITE,
            Timing::OfPeriod,
        ),
        Reading::GrowthImpact => (names, UnitKind::Points, Interval::FINITE, Timing::OfPeriod),
    }
}

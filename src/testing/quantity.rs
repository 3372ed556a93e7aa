//! Random values of every quantity for property tests with `proptest`.
//!
//! | strategy | values |
//! |---|---|
//! | `any::<Share>()` | all valid values, with the ends of the range more often |
//! | [`typical::<Share>()`](typical) | typical values of forecasts, for which models are well behaved |
//! | [`interior_share`] | all shares except 0 and 1 |
//!
//! Values are valid by construction: none is rejected, except the few bit patterns that round to an
//! excluded end.
//!
//! | quantity | typical values |
//! |---|---|
//! | [`Share`] | 1 % to 99 % |
//! | [`Elasticity`], [`GrowthRatio`] | -0.5 to 1.5 |
//! | [`SemiElasticity`] | -5 ‰ to 10 ‰ per point |
//! | [`IndexScore`] | 10 to 90 points |
//! | [`LogOdds`] | -1 to 1 |
//! | [`Factor`] | 0.1 to 10 |
//! | [`GrowthRate`] | -30 % to 100 % per year, stated per year, quarter or month |
//! | [`Capacity`] | 0.01 to 10,000 EFLOPS: from a cluster to a large country |
//! | [`Money`] | a million to 1000 trillion yuan, in current prices: from a project to a large economy |
//! | [`Multiplier`] | 0.5 to 10, of any output |
//! | [`UnitCost`] | 0.01 to 100 bn yuan for each EFLOPS, in current prices |
//! | [`ComputePrice`] | 1 to 100 yuan for each card-hour, 1,000 to 1,000,000 for each EFLOPS-hour |
//! | [`EnergyPrice`] | 0.1 to 2 yuan for each kWh |
//! | [`Power`] | 1 MW to 100 GW |
//! | [`PowerIntensity`] | 0.1 to 100 MW for each EFLOPS |
//! | [`Years`] | 0.5 to 20 |
//! | [`Period`] | years, quarters and months of 2000 to 2040 |
//! | [`Frequency`], [`Measure`], [`Currency`], [`PriceBasis`], [`Interval`] | all values |
//!
//! # Examples
//!
//! ```
//! use compute_impact::testing::{hostile::hostile_text, quantity::typical};
//! use compute_impact::{Capacity, Share};
//! use proptest::prelude::*;
//!
//! proptest!(|(share in any::<Share>(), capacity in typical::<Capacity>(), text in hostile_text())| {
//!     prop_assert!((0.0..=1.0).contains(&share.get()));
//!     prop_assert_eq!(capacity.to_string().parse::<Capacity>()?, capacity);
//!     if let Ok(parsed) = text.parse::<Capacity>() {
//!         prop_assert!((0.0..=1e40).contains(&parsed.as_flop_per_s()));
//!     }
//! });
//! ```

use std::ops::RangeInclusive;

use proptest::{option, prelude::*, sample::select};

use super::built;
use crate::{
    Capacity, ComputePrice, Currency, Elasticity, EnergyPrice, Error, Factor, Frequency,
    GrowthRate, GrowthRatio, IndexScore, Interval, LogOdds, Measure, Money, Multiplier,
    MultiplierOf, Period, Power, PowerIntensity, Precision, PriceBasis, PricedHour, Scope,
    SemiElasticity, Share, UnitCost, Years,
};

/// The range of random quantities: the parameter of [`any_with`].
///
/// # Examples
///
/// ```
/// use compute_impact::{GrowthRate, testing::quantity::Values};
/// use proptest::prelude::*;
///
/// proptest!(|(growth in any_with::<GrowthRate>(Values::Typical))| {
///     let yearly = growth.at(compute_impact::Frequency::Year)?.get();
///     prop_assert!(yearly > -0.31 && yearly < 1.01);
/// });
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Values {
    /// All valid values, with the ends of the range more often.
    #[default]
    All,
    /// Typical values of forecasts, for which models are well behaved.
    Typical,
}

/// Typical values of a quantity: the same as [`any_with`] and [`Values::Typical`].
///
/// # Examples
///
/// ```
/// use compute_impact::{Elasticity, testing::quantity::typical};
/// use proptest::prelude::*;
///
/// proptest!(|(elasticity in typical::<Elasticity>())| {
///     prop_assert!((-0.5..=1.5).contains(&elasticity.get()));
/// });
/// ```
pub fn typical<Q: Arbitrary<Parameters = Values>>() -> impl Strategy<Value = Q> {
    any_with::<Q>(Values::Typical)
}

/// All shares except 0 and 1, so that their log odds are finite.
pub fn interior_share() -> impl Strategy<Value = Share> {
    built(spread(f64::from_bits(1), 1.0_f64.next_down()), Share::new)
}

/// Numbers from `low` to `high`: uniform, uniform over the bit patterns (and so in magnitude), and
/// the two ends.
fn spread(low: f64, high: f64) -> impl Strategy<Value = f64> {
    prop_oneof![
        4 => low..=high,
        4 => (rank(low)..=rank(high)).prop_map(of_rank),
        1 => Just(low),
        1 => Just(high),
    ]
}

/// All finite numbers, with zeros and ordinary magnitudes more often.
fn finite() -> impl Strategy<Value = f64> {
    prop_oneof![
        4 => (rank(f64::MIN)..=rank(f64::MAX)).prop_map(of_rank),
        2 => -1e3..1e3,
        1 => select(vec![0.0, -0.0, 1.0, -1.0, f64::MAX, f64::MIN, 5e-324, -5e-324]),
    ]
}

/// Returns the rank of a float among all floats in ascending order: neighbours differ by one.
fn rank(x: f64) -> i64 {
    let bits = x.to_bits().cast_signed();
    if bits < 0 { i64::MIN - bits - 1 } else { bits }
}

fn of_rank(rank: i64) -> f64 {
    let bits = if rank < 0 { i64::MIN - rank - 1 } else { rank };
    f64::from_bits(bits.cast_unsigned())
}

/// Implements [`Arbitrary`] from the typical and from all values.
macro_rules! arbitrary {
    ($quantity:ty, $typical:expr, $all:expr) => {
        impl Arbitrary for $quantity {
            type Parameters = Values;
            type Strategy = BoxedStrategy<Self>;

            fn arbitrary_with(values: Values) -> Self::Strategy {
                match values {
                    Values::Typical => $typical.boxed(),
                    Values::All => $all.boxed(),
                }
            }
        }
    };
    ($quantity:ty, $all:expr) => {
        arbitrary!($quantity, $all, $all);
    };
}

arbitrary!(
    Share,
    built(0.01..=0.99, Share::new),
    built(spread(0.0, 1.0), Share::new)
);
arbitrary!(
    Elasticity,
    built(-0.5..=1.5, Elasticity::new),
    built(finite(), Elasticity::new)
);
arbitrary!(
    GrowthRatio,
    built(-0.5..=1.5, GrowthRatio::new),
    built(finite(), GrowthRatio::new)
);
arbitrary!(
    SemiElasticity,
    built(-5.0..=10.0, SemiElasticity::from_per_mille),
    built(finite(), SemiElasticity::new)
);
arbitrary!(
    IndexScore,
    built(10.0..=90.0, IndexScore::new),
    built(spread(0.0, 100.0), IndexScore::new)
);
arbitrary!(
    LogOdds,
    built(-1.0..=1.0, LogOdds::new),
    built(finite(), LogOdds::new)
);
arbitrary!(
    Factor,
    built(0.1..=10.0, Factor::new),
    built(finite().prop_map(f64::abs), Factor::new)
);
arbitrary!(
    Frequency,
    select(vec![Frequency::Year, Frequency::Quarter, Frequency::Month])
);
arbitrary!(GrowthRate, typical_growth(), all_growth());
arbitrary!(Measure, measures());
arbitrary!(
    Capacity,
    built((-2.0..=4.0, measures()), |(power, measure)| {
        Capacity::from_eflops(libm::exp10(power), measure)
    }),
    built((spread(0.0, 1e40), measures()), |(flop_per_s, measure)| {
        Capacity::new(flop_per_s, measure)
    })
);
arbitrary!(Currency, currencies());
arbitrary!(
    PriceBasis,
    prop_oneof![
        Just(Self::Nominal),
        built(1990_u16..=2035, Self::constant),
        built(1_u16..=9999, Self::constant),
    ]
);
arbitrary!(
    Money,
    built(6.0..=15.0, |power| {
        Self::new(libm::exp10(power), Currency::CNY, PriceBasis::Nominal)
    }),
    built(
        (spread(-1e30, 1e30), any::<Currency>(), any::<PriceBasis>()),
        |(amount, currency, basis)| Self::new(amount, currency, basis)
    )
);
arbitrary!(
    Multiplier,
    multipliers(0.5..=10.0, 1..=30),
    multipliers(finite().prop_map(f64::abs), 1..=u16::MAX)
);
arbitrary!(
    UnitCost,
    built((7.0..=11.0, measures()), |(power, measure)| {
        Self::new(yuan(power)?, measure)
    }),
    built((prices(0.0), measures()), |(price, measure)| Self::new(
        price, measure
    ))
);
arbitrary!(
    ComputePrice,
    prop_oneof![
        built(0.0..=2.0, |power| Self::new(yuan(power)?, PricedHour::Card)),
        built((3.0..=6.0, measures()), |(power, measure)| {
            Self::new(yuan(power)?, PricedHour::Eflops(measure))
        }),
    ],
    built(
        (prices(f64::from_bits(1)), option::of(measures())),
        |(price, measure)| {
            Self::new(price, measure.map_or(PricedHour::Card, PricedHour::Eflops))
        }
    )
);
arbitrary!(
    EnergyPrice,
    built(-1.0..=0.3, |power| Self::new(yuan(power)?)),
    built(prices(0.0), Self::new)
);
arbitrary!(
    Power,
    built(0.0..=5.0, |power| Self::from_megawatts(libm::exp10(power))),
    built(spread(0.0, 1e9), Self::from_megawatts)
);
arbitrary!(
    PowerIntensity,
    built((-1.0..=2.0, measures()), |(power, measure)| {
        Self::new(Power::from_megawatts(libm::exp10(power))?, measure)
    }),
    built(
        (spread(f64::from_bits(1), 1e9), measures()),
        |(megawatts, measure)| Self::new(Power::from_megawatts(megawatts)?, measure)
    )
);
arbitrary!(
    Years,
    built(0.5..=20.0, Self::new),
    built(spread(f64::from_bits(1), 1_000.0), Self::new)
);
arbitrary!(Period, periods(2000..=2040), periods(1..=9999));
arbitrary!(
    Interval,
    built((finite(), finite()), |(a, b)| {
        Self::closed(a.min(b), a.max(b))
    })
);

fn typical_growth() -> impl Strategy<Value = GrowthRate> {
    built((-0.3..=1.0, any::<Frequency>()), |(yearly, frequency)| {
        GrowthRate::per_year(yearly)?.at(frequency)
    })
}

/// Growth rates from just above -100 % to the largest number.
fn all_growth() -> impl Strategy<Value = GrowthRate> {
    let least = (-1.0_f64).next_up();
    let fraction = prop_oneof![spread(least, 1.0), spread(0.0, f64::MAX)];
    built((fraction, any::<Frequency>()), |(fraction, frequency)| {
        GrowthRate::new(fraction, frequency)
    })
}

/// Ten to a power of yuan, in current prices.
fn yuan(power: f64) -> Result<Money, Error> {
    Money::new(libm::exp10(power), Currency::CNY, PriceBasis::Nominal)
}

/// Money from `low` up in any currency and at any prices.
fn prices(low: f64) -> impl Strategy<Value = Money> {
    let parts = (spread(low, 1e30), any::<Currency>(), any::<PriceBasis>());
    built(parts, |(amount, currency, basis)| {
        Money::new(amount, currency, basis)
    })
}

/// Every precision with every scope.
fn measures() -> impl Strategy<Value = Measure> {
    let precision = select(vec![
        Precision::Fp64,
        Precision::Fp32,
        Precision::Fp16,
        Precision::Fp8,
        Precision::Int8,
    ]);
    let scope = select(vec![
        Scope::InUse,
        Scope::Installed,
        Scope::AiClusters,
        Scope::Unstated,
    ]);
    (precision, scope).prop_map(|(precision, scope)| Measure::new(precision, scope))
}

/// The three currencies that have a constant, and any other code.
fn currencies() -> impl Strategy<Value = Currency> {
    prop_oneof![
        3 => select(vec![Currency::CNY, Currency::USD, Currency::EUR]),
        1 => built([b'A'..=b'Z', b'A'..=b'Z', b'A'..=b'Z'], |code| {
            code.map(char::from).iter().collect::<String>().parse()
        }),
    ]
}

fn multipliers(
    ratio: impl Strategy<Value = f64>,
    years: RangeInclusive<u16>,
) -> impl Strategy<Value = Multiplier> {
    let of = select(vec![
        MultiplierOf::GrossOutput,
        MultiplierOf::ValueAdded,
        MultiplierOf::Unstated,
    ]);
    built((ratio, of, option::of(years)), |(ratio, of, years)| {
        let multiplier = Multiplier::new(ratio, of)?;
        years.map_or(Ok(multiplier), |years| multiplier.over_years(years))
    })
}

fn periods(years: RangeInclusive<i32>) -> impl Strategy<Value = Period> {
    let quarter = (years.clone(), 1..=4);
    let month = (years.clone(), 1..=12);
    prop_oneof![
        built(years, Period::year),
        built(quarter, |(year, part)| Period::quarter(year, part)),
        built(month, |(year, part)| Period::month(year, part)),
    ]
}

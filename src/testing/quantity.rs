//! Random values of every typed input for property tests with `proptest`.
//!
//! | function | values |
//! |---|---|
//! | `share()`, `growth_rate()`, ... | typical values of forecasts, for which models are well behaved |
//! | `any_share()`, `any_growth_rate()`, ... | all valid values, with the ends of the range more often |
//! | [`hostile_number`], [`hostile_text`] | invalid and extreme input of a careless or malicious caller |
//!
//! Values are valid by construction: none is rejected, except the few bit patterns that round to an
//! excluded end.
//!
//! # Examples
//!
//! ```
//! use compute_impact::testing::quantity::{capacity, hostile_text, interior_share};
//! use compute_impact::Capacity;
//! use proptest::prelude::*;
//!
//! proptest!(|(share in interior_share(), capacity in capacity(), text in hostile_text())| {
//!     prop_assert!(share.get() > 0.0 && share.get() < 1.0);
//!     prop_assert_eq!(capacity.to_string().parse::<Capacity>()?, capacity);
//!     if let Ok(parsed) = text.parse::<Capacity>() {
//!         prop_assert!((0.0..=1e40).contains(&parsed.as_flop_per_s()));
//!     }
//! });
//! ```

use std::fmt;

use proptest::{
    num::f64 as float,
    option,
    prelude::*,
    sample::{Index, select},
};

use crate::{
    Capacity, Currency, Elasticity, Error, Factor, Frequency, GrowthRate, GrowthRatio, IndexScore,
    Interval, Measure, Money, Multiplier, MultiplierOf, Period, Precision, PriceBasis, Quantity,
    Scope, SemiElasticity, Share,
    evidence::{
        Confidence, Contradiction, Definition, Estimate, EvidenceKind, Geography, Meaning,
        Measured, Part, Prices, Revision, Source, Timing,
    },
};

/// Returns the results of `build` for raw values, without the few that it refuses.
fn built<R: fmt::Debug, T: fmt::Debug>(
    raw: impl Strategy<Value = R>,
    build: impl Fn(R) -> Result<T, Error>,
) -> impl Strategy<Value = T> {
    raw.prop_filter_map("outside the range", move |raw| build(raw).ok())
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

/// Typical shares: 1 % to 99 %.
pub fn share() -> impl Strategy<Value = Share> {
    built(0.01..=0.99, Share::new)
}

/// All shares, 0 and 1 included.
pub fn any_share() -> impl Strategy<Value = Share> {
    built(spread(0.0, 1.0), Share::new)
}

/// All shares except 0 and 1, so that their log odds are finite.
pub fn interior_share() -> impl Strategy<Value = Share> {
    built(spread(f64::from_bits(1), 1.0_f64.next_down()), Share::new)
}

/// Typical elasticities: -0.5 to 1.5.
pub fn elasticity() -> impl Strategy<Value = Elasticity> {
    built(-0.5..=1.5, Elasticity::new)
}

/// All elasticities.
pub fn any_elasticity() -> impl Strategy<Value = Elasticity> {
    built(finite(), Elasticity::new)
}

/// Typical growth ratios: -0.5 to 1.5 points per point.
pub fn growth_ratio() -> impl Strategy<Value = GrowthRatio> {
    built(-0.5..=1.5, GrowthRatio::new)
}

/// All growth ratios.
pub fn any_growth_ratio() -> impl Strategy<Value = GrowthRatio> {
    built(finite(), GrowthRatio::new)
}

/// Typical semi-elasticities: -5 ‰ to 10 ‰ per point.
pub fn semi_elasticity() -> impl Strategy<Value = SemiElasticity> {
    built(-5.0..=10.0, SemiElasticity::from_per_mille)
}

/// All semi-elasticities.
pub fn any_semi_elasticity() -> impl Strategy<Value = SemiElasticity> {
    built(finite(), SemiElasticity::new)
}

/// Typical index scores: 10 to 90 points.
pub fn index_score() -> impl Strategy<Value = IndexScore> {
    built(10.0..=90.0, IndexScore::new)
}

/// All index scores.
pub fn any_index_score() -> impl Strategy<Value = IndexScore> {
    built(spread(0.0, 100.0), IndexScore::new)
}

/// Typical factors: 0.1 to 10.
pub fn factor() -> impl Strategy<Value = Factor> {
    built(0.1..=10.0, Factor::new)
}

/// All factors.
pub fn any_factor() -> impl Strategy<Value = Factor> {
    built(finite().prop_map(f64::abs), Factor::new)
}

/// All frequencies: year, quarter and month.
pub fn frequency() -> impl Strategy<Value = Frequency> {
    select(vec![Frequency::Year, Frequency::Quarter, Frequency::Month])
}

/// Typical growth rates: -30 % to 100 % per year, stated per year, quarter or month.
pub fn growth_rate() -> impl Strategy<Value = GrowthRate> {
    built((-0.3..=1.0, frequency()), |(yearly, frequency)| {
        GrowthRate::per_year(yearly)?.at(frequency)
    })
}

/// All growth rates, from just above -100 % to the largest number.
pub fn any_growth_rate() -> impl Strategy<Value = GrowthRate> {
    let least = (-1.0_f64).next_up();
    let fraction = prop_oneof![spread(least, 1.0), spread(0.0, f64::MAX)];
    built((fraction, frequency()), |(fraction, frequency)| {
        GrowthRate::new(fraction, frequency)
    })
}

/// All measures: every precision with every scope.
pub fn measure() -> impl Strategy<Value = Measure> {
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

/// Typical capacities, from a cluster to a large country: 0.01 to 10,000 EFLOPS.
pub fn capacity() -> impl Strategy<Value = Capacity> {
    built((-2.0..=4.0, measure()), |(power, measure)| {
        Capacity::from_eflops(10_f64.powf(power), measure)
    })
}

/// All capacities.
pub fn any_capacity() -> impl Strategy<Value = Capacity> {
    built((spread(0.0, 1e40), measure()), |(flop_per_s, measure)| {
        Capacity::new(flop_per_s, measure)
    })
}

/// Currencies: the three that have a constant, and any other code.
pub fn currency() -> impl Strategy<Value = Currency> {
    prop_oneof![
        3 => select(vec![Currency::CNY, Currency::USD, Currency::EUR]),
        1 => built([b'A'..=b'Z', b'A'..=b'Z', b'A'..=b'Z'], |code| {
            code.map(char::from).iter().collect::<String>().parse()
        }),
    ]
}

/// All price bases: current prices, and the prices of any year.
pub fn price_basis() -> impl Strategy<Value = PriceBasis> {
    prop_oneof![
        Just(PriceBasis::Nominal),
        built(1990_u16..=2035, PriceBasis::constant),
        built(1_u16..=9999, PriceBasis::constant),
    ]
}

/// Typical amounts, from a project to a large economy: a million to 1000 trillion yuan, in current
/// prices.
pub fn money() -> impl Strategy<Value = Money> {
    built(6.0..=15.0, |power| {
        Money::new(10_f64.powf(power), Currency::CNY, PriceBasis::Nominal)
    })
}

/// All amounts in all currencies and prices, including negative ones.
pub fn any_money() -> impl Strategy<Value = Money> {
    let raw = (spread(-1e30, 1e30), currency(), price_basis());
    built(raw, |(amount, currency, basis)| {
        Money::new(amount, currency, basis)
    })
}

/// Typical multipliers: 0.5 to 10, of any output.
pub fn multiplier() -> impl Strategy<Value = Multiplier> {
    multiplier_of(0.5..=10.0, 1_u16..=30)
}

/// All multipliers.
pub fn any_multiplier() -> impl Strategy<Value = Multiplier> {
    multiplier_of(finite().prop_map(f64::abs), 1..=u16::MAX)
}

fn multiplier_of(
    ratio: impl Strategy<Value = f64>,
    years: impl Strategy<Value = u16>,
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

/// Typical periods: years, quarters and months of 2000 to 2040.
pub fn period() -> impl Strategy<Value = Period> {
    period_in(2000..=2040)
}

/// All periods of the years 1 to 9999.
pub fn any_period() -> impl Strategy<Value = Period> {
    period_in(1..=9999)
}

fn period_in(years: std::ops::RangeInclusive<i32>) -> impl Strategy<Value = Period> {
    prop_oneof![
        built(years.clone(), Period::year),
        built((years.clone(), 1..=4), |(year, part)| Period::quarter(
            year, part
        )),
        built((years, 1..=12), |(year, part)| Period::month(year, part)),
    ]
}

/// Closed intervals with any finite ends.
pub fn interval() -> impl Strategy<Value = Interval> {
    built((finite(), finite()), |(a, b)| {
        Interval::closed(a.min(b), a.max(b))
    })
}

/// Sources of every kind, including assumptions.
pub fn source() -> impl Strategy<Value = Source> {
    let words = || "[^\\p{C}\\s][^\\p{C}]{0,24}";
    let regression = (any::<u32>(), option::of(0.0..1e3), any::<bool>()).prop_map(
        |(observations, standard_error, controls)| EvidenceKind::Regression {
            observations,
            standard_error,
            controls,
        },
    );
    let kind = prop_oneof![
        4 => select(vec![
            EvidenceKind::OfficialStatistic,
            EvidenceKind::PolicyTarget,
            EvidenceKind::PressReport,
            EvidenceKind::InstituteEstimate,
            EvidenceKind::Forecast,
            EvidenceKind::RatioOfGrowthRates,
            EvidenceKind::MetaAnalysis,
            EvidenceKind::InputOutputStudy,
            EvidenceKind::Derived,
        ]),
        1 => regression,
    ];
    let confidence = select(vec![
        Confidence::Low,
        Confidence::Derived,
        Confidence::Medium,
        Confidence::High,
    ]);
    let published = (words(), words(), kind, confidence);
    let place = (option::of(period()), option::of(words()));
    prop_oneof![
        1 => built(words(), Source::assumption),
        4 => built((published, place), |((publisher, title, kind, confidence), place)| {
            let mut source = Source::new(publisher, title, kind, confidence)?;
            if let Some(date) = place.0 {
                source = source.with_date(date);
            }
            if let Some(locator) = place.1 {
                source = source.with_locator(locator);
            }
            Ok(source)
        }),
    ]
}

/// Adds a fact to a meaning, unless it contradicts an earlier one.
fn adding<T>(
    meaning: Meaning,
    fact: Option<T>,
    add: impl Fn(Meaning, T) -> Result<Meaning, Error>,
) -> Meaning {
    match fact.map(|fact| add(meaning.clone(), fact)) {
        Some(Ok(extended)) => extended,
        Some(Err(_)) | None => meaning,
    }
}

/// Facts of all kinds, in combinations that may contradict each other for one figure.
fn facts() -> impl Strategy<Value = Meaning> {
    let timing = prop_oneof![
        period().prop_map(Timing::Stock),
        period().prop_map(|period| Timing::Flow(period.into())),
        period().prop_map(|period| Timing::Between(period.into())),
        frequency().prop_map(Timing::Every),
    ];
    let economy = (
        option::of(select(Prices::ALL)),
        option::of(select(Revision::ALL)),
        option::of(select(Definition::ALL)),
        option::of(select(Geography::ALL)),
    );
    let computing = (
        option::of(select(Measured::ALL)),
        option::of(select(Part::ALL)),
        option::of(timing),
        option::of("[a-z]{1,12}"),
    );
    (economy, computing).prop_map(|((prices, revision, definition, area), computing)| {
        let (measures, part, timing, reason) = computing;
        let meaning = adding(Meaning::default(), measures, Meaning::with_measures);
        let meaning = adding(meaning, part, Meaning::with_part);
        let meaning = adding(meaning, timing, Meaning::with_timing);
        let meaning = adding(meaning, prices, Meaning::with_prices);
        let meaning = adding(meaning, revision, Meaning::with_revision);
        let meaning = adding(meaning, definition, Meaning::with_definition);
        let meaning = adding(meaning, area, Meaning::with_geography);
        adding(meaning, reason, |meaning, reason| {
            Ok(meaning.with_contradiction(Contradiction::because(reason)?))
        })
    })
}

/// Certain estimates of the values, with any source and any facts that do not contradict them.
///
/// # Examples
///
/// ```
/// use compute_impact::testing::quantity::{estimate_of, share};
/// use proptest::prelude::*;
///
/// proptest!(|(estimate in estimate_of(share()))| {
///     prop_assert!(estimate.is_certain());
/// });
/// ```
pub fn estimate_of<Q: Quantity>(
    value: impl Strategy<Value = Q>,
) -> impl Strategy<Value = Estimate<Q>> {
    let parts = (value, source(), option::of(facts()), option::of(interval()));
    parts.prop_map(|(value, source, facts, observed)| {
        let plain = Estimate::new(value, source);
        let stated = facts.and_then(|facts| plain.clone().with_meaning(facts).ok());
        let estimate = stated.unwrap_or(plain);
        // Every range of `interval` has two ends, so none is refused.
        observed
            .and_then(|range| estimate.clone().observed_in(range).ok())
            .unwrap_or(estimate)
    })
}

/// Numbers that break careless code: NaN, infinities, zeros of both signs, subnormals, the largest
/// numbers, the ends of every range of this crate with both neighbours, and random bits.
///
/// # Examples
///
/// ```
/// use compute_impact::{Share, testing::quantity::hostile_number};
/// use proptest::prelude::*;
///
/// proptest!(|(x in hostile_number())| {
///     prop_assert_eq!(Share::new(x).is_ok(), (0.0..=1.0).contains(&x));
/// });
/// ```
pub fn hostile_number() -> impl Strategy<Value = f64> {
    let ends: [f64; 11] = [
        0.0, 1.0, -1.0, 4.0, 12.0, 100.0, 9999.0, 1e30, -1e30, 1e40, 1e308,
    ];
    let mut numbers = vec![
        f64::NAN,
        -f64::NAN,
        f64::INFINITY,
        f64::NEG_INFINITY,
        f64::MAX,
        f64::MIN,
        f64::MIN_POSITIVE,
        f64::EPSILON,
        -0.0,
        2_f64.powi(53) + 2.0,
    ];
    numbers.extend(
        ends.iter()
            .flat_map(|end| [*end, end.next_up(), end.next_down()]),
    );
    prop_oneof![
        3 => select(numbers),
        1 => float::ANY,
        1 => -2.0..2.0,
        1 => (-10_000..11_000).prop_map(f64::from),
    ]
}

/// Texts that break careless parsers: arbitrary Unicode, empty texts, blanks, very long texts, and
/// valid texts with one error (another unit, a second sign, a giant exponent, extra commas,
/// full-width digits, an additional or missing character).
///
/// Some of them are valid: a property must hold for every text that parses, and none may panic.
///
/// # Examples
///
/// ```
/// use compute_impact::{Share, testing::quantity::hostile_text};
/// use proptest::prelude::*;
///
/// proptest!(|(text in hostile_text())| {
///     if let Ok(share) = text.parse::<Share>() {
///         prop_assert!((0.0..=1.0).contains(&share.get()));
///     }
/// });
/// ```
pub fn hostile_text() -> impl Strategy<Value = String> {
    let blank = select(vec!["", " ", "\t\n", "\u{3000}", "\u{feff}", "\0"]);
    prop_oneof![
        1 => any::<String>(),
        1 => blank.prop_map(str::to_owned),
        1 => ("[0-9.,eE+\\-]{1,12}", unit()).prop_map(|(number, unit)| number + &unit),
        4 => almost_valid(),
        1 => ("[0-9,e.]", 1_000_usize..20_000, unit())
            .prop_map(|(digit, count, unit)| digit.repeat(count) + &unit),
    ]
}

/// Valid texts of one quantity or another, in every form that is common.
pub fn right_text() -> impl Strategy<Value = &'static str> {
    select(vec![
        "25 %",
        "25%",
        "25％",
        "25 per cent",
        "0.2",
        "-0.7 %",
        "−0.7 %",
        "46 %/yr",
        "1.5 % per quarter",
        "25 % p.a.",
        "0.2 points per point",
        "1.8 ‰ per point",
        "70 points",
        "3.5x",
        "3.5 of gross output over 5 years",
        "230 EFLOPS FP32",
        "230 EFLOPS FP32 in use",
        "1,590 EFLOPS FP16",
        "246EFLOPS（FP32）",
        "30.1万P FP16",
        "748 TOPS INT8",
        "FP16 in AI clusters",
        "126.06 tn CNY",
        "126.06万亿元",
        "780亿元",
        "43.5 bn CNY at 2020 prices",
        "1e-3 USD",
        "2020 prices",
        "2024",
        "2024-Q2",
        "2024-06",
        "2024年6月",
        "month",
    ])
}

fn unit() -> impl Strategy<Value = String> {
    right_text().prop_map(|text| {
        text.trim_start_matches(|c: char| c.is_ascii_digit() || ",.+-−".contains(c))
            .to_owned()
    })
}

fn almost_valid() -> impl Strategy<Value = String> {
    let error = 0_u8..10;
    (right_text(), any::<Index>(), any::<char>(), error).prop_map(|(text, at, other, error)| {
        let mut text: Vec<char> = text.chars().collect();
        let at = at.index(text.len());
        match error {
            0 => text.insert(at, other),
            1 => drop(text.remove(at)),
            2 => text.insert(at, text[at]),
            3 => text.insert(at, ','),
            4 => text.insert(0, '-'),
            5 => text.truncate(at),
            6 => drop(text.splice(at..at, "e999999999999".chars())),
            7 => text.iter_mut().for_each(|c| *c = full_width(*c)),
            8 => text.reverse(),
            _ => text.iter_mut().for_each(char::make_ascii_uppercase),
        }
        text.into_iter().collect()
    })
}

/// Returns the full-width form of an ASCII digit, and any other character unchanged.
fn full_width(c: char) -> char {
    c.to_digit(10)
        .and_then(|digit| char::from_u32('０' as u32 + digit))
        .unwrap_or(c)
}

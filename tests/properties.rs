//! Laws that hold for every value, through every door.
#![allow(clippy::float_cmp)] // The laws compared with `==` are exact.

use std::{fmt::Debug, fmt::Display, str::FromStr};

use compute_impact::{
    Capacity, ComputePrice, Currency, Deflator, Elasticity, EnergyPrice, Error, ErrorKind,
    ExchangeRate, Factor, Frequency, GrowthRate, GrowthRatio, IndexScore, Interval, Measure, Money,
    Multiplier, MultiplierOf, Period, Power, PowerIntensity, Precision, PriceBasis, PricedHour,
    Quantity, Scope, SemiElasticity, Share, UnitCost, Years, evidence,
};
use proptest::{prelude::*, test_runner::TestCaseError};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use compute_impact::testing::{
    evidence::estimate_of,
    hostile::{hostile_number, hostile_text, right_text},
    quantity::{interior_share, typical},
};

type Outcome = Result<(), TestCaseError>;

#[derive(Serialize, Deserialize)]
struct File<T> {
    value: T,
}

/// Reads a JSON and a TOML file that hold `raw`.
fn read_files<T: DeserializeOwned>(raw: &impl Serialize) -> Result<[Option<T>; 2], TestCaseError> {
    let json = serde_json::from_str(&serde_json::to_string(raw)?).ok();
    let toml = toml::to_string(&File { value: raw })?;
    let toml = toml::from_str::<File<T>>(&toml).ok();
    Ok([json, toml.map(|file| file.value)])
}

/// Equality to the bit: unlike `==`, the printed digits tell -0 from 0.
fn bits<T: Debug>(value: &T) -> String {
    format!("{value:?}")
}

/// `x` times ten to `power`, as text and exactly; what is not finite stays a word.
fn times_ten_to(x: f64, power: i32) -> Result<String, TestCaseError> {
    let text = format!("{x:e}");
    let Some((mantissa, own)) = text.split_once('e') else {
        return Ok(text);
    };
    Ok(format!("{mantissa}e{}", own.parse::<i32>()? + power))
}

/// Every written form of `x` must read as what the constructor built of it, or be refused as it.
fn same_through_text<T>(built: Result<T, Error>, x: f64, forms: &[(i32, &str)]) -> Outcome
where
    T: Debug + FromStr + DeserializeOwned,
{
    let built = built.ok();
    for (power, unit) in forms {
        let text = times_ten_to(x, *power)? + unit;
        let [json, toml] = read_files::<T>(&text)?;
        for door in [text.parse().ok(), json, toml] {
            prop_assert_eq!(bits(&door), bits(&built), "{}", text);
        }
    }
    Ok(())
}

/// The same for a bare number in a file.
fn same_through_number<T: Debug + DeserializeOwned>(built: Result<T, Error>, x: f64) -> Outcome {
    let built = built.ok();
    for door in read_files::<T>(&x)? {
        prop_assert_eq!(bits(&door), bits(&built));
    }
    Ok(())
}

fn refused_as_number<T: Debug + DeserializeOwned>(x: f64) -> Outcome {
    for door in read_files::<T>(&x)? {
        prop_assert!(door.is_none(), "{:?}", door);
    }
    Ok(())
}

/// The generic door, and the range that the type states, agree with the constructor too.
fn same_through_quantity<Q: Quantity>(like: Q, built: Result<Q, Error>, x: f64) -> Outcome {
    // A price is at most as large as money is.
    let is_payable = like.priced_at().is_none() || x.abs() <= 1e30;
    prop_assert_eq!(like.allowed().contains(x) && is_payable, built.is_ok());
    match (like.with_number(x), built) {
        (Ok(moved), Ok(built)) => {
            prop_assert_eq!(bits(&moved), bits(&built));
            prop_assert!(built.number().to_bits() == x.to_bits() || x == 0.0);
        }
        (Err(moved), Err(built)) => prop_assert_eq!(moved.to_string(), built.to_string()),
        (moved, built) => prop_assert!(false, "{:?} {:?}", moved, built),
    }
    Ok(())
}

/// Serialising and reading back loses nothing.
fn survives_files<T: Debug + Serialize + DeserializeOwned>(value: &T) -> Outcome {
    for door in read_files::<T>(value)? {
        prop_assert_eq!(bits(&door), bits(&Some(value)));
    }
    Ok(())
}

/// Nor does printing.
fn survives<T>(value: &T) -> Outcome
where
    T: Debug + Display + FromStr<Err = Error> + Serialize + DeserializeOwned,
{
    let text = value.to_string();
    prop_assert_eq!(bits(&text.parse::<T>()?), bits(value), "{}", text);
    survives_files(value)
}

/// What a hostile text reads as, if anything, is valid and survives; what is refused says why.
fn withstands<T>(text: &str, valid: impl Fn(&T) -> bool) -> Outcome
where
    T: Debug + Display + FromStr<Err = Error> + Serialize + DeserializeOwned,
{
    let [json, toml] = read_files::<T>(&text)?;
    let read = text.parse::<T>();
    for door in [json, toml] {
        prop_assert_eq!(bits(&door), bits(&read.as_ref().ok()));
    }
    match read {
        Ok(value) => {
            prop_assert!(valid(&value), "{:?}", value);
            survives(&value)
        }
        Err(error) => {
            let known = matches!(
                error.kind(),
                ErrorKind::Parse { .. } | ErrorKind::OutOfRange { .. } | ErrorKind::TooMany { .. }
            );
            prop_assert!(known, "{:?}", error);
            prop_assert!(error.to_string().chars().count() < 300, "{}", error);
            Ok(())
        }
    }
}

fn in_range<Q: Quantity>(value: &Q) -> bool {
    value.allowed().contains(value.number())
}

fn real_measure() -> Measure {
    Measure::new(Precision::Fp32, Scope::Unstated)
}

proptest! {
    #[test]
    fn share_has_one_range(x in hostile_number(), like in typical::<Share>()) {
        let built = || Share::new(x);
        prop_assert_eq!(built().is_ok(), (0.0..=1.0).contains(&x));
        same_through_text(built(), x, &[(0, ""), (2, " %"), (2, "％"), (3, "‰"), (2, " per cent")])?;
        same_through_number(built(), x)?;
        same_through_quantity(like, built(), x)?;
    }

    #[test]
    fn coefficients_have_one_range(
        x in hostile_number(),
        elasticity in typical::<Elasticity>(),
        ratio in typical::<GrowthRatio>(),
        semi in typical::<SemiElasticity>(),
    ) {
        prop_assert_eq!(Elasticity::new(x).is_ok(), x.is_finite());
        same_through_text(Elasticity::new(x), x, &[(0, "")])?;
        same_through_number(Elasticity::new(x), x)?;
        same_through_quantity(elasticity, Elasticity::new(x), x)?;

        prop_assert_eq!(GrowthRatio::new(x).is_ok(), x.is_finite());
        same_through_text(GrowthRatio::new(x), x, &[(0, ""), (0, " points per point"), (0, " pp/pp")])?;
        same_through_number(GrowthRatio::new(x), x)?;
        same_through_quantity(ratio, GrowthRatio::new(x), x)?;

        prop_assert_eq!(SemiElasticity::new(x).is_ok(), x.is_finite());
        same_through_text(SemiElasticity::new(x), x, &[(3, " ‰ per point"), (2, "%/point")])?;
        refused_as_number::<SemiElasticity>(x)?;
        same_through_quantity(semi, SemiElasticity::new(x), x)?;
    }

    #[test]
    fn scores_factors_and_multipliers_have_one_range(
        x in hostile_number(),
        score in typical::<IndexScore>(),
        factor in typical::<Factor>(),
        multiplier in typical::<Multiplier>(),
    ) {
        prop_assert_eq!(IndexScore::new(x).is_ok(), (0.0..=100.0).contains(&x));
        same_through_text(IndexScore::new(x), x, &[(0, ""), (0, " points")])?;
        same_through_number(IndexScore::new(x), x)?;
        same_through_quantity(score, IndexScore::new(x), x)?;

        prop_assert_eq!(Factor::new(x).is_ok(), x >= 0.0 && x.is_finite());
        same_through_text(Factor::new(x), x, &[(0, "")])?;
        same_through_number(Factor::new(x), x)?;
        same_through_quantity(factor, Factor::new(x), x)?;

        let built = |of| Multiplier::new(x, of);
        prop_assert_eq!(built(MultiplierOf::Unstated).is_ok(), x >= 0.0 && x.is_finite());
        same_through_text(built(MultiplierOf::Unstated), x, &[(0, ""), (0, "x"), (0, "倍")])?;
        same_through_text(built(MultiplierOf::ValueAdded), x, &[(0, " of value added")])?;
        same_through_number(built(MultiplierOf::Unstated), x)?;
        let like = multiplier.horizon_years().map_or(built(multiplier.of()), |years| {
            built(multiplier.of())?.over_years(years)
        });
        same_through_quantity(multiplier, like, x)?;
    }

    #[test]
    fn growth_rate_has_one_range(x in hostile_number(), like in typical::<GrowthRate>()) {
        let built = |frequency| GrowthRate::new(x, frequency);
        prop_assert_eq!(built(Frequency::Year).is_ok(), x > -1.0 && x < f64::INFINITY);
        same_through_text(built(Frequency::Year), x, &[(2, " %"), (2, "%/yr"), (3, " ‰ p.a.")])?;
        same_through_text(built(Frequency::Quarter), x, &[(2, " % per quarter")])?;
        same_through_text(built(Frequency::Month), x, &[(2, " per cent a month")])?;
        refused_as_number::<GrowthRate>(x)?;
        same_through_quantity(like, built(like.frequency()), x)?;
    }

    #[test]
    fn capacity_has_one_range(x in hostile_number(), like in typical::<Capacity>()) {
        let built = |measure| Capacity::new(x, measure);
        prop_assert_eq!(built(real_measure()).is_ok(), (0.0..=1e40).contains(&x));
        let forms = [(0, " FLOPS FP32"), (-18, "EFLOPS FP32"), (-15, " P FP32"), (-19, "万P (FP32)")];
        same_through_text(built(real_measure()), x, &forms)?;
        refused_as_number::<Capacity>(x)?;
        same_through_quantity(like, built(like.measure()), x)?;
    }

    #[test]
    fn money_has_one_range(x in hostile_number(), like in any::<Money>()) {
        let built = |basis| Money::new(x, Currency::CNY, basis);
        prop_assert_eq!(built(PriceBasis::Nominal).is_ok(), (-1e30..=1e30).contains(&x));
        let forms = [(0, " CNY"), (-12, " tn CNY"), (-9, "bn RMB"), (-8, "亿元"), (-12, "万亿元人民币")];
        same_through_text(built(PriceBasis::Nominal), x, &forms)?;
        same_through_text(built(PriceBasis::constant(2020)?), x, &[(-6, " m CNY at 2020 prices")])?;
        refused_as_number::<Money>(x)?;
        same_through_quantity(like, Money::new(x, like.currency(), like.basis()), x)?;
    }

    #[test]
    fn prices_and_powers_have_one_range(x in hostile_number(), measure in any::<Measure>()) {
        let money = || Money::new(x, Currency::CNY, PriceBasis::Nominal);
        let one = Money::new(1.0, Currency::CNY, PriceBasis::Nominal)?;
        let cost = |money| UnitCost::new(money, measure);
        same_through_quantity(cost(one)?, money().and_then(cost), x)?;
        for of in [PricedHour::Card, PricedHour::Eflops(measure)] {
            let price = |money| ComputePrice::new(money, of);
            same_through_quantity(price(one)?, money().and_then(price), x)?;
        }
        same_through_quantity(EnergyPrice::new(one)?, money().and_then(EnergyPrice::new), x)?;
        same_through_quantity(Power::from_megawatts(1.0)?, Power::from_megawatts(x), x)?;
        let intensity = |power| PowerIntensity::new(power, measure);
        let built = Power::from_megawatts(x).and_then(intensity);
        same_through_quantity(intensity(Power::from_megawatts(1.0)?)?, built, x)?;
        same_through_quantity(Years::new(1.0)?, Years::new(x), x)?;
    }

    #[test]
    fn prices_and_powers_have_one_range_through_text(x in hostile_number()) {
        let (measure, of) = (real_measure(), PricedHour::Eflops(real_measure()));
        let money = || Money::new(x, Currency::CNY, PriceBasis::Nominal);
        let cost = money().and_then(|money| UnitCost::new(money, measure));
        same_through_text(cost, x, &[(0, " CNY per EFLOPS FP32"), (-9, " bn CNY per EFLOPS FP32")])?;
        let price = |of| money().and_then(|money| ComputePrice::new(money, of));
        same_through_text(price(PricedHour::Card), x, &[(0, " CNY per card-hour"), (-6, " m CNY per card-hour")])?;
        same_through_text(price(of), x, &[(0, " CNY per EFLOPS-hour FP32")])?;
        same_through_text(money().and_then(EnergyPrice::new), x, &[(0, " CNY per kWh")])?;
        let power = || Power::from_megawatts(x);
        same_through_text(power(), x, &[(0, " MW"), (-3, " GW"), (3, "kW")])?;
        let intensity = power().and_then(|power| PowerIntensity::new(power, measure));
        same_through_text(intensity, x, &[(0, " MW per EFLOPS FP32")])?;
        same_through_text(Years::new(x), x, &[(0, " years"), (0, "年")])?;
        refused_as_number::<UnitCost>(x)?;
        refused_as_number::<ComputePrice>(x)?;
        refused_as_number::<EnergyPrice>(x)?;
        refused_as_number::<Power>(x)?;
        refused_as_number::<PowerIntensity>(x)?;
        refused_as_number::<Years>(x)?;
    }

    #[test]
    fn period_has_one_range(year in -20_000..20_000, quarter in -1..7, month in -1..15) {
        prop_assert_eq!(Period::year(year).is_ok(), (1..=9999).contains(&year));
        same_through_number(Period::year(year), f64::from(year))?;
        for (text, built) in [
            (format!("{year:04}"), Period::year(year)),
            (format!("{year:04}-Q{quarter}"), Period::quarter(year, quarter)),
            (format!("{year:04}-{month:02}"), Period::month(year, month)),
        ] {
            let [json, toml] = read_files(&text)?;
            for door in [text.parse().ok(), json, toml] {
                prop_assert_eq!(door, built.clone().ok(), "{}", text);
            }
        }
    }

    #[test]
    fn a_bare_year_must_be_whole(x in hostile_number()) {
        let whole = x.fract() == 0.0 && (1.0..=9999.0).contains(&x);
        for door in read_files::<Period>(&x)? {
            prop_assert_eq!(door.map(Period::calendar_year).map(f64::from), whole.then_some(x));
        }
    }

    #[test]
    fn constructors_refuse_invalid_numbers(x in hostile_number(), y in hostile_number()) {
        let positive = |x: f64| x > 0.0 && x < f64::INFINITY;
        prop_assert_eq!(Interval::closed(x, y).is_ok(), x <= y && x.is_finite() && y.is_finite());
        let rate = ExchangeRate::new(Currency::USD, Currency::CNY, x);
        prop_assert_eq!(rate.is_ok(), positive(x));
        let basis = PriceBasis::constant(2020)?;
        if let Ok(deflator) = Deflator::new(PriceBasis::Nominal, basis, x, y) {
            prop_assert!(positive(x) && positive(y) && positive(deflator.factor()));
        }
        if let Ok(growth) = GrowthRate::from_levels(x, y, 1.0) {
            prop_assert!(positive(x) && positive(y) && in_range(&growth));
        }
        let _ = GrowthRate::from_doubling_time_years(x).map(|growth| growth.at(Frequency::Month));
        for built in [
            Share::from_percent(x).map(Share::get),
            GrowthRate::from_percent(x).map(GrowthRate::get),
            SemiElasticity::from_per_mille(x).map(SemiElasticity::get),
            Capacity::from_eflops(x, real_measure()).map(Capacity::as_eflops),
        ] {
            prop_assert!(built.is_err() || x.is_finite());
        }
    }

    #[test]
    fn from_percent_is_what_the_text_says(
        x in prop_oneof![0.0..100.0, -1e6..1e6],
        places in 0_usize..6,
    ) {
        let x: f64 = format!("{x:.places$}").parse()?;
        prop_assert_eq!(GrowthRate::from_percent(x).ok(), format!("{x} %").parse().ok());
        prop_assert_eq!(Share::from_percent(x).ok(), format!("{x} %").parse().ok());
        prop_assert_eq!(SemiElasticity::from_per_mille(x).ok(), format!("{x} ‰ per point").parse().ok());
        let eflops = Capacity::from_eflops(x, real_measure()).ok();
        prop_assert_eq!(eflops, format!("{x} EFLOPS FP32").parse().ok());
    }
}

proptest! {
    #[test]
    fn numbers_survive_printing(
        share in any::<Share>(),
        interior in interior_share(),
        elasticity in any::<Elasticity>(),
        ratio in any::<GrowthRatio>(),
        semi in any::<SemiElasticity>(),
        score in any::<IndexScore>(),
        factor in any::<Factor>(),
        multiplier in any::<Multiplier>(),
    ) {
        survives(&share)?;
        survives(&interior)?;
        survives(&elasticity)?;
        survives(&ratio)?;
        survives(&semi)?;
        survives(&score)?;
        survives(&factor)?;
        survives(&multiplier)?;
    }

    #[test]
    fn quantities_with_a_kind_survive_printing(
        growth in any::<GrowthRate>(),
        capacity in any::<Capacity>(),
        money in any::<Money>(),
    ) {
        survives(&growth)?;
        survives(&capacity)?;
        survives(&money)?;
        prop_assert_eq!(bits(&format!("{money:#}").parse::<Money>()?), bits(&money));
    }

    #[test]
    fn prices_and_powers_survive_printing(
        cost in any::<UnitCost>(),
        price in any::<ComputePrice>(),
        energy in any::<EnergyPrice>(),
        power in any::<Power>(),
        intensity in any::<PowerIntensity>(),
        years in any::<Years>(),
    ) {
        survives(&cost)?;
        survives(&price)?;
        survives(&energy)?;
        survives(&power)?;
        survives(&intensity)?;
        survives(&years)?;
    }

    #[test]
    fn kinds_survive_printing(
        measure in any::<Measure>(),
        period in any::<Period>(),
        frequency in any::<Frequency>(),
        currency in any::<Currency>(),
        basis in any::<PriceBasis>(),
    ) {
        survives(&measure)?;
        survives(&period)?;
        survives(&frequency)?;
        survives(&currency)?;
        survives(&basis)?;
    }

    #[test]
    fn evidence_survives_files(
        source in any::<evidence::Source>(),
        share in estimate_of(any::<Share>()),
        money in estimate_of(any::<Money>()),
        capacity in estimate_of(any::<Capacity>()),
        interval in any::<Interval>(),
    ) {
        survives_files(&source)?;
        survives_files(&share)?;
        survives_files(&money)?;
        survives_files(&capacity)?;
        survives_files(&interval)?;
    }

    #[test]
    fn hostile_text_is_refused_or_right(text in hostile_text()) {
        withstands::<Share>(&text, in_range)?;
        withstands::<Elasticity>(&text, in_range)?;
        withstands::<GrowthRatio>(&text, in_range)?;
        withstands::<SemiElasticity>(&text, in_range)?;
        withstands::<IndexScore>(&text, in_range)?;
        withstands::<Factor>(&text, in_range)?;
        withstands::<Multiplier>(&text, in_range)?;
        withstands::<GrowthRate>(&text, in_range)?;
        withstands::<Capacity>(&text, in_range)?;
        withstands::<Money>(&text, in_range)?;
        withstands::<UnitCost>(&text, in_range)?;
        withstands::<ComputePrice>(&text, in_range)?;
        withstands::<EnergyPrice>(&text, in_range)?;
        withstands::<Power>(&text, in_range)?;
        withstands::<PowerIntensity>(&text, in_range)?;
        withstands::<Years>(&text, in_range)?;
        withstands::<Period>(&text, |period| (1..=9999).contains(&period.calendar_year()))?;
        withstands::<Measure>(&text, |_| true)?;
        withstands::<Frequency>(&text, |_| true)?;
        withstands::<Currency>(&text, |currency| currency.code().len() == 3)?;
        withstands::<PriceBasis>(&text, |_| true)?;
    }

    #[test]
    fn a_right_text_is_read_by_some_type(text in right_text()) {
        let read = [
            text.parse::<Share>().is_ok(),
            text.parse::<SemiElasticity>().is_ok(),
            text.parse::<GrowthRatio>().is_ok(),
            text.parse::<IndexScore>().is_ok(),
            text.parse::<Multiplier>().is_ok(),
            text.parse::<GrowthRate>().is_ok(),
            text.parse::<Capacity>().is_ok(),
            text.parse::<Measure>().is_ok(),
            text.parse::<Money>().is_ok(),
            text.parse::<UnitCost>().is_ok(),
            text.parse::<ComputePrice>().is_ok(),
            text.parse::<EnergyPrice>().is_ok(),
            text.parse::<Power>().is_ok(),
            text.parse::<PowerIntensity>().is_ok(),
            text.parse::<Years>().is_ok(),
            text.parse::<PriceBasis>().is_ok(),
            text.parse::<Period>().is_ok(),
            text.parse::<Frequency>().is_ok(),
        ];
        prop_assert!(read.contains(&true), "{}", text);
    }
}

proptest! {
    #[test]
    fn periods_count(start in any::<Period>(), m in 0_u32..20_000, n in 0_u32..20_000) {
        if let Ok(later) = start.plus(m) {
            prop_assert_eq!(later.since(start)?, i32::try_from(m)?);
            prop_assert_eq!(start.since(later)?, -i32::try_from(m)?);
            prop_assert_eq!(later.plus(n).ok(), start.plus(m + n).ok());
            prop_assert_eq!(later.ends_after(start), m > 0);
            let years = f64::from(m) / f64::from(start.frequency().per_year());
            prop_assert_eq!(start.years_until(later), years);
        }
        prop_assert_eq!(start.plus(0)?, start);
        prop_assert!(start.plus(u32::MAX).is_err());
    }

    #[test]
    fn years_between_periods_add_up(a in any::<Period>(), b in any::<Period>(), c in any::<Period>()) {
        prop_assert_eq!(a.years_until(b), -b.years_until(a));
        // Months over twelve: each of the three may be off by half a unit in the last place of 1e4.
        prop_assert!((a.years_until(b) + b.years_until(c) - a.years_until(c)).abs() < 1e-11);
        prop_assert_eq!(a.ends_after(b), b.years_until(a) > 0.0);
        prop_assert!(!a.ends_after(a));
        match a.since(b) {
            Ok(_) => prop_assert_eq!(a.frequency(), b.frequency()),
            Err(error) => {
                let named = [a, b].map(|period| error.to_string().contains(&period.frequency().to_string()));
                prop_assert_eq!(named, [true, true], "{}", error);
            }
        }
    }

    #[test]
    fn a_year_ends_with_its_last_parts(year in 1..=9999) {
        let ends = [Period::year(year)?, Period::quarter(year, 4)?, Period::month(year, 12)?];
        for a in ends {
            for b in ends {
                prop_assert_eq!(a.years_until(b), 0.0);
            }
        }
    }

    #[test]
    fn growth_is_the_same_at_any_frequency(growth in typical::<GrowthRate>(), other in any::<Frequency>()) {
        let back = growth.at(other)?.at(growth.frequency())?;
        prop_assert_eq!(back.frequency(), growth.frequency());
        // A year of twelve compounded months: a dozen roundings of a level near one.
        prop_assert!((back.get() - growth.get()).abs() < 1e-14 * 12.0, "{:?}", back);
        prop_assert_eq!(growth.at(growth.frequency())?, growth);
        prop_assert_eq!(growth.at(other)?.get() > 0.0, growth.get() > 0.0);
    }

    #[test]
    fn growth_at_another_frequency_stays_in_range(growth in any::<GrowthRate>(), other in any::<Frequency>()) {
        if let Ok(converted) = growth.at(other) {
            prop_assert!(in_range(&converted));
        }
    }

    #[test]
    fn growth_leads_from_level_to_level(
        from in prop_oneof![0.1..1e3, 1e12..1e15, 1e18..1e22],
        change in -0.9..3.0,
        years in 0.25..30.0,
    ) {
        let to = from * (1.0 + change);
        let steady = GrowthRate::from_levels(from, to, years)?;
        let reached = from * (1.0 + steady.get()).powf(years);
        prop_assert!((reached / to - 1.0).abs() < 1e-12);
        let once = GrowthRate::from_levels(from, to, 1.0)?.get();
        let exact = (to - from) / from;
        prop_assert!((once - exact).abs() <= 1e-15 * exact.abs().max(f64::EPSILON), "{} {}", once, exact);
        let back = GrowthRate::from_levels(to, from, years)?;
        prop_assert!(((1.0 + steady.get()) * (1.0 + back.get()) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn doubling_time_doubles(years in 0.1..100.0) {
        let growth = GrowthRate::from_doubling_time_years(years)?;
        prop_assert!(((1.0 + growth.get()).powf(years) - 2.0).abs() < 1e-12);
    }
}

proptest! {
    #[test]
    fn capacities_of_one_measure_combine(a in typical::<Capacity>(), b in any::<Capacity>()) {
        let b = b.with_number(b.number().min(9e39))?.converted(a.measure(), 1.0)?;
        prop_assert_eq!(a.plus(b)?, b.plus(a)?);
        prop_assert!(a.plus(b)?.as_flop_per_s() >= a.as_flop_per_s());
        // Nothing is in no ratio to anything.
        if a.number() > 1e-200 && b.number() > 1e-200 {
            prop_assert!((a.ratio_to(b)? * b.ratio_to(a)? - 1.0).abs() < 1e-15);
            prop_assert_eq!(a.ratio_to(a)?, 1.0);
        } else if b.number() == 0.0 {
            prop_assert!(a.ratio_to(b).is_err());
        }
    }

    #[test]
    fn capacities_of_two_measures_never_combine(a in typical::<Capacity>(), b in typical::<Capacity>()) {
        let names_both = |error: &Error| {
            let text = error.to_string();
            matches!(error.kind(), ErrorKind::MeasureMismatch { left, right }
                if *left == a.measure() && *right == b.measure())
                && text.contains(&format!("in {} cannot", a.measure()))
                && text.contains(&format!("in {}: state", b.measure()))
        };
        let same = a.measure() == b.measure();
        prop_assert_eq!(a.plus(b).as_ref().err().map(names_both), (!same).then_some(true));
        prop_assert_eq!(a.ratio_to(b).as_ref().err().map(names_both), (!same).then_some(true));
    }

    #[test]
    fn the_unit_of_capacity_changes_nothing(x in 1.0..1e6) {
        let eflops: Capacity = format!("{x} EFLOPS FP32").parse()?;
        // 万P is ten thousand P, so 10^19 operations a second.
        for (power, unit) in [(-3, "ZFLOPS"), (3, "P"), (6, "Tflop/s"), (-1, "万P"), (18, "OPS")] {
            let same: Capacity = format!("{}{unit} FP32", times_ten_to(x, power)?).parse()?;
            prop_assert_eq!(same, eflops);
        }
    }

    #[test]
    fn a_conversion_keeps_ratios(a in typical::<Capacity>(), b in typical::<Capacity>(), to in any::<Measure>(), factor in 0.01..100.0) {
        let b = b.converted(a.measure(), 1.0)?;
        let ratio = a.converted(to, factor)?.ratio_to(b.converted(to, factor)?)?;
        prop_assert!((ratio / a.ratio_to(b)? - 1.0).abs() < 1e-14);
    }

    #[test]
    fn money_of_one_kind_combines(a in any::<Money>(), b in any::<Money>(), factor in -1.0..1.0) {
        let b = a.with_number(b.amount())?;
        prop_assert_eq!(a.plus(b).ok(), b.plus(a).ok());
        prop_assert_eq!(a.minus(b).ok(), a.plus(b.times(-1.0)?).ok());
        prop_assert_eq!(a.minus(a)?.amount(), 0.0);
        prop_assert_eq!(a.times(1.0)?, a);
        prop_assert!(a.times(f64::NAN).is_err());
        let part = a.times(factor)?;
        prop_assert!(part.amount().abs() <= a.amount().abs());
        let ratio = part.ratio_to(a);
        prop_assert!(ratio.is_ok_and(f64::is_finite) || a.amount() == 0.0);
    }

    #[test]
    fn money_of_two_kinds_never_combines(a in any::<Money>(), b in any::<Money>()) {
        let names_both = |error: Error| {
            let text = error.to_string();
            match error.kind() {
                ErrorKind::CurrencyMismatch { left, right } => {
                    (*left, *right) == (a.currency(), b.currency())
                        && text.contains(left.code()) && text.contains(right.code())
                }
                ErrorKind::PriceBasisMismatch { left, right } => {
                    a.currency() == b.currency() && (*left, *right) == (a.basis(), b.basis())
                        && text.contains(&left.to_string()) && text.contains(&right.to_string())
                }
                _ => false,
            }
        };
        if a.currency() != b.currency() || a.basis() != b.basis() {
            prop_assert!(a.plus(b).is_err_and(names_both));
            prop_assert!(a.minus(b).is_err_and(names_both));
            prop_assert!(a.ratio_to(b).is_err_and(names_both));
        }
    }

    #[test]
    fn money_changes_currency_and_prices_there_and_back(a in typical::<Money>(), rate in 0.01..100.0) {
        let (cny, usd) = (Currency::CNY, Currency::USD);
        let there = a.exchanged(ExchangeRate::new(cny, usd, rate)?)?;
        let back = there.exchanged(ExchangeRate::new(usd, cny, 1.0 / rate)?)?;
        prop_assert_eq!(there.currency(), usd);
        prop_assert!((back.ratio_to(a)? - 1.0).abs() < 1e-14);
        prop_assert!(there.exchanged(ExchangeRate::new(cny, usd, rate)?).is_err());

        let (nominal, real) = (PriceBasis::Nominal, PriceBasis::constant(2020)?);
        let there = a.deflated(Deflator::new(nominal, real, rate, 1.0)?)?;
        let back = there.deflated(Deflator::new(real, nominal, 1.0, rate)?)?;
        prop_assert_eq!(there.basis(), real);
        prop_assert!((back.ratio_to(a)? - 1.0).abs() < 1e-14);
        prop_assert!(there.deflated(Deflator::new(nominal, real, rate, 1.0)?).is_err());
    }

    #[test]
    fn intervals_contain_what_lies_between(a in any::<Interval>(), b in any::<Interval>(), x in hostile_number()) {
        prop_assert!(a.low() <= a.high());
        prop_assert!(a.contains(a.low()) && a.contains(a.high()) && a.covers(&a));
        prop_assert_eq!(a.contains(x), a.low() <= x && x <= a.high());
        prop_assert!(!a.contains(f64::NAN) && !a.contains(f64::INFINITY));
        prop_assert_eq!(a.covers(&b), a.contains(b.low()) && a.contains(b.high()));
        if a.covers(&b) && b.covers(&a) {
            prop_assert_eq!(a, b);
        }
    }

    #[test]
    fn open_ends_are_outside(share in typical::<Share>(), growth in typical::<GrowthRate>(), x in hostile_number()) {
        let (unit, above_minus_one) = (share.allowed(), growth.allowed());
        prop_assert!(!above_minus_one.contains(-1.0) && !above_minus_one.contains(f64::INFINITY));
        prop_assert!(above_minus_one.covers(&unit) && !unit.covers(&above_minus_one));
        if unit.contains(x) {
            prop_assert!(above_minus_one.contains(x));
        }
        survives_files(&above_minus_one)?;
        survives_files(&unit)?;
    }

    /// Whatever is built can be written and is read back to the bit, open and infinite ends too.
    #[test]
    fn every_range_survives_files(
        a in hostile_number(),
        b in hostile_number(),
        low_open in any::<bool>(),
        high_open in any::<bool>(),
    ) {
        let (left, right) = (if low_open { '(' } else { '[' }, if high_open { ')' } else { ']' });
        let text = format!("{left}{a:e}, {b:e}{right}");
        let ranges = [
            text.parse::<Interval>(),
            Interval::closed(a, b),
            Interval::at_least(a),
            Interval::at_most(b),
        ];
        for range in ranges.into_iter().flatten() {
            survives_files(&range)?;
            prop_assert!(range.low() <= range.high());
        }
    }

    /// An estimate with any shape of uncertainty, and any range of its driver that is accepted.
    #[test]
    fn every_estimate_survives_files(
        mean in -10.0..10.0_f64,
        spread in 0.001..10.0_f64,
        shape in 0_u8..8,
        source in any::<evidence::Source>(),
        low in hostile_number(),
        high in hostile_number(),
        brackets in any::<[bool; 2]>(),
    ) {
        let (from, to) = (mean - spread, mean + spread);
        let spread: evidence::Estimate<Elasticity> = {
            use compute_impact::uncertainty::{
                Certain, Empirical, Normal, Pert, Triangular, TruncatedNormal, Uniform,
            };
            let uncertainty = match shape {
                0 => Certain::new(mean)?.into(),
                1 => Uniform::new(from, to)?.into(),
                2 => Triangular::new(from, mean, to)?.into(),
                3 => Pert::new(from, mean, to)?.into(),
                4 => Normal::new(mean, spread)?.into(),
                5 => TruncatedNormal::new(mean, spread, Interval::at_least(from)?)?.into(),
                6 => TruncatedNormal::new(mean, spread, Interval::at_most(to)?)?.into(),
                _ => Empirical::weighted(&[to, from, to], &[spread, 1.0, 2.0])?.into(),
            };
            evidence::Estimate::new(Elasticity::new(mean)?, source).with_uncertainty(uncertainty)?
        };
        survives_files(&spread)?;
        let left = if brackets[0] { '(' } else { '[' };
        let right = if brackets[1] { ')' } else { ']' };
        if let Ok(range) = format!("{left}{low:e}, {high:e}{right}").parse::<Interval>() {
            let observed = spread.observed_in(range);
            prop_assert_eq!(observed.is_ok(), low.is_finite() && high.is_finite());
            if let Ok(observed) = observed {
                survives_files(&observed)?;
            }
        }
    }
}

//! The forms that people write, right and wrong, one by one.
#![allow(clippy::unwrap_used, clippy::panic)] // The helpers of these tests fail a test by panicking.

use std::{fmt::Debug, fmt::Display, str::FromStr};

use compute_impact::{
    Capacity, Currency, Deflator, Elasticity, Error, ErrorKind, ExchangeRate, Factor, Frequency,
    GrowthRate, GrowthRatio, IndexScore, Interval, Measure, Money, Multiplier, MultiplierOf,
    Period, Precision, PriceBasis, Quantity, Scope, SemiElasticity, Share,
};
use serde::{Deserialize, de::DeserializeOwned};

fn read<T: FromStr<Err = Error>>(text: &str) -> T {
    text.parse()
        .unwrap_or_else(|error| panic!("`{text}` is right, but: {error}"))
}

/// Every text reads as `value`, and `value` prints as the first.
fn reads<T>(value: &T, texts: &[&str])
where
    T: FromStr<Err = Error> + Display + Debug + PartialEq,
{
    assert_eq!(value.to_string(), texts[0]);
    for text in texts {
        assert_eq!(&read::<T>(text), value, "{text}");
        assert_eq!(&read::<T>(&format!("\t {text} \n")), value, "{text}");
    }
}

/// Every text is refused in the same words.
fn refuses<T: FromStr<Err = Error> + Debug>(expected: &str, texts: &[&str]) {
    for text in texts {
        let message = text.parse::<T>().unwrap_err().to_string();
        assert_eq!(message, format!("{expected}, got `{text}`"));
    }
}

/// The text reads, but the value is out of range.
fn out_of_range<T: FromStr<Err = Error> + Debug>(text: &str, expected: &str) {
    let error = text.parse::<T>().unwrap_err();
    assert_eq!(error.to_string(), expected);
    assert!(matches!(error.kind(), ErrorKind::OutOfRange { .. }));
}

#[derive(Debug, Deserialize)]
struct File<T> {
    value: T,
}

fn toml_error<T: DeserializeOwned + Debug>(line: &str) -> String {
    toml::from_str::<File<T>>(line)
        .map(|file| file.value)
        .unwrap_err()
        .message()
        .to_owned()
}

#[test]
fn shares() -> Result<(), Error> {
    reads(
        &Share::new(0.25)?,
        &[
            "25 %",
            "25%",
            "25％",
            "25 per cent",
            "25 percent",
            "0.25",
            "250 ‰",
            "2.5e1 %",
            "+25 %",
            ".25",
            "25\u{a0}%",
        ],
    );
    reads(&Share::new(0.0)?, &["0 %", "0", "-0 %"]);
    reads(&Share::new(1.0)?, &["100 %", "1"]);
    refuses::<Share>(
        "share must read like `25 %` or `0.25`",
        &[
            "",
            "%",
            "%25",
            "25 %%",
            "25 % %",
            "a quarter",
            "1/4",
            "0,25",
            "25 points",
            "２５ %",
            "25 % per year",
            "--25 %",
            "NaN",
            "inf",
            "1_0 %",
            "0x1",
            "25 percentage points",
        ],
    );
    out_of_range::<Share>("25", "share must lie in [0, 1], got 25");
    out_of_range::<Share>("125 %", "share must lie in [0, 1], got 1.25");
    out_of_range::<Share>("-1 ‰", "share must lie in [0, 1], got -0.001");
    out_of_range::<Share>("1e300", "share must lie in [0, 1], got 1e300");
    out_of_range::<Share>("1e400", "share must lie in [0, 1], got inf");
    Ok(())
}

#[test]
fn coefficients() -> Result<(), Error> {
    reads(&Elasticity::new(0.2)?, &["0.2", "+0.2", "2e-1", ".2"]);
    reads(&Elasticity::new(-0.05)?, &["-0.05", "−0.05"]);
    refuses::<Elasticity>(
        "elasticity must read like `0.2` (per cent per per cent)",
        &[
            "0.2 %",
            "0.2 points per point",
            "1.8 ‰ per point",
            "0,200",
            "0.2x",
            "nan",
            "-inf",
        ],
    );

    reads(
        &GrowthRatio::new(0.2)?,
        &[
            "0.2 points per point",
            "0.2",
            "0.2 pp/pp",
            "0.2 percentage points per percentage point",
        ],
    );
    refuses::<GrowthRatio>(
        "growth ratio must read like `0.2 points per point` or `0.2`",
        &[
            "0.2 %",
            "0.2 points",
            "1.8 ‰ per point",
            "0.2 points per year",
        ],
    );

    reads(
        &SemiElasticity::new(0.0018)?,
        &[
            "1.8 ‰ per point",
            "1.8‰ per point",
            "1.8 ‰/point",
            "1.8 per mille per point",
            "0.18 % per point",
            "0.18 per cent per point",
        ],
    );
    refuses::<SemiElasticity>(
        "semi-elasticity must read like `1.8 ‰ per point` or `0.18 % per point`",
        &[
            "1.8",
            "1.8 ‰",
            "0.0018 per point",
            "1.8 points per point",
            "1.8 ‰ per %",
        ],
    );
    Ok(())
}

#[test]
fn scores_and_factors() -> Result<(), Error> {
    reads(&IndexScore::new(70.0)?, &["70 points", "70", "70points"]);
    refuses::<IndexScore>(
        "index score must read like `70 points`",
        &["70 %", "70 EFLOPS"],
    );
    out_of_range::<IndexScore>("101", "index score must lie in [0, 100], got 101");
    reads(&Factor::new(1.5)?, &["1.5"]);
    refuses::<Factor>("factor must read like `1.5`", &["1.5x", "150 %"]);
    for zero in ["-0", "0", "-1e-400"] {
        assert_eq!(read::<Factor>(zero).to_string(), "0");
        assert_eq!(read::<IndexScore>(zero).to_string(), "0 points");
        assert_eq!(read::<Multiplier>(zero).to_string(), "0");
        assert_eq!(read::<Share>(zero).to_string(), "0 %");
    }
    out_of_range::<Factor>("-1", "factor must lie in [0, inf), got -1");
    Ok(())
}

#[test]
fn multipliers() -> Result<(), Error> {
    let bare = Multiplier::new(3.5, MultiplierOf::Unstated)?;
    reads(&bare, &["3.5", "3.5x", "3.5 x", "3.5×", "3.5倍"]);
    let output = Multiplier::new(3.5, MultiplierOf::GrossOutput)?;
    reads(&output, &["3.5 of gross output", "3.5x of gross output"]);
    reads(
        &bare.over_years(1)?,
        &["3.5 over 1 year", "3.5 over 1 years"],
    );
    let added = Multiplier::new(3.5, MultiplierOf::ValueAdded)?.over_years(5)?;
    reads(
        &added,
        &[
            "3.5 of value added over 5 years",
            "3.5x of value added over 5 years",
        ],
    );
    refuses::<Multiplier>(
        "multiplier must read like `3.5`, `3.5x`, `3.5 of value added` or `3.5 of gross output \
         over 5 years`",
        &[
            "3.5 %",
            "3-4",
            "3.5xx",
            "3.5 of GDP",
            "3.5 over years",
            "3.5 over -1 years",
            "1:3.5",
        ],
    );
    out_of_range::<Multiplier>("-3.5", "multiplier must lie in [0, inf), got -3.5");
    out_of_range::<Multiplier>(
        "3.5 over 0 years",
        "horizon of the multiplier in years must lie in [1, 65535], got 0",
    );
    Ok(())
}

#[test]
fn growth_rates() -> Result<(), Error> {
    reads(
        &GrowthRate::per_year(0.25)?,
        &[
            "25 % per year",
            "25 %",
            "25%",
            "25％",
            "25 per cent",
            "25 per cent per year",
            "25 %/yr",
            "25% / year",
            "25 % p.a.",
            "25 % per annum",
            "25 % a year",
            "25 per cent a year",
            "25%/年",
            "250 ‰",
        ],
    );
    assert_eq!(
        read::<GrowthRate>("46 %/yr"),
        GrowthRate::from_percent(46.0)?
    );
    reads(
        &GrowthRate::from_percent(-0.7)?,
        &["-0.7 % per year", "-0.7 %", "−0.7 %", "-0.7%"],
    );
    reads(
        &GrowthRate::new(0.015, Frequency::Quarter)?,
        &["1.5 % per quarter", "1.5%/quarter", "1.5 % a quarter"],
    );
    reads(
        &GrowthRate::new(0.01, Frequency::Month)?,
        &["1 % per month", "1%/mo"],
    );
    refuses::<GrowthRate>(
        "growth rate must read like `25 % per year` or `1.5 % per quarter`",
        &[
            "25",
            "0.25",
            "0.25 per year",
            "25 % per week",
            "25 % per",
            "25 points",
            "25 p.a.",
            "25 % % per year",
            "25 % per year per year",
            "20-30 %",
            "2x per year",
        ],
    );
    out_of_range::<GrowthRate>("-100 %", "growth rate must lie in (-1, inf), got -1");
    assert_eq!(
        GrowthRate::from_levels(0.0, 1.0, 1.0)
            .unwrap_err()
            .to_string(),
        "level at the start must lie in (0, inf), got 0"
    );
    assert_eq!(
        GrowthRate::from_levels(1.0, 2.0, f64::NAN)
            .unwrap_err()
            .to_string(),
        "time between the levels, in years, must lie in (0, inf), got NaN"
    );
    Ok(())
}

#[test]
fn measures() {
    let national = Measure::new(Precision::Fp32, Scope::InUse);
    reads(&national, &["FP32 in use", "fp32 in use", "FP32  in use"]);
    reads(&Measure::new(Precision::Fp16, Scope::Unstated), &["FP16"]);
    let clusters = Measure::new(Precision::Int8, Scope::AiClusters);
    reads(&clusters, &["INT8 in AI clusters", "int8 AI clusters"]);
    refuses::<Measure>(
        "measure must read like `FP32 in use`, `FP32 installed`, `FP16 in AI clusters` or `FP32`",
        &[
            "",
            "FP",
            "FP12",
            "in use",
            "FP32 somewhere",
            "half precision",
            "FP16/FP32",
        ],
    );
}

#[test]
fn capacities() -> Result<(), Error> {
    let fp32 = Measure::new(Precision::Fp32, Scope::Unstated);
    let fp16 = Measure::new(Precision::Fp16, Scope::Unstated);
    reads(
        &Capacity::from_eflops(230.0, fp32)?,
        &[
            "230 EFLOPS FP32",
            "230EFLOPS FP32",
            "230 EFLOPS (FP32)",
            "230EFLOPS（FP32）",
            "230 EFlops FP32",
            "230 Eflop/s FP32",
            "230 E FP32",
            "230,000 PFLOPS FP32",
            "0.23 ZFLOPS fp32",
            "2.3e20 FLOP/s FP32",
            "23 万P FP32",
            "230\u{a0}EFLOPS\u{a0}FP32",
        ],
    );
    reads(
        &Capacity::from_eflops(301.0, fp16)?,
        &[
            "301 EFLOPS FP16",
            "30.1万P FP16",
            "30.1 万 P FP16",
            "30.1万PFLOPS FP16",
            "301,000 P FP16",
        ],
    );
    reads(
        &Capacity::from_eflops(1590.0, fp16)?,
        &["1.59 ZFLOPS FP16", "1,590 EFLOPS FP16", "1590 EFLOPS FP16"],
    );
    reads(
        &Capacity::from_eflops(748.0, Measure::new(Precision::Fp16, Scope::AiClusters))?,
        &[
            "748 EFLOPS FP16 in AI clusters",
            "748 EFLOPS (FP16 in AI clusters)",
        ],
    );
    let int8 = Measure::new(Precision::Int8, Scope::Unstated);
    reads(
        &Capacity::new(624e12, int8)?,
        &["624 TFLOPS INT8", "624 TOPS INT8"],
    );
    reads(&Capacity::new(1e24, fp32)?, &["1 YFLOPS FP32"]);
    reads(&Capacity::new(1.0, fp32)?, &["1 FLOPS FP32"]);
    reads(&Capacity::new(1e3, fp32)?, &["1 kFLOPS FP32", "1 K FP32"]);
    refuses::<Capacity>(
        "capacity must read like `230 EFLOPS FP32 in use` or `300 P FP16` (the precision must be \
         stated)",
        &[
            "230 EFLOPS",
            "230",
            "230 FP32",
            "30万 FP16",
            "30万卡 FP16",
            "230 eFLOPS FP32",
            "230 EFLOP FP32",
            "1e24 FLOPs FP32",
            "230 EFLOPS FP32 FP16",
            "230 EFLOPS FP12",
            "230 EFLOPS (FP32",
            "230 mFLOPS FP32",
            "2,30 EFLOPS FP32",
            "0,230 EFLOPS FP32",
            "1 590 EFLOPS FP16",
            "230 GW FP32",
            "EFLOPS FP32 230",
            "1e999999999999 EFLOPS FP32",
        ],
    );
    out_of_range::<Capacity>(
        "-1 EFLOPS FP32",
        "capacity in FLOP/s must lie in [0, 1e40], got -1e18",
    );
    out_of_range::<Capacity>(
        "1e30 E FP32",
        "capacity in FLOP/s must lie in [0, 1e40], got 1e48",
    );

    let error = read::<Capacity>("230 EFLOPS FP32 in use")
        .plus(read("435 EFLOPS FP32 installed"))
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "capacity in FP32 in use cannot be combined with capacity in FP32 installed: state a \
         conversion first"
    );
    let error = read::<Capacity>("1 E FP32")
        .converted(fp16, 0.0)
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "conversion factor between measures must lie in (0, inf), got 0"
    );
    Ok(())
}

#[test]
fn money() -> Result<(), Error> {
    let gdp = Money::new(126.06e12, Currency::CNY, PriceBasis::Nominal)?;
    reads(
        &gdp,
        &[
            "126.06 tn CNY",
            "126.06tn CNY",
            "126.06 trillion CNY",
            "126.06 tn RMB",
            "126.06万亿元",
            "126.06 万亿元",
            "126.06万亿元人民币",
            "126.06万亿人民币",
            "1,260,600亿元",
            "126.06\u{a0}tn\u{a0}CNY",
            "126.06 tn CNY at current prices",
        ],
    );
    let digital = Money::new(780e8, Currency::CNY, PriceBasis::Nominal)?;
    reads(&digital, &["78 bn CNY", "780亿元", "78,000 m CNY"]);
    assert_eq!(format!("{gdp:#}"), "126.06万亿元");
    assert_eq!(format!("{digital:#}"), "780亿元");
    assert_eq!(format!("{:#}", read::<Money>("85,200 CNY")), "8.52万元");
    assert_eq!(format!("{:#}", read::<Money>("136 bn USD")), "1360亿美元");
    assert_eq!(format!("{:#}", read::<Money>("5 bn JPY")), "5 bn JPY");

    let real = Money::new(43.5e9, Currency::EUR, PriceBasis::constant(2020)?)?;
    reads(
        &real,
        &["43.5 bn EUR at 2020 prices", "435亿欧元 at 2020 prices"],
    );
    assert_eq!(format!("{real:#}"), "435亿欧元 at 2020 prices");
    reads(
        &read::<Money>("-12000 USD"),
        &["-12000 USD", "−12,000 USD", "-12k USD", "-1.2万美元"],
    );

    refuses::<Money>(
        "money must read like `126.06 tn CNY`, `43.5 bn CNY at 2020 prices`, `126.06万亿元` or \
         `780亿元`",
        &[
            "126.06",
            "126.06 tn",
            "126.06 CNY tn",
            "CNY 126.06 tn",
            "$5",
            "5 dollars",
            "126.06万亿",
            "780亿亿元",
            "780亿港元",
            "5 兆元",
            "3-4 tn CNY",
            "5 tn CNY at 2020",
            "5 tn CNY in 2020 prices",
            "5 tn CNY at 20 prices",
            "5 tn cny",
            "1,26 CNY",
        ],
    );
    out_of_range::<Money>(
        "1e20 tn CNY",
        "amount of money must lie in [-1e30, 1e30], got 1e32",
    );
    Ok(())
}

#[test]
fn mixed_money_is_refused() -> Result<(), Error> {
    let yuan: Money = read("400 bn CNY");
    let dollars: Money = read("136 bn USD");
    let real: Money = read("400 bn CNY at 2020 prices");
    let message = |result: Result<Money, Error>| result.unwrap_err().to_string();
    let currencies = "money in CNY cannot be combined with money in USD: convert at a stated rate";
    assert_eq!(message(yuan.plus(dollars)), currencies);
    assert_eq!(yuan.ratio_to(dollars).unwrap_err().to_string(), currencies);
    assert_eq!(
        message(yuan.minus(real)),
        "money in current prices cannot be combined with money in 2020 prices: state a deflator \
         first"
    );
    let rate = ExchangeRate::new(Currency::USD, Currency::CNY, 7.1)?;
    assert_eq!(message(yuan.exchanged(rate)), currencies);
    let deflator = Deflator::new(
        PriceBasis::Nominal,
        PriceBasis::constant(2020)?,
        104.6,
        100.0,
    )?;
    assert_eq!(
        message(real.deflated(deflator)),
        "money in 2020 prices cannot be combined with money in current prices: state a deflator \
         first"
    );
    assert_eq!(
        yuan.ratio_to(read("0 CNY")).unwrap_err().to_string(),
        "ratio of two amounts of money must lie in (-inf, inf), got inf"
    );
    Ok(())
}

#[test]
fn currencies_and_prices() -> Result<(), Error> {
    reads(&Currency::CNY, &["CNY", "RMB", "yuan", "元", "人民币"]);
    refuses::<Currency>(
        "currency must read like three capital letters such as `CNY`",
        &["", "cny", "dollars", "CN", "美", "CNYY"],
    );
    reads(&PriceBasis::Nominal, &["current prices"]);
    reads(&PriceBasis::constant(2020)?, &["2020 prices"]);
    refuses::<PriceBasis>(
        "price basis must read like `current prices` or `2020 prices`",
        &[
            "",
            "2020",
            "prices",
            "20 prices",
            "12020 prices",
            "next prices",
        ],
    );
    out_of_range::<PriceBasis>(
        "0000 prices",
        "year of constant prices must lie in [1, 9999], got 0",
    );
    Ok(())
}

#[test]
fn periods() -> Result<(), Error> {
    reads(&Period::year(2024)?, &["2024", "2024年"]);
    reads(
        &Period::quarter(2024, 2)?,
        &["2024-Q2", "2024-q2", "2024Q2"],
    );
    reads(
        &Period::month(2024, 6)?,
        &["2024-06", "2024年6月", "2024年06月"],
    );
    reads(&Period::month(2024, 12)?, &["2024-12", "2024年12月"]);
    reads(&Period::year(24)?, &["0024"]);
    refuses::<Period>(
        "period must read like `2024`, `2024-Q2` or `2024-06`",
        &[
            "",
            "24",
            "20245",
            "2024-6",
            "2024-Q",
            "2024-Q11",
            "2024-",
            "2024--06",
            "June 2024",
            "2024/06",
            "2024-06-01",
            "２０２４",
            "-2024",
            "2024年6",
            "2024年月",
            "2024年006月",
            "202年",
            "2024-2025",
            "+024",
        ],
    );
    out_of_range::<Period>("2024-13", "month must lie in [1, 12], got 13");
    out_of_range::<Period>("2024-00", "month must lie in [1, 12], got 0");
    out_of_range::<Period>("2024-Q5", "quarter must lie in [1, 4], got 5");
    out_of_range::<Period>("0000", "year must lie in [1, 9999], got 0");
    // A month of two digits could be the end of a span; it is read as what it says.
    out_of_range::<Period>("2024-25", "month must lie in [1, 12], got 25");

    let quarter: Period = read("2024-Q2");
    assert_eq!(
        quarter.since(read("2023")).unwrap_err().to_string(),
        "period must be a year, got a quarter"
    );
    assert_eq!(quarter.plus(3)?.to_string(), "2025-Q1");
    assert_eq!(
        quarter.plus(40_000).unwrap_err().to_string(),
        "year must lie in [1, 9999], got 12024"
    );
    Ok(())
}

#[test]
fn frequencies() {
    reads(&Frequency::Quarter, &["quarter"]);
    refuses::<Frequency>(
        "frequency must read like `year`, `quarter` or `month`",
        &["", "week", "Year", "yearly"],
    );
}

#[test]
fn intervals() {
    let message = |low, high| Interval::closed(low, high).unwrap_err().to_string();
    assert_eq!(
        message(2.0, 1.0),
        "upper end of the interval must lie in [2, inf), got 1"
    );
    assert_eq!(
        message(f64::NEG_INFINITY, 1.0),
        "lower end of the interval must lie in (-inf, inf), got -inf"
    );
    assert_eq!(
        toml_error::<Interval>("value = [2, 1]").lines().next(),
        Some("upper end of the interval must lie in [2, inf), got 1")
    );
}

#[test]
fn an_interval_prints_and_reads_with_its_brackets() {
    for (interval, json) in [
        (Interval::closed(-0.25, 0.5).unwrap(), "[-0.25,0.5]"),
        (Interval::at_least(0.0).unwrap(), r#""[0, inf)""#),
        (
            Interval::at_most(1.0 / 3.0).unwrap(),
            r#""(-inf, 0.3333333333333333]""#,
        ),
        (read("(0, 1e30)"), r#""(0, 1e30)""#),
        (Elasticity::new(0.2).unwrap().allowed(), r#""(-inf, inf)""#),
        (Share::new(0.2).unwrap().allowed(), "[0.0,1.0]"),
    ] {
        let written = serde_json::to_string(&interval).unwrap();
        assert_eq!(written, json);
        assert_eq!(
            serde_json::from_str::<Interval>(&written).unwrap(),
            interval
        );
    }
    for wrong in [
        "",
        "0, 1",
        "[0, 1",
        "[1, 0]",
        "[0, inf]",
        "[-inf, 0]",
        "(nan, 1)",
        "[0; 1]",
        "[inf, inf)",
        "(-inf, -inf)",
        "[0, 1, 2]",
        "[]",
        "(1, 1]",
        "(",
    ] {
        assert!(wrong.parse::<Interval>().is_err(), "{wrong}");
    }
    for wrong in ["[0]", "[0, 1, 2]", "null", "7", "[0, null]", "{}"] {
        assert!(serde_json::from_str::<Interval>(wrong).is_err(), "{wrong}");
    }
    assert!(Interval::at_least(f64::NAN).is_err() && Interval::at_most(f64::INFINITY).is_err());
}

/// In a sentence: four significant digits, a unit, a prefix that fits, no row of zeros, no -0.
#[test]
fn quantities_have_a_short_form_for_sentences() {
    let third = 1.0 / 3.0;
    let money = |amount| Money::new(amount, Currency::CNY, PriceBasis::Nominal).unwrap();
    let measure = Measure::new(Precision::Fp32, Scope::InUse);
    let capacity = |flops| Capacity::new(flops, measure).unwrap();
    for (short, expected) in [
        (format!("{:.4}", capacity(2.8e20)), "280 EFLOPS FP32 in use"),
        (
            format!("{:.4}", capacity(2.812_345_6e20)),
            "281.2 EFLOPS FP32 in use",
        ),
        (
            format!("{:.4}", capacity(9.999_99e17)),
            "1 EFLOPS FP32 in use",
        ),
        (format!("{:.4}", capacity(1e40)), "1e16 YFLOPS FP32 in use"),
        (format!("{:.4}", money(134.908_41e12)), "134.9 tn CNY"),
        (format!("{:.4}", money(-211.685e9)), "-211.7 bn CNY"),
        (format!("{:.4}", money(-0.0)), "0 CNY"),
        (format!("{:.4}", money(1e30)), "1e18 tn CNY"),
        (format!("{:#.4}", money(134.908_41e12)), "134.9万亿元"),
        (format!("{:.4}", Share::new(third).unwrap()), "33.33 %"),
        (
            format!("{:.4}", GrowthRate::per_year(-0.0).unwrap()),
            "0 % per year",
        ),
        (
            format!("{:.4}", GrowthRate::per_year(1e300).unwrap()),
            "1e302 % per year",
        ),
        (format!("{:.4}", Elasticity::new(third).unwrap()), "0.3333"),
        (
            format!("{:.4}", SemiElasticity::new(0.001_8).unwrap()),
            "1.8 ‰ per point",
        ),
        (
            format!(
                "{:.4}",
                Multiplier::new(7.0 * third, MultiplierOf::ValueAdded).unwrap()
            ),
            "2.333 of value added",
        ),
    ] {
        assert_eq!(short, expected);
    }
    // The form without a precision stays the one that reads back.
    assert_eq!(
        Share::new(third).unwrap().to_string(),
        "33.33333333333333 %"
    );
}

#[test]
fn a_date_without_quotes_says_how_a_period_is_written() {
    for date in ["2024-12-31", "2024-12-31T00:00:00Z", "2024-12-31 12:00:00"] {
        let error = toml_error::<Period>(&format!("value = {date}"));
        assert!(
            error.contains("is written without quotes, which TOML reads as a date: write a text like `2024`, `2024-Q2` or `2024-06`"),
            "{error}"
        );
        assert!(error.starts_with("2024-12-31"), "{error}");
    }
    // Any quantity may be given a date by mistake, and a table is none.
    assert!(toml_error::<Share>("value = 2024-12-31").contains("write a text like `25 %`"));
    assert_eq!(
        toml_error::<Period>("value = { year = 2024, month = 6 }"),
        "invalid type: map, expected a text like `2024`, `2024-Q2` or `2024-06`"
    );
    assert_eq!(
        toml::from_str::<File<Period>>("value = 2024")
            .unwrap()
            .value,
        read("2024")
    );
}

#[test]
fn numbers_in_messages_have_few_digits_and_contradict_nothing() {
    for (x, got) in [
        (1.2, "1.2"),
        (2.014_285_714_285_714_2, "2.014"),
        (1.0_f64.next_up(), "1.0000000000000002"),
        (1e300, "1e300"),
        (-1e-300, "-1e-300"),
        (280_000_000_000_000_000_000.0, "2.8e20"),
        (f64::NAN, "NaN"),
    ] {
        let error = Share::new(x).unwrap_err().to_string();
        assert_eq!(error, format!("share must lie in [0, 1], got {got}"));
    }
}

#[test]
fn bare_numbers_in_files_are_read_only_where_the_unit_is_plain() {
    assert_eq!(
        toml_error::<GrowthRate>("value = 0.25"),
        "growth rate must read like `25 % per year` or `1.5 % per quarter`, got `0.25`"
    );
    assert_eq!(
        toml_error::<Money>("value = 126"),
        "money must read like `126.06 tn CNY`, `43.5 bn CNY at 2020 prices`, `126.06万亿元` or \
         `780亿元`, got `126`"
    );
    assert_eq!(
        toml_error::<Share>("value = 25"),
        "share must lie in [0, 1], got 25"
    );
    assert_eq!(
        toml_error::<Share>("value = true"),
        "invalid type: boolean `true`, expected a text like `25 %` or `0.25`"
    );
    assert_eq!(
        toml_error::<Period>("value = 2024.5"),
        "period must read like `2024`, `2024-Q2` or `2024-06`, got `2024.5`"
    );
    assert_eq!(
        toml_error::<Period>("value = 20240"),
        "year must lie in [1, 9999], got 20240"
    );
    assert!(serde_json::from_str::<Elasticity>("0.2").is_ok());
    assert!(serde_json::from_str::<Elasticity>("null").is_err());
}

#[test]
fn a_message_holds_only_the_start_of_a_long_text() {
    let error = "9 9".repeat(100_000).parse::<Share>().unwrap_err();
    assert!(error.to_string().len() < 150);
}

//! Every figure of the catalogue against the words that it is quoted from: its number stands there with
//! its unit, or follows from numbers there by arithmetic that stands here.
#![allow(clippy::unwrap_used)] // Helpers of tests, which the lint takes for code.

use compute_impact::Period;
use compute_impact::evidence::Timing;
use compute_impact::evidence::catalogue::{Entry, entries, find};

/// Units as they are written behind a number, the longer before those that they begin with.
const UNITS: [(&str, f64); 26] = [
    ("‰", 1e-3),
    ("%", 1e-2),
    ("percent", 1e-2),
    ("per cent", 1e-2),
    ("trillion yuan", 1e12),
    ("billion yuan", 1e9),
    ("tn yuan", 1e12),
    ("bn yuan", 1e9),
    ("m yuan", 1e6),
    ("thousand yuan", 1e3),
    ("yuan", 1.0),
    ("bn dollars", 1e9),
    ("dollars", 1.0),
    ("EFLOPS", 1e18),
    ("PFLOPS", 1e15),
    ("TFLOPS", 1e12),
    ("万P", 1e19),
    ("P", 1e15),
    ("points", 1.0),
    ("years", 1.0),
    ("亿亿", 1e16),
    ("万亿", 1e12),
    ("亿元", 1e8),
    ("万元", 1e4),
    ("元", 1.0),
    ("", 1.0),
];

/// A number of a text, as it is written, and the text behind it.
fn numbers(text: &str) -> Vec<(f64, &str)> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let from = &rest[start..];
        let bytes = from.as_bytes();
        let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
        let mut end = 1;
        while is_digit(end) || (matches!(bytes.get(end), Some(b'.' | b',')) && is_digit(end + 1)) {
            end += 1;
        }
        let number = from[..end].replace(',', "").parse();
        rest = &from[end..];
        // A date such as 2022.09.30 is no number.
        if let Ok(number) = number {
            found.push((number, rest.trim_start()));
        }
    }
    found
}

/// The numbers that a text states, in the units of quantities: each number, and the middle of each range.
fn stated(text: &str) -> Vec<f64> {
    let numbers = numbers(text);
    let mut stated = Vec::new();
    for (place, (number, behind)) in numbers.iter().enumerate() {
        let unit = UNITS.iter().find(|(unit, _)| behind.starts_with(unit));
        let (_, size) = unit.unwrap();
        stated.push(number * size);
        let before = place.checked_sub(1).map(|before| numbers[before]);
        if let Some((low, between)) = before
            && ["-", "–", "~", "to "]
                .iter()
                .any(|mark| between.starts_with(mark))
        {
            stated.push((low + number) / 2.0 * size);
            stated.push(low * size);
        }
    }
    stated
}

/// Figures that are not written in their words, from numbers that are: the figure's number, and half of a
/// unit of the last digit to which it was rounded.
#[rustfmt::skip]
const WORKED_OUT: &[(&str, f64, f64)] = &[
    // The words are those of the white papers, which the note quotes.
    ("caict.growth-ratio.gdp", 0.2, 0.0),
    ("caict.growth-ratio.digital", 0.4, 0.0),
    // Per cent per per cent.
    ("caict.elasticity.gdp-2025", 0.0426, 0.0),
    // "Three to four times".
    ("caict.multiplier.unstated", 3.5, 0.0),
    ("caict.multiplier.direct-output", 2.2 / 2.6, 5e-4),
    ("chengdu.efficiency.raised-by-claim", 1.0 + 0.8, 0.0),
    ("hardware.ai-supercomputers.performance-growth", 2.5 - 1.0, 0.0),
    ("hardware.ai-supercomputers.cost-growth", 2.0 - 1.0, 0.0),
    ("caict.compute.installed.2019-12", (135.0 - 48.0) * 1e18, 0.0),
    ("derived.growth-ratio.gdp-nominal.2016-2021", 9.0 / 46.0, 5e-4),
    ("derived.growth-ratio.digital.2016-2021", 15.0 / 46.0, 5e-4),
    ("derived.growth-ratio.gdp-real.2016-2021", 6.0 / 46.0, 5e-3),
    ("derived.growth-ratio.gdp-in-use.2018-2023", 6.5 / 30.0, 5e-3),
    ("derived.growth-ratio.digital-in-use.2018-2023", 11.5 / 30.0, 5e-3),
    ("derived.growth-ratio.digital.2017-2024", 13.7 / 48.0, 5e-4),
    ("nbs.gdp-growth.nominal.2023", 0.0739 - 0.0276, 0.0),
    ("nbs.gdp-deflator.2019", 1.0731 / 1.06 - 1.0, 5e-5),
    ("nbs.gdp-deflator.2020", 1.0274 / 1.022 - 1.0, 5e-5),
    ("nbs.gdp-deflator.2021", 1.1339 / 1.084 - 1.0, 5e-5),
    ("nbs.gdp-deflator.2022", 1.0483 / 1.03 - 1.0, 5e-5),
    ("nbs.gdp-deflator.2023", 1.0463 / 1.052 - 1.0, 5e-5),
    ("nbs.gdp-deflator.2024", 1.0426 / 1.05 - 1.0, 5e-5),
    ("nbs.gdp-deflator.2025", 1.0391 / 1.05 - 1.0, 5e-5),
    ("hardware.cluster-500.h800", 500.0 * 8.0 * 0.99e15, 0.0),
    ("hardware.cluster-500.ascend-910b", 500.0 * 8.0 * 0.376e15, 0.0),
    // Straight line over a life of 3 and of 6 years.
    ("hardware.depreciation.tax-minimum", 1.0 / 3.0, 5e-4),
    ("hardware.depreciation.hyperscalers", 1.0 / 6.0, 5e-4),
    ("hardware.unit-cost.all-in-2022-q1", 190e9 / 13.5, 5e7),
    // The middle of 2 to 3 bn yuan for 3.96 and for 1.504 EFLOPS.
    ("hardware.unit-cost.cluster-h800", 2.5e9 / 3.96, 5e6),
    ("hardware.unit-cost.cluster-ascend-910b", 2.5e9 / 1.504, 5e6),
    // Of the words only two or three decimals.
    ("panel.elasticity.cross-section", 0.58, 5e-3),
    ("panel.elasticity.country-effects", 0.025, 5e-4),
    ("panel.elasticity.capital", 0.008, 5e-4),
    ("panel.elasticity.year-effects", 0.009, 5e-4),
    ("literature.public-capital.state-effects", 0.0, 0.0),
    ("literature.ai.tfp-after-ten-years", 1.0 + 0.0066, 0.0),
    ("literature.ai.gdp-after-ten-years", 1.0 + f64::midpoint(0.0093, 0.0116), 0.0),
    ("goldman.ai.world-gdp-after-ten-years", 1.0 + 0.07, 0.0),
    // A month has 730 hours.
    ("market.rent.h100.2025-03", 75_000.0 / 8.0 / 730.0, 0.05),
    ("market.rent-rise.2026-02", 1.0 + f64::midpoint(0.2, 0.3), 0.0),
    ("caict.smart-share.installed.2023-12", 2.0 / 3.0, 5e-4),
    ("miit.smart-compute.in-use.2023-06", 0.25 * 197e18, 0.0),
    ("utilisation.supercomputing-internet", 1.0 + 0.4, 0.0),
];

/// Doubling times in years, whose yearly rates have five digits.
const DOUBLING: [(&str, f64); 6] = [
    ("hardware.price-performance.all-gpus", 2.46),
    ("hardware.price-performance.fp16", 2.30),
    ("hardware.price-performance.ml-gpus", 2.07),
    ("hardware.price-performance.top-gpus", 2.95),
    ("hardware.price-performance.fp32-refit", 3.5),
    ("hardware.price-performance.fp16-refit", 3.8),
];

/// A decimal fraction as a text is read, and as a constructor makes it.
fn same(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-12 * a.abs().max(b.abs())
}

#[test]
fn each_figure_stands_in_its_words_or_follows_from_them() {
    let is_worked_out = |entry: &Entry| {
        WORKED_OUT.iter().any(|(id, ..)| *id == entry.id())
            || DOUBLING.iter().any(|(id, _)| *id == entry.id())
    };
    let mut missing = Vec::new();
    for entry in entries().iter().filter(|entry| !is_worked_out(entry)) {
        let number = entry.figure().number();
        if !stated(entry.wording())
            .iter()
            .any(|stated| same(*stated, number))
        {
            missing.push(format!(
                "{}: {} in {}",
                entry.id(),
                entry.figure().value(),
                entry.wording()
            ));
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
    for (id, expected, half) in WORKED_OUT {
        let number = find(id).unwrap().figure().number();
        let is_rounded = (number - expected).abs() <= half * (1.0 + 1e-9);
        assert!(
            is_rounded || same(number, *expected),
            "{id}: {number} for {expected}"
        );
    }
    for (id, years) in DOUBLING {
        let entry = find(id).unwrap();
        let rate = 2_f64.powf(1.0 / years) - 1.0;
        let number = entry.figure().number();
        assert!((number - rate).abs() <= 5.1e-6, "{id}: {number} for {rate}");
        let is_stated = numbers(entry.wording())
            .iter()
            .any(|(number, _)| same(*number, years));
        assert!(is_stated, "{id}: {}", entry.wording());
    }
}

/// A name that ends with a date has a figure of that date: of a stock at it, of a flow that ends with it, or
/// published then.
#[test]
fn the_date_of_a_name_is_that_of_its_figure() {
    let mut dated = 0;
    let mut other = Vec::new();
    for entry in entries() {
        let last = entry.id().rsplit('.').next().unwrap();
        let Ok(period) = last.to_uppercase().parse::<Period>() else {
            continue;
        };
        dated += 1;
        // A year ends with its December. A change over years may be named by its publication.
        let ends = [
            entry.meaning().timing().and_then(Timing::end),
            entry.source().date(),
        ];
        let is_same = |end: &Period| !end.ends_after(period) && !period.ends_after(*end);
        if !ends.iter().flatten().any(is_same) {
            other.push(format!("{}: {ends:?}", entry.id()));
        }
    }
    assert!(dated > 100 && other.is_empty(), "{dated} {other:#?}");
}

/// Peaks of chips and prices at launch, against the table of accelerators of Epoch AI.
#[test]
fn chips_have_the_peaks_and_prices_of_the_table() {
    let file = include_str!("data/epoch_ml_hardware.csv");
    let mut reader = csv::Reader::from_reader(file.as_bytes());
    let header = reader.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let of = |name: &str, column: &str| -> f64 {
        let place = header.iter().position(|held| held == column).unwrap();
        let row = rows.iter().find(|row| &row[0] == name);
        row.unwrap()[place].parse().unwrap()
    };
    for (id, name, column) in [
        (
            "hardware.peak.h100",
            "NVIDIA H100 SXM5 80GB",
            "tensor_fp16_flops",
        ),
        ("hardware.peak.h20", "NVIDIA HGX H20", "tensor_fp16_flops"),
        (
            "hardware.peak.ascend-910b",
            "Huawei Ascend 910B",
            "fp16_flops",
        ),
        (
            "hardware.peak.ascend-910c",
            "Huawei Ascend 910C",
            "fp16_flops",
        ),
        (
            "hardware.price.h100",
            "NVIDIA H100 SXM5 80GB",
            "release_price_usd",
        ),
        ("hardware.price.h20", "NVIDIA HGX H20", "release_price_usd"),
        (
            "hardware.price.ascend-910b",
            "Huawei Ascend 910B",
            "release_price_usd",
        ),
    ] {
        let (number, expected) = (find(id).unwrap().figure().number(), of(name, column));
        // Rounded to three digits.
        let relative = (number / expected - 1.0).abs();
        assert!(relative < 5e-3, "{id}: {number:e} for {expected:e}");
    }
}

//! Summaries, manifests and tallies from elsewhere: what was changed is refused, and what is read
//! can be merged and asked without a panic.
#![allow(clippy::unwrap_used)] // Helpers of tests, which the lint takes for code.

use std::sync::LazyLock;

use compute_impact::kernel::Tally;
use compute_impact::scenario::{Output, Reading};
use compute_impact::simulation::{Fan, Manifest, Scheme, Summary, Target};
use compute_impact::{Scenario, Share, Simulation};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::Value;

use crate::common::resealed;

const IMPACT: Output = Output::Gdp(Reading::Impact);

fn scenario() -> Scenario {
    Scenario::from_toml(include_str!("scenarios/uncertain.toml")).unwrap()
}

/// A run in which some draws fail.
fn failing() -> Scenario {
    let text = include_str!("scenarios/uncertain.toml");
    let text = text.replacen("value = \"5 % per year\"", "value = \"60 % per year\"", 1);
    Scenario::from_toml(&text).unwrap()
}

/// Settings of few outputs, so that a change often meets what decides.
fn settings(scheme: Scheme) -> Simulation {
    let target = Target::at_least(IMPACT, 0.05).unwrap();
    let settings = Simulation::new(64).unwrap().with_seed(5);
    let settings = settings
        .with_outputs([IMPACT, Output::ComputeGrowth])
        .unwrap();
    let settings = settings.with_scheme(scheme).unwrap();
    let settings = settings.with_failures_up_to(Share::new(1.0).unwrap());
    settings.with_targets([target]).unwrap()
}

/// Summaries as JSON text: whole and partial, with pairs, with failures, with kept numbers.
static WRITTEN: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut parted = settings(Scheme::Plain).part(&scenario(), 0..10).unwrap();
    let other = settings(Scheme::Plain).part(&scenario(), 20..64).unwrap();
    parted.merge(&other).unwrap();
    let pairs = settings(Scheme::Antithetic)
        .part(&scenario(), 0..64)
        .unwrap();
    let failed = settings(Scheme::Plain).part(&failing(), 0..64).unwrap();
    let exact = settings(Scheme::Plain);
    let exact = exact.with_exact_quantiles([0.1, 0.5]).unwrap();
    let ranges = exact.locate_quantiles(&scenario()).unwrap();
    let exact = exact.with_quantile_ranges(ranges);
    let kept = exact.part(&scenario(), 0..64).unwrap();
    let all = [parted, pairs, failed, kept];
    all.iter()
        .map(|summary| serde_json::to_string(summary).unwrap())
        .collect()
});

/// The places of all numbers, also of those within quotes, and their lengths.
fn numbers(text: &str) -> Vec<(usize, usize)> {
    let is_part = |byte: u8| byte.is_ascii_hexdigit() || byte == b'-';
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let length = bytes[at..]
            .iter()
            .take_while(|byte| is_part(**byte))
            .count();
        let word = &text[at..at + length];
        if word.bytes().any(|byte| byte.is_ascii_digit()) {
            found.push((at, length));
        }
        at += length.max(1);
    }
    found
}

/// Another text in place of a number.
fn other_number() -> impl Strategy<Value = String> {
    let extremes = vec![
        "0",
        "1",
        "-1",
        "65535",
        "65536",
        "4294967295",
        "9223372036854775807",
        "18446744073709551615",
        "-170141183460469231731687303715884105728",
        "170141183460469231731687303715884105727",
        "1329227995784915872903807060280344575",
        "7fefffffffffffff",
        "7ff0000000000000",
        "fff0000000000000",
        "7ff8000000000000",
        "8000000000000000",
        "0000000000000001",
        "3ff0000000000000",
        "1e400",
        "",
    ];
    prop_oneof![
        2 => select(extremes).prop_map(str::to_owned),
        1 => any::<u64>().prop_map(|number| number.to_string()),
        1 => any::<i128>().prop_map(|number| number.to_string()),
        1 => any::<u64>().prop_map(|number| format!("{number:016x}")),
        2 => (0_u32..70).prop_map(|number| number.to_string()),
    ]
}

/// All lists and tables in a value, to be changed in place.
fn lists(value: &mut Value, visit: &mut impl FnMut(&mut Vec<Value>)) {
    match value {
        Value::Array(items) => {
            visit(items);
            for item in items {
                lists(item, visit);
            }
        }
        Value::Object(fields) => fields.values_mut().for_each(|field| lists(field, visit)),
        _ => {}
    }
}

/// Asks and merges all that can be asked and merged.
fn used(summary: &Summary, whole: &Summary) {
    let mut merged = summary.clone();
    for other in [summary, whole] {
        let _ = merged.merge(other);
    }
    let mut turned = whole.clone();
    let _ = turned.merge(summary);
    assert!(summary.draws_done() <= 64);
    for scenario in [scenario(), failing()] {
        let Ok(fan) = Fan::from_summary(&scenario, summary.clone()) else {
            continue;
        };
        for output in [IMPACT, Output::ComputeGrowth] {
            let series = fan.series(output);
            for (period, of) in series.into_iter().flat_map(|series| series.iter()) {
                let quantile = of.quantile(0.5).unwrap();
                assert!(quantile.value.is_finite(), "{output} in {period}");
                let numbers = [of.mean(), of.standard_deviation(), of.mean_error()];
                assert!(numbers.into_iter().flatten().all(|number| !number.is_nan()));
            }
        }
        let target = fan.targets()[0];
        let chance = fan.probability_by(&target, scenario.until()).unwrap();
        assert!(chance.is_none_or(|chance| (0.0..=1.0).contains(&chance.value())));
    }
}

/// A changed text does not read, or as an equal summary; with a checksum that fits, what reads can
/// be used.
fn is_refused_or_sound(changed: &str, of: usize) {
    let whole: Summary = serde_json::from_str(&WRITTEN[of]).unwrap();
    if let Ok(read) = serde_json::from_str::<Summary>(changed) {
        assert_eq!(read, whole, "{changed}");
    }
    if let Ok(read) = serde_json::from_str::<Summary>(&resealed(changed)) {
        used(&read, &whole);
    }
}

proptest! {
    #[test]
    fn a_changed_number_is_refused(of in 0_usize..4, at in any::<Index>(), number in other_number()) {
        let text = &WRITTEN[of];
        let places = numbers(text);
        let (from, length) = places[at.index(places.len())];
        let changed = format!("{}{number}{}", &text[..from], &text[from + length..]);
        // A change of the checksum alone has no place for another.
        prop_assume!(changed.contains(",\"checksum\":\""));
        is_refused_or_sound(&changed, of);
    }

    #[test]
    fn a_changed_list_is_refused(of in 0_usize..4, at in any::<Index>(), with in any::<Index>(), change in 0..4) {
        let text = &WRITTEN[of];
        let mut value: Value = serde_json::from_str(text).unwrap();
        let mut count = 0;
        lists(&mut value, &mut |items| count += usize::from(!items.is_empty()));
        let mut chosen = at.index(count);
        lists(&mut value, &mut |items| {
            if items.is_empty() {
                return;
            }
            if chosen == 0 {
                let [first, second] = [at, with].map(|index| index.index(items.len()));
                match change {
                    0 => items.swap(first, second),
                    1 => drop(items.remove(first)),
                    2 => items.insert(second, items[first].clone()),
                    _ => items.clear(),
                }
            }
            chosen = chosen.wrapping_sub(1);
        });
        // The order of keys is that of the library where it is read, and here that of the alphabet:
        // the text has another checksum, so it is written by hand in the library's order.
        let body = ["version", "design", "done", "series", "reached", "checksum"]
            .map(|key| format!("\"{key}\":{}", in_order(&value[key])));
        is_refused_or_sound(&format!("{{{}}}", body.join(",")), of);
    }
}

/// The JSON text with the keys of each table in the order in which the library writes them.
fn in_order(value: &Value) -> String {
    const KEYS: [&str; 30] = [
        "library",
        "generator",
        "scenario",
        "periods",
        "seed",
        "draws",
        "scheme",
        "outputs",
        "probabilities",
        "targets",
        "ranges",
        "output",
        "at-least",
        "at-most",
        "failed",
        "first_failed",
        "cells",
        "kept",
        "center",
        "reach",
        "from",
        "to",
        "below",
        "count",
        "pairs",
        "least",
        "greatest",
        "sums",
        "far",
        "overflowed",
    ];
    match value {
        Value::Object(fields) => {
            let place = |key: &str| KEYS.iter().position(|known| *known == key).unwrap_or(99);
            let mut keys: Vec<&String> = fields.keys().collect();
            keys.sort_by_key(|key| place(key));
            let fields = keys
                .iter()
                .map(|key| format!("\"{key}\":{}", in_order(&fields[*key])));
            format!("{{{}}}", fields.collect::<Vec<_>>().join(","))
        }
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(in_order).collect();
            format!("[{}]", items.join(","))
        }
        other => other.to_string(),
    }
}

#[test]
fn the_test_writes_as_the_library_does() {
    for text in WRITTEN.iter() {
        assert_eq!(&resealed(text), text);
        let value: Value = serde_json::from_str(text).unwrap();
        let series = format!("\"series\":{}", in_order(&value["series"]));
        assert!(text.contains(&series));
        let design = format!("\"design\":{}", in_order(&value["design"]));
        assert!(text.contains(&design), "{design}");
        let reached = format!("\"reached\":{}", in_order(&value["reached"]));
        assert!(text.contains(&reached), "{reached}");
        let read: Summary = serde_json::from_str(text).unwrap();
        used(&read, &read);
    }
}

/// Changes that fit a checksum, each of which no run writes.
#[test]
fn a_forged_summary_is_refused_by_what_it_says() {
    let text = &WRITTEN[0];
    let cell = text.find("\"count\":54").unwrap();
    for (from, to, words) in [
        (
            "\"count\":54,\"pairs\":0",
            "\"count\":55,\"pairs\":0",
            "counts make up the count",
        ),
        (
            "\"count\":54,\"pairs\":0",
            "\"count\":54,\"pairs\":9",
            "only antithetic draws",
        ),
        (
            "\"done\":[[0,10],[20,64]]",
            "\"done\":[[0,10],[20,65]]",
            "end with the last draw",
        ),
        (
            "\"done\":[[0,10],[20,64]]",
            "\"done\":[[0,10],[10,54]]",
            "be disjoint",
        ),
        (
            "\"done\":[[0,10],[20,64]]",
            "\"done\":[[20,64],[0,10]]",
            "must ascend",
        ),
        ("\"draws\":64", "\"draws\":0", "number of draws"),
        (
            "\"failed\":0",
            "\"failed\":1",
            "all draws that did not fail",
        ),
        (
            "\"first_failed\":null",
            "\"first_failed\":3",
            "given if any fails",
        ),
        ("\"reach\":\"3", "\"reach\":\"b", "power of two"),
    ] {
        let at = if from.starts_with("\"count") { cell } else { 0 };
        let (before, after) = text.split_at(at);
        assert!(after.contains(from), "{from}");
        let changed = format!("{before}{}", after.replacen(from, to, 1));
        let error = serde_json::from_str::<Summary>(&resealed(&changed)).unwrap_err();
        assert!(error.to_string().contains(words), "{words}: {error}");
        let error = serde_json::from_str::<Summary>(&changed)
            .unwrap_err()
            .to_string();
        assert!(
            error.contains("changed or damaged") || error.contains(words),
            "{error}"
        );
    }
    let without = &text[..text.rfind(",\"checksum\"").unwrap()];
    let error = serde_json::from_str::<Summary>(&format!("{without}}}")).unwrap_err();
    assert!(
        error.to_string().contains("must end with its `checksum`"),
        "{error}"
    );
}

#[test]
fn sums_that_the_bins_do_not_allow_are_refused() {
    let mut tally = Tally::new(0.0, 1.0);
    tally.add(&[0.5, -0.25, 0.75, 40.0]).unwrap();
    let text = serde_json::to_string(&tally).unwrap();
    let read = |text: &str| serde_json::from_str::<Tally>(text);
    assert_eq!(read(&text).unwrap(), tally);
    let value: Value = serde_json::from_str(&text).unwrap();
    let digits = value["far"][0].as_array().unwrap().len();
    assert_eq!(digits, 136);
    let refused = |place: &str, with: Value| {
        let mut other = value.clone();
        *other.pointer_mut(place).unwrap() = with;
        let error = serde_json::from_value::<Tally>(other).unwrap_err();
        error.to_string()
    };
    let unit = i128::from(1_i64 << 50);
    for (place, with, words) in [
        ("/sums/0", (3 * unit).to_string(), "of numbers in the bins"),
        ("/sums/1", "-1".to_owned(), "squares be negative"),
        ("/sums/1", (4 * unit).to_string(), "of numbers in the bins"),
        ("/sums/2", (6 * unit).to_string(), "count times 2^50"),
        ("/far/0/0", i128::MIN.to_string(), "136 digits"),
        ("/far/0/0", ((1_i128 << 120) - 1).to_string(), "136 digits"),
        ("/far/1/135", "-1".to_owned(), "136 digits"),
        (
            "/least",
            "c000000000000000".to_owned(),
            "first and the last bin",
        ),
        (
            "/greatest",
            "7fefffffffffffff".to_owned(),
            "first and the last bin",
        ),
    ] {
        let error = refused(place, Value::String(with));
        assert!(error.contains(words), "{place}: {error}");
    }
    let error = refused("/far", Value::Null);
    assert!(error.contains("out of reach"), "{error}");
    let error = refused("/bins/0/1", serde_json::json!(u64::MAX));
    assert!(error.contains("make up the count"), "{error}");

    // The square of a number may overflow, and then says so.
    tally.add(&[-1e200]).unwrap();
    let text = serde_json::to_string(&tally).unwrap();
    assert_eq!(read(&text).unwrap(), tally);
    let marks = "\"overflowed\":[false,true,true,false]";
    assert!(text.contains(marks));
    let without = text.replace(marks, "\"overflowed\":[false,false,true,false]");
    let error = read(&without).unwrap_err().to_string();
    assert!(error.contains("out of reach"), "{error}");
}

#[test]
fn a_manifest_that_was_changed_is_refused() {
    let manifest = settings(Scheme::Plain).run(&scenario()).unwrap().manifest();
    let text = serde_json::to_string(&manifest).unwrap();
    assert_eq!(serde_json::from_str::<Manifest>(&text).unwrap(), manifest);
    assert_eq!(resealed(&text), text);
    for (at, length) in numbers(&text) {
        let changed = format!("{}7{}", &text[..at], &text[at + length..]);
        if let Ok(read) = serde_json::from_str::<Manifest>(&changed) {
            assert_eq!(read, manifest);
        }
    }
    for (from, to, words) in [
        ("\"draws_done\":64", "\"draws_done\":65", "at most all"),
        ("\"draws_done\":64", "\"draws_done\":0", "at least one"),
        (
            "\"exact_quantiles\":[]",
            "\"exact_quantiles\":[5.0]",
            "probability of a quantile",
        ),
        ("\"draws\":64", "\"draws\":0", "number of draws"),
        (manifest.digest(), "00", "32 hexadecimal digits"),
        ("\"periods\":", "\"periods\":99", "at most 1,200 periods"),
    ] {
        let changed = resealed(&text.replacen(from, to, 1));
        assert_ne!(changed, text);
        let error = serde_json::from_str::<Manifest>(&changed).unwrap_err();
        assert!(error.to_string().contains(words), "{words}: {error}");
    }
}

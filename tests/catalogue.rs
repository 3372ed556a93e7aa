//! The catalogue against the figures as they were collected, and the promises it makes.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // Helpers fail a test by panicking.

use std::collections::BTreeSet;

use compute_impact::evidence::catalogue::{self, Entry, entries, find, hubs, idc_tiers, search};
use compute_impact::evidence::{Confidence, Estimate, EvidenceKind, Figure, Timing, Window};
use compute_impact::{
    Capacity, Elasticity, ErrorKind, Factor, Frequency, GrowthRate, GrowthRatio, MultiplierOf,
    Quantity, SemiElasticity, Share,
};

const FIGURES: &str = include_str!("data/china_compute.csv");
const IDS: &str = include_str!("data/catalogue_ids.csv");

/// Quantities of the collection that no type of the library holds (counts of racks), or that
/// follow from others (the chained index).
const LEFT_OUT: [&str; 2] = ["racks_in_use", "gdp_real_index"];

/// Splits a line at commas outside quotation marks.
fn fields(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(String::new()),
            c => fields.last_mut().expect("never empty").push(c),
        }
    }
    fields
}

/// One row of the collection.
struct Row {
    year: String,
    quantity: String,
    value: f64,
    unit: String,
    definition: String,
    publisher: String,
    confidence: String,
}

fn figures() -> Vec<Row> {
    FIGURES
        .lines()
        .skip(1)
        .map(|line| {
            let mut fields = fields(line).into_iter();
            let mut next = || fields.next().expect("eight columns");
            let (year, quantity, value, unit) = (next(), next(), next(), next());
            let (definition, publisher, _title, confidence) = (next(), next(), next(), next());
            Row {
                year,
                quantity,
                value: value.parse().expect("a number"),
                unit,
                definition,
                publisher,
                confidence,
            }
        })
        .collect()
}

/// The typed value in the unit of the collection.
fn in_unit(figure: &Figure, unit: &str) -> f64 {
    match (figure, unit) {
        (Figure::Capacity(estimate), "EFLOPS") => estimate.value().as_eflops(),
        (Figure::Money(estimate), "bn CNY" | "bn CNY/yr") => {
            assert_eq!(estimate.value().currency().code(), "CNY");
            estimate.value().amount() / 1e9
        }
        (Figure::Share(estimate), "%") => estimate.value().get() * 100.0,
        (Figure::GrowthRate(estimate), "%" | "%/yr" | "% y/y") => estimate.value().get() * 100.0,
        (Figure::Years(estimate), "years") => estimate.value().get(),
        (Figure::Factor(estimate), "ratio") => estimate.value().get(),
        (figure, unit) => panic!("{} in {unit}", figure.quantity()),
    }
}

fn near(left: f64, right: f64) -> bool {
    (left - right).abs() <= 1e-12 * right.abs()
}

/// Each entry with the rows of the collection that it stands for.
fn matched() -> Vec<(&'static Entry, Vec<Row>)> {
    IDS.lines()
        .skip(1)
        .map(|line| {
            let fields = fields(line);
            let [id, year, quantity, definition] = &fields[..] else {
                panic!("four columns: {line}");
            };
            let rows = figures()
                .into_iter()
                .filter(|row| row.year == *year && row.quantity == *quantity)
                .filter(|row| row.definition.contains(definition) && row.confidence != "memory")
                .collect();
            (find(id).expect("every id is in the catalogue"), rows)
        })
        .collect()
}

#[test]
fn values_dates_and_confidence_are_those_of_the_collection() {
    for (entry, rows) in matched() {
        let id = entry.id();
        assert!(!rows.is_empty(), "{id} has no row");
        for row in &rows {
            let value = in_unit(entry.figure(), &row.unit);
            assert!(near(value, row.value), "{id}: {value} for {}", row.value);
            let timing = entry.meaning().timing().expect("dated");
            match row.year.split_once('-') {
                Some((first, last)) if last.len() == 4 => {
                    let window: Window = format!("{first} to {last}").parse().expect("a window");
                    assert_eq!(timing.window(), Some(window), "{id}");
                }
                // A sum every year has no date of its own; its source has.
                _ if timing == Timing::Every(Frequency::Year) => assert_eq!(
                    entry.source().date(),
                    Some(row.year.parse().expect("a date")),
                    "{id}"
                ),
                _ => assert_eq!(
                    timing.end(),
                    Some(row.year.parse().expect("a date")),
                    "{id}"
                ),
            }
        }
        let confidence = entry.source().confidence().to_string();
        assert!(
            rows.iter().any(|row| row.confidence == confidence),
            "{id} has confidence {confidence}"
        );
    }
}

#[test]
fn measures_keep_the_three_series_apart() {
    for (entry, rows) in matched() {
        let Figure::Capacity(estimate) = entry.figure() else {
            continue;
        };
        let measure = estimate.value().measure().to_string();
        let row = &rows[0];
        let expected = if row.quantity.contains("fp16_idc") {
            "FP16 in AI clusters"
        } else if row.quantity.contains("fp16") {
            "FP16 in use"
        } else if row.definition.starts_with("Computing-device side") {
            "FP32 installed"
        } else if row.definition.contains("precision not stated") {
            "FP32"
        } else {
            "FP32 in use"
        };
        assert_eq!(measure, expected, "{}", entry.id());
    }
}

#[test]
fn every_sourced_row_has_an_entry_and_no_row_from_memory_has() {
    let covered: BTreeSet<(String, String, String)> = matched()
        .into_iter()
        .flat_map(|(_, rows)| rows)
        .map(|row| (row.year, row.quantity, row.value.to_string()))
        .collect();
    let mut memory = 0;
    for row in figures() {
        if row.confidence == "memory" {
            memory += 1;
            for entry in entries() {
                let same = match entry.figure() {
                    Figure::Capacity(_) if row.unit == "EFLOPS" => true,
                    Figure::Money(estimate) => {
                        row.unit == "bn CNY" && estimate.value().currency().code() == "CNY"
                    }
                    _ => false,
                };
                let same = same && near(in_unit(entry.figure(), &row.unit), row.value);
                assert!(!same, "{} is from memory: {}", entry.id(), row.publisher);
            }
        } else if !LEFT_OUT.contains(&row.quantity.as_str()) {
            let key = (row.year, row.quantity, row.value.to_string());
            assert!(covered.contains(&key), "no entry for {key:?}");
        }
    }
    assert_eq!(memory, 8);
}

#[test]
fn coefficients_are_the_published_ones() {
    fn value<Q: Quantity>(id: &str) -> f64
    where
        Estimate<Q>: TryFrom<Figure, Error = compute_impact::Error>,
    {
        let estimate = Estimate::<Q>::from_catalogue(id).expect("an entry of this kind");
        estimate.value().number()
    }
    let cases = [
        (value::<GrowthRatio>("caict.growth-ratio.gdp"), 0.2),
        (value::<GrowthRatio>("caict.growth-ratio.digital"), 0.4),
        (value::<Elasticity>("caict.elasticity.gdp-2025"), 0.0426),
        (
            value::<SemiElasticity>("idc.semi-elasticity.2020.gdp"),
            0.0018,
        ),
        (
            value::<SemiElasticity>("idc.semi-elasticity.2020.digital"),
            0.0033,
        ),
        (
            value::<SemiElasticity>("idc.semi-elasticity.2021.gdp"),
            0.0018,
        ),
        (
            value::<SemiElasticity>("idc.semi-elasticity.2021.digital"),
            0.0035,
        ),
        (
            value::<SemiElasticity>("idc.semi-elasticity.2022.gdp"),
            0.0017,
        ),
        (
            value::<SemiElasticity>("idc.semi-elasticity.2022.digital"),
            0.0036,
        ),
        (value::<Elasticity>("literature.ict.corrected"), 0.003),
        (
            value::<Elasticity>("derived.elasticity.neoclassical"),
            0.014,
        ),
        (
            value::<Elasticity>("panel.elasticity.cross-section"),
            0.5777,
        ),
        (
            value::<Elasticity>("panel.elasticity.country-effects"),
            0.025_484,
        ),
        (value::<Elasticity>("panel.elasticity.capital"), 0.008_173),
        (
            value::<Elasticity>("panel.elasticity.year-effects"),
            0.008_718,
        ),
        (
            value::<Elasticity>("literature.public-capital.pooled"),
            0.15,
        ),
        (value::<Share>("chengdu.efficiency.raised-to"), 0.8),
        (value::<Factor>("chengdu.efficiency.raised-by-claim"), 1.8),
    ];
    for (at, (found, published)) in cases.into_iter().enumerate() {
        assert!(near(found, published), "case {at}: {found} for {published}");
    }
}

#[test]
fn derived_figures_follow_from_their_parts() {
    let number = |id: &str| match find(id).expect("an entry").figure() {
        Figure::Money(estimate) => estimate.value().amount(),
        Figure::Capacity(estimate) => estimate.value().as_flop_per_s(),
        Figure::Multiplier(estimate) => estimate.value().get(),
        Figure::GrowthRate(estimate) => estimate.value().get(),
        Figure::GrowthRatio(estimate) => estimate.value().get(),
        Figure::Share(estimate) => estimate.value().get(),
        other => panic!("{}", other.quantity()),
    };
    let quotients = [
        (
            "caict.multiplier.direct-output",
            "caict.direct-output.2021",
            "caict.computer-industry.2021",
        ),
        (
            "pwc.multiplier.value-added",
            "pwc.total-gdp.2021",
            "pwc.direct-gdp.2021",
        ),
        (
            "derived.growth-ratio.gdp-nominal.2016-2021",
            "caict.gdp-growth.2016-2021",
            "caict.compute-growth.installed.2016-2021",
        ),
        (
            "derived.growth-ratio.digital.2016-2021",
            "caict.digital-growth.2016-2021",
            "caict.compute-growth.installed.2016-2021",
        ),
        (
            "derived.growth-ratio.digital.2017-2024",
            "caict.digital-growth.2017-2024",
            "caict.compute-growth.installed.2017-2024",
        ),
        (
            "caict.smart-share.installed.2025-06",
            "caict.smart-compute.installed.2025-06",
            "caict.compute.installed.2025-06",
        ),
        (
            "miit.smart-share.in-use.2024-12",
            "miit.smart-compute.in-use.2024-12",
            "miit.compute.in-use.2024-12",
        ),
    ];
    for (quotient, over, under) in quotients {
        let expected = number(over) / number(under);
        // Published and derived figures are rounded to two or three digits.
        let relative = (number(quotient) - expected).abs() / expected;
        assert!(relative < 0.01, "{quotient}: {expected}");
    }
    let doubling = [
        ("all-gpus", 2.46),
        ("fp16", 2.30),
        ("ml-gpus", 2.07),
        ("top-gpus", 2.95),
        ("fp32-refit", 3.5),
        ("fp16-refit", 3.8),
    ];
    for (name, years) in doubling {
        let rate = GrowthRate::from_doubling_time_years(years)
            .expect("a rate")
            .get();
        let held = number(&format!("hardware.price-performance.{name}"));
        assert!((held - rate).abs() < 1e-5, "{name}: {held} for {rate}");
    }
}

#[test]
fn the_rule_of_thumb_is_no_elasticity_and_its_kinds_do_not_mix() {
    for id in ["caict.growth-ratio.gdp", "caict.growth-ratio.digital"] {
        let ratio = Estimate::<GrowthRatio>::from_catalogue(id).expect("a growth ratio");
        assert_eq!(ratio.source().kind(), EvidenceKind::RatioOfGrowthRates);
        let observed = ratio.observed().expect("a range of growth");
        assert!(observed.contains(0.46) && !observed.contains(0.25));
        let error = Estimate::<Elasticity>::from_catalogue(id).expect_err("another kind");
        assert!(matches!(error.kind(), ErrorKind::WrongQuantity { .. }));
    }
    let late = find("caict.elasticity.gdp-2025").expect("an entry");
    assert_eq!(late.source().confidence(), Confidence::Low);
    let meanings = [
        ("gross-output", MultiplierOf::GrossOutput),
        ("value-added", MultiplierOf::ValueAdded),
        ("unstated", MultiplierOf::Unstated),
    ];
    for (name, of) in meanings {
        let id = format!("caict.multiplier.{name}");
        let Figure::Multiplier(estimate) = find(&id).expect("an entry").figure() else {
            panic!("{id} is a multiplier");
        };
        assert_eq!(estimate.value().of(), of);
        assert!(near(estimate.value().get(), 3.5));
    }
}

#[test]
fn ids_are_unique_and_well_formed() {
    let mut seen = BTreeSet::new();
    for entry in entries() {
        let id = entry.id();
        assert!(seen.insert(id), "{id} twice");
        assert!(
            id.split('.').count() >= 2
                && id.split('.').all(|part| !part.is_empty())
                && id
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b".-".contains(&b)),
            "{id}"
        );
        assert_eq!(find(id).expect("found by its own name"), entry);
    }
    assert!(seen.len() > 250, "{}", seen.len());
}

#[test]
fn every_entry_has_its_words_and_its_citation() {
    for entry in entries() {
        let id = entry.id();
        assert!(!entry.wording().trim().is_empty(), "{id} has no wording");
        assert!(!entry.note().trim().is_empty(), "{id} has no note");
        assert!(entry.to_string().contains(&entry.citation()), "{id}");
        assert_ne!(entry.source().kind(), EvidenceKind::Assumption, "{id}");
        for text in [entry.wording(), entry.note()] {
            assert!(!text.contains("  "), "{id}: {text}");
        }
        if id.starts_with("caict.") {
            assert!(entry.citation().starts_with("Source: CAICT"), "{id}");
        }
    }
}

#[test]
fn targets_and_forecasts_say_what_they_are() {
    for entry in entries() {
        let kind = entry.source().kind();
        if entry.id().contains(".target.") {
            assert_eq!(kind, EvidenceKind::PolicyTarget, "{}", entry.id());
        }
        if entry.id().contains(".forecast.") {
            assert_eq!(kind, EvidenceKind::Forecast, "{}", entry.id());
        }
    }
    let share = Estimate::<Share>::from_catalogue("miit.target.smart-share.2025");
    assert_eq!(share.expect("a share").value().to_string(), "35 %");
    let total = Estimate::<Capacity>::from_catalogue("miit.target.compute.2025");
    assert_eq!(
        total.expect("a capacity").value().to_string(),
        "300 EFLOPS FP32 in use"
    );
}

#[test]
fn regressions_state_their_sample() {
    let regression = |id: &str| find(id).expect("an entry").source().kind();
    assert_eq!(
        regression("panel.elasticity.capital"),
        EvidenceKind::Regression {
            observations: 764,
            standard_error: Some(0.003_484),
            controls: true
        }
    );
    assert_eq!(
        regression("panel.elasticity.cross-section"),
        EvidenceKind::Regression {
            observations: 28,
            standard_error: Some(0.0956),
            controls: false
        }
    );
}

#[test]
fn misreadings_name_their_originals() {
    for (claim, original) in [
        (
            "chengdu.ai-industry.valuation-claim",
            "chengdu.ai-industry.scale-2023",
        ),
        (
            "chengdu.efficiency.raised-by-claim",
            "chengdu.efficiency.raised-to",
        ),
    ] {
        let claim = find(claim).expect("an entry");
        let original = find(original).expect("an entry");
        let contradicted = claim.meaning().contradicted().expect("contradicted");
        assert_eq!(contradicted.entry(), Some(original));
        assert_eq!(claim.source().confidence(), Confidence::Low);
        assert_eq!(claim.source().kind(), EvidenceKind::PressReport);
        assert!(original.source().confidence() > Confidence::Low);
    }
}

#[test]
fn hubs_are_eight_and_clusters_ten() {
    let clusters: Vec<_> = hubs().iter().flat_map(|hub| hub.clusters).collect();
    assert_eq!((hubs().len(), clusters.len()), (8, 10));
    let names: BTreeSet<_> = clusters.iter().map(|cluster| cluster.name).collect();
    let chinese: BTreeSet<_> = clusters
        .iter()
        .map(|cluster| cluster.chinese_name)
        .collect();
    assert_eq!((names.len(), chinese.len()), (10, 10));
    assert!(chinese.iter().all(|name| name.ends_with("集群")));
    assert!(clusters.iter().all(|cluster| !cluster.seat.is_empty()));
}

#[test]
fn tiers_of_the_index_are_at_40_and_60() {
    let tiers: Vec<_> = idc_tiers()
        .iter()
        .map(|tier| (tier.above_points.get(), tier.factor.get()))
        .collect();
    assert_eq!(tiers, [(40.0, 1.5), (60.0, 3.0)]);
    for tier in idc_tiers() {
        let usable = tier.tier();
        assert_eq!(
            (usable.above(), usable.factor()),
            (tier.above_points, tier.factor)
        );
    }
}

#[test]
fn what_caict_publishes_is_no_official_statistic() {
    for (entry, rows) in matched() {
        if rows.iter().all(|row| row.publisher.starts_with("CAICT")) {
            let kind = entry.source().kind();
            assert_ne!(kind, EvidenceKind::OfficialStatistic, "{}", entry.id());
        }
    }
}

#[test]
fn figures_published_as_more_than_say_that_they_are_bounds() {
    for id in [
        "caict.smart-share.installed.2020-12",
        "caict.smart-share.installed.2021-12",
        "miit.compute.in-use.2021-12",
        "miit.compute.in-use.2022-06",
        "miit.smart-compute.fp16.2025-12",
        "miit.target.compute.2025",
        "miit.rack-occupancy.2021-12",
        "utilisation.chengdu-2022.expected",
        "edwc.investment.project-total-2022",
        "edwc.investment.since-launch-2023",
        "edwc.investment.driven-2024-06",
        "edwc.forecast.driven-2021-2025",
        "edwc.capacity.qingyang.2025-12",
        "edwc.green-power.zhangjiakou.2024",
        "chengdu.ai-industry.scale-2024-q3",
        "chengdu.compute.2024-q3",
        "nbs.gdp.2023.preliminary",
    ] {
        let note = find(id).expect("an entry").note().to_lowercase();
        assert!(note.contains("a lower bound"), "{id}: {note}");
    }
}

#[test]
fn entries_and_hubs_serialize() {
    let entry = find("caict.compute.installed.2023-12").expect("an entry");
    let written = serde_json::to_value(entry).expect("a map");
    assert_eq!(written["id"], entry.id());
    assert_eq!(written["value"], "435 EFLOPS FP32 installed");
    assert_eq!(written["meaning"]["timing"]["stock"], "2023-12");
    assert_eq!(written["citation"], entry.citation());
    assert_eq!(
        written["source"],
        serde_json::to_value(entry.source()).unwrap()
    );
    let hubs = serde_json::to_value(hubs()).expect("a list");
    assert_eq!(hubs[3]["chinese_name"], "成渝");
    assert_eq!(hubs[0]["clusters"][0]["name"], "Zhangjiakou");
    for entry in entries() {
        serde_json::to_string(entry).unwrap();
    }
}

#[test]
fn search_asks_for_every_word_anywhere_in_any_case() {
    let ids = |text: &str| search(text).unwrap().map(Entry::id).collect::<Vec<_>>();
    assert_eq!(
        ids("MISTRANSLATION chengdu"),
        ids("chengdu mistranslation"),
        "order does not matter"
    );
    assert!(ids("caict 0.2 points").contains(&"caict.growth-ratio.gdp"));
    assert!(ids("产业规模").contains(&"chengdu.ai-industry.scale-2023"));
    assert!(ids("tsinghua ‰").len() == 6);
    assert!(ids("Acemoglu").contains(&"literature.ai.tfp-after-ten-years"));
    assert!(ids("meta-analysis").contains(&"literature.ict.corrected"));
    assert!(ids("caict confidence low").contains(&"caict.elasticity.gdp-2025"));
    let smart = ids("智能算力");
    for prefix in ["miit.smart-share", "caict.smart-share", "idc.smart-compute"] {
        assert!(
            catalogue::series(prefix).all(|entry| smart.contains(&entry.id())),
            "{prefix}"
        );
    }
    assert!(ids("no such words at all").is_empty());
    assert_eq!(ids("").len(), entries().len());
}

#[test]
fn series_take_whole_parts() {
    let installed: Vec<_> = catalogue::series("caict.compute.installed").collect();
    assert_eq!(installed.len(), 6);
    assert!(catalogue::series("caict.compute").count() == 6);
    assert_eq!(catalogue::series("caict.comp").count(), 0);
    assert_eq!(catalogue::series("caict.growth-ratio.gdp").count(), 1);
    let dates: Vec<_> = installed
        .iter()
        .filter_map(|entry| entry.meaning().timing()?.end())
        .collect();
    assert!(dates.windows(2).all(|pair| pair[1].ends_after(pair[0])));
}

#[test]
fn unknown_ids_suggest_the_nearest() {
    let nearest = |id: &str| match find(id).expect_err("unknown").kind() {
        ErrorKind::Unknown { nearest, .. } => nearest.clone(),
        other => panic!("{other}"),
    };
    let suggested = [
        ("caict.growth-ratio.gpd", "caict.growth-ratio.gdp"),
        ("CAICT.growth_ratio.digital", "caict.growth-ratio.digital"),
        ("miit.compute.inuse.2023-12", "miit.compute.in-use.2023-12"),
        ("caict.elasticity.gdp", "caict.elasticity.gdp-2025"),
    ];
    for (given, id) in suggested {
        assert_eq!(nearest(given).as_deref(), Some(id), "{given}");
    }
    assert_eq!(nearest("the price of tea in China"), None);
    assert_eq!(nearest(&"x".repeat(1_000_000)), None);
}

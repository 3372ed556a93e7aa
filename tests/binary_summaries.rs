//! Summaries in their binary form: the same to the bit when read, and refused when anything changed.
#![allow(clippy::unwrap_used)] // Helpers of tests, which the lint takes for code.

use std::sync::LazyLock;

use compute_impact::scenario::{Output, Reading};
use compute_impact::simulation::{Fan, Scheme, Summary, Target};
use compute_impact::{ErrorKind, Scenario, Share, Simulation};
use proptest::prelude::*;
use proptest::sample::Index;

const IMPACT: Output = Output::Gdp(Reading::Impact);
/// The bytes before the contents, and those of the checksum after them.
const HEAD: usize = 20;
const CHECKSUM: usize = 16;

fn scenario() -> Scenario {
    Scenario::from_toml(include_str!("scenarios/uncertain.toml")).unwrap()
}

/// A run in which some draws fail.
fn failing() -> Scenario {
    let text = include_str!("scenarios/uncertain.toml");
    let text = text.replacen("value = \"5 % per year\"", "value = \"60 % per year\"", 1);
    Scenario::from_toml(&text).unwrap()
}

fn settings(scheme: Scheme, draws: u64) -> Simulation {
    let targets = [
        Target::at_least(IMPACT, 0.05).unwrap(),
        Target::at_most(Output::ComputeGrowth, 0.3).unwrap(),
    ];
    let settings = Simulation::new(draws).unwrap().with_seed(5);
    let settings = settings.with_outputs([IMPACT, Output::ComputeGrowth]);
    let settings = settings.unwrap().with_scheme(scheme).unwrap();
    let settings = settings.with_failures_up_to(Share::new(1.0).unwrap());
    settings.with_targets(targets).unwrap()
}

/// Settings that keep numbers for exact quantiles.
fn exact(draws: u64) -> Simulation {
    let exact = settings(Scheme::Plain, draws);
    let exact = exact.with_exact_quantiles([0.1, 0.5]).unwrap();
    let ranges = exact.locate_quantiles(&scenario()).unwrap();
    exact.with_quantile_ranges(ranges)
}

/// Small summaries: partial, with pairs, with failures, with kept numbers.
static SMALL: LazyLock<Vec<Summary>> = LazyLock::new(|| {
    let plain = settings(Scheme::Plain, 64);
    let mut parted = plain.part(&scenario(), 0..10).unwrap();
    parted
        .merge(&plain.part(&scenario(), 20..64).unwrap())
        .unwrap();
    let pairs = settings(Scheme::Antithetic, 64);
    vec![
        parted,
        pairs.part(&scenario(), 0..64).unwrap(),
        plain.part(&failing(), 0..64).unwrap(),
        exact(64).part(&scenario(), 0..64).unwrap(),
    ]
});

/// FNV-1a with 128 bits.
fn checksum(bytes: &[u8]) -> [u8; CHECKSUM] {
    let hash = bytes.iter().fold(
        0x6c62_272e_07bb_0142_62b8_2175_6295_c58d_u128,
        |hash, byte| {
            (hash ^ u128::from(*byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b)
        },
    );
    hash.to_le_bytes()
}

/// The bytes with the length and the checksum of other contents, as somebody writes who wants them to
/// be read.
fn resealed(head: &[u8], contents: &[u8]) -> Vec<u8> {
    let mut bytes = head[..12].to_vec();
    bytes.extend(((HEAD + contents.len() + CHECKSUM) as u64).to_le_bytes());
    bytes.extend(contents);
    bytes.extend(checksum(&bytes));
    bytes
}

fn contents(bytes: &[u8]) -> &[u8] {
    &bytes[HEAD..bytes.len() - CHECKSUM]
}

#[track_caller]
fn refused(bytes: &[u8], words: &str) -> ErrorKind {
    let error = Summary::from_bytes(bytes).unwrap_err();
    assert!(error.to_string().contains(words), "{words}: {error}");
    error.kind().clone()
}

#[test]
fn what_is_read_is_the_same_to_the_bit() {
    for summary in SMALL.iter() {
        let bytes = summary.to_bytes();
        let read = Summary::from_bytes(&bytes).unwrap();
        assert_eq!(&read, summary);
        assert_eq!(read.digest(), summary.digest());
        assert_eq!(read.to_bytes(), bytes);
        assert_eq!(resealed(&bytes, contents(&bytes)), bytes);
    }
}

#[test]
fn every_truncation_is_refused_and_so_is_every_addition() {
    for summary in SMALL.iter() {
        let bytes = summary.to_bytes();
        for length in 0..bytes.len() {
            let words = if length == 0 {
                "mark of a summary"
            } else {
                "cut off"
            };
            let kind = refused(&bytes[..length], words);
            assert!(matches!(kind, ErrorKind::Damaged { .. }), "{length}");
        }
        let longer = [&bytes[..], &[0]].concat();
        refused(&longer, "added after its end");
        let twice = [&bytes[..], &bytes[..]].concat();
        refused(&twice, "added after its end");
    }
}

#[test]
fn every_changed_byte_is_refused() {
    for summary in SMALL.iter() {
        let mut bytes = summary.to_bytes();
        for at in 0..bytes.len() {
            for change in [1, 0x80, 0xff] {
                bytes[at] ^= change;
                assert!(Summary::from_bytes(&bytes).is_err(), "{change} at {at}");
                bytes[at] ^= change;
            }
        }
        assert_eq!(&Summary::from_bytes(&bytes).unwrap(), summary);
    }
}

#[test]
fn what_is_no_summary_is_refused_as_foreign() {
    let json = serde_json::to_vec(&SMALL[0]).unwrap();
    let as_text = String::from_utf8_lossy(&SMALL[0].to_bytes()).replace("\r\n", "\n");
    for bytes in [
        b"",
        &json[..],
        as_text.as_bytes(),
        b"\x89PNG\r\n\x1a\n",
        &[0; 100],
    ] {
        refused(bytes, "must begin with the mark of a summary");
    }
}

/// The bytes of other versions, with their own lengths and checksums.
#[test]
fn other_versions_are_refused_by_name() {
    let bytes = SMALL[0].to_bytes();
    let mut other = bytes.clone();
    other[8..12].copy_from_slice(&2_u32.to_le_bytes());
    let kind = refused(&other, "version of the binary form must be 1, got 2");
    assert!(matches!(kind, ErrorKind::OtherVersion { .. }));
    let library = env!("CARGO_PKG_VERSION");
    let generator = "philox4x32-10 v2";
    let inside = contents(&bytes);
    let versions = 1 + library.len() + 1 + generator.len();
    assert_eq!(&inside[1..=library.len()], library.as_bytes());
    assert_eq!(
        &inside[versions - generator.len()..versions],
        generator.as_bytes()
    );
    for (at, words) in [
        (1, "version of the library must be 0.1.0, got "),
        (versions - 1, "generator must be philox4x32-10 v2, got "),
        (versions, "version of scenario files must be 1, got "),
        (versions + 1, "version of summaries must be 2, got "),
    ] {
        let mut other = inside.to_vec();
        other[at] ^= 1;
        let kind = refused(&resealed(&bytes, &other), words);
        assert!(matches!(kind, ErrorKind::OtherVersion { .. }), "{words}");
    }
}

/// The hash of an empty text would be that of a scenario that was never written.
#[test]
fn the_scenario_is_not_nothing() {
    let nothing = b"6c62272e07bb014262b821756295c58d";
    for summary in SMALL.iter() {
        let bytes = summary.to_bytes();
        let own = Scenario::fingerprint(&scenario());
        let own = if bytes.windows(32).any(|text| text == own.as_bytes()) {
            own
        } else {
            failing().fingerprint()
        };
        let mut inside = contents(&bytes).to_vec();
        let at = inside.windows(32).position(|text| text == own.as_bytes());
        let at = at.unwrap();
        inside[at..at + 32].copy_from_slice(nothing);
        refused(&resealed(&bytes, &inside), "not that of nothing");
        let json = serde_json::to_string(summary).unwrap();
        let json = json.replace(&own, std::str::from_utf8(nothing).unwrap());
        let error = serde_json::from_str::<Summary>(&crate::common::resealed(&json));
        assert!(error.is_err());
    }
}

/// A summary that claims 2^48 entries of a list which it does not have is refused before it takes memory,
/// as an allocation of so many bytes would fail. The seed and the draws of the whole run may be that number.
#[test]
fn lengths_without_contents_are_refused() {
    let bytes = SMALL[3].to_bytes();
    let inside = contents(&bytes);
    let long = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x3f]; // 2^48 - 1
    let mut accepted = 0;
    // Every place of the design, and some of the counts.
    for at in (0..400).chain((400..inside.len()).step_by(11)) {
        for rest in [&inside[(at + 1)..], &[]] {
            let changed = resealed(&bytes, &[&inside[..at], &long, rest].concat());
            if let Ok(read) = Summary::from_bytes(&changed) {
                let json = serde_json::to_string(&read).unwrap();
                let is_large = |key| json.contains(&format!("\"{key}\":{},", u64::MAX >> 16));
                assert!(is_large("seed") != is_large("draws"));
                accepted += 1;
            }
        }
    }
    assert_eq!(accepted, 2);
}

/// A short run keeps all numbers for its exact quantiles, but none of an output that no draw moves.
#[test]
fn parts_of_shipped_scenarios_with_exact_quantiles_read() {
    for name in Scenario::shipped_names() {
        let scenario = Scenario::shipped(name).unwrap();
        let settings = Simulation::new(60).unwrap();
        let settings = settings.with_exact_quantiles([0.05, 0.5]).unwrap();
        let ranges = settings.locate_quantiles(&scenario).unwrap();
        let settings = settings.with_quantile_ranges(ranges);
        let mut merged: Option<Summary> = None;
        for draws in [0..20, 20..60] {
            let part = settings.part(&scenario, draws).unwrap();
            let read = Summary::from_bytes(&part.to_bytes()).unwrap();
            assert_eq!(read, part, "{name}");
            let text = serde_json::to_string(&part).unwrap();
            assert_eq!(
                serde_json::from_str::<Summary>(&text).unwrap(),
                part,
                "{name}"
            );
            match &mut merged {
                Some(merged) => merged.merge(&read).unwrap(),
                None => merged = Some(read),
            }
        }
        let fan = settings.fan(&scenario, merged.unwrap()).unwrap();
        assert_eq!(fan, scenario.simulate(&settings).unwrap(), "{name}");
    }
}

/// Asks and merges all that can be asked and merged.
fn used(summary: &Summary, whole: &Summary) {
    let mut merged = summary.clone();
    for other in [summary, whole] {
        let _ = merged.merge(other);
    }
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
            }
        }
    }
}

proptest! {
    #![proptest_config(crate::common::cases(256))]

    /// With a checksum that fits, what reads is written again as the same bytes and can be used.
    #[test]
    fn changed_contents_are_refused_or_sound(
        of in 0_usize..4,
        changes in prop::collection::vec((any::<Index>(), any::<u8>(), 0..3), 1..4),
    ) {
        let whole = &SMALL[of];
        let bytes = whole.to_bytes();
        let mut inside = contents(&bytes).to_vec();
        for (at, byte, change) in changes {
            let at = at.index(inside.len());
            match change {
                0 => inside[at] = byte,
                1 => inside.insert(at, byte),
                _ => drop(inside.remove(at)),
            }
        }
        let changed = resealed(&bytes, &inside);
        if let Ok(read) = Summary::from_bytes(&changed) {
            prop_assert_eq!(read.to_bytes(), changed);
            let json = serde_json::to_string(&read).unwrap();
            prop_assert_eq!(&serde_json::from_str::<Summary>(&json).unwrap(), &read);
            used(&read, whole);
        }
    }

}

proptest! {
    #![proptest_config(crate::common::cases(48))]

    /// Parts of any run are read as they were written, and merge to the whole run.
    #[test]
    fn parts_sent_as_bytes_merge_to_the_whole(
        seed in any::<u64>(),
        half in 1_u64..800,
        cut in any::<Index>(),
        scheme in prop::sample::select(vec![Scheme::Plain, Scheme::Antithetic, Scheme::Sobol]),
        keeps in any::<bool>(),
    ) {
        let draws = 2 * half;
        let settings = if keeps { exact(draws) } else { settings(scheme, draws) };
        let settings = settings.with_seed(seed);
        let cut = 2 * cut.index(usize::try_from(half).unwrap()) as u64;
        let sent = |range: std::ops::Range<u64>| {
            let part = settings.part(&scenario(), range).unwrap();
            let read = Summary::from_bytes(&part.to_bytes()).unwrap();
            assert_eq!(read, part);
            read
        };
        let mut all = sent(cut..draws);
        if cut > 0 {
            all.merge(&sent(0..cut)).unwrap();
        }
        let whole = settings.part(&scenario(), 0..draws).unwrap();
        prop_assert_eq!(all.digest(), whole.digest());
        prop_assert_eq!(all.to_bytes(), whole.to_bytes());
    }
}

/// A part of 100,000 draws takes a ninth of its JSON text at most, and one of a million a tenth.
#[test]
fn bytes_are_a_fraction_of_the_text() {
    let scenario = Scenario::shipped("china-2030").unwrap();
    let part = Simulation::new(100_000)
        .unwrap()
        .part(&scenario, 0..100_000);
    let part = part.unwrap();
    let [bytes, text] = [
        part.to_bytes().len(),
        serde_json::to_vec(&part).unwrap().len(),
    ];
    assert!(9 * bytes < text, "{bytes} bytes, {text} of text");
}

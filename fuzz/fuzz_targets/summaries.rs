//! Summaries, as text and as bytes, and manifests: what reads is written and read again as the same, parts merge in any order
//! to the whole run, and what was not run is not believed.
#![no_main]

use std::sync::OnceLock;

use arbitrary::{Result, Unstructured};
use compute_impact::simulation::{Fan, Manifest, Scheme, Summary, Target};
use compute_impact::{ErrorKind, Output, Reading, Scenario, Simulation};
use compute_impact_fuzz::{mutate, number};
use libfuzzer_sys::{fuzz_mutator, fuzz_target};

/// The greatest number of draws of a repeated run.
const DRAWS: u64 = 256;

fuzz_target!(|data: &[u8]| {
    if data.first() == Some(&0x89) {
        binary(data);
        return;
    }
    if data.first() != Some(&b'{') {
        // The choices end when the bytes do.
        let _ = parts(&mut Unstructured::new(data));
        return;
    }
    let mut texts = data.split(|byte| *byte == 0);
    let first = texts.next().unwrap_or_default();
    manifest(first);
    let (one, other) = (summary(first), summary(texts.next().unwrap_or_default()));
    if let (Some(one), Some(other)) = (one, other) {
        merged(&one, &other);
    }
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutate(data, size, max_size, seed)
});

/// A scenario of one period with uncertain inputs, the one of the seeds.
fn scenario() -> &'static Scenario {
    static SCENARIO: OnceLock<Scenario> = OnceLock::new();
    SCENARIO.get_or_init(|| {
        let text = include_str!("../seeds/models/one-year.toml");
        Scenario::from_toml(text).expect("the seed is valid")
    })
}

/// A binary summary with the length and the checksum of its bytes, which no mutation would find.
fn binary(data: &[u8]) {
    const HEAD: usize = 20;
    const CHECKSUM: usize = 16;
    let _ = Summary::from_bytes(data);
    if data.len() < HEAD + CHECKSUM {
        return;
    }
    let mut bytes = data.to_vec();
    bytes[12..HEAD].copy_from_slice(&(data.len() as u64).to_le_bytes());
    let end = bytes.len() - CHECKSUM;
    // FNV-1a with 128 bits.
    let checksum = bytes[..end].iter().fold(
        0x6c62_272e_07bb_0142_62b8_2175_6295_c58d_u128,
        |hash, byte| {
            (hash ^ u128::from(*byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b)
        },
    );
    bytes[end..].copy_from_slice(&checksum.to_le_bytes());
    if let Ok(read) = Summary::from_bytes(&bytes) {
        assert_eq!(read.to_bytes(), bytes, "one summary has one form");
        let _ = checked(read);
    }
}

fn summary(text: &[u8]) -> Option<Summary> {
    checked(serde_json::from_slice(text).ok()?)
}

fn checked(summary: Summary) -> Option<Summary> {
    match Summary::from_bytes(&summary.to_bytes()) {
        Ok(sent) => {
            assert_eq!(sent, summary);
            assert_eq!(sent.digest(), summary.digest());
        }
        // Text is read of any version of the library, bytes of this one only.
        Err(error) => assert!(
            matches!(error.kind(), ErrorKind::OtherVersion { .. }),
            "{error}"
        ),
    }
    let json = serde_json::to_string(&summary).expect("a summary has a JSON form");
    let again: Summary = serde_json::from_str(&json).expect("what was written is read");
    assert_eq!(again, summary);
    assert_eq!(again.digest(), summary.digest());
    let done: u64 = summary.ranges().map(|range| range.end - range.start).sum();
    assert_eq!(done, summary.draws_done());
    if let Ok(fan) = Fan::from_summary(scenario(), summary.clone()) {
        numbers(&fan);
    }
    Some(summary)
}

/// Every number of a fan is finite and in order.
fn numbers(fan: &Fan) {
    for output in fan.outputs() {
        let Some(series) = fan.series(*output) else {
            continue;
        };
        for (_, distribution) in series.iter() {
            let quantiles = [0.0, 0.05, 0.5, 0.95, 1.0].map(|p| {
                let quantile = distribution.quantile(p);
                quantile.map_or([f64::NAN; 2], |quantile| [quantile.value, quantile.error])
            });
            assert!(
                quantiles.iter().flatten().all(|number| number.is_finite()),
                "{output}: {quantiles:?}"
            );
            // One that is exact may lie before another of the same bin that is not.
            let are_sorted = quantiles.windows(2).all(|pair| {
                let [[first, error], [second, margin]] = [pair[0], pair[1]];
                first - error <= second + margin
            });
            assert!(are_sorted, "{output}: {quantiles:?}");
            assert!(distribution.mean().is_none_or(f64::is_finite), "{output}");
            let deviation = distribution.standard_deviation();
            assert!(
                deviation.is_none_or(|x| x.is_finite() && x >= 0.0),
                "{output}"
            );
        }
    }
}

/// The merged summary, or nothing at all if the parts do not belong together.
fn merged(one: &Summary, other: &Summary) {
    let (mut left, mut right) = (one.clone(), other.clone());
    let (is_left, is_right) = (left.merge(other).is_ok(), right.merge(one).is_ok());
    assert_eq!(is_left, is_right, "merged in one order only");
    if is_left {
        assert_eq!(left, right);
        assert_eq!(left.draws_done(), one.draws_done() + other.draws_done());
    } else {
        assert_eq!(
            (&left, &right),
            (one, other),
            "changed by a merge that failed"
        );
    }
}

fn manifest(text: &[u8]) {
    let Ok(manifest) = serde_json::from_slice::<Manifest>(text) else {
        return;
    };
    let json = serde_json::to_string(&manifest).expect("a manifest has a JSON form");
    let again = serde_json::from_str::<Manifest>(&json);
    assert_eq!(again.ok().as_ref(), Some(&manifest), "{json}");
    if manifest.draws() <= DRAWS
        && let Ok(fan) = manifest.verify(scenario())
    {
        assert_eq!(fan.manifest(), manifest);
        numbers(&fan);
    }
}

/// Parts of a run in any order equal the whole.
fn parts(u: &mut Unstructured<'_>) -> Result<()> {
    let draws = u64::from(u.int_in_range(1..=128_u8)?);
    let scheme = *u.choose(&[Scheme::Plain, Scheme::Antithetic, Scheme::Sobol])?;
    let settings = Simulation::new(draws).expect("a valid number of draws");
    let Ok(mut settings) = settings.with_seed(u.arbitrary()?).with_scheme(scheme) else {
        return Ok(());
    };
    let impact = Output::Gdp(Reading::Impact);
    if let Ok(target) = Target::at_least(impact, number(u)?) {
        settings = settings.with_targets([target]).expect("one target");
    }
    let Ok(whole) = scenario().simulate(&settings) else {
        return Ok(());
    };
    numbers(&whole);
    let mut cuts = vec![0, draws];
    for _ in 0..u.int_in_range(0..=4)? {
        cuts.push(u.int_in_range(0..=draws)?);
    }
    cuts.sort_unstable();
    cuts.dedup();
    let ranges = cuts.windows(2).map(|pair| pair[0]..pair[1]);
    let mut parts = Vec::new();
    for range in ranges {
        // A cut may split an antithetic pair, which is refused.
        let Ok(part) = settings.part(scenario(), range) else {
            return Ok(());
        };
        let json = serde_json::to_string(&part).expect("a summary has a JSON form");
        let read = serde_json::from_str::<Summary>(&json).expect("what was written is read");
        let sent = Summary::from_bytes(&read.to_bytes()).expect("what was written is read");
        assert_eq!(sent, part);
        parts.push(sent);
    }
    while parts.len() > 1 {
        let other = parts.remove(u.choose_index(parts.len()).unwrap_or(0));
        merged(&parts[0], &other);
        parts[0].merge(&other).expect("parts of one run");
    }
    assert_eq!(&parts[0], whole.summary());
    assert!(parts[0].is_complete());
    Ok(())
}

//! Summaries of a part of a run that are sent: their size as text and as bytes, and the time to write,
//! read and merge them. The part has a million draws of all outputs of a shipped scenario.
//!
//! `cargo bench -p compute-impact-benches --bench summary`

use std::sync::LazyLock;

use compute_impact::simulation::Summary;
use compute_impact::{Scenario, Simulation};
use divan::counter::BytesCount;
use divan::{Bencher, black_box};

const DRAWS: u64 = 1_000_000;

#[expect(
    clippy::unwrap_used,
    reason = "a benchmark that cannot run its scenario has nothing to say"
)]
static PARTS: LazyLock<[Summary; 2]> = LazyLock::new(|| {
    let scenario = Scenario::shipped("china-2030").unwrap();
    let settings = Simulation::new(2 * DRAWS).unwrap();
    [0..DRAWS, DRAWS..2 * DRAWS].map(|draws| settings.part(&scenario, draws).unwrap())
});

#[expect(clippy::unwrap_used, reason = "a summary has a JSON form")]
static TEXT: LazyLock<String> = LazyLock::new(|| serde_json::to_string(&PARTS[1]).unwrap());
static BYTES: LazyLock<Vec<u8>> = LazyLock::new(|| PARTS[1].to_bytes());

#[expect(clippy::print_stdout, reason = "a size is a measurement too")]
fn main() {
    println!(
        "{} bytes of JSON, {} of the binary form",
        TEXT.len(),
        BYTES.len()
    );
    divan::main();
}

#[divan::bench]
fn write_text(bencher: Bencher<'_, '_>) {
    let bencher = bencher.counter(BytesCount::of_str(&*TEXT));
    bencher.bench(|| serde_json::to_string(black_box(&PARTS[1])));
}

#[divan::bench]
fn write_bytes(bencher: Bencher<'_, '_>) {
    let bencher = bencher.counter(BytesCount::of_slice(&*BYTES));
    bencher.bench(|| black_box(&PARTS[1]).to_bytes());
}

#[divan::bench]
fn read_text(bencher: Bencher<'_, '_>) {
    let bencher = bencher.counter(BytesCount::of_str(&*TEXT));
    bencher.bench(|| serde_json::from_str::<Summary>(black_box(&TEXT)));
}

#[divan::bench]
fn read_bytes(bencher: Bencher<'_, '_>) {
    let bencher = bencher.counter(BytesCount::of_slice(&*BYTES));
    bencher.bench(|| Summary::from_bytes(black_box(&BYTES)));
}

#[divan::bench]
fn merge(bencher: Bencher<'_, '_>) {
    let read = Summary::from_bytes(&BYTES);
    bencher
        .with_inputs(|| (PARTS[0].clone(), read.clone()))
        .bench_refs(|(one, other)| other.as_ref().is_ok_and(|other| one.merge(other).is_ok()));
}

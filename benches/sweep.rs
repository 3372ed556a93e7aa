//! Many variants of one scenario: the columns, and each way to write them.
//!
//! `cargo bench -p compute-impact-benches --bench sweep`

use std::io::{self, Write};

use compute_impact::report::{arrow, tidy};
use compute_impact::{Error, Output, Reading, Scenario, Sweep};
use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};

const VARIANTS: usize = 100_000;
const IMPACT: Output = Output::Gdp(Reading::Impact);

fn main() {
    divan::main();
}

/// Values that fill the ranges evenly: multiples of irrational numbers, modulo one.
fn column(low: f64, high: f64, step: f64) -> Vec<f64> {
    let mut at = 0.0_f64;
    let next = || {
        at = (at + step).fract();
        low + (high - low) * at
    };
    std::iter::repeat_with(next).take(VARIANTS).collect()
}

/// Three inputs of a national scenario.
#[expect(
    clippy::unwrap_used,
    reason = "a benchmark that cannot read its input has nothing to say"
)]
fn sweep(threads: usize, is_of_all_outputs: bool) -> Sweep<'static> {
    let scenario = Scenario::shipped("china-2030").unwrap();
    let mut sweep = scenario.sweep().with_threads(threads).unwrap();
    if !is_of_all_outputs {
        sweep = sweep.with_outputs([IMPACT]).unwrap();
    }
    for (place, values) in [
        (
            "compute.path.total.growth.constant",
            column(0.05, 0.35, 0.618_033_988_749_895),
        ),
        (
            "gdp.response.coefficient",
            column(0.0, 0.4, 0.414_213_562_373_095),
        ),
        ("compute.base", column(2e20, 4e20, 0.732_050_807_568_877)),
    ] {
        sweep = sweep.with_values(place, values).unwrap();
    }
    sweep
}

/// To columns, with all checks.
#[divan::bench(args = [1, 2])]
fn columns_of_the_impact(bencher: Bencher<'_, '_>, threads: usize) {
    let sweep = sweep(threads, false);
    let bencher = bencher.counter(ItemsCount::new(VARIANTS));
    bencher.bench(|| black_box(&sweep).columns());
}

#[divan::bench(args = [1, 2])]
fn columns_of_all_outputs(bencher: Bencher<'_, '_>, threads: usize) {
    let sweep = sweep(threads, true);
    let bencher = bencher.counter(ItemsCount::new(VARIANTS));
    bencher.bench(|| black_box(&sweep).columns());
}

/// The same numbers block by block, of which none is kept.
#[divan::bench(args = [1, 2])]
fn blocks_of_all_outputs(bencher: Bencher<'_, '_>, threads: usize) {
    let sweep = sweep(threads, true);
    let bencher = bencher.counter(ItemsCount::new(VARIANTS));
    bencher.bench(|| {
        black_box(&sweep).for_each_block(|block| {
            black_box(block);
            Ok::<(), Error>(())
        })
    });
}

/// A writer that counts bytes and keeps none.
#[derive(Default)]
struct Counted(usize);

impl Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        black_box(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The same as columns of one batch after another, in the same memory.
#[divan::bench]
#[expect(clippy::unwrap_used, reason = "the sweep above has these inputs")]
fn batches_of_all_outputs(bencher: Bencher<'_, '_>) {
    let sweep = sweep(1, true);
    let places: Vec<String> = sweep
        .inputs()
        .map(|input| input.place().to_string())
        .collect();
    let values: Vec<Vec<f64>> = (0..places.len())
        .map(|input| {
            (0..VARIANTS)
                .filter_map(|n| sweep.value(input, n))
                .collect()
        })
        .collect();
    let values: Vec<&[f64]> = values.iter().map(Vec::as_slice).collect();
    let mut batches = sweep.batches(&places).unwrap();
    let bencher = bencher.counter(ItemsCount::new(VARIANTS));
    bencher.bench_local(|| black_box(batches.run(black_box(&values)).is_ok()));
}

/// The table of the impact is computed once, so that a writer's own time is the difference to it.
#[divan::bench]
fn rows_without_a_writer(bencher: Bencher<'_, '_>) {
    let columns = sweep(1, false).columns();
    bencher.bench(|| {
        let rows = columns
            .as_ref()
            .map(|columns| tidy::sweep(columns).map(black_box).count());
        black_box(rows.ok())
    });
}

#[divan::bench]
fn write_json_lines(bencher: Bencher<'_, '_>) {
    written(bencher, |columns, to| {
        tidy::write_json_lines(tidy::sweep(columns), to)
    });
}

#[divan::bench]
fn write_csv(bencher: Bencher<'_, '_>) {
    let style = tidy::CsvStyle::Plain;
    written(bencher, |columns, to| {
        tidy::write_csv(tidy::sweep(columns), style, to)
    });
}

/// The bytes are those of the arrays.
#[divan::bench]
fn arrow_batches(bencher: Bencher<'_, '_>) {
    written(bencher, |columns, to| {
        let batch = black_box(arrow::sweep(columns));
        to.0 += batch.get_array_memory_size();
        Ok(())
    });
}

/// Times a writer on columns that are there, in bytes a second.
#[expect(clippy::unwrap_used, reason = "a sweep of valid variants has columns")]
fn written(
    bencher: Bencher<'_, '_>,
    write: impl Fn(&compute_impact::sweep::Columns, &mut Counted) -> io::Result<()> + Sync,
) {
    let columns = sweep(1, false).columns().unwrap();
    let mut size = Counted::default();
    write(&columns, &mut size).unwrap();
    let bencher = bencher.counter(BytesCount::new(size.0));
    bencher.bench(|| write(black_box(&columns), &mut Counted::default()).is_ok());
}

//! The table of `benches/input_output.rs` with the crate `faer` on one thread, with partial
//! pivoting: `cargo run --release --manifest-path benches/peers/faer/Cargo.toml`.

use std::hint::black_box;
use std::time::Instant;

use faer::linalg::solvers::{DenseSolveCore, PartialPivLu, Solve};
use faer::{Mat, Par};

const ORDER: usize = 2000;

/// The bits of `SplitMix64` at one place, as a number in [0, 1).
fn uniform(place: u64) -> f64 {
    let mut z = place.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
}

fn best<R>(name: &str, times: usize, run: impl Fn() -> R) {
    let mut spent: Vec<f64> = (0..times)
        .map(|_| {
            let start = Instant::now();
            black_box(run());
            start.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    spent.sort_by(f64::total_cmp);
    let (least, median) = (spent[0], spent[times / 2]);
    println!("{name:28} best {least:9.2} ms   median {median:9.2} ms");
}

fn main() {
    faer::set_global_parallelism(Par::Seq);
    let given = Mat::from_fn(ORDER, ORDER, |i, j| {
        let bought = 1.6 / ORDER as f64 * uniform((i * ORDER + j) as u64);
        if i == j { 1.0 - bought } else { -bought }
    });
    let sides = |count| Mat::from_fn(ORDER, count, |_, _| 1.0);
    let factors = PartialPivLu::new(given.as_ref());
    best("factor", 5, || PartialPivLu::new(given.as_ref()));
    best("factor and solve one", 5, || {
        PartialPivLu::new(given.as_ref()).solve(sides(1))
    });
    for count in [1, 10, 100, 1000] {
        best(&format!("solve {count}"), 5, || factors.solve(sides(count)));
    }
    best("output multipliers", 5, || {
        factors.solve_transpose(sides(1))
    });
    best("inverse from the factors", 3, || factors.inverse());
    best("factor and inverse", 3, || {
        PartialPivLu::new(given.as_ref()).inverse()
    });
    let output = factors.solve(sides(1));
    let sum: f64 = (0..ORDER).map(|i| output[(i, 0)]).sum();
    println!("checksum {sum:?}");
}

//! The error of each elementwise function of the kernel over many random numbers, and its cost.
//!
//!     cargo run --release --manifest-path benches/accuracy/Cargo.toml -- [NUMBERS]
//!
//! Prints the tables of `docs/kernel-accuracy.md`. Needs a C compiler and the long double of x86, whose
//! 64 bits of mantissa are 2048 times as fine as a double: the references in `reference.c` are off by
//! about a thousandth of a unit in the last place. The cost is that of a block of 1,024 numbers in the
//! nearest cache, the least of many; a clock is a quarter of a 64-bit multiplication and a bitwise or, each
//! of which waits for the one before.

use std::hint::black_box;
use std::time::Instant;

use compute_impact::kernel;

type Failure = Box<dyn std::error::Error>;

/// The errors, in units in the last place, that bound the bins of the histogram.
const EDGES: [f64; 10] = [0.5, 0.55, 0.6, 0.7, 0.8, 1.0, 1.5, 2.0, 3.0, 6.0];
const BLOCK: usize = 1024;
const REPEATS: usize = 20_000;

unsafe extern "C" {
    fn compare(
        function: i32,
        count: usize,
        x: *const f64,
        other: *const f64,
        result: *const f64,
        edge_count: usize,
        edges: *const f64,
        counts: *mut u64,
        worst: *mut f64,
        worst_at: *mut f64,
    ) -> u64;
}

/// Where arguments are drawn from.
#[derive(Clone, Copy)]
enum Range {
    /// Evenly between two numbers.
    Even(f64, f64),
    /// With logarithms evenly between those of two positive numbers.
    Sizes(f64, f64),
    /// As `Sizes`, with either sign.
    Signed(f64, f64),
}

/// The SplitMix64 generator of Steele, Lea and Flood (2014).
struct Random(u64);

impl Random {
    fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 * 2f64.powi(-53) + 2f64.powi(-54)
    }

    fn from(&mut self, range: Range) -> f64 {
        let u = self.uniform();
        match range {
            Range::Even(low, high) => low + u * (high - low),
            Range::Sizes(low, high) => (low.ln() + u * (high.ln() - low.ln())).exp(),
            Range::Signed(low, high) => {
                let size = self.from(Range::Sizes(low, high));
                if u < 0.5 { -size } else { size }
            }
        }
    }
}

struct Function {
    name: &'static str,
    /// The number that `reference.c` knows it by.
    number: i32,
    /// The documented bound, in units in the last place.
    bound: f64,
    /// Each range gives as many numbers as the others.
    ranges: &'static [Range],
    /// The range of the second argument, if there is one.
    other: Range,
    apply: fn(&[f64], &[f64], &mut [f64]) -> Result<(), kernel::LengthMismatch>,
}

const ONE: Range = Range::Even(1.0, 1.0);

const FUNCTIONS: [Function; 10] = [
    Function {
        name: "exp",
        number: 0,
        bound: 0.8,
        ranges: &[Range::Even(-708.0, 709.7), Range::Even(-1.0, 1.0)],
        other: ONE,
        apply: |x, _, out| kernel::exp(x, out),
    },
    Function {
        name: "exp_m1",
        number: 1,
        bound: 1.25,
        ranges: &[Range::Even(-40.0, 709.7), Range::Even(-1.0, 1.0), Range::Signed(1e-300, 1.0)],
        other: ONE,
        apply: |x, _, out| kernel::exp_m1(x, out),
    },
    Function {
        name: "ln",
        number: 2,
        bound: 0.9,
        ranges: &[Range::Sizes(1e-308, 1e308), Range::Even(0.5, 2.0)],
        other: ONE,
        apply: |x, _, out| kernel::ln(x, out),
    },
    Function {
        name: "ln_1p",
        number: 3,
        bound: 0.9,
        ranges: &[Range::Even(-0.999, 2.0), Range::Signed(1e-300, 0.5), Range::Sizes(1.0, 1e300)],
        other: ONE,
        apply: |x, _, out| kernel::ln_1p(x, out),
    },
    Function {
        name: "logistic",
        number: 4,
        bound: 2.5,
        ranges: &[Range::Even(-708.0, 40.0), Range::Even(-5.0, 5.0)],
        other: ONE,
        apply: |x, _, out| kernel::logistic(x, out),
    },
    Function {
        name: "logit",
        number: 5,
        bound: 2.0,
        ranges: &[Range::Even(0.0, 1.0), Range::Sizes(1e-300, 0.5)],
        other: ONE,
        apply: |x, _, out| kernel::logit(x, out),
    },
    Function {
        name: "damping",
        number: 6,
        bound: 2.0,
        ranges: &[Range::Even(-700.0, 700.0), Range::Even(-1.0, 1.0), Range::Signed(1e-300, 1.0)],
        other: ONE,
        apply: |x, _, out| kernel::damping(x, out),
    },
    Function {
        name: "pow",
        number: 7,
        bound: 0.8,
        ranges: &[Range::Sizes(1e-9, 1e9), Range::Even(0.5, 2.0)],
        other: Range::Even(-34.0, 34.0),
        apply: |x, y, out| kernel::pow(x, y, out),
    },
    Function {
        name: "normal_quantile",
        number: 8,
        bound: 4.0,
        ranges: &[Range::Even(0.0, 1.0), Range::Sizes(1e-300, 0.5)],
        other: ONE,
        apply: |x, _, out| kernel::normal_quantile(x, out),
    },
    Function {
        name: "normal_cumulative",
        number: 9,
        bound: 8.0,
        ranges: &[Range::Even(-37.5, 8.0), Range::Even(-3.0, 3.0)],
        other: ONE,
        apply: |x, _, out| kernel::normal_cumulative(x, out),
    },
];

/// The errors of a function.
#[derive(Default)]
struct Errors {
    counts: [u64; EDGES.len() + 1],
    counted: u64,
    worst: f64,
    worst_at: f64,
}

impl Function {
    fn errors(&self, numbers: u64) -> Result<Errors, Failure> {
        let mut errors = Errors::default();
        let mut random = Random(self.number as u64);
        let (mut x, mut other, mut out) = ([0.0; BLOCK], [0.0; BLOCK], [0.0; BLOCK]);
        for block in 0..numbers.div_ceil(BLOCK as u64) {
            let range = self.ranges[block as usize % self.ranges.len()];
            x.fill_with(|| random.from(range));
            other.fill_with(|| random.from(self.other));
            (self.apply)(&x, &other, &mut out)?;
            // SAFETY: all pointers are to arrays of the lengths that are passed with them, and the
            // function reads and writes within these.
            errors.counted += unsafe {
                compare(
                    self.number,
                    BLOCK,
                    x.as_ptr(),
                    other.as_ptr(),
                    out.as_ptr(),
                    EDGES.len(),
                    EDGES.as_ptr(),
                    errors.counts.as_mut_ptr(),
                    &raw mut errors.worst,
                    &raw mut errors.worst_at,
                )
            };
        }
        Ok(errors)
    }

    /// The nanoseconds of a number from a range, the least of many blocks.
    fn nanoseconds(&self, range: Range) -> Result<f64, Failure> {
        let mut random = Random(7);
        let (mut x, mut other, mut out) = ([0.0; BLOCK], [0.0; BLOCK], [0.0; BLOCK]);
        x.fill_with(|| random.from(range));
        other.fill_with(|| random.from(self.other));
        let mut least = f64::INFINITY;
        for _ in 0..REPEATS {
            let start = Instant::now();
            (self.apply)(black_box(&x), black_box(&other), &mut out)?;
            black_box(&out);
            least = least.min(start.elapsed().as_secs_f64());
        }
        Ok(least * 1e9 / BLOCK as f64)
    }
}

/// The nanoseconds of a clock: a multiplication takes three and a bitwise or takes one, each of which
/// waits for the one before.
fn clock() -> f64 {
    const COUNT: u32 = 1_000_000;
    let mut least = f64::INFINITY;
    for _ in 0..50 {
        let start = Instant::now();
        let mut product = black_box(3_u64);
        for _ in 0..COUNT {
            product = product.wrapping_mul(product | 1);
        }
        black_box(product);
        least = least.min(start.elapsed().as_secs_f64());
    }
    least * 1e9 / f64::from(COUNT) / 4.0
}

fn main() -> Result<(), Failure> {
    let numbers = match std::env::args().nth(1) {
        Some(text) => text.replace('_', "").parse()?,
        None => 100_000_000,
    };
    let clock = clock();
    println!("| function | greatest error, ULP | at | stated bound | ns a number | clocks |");
    println!("|---|---|---|---|---|---|");
    let mut rows = Vec::new();
    let mut is_within = true;
    for function in &FUNCTIONS {
        let errors = function.errors(numbers)?;
        // The range of ordinary arguments comes second.
        let time = function.nanoseconds(function.ranges[1])?;
        println!(
            "| `{}` | {:.3} | {:e} | {} | {time:.2} | {:.1} |",
            function.name,
            errors.worst,
            errors.worst_at,
            function.bound,
            time / clock
        );
        is_within &= errors.worst <= function.bound;
        let shares = errors.counts.map(|count| {
            let share = 100.0 * count as f64 / errors.counted as f64;
            match count {
                0 => "0".to_owned(),
                _ if share < 0.001 => format!("{share:.0e}"),
                _ => format!("{share:.3}"),
            }
        });
        rows.push(format!("| `{}` | {} | {} |", function.name, errors.counted, shares.join(" | ")));
    }
    let edges = EDGES.map(|edge| format!("to {edge}"));
    println!("\n| function | numbers | {} | more |", edges.join(" | "));
    println!("|---|---|{}---|", "---|".repeat(EDGES.len()));
    println!("{}", rows.join("\n"));
    if is_within { Ok(()) } else { Err("a function is outside its stated bound".into()) }
}

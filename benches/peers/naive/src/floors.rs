//! What no program does in less time: filling, copying and dividing as many numbers.

use std::hint::black_box;

use crate::Size;
use crate::measure::{self, Measured};

/// The numbers of a block that stays in the nearest cache.
const BLOCK: usize = 1024;

/// Bytes of one value, for which the standard library calls `memset`.
pub fn memset(size: Size, repeat: usize) -> (Measured, Vec<f64>) {
    let mut out = vec![0_u8; 8 * size.years * size.lanes];
    let measured = measure::least(repeat, || {
        black_box(&mut out).fill(1);
    });
    (measured, Vec::new())
}

/// Numbers of one value, through ordinary stores.
pub fn fill(size: Size, repeat: usize) -> (Measured, Vec<f64>) {
    let mut out = vec![0.0_f64; size.years * size.lanes];
    let measured = measure::least(repeat, || {
        black_box(&mut out).fill(black_box(1.1));
    });
    (measured, Vec::new())
}

/// A copy of as many numbers.
pub fn copy(size: Size, repeat: usize) -> (Measured, Vec<f64>) {
    let from = vec![1.1_f64; size.years * size.lanes];
    let mut out = vec![0.0_f64; size.years * size.lanes];
    let measured = measure::least(repeat, || {
        black_box(&mut out).copy_from_slice(black_box(&from));
    });
    (measured, Vec::new())
}

/// As many divisions, in the nearest cache.
pub fn divide(size: Size, repeat: usize) -> (Measured, Vec<f64>) {
    let divisors: Vec<f64> = (1..=BLOCK).map(|i| i as f64).collect();
    let mut out = vec![0.0_f64; BLOCK];
    let measured = measure::least(repeat, || {
        for _ in 0..size.years * size.lanes / BLOCK {
            for (out, divisor) in black_box(&mut out).iter_mut().zip(black_box(&divisors)) {
                *out = 1.0 / divisor;
            }
        }
    });
    (measured, Vec::new())
}

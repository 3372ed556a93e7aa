//! The kernel's functions against correctly rounded values (`tests/data/kernel.csv`, mpmath).

use std::collections::BTreeMap;

use compute_impact::kernel::{self, LengthMismatch};

type Function = fn(&[f64], &mut [f64]) -> Result<(), LengthMismatch>;

/// Distance of two numbers in units in the last place, by their place in the order of floats.
fn distance(a: f64, b: f64) -> u64 {
    let place = |x: f64| {
        let bits = x.to_bits().cast_signed();
        if bits < 0 {
            i64::MIN.wrapping_sub(bits)
        } else {
            bits
        }
    };
    place(a).abs_diff(place(b))
}

#[test]
fn functions_are_as_exact_as_documented() {
    // Documented bounds, in units in the last place from the correctly rounded value; the normal
    // quantile is bounded relative to the whole below.
    let functions: BTreeMap<&str, (Function, u64)> = BTreeMap::from([
        ("exp", (kernel::exp as Function, 1)),
        ("ln", (kernel::ln, 1)),
        ("exp_m1", (kernel::exp_m1, 2)),
        ("ln_1p", (kernel::ln_1p, 2)),
        ("logistic", (kernel::logistic, 3)),
        ("logit", (kernel::logit, 3)),
        ("damping", (kernel::damping, 3)),
        ("normal_quantile", (kernel::normal_quantile, 8)),
    ]);
    let mut counts = BTreeMap::<&str, usize>::new();
    for line in include_str!("data/kernel.csv").lines() {
        let cells: Vec<&str> = line.split(',').collect();
        let [x, expected] =
            [1, 2].map(|i| f64::from_bits(u64::from_str_radix(cells[i], 16).unwrap()));
        let (function, most) = functions[cells[0]];
        let mut out = [f64::NAN];
        function(&[x], &mut out).unwrap();
        let off = distance(out[0], expected);
        assert!(
            off <= most,
            "{}({x:e}) is {:e}, {off} ULP from {expected:e}",
            cells[0],
            out[0]
        );
        *counts.entry(cells[0]).or_default() += 1;
    }
    assert!(
        functions.keys().all(|name| counts[name] >= 200),
        "{counts:?}"
    );
}

#[test]
fn a_wrong_length_is_refused_and_nothing_written() {
    let mut out = [7.0; 2];
    let error = kernel::exp(&[1.0; 3], &mut out).unwrap_err();
    assert_eq!(error.to_string(), "out must have 3 elements, it has 2");
    assert!(out.iter().all(|x| x.to_bits() == 7.0_f64.to_bits()));
    assert!(kernel::exp(&[], &mut []).is_ok());
}

//! Interpolation by polynomials.

use libm::cos;

/// Returns the coefficients, the constant term first, of the polynomial through a function's values
/// at the `COUNT` Chebyshev points of `[-1, 1]`, for a count up to 255.
pub(crate) fn interpolated<const COUNT: usize>(f: impl Fn(f64) -> f64) -> [f64; COUNT] {
    let count = u8::try_from(COUNT).unwrap_or(u8::MAX);
    let angle = |node: u8, order: u8| {
        std::f64::consts::PI * (f64::from(node) + 0.5) * f64::from(order) / f64::from(count)
    };
    let values: Vec<f64> = (0..count).map(|node| f(cos(angle(node, 1)))).collect();
    // The Chebyshev polynomials by their coefficients, each from the two before it: T_n = 2 x
    // T_(n-1) - T_(n-2).
    let mut before = [0.0; COUNT];
    let mut current = [0.0; COUNT];
    current[0] = 1.0;
    let mut sum = [0.0; COUNT];
    for order in 0..count {
        let weight = if order == 0 { 1.0 } else { 2.0 } / f64::from(count);
        let coefficient: f64 = (0..count)
            .zip(&values)
            .map(|(node, value)| weight * value * cos(angle(node, order)))
            .sum();
        for (sum, c) in sum.iter_mut().zip(current) {
            *sum += coefficient * c;
        }
        let factor = if order == 0 { 1.0 } else { 2.0 };
        let mut next = [0.0; COUNT];
        for power in 0..COUNT {
            let raised = if power > 0 { current[power - 1] } else { 0.0 };
            next[power] = factor * raised - before[power];
        }
        (before, current) = (current, next);
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_polynomial_is_found_again() {
        let given = [0.3, -1.5, 0.0, 2.25, -0.125];
        let value = |x: f64| given.iter().rev().fold(0.0, |sum, c| sum * x + c);
        let found: [f64; 5] = interpolated(value);
        for (found, given) in found.iter().zip(given) {
            assert!((found - given).abs() < 1e-14, "{found} for {given}");
        }
    }
}

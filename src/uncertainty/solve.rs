//! Roots of a rising function in a bracket, and quantiles of a distribution function from either
//! end.

use libm::{exp, log};

use super::special::ln_complement;

/// Returns the root of a rising function between `low` and `high`; `None` if it has no root there.
///
/// The method is that of Chandrupatla (1997), "A new hybrid quadratic/bisection algorithm for
/// finding the zero of a nonlinear function", *Advances in Engineering Software* 28(3), 145-149.
pub(crate) fn rising_root(low: f64, high: f64, f: impl Fn(f64) -> f64) -> Option<f64> {
    let (mut a, mut b) = (low, high);
    let (mut fa, mut fb) = (f(a), f(b));
    if !(fa <= 0.0 && fb >= 0.0) {
        return None;
    }
    let mut step = 0.5;
    for _ in 0..200 {
        let x = a + step * (b - a);
        let fx = f(x);
        let (c, fc);
        if (fx > 0.0) == (fa > 0.0) {
            (c, fc) = (a, fa);
        } else {
            (c, fc) = (b, fb);
            (b, fb) = (a, fa);
        }
        (a, fa) = (x, fx);
        let best = if fa.abs() < fb.abs() { a } else { b };
        let least = (f64::EPSILON * best.abs() + f64::MIN_POSITIVE) / (b - a).abs();
        if least > 0.5 || least.is_nan() || fa == 0.0 {
            return Some(best);
        }
        let (xi, phi) = ((a - b) / (c - b), (fa - fb) / (fc - fb));
        step = if phi * phi < xi && (1.0 - phi) * (1.0 - phi) < 1.0 - xi {
            fa / (fb - fa) * fc / (fb - fc) + (c - a) / (b - a) * fa / (fc - fa) * fb / (fc - fb)
        } else {
            0.5
        };
        if !step.is_finite() {
            step = 0.5;
        }
        step = step.clamp(least, 1.0 - least);
    }
    Some(if fa.abs() < fb.abs() { a } else { b })
}

/// The end of a support from which a distance is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    Low,
    High,
}

/// Logarithms of the probability between a point and the end from which it is counted, of the
/// remaining probability, and of the density.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_field_names)] // The prefix reminds that all are logarithms.
pub(crate) struct Tails {
    pub(crate) ln_near: f64,
    pub(crate) ln_far: f64,
    pub(crate) ln_density: f64,
}

/// Returns the point with probability `p` below it, as the nearer end and the distance from that
/// end.
///
/// `tails` gives the distribution at a distance from an end; `half` is half the width. Newton's
/// method runs on the logarithm of the smaller tail against the logarithm of the distance, where
/// tails are nearly straight lines, so that tiny quantiles keep all their digits; bisection takes
/// over whenever it stalls. `0 < p < 1`.
pub(crate) fn invert(p: f64, half: f64, tails: impl Fn(End, f64) -> Tails) -> (End, f64) {
    let middle = tails(End::Low, half);
    let below = if p <= 0.5 {
        log(p) <= middle.ln_near
    } else {
        log(1.0 - p) >= middle.ln_far
    };
    let (end, near) = if below {
        (End::Low, p)
    } else {
        (End::High, 1.0 - p)
    };
    let (ln_near, ln_far) = if below == (p <= 0.5) {
        (log(near), ln_complement(log(near)))
    } else {
        // The near part is the larger one, so its complement is the more exact number.
        let far = if below { 1.0 - p } else { p };
        (ln_complement(log(far)), log(far))
    };
    (end, distance(ln_near, ln_far, half, |z| tails(end, z)))
}

/// Returns the distance from an end at which the tails have the given logarithms.
fn distance(ln_near: f64, ln_far: f64, half: f64, tails: impl Fn(f64) -> Tails) -> f64 {
    // The gap is positive beyond the root; its slope is against ln z.
    let gap = |z: f64, by_near: bool| {
        let at = tails(z);
        if by_near {
            (at.ln_near - ln_near, z * exp(at.ln_density - at.ln_near))
        } else {
            (ln_far - at.ln_far, z * exp(at.ln_density - at.ln_far))
        }
    };
    let (mut low, mut high) = (f64::MIN_POSITIVE, half);
    let (first, slope) = gap(low, true);
    if first >= 0.0 {
        return if first == 0.0 { low } else { 0.0 };
    }
    let by_near = ln_near <= ln_far;
    let noise = 2.0 * f64::EPSILON * if by_near { ln_near } else { ln_far }.abs().max(1.0);
    let mut z =
        low * exp((-first / slope).min(1400.0) * 0.5) * exp((-first / slope).min(1400.0) * 0.5);
    let mut last = f64::INFINITY;
    for _ in 0..200 {
        if !(z > low && z < high) {
            z = middle(low, high);
        }
        let (g, slope) = gap(z, by_near);
        if g > 0.0 {
            high = z;
        } else {
            low = z;
        }
        let step = -g / slope;
        let next = z * exp(step);
        let done = g.abs() <= noise || step.abs() <= f64::EPSILON;
        if done || high <= low * (1.0 + f64::EPSILON) {
            return if next > 0.0 && next <= half && step.abs() < 1e-9 {
                next
            } else {
                z
            };
        }
        z = if g.abs() <= 0.5 * last {
            next
        } else {
            f64::NAN
        };
        last = g.abs();
    }
    z.clamp(low, high)
}

/// Returns the middle of a bracket: geometric while it spans a factor above two, arithmetic after.
fn middle(low: f64, high: f64) -> f64 {
    if high > 2.0 * low {
        low.sqrt() * high.sqrt()
    } else {
        low + 0.5 * (high - low)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roots_in_a_bracket() {
        let root = rising_root(0.0, 1e9, |x| x * x * x - 2.0).unwrap();
        assert!((root - libm::cbrt(2.0)).abs() < 1e-15);
        let flat = rising_root(-1.0, 1.0, |x| x * x * x * x * x).unwrap();
        assert!(flat.abs() < 1e-60);
        assert_eq!(rising_root(2.0, 3.0, |x| x - 1.0), None);
        assert_eq!(rising_root(0.0, 1.0, |_| f64::NAN), None);
    }

    #[test]
    fn inversion_survives_undefined_tails() {
        for worst in [f64::NAN, f64::NEG_INFINITY, f64::INFINITY, 0.0] {
            let (_, z) = invert(0.3, 0.5, |_, _| Tails {
                ln_near: worst,
                ln_far: worst,
                ln_density: worst,
            });
            assert!((0.0..=0.5).contains(&z), "{z}");
        }
    }
}

//! The standard normal truncated to a window, near the mean or far in a tail.

use libm::{exp, log};

use super::{
    solve::{End, Tails},
    special::{GAUSS, scaled_mass},
};

/// A window of the standard normal, mirrored if necessary so that it contains the mean or lies
/// above it.
///
/// Nothing is computed as a difference of probabilities near one: masses are integrals of
/// exp(-alpha u - u^2 / 2) from the point nearest to the mean, divided by the density there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Window {
    /// The lower end, in standard deviations from the mean.
    pub(crate) alpha: f64,
    /// The upper end, likewise; kept apart, because the sum of the lower end and the width might
    /// round it away.
    pub(crate) beta: f64,
    /// The width, in standard deviations.
    pub(crate) width: f64,
    /// The mass divided by the density at the point nearest to the mean.
    pub(crate) total: f64,
}

/// A point of a window by its distances from both ends and from the mean, each rounded once.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_field_names)] // They are all distances from something.
pub(crate) struct Point {
    pub(crate) from_low: f64,
    pub(crate) from_high: f64,
    pub(crate) from_mean: f64,
}

impl Window {
    /// Builds a window from its ends and its width, in standard deviations.
    pub(crate) fn new(alpha: f64, beta: f64, width: f64) -> Self {
        let total = if alpha >= 0.0 {
            scaled_mass(alpha, width)
        } else {
            scaled_mass(0.0, -alpha) + scaled_mass(0.0, beta)
        };
        Self {
            alpha,
            beta,
            width,
            total,
        }
    }

    /// Returns the probability below and above a point, and the density per standard deviation.
    pub(crate) fn at(&self, point: Point) -> (f64, f64, f64) {
        let Point {
            from_low: d,
            from_high: r,
            from_mean: t,
        } = point;
        let (below, above, density) = if self.alpha >= 0.0 {
            let density = exp(-d * (self.alpha + 0.5 * d));
            let above = density * scaled_mass(self.alpha + d, r);
            (scaled_mass(self.alpha, d), above, density)
        } else {
            let density = exp(-0.5 * t * t);
            let (below, above) = if t <= 0.0 {
                let above = scaled_mass(0.0, -t) + scaled_mass(0.0, self.beta);
                (density * scaled_mass(-t, d), above)
            } else {
                let below = scaled_mass(0.0, -self.alpha) + scaled_mass(0.0, t);
                (below, density * scaled_mass(t, r))
            };
            (below, above, density)
        };
        (
            (below / self.total).min(1.0),
            (above / self.total).min(1.0),
            density / self.total,
        )
    }

    /// Evaluates the distribution at distance `z`, in standard deviations, from an end.
    pub(crate) fn tails(&self, end: End, z: f64) -> Tails {
        let rest = (self.width - z).max(0.0);
        let (from_low, from_high, from_mean) = match end {
            End::Low => (z, rest, self.alpha + z),
            End::High => (rest, z, self.beta - z),
        };
        let (below, above, density) = self.at(Point {
            from_low,
            from_high,
            from_mean,
        });
        let (near, far) = match end {
            End::Low => (below, above),
            End::High => (above, below),
        };
        Tails {
            ln_near: log(near),
            ln_far: log(far),
            ln_density: log(density),
        }
    }

    /// Returns mean and standard deviation, in standard deviations of the normal. The mean is
    /// counted from the low end of a window above the mean of the normal, and otherwise from that
    /// mean.
    ///
    /// The integrals are sums over Gauss-Legendre panels: every term is positive, so the variance
    /// does not cancel as it does in the usual closed form.
    pub(crate) fn moments(&self) -> (f64, f64) {
        let pieces = if self.alpha >= 0.0 {
            [(1.0, self.alpha, self.width), (-1.0, 0.0, 0.0)]
        } else {
            [(1.0, 0.0, self.beta), (-1.0, 0.0, -self.alpha)]
        };
        // Lengths are in units of the longest first panel, so that no square underflows.
        let unit = pieces
            .iter()
            .map(|&(_, alpha, width)| panel(alpha, width))
            .fold(0.0, f64::max);
        let sum = |term: &dyn Fn(f64) -> f64| -> f64 {
            pieces
                .iter()
                .map(|&(sign, alpha, width)| integrate(alpha, width, unit, |v| term(sign * v)))
                .sum()
        };
        let mass = sum(&|_| 1.0);
        let mean = sum(&|v| v) / mass;
        let variance = sum(&|v| (v - mean) * (v - mean)) / mass;
        (mean * unit, variance.sqrt() * unit)
    }
}

/// A length over which exp(-u (c + u / 2)) falls by less than exp(-2).
fn panel(c: f64, left: f64) -> f64 {
    left.min(4.0 / (c + (c * c + 8.0).sqrt()))
}

/// Returns the integral of `term(u / unit)` exp(-u (alpha + u / 2)) divided by `unit`, for `u` from
/// 0 to `width`, stopping where the exponential is below 1e-26.
fn integrate(alpha: f64, width: f64, unit: f64, term: impl Fn(f64) -> f64) -> f64 {
    let (mut from, mut sum) = (0.0, 0.0);
    while from < width && from * (alpha + 0.5 * from) < 60.0 {
        let length = panel(alpha + from, width - from);
        let half = 0.5 * length;
        for (node, weight) in GAUSS {
            for u in [from + half - half * node, from + half + half * node] {
                sum += weight * (half / unit) * term(u / unit) * exp(-u * (alpha + 0.5 * u));
            }
        }
        if from + length <= from {
            break;
        }
        from += length;
    }
    sum
}

//! The standard normal cut to a window, near the mean or far in a tail.

use libm::{exp, log};

use super::{
    solve::{End, Tails},
    special::{GAUSS, scaled_mass},
};

/// A window of the standard normal, mirrored if need be so that it holds the mean or lies above it.
///
/// Nothing is computed as a difference of probabilities near one: masses are integrals of
/// exp(-alpha u - u^2 / 2) from the point nearest to the mean, over the density there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Window {
    /// The lower end, in standard deviations from the mean.
    pub(crate) alpha: f64,
    /// The upper end, likewise; not the lower end and the width, which may round it away.
    pub(crate) beta: f64,
    /// The width, in standard deviations.
    pub(crate) width: f64,
    /// The mass over the density at the point nearest to the mean.
    pub(crate) total: f64,
}

/// A point of a window: distances from both ends and from the mean, each rounded once.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_field_names)] // They are all distances from something.
pub(crate) struct Point {
    pub(crate) from_low: f64,
    pub(crate) from_high: f64,
    pub(crate) from_mean: f64,
}

impl Window {
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

    /// Probability below and above a point, and the density, per standard deviation.
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

    /// The distribution at distance `z`, in standard deviations, from an end.
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

    /// Mean and standard deviation: the mean as a distance from the low end for a window above the
    /// mean of the normal, from that mean otherwise. All in standard deviations of the normal.
    ///
    /// By Gauss-Legendre panels: every term is positive, so the variance does not cancel as it does
    /// in the usual closed form.
    pub(crate) fn moments(&self) -> (f64, f64) {
        let pieces = if self.alpha >= 0.0 {
            [(1.0, self.alpha, self.width), (-1.0, 0.0, 0.0)]
        } else {
            [(1.0, 0.0, self.beta), (-1.0, 0.0, -self.alpha)]
        };
        // Lengths are counted in units of the longest first panel, so that no square underflows.
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

/// The integral of `term(u / unit)` exp(-u (alpha + u / 2)), over `unit`, for `u` from 0 to
/// `width`, stopping where the exponential is below 1e-26.
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

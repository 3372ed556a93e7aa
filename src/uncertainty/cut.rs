//! A normal cut to bounds: probabilities, density and quantiles.

use super::normal_window::{Point, Window};
use super::solve::{End, invert};
use super::special::{INV_SQRT_2_PI, normal_quantile, normal_upper};
/// The parameters of a truncated normal and its standardised window.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Cut {
    pub(super) mean: f64,
    pub(super) sd: f64,
    pub(super) low: f64,
    pub(super) high: f64,
    /// True if the bounds lie below the mean, so that the window is the mirror image.
    pub(super) mirrored: bool,
    pub(super) window: Window,
}

/// The end of a window without a bound, in standard deviations: exp(-40^2 / 2) is less than the
/// least positive float.
const FARTHEST: f64 = 40.0;

impl Cut {
    pub(super) fn new(mean: f64, sd: f64, low: f64, high: f64) -> Self {
        let mirrored = high <= mean;
        let (from, to) = if mirrored {
            (mean - high, mean - low)
        } else {
            (low - mean, high - mean)
        };
        let (mut alpha, mut beta, mut width) = (from / sd, to / sd, (high - low) / sd);
        // Without a bound the window ends where the density, relative to that at its nearest point
        // to the mean, is exp(-40^2 / 2): with distance u from alpha > 0 at u (alpha + u / 2) =
        // 40^2 / 2.
        let reach = |alpha: f64| {
            FARTHEST * FARTHEST / (alpha + (alpha * alpha + FARTHEST * FARTHEST).sqrt())
        };
        if beta.is_infinite() && alpha < 0.0 {
            // The sum of the lower end and the width might round it away.
            (width, beta) = (FARTHEST - alpha, FARTHEST);
        } else if beta.is_infinite() {
            width = reach(alpha);
            beta = alpha + width;
        } else if alpha.is_infinite() {
            // The bound is above the mean, or the window would be mirrored.
            width = beta + FARTHEST;
            alpha = -FARTHEST;
        }
        Self {
            mean,
            sd,
            low,
            high,
            mirrored,
            window: Window::new(alpha, beta, width),
        }
    }

    /// Returns the probability below and above `x`, and the density.
    pub(super) fn at(&self, x: f64) -> (f64, f64, f64) {
        let (mut low, mut high) = ((x - self.low) / self.sd, (self.high - x) / self.sd);
        let from_mean = (x - self.mean) / self.sd;
        // Without a bound the distance is counted from the end of the window, through the mean if
        // the window contains it: the other bound may be so far away that the distance would be
        // rounded away.
        let has_mean = self.window.alpha < 0.0;
        if self.low.is_infinite() {
            low = if has_mean {
                FARTHEST + from_mean
            } else {
                self.window.width - high
            };
            if low <= 0.0 {
                return (0.0, 1.0, 0.0);
            }
        }
        if self.high.is_infinite() {
            high = if has_mean {
                FARTHEST - from_mean
            } else {
                self.window.width - low
            };
            if high <= 0.0 {
                return (1.0, 0.0, 0.0);
            }
        }
        if self.mirrored {
            let (below, above, density) = self.window.at(Point {
                from_low: high,
                from_high: low,
                from_mean: -from_mean,
            });
            (above, below, density / self.sd)
        } else {
            let (below, above, density) = self.window.at(Point {
                from_low: low,
                from_high: high,
                from_mean,
            });
            (below, above, density / self.sd)
        }
    }

    /// Returns the quantile from that of the normal itself, where the window contains the mean and
    /// `p` is not too near a bound.
    fn direct(&self, p: f64) -> Option<f64> {
        let Window {
            alpha, beta, total, ..
        } = self.window;
        if alpha >= 0.0 {
            return None;
        }
        let total = total * INV_SQRT_2_PI;
        let (outside, inside, sign) = if p <= 0.5 {
            (normal_upper(-alpha), p * total, 1.0)
        } else {
            (normal_upper(beta), (1.0 - p) * total, -1.0)
        };
        // Nearer to a bound, the distance to the bound has to be exact.
        (inside >= outside)
            .then(|| self.mean + self.sd * (sign * normal_quantile(outside + inside)))
    }

    pub(super) fn quantile(&self, p: f64) -> f64 {
        let x = self.direct(p).unwrap_or_else(|| {
            let (end, z) = invert(p, 0.5 * self.window.width, |end, z| {
                let end = match (end, self.mirrored) {
                    (End::Low, false) | (End::High, true) => End::Low,
                    _ => End::High,
                };
                self.window.tails(end, z)
            });
            // Without a bound at this end, the distance is counted from the mean if the window
            // contains it, and from the other bound otherwise.
            let has_mean = self.window.alpha < 0.0;
            let rest = self.window.width - z;
            match end {
                End::Low if self.low.is_finite() => self.low + self.sd * z,
                End::High if self.high.is_finite() => self.high - self.sd * z,
                End::Low if has_mean => self.mean - self.sd * (FARTHEST - z),
                End::High if has_mean => self.mean + self.sd * (FARTHEST - z),
                End::Low => self.high - self.sd * rest,
                End::High => self.low + self.sd * rest,
            }
        });
        x.clamp(self.low, self.high)
    }
}

//! Fit of a truncated normal to an interval: two quantiles determine mean and standard deviation.

use libm::{exp, log};

use super::{cut::Cut, solve::rising_root, special};
use crate::Interval;

/// Returns the mean and standard deviation with which the central part of the given probability
/// lies from `low` to `high`.
///
/// For a given standard deviation the lower quantile fixes the mean; the upper one then fixes the
/// standard deviation, because flatter shapes with the same lower quantile have a higher upper one.
pub(super) fn fit(low: f64, high: f64, probability: f64, bounds: Interval) -> Option<(f64, f64)> {
    let odds = log(1.0 + probability) - log(1.0 - probability);
    // For a window without an end, the part that the interval spans: a flat shape is many times
    // wider.
    let width = if bounds.is_bounded() {
        bounds.high() - bounds.low()
    } else if bounds.low().is_finite() {
        2.0 * (high - bounds.low())
    } else {
        2.0 * (bounds.high() - low)
    };
    let log_odds = |mean: f64, sd: f64, x: f64| {
        let (below, above, _) = Cut::new(mean, sd, bounds.low(), bounds.high()).at(x);
        log(below) - log(above)
    };
    let middle = 0.5 * (low + high);
    let mean_for = |sd: f64| {
        let miss = |mean: f64| -odds - log_odds(mean, sd, low);
        let mut step = sd * (1.0 + sd / width);
        let (mut below, mut above) = (middle, middle);
        for _ in 0..60 {
            if miss(below) <= 0.0 {
                break;
            }
            (above, below) = (below, below - step);
            step *= 2.0;
        }
        for _ in 0..60 {
            if miss(above) >= 0.0 {
                break;
            }
            (below, above) = (above, above + step);
            step *= 2.0;
        }
        rising_root(below, above, miss)
    };
    let miss = |precision: f64| {
        let sd = exp(-precision);
        mean_for(sd).map_or(f64::NAN, |mean| log_odds(mean, sd, high) - odds)
    };
    let start = 0.5 * (high - low) / special::normal_half_width(probability);
    let flattest = -log(1e3 * width);
    let (mut below, mut above) = ((-log(start)).max(flattest), (-log(start)).max(flattest));
    while miss(below) > 0.0 && below > flattest {
        (above, below) = (below, (below - 0.5).max(flattest));
    }
    for _ in 0..60 {
        if miss(above) < 0.0 {
            (below, above) = (above, above + 0.5);
        }
    }
    let sd = exp(-rising_root(below, above, miss)?);
    Some((mean_for(sd)?, sd))
}

//! The formulas of a response. Each has one body, which both a step of a plan and the public
//! functions over slices run.
//!
//! The effect of a response on levels (a running sum of `ln(1 + growth)`, `exp(x) - 1` of a
//! logarithm) is elementary and has its body with the elementary functions. Paths of levels and
//! shares over slices ([`growth_path`](super::growth_path),
//! [`logistic_path`](super::logistic_path)) are faster recurrences for the paths that a plan
//! computes in logarithms; tests compare them with plans.

#![expect(
    clippy::inline_always,
    reason = "a loop is vector code only inside the dispatch"
)]

use super::exp_log::damping;

/// Returns the effect of a stimulus: on the logarithm of an outcome for an elasticity,
/// `e (ln E - ln E0)`, and a semi-elasticity, and on its growth for a growth ratio, `r (G - G0)`. No
/// effect is zero and never minus zero, which a negative coefficient would make of it.
#[inline(always)]
pub(super) fn effect(coefficient: f64, stimulus: f64) -> f64 {
    coefficient * stimulus + 0.0
}

/// Returns a saturated log change, `(1 - exp(-kappa x)) / kappa`, computed so that it is also
/// defined for a `kappa` of zero.
#[inline(always)]
pub(super) fn saturated(kappa: f64, gap: f64) -> f64 {
    gap * damping(kappa * gap)
}

/// Returns one step of geometric decay (Koyck, *Distributed Lags and Investment Analysis*, 1954):
/// `keep` of the past, and the rest of the weight on the present.
#[inline(always)]
pub(super) fn koyck(now: f64, past: f64, keep: f64) -> f64 {
    keep * past + (1.0 - keep) * now
}

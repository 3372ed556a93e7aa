//! The formulas of a response, one body each: a step of a plan runs it on its operands, and the
//! public functions over slices run the same.
//!
//! What a response then does to levels (a running sum of `ln(1 + growth)`, `exp(x) - 1` of a log)
//! is elementary and has its one body with the elementary functions. Paths of levels and shares
//! over slices ([`growth_path`](super::growth_path), [`logistic_path`](super::logistic_path)) are
//! faster forms by recurrence of what a plan computes in logarithms; tests hold them against plans.

#![expect(
    clippy::inline_always,
    reason = "a loop is vector code only inside the dispatch"
)]

use super::exp_log::damping;

/// The effect of a stimulus: on the log of an outcome for an elasticity `e (ln E - ln E0)` and a
/// semi-elasticity, on its growth for a growth ratio `r (G - G0)`.
#[inline(always)]
pub(super) fn effect(coefficient: f64, stimulus: f64) -> f64 {
    coefficient * stimulus
}

/// A log change that counts less the further it goes: `(1 - exp(-kappa x)) / kappa`, computed so
/// that it holds at `kappa` zero too.
#[inline(always)]
pub(super) fn saturated(kappa: f64, gap: f64) -> f64 {
    gap * damping(kappa * gap)
}

/// A step of geometric decay (Koyck, *Distributed Lags and Investment Analysis*, 1954): what is
/// left of the past, and the rest of the weight on the present.
#[inline(always)]
pub(super) fn koyck(now: f64, past: f64, keep: f64) -> f64 {
    keep * past + (1.0 - keep) * now
}

//! Numbers only: slices in, slices out. No economics, no input or output.
//!
//! The functions run at the widest vector level of the machine and give the same bits at every
//! level, on every machine: they use neither fused operations nor the standard library's
//! elementary functions, which differ by platform.

mod elementwise;
mod level;
mod normal;
mod program;
mod real;

pub use elementwise::{
    LengthMismatch, damping, exp, exp_m1, ln, ln_1p, logistic, logit, normal_quantile,
};
pub use level::Level;
pub(crate) use program::{Builder, Program, Register};

//! Numbers only: slices in, slices out. No economics, no input or output.
//!
//! The functions run at the widest vector level of the machine and give the same bits at every
//! level, on every machine: they use neither fused operations nor the standard library's
//! elementary functions, which differ by platform.

mod elementwise;
mod exp_log;
mod level;
mod logistic;
mod normal;
mod philox;
mod power;
mod program;
mod routine;
mod step;
mod tally;

#[doc(hidden)]
pub use elementwise::at_level;
pub use elementwise::{
    LengthMismatch, damping, exp, exp_m1, ln, ln_1p, logistic, logit, normal_cumulative,
    normal_quantile, pow,
};
pub(crate) use elementwise::{
    exp_in_place_at, is_within_at, normal_cumulative_at, normal_quantile_in_place_at,
};
pub use level::Level;
pub(crate) use philox::{MAX_DRAWS, uniform_at};
pub(crate) use program::{Builder, Program, Register};
pub(crate) use routine::{Arena, Routine};
pub(crate) use tally::{Kept, rank};
pub use tally::{Tally, TallyError};

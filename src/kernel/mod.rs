//! Numerical functions over slices, without economics and without input or output.
//!
//! The functions run at the widest vector level of the machine. They give the same bits at every
//! level and on every machine, because they use neither fused operations nor the standard library's
//! elementary functions, which differ by platform. Tested are x86-64 at all its levels, and
//! WebAssembly with and without `simd128`.

mod affine;
mod block;
mod box_muller;
mod bytes;
mod columns;
mod elementwise;
mod exp_log;
mod expression;
mod formula;
mod layout;
mod level;
mod level_path;
mod life;
mod logistic;
mod normal;
mod order;
#[cfg(feature = "parallel")]
pub mod parallel;
mod philox;
mod polynomial;
mod power;
mod program;
mod response;
mod routine;
mod shape;
mod share_path;
mod sobol;
mod step;
mod stimulus;
mod streaming;
mod student_t;
mod tally;

pub(crate) use affine::{affine_in_place_at, triangle_in_place_at, weighted_sum_at};
pub(crate) use box_muller::normal_at;
pub(crate) use bytes::{Reader, Writer};
#[doc(hidden)]
pub use elementwise::at_level;
pub use elementwise::{
    LengthMismatch, damping, exp, exp_m1, ln, ln_1p, logistic, logit, normal_cumulative,
    normal_quantile, pow,
};
pub(crate) use elementwise::{
    exp_in_place_at, is_within_at, normal_cumulative_at, normal_quantile_in_place_at,
};
pub(crate) use expression::Names;
pub use level::Level;
pub use level_path::{constant_growth_path, growth_path};
pub(crate) use order::rank;
pub use order::{OrderError, quantiles};
pub(crate) use philox::{Draws, MAX_DRAWS, uniform_at};
pub(crate) use polynomial::interpolated;
pub(crate) use program::{Builder, Program};
pub use response::{elasticity_impact, growth_ratio_impact, semi_elasticity_impact};
pub(crate) use routine::{Arena, Routine};
pub use share_path::{composition, logistic_path};
pub(crate) use sobol::{DIMENSIONS, MAX_POINTS, sobol_at};
pub(crate) use step::Register;
pub use stimulus::{distributed_lag, koyck_lag, saturate};
pub(crate) use student_t::{StudentT, student_t_in_place_at};
pub(crate) use tally::{Bits, Kept, Pages, Room, are_ranges, join_ranges};
pub use tally::{Tally, TallyError};

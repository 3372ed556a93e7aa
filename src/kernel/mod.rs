//! Numbers only: slices in, slices out. No economics, no input or output.

mod program;

pub(crate) use program::{Builder, Program, Register};

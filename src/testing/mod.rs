//! Random values of every typed input and random scenarios, for property tests with `proptest`.

pub mod evidence;
pub mod hostile;
pub mod quantity;
pub mod scenario;

use std::fmt;

use proptest::prelude::*;

use crate::Error;

/// Returns the results of `build` for raw values; it refuses only those that round to an open end.
fn built<R: fmt::Debug, T: fmt::Debug>(
    raw: impl Strategy<Value = R>,
    build: impl Fn(R) -> Result<T, Error>,
) -> impl Strategy<Value = T> {
    raw.prop_filter_map("outside the range", move |raw| build(raw).ok())
}

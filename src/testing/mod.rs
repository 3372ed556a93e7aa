//! Random values of every typed input and random scenarios, for property tests with `proptest`.

pub mod quantity;
pub mod scenario;

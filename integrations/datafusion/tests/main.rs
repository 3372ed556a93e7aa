//! What must be true of the functions in SQL.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may fail by a panic"
)]

mod bad_input;
mod codec;
mod columns;
mod common;
mod parts;

mod variants;

//! What must be true of a cluster: real processes on loopback.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test may fail by a panic, and says what it saw"
)]

mod bits;
mod losses;
mod processes;
mod program;
mod versions;

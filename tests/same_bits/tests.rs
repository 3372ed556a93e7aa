//! The tests of invariance and of pinned numbers, and the kernel's own, for any machine.

#[path = "../invariance.rs"]
mod invariance;
// As source, so that its own tests run: the library's other tests need more crates.
#[allow(
    dead_code,
    missing_debug_implementations,
    unused_imports,
    reason = "tests use a part"
)]
#[path = "../../src/kernel/mod.rs"]
mod kernel;
#[path = "../kernel_accuracy.rs"]
mod kernel_accuracy;
#[path = "../value_stability.rs"]
mod value_stability;

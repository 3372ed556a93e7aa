//! Compiles the reference functions in long double.

fn main() {
    println!("cargo::rerun-if-changed=src/reference.c");
    // No contraction: the errors of products are computed by explicit fused operations.
    cc::Build::new()
        .file("src/reference.c")
        .flag("-ffp-contract=off")
        .opt_level(2)
        .compile("reference");
    println!("cargo::rustc-link-lib=m");
}

//! The works of the peer comparison in naive but competent Rust: the standard library's
//! functions, `rand`, `rand_distr`, `statrs` and `rayon`.
//!
//! Does one work in this process, measures it and prints one line of JSON.

mod floors;
mod measure;
mod monte_carlo;
mod paths;

use clap::Parser;
use measure::Measured;
use serde::Serialize;

/// Years by lanes.
#[derive(Clone, Copy)]
struct Size {
    years: usize,
    lanes: usize,
}

#[derive(Parser)]
struct Options {
    #[arg(long)]
    work: String,
    #[arg(long)]
    form: String,
    #[arg(long)]
    lanes: usize,
    #[arg(long)]
    years: usize,
    #[arg(long)]
    threads: usize,
    #[arg(long)]
    repeat: usize,
}

#[derive(Serialize)]
struct Line<'a> {
    peer: &'a str,
    work: &'a str,
    threads: usize,
    #[serde(flatten)]
    measured: Measured,
    peak_mb: f64,
    answers: Vec<f64>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let options = Options::parse();
    rayon::ThreadPoolBuilder::new()
        .num_threads(options.threads)
        .build_global()?;
    let (measured, answers) = run(&options)?;
    let line = Line {
        peer: "naive Rust",
        work: &options.work,
        threads: options.threads,
        measured,
        peak_mb: measure::peak_mb()?,
        answers,
    };
    println!("{}", serde_json::to_string(&line)?);
    Ok(())
}

fn run(options: &Options) -> Result<(Measured, Vec<f64>), String> {
    let size = Size {
        years: options.years,
        lanes: options.lanes,
    };
    let repeat = options.repeat;
    Ok(match (options.work.as_str(), options.form.as_str()) {
        ("constant-growth", "powf") => paths::constant_powf(size, repeat),
        ("constant-growth", "recurrence") => paths::constant_recurrence(size, repeat),
        ("yearly-growth", "ln-exp") => paths::yearly_ln_exp(size, repeat),
        ("yearly-growth", "product") => paths::yearly_product(size, repeat),
        ("logistic-share", "exp") => paths::logistic(size, repeat),
        (_, "memset") => floors::memset(size, repeat),
        (_, "fill") => floors::fill(size, repeat),
        (_, "copy") => floors::copy(size, repeat),
        (_, "divide") => floors::divide(size, repeat),
        ("monte-carlo", "select") => monte_carlo::run(size, repeat),
        (work, form) => return Err(format!("no form `{form}` of the work `{work}`")),
    })
}

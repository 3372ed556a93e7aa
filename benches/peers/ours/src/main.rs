//! The works of `compare.py` with this library; its arguments and its line of JSON are described
//! there.

mod measure;

use std::fmt::Write;

use clap::Parser;
use compute_impact::scenario::{Output, Reading};
use compute_impact::kernel::{self, parallel};
use compute_impact::{Fan, Scenario, Simulation};
use measure::Measured;
use serde::Serialize;

#[derive(Parser)]
struct Arguments {
    #[arg(long)]
    work: String,
    #[arg(long)]
    lanes: usize,
    #[arg(long)]
    years: usize,
    #[arg(long)]
    threads: usize,
    #[arg(long)]
    repeat: usize,
    /// Quantiles within 0.1 % in memory that does not grow, in place of exact ones.
    #[arg(long)]
    streaming: bool,
}

#[derive(Serialize)]
struct Line {
    peer: &'static str,
    work: String,
    threads: usize,
    #[serde(flatten)]
    measured: Measured,
    peak_mb: f64,
    answers: Vec<f64>,
}

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

const QUANTILES: [f64; 5] = [0.05, 0.25, 0.50, 0.75, 0.95];
const WEYL: f64 = 0.618_033_988_749_894_9;

fn main() -> Outcome<()> {
    let arguments = Arguments::parse();
    let (measured, answers) = match arguments.work.as_str() {
        "monte-carlo" => monte_carlo(&arguments)?,
        _ => path(&arguments)?,
    };
    let line = Line {
        peer: if arguments.streaming { "ours, streaming" } else { "ours" },
        work: arguments.work,
        threads: arguments.threads,
        measured,
        peak_mb: measure::peak_mb()?,
        answers,
    };
    println!("{}", serde_json::to_string(&line)?);
    Ok(())
}

fn fraction(x: f64) -> f64 {
    x - x.floor()
}

/// The inputs of `problem.py`, from place `first` of its sequence on.
fn growth(count: usize, first: usize) -> Vec<f64> {
    let place = |i: usize| (i + first + 1) as f64;
    (0..count).map(|i| 0.02 + 0.23 * fraction(place(i) * WEYL)).collect()
}

/// Work on a whole block, or on its lanes in one part a thread.
fn path(arguments: &Arguments) -> Outcome<(Measured, Vec<f64>)> {
    let Arguments { lanes, years, .. } = *arguments;
    let base: Vec<f64> = (0..lanes).map(|i| 100.0 + (i % 7) as f64).collect();
    let constant = growth(lanes, 0);
    let mut out = vec![0.0; years * lanes];
    let pool = rayon::ThreadPoolBuilder::new().num_threads(arguments.threads).build()?;
    let is_parallel = arguments.threads > 1;
    let mut measured = |write: &mut (dyn FnMut(&mut [f64]) + Send)| {
        pool.install(|| measure::least(arguments.repeat, || write(&mut out)))
    };
    let measured = match arguments.work.as_str() {
        "constant-growth" => measured(&mut |out| {
            let done = if is_parallel {
                parallel::constant_growth_path(&base, &constant, out)
            } else {
                kernel::constant_growth_path(&base, &constant, out)
            };
            done.unwrap_or_default();
        }),
        "yearly-growth" => {
            let yearly = growth(years * lanes, 0);
            measured(&mut |out| {
                let done = if is_parallel {
                    parallel::growth_path(&base, &yearly, out)
                } else {
                    kernel::growth_path(&base, &yearly, out)
                };
                done.unwrap_or_default();
            })
        }
        "logistic-share" => {
            let at = |i: usize, part: f64| fraction(i as f64 * WEYL * part);
            let intercept: Vec<f64> = (0..lanes).map(|i| -1.1 + 0.2 * at(i, 1.0)).collect();
            let slope: Vec<f64> = (0..lanes).map(|i| 0.05 + 0.4 * at(i + 1, 0.5)).collect();
            let times: Vec<f64> = (1..=years).map(|year| year as f64).collect();
            measured(&mut |out| {
                let done = if is_parallel {
                    parallel::logistic_path(&intercept, &slope, &times, out)
                } else {
                    kernel::logistic_path(&intercept, &slope, &times, out)
                };
                done.unwrap_or_default();
            })
        }
        other => return Err(format!("no work {other}").into()),
    };
    let mean = |year: usize| {
        let row = &out[year * lanes..(year + 1) * lanes];
        row.iter().sum::<f64>() / lanes as f64
    };
    let last = years - 1;
    Ok((measured, vec![mean(0), mean(last / 2), mean(last)]))
}

fn scenario(years: usize) -> Outcome<Scenario> {
    let mut outlays = String::new();
    for year in 0..years {
        let outlay = 4e11 * 1.05_f64.powi(i32::try_from(year)?);
        writeln!(outlays, "{{ value = \"{outlay} CNY\", assumption = \"benchmark\" }},")?;
    }
    let until = 2024 + years;
    let text = format!(
        r#"
version = 1
name = "benchmark"
base = "2024"
until = "{until}"

[[noise]]
on = "compute.path.total.growth"
persistence = {{ value = "60 %", assumption = "benchmark" }}
standard-deviation = {{ value = "5 % per year", assumption = "benchmark" }}

[[correlation]]
between = ["gdp.response.coefficient", "digital.response.coefficient"]
rank = 0.6
assumption = "benchmark"

[compute]
base = {{ value = "280 EFLOPS FP32 in use", assumption = "benchmark" }}
counterfactual = "frozen"
path.total.growth.constant = {{ value = "20 % per year", assumption = "benchmark" }}
path.total.smart-share.observations = [
    {{ at = "2024", share = {{ value = "25 %", assumption = "benchmark" }} }},
    {{ at = "2025", share = {{ value = "30 %", assumption = "benchmark", uncertainty = {{ shape = "truncated-normal", mean = 0.3, standard-deviation = 0.01, low = 0.2, high = 0.4 }} }} }},
]

[gdp]
base = {{ value = "134.9084 tn CNY", assumption = "benchmark" }}
baseline.excludes.constant = {{ value = "4 % per year", assumption = "benchmark" }}
response.coefficient.elasticity = {{ value = 0.2, assumption = "benchmark", uncertainty = {{ shape = "truncated-normal", mean = 0.2, standard-deviation = 0.05, low = 0, high = 0.5 }} }}

[digital]
base = {{ value = "57.9 tn CNY", assumption = "benchmark" }}
baseline.excludes.constant = {{ value = "4 % per year", assumption = "benchmark" }}
response.coefficient.elasticity = {{ value = 0.4, assumption = "benchmark", uncertainty = {{ shape = "truncated-normal", mean = 0.4, standard-deviation = 0.08, low = 0, high = 1 }} }}

[investment]
outlay.by-period = [
{outlays}]
multiplier = {{ value = "3.5", assumption = "benchmark", uncertainty = {{ shape = "uniform", low = 3, high = 4 }} }}
"#
    );
    Ok(Scenario::from_toml(&text)?)
}

const OUTPUTS: [Output; 4] = [
    Output::Gdp(Reading::Impact),
    Output::Digital(Reading::Impact),
    Output::MultiplierOutput,
    Output::SmartShare,
];

fn monte_carlo(arguments: &Arguments) -> Outcome<(Measured, Vec<f64>)> {
    let scenario = scenario(arguments.years)?;
    let mut settings = Simulation::new(arguments.lanes as u64)?
        .with_seed(1)
        .with_threads(arguments.threads)?
        .with_outputs(OUTPUTS)?;
    if !arguments.streaming {
        settings = settings.with_exact_quantiles(QUANTILES)?;
    }
    let mut answers = Ok(Vec::new());
    let measured = measure::least(arguments.repeat, || {
        answers = scenario
            .simulate(&settings)
            .map_err(Into::into)
            .and_then(|fan| read_out(&fan, &scenario));
    });
    Ok((measured, answers?))
}

/// Mean, standard deviation and quantiles, by year and then by output.
fn read_out(fan: &Fan, scenario: &Scenario) -> Outcome<Vec<f64>> {
    let mut answers = Vec::new();
    for year in 1..=scenario.periods() {
        for output in OUTPUTS {
            let series = fan.series(output).ok_or("an output is missing")?;
            let period = scenario.base().plus(year)?;
            let distribution = series.at(period)?.ok_or("a period is missing")?;
            answers.push(distribution.mean().ok_or("no mean")?);
            answers.push(distribution.standard_deviation().ok_or("no spread")?);
            for p in QUANTILES {
                answers.push(distribution.quantile(p)?.value);
            }
        }
    }
    Ok(answers)
}

//! Monte Carlo simulation of a scenario, and the distribution of its outputs in each period.
//!
//! [`Scenario::simulate`] draws every uncertain input, runs the scenario's own plan over blocks of
//! draws, and summarises each output in each period on the fly. Paths are not stored, so memory
//! does not grow with the number of draws.
//!
//! # Draws
//!
//! A draw depends only on the scenario, the seed, the scheme and its number: the uniform number
//! behind an input comes from the generator `philox4x32-10` with the seed as key, at a counter made
//! of the draw's number, the period, and a hash of the input's place. The input's value is its
//! shape's quantile at that number. Therefore
//!
//! - threads, blocks, parts and vector widths change no bit of any result;
//! - two scenarios with one seed share the numbers of all inputs that they have in common (common
//!   random numbers), so that their difference stems from the scenarios and not from the draws;
//! - inputs that cite the same entry of the catalogue are one figure and are drawn once.
//!
//! # Reproducibility
//!
//! Within one version of the library the same scenario, settings and seed give the same bits on
//! every machine: no platform-dependent operation is used. Tested are x86-64 and WebAssembly;
//! `DESIGN.md` lists what ran on which. The changelog lists changes of results under "Results", and
//! [`Manifest::verify`] detects them.

mod checksum;
mod choice;
mod design;
mod directory;
mod distribution;
mod draw;
mod engine;
mod ensemble;
mod fan;
mod inputs;
mod manifest;
mod memory;
mod part;
mod run;
mod scheme;
mod settings;
mod streams;
mod subject;
mod summary;
mod target;
mod written;

pub use directory::{PartDirectory, RunState};
pub use distribution::{Distribution, FanSeries, Quantile};
pub use draw::Draw;
pub(crate) use ensemble::Ensemble;
pub use ensemble::{Failure, Probability};
pub use fan::{Fan, OutcomeFan};
pub use manifest::Manifest;
pub use run::QuantileRanges;
pub use scheme::Scheme;
pub use settings::Simulation;
pub(crate) use settings::check_threads;
pub(crate) use streams::Streams;
pub(crate) use subject::{Subject, unit_in};
pub use summary::Summary;
pub use target::Target;

use crate::Error;
use crate::Scenario;

/// The generator of uniform numbers, by name and version: Philox 4x32 with ten rounds (Salmon and
/// others 2011, "Parallel random numbers: as easy as 1, 2, 3", SC '11), and the version of this
/// library's use of counters and words.
const GENERATOR: &str = "philox4x32-10 v2";

impl Scenario {
    /// Simulates the scenario: draws its uncertain inputs many times and summarises the outputs.
    ///
    /// # Errors
    ///
    /// As [`Simulation::run`].
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::scenario::Output;
    /// use compute_impact::simulation::{Simulation, Target};
    /// use compute_impact::Scenario;
    ///
    /// let scenario = Scenario::shipped("china-2030")?;
    /// let target = Target::at_least(Output::MultiplierOutput, 1.4e12)?;
    /// let settings = Simulation::new(10_000)?.with_seed(7).with_targets([target])?;
    /// let fan = scenario.simulate(&settings)?;
    ///
    /// // The multiplier is published as "3 to 4", of 400 bn yuan a year.
    /// let returns = fan.series(Output::MultiplierOutput).unwrap().last();
    /// let median = returns.quantile(0.5)?;
    /// assert!((median.value - 1.4e12).abs() < 0.01 * 1.4e12);
    /// assert!(median.error < 1e-3 * median.value);
    /// let half = fan.probability_at(&target, "2030".parse()?)?.unwrap();
    /// assert!((half.value() - 0.5).abs() < 4.0 * half.standard_error());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn simulate(&self, settings: &Simulation) -> Result<Fan, Error> {
        settings.run(self)
    }
}

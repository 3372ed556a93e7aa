//! Many uncertain paths through a scenario, and what is known of them per period.
//!
//! [`Scenario::simulate`] draws every uncertain input, runs the scenario's own plan over blocks of
//! draws, and summarises each output in each period as it goes: paths are never kept, so memory
//! does not grow with the number of draws.
//!
//! # What a draw is
//!
//! A draw depends on the scenario, the seed and its number, and on nothing else: the uniform
//! number behind an input comes from the generator [`GENERATOR`] keyed by the seed, at a counter
//! made of the draw's number, the period, and a hash of the input's name. The input's value is its
//! shape's quantile there. So
//!
//! - threads, blocks, parts and vector widths change no bit of any result;
//! - two scenarios with one seed share the numbers of all inputs that they have in common (common
//!   random numbers), and their difference is that of the scenarios and not of the draws;
//! - inputs that cite one entry of the catalogue are one figure: they are drawn once.
//!
//! # What is promised
//!
//! Within one version of the library the same scenario, settings and seed give the same bits on
//! every machine: no fused or platform operation is used. A version that changes them says so in the
//! changelog under "Results", and [`Manifest::verify`] tells.

mod distribution;
mod draw;
mod engine;
mod ensemble;
mod fan;
mod lanes;
mod manifest;
mod part;
mod reading;
mod run;
mod scheme;
mod settings;
mod subject;
mod summary;
mod target;
mod written;

pub use distribution::{Distribution, FanSeries, Quantile};
pub use draw::Draw;
pub(crate) use ensemble::Ensemble;
pub use ensemble::{Failure, Probability};
pub use fan::{Fan, OutcomeFan};
pub use manifest::Manifest;
pub use run::Progress;
pub use scheme::Scheme;
pub use settings::Simulation;
pub(crate) use subject::{Subject, unit_in};
pub use summary::Summary;
pub use target::Target;

use crate::Error;
use crate::Scenario;

/// The generator of uniform numbers, by name and version: Philox 4x32 with ten rounds (Salmon and
/// others 2011), and the version of how counters and words are used here.
pub const GENERATOR: &str = "philox4x32-10 v1";

impl Scenario {
    /// Draws many futures of the scenario.
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
    /// // Its multiplier is published as "3 to 4" of 400 bn yuan a year.
    /// let returns = fan.series(Output::MultiplierOutput).unwrap().last();
    /// let median = returns.quantile(0.5)?;
    /// assert!((median.value() - 1.4e12).abs() < 0.01 * 1.4e12);
    /// assert!(median.error() < 1e-3 * median.value());
    /// let half = fan.probability_at(&target, "2030".parse()?)?.unwrap();
    /// assert!((half.value() - 0.5).abs() < 4.0 * half.standard_error());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn simulate(&self, settings: &Simulation) -> Result<Fan, Error> {
        settings.run(self)
    }
}

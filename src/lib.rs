//! If computing power (算力) grows this much, of this kind, what does the economy get, how far can
//! that be trusted, and what does it rest on?
//!
//! The usual answer is a rule of thumb of the China Academy of Information and Communications
//! Technology (CAICT): 1 % more computing power goes with 0.2 % of GDP and 0.4 % of the digital
//! economy, and a yuan invested returns three to four. This crate gives that answer exactly as
//! published, and then says how far it can be trusted:
//!
//! ```
//! use compute_impact::{evidence::Estimate, impact_of, response::Response};
//!
//! let rule = Response::growth_ratio(Estimate::from_catalogue("caict.growth-ratio.gdp")?);
//! let impact = impact_of("25 % per year".parse()?, &rule)?;
//! assert!((impact - 0.05).abs() < 1e-12); // 5 % of GDP: more than all of its growth
//! # Ok::<(), compute_impact::Error>(())
//! ```
//!
//! # A tour
//!
//! **Numbers are typed.** Three kinds of coefficient circulate, and each is a type of its own: an
//! [`Elasticity`] (per cent per per cent), a [`GrowthRatio`] (points per point, as CAICT's rule is
//! worded) and a [`SemiElasticity`] (per index point). Capacities hold their [`Measure`], [`Money`]
//! its [`Currency`] and [`PriceBasis`], and what does not belong together does not add:
//!
//! ```
//! use compute_impact::Capacity;
//!
//! let in_use: Capacity = "230 EFLOPS FP32 in use".parse()?;
//! let installed: Capacity = "435 EFLOPS FP32 installed".parse()?; // the same country and date
//! assert_eq!(
//!     in_use.plus(installed).unwrap_err().to_string(),
//!     "capacity in FP32 in use cannot be combined with capacity in FP32 installed: \
//!      state a conversion first",
//! );
//! # Ok::<(), compute_impact::Error>(())
//! ```
//!
//! **Numbers have sources.** An [`Estimate`](evidence::Estimate) is a quantity with its
//! uncertainty and its [`Source`](evidence::Source); an assumption is a source too and says so.
//! The [`catalogue`](evidence::catalogue) holds what is published, word by word, such as the figure
//! later attributed to CAICT by a blog, of which no original was found:
//!
//! ```
//! use compute_impact::evidence::catalogue;
//!
//! let later = catalogue::find("caict.elasticity.gdp-2025")?;
//! assert_eq!(later.figure().value(), "0.0426"); // a fifth of the rule of thumb
//! assert_eq!(later.source().confidence().to_string(), "low");
//! # Ok::<(), compute_impact::Error>(())
//! ```
//!
//! **A scenario** puts a base, a path of compute and its counterfactual, and the responses of GDP
//! and the digital economy together, in code ([`Scenario::builder`]) or in a file
//! ([`Scenario::read`]). It says whether the growth it is given holds compute already
//! ([`Baseline`](scenario::Baseline)): attributing and adding are different questions.
//!
//! **A projection** is one path through it, with the objections that a careful economist would
//! raise:
//!
//! ```
//! use compute_impact::Scenario;
//!
//! let projection = Scenario::shipped("china-2030")?.project()?;
//! println!("GDP in 2030: {:+.1} %", 100.0 * projection.gdp().impact().last());
//! for finding in projection.findings() {
//!     println!("{finding}");
//! }
//! # assert!(projection.findings().iter().any(|f| f.code().to_string() == "contribution-exceeds-growth"));
//! # assert_eq!(format!("{:+.1}", 100.0 * projection.gdp().impact().last()), "+33.8");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! That prints `GDP in 2030: +33.8 %`, and first among the findings that the rule lays more growth
//! to compute than there is.
//!
//! **An answer is taken apart.** [`explanation`] says what drives an output, what inputs would reach a
//! goal, how a change divides, and where a number comes from:
//!
//! ```
//! use compute_impact::explanation::goal_seek::Goal;
//! use compute_impact::{Output, Reading, Scenario};
//!
//! let scenario = Scenario::shipped("china-2030")?;
//! let goal = Goal::new(Output::Gdp(Reading::Impact), 0.1)?;
//! let found = scenario.solve(&goal, "compute.path.total.growth.constant")?;
//! println!("10 % more GDP by 2030 takes {:.1} % growth of compute a year", 100.0 * found.value());
//! # assert!((found.reached() - 0.1).abs() < 1e-9);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # The rooms
//!
//! | module | holds |
//! |---|---|
//! | [`quantity`] | typed inputs: what a number means, how it is written |
//! | [`uncertainty`] | distribution shapes, from parameters or from an interval |
//! | [`evidence`] | sources, estimates, the catalogue of published figures |
//! | [`response`] | coefficients, lags, saturation, coherence of a GDP and a digital response |
//! | [`capacity`] | growth of compute, smart share and segments, stocks and shocks, pooling, hubs |
//! | [`investment`] | outlay, multiplier chain, channels side by side; cash flows; input-output tables |
//! | [`scenario`] | all of it put together, checked, and compiled to one plan |
//! | [`simulation`] | many uncertain futures: fans, targets, parts that merge, manifests |
//! | [`explanation`] | what drives an answer, what it would take, where it comes from |
//! | [`finding`] | what a careful economist would object to, by stable code |
//! | [`report`] | tidy tables for other tools; charts and reports for eyes (features `charts`, `report`) |
//! | [`kernel`] | functions over slices and blocks of lanes, in vector code |
//!
//! A scenario is compiled once to a flat plan of numbers; a [`Projection`] is that plan run over
//! one lane, and a [`Fan`] what many lanes come to. No economics is written anywhere else.
//!
//! # Features
//!
//! - `parallel` (default): simulations on all cores; without it on one, with the same bits.
//! - `network`: hub networks, `hubs::network`, by a linear programme.
//! - `csv`: tidy tables as CSV, `report::tidy::write_csv`.
//! - `schema`: the JSON Schema of scenario files, `Scenario::json_schema`.
//! - `arrow`: tidy tables as Arrow record batches, `report::arrow`.
//! - `approx`: the traits of the crate `approx` for quantities, series and projections.
//! - `charts`: the module `report::chart`, charts as SVG text in English and Chinese.
//! - `report`: the module `report::document`, a run as one HTML page or Markdown file.
//! - `proptest`: the module `strategy`, valid and hostile values of every typed input.
//!
//! # What it does not do
//!
//! It does not prove that compute causes growth. CAICT's 0.2 can be reproduced, and 0.4 nearly, by
//! dividing average nominal growth rates; that they were made so is an inference. Such a quotient
//! lays all growth to compute and leaves none to anything else, and where that contradicts the
//! record a finding says so. It does not fetch data, and it reads no files: hand
//! [`Scenario::read`] a deserializer.
//!
//! # Where the numbers come from
//!
//! Every figure of the catalogue names its publisher, title, date, kind of evidence and
//! confidence, and figures of CAICT are marked as such. CAICT's white papers were not read in
//! full: they are quoted through prefaces, official translations and press reports.

#[cfg(feature = "approx")]
mod approx;
pub mod capacity;
pub mod cash_flow;
mod comparison;
mod error;
pub mod estimation;
pub mod evidence;
pub mod explanation;
pub mod finding;
pub mod hubs;
pub mod input_output;
pub mod investment;
pub mod kernel;
mod language;
mod output;
pub mod policy;
mod projection;
pub mod quantity;
pub mod report;
pub mod response;
pub mod scenario;
pub mod simulation;
#[cfg(feature = "proptest")]
pub mod testing;
pub mod uncertainty;

pub use comparison::{Comparison, Difference, DifferenceFan};
pub use error::{Error, ErrorKind};
pub use finding::Finding;
pub use language::Language;
pub use output::{Output, Reading, Timing, Unit};
pub use projection::{OutcomeSeries, Projection, Series, impact_of, smart_share_answers};
pub use quantity::{
    Capacity, Currency, Deflator, Elasticity, ExchangeRate, Factor, Frequency, GrowthRate,
    GrowthRatio, IndexScore, Interval, Measure, Money, Multiplier, MultiplierOf, Period, Power,
    PowerIntensity, Precision, PriceBasis, Quantity, QuantityKind, Scope, SemiElasticity, Share,
    UnitCost, Years,
};
pub use scenario::Scenario;
pub use simulation::{Fan, Simulation};

/// Runs the programs of the README with the other examples.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

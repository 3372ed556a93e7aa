//! If computing power (算力) grows by this much, of this kind, in these places, what does the economy
//! gain? How certain is that, and which evidence supports it?
//!
//! The usual answer is a rule of thumb of the China Academy of Information and Communications
//! Technology (CAICT): 1 % more computing power goes with 0.2 % of GDP and 0.4 % of the digital
//! economy, and a yuan invested returns three to four. This crate computes that answer exactly as
//! published, and then states how far it can be trusted:
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
//! worded) and a [`SemiElasticity`] (per index point). A [`Capacity`] carries its [`Measure`], and
//! [`Money`] its [`Currency`] and [`PriceBasis`]. Quantities that do not belong together do not add:
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
//! uncertainty and its [`Source`](evidence::Source); an assumption is a source too, and is marked as
//! one. The [`catalogue`](evidence::catalogue) contains the published figures word by word, such as
//! the figure that a blog later attributed to CAICT, of which no original was found:
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
//! **A scenario** combines a base, a path of compute, its counterfactual, and the responses of GDP
//! and of the digital economy. Scenarios are shipped by name ([`Scenario::shipped`]), read from JSON
//! or TOML ([`Scenario::from_json`], and `Scenario::from_toml` with the feature `toml`), or built in
//! code ([`Scenario::builder`]). A scenario states whether its growth forecast includes the effect of
//! compute already ([`Baseline`](scenario::Baseline)): attributing growth and adding growth are
//! different questions.
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
//! # let codes: Vec<_> = projection.findings().iter().map(|f| f.code().id()).collect();
//! # assert_eq!(codes[0], "contribution-exceeds-growth");
//! # assert_eq!(format!("{:+.1}", 100.0 * projection.gdp().impact().last()), "+33.8");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! It prints `GDP in 2030: +33.8 %`, and as the first finding that the rule attributes more growth
//! to compute than there is.
//!
//! **An assumption is changed** by [`Scenario::with_value`], at its place in the scenario, and
//! [`Scenario::compared_with`] gives the difference of every output:
//!
//! ```
//! use compute_impact::{Output, Reading, Scenario};
//!
//! let scenario = Scenario::shipped("china-2030")?;
//! let slower = scenario.with_value("compute.path.total.growth.constant", 0.15)?; // 15 % a year
//! let difference = slower.compared_with(&scenario)?.project()?;
//! let impact = difference.series(Output::Gdp(Reading::Impact)).unwrap().last();
//! assert_eq!(format!("{:.1} points of GDP", 100.0 * impact), "-14.6 points of GDP");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! **A simulation** draws every uncertain input many times ([`Scenario::simulate`]); its [`Fan`] has
//! means, quantiles and probabilities of each output in each period. The same scenario, settings and
//! seed give the same bits on every machine and with any number of threads.
//!
//! **An answer is taken apart.** [`explanation`] ranks the inputs that drive an output, finds the
//! value of an input that reaches a goal, splits a change into parts, and traces a number to its
//! sources:
//!
//! ```
//! use compute_impact::explanation::goal_seek::Goal;
//! use compute_impact::{Output, Reading, Scenario};
//!
//! let scenario = Scenario::shipped("china-2030")?;
//! let goal = Goal::new(Output::Gdp(Reading::Impact), 0.1)?;
//! let solution = scenario.solve(&goal, "compute.path.total.growth.constant")?;
//! println!("10 % more GDP by 2030 takes {:.1} % growth a year", 100.0 * solution.value);
//! # assert!((solution.reached - 0.1).abs() < 1e-9);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Modules
//!
//! | module | contents |
//! |---|---|
//! | [`quantity`] | typed inputs: each with its unit, its range and its written forms |
//! | [`uncertainty`] | ten distribution shapes, from parameters or from an interval |
//! | [`evidence`] | sources, estimates, the meaning of figures, the catalogue of published ones |
//! | [`response`] | coefficients, lags, saturation, coherence of a GDP and a digital response |
//! | [`capacity`] | growth of compute, smart share, segments and their use, capital stocks |
//! | [`policy`] | policies and their shocks: trade restrictions, efficiency gains, surges of demand |
//! | [`investment`] | outlay, multiplier chain, payout profile, channels side by side |
//! | [`scenario`] | all of the above put together, checked, and compiled to one plan |
//! | [`simulation`] | ensembles of uncertain paths: fans, targets, mergeable parts, manifests |
//! | [`sweep`] | many variants of a scenario at once: columns in, columns or a tidy table out |
//! | [`explanation`] | sensitivity, goal seek, decomposition, and the lineage of a number |
//! | [`finding`] | the objections of a careful economist, by stable code |
//! | `estimation` | coefficients and curves estimated from data (feature `estimation`) |
//! | [`cash_flow`] | present values, internal rates, payback; needs no scenario |
//! | [`input_output`] | tables, Leontief multipliers, sector disaggregation; needs no scenario |
//! | [`hubs`] | pooling of computing centres by queueing theory, and (feature `network`) hub networks |
//! | [`limits`] | the limits of lists, texts and sizes that a file or a call can bring |
//! | [`watch`] | the progress of work that may run long, and a way to stop it |
//! | [`report`] | tidy tables for tools; charts and reports for readers (by feature) |
//! | [`text`] | the cleaning of names and titles of others, for those who print them |
//! | [`kernel`] | numerical functions over slices and blocks of draws, in vector code |
//! | `testing` | random quantities and scenarios for property tests (feature `proptest`) |
//!
//! A scenario is compiled once to a flat plan of numbers. A [`Projection`] is that plan run once at
//! central values, and a [`Fan`] summarises the same plan over many draws. The model of a scenario is
//! written in that plan and nowhere else.
//!
//! # Features
//!
//! - `parallel` (default): simulations use all cores; without it they run on one, with the same bits.
//! - `toml`: scenario files in TOML, `Scenario::from_toml`.
//! - `estimation`: regressions, panels, curves and tests from data, `estimation`; not for
//!   `wasm32-unknown-unknown`, where a dependency finds no source of random numbers.
//! - `network`: hub networks by a linear programme, `hubs::network`.
//! - `csv`: tidy tables as CSV, `report::tidy::write_csv`.
//! - `schema`: the JSON Schema of scenario files, `Scenario::json_schema`.
//! - `arrow`: tidy tables as Arrow record batches, `report::arrow`.
//! - `approx`: the traits of the crate `approx` for quantities, series and projections.
//! - `charts`: charts as SVG text in English and Chinese, `report::chart`.
//! - `report`: a run as one HTML page or one Markdown file, `report::document`; includes `charts`.
//! - `proptest`: strategies for quantities and scenarios, `testing`.
//!
//! No feature changes a number.
//!
//! # Stability
//!
//! Before 1.0 a minor release may change public names and, under the heading "Results" of the
//! changelog, numbers; a patch release changes neither. The minimum supported Rust version (MSRV) is
//! 1.89, and only a minor release raises it.
//!
//! # What it does not do
//!
//! It does not prove that compute causes growth. CAICT's 0.2 can be reproduced, and 0.4 nearly, by
//! dividing average nominal growth rates; that they were made this way is an inference. Such a
//! quotient attributes all growth to compute and leaves none to anything else, and a finding reports
//! where that contradicts the record. The crate fetches no data and reads no files: give it the text
//! of a file, or a deserializer ([`Scenario::read`]).
//!
//! # Where the numbers come from
//!
//! Every figure of the catalogue names its publisher, title, kind of evidence and confidence, and
//! figures of CAICT are marked as such. CAICT's white papers were not read in full: they are quoted
//! through prefaces, official translations and press reports.
//!
//! # Pages
//!
//! The folder `docs` of the repository has a page on every key of a scenario file, a glossary with
//! the Chinese terms, the limits of lists and texts, the standard errors of other programs, and the
//! guide "Which coefficient should I use?"; `DESIGN.md` gives the reasons behind the code.

#![cfg_attr(docsrs, feature(doc_cfg))]
// Tests may ask the platform what a result is near to; no result may come from it (`clippy.toml`).
#![cfg_attr(test, allow(clippy::disallowed_methods))]

#[cfg(feature = "approx")]
mod approx;
pub mod capacity;
pub mod cash_flow;
mod comparison;
mod error;
#[cfg(feature = "estimation")]
#[cfg_attr(docsrs, doc(cfg(feature = "estimation")))]
pub mod estimation;
pub mod evidence;
pub mod explanation;
pub mod finding;
pub mod hubs;
pub mod input_output;
pub mod investment;
pub mod kernel;
mod language;
pub mod limits;
pub mod market;
mod output;
pub mod policy;
mod projection;
pub mod quantity;
pub mod report;
pub mod response;
pub mod scenario;
pub mod simulation;
mod straight_line;
pub mod sweep;
#[cfg(feature = "proptest")]
pub mod testing;
pub mod text;
pub mod uncertainty;
pub mod watch;

pub use comparison::{Comparison, Difference, DifferenceFan};
pub use error::{Error, ErrorKind};
pub use finding::Finding;
pub use language::Language;
pub use output::{Output, Reading, Timing, Unit};
pub use projection::{
    ImpliedContribution, OutcomeSeries, Projection, Series, impact_of, implied_contribution,
    smart_share_answers,
};
pub use quantity::{
    Capacity, ComputePrice, Currency, Deflator, Elasticity, EnergyPrice, ExchangeRate, Factor,
    Frequency, GrowthRate, GrowthRatio, IndexScore, Interval, LogOdds, Measure, Money, Multiplier,
    MultiplierOf, Period, Power, PowerIntensity, Precision, PriceBasis, PricedHour, Quantity,
    QuantityKind, Scope, SemiElasticity, Share, UnitCost, Years,
};
pub use scenario::Scenario;
pub use simulation::{Fan, Simulation};
pub use sweep::Sweep;
pub use watch::Watch;

/// The version of this library, such as `0.1.0`, which summaries, manifests and tables carry: parts of a
/// run that different versions made are not merged.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The programs of the README, which run with the other examples of the docs.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

/// The programs of the pages for users and maintainers.
#[cfg(doctest)]
mod pages {
    #[doc = include_str!("../DESIGN.md")]
    struct Design;

    #[doc = include_str!("../docs/scenario-file.md")]
    struct ScenarioFile;

    #[doc = include_str!("../docs/glossary.md")]
    struct Glossary;

    #[doc = include_str!("../docs/which-coefficient.md")]
    struct WhichCoefficient;

    #[doc = include_str!("../docs/counting.md")]
    struct Counting;
}

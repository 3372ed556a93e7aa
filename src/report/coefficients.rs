//! Coefficients of GDP side by side: published ones, a pooled one and own estimates, each in the same
//! scenario.
//!
//! The spread between sources is larger than the sampling error of any of them, so that one
//! coefficient with its interval says little. [`SideBySide`] runs a scenario with each of several
//! coefficients, at its value and at the ends of its central 90 %, and gives what each says of an
//! output in the last period. Every result is an output of the scenario's plan.
//!
//! With the feature `charts`, `ForestChart::of_coefficients` draws the coefficients and
//! `ForestChart::of_results` what they say, on a logarithmic axis where they lie far apart.

use super::published::with_coefficient;
use crate::evidence::catalogue::{self, Entry, Origin};
use crate::evidence::{Estimate, Figure};
use crate::limits::Limit;
use crate::response::Coefficient;
use crate::uncertainty::Uncertainty;
use crate::{Elasticity, Error, ErrorKind, Output, Quantity, Scenario, Unit};

/// Where a coefficient that is compared comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CandidateKind {
    /// A publication of the catalogue.
    Published,
    /// Own work: of the caller, or arithmetic and regressions that the catalogue lists as such.
    Own,
    /// Several entries of the catalogue pooled into one.
    Pooled,
}

/// A coefficient of GDP to compare with others.
///
/// # Examples
///
/// ```
/// use compute_impact::report::coefficients::{Candidate, CandidateKind};
///
/// let rule = Candidate::published("caict.growth-ratio.gdp")?;
/// assert_eq!((rule.name(), rule.coefficient().number()), ("caict.growth-ratio.gdp", 0.2));
/// assert_eq!(Candidate::published("panel.elasticity.capital")?.kind(), CandidateKind::Own);
/// assert!(Candidate::published("nbs.gdp.2024.preliminary").is_err()); // no coefficient
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    name: String,
    chinese: Option<String>,
    kind: CandidateKind,
    entry: Option<&'static Entry>,
    coefficient: Coefficient,
}

impl Candidate {
    /// Takes a coefficient of the catalogue, under the name of its entry.
    ///
    /// # Errors
    ///
    /// [`Unknown`](ErrorKind::Unknown) for a name that the catalogue does not have, and
    /// [`WrongQuantity`](ErrorKind::WrongQuantity) for an entry that is no elasticity, growth ratio
    /// or semi-elasticity.
    pub fn published(id: &str) -> Result<Self, Error> {
        let entry = catalogue::find(id)?;
        let coefficient = match entry.figure() {
            Figure::GrowthRatio(_) => Coefficient::GrowthRatio(Estimate::from_catalogue(id)?),
            Figure::SemiElasticity(_) => Coefficient::SemiElasticity(Estimate::from_catalogue(id)?),
            _ => Coefficient::Elasticity(Estimate::from_catalogue(id)?),
        };
        let kind = match entry.origin() {
            Origin::Publication => CandidateKind::Published,
            Origin::OwnWork => CandidateKind::Own,
        };
        Ok(Self {
            name: id.to_owned(),
            chinese: None,
            kind,
            entry: Some(entry),
            coefficient,
        })
    }

    /// Takes an estimate of the caller, such as that of a regression.
    ///
    /// # Errors
    ///
    /// [`Missing`](ErrorKind::Missing) for a blank name; [`TooMany`](ErrorKind::TooMany) for one past
    /// [`Limit::Name`].
    pub fn own(name: impl Into<String>, coefficient: Coefficient) -> Result<Self, Error> {
        let name = name.into();
        Limit::Name.check_text(&name)?;
        if name.trim().is_empty() {
            return Err(Error::new(ErrorKind::Missing {
                what: "name of the coefficient",
                remedy: "name the estimate as a row of a table would",
            }));
        }
        Ok(Self {
            name,
            chinese: None,
            kind: CandidateKind::Own,
            entry: None,
            coefficient,
        })
    }

    /// Pools elasticities of the catalogue, each with a weight, as [`Estimate::pooled`] does.
    ///
    /// # Errors
    ///
    /// As [`Estimate::pooled`].
    pub fn pooled(entries: &[(&str, f64)]) -> Result<Self, Error> {
        let estimate = Estimate::<Elasticity>::pooled(entries)?;
        Ok(Self {
            name: "pooled".to_owned(),
            chinese: Some("合并估计".to_owned()),
            kind: CandidateKind::Pooled,
            entry: None,
            coefficient: Coefficient::Elasticity(estimate),
        })
    }

    /// The same coefficient under another name in Chinese, for charts.
    ///
    /// # Errors
    ///
    /// [`TooMany`](ErrorKind::TooMany) for a name past [`Limit::Name`].
    pub fn in_chinese(self, name: impl Into<String>) -> Result<Self, Error> {
        let name = name.into();
        Limit::Name.check_text(&name)?;
        Ok(Self {
            chinese: Some(name),
            ..self
        })
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The name in Chinese, if it has another one.
    #[must_use]
    pub fn chinese_name(&self) -> Option<&str> {
        self.chinese.as_deref()
    }

    /// Where the coefficient comes from.
    #[must_use]
    pub const fn kind(&self) -> CandidateKind {
        self.kind
    }

    /// The entry of the catalogue; `None` for own estimates and pools.
    #[must_use]
    pub const fn entry(&self) -> Option<&'static Entry> {
        self.entry
    }

    /// The coefficient.
    #[must_use]
    pub const fn coefficient(&self) -> &Coefficient {
        &self.coefficient
    }

    /// The central 90 % of the coefficient, low end first; `None` for a certain one. Of a pool it is
    /// the least and the greatest of its entries: between a few numbers there are no quantiles.
    ///
    /// # Errors
    ///
    /// None for a distribution of the library.
    pub fn interval(&self) -> Result<Option<[f64; 2]>, Error> {
        let spread = match &self.coefficient {
            Coefficient::Elasticity(estimate) => estimate.uncertainty(),
            Coefficient::GrowthRatio(estimate) => estimate.uncertainty(),
            Coefficient::SemiElasticity(estimate) => estimate.uncertainty(),
        };
        let spread = spread.filter(|spread| !spread.is_certain());
        let ends = |spread: &Uncertainty| match self.kind {
            CandidateKind::Pooled => Ok(spread.support().into()),
            CandidateKind::Published | CandidateKind::Own => {
                Ok([spread.quantile(0.05)?, spread.quantile(0.95)?])
            }
        };
        spread.map(ends).transpose()
    }

    /// The same coefficient with another value, taken as certain.
    fn at(&self, number: f64) -> Result<Coefficient, Error> {
        fn certain<Q: Quantity>(estimate: &Estimate<Q>, number: f64) -> Result<Estimate<Q>, Error> {
            let value = estimate.value().with_number(number)?;
            Ok(Estimate::new(value, estimate.source().clone()))
        }
        Ok(match &self.coefficient {
            Coefficient::Elasticity(estimate) => {
                Coefficient::Elasticity(certain(estimate, number)?)
            }
            Coefficient::GrowthRatio(estimate) => {
                Coefficient::GrowthRatio(certain(estimate, number)?)
            }
            Coefficient::SemiElasticity(estimate) => {
                Coefficient::SemiElasticity(certain(estimate, number)?)
            }
        })
    }
}

/// What one coefficient says of an output in the last period of a scenario.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct CandidateResult {
    /// The coefficient.
    pub candidate: Candidate,
    /// The [interval](Candidate::interval) of the coefficient, low end first; `None` for a certain one.
    pub interval: Option<[f64; 2]>,
    /// The output with the coefficient at its value, in the unit of the output.
    pub central: f64,
    /// The output with the coefficient at the ends of its interval, all else at central values, in
    /// the order of the ends.
    pub at_ends: Option<[f64; 2]>,
}

/// One output of one scenario with several coefficients of GDP.
///
/// # Examples
///
/// The rule of thumb, a study and the studies pooled, of GDP in 2030:
///
/// ```
/// use compute_impact::report::coefficients::{Candidate, SideBySide};
/// use compute_impact::{Output, Reading, Scenario};
///
/// let scenario = Scenario::shipped("china-2030")?;
/// let studies = ["literature.ict.corrected", "caict.elasticity.gdp-2025"];
/// let compared = SideBySide::new(
///     &scenario,
///     Output::Gdp(Reading::Impact),
///     [
///         Candidate::published("caict.growth-ratio.gdp")?,
///         Candidate::published("literature.ict.corrected")?,
///         Candidate::pooled(&studies.map(|id| (id, 1.0)))?,
///     ],
/// )?;
/// let percent = |value: f64| format!("{:.1} %", 100.0 * value);
/// let impacts: Vec<String> = compared.results().iter().map(|one| percent(one.central)).collect();
/// assert_eq!(impacts, ["33.8 %", "0.4 %", "3.1 %"]);
/// let [low, high] = compared.results()[2].at_ends.ok_or("a pool is uncertain")?;
/// assert_eq!([percent(low), percent(high)], ["0.4 %", "5.8 %"]);
/// assert_eq!(compared.range().map(percent), ["0.4 %", "33.8 %"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct SideBySide {
    scenario: Scenario,
    output: Output,
    unit: Unit,
    results: Vec<CandidateResult>,
}

impl SideBySide {
    /// Projects the scenario with each coefficient of GDP in place of its own.
    ///
    /// # Errors
    ///
    /// [`Missing`](ErrorKind::Missing) without coefficients; [`TooMany`](ErrorKind::TooMany) past
    /// [`Limit::PooledEntries`]; [`NoOutput`](ErrorKind::NoOutput) if the scenario does not have the
    /// output; the errors of [`with_coefficient`] and [`Scenario::project`], with the name of the
    /// coefficient.
    pub fn new(
        scenario: &Scenario,
        output: Output,
        candidates: impl IntoIterator<Item = Candidate>,
    ) -> Result<Self, Error> {
        let candidates = Limit::PooledEntries.collect(candidates)?;
        let missing = || Error::new(ErrorKind::NoOutput { output });
        let last = |coefficient: Coefficient| -> Result<(f64, Unit), Error> {
            let projection = with_coefficient(scenario, coefficient)?.project()?;
            let series = projection.series(output).ok_or_else(missing)?;
            Ok((series.last(), series.unit()))
        };
        let mut unit = None;
        let mut results = Vec::with_capacity(candidates.len());
        for candidate in candidates {
            let at = |error: Error| error.at(&candidate.name);
            let interval = candidate.interval().map_err(at)?;
            let (central, of) = last(candidate.coefficient.clone()).map_err(at)?;
            unit = Some(of);
            let end = |number: f64| candidate.at(number).and_then(last).map_err(at);
            let at_ends = match interval {
                Some([low, high]) => Some([end(low)?.0, end(high)?.0]),
                None => None,
            };
            results.push(CandidateResult {
                candidate,
                interval,
                central,
                at_ends,
            });
        }
        let unit = unit.ok_or_else(|| {
            Error::new(ErrorKind::Missing {
                what: "the coefficients to compare",
                remedy: "give at least one candidate",
            })
        })?;
        Ok(Self {
            scenario: scenario.clone(),
            output,
            unit,
            results,
        })
    }

    /// The scenario, with its own coefficient.
    #[must_use]
    pub const fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// The output that is compared.
    #[must_use]
    pub const fn output(&self) -> Output {
        self.output
    }

    /// The unit of the results.
    #[must_use]
    pub const fn unit(&self) -> Unit {
        self.unit
    }

    /// The results, in the order of the candidates.
    #[must_use]
    pub fn results(&self) -> &[CandidateResult] {
        &self.results
    }

    /// The least and the greatest central result: the spread between sources.
    #[must_use]
    pub fn range(&self) -> [f64; 2] {
        let centrals = self.results.iter().map(|result| result.central);
        centrals.fold([f64::INFINITY, f64::NEG_INFINITY], |[low, high], value| {
            [low.min(value), high.max(value)]
        })
    }
}

//! Results of a scenario with elasticities of GDP from the catalogue in place of its own coefficient.
//!
//! A simulation spreads the inputs that a scenario gives as uncertain. Its range says nothing of
//! the coefficient if the scenario takes that as certain, and little if the scenario follows one
//! study of several that disagree. [`Published`] runs the same scenario with one elasticity from
//! each other study, so that the range of the draws can be printed next to the range over the
//! studies.
//!
//! Only publications make the range. The two elasticities that were computed for the catalogue
//! ([`Origin::OwnWork`]: arithmetic on the income share, and a regression on TOP500) are run and
//! listed for comparison, and are left out of the range: nobody published them.
//!
//! [`PooledResult`] runs the scenario with the publications pooled into one elasticity, whose draws
//! spread over the studies. [`coefficients`](super::coefficients) sets any coefficients side by side.
//!
//! Each elasticity replaces the coefficient of the response of GDP alone; lag and saturation stay.
//! Those of ICT capital and of arithmetic on it stand in for computing power and give the scale.

use crate::evidence::Estimate;
use crate::evidence::catalogue::{self, Entry, Origin};
use crate::response::{Coefficient, Coherence, Response};
use crate::{Elasticity, Error, ErrorKind, Output, Scenario, Simulation};

/// The elasticities of GDP in the catalogue that can be applied to computing power: the value that a
/// research blog attributes to CAICT for 2025 and a meta-analysis of ICT, which are publications;
/// arithmetic on the stock of ICT capital and a panel of countries with capital kept constant,
/// which are own work.
pub const ELASTICITIES: [&str; 4] = [
    "caict.elasticity.gdp-2025",
    "derived.elasticity.neoclassical",
    "literature.ict.corrected",
    "panel.elasticity.capital",
];

/// The scenario with an elasticity of the catalogue as the coefficient of GDP, with its own lag and
/// saturation, and with both coefficients as published.
///
/// # Errors
///
/// [`Unknown`](ErrorKind::Unknown) for an identifier that the catalogue does not have,
/// [`WrongQuantity`](ErrorKind::WrongQuantity) for an entry that is no elasticity, and the errors
/// of [`ScenarioBuilder::build`](crate::scenario::ScenarioBuilder::build).
///
/// # Examples
///
/// ```
/// use compute_impact::report::published;
/// # let scenario = compute_impact::Scenario::shipped("china-2030")?;
///
/// let other = published::with_elasticity(&scenario, "literature.ict.corrected")?;
/// let impact = |scenario: &compute_impact::Scenario| -> Result<f64, compute_impact::Error> {
///     Ok(scenario.project()?.gdp().impact().last())
/// };
/// assert!(impact(&other)? < 0.1 * impact(&scenario)?);
/// # Ok::<(), compute_impact::Error>(())
/// ```
pub fn with_elasticity(scenario: &Scenario, id: &str) -> Result<Scenario, Error> {
    let elasticity = Estimate::<Elasticity>::from_catalogue(id)?;
    with_coefficient(scenario, Coefficient::Elasticity(elasticity))
}

/// The scenario with another coefficient of GDP, with its own lag, saturation and index, and with
/// both coefficients as published.
///
/// # Errors
///
/// [`Conflict`](ErrorKind::Conflict) for a kind of coefficient that does not saturate, in a scenario
/// that does; [`Missing`](ErrorKind::Missing) for a semi-elasticity in a scenario without an index;
/// and the errors of [`ScenarioBuilder::build`](crate::scenario::ScenarioBuilder::build).
///
/// # Examples
///
/// ```
/// use compute_impact::Elasticity;
/// use compute_impact::evidence::Estimate;
/// use compute_impact::report::published::with_coefficient;
/// use compute_impact::response::Coefficient;
/// # let scenario = compute_impact::Scenario::shipped("china-2030")?;
///
/// let pooled = Estimate::<Elasticity>::pooled(&[
///     ("caict.elasticity.gdp-2025", 1.0),
///     ("literature.ict.corrected", 1.0),
/// ])?;
/// let other = with_coefficient(&scenario, Coefficient::Elasticity(pooled))?;
/// let impact = other.project()?.gdp().impact().last();
/// // Compute is 3.76 times that of the counterfactual, and the mean elasticity 0.0228.
/// assert!((impact - (1.247_f64.powf(6.0 * 0.0228) - 1.0)).abs() < 1e-12);
/// # Ok::<(), compute_impact::Error>(())
/// ```
pub fn with_coefficient(scenario: &Scenario, coefficient: Coefficient) -> Result<Scenario, Error> {
    let own = scenario.gdp().response();
    let response = match coefficient {
        Coefficient::Elasticity(estimate) => Response::elasticity(estimate),
        Coefficient::GrowthRatio(estimate) => Response::growth_ratio(estimate),
        Coefficient::SemiElasticity(estimate) => {
            let index = own.index().cloned().ok_or_else(|| {
                Error::new(ErrorKind::Missing {
                    what: "`index`",
                    remedy: "give the scenario a path of the index, to which a semi-elasticity responds",
                })
            })?;
            Response::semi_elasticity(estimate, index)
        }
    };
    let mut response = response.with_lag(own.lag().clone());
    if let Some(kappa) = own.saturation() {
        response = response.with_saturation(kappa.clone())?;
    }
    let gdp = scenario.gdp().clone().with_response(response);
    // A pair of coefficients can be coherent only in the scenario's own coefficients.
    let builder = scenario.edit().coherence(Coherence::AsPublished).gdp(gdp);
    builder.build()
}

/// An output in the last period, at central values and in draws: its quantiles 5, 50 and 95 %.
fn last(
    scenario: &Scenario,
    output: Output,
    settings: &Simulation,
) -> Result<(f64, [f64; 3]), Error> {
    let missing = || Error::new(ErrorKind::NoOutput { output });
    let settings = settings.clone().with_outputs([output])?.with_targets([])?;
    let projection = scenario.project()?;
    let fan = settings.run_whole(scenario)?;
    let series = fan.series(output).ok_or_else(missing)?;
    let last = series.last();
    let quantile = |p| last.quantile(p).map(|quantile| quantile.value);
    let central = projection.series(output).ok_or_else(missing)?.last();
    Ok((central, [quantile(0.05)?, quantile(0.5)?, quantile(0.95)?]))
}

/// The result of a scenario, in its last period, with published elasticities of GDP pooled into one.
///
/// # Examples
///
/// ```
/// use compute_impact::report::published::PooledResult;
/// use compute_impact::{Output, Reading, Simulation};
/// # let scenario = compute_impact::Scenario::shipped("china-2030")?;
///
/// let (impact, settings) = (Output::Gdp(Reading::Impact), Simulation::new(1_000)?);
/// let pooled = PooledResult::of_publications(&scenario, impact, &settings)?;
/// assert!((pooled.estimate.value().get() - 0.0228).abs() < 1e-15);
/// let [low, _, high] = pooled.quantiles;
/// // The draws spread over the studies: from a half per cent of GDP to more than five.
/// assert!(low < 0.005 && pooled.central > 0.03 && high > 0.05);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct PooledResult {
    /// The pooled elasticity, whose uncertainty is the disagreement between the studies.
    pub estimate: Estimate<Elasticity>,
    /// The result at central values, with the mean of the elasticities.
    pub central: f64,
    /// The quantiles 5, 50 and 95 % of the draws, each of which takes one of the elasticities.
    pub quantiles: [f64; 3],
}

impl PooledResult {
    /// Runs the scenario with the published ones among [`ELASTICITIES`], pooled with equal weights.
    ///
    /// # Errors
    ///
    /// As [`of_entries`](Self::of_entries).
    pub fn of_publications(
        scenario: &Scenario,
        output: Output,
        settings: &Simulation,
    ) -> Result<Self, Error> {
        let mut entries = Vec::new();
        for id in ELASTICITIES {
            if catalogue::find(id)?.origin() == Origin::Publication {
                entries.push((id, 1.0));
            }
        }
        Self::of_entries(scenario, output, &entries, settings)
    }

    /// Runs the scenario with elasticities of the catalogue pooled into one, each with a weight.
    ///
    /// # Errors
    ///
    /// As [`Estimate::pooled`], [`with_coefficient`] and [`Published::of_entries`].
    pub fn of_entries(
        scenario: &Scenario,
        output: Output,
        entries: &[(&str, f64)],
        settings: &Simulation,
    ) -> Result<Self, Error> {
        let estimate = Estimate::<Elasticity>::pooled(entries)?;
        let other = with_coefficient(scenario, Coefficient::Elasticity(estimate.clone()))?;
        let (central, quantiles) = last(&other, output, settings)?;
        Ok(Self {
            estimate,
            central,
            quantiles,
        })
    }
}

/// The result of a scenario, in its last period, with one published elasticity.
///
/// # Examples
///
/// ```
/// use compute_impact::report::published::Published;
/// use compute_impact::{Output, Reading, Scenario, Simulation};
///
/// let scenario = Scenario::shipped("china-2030")?;
/// let (impact, settings) = (Output::Gdp(Reading::Impact), Simulation::new(1_000)?);
/// let ids = ["literature.ict.corrected"];
/// let published = Published::of_entries(&scenario, impact, &ids, &settings)?;
/// let result = &published.results[0];
/// assert_eq!(result.entry.id(), "literature.ict.corrected");
/// assert!(result.central < 0.01); // below 1 % of GDP; the scenario's own result is 34 %
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct PublishedResult {
    /// The entry of the catalogue.
    pub entry: &'static Entry,
    /// The result at central values.
    pub central: f64,
    /// The quantiles 5, 50 and 95 % of the draws, in which the elasticity is drawn too if the
    /// catalogue gives it a spread.
    pub quantiles: [f64; 3],
}

impl PublishedResult {
    /// True unless the elasticity is own work: arithmetic on published figures, or a regression
    /// that nobody published.
    #[must_use]
    pub const fn is_publication(&self) -> bool {
        matches!(self.entry.origin(), Origin::Publication)
    }
}

/// The results of one output of a scenario with published elasticities of GDP.
///
/// # Examples
///
/// ```
/// use compute_impact::report::published::Published;
/// use compute_impact::{Output, Reading, Simulation};
/// # let scenario = compute_impact::Scenario::shipped("china-2030")?;
///
/// let settings = Simulation::new(500)?;
/// let published = Published::new(&scenario, Output::Gdp(Reading::Impact), &settings)?;
/// assert_eq!(published.results.len(), 4);
/// let [low, high] = published.range();
/// assert!(published.of_publications().all(|result| low <= result.central));
/// // Own arithmetic and the own regression on TOP500 are listed and left out of the range.
/// assert_eq!(published.of_publications().count(), 2);
/// // The scenario's own rule of thumb lies above all of them.
/// assert!(high < scenario.project()?.gdp().impact().last());
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Published {
    /// The output.
    pub output: Output,
    /// The results, in the order of the elasticities.
    pub results: Vec<PublishedResult>,
}

impl Published {
    /// Runs the scenario with each of [`ELASTICITIES`].
    ///
    /// # Errors
    ///
    /// As [`of_entries`](Self::of_entries).
    pub fn new(scenario: &Scenario, output: Output, settings: &Simulation) -> Result<Self, Error> {
        Self::of_entries(scenario, output, &ELASTICITIES, settings)
    }

    /// Runs the scenario with each of some elasticities of the catalogue.
    ///
    /// # Errors
    ///
    /// [`Missing`](ErrorKind::Missing) without identifiers, [`NoOutput`](ErrorKind::NoOutput) if
    /// the scenario does not have the output, and the errors of [`with_elasticity`],
    /// [`Scenario::project`] and [`Scenario::simulate`]; [`Stopped`](ErrorKind::Stopped) if the watch
    /// of the settings stops it.
    pub fn of_entries(
        scenario: &Scenario,
        output: Output,
        ids: &[&str],
        settings: &Simulation,
    ) -> Result<Self, Error> {
        if ids.is_empty() {
            return Err(Error::new(ErrorKind::Missing {
                what: "the published elasticities",
                remedy: "give at least one identifier of the catalogue",
            }));
        }
        let mut results = Vec::with_capacity(ids.len());
        for id in ids {
            let other = with_elasticity(scenario, id)?;
            let (central, quantiles) = last(&other, output, settings)?;
            results.push(PublishedResult {
                entry: catalogue::find(id)?,
                central,
                quantiles,
            });
        }
        Ok(Self { output, results })
    }

    /// The results of elasticities in publications: all but those of own work. If all are own work,
    /// they are compared with each other.
    pub fn of_publications(&self) -> impl Iterator<Item = &PublishedResult> {
        let mut results = self.results.iter().filter(|result| result.is_publication());
        let has_some = results.clone().next().is_some();
        let mut all = self.results.iter();
        std::iter::from_fn(move || if has_some { results.next() } else { all.next() })
    }

    /// The least and the greatest number among the central results and the quantiles 5 and 95 % of
    /// the [published](Self::of_publications) elasticities: no range of one of them lies outside.
    #[must_use]
    pub fn range(&self) -> [f64; 2] {
        let mut range = [f64::INFINITY, f64::NEG_INFINITY];
        for result in self.of_publications() {
            for value in [result.central, result.quantiles[0], result.quantiles[2]] {
                range = [range[0].min(value), range[1].max(value)];
            }
        }
        range
    }
}

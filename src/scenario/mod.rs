//! Scenarios: the economy at a base period, the path of compute, and the response of the economy.

mod alternative;
mod builder;
mod compile;
mod compute;
mod figures;
mod file;
mod fingerprint;
mod joint;
pub(crate) mod key;
mod locality;
mod moved;
pub(crate) mod place;
mod plan;
mod policy;
mod runner;
mod spec;
mod watched;

use std::sync::Arc;

use serde::de::Deserializer;

pub use alternative::Alternative;
pub use builder::ScenarioBuilder;
pub use compute::Compute;
pub use joint::{Noise, RankCorrelation};
pub(crate) use key::Key;
pub use locality::{Locality, Nation};
pub use place::Place;
pub use runner::Runner;
pub use spec::{Baseline, Outcome};

use compile::Joint;
pub(crate) use compile::{
    Answer, Open, QuestionPlan, coefficients_of_pair, net_of_gross_output, one_step, share_at,
};
pub(crate) use fingerprint::{fingerprint, fingerprint_of, hash};
pub(crate) use moved::Edits;
pub use plan::Input;
pub(crate) use plan::Plan;
use spec::Spec;
pub(crate) use watched::{Watched, closed};

use crate::investment::Investment;
use crate::limits::Limit;
#[doc(no_inline)]
pub use crate::output::{Output, Reading, Unit};
use crate::policy::Policy;
use crate::response::Coherence;
use crate::{Error, ErrorKind, Period, Share};

/// A checked scenario, compiled and ready to project.
///
/// It is built in code with [`builder`](Self::builder), read from text with
/// [`from_toml`](Self::from_toml) or [`from_json`](Self::from_json), or shipped with the library:
/// [`shipped`](Self::shipped). It serialises to the shape of its file. Cloning is cheap.
///
/// | key of a file | content | required |
/// |---|---|---|
/// | `version` | [`SCHEMA_VERSION`](Self::SCHEMA_VERSION) | yes |
/// | `name` | a few words | yes |
/// | `base`, `until` | the first and last [`Period`], of one frequency | yes |
/// | `compute` | [`Compute`]: base, path, counterfactual, use of the segments | yes |
/// | `gdp` | [`Outcome`]: base, baseline, response | yes |
/// | `digital` | [`Outcome`] that is a part of GDP | no |
/// | `coherence` | `as-published` (the default) or `coherent`: [`Coherence`] | no |
/// | `investment` | [`Investment`]: outlay and multiplier | no |
/// | `locality` | [`Locality`]: the place that the scenario is about | no |
/// | `noise` | list of [`Noise`] around growth paths | no |
/// | `alternative` | list of [`Alternative`], with weights | no |
/// | `policy` | list of [`Policy`]: shocks that may be activated | no |
/// | `active` | the names of the active policies | no |
/// | `correlation` | list of [`RankCorrelation`] between uncertain inputs | no |
///
/// Every number is an [`Estimate`](crate::evidence::Estimate), a table that names its source.
/// Unknown and repeated keys are refused.
///
/// # Examples
///
/// ```
/// let text = r#"
///     version = 1
///     name = "the article's first year"
///     base = "2024"
///     until = "2025"
///
///     [compute]
///     base = { value = "246 EFLOPS FP32 in use", assumption = "mid-2024, taken for the year" }
///     counterfactual = "frozen"
///     path.total.growth.constant = { value = "25 % per year", assumption = "as claimed" }
///
///     [gdp]
///     base = { value = "134.9084 tn CNY", assumption = "NBS, preliminary" }
///     baseline.includes.constant = { value = "4 % per year", assumption = "near the trend" }
///     response.coefficient.growth-ratio = { value = 0.2, assumption = "as claimed" }
/// "#;
/// let scenario = compute_impact::Scenario::from_toml(text)?;
/// let projection = scenario.project()?;
/// let impact = projection.gdp().growth_impact().last();
/// assert!((impact - 0.05).abs() < 1e-12); // 0.2 points per point of 25 %
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Scenario {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    spec: Spec,
    periods: u32,
    plan: Plan,
    /// The alternatives with their weights; they have no alternatives themselves.
    alternatives: Vec<(Share, Scenario)>,
}

impl Scenario {
    /// The greatest number of periods of a scenario: a hundred years of months.
    pub const MAX_PERIODS: u32 = 1_200;

    /// The version of the file schema that this release reads and writes.
    pub const SCHEMA_VERSION: u64 = 1;

    /// Starts a scenario from a base period, at whose end the levels are known, to a last period.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::capacity::{
    ///     ComputePath, Counterfactual, Growth, ShareObservation, SharePath,
    /// };
    /// use compute_impact::evidence::{Estimate, Source};
    /// use compute_impact::response::Response;
    /// use compute_impact::scenario::{Baseline, Compute, Outcome};
    /// use compute_impact::{Elasticity, Error, Scenario};
    ///
    /// let observed = |at: &str, id: &str| -> Result<_, Error> {
    ///     Ok(ShareObservation::new(at.parse()?, Estimate::from_catalogue(id)?))
    /// };
    /// let path = ComputePath::Total {
    ///     growth: Growth::Constant(Estimate::assumed("20 % per year".parse()?, "the trend")?),
    ///     smart_share: Some(SharePath::through(vec![
    ///         observed("2023-06", "miit.smart-share.in-use.2023-06")?,
    ///         observed("2024-07", "miit.smart-share.in-use.2024-07")?,
    ///     ])?),
    ///     supercomputing_part: None,
    /// };
    /// let trend = Estimate::assumed("10 % per year".parse()?, "half the trend")?;
    /// let source = Source::assumption("between the meta-analysis and the latest press figure")?;
    /// let elasticity =
    ///     Estimate::<Elasticity>::from_interval("0.003 to 0.0426", "log-normal", source)?;
    /// let growth = Growth::Constant(Estimate::assumed("4 % per year".parse()?, "a forecast")?);
    ///
    /// let scenario = Scenario::builder("twice the trend", "2024".parse()?, "2030".parse()?)
    ///     .compute(Compute::new(
    ///         Estimate::from_catalogue("miit.compute.in-use.2024-12")?,
    ///         path,
    ///         Counterfactual::Trend(trend),
    ///     ))
    ///     .gdp(Outcome::new(
    ///         Estimate::from_catalogue("nbs.gdp.2024.preliminary")?,
    ///         Baseline::Includes(growth),
    ///         Response::elasticity(elasticity),
    ///     ))
    ///     .build()?;
    /// let impact = scenario.project()?.gdp().impact().last();
    /// // The median elasticity e gives (1.2 / 1.1)^(6 e) - 1 after six years.
    /// let median = (0.003_f64 * 0.0426).sqrt();
    /// assert!((impact - ((1.2_f64 / 1.1).powf(6.0 * median) - 1.0)).abs() < 1e-9);
    /// # Ok::<(), Error>(())
    /// ```
    #[must_use]
    pub fn builder(name: impl Into<String>, base: Period, until: Period) -> ScenarioBuilder {
        ScenarioBuilder::new(name.into(), base, until)
    }

    /// Starts another scenario from this one, to change parts of it.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::Scenario;
    ///
    /// let scenario = Scenario::shipped("china-2030")?;
    /// let plain = scenario.edit().name("without noise").plain().build()?;
    /// assert_eq!((scenario.noise().len(), plain.noise().len()), (2, 0));
    /// assert_eq!(plain.inputs().len() + 4, scenario.inputs().len()); // two for each noise
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    #[must_use]
    pub fn edit(&self) -> ScenarioBuilder {
        ScenarioBuilder::of(&self.inner.spec)
    }

    /// The JSON Schema (draft 2020-12) of a scenario's file, made from the types that read one. It
    /// serves editors that complete and check files, and forms.
    ///
    /// [`read`](Self::read) refuses everything that the schema refuses, with two exceptions, which
    /// are read but not offered: spellings of shapes with an underscore (`log_normal`), and `null`
    /// for an optional field. The schema states neither rules across fields nor the ranges of
    /// quantities that are written as text.
    ///
    /// # Examples
    ///
    /// ```
    /// let schema = compute_impact::Scenario::json_schema();
    /// let schema: serde_json::Value = serde_json::from_str(&schema)?;
    /// assert_eq!(schema["title"], "Scenario");
    /// assert_eq!(schema["$defs"]["Share"]["examples"][0], "25 %");
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[cfg(feature = "schema")]
    #[must_use]
    pub fn json_schema() -> String {
        let settings = schemars::generate::SchemaSettings::draft2020_12();
        let schema = settings.into_generator().into_root_schema_for::<Spec>();
        format!("{:#}", schema.as_value())
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.inner.spec.name
    }

    /// The base period, at whose end the levels are known.
    #[must_use]
    pub fn base(&self) -> Period {
        self.inner.spec.base
    }

    /// The last period.
    #[must_use]
    pub fn until(&self) -> Period {
        self.inner.spec.until
    }

    /// The number of periods after the base.
    #[must_use]
    pub fn periods(&self) -> u32 {
        self.inner.periods
    }

    /// Compute: base, path, counterfactual and use.
    #[must_use]
    pub fn compute(&self) -> &Compute {
        &self.inner.spec.compute
    }

    /// The whole economy.
    #[must_use]
    pub fn gdp(&self) -> &Outcome {
        &self.inner.spec.gdp
    }

    /// The digital economy, a part of the whole.
    #[must_use]
    pub fn digital(&self) -> Option<&Outcome> {
        self.inner.spec.digital.as_ref()
    }

    /// The coherence between the responses of GDP and of the digital economy.
    #[must_use]
    pub fn coherence(&self) -> Coherence {
        self.inner.spec.coherence
    }

    /// The multiplier channel, if there is an outlay.
    #[must_use]
    pub fn investment(&self) -> Option<&Investment> {
        self.inner.spec.investment.as_ref()
    }

    /// The place that the scenario is about, if it is not a nation.
    #[must_use]
    pub fn locality(&self) -> Option<&Locality> {
        self.inner.spec.locality.as_ref()
    }

    /// Noise around growth paths.
    #[must_use]
    pub fn noise(&self) -> &[Noise] {
        &self.inner.spec.noise
    }

    /// The rank correlations between uncertain inputs.
    #[must_use]
    pub fn correlations(&self) -> &[RankCorrelation] {
        &self.inner.spec.correlation
    }

    /// The policies, active or not.
    #[must_use]
    pub fn policies(&self) -> &[Policy] {
        &self.inner.spec.policy
    }

    /// The names of the active policies.
    #[must_use]
    pub fn active_policies(&self) -> &[String] {
        &self.inner.spec.active
    }

    /// The alternatives, each as a scenario of its own with its weight. The scenario as written has
    /// the remaining weight.
    pub fn alternatives(&self) -> impl Iterator<Item = (Share, &Self)> {
        self.inner
            .alternatives
            .iter()
            .map(|(weight, scenario)| (*weight, scenario))
    }

    /// All inputs, in the order in which the plan uses them.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::Scenario;
    ///
    /// let scenario = Scenario::shipped("china-2030")?;
    /// let uncertain = scenario.inputs().iter().filter(|input| input.is_uncertain());
    /// let places: Vec<&str> = uncertain.map(|input| input.place().as_str()).collect();
    /// assert!(places.contains(&"investment.multiplier")); // published as "3 to 4"
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    #[must_use]
    pub fn inputs(&self) -> &[Input] {
        &self.inner.plan.inputs
    }

    /// The fingerprint of the scenario's content, the same whether it was read or built. It has 32
    /// hexadecimal digits and distinguishes results of different scenarios; it is the hash FNV-1a
    /// of the scenario's JSON.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        fingerprint_of(&self.inner.spec)
    }

    /// The scenario with these of its policies active, and no others.
    ///
    /// # Errors
    ///
    /// [`Unknown`](ErrorKind::Unknown) for a name that no policy has, and
    /// [`Duplicate`](ErrorKind::Duplicate) for a name that is given twice;
    /// [`TooMany`](ErrorKind::TooMany) past [`Limit::ActivePolicies`].
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::Scenario;
    ///
    /// let scenario = Scenario::shipped("east-data-west-computing")?;
    /// let restricted = scenario.under(["chip restriction"])?;
    /// assert_eq!(restricted.active_policies(), ["chip restriction"]);
    /// let error = scenario.under(["chip restrictions"]).unwrap_err();
    /// assert!(error.to_string().contains("did you mean `chip restriction`?"));
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn under(
        &self,
        policies: impl IntoIterator<Item = impl Into<String>>,
    ) -> Result<Self, Error> {
        self.edit().under(policies).build()
    }

    /// Refuses a scenario with other periods, another currency or price basis, or another measure
    /// of capacity.
    pub(crate) fn expect_like(&self, other: &Self) -> Result<(), Error> {
        if (self.base(), self.until()) != (other.base(), other.until()) {
            return Err(Error::new(ErrorKind::Conflict {
                what: "a scenario",
                with: "one of other periods",
                remedy: "compare scenarios of the same base and end",
            }));
        }
        self.gdp()
            .base()
            .value()
            .expect_like(other.gdp().base().value())?;
        let measure = other.compute().base().value().measure();
        self.compute().base().value().expect_measure(measure)?;
        Ok(())
    }

    /// The plan whose outputs are the outputs of this scenario less those of another.
    pub(crate) fn plan_less(&self, other: &Self) -> Result<Plan, Error> {
        Plan::difference(&self.inner.spec, &other.inner.spec, self.periods())
    }

    pub(crate) fn plan(&self) -> &Plan {
        &self.inner.plan
    }

    /// The plan with one quantity left open in the year, of `year` periods, that ends with a row.
    pub(crate) fn question(&self, open: Open, row: usize, year: usize) -> QuestionPlan {
        QuestionPlan::compile(&self.inner.spec, self.periods(), open, row, year)
    }
}

impl PartialEq for Scenario {
    fn eq(&self, other: &Self) -> bool {
        self.inner.spec == other.inner.spec
    }
}

impl TryFrom<Spec> for Scenario {
    type Error = Error;

    fn try_from(mut spec: Spec) -> Result<Self, Error> {
        let periods = spec.check()?;
        let plan = Plan::compile(&spec, periods, Joint::Strict)?;
        let mut inputs = plan.inputs.len();
        Limit::Inputs.check(inputs)?;
        // The alternatives replace parts of this one, without a copy of all alternatives in each.
        let listed = std::mem::take(&mut spec.alternative);
        let mut alternatives = Vec::with_capacity(listed.len());
        for (number, alternative) in listed.iter().enumerate() {
            let here = |error: Error| error.at(&format!("alternative[{number}]"));
            let other = alternative.applied_to(&spec);
            let periods = other.check().map_err(here)?;
            let joined = Plan::compile(&other, periods, Joint::WhereItFits).map_err(here)?;
            inputs += joined.inputs.len();
            Limit::Inputs.check(inputs).map_err(here)?;
            if joined.outputs != plan.outputs {
                return Err(here(Error::new(ErrorKind::Conflict {
                    what: "an alternative",
                    with: "a scenario that has other outputs",
                    remedy: "give both the same segments, outcomes, outlay and coherence",
                })));
            }
            let inner = Inner {
                spec: other,
                periods,
                plan: joined,
                alternatives: Vec::new(),
            };
            let scenario = Self {
                inner: Arc::new(inner),
            };
            alternatives.push((alternative.weight().value(), scenario));
        }
        spec.alternative = listed;
        Ok(Self {
            inner: Arc::new(Inner {
                spec,
                periods,
                plan,
                alternatives,
            }),
        })
    }
}

impl serde::Serialize for Scenario {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.inner.spec.serialize(to)
    }
}

impl<'de> serde::Deserialize<'de> for Scenario {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Spec::deserialize(from)?
            .try_into()
            .map_err(serde::de::Error::custom)
    }
}

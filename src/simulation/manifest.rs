use super::design::Design;
use super::ensemble::Ensemble;
use super::{Fan, GENERATOR, Scheme, Simulation, Subject, Summary};
use crate::{Error, ErrorKind, Scenario, Watch};

/// The record of a run, from which it can be repeated and verified: keep it next to every published
/// number.
///
/// # Examples
///
/// ```
/// use compute_impact::simulation::{Manifest, Simulation};
/// # let scenario = compute_impact::Scenario::shipped("china-2030")?;
///
/// let fan = scenario.simulate(&Simulation::new(2_000)?.with_seed(3))?;
/// let text = serde_json::to_string(&fan.manifest())?;
/// let manifest: Manifest = serde_json::from_str(&text)?;
/// assert_eq!(&manifest.verify(&scenario)?, &fan);
///
/// let other = scenario.edit().name("another").build()?;
/// assert!(manifest.verify(&other).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    design: Design,
    schema: u64,
    exact_quantiles: Vec<f64>,
    /// The share of all draws that may fail.
    failures: crate::Share,
    draws_done: u64,
    digest: String,
}

impl Manifest {
    pub(super) fn new(settings: &Simulation, summary: &Summary) -> Self {
        Self {
            design: summary.design().clone(),
            schema: Scenario::SCHEMA_VERSION,
            exact_quantiles: settings.exact.clone(),
            failures: settings.failures,
            draws_done: summary.draws_done(),
            digest: summary.digest(),
        }
    }

    /// The version of the library that made the run.
    #[must_use]
    pub fn library_version(&self) -> &str {
        &self.design.library
    }

    /// The random generator, by name and version.
    #[must_use]
    pub fn generator(&self) -> &str {
        &self.design.generator
    }

    /// The fingerprint of the scenario: [`Scenario::fingerprint`].
    #[must_use]
    pub fn scenario(&self) -> &str {
        &self.design.scenario
    }

    /// The seed.
    #[must_use]
    pub const fn seed(&self) -> u64 {
        self.design.seed
    }

    /// The number of draws requested.
    #[must_use]
    pub const fn draws(&self) -> u64 {
        self.design.draws
    }

    /// The layout of the draws.
    #[must_use]
    pub const fn scheme(&self) -> Scheme {
        self.design.scheme
    }

    /// The fingerprint of the results, bit by bit: [`Summary::digest`].
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// Repeats the run on the scenario, and returns it if the result is the same to the bit.
    ///
    /// # Errors
    ///
    /// [`NotRepeated`](ErrorKind::NotRepeated) if the scenario, the library or the result is a
    /// different one, or if the run was stopped early; otherwise as [`Simulation::run`].
    ///
    /// # Examples
    ///
    /// See [`Manifest`].
    pub fn verify(&self, scenario: &Scenario) -> Result<Fan, Error> {
        self.verify_watched(scenario, &Watch::default())
    }

    /// [Verifies](Self::verify) under a watch: a manifest from elsewhere may ask for 2^48 draws.
    ///
    /// # Errors
    ///
    /// As [`verify`](Self::verify), and [`Stopped`](ErrorKind::Stopped).
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::{ErrorKind, Scenario, Simulation, Watch};
    ///
    /// let scenario = Scenario::shipped("china-2030")?;
    /// let manifest = scenario.simulate(&Simulation::new(2_000)?)?.manifest();
    /// let watch = Watch::default();
    /// watch.stop();
    /// let error = manifest.verify_watched(&scenario, &watch).unwrap_err();
    /// assert!(matches!(error.kind(), ErrorKind::Stopped { .. }));
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn verify_watched(&self, scenario: &Scenario, watch: &Watch) -> Result<Fan, Error> {
        let ensemble = self.repeated(&Subject::of(scenario), scenario.fingerprint(), watch)?;
        Ok(Fan::new(scenario, ensemble))
    }

    /// Repeats the run, and returns it if the result is the same to the bit.
    pub(crate) fn repeated(
        &self,
        subject: &Subject<'_>,
        fingerprint: String,
        watch: &Watch,
    ) -> Result<Ensemble, Error> {
        let differs = |reason| Err(Error::new(ErrorKind::NotRepeated { reason }));
        if self.draws_done != self.design.draws {
            return differs("it was stopped early");
        }
        if self.design.scenario != fingerprint {
            return differs("the scenario is another");
        }
        if self.design.library != env!("CARGO_PKG_VERSION") || self.design.generator != GENERATOR {
            return differs("it was made by another version of the library");
        }
        let settings = Simulation::new(self.design.draws)?
            .with_seed(self.design.seed)
            .with_scheme(self.design.scheme)?
            .with_outputs(self.design.outputs.iter().copied())?
            .with_targets(self.design.targets.iter().copied())?
            .with_exact_quantiles(self.exact_quantiles.iter().copied())?
            .with_failures_up_to(self.failures)
            .with_watch(watch.clone());
        let ensemble = settings.ensemble(subject, fingerprint)?.completed()?;
        if ensemble.summary().digest() != self.digest {
            return differs("the result is another");
        }
        if ensemble.manifest() != *self {
            return differs("the manifest was changed");
        }
        Ok(ensemble)
    }
}

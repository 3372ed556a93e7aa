use super::design::Design;
use super::ensemble::Ensemble;
use super::{Fan, GENERATOR, Scheme, Simulation, Subject, Summary, checksum};
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
///
/// It is serialised with a checksum, and what was changed or damaged afterwards does not read:
///
/// ```
/// # use compute_impact::{Scenario, Simulation, simulation::Manifest};
/// # let scenario = Scenario::shipped("china-2030")?;
/// # let fan = scenario.simulate(&Simulation::new(2_000)?.with_seed(3))?;
/// let text = serde_json::to_string(&fan.manifest())?;
/// let changed = text.replace("\"seed\":3", "\"seed\":4");
/// let error = serde_json::from_str::<Manifest>(&changed).unwrap_err();
/// assert!(error.to_string().contains("the file was changed or damaged"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "Fields", into = "Fields")]
pub struct Manifest {
    design: Design,
    schema: u64,
    exact_quantiles: Vec<f64>,
    /// The share of all draws that may fail.
    failures: crate::Share,
    draws_done: u64,
    digest: String,
}

/// The serde shape of a manifest.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields, rename = "Manifest")]
struct Fields {
    design: Design,
    schema: u64,
    exact_quantiles: Vec<f64>,
    failures: crate::Share,
    draws_done: u64,
    digest: String,
    /// The checksum of all other fields.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    checksum: Option<String>,
}

impl From<Manifest> for Fields {
    fn from(manifest: Manifest) -> Self {
        let mut fields = Self {
            design: manifest.design,
            schema: manifest.schema,
            exact_quantiles: manifest.exact_quantiles,
            failures: manifest.failures,
            draws_done: manifest.draws_done,
            digest: manifest.digest,
            checksum: None,
        };
        fields.checksum = Some(checksum::of(&fields));
        fields
    }
}

impl TryFrom<Fields> for Manifest {
    type Error = String;

    fn try_from(mut fields: Fields) -> Result<Self, String> {
        let written = fields.checksum.take();
        checksum::check("manifest", written.as_deref(), &checksum::of(&fields))?;
        let manifest = Self {
            design: fields.design,
            schema: fields.schema,
            exact_quantiles: fields.exact_quantiles,
            failures: fields.failures,
            draws_done: fields.draws_done,
            digest: fields.digest,
        };
        manifest.check()?;
        Ok(manifest)
    }
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

    /// Checks that a run could have written a manifest from a file.
    fn check(&self) -> Result<(), String> {
        self.design.check()?;
        Simulation::new(self.design.draws)
            .and_then(|settings| {
                settings.with_exact_quantiles(self.exact_quantiles.iter().copied())
            })
            .map_err(|error| error.to_string())?;
        if !(1..=self.design.draws).contains(&self.draws_done) {
            return Err("the draws done must be at least one, and at most all".to_owned());
        }
        if !checksum::is_fingerprint(&self.digest) {
            return Err(
                "the digest of a run must be 32 hexadecimal digits, and not that of nothing"
                    .to_owned(),
            );
        }
        Ok(())
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
        if self.design.library != crate::VERSION || self.design.generator != GENERATOR {
            return differs("it was made by another version of the library");
        }
        let settings = self.design.settings()?;
        let settings = match &self.design.ranges {
            // Their probabilities are those of the exact quantiles.
            Some(_) => settings,
            None => settings.with_exact_quantiles(self.exact_quantiles.iter().copied())?,
        };
        let settings = settings
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

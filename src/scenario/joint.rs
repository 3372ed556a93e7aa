//! Joint uncertainty: noise of growth from period to period, and rank correlation between inputs.

use serde::de::{Deserialize, Deserializer, Error as _};

use crate::evidence::{Estimate, Source};
use crate::limits::Limit;
use crate::{Error, ErrorKind, Frequency, GrowthRate, Interval, Share};

/// Noise around a growth path, as a first-order autoregression (AR(1)).
///
/// With persistence φ and standard deviation σ the growth of period t is that of the path plus
/// `n_t = φ n_{t-1} + σ sqrt(1 - φ²) z_t`, where z is standard normal and independent from period
/// to period. The noise starts from its stationary distribution, `n_1 = σ z_1`, so that σ is its
/// standard deviation in every period. A projection has no noise.
///
/// | key in a file | type |
/// |---|---|
/// | `on` | the place of the growth path, such as `compute.path.total.growth` or `gdp.baseline.includes` |
/// | `persistence` | estimate of a [`Share`] below 1 |
/// | `standard-deviation` | estimate of a [`GrowthRate`] of the scenario's frequency, not negative |
///
/// # Examples
///
/// ```
/// use compute_impact::evidence::Estimate;
/// use compute_impact::scenario::Noise;
///
/// let noise = Noise::new(
///     "gdp.baseline.includes",
///     Estimate::assumed("50 %".parse()?, "half of a deviation remains after a year")?,
///     Estimate::assumed("1.5 % per year".parse()?, "scatter of 2010 to 2019")?,
/// )?;
/// assert_eq!(noise.on(), "gdp.baseline.includes");
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Noise {
    on: String,
    persistence: Estimate<Share>,
    standard_deviation: Estimate<GrowthRate>,
}

/// The serde shape of noise.
#[derive(serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    deny_unknown_fields,
    rename = "Noise",
    rename_all = "kebab-case",
    expecting = "a table with `on`, `persistence` and `standard-deviation`"
)]
struct NoiseFields {
    on: String,
    persistence: Estimate<Share>,
    standard_deviation: Estimate<GrowthRate>,
}

impl Noise {
    /// Noise on the growth path at this place.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](ErrorKind::OutOfRange) if the persistence is 1, or the standard deviation may
    /// be negative; [`TooMany`](ErrorKind::TooMany) for a place past [`Limit::Name`].
    pub fn new(
        on: impl Into<String>,
        persistence: Estimate<Share>,
        standard_deviation: Estimate<GrowthRate>,
    ) -> Result<Self, Error> {
        Interval::below_one()
            .check("persistence of noise", persistence.value().get())
            .map_err(|error| error.at("persistence"))?;
        let least = standard_deviation.uncertainty().map_or_else(
            || standard_deviation.value().get(),
            |uncertainty| uncertainty.support().0,
        );
        Interval::NON_NEGATIVE
            .check("standard deviation of noise", least)
            .map_err(|error| error.at("standard-deviation"))?;
        let on = on.into();
        Limit::Name
            .check_text(&on)
            .map_err(|error| error.at("on"))?;
        Ok(Self {
            on,
            persistence,
            standard_deviation,
        })
    }

    /// The place of the growth path in the scenario.
    #[must_use]
    pub fn on(&self) -> &str {
        &self.on
    }

    /// The persistence φ: the share of a deviation that remains in the next period.
    #[must_use]
    pub const fn persistence(&self) -> &Estimate<Share> {
        &self.persistence
    }

    /// The standard deviation σ of the noise in each period.
    #[must_use]
    pub const fn standard_deviation(&self) -> &Estimate<GrowthRate> {
        &self.standard_deviation
    }

    pub(super) fn check(&self, frequency: Frequency) -> Result<(), Error> {
        self.standard_deviation
            .value()
            .expect_frequency("period of the standard deviation", frequency)
            .map(|_| ())
            .map_err(|error| error.at("standard-deviation"))
    }
}

#[cfg(feature = "schema")]
crate::quantity::schema_of!(Noise, NoiseFields);

impl<'de> Deserialize<'de> for Noise {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        let fields = NoiseFields::deserialize(source)?;
        Self::new(fields.on, fields.persistence, fields.standard_deviation)
            .map_err(D::Error::custom)
    }
}

/// Spearman's rank correlation of two uncertain inputs, by a Gaussian copula.
///
/// The inputs keep their own shapes; their normal scores are correlated with
/// `2 sin(π r / 6)` (Pearson 1907), which gives continuous shapes the rank correlation r.
///
/// | key in a file | type |
/// |---|---|
/// | `between` | the places of two inputs, such as `gdp.response.coefficient` |
/// | `rank` | a number above -1 and below 1 |
/// | `assumption` or `source` | the evidence for it |
///
/// Inputs that cite the same entry of the catalogue are one figure and are drawn once: they need no
/// correlation.
///
/// # Examples
///
/// ```
/// use compute_impact::evidence::Source;
/// use compute_impact::scenario::RankCorrelation;
///
/// let pair = ["gdp.response.coefficient", "digital.response.coefficient"];
/// let source = Source::assumption("both come from one publication")?;
/// assert_eq!(RankCorrelation::new(pair, 0.6, source.clone())?.rank(), 0.6);
/// assert!(RankCorrelation::new(pair, 1.2, source).is_err());
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct RankCorrelation {
    between: [String; 2],
    rank: f64,
    source: Source,
}

/// The serde shape of a correlation.
#[derive(serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(extend("oneOf" = [{ "required": ["assumption"] }, { "required": ["source"] }])))]
#[serde(
    deny_unknown_fields,
    rename = "RankCorrelation",
    expecting = "a table with `between`, `rank`, and `assumption` or `source`"
)]
struct CorrelationFields {
    between: [String; 2],
    rank: f64,
    assumption: Option<String>,
    source: Option<Source>,
}

impl RankCorrelation {
    /// A rank correlation between the inputs at two places.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](ErrorKind::OutOfRange) unless `rank` lies between -1 and 1;
    /// [`Duplicate`](ErrorKind::Duplicate) if both places are the same;
    /// [`TooMany`](ErrorKind::TooMany) for a place past [`Limit::Name`].
    pub fn new(between: [impl Into<String>; 2], rank: f64, source: Source) -> Result<Self, Error> {
        let between: [String; 2] = between.map(Into::into);
        for place in &between {
            Limit::Name
                .check_text(place)
                .map_err(|error| error.at("between"))?;
        }
        Interval::open_const(-1.0, 1.0)
            .check("rank correlation", rank)
            .map_err(|error| error.at("rank"))?;
        if between[0] == between[1] {
            let what = "an input of one correlation";
            return Err(Error::duplicate(what, &between[0]).at("between"));
        }
        Ok(Self {
            between,
            rank,
            source,
        })
    }

    /// The places of the two inputs.
    #[must_use]
    pub const fn between(&self) -> &[String; 2] {
        &self.between
    }

    /// Spearman's rank correlation.
    #[must_use]
    pub const fn rank(&self) -> f64 {
        self.rank
    }

    /// The source of the correlation.
    #[must_use]
    pub const fn source(&self) -> &Source {
        &self.source
    }
}

#[cfg(feature = "schema")]
crate::quantity::schema_of!(RankCorrelation, CorrelationFields);

impl<'de> Deserialize<'de> for RankCorrelation {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let fields = CorrelationFields::deserialize(from)?;
        let source = match (fields.assumption, fields.source) {
            (Some(reason), None) => Source::assumption(reason),
            (None, Some(source)) => Ok(source),
            _ => Err(Error::new(ErrorKind::Missing {
                what: "one of `assumption` and `source`",
                remedy: "give the source of the correlation",
            })),
        };
        source
            .and_then(|source| Self::new(fields.between, fields.rank, source))
            .map_err(D::Error::custom)
    }
}

//! The specification of a scenario, as in files, and the checks across its parts.

use std::fmt;

use serde::de::{Deserialize, Deserializer};

use super::key::Key;
use super::locality::Locality;
use super::place::Place;
use super::{Alternative, Compute, Noise, RankCorrelation, Scenario};
use super::{figures, policy};
use crate::capacity::{Growth, Outlay, Segment};
use crate::error::quoted;
use crate::evidence::Estimate;
use crate::investment::Investment;
use crate::limits::{self, Limit};
use crate::policy::Policy;
use crate::policy::Shock;
use crate::response::{Coefficient, Coherence, IndexPath, Response};
use crate::{Error, ErrorKind, Interval, Money, Period};

/// The given growth of an outcome, with or without the effect of compute.
///
/// There is no default: a forecast by a ministry or a bank includes the effect of compute, and
/// adding that effect to it counts it twice.
///
/// In a file: `baseline.includes = GROWTH` or `baseline.excludes = GROWTH`, with a [`Growth`].
///
/// # Examples
///
/// ```
/// use compute_impact::capacity::Growth;
/// use compute_impact::evidence::Estimate;
/// use compute_impact::scenario::Baseline;
///
/// let rate = Estimate::assumed("4 % per year".parse()?, "a ministry's forecast")?;
/// let baseline = Baseline::Includes(Growth::Constant(rate));
/// assert!(baseline.includes());
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    rename_all = "kebab-case",
    expecting = "a table, `includes` or `excludes`"
)]
pub enum Baseline {
    /// Growth with the effect of compute: a part of it is attributed to compute, and the outcome
    /// with compute stays as given whatever the inputs. Active policies are not part of it: they
    /// move the outcome off the forecast.
    Includes(Growth<Money>),
    /// Growth without the effect of the difference in compute, which is added to it.
    Excludes(Growth<Money>),
}

impl Baseline {
    /// The growth path.
    #[must_use]
    pub const fn growth(&self) -> &Growth<Money> {
        match self {
            Self::Includes(growth) | Self::Excludes(growth) => growth,
        }
    }

    /// True if the growth includes the effect of compute.
    #[must_use]
    pub const fn includes(&self) -> bool {
        matches!(self, Self::Includes(_))
    }
}

/// An outcome: an economy, or a part of one, that responds to compute.
///
/// # Examples
///
/// ```
/// use compute_impact::capacity::Growth;
/// use compute_impact::evidence::Estimate;
/// use compute_impact::response::Response;
/// use compute_impact::scenario::{Baseline, Outcome};
/// use compute_impact::GrowthRatio;
///
/// let growth = Growth::Constant(Estimate::assumed("4 % per year".parse()?, "a forecast")?);
/// let ratio = Estimate::assumed(GrowthRatio::new(0.2)?, "CAICT, as worded")?;
/// let gdp = Outcome::new(
///     Estimate::from_catalogue("nbs.gdp.2024.preliminary")?,
///     Baseline::Includes(growth),
///     Response::growth_ratio(ratio),
/// );
/// assert!((gdp.base().value().amount() - 134.9084e12).abs() < 1.0);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    deny_unknown_fields,
    expecting = "a table with `base`, `baseline` and `response`"
)]
pub struct Outcome {
    base: Estimate<Money>,
    baseline: Baseline,
    response: Response,
}

impl Outcome {
    /// An outcome with its money in the base period, its growth, and its response to compute.
    ///
    /// The money is that of one period of the scenario: in a quarterly scenario a quarter's GDP,
    /// not a year's. This flow over a period is matched with the stock of compute at the period's
    /// end, unless the scenario sets another [`ComputeTiming`](crate::capacity::ComputeTiming).
    #[must_use]
    pub const fn new(base: Estimate<Money>, baseline: Baseline, response: Response) -> Self {
        Self {
            base,
            baseline,
            response,
        }
    }

    /// The same outcome with another response.
    #[must_use]
    pub fn with_response(self, response: Response) -> Self {
        Self { response, ..self }
    }

    /// The money in the base period.
    #[must_use]
    pub const fn base(&self) -> &Estimate<Money> {
        &self.base
    }

    /// The growth, with or without the effect of compute.
    #[must_use]
    pub const fn baseline(&self) -> &Baseline {
        &self.baseline
    }

    /// The response to compute.
    #[must_use]
    pub const fn response(&self) -> &Response {
        &self.response
    }

    fn check(&self, at: Period, periods: u32) -> Result<(), Error> {
        let base = self.base.value();
        Interval::POSITIVE
            .check("money in the base period", base.amount())
            .map_err(|error| error.at("base"))?;
        let growth = self.baseline.growth();
        let place = if self.baseline.includes() {
            "baseline.includes"
        } else {
            "baseline.excludes"
        };
        growth.check(at, periods).map_err(|error| error.at(place))?;
        if let Growth::ToTarget {
            level, at: date, ..
        } = growth
        {
            // Money is a flow per period: a quarter's money cannot be compared with a year's.
            date.expect_frequency("the date of a money target", at.frequency())
                .map_err(|error| error.at("to-target.at").at(place))?;
            let level = level.value();
            let checked = level
                .expect_like(base)
                .and_then(|_| Interval::POSITIVE.check("money to reach", level.amount()));
            checked.map_err(|error| error.at("to-target.level").at(place))?;
        }
        self.response
            .lag()
            .check()
            .map_err(|error| error.at("response.lag"))?;
        if let Some(index) = self.response.index()
            && !index.at().ends_after(at)
        {
            return Err(Error::new(ErrorKind::DateOrder {
                what: "the index target's date",
                given: index.at(),
                after: at,
            })
            .at("response.index.at"));
        }
        Ok(())
    }
}

/// The version of the file, which must be the one this release reads.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub(crate) struct Version(pub(super) u64);

impl<'de> Deserialize<'de> for Version {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        source.deserialize_any(VersionVisitor)
    }
}

struct VersionVisitor;

impl VersionVisitor {
    fn refused<E: serde::de::Error>(given: &str) -> E {
        let supported = Scenario::SCHEMA_VERSION;
        E::custom(format!(
            "the version of the file format must be the number {supported}, got {given}: write \
             `version = {supported}` in TOML, `\"version\": {supported}` in JSON"
        ))
    }
}

impl serde::de::Visitor<'_> for VersionVisitor {
    type Value = Version;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the number {}, without quotes", Scenario::SCHEMA_VERSION)
    }

    fn visit_u64<E: serde::de::Error>(self, version: u64) -> Result<Version, E> {
        if version == Scenario::SCHEMA_VERSION {
            return Ok(Version(version));
        }
        Err(Self::refused(&version.to_string()))
    }

    fn visit_i64<E: serde::de::Error>(self, version: i64) -> Result<Version, E> {
        match u64::try_from(version) {
            Ok(version) => self.visit_u64(version),
            Err(_) => Err(Self::refused(&version.to_string())),
        }
    }

    fn visit_f64<E: serde::de::Error>(self, version: f64) -> Result<Version, E> {
        Err(Self::refused(&format!("{version:?}")))
    }

    fn visit_str<E: serde::de::Error>(self, version: &str) -> Result<Version, E> {
        Err(Self::refused(&format!("the text \"{}\"", quoted(version))))
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Version {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Version".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "integer",
            "const": Scenario::SCHEMA_VERSION,
            "description": "The version of the schema.",
        })
    }
}

/// The serde shape of a scenario; [`Scenario::try_from`] checks it.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    deny_unknown_fields,
    rename = "Scenario",
    expecting = "a table with `version`, `name`, `base`, `until`, `compute` and `gdp`"
)]
pub(crate) struct Spec {
    pub(super) version: Version,
    pub(crate) name: String,
    pub(crate) base: Period,
    pub(crate) until: Period,
    #[serde(default)]
    pub(crate) coherence: Coherence,
    pub(crate) compute: Compute,
    pub(crate) gdp: Outcome,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) digital: Option<Outcome>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) investment: Option<Investment>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) locality: Option<Locality>,
    #[serde(
        default,
        skip_serializing_if = "Vec::is_empty",
        deserialize_with = "limits::list::<{ Limit::Noises as usize }, _, _>"
    )]
    pub(crate) noise: Vec<Noise>,
    #[serde(
        default,
        skip_serializing_if = "Vec::is_empty",
        deserialize_with = "limits::list::<{ Limit::Correlations as usize }, _, _>"
    )]
    pub(crate) correlation: Vec<RankCorrelation>,
    #[serde(
        default,
        skip_serializing_if = "Vec::is_empty",
        deserialize_with = "limits::list::<{ Limit::Alternatives as usize }, _, _>"
    )]
    pub(crate) alternative: Vec<Alternative>,
    #[serde(
        default,
        skip_serializing_if = "Vec::is_empty",
        deserialize_with = "limits::list::<{ Limit::Policies as usize }, _, _>"
    )]
    pub(crate) policy: Vec<Policy>,
    /// The names of the active policies.
    #[serde(
        default,
        skip_serializing_if = "Vec::is_empty",
        deserialize_with = "limits::list::<{ Limit::ActivePolicies as usize }, _, _>"
    )]
    pub(crate) active: Vec<String>,
}

impl Spec {
    /// Checks the rules that span several parts, and returns the number of periods.
    pub(crate) fn check(&self) -> Result<u32, Error> {
        if self.name.trim().is_empty() {
            return Err(Error::new(ErrorKind::Missing {
                what: "the name",
                remedy: "give the scenario a name",
            })
            .at("name"));
        }
        self.check_limits()?;
        let span = self
            .until
            .since(self.base)
            .map_err(|error| error.at("until"))?;
        if span <= 0 {
            let (given, after) = (self.until, self.base);
            let what = "the last period";
            return Err(Error::new(ErrorKind::DateOrder { what, given, after }).at("until"));
        }
        Interval::closed_const(1.0, f64::from(Scenario::MAX_PERIODS))
            .check("number of periods", f64::from(span))
            .map_err(|error| error.at("until"))?;
        let periods = span.unsigned_abs();
        let money = self.gdp.base.value();
        self.compute
            .check(self.base, periods, money)
            .map_err(|error| error.at("compute"))?;
        self.gdp
            .check(self.base, periods)
            .map_err(|error| error.at("gdp"))?;
        self.check_digital(periods, money)?;
        if let Some(investment) = &self.investment {
            investment
                .check(money, self.base, periods)
                .map_err(|error| error.at("investment"))?;
            self.check_outlay(investment)?;
        }
        if let Some(locality) = &self.locality {
            let chain = self.investment.as_ref().and_then(Investment::chain);
            let coefficient = self.gdp.response.coefficient();
            let has_elasticity = matches!(coefficient, Coefficient::Elasticity(_));
            let compute = self.compute.base().value();
            locality
                .check(
                    compute,
                    money,
                    chain.is_some(),
                    has_elasticity,
                    self.base.frequency(),
                )
                .map_err(|error| error.at("locality"))?;
        }
        policy::check(self)?;
        figures::check(self)?;
        for (number, noise) in self.noise.iter().enumerate() {
            noise
                .check(self.base.frequency())
                .map_err(|error| error.at(&format!("noise[{number}]")))?;
        }
        self.check_alternatives()?;
        Ok(periods)
    }

    /// Refuses lists that are too long, and a name that is.
    fn check_limits(&self) -> Result<(), Error> {
        let shocks = self.policy.iter().map(|policy| policy.shocks().len());
        for (key, limit, count) in [
            ("noise", Limit::Noises, self.noise.len()),
            ("correlation", Limit::Correlations, self.correlation.len()),
            ("alternative", Limit::Alternatives, self.alternative.len()),
            ("policy", Limit::Policies, self.policy.len()),
            ("policy", Limit::Shocks, shocks.sum()),
            ("active", Limit::ActivePolicies, self.active.len()),
        ] {
            limit.check(count).map_err(|error| error.at(key))?;
        }
        Limit::Name
            .check_text(&self.name)
            .map_err(|error| error.at("name"))
    }

    /// Checks the digital economy, which coherence requires and which is a part of GDP.
    fn check_digital(&self, periods: u32, gdp: Money) -> Result<(), Error> {
        match &self.digital {
            Some(digital) => {
                digital
                    .check(self.base, periods)
                    .map_err(|error| error.at("digital"))?;
                digital
                    .base
                    .value()
                    .ratio_to(gdp)
                    .and_then(|share| {
                        Interval::open_const(0.0, 1.0)
                            .check("digital economy as a share of GDP", share)
                    })
                    .map_err(|error| error.at("digital.base"))?;
                if self.coherence == Coherence::Coherent {
                    self.check_pair(digital)?;
                }
                Ok(())
            }
            None if self.coherence == Coherence::Coherent => Err(Error::new(ErrorKind::Missing {
                what: "`digital`",
                remedy: "give the digital economy, with which GDP is to be coherent",
            })),
            None => Ok(()),
        }
    }

    /// The shocks of the active policies, with their places.
    pub(crate) fn shocks(&self) -> Vec<(Place, Shock)> {
        self.shocks_of(self.active.iter().map(String::as_str))
    }

    /// The shocks of the policies of these names, with their places.
    pub(super) fn shocks_of<'a>(
        &self,
        names: impl IntoIterator<Item = &'a str>,
    ) -> Vec<(Place, Shock)> {
        let mut shocks = Vec::new();
        for name in names {
            let policies = self.policy.iter().enumerate();
            for (number, policy) in policies.filter(|(_, policy)| policy.name() == name) {
                for (index, shock) in policy.shocks().iter().enumerate() {
                    let place = Key::Policy / number / Key::Shock / index;
                    shocks.push((place, shock.clone()));
                }
            }
        }
        shocks
    }

    /// Refuses an outlay that is the cost of compute where no segment has a unit cost.
    fn check_outlay(&self, investment: &Investment) -> Result<(), Error> {
        let costs = |segment| {
            let stock = self.compute.stock(segment);
            stock.is_some_and(|stock| stock.unit_cost().is_some())
        };
        if *investment.outlay() == Outlay::OfCompute && !Segment::ALL.into_iter().any(costs) {
            return Err(Error::new(ErrorKind::Missing {
                what: "a unit cost of compute",
                remedy: "give `compute.stock` with `unit-cost`, or the outlay itself",
            })
            .at("investment.outlay"));
        }
        Ok(())
    }

    fn check_alternatives(&self) -> Result<(), Error> {
        let mut sum = 0.0;
        for (number, alternative) in self.alternative.iter().enumerate() {
            alternative
                .check()
                .map_err(|error| error.at(&format!("alternative[{number}]")))?;
            sum += alternative.weight().value().get();
        }
        Interval::below_one()
            .check(
                "sum of the alternatives' weights (the scenario as written has the rest)",
                sum,
            )
            .map(|_| ())
            .map_err(|error| error.at("alternative"))
    }

    /// Refuses coherent responses of different kind or shape, for which the rest of the economy has
    /// no response of that kind.
    fn check_pair(&self, digital: &Outcome) -> Result<(), Error> {
        let (ours, theirs) = (&self.gdp.response, &digital.response);
        let conflict = |what, remedy| {
            let with = "`coherence = \"coherent\"`";
            Err(Error::new(ErrorKind::Conflict { what, with, remedy }).at("digital"))
        };
        if ours.coefficient().kind() != theirs.coefficient().kind() {
            return conflict(
                "a response of another kind than GDP's",
                "convert one at an operating point",
            );
        }
        let same = "give GDP and the digital economy the same numbers";
        if !ours.lag().same_numbers(theirs.lag()) {
            return conflict("a lag of its own", same);
        }
        if !both(
            ours.saturation(),
            theirs.saturation(),
            Estimate::same_numbers,
        ) {
            return conflict("a saturation of its own", same);
        }
        if !both(ours.index(), theirs.index(), IndexPath::same_numbers) {
            return conflict("an index of its own", same);
        }
        if self.gdp.baseline.includes() != digital.baseline.includes() {
            return conflict(
                "a baseline of another kind than GDP's",
                "let both include compute or both exclude it",
            );
        }
        Ok(())
    }
}

/// True if both are missing, or both are given and equal.
fn both<T>(ours: Option<&T>, theirs: Option<&T>, is_equal: impl Fn(&T, &T) -> bool) -> bool {
    match (ours, theirs) {
        (Some(ours), Some(theirs)) => is_equal(ours, theirs),
        (None, None) => true,
        _ => false,
    }
}

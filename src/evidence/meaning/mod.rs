//! Facts about a figure that determine where it may be used, as fields.

mod check;
mod contradiction;
mod terms;
mod timing;

use std::fmt;

pub use contradiction::Contradiction;
pub use terms::{Definition, Geography, Measured, Part, Prices, Revision};
pub use timing::{Timing, Window};

use crate::{Error, Precision, Quantity, Scope};

/// Facts about a figure, in addition to its number and unit. Each fact is stated or left open.
///
/// The catalogue states these facts about its figures, and a user states them about an own
/// [`Estimate`](super::Estimate). Findings and checks read only these facts, never the letters of a
/// name, a title or a note.
///
/// | field | in a file | values |
/// |---|---|---|
/// | [`measures`](Self::measures) | `measures = "rack-occupancy"` | [`Measured`] |
/// | [`machines`](Self::machines) | `machines = "in use"` | `in use`, `installed`, `in AI clusters` |
/// | [`precision`](Self::precision) | `precision = "FP16"` | `FP64`, `FP32`, `FP16`, `FP8`, `INT8` |
/// | [`part`](Self::part) | `part = "smart"` | `whole`, `general`, `smart`, `supercomputing` |
/// | [`timing`](Self::timing) | `timing = { flow = "2024" }` | [`Timing`] |
/// | [`prices`](Self::prices) | `prices = "real"` | `nominal`, `real` |
/// | [`revision`](Self::revision) | `revision = "fifth-census"` | [`Revision`] |
/// | [`definition`](Self::definition) | `definition = "caict-broad"` | [`Definition`] |
/// | [`geography`](Self::geography) | `geography = "nation"` | [`Geography`] |
/// | [`contradicted`](Self::contradicted) | `contradicted = { by = "nbs.gdp.2023.revised" }` | [`Contradiction`] |
///
/// A file does not repeat facts that the value itself states: the precision and the machines of a
/// capacity, the prices of money. The meaning of an estimate contains them nevertheless.
///
/// Facts that contradict one another, or the kind of quantity, are refused with a remedy.
///
/// # Examples
///
/// ```
/// use compute_impact::evidence::{Estimate, Measured, Meaning, Prices};
/// use compute_impact::{GrowthRate, Scope};
///
/// let growth: GrowthRate = "5 % per year".parse()?;
/// let real = Estimate::assumed(growth, "plan")?
///     .with_meaning(Meaning::of(Measured::Gdp).with(Prices::Real)?)?;
/// assert_eq!(real.meaning().prices(), Some(Prices::Real));
///
/// let of_machines = Meaning::of(Measured::Gdp).with(Scope::InUse)?;
/// let error = Estimate::assumed(growth, "plan")?.with_meaning(of_machines).unwrap_err();
/// assert!(error.to_string().starts_with("`machines = in use` contradicts `measures = gdp`"));
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Meaning {
    #[serde(skip_serializing_if = "Option::is_none")]
    measures: Option<Measured>,
    #[serde(skip_serializing_if = "Option::is_none")]
    machines: Option<Scope>,
    #[serde(skip_serializing_if = "Option::is_none")]
    precision: Option<Precision>,
    #[serde(skip_serializing_if = "Option::is_none")]
    part: Option<Part>,
    #[serde(skip_serializing_if = "Option::is_none")]
    timing: Option<Timing>,
    #[serde(skip_serializing_if = "Option::is_none")]
    prices: Option<Prices>,
    #[serde(skip_serializing_if = "Option::is_none")]
    revision: Option<Revision>,
    #[serde(skip_serializing_if = "Option::is_none")]
    definition: Option<Definition>,
    #[serde(skip_serializing_if = "Option::is_none")]
    geography: Option<Geography>,
    #[serde(skip_serializing_if = "Option::is_none")]
    contradicted: Option<Contradiction>,
}

/// A fact about a figure, to be added to a [`Meaning`].
///
/// Every type of fact converts into it, so that [`Meaning::with`] takes them as they are.
///
/// # Examples
///
/// ```
/// use compute_impact::evidence::{Fact, Geography, Meaning, Prices};
///
/// let facts: [Fact; 2] = [Prices::Real.into(), Geography::Nation.into()];
/// let meaning = facts.into_iter().try_fold(Meaning::default(), Meaning::with)?;
/// assert_eq!(meaning, Meaning::default().with(Geography::Nation)?.with(Prices::Real)?);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fact {
    /// The thing measured.
    Measures(Measured),
    /// The machines that were counted. [`Scope::Unstated`] is refused: leave the fact out.
    Machines(Scope),
    /// The precision in which operations were counted.
    Precision(Precision),
    /// The part of computing power.
    Part(Part),
    /// The date or the time span.
    Timing(Timing),
    /// The prices.
    Prices(Prices),
    /// The statistical basis of Chinese GDP.
    Revision(Revision),
    /// The definition of the digital economy.
    Definition(Definition),
    /// The area.
    Geography(Geography),
    /// The reason against the figure.
    Contradicted(Contradiction),
}

/// Defines the getter of each field, and the conversion of its type into a fact.
macro_rules! fields {
    ($($(#[$get:meta])* $field:ident: $fact:ident($type:ty);)*) => {
        impl Meaning {
            $(
                $(#[$get])*
                #[must_use]
                pub const fn $field(&self) -> Option<$type> {
                    self.$field
                }
            )*
        }

        $(
            impl From<$type> for Fact {
                fn from(fact: $type) -> Self {
                    Self::$fact(fact)
                }
            }
        )*
    };
}

fields! {
    /// The thing measured.
    measures: Measures(Measured);
    /// The machines on which a share, a growth rate or a coefficient was measured, or that a
    /// capacity counts.
    machines: Machines(Scope);
    /// The precision in which operations were counted.
    precision: Precision(Precision);
    /// The part of computing power that the figure is about.
    part: Part(Part);
    /// The date or the time span of the figure.
    timing: Timing(Timing);
    /// The prices, nominal or real.
    prices: Prices(Prices);
    /// The statistical basis of Chinese GDP that the figure uses.
    revision: Revision(Revision);
    /// The definition of the digital economy that the figure uses.
    definition: Definition(Definition);
    /// The area that the figure covers.
    geography: Geography(Geography);
}

impl From<Contradiction> for Fact {
    fn from(fact: Contradiction) -> Self {
        Self::Contradicted(fact)
    }
}

impl Meaning {
    /// The empty meaning.
    pub(super) const NOTHING: Self = Self {
        measures: None,
        machines: None,
        precision: None,
        part: None,
        timing: None,
        prices: None,
        revision: None,
        definition: None,
        geography: None,
        contradicted: None,
    };

    /// Builds the meaning that states only the thing measured.
    #[must_use]
    pub fn of(measures: Measured) -> Self {
        Self {
            measures: Some(measures),
            ..Self::default()
        }
    }

    /// The reason against the figure, if there is one.
    #[must_use]
    pub const fn contradicted(&self) -> Option<&Contradiction> {
        self.contradicted.as_ref()
    }

    /// Returns the same meaning with this fact, in place of an earlier one of its kind.
    ///
    /// # Errors
    ///
    /// [`Meaning`](crate::ErrorKind::Meaning) if it contradicts a fact that is already stated.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::evidence::{Definition, Measured, Meaning, Prices, Revision};
    ///
    /// let gdp = Meaning::of(Measured::Gdp).with(Prices::Nominal)?.with(Revision::FifthCensus)?;
    /// assert_eq!(gdp.prices(), Some(Prices::Nominal));
    /// assert!(gdp.with(Definition::Nda).is_err()); // a definition of the digital economy
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn with(mut self, fact: impl Into<Fact>) -> Result<Self, Error> {
        match fact.into() {
            Fact::Measures(measures) => self.measures = Some(measures),
            Fact::Machines(machines) => self.machines = Some(machines),
            Fact::Precision(precision) => self.precision = Some(precision),
            Fact::Part(part) => self.part = Some(part),
            Fact::Timing(timing) => self.timing = Some(timing),
            Fact::Prices(prices) => self.prices = Some(prices),
            Fact::Revision(revision) => self.revision = Some(revision),
            Fact::Definition(definition) => self.definition = Some(definition),
            Fact::Geography(geography) => self.geography = Some(geography),
            Fact::Contradicted(contradiction) => self.contradicted = Some(contradiction),
        }
        self.coherent()
    }

    /// Returns true if no fact is stated.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::NOTHING
    }

    /// Returns the facts that a value states by itself.
    pub(super) fn of_value<Q: Quantity>(value: &Q) -> Self {
        let measure = value.counted_in();
        Self {
            machines: measure
                .map(crate::Measure::scope)
                .filter(|scope| *scope != Scope::Unstated),
            precision: measure.map(crate::Measure::precision),
            prices: value.priced_at().map(Prices::from),
            ..Self::default()
        }
    }

    /// Returns the facts stated here and not in `other`, which a file has to state in addition to
    /// it.
    pub(super) fn beyond(&self, other: &Self) -> Self {
        Self {
            measures: self.measures.filter(|_| other.measures.is_none()),
            machines: self.machines.filter(|_| other.machines.is_none()),
            precision: self.precision.filter(|_| other.precision.is_none()),
            part: self.part.filter(|_| other.part.is_none()),
            timing: self.timing.filter(|_| other.timing.is_none()),
            prices: self.prices.filter(|_| other.prices.is_none()),
            revision: self.revision.filter(|_| other.revision.is_none()),
            definition: self.definition.filter(|_| other.definition.is_none()),
            geography: self.geography.filter(|_| other.geography.is_none()),
            contradicted: self
                .contradicted
                .clone()
                .filter(|_| other.contradicted.is_none()),
        }
    }
}

impl fmt::Display for Meaning {
    /// Writes the facts stated, in order: `gdp, over 2024, nominal, fifth-census, nation`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let facts = [
            self.measures.map(|fact| fact.to_string()),
            self.part.map(|part| match part.segment() {
                None => "all segments".to_owned(),
                Some(segment) => format!("{segment} computing"),
            }),
            self.precision.map(|fact| fact.to_string()),
            self.machines.map(|fact| format!("machines {fact}")),
            self.timing.map(|fact| fact.to_string()),
            self.prices.map(|fact| fact.to_string()),
            self.revision.map(|fact| fact.to_string()),
            self.definition.map(|fact| fact.to_string()),
            self.geography.map(|fact| fact.to_string()),
            self.contradicted.as_ref().map(ToString::to_string),
        ];
        let facts: Vec<String> = facts.into_iter().flatten().collect();
        f.write_str(&facts.join(", "))
    }
}

/// The serde shape of a meaning.
#[derive(serde::Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "Meaning")
)]
#[serde(
    deny_unknown_fields,
    rename = "Meaning",
    expecting = "a table such as `{ prices = \"real\" }`"
)]
struct Fields {
    measures: Option<Measured>,
    machines: Option<Scope>,
    precision: Option<Precision>,
    part: Option<Part>,
    timing: Option<Timing>,
    prices: Option<Prices>,
    revision: Option<Revision>,
    definition: Option<Definition>,
    geography: Option<Geography>,
    contradicted: Option<Contradiction>,
}

impl TryFrom<Fields> for Meaning {
    type Error = Error;

    fn try_from(fields: Fields) -> Result<Self, Error> {
        Self {
            measures: fields.measures,
            machines: fields.machines,
            precision: fields.precision,
            part: fields.part,
            timing: fields.timing,
            prices: fields.prices,
            revision: fields.revision,
            definition: fields.definition,
            geography: fields.geography,
            contradicted: fields.contradicted,
        }
        .coherent()
    }
}

impl<'de> serde::Deserialize<'de> for Meaning {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Fields::deserialize(from)?
            .try_into()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(feature = "schema")]
crate::quantity::schema_of!(Meaning, Fields);

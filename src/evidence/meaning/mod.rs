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
///     .with_meaning(Meaning::of(Measured::Gdp).with_prices(Prices::Real)?)?;
/// assert_eq!(real.meaning().prices(), Some(Prices::Real));
///
/// let of_machines = Meaning::of(Measured::Gdp).with_machines(Scope::InUse)?;
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

/// Defines the getter and the builder method of each field.
macro_rules! fields {
    ($($(#[$get:meta])* $field:ident: $type:ty, $(#[$with:meta])* $builder:ident;)*) => {
        impl Meaning {
            $(
                $(#[$get])*
                #[must_use]
                pub const fn $field(&self) -> Option<$type> {
                    self.$field
                }

                $(#[$with])*
                ///
                /// # Errors
                ///
                /// [`Meaning`](crate::ErrorKind::Meaning) if it contradicts a fact that is already
                /// stated.
                pub fn $builder(mut self, $field: $type) -> Result<Self, Error> {
                    self.$field = Some($field);
                    self.coherent()
                }
            )*
        }
    };
}

fields! {
    /// The thing measured.
    measures: Measured,
    /// Returns the same meaning with this thing measured.
    with_measures;
    /// The machines on which a share, a growth rate or a coefficient was measured, or that a
    /// capacity counts.
    machines: Scope,
    /// Returns the same meaning with these machines. [`Scope::Unstated`] is refused: leave the fact
    /// out.
    with_machines;
    /// The precision in which operations were counted.
    precision: Precision,
    /// Returns the same meaning with operations counted in this precision.
    with_precision;
    /// The part of computing power that the figure is about.
    part: Part,
    /// Returns the same meaning with this part of computing power.
    with_part;
    /// The date or the time span of the figure.
    timing: Timing,
    /// Returns the same meaning with this timing.
    with_timing;
    /// The prices, nominal or real.
    prices: Prices,
    /// Returns the same meaning with these prices.
    with_prices;
    /// The statistical basis of Chinese GDP that the figure uses.
    revision: Revision,
    /// Returns the same meaning with this statistical basis.
    with_revision;
    /// The definition of the digital economy that the figure uses.
    definition: Definition,
    /// Returns the same meaning with this definition of the digital economy.
    with_definition;
    /// The area that the figure covers.
    geography: Geography,
    /// Returns the same meaning with this area.
    with_geography;
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

    /// Returns the same meaning with a reason against the figure.
    #[must_use]
    pub fn with_contradiction(mut self, contradiction: Contradiction) -> Self {
        self.contradicted = Some(contradiction);
        self
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

//! An estimate as a file states it.

use serde::de::{Deserialize, Deserializer, Error as _};

use super::{Estimate, shaped};
use crate::evidence::catalogue::Entry;
use crate::evidence::spread::Spread;
use crate::evidence::{Figure, Meaning, Source};
use crate::limits::{self, Limit};
use crate::uncertainty::{Ends, PROBABILITY, Uncertainty};
use crate::{Error, ErrorKind, Interval, Quantity};

/// The written form of an estimate: by its name in the catalogue, or in full.
#[derive(serde::Serialize)]
struct Written<'a, Q> {
    #[serde(skip_serializing_if = "Option::is_none")]
    catalogue: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<&'a Q>,
    #[serde(skip_serializing_if = "Option::is_none")]
    uncertainty: Option<&'a Uncertainty>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'a Source>,
    #[serde(skip_serializing_if = "Meaning::is_empty")]
    meaning: Meaning,
    #[serde(skip_serializing_if = "Option::is_none")]
    observed: Option<Interval>,
}

impl<Q: Quantity + serde::Serialize> serde::Serialize for Estimate<Q> {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let is_own = self.entry.is_none();
        Written {
            catalogue: self.entry.map(Entry::id),
            value: is_own.then_some(&self.value),
            uncertainty: self
                .uncertainty
                .as_deref()
                .filter(|_| is_own || self.own_uncertainty),
            source: is_own.then_some(&self.source),
            meaning: self.own_meaning(),
            observed: self.observed.filter(|_| is_own || self.own_observed),
        }
        .serialize(to)
    }
}

/// The serde shape of an estimate.
#[derive(serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Estimate_of_{Q}", bound = "Q: schemars::JsonSchema", extend("oneOf" = [{ "required": ["catalogue"] }, { "required": ["source"] }, { "required": ["assumption"] }, { "required": ["pooled"] }])))]
#[serde(
    deny_unknown_fields,
    rename = "Estimate",
    bound = "Q: serde::Deserialize<'de>",
    expecting = "a table such as `{ value = 0.2, assumption = \"why\" }` or `{ catalogue = \"...\" }`"
)]
struct Fields<Q> {
    catalogue: Option<String>,
    #[serde(
        default,
        deserialize_with = "limits::list_if_any::<{ Limit::PooledEntries as usize }, _, _>"
    )]
    pooled: Option<Vec<String>>,
    value: Option<Q>,
    assumption: Option<String>,
    source: Option<Source>,
    #[serde(bound(deserialize = "Q: Quantity"))]
    uncertainty: Option<Spread<Q>>,
    interval: Option<String>,
    shape: Option<String>,
    probability: Option<f64>,
    meaning: Option<Meaning>,
    observed: Option<Interval>,
}

/// The uncertainty of an estimate as its file states it.
struct Stated<Q> {
    uncertainty: Option<Uncertainty>,
    /// The median of an interval.
    median: Option<Q>,
    /// An end of the interval, if it was stated with a unit.
    end: Option<Q>,
}

impl<Q: Quantity> Fields<Q> {
    /// Takes the source, with the published figure if the catalogue is named.
    fn take_origin(&mut self) -> Result<(Option<Estimate<Q>>, Source), Error>
    where
        Estimate<Q>: TryFrom<Figure, Error = Error>,
    {
        let missing = |what, remedy| Error::new(ErrorKind::Missing { what, remedy });
        let conflict = |what, with, remedy| Error::new(ErrorKind::Conflict { what, with, remedy });
        let origins = (
            self.catalogue.take(),
            self.pooled.take(),
            self.assumption.take(),
            self.source.take(),
        );
        match origins {
            (Some(id), None, None, None) => {
                let base = Estimate::from_catalogue(&id)?;
                let source = base.source.clone();
                Ok((Some(base), source))
            }
            (None, Some(ids), None, None) => {
                let equal: Vec<(&str, f64)> = ids.iter().map(|id| (id.as_str(), 1.0)).collect();
                let base = Estimate::pooled(&equal).map_err(|error| error.at("pooled"))?;
                let source = base.source.clone();
                Ok((Some(base), source))
            }
            (None, None, Some(reason), None) => Ok((None, Source::assumption(reason)?)),
            (None, None, None, Some(source)) => Ok((None, source)),
            (None, None, None, None) => Err(missing(
                "source",
                "give one of `catalogue`, `pooled`, `source` or `assumption`, because no bare \
                 number is allowed",
            )),
            _ => Err(conflict(
                "one of `catalogue`, `pooled`, `source`, `assumption`",
                "another",
                "give only one of them",
            )),
        }
    }

    /// Takes the uncertainty, stated as such or as an interval.
    fn take_spread(&mut self) -> Result<Stated<Q>, Error> {
        let missing = |what, remedy| Error::new(ErrorKind::Missing { what, remedy });
        let conflict = |what, with, remedy| Error::new(ErrorKind::Conflict { what, with, remedy });
        // An end of the interval, if it was stated with a unit.
        let mut end: Option<Q> = None;
        let (uncertainty, median) = match (self.uncertainty.take(), self.interval.take()) {
            (Some(_), Some(_)) => {
                return Err(conflict(
                    "`uncertainty`",
                    "`interval`",
                    "give one of the two",
                ));
            }
            (uncertainty, None) => {
                if self.shape.is_some() || self.probability.is_some() {
                    return Err(missing(
                        "`interval`",
                        "give an interval such as `3 to 4`, which `shape` and `probability` \
                         describe",
                    ));
                }
                let uncertainty = uncertainty.map(|spread| {
                    end = spread.end;
                    spread.uncertainty
                });
                (uncertainty, None)
            }
            (None, Some(text)) => {
                let shape = self.shape.take().ok_or_else(|| {
                    missing(
                        "`shape`",
                        "name the distribution over the interval, such as `uniform`",
                    )
                })?;
                let probability = self.probability.unwrap_or(PROBABILITY);
                let (median, uncertainty) = shaped::<Q>(&text, &shape, probability)?;
                // Bare numbers have no unit that could differ.
                end = Ends::read(&text).is_err().then_some(median);
                (Some(uncertainty), Some(median))
            }
        };
        Ok(Stated {
            uncertainty,
            median,
            end,
        })
    }

    fn check(mut self) -> Result<Estimate<Q>, Error>
    where
        Estimate<Q>: TryFrom<Figure, Error = Error>,
    {
        let missing = |what, remedy| Error::new(ErrorKind::Missing { what, remedy });
        let conflict = |what, with, remedy| Error::new(ErrorKind::Conflict { what, with, remedy });
        let (base, source) = self.take_origin()?;
        if base.is_some() && self.value.is_some() {
            return Err(conflict(
                "`value`",
                "`catalogue` or `pooled`",
                "leave `value` out, or state its own source instead",
            ));
        }
        let probability = self
            .interval
            .is_some()
            .then(|| self.probability.unwrap_or(PROBABILITY));
        let Stated {
            uncertainty,
            median,
            end,
        } = self.take_spread()?;
        let mut estimate = match (base, self.value.or(median)) {
            (Some(base), _) => base,
            (None, Some(value)) => Estimate::new(value, source),
            (None, None) => {
                return Err(missing(
                    "`value`",
                    "give the figure, or an `interval` around it",
                ));
            }
        };
        if end.is_some_and(|end| end.unit() != estimate.value.unit()) {
            return Err(conflict(
                "an interval in one unit",
                "a value in another",
                "state both in one unit, frequency, currency and price basis",
            ));
        }
        if let Some(uncertainty) = uncertainty {
            estimate = estimate.spread(uncertainty, probability)?;
        }
        if let Some(meaning) = self.meaning {
            estimate = estimate
                .with_meaning(meaning)
                .map_err(|error| error.at("meaning"))?;
        }
        if let Some(observed) = self.observed {
            estimate = estimate.observed_in(observed)?;
        }
        Ok(estimate)
    }
}

#[cfg(feature = "schema")]
impl<Q: schemars::JsonSchema> schemars::JsonSchema for Estimate<Q> {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        Fields::<Q>::schema_name()
    }

    fn schema_id() -> std::borrow::Cow<'static, str> {
        Fields::<Q>::schema_id()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        Fields::<Q>::json_schema(generator)
    }
}

impl<'de, Q> Deserialize<'de> for Estimate<Q>
where
    Q: Quantity + Deserialize<'de>,
    Self: TryFrom<Figure, Error = Error>,
{
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        Fields::deserialize(source)?
            .check()
            .map_err(D::Error::custom)
    }
}

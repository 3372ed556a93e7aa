use std::fmt;

use serde::de::{Deserialize, Deserializer, Error as _};

use super::catalogue::Entry;
use super::spread::{Spread, read_interval};
use super::{Figure, Meaning, Source, catalogue};
use crate::uncertainty::{Ends, PROBABILITY, Uncertainty};
use crate::{Error, ErrorKind, Interval, Quantity};

/// A quantity with its uncertainty, its source and the range in which it was observed.
///
/// A scenario takes no bare numbers: every input is an estimate, and an assumption is a source too.
/// The uncertainty is in the quantity's own unit (fractions for shares and growth, FLOP/s for
/// capacity, currency units for money).
///
/// In a file an estimate takes one of three forms, each a table:
///
/// | form | example |
/// |---|---|
/// | from the catalogue | `{ catalogue = "caict.growth-ratio.gdp" }` |
/// | the user's own, with its reason | `{ value = "20 % per year", assumption = "trend of 2022-24" }` |
/// | from a source | `{ value = "3.5", source = { publisher = "...", title = "...", kind = "press-report", confidence = "low" } }` |
///
/// Each form also takes `uncertainty` (a shape with its parameters), or `interval = "3 to 4"` with
/// `shape = "uniform"`, which is a central 90 % interval unless `probability` states another. With
/// an interval, `value` may be omitted and is the median. Intervals are written in the same way in
/// both places: thousands may be grouped, and both ends or the last carry the unit
/// (`300 to 500 bn CNY`). The parameters of a shape are numbers in the quantity's own unit.
/// `meaning` is a table of the facts in [`Meaning`], such as `{ prices = "real" }`.
///
/// # Examples
///
/// ```
/// use compute_impact::evidence::{Estimate, Source};
/// use compute_impact::{Interval, Share};
///
/// let share = Estimate::new("30 %".parse::<Share>()?, Source::assumption("round figure")?);
/// assert_eq!(share.value().get(), 0.30);
/// assert!(share.is_certain());
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Estimate<Q> {
    value: Q,
    /// Boxed, because few estimates have one and it is many times their size.
    uncertainty: Option<Box<Uncertainty>>,
    source: Source,
    /// The facts that the value and the catalogue state and the user adds; `None` if there are
    /// none. Boxed, because the uncertainty is.
    meaning: Option<Box<Meaning>>,
    observed: Option<Interval>,
    /// The catalogue entry that it was taken from.
    entry: Option<&'static Entry>,
    /// True if the uncertainty is the user's and not the entry's.
    own_uncertainty: bool,
    /// True if the observed range is the user's and not the entry's.
    own_observed: bool,
}

impl<Q: Quantity> Estimate<Q> {
    /// Builds an estimate that is certain until [`with_uncertainty`](Self::with_uncertainty).
    #[must_use]
    pub fn new(value: Q, source: Source) -> Self {
        Self {
            meaning: non_empty(Meaning::of_value(&value)),
            value,
            uncertainty: None,
            source,
            observed: None,
            entry: None,
            own_uncertainty: false,
            own_observed: false,
        }
    }

    /// Builds an assumption of the user, with its reason.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::Elasticity;
    /// use compute_impact::evidence::{Confidence, Estimate};
    ///
    /// let assumed = Estimate::assumed(Elasticity::new(0.05)?, "a round figure")?;
    /// assert_eq!(assumed.source().confidence(), Confidence::Assumed);
    /// assert!(Estimate::assumed(Elasticity::new(0.05)?, " ").is_err()); // no reason
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Missing`](ErrorKind::Missing) if the reason is blank.
    pub fn assumed(value: Q, reason: impl Into<String>) -> Result<Self, Error> {
        Ok(Self::new(value, Source::assumption(reason)?))
    }

    /// Returns the estimate of a catalogue entry.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::GrowthRatio;
    /// use compute_impact::evidence::Estimate;
    ///
    /// let ratio = Estimate::<GrowthRatio>::from_catalogue("caict.growth-ratio.gdp")?;
    /// assert_eq!(ratio.value().get(), 0.2);
    /// assert!(Estimate::<GrowthRatio>::from_catalogue("nbs.gdp.2023.revised").is_err()); // money
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Unknown`](ErrorKind::Unknown) if the catalogue has no such entry, with the nearest
    /// name; [`WrongQuantity`](ErrorKind::WrongQuantity) if the entry is another kind of
    /// quantity.
    pub fn from_catalogue(id: &str) -> Result<Self, Error>
    where
        Self: TryFrom<Figure, Error = Error>,
    {
        let entry = catalogue::find(id)?;
        let estimate = Self::try_from(entry.figure().clone()).map_err(|error| error.at(id))?;
        Ok(Self {
            entry: Some(entry),
            ..estimate
        })
    }

    /// Builds an estimate from an interval as files write it, such as `20 % to 30 %`: the central
    /// 90 % of a shape named as in [`Uncertainty::from_interval`], with the median as the value.
    ///
    /// # Errors
    ///
    /// [`Parse`](ErrorKind::Parse) for the text, [`Descending`](ErrorKind::Descending) unless it
    /// ascends, the errors of [`Uncertainty::from_interval`] for the shape, and
    /// [`Reach`](ErrorKind::Reach) as for [`with_uncertainty`](Self::with_uncertainty).
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::evidence::{Estimate, Source};
    /// use compute_impact::Share;
    ///
    /// let source = Source::assumption("between the two reports")?;
    /// let share = Estimate::<Share>::from_interval("20 to 30 %", "uniform", source)?;
    /// assert!((share.value().get() - 0.25).abs() < 1e-12);
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn from_interval(text: &str, shape: &str, source: Source) -> Result<Self, Error> {
        let (value, uncertainty) = shaped::<Q>(text, shape, PROBABILITY)?;
        Self::new(value, source).spread(uncertainty, Some(PROBABILITY))
    }

    /// Returns true if value and uncertainty are the same, whatever their sources.
    pub(crate) fn same_numbers(&self, other: &Self) -> bool {
        self.value == other.value && self.uncertainty == other.uncertainty
    }

    /// Returns the same estimate with an uncertainty, in the quantity's own unit.
    ///
    /// # Errors
    ///
    /// [`ValueOutside`](ErrorKind::ValueOutside) if the value lies outside it;
    /// [`Reach`](ErrorKind::Reach) if it reaches values that the quantity cannot take, such as a
    /// normal share, which has to be truncated.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::evidence::Estimate;
    /// use compute_impact::uncertainty::{Normal, Uniform};
    /// use compute_impact::Share;
    ///
    /// let share = Estimate::assumed(Share::new(0.3)?, "between two reports")?;
    /// let uncertain = share.clone().with_uncertainty(Uniform::new(0.25, 0.35)?.into())?;
    /// assert!(!uncertain.is_certain());
    /// assert!(share.with_uncertainty(Normal::new(0.3, 0.05)?.into()).is_err()); // no bounds
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn with_uncertainty(self, uncertainty: Uncertainty) -> Result<Self, Error> {
        self.spread(uncertainty, None)
    }

    /// Returns the same estimate with an uncertainty, and the probability of the interval that it
    /// was read from.
    fn spread(self, uncertainty: Uncertainty, probability: Option<f64>) -> Result<Self, Error> {
        let allowed = self.value.allowed();
        let (low, high) = uncertainty.support();
        let value = self.value.number();
        if !(low <= value && value <= high) {
            return Err(Error::new(ErrorKind::ValueOutside {
                low,
                high,
                value,
                unit: self.value.unit(),
                probability,
            }));
        }
        for end in [low, high] {
            // Shapes reach an open end of the range only in the limit.
            let is_limit = end.to_bits() == allowed.low().to_bits()
                || end.to_bits() == allowed.high().to_bits();
            let is_allowed = allowed.contains(end);
            if !is_allowed && (!is_limit || uncertainty.is_certain()) {
                return Err(Error::new(ErrorKind::Reach {
                    what: Q::NAME,
                    low,
                    high,
                    allowed,
                    probability,
                }));
            }
        }
        Ok(Self {
            uncertainty: Some(Box::new(uncertainty)),
            own_uncertainty: true,
            ..self
        })
    }

    /// Returns the same estimate with the range of the *driver* (growth of compute per year, index
    /// points) in which it was observed.
    ///
    /// # Errors
    ///
    /// [`Conflict`](ErrorKind::Conflict) for a range without a lower or an upper end, because no
    /// infinite driver can be observed.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::evidence::Estimate;
    /// use compute_impact::{GrowthRatio, Interval};
    ///
    /// let ratio = Estimate::assumed(GrowthRatio::new(0.2)?, "rule of thumb")?
    ///     .observed_in(Interval::closed(0.42, 0.55)?)?;
    /// assert!(!ratio.observed().unwrap().contains(0.247)); // growth of 24.7 % is outside
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn observed_in(self, range: Interval) -> Result<Self, Error> {
        if !range.is_bounded() {
            return Err(Error::new(ErrorKind::Conflict {
                what: "`observed`",
                with: "a range without an end",
                remedy: "give the least and the greatest value that was observed",
            }));
        }
        Ok(Self {
            observed: Some(range),
            own_observed: true,
            ..self
        })
    }

    /// Returns the same estimate with further facts. They add to those that the value states by
    /// itself (the precision of a capacity, the prices of money) and those that the catalogue
    /// states.
    ///
    /// # Errors
    ///
    /// [`Meaning`](ErrorKind::Meaning) if a fact contradicts one of those, or the kind of
    /// quantity.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::evidence::{Estimate, Measured, Meaning, Part};
    /// use compute_impact::{Scope, Share};
    ///
    /// let share = Estimate::assumed("66.7 %".parse::<Share>()?, "two thirds")?
    ///     .with_meaning(Meaning::of(Measured::SmartShare).with_machines(Scope::Installed)?)?;
    /// assert_eq!(share.meaning().machines(), Some(Scope::Installed));
    ///
    /// // The catalogue's figure counts machines in use, and says so.
    /// let published = Estimate::<Share>::from_catalogue("miit.smart-share.in-use.2024-12")?;
    /// let error = published
    ///     .with_meaning(Meaning::default().with_machines(Scope::Installed)?)
    ///     .unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "`machines = installed` contradicts the catalogue, which says `in use`: leave it out, \
    ///      or give the figure with its own source"
    /// );
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn with_meaning(self, meaning: Meaning) -> Result<Self, Error> {
        meaning.check_of::<Q>()?;
        let (owner, remedy) = if self.entry.is_some() {
            (
                "the catalogue",
                "leave it out, or give the figure with its own source",
            )
        } else {
            ("the figure", "leave it out, or write it in the value")
        };
        let meaning = self.meaning().clone().joined(meaning, owner, remedy)?;
        meaning.check_of::<Q>()?;
        Ok(Self {
            meaning: non_empty(meaning),
            ..self
        })
    }

    /// The facts stated about it, in addition to its number and unit.
    #[must_use]
    pub fn meaning(&self) -> &Meaning {
        static NOTHING: Meaning = Meaning::NOTHING;
        self.meaning.as_deref().unwrap_or(&NOTHING)
    }

    /// Returns the facts that a file has to state next to the value or the catalogue's name.
    fn own_meaning(&self) -> Meaning {
        match self.entry {
            Some(entry) => self.meaning().beyond(entry.meaning()),
            None => self.meaning().beyond(&Meaning::of_value(&self.value)),
        }
    }

    /// The central value, which a projection uses.
    #[must_use]
    pub fn value(&self) -> Q {
        self.value
    }

    /// The uncertainty of the value; `None` for a certain value.
    #[must_use]
    pub fn uncertainty(&self) -> Option<&Uncertainty> {
        self.uncertainty.as_deref()
    }

    /// The source.
    #[must_use]
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// The catalogue entry that it was taken from, with its date, wording and note.
    #[must_use]
    pub fn entry(&self) -> Option<&'static Entry> {
        self.entry
    }

    /// The range of the driver in which it was observed, if known.
    #[must_use]
    pub fn observed(&self) -> Option<Interval> {
        self.observed
    }

    /// Returns true if it has no spread.
    #[must_use]
    pub fn is_certain(&self) -> bool {
        self.uncertainty
            .as_ref()
            .is_none_or(|uncertainty| uncertainty.is_certain())
    }
}

impl<Q: Quantity> fmt::Display for Estimate<Q> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.value)?;
        if let Some(uncertainty) = self.uncertainty.as_ref().filter(|u| !u.is_certain()) {
            let quantile = |p| self.value.with_number(uncertainty.quantile(p)?);
            match (quantile(0.05), quantile(0.95)) {
                (Ok(low), Ok(high)) => {
                    let name = uncertainty.name();
                    write!(f, " ({name}, {low:.4} to {high:.4} in 90 % of cases)")?;
                }
                _ => write!(f, " ({uncertainty})")?,
            }
        }
        let meaning = self.own_meaning();
        if !meaning.is_empty() {
            write!(f, " ({meaning})")?;
        }
        write!(f, " [{}]", self.source)
    }
}

/// Returns a meaning unless it is empty.
fn non_empty(meaning: Meaning) -> Option<Box<Meaning>> {
    (!meaning.is_empty()).then(|| Box::new(meaning))
}

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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Estimate_of_{Q}", bound = "Q: schemars::JsonSchema", extend("oneOf" = [{ "required": ["catalogue"] }, { "required": ["source"] }, { "required": ["assumption"] }])))]
#[serde(
    deny_unknown_fields,
    rename = "Estimate",
    bound = "Q: serde::Deserialize<'de>",
    expecting = "a table such as `{ value = 0.2, assumption = \"why\" }` or `{ catalogue = \"...\" }`"
)]
struct Fields<Q> {
    catalogue: Option<String>,
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
        match (
            self.catalogue.take(),
            self.assumption.take(),
            self.source.take(),
        ) {
            (Some(id), None, None) => {
                let base = Estimate::from_catalogue(&id)?;
                let source = base.source.clone();
                Ok((Some(base), source))
            }
            (None, Some(reason), None) => Ok((None, Source::assumption(reason)?)),
            (None, None, Some(source)) => Ok((None, source)),
            (None, None, None) => Err(missing(
                "source",
                "give one of `catalogue`, `source` or `assumption`, because no bare number is \
                     allowed",
            )),
            _ => Err(conflict(
                "one of `catalogue`, `source`, `assumption`",
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
                "`catalogue`",
                "leave `value` out, or state its own source instead of `catalogue`",
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

/// Returns the median and the shape of an interval.
fn shaped<Q: Quantity>(
    text: &str,
    shape: &str,
    probability: f64,
) -> Result<(Q, Uncertainty), Error> {
    let (low, high) = read_interval::<Q>(text)?;
    let uncertainty = Uncertainty::from_interval(shape, low.number(), high.number(), probability)?;
    let median = low.with_number(uncertainty.quantile(0.5)?)?;
    Ok((median, uncertainty))
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

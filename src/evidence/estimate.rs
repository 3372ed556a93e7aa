mod file;

use std::fmt;

use super::catalogue::Entry;
use super::spread::read_interval;
use super::{Figure, Meaning, Source, catalogue};
use crate::uncertainty::{PROBABILITY, Uncertainty};
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

    /// The least and the greatest value that the estimate may take.
    pub(crate) fn reach(&self) -> (f64, f64) {
        let value = self.value.number();
        self.uncertainty
            .as_ref()
            .map_or((value, value), |uncertainty| {
                let (least, most) = uncertainty.support();
                (least.min(value), most.max(value))
            })
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
    ///     .with_meaning(Meaning::of(Measured::SmartShare).with(Scope::Installed)?)?;
    /// assert_eq!(share.meaning().machines(), Some(Scope::Installed));
    ///
    /// // The catalogue's figure counts machines in use, and says so.
    /// let published = Estimate::<Share>::from_catalogue("miit.smart-share.in-use.2024-12")?;
    /// let error = published
    ///     .with_meaning(Meaning::default().with(Scope::Installed)?)
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

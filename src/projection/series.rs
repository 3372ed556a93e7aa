use crate::{Error, Output, Period, Reading, Unit};

/// The series of an output in a projection or a difference: one number for the base period and one
/// for each period after it.
///
/// # Examples
///
/// ```
/// use compute_impact::Scenario;
///
/// let projection = Scenario::shipped("china-2030")?.project()?;
/// let growth = projection.compute_growth();
/// assert!((growth.last() - 0.247).abs() < 1e-12);
/// assert_eq!(growth.at("2030".parse()?)?, Some(growth.last()));
/// assert_eq!(growth.iter().count(), 7); // the base period and six more
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Series<'a> {
    output: Output,
    unit: Unit,
    base: Period,
    values: &'a [f64],
}

impl<'a> Series<'a> {
    pub(crate) const fn new(output: Output, unit: Unit, base: Period, values: &'a [f64]) -> Self {
        Self {
            output,
            unit,
            base,
            values,
        }
    }

    /// The output.
    #[must_use]
    pub const fn output(&self) -> Output {
        self.output
    }

    /// The unit of its numbers.
    #[must_use]
    pub const fn unit(&self) -> Unit {
        self.unit
    }

    /// The numbers, from the base period to the last; never empty, all finite.
    #[must_use]
    pub const fn values(&self) -> &'a [f64] {
        self.values
    }

    /// The number in the last period.
    #[must_use]
    pub fn last(&self) -> f64 {
        // A scenario spans one period at least, so there are two rows.
        self.values.last().copied().unwrap_or(f64::NAN)
    }

    /// The number in a period; `None` outside the scenario.
    ///
    /// # Errors
    ///
    /// [`FrequencyMismatch`](crate::ErrorKind::FrequencyMismatch) if the period is of another
    /// frequency than the scenario's.
    pub fn at(&self, period: Period) -> Result<Option<f64>, Error> {
        let row = period.since(self.base)?;
        Ok(usize::try_from(row)
            .ok()
            .and_then(|row| self.values.get(row).copied()))
    }

    /// The periods with their numbers.
    pub fn iter(&self) -> impl Iterator<Item = (Period, f64)> + use<'a> {
        let base = self.base;
        (0..)
            .zip(self.values)
            .filter_map(move |(row, value)| Some((base.plus(row).ok()?, *value)))
    }
}

/// The serialised shape of a series: its unit, and one number per period.
#[derive(serde::Serialize)]
pub(crate) struct WrittenSeries {
    output: Output,
    unit: String,
    /// One number per period; `None` in the base period for an output over a period.
    values: Vec<Option<f64>>,
}

impl WrittenSeries {
    pub(crate) fn of(series: Series<'_>) -> Self {
        let output = series.output();
        let defined = |(row, value): (usize, &f64)| {
            (value.is_finite() && (row > 0 || !output.is_of_period())).then_some(*value)
        };
        Self {
            output,
            unit: series.unit().to_string(),
            values: series.values().iter().enumerate().map(defined).collect(),
        }
    }
}

/// All series of an outcome: with and without the difference in compute, their growth, and the
/// impact.
///
/// # Examples
///
/// ```
/// use compute_impact::Scenario;
///
/// let projection = Scenario::shipped("china-2030")?.project()?;
/// let gdp = projection.gdp();
/// let ratio = gdp.with().last() / gdp.without().last();
/// assert!((gdp.impact().last() - (ratio - 1.0)).abs() < 1e-12);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OutcomeSeries<'a> {
    readings: [Series<'a>; 7],
}

impl<'a> OutcomeSeries<'a> {
    /// Builds the series of an outcome from those in the order of [`Reading::ALL`].
    pub(crate) const fn new(readings: &[Series<'a>; 7]) -> Self {
        Self {
            readings: *readings,
        }
    }

    /// The series of a [`Reading`].
    #[must_use]
    pub const fn reading(&self, reading: Reading) -> Series<'a> {
        self.readings[reading as usize]
    }

    /// Money, with compute as in the scenario.
    #[must_use]
    pub const fn with(&self) -> Series<'a> {
        self.reading(Reading::With)
    }

    /// Money, with compute as in the counterfactual.
    #[must_use]
    pub const fn without(&self) -> Series<'a> {
        self.reading(Reading::Without)
    }

    /// The impact, `with / without - 1`: 0.05 is 5 %.
    #[must_use]
    pub const fn impact(&self) -> Series<'a> {
        self.reading(Reading::Impact)
    }

    /// The impact in money, `with - without`.
    #[must_use]
    pub const fn impact_money(&self) -> Series<'a> {
        self.reading(Reading::ImpactMoney)
    }

    /// Growth with compute, a fraction per period; zero in the base period.
    #[must_use]
    pub const fn growth(&self) -> Series<'a> {
        self.reading(Reading::Growth)
    }

    /// Growth without the difference in compute, a fraction per period; zero in the base period.
    #[must_use]
    pub const fn growth_without(&self) -> Series<'a> {
        self.reading(Reading::GrowthWithout)
    }

    /// The growth impact, growth with less growth without: 0.01 is one percentage point.
    #[must_use]
    pub const fn growth_impact(&self) -> Series<'a> {
        self.reading(Reading::GrowthImpact)
    }

    /// The share of growth that compute accounts for, in each period after the base; `None` where
    /// the outcome did not grow. It exceeds one where the outcome without compute shrinks.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::Scenario;
    ///
    /// let projection = Scenario::shipped("china-2030")?.project()?;
    /// let (period, share) = projection.gdp().contribution_to_growth().last().unwrap();
    /// // 0.2 points of growth per point of 24.7 %, of a growth of 4.5 %: more than all of it.
    /// assert_eq!(period.to_string(), "2030");
    /// assert!((share.unwrap() - 0.2 * 0.247 / 0.045).abs() < 1e-9);
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn contribution_to_growth(&self) -> impl Iterator<Item = (Period, Option<f64>)> + use<'a> {
        let growth = self.growth().values();
        let pairs = self.growth_impact().iter().zip(growth).skip(1);
        pairs.map(|((period, impact), growth)| {
            let part = impact / growth;
            (period, (*growth > 0.0 && part.is_finite()).then_some(part))
        })
    }
}

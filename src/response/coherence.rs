//! Consistency of a GDP and a digital-economy coefficient.
//!
//! The digital economy is part of GDP. With its share `d` and log-linear responses, the response of
//! GDP is the weighted sum of its parts: `ε_GDP = d ε_DE + (1 - d) ε_rest`. That is an identity, so
//! a published pair determines the response of the rest of the economy. With 0.2 and 0.4 the rest
//! gains while `d` is below one half and *loses* above it.

use crate::{Error, GrowthRate, Interval, Period, Share};

/// Treatment of a GDP and a digital-economy response that may contradict each other.
///
/// # Examples
///
/// ```
/// use compute_impact::Scenario;
/// use compute_impact::response::Coherence;
///
/// let scenario = Scenario::shipped("china-2030")?;
/// assert_eq!(scenario.coherence(), Coherence::AsPublished);
/// assert_eq!(Coherence::default(), Coherence::AsPublished);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Coherence {
    /// Keeps both coefficients as published, and reports the period from which they contradict each
    /// other.
    #[default]
    AsPublished,
    /// Keeps the digital coefficient and the coefficient of the rest that the pair implies at the
    /// base, and derives GDP as their weighted sum in every period.
    Coherent,
}

/// Returns the coefficient of the rest of the economy that a pair implies:
/// `(ε_GDP - d ε_DE) / (1 - d)`.
///
/// Both coefficients are elasticities or both are growth ratios.
///
/// # Errors
///
/// [`OutOfRange`](crate::ErrorKind::OutOfRange) if a coefficient is not finite or the digital share
/// is one, where nothing is left for the rest.
///
/// # Examples
///
/// ```
/// use compute_impact::Share;
/// use compute_impact::response::coherence::rest_coefficient;
///
/// // China 2023, digital share 42.8 %: the pair of 0.2 and 0.4 leaves 0.05 for the rest.
/// let rest = rest_coefficient(0.2, 0.4, Share::new(0.428)?)?;
/// assert!((rest - 0.05034965034965033).abs() < 1e-12);
/// # Ok::<(), compute_impact::Error>(())
/// ```
pub fn rest_coefficient(gdp: f64, digital: f64, digital_share: Share) -> Result<f64, Error> {
    Interval::FINITE.check("GDP coefficient", gdp)?;
    Interval::FINITE.check("digital-economy coefficient", digital)?;
    let share = Interval::below_one().check("digital share of GDP", digital_share.get())?;
    Interval::FINITE.check(
        "coefficient of the rest",
        (gdp - share * digital) / (1.0 - share),
    )
}

/// Returns the digital share above which the rest of the economy would have to lose:
/// `ε_GDP / ε_DE`.
///
/// `None` if there is no such share, because the digital coefficient is not above the GDP
/// coefficient or is not positive.
///
/// # Examples
///
/// ```
/// use compute_impact::response::coherence::breach_share;
///
/// assert_eq!(breach_share(0.2, 0.4).map(|share| share.get()), Some(0.5));
/// assert!(breach_share(0.4, 0.2).is_none());
/// ```
#[must_use]
pub fn breach_share(gdp: f64, digital: f64) -> Option<Share> {
    (digital > 0.0 && gdp < digital)
        .then(|| Share::new((gdp / digital).max(0.0)).ok())
        .flatten()
}

/// Returns the years until the digital share drifts from `from` to `to`, if compute grows at a
/// constant rate and both elasticities are as published:
/// `ln(to / from) / ((ε_DE - ε_GDP) ln(1 + g))`.
///
/// `None` if it never reaches `to`, because the share is constant or drifts the other way.
///
/// # Errors
///
/// [`OutOfRange`](crate::ErrorKind::OutOfRange) if a coefficient is not finite or `from` is zero.
///
/// # Examples
///
/// ```
/// use compute_impact::response::coherence::years_to_share;
/// use compute_impact::{GrowthRate, Share};
///
/// let growth = GrowthRate::per_year(0.3)?;
/// let years = years_to_share(Share::new(0.428)?, Share::new(0.5)?, 0.2, 0.4, growth)?;
/// assert!((years.unwrap() - 2.963149405197687).abs() < 1e-9);
/// # Ok::<(), compute_impact::Error>(())
/// ```
pub fn years_to_share(
    from: Share,
    to: Share,
    gdp: f64,
    digital: f64,
    growth: GrowthRate,
) -> Result<Option<f64>, Error> {
    Interval::FINITE.check("GDP elasticity", gdp)?;
    Interval::FINITE.check("digital-economy elasticity", digital)?;
    Interval::POSITIVE.check("digital share of GDP", from.get())?;
    let yearly = libm::log1p(growth.get()) * f64::from(growth.frequency().per_year());
    let years = libm::log(to.get() / from.get()) / ((digital - gdp) * yearly);
    Ok((years.is_finite() && years >= 0.0).then_some(years))
}

/// Consistency of a pair of responses along a projection.
///
/// [`Projection::pair_coherence`](crate::Projection::pair_coherence) builds it.
///
/// # Examples
///
/// ```
/// use compute_impact::Scenario;
///
/// let projection = Scenario::shipped("china-2030")?.project()?;
/// let pair = projection.pair_coherence().expect("a pair of responses");
/// // 0.2 for GDP and 0.4 for the digital economy: above one half the rest would have to lose.
/// assert_eq!(pair.breach_share.map(|share| share.to_string()), Some("50 %".to_owned()));
/// assert!(pair.gdp_coefficients.iter().all(|(_, ratio)| *ratio == 0.2));
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct PairCoherence {
    /// The treatment of the pair in the scenario.
    pub mode: Coherence,
    /// The digital share above which the published pair implies a loss of the rest.
    pub breach_share: Option<Share>,
    /// The first period whose digital share lies above [`breach_share`](Self::breach_share). In
    /// coherent mode the published pair is compared with the coherent paths.
    pub breach: Option<Period>,
    /// The coefficient of the rest in each period. As published it is the coefficient that the pair
    /// implies, which falls as the digital share rises (`None` from a share of one on); in coherent
    /// mode it is that of the base in all periods.
    pub rest_coefficients: Vec<(Period, Option<f64>)>,
    /// The coefficient of GDP in each period. As published it is constant; in coherent mode it is
    /// `d ε_DE + (1 - d) ε_rest`, which rises with the digital share `d` of the period, or for
    /// growth ratios of the period before.
    pub gdp_coefficients: Vec<(Period, f64)>,
}

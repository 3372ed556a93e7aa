//! The quotient of average growth rates from which the published rule of thumb comes.

use serde::Serialize;

use crate::evidence::{Confidence, Estimate, EvidenceKind, Source};
use crate::limits::Limit;
use crate::{Error, ErrorKind, GrowthRatio, Interval, Period};

/// The average growth of one series over that of another: how CAICT's 0.2 can be reproduced.
///
/// It is no estimate of an effect. It attributes all growth of the outcome to compute, and leaves
/// none to labour, capital or anything else: where compute grew by 46 % and GDP by 9 % a year the
/// quotient is 0.196, whatever caused the 9 %. Two series that have nothing to do with each other
/// have one as well. It is here to be reproduced, compared and warned about.
///
/// # Examples
///
/// Nominal GDP of China, which grew by 9 % a year from 2016 to 2021, and compute by 46 %:
///
/// ```
/// use compute_impact::Period;
/// use compute_impact::estimation::{GrowthQuotient, MeanGrowth};
///
/// let series = |start: f64, rate: f64| {
///     (0..6).map(move |year| (Period::year(2016 + year).unwrap(), start * (1.0 + rate).powi(year)))
/// };
/// let quotient = GrowthQuotient::of(series(74.6, 0.09), series(20.0, 0.46), MeanGrowth::Compound)?;
/// assert!((quotient.quotient().get() - 0.196).abs() < 5e-4);
/// let estimate = quotient.estimate("own calculation", "GDP and compute of 2016 to 2021")?;
/// assert_eq!(estimate.source().kind().to_string(), "ratio of growth rates");
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct GrowthQuotient {
    quotient: GrowthRatio,
    outcome_growth: f64,
    compute_growth: f64,
    periods: u32,
    least: f64,
    most: f64,
}

/// The way in which growth rates are averaged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum MeanGrowth {
    /// The constant rate that leads from the first value to the last.
    Compound,
    /// The mean of the rates of all periods.
    Arithmetic,
}

impl GrowthQuotient {
    /// Divides the average growth of an outcome by that of compute. Both series must have the same
    /// periods, in order and without gaps.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](ErrorKind::OutOfRange) for a value that is not positive and finite, and for
    /// fewer than two; [`Conflict`](ErrorKind::Conflict) for other periods in the two series, a gap,
    /// and compute that does not grow, of which there is no quotient;
    /// [`TooMany`](ErrorKind::TooMany) past [`Limit::PeriodValues`].
    pub fn of(
        outcome: impl IntoIterator<Item = (Period, f64)>,
        compute: impl IntoIterator<Item = (Period, f64)>,
        mean: MeanGrowth,
    ) -> Result<Self, Error> {
        let outcome = checked("outcome", outcome)?;
        let compute = checked("compute", compute)?;
        let periods = |series: &[(Period, f64)]| -> Vec<Period> {
            series.iter().map(|(period, _)| *period).collect()
        };
        if periods(&outcome) != periods(&compute) {
            return Err(Error::new(ErrorKind::Conflict {
                what: "the outcome of some periods",
                with: "compute of others",
                remedy: "give both for the same periods",
            }));
        }
        let rates = compute.windows(2).map(|pair| pair[1].1 / pair[0].1 - 1.0);
        let rates: Vec<f64> = rates.collect();
        let [outcome_growth, compute_growth] =
            [&outcome, &compute].map(|series| average(series, mean));
        if compute_growth <= 0.0 {
            return Err(Error::new(ErrorKind::Conflict {
                what: "a quotient of growth rates",
                with: "compute that does not grow",
                remedy: "give a window in which it does",
            }));
        }
        Ok(Self {
            quotient: GrowthRatio::new(outcome_growth / compute_growth)?,
            outcome_growth,
            compute_growth,
            periods: u32::try_from(rates.len()).unwrap_or(u32::MAX),
            least: rates.iter().copied().fold(f64::INFINITY, f64::min),
            most: rates.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        })
    }

    /// The quotient, in points of growth per point.
    #[must_use]
    pub const fn quotient(&self) -> GrowthRatio {
        self.quotient
    }

    /// The average growth of the outcome, a fraction per period.
    #[must_use]
    pub const fn outcome_growth(&self) -> f64 {
        self.outcome_growth
    }

    /// The average growth of compute, a fraction per period.
    #[must_use]
    pub const fn compute_growth(&self) -> f64 {
        self.compute_growth
    }

    /// The number of periods in which both grew.
    #[must_use]
    pub const fn periods(&self) -> u32 {
        self.periods
    }

    /// The quotient as an estimate for a scenario: marked as a ratio of growth rates, without an
    /// uncertainty, as it has no sampling error, and with the range of growth that it was observed in.
    ///
    /// # Errors
    ///
    /// [`TooMany`](ErrorKind::TooMany) for a publisher or a title past its limit.
    pub fn estimate(&self, publisher: &str, title: &str) -> Result<Estimate<GrowthRatio>, Error> {
        let kind = EvidenceKind::RatioOfGrowthRates;
        let source = Source::new(publisher, title, kind, Confidence::Derived)?;
        let estimate = Estimate::new(self.quotient, source);
        if self.least < self.most {
            return estimate.observed_in(Interval::closed(self.least, self.most)?);
        }
        Ok(estimate)
    }
}

fn checked(
    name: &'static str,
    series: impl IntoIterator<Item = (Period, f64)>,
) -> Result<Vec<(Period, f64)>, Error> {
    let series = Limit::PeriodValues
        .collect(series)
        .map_err(|error| error.at(name))?;
    Limit::PeriodValues
        .check_from(2, "number of values", series.len())
        .map_err(|error| error.at(name))?;
    for (number, (period, value)) in series.iter().enumerate() {
        let at = |error: Error| error.at(&format!("[{number}]")).at(name);
        Interval::closed_const(1e-150, 1e150)
            .check("value", *value)
            .map_err(at)?;
        if number > 0 && period.since(series[number - 1].0).map_err(at)? != 1 {
            return Err(at(Error::new(ErrorKind::Conflict {
                what: "a series of growth",
                with: "a gap or another order",
                remedy: "give every period once, in order",
            })));
        }
    }
    Ok(series)
}

fn average(series: &[(Period, f64)], mean: MeanGrowth) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "at most a thousand periods")]
    let periods = (series.len() - 1) as f64;
    match mean {
        MeanGrowth::Compound => {
            let whole = libm::log(series[series.len() - 1].1 / series[0].1);
            libm::expm1(whole / periods)
        }
        MeanGrowth::Arithmetic => {
            let rates = series.windows(2).map(|pair| pair[1].1 / pair[0].1 - 1.0);
            rates.sum::<f64>() / periods
        }
    }
}

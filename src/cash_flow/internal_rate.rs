//! All internal rates of a cash flow: the rates at which its net present value is zero.

use super::{CashFlow, DiscountRate, roots};
use crate::{Error, ErrorKind, Frequency, GrowthRate, Interval, PriceBasis};

/// One rate at which the net present value is zero.
///
/// # Examples
///
/// ```
/// use compute_impact::{Frequency, cash_flow::CashFlow};
///
/// let amounts = [-100.0, 60.0, 60.0];
/// let flow = CashFlow::from_amounts(Frequency::Year, "0 CNY".parse()?, &amounts)?;
/// let rates = flow.internal_rates()?;
/// let rate = rates.one().ok_or("not one rate")?;
/// assert!((rate.get() - 0.130_662).abs() < 1e-6); // 13.07 % a year
/// assert!(rate.crosses() && rate.multiplicity == 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct InternalRate {
    /// The rate with its frequency; nominal or real as the flow is.
    pub rate: DiscountRate,
    /// The multiplicity, at least one: the number of rates that rounding cannot distinguish
    /// from this one, itself included.
    pub multiplicity: u32,
}

impl InternalRate {
    /// Returns the rate, as a fraction per period of the flow (per year for dated flows).
    #[must_use]
    pub const fn get(self) -> f64 {
        self.rate.get()
    }

    /// Returns whether the net present value changes its sign here: for an odd multiplicity.
    ///
    /// If not, it only touches zero within rounding: a double rate, or two rates too close to
    /// distinguish.
    #[must_use]
    pub const fn crosses(self) -> bool {
        self.multiplicity % 2 == 1
    }
}

/// A rate that exists, but lies too close to an end of the range of rates to be represented by a
/// number.
///
/// # Examples
///
/// See [`InternalRates`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateOutOfReach {
    /// The end of the range that the rate is close to.
    pub end: RateEnd,
    /// The multiplicity: the number of rates that are represented here, at least one.
    pub multiplicity: u32,
}

/// An end of the range of rates.
///
/// # Examples
///
/// See [`InternalRates`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RateEnd {
    /// The rate is above -1 and rounds to it: everything is lost within a period.
    MinusOne,
    /// The rate is above the largest number.
    Infinity,
}

/// All internal rates of a cash flow above -1, ascending.
///
/// # Examples
///
/// ```
/// use compute_impact::Frequency;
/// use compute_impact::cash_flow::{CashFlow, InternalRates, RateEnd};
///
/// let flow = |amounts: &[f64]| {
///     CashFlow::from_amounts(Frequency::Year, "0 CNY".parse()?, amounts)
/// };
/// // A mine that pays at once and costs at the end has two rates, and neither is *the* rate.
/// let rates = flow(&[-100.0, 230.0, -132.0])?.internal_rates()?;
/// assert_eq!(rates.one(), None);
/// assert!(matches!(&rates, InternalRates::Several(both) if both.len() == 2));
/// assert!((rates.all()[0].get() - 0.1).abs() < 1e-12);
/// assert!((rates.all()[1].get() - 0.2).abs() < 1e-12);
/// // The sign changes, and yet the net present value is zero at no rate.
/// assert_eq!(flow(&[1.0, -1.0, 1.0])?.internal_rates()?, InternalRates::None);
/// // -100 (1 - 1.1 v) (1 + 1e-25 v) (1 - 1e-25 v): 10 %, and a rate that rounds to -1.
/// let rates = flow(&[-100.0, 110.0, 1e-48, -1.1e-48])?.internal_rates()?;
/// assert!((rates.all()[0].get() - 0.1).abs() < 1e-12);
/// assert_eq!(rates.one(), None);
/// assert_eq!(rates.out_of_reach()[0].end, RateEnd::MinusOne);
/// // Without a change of sign there is no internal rate to look for.
/// assert!(flow(&[1.0, 2.0, 3.0])?.internal_rates().is_err());
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum InternalRates {
    /// The sign of the flows changes, but the net present value is zero at no rate.
    None,
    /// Exactly one rate.
    One(InternalRate),
    /// More than one rate, ascending. None of them alone can be compared with a cost of capital.
    Several(Vec<InternalRate>),
    /// At least one rate, and others that no number represents. None of them alone can be compared
    /// with a cost of capital.
    Partly {
        /// The rates that are numbers, ascending.
        rates: Vec<InternalRate>,
        /// The other rates, ascending.
        out_of_reach: Vec<RateOutOfReach>,
    },
}

impl InternalRates {
    /// Returns all rates that are numbers, ascending.
    #[must_use]
    pub fn all(&self) -> &[InternalRate] {
        match self {
            Self::None => &[],
            Self::One(rate) => std::slice::from_ref(rate),
            Self::Several(rates) | Self::Partly { rates, .. } => rates,
        }
    }

    /// Returns the rates that exist, but that no number above -1 represents; usually none.
    #[must_use]
    pub fn out_of_reach(&self) -> &[RateOutOfReach] {
        match self {
            Self::None | Self::One(_) | Self::Several(_) => &[],
            Self::Partly { out_of_reach, .. } => out_of_reach,
        }
    }

    /// Returns the rate, if there is exactly one.
    #[must_use]
    pub const fn one(&self) -> Option<InternalRate> {
        match self {
            Self::One(rate) => Some(*rate),
            Self::None | Self::Several(_) | Self::Partly { .. } => None,
        }
    }

    fn from_ascending(rates: Vec<InternalRate>, out_of_reach: Vec<RateOutOfReach>) -> Self {
        match (rates.as_slice(), out_of_reach.as_slice()) {
            ([], []) => Self::None,
            ([rate], []) => Self::One(*rate),
            (_, []) => Self::Several(rates),
            (_, [_, ..]) => Self::Partly {
                rates,
                out_of_reach,
            },
        }
    }
}

impl CashFlow {
    /// Returns every rate per period above -1 at which the net present value is zero.
    ///
    /// Descartes' rule of signs bounds their number by the changes of sign of the flows; each is
    /// isolated between the turning points of the net present value and determined up to rounding,
    /// so that none is missed. Where the value stays at zero within rounding of the discounted
    /// flows, one rate is reported for all that lie so close together, with their number as its
    /// [multiplicity](InternalRate::multiplicity). A rate that rounds to -1 or overflows is
    /// reported as [out of reach](InternalRates::out_of_reach), separately from those that are
    /// numbers.
    ///
    /// 10,000 flows with thousands of changes of sign take some hundredths of a second.
    ///
    /// Sources: R. Descartes (1637), *La Géométrie*, book III; E. Laguerre (1883), "Mémoire sur la
    /// théorie des équations numériques", *Journal de mathématiques pures et appliquées* 3(9),
    /// 99-146; Brealey, Myers & Allen, *Principles of Corporate Finance*, chapter 5, for several
    /// rates.
    ///
    /// # Errors
    ///
    /// [`Missing`](ErrorKind::Missing) if the flows do not change sign, or are all zero (then every
    /// rate is one); [`OutOfRange`](ErrorKind::OutOfRange) if there are rates, but all so close to
    /// -1, or so large, that no number represents them, and for flows whose sizes differ by more
    /// than a factor of 10^200, of which discounting would leave no digits;
    /// [`TooManyChanges`](ErrorKind::TooManyChanges) for thousands of flows that change sign
    /// hundreds of times and whose value touches zero or whose sizes differ too much, and for a
    /// hundred thousand flows that change sign dozens of times: the search ends after half a
    /// second.
    pub fn internal_rates(&self) -> Result<InternalRates, Error> {
        // No memory holds 2^53 flows.
        #[allow(clippy::cast_precision_loss)]
        let flows = self.amounts.iter().enumerate().map(|(t, c)| (t as f64, *c));
        internal_rates(flows, self.frequency, 1.0, self.basis())
    }
}

/// The largest ratio of two flows for which rates are sought.
const MOST_RATIO: f64 = 1e200;

/// Returns the rates of flows at ascending whole times, with `times_per_period` times in a period.
pub(super) fn internal_rates(
    flows: impl Iterator<Item = (f64, f64)>,
    frequency: Frequency,
    times_per_period: f64,
    basis: PriceBasis,
) -> Result<InternalRates, Error> {
    let (times, amounts): (Vec<f64>, Vec<f64>) = flows.filter(|(_, c)| *c != 0.0).unzip();
    let changes = roots::sign_changes(&amounts);
    if amounts.is_empty() {
        return Err(Error::new(ErrorKind::Missing {
            what: "a flow other than zero",
            remedy: "give at least one, as every rate is an internal rate of zeros",
        }));
    }
    if changes == 0 {
        return Err(one_sided());
    }
    let sizes = || amounts.iter().map(|amount| amount.abs());
    let (least, most) = (
        sizes().fold(f64::INFINITY, f64::min),
        sizes().fold(0.0, f64::max),
    );
    Interval::closed_const(1.0, MOST_RATIO)
        .check("ratio of the largest flow to the smallest", most / least)?;
    let zeros = roots::zeros(&times, &amounts).ok_or_else(|| {
        Error::new(ErrorKind::TooManyChanges {
            flows: amounts.len(),
            changes,
        })
    })?;
    let (mut rates, mut out_of_reach, mut refused) = (Vec::new(), Vec::new(), None);
    for zero in zeros {
        let multiplicity = zero.multiplicity;
        let rate = libm::expm1(zero.x * times_per_period);
        match GrowthRate::ALLOWED.check("internal rate of return", rate) {
            Ok(rate) => rates.push(InternalRate {
                rate: DiscountRate::of_basis(GrowthRate::new(rate, frequency)?, basis),
                multiplicity,
            }),
            Err(error) => {
                let end = if rate < 0.0 {
                    RateEnd::MinusOne
                } else {
                    RateEnd::Infinity
                };
                out_of_reach.push(RateOutOfReach { end, multiplicity });
                refused = Some(error);
            }
        }
    }
    match refused {
        Some(error) if rates.is_empty() => Err(error),
        Some(_) | None => Ok(InternalRates::from_ascending(rates, out_of_reach)),
    }
}

pub(super) fn one_sided() -> Error {
    Error::new(ErrorKind::Missing {
        what: "a change of sign in the cash flow",
        remedy: "give at least one outflow and one inflow",
    })
}

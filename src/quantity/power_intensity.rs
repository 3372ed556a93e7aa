use std::{fmt, str::FromStr};

use super::{
    Capacity, Interval, Measure, Power, Quantity, QuantityKind, decimal, sealed, text_serde,
};
use crate::Error;

/// The power drawn by the machines of a capacity, without cooling: megawatts per EFLOPS, with the
/// [`Measure`] in which the capacity is counted.
///
/// Range: above 0, to 1e9 MW. Zero is refused, because no supply of power would then limit the
/// capacity. Reads and prints `20 MW per EFLOPS FP32 in use`.
///
/// # Examples
///
/// ```
/// use compute_impact::PowerIntensity;
///
/// let drawn: PowerIntensity = "1.9 MW per EFLOPS FP16".parse()?;
/// assert_eq!(drawn.per_eflops().as_megawatts(), 1.9);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PowerIntensity {
    per_eflops: Power,
    measure: Measure,
}

impl PowerIntensity {
    pub(crate) const WHAT: &'static str = "power intensity";
    const ALLOWED: Interval = Interval::left_open_const(0.0, 1e9);
    const EXPECTED: &'static str = "`20 MW per EFLOPS FP32 in use`";

    /// Builds a power intensity from the power that one EFLOPS draws.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) for a power of zero.
    pub fn new(per_eflops: Power, measure: Measure) -> Result<Self, Error> {
        Self::ALLOWED.check(
            "power in megawatts for each EFLOPS",
            per_eflops.as_megawatts(),
        )?;
        Ok(Self {
            per_eflops,
            measure,
        })
    }

    /// The power that one EFLOPS draws.
    #[must_use]
    pub const fn per_eflops(self) -> Power {
        self.per_eflops
    }

    /// The measure in which the capacity is counted.
    #[must_use]
    pub const fn measure(self) -> Measure {
        self.measure
    }
}

impl fmt::Display for PowerIntensity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.per_eflops, f)?;
        write!(f, " per EFLOPS {}", self.measure)
    }
}

impl FromStr for PowerIntensity {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        crate::limits::Limit::QuantityText.check_text(text)?;
        let wrong = || Error::parse(Self::WHAT, text, Self::EXPECTED);
        let (power, unit) = text.split_once(" per ").ok_or_else(wrong)?;
        let power: Power = power.parse().map_err(|_| wrong())?;
        let unit: Capacity = format!("1 {}", unit.trim()).parse().map_err(|_| wrong())?;
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a whole number from 0 to 24"
        )]
        let exponent = libm::round(libm::log10(unit.as_flop_per_s())) as i32;
        let shifted = decimal::shifted(power.as_megawatts(), 18 - exponent);
        Self::new(Power::from_megawatts(shifted)?, unit.measure())
    }
}

text_serde!(PowerIntensity, PowerIntensity::EXPECTED);

impl sealed::Sealed for PowerIntensity {}

impl Quantity for PowerIntensity {
    const NAME: &'static str = Self::WHAT;
    const KIND: QuantityKind = QuantityKind::PowerIntensity;

    fn number(&self) -> f64 {
        self.per_eflops.as_megawatts()
    }

    fn with_number(&self, number: f64) -> Result<Self, Error> {
        Self::new(Power::from_megawatts(number)?, self.measure)
    }

    fn allowed(&self) -> Interval {
        Self::ALLOWED
    }

    fn unit(&self) -> String {
        format!("MW per EFLOPS {}", self.measure)
    }

    fn counted_in(&self) -> Option<Measure> {
        Some(self.measure)
    }
}

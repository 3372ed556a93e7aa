use std::{fmt, str::FromStr};

use super::{Interval, Measure, Quantity, QuantityKind, decimal, sealed, text_serde};
use crate::{Error, ErrorKind};

/// Computing power: operations a second, with the [`Measure`] they were counted in.
///
/// Unit: FLOP/s (operations a second for INT8). Range: 0 to 1e40. Zero stands for a hub that hosts
/// nothing or a closed link; a caller that needs machines, such as the base of a scenario, checks
/// that itself. Reads `230 EFLOPS FP32 in use`, `13.5 EFLOPS FP32`, `246 EFLOPS (FP32)`,
/// `300 P FP16`, `30.1万P FP16`; prints with the largest prefix whose number is at least one.
///
/// Capacities of different measures never mix: the error names both.
///
/// ```compile_fail
/// use compute_impact::Capacity;
/// let a: Capacity = "230 EFLOPS FP32 in use".parse()?;
/// let b: Capacity = "748 EFLOPS FP16 in use".parse()?;
/// let sum = a + b; // no `+`: `a.plus(b)` checks the measures
/// # Ok::<(), compute_impact::Error>(())
/// ```
///
/// # Examples
///
/// ```
/// use compute_impact::Capacity;
///
/// let total: Capacity = "230 EFLOPS FP32 in use".parse()?;
/// let earlier: Capacity = "180 EFLOPS FP32 in use".parse()?;
/// assert!((total.ratio_to(earlier)? - 1.2778).abs() < 1e-4);
///
/// let smart: Capacity = "748 EFLOPS FP16 in use".parse()?;
/// let error = smart.ratio_to(total).unwrap_err().to_string();
/// assert!(error.contains("FP16 in use") && error.contains("FP32 in use"));
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Capacity {
    flop_per_s: f64,
    measure: Measure,
}

/// SI prefixes, largest first.
const PREFIXES: [(&str, i32); 8] = [
    ("Y", 24),
    ("Z", 21),
    ("E", 18),
    ("P", 15),
    ("T", 12),
    ("G", 9),
    ("M", 6),
    ("k", 3),
];

/// Unit names that can follow a prefix. `FLOPs` is missing on purpose: it counts operations, not
/// operations a second.
const UNITS: [&str; 8] = [
    "FLOPS", "Flops", "flops", "FLOP/s", "Flop/s", "flop/s", "OPS", "OP/s",
];
/// Opening and closing parentheses, in ASCII and in full width.
const PARENTHESES: ([char; 2], [char; 2]) = (['(', '（'], [')', '）']);

impl Capacity {
    pub(crate) const WHAT: &'static str = "capacity";
    const EXPECTED: &'static str =
        "`230 EFLOPS FP32 in use` or `300 P FP16` (the precision must be stated)";
    pub(crate) const ALLOWED: Interval = Interval::closed_const(0.0, 1e40);

    /// Builds a capacity from operations a second.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](ErrorKind::OutOfRange) outside `[0, 1e40]` FLOP/s, or for NaN.
    pub fn new(flop_per_s: f64, measure: Measure) -> Result<Self, Error> {
        Self::ALLOWED
            .check("capacity in FLOP/s", flop_per_s)
            .map(|flop_per_s| Self {
                flop_per_s: flop_per_s + 0.0, // -0 becomes 0
                measure,
            })
    }

    /// Builds a capacity from EFLOPS (10^18 operations a second).
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new).
    pub fn from_eflops(eflops: f64, measure: Measure) -> Result<Self, Error> {
        Self::new(decimal::shifted(eflops, 18), measure)
    }

    /// The capacity in operations a second.
    #[must_use]
    pub const fn as_flop_per_s(self) -> f64 {
        self.flop_per_s
    }

    /// The capacity in EFLOPS (10^18 operations a second).
    #[must_use]
    pub fn as_eflops(self) -> f64 {
        self.flop_per_s / 1e18
    }

    /// The precision and the scope in which the capacity is counted.
    #[must_use]
    pub const fn measure(self) -> Measure {
        self.measure
    }

    /// Returns the sum of this capacity and another of the same measure.
    ///
    /// # Errors
    ///
    /// [`MeasureMismatch`](ErrorKind::MeasureMismatch) naming both measures, or
    /// [`OutOfRange`](ErrorKind::OutOfRange).
    pub fn plus(self, other: Self) -> Result<Self, Error> {
        self.expect_measure(other.measure)?;
        Self::new(self.flop_per_s + other.flop_per_s, self.measure)
    }

    /// Returns this capacity divided by another of the same measure, which is zero or above.
    ///
    /// # Errors
    ///
    /// [`MeasureMismatch`](ErrorKind::MeasureMismatch) naming both measures;
    /// [`OutOfRange`](ErrorKind::OutOfRange) if the other is zero, or so small that the ratio
    /// overflows.
    pub fn ratio_to(self, other: Self) -> Result<f64, Error> {
        self.expect_measure(other.measure)?;
        Interval::POSITIVE.check("capacity to compare with, in FLOP/s", other.flop_per_s)?;
        let ratio = self.flop_per_s / other.flop_per_s;
        Interval::FINITE.check("ratio of two capacities", ratio)
    }

    /// Returns the capacity of the same machines in the measure `to`, at `factor` of its operations
    /// per operation of this one (an A100 runs 16 FP16 tensor operations per FP32 operation).
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](ErrorKind::OutOfRange) unless the factor is positive and the result in range.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::Capacity;
    ///
    /// // An H100 has 989 TFLOPS in tensor FP16, 14.8 times its FP32.
    /// let fp16: Capacity = "989 TFLOPS FP16".parse()?;
    /// let fp32 = fp16.converted("FP32".parse()?, 1.0 / 14.8)?;
    /// assert_eq!(format!("{fp32:.3}"), "66.8 TFLOPS FP32");
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn converted(self, to: Measure, factor: f64) -> Result<Self, Error> {
        Interval::POSITIVE.check("conversion factor between measures", factor)?;
        Self::new(self.flop_per_s * factor, to)
    }

    /// Returns this capacity if it is counted in `measure`.
    pub(crate) fn expect_measure(self, measure: Measure) -> Result<Self, Error> {
        if self.measure == measure {
            return Ok(self);
        }
        Err(Error::new(ErrorKind::MeasureMismatch {
            left: self.measure,
            right: measure,
        }))
    }
}

impl fmt::Display for Capacity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let flop_per_s = decimal::printed(f, self.flop_per_s);
        let (prefix, exponent) = PREFIXES
            .into_iter()
            .find(|(_, exponent)| flop_per_s >= libm::exp10(f64::from(*exponent)))
            .unwrap_or(if flop_per_s > 0.0 { ("", 0) } else { ("E", 18) });
        write!(
            f,
            "{} {prefix}FLOPS {}",
            decimal::print(f, flop_per_s, exponent),
            self.measure
        )
    }
}

impl FromStr for Capacity {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        crate::limits::Limit::QuantityText.check_text(text)?;
        let wrong = || Error::parse(Self::WHAT, text, Self::EXPECTED);
        let (number, rest) = decimal::split(text).ok_or_else(wrong)?;
        // 万P is ten thousand P: 30.1万P is 301 EFLOPS, not 30.1 million of anything.
        let (ten_thousands, rest) = match rest.strip_prefix('万') {
            Some(rest) => (4, rest),
            None => (0, rest),
        };
        let rest = rest.trim_start();
        let end = rest
            .find(|c: char| c.is_whitespace() || PARENTHESES.0.contains(&c))
            .ok_or_else(wrong)?;
        let (unit, measure) = (&rest[..end], rest[end..].trim());
        let measure = measure
            .strip_prefix(PARENTHESES.0)
            .and_then(|measure| measure.strip_suffix(PARENTHESES.1))
            .unwrap_or(measure);
        let measure: Measure = measure.parse().map_err(|_| wrong())?;
        let prefix = UNITS
            .into_iter()
            .find_map(|name| unit.strip_suffix(name))
            .unwrap_or(unit);
        let exponent = match PREFIXES.into_iter().find(|(name, _)| *name == prefix) {
            Some((_, exponent)) => exponent,
            None if prefix == "K" => 3,
            None if prefix.is_empty() && !unit.is_empty() => 0,
            None => return Err(wrong()),
        };
        let flop_per_s = decimal::scaled(&number, exponent + ten_thousands).ok_or_else(wrong)?;
        Self::new(flop_per_s, measure)
    }
}

text_serde!(Capacity, Capacity::EXPECTED);

impl sealed::Sealed for Capacity {}

impl Quantity for Capacity {
    const NAME: &'static str = Self::WHAT;
    const KIND: QuantityKind = QuantityKind::Capacity;

    fn number(&self) -> f64 {
        self.flop_per_s
    }

    fn with_number(&self, number: f64) -> Result<Self, Error> {
        Self::new(number, self.measure)
    }

    fn allowed(&self) -> Interval {
        Self::ALLOWED
    }

    fn unit(&self) -> String {
        format!("FLOP/s {}", self.measure)
    }

    fn counted_in(&self) -> Option<Measure> {
        Some(self.measure)
    }
}

use std::{fmt, str::FromStr};

use super::text_serde;
use crate::Error;

/// The arithmetic in which operations are counted.
///
/// One chip has 3.4 (H20) to 16 (A100) times more FP16 than FP32 operations a second, so figures in
/// different precisions are different quantities.
///
/// # Examples
///
/// ```
/// use compute_impact::{Capacity, Precision};
///
/// let total: Capacity = "230 EFLOPS FP32 in use".parse()?;
/// assert_eq!(total.measure().precision(), Precision::Fp32);
/// assert_eq!("INT8".parse::<Precision>()?, Precision::Int8);
/// assert!("FP4".parse::<Precision>().is_err());
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Precision {
    /// 64-bit floating point, in which supercomputers are ranked.
    Fp64,
    /// 32-bit floating point, in which China's national total is counted.
    Fp32,
    /// 16-bit floating point, in which AI computing is counted.
    Fp16,
    /// 8-bit floating point.
    Fp8,
    /// 8-bit integers.
    Int8,
}

impl fmt::Display for Precision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Fp64 => "FP64",
            Self::Fp32 => "FP32",
            Self::Fp16 => "FP16",
            Self::Fp8 => "FP8",
            Self::Int8 => "INT8",
        })
    }
}

impl Precision {
    const WHAT: &'static str = "precision";
    const EXPECTED: &'static str = "`FP64`, `FP32`, `FP16`, `FP8` or `INT8`";
}

impl FromStr for Precision {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        crate::limits::Limit::QuantityText.check_text(text)?;
        match text.trim().to_ascii_uppercase().as_str() {
            "FP64" => Ok(Self::Fp64),
            "FP32" => Ok(Self::Fp32),
            "FP16" => Ok(Self::Fp16),
            "FP8" => Ok(Self::Fp8),
            "INT8" => Ok(Self::Int8),
            _ => Err(Error::parse(Self::WHAT, text, Self::EXPECTED)),
        }
    }
}

text_serde!(Precision, Precision::EXPECTED);

/// The machines that are counted.
///
/// At the end of 2023 China had 230 EFLOPS in use on the infrastructure side and 435 EFLOPS of
/// installed devices, both FP32, both published by CAICT.
///
/// # Examples
///
/// ```
/// use compute_impact::{Capacity, Scope};
///
/// let in_use: Capacity = "230 EFLOPS FP32 in use".parse()?;
/// let installed: Capacity = "435 EFLOPS FP32 installed".parse()?;
/// assert_eq!(installed.measure().scope(), Scope::Installed);
/// assert!(installed.ratio_to(in_use).is_err()); // different machines
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Scope {
    /// Data and computing centres in use (the infrastructure side, MIIT).
    InUse,
    /// Servers shipped over about six years (the device side, CAICT).
    Installed,
    /// AI accelerators and clusters alone.
    AiClusters,
    /// A scope that is not stated. It matches only another scope that is not stated.
    Unstated,
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::InUse => "in use",
            Self::Installed => "installed",
            Self::AiClusters => "in AI clusters",
            Self::Unstated => "of unstated scope",
        })
    }
}

impl Scope {
    const WHAT: &'static str = "scope of machines";
    const EXPECTED: &'static str = "`in use`, `installed` or `in AI clusters`";
}

impl FromStr for Scope {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        crate::limits::Limit::QuantityText.check_text(text)?;
        match text.trim() {
            "in use" => Ok(Self::InUse),
            "installed" => Ok(Self::Installed),
            "in AI clusters" | "AI clusters" => Ok(Self::AiClusters),
            "of unstated scope" => Ok(Self::Unstated),
            _ => Err(Error::parse(Self::WHAT, text, Self::EXPECTED)),
        }
    }
}

text_serde!(Scope, Scope::EXPECTED);

/// The way in which a capacity is counted: its precision and the scope of its machines.
///
/// Reads and prints as `FP32 in use`, `FP32 installed`, `FP16 in AI clusters`; a bare `FP32` leaves
/// the scope unstated. The date of a figure is not part of its measure: it belongs to the
/// observation.
///
/// # Examples
///
/// ```
/// use compute_impact::{Measure, Precision, Scope};
///
/// let national: Measure = "FP32 in use".parse()?;
/// assert_eq!(national, Measure::new(Precision::Fp32, Scope::InUse));
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Measure {
    precision: Precision,
    scope: Scope,
}

impl Measure {
    pub(crate) const WHAT: &'static str = "measure";
    const EXPECTED: &'static str =
        "`FP32 in use`, `FP32 installed`, `FP16 in AI clusters` or `FP32`";

    /// Builds a measure.
    #[must_use]
    pub const fn new(precision: Precision, scope: Scope) -> Self {
        Self { precision, scope }
    }

    /// The precision.
    #[must_use]
    pub const fn precision(self) -> Precision {
        self.precision
    }

    /// The scope.
    #[must_use]
    pub const fn scope(self) -> Scope {
        self.scope
    }
}

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.scope {
            Scope::Unstated => write!(f, "{}", self.precision),
            scope => write!(f, "{} {scope}", self.precision),
        }
    }
}

impl FromStr for Measure {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        crate::limits::Limit::QuantityText.check_text(text)?;
        let wrong = || Error::parse(Self::WHAT, text, Self::EXPECTED);
        let trimmed = text.trim();
        let (precision, scope) = trimmed.split_once(' ').unwrap_or((trimmed, ""));
        let precision = precision.parse().map_err(|_| wrong())?;
        let scope = match scope.trim() {
            "" => Scope::Unstated,
            scope => scope.parse().map_err(|_| wrong())?,
        };
        Ok(Self { precision, scope })
    }
}

text_serde!(Measure, Measure::EXPECTED);

use std::fmt;

use crate::scenario::Unit;
use crate::simulation::Target;

/// What of an output a number is.
///
/// | prints as | meaning |
/// |---|---|
/// | `central` | the path at the central value of every input |
/// | `mean`, `standard-deviation` | of all sound draws |
/// | `q0.05` | the number with 5 % of all draws at or below it |
/// | `draws` | how many draws are sound |
/// | `probability at least 0.35` | of reaching a target in the period |
/// | `probability by then at least 0.35` | of reaching it in the period or in one before |
///
/// # Examples
///
/// ```
/// use compute_impact::report::tidy::Statistic;
///
/// assert_eq!(Statistic::Quantile(0.05).to_string(), "q0.05");
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Statistic {
    /// At the central value of every input.
    Central,
    /// The mean of the draws.
    Mean,
    /// The standard deviation of the draws.
    StandardDeviation,
    /// The number with this part of all draws at or below it.
    Quantile(f64),
    /// How many draws are sound.
    Draws,
    /// The probability that a target is reached in the period.
    ProbabilityAt(Target),
    /// The probability that a target is reached in the period or in one before it.
    ProbabilityBy(Target),
}

impl fmt::Display for Statistic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Central => f.write_str("central"),
            Self::Mean => f.write_str("mean"),
            Self::StandardDeviation => f.write_str("standard-deviation"),
            Self::Quantile(p) => write!(f, "q{p}"),
            Self::Draws => f.write_str("draws"),
            Self::ProbabilityAt(target) => {
                write!(f, "probability {} {}", target.side(), target.number())
            }
            Self::ProbabilityBy(target) => {
                write!(
                    f,
                    "probability by then {} {}",
                    target.side(),
                    target.number()
                )
            }
        }
    }
}

/// The unit of a row's number, which is not always that of its output.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum RowUnit {
    Of(Unit),
    /// A part of GDP.
    OfGdp,
    /// A part of all draws.
    Probability,
    /// How many.
    Count,
}

impl fmt::Display for RowUnit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Of(unit) => unit.fmt(f),
            Self::OfGdp => f.write_str("fraction of GDP"),
            Self::Probability => f.write_str("probability"),
            Self::Count => f.write_str("count"),
        }
    }
}

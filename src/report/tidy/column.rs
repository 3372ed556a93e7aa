use std::fmt;

use crate::scenario::Unit;
use crate::simulation::Target;

/// The statistic of an output that a number is.
///
/// | prints as | meaning |
/// |---|---|
/// | `central` | the path at the central value of every input |
/// | `mean`, `standard-deviation` | of all valid draws |
/// | `q0.05` | the number with 5 % of all draws at or below it |
/// | `draws` | the number of valid draws |
/// | `probability at least 0.35` | the probability of reaching a target in the period |
/// | `probability by then at least 0.35` | the probability of reaching it in the period or before |
///
/// The unit of a probability that prints as 0.00 or 100.00 % carries the caveat that all or none of
/// the draws agree, which is no certainty.
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
    /// The number that this part of all draws do not exceed.
    Quantile(f64),
    /// The number of valid draws.
    Draws,
    /// The probability that a target is reached in the period.
    ProbabilityAt(Target),
    /// The probability that a target is reached in the period or in one before it.
    ProbabilityBy(Target),
}

impl Statistic {
    /// The probability of a quantile; `None` for others.
    #[must_use]
    pub const fn level(&self) -> Option<f64> {
        match self {
            Self::Quantile(p) => Some(*p),
            _ => None,
        }
    }

    /// The number of the target of a probability; `None` for others.
    #[must_use]
    pub const fn target(&self) -> Option<f64> {
        match self {
            Self::ProbabilityAt(target) | Self::ProbabilityBy(target) => Some(target.number()),
            _ => None,
        }
    }
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
    /// A fraction of the year's GDP without the year's growth of compute over the counterfactual.
    OfGdp,
    /// A part of all draws.
    Probability,
    /// All or none of the draws, to two decimals of a per cent.
    ProbabilityOfAllOrNone,
    /// A count.
    Count,
}

impl RowUnit {
    /// The unit of a probability.
    pub(crate) fn of_probability(value: f64) -> Self {
        if prints_as_certain(value) {
            Self::ProbabilityOfAllOrNone
        } else {
            Self::Probability
        }
    }
}

/// True if a probability prints as 0.00 or 100.00 %, which no simulation can establish.
pub(in crate::report) fn prints_as_certain(value: f64) -> bool {
    ["0.00", "100.00"].contains(&&*format!("{:.2}", value * 100.0))
}

impl fmt::Display for RowUnit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Of(unit) => unit.fmt(f),
            Self::OfGdp => f.write_str(
                "fraction of the year's GDP without its growth of compute over the counterfactual",
            ),
            Self::Probability => f.write_str("probability"),
            Self::ProbabilityOfAllOrNone => {
                f.write_str("probability, all or none of the draws, which is no certainty")
            }
            Self::Count => f.write_str("count"),
        }
    }
}

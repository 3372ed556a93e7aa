//! Curves of growth and diffusion, each with its derivatives by its parameters.

use libm::{exp, log, log1p, pow};
use serde::Serialize;

/// A curve with parameters, fitted by [`fit_curve`](super::fit_curve) to points `(x, y)`.
///
/// # Examples
///
/// ```
/// use compute_impact::estimation::Curve;
///
/// let curve = Curve::LogisticWithCeiling;
/// assert_eq!(curve.parameters(), ["ceiling", "rate", "midpoint"]);
/// // Half of the ceiling at the midpoint.
/// assert_eq!(curve.value(&[0.8, 0.3, 2026.0], 2026.0), 0.4);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Curve {
    /// `factor x^elasticity`, for positive `x`: a constant elasticity.
    ConstantElasticity,
    /// `1 / (1 + e^(-rate (x - midpoint)))`: the substitution curve of Fisher and Pry (1971),
    /// *Technological Forecasting and Social Change* 3, 75-88. It ends at one.
    Logistic,
    /// `ceiling / (1 + e^(-rate (x - midpoint)))`.
    LogisticWithCeiling,
    /// `ceiling e^(-e^(-rate (x - midpoint)))`, which is steepest at `ceiling / e`: Gompertz (1825).
    Gompertz,
    /// `ceiling (1 + e^(-rate (x - midpoint)))^(-shape)`: Richards (1959), *Journal of Experimental
    /// Botany* 10(2), 290-301. The shape is positive; with 1 it is logistic.
    Richards,
    /// `ceiling (1 - e^(-(p + q) x)) / (1 + q / p e^(-(p + q) x))`, the cumulative adoption of Bass
    /// (1969), *Management Science* 15(5), 215-227, from `x = 0` on, with the positive
    /// coefficients `p` of innovation and `q` of imitation.
    Bass,
    /// The adoption within the period of length one that ends at `x`, from `x = 1` on:
    /// [`Bass`](Self::Bass) at `x` less that at `x - 1`; Srinivasan and Mason (1986), *Marketing
    /// Science* 5(2), 169-178.
    BassIncrement,
    /// The rate of adoption at `x`, the derivative of [`Bass`](Self::Bass):
    /// `ceiling p (p + q)^2 d / (p + q d)^2` with `d = e^(-(p + q) x)`.
    BassDensity,
}

impl Curve {
    /// The names of the parameters, in order.
    #[must_use]
    pub const fn parameters(self) -> &'static [&'static str] {
        match self {
            Self::ConstantElasticity => &["factor", "elasticity"],
            Self::Logistic => &["rate", "midpoint"],
            Self::LogisticWithCeiling | Self::Gompertz => &["ceiling", "rate", "midpoint"],
            Self::Richards => &["ceiling", "rate", "midpoint", "shape"],
            Self::Bass | Self::BassIncrement | Self::BassDensity => {
                &["ceiling", "innovation", "imitation"]
            }
        }
    }

    /// The place of the ceiling among the parameters, if the curve has one.
    pub(super) const fn ceiling(self) -> Option<usize> {
        match self {
            Self::ConstantElasticity | Self::Logistic => None,
            Self::LogisticWithCeiling
            | Self::Gompertz
            | Self::Richards
            | Self::Bass
            | Self::BassIncrement
            | Self::BassDensity => Some(0),
        }
    }

    /// The value at `x`; NaN for another number of parameters, and where the curve is not defined.
    #[must_use]
    pub fn value(self, parameters: &[f64], x: f64) -> f64 {
        if parameters.len() == self.parameters().len() {
            self.with_gradient(parameters, x, &mut [0.0; MOST])
        } else {
            f64::NAN
        }
    }

    /// The value at `x`, and its derivatives by the parameters at the start of `gradient`. The
    /// caller gives as many parameters as the curve has.
    pub(super) fn with_gradient(
        self,
        parameters: &[f64],
        x: f64,
        gradient: &mut [f64; MOST],
    ) -> f64 {
        match (self, parameters) {
            (Self::ConstantElasticity, _) if x <= 0.0 => f64::NAN,
            (Self::Bass | Self::BassDensity, _) if x < 0.0 => f64::NAN,
            (Self::BassIncrement, _) if x < 1.0 => f64::NAN,
            (Self::ConstantElasticity, [factor, elasticity]) => {
                let power = pow(x, *elasticity);
                gradient[0] = power;
                gradient[1] = factor * power * log(x);
                factor * power
            }
            (Self::Logistic, [rate, midpoint]) => {
                let (share, slope) = logistic(rate * (x - midpoint));
                gradient[0] = slope * (x - midpoint);
                gradient[1] = -slope * rate;
                share
            }
            (Self::LogisticWithCeiling, [ceiling, rate, midpoint]) => {
                let (share, slope) = logistic(rate * (x - midpoint));
                gradient[0] = share;
                gradient[1] = ceiling * slope * (x - midpoint);
                gradient[2] = -ceiling * slope * rate;
                ceiling * share
            }
            (Self::Gompertz, [ceiling, rate, midpoint]) => {
                let inner = exp(-rate * (x - midpoint));
                let share = exp(-inner);
                // An infinite inner term leaves nothing of the share.
                let slope = if inner.is_finite() {
                    share * inner
                } else {
                    0.0
                };
                gradient[0] = share;
                gradient[1] = ceiling * slope * (x - midpoint);
                gradient[2] = -ceiling * slope * rate;
                ceiling * share
            }
            (Self::Richards, [_, _, _, shape]) if *shape <= 0.0 => f64::NAN,
            (Self::Bass | Self::BassIncrement | Self::BassDensity, [_, innovation, imitation])
                if *innovation <= 0.0 || *imitation < 0.0 =>
            {
                f64::NAN
            }
            (Self::Richards, [ceiling, rate, midpoint, shape]) => {
                let z = rate * (x - midpoint);
                // ln(1 + e^-z)
                let ln = if z > 0.0 {
                    log1p(exp(-z))
                } else {
                    log1p(exp(z)) - z
                };
                let share = exp(-shape * ln);
                let (falling, _) = logistic(-z);
                gradient[0] = share;
                gradient[1] = ceiling * share * shape * falling * (x - midpoint);
                gradient[2] = -ceiling * share * shape * falling * rate;
                gradient[3] = -ceiling * share * ln;
                ceiling * share
            }
            (Self::Bass, [ceiling, innovation, imitation]) => {
                adoption([*ceiling, *innovation, *imitation], x, gradient)
            }
            (Self::BassIncrement, [ceiling, innovation, imitation]) => {
                let parameters = [*ceiling, *innovation, *imitation];
                let mut before = [0.0; MOST];
                let earlier = adoption(parameters, x - 1.0, &mut before);
                let now = adoption(parameters, x, gradient);
                for (now, before) in gradient.iter_mut().zip(before) {
                    *now -= before;
                }
                now - earlier
            }
            (Self::BassDensity, [ceiling, innovation, imitation]) => {
                let (p, q) = (*innovation, *imitation);
                let decay = exp(-(p + q) * x);
                let below = p + q * decay;
                let share = p * (p + q) * (p + q) * decay / (below * below);
                // The derivatives of the logarithm of the share.
                let both = 2.0 / (p + q) - x;
                let by_p = 1.0 / p + both - 2.0 * (1.0 - q * x * decay) / below;
                let by_q = both - 2.0 * decay * (1.0 - q * x) / below;
                gradient[0] = share;
                gradient[1] = ceiling * share * by_p;
                gradient[2] = ceiling * share * by_q;
                ceiling * share
            }
            (
                Self::ConstantElasticity
                | Self::Logistic
                | Self::LogisticWithCeiling
                | Self::Gompertz
                | Self::Richards
                | Self::Bass
                | Self::BassIncrement
                | Self::BassDensity,
                _,
            ) => f64::NAN,
        }
    }
}

/// The cumulative adoption of Bass, with its derivatives by ceiling, innovation and imitation.
fn adoption([ceiling, p, q]: [f64; 3], x: f64, gradient: &mut [f64; MOST]) -> f64 {
    let decay = exp(-(p + q) * x);
    let below = p + q * decay;
    let share = p * (1.0 - decay) / below;
    gradient[0] = share;
    // With d = e^(-(p+q) x), s = p (1 - d) / (p + q d), and dd/dp = dd/dq = -x d.
    let by_decay = -p * (p + q) / (below * below);
    let moved = -x * decay * by_decay;
    gradient[1] = ceiling * ((1.0 - decay) * q * decay / (below * below) + moved);
    gradient[2] = ceiling * (-p * (1.0 - decay) * decay / (below * below) + moved);
    ceiling * share
}

/// The most parameters of a curve.
pub(super) const MOST: usize = 4;

/// `1 / (1 + e^-z)` and its derivative.
fn logistic(z: f64) -> (f64, f64) {
    let decay = exp(-z.abs());
    let above = 1.0 / (1.0 + decay);
    let share = if z >= 0.0 { above } else { decay * above };
    (share, decay * above * above)
}

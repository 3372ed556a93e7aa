//! Draws of a shape by inversion in vector code, from uniform numbers or from normal scores.

use super::student_t::log_of_square;
use super::{Empirical, LogNormal, Normal, Shape, StudentT, Triangular, Uncertainty, Uniform};
use crate::kernel::{self, Level};

/// The sampling method of a shape.
///
/// Every draw is the inverse of the shape's cumulative function at one uniform number, so that the
/// same code serves plain, antithetic, stratified and correlated draws.
#[derive(Clone, Debug)]
pub(crate) enum Sampler {
    /// From a uniform number.
    Uniform(FromUniform),
    /// From the normal score of a uniform number.
    Score(FromScore),
}

/// Sampling methods that start from a uniform number.
#[derive(Clone, Debug)]
pub(crate) enum FromUniform {
    Straight { low: f64, high: f64 },
    Triangle { low: f64, mode: f64, high: f64 },
    Window(Window),
    Sample(Empirical),
}

/// Sampling methods that start from a normal score.
#[derive(Clone, Debug)]
pub(crate) enum FromScore {
    Normal {
        mean: f64,
        standard_deviation: f64,
    },
    LogNormal {
        mean: f64,
        standard_deviation: f64,
    },
    StudentT {
        location: f64,
        scale: f64,
        of_score: kernel::StudentT,
    },
    Table(Table),
}

/// A normal truncated to the probabilities from `start` to `start + span`, or its mirror image.
#[derive(Clone, Debug)]
pub(crate) struct Window {
    start: f64,
    span: f64,
    mean: f64,
    /// Negative for the mirror image.
    standard_deviation: f64,
    low: f64,
    high: f64,
}

/// A quantile function of the normal score, in pieces of polynomials.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    /// Coefficients of each piece, over -1 to 1.
    pieces: Vec<[f64; NODES]>,
    low: f64,
    high: f64,
}

/// The bound of all normal scores: uniform draws are between 2^-53 and 1 - 2^-53, and so their
/// scores are within 8.3.
const FARTHEST_SCORE: f64 = 8.3;
/// The greatest number below one, the last probability with a finite quantile.
const LAST: f64 = 1.0 - f64::EPSILON / 2.0;
/// Number of interpolation nodes in each piece of a table.
const NODES: usize = 8;

/// The ends of a line that has none.
const EVERYWHERE: [f64; 2] = [f64::NEG_INFINITY, f64::INFINITY];
/// The ends of the floats.
const FINITE: [f64; 2] = [f64::MIN, f64::MAX];

impl Sampler {
    /// Builds the sampler of a shape; `None` if it is certain.
    pub(crate) fn new(uncertainty: &Uncertainty) -> Option<Self> {
        let table = || Self::Score(FromScore::Table(Table::new(uncertainty)));
        Some(match uncertainty {
            Uncertainty::Certain(_) => return None,
            Uncertainty::Uniform(shape) => shape.sampler(),
            Uncertainty::Triangular(shape) => shape.sampler(),
            Uncertainty::Normal(shape) => shape.sampler(),
            Uncertainty::StudentT(shape) => shape.sampler(),
            Uncertainty::LogNormal(shape) => shape.sampler(),
            Uncertainty::TruncatedNormal(shape) => {
                let [mean, sd, low, high] = shape.parameters();
                Window::new(mean, sd, low, high)
                    .map_or_else(table, |window| Self::Uniform(FromUniform::Window(window)))
            }
            Uncertainty::Beta(_) | Uncertainty::Pert(_) => table(),
            Uncertainty::Empirical(sample) => Self::Uniform(FromUniform::Sample(sample.clone())),
        })
    }

    /// Returns true if it takes normal scores and not uniform numbers.
    pub(crate) const fn wants_scores(&self) -> bool {
        matches!(self, Self::Score(_))
    }

    /// Transforms uniform numbers, or normal scores if it takes those, into draws.
    pub(crate) fn transform(&self, level: Level, numbers: &mut [f64]) {
        match self {
            Self::Uniform(FromUniform::Straight { low, high }) => {
                let (line, ends) = ([*low, high - low], [*low, *high]);
                kernel::affine_in_place_at(level, numbers, line, ends);
            }
            Self::Uniform(FromUniform::Triangle { low, mode, high }) => {
                kernel::triangle_in_place_at(level, numbers, *mode, [*low, *high]);
            }
            Self::Uniform(FromUniform::Window(window)) => window.transform(level, numbers),
            Self::Uniform(FromUniform::Sample(sample)) => {
                for x in numbers {
                    *x = sample.draw(*x);
                }
            }
            Self::Score(FromScore::Normal {
                mean,
                standard_deviation,
            }) => {
                let line = [*mean, *standard_deviation];
                kernel::affine_in_place_at(level, numbers, line, EVERYWHERE);
            }
            Self::Score(FromScore::LogNormal {
                mean,
                standard_deviation,
            }) => {
                let line = [*mean, *standard_deviation];
                kernel::affine_in_place_at(level, numbers, line, EVERYWHERE);
                kernel::exp_in_place_at(level, numbers);
            }
            Self::Score(FromScore::StudentT {
                location,
                scale,
                of_score,
            }) => {
                kernel::student_t_in_place_at(level, numbers, of_score);
                kernel::affine_in_place_at(level, numbers, [*location, *scale], FINITE);
            }
            Self::Score(FromScore::Table(table)) => {
                for x in numbers {
                    *x = table.at(*x);
                }
            }
        }
    }
}

impl Uniform {
    fn sampler(&self) -> Sampler {
        let (low, high) = self.support();
        Sampler::Uniform(FromUniform::Straight { low, high })
    }
}

impl Triangular {
    fn sampler(&self) -> Sampler {
        let (low, high) = self.support();
        let mode = self.mode();
        Sampler::Uniform(FromUniform::Triangle { low, mode, high })
    }
}

impl Normal {
    fn sampler(&self) -> Sampler {
        Sampler::Score(FromScore::Normal {
            mean: self.mean(),
            standard_deviation: self.standard_deviation(),
        })
    }
}

impl LogNormal {
    fn sampler(&self) -> Sampler {
        let [mean, standard_deviation] = self.parameters();
        Sampler::Score(FromScore::LogNormal {
            mean,
            standard_deviation,
        })
    }
}

impl StudentT {
    fn sampler(&self) -> Sampler {
        let freedom = self.degrees_of_freedom();
        Sampler::Score(FromScore::StudentT {
            location: self.mean(),
            scale: self.scale(),
            of_score: kernel::StudentT::new(freedom, |score| log_of_square(score, freedom)),
        })
    }
}

impl Window {
    /// Builds the window; `None` where it is so far out or so narrow that probabilities would lose
    /// digits.
    fn new(mean: f64, standard_deviation: f64, low: f64, high: f64) -> Option<Self> {
        let cumulative = |z: f64| 0.5 * libm::erfc(-z * std::f64::consts::FRAC_1_SQRT_2);
        let [from, to] = [low, high].map(|end| (end - mean) / standard_deviation);
        // Probabilities are exact in the lower tail, so an upper window is drawn as its mirror
        // image.
        let mirrored = from > 0.0;
        let (start, end) = if mirrored {
            (cumulative(-to), cumulative(-from))
        } else {
            (cumulative(from), cumulative(to))
        };
        let span = end - start;
        let is_exact = end > 1e-280 && span > 1e-6 * end;
        is_exact.then_some(Self {
            start,
            span,
            mean,
            standard_deviation: if mirrored {
                -standard_deviation
            } else {
                standard_deviation
            },
            low,
            high,
        })
    }

    fn transform(&self, level: Level, numbers: &mut [f64]) {
        if self.standard_deviation < 0.0 {
            kernel::affine_in_place_at(level, numbers, [1.0, -1.0], EVERYWHERE);
        }
        let below_one = [f64::NEG_INFINITY, LAST];
        kernel::affine_in_place_at(level, numbers, [self.start, self.span], below_one);
        kernel::normal_quantile_in_place_at(level, numbers);
        let line = [self.mean, self.standard_deviation];
        kernel::affine_in_place_at(level, numbers, line, [self.low, self.high]);
    }
}

impl Table {
    /// Builds a table with enough pieces to approximate the shape's own quantile to 1e-11 of its
    /// spread, up to 256 pieces.
    fn new(shape: &Uncertainty) -> Self {
        let (low, high) = shape.support();
        // The greatest probability with a finite quantile where there is no upper bound.
        let most = if high.is_finite() { 1.0 } else { LAST };
        let at = |score: f64| {
            let p = 0.5 * libm::erfc(-score * std::f64::consts::FRAC_1_SQRT_2);
            // Every probability in this range has a quantile.
            shape.quantile(p.min(most)).unwrap_or(f64::NAN)
        };
        let tolerance = 1e-11 * (at(2.0) - at(-2.0));
        let mut count = 32_u16;
        loop {
            let width = 2.0 * FARTHEST_SCORE / f64::from(count);
            let pieces = (0..count)
                .map(|piece| {
                    let middle = width * (f64::from(piece) + 0.5) - FARTHEST_SCORE;
                    kernel::interpolated(|t| at(middle + 0.5 * width * t))
                })
                .collect();
            let table = Self { pieces, low, high };
            let is_close = (0..count).all(|piece| {
                let start = width * f64::from(piece) - FARTHEST_SCORE;
                [0.1, 0.37].iter().all(|part| {
                    let score = start + part * width;
                    // Probabilities near one have too few digits for a comparison.
                    score > 5.0 || (table.at(score) - at(score)).abs() <= tolerance
                })
            });
            if is_close || count >= 256 {
                return table;
            }
            count *= 2;
        }
    }

    /// Evaluates the quantile at a normal score.
    fn at(&self, score: f64) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "a few hundred pieces")]
        let count = self.pieces.len() as f64;
        let position = (score + FARTHEST_SCORE) * (count / (2.0 * FARTHEST_SCORE));
        let position = position.clamp(0.0, count);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between zero and the number of pieces"
        )]
        let piece = (position as usize).min(self.pieces.len() - 1);
        #[expect(clippy::cast_precision_loss, reason = "a few hundred pieces")]
        let t = 2.0 * (position - piece as f64) - 1.0;
        let value = self.pieces[piece]
            .iter()
            .rev()
            .fold(0.0, |sum, c| sum * t + c);
        value.clamp(self.low, self.high)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Interval;
    use crate::uncertainty::{Beta, Empirical, Pert, TruncatedNormal};

    fn shapes() -> Vec<Uncertainty> {
        let cut = |mean, sd, low, high| {
            TruncatedNormal::new(mean, sd, Interval::closed(low, high).unwrap()).unwrap()
        };
        let above = |mean, sd, low| {
            TruncatedNormal::new(mean, sd, Interval::at_least(low).unwrap()).unwrap()
        };
        let below = |mean, sd, high| {
            TruncatedNormal::new(mean, sd, Interval::at_most(high).unwrap()).unwrap()
        };
        vec![
            Uniform::new(3.0, 4.0).unwrap().into(),
            Triangular::new(1.0, 1.0, 4.0).unwrap().into(),
            Triangular::new(-1.0, 2.0, 4.0).unwrap().into(),
            Pert::new(0.0, 0.3, 1.0).unwrap().into(),
            Normal::new(0.2, 0.05).unwrap().into(),
            LogNormal::new(-1.75, 0.33).unwrap().into(),
            StudentT::new(0.2, 0.05, 1.5).unwrap().into(),
            StudentT::new(-3.0, 2.0, 2.0).unwrap().into(),
            StudentT::new(0.0, 1.0, 4.0).unwrap().into(),
            StudentT::new(0.0, 1.0, 97.5).unwrap().into(),
            StudentT::new(0.0, 1.0, 1e6).unwrap().into(),
            cut(0.2, 0.05, 0.0, 0.5).into(),
            cut(0.0, 1.0, 3.0, 9.0).into(),
            cut(0.0, 1.0, -60.0, -50.0).into(),
            cut(0.0, 1.0, 50.0, 50.5).into(),
            cut(0.0, 1.0, 0.1, 0.1 + 1e-8).into(),
            cut(0.0, 1.0, -1.0, 1e10).into(),
            Beta::new(2.0, 5.0).unwrap().into(),
            Beta::new(0.5, 0.5).unwrap().into(),
            Beta::new(0.2, 0.3).unwrap().into(),
            Beta::new(300.0, 20.0).unwrap().into(),
            above(0.2, 0.05, 0.0).into(),
            above(0.0, 1.0, 60.0).into(),
            below(0.0, 1.0, 0.5).into(),
            below(0.0, 1.0, -60.0).into(),
        ]
    }

    /// Draws of a sample are its values in proportion to their weights, equal ones together.
    #[test]
    #[expect(clippy::float_cmp, reason = "draws are copies of the values")]
    fn draws_of_a_sample_are_its_values_in_steps() {
        let sample = Empirical::weighted(&[5.0, 3.0, 4.0, 3.0], &[1.0, 2.0, 4.0, 1.0]).unwrap();
        let sampler = Sampler::new(&sample.into()).unwrap();
        // Running sums of the weights over 8: 3 up to 0.375, 4 up to 0.875, 5 beyond.
        let mut draws = [1e-17, 0.1, 0.375, 0.376, 0.5, 0.875, 0.876, LAST];
        assert!(!sampler.wants_scores());
        sampler.transform(Level::detect(), &mut draws);
        assert_eq!(draws, [3.0, 3.0, 3.0, 4.0, 4.0, 4.0, 5.0, 5.0]);
    }

    /// Draws are compared with the shape's own quantile, which `tests/data/uncertainty.csv` checks.
    #[test]
    fn draws_are_the_quantiles_of_the_shape() {
        let mut uniform: Vec<f64> = (1..2_000).map(|i| f64::from(i) / 2_000.0).collect();
        uniform.extend([
            2f64.powi(-53),
            1e-12,
            1e-6,
            1.0 - 1e-6,
            1.0 - 2f64.powi(-53),
        ]);
        for shape in shapes() {
            let sampler = Sampler::new(&shape).unwrap();
            let mut draws = uniform.clone();
            if sampler.wants_scores() {
                kernel::normal_quantile_in_place_at(Level::detect(), &mut draws);
            }
            sampler.transform(Level::detect(), &mut draws);
            let (low, high) = shape.support();
            let spread = shape.quantile(0.95).unwrap() - shape.quantile(0.05).unwrap();
            for (u, draw) in uniform.iter().zip(&draws) {
                assert!((low..=high).contains(draw), "{shape} at {u}: {draw}");
                let expected = shape.quantile(*u).unwrap();
                // Probabilities next to one have too few digits to distinguish quantiles.
                let tolerance = if *u > 1.0 - 1e-9 { 1.0 } else { 1e-8 };
                assert!(
                    (draw - expected).abs() <= tolerance * spread.max(expected.abs() * 2e-5),
                    "{shape} at {u}: {draw} for {expected}"
                );
            }
        }
    }

    #[test]
    fn a_certain_value_has_no_sampler() {
        let certain = crate::uncertainty::Certain::new(3.0).unwrap();
        assert!(Sampler::new(&certain.into()).is_none());
    }
}

//! A stretch of numbers on a stretch of pixels, and the round numbers between.

use super::unit::{AxisUnit, Short};
use crate::Language;

/// A linear scale.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    pub(super) low: f64,
    pub(super) high: f64,
    /// Where `low` is drawn.
    pub(super) start: f64,
    /// Where `high` is drawn.
    pub(super) end: f64,
}

impl Scale {
    pub(super) fn at(&self, value: f64) -> f64 {
        let part = (value - self.low) / (self.high - self.low);
        self.start + (self.end - self.start) * part
    }
}

/// An axis of values: its range, its ticks and how they are written.
#[derive(Clone, Debug)]
pub(super) struct Axis {
    pub(super) low: f64,
    pub(super) high: f64,
    pub(super) ticks: Vec<f64>,
    pub(super) short: Short,
}

/// About so many steps from end to end.
const STEPS: f64 = 5.0;

impl Axis {
    /// Around all values, from round number to round number.
    ///
    /// Numbers that are all alike, or nearer than a float can tell, get room to either side.
    pub(super) fn around(values: &[f64], unit: &AxisUnit, language: Language) -> Self {
        let low = values.iter().copied().fold(f64::INFINITY, f64::min);
        let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let (low, high) = if low <= high { (low, high) } else { (0.0, 1.0) };
        let size = low.abs().max(high.abs());
        let (low, high) = if high - low > size * 1e-9 && high - low > 1e-200 {
            (low, high)
        } else if size > 1e-100 {
            (low - size * 0.05, high + size * 0.05)
        } else {
            (0.0, AxisUnit::one(unit))
        };
        // Round in the unit that is written: 5 % and not 0.05.
        let divisor = Short::new(unit, size.max(high), high - low, language).divisor;
        let step = round_step((high - low) / divisor / STEPS) * divisor;
        let (first, last) = ((low / step + 1e-6).floor(), (high / step - 1e-6).ceil());
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "at most a dozen steps"
        )]
        let count = (last - first).clamp(1.0, 20.0) as u32;
        let ticks: Vec<f64> = (0..=count).map(|n| (first + f64::from(n)) * step).collect();
        Self {
            low: ticks[0].min(low),
            high: ticks[ticks.len() - 1].max(high),
            ticks,
            short: Short::new(unit, size.max(high), step, language),
        }
    }
}

impl AxisUnit {
    /// What an axis spans where all numbers are zero.
    fn one(&self) -> f64 {
        match self {
            Self::Fraction | Self::Points => 0.01,
            Self::FlopPerS(_) => 1e18,
            Self::Money(..) => 1e9,
            _ => 1.0,
        }
    }
}

/// The nearest of 1, 2 and 5 times a power of ten that is no smaller.
fn round_step(rough: f64) -> f64 {
    let power = 10_f64.powf(rough.log10().floor());
    let steps = [1.0, 2.0, 5.0, 10.0].map(|lead| lead * power);
    let found = steps.into_iter().find(|step| *step >= rough * 0.999);
    found.unwrap_or(power * 10.0)
}

/// Every how manieth of `count` labels over `span` pixels may be drawn, if each takes `each` of them
/// and `steps` are what people count in.
pub(super) fn stride(count: usize, span: f64, each: f64, steps: &[usize]) -> usize {
    #[expect(clippy::cast_precision_loss, reason = "small counts")]
    let fits = |step: &&usize| span * **step as f64 >= each * (count as f64 - 1.0);
    steps.iter().find(fits).copied().unwrap_or(count.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_hold_what_they_are_for() {
        for values in [
            vec![0.0],
            vec![0.35],
            vec![1e18, 1e18 + 1e3],
            vec![-1e100, 1e100],
            vec![1e-300, 2e-300],
            vec![5e-324],
            vec![0.003, 0.58],
            vec![-0.7, -0.2],
            vec![1.0, 1.0 + 1e-8],
            vec![],
        ] {
            for unit in [AxisUnit::Fraction, AxisUnit::Other(String::new())] {
                let axis = Axis::around(&values, &unit, Language::English);
                assert!(
                    axis.low < axis.high && (axis.high - axis.low).is_finite(),
                    "{axis:?}"
                );
                assert!(
                    values.iter().all(|v| *v >= axis.low && *v <= axis.high),
                    "{axis:?}"
                );
                assert!((2..=21).contains(&axis.ticks.len()), "{values:?} {axis:?}");
            }
        }
        let axis = Axis::around(&[0.25, 0.385], &AxisUnit::Fraction, Language::English);
        let ticks: Vec<String> = axis.ticks.iter().map(|t| axis.short.write(*t)).collect();
        assert_eq!(ticks, ["25 %", "30 %", "35 %", "40 %"]);
    }

    #[test]
    fn labels_are_thinned() {
        assert_eq!(stride(7, 300.0, 50.0, &[1, 3, 6]), 1);
        assert_eq!(stride(7, 299.0, 50.0, &[1, 3, 6]), 3);
        assert_eq!(stride(31, 300.0, 30.0, &[1, 3, 6]), 3);
        assert_eq!(stride(31, 299.0, 50.0, &[1, 3, 6]), 6);
        assert_eq!(stride(0, 300.0, 50.0, &[1, 3, 6]), 1);
        assert_eq!(stride(100, 300.0, 50.0, &[1, 3, 6]), 100);
    }
}

//! Axes: the map from numbers to pixels, and the round numbers that are written along it.

use super::unit::{AxisUnit, Short};
use crate::Language;
use crate::quantity::decimal::shifted;

/// A linear or a logarithmic scale.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    pub(super) low: f64,
    pub(super) high: f64,
    /// The pixel of `low`.
    pub(super) start: f64,
    /// The pixel of `high`.
    pub(super) end: f64,
    /// True if equal ratios, and not equal differences, take equal numbers of pixels. Both ends
    /// are then positive.
    pub(super) is_logarithmic: bool,
}

impl Scale {
    /// The pixel of a number `x` between the ends `a` and `b`:
    /// `start + (end - start) (x - a) / (b - a)`, or on a logarithmic scale
    /// `start + (end - start) ln(x / a) / ln(b / a)`, where a number below `a` is drawn at `a`.
    pub(super) fn at(&self, value: f64) -> f64 {
        let part = if self.is_logarithmic {
            libm::log(value.max(self.low) / self.low) / libm::log(self.high / self.low)
        } else {
            (value - self.low) / (self.high - self.low)
        };
        self.start + (self.end - self.start) * part
    }
}

/// An axis of values: its range, its ticks and their number format.
#[derive(Clone, Debug)]
pub(super) struct Axis {
    pub(super) low: f64,
    pub(super) high: f64,
    pub(super) ticks: Vec<f64>,
    pub(super) short: Short,
    pub(super) is_logarithmic: bool,
}

/// The approximate number of steps from end to end.
const STEPS: f64 = 5.0;

impl Axis {
    /// A linear axis around all values, from round number to round number.
    ///
    /// Equal numbers, or numbers closer than rounding, get some space on either side.
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
            is_logarithmic: false,
        }
    }

    /// A logarithmic axis around all positive values, or `None` where a linear one shows them: some
    /// number is not positive, or the largest is less than [`WIDE`] times the least.
    pub(super) fn logarithmic(values: &[f64], unit: &AxisUnit, language: Language) -> Option<Self> {
        let low = values.iter().copied().fold(f64::INFINITY, f64::min);
        let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        // Beyond these bounds powers of ten leave the range of a float.
        if !(low > 1e-100 && high < 1e100 && high >= low * WIDE && high < low * 1e12) {
            return None;
        }
        let divisor = Short::new(unit, high, high, language).divisor;
        let (low, high) = (low / divisor, high / divisor);
        let leads: &[f64] = if high > low * 1e4 {
            &[1.0]
        } else {
            &[1.0, 3.0]
        };
        let (first, last) = (libm::log10(low).floor(), libm::log10(high).ceil());
        #[expect(clippy::cast_possible_truncation, reason = "between -104 and 104")]
        let powers = first as i32..=last as i32;
        let ticks =
            powers.flat_map(|power| leads.iter().map(move |lead| lead * shifted(1.0, power)));
        let ticks: Vec<f64> = ticks.collect();
        let start = ticks
            .iter()
            .rposition(|tick| *tick <= low * (1.0 + 1e-9))
            .unwrap_or(0);
        let end = ticks.iter().position(|tick| *tick >= high * (1.0 - 1e-9));
        let end = end.unwrap_or(ticks.len() - 1);
        let ticks: Vec<f64> = ticks[start..=end]
            .iter()
            .map(|tick| tick * divisor)
            .collect();
        let (low, high) = (low * divisor, high * divisor);
        Some(Self {
            low: ticks[0].min(low),
            high: ticks[ticks.len() - 1].max(high),
            short: Short::new(unit, high, ticks[0], language),
            ticks,
            is_logarithmic: true,
        })
    }

    /// A tick as it is written: on a logarithmic axis with the digits that it needs.
    pub(super) fn write(&self, tick: f64) -> String {
        if self.is_logarithmic {
            self.short.precise(tick, 1)
        } else {
            self.short.write(tick)
        }
    }

    /// The remark on an axis that a reader could take for one that starts at zero.
    pub(super) fn remark(&self, language: Language) -> &'static str {
        if self.is_logarithmic {
            language.of(" (logarithmic axis)", "（对数坐标轴）")
        } else if self.low > 0.0 || self.high < 0.0 {
            language.of(" (the axis does not start at zero)", "（坐标轴不从零开始）")
        } else {
            ""
        }
    }
}

/// The ratio of the largest to the least number from which an axis is logarithmic.
const WIDE: f64 = 30.0;

impl AxisUnit {
    /// The span of an axis where all numbers are zero.
    fn one(&self) -> f64 {
        match self {
            Self::Fraction | Self::Points => 0.01,
            Self::FlopPerS(_) => 1e18,
            Self::Money(..) => 1e9,
            _ => 1.0,
        }
    }
}

/// The number nearest ten to an integer power.
pub(super) fn power_of_ten(power: f64) -> f64 {
    #[expect(clippy::cast_possible_truncation, reason = "between -325 and 310")]
    let power = power as i32;
    shifted(1.0, power)
}

/// The least of 1, 2 and 5 times a power of ten that is not below `rough`.
fn round_step(rough: f64) -> f64 {
    let power = power_of_ten(libm::log10(rough).floor());
    let steps = [1.0, 2.0, 5.0, 10.0].map(|lead| lead * power);
    let step = steps.into_iter().find(|step| *step >= rough * 0.999);
    step.unwrap_or(power * 10.0)
}

/// The step between labels that may be drawn: of `count` labels over `span` pixels, each `each`
/// pixels wide, every one, every second and so on, by the least of `steps` at which none touches.
pub(super) fn stride(count: usize, span: f64, each: f64, steps: &[usize]) -> usize {
    #[expect(clippy::cast_precision_loss, reason = "small counts")]
    let fits = |step: &&usize| span * **step as f64 >= each * (count as f64 - 1.0);
    steps.iter().find(fits).copied().unwrap_or(count.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_span_their_values() {
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

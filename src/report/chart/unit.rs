//! The unit of a chart's numbers, and their short number format.

use super::text::clean;
use super::words::{self, grouped};
use crate::Language;
use crate::quantity::{Currency, Measure, PriceBasis};
use crate::scenario::Unit;

/// The unit of a chart's numbers.
///
/// | unit | numbers are | on the axis |
/// |---|---|---|
/// | `Fraction` | fractions: 0.35 | 35 % |
/// | `Points` | fractions: 0.01 | 1, percentage points |
/// | `FlopPerS` | FLOP/s | EFLOPS, or its neighbours |
/// | `Money` | units of the currency | tn, bn; 万亿, 亿 |
/// | `Megawatt` | megawatts | MW, GW |
/// | `Named` | as they are | as they are, with a name in each language |
/// | `Other` | as they are | as they are |
///
/// # Examples
///
/// ```
/// use compute_impact::report::chart::AxisUnit;
/// use compute_impact::scenario::Unit;
///
/// assert_eq!(AxisUnit::from(Unit::Fraction), AxisUnit::Fraction);
/// let own = AxisUnit::Other("points per point".to_owned());
/// assert_ne!(own, AxisUnit::Points);
/// let named = AxisUnit::Named { english: "index points".into(), chinese: "指数分值".into() };
/// assert_ne!(named, own);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AxisUnit {
    /// A pure number, shown in per cent.
    Fraction,
    /// A difference of percentages, as a fraction.
    Points,
    /// Operations a second.
    FlopPerS(Measure),
    /// Units of a currency.
    Money(Currency, PriceBasis),
    /// Megawatts.
    Megawatt,
    /// Any other unit, with a name in each language.
    Named {
        /// The English name: `points per point`.
        english: String,
        /// The Chinese name: 百分点／百分点.
        chinese: String,
    },
    /// Any other unit, by a name that both languages use: `kWh`.
    Other(String),
}

impl From<Unit> for AxisUnit {
    fn from(unit: Unit) -> Self {
        match unit {
            Unit::FlopPerS(measure) => Self::FlopPerS(measure),
            Unit::Money(currency, basis) => Self::Money(currency, basis),
            Unit::Megawatt => Self::Megawatt,
            Unit::MoneyPerEflopsHour(currency, basis, measure) => Self::Named {
                english: unit.to_string(),
                chinese: format!(
                    "{}（{}）／EFLOPS·小时（{}）",
                    words::currency(currency, Language::Chinese),
                    words::prices(basis, Language::Chinese),
                    words::measure(measure, Language::Chinese)
                ),
            },
            Unit::Fraction => Self::Fraction,
        }
    }
}

/// The number format of one axis: a power of ten as divisor, and a number of decimals.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::report) struct Short {
    /// The divisor of all numbers.
    pub(super) divisor: f64,
    decimals: usize,
    /// True if numbers are too large or too small to be written out.
    scientific: bool,
    /// The text behind each number.
    suffix: &'static str,
    /// The unit in words, for the axis; empty if the suffix states it.
    pub(in crate::report) unit: String,
}

impl Short {
    /// The format of numbers up to `largest` in size that lie `step` apart.
    pub(in crate::report) fn new(
        unit: &AxisUnit,
        largest: f64,
        step: f64,
        language: Language,
    ) -> Self {
        let (divisor, suffix, name) = unit.scale(largest, language);
        let (largest, step) = (largest / divisor, step / divisor);
        let scientific = largest >= 1e7 || (largest < 1e-4 && largest > 0.0);
        // 0.2 has one decimal; 1e-9 is subtracted for the rounding of the logarithm.
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between 0 and 10"
        )]
        let decimals = {
            let finest = if scientific { step / largest } else { step };
            (-libm::log10(finest) - 1e-9).ceil().clamp(0.0, 10.0) as usize
        };
        Self {
            divisor,
            decimals,
            scientific,
            suffix,
            unit: name,
        }
    }

    /// The same format with another decimal, for numbers between the ticks.
    pub(super) fn finer(&self) -> Self {
        Self {
            decimals: self.decimals + 1,
            ..self.clone()
        }
    }

    /// A number with its suffix.
    pub(in crate::report) fn write(&self, value: f64) -> String {
        let scaled = value / self.divisor;
        let size = scaled.abs();
        let digits = if self.scientific && size > 0.0 {
            format!("{size:.*e}", self.decimals)
        } else {
            grouped(&format!("{size:.*}", self.decimals))
        };
        // A number that rounds to zero has no sign.
        let sign = if scaled < 0.0 && !is_zero(&digits) {
            "−"
        } else {
            ""
        };
        format!("{sign}{digits}{}", self.suffix)
    }

    /// A number with `digits` significant digits, whatever its size: 0.003 and 0.58.
    pub(in crate::report) fn precise(&self, value: f64, digits: i32) -> String {
        let size = (value / self.divisor).abs();
        if value == 0.0 {
            return format!("0{}", self.suffix);
        }
        // A difference that is only rounding is zero.
        if !self.scientific && size < 1e-8 {
            return format!("0{}", self.suffix);
        }
        if self.scientific {
            #[expect(clippy::cast_sign_loss, reason = "a small count")]
            let decimals = self.decimals.min((digits - 1).max(0) as usize);
            return Self {
                decimals,
                ..self.clone()
            }
            .write(value);
        }
        #[expect(clippy::cast_possible_truncation, reason = "between -1 and 7")]
        let lead = libm::log10(size).floor() as i32;
        #[expect(clippy::cast_sign_loss, reason = "between 0 and 10")]
        let decimals = (digits - 1 - lead).clamp(0, 10) as usize;
        let finest = Self {
            decimals,
            suffix: "",
            ..self.clone()
        };
        let text = finest.write(value);
        let text = match text.split_once('.') {
            Some(_) => text.trim_end_matches('0').trim_end_matches('.'),
            None => &text,
        };
        format!("{text}{}", self.suffix)
    }

    /// A number with a sign, as a change is written.
    pub(super) fn change(&self, value: f64) -> String {
        let text = self.write(value);
        if value > 0.0 && !is_zero(text.trim_end_matches(self.suffix)) {
            format!("+{text}")
        } else {
            text
        }
    }
}

/// True if a written number is zero.
fn is_zero(digits: &str) -> bool {
    digits.chars().all(|c| matches!(c, '0' | '.' | ','))
}

/// A number with a fixed count of decimals; one that rounds to zero has no sign.
#[cfg(feature = "report")]
pub(in crate::report) fn fixed(value: f64, decimals: usize) -> String {
    let digits = format!("{:.decimals$}", value.abs());
    let sign = if value < 0.0 && !is_zero(&digits) {
        "−"
    } else {
        ""
    };
    format!("{sign}{digits}")
}

/// Scales of computing power, the largest first, each from a tenth of it.
const FLOPS: [(f64, &str); 4] = [
    (1e21, "ZFLOPS"),
    (1e18, "EFLOPS"),
    (1e15, "PFLOPS"),
    (1e12, "TFLOPS"),
];

impl AxisUnit {
    /// The unit in English, unscaled, for an error.
    pub(super) fn plain(&self) -> String {
        match self {
            Self::Fraction => "fraction".to_owned(),
            Self::Points => "percentage points".to_owned(),
            Self::FlopPerS(measure) => format!("FLOP/s {measure}"),
            Self::Money(currency, basis) => format!("{currency} at {basis}"),
            Self::Megawatt => "MW".to_owned(),
            Self::Named { english, .. } => english.clone(),
            Self::Other(name) => name.clone(),
        }
    }

    /// Divisor, suffix of each number, name of the unit.
    fn scale(&self, largest: f64, language: Language) -> (f64, &'static str, String) {
        let chinese = language == Language::Chinese;
        match self {
            Self::Fraction => (0.01, language.of(" %", "%"), String::new()),
            Self::Points => (
                0.01,
                "",
                language.of("percentage points", "百分点").to_owned(),
            ),
            Self::FlopPerS(measure) => {
                let fits = |(scale, _): &(f64, &str)| largest >= *scale * 10.0;
                let ends = |(scale, _): &(f64, &str)| largest >= *scale * 0.1;
                // EFLOPS as far as possible, as the national total is published in them.
                let (scale, name) = if fits(&FLOPS[0]) {
                    FLOPS[0]
                } else {
                    let scale = FLOPS[1..].iter().find(|scale| ends(scale));
                    *scale.unwrap_or(&FLOPS[if largest > 0.0 { 3 } else { 1 }])
                };
                let counted = words::measure(*measure, language);
                let text = if chinese {
                    format!("{name}（{counted}）")
                } else {
                    format!("{name} ({counted})")
                };
                (scale, "", text)
            }
            Self::Money(currency, basis) => {
                let (scale, _, name) = language.money_scale(largest);
                let space = if chinese || name.is_empty() { "" } else { " " };
                let unit = words::currency(*currency, language);
                let text = format!(
                    "{name}{space}{unit}{}{}",
                    language.of(", ", "，"),
                    words::prices(*basis, language)
                );
                (scale, "", text)
            }
            Self::Megawatt if largest >= 1e4 => (1e3, "", "GW".to_owned()),
            Self::Megawatt => (1.0, "", "MW".to_owned()),
            Self::Named { english, chinese } => (1.0, "", clean(language.of(english, chinese))),
            Self::Other(name) => (1.0, "", clean(name)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        let short = |unit: &AxisUnit, largest, step, language| {
            let short = Short::new(unit, largest, step, language);
            (short.write(largest), short.unit)
        };
        let yuan = AxisUnit::Money(Currency::CNY, PriceBasis::Nominal);
        let (number, unit) = short(&yuan, 134.9e12, 5e12, Language::English);
        assert_eq!((&*number, &*unit), ("135", "tn yuan, current prices"));
        let (number, unit) = short(&yuan, 4e11, 1e11, Language::Chinese);
        assert_eq!((&*number, &*unit), ("4,000", "亿元，现价"));
        let (number, unit) = short(&yuan, 1.506e12, 1e11, Language::Chinese);
        assert_eq!((&*number, &*unit), ("1.5", "万亿元，现价"));
        let (number, unit) = short(&AxisUnit::Fraction, 0.385, 0.005, Language::Chinese);
        assert_eq!((&*number, &*unit), ("38.5%", ""));
        let flops = AxisUnit::FlopPerS("FP32 in use".parse().unwrap());
        let (number, unit) = short(&flops, 1.2e21, 2e20, Language::English);
        assert_eq!((&*number, &*unit), ("1,200", "EFLOPS (FP32 in use)"));
        let fine = Short::new(&AxisUnit::Points, 0.01, 0.002, Language::English);
        assert_eq!(fine.change(-0.004), "−0.4");
        assert_eq!(fine.change(-1e-9), "0.0");
        assert_eq!(fine.change(1e-9), "0.0");
        assert_eq!(fine.precise(-1e-15, 3), "0");
        let plain = Short::new(&AxisUnit::Other(String::new()), 0.6, 0.2, Language::English);
        assert_eq!(plain.precise(0.003, 3), "0.003");
        assert_eq!(plain.precise(-0.5777, 3), "−0.578");
        assert_eq!(plain.precise(120.0, 3), "120");
        assert_eq!(plain.precise(0.0, 3), "0");
        let huge = Short::new(
            &AxisUnit::Other(String::new()),
            3e50,
            1e50,
            Language::English,
        );
        assert_eq!(huge.write(-3e50), "−3.0e50");
    }
}

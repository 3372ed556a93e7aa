//! The unit of a chart's numbers, and how numbers are written short.

use super::text::clean;
use crate::Language;
use crate::quantity::{Currency, Measure, PriceBasis, Scope};
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
    /// Anything else, by its name: `points per point`.
    Other(String),
}

impl From<Unit> for AxisUnit {
    fn from(unit: Unit) -> Self {
        match unit {
            Unit::FlopPerS(measure) => Self::FlopPerS(measure),
            Unit::Money(currency, basis) => Self::Money(currency, basis),
            Unit::Megawatt => Self::Megawatt,
            Unit::Fraction => Self::Fraction,
        }
    }
}

/// How the numbers of one axis are written: over a power of ten, with so many decimals.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::report) struct Short {
    /// Numbers are divided by it.
    pub(super) divisor: f64,
    decimals: usize,
    /// Too large or too small to be written out.
    scientific: bool,
    /// What stands behind each number.
    suffix: &'static str,
    /// The unit in words, for the axis; empty if the suffix says it.
    pub(in crate::report) unit: String,
}

impl Short {
    /// For numbers up to `largest` in size that lie `step` apart.
    pub(in crate::report) fn new(
        unit: &AxisUnit,
        largest: f64,
        step: f64,
        language: Language,
    ) -> Self {
        let (divisor, suffix, name) = unit.scale(largest, language);
        let (largest, step) = (largest / divisor, step / divisor);
        let scientific = largest >= 1e7 || (largest < 1e-4 && largest > 0.0);
        // 0.2 has one decimal; a hair is taken off for the rounding of the logarithm.
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between 0 and 10"
        )]
        let decimals = {
            let finest = if scientific { step / largest } else { step };
            (-finest.log10() - 1e-9).ceil().clamp(0.0, 10.0) as usize
        };
        Self {
            divisor,
            decimals,
            scientific,
            suffix,
            unit: name,
        }
    }

    /// The same with one decimal more, for numbers between the ticks.
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
        // What rounds to zero has no sign.
        let zero = digits.chars().all(|c| matches!(c, '0' | '.' | ','));
        let sign = if scaled < 0.0 && !zero { "−" } else { "" };
        format!("{sign}{digits}{}", self.suffix)
    }

    /// A number in so many digits that count, whatever its size: 0.003 beside 0.58.
    pub(in crate::report) fn precise(&self, value: f64, digits: i32) -> String {
        let size = (value / self.divisor).abs();
        if value == 0.0 {
            return format!("0{}", self.suffix);
        }
        if self.scientific || size < 1e-8 {
            #[expect(clippy::cast_sign_loss, reason = "a small count")]
            let decimals = self.decimals.min((digits - 1).max(0) as usize);
            return Self {
                decimals,
                ..self.clone()
            }
            .write(value);
        }
        #[expect(clippy::cast_possible_truncation, reason = "between -1 and 7")]
        let lead = size.log10().floor() as i32;
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
        if value > 0.0 {
            format!("+{text}")
        } else {
            text
        }
    }
}

/// Thousands apart: `1,234.5`.
pub(in crate::report) fn grouped(number: &str) -> String {
    let (whole, rest) = number.split_at(number.find('.').unwrap_or(number.len()));
    let mut out = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out + rest
}

/// Scales of computing power, the largest first, each from a tenth of it.
const FLOPS: [(f64, &str); 4] = [
    (1e21, "ZFLOPS"),
    (1e18, "EFLOPS"),
    (1e15, "PFLOPS"),
    (1e12, "TFLOPS"),
];
const MONEY: [(f64, &str); 4] = [(1e12, "tn "), (1e9, "bn "), (1e6, "m "), (1.0, "")];
const CHINESE_MONEY: [(f64, &str); 4] = [(1e12, "万亿"), (1e8, "亿"), (1e4, "万"), (1.0, "")];

impl AxisUnit {
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
                // EFLOPS as far as they go, as the national total is told in them.
                let (scale, name) = if fits(&FLOPS[0]) {
                    FLOPS[0]
                } else {
                    let found = FLOPS[1..].iter().find(|scale| ends(scale));
                    *found.unwrap_or(&FLOPS[if largest > 0.0 { 3 } else { 1 }])
                };
                let counted = measured(*measure, language);
                let text = if chinese {
                    format!("{name}（{counted}）")
                } else {
                    format!("{name} ({counted})")
                };
                (scale, "", text)
            }
            Self::Money(currency, basis) => {
                let scales = if chinese { CHINESE_MONEY } else { MONEY };
                let found = scales.into_iter().find(|(scale, _)| largest >= *scale);
                let (scale, name) = found.unwrap_or((1.0, ""));
                let unit = currency_name(*currency, language);
                let text = match basis {
                    PriceBasis::Nominal if chinese => format!("{name}{unit}，现价"),
                    PriceBasis::Constant { year } if chinese => {
                        format!("{name}{unit}，{year}年价格")
                    }
                    basis => format!("{name}{unit}, {basis}"),
                };
                (scale, "", text)
            }
            Self::Megawatt if largest >= 1e4 => (1e3, "", "GW".to_owned()),
            Self::Megawatt => (1.0, "", "MW".to_owned()),
            Self::Other(name) => (1.0, "", super::words::unit(&clean(name), language)),
        }
    }
}

fn currency_name(currency: Currency, language: Language) -> String {
    let chinese = language == Language::Chinese;
    match currency {
        Currency::CNY => language.of("yuan", "元").to_owned(),
        Currency::USD if chinese => "美元".to_owned(),
        Currency::EUR if chinese => "欧元".to_owned(),
        other => other.to_string(),
    }
}

fn measured(measure: Measure, language: Language) -> String {
    if language == Language::English {
        return measure.to_string();
    }
    let scope = match measure.scope() {
        Scope::InUse => "在用",
        Scope::Installed => "设备侧",
        Scope::AiClusters => "智算集群",
        Scope::Unstated => "口径未注明",
    };
    format!("{}，{scope}", measure.precision())
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
        let (number, unit) = short(&AxisUnit::Fraction, 0.385, 0.005, Language::Chinese);
        assert_eq!((&*number, &*unit), ("38.5%", ""));
        let flops = AxisUnit::FlopPerS("FP32 in use".parse().unwrap());
        let (number, unit) = short(&flops, 1.2e21, 2e20, Language::English);
        assert_eq!((&*number, &*unit), ("1,200", "EFLOPS (FP32 in use)"));
        let fine = Short::new(&AxisUnit::Points, 0.01, 0.002, Language::English);
        assert_eq!(fine.change(-0.004), "−0.4");
        assert_eq!(fine.change(-1e-9), "0.0");
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

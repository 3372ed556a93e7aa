//! Numbers of inputs in everyday scales: `275 bn`, 2,750亿元; `24.7 %`; `280 EFLOPS`.

use super::names;
use crate::report::chart::{grouped, words};
use crate::scenario::Input;
use crate::{Frequency, Language, MultiplierOf, QuantityKind};

/// The number format of one kind of quantity.
pub(super) struct Readable {
    unit: String,
    divisor: f64,
    suffix: &'static str,
    /// True for money, each number of which has a scale of its own.
    is_money: bool,
    language: Language,
}

impl Readable {
    /// The format of numbers of about the size of an input's.
    pub(super) fn of(input: &Input, frequency: Frequency, language: Language) -> Self {
        let size = input.central().abs();
        let scaled = |unit: String, divisor, suffix| Self {
            unit,
            divisor,
            suffix,
            is_money: false,
            language,
        };
        let percent = language.of(" %", "%");
        let kind = input.kind();
        match kind {
            QuantityKind::Money
            | QuantityKind::UnitCost
            | QuantityKind::ComputePrice
            | QuantityKind::EnergyPrice => Self {
                is_money: true,
                ..scaled(money(input, language), 1.0, "")
            },
            QuantityKind::Capacity => match input.measure() {
                Some(measure) if size >= 1e16 => {
                    scaled(capacity("EFLOPS", measure, language), 1e18, "")
                }
                Some(measure) => scaled(capacity("FLOP/s", measure, language), 1.0, ""),
                None => scaled("FLOP/s".to_owned(), 1.0, ""),
            },
            QuantityKind::GrowthRate => scaled(every(frequency, language), 0.01, percent),
            QuantityKind::Share => scaled(
                language.of("of the whole", "比例").to_owned(),
                0.01,
                percent,
            ),
            QuantityKind::Power => scaled("MW".to_owned(), 1.0, ""),
            QuantityKind::PowerIntensity => match input.measure() {
                Some(measure) => scaled(capacity("MW/EFLOPS", measure, language), 1.0, ""),
                None => scaled("MW/EFLOPS".to_owned(), 1.0, ""),
            },
            QuantityKind::Multiplier => scaled(multiplier(input, language), 1.0, ""),
            QuantityKind::Elasticity
            | QuantityKind::GrowthRatio
            | QuantityKind::SemiElasticity
            | QuantityKind::IndexScore
            | QuantityKind::LogOdds
            | QuantityKind::Factor
            | QuantityKind::Years => {
                let (english, chinese) = words::pure_unit(kind).unwrap_or_default();
                scaled(language.of(english, chinese).to_owned(), 1.0, "")
            }
        }
    }

    /// The format of probabilities.
    pub(super) fn of_probability(language: Language) -> Self {
        Self {
            unit: String::new(),
            divisor: 0.01,
            suffix: language.of(" %", "%"),
            is_money: false,
            language,
        }
    }

    pub(super) fn unit(&self) -> &str {
        &self.unit
    }

    /// A number in four digits.
    pub(super) fn number(&self, value: f64) -> String {
        let (divisor, suffix) = if self.is_money {
            let (scale, _, name) = self.language.money_scale(value);
            let is_spaced = self.language == Language::English && !name.is_empty();
            let space = if is_spaced { " " } else { "" };
            (scale, format!("{space}{name}"))
        } else {
            (self.divisor, self.suffix.to_owned())
        };
        let scaled = value / divisor;
        // Adding zero removes the sign of a negative zero.
        let rounded: f64 = format!("{scaled:.3e}").parse().unwrap_or(scaled) + 0.0;
        let size = rounded.abs();
        let digits = if size >= 1e7 || (size < 1e-4 && size > 0.0) {
            format!("{size:e}")
        } else {
            grouped(&format!("{size}"))
        };
        let sign = if rounded < 0.0 { "−" } else { "" };
        format!("{sign}{digits}{suffix}")
    }

    /// A number with its unit: `24.7 % per year`, 每年24.7%.
    pub(super) fn sentence(&self, value: f64) -> String {
        let number = self.number(value);
        match self.language {
            Language::English => format!("{number} {}", self.unit).trim().to_owned(),
            Language::Chinese if self.suffix == "%" && self.unit.starts_with('每') => {
                format!("{}{number}", self.unit)
            }
            Language::Chinese if self.suffix == "%" => number,
            Language::Chinese if self.unit.is_ascii() || self.unit.starts_with(['E', 'F', 'M']) => {
                format!("{number} {}", self.unit).trim().to_owned()
            }
            Language::Chinese => format!("{number}{}", self.unit),
        }
    }
}

/// A unit of capacity with precision and scope.
fn capacity(unit: &str, measure: crate::Measure, language: Language) -> String {
    let measure = words::measure(measure, language);
    match language {
        Language::English => format!("{unit} {measure}"),
        Language::Chinese => format!("{unit}（{measure}）"),
    }
}

/// The unit of a growth rate: `per year`.
fn every(frequency: Frequency, language: Language) -> String {
    match (frequency, language) {
        (frequency, Language::English) => format!("per {frequency}"),
        (Frequency::Year, Language::Chinese) => "每年".to_owned(),
        (Frequency::Quarter, Language::Chinese) => "每季度".to_owned(),
        (Frequency::Month, Language::Chinese) => "每月".to_owned(),
    }
}

/// The unit of a multiplier, with the money that it counts.
fn multiplier(input: &Input, language: Language) -> String {
    let all = [
        MultiplierOf::GrossOutput,
        MultiplierOf::ValueAdded,
        MultiplierOf::Unstated,
    ];
    let of = all
        .into_iter()
        .find(|of| input.unit().ends_with(&of.to_string()))
        .unwrap_or(MultiplierOf::Unstated);
    let of = names::multiplied(of, language);
    match language {
        Language::English => format!("money out per money in, of {of}"),
        Language::Chinese => format!("元／元（{of}）"),
    }
}

/// The unit of money, a unit cost or a price: currency, price basis, and what the money buys.
fn money(input: &Input, language: Language) -> String {
    let unit = input.unit();
    let (money, _) = unit.split_once(" per ").unwrap_or((unit, ""));
    let parsed = money.split_once(" at ").and_then(|(currency, basis)| {
        let currency: crate::Currency = currency.parse().ok()?;
        let basis: crate::PriceBasis = basis.parse().ok()?;
        Some((currency, basis))
    });
    let (Some((currency, basis)), Language::Chinese) = (parsed, language) else {
        return unit.to_owned();
    };
    let currency = words::currency(currency, language);
    let basis = words::prices(basis, language);
    let bought = match (input.kind(), input.measure()) {
        (QuantityKind::ComputePrice, Some(measure)) => capacity("EFLOPS·小时", measure, language),
        (QuantityKind::ComputePrice, None) => "卡时".to_owned(),
        (QuantityKind::EnergyPrice, _) => "千瓦时".to_owned(),
        (_, Some(measure)) => capacity("EFLOPS", measure, language),
        (_, None) => return format!("{currency}（{basis}）"),
    };
    format!("{currency}（{basis}）／{bought}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Scenario;

    #[test]
    fn numbers_print_in_everyday_scales() {
        let file = include_str!("../../../examples/scenarios/east-data-west-computing.toml");
        let scenario = Scenario::from_toml(file).unwrap();
        let printed = |place: &str, language| {
            let input = scenario.input(place).unwrap();
            let readable = Readable::of(input, scenario.base().frequency(), language);
            readable.sentence(input.central())
        };
        for (place, english, chinese) in [
            (
                "compute.base",
                "280 EFLOPS FP32 in use",
                "280 EFLOPS（FP32，在用）",
            ),
            (
                "gdp.base",
                "134.9 tn CNY at current prices",
                "134.9万亿元（现价）",
            ),
            (
                "gdp.baseline.includes.constant",
                "4.5 % per year",
                "每年4.5%",
            ),
            (
                "compute.use.general.utilisation",
                "40 % of the whole",
                "40%",
            ),
            ("compute.stock.general.retirement.life", "6 years", "6年"),
            (
                "investment.multiplier",
                "3.5 money out per money in, of gross output",
                "3.5元／元（总产出）",
            ),
        ] {
            assert_eq!(printed(place, Language::English), english);
            assert_eq!(printed(place, Language::Chinese), chinese);
        }
        // Another number of the same input has a scale of its own.
        let outlay = "compute.path.build-out.general.per-period";
        let input = scenario.input(outlay).unwrap();
        for (language, found, sought) in [
            (Language::English, "240 bn", "1.506 tn"),
            (Language::Chinese, "2,400亿", "1.506万亿"),
        ] {
            let readable = Readable::of(input, scenario.base().frequency(), language);
            assert_eq!(readable.number(input.central()), found);
            assert_eq!(readable.number(1.506e12), sought);
        }
        assert_eq!(
            Readable::of_probability(Language::English).number(0.8),
            "80 %"
        );
        assert_eq!(
            Readable::of_probability(Language::Chinese).number(-1e-300 * 1e-300),
            "0%"
        );
    }
}

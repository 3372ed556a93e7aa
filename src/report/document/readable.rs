//! Numbers of inputs as people say them: `275 bn CNY`, `24.7 %`, `280 EFLOPS`.

use crate::scenario::Input;
use crate::{Frequency, QuantityKind};

/// The way numbers of one kind of quantity are printed.
pub(super) struct Readable {
    unit: String,
    divisor: f64,
    suffix: &'static str,
}

impl Readable {
    /// For numbers of about the size of an input's.
    pub(super) fn of(input: &Input, frequency: Frequency) -> Self {
        let size = input.central().abs();
        let scaled = |unit: String, divisor, suffix| Self {
            unit,
            divisor,
            suffix,
        };
        let unit = input.unit();
        match input.kind() {
            QuantityKind::Money | QuantityKind::UnitCost => {
                let scales = [(1e12, " tn"), (1e9, " bn"), (1e6, " m")];
                let scale = scales.into_iter().find(|(scale, _)| size >= *scale);
                let (divisor, suffix) = scale.unwrap_or((1.0, ""));
                scaled(unit.to_owned(), divisor, suffix)
            }
            QuantityKind::Capacity => match input.measure().filter(|_| size >= 1e16) {
                Some(measure) => scaled(format!("EFLOPS {measure}"), 1e18, ""),
                None => scaled(unit.to_owned(), 1.0, ""),
            },
            QuantityKind::GrowthRate => scaled(format!("per {frequency}"), 0.01, " %"),
            QuantityKind::Share => scaled("of the whole".to_owned(), 0.01, " %"),
            _ => scaled(unit.to_owned(), 1.0, ""),
        }
    }

    /// For probabilities.
    pub(super) fn of_probability() -> Self {
        Self {
            unit: String::new(),
            divisor: 0.01,
            suffix: " %",
        }
    }

    pub(super) fn unit(&self) -> &str {
        &self.unit
    }

    /// In four digits.
    pub(super) fn number(&self, value: f64) -> String {
        let scaled = value / self.divisor;
        let rounded: f64 = format!("{scaled:.3e}").parse().unwrap_or(scaled);
        let size = rounded.abs();
        if size >= 1e7 || (size < 1e-4 && size > 0.0) {
            format!("{rounded:e}{}", self.suffix)
        } else {
            format!("{rounded}{}", self.suffix)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Scenario;

    #[test]
    fn numbers_print_as_people_say_them() {
        let file = include_str!("../../../examples/scenarios/east-data-west-computing.toml");
        let scenario = Scenario::from_toml(file).unwrap();
        let printed = |place: &str| {
            let input = scenario.input(place).unwrap();
            let readable = Readable::of(input, scenario.base().frequency());
            format!("{} {}", readable.number(input.central()), readable.unit())
        };
        for (place, expected) in [
            ("compute.base", "280 EFLOPS FP32 in use"),
            ("gdp.base", "134.9 tn CNY at current prices"),
            ("gdp.baseline.includes.constant", "4.5 % per year"),
            ("compute.use.general.utilisation", "40 % of the whole"),
            ("compute.stock.general.retirement.life", "6 years"),
            (
                "investment.multiplier",
                "3.5 money out per money in, of gross output",
            ),
        ] {
            assert_eq!(printed(place), expected);
        }
        assert_eq!(Readable::of_probability().number(0.8), "80 %");
    }
}

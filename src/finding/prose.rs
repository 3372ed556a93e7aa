//! Numbers as sentences print them: at most four significant digits, each with its unit.

use super::benchmark::Benchmark;
use super::names::Named;
use crate::evidence::{Figure, catalogue};
use crate::quantity::decimal;
use crate::scenario::Place;
use crate::{Currency, Frequency, Language, PriceBasis, PricedHour};

/// A writer of numbers in one language.
#[derive(Clone, Copy, Debug)]
pub(super) struct Prose {
    language: Language,
}

impl Prose {
    pub(super) const fn new(language: Language) -> Self {
        Self { language }
    }

    /// The number with at most four significant digits and no trailing zeros; thousands are grouped
    /// with commas from 10,000 on.
    #[expect(clippy::unused_self, reason = "written alike in both languages")]
    pub(super) fn number(self, value: f64) -> String {
        scaled(value, 0)
    }

    /// A fraction in per cent: 0.045 is `4.5 %`, in Chinese `4.5%`.
    pub(super) fn percent(self, fraction: f64) -> String {
        let digits = scaled(fraction, -2);
        match self.language {
            Language::English => format!("{digits} %"),
            Language::Chinese => format!("{digits}%"),
        }
    }

    /// A fraction in per mille: 0.0018 is `1.8 ‰`, in Chinese `1.8‰`.
    pub(super) fn per_mille(self, fraction: f64) -> String {
        let digits = scaled(fraction, -3);
        match self.language {
            Language::English => format!("{digits} ‰"),
            Language::Chinese => format!("{digits}‰"),
        }
    }

    /// A difference of two growth rates, as a fraction, in percentage points: 0.045 is `4.5
    /// percentage points`, in Chinese `4.5个百分点`.
    pub(super) fn points(self, fraction: f64) -> String {
        let digits = scaled(fraction, -2);
        match self.language {
            Language::English => counted(&digits, "percentage point", "percentage points"),
            Language::Chinese => format!("{digits}个百分点"),
        }
    }

    /// Money in trillions, billions or millions, in Chinese in 万亿, 亿 or 万, whichever is the
    /// largest that leaves one digit or more before the point.
    pub(super) fn money(self, amount: f64, currency: Currency) -> String {
        let amount = rounded(amount);
        let (_, exponent, scale) = self.language.money_scale(amount);
        let digits = scaled(amount, exponent);
        let currency = currency.name_in(self.language);
        match self.language {
            Language::English if scale.is_empty() => format!("{digits} {currency}"),
            Language::English => format!("{digits} {scale} {currency}"),
            Language::Chinese => format!("{digits}{scale}{currency}"),
        }
    }

    /// Operations a second in exaFLOPS: 2.8e20 is `280 EFLOPS`.
    #[expect(clippy::unused_self, reason = "written alike in both languages")]
    pub(super) fn eflops(self, flop_per_s: f64) -> String {
        format!("{} EFLOPS", scaled(flop_per_s, 18))
    }

    /// The ratio of one number to another: `13 times`, `13倍`.
    pub(super) fn times(self, ratio: f64) -> String {
        let digits = if ratio.abs() < 10.0 { 2 } else { 3 };
        let digits = scaled(decimal::rounded(ratio, digits), 0);
        match self.language {
            Language::English => counted(&digits, "time", "times"),
            Language::Chinese => format!("{digits}倍"),
        }
    }

    /// A length of time: `1 year`, `2.5 years`, `2.5年`.
    pub(super) fn years(self, years: f64) -> String {
        let digits = scaled(years, 0);
        match self.language {
            Language::English => counted(&digits, "year", "years"),
            Language::Chinese => format!("{digits}年"),
        }
    }

    /// A number of periods: `1 period`, `12 periods`, `12个时期`.
    pub(super) fn periods(self, count: usize) -> String {
        let digits = grouped(&count.to_string());
        match self.language {
            Language::English => counted(&digits, "period", "periods"),
            Language::Chinese => format!("{digits}个时期"),
        }
    }

    /// The step of a scenario as an adverb: `yearly`, `按年`.
    pub(super) const fn every(self, frequency: Frequency) -> &'static str {
        let (english, chinese) = match frequency {
            Frequency::Year => ("yearly", "按年"),
            Frequency::Quarter => ("quarterly", "按季度"),
            Frequency::Month => ("monthly", "按月"),
        };
        self.language.of(english, chinese)
    }

    /// Places of a scenario in a row.
    pub(super) fn places(self, places: &[Place]) -> String {
        let written = places.iter().map(|place| match self.language {
            Language::English => place.to_string(),
            Language::Chinese => format!("`{place}`"),
        });
        let written: Vec<String> = written.collect();
        written.join(self.language.of(", ", "、"))
    }

    /// The name of an entry of the catalogue: in Chinese between backticks, as are all keys.
    pub(super) fn entry(self, entry: &catalogue::Entry) -> String {
        match self.language {
            Language::English => entry.id().to_owned(),
            Language::Chinese => format!("`{}`", entry.id()),
        }
    }

    /// The name of the entry that a benchmark stands in.
    pub(super) fn source(self, benchmark: Benchmark) -> String {
        self.entry(benchmark.entry())
    }

    /// A published figure with the entry that it stands in.
    pub(super) fn quoted(self, benchmark: Benchmark) -> String {
        let (number, source) = (self.number(benchmark.number()), self.source(benchmark));
        match self.language {
            Language::English => format!("{number} ({source})"),
            Language::Chinese => format!("{number}（{source}）"),
        }
    }

    /// A published share in per cent with the entry that it stands in.
    pub(super) fn quoted_percent(self, benchmark: Benchmark) -> String {
        let (percent, source) = (self.percent(benchmark.number()), self.source(benchmark));
        match self.language {
            Language::English => format!("{percent} ({source})"),
            Language::Chinese => format!("{percent}（{source}）"),
        }
    }

    /// A figure of the catalogue with its unit.
    pub(super) fn figure(self, figure: &Figure) -> String {
        if self.language == Language::English {
            return figure.to_string();
        }
        let number = figure.number();
        match figure {
            Figure::Elasticity(_)
            | Figure::GrowthRatio(_)
            | Figure::Multiplier(_)
            | Figure::LogOdds(_)
            | Figure::Factor(_) => self.number(number),
            Figure::SemiElasticity(_) => format!("每指数点{}", self.per_mille(number)),
            Figure::GrowthRate(estimate) => {
                let frequency = estimate.value().frequency().name_in(self.language);
                format!("每{frequency}{}", self.percent(number))
            }
            Figure::Share(_) => self.percent(number),
            Figure::Capacity(estimate) => {
                let measure = estimate.value().measure();
                let (capacity, scope) = (
                    self.eflops(estimate.value().as_flop_per_s()),
                    measure.scope().name_in(self.language),
                );
                format!("{capacity}（{}，{scope}）", measure.precision())
            }
            Figure::Money(estimate) => {
                let money = estimate.value();
                let amount = self.money(money.amount(), money.currency());
                match money.basis() {
                    PriceBasis::Nominal => amount,
                    basis @ PriceBasis::Constant { .. } => {
                        format!("{amount}（{}）", basis.name_in(self.language))
                    }
                }
            }
            Figure::IndexScore(_) => format!("{}分", self.number(number)),
            Figure::UnitCost(estimate) => {
                let money = estimate.value().per_eflops();
                let amount = self.money(money.amount(), money.currency());
                format!("每EFLOPS {amount}")
            }
            Figure::Years(_) => self.years(number),
            Figure::Power(estimate) => {
                format!("{} MW", self.number(estimate.value().as_megawatts()))
            }
            Figure::PowerIntensity(estimate) => {
                let megawatts = estimate.value().per_eflops().as_megawatts();
                format!("每EFLOPS {} MW", self.number(megawatts))
            }
            Figure::ComputePrice(estimate) => {
                let price = estimate.value();
                let amount = self.money(number, price.per_hour().currency());
                match price.of() {
                    PricedHour::Eflops(_) => format!("每EFLOPS·小时{amount}"),
                    PricedHour::Card => format!("每卡时{amount}"),
                }
            }
            Figure::EnergyPrice(estimate) => {
                let currency = estimate.value().per_kilowatt_hour().currency();
                format!("每千瓦时{}", self.money(number, currency))
            }
        }
    }
}

/// The value over ten to `exponent` with four significant digits at most, grouped by thousands.
fn scaled(value: f64, exponent: i32) -> String {
    grouped(&decimal::write(rounded(value), exponent))
}

/// Digits with the name of the thing counted, singular or plural.
fn counted(digits: &str, one: &str, many: &str) -> String {
    let name = if digits == "1" || digits == "-1" {
        one
    } else {
        many
    };
    format!("{digits} {name}")
}

fn rounded(value: f64) -> f64 {
    decimal::rounded(value, 4)
}

/// Groups the digits before the point by thousands, from five digits on.
fn grouped(digits: &str) -> String {
    let (sign, digits) = digits
        .strip_prefix('-')
        .map_or(("", digits), |rest| ("-", rest));
    let (whole, rest) = digits
        .find(['.', 'e'])
        .map_or((digits, ""), |at| (&digits[..at], &digits[at..]));
    if whole.len() < 5 || rest.starts_with('e') {
        return format!("{sign}{whole}{rest}");
    }
    let mut out = String::with_capacity(digits.len() + whole.len() / 3);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    format!("{sign}{out}{rest}")
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENGLISH: Prose = Prose::new(Language::English);
    const CHINESE: Prose = Prose::new(Language::Chinese);

    #[test]
    fn numbers_have_at_most_four_significant_digits() {
        for prose in [ENGLISH, CHINESE] {
            assert_eq!(prose.number(2.014_285_714_285_714_2), "2.014");
            assert_eq!(prose.number(863_112.0), "863,100");
            assert_eq!(prose.number(9_999.6), "10,000");
            assert_eq!(prose.number(1234.0), "1234");
            assert_eq!(prose.number(0.003), "0.003");
            assert_eq!(prose.number(1e300), "1e300");
            assert_eq!(prose.number(-0.0), "0");
        }
    }

    #[test]
    fn fractions_print_without_a_negative_zero() {
        assert_eq!(ENGLISH.percent(0.04), "4 %");
        assert_eq!(ENGLISH.percent(0.045_04), "4.504 %");
        assert_eq!(ENGLISH.percent(-0.0), "0 %");
        assert_eq!(ENGLISH.percent(-0.005), "-0.5 %");
        assert_eq!(ENGLISH.percent(123.456), "12,350 %");
        assert_eq!(ENGLISH.per_mille(0.0018), "1.8 ‰");
        assert_eq!(ENGLISH.points(0.01), "1 percentage point");
        assert_eq!(ENGLISH.points(0.045), "4.5 percentage points");
        assert_eq!(CHINESE.percent(-0.0), "0%");
        assert_eq!(CHINESE.percent(0.045), "4.5%");
        assert_eq!(CHINESE.per_mille(0.0018), "1.8‰");
        assert_eq!(CHINESE.points(0.045), "4.5个百分点");
    }

    #[test]
    fn units_are_scaled_and_agree_with_their_number() {
        assert_eq!(ENGLISH.money(14.1e9, Currency::CNY), "14.1 bn CNY");
        assert_eq!(ENGLISH.money(999.99e9, Currency::CNY), "1 tn CNY");
        assert_eq!(ENGLISH.money(-352_000.0, Currency::USD), "-352,000 USD");
        assert_eq!(ENGLISH.eflops(2.8e20), "280 EFLOPS");
        assert_eq!(ENGLISH.times(13.384), "13.4 times");
        assert_eq!(ENGLISH.times(4.0), "4 times");
        assert_eq!(ENGLISH.years(1.0), "1 year");
        assert_eq!(ENGLISH.years(2.5), "2.5 years");
        assert_eq!(ENGLISH.periods(1), "1 period");
        assert_eq!(ENGLISH.periods(12_000), "12,000 periods");
        assert_eq!(CHINESE.money(14.1e9, Currency::CNY), "141亿元");
        assert_eq!(CHINESE.money(999.99e9, Currency::CNY), "1万亿元");
        assert_eq!(CHINESE.money(-352_000.0, Currency::USD), "-35.2万美元");
        assert_eq!(CHINESE.money(99.9, Currency::CNY), "99.9元");
        assert_eq!(CHINESE.eflops(2.8e20), "280 EFLOPS");
        assert_eq!(CHINESE.times(13.384), "13.4倍");
        assert_eq!(CHINESE.years(2.5), "2.5年");
        assert_eq!(CHINESE.periods(3), "3个时期");
    }

    #[test]
    fn every_figure_of_the_catalogue_has_a_chinese_form() {
        for entry in catalogue::entries() {
            let text = CHINESE.figure(entry.figure());
            let is_plain = |letter: char| !letter.is_ascii_lowercase();
            // A power of ten, such as 1e300, is no word.
            assert!(text.replace('e', "").chars().all(is_plain), "{text}");
        }
    }
}

//! Names in both languages, each pair in one place so that neither can be missing.

use crate::capacity::Counterfactual;
use crate::quantity::{Currency, Measure, PriceBasis, Scope};
use crate::scenario::Scenario;
use crate::{Frequency, GrowthRate, Language, Output, Period, QuantityKind, Reading};

/// One text in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::report) struct Words {
    english: String,
    chinese: String,
}

impl Words {
    pub(in crate::report) fn new(english: &str, chinese: &str) -> Self {
        Self {
            english: english.to_owned(),
            chinese: chinese.to_owned(),
        }
    }

    /// Both texts from a function of the language.
    pub(in crate::report) fn both(text: impl Fn(Language) -> String) -> Self {
        Self {
            english: text(Language::English),
            chinese: text(Language::Chinese),
        }
    }

    pub(in crate::report) fn of(&self, language: Language) -> &str {
        language.of(&self.english, &self.chinese)
    }
}

/// The names of the shipped scenarios in both languages.
const SHIPPED: [(&str, &str); 3] = [
    (
        "Smart computing in Chengdu to 2030",
        "成都智能算力，至2030年",
    ),
    (
        "China to 2030, CAICT's rules as published",
        "中国至2030年：按信通院公布的经验法则",
    ),
    (
        "A national build-out at the forecast of 2022, to 2030",
        "按2022年预测推进的全国算力建设，至2030年",
    ),
];

/// The Chinese name of a scenario with the name of a shipped one.
pub(in crate::report) fn shipped_name(scenario: &Scenario) -> Option<&'static str> {
    let row = SHIPPED
        .iter()
        .find(|(english, _)| *english == scenario.name());
    row.map(|(_, chinese)| *chinese)
}

/// The name of a scenario: in Chinese if it is a shipped one, otherwise as its author wrote it.
pub(in crate::report) fn scenario_name(scenario: &Scenario, language: Language) -> String {
    let name = match language {
        Language::English => None,
        Language::Chinese => shipped_name(scenario),
    };
    super::text::clean(name.unwrap_or_else(|| scenario.name()))
}

/// An output's name: the title of an axis.
pub(in crate::report) fn output(output: Output) -> Words {
    let about = output.about();
    Words::new(&capital(about.english), about.chinese)
}

pub(in crate::report) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// A column of a chart's table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::report) enum Column {
    Years,
    P05,
    P25,
    P50,
    P75,
    P95,
    Central,
    Target,
    Observed,
    Logistic,
    Linear,
    Policy,
    BeforeP05,
    Before,
    BeforeP95,
    AfterP05,
    After,
    AfterP95,
    Low,
    Base,
    High,
    From,
    To,
    Amount,
    Value,
    Hosted,
    Used,
    Flow,
    OutOf,
    Into,
}

impl Column {
    /// Identifier, English name, Chinese name.
    const fn about(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Years => ("years", "years", "年数"),
            Self::P05 => ("p05", "5 %", "5%"),
            Self::P25 => ("p25", "25 %", "25%"),
            Self::P50 => ("p50", "median", "中位数"),
            Self::P75 => ("p75", "75 %", "75%"),
            Self::P95 => ("p95", "95 %", "95%"),
            Self::Central => ("central", "central path", "中心路径"),
            Self::Target => ("target", "target", "目标"),
            Self::Observed => ("observed", "observed", "观测值"),
            Self::Logistic => ("logistic", "logistic trend", "逻辑斯蒂趋势"),
            Self::Linear => ("linear", "linear trend", "线性趋势"),
            Self::Policy => ("policy", "policy target", "政策目标"),
            Self::BeforeP05 => ("before-p05", "before, 5 %", "政策前5%"),
            Self::Before => ("before", "before", "政策前"),
            Self::BeforeP95 => ("before-p95", "before, 95 %", "政策前95%"),
            Self::AfterP05 => ("after-p05", "after, 5 %", "政策后5%"),
            Self::After => ("after", "after", "政策后"),
            Self::AfterP95 => ("after-p95", "after, 95 %", "政策后95%"),
            Self::Low => ("low", "low", "低值"),
            Self::Base => ("base", "base", "基准"),
            Self::High => ("high", "high", "高值"),
            Self::From => ("from", "from", "起"),
            Self::To => ("to", "to", "至"),
            Self::Amount => ("amount", "amount", "数额"),
            Self::Value => ("value", "value", "估计值"),
            Self::Hosted => ("hosted", "hosted", "托管"),
            Self::Used => ("used", "used", "使用"),
            Self::Flow => ("flow", "flow", "流量"),
            Self::OutOf => ("out-of", "out of", "流出地"),
            Self::Into => ("into", "into", "流入地"),
        }
    }

    /// The stable name in a table.
    pub(in crate::report) const fn id(self) -> &'static str {
        self.about().0
    }

    pub(in crate::report) const fn name(self, language: Language) -> &'static str {
        language.of(self.about().1, self.about().2)
    }

    /// True if its numbers say where a row lies, and are not in the unit of the table.
    pub(in crate::report) const fn is_position(self) -> bool {
        matches!(self, Self::Years | Self::OutOf | Self::Into)
    }
}

/// A period in words: `2030`, `2030-Q1`; 2030年, 2030年第一季度, 2030年6月.
pub(in crate::report) fn period(period: Period, language: Language) -> String {
    let text = period.to_string();
    if language == Language::English {
        return text;
    }
    let (year, part) = text.split_once('-').unwrap_or((&text, ""));
    match period.frequency() {
        Frequency::Year => format!("{year}年"),
        Frequency::Quarter => {
            let quarter = match part {
                "Q1" => "一",
                "Q2" => "二",
                "Q3" => "三",
                _ => "四",
            };
            format!("{year}年第{quarter}季度")
        }
        Frequency::Month => format!("{year}年{}月", part.trim_start_matches('0')),
    }
}

/// From one period to another: `2024–2030`, 2024—2030年.
pub(in crate::report) fn span(first: Period, last: Period, language: Language) -> String {
    match (language, first.frequency()) {
        (Language::English, _) => format!("{first}–{last}"),
        (Language::Chinese, Frequency::Year) => {
            format!("{first}—{}", period(last, language))
        }
        (Language::Chinese, Frequency::Quarter | Frequency::Month) => {
            format!("{}至{}", period(first, language), period(last, language))
        }
    }
}

/// A number with commas between thousands: `1,234.5`.
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

/// A count of draws: `20,000`, 2万, 4,096.
pub(in crate::report) fn count(number: u64, language: Language) -> String {
    if language == Language::Chinese && number >= 10_000 && number.is_multiple_of(1_000) {
        let (whole, thousands) = (number / 10_000, number % 10_000 / 1_000);
        return match thousands {
            0 => format!("{whole}万"),
            thousands => format!("{whole}.{thousands}万"),
        };
    }
    grouped(&number.to_string())
}

/// A kind of quantity.
pub(in crate::report) const fn quantity(kind: QuantityKind, language: Language) -> &'static str {
    let (english, chinese) = match kind {
        QuantityKind::Elasticity => ("elasticity", "弹性系数"),
        QuantityKind::GrowthRatio => ("growth ratio", "增速比"),
        QuantityKind::SemiElasticity => ("semi-elasticity", "半弹性"),
        QuantityKind::Multiplier => ("multiplier", "乘数"),
        QuantityKind::GrowthRate => ("growth rate", "增速"),
        QuantityKind::Share => ("share", "占比"),
        QuantityKind::Capacity => ("capacity", "算力规模"),
        QuantityKind::Money => ("money", "金额"),
        QuantityKind::IndexScore => ("index score", "指数得分"),
        QuantityKind::LogOdds => ("log odds", "对数几率"),
        QuantityKind::Factor => ("factor", "倍数"),
        QuantityKind::UnitCost => ("unit cost", "单位成本"),
        QuantityKind::Years => ("years", "年数"),
        QuantityKind::Power => ("power", "功率"),
        QuantityKind::PowerIntensity => ("power intensity", "单位算力功率"),
        QuantityKind::ComputePrice => ("price of compute", "算力价格"),
        QuantityKind::EnergyPrice => ("price of energy", "电价"),
    };
    language.of(english, chinese)
}

/// A currency; one without a Chinese name here keeps its code.
pub(in crate::report) fn currency(currency: Currency, language: Language) -> String {
    match (currency, language) {
        (Currency::CNY, _) => language.of("yuan", "元").to_owned(),
        (Currency::USD, Language::Chinese) => "美元".to_owned(),
        (Currency::EUR, Language::Chinese) => "欧元".to_owned(),
        (other, _) => other.to_string(),
    }
}

/// The prices that money is counted at.
pub(in crate::report) fn prices(basis: PriceBasis, language: Language) -> String {
    match (basis, language) {
        (basis, Language::English) => basis.to_string(),
        (PriceBasis::Nominal, Language::Chinese) => "现价".to_owned(),
        (PriceBasis::Constant { year }, Language::Chinese) => format!("{year}年价格"),
    }
}

/// Precision and scope of a capacity.
pub(in crate::report) fn measure(measure: Measure, language: Language) -> String {
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

/// The unit of a coefficient or of a pure number; `None` for kinds whose unit is that of a scale
/// (money, capacity, power, shares and rates).
pub(in crate::report) const fn pure_unit(
    kind: QuantityKind,
) -> Option<(&'static str, &'static str)> {
    match kind {
        QuantityKind::Elasticity => Some(("% per %", "%／%")),
        QuantityKind::GrowthRatio => Some(("points per point", "百分点／百分点")),
        QuantityKind::SemiElasticity => Some(("fraction per index point", "比例／指数点")),
        QuantityKind::IndexScore => Some(("index points", "指数分值")),
        QuantityKind::LogOdds => Some(("log odds", "对数几率")),
        QuantityKind::Factor => Some(("factor", "倍")),
        QuantityKind::Years => Some(("years", "年")),
        QuantityKind::Multiplier => Some(("money out per money in", "元／元")),
        QuantityKind::GrowthRate
        | QuantityKind::Share
        | QuantityKind::Capacity
        | QuantityKind::Money
        | QuantityKind::UnitCost
        | QuantityKind::Power
        | QuantityKind::PowerIntensity
        | QuantityKind::ComputePrice
        | QuantityKind::EnergyPrice => None,
    }
}

/// A growth rate with its time: `5 % per year`, 年均5%.
pub(in crate::report) fn growth(rate: GrowthRate, language: Language) -> String {
    if language == Language::English {
        return rate.to_string();
    }
    let every = match rate.frequency() {
        Frequency::Year => "每年",
        Frequency::Quarter => "每季度",
        Frequency::Month => "每月",
    };
    let percent = format!("{:.2}", rate.get() * 100.0);
    let percent = percent.trim_end_matches('0').trim_end_matches('.');
    format!("{every}{percent}%")
}

/// The compute that an outcome is compared with, as the end of a phrase: `compute that stays at
/// its level of 2024`.
pub(in crate::report) fn counterfactual(scenario: &Scenario, language: Language) -> String {
    match (scenario.compute().counterfactual(), language) {
        (Counterfactual::Frozen, Language::English) => {
            format!("compute that stays at its level of {}", scenario.base())
        }
        (Counterfactual::Frozen, Language::Chinese) => {
            format!("算力停留在{}水平", period(scenario.base(), language))
        }
        (Counterfactual::Trend(rate), Language::English) => {
            format!("compute that grows {}", growth(rate.value(), language))
        }
        (Counterfactual::Trend(rate), Language::Chinese) => {
            format!("算力{}增长", growth(rate.value(), language))
        }
        (Counterfactual::Path(_), Language::English) => {
            "compute on the counterfactual path".to_owned()
        }
        (Counterfactual::Path(_), Language::Chinese) => "算力走反事实路径".to_owned(),
    }
}

/// True if an output is a comparison with the counterfactual.
pub(in crate::report) const fn compares(output: Output) -> bool {
    match output {
        Output::Gdp(reading) | Output::Digital(reading) => match reading {
            Reading::Without
            | Reading::Impact
            | Reading::ImpactMoney
            | Reading::GrowthWithout
            | Reading::GrowthImpact => true,
            Reading::With | Reading::Growth => false,
        },
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_output_has_two_names_of_its_own() {
        for language in [Language::English, Language::Chinese] {
            let mut names: Vec<String> = Output::all()
                .map(|kind| output(kind).of(language).to_owned())
                .collect();
            let count = names.len();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), count);
        }
    }

    #[test]
    fn periods_and_counts_read_as_they_are_written() {
        for (text, chinese) in [
            ("2030", "2030年"),
            ("2030-Q2", "2030年第二季度"),
            ("2030-06", "2030年6月"),
        ] {
            let at: Period = text.parse().unwrap();
            assert_eq!(period(at, Language::Chinese), chinese);
            assert_eq!(period(at, Language::English), text);
        }
        assert_eq!(count(20_000, Language::Chinese), "2万");
        assert_eq!(count(25_000, Language::Chinese), "2.5万");
        assert_eq!(count(4_096, Language::Chinese), "4,096");
        assert_eq!(count(20_000, Language::English), "20,000");
    }
}

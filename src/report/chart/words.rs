//! Names in both languages.

use crate::Language;
use crate::Output;

/// One text in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::report) struct Words {
    english: String,
    chinese: String,
}

impl Words {
    pub(super) fn new(english: &str, chinese: &str) -> Self {
        Self {
            english: english.to_owned(),
            chinese: chinese.to_owned(),
        }
    }

    pub(in crate::report) fn of(&self, language: Language) -> &str {
        language.of(&self.english, &self.chinese)
    }
}

/// An output's name: what an axis is called.
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

/// Names of units that this crate writes; any other stays as it is.
const UNITS: [(&str, &str); 7] = [
    ("points per point", "百分点／百分点"),
    ("% per %", "%／%"),
    ("% per point", "%／指数点"),
    ("yuan per yuan", "元／元"),
    ("index points", "指数分值"),
    ("years", "年"),
    ("factor", "倍"),
];

pub(super) fn unit(name: &str, language: Language) -> String {
    let known = UNITS.into_iter().find(|(english, _)| *english == name);
    known
        .map_or(name, |(english, chinese)| language.of(english, chinese))
        .to_owned()
}

/// Names of columns and of kinds of rows, where they are told in words.
const NAMES: [(&str, &str, &str); 33] = [
    ("p05", "5 %", "5%"),
    ("p25", "25 %", "25%"),
    ("p50", "median", "中位数"),
    ("p75", "75 %", "75%"),
    ("p95", "95 %", "95%"),
    ("central", "central path", "中心路径"),
    ("target", "target", "目标"),
    ("observed", "observed", "观测值"),
    ("logistic", "logistic trend", "逻辑斯蒂趋势"),
    ("linear", "linear trend", "线性趋势"),
    ("policy", "policy target", "政策目标"),
    ("before-p05", "before, 5 %", "政策前5%"),
    ("before", "before", "政策前"),
    ("before-p95", "before, 95 %", "政策前95%"),
    ("after-p05", "after, 5 %", "政策后5%"),
    ("after", "after", "政策后"),
    ("after-p95", "after, 95 %", "政策后95%"),
    ("low", "low", "低值"),
    ("base", "base", "基准"),
    ("high", "high", "高值"),
    ("from", "from", "起"),
    ("to", "to", "至"),
    ("amount", "amount", "数额"),
    ("value", "value", "估计值"),
    ("hosted", "hosted", "托管"),
    ("used", "used", "使用"),
    ("flow", "flow", "流量"),
    ("residual", "residual", "残差"),
    ("regression", "regression", "回归"),
    ("meta-analysis", "meta-analysis", "元分析"),
    ("ratio", "ratio of growth rates", "增速之比"),
    ("other", "other estimate", "其他估计"),
    ("pooled", "pooled", "合并估计"),
];

pub(in crate::report) fn name(id: &str, language: Language) -> &str {
    let known = NAMES.into_iter().find(|(known, ..)| *known == id);
    known.map_or(id, |(_, english, chinese)| language.of(english, chinese))
}

/// The name of a kind of quantity in Chinese.
pub(super) fn quantity(name: &str) -> &str {
    match name {
        "elasticity" => "弹性",
        "growth ratio" => "增速比",
        "semi-elasticity" => "半弹性",
        "multiplier" => "乘数",
        "growth rate" => "增速",
        "share" => "占比",
        "capacity" => "算力",
        "money" => "金额",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_output_has_two_names_of_its_own() {
        for language in [Language::English, Language::Chinese] {
            let mut names: Vec<String> = Output::all()
                .map(|held| output(held).of(language).to_owned())
                .collect();
            let count = names.len();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), count);
        }
    }
}

//! Names of evidence, segments, multipliers and places in both languages, for reports.

use super::shipped;
use crate::capacity::Segment;
use crate::evidence::{Confidence, EvidenceKind};
use crate::report::chart::words::{capital, period};
use crate::scenario::place::Step;
use crate::scenario::{Input, Key, Place};
use crate::text::line;
use crate::{Language, MultiplierOf};

/// A kind of evidence, without the size of its sample.
pub(super) const fn evidence(kind: EvidenceKind, language: Language) -> &'static str {
    let (english, chinese) = match kind {
        EvidenceKind::OfficialStatistic => ("official statistic", "官方统计"),
        EvidenceKind::PolicyTarget => ("policy target", "政策目标"),
        EvidenceKind::PressReport => ("press report", "媒体报道"),
        EvidenceKind::InstituteEstimate => ("institute's estimate", "研究机构估计"),
        EvidenceKind::Forecast => ("forecast", "预测"),
        EvidenceKind::RatioOfGrowthRates => ("ratio of growth rates", "增速比"),
        EvidenceKind::Regression { .. } => ("regression", "回归估计"),
        EvidenceKind::MetaAnalysis => ("meta-analysis", "元分析"),
        EvidenceKind::InputOutputStudy => ("input-output study", "投入产出研究"),
        EvidenceKind::Derived => ("arithmetic on published figures", "据公布数据推算"),
        EvidenceKind::Assumption => ("assumption", "假定"),
    };
    language.of(english, chinese)
}

/// A grade of confidence.
pub(super) const fn confidence(grade: Confidence, language: Language) -> &'static str {
    let (english, chinese) = match grade {
        Confidence::Assumed => ("assumed", "假定"),
        Confidence::Low => ("low", "低"),
        Confidence::Derived => ("derived", "推算"),
        Confidence::Medium => ("medium", "中"),
        Confidence::High => ("high", "高"),
    };
    language.of(english, chinese)
}

/// The citation of an input. Publisher and locator are names and stay as they are; titles that the
/// catalogue or a shipped scenario has in Chinese are in Chinese.
pub(super) fn citation(input: &Input, language: Language) -> String {
    let source = input.source();
    if language == Language::English {
        return source.to_string();
    }
    let title = line(shipped::title(input, language));
    if source.kind() == EvidenceKind::Assumption {
        return format!("假定：{title}");
    }
    let mut text = format!("{}，{title}", line(source.publisher()));
    if let Some(date) = source.date() {
        text.push('，');
        text.push_str(&period(date, language));
    }
    if let Some(locator) = source.locator() {
        text.push('，');
        text.push_str(&line(locator));
    }
    format!(
        "{text}（{}，可信度{}）",
        evidence(source.kind(), language),
        confidence(source.confidence(), language)
    )
}

/// A segment of computing power.
pub(super) const fn segment(segment: Segment, language: Language) -> &'static str {
    match segment {
        Segment::General => language.of("general compute", "通用算力"),
        Segment::Smart => language.of("smart compute", "智能算力"),
        Segment::Supercomputing => language.of("supercomputing", "超算算力"),
    }
}

/// The output that a multiplier counts.
pub(super) const fn multiplied(of: MultiplierOf, language: Language) -> &'static str {
    match of {
        MultiplierOf::GrossOutput => language.of("gross output", "总产出"),
        MultiplierOf::ValueAdded => language.of("value added", "增加值"),
        MultiplierOf::Unstated => language.of("unstated output", "产出口径未注明"),
    }
}

/// The English and the Chinese word of a key. An empty word leaves the key out of a name where
/// its neighbours say the same.
#[expect(clippy::too_many_lines, reason = "one arm per key")]
const fn word(key: Key) -> (&'static str, &'static str) {
    match key {
        Key::Compute => ("compute", "算力"),
        Key::Gdp => ("GDP", "GDP"),
        Key::Digital => ("digital economy", "数字经济"),
        Key::Investment => ("investment", "投资"),
        Key::Noise => ("noise", "随机扰动"),
        Key::Policy => ("policy", "政策"),
        Key::Alternative => ("alternative", "备选情景"),
        Key::Inputs => ("inputs", "输入"),
        Key::Base => ("in the base period", "基期值"),
        Key::Path | Key::LogOdds | Key::Stated => ("", ""),
        Key::Counterfactual => ("counterfactual", "反事实"),
        Key::Use => ("use", "使用"),
        Key::Stock => ("stock", "存量"),
        Key::Total => ("total", "总规模"),
        Key::Segments => ("by segment", "分类"),
        Key::BuildOut => ("build-out", "建设"),
        Key::Growth => ("growth", "增速"),
        Key::SmartShare => ("smart share", "智能算力占比"),
        Key::Observations => ("observation", "观测"),
        Key::Share => ("share", "占比"),
        Key::Ceiling => ("ceiling", "上限"),
        Key::Deviation => ("deviation from the trend", "偏离趋势"),
        Key::LineError => ("error of the line", "直线误差"),
        Key::CurveError => ("error of the curve", "曲线误差"),
        Key::SupercomputingPart => ("part of supercomputing", "超算算力部分"),
        Key::Mix => ("mix", "构成"),
        Key::General => ("general", "通用算力"),
        Key::Smart => ("smart", "智能算力"),
        Key::Supercomputing => ("supercomputing", "超算算力"),
        Key::Trend => ("trend", "趋势"),
        Key::Constant => ("constant rate", "不变增速"),
        Key::ByPeriod => ("by period", "逐期"),
        Key::Rates => ("rate", "增速"),
        Key::Then => ("rate after that", "其后增速"),
        Key::ToTarget => ("to a target", "达到目标"),
        Key::Level => ("level", "水平"),
        Key::PerPeriod => ("per period", "每期"),
        Key::UnitCost => ("unit cost", "单位成本"),
        Key::Start => ("at the start", "期初值"),
        Key::PricePerformance => ("price-performance", "性价比增速"),
        Key::Learning => ("learning", "学习率"),
        Key::Retirement => ("retirement", "退役"),
        Key::Life => ("service life", "使用年限"),
        Key::Geometric => ("geometric rate", "几何退役率"),
        Key::Survival => ("survival", "留存率"),
        Key::PastGrowth => ("past growth", "以往增速"),
        Key::Power => ("power", "电力"),
        Key::Intensity => ("intensity", "单位算力功率"),
        Key::Pue => ("PUE", "电能利用效率"),
        Key::Limit => ("limit", "限额"),
        Key::Utilisation => ("utilisation", "利用率"),
        Key::Productivity => ("productivity", "单位算力效能"),
        Key::Baseline => ("baseline", "基线"),
        Key::Includes => ("(includes compute)", "（含算力）"),
        Key::Excludes => ("(excludes compute)", "（不含算力）"),
        Key::Response => ("response", "响应"),
        Key::Coefficient => ("coefficient", "系数"),
        Key::Lag => ("lag", "滞后"),
        Key::Koyck => ("Koyck decay", "科伊克衰减"),
        Key::Saturation => ("saturation", "饱和"),
        Key::Index => ("index", "指数"),
        Key::Target => ("target", "目标"),
        Key::Outlay => ("outlay", "支出"),
        Key::Multiplier => ("multiplier", "乘数"),
        Key::Chain => ("chain", "传导"),
        Key::ValueAdded => ("part of value added", "增加值率"),
        Key::Domestic => ("domestic part", "国内部分"),
        Key::CrowdingOut => ("crowding out", "挤出效应"),
        Key::Discount => ("discount rate", "贴现率"),
        Key::Persistence => ("persistence", "持续性"),
        Key::StandardDeviation => ("standard deviation", "标准差"),
        Key::Shock => ("shock", "冲击"),
        Key::Restriction => ("restriction", "限制"),
        Key::Efficiency => ("efficiency", "效率"),
        Key::Demand => ("demand", "需求"),
        Key::Capacity => ("capacity", "算力规模"),
        Key::Premium => ("price premium", "溢价"),
        Key::Anticipation => ("anticipation", "提前采购"),
        Key::Substitution => ("substitution", "替代"),
        Key::UpTo => ("up to", "上限值"),
        Key::Over => ("period of adoption", "推广期"),
        Key::Gain => ("gain", "增益"),
        Key::To => ("to", "升至"),
        Key::By => ("by", "提高"),
        Key::Factor => ("factor", "倍数"),
        Key::GrowthBefore => ("growth before", "此前增速"),
        Key::Timing => ("timing", "时点"),
        Key::Average => ("average", "平均"),
        Key::Market => ("market", "市场"),
        Key::Cost => ("cost", "成本"),
        Key::Rentals => ("rental", "租赁"),
        Key::Price => ("price", "价格"),
        Key::Card => ("card", "单卡"),
        Key::Rate => ("rate", "费率"),
        Key::Sold => ("share of hours sold", "售出时间占比"),
        Key::Operation => ("operation", "运维"),
        Key::PowerPrice => ("price of energy", "电价"),
        Key::Margin => ("margin", "利润率"),
        Key::Elasticity => ("price elasticity", "价格弹性"),
        Key::Induced => ("induced investment", "诱发投资"),
        Key::Voucher => ("voucher", "算力券"),
        Key::Budget => ("budget", "预算"),
        Key::Displaced => ("displaced part", "替代部分"),
        Key::Sites => ("sites", "站点"),
        Key::Movable => ("movable share", "可迁移占比"),
        Key::Platform => ("platform", "平台"),
        Key::Registered => ("registered share", "登记占比"),
        Key::Search => ("search cost", "搜寻成本"),
        Key::Locality => ("locality", "地方"),
        Key::UsedHere => ("share used here", "本地使用占比"),
        Key::Retained => ("retained share", "本地留存占比"),
        Key::Nation => ("nation", "全国"),
        Key::Quality => ("quality", "质量"),
        Key::Secondary => ("secondary market", "二级市场"),
        Key::RentGrowth => ("growth of rents", "租金增速"),
    }
}

/// The name of a place in a scenario, made of the words of its keys: `compute total growth
/// constant rate`, 算力·总规模·增速·不变增速. Items of lists count from one.
pub(super) fn place(place: &Place, language: Language) -> String {
    let mut name = String::new();
    for step in place.steps() {
        match step {
            Step::Key(key) => {
                let (english, chinese) = word(*key);
                let word = language.of(english, chinese);
                if !name.is_empty() && !word.is_empty() && !word.starts_with('（') {
                    name.push_str(language.of(" ", "·"));
                }
                name.push_str(word);
            }
            Step::Item(number) => {
                name.push_str(language.of(" ", ""));
                name.push_str(&(number + 1).to_string());
            }
        }
    }
    capital(&name)
}

/// The word of the first key of a place: the part of the scenario that it belongs to.
pub(super) fn root(place: &Place, language: Language) -> &'static str {
    match place.steps().first() {
        Some(Step::Key(key)) => {
            let (english, chinese) = word(*key);
            language.of(english, chinese)
        }
        Some(Step::Item(_)) | None => language.of("scenario", "情景"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Scenario;

    #[test]
    fn places_of_one_scenario_have_names_of_their_own() {
        for id in ["china-2030", "east-data-west-computing"] {
            let scenario = Scenario::shipped(id).unwrap();
            for language in [Language::English, Language::Chinese] {
                let mut names: Vec<String> = scenario
                    .inputs()
                    .iter()
                    .map(|input| place(input.place(), language))
                    .collect();
                let count = names.len();
                names.sort_unstable();
                names.dedup();
                assert_eq!(names.len(), count, "{id}");
                let is_latin = |name: &String| name.contains(|c: char| c.is_ascii_lowercase());
                assert!(language == Language::English || !names.iter().any(is_latin));
            }
        }
    }
}

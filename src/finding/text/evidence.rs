//! Sentences on figures by their meaning, and on the evidence that a result rests on.

use super::Text;
use crate::Language::{self, Chinese, English};
use crate::evidence::Contradiction;
use crate::finding::names::Named;
use crate::finding::objection::{Fact, OnEvidence};
use crate::finding::prose::Prose;

impl Fact {
    /// The fact that is open, as the object of "does not state".
    const fn question(self, language: Language) -> &'static str {
        let (english, chinese) = match self {
            Self::Prices => (
                "whether the growth is nominal or real",
                "增速是名义的还是实际的",
            ),
            Self::Revision => (
                "the statistical revision that the level stands on",
                "水平值以哪一次统计修订为准",
            ),
            Self::Definition => (
                "the definition by which it counts the digital economy",
                "数字经济按哪一种口径统计",
            ),
            Self::Machines => ("the machines on which it was measured", "按哪些设备测得"),
            Self::Measures => (
                "whether it measures operations, racks or energy",
                "衡量的是运算、机架还是电力",
            ),
            Self::Timing => ("the window over which the flow runs", "流量涵盖哪一段时间"),
        };
        language.of(english, chinese)
    }

    /// The field of a meaning that states it, with the values to choose from.
    const fn field(self, language: Language) -> &'static str {
        let (english, chinese) = match self {
            Self::Prices => (
                "`meaning.prices`, `nominal` or `real`",
                "`meaning.prices`：`nominal`（名义）或`real`（实际）",
            ),
            Self::Revision => ("`meaning.revision`", "`meaning.revision`"),
            Self::Definition => ("`meaning.definition`", "`meaning.definition`"),
            Self::Machines => (
                "`meaning.machines`, `in use`, `installed` or `in AI clusters`",
                "`meaning.machines`：`in use`（在用）、`installed`（设备侧）或`in AI clusters`\
                 （智算集群）",
            ),
            Self::Measures => (
                "`meaning.measures`, such as `flop-utilisation` or `rack-occupancy`",
                "`meaning.measures`，例如`flop-utilisation`（算力利用率）或`rack-occupancy`\
                 （机架上架率）",
            ),
            Self::Timing => (
                "`meaning.timing`, such as `{ flow = \"2024-Q4\" }`",
                "`meaning.timing`，例如`{ flow = \"2024-Q4\" }`",
            ),
        };
        language.of(english, chinese)
    }
}

/// The sentence on a figure that should not be used.
fn contradicted(by: &Contradiction, language: Language) -> Text {
    let prose = Prose::new(language);
    match (by.entry(), by.reason(), language) {
        (Some(entry), _, English) => Text::new(
            format!(
                "another figure contradicts it: {} ({})",
                prose.figure(entry.figure()),
                prose.entry(entry)
            ),
            format!("use `{}`", entry.id()),
        ),
        (Some(entry), _, Chinese) => Text::new(
            format!(
                "另一数值与之矛盾：{}（{}）",
                prose.figure(entry.figure()),
                prose.entry(entry)
            ),
            format!("改用`{}`", entry.id()),
        ),
        (None, reason, English) => Text::new(
            reason.map_or_else(
                || "the figure is unusable".to_owned(),
                |reason| format!("the figure is unusable: {reason}"),
            ),
            "use another figure: this one measures nothing that a model has",
        ),
        (None, reason, Chinese) => Text::new(
            reason.map_or_else(
                || "该数值不可用".to_owned(),
                |reason| format!("该数值不可用：“{reason}”"),
            ),
            "改用其他数值：它所衡量的内容在模型中没有对应项",
        ),
    }
}

impl OnEvidence {
    #[expect(clippy::too_many_lines, reason = "one arm for each objection")]
    pub(super) fn text(&self, language: Language) -> Text {
        let prose = Prose::new(language);
        match self {
            Self::ContradictedSource { by, .. } => contradicted(by, language),
            Self::FigureOfAnotherThing {
                measured, used_as, ..
            } => {
                let (measured, used_as) = (measured.name_in(language), used_as.name_in(language));
                match language {
                    English => Text::new(
                        format!("the figure measures {measured}, and is used as {used_as}"),
                        "use a figure of what the input means",
                    ),
                    Chinese => Text::new(
                        format!("该数值衡量的是{measured}，却被用作{used_as}"),
                        "使用与该输入含义相符的数值",
                    ),
                }
            }
            Self::FlowOfAnotherWindow {
                timing,
                window_years,
                frequency,
            } => {
                let timing = timing.name_in(language);
                let times = prose.times(window_years / frequency.years());
                let window = prose.years(*window_years);
                let every = prose.every(*frequency);
                let frequency = frequency.name_in(language);
                match language {
                    English => Text::new(
                        format!(
                            "the figure is a sum {timing}, {window}, and stands for one \
                             {frequency}: {times} as much"
                        ),
                        format!(
                            "give the amount of a {frequency}: in a {every} scenario money flows \
                             {every}"
                        ),
                    ),
                    Chinese => Text::new(
                        format!(
                            "该数值是{timing}的合计（{window}），却被当作一个{frequency}的数额：相当于{times}"
                        ),
                        format!(
                            "给出一个{frequency}的数额：{every}推算的情景中，资金流量也{every}计"
                        ),
                    ),
                }
            }
            Self::BaseDateMismatch {
                of,
                base,
                years_apart,
            } => {
                let (of, base) = (of.name_in(language), base.name_in(language));
                let apart = prose.years(years_apart.abs());
                match language {
                    English => Text::new(
                        format!(
                            "the figure is for {of}, and the base period is {base}, {apart} apart"
                        ),
                        "use the figure of the base period, or start from the period of the figure",
                    ),
                    Chinese => Text::new(
                        format!("该数值对应{of}，而基期为{base}，相差{apart}"),
                        "使用基期的数值，或把基期设为该数值对应的时期",
                    ),
                }
            }
            Self::DateMismatch {
                of,
                basis,
                years_apart,
            } => {
                let (of, basis) = (of.name_in(language), basis.name_in(language));
                let apart = prose.years(years_apart.abs());
                match language {
                    English => Text::new(
                        format!("the figure is for {of}, and stands at {basis}, {apart} apart"),
                        "use the figure's own date",
                    ),
                    Chinese => Text::new(
                        format!("该数值对应{of}，却被置于{basis}，相差{apart}"),
                        "使用该数值自身的日期",
                    ),
                }
            }
            Self::UnstatedFact { fact, places } => {
                let (question, field) = (fact.question(language), fact.field(language));
                let places = prose.places(places);
                match language {
                    English => Text::new(
                        format!("a source does not state {question}: {places}"),
                        format!("state {field}"),
                    ),
                    Chinese => Text::new(
                        format!("来源未说明{question}：{places}"),
                        format!("注明{field}"),
                    ),
                }
            }
            Self::TargetAsProjection { publisher, .. } => match language {
                English => Text::new(
                    format!("the input is a policy target ({publisher})"),
                    "call the result conditional on the target, and show the trend next to it",
                ),
                Chinese => Text::new(
                    format!("该输入是政策目标（发布方：“{publisher}”）"),
                    "注明结果以实现该目标为前提，并同时展示趋势路径",
                ),
            },
            Self::RestsOnAssumptions { places } => {
                let places = prose.places(places);
                match language {
                    English => Text::new(
                        format!(
                            "the result rests on assumptions, not on published figures: {places}"
                        ),
                        "state these assumptions with the result",
                    ),
                    Chinese => Text::new(
                        format!("结果依据的是假定，而不是已公布的数值：{places}"),
                        "引用结果时注明这些假定",
                    ),
                }
            }
            Self::RestsOnWeakSource { places } => {
                let places = prose.places(places);
                match language {
                    English => Text::new(
                        format!("the result rests on a single or weak source: {places}"),
                        "look for a better source before quoting the result",
                    ),
                    Chinese => Text::new(
                        format!("结果依据的是单一来源或可信度低的来源：{places}"),
                        "引用结果前寻找更可靠的来源",
                    ),
                }
            }
            Self::SpreadNotShown { places } => {
                let places = prose.places(places);
                match language {
                    English => Text::new(
                        format!(
                            "these inputs are uncertain, and are shown at their central values: \
                             {places}"
                        ),
                        "state that the projection is one path of many, or simulate it",
                    ),
                    Chinese => Text::new(
                        format!("下列输入存在不确定性，此处只取中心值：{places}"),
                        "注明该测算只是众多可能路径之一，或进行模拟",
                    ),
                }
            }
        }
    }
}

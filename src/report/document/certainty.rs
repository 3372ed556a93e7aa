//! The certainty of the answer: the spread of the draws, other coefficients, and the evidence.

use super::answer::with_unit;
use super::block::{Block, Picture, scaled};
use super::{Known, Report, Reported, names};
use crate::evidence::EvidenceKind;
use crate::report::chart::range::{Range, RangeChart};
use crate::report::chart::words::{self, Words};
use crate::report::chart::{AxisUnit, Caption, ForestChart, ForestKind, ForestRow, clean, study};
use crate::report::published::{PooledResult, Published};
use crate::{Error, Language, Output, Period, Scenario};

/// A number of inputs, and the number of uncertain ones among them.
#[derive(Clone, Copy, Debug)]
pub(super) struct InputCount {
    all: usize,
    uncertain: usize,
}

impl InputCount {
    /// The counts of inputs that are uncertain (true) or taken as certain.
    fn of(inputs: impl Iterator<Item = bool>) -> Self {
        inputs.fold(
            Self {
                all: 0,
                uncertain: 0,
            },
            |count, is_uncertain| Self {
                all: count.all + 1,
                uncertain: count.uncertain + usize::from(is_uncertain),
            },
        )
    }

    pub(super) fn text(self, language: Language) -> String {
        let Self { all, uncertain } = self;
        match (all, language) {
            (1, Language::English) => format!("1 input, {uncertain} of them uncertain"),
            (_, Language::English) => format!("{all} inputs, {uncertain} of them uncertain"),
            (_, Language::Chinese) => format!("{all}项输入，其中{uncertain}项不确定"),
        }
    }
}

impl Report<'_> {
    /// The inputs behind the answer, and all inputs of the scenario: the only count in a report.
    pub(super) fn counts(&self) -> [InputCount; 2] {
        let leaves = self.explanation.leaves();
        let inputs = self.fan.scenario().inputs().iter();
        [
            InputCount::of(leaves.iter().map(|leaf| leaf.is_uncertain)),
            InputCount::of(inputs.map(crate::scenario::Input::is_uncertain)),
        ]
    }

    /// The spread of the draws, the range over the coefficients, and the evidence.
    pub(super) fn certainty(&self, language: Language) -> Vec<Block> {
        let mut blocks = vec![Block::Text(self.spread(language))];
        if let Known::Published(_) = self.main.known {
            let text = language.of(
                "The draws keep to the scenario's own coefficient. The studies below disagree about it, \
                 and each of them gives another answer in the same scenario. Elasticities of ICT \
                 capital stand in for those of computing power and give the scale. Rows of own \
                 calculation, which nobody published, are for comparison and do not enter the range \
                 over the other coefficients. The pooled row draws one of the publications in each \
                 draw, all with equal weight.",
                "模拟只使用本情景自身的系数。下列研究对该系数看法不一，在同一情景中各得出不同结果。其中信息通信技术资本\
                 的弹性仅代替算力弹性，用于比较量级。自行测算的各行未经发表，仅供对照，不计入其他系数的区间。合并值一行在每次模拟中等权抽取一项已发表的系数。",
            );
            blocks.push(Block::Text(text.to_owned()));
            blocks.extend(self.coefficients.clone().map(Block::Picture));
        }
        blocks.push(Block::Text(self.grade(language)));
        blocks
    }

    /// The spread of the draws in a sentence.
    fn spread(&self, language: Language) -> String {
        let main = &self.main;
        let short = main.short(language);
        let draws = words::count(self.fan.summary().draws_done(), language);
        let [behind, in_all] = self.counts();
        let names = self.explanation.all_noise();
        let plan = self.fan.scenario().plan();
        let noises = plan.noises.iter().map(|noise| &noise.on);
        let noises = noises.filter(|on| names.contains(&on.as_str()));
        let noises: Vec<String> = noises.map(|on| super::noise(on, language)).collect();
        let inputs = match (noises.is_empty(), language) {
            (true, Language::English) => format!("the answer depends on {}", behind.text(language)),
            (false, Language::English) => format!(
                "the answer depends on {}, with {}",
                behind.text(language),
                noises.join(", ")
            ),
            (true, Language::Chinese) => format!("结论依据{}", behind.text(language)),
            (false, Language::Chinese) => format!(
                "结论依据{}，另有{}",
                behind.text(language),
                noises.join("、")
            ),
        };
        let inputs = match language {
            Language::English => format!("{inputs} (of all {})", in_all.text(language)),
            Language::Chinese => format!("{inputs}（全部输入为{}）", in_all.text(language)),
        };
        let Some(_) = main.range() else {
            return match language {
                Language::English => format!("In the scenario, {inputs}."),
                Language::Chinese => format!("本情景中，{inputs}。"),
            };
        };
        let (_, _, quantiles) = main.last();
        let [low, middle, high] = quantiles.map(|value| with_unit(&short, value, language));
        match language {
            Language::English => format!(
                "In the scenario, {inputs}. Of {draws} draws, nine in ten lie between {low} and {high}, \
                 and half below {middle}."
            ),
            Language::Chinese => format!(
                "本情景中，{inputs}。{draws}次模拟中，90%的结果落在{low}与{high}之间，中位数为{middle}。"
            ),
        }
    }

    /// The evidence behind the answer in a sentence.
    fn grade(&self, language: Language) -> String {
        let scenario = self.fan.scenario();
        let mut kinds: Vec<(&str, usize)> = Vec::new();
        for leaf in self.explanation.leaves() {
            let Ok(input) = scenario.input(leaf.place.as_str()) else {
                continue;
            };
            let kind = names::evidence(input.source().kind(), language);
            match kinds.iter_mut().find(|(other, _)| *other == kind) {
                Some((_, count)) => *count += 1,
                None => kinds.push((kind, 1)),
            }
        }
        kinds.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let kinds: Vec<String> = kinds
            .iter()
            .map(|(kind, count)| match language {
                Language::English => format!("{kind} ({count})"),
                Language::Chinese => format!("{kind}{count}项"),
            })
            .collect();
        let grade = names::confidence(self.explanation.grade, language);
        match language {
            Language::English => format!(
                "The inputs behind it by kind of evidence: {}. The weakest is graded “{grade}”.",
                kinds.join(", ")
            ),
            Language::Chinese => format!(
                "所依据的输入按证据类型分：{}。证据等级最低的一项为“{grade}”。",
                kinds.join("、")
            ),
        }
    }

    /// The picture next to the answer: the central number with its range, and the range over the
    /// published coefficients.
    pub(super) fn range_picture(
        main: &Reported,
        scenario: &Scenario,
        published: &[f64],
    ) -> Result<Picture, Error> {
        let (at, value, _) = main.last();
        let name = words::output(main.output);
        let title = |language: Language| {
            let at = words::period(at, language);
            match language {
                Language::English => format!("{} in {at}", name.of(language)),
                Language::Chinese => format!("{at}{}", name.of(language)),
            }
        };
        let measured = |language: Language| {
            let name = name.of(language);
            if words::compares(main.output) {
                let against = language.of(", against ", "，对照：");
                format!(
                    "{name}{against}{}",
                    words::counterfactual(scenario, language)
                )
            } else {
                name.to_owned()
            }
        };
        let source = |language: Language| {
            let own = language.of("own calculation, scenario ", "自行测算，情景");
            format!("{own}“{}”", words::scenario_name(scenario, language))
        };
        let [english, chinese] = [Language::English, Language::Chinese];
        let caption = Caption::new(&title(english), &measured(english), &source(english))?
            .in_chinese(&title(chinese), &measured(chinese), &source(chinese))?;
        let mut ranges = vec![Range {
            name: match main.known {
                Known::Published(_) => Words::new("coefficient of this scenario", "本情景的系数"),
                Known::CoefficientOnly | Known::All => Words::new("this scenario", "本情景"),
            },
            ends: main.range(),
            values: vec![value],
            is_main: true,
        }];
        if let Known::Published(ends) = main.known {
            ranges.push(Range {
                name: Words::new("other coefficients", "目录中的其他系数"),
                ends: Some(ends),
                values: published.to_vec(),
                is_main: false,
            });
        }
        let chart = RangeChart::new(caption, main.unit.clone(), &ranges)?;
        Ok(Picture::of(&chart))
    }

    /// The answer by coefficient: the scenario's own, and those of other studies.
    pub(super) fn coefficient_picture(
        main: &Reported,
        scenario: &Scenario,
        published: &Published,
        pooled: Option<&PooledResult>,
    ) -> Result<Picture, Error> {
        let own = scenario.input("gdp.response.coefficient")?;
        let name = Words::both(|language| {
            let own_name = language.of("this scenario, ", "本情景：");
            let source = own.source();
            match source.kind() {
                EvidenceKind::Assumption => {
                    format!("{own_name}{}", names::evidence(source.kind(), language))
                }
                _ => format!("{own_name}{}", clean(source.publisher())),
            }
        });
        let (at, value, _) = main.last();
        let kind = ForestKind::from(own.source().kind());
        let mut rows = vec![row(&name, value, main.range(), kind)];
        for result in &published.results {
            let name = study(result.entry);
            let elasticity = result.entry.figure().number();
            let elasticity = scaled(
                &[elasticity],
                &AxisUnit::Other(String::new()),
                Language::English,
            )
            .precise(elasticity, 3);
            let name = Words::both(|language| match language {
                Language::English => format!("ε = {elasticity}, {}", name.of(language)),
                Language::Chinese => format!("ε = {elasticity}，{}", name.of(language)),
            });
            let [low, _, high] = result.quantiles;
            let ends = (low < high).then_some([low, high]);
            let kind = ForestKind::from(result.entry);
            rows.push(row(&name, result.central, ends, kind));
        }
        if let Some(pooled) = pooled {
            let elasticity = pooled.estimate.value().get();
            let elasticity = scaled(
                &[elasticity],
                &AxisUnit::Other(String::new()),
                Language::English,
            )
            .precise(elasticity, 3);
            let name = Words::new(
                &format!("ε = {elasticity}, publications pooled"),
                &format!("ε = {elasticity}，已发表系数的合并值"),
            );
            let [low, _, high] = pooled.quantiles;
            let ends = (low < high).then_some([low, high]);
            rows.push(row(&name, pooled.central, ends, ForestKind::Pooled));
        }
        let caption = caption_by_coefficient(main.output, at, scenario)?;
        let chart = ForestChart::new(caption, main.unit.clone(), rows)?;
        Ok(Picture::of(&chart))
    }
}

/// A row of the picture by coefficient. An interval that does not contain the number is not drawn.
fn row(name: &Words, value: f64, ends: Option<[f64; 2]>, kind: ForestKind) -> ForestRow {
    let row = ForestRow::new(name.of(Language::English), value, kind)
        .in_chinese(name.of(Language::Chinese));
    match ends.map(|[low, high]| row.clone().with_interval(low, high)) {
        Some(Ok(with_interval)) => with_interval,
        _ => row,
    }
}

/// Title, measure and source of the picture by coefficient, at the end of a period.
fn caption_by_coefficient(
    output: Output,
    at: Period,
    scenario: &Scenario,
) -> Result<Caption, Error> {
    let measure = words::output(output);
    let title = |language: Language| {
        let at = words::period(at, language);
        match language {
            Language::English => {
                format!("{} in {at} by the coefficient of GDP", measure.of(language))
            }
            Language::Chinese => format!("{at}{}，按GDP响应系数的来源", measure.of(language)),
        }
    };
    let measured = |language: Language| {
        let against = language.of(", against ", "，对照：");
        let other = words::counterfactual(scenario, language);
        format!("{}{against}{other}", measure.of(language))
    };
    let source = |language: Language| {
        let name = words::scenario_name(scenario, language);
        match language {
            Language::English => format!(
                "own calculation, scenario “{name}” with the coefficient of each study; only the \
                 first enters the scenario"
            ),
            Language::Chinese => {
                format!("自行测算，情景“{name}”分别采用各研究的系数；仅第一项为情景的输入")
            }
        }
    };
    let [english, chinese] = [Language::English, Language::Chinese];
    let caption = Caption::new(&title(english), &measured(english), &source(english))?;
    caption.in_chinese(&title(chinese), &measured(chinese), &source(chinese))
}

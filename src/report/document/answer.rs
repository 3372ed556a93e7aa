//! The question, the answer with its range, the objections, and the paths.

use super::block::{Block, Grid, Picture, scaled};
use super::{Known, Report, Reported};
use crate::capacity::Counterfactual;
use crate::evidence::EvidenceKind;
use crate::report::chart::range::{Range, RangeChart, written};
use crate::report::chart::words::{self, Words};
use crate::report::chart::{
    AxisUnit, Caption, Chart, ForestChart, ForestKind, ForestRow, Short, clean, study,
};
use crate::report::tidy::prints_as_certain;
use crate::scenario::{Output, Reading};
use crate::{Error, GrowthRate, Language};

/// The most periods of a target that are reported; of more, only the last.
const MAX_PERIODS: usize = 10;

/// A number with its unit, in three digits, as a sentence needs.
pub(super) fn with_unit(short: &Short, value: f64, language: Language) -> String {
    let number = short.precise(value, 3);
    if short.unit.is_empty() {
        return number;
    }
    // In Chinese, a space stands between a number and a unit in Latin letters alone.
    let is_latin = short.unit.starts_with(|first: char| first.is_ascii());
    let space = match language {
        Language::English => " ",
        Language::Chinese if is_latin => " ",
        Language::Chinese => "",
    };
    format!("{number}{space}{}", short.unit)
}

/// A range with its unit.
fn range_with_unit(short: &Short, ends: [f64; 2], language: Language) -> String {
    let text = written(ends, short, language);
    match (short.unit.is_empty(), language) {
        (true, _) => text,
        (false, Language::English) => format!("{text} {}", short.unit),
        (false, Language::Chinese) => format!("{text}{}", short.unit),
    }
}

/// A probability with two decimals.
fn percent(value: f64, language: Language) -> String {
    format!("{:.2}{}", value * 100.0, language.of(" %", "%"))
}

/// An output's name within a sentence.
fn quoted(output: Output, language: Language) -> String {
    format!("“{}”", words::output(output).of(language))
}

impl Report<'_> {
    pub(super) fn answer(&self, language: Language) -> Vec<Block> {
        let of = |english, chinese| language.of(english, chinese).to_owned();
        let scenario = self.fan.scenario();
        let span = words::span(scenario.base(), scenario.until(), language);
        let draws = words::count(self.fan.summary().draws_done(), language);
        let left = vec![
            Block::Heading(of("Question", "问题")),
            Block::Text(self.question(language)),
            Block::Heading(of("Answer", "结论")),
            Block::Answer(self.sentences(language)),
        ];
        let mut blocks = vec![
            Block::Aside(match language {
                Language::English => format!(
                    "{span}, by {}; {draws} simulated draws",
                    scenario.base().frequency()
                ),
                Language::Chinese => format!("{span}；{draws}次模拟"),
            }),
            Block::Columns(left, vec![Block::Small(self.range.clone())]),
            Block::Heading(of("Objections, before you quote it", "引用前请先看的异议")),
        ];
        blocks.extend(super::objections::blocks(self.fan.findings(), language));
        blocks.push(Block::Heading(of("How certain it is", "有多确定")));
        blocks.extend(self.certainty(language));
        blocks.push(Block::Heading(of("The paths", "路径")));
        let all = std::iter::once(&self.main).chain(&self.others);
        // A constant series is a number, which the table below reports.
        let varying = all.filter(|reported| !reported.is_constant());
        blocks.extend(varying.map(|reported| Block::Picture(reported.picture.clone())));
        blocks.push(Block::Grid(self.ends(language)));
        if std::iter::once(&self.main)
            .chain(&self.others)
            .any(|reported| reported.known == Known::CoefficientOnly)
        {
            let text = language.of(
                "No range is printed where the scenario takes the coefficient as certain and no other \
                 published coefficient is compared: the range of the draws would leave out the larger \
                 uncertainty.",
                "若情景把系数视为确定、又没有其他已发表系数可比，则不给出区间：模拟的区间不含更大的不确定性。",
            );
            blocks.push(Block::Aside(text.to_owned()));
        }
        self.targets(language, &mut blocks);
        blocks.extend(self.pictures.iter().cloned().map(Block::Picture));
        blocks
    }

    fn question(&self, language: Language) -> String {
        let scenario = self.fan.scenario();
        let total = self.projection.total_compute();
        let short = scaled(total.values(), &total.unit().into(), language);
        let (first, last) = (total.values()[0], total.last());
        let years =
            f64::from(scenario.periods()) / f64::from(scenario.base().frequency().per_year());
        let rate = GrowthRate::from_levels(first, last, years);
        let rate = rate.map_or(f64::NAN, GrowthRate::get);
        let unit = scaled(&[rate], &AxisUnit::Fraction, language);
        let rate = rate.is_finite().then(|| unit.precise(rate, 3));
        let (first, last) = (short.precise(first, 3), with_unit(&short, last, language));
        let [base, until] =
            [scenario.base(), scenario.until()].map(|at| words::period(at, language));
        let asked = match (self.main.output, language) {
            (Output::Gdp(_), Language::English) => "what does GDP gain?".to_owned(),
            (Output::Gdp(_), Language::Chinese) => "GDP能增加多少？".to_owned(),
            (Output::Digital(_), Language::English) => {
                "what does the digital economy gain?".to_owned()
            }
            (Output::Digital(_), Language::Chinese) => "数字经济能增加多少？".to_owned(),
            (other, Language::English) => format!("what is {}?", quoted(other, language)),
            (other, Language::Chinese) => format!("{}是多少？", quoted(other, language)),
        };
        match language {
            Language::English => {
                let rate = rate.map_or(String::new(), |rate| format!(", {rate} a year"));
                format!(
                    "If computing power goes from {first} in {base} to {last} in {until}{rate}, {asked}"
                )
            }
            Language::Chinese => {
                let rate = rate.map_or(String::new(), |rate| format!("（年均增长{rate}）"));
                format!("算力若从{base}的{first}变为{until}的{last}{rate}，{asked}")
            }
        }
    }

    /// The compute that the impact is compared with, as a clause.
    fn counterfactual(&self, language: Language) -> String {
        let scenario = self.fan.scenario();
        let compute = scenario.compute();
        let base = words::period(scenario.base(), language);
        match (compute.counterfactual(), language) {
            (Counterfactual::Frozen, Language::English) => {
                format!("had compute stayed at its level of {base}")
            }
            (Counterfactual::Frozen, Language::Chinese) => format!("算力停留在{base}水平"),
            (Counterfactual::Trend(rate), Language::English) => {
                format!("had compute grown {} instead", rate.value())
            }
            (Counterfactual::Trend(rate), Language::Chinese) => {
                format!("算力改为{}增长", words::growth(rate.value(), language))
            }
            (Counterfactual::Path(_), Language::English) => {
                "had compute taken the counterfactual path".to_owned()
            }
            (Counterfactual::Path(_), Language::Chinese) => "算力走反事实路径".to_owned(),
        }
    }

    fn sentences(&self, language: Language) -> Vec<String> {
        let mut sentences = vec![self.central(language)];
        sentences.extend(self.caution(language));
        sentences
    }

    /// The answer at central values with its range.
    fn central(&self, language: Language) -> String {
        let main = &self.main;
        let short = main.short(language);
        let (at, value, _) = main.last();
        let at = words::period(at, language);
        let compared = match main.output {
            Output::Gdp(Reading::Impact | Reading::ImpactMoney) => Some(Output::Gdp(Reading::With)),
            Output::Digital(Reading::Impact | Reading::ImpactMoney) => {
                Some(Output::Digital(Reading::With))
            }
            _ => None,
        };
        let name = words::output(compared.unwrap_or(main.output));
        let name = name.of(language);
        let size = with_unit(&short, value.abs(), language);
        let is_below = value < 0.0;
        let sentence = match (compared, language) {
            (Some(_), Language::English) => format!(
                "{name} in {at} is {size} {} what it would be {}",
                if is_below { "below" } else { "above" },
                self.counterfactual(language)
            ),
            (Some(_), Language::Chinese) => format!(
                "{at}{name}比“{}”的情形{}{size}",
                self.counterfactual(language),
                if is_below { "低" } else { "高" },
            ),
            (None, Language::English) => format!(
                "{} in {at} is {}",
                words::capital(&quoted(main.output, language)),
                with_unit(&short, value, language)
            ),
            (None, Language::Chinese) => format!(
                "{at}{}为{}",
                quoted(main.output, language),
                with_unit(&short, value, language)
            ),
        };
        format!("{sentence}{}", self.ranges(language))
    }

    /// The ranges behind the answer, by the rule of [`Known`].
    fn ranges(&self, language: Language) -> String {
        let main = &self.main;
        let short = main.short(language);
        let own = main
            .range()
            .map(|ends| range_with_unit(&short, ends, language));
        match (main.known, own, language) {
            (Known::Published(ends), own, Language::English) => {
                let published = range_with_unit(&short, ends, language);
                let own = own.map_or(String::new(), |own| format!(" ({own} in nine of ten draws)"));
                format!(
                    " by the coefficient of this scenario{own}, and {published} by other published \
                     coefficients."
                )
            }
            (Known::Published(ends), own, Language::Chinese) => {
                let published = range_with_unit(&short, ends, language);
                let own = own.map_or(String::new(), |own| {
                    format!("，十次模拟中有九次在{own}之间")
                });
                format!("（按本情景的系数{own}）；若改用其他已发表的系数，则为{published}。")
            }
            (Known::CoefficientOnly, _, Language::English) => {
                ". No range is known: the scenario takes the coefficient as certain.".to_owned()
            }
            (Known::CoefficientOnly, _, Language::Chinese) => {
                "。区间未知：情景把系数视为确定。".to_owned()
            }
            (Known::All, None, Language::English) => {
                ". All draws agree: no input that it depends on is given as uncertain, which does not \
                 make it certain."
                    .to_owned()
            }
            (Known::All, None, Language::Chinese) => {
                "。各次模拟结果相同：所依据的输入均未注明不确定性，但这并不表示结果是确定的。".to_owned()
            }
            (Known::All, Some(own), Language::English) => {
                format!(", and {own} in nine of ten draws.")
            }
            (Known::All, Some(own), Language::Chinese) => {
                format!("，十次模拟中有九次在{own}之间。")
            }
        }
    }

    /// The number of objections and the weakest evidence.
    fn caution(&self, language: Language) -> Option<String> {
        use crate::finding::Severity;
        let objections = super::objections::Objection::all(self.fan.findings());
        let severe = objections
            .iter()
            .filter(|objection| objection.severity == Severity::Severe)
            .count();
        let others = objections.len() - severe;
        let grade = words::confidence(self.explanation.grade(), language);
        let text = match (severe, others, language) {
            (0, 0, _) => return None,
            (0, 1, Language::English) => "One objection qualifies it".to_owned(),
            (0, _, Language::English) => format!("{others} objections qualify it"),
            (0, _, Language::Chinese) => format!("另有{others}类异议"),
            (_, 0, Language::English) => {
                format!("Do not quote it alone: severe objections: {severe}")
            }
            (_, 0, Language::Chinese) => format!("请勿单独引用：有{severe}类严重异议"),
            (_, _, Language::English) => format!(
                "Do not quote it alone: {severe} severe and {others} other kinds of objection stand \
                 against it"
            ),
            (_, _, Language::Chinese) => {
                format!("请勿单独引用：有{severe}类严重异议和{others}类其他异议")
            }
        };
        Some(match language {
            Language::English => format!("{text}; its weakest evidence is graded “{grade}”."),
            Language::Chinese => format!("{text}；最弱的证据等级为“{grade}”。"),
        })
    }

    /// The spread of the draws, the range over the coefficients, and the evidence.
    fn certainty(&self, language: Language) -> Vec<Block> {
        let mut blocks = vec![Block::Text(self.spread(language))];
        if let Known::Published(_) = self.main.known {
            let text = language.of(
                "The draws keep to the scenario's own coefficient. The studies below disagree about it, \
                 and each of them gives another answer in the same scenario. Elasticities of ICT \
                 capital stand in for those of computing power and give the scale.",
                "模拟只使用本情景自身的系数。下列研究对该系数看法不一，在同一情景中各得出不同结果。其中信息通信技术资本\
                 的弹性仅代替算力弹性，用于比较量级。",
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
        let leaves = self.explanation.leaves();
        let uncertain = leaves.iter().filter(|leaf| leaf.is_uncertain()).count();
        let all = leaves.len();
        let names = self.explanation.all_noise();
        let plan = self.fan.scenario().plan();
        let noises = plan.noises.iter().map(|noise| &noise.on);
        let noises = noises.filter(|on| names.contains(&on.as_str()));
        let noises: Vec<String> = noises.map(|on| super::noise(on, language)).collect();
        let inputs = match (noises.is_empty(), language) {
            (true, Language::English) => format!("{uncertain} of {all} inputs are uncertain"),
            (false, Language::English) => format!(
                "{uncertain} of {all} inputs are uncertain, with {}",
                noises.join(", ")
            ),
            (true, Language::Chinese) => format!("{all}项输入中有{uncertain}项不确定"),
            (false, Language::Chinese) => format!(
                "{all}项输入中有{uncertain}项不确定，另有{}",
                noises.join("、")
            ),
        };
        let Some(_) = main.range() else {
            return match language {
                Language::English => format!("In the scenario {inputs}."),
                Language::Chinese => format!("情景的{inputs}。"),
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
                "情景的{inputs}。{draws}次模拟中，十次有九次落在{low}与{high}之间，中位数为{middle}。"
            ),
        }
    }

    /// The evidence behind the answer in a sentence.
    fn grade(&self, language: Language) -> String {
        let scenario = self.fan.scenario();
        let mut kinds: Vec<(&str, usize)> = Vec::new();
        for leaf in self.explanation.leaves() {
            let Ok(input) = scenario.input(leaf.place().as_str()) else {
                continue;
            };
            let kind = words::evidence(input.source().kind(), language);
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
        let grade = words::confidence(self.explanation.grade(), language);
        match language {
            Language::English => format!(
                "The inputs behind it by kind of evidence: {}. The weakest is graded “{grade}”.",
                kinds.join(", ")
            ),
            Language::Chinese => format!(
                "所依据的输入按证据类型分：{}。最弱的证据等级为“{grade}”。",
                kinds.join("、")
            ),
        }
    }

    /// The first and the last number of every output.
    fn ends(&self, language: Language) -> Grid {
        let header = match language {
            Language::English => [
                "output", "unit", "from", "to", "central", "5 %", "median", "95 %",
            ],
            Language::Chinese => [
                "指标",
                "单位",
                "期初",
                "期末",
                "中心值",
                "5%",
                "中位数",
                "95%",
            ],
        };
        let name = language.of(
            "First and last number of each output",
            "各项指标的期初与期末值",
        );
        let mut grid = Grid::new(name, header, 2);
        for reported in std::iter::once(&self.main).chain(&self.others) {
            let short = reported.short(language);
            let text = |value| short.precise(value, 4);
            let (at, value, quantiles) = reported.last();
            let is_known = reported.known != Known::CoefficientOnly;
            let [low, middle, high] = quantiles.map(|value| {
                if is_known {
                    text(value)
                } else {
                    "–".to_owned()
                }
            });
            let name = words::output(reported.output).of(language).to_owned();
            grid.push([
                name.clone(),
                short.unit.clone(),
                // The first period that has a number.
                reported
                    .rows
                    .first()
                    .map_or_else(String::new, |(first, value, _)| {
                        let first = words::period(*first, language);
                        match language {
                            Language::English => format!("{} ({first})", text(*value)),
                            Language::Chinese => format!("{}（{first}）", text(*value)),
                        }
                    }),
                words::period(at, language),
                text(value),
                low,
                middle,
                high,
            ]);
            if let Known::Published([low, high]) = reported.known {
                let over = language.of(
                    ", by other published coefficients (least and greatest)",
                    "，按其他已发表系数（最小与最大）",
                );
                grid.push([
                    format!("{name}{over}"),
                    short.unit.clone(),
                    String::new(),
                    words::period(at, language),
                    String::new(),
                    text(low),
                    String::new(),
                    text(high),
                ]);
            }
        }
        grid
    }

    fn targets(&self, language: Language, blocks: &mut Vec<Block>) {
        let scenario = self.fan.scenario();
        let header = match language {
            Language::English => [
                "target",
                "in",
                "reached in it",
                "reached by then",
                "Monte Carlo error",
            ],
            Language::Chinese => ["目标", "时期", "当期达到", "截至当期达到", "蒙特卡洛误差"],
        };
        let name = language.of("Probability of reaching a target", "达到目标的概率");
        let mut grid = Grid::new(name, header, 2);
        let mut is_certain = false;
        for target in self.fan.targets() {
            let all = self.projection.total_compute();
            let mut periods: Vec<_> = all.iter().skip(1).map(|(period, _)| period).collect();
            if periods.len() > MAX_PERIODS {
                periods = vec![scenario.until()];
            }
            for period in periods {
                // Periods of the scenario have its frequency, so neither is an error.
                let (Ok(Some(at)), Ok(Some(by))) = (
                    self.fan.probability_at(target, period),
                    self.fan.probability_by(target, period),
                ) else {
                    continue;
                };
                let series = self.projection.series(target.output());
                let number = series.map_or_else(
                    || target.number().to_string(),
                    |series| {
                        let unit = super::unit_of(target.output(), series.unit());
                        let short = scaled(&[target.number()], &unit, language);
                        with_unit(&short, target.number(), language)
                    },
                );
                let name = words::output(target.output());
                let sign = if target.is_at_least() { "≥" } else { "≤" };
                let probability = |value: f64| {
                    let caveat = if prints_as_certain(value) { "*" } else { "" };
                    format!("{}{caveat}", percent(value, language))
                };
                is_certain |= [at, by].iter().any(|of| prints_as_certain(of.value()));
                grid.push([
                    format!("{} {sign} {number}", name.of(language)),
                    words::period(period, language),
                    probability(at.value()),
                    probability(by.value()),
                    percent(at.standard_error(), language),
                ]);
            }
        }
        if !grid.rows.is_empty() {
            blocks.push(Block::Subheading(grid.name.clone()));
            blocks.push(Block::Grid(grid));
            if is_certain {
                blocks.push(Block::Aside(self.caveat(language)));
            }
        }
    }

    /// The caveat of a probability that prints as 0.00 or 100.00 %.
    fn caveat(&self, language: Language) -> String {
        let draws = words::count(self.fan.summary().draws_done(), language);
        match language {
            Language::English => format!(
                "* All or none of {draws} draws, to two decimals. This is no certainty: inputs that the \
                 scenario takes as certain, such as a trend or a ceiling, have no part in it."
            ),
            Language::Chinese => format!(
                "* 保留两位小数时，{draws}次模拟全部达到或全部未达到。这并不表示确定：情景视为确定的输入（如趋势、上限）\
                 的误差未计入。"
            ),
        }
    }

    /// The picture next to the answer: the central number with its range, and the range over the
    /// published coefficients.
    pub(super) fn range_picture(
        main: &Reported,
        scenario: &crate::Scenario,
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
            format!("{own}“{}”", clean(scenario.name()))
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
                name: Words::new("other published coefficients", "其他已发表的系数"),
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
        scenario: &crate::Scenario,
        published: &crate::report::published::Published,
    ) -> Result<Picture, Error> {
        let (at, value, _) = main.last();
        let row = |name: &Words, value, ends: Option<[f64; 2]>, kind| {
            let row = ForestRow::new(name.of(Language::English), value, kind)
                .in_chinese(name.of(Language::Chinese));
            // An interval that does not contain the central number is not drawn.
            match ends.map(|[low, high]| row.clone().with_interval(low, high)) {
                Some(Ok(with_interval)) => with_interval,
                _ => row,
            }
        };
        let own = scenario.input("gdp.response.coefficient")?;
        let name = Words::both(|language| {
            let own_name = language.of("this scenario, ", "本情景：");
            let source = own.source();
            match source.kind() {
                EvidenceKind::Assumption => {
                    format!("{own_name}{}", words::evidence(source.kind(), language))
                }
                _ => format!("{own_name}{}", clean(source.publisher())),
            }
        });
        let mut rows = vec![row(
            &name,
            value,
            main.range(),
            ForestKind::from(own.source().kind()),
        )];
        for result in published.results() {
            let name = study(result.entry());
            let elasticity = result.entry().figure().number();
            let name = Words::both(|language| match language {
                Language::English => format!("ε = {elasticity}, {}", name.of(language)),
                Language::Chinese => format!("ε = {elasticity}，{}", name.of(language)),
            });
            let [low, _, high] = result.quantiles();
            let ends = (low < high).then_some([low, high]);
            let kind = ForestKind::from(result.entry().source().kind());
            rows.push(row(&name, result.central(), ends, kind));
        }
        let measure = words::output(main.output);
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
            let name = clean(scenario.name());
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
        let caption = Caption::new(&title(english), &measured(english), &source(english))?
            .in_chinese(&title(chinese), &measured(chinese), &source(chinese))?;
        let chart = ForestChart::new(caption, main.unit.clone(), rows)?;
        debug_assert!(!chart.table().rows().is_empty());
        Ok(Picture::of(&chart))
    }
}

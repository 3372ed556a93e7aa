//! The question, the answer with its range, the objections, and the paths.

use super::block::{Block, scaled};
use super::{Known, Report, names};
use crate::capacity::Counterfactual;
use crate::finding::Severity;
use crate::report::chart::range::written;
use crate::report::chart::{AxisUnit, Short, words};
use crate::scenario::{Output, Reading};
use crate::{GrowthRate, Language};

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
            Block::Heading(of("Objections, before you quote it", "引用前须知的异议")),
        ];
        blocks.extend(super::objections::blocks(self.fan.findings(), language));
        blocks.push(Block::Heading(of("How certain it is", "不确定性")));
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
                "若情景把系数视为确定、又没有目录中的其他系数可比，则不给出区间：模拟的区间不含更大的不确定性。",
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
        let effective = self.effective(language);
        match language {
            Language::English => {
                let rate = rate.map_or(String::new(), |rate| format!(", {rate} a year"));
                format!(
                    "If total compute goes from {first} in {base} to {last} in {until}{rate}{effective}, \
                     {asked}"
                )
            }
            Language::Chinese => {
                let rate = rate.map_or(String::new(), |rate| format!("（年均增长{rate}）"));
                format!(
                    "算力总规模若从{base}的{first}变为{until}的{last}{rate}{effective}，{asked}"
                )
            }
        }
    }

    /// The path of effective compute, to which outcomes respond, as a clause; empty where it moves in
    /// proportion to total compute.
    fn effective(&self, language: Language) -> String {
        let total = self.projection.total_compute();
        let Some(effective) = self.projection.series(Output::EffectiveCompute) else {
            return String::new();
        };
        let growth = |first: f64, last: f64| last / first;
        let (first, last) = (effective.values()[0], effective.last());
        let apart = growth(first, last) / growth(total.values()[0], total.last()) - 1.0;
        // A growth that is undefined has no clause.
        if apart.is_nan() || apart.abs() < 1e-9 {
            return String::new();
        }
        let short = scaled(effective.values(), &effective.unit().into(), language);
        let (first, last) = (short.precise(first, 3), with_unit(&short, last, language));
        match language {
            Language::English => format!(
                ", so that effective compute, the work that machines in use perform and to which \
                 outcomes respond, goes from {first} to {last}"
            ),
            Language::Chinese => {
                format!(
                    "，从而有效算力（在用设备实际完成的运算，产出对其作出响应）从{first}变为{last}"
                )
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
                let published = self.published(&short, ends, language);
                let own = own.map_or(String::new(), |own| format!(" ({own} in nine of ten draws)"));
                format!(" by the coefficient of this scenario{own}, and {published}.")
            }
            (Known::Published(ends), own, Language::Chinese) => {
                let published = self.published(&short, ends, language);
                let own = own.map_or(String::new(), |own| {
                    format!("，90%的模拟结果在{own}之间")
                });
                format!("（按本情景的系数{own}）；{published}。")
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
                format!("，90%的模拟结果在{own}之间。")
            }
        }
    }

    /// The answer by the other coefficients of the catalogue: pooled, or where that cannot be run the
    /// least and the greatest of them.
    fn published(&self, short: &Short, ends: [f64; 2], language: Language) -> String {
        let Some(pooled) = &self.pooled else {
            let published = range_with_unit(short, ends, language);
            return match language {
                Language::English => {
                    format!("{published} by the other coefficients of the catalogue")
                }
                Language::Chinese => format!("若改用目录中的其他系数，则为{published}"),
            };
        };
        let central = with_unit(short, pooled.central, language);
        let [low, _, high] = pooled.quantiles;
        let range = (low < high).then(|| range_with_unit(short, [low, high], language));
        match language {
            Language::English => {
                let range = range.map_or(String::new(), |range| {
                    format!(" ({range} in nine of ten draws)")
                });
                format!("{central}{range} by the other coefficients of the catalogue, pooled")
            }
            Language::Chinese => {
                let range = range.map_or(String::new(), |range| {
                    format!("（90%的模拟结果在{range}之间）")
                });
                format!("若改用目录中其他系数的合并值，则为{central}{range}")
            }
        }
    }

    /// The number of objections and the weakest evidence.
    fn caution(&self, language: Language) -> Option<String> {
        let objections = super::block::Objection::all(self.fan.findings());
        let severe = objections
            .iter()
            .filter(|objection| objection.severity == Severity::Severe)
            .count();
        let others = objections.len() - severe;
        let grade = names::confidence(self.explanation.grade, language);
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
            Language::Chinese => format!("{text}；证据等级最低的一项为“{grade}”。"),
        })
    }
}

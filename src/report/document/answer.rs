//! The question, the answer, the objections, and the paths.

use super::Report;
use super::block::{Block, Grid, scaled};
use crate::GrowthRate;
use crate::Language;
use crate::capacity::Counterfactual;
use crate::finding::Severity;
use crate::report::chart::{Short, grouped, words};
use crate::scenario::{Output, Reading};

/// At most so many periods are told of a target; of more, the last.
const MAX_PERIODS: usize = 10;

/// A number with its unit, in three digits: what stands in a sentence is no more exact.
pub(super) fn with_unit(short: &Short, value: f64, language: Language) -> String {
    let number = short.precise(value, 3);
    if short.unit.is_empty() {
        return number;
    }
    format!("{number}{}{}", language.of(" ", ""), short.unit)
}

/// What an output is called within a sentence.
fn named(output: Output, language: Language) -> String {
    let name = words::output(output);
    format!(
        "{}{}{}",
        language.of("“", "“"),
        name.of(language),
        language.of("”", "”")
    )
}

/// Kinds of evidence and grades of confidence.
const EVIDENCE: [(&str, &str); 16] = [
    ("official statistic", "官方统计"),
    ("policy target", "政策目标"),
    ("press report", "媒体报道"),
    ("institute's estimate", "研究机构估计"),
    ("forecast", "预测"),
    ("ratio of growth rates", "增速之比"),
    ("regression", "回归"),
    ("meta-analysis", "元分析"),
    ("input-output study", "投入产出研究"),
    ("arithmetic on published figures", "据公布数据推算"),
    ("assumption", "假定"),
    ("assumed", "假定"),
    ("low", "低"),
    ("derived", "推算"),
    ("medium", "中"),
    ("high", "高"),
];

/// A kind or a grade in a language; what follows it, such as a sample size, stays.
fn evidence(name: &str, language: Language) -> String {
    if language == Language::English {
        return name.to_owned();
    }
    let known = EVIDENCE.into_iter().find_map(|(english, chinese)| {
        let rest = name.strip_prefix(english)?;
        (rest.is_empty() || rest.starts_with(" (")).then(|| format!("{chinese}{rest}"))
    });
    known.unwrap_or_else(|| name.to_owned())
}

impl Report<'_> {
    pub(super) fn answer(&self, language: Language) -> Vec<Block> {
        let of = |english, chinese| language.of(english, chinese).to_owned();
        let scenario = self.fan.scenario();
        let span = format!("{}–{}", scenario.base(), scenario.until());
        let draws = grouped(&self.fan.summary().draws_done().to_string());
        let mut blocks = vec![
            Block::Aside(match language {
                Language::English => format!(
                    "{span}, by {}; {draws} futures",
                    scenario.base().frequency()
                ),
                Language::Chinese => format!("{span}；{draws}种未来"),
            }),
            Block::Heading(of("Question", "问题")),
            Block::Text(self.question(language)),
            Block::Heading(of("Answer", "结论")),
            Block::Answer(self.sentences(language)),
            Block::Heading(of("Objections, before you quote it", "引用前请先看的异议")),
        ];
        self.objections(language, &mut blocks);
        blocks.push(Block::Heading(of("The paths", "路径")));
        blocks.push(Block::Picture(self.main.picture.clone()));
        blocks.push(Block::Grid(self.ends(language)));
        blocks.extend(
            self.others
                .iter()
                .map(|told| Block::Picture(told.picture.clone())),
        );
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
        let percent = scaled(&[rate], &crate::report::chart::AxisUnit::Fraction, language);
        let rate = rate.is_finite().then(|| percent.precise(rate, 3));
        let [first, last] = [first, last].map(|value| with_unit(&short, value, language));
        let [base, until] = [scenario.base(), scenario.until()];
        let asked = match (self.main.output, language) {
            (Output::Gdp(_), Language::English) => "what does that do to GDP?".to_owned(),
            (Output::Gdp(_), Language::Chinese) => "对GDP有何影响？".to_owned(),
            (Output::Digital(_), Language::English) => {
                "what does that do to the digital economy?".to_owned()
            }
            (Output::Digital(_), Language::Chinese) => "对数字经济有何影响？".to_owned(),
            (other, Language::English) => format!("what becomes of {}?", named(other, language)),
            (other, Language::Chinese) => format!("{}将如何？", named(other, language)),
        };
        match language {
            Language::English => {
                let rate = rate.map_or(String::new(), |rate| format!(", {rate} a year"));
                format!(
                    "If computing power goes from {first} in {base} to {last} in {until}{rate}, {asked}"
                )
            }
            Language::Chinese => {
                let rate = rate.map_or(String::new(), |rate| format!("（年均{rate}）"));
                format!("若算力从{base}的{first}变为{until}的{last}{rate}，{asked}")
            }
        }
    }

    /// What the impact compares with.
    fn counterfactual(&self, language: Language) -> String {
        let scenario = self.fan.scenario();
        let compute = scenario.compute();
        match (compute.counterfactual(), language) {
            (Counterfactual::Frozen, Language::English) => format!(
                "had compute stayed at {} since {}",
                compute.base().value(),
                scenario.base()
            ),
            (Counterfactual::Frozen, Language::Chinese) => format!(
                "算力自{}起停留在{}",
                scenario.base(),
                compute.base().value()
            ),
            (Counterfactual::Trend(rate), Language::English) => {
                format!("had compute grown {} instead", rate.value())
            }
            (Counterfactual::Trend(rate), Language::Chinese) => {
                format!("算力改按{}增长", rate.value())
            }
            (Counterfactual::Path(_), Language::English) => {
                "had compute taken its other path".to_owned()
            }
            (Counterfactual::Path(_), Language::Chinese) => "算力走另一条路径".to_owned(),
        }
    }

    fn sentences(&self, language: Language) -> Vec<String> {
        let mut sentences = vec![self.central(language), self.spread(language)];
        sentences.push(self.grade(language));
        sentences.extend(self.caution(language));
        sentences
    }

    /// What the central path comes to.
    fn central(&self, language: Language) -> String {
        let told = &self.main;
        let short = scaled(&told.values(), &told.unit, language);
        let (period, value, _) = told.last();
        let compared = match told.output {
            Output::Gdp(Reading::Impact | Reading::ImpactMoney) => Some(Output::Gdp(Reading::With)),
            Output::Digital(Reading::Impact | Reading::ImpactMoney) => {
                Some(Output::Digital(Reading::With))
            }
            _ => None,
        };
        let name = words::output(compared.unwrap_or(told.output));
        let name = name.of(language);
        let size = with_unit(&short, value.abs(), language);
        let counterfactual = self.counterfactual(language);
        let below = value < 0.0;
        match (compared, language) {
            (Some(_), Language::English) => format!(
                "At the central value of every input, {name} in {period} is {size} {} what it would \
                 be {counterfactual}.",
                if below { "below" } else { "above" }
            ),
            (Some(_), Language::Chinese) => format!(
                "各输入取中心值时，{period}的{name}比“{counterfactual}”的情形{}{size}。",
                if below { "低" } else { "高" },
            ),
            (None, Language::English) => format!(
                "At the central value of every input, {} in {period} is {}.",
                named(told.output, language),
                with_unit(&short, value, language)
            ),
            (None, Language::Chinese) => format!(
                "各输入取中心值时，{period}的{}为{}。",
                named(told.output, language),
                with_unit(&short, value, language)
            ),
        }
    }

    /// How far the draws spread.
    fn spread(&self, language: Language) -> String {
        let told = &self.main;
        let short = scaled(&told.values(), &told.unit, language);
        let (_, _, quantiles) = told.last();
        if quantiles[0].to_bits() == quantiles[2].to_bits() {
            let alike = language.of(
                "All futures are alike: nothing that it depends on is given as uncertain, which does \
                 not make it certain.",
                "各种未来完全相同：其所依据的输入均未注明不确定性，但这并不表示结果是确定的。",
            );
            return alike.to_owned();
        }
        let draws = grouped(&self.fan.summary().draws_done().to_string());
        let leaves = self.explanation.leaves();
        let uncertain = leaves.iter().filter(|leaf| leaf.is_uncertain()).count();
        let all = leaves.len();
        let noise = self.explanation.all_noise();
        let noise = match (noise.is_empty(), language) {
            (true, _) => String::new(),
            (false, Language::English) => format!(", and noise on {}", noise.join(", ")),
            (false, Language::Chinese) => format!("，以及{}的噪声", noise.join("、")),
        };
        let [low, middle, high] = quantiles.map(|value| with_unit(&short, value, language));
        match language {
            Language::English => format!(
                "Of {draws} futures drawn from what the scenario calls uncertain ({uncertain} of its \
                 {all} inputs{noise}), nine in ten lie between {low} and {high}, and half below {middle}."
            ),
            Language::Chinese => format!(
                "按情景所注不确定性（{all}项输入中的{uncertain}项{noise}）抽取的{draws}种未来，九成落在{low}与\
                 {high}之间，中位数为{middle}。"
            ),
        }
    }

    /// What it rests on.
    fn grade(&self, language: Language) -> String {
        let kinds = self.explanation.kinds();
        let kinds: Vec<String> = kinds
            .iter()
            .map(|(kind, count)| format!("{count} × {}", evidence(kind, language)))
            .collect();
        let grade = self.explanation.grade().to_string();
        let grade = evidence(&grade, language);
        match language {
            Language::English => format!(
                "At its weakest it rests on evidence graded “{grade}”; in all, {}.",
                kinds.join(", ")
            ),
            Language::Chinese => format!(
                "其依据中最弱的证据等级为“{grade}”；全部依据为{}。",
                kinds.join("、")
            ),
        }
    }

    /// How many object.
    fn caution(&self, language: Language) -> Option<String> {
        let findings = self.fan.findings();
        let count = |severity| {
            let held = findings.iter().filter(|held| held.severity() == severity);
            held.count()
        };
        let [severe, warnings] = [Severity::Severe, Severity::Warning].map(count);
        match (severe, warnings, language) {
            (0, 0, _) => None,
            (0, 1, Language::English) => Some("One warning qualifies it.".to_owned()),
            (0, _, Language::English) => Some(format!("{warnings} warnings qualify it.")),
            (0, _, Language::Chinese) => Some(format!("另有{warnings}条警告。")),
            (_, _, Language::English) => Some(format!(
                "Do not quote it alone: {severe} severe and {warnings} other objections say that it \
                 contradicts itself or the record, or misleads."
            )),
            (_, _, Language::Chinese) => Some(format!(
                "请勿单独引用：{severe}条严重异议和{warnings}条警告指出其自相矛盾、与记录不符或易致误解。"
            )),
        }
    }

    fn objections(&self, language: Language, blocks: &mut Vec<Block>) {
        let findings = self.fan.findings();
        if findings.is_empty() {
            let none = language.of("None of the checks objects.", "各项检查均无异议。");
            blocks.push(Block::Text(none.to_owned()));
            return;
        }
        let (notes, graver): (Vec<_>, Vec<_>) = findings
            .into_iter()
            .partition(|finding| finding.severity() == Severity::Note);
        if !graver.is_empty() {
            blocks.push(Block::Findings(graver));
        }
        if !notes.is_empty() {
            let title = match language {
                Language::English => format!("Notes ({})", notes.len()),
                Language::Chinese => format!("提示（{}条）", notes.len()),
            };
            blocks.push(Block::Folded(title, vec![Block::Findings(notes)]));
        }
    }

    /// Where every output begins and ends.
    fn ends(&self, language: Language) -> Grid {
        let header = match language {
            Language::English => ["", "unit", "from", "to", "central", "5 %", "median", "95 %"],
            Language::Chinese => ["", "单位", "期初", "期末", "中心值", "5%", "中位数", "95%"],
        };
        let name = language.of("Where each output ends", "各项结果的期末值");
        let mut grid = Grid::new(name, header, 2);
        for told in std::iter::once(&self.main).chain(&self.others) {
            let short = scaled(&told.values(), &told.unit, language);
            let text = |value| short.precise(value, 4);
            let (period, value, quantiles) = told.last();
            let [low, middle, high] = quantiles.map(text);
            grid.push([
                words::output(told.output).of(language).to_owned(),
                short.unit.clone(),
                // The first that it has.
                told.rows
                    .first()
                    .map_or_else(String::new, |(first, value, _)| {
                        format!("{} ({first})", text(*value))
                    }),
                period.to_string(),
                text(value),
                low,
                middle,
                high,
            ]);
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
        for target in self.fan.targets() {
            let all = self.projection.total_compute();
            let mut periods: Vec<_> = all.iter().skip(1).map(|(period, _)| period).collect();
            if periods.len() > MAX_PERIODS {
                periods = vec![scenario.until()];
            }
            for period in periods {
                // Periods of the scenario itself have its frequency.
                let (Ok(Some(at)), Ok(Some(by))) = (
                    self.fan.probability_at(target, period),
                    self.fan.probability_by(target, period),
                ) else {
                    continue;
                };
                let unit = self
                    .projection
                    .series(target.output())
                    .map(|series| series.unit());
                let number = unit.map_or_else(
                    || target.number().to_string(),
                    |unit| {
                        let short = scaled(&[target.number()], &unit.into(), language);
                        with_unit(&short, target.number(), language)
                    },
                );
                let name = words::output(target.output());
                let sign = if target.is_at_least() { "≥" } else { "≤" };
                let percent = |value: f64| format!("{:.2} %", value * 100.0);
                grid.push([
                    format!("{} {sign} {number}", name.of(language)),
                    period.to_string(),
                    percent(at.value()),
                    percent(by.value()),
                    percent(at.standard_error()),
                ]);
            }
        }
        if !grid.rows.is_empty() {
            blocks.push(Block::Subheading(grid.name.clone()));
            blocks.push(Block::Grid(grid));
        }
    }
}

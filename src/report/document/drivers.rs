//! The inputs that move the answer.

use super::Reported;
use super::block::{Block, Grid, Picture};
use super::names;
use crate::explanation::sensitivity::{Estimated, Index, Samples, Swing};
use crate::report::chart::words::Words;
use crate::report::chart::{Bar, Caption, TornadoChart, fixed, words};
use crate::scenario::Scenario;
use crate::{Error, Language, Output, Watch};

/// The most drivers that are shown, the strongest first.
const MAX_DRIVERS: usize = 12;
/// The quantiles between which each input is moved.
const ENDS: [f64; 2] = [0.05, 0.95];

/// The least part of the variance that gets a row.
const NOTHING: f64 = 5e-4;

/// The inputs that move the answer, with the part of its variance that each makes.
#[derive(Clone)]
pub(super) struct Drivers {
    /// `None` where no input alone moves the answer.
    tornado: Option<Picture>,
    is_correlated: bool,
    /// The name of a factor, and its Sobol' indices (alone, with all others) or its Shapley effect;
    /// the strongest first.
    parts: Vec<(Words, Vec<Estimated>)>,
    runs: u64,
}

/// The parts of the variance by factor, and the number of runs behind them.
type Parts = (Vec<(Words, Vec<Estimated>)>, u64);

/// The picture of the outputs at both ends of each input; `None` where no input alone moves the
/// answer.
fn tornado(scenario: &Scenario, main: &Reported) -> Result<Option<Picture>, Error> {
    let tornado = scenario.tornado(main.output, None, ENDS)?;
    let bar = |swing: &Swing| {
        let [low, high] = swing.outputs;
        let name = factor(scenario, &swing.name);
        let [english, chinese] = [Language::English, Language::Chinese].map(|l| name.of(l));
        Bar::new(english, low, high).in_chinese(chinese)
    };
    let moving = tornado.swings.iter().filter(|swing| swing.size() > 0.0);
    let bars: Vec<Bar> = moving.take(MAX_DRIVERS).map(bar).collect();
    if bars.is_empty() {
        return Ok(None);
    }
    let caption = caption(scenario, main.output)?;
    let chart = TornadoChart::new(caption, main.unit.clone(), tornado.base, bars)?;
    Ok(Some(Picture::of(&chart)))
}

/// Title, measure and source of the tornado.
fn caption(scenario: &Scenario, output: Output) -> Result<Caption, Error> {
    let (measured, until) = (words::output(output), scenario.until());
    let [english, chinese] =
        [Language::English, Language::Chinese].map(|l| measured.of(l).to_owned());
    let [measured, measured_chinese] = [Language::English, Language::Chinese].map(|l| {
        let name = measured.of(l);
        if words::compares(output) {
            let against = l.of(", against ", "，对照：");
            format!("{name}{against}{}", words::counterfactual(scenario, l))
        } else {
            name.to_owned()
        }
    });
    let name = |l| words::scenario_name(scenario, l);
    let source = format!("own calculation, scenario “{}”", name(Language::English));
    let source_chinese = format!("自行测算，情景“{}”", name(Language::Chinese));
    let caption = Caption::new(
        &format!("{english} in {until} if each input alone goes from its 5 to its 95 % quantile"),
        &measured,
        &source,
    )?;
    caption.in_chinese(
        &format!(
            "{}{chinese}：各输入单独从5%分位数变到95%分位数",
            words::period(until, Language::Chinese)
        ),
        &measured_chinese,
        &source_chinese,
    )
}

/// The Sobol' indices of each factor, alone and with all others; its Shapley effect where inputs
/// are correlated.
fn parts(
    scenario: &Scenario,
    output: Output,
    samples: Samples,
    watch: &Watch,
) -> Result<Parts, Error> {
    let model = scenario.model(output, None)?.with_watch(watch.clone());
    let named = |name: &str| factor(scenario, name);
    Ok(if scenario.correlations().is_empty() {
        let indices = model.sobol(samples)?;
        let all = indices.factors.iter();
        let both = |index: &Index| vec![index.first, index.total];
        let all = all.map(|index| (named(&index.name), both(index)));
        (all.collect(), indices.runs)
    } else {
        let effects = model.shapley(samples)?;
        let all = effects.factors.iter();
        let all = all.map(|effect| (named(&effect.name), vec![effect.part]));
        (all.collect(), effects.runs)
    })
}

impl Drivers {
    pub(super) fn new(
        scenario: &Scenario,
        main: &Reported,
        samples: Samples,
        watch: &Watch,
    ) -> Result<Self, Error> {
        let output = main.output;
        let tornado = tornado(scenario, main)?;
        let is_correlated = !scenario.correlations().is_empty();
        let (mut parts, runs) = parts(scenario, output, samples, watch)?;
        let last =
            |part: &(Words, Vec<Estimated>)| part.1.last().map_or(0.0, |estimated| estimated.value);
        parts.sort_by(|a, b| last(b).total_cmp(&last(a)));
        Ok(Self {
            tornado,
            is_correlated,
            parts,
            runs,
        })
    }

    pub(super) fn report(&self, language: Language, blocks: &mut Vec<Block>) {
        blocks.extend(self.tornado.clone().map(Block::Picture));
        let (name, columns): (_, &[&str]) = match (self.is_correlated, language) {
            (false, Language::English) => (
                "Parts of the variance (Sobol’ indices)",
                &["input", "alone", "with all others"],
            ),
            (false, Language::Chinese) => {
                ("方差贡献（索博尔指数）", &["输入", "单独", "连同交互作用"])
            }
            (true, Language::English) => (
                "Parts of the variance (Shapley effects, as inputs are correlated)",
                &["input", "part"],
            ),
            (true, Language::Chinese) => {
                ("方差贡献（输入相关，故用沙普利效应）", &["输入", "贡献"])
            }
        };
        let matters = |part: &&(Words, Vec<Estimated>)| {
            part.1.last().is_some_and(|part| part.value >= NOTHING)
        };
        let row = |(name, indices): &(Words, Vec<Estimated>)| {
            let mut cells = vec![name.of(language).to_owned()];
            cells.extend(indices.iter().map(|estimated| index(estimated, language)));
            cells
        };
        let shown = self.parts.iter().filter(matters).take(MAX_DRIVERS);
        let grid = Grid {
            name: name.to_owned(),
            header: columns.iter().map(|&column| column.to_owned()).collect(),
            rows: shown.map(row).collect(),
            words: 1,
        };
        let rest = self.parts.len() - grid.rows.len();
        blocks.push(Block::Subheading(grid.name.clone()));
        blocks.push(Block::Grid(grid));
        let runs = words::count(self.runs, language);
        blocks.push(Block::Aside(match (rest, language) {
            (0, Language::English) => format!("From {runs} runs, with 95 % intervals."),
            (_, Language::English) => {
                format!(
                    "From {runs} runs, with 95 % intervals; the other {rest} contribute less, or nothing."
                )
            }
            (0, Language::Chinese) => format!("共运行{runs}次，方括号内为95%区间。"),
            (_, Language::Chinese) => {
                format!("共运行{runs}次，方括号内为95%区间；其余{rest}项影响更小或没有影响。")
            }
        }));
    }
}

/// The name of a factor of a sensitivity analysis: that of an input, or of the noise on a path. A
/// group of inputs, which has no place, keeps its name.
fn factor(scenario: &Scenario, name: &str) -> Words {
    if let Ok(input) = scenario.input(name) {
        return Words::both(|language| names::place(input.place(), language));
    }
    let mut noises = scenario.plan().noises.iter();
    match noises.find(|noise| name.contains(noise.on.as_str())) {
        Some(noise) => Words::both(|language| super::noise(&noise.on, language)),
        None => Words::new(name, name),
    }
}

/// An index with its interval.
fn index(of: &Estimated, language: Language) -> String {
    let [low, high] = of.interval();
    let zero = if of.may_be_zero() {
        language.of(" (not distinguishable from 0)", "（与0无显著差异）")
    } else {
        ""
    };
    let [value, low, high] = [of.value, low, high].map(|number| fixed(number, 3));
    format!("{value} [{low}, {high}]{zero}")
}

//! What moves the answer.

use super::Told;
use super::block::{Block, Grid, Picture};
use crate::Error;
use crate::Language;
use crate::explanation::sensitivity::{Estimated, Index, Samples, Swing};
use crate::report::chart::{Bar, Caption, TornadoChart, grouped, words};
use crate::scenario::Scenario;

/// So many drivers are shown, the strongest first.
const MAX_DRIVERS: usize = 12;
/// Between these quantiles each input is moved.
const ENDS: [f64; 2] = [0.05, 0.95];

/// A smaller part of the variance than this is not worth a row.
const NOTHING: f64 = 5e-4;

/// What moves the answer, and how much of its variance each input makes.
#[derive(Clone)]
pub(super) struct Drivers {
    /// None where no input alone moves it.
    tornado: Option<Picture>,
    is_correlated: bool,
    /// Factor, and its Sobol' indices (alone, with all others) or its Shapley effect; the strongest
    /// first.
    parts: Vec<(String, Vec<Estimated>)>,
    runs: u64,
}

impl Drivers {
    pub(super) fn new(scenario: &Scenario, main: &Told, samples: Samples) -> Result<Self, Error> {
        let output = main.output;
        let found = scenario.tornado(output, None, ENDS)?;
        let bar = |swing: &Swing| {
            let [low, high] = swing.outputs();
            Bar::new(swing.name(), low, high)
        };
        let moving = found.swings().iter().filter(|swing| swing.size() > 0.0);
        let bars: Vec<Bar> = moving.take(MAX_DRIVERS).map(bar).collect();
        let (measured, until) = (words::output(output), scenario.until());
        let [english, chinese] =
            [Language::English, Language::Chinese].map(|l| measured.of(l).to_owned());
        let source = format!("own calculation, scenario “{}”", scenario.name());
        let source_chinese = format!("自行计算，情景“{}”", scenario.name());
        let caption = Caption::new(
            &format!("What moves it in {until}: each input alone, from its 5 to its 95 % quantile"),
            &english,
            &source,
        )?
        .in_chinese(
            &format!("{until}的影响因素：各输入单独从5%分位数变到95%分位数"),
            &chinese,
            &source_chinese,
        )?;
        let tornado = if bars.is_empty() {
            None
        } else {
            let chart = TornadoChart::new(caption, main.unit.clone(), found.base(), bars)?;
            Some(Picture::of(&chart))
        };
        let model = scenario.model(output, None)?;
        let is_correlated = !scenario.correlations().is_empty();
        let (mut parts, runs): (Vec<(String, Vec<Estimated>)>, u64) = if is_correlated {
            let found = model.shapley(samples)?;
            let all = found.factors().iter();
            let all = all.map(|factor| (factor.name().to_owned(), vec![*factor.part()]));
            (all.collect(), found.runs())
        } else {
            let found = model.sobol(samples)?;
            let all = found.factors().iter();
            let both = |factor: &Index| vec![*factor.first(), *factor.total()];
            let all = all.map(|factor| (factor.name().to_owned(), both(factor)));
            (all.collect(), found.runs())
        };
        let last = |part: &(String, Vec<Estimated>)| part.1.last().map_or(0.0, Estimated::value);
        parts.sort_by(|a, b| last(b).total_cmp(&last(a)));
        Ok(Self {
            tornado,
            is_correlated,
            parts,
            runs,
        })
    }

    pub(super) fn tell(&self, language: Language, blocks: &mut Vec<Block>) {
        blocks.extend(self.tornado.clone().map(Block::Picture));
        let (name, columns): (_, &[&str]) = match (self.is_correlated, language) {
            (false, Language::English) => (
                "Parts of the variance (Sobol’ indices)",
                &["input", "alone", "with all others"],
            ),
            (false, Language::Chinese) => {
                ("方差贡献（Sobol’指数）", &["输入", "单独", "连同交互作用"])
            }
            (true, Language::English) => (
                "Parts of the variance (Shapley effects, as inputs are correlated)",
                &["input", "part"],
            ),
            (true, Language::Chinese) => {
                ("方差贡献（输入相关，故用Shapley效应）", &["输入", "贡献"])
            }
        };
        let matters = |part: &&(String, Vec<Estimated>)| {
            part.1.last().is_some_and(|part| part.value() >= NOTHING)
        };
        let row = |(name, indices): &(String, Vec<Estimated>)| {
            let mut cells = vec![name.clone()];
            cells.extend(indices.iter().map(|held| index(held, language)));
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
        let runs = grouped(&self.runs.to_string());
        blocks.push(Block::Aside(match (rest, language) {
            (0, Language::English) => format!("From {runs} runs, with 95 % intervals."),
            (_, Language::English) => {
                format!("From {runs} runs, with 95 % intervals; {rest} more make less, or nothing.")
            }
            (0, Language::Chinese) => format!("共运行{runs}次，方括号内为95%区间。"),
            (_, Language::Chinese) => {
                format!("共运行{runs}次，方括号内为95%区间；其余{rest}项影响更小或没有影响。")
            }
        }));
    }
}

/// An index with its interval.
fn index(of: &Estimated, language: Language) -> String {
    let [low, high] = of.interval();
    let zero = if of.may_be_zero() {
        language.of(" (not told from 0)", "（与0无法区分）")
    } else {
        ""
    };
    // Adding zero takes the sign off a negative zero.
    format!(
        "{:.3} [{:.3}, {:.3}]{zero}",
        of.value() + 0.0,
        low + 0.0,
        high + 0.0
    )
}

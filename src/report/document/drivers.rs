//! What moves the answer.

use super::Told;
use super::block::{Block, Grid, Picture};
use crate::Error;
use crate::explanation::sensitivity::{Estimated, Model, Samples, Swing, tornado};
use crate::report::chart::{Bar, Caption, Language, TornadoChart, grouped, words};
use crate::scenario::Scenario;

/// So many drivers are shown, the strongest first.
const MAX_DRIVERS: usize = 12;
/// Between these quantiles each input is moved.
const ENDS: [f64; 2] = [0.05, 0.95];

/// What moves the answer, and how much of its variance each input makes.
#[derive(Clone)]
pub(super) struct Drivers {
    tornado: Picture,
    swings: usize,
    parts: Parts,
    runs: u64,
}

#[derive(Clone)]
enum Parts {
    /// Name, alone, with all others.
    Sobol(Vec<(String, Estimated, Estimated)>),
    /// Name, share.
    Shapley(Vec<(String, Estimated)>),
}

impl Drivers {
    pub(super) fn new(scenario: &Scenario, main: &Told, samples: Samples) -> Result<Self, Error> {
        let output = main.output;
        let found = tornado(scenario, output, None, ENDS)?;
        let bar = |swing: &Swing| {
            let [low, high] = swing.outputs();
            Bar::new(swing.name(), low, high)
        };
        let bars = found.swings().iter().take(MAX_DRIVERS).map(bar).collect();
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
        let chart = TornadoChart::new(caption, main.unit.clone(), found.base(), bars)?;
        let model = Model::of_scenario(scenario, output, None)?;
        let (mut parts, runs) = if scenario.correlations().is_empty() {
            let found = model.sobol(samples)?;
            let all = found
                .factors()
                .iter()
                .map(|factor| (factor.name().to_owned(), *factor.first(), *factor.total()));
            (Parts::Sobol(all.collect()), found.runs())
        } else {
            let found = model.shapley(samples)?;
            let all = found
                .factors()
                .iter()
                .map(|factor| (factor.name().to_owned(), *factor.part()));
            (Parts::Shapley(all.collect()), found.runs())
        };
        match &mut parts {
            Parts::Sobol(all) => all.sort_by(|a, b| b.2.value().total_cmp(&a.2.value())),
            Parts::Shapley(all) => all.sort_by(|a, b| b.1.value().total_cmp(&a.1.value())),
        }
        Ok(Self {
            tornado: Picture::of(&chart),
            swings: found.swings().len(),
            parts,
            runs,
        })
    }

    pub(super) fn tell(&self, language: Language, blocks: &mut Vec<Block>) {
        let english = language == Language::English;
        blocks.push(Block::Picture(self.tornado.clone()));
        let runs = grouped(&self.runs.to_string());
        let (grid, all) = match &self.parts {
            Parts::Sobol(all) => {
                let (name, header) = if english {
                    (
                        "Parts of the variance (Sobol’ indices)",
                        ["input", "alone", "with all others"],
                    )
                } else {
                    ("方差贡献（Sobol’指数）", ["输入", "单独", "连同交互作用"])
                };
                let mut grid = Grid::new(name, header, 1);
                for (name, first, total) in all.iter().take(MAX_DRIVERS) {
                    grid.push([name.clone(), index(first, language), index(total, language)]);
                }
                (grid, all.len())
            }
            Parts::Shapley(all) => {
                let (name, header) = if english {
                    (
                        "Parts of the variance (Shapley effects, as inputs are correlated)",
                        ["input", "part"],
                    )
                } else {
                    ("方差贡献（输入相关，故用Shapley效应）", ["输入", "贡献"])
                };
                let mut grid = Grid::new(name, header, 1);
                for (name, part) in all.iter().take(MAX_DRIVERS) {
                    grid.push([name.clone(), index(part, language)]);
                }
                (grid, all.len())
            }
        };
        blocks.push(Block::Subheading(grid.name.clone()));
        blocks.push(Block::Grid(grid));
        let most = self.swings.max(all);
        let cut = most > MAX_DRIVERS;
        blocks.push(Block::Aside(match language {
            Language::English => format!(
                "From {runs} runs, with 95 % intervals.{}",
                if cut {
                    format!(" The {MAX_DRIVERS} strongest of {most} are shown.")
                } else {
                    String::new()
                }
            ),
            Language::Chinese => format!(
                "共运行{runs}次，方括号内为95%区间。{}",
                if cut {
                    format!("仅列{most}项中最强的{MAX_DRIVERS}项。")
                } else {
                    String::new()
                }
            ),
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

//! The ends of the paths, and the probabilities of reaching targets.

use super::answer::with_unit;
use super::block::{Block, Grid, scaled};
use super::{Known, Report, unit_of};
use crate::Language;
use crate::report::chart::words;
use crate::report::tidy::prints_as_certain;

/// The most periods of a target that are reported; of more, only the last.
const MAX_PERIODS: usize = 10;

/// A probability with two decimals.
fn percent(value: f64, language: Language) -> String {
    format!("{:.2}{}", value * 100.0, language.of(" %", "%"))
}

impl Report<'_> {
    /// The first and the last number of every output.
    pub(super) fn ends(&self, language: Language) -> Grid {
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
                    ", by the other coefficients of the catalogue (least and greatest)",
                    "，按目录中的其他系数（最小与最大）",
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

    pub(super) fn targets(&self, language: Language, blocks: &mut Vec<Block>) {
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
                        let unit = unit_of(target.output(), series.unit());
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
}

//! The ends of the paths, and the probabilities of reaching targets.

use super::answer::with_unit;
use super::block::{Block, Grid, scaled};
use super::{Known, Report, Reported, unit_of};
use crate::report::chart::words;
use crate::report::tidy::prints_as_certain;
use crate::simulation::Target;
use crate::{Language, Period};

/// The most periods of a target that are reported; of more, only the last.
const MAX_PERIODS: usize = 10;

/// A probability with two decimals.
fn percent(value: f64, language: Language) -> String {
    format!("{:.2}{}", value * 100.0, language.of(" %", "%"))
}

impl Reported {
    /// The row of the output in the table of ends: from the first to the last number, with
    /// quantiles where they are known.
    fn ends(&self, language: Language) -> [String; 8] {
        let short = self.short(language);
        let text = |value| short.precise(value, 4);
        let (at, value, quantiles) = self.last();
        let is_known = self.known != Known::CoefficientOnly;
        let [low, middle, high] = quantiles.map(|value| {
            if is_known {
                text(value)
            } else {
                "–".to_owned()
            }
        });
        // The first period that has a number.
        let first = self.rows.first().map(|(first, value, _)| {
            let (first, value) = (words::period(*first, language), text(*value));
            match language {
                Language::English => format!("{value} ({first})"),
                Language::Chinese => format!("{value}（{first}）"),
            }
        });
        [
            words::output(self.output).of(language).to_owned(),
            short.unit.clone(),
            first.unwrap_or_default(),
            words::period(at, language),
            text(value),
            low,
            middle,
            high,
        ]
    }

    /// The row of the range that the other coefficients of the catalogue give.
    fn ends_by_coefficient(&self, [low, high]: [f64; 2], language: Language) -> [String; 8] {
        let short = self.short(language);
        let name = words::output(self.output);
        let over = language.of(
            ", by the other coefficients of the catalogue (least and greatest)",
            "，按目录中的其他系数（最小与最大）",
        );
        let (at, ..) = self.last();
        [
            format!("{}{over}", name.of(language)),
            short.unit.clone(),
            String::new(),
            words::period(at, language),
            String::new(),
            short.precise(low, 4),
            String::new(),
            short.precise(high, 4),
        ]
    }
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
            grid.push(reported.ends(language));
            if let Known::Published(range) = reported.known {
                grid.push(reported.ends_by_coefficient(range, language));
            }
        }
        grid
    }

    pub(super) fn targets(&self, language: Language, blocks: &mut Vec<Block>) {
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
            for period in self.shown_periods() {
                // Periods of the scenario have its frequency, so neither is an error.
                let (Ok(Some(at)), Ok(Some(by))) = (
                    self.fan.probability_at(target, period),
                    self.fan.probability_by(target, period),
                ) else {
                    continue;
                };
                let probability = |value: f64| {
                    let caveat = if prints_as_certain(value) { "*" } else { "" };
                    format!("{}{caveat}", percent(value, language))
                };
                is_certain |= [at, by].iter().any(|of| prints_as_certain(of.value()));
                grid.push([
                    self.target(target, language),
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

    /// The periods after the base; the last alone where they are many.
    fn shown_periods(&self) -> Vec<Period> {
        let all = self.projection.total_compute();
        let periods: Vec<_> = all.iter().skip(1).map(|(period, _)| period).collect();
        if periods.len() > MAX_PERIODS {
            return vec![self.fan.scenario().until()];
        }
        periods
    }

    /// A target in words: `total computing power ≥ 300 EFLOPS`.
    fn target(&self, target: &Target, language: Language) -> String {
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
        format!("{} {sign} {number}", name.of(language))
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

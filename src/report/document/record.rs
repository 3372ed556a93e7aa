//! The derivation of the number, the sources of its inputs, and the record from which the run can
//! be repeated.

use std::fmt::Write;

use super::Report;
use super::answer::with_unit;
use super::block::{Block, Grid, scaled};
use super::names;
use super::readable::Readable;
use crate::Language;
use crate::explanation::lineage::{Explanation, Leaf};
use crate::report::chart::{unit_of, words};
use crate::simulation::Scheme;

/// A sampling scheme in words.
const fn scheme(scheme: Scheme, language: Language) -> &'static str {
    let (english, chinese) = match scheme {
        Scheme::Plain => ("independent draws", "独立抽样"),
        Scheme::Antithetic => ("antithetic pairs", "对偶抽样"),
        Scheme::LatinHypercube => ("Latin hypercube", "拉丁超立方抽样"),
        Scheme::Sobol => ("scrambled Sobol’ sequence", "加扰索博尔序列"),
    };
    language.of(english, chinese)
}

impl Report<'_> {
    pub(super) fn record(&self, language: Language, blocks: &mut Vec<Block>) {
        let of = |english, chinese| language.of(english, chinese).to_owned();
        blocks.push(Block::Heading(of(
            "How the number is computed",
            "数字的推导",
        )));
        let mut lineage = String::new();
        self.lineage(&self.explanation, 0, language, &mut lineage);
        let lineage = Block::Code("text", lineage.trim_end().to_owned());
        blocks.push(Block::Folded(
            of(
                "From the answer down to every input",
                "从结论追溯到每项输入",
            ),
            vec![lineage],
        ));
        blocks.push(Block::Heading(of("Inputs and sources", "输入与来源")));
        let [_, in_all] = self.counts();
        let counted = in_all.text(language);
        blocks.push(Block::Aside(match language {
            Language::English => format!("{counted}."),
            Language::Chinese => format!("{counted}。"),
        }));
        blocks.push(Block::Grid(self.inputs(language)));
        blocks.push(Block::Heading(of("To run it again", "如何复现")));
        let manifest = self.fan.manifest();
        let draws = words::count(manifest.draws(), language);
        blocks.push(Block::Text(match language {
            Language::English => format!(
                "The scenario and the manifest below are the whole run: read the scenario with \
                 compute-impact {} (`Scenario::read`), and `Manifest::verify` repeats the {draws} \
                 draws to the bit.",
                manifest.library_version(),
            ),
            Language::Chinese => format!(
                "下列情景与运行清单即为整次运行：用compute-impact {}读入情景（`Scenario::read`），\
                 `Manifest::verify`即可逐位复现这{draws}次模拟。",
                manifest.library_version(),
            ),
        }));
        blocks.push(Block::Grid(self.manifest(language)));
        let [manifest, scenario] = &self.record;
        blocks.push(Block::Folded(
            of("Manifest, as JSON", "运行清单（JSON）"),
            vec![Block::Code("json", manifest.clone())],
        ));
        blocks.push(Block::Folded(
            of("Scenario, as JSON", "情景（JSON）"),
            vec![Block::Code("json", scenario.clone())],
        ));
    }

    /// The entries of the manifest in words.
    fn manifest(&self, language: Language) -> Grid {
        let manifest = self.fan.manifest();
        let name = language.of("Manifest", "运行清单");
        let header = [language.of("entry", "项目"), language.of("value", "内容")];
        let mut grid = Grid::new(name, header, 2);
        for (english, chinese, value) in [
            (
                "version of the library",
                "程序库版本",
                manifest.library_version().to_owned(),
            ),
            ("scenario", "情景指纹", manifest.scenario().to_owned()),
            ("seed", "随机种子", manifest.seed().to_string()),
            (
                "draws",
                "模拟次数",
                words::count(manifest.draws(), language),
            ),
            (
                "scheme",
                "抽样方式",
                scheme(manifest.scheme(), language).to_owned(),
            ),
            ("generator", "随机数生成器", manifest.generator().to_owned()),
            (
                "digest of the result",
                "结果摘要",
                manifest.digest().to_owned(),
            ),
        ] {
            grid.push([language.of(english, chinese).to_owned(), value]);
        }
        grid
    }

    /// Writes an output with its formula, its inputs and the outputs that it is computed from.
    fn lineage(&self, of: &Explanation, depth: usize, language: Language, out: &mut String) {
        let indent = "  ".repeat(depth);
        let unit = self
            .projection
            .series(of.output)
            .map(|series| series.unit());
        let value = unit.map_or_else(
            || of.value.to_string(),
            |unit| {
                let short = scaled(&[of.value], &unit_of(of.output, unit), language);
                with_unit(&short, of.value, language)
            },
        );
        let name = words::output(of.output);
        let name = name.of(language);
        let period = words::period(of.period, language);
        let grade = names::confidence(of.grade, language);
        let line = match language {
            Language::English => {
                format!("{name} in {period}: {value} (weakest evidence: {grade})")
            }
            Language::Chinese => format!("{period}{name}：{value}（最弱证据等级：{grade}）"),
        };
        let _ = writeln!(out, "{indent}{line}");
        let _ = writeln!(out, "{indent}  {} = {}", of.output.id(), of.formula);
        for leaf in &of.inputs {
            let _ = writeln!(out, "{indent}  - {}", self.leaf(leaf, language));
        }
        for branch in &of.from {
            self.lineage(branch, depth + 1, language, out);
        }
    }

    /// An input at the end of the tree, on one line.
    fn leaf(&self, leaf: &Leaf, language: Language) -> String {
        let scenario = self.fan.scenario();
        let place = &leaf.place;
        let Ok(input) = scenario.input(place.as_str()) else {
            return format!("{place} = {}", leaf.value);
        };
        let readable = Readable::of(input, scenario.base().frequency(), language);
        let uncertain = if leaf.is_uncertain {
            language.of(", uncertain", "，不确定")
        } else {
            ""
        };
        let source = names::citation(input, language);
        let entry = input.entry().map(|entry| format!(" [{}]", entry.id()));
        format!(
            "{place} = {}{uncertain}{}{source}{}",
            readable.sentence(input.central()),
            language.of(": ", "："),
            entry.unwrap_or_default()
        )
    }

    fn inputs(&self, language: Language) -> Grid {
        let header = match language {
            Language::English => ["input", "key", "value", "unit", "5 to 95 %", "source"],
            Language::Chinese => ["输入", "键", "取值", "单位", "5%至95%", "来源"],
        };
        let name = language.of("Inputs and sources", "输入与来源");
        let mut grid = Grid::new(name, header, 6);
        let frequency = self.fan.scenario().base().frequency();
        for input in self.fan.scenario().inputs() {
            let entry = input.entry().map(|entry| format!(" [{}]", entry.id()));
            let scale = Readable::of(input, frequency, language);
            let ends = input.uncertainty().filter(|_| input.is_uncertain());
            let ends = ends.and_then(|uncertainty| {
                // Every shape has its quantiles within (0, 1).
                let low = uncertainty.quantile(0.05).ok();
                low.zip(uncertainty.quantile(0.95).ok())
            });
            let spread = match (ends, language) {
                (None, _) => language.of("taken as certain", "视为确定").to_owned(),
                (Some((low, high)), Language::English) => {
                    format!("{} to {}", scale.number(low), scale.number(high))
                }
                (Some((low, high)), Language::Chinese) => {
                    format!("{}至{}", scale.number(low), scale.number(high))
                }
            };
            grid.push([
                names::place(input.place(), language),
                input.place().to_string(),
                scale.number(input.central()),
                scale.unit().to_owned(),
                spread,
                format!(
                    "{}{}",
                    names::citation(input, language),
                    entry.unwrap_or_default()
                ),
            ]);
        }
        grid
    }
}

//! What the number is made of, where its inputs come from, and what the run is repeated from.

use super::Report;
use super::block::{Block, Grid};
use super::readable::Readable;
use crate::Language;

impl Report<'_> {
    pub(super) fn record(&self, language: Language, blocks: &mut Vec<Block>) {
        let of = |english, chinese| language.of(english, chinese).to_owned();
        blocks.push(Block::Heading(of(
            "What the number is made of",
            "数字的构成",
        )));
        let trail = Block::Code("text", self.explanation.to_string().trim_end().to_owned());
        blocks.push(Block::Folded(
            of(
                "From the answer down to every input",
                "从结论追溯到每项输入",
            ),
            vec![trail],
        ));
        blocks.push(Block::Heading(of("Inputs and sources", "输入与来源")));
        blocks.push(Block::Grid(self.inputs(language)));
        blocks.push(Block::Heading(of("To run it again", "如何复现")));
        let manifest = self.fan.manifest();
        blocks.push(Block::Text(match language {
            Language::English => format!(
                "The scenario and the manifest below are the whole run: read the scenario with \
                 compute-impact {} (`Scenario::read`), and `Manifest::verify` repeats the {} draws \
                 of seed {} to the bit, digest {}.",
                manifest.library_version(),
                manifest.draws(),
                manifest.seed(),
                manifest.digest()
            ),
            Language::Chinese => format!(
                "下列情景与清单即为整次运行：用compute-impact {}读入情景（`Scenario::read`），`Manifest::verify`\
                 即可逐位复现种子{}的{}次抽样，摘要{}。",
                manifest.library_version(),
                manifest.seed(),
                manifest.draws(),
                manifest.digest()
            ),
        }));
        let [manifest, scenario] = &self.record;
        blocks.push(Block::Folded(
            of("Manifest", "清单"),
            vec![Block::Code("json", manifest.clone())],
        ));
        blocks.push(Block::Folded(
            of("Scenario", "情景"),
            vec![Block::Code("json", scenario.clone())],
        ));
    }

    fn inputs(&self, language: Language) -> Grid {
        let header = match language {
            Language::English => ["input", "value", "unit", "5 to 95 %", "source"],
            Language::Chinese => ["输入", "取值", "单位", "5%至95%", "来源"],
        };
        let name = language.of("Inputs and sources", "输入与来源");
        let mut grid = Grid::new(name, header, 5);
        let frequency = self.fan.scenario().base().frequency();
        for input in self.fan.scenario().inputs() {
            let entry = input.entry().map(|entry| format!(" [{}]", entry.id()));
            let scale = Readable::of(input, frequency);
            let ends = input.uncertainty().filter(|_| input.is_uncertain());
            let ends = ends.and_then(|held| {
                // Within (0, 1) every shape has its quantiles.
                held.quantile(0.05).ok().zip(held.quantile(0.95).ok())
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
                input.place().to_string(),
                scale.number(input.central()),
                scale.unit().to_owned(),
                spread,
                format!("{}{}", input.source(), entry.unwrap_or_default()),
            ]);
        }
        grid
    }
}

//! What stands behind the answer: drivers, goals, policies and channels.

use super::Report;
use super::block::{Block, Grid, scaled};
use crate::Language;

impl Report<'_> {
    pub(super) fn analysis(&self, language: Language, blocks: &mut Vec<Block>) {
        let heading = |english, chinese| Block::Heading(language.of(english, chinese).to_owned());
        if let Some(drivers) = &self.drivers {
            blocks.push(heading("What drives it", "影响因素"));
            drivers.tell(language, blocks);
        }
        if !self.goals.is_empty() {
            blocks.push(heading("What it would take", "达成目标需要什么"));
            for goals in &self.goals {
                goals.tell(language, blocks);
            }
        }
        if let Some(effects) = self.effects.as_ref().filter(|effects| !effects.is_empty()) {
            blocks.push(heading("What policies change", "政策影响"));
            let text = language.of(
                "Each over the scenario without it, in the same draws.",
                "各项政策相对于无该政策的情景，抽样相同。",
            );
            blocks.push(Block::Text(text.to_owned()));
            effects.tell(language, blocks);
        }
        if let Some(grid) = self.channels(language) {
            blocks.push(heading(
                "The same build-out by every channel",
                "同一投资的各条测算路线",
            ));
            let text = language.of(
                "They overlap and are never added.",
                "各路线相互重叠，不可相加。",
            );
            blocks.push(Block::Text(text.to_owned()));
            blocks.push(Block::Grid(grid));
        }
    }

    fn channels(&self, language: Language) -> Option<Grid> {
        let scenario = self.fan.scenario();
        // Of money that is of the scenario itself, nothing can be refused but an overflow.
        let channels = self.projection.channels(scenario.until(), None).ok()??;
        let gdp = self.projection.gdp().with();
        let amounts: Vec<f64> = channels
            .channels()
            .iter()
            .map(|channel| channel.money().amount())
            .collect();
        let short = scaled(&amounts, &gdp.unit().into(), language);
        let header = match language {
            Language::English => ["channel", "counts", "overlaps", &short.unit, "of GDP"],
            Language::Chinese => ["路线", "口径", "重叠之处", &short.unit, "占GDP"],
        };
        let name = match language {
            Language::English => format!("Channels to what {} is worth", scenario.until()),
            Language::Chinese => format!("{}投资的价值", scenario.until()),
        };
        let mut grid = Grid::new(&name, header, 3);
        for channel in channels.channels() {
            let counts = if channel.is_value_added() {
                language.of("value added", "增加值")
            } else {
                language.of("output", "产出")
            };
            grid.push([
                channel.kind().to_string(),
                counts.to_owned(),
                channel.kind().overlaps().to_owned(),
                short.precise(channel.money().amount(), 4),
                format!("{:.3} %", channel.fraction() * 100.0),
            ]);
        }
        Some(grid)
    }
}

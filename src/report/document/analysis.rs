//! The analysis behind the answer: coefficients, drivers, goals, policies and channels.

use super::block::{Block, Grid, scaled};
use super::{Known, Report};
use crate::Language;
use crate::investment::ChannelKind;
use crate::report::chart::{fixed, words};

/// A channel in words.
const fn channel(kind: ChannelKind, language: Language) -> &'static str {
    let (english, chinese) = match kind {
        ChannelKind::Response => ("response to compute growth", "算力增长的响应"),
        ChannelKind::Capital => ("response to the capacity bought", "新购算力的响应"),
        ChannelKind::Multiplier => ("multiplier chain", "乘数传导"),
        ChannelKind::InputOutput => ("input-output table", "投入产出表"),
    };
    language.of(english, chinese)
}

/// The measure of a channel, and its overlap with others.
const fn overlaps(kind: ChannelKind, language: Language) -> &'static str {
    let chinese = match kind {
        ChannelKind::Response => {
            "扣除退役后的全部算力增长；与新购算力渠道重叠，也与估计响应系数时已包含的需求渠道重叠"
        }
        ChannelKind::Capital => "当年支出所购算力，未扣除退役，因此可能大于上一行",
        ChannelKind::Multiplier => "支出期间沿供应链形成的需求；与投入产出渠道为同一笔销售",
        ChannelKind::InputOutput => "沿供应链逐行业形成的需求，即乘数所概括的内容",
    };
    language.of(kind.overlaps(), chinese)
}

impl Report<'_> {
    pub(super) fn analysis(&self, language: Language, blocks: &mut Vec<Block>) {
        let heading = |english, chinese| Block::Heading(language.of(english, chinese).to_owned());
        if let Some(drivers) = &self.drivers {
            blocks.push(heading("What drives it", "影响因素"));
            drivers.report(language, blocks);
        }
        if !self.goals.is_empty() {
            blocks.push(heading("What it would take", "达成目标需要什么"));
            for goals in &self.goals {
                goals.report(language, blocks);
            }
        }
        if let Some(effects) = self.effects.as_ref().filter(|effects| !effects.is_empty()) {
            blocks.push(heading("What policies change", "政策影响"));
            let text = language.of(
                "Each policy is compared with the scenario without it, in the same draws.",
                "各项政策均与无该政策的情景比较，所用抽样相同。",
            );
            blocks.push(Block::Text(text.to_owned()));
            if matches!(self.main.known, Known::Published(_)) {
                let text = language.of(
                    "Effects on GDP keep to the scenario's own coefficient; with another one they \
                     change in about the same proportion as the answer.",
                    "对GDP的影响仅按本情景的系数；改用其他系数时，大致与结论同比例变化。",
                );
                blocks.push(Block::Aside(text.to_owned()));
            }
            effects.report(language, blocks);
        }
        if let Some(grid) = self.channels(language) {
            blocks.push(heading(
                "The same build-out by every channel",
                "同一建设投资的各条测算渠道",
            ));
            let text = language.of(
                "The channels overlap and are never added. Each is compared with one and the same GDP: \
                 that of the year without the year’s growth of compute over the counterfactual. Output is no part of it, so \
                 that its fraction shows the size alone.",
                "各渠道相互重叠，不可相加。各渠道均与同一GDP比较，即不含当年算力相对反事实增长贡献的当年GDP；产出不是GDP的一部分，\
                 其比例仅表示规模。",
            );
            blocks.push(Block::Text(text.to_owned()));
            blocks.push(Block::Grid(grid));
        }
    }

    fn channels(&self, language: Language) -> Option<Grid> {
        let scenario = self.fan.scenario();
        // The money of the scenario itself can cause no error but an overflow.
        let channels = self.projection.channels(scenario.until(), None).ok()??;
        let gdp = self.projection.gdp().with();
        let amounts: Vec<f64> = channels
            .channels
            .iter()
            .map(|channel| channel.money.amount())
            .collect();
        let short = scaled(&amounts, &gdp.unit().into(), language);
        let header = match language {
            Language::English => [
                "channel",
                "counts",
                "overlaps",
                &short.unit,
                "over the year’s GDP without that year’s growth of compute over the counterfactual",
            ],
            Language::Chinese => [
                "渠道",
                "口径",
                "重叠之处",
                &short.unit,
                "相当于当年GDP的比例（GDP不含当年算力相对反事实增长的贡献）",
            ],
        };
        let until = words::period(scenario.until(), language);
        let name = match language {
            Language::English => format!("Channels of the build-out of {until}"),
            Language::Chinese => format!("{until}建设投资的测算渠道"),
        };
        let mut grid = Grid::new(&name, header, 3);
        for result in channels.channels {
            let counts = if result.is_value_added {
                language.of("value added", "增加值")
            } else {
                language.of("output", "产出")
            };
            grid.push([
                channel(result.kind, language).to_owned(),
                counts.to_owned(),
                overlaps(result.kind, language).to_owned(),
                short.precise(result.money.amount(), 4),
                format!(
                    "{}{}",
                    fixed(result.fraction * 100.0, 3),
                    language.of(" %", "%")
                ),
            ]);
        }
        Some(grid)
    }
}

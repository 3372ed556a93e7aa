//! Sentences on a semi-elasticity and the index that it follows.

use super::Text;
use crate::Language::{self, Chinese, English};
use crate::finding::benchmark::Benchmark;
use crate::finding::objection::OnIndex;
use crate::finding::prose::Prose;

impl OnIndex {
    pub(super) fn text(&self, language: Language) -> Text {
        let prose = Prose::new(language);
        match *self {
            Self::ImplausibleSemiElasticity { per_point } => {
                let per_point = prose.percent(per_point);
                let [least, greatest] = [
                    Benchmark::LeastSemiElasticity,
                    Benchmark::GreatestSemiElasticity,
                ];
                let [low, high] =
                    [least, greatest].map(|published| prose.per_mille(published.number()));
                let [low_source, high_source] =
                    [least, greatest].map(|published| prose.source(published));
                match language {
                    English => Text::new(
                        format!(
                            "{per_point} of the outcome for an index point is several times the \
                             published effects, {low} ({low_source}) to {high} ({high_source})"
                        ),
                        "check per mille against per cent",
                    ),
                    Chinese => Text::new(
                        format!(
                            "每个指数点带来{per_point}的变化，数倍于已公布的{low}（{low_source}）至\
                             {high}（{high_source}）"
                        ),
                        "核对是千分比还是百分比",
                    ),
                }
            }
            Self::IndexDrivesOutcome => match language {
                English => Text::new(
                    "the path of the index drives this outcome, measured against its base score; \
                     neither capacity nor its counterfactual does",
                    "move the index in step with capacity, or convert to an elasticity at a score",
                ),
                Chinese => Text::new(
                    "该结果由指数路径相对其基期分值的变化驱动，与算力规模及其反事实情景无关",
                    "让指数与算力规模同步变化，或在某一分值处换算为弹性系数",
                ),
            },
            Self::UndefinedIndexBase {
                above_points,
                factor,
            } => {
                let (points, times) = (prose.number(above_points), prose.times(factor));
                match language {
                    English => Text::new(
                        format!(
                            "a point above {points} counts {times}, and no source states the \
                             effect that this multiplies; here it is the average over all scores"
                        ),
                        "show the result without tiers next to it",
                    ),
                    Chinese => Text::new(
                        format!(
                            "{points}分以上的每个指数点按{times}计算，但任何来源都未说明这一倍数以哪些\
                             分值的效应为基数；此处以全部分值的平均效应为基数"
                        ),
                        "同时展示不分档的结果",
                    ),
                }
            }
        }
    }
}

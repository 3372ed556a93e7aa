//! Sentences on stocks and their use.

use super::Text;
use crate::Language::{self, Chinese, English};
use crate::finding::names::Named;
use crate::finding::objection::OnStock;
use crate::finding::prose::Prose;

impl OnStock {
    pub(super) fn text(&self, language: Language) -> Text {
        let prose = Prose::new(language);
        match *self {
            Self::PurchasesBelowRetirement {
                segment,
                base_flop_per_s,
                last_flop_per_s,
                additions_flop_per_s,
                retirements_flop_per_s,
            } => {
                let segment = segment.name_in(language);
                let [base, last, additions, retirements] = [
                    base_flop_per_s,
                    last_flop_per_s,
                    additions_flop_per_s,
                    retirements_flop_per_s,
                ]
                .map(|flop_per_s| prose.eflops(flop_per_s));
                match language {
                    English => Text::new(
                        format!(
                            "{segment} compute goes from {base} to {last}: {additions} are bought \
                             and {retirements} retire"
                        ),
                        "give the outlay that keeps the segment, or state that it is meant to \
                         shrink",
                    ),
                    Chinese => Text::new(
                        format!(
                            "{segment}从{base}变为{last}：期间购置{additions}，退役{retirements}"
                        ),
                        "给出足以维持该类算力的投资，或注明本来就打算缩减",
                    ),
                }
            }
            Self::SaturatedUse {
                segment,
                stated_utilisation,
                saturated,
                periods,
            } => {
                let segment = segment.name_in(language);
                let (stated, periods) = (prose.percent(stated_utilisation), prose.periods(periods));
                match language {
                    English => Text::new(
                        format!(
                            "policies raise the utilisation of {segment} compute from {stated} to \
                             100 %, in {saturated} of {periods}, where nothing raises it any \
                             further"
                        ),
                        "look at the policies one by one: their combined effect is capped, and no \
                         machine works at 100 %",
                    ),
                    Chinese => Text::new(
                        format!(
                            "各项政策把{segment}的利用率从{stated}提高到100%（{periods}中有{saturated}个），\
                             此后无法再提高"
                        ),
                        "逐项考察各项政策：叠加后的效果已被封顶，而且没有设备能以100%的利用率运行",
                    ),
                }
            }
            Self::IdledByPower {
                segment,
                idle_share,
                limit_megawatts,
                outlay,
                currency,
            } => {
                let segment = segment.name_in(language);
                let (limit, idle) = (prose.number(limit_megawatts), prose.percent(idle_share));
                let outlay = outlay.map(|outlay| prose.money(outlay, currency));
                match language {
                    English => {
                        let meanwhile = outlay.map_or_else(
                            || "capacity is still added".to_owned(),
                            |outlay| format!("{outlay} is still spent on more"),
                        );
                        Text::new(
                            format!(
                                "the power limit of {limit} MW idles {idle} of {segment} compute, \
                                 while {meanwhile}"
                            ),
                            "raise the limit, or spend the money where power is available",
                        )
                    }
                    Chinese => {
                        let meanwhile = outlay.map_or_else(
                            || "同期仍在新增算力".to_owned(),
                            |outlay| format!("同期仍投入{outlay}新增算力"),
                        );
                        Text::new(
                            format!("{limit} MW的电力上限使{idle}的{segment}闲置，{meanwhile}"),
                            "提高电力上限，或把资金投向电力充足的地方",
                        )
                    }
                }
            }
        }
    }
}

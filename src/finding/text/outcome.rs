//! Sentences on an economy's levels and growth.

use super::Text;
use crate::Language::{self, Chinese, English};
use crate::finding::names::Named;
use crate::finding::objection::OnOutcome;
use crate::finding::prose::Prose;

impl OnOutcome {
    #[expect(clippy::too_many_lines, reason = "one arm for each objection")]
    pub(super) fn text(&self, language: Language) -> Text {
        let prose = Prose::new(language);
        match *self {
            Self::BaselineIncludesCompute { kind, is_frozen } => {
                let kind = kind.name_in(language);
                match language {
                    English => Text::new(
                        format!(
                            "the growth comes from a source ({kind}) that saw the economy with its \
                             compute, and compute's effect is added on top"
                        ),
                        if is_frozen {
                            "use `baseline.includes`, which attributes a part of that growth"
                        } else {
                            "keep it only if the source assumed compute on the counterfactual path"
                        },
                    ),
                    Chinese => Text::new(
                        format!(
                            "该增速的来源（{kind}）所观察的经济已包含算力，而算力的影响又叠加在其上"
                        ),
                        if is_frozen {
                            "改用`baseline.includes`，把其中一部分增长归因于算力"
                        } else {
                            "仅当该来源假定算力沿反事实路径变化时才可保留"
                        },
                    ),
                }
            }
            Self::ContributionExceedsGrowth {
                contribution,
                growth,
                exceeding,
                periods,
            } => {
                let is_gain = contribution > 0.0;
                let rest = prose.points(growth - contribution);
                let (contribution, growth) = (prose.points(contribution), prose.percent(growth));
                let periods = prose.periods(periods);
                match language {
                    English => Text::new(
                        format!(
                            "compute is said to contribute {contribution} to growth of {growth}, \
                             which leaves {rest} for capital, labour and everything else (so in \
                             {exceeding} of {periods})"
                        ),
                        if is_gain {
                            "check the coefficient: this holds only if everything else taken together shrinks"
                        } else {
                            "check the coefficient and its sign: all else would have to grow by \
                             more"
                        },
                    ),
                    Chinese => Text::new(
                        format!(
                            "在{growth}的增速中，算力的贡献被算作{contribution}，留给资本、劳动及其他一切\
                             因素的只有{rest}（{periods}中有{exceeding}个如此）"
                        ),
                        if is_gain {
                            "核对系数：只有其他因素合计为负，这一结果才成立"
                        } else {
                            "核对系数及其正负号：其他因素须增长得更多，这一结果才成立"
                        },
                    ),
                }
            }
            Self::AdditionExceedsGrowth {
                addition,
                growth_without,
            } => {
                let (addition, rest) = (prose.points(addition), prose.percent(growth_without));
                match language {
                    English => Text::new(
                        format!("compute adds {addition} to growth of {rest} from everything else"),
                        "check the coefficient: this is more than all else together",
                    ),
                    Chinese => Text::new(
                        format!("其他一切因素带来{rest}的增长，算力又使增速变动{addition}"),
                        "核对系数：这比其他因素的总和还大",
                    ),
                }
            }
            Self::RealGrowthOnCurrentPrices { growth } => {
                let growth = prose.percent(growth);
                match language {
                    English => Text::new(
                        format!(
                            "the growth of {growth} is real, and the money is at current prices"
                        ),
                        "use nominal growth, or money at constant prices",
                    ),
                    Chinese => Text::new(
                        format!("{growth}是实际增速，而金额按现价计"),
                        "改用名义增速，或改用不变价金额",
                    ),
                }
            }
            Self::NominalGrowthOnConstantPrices { growth, basis } => {
                let (growth, basis) = (prose.percent(growth), basis.name_in(language));
                match language {
                    English => Text::new(
                        format!("the growth of {growth} is nominal, and the money is at {basis}"),
                        "use real growth, or money at current prices",
                    ),
                    Chinese => Text::new(
                        format!("{growth}是名义增速，而金额按{basis}计"),
                        "改用实际增速，或改用现价金额",
                    ),
                }
            }
            Self::LevelBreak {
                from,
                to,
                currency,
                revisions,
            } => {
                let [from, to] = [from, to].map(|amount| prose.money(amount, currency));
                let [before, after] = revisions.map(|revision| revision.name_in(language));
                match language {
                    English => Text::new(
                        format!(
                            "{from} ({before}) and {to} ({after}) stand on two sides of a \
                             statistical revision"
                        ),
                        "use levels of one revision: the change between these is not growth",
                    ),
                    Chinese => Text::new(
                        format!("{from}（{before}）与{to}（{after}）分处统计修订的前后"),
                        "使用同一次修订的水平值：两者之间的变化不是增长",
                    ),
                }
            }
            Self::TwoDefinitions { definitions, .. } => {
                let [base, other] = definitions.map(|definition| definition.name_in(language));
                match language {
                    English => Text::new(
                        format!(
                            "the base counts the digital economy by one definition ({base}), and \
                             this figure by another ({other}); for one year definitions differ by \
                             a factor of two and more"
                        ),
                        "use figures of one definition: the change between two is not growth",
                    ),
                    Chinese => Text::new(
                        format!(
                            "基期按{base}统计数字经济，该数值却按{other}统计；同一年份不同口径相差一倍以上"
                        ),
                        "使用同一口径的数值：两种口径之间的变化不是增长",
                    ),
                }
            }
        }
    }
}

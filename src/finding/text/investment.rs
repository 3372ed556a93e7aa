//! Sentences on an outlay, its multiplier and the capacity it buys.

use super::Text;
use crate::Language::{self, Chinese, English};
use crate::finding::benchmark::Benchmark;
use crate::finding::capital::SCOPES_APART;
use crate::finding::names::Named;
use crate::finding::objection::{OnInvestment, times};
use crate::finding::prose::Prose;
use crate::{Currency, MultiplierOf, Precision};

impl OnInvestment {
    #[expect(clippy::too_many_lines, reason = "one arm for each objection")]
    pub(super) fn text(&self, language: Language) -> Text {
        let prose = Prose::new(language);
        match *self {
            Self::ImplausibleOutlay { outlay_share } => {
                let share = prose.percent(outlay_share);
                let recent = prose.quoted_percent(Benchmark::IctInvestmentRecent);
                let peak = prose.quoted_percent(Benchmark::IctInvestmentPeak);
                match language {
                    English => Text::new(
                        format!(
                            "the outlay is {share} of GDP; China's investment in all ICT equipment \
                             is about {recent} of recent GDP and peaked at {peak}"
                        ),
                        "check the unit (亿 is 10^8, 万亿 10^12), and whether a total of several \
                         years stands for one",
                    ),
                    Chinese => Text::new(
                        format!(
                            "投资额占GDP的{share}；中国近年全部ICT设备投资约占GDP的{recent}，最高时为{peak}"
                        ),
                        "核对单位（亿为10^8，万亿为10^12），并确认不是把多年合计当作一年",
                    ),
                }
            }
            Self::OutlayAndCapacityApart {
                cost_per_eflops,
                published,
                precision,
                currency,
            } => {
                let cost = prose.money(cost_per_eflops, currency);
                let published = widened(published, precision, currency, language);
                match language {
                    English => Text::new(
                        format!(
                            "the outlay comes to {cost} for each EFLOPS of capacity added by the \
                             end, outside {published}: the money and the capacity are not of one \
                             programme"
                        ),
                        "give `compute.stock` with unit costs, and the outlay as `of-compute`",
                    ),
                    Chinese => Text::new(
                        format!(
                            "新增算力的造价折合每EFLOPS {cost}，超出{published}：资金与算力并非出自同一项目"
                        ),
                        "给出带单位造价的`compute.stock`，并把投资额设为`of-compute`",
                    ),
                }
            }
            Self::UnitCostOfAnotherScope {
                cost_per_eflops,
                published,
                precision,
                currency,
            } => {
                let cost = prose.money(cost_per_eflops, currency);
                let published = widened(published, precision, currency, language);
                match language {
                    English => Text::new(
                        format!(
                            "{cost} for an EFLOPS lies outside {published}: precision and scope \
                             alone move a unit cost by a factor of 7 to 28"
                        ),
                        "check that cost and capacity count the same operations and the same \
                         machines",
                    ),
                    Chinese => Text::new(
                        format!(
                            "每EFLOPS造价为{cost}，超出{published}：仅精度和口径的不同就能使单位造价相差7至28倍"
                        ),
                        "核对造价与算力是否按同一精度、同一批设备计算",
                    ),
                }
            }
            Self::CostFarFromPublished {
                cost_per_eflops,
                nearest,
                published,
                bought,
                precision,
                currency,
            } => {
                let apart = prose.times(times(cost_per_eflops, published));
                let [cost, published_cost] =
                    [cost_per_eflops, published].map(|amount| prose.money(amount, currency));
                let source = prose.source(nearest);
                let bought = bought.map(|[spent, added_eflops]| {
                    let [added, instead] = [added_eflops * 1e18, spent / published * 1e18];
                    let spent = prose.money(spent, currency);
                    [spent, prose.eflops(added), prose.eflops(instead)]
                });
                match language {
                    English => Text::new(
                        match bought {
                            Some([spent, added, instead]) => format!(
                                "{spent} of outlay buys {added} net of retirement, {cost} each; at \
                                 the nearest published cost in {precision}, {published_cost} \
                                 ({source}), it buys {instead}: they differ by a factor of {}",
                                apart.trim_end_matches(" times")
                            ),
                            None => format!(
                                "{cost} for an EFLOPS and the nearest published cost in \
                                 {precision}, {published_cost} ({source}), differ by a factor of {}",
                                apart.trim_end_matches(" times")
                            ),
                        },
                        "state why an EFLOPS costs so much or so little, such as a later price or \
                         other machines, or give `compute.stock` with published unit costs",
                    ),
                    Chinese => Text::new(
                        match bought {
                            Some([spent, added, instead]) => format!(
                                "{spent}的投资购得{added}（扣除退役后），折合每EFLOPS {cost}；按{precision}下\
                                 最接近的已公布造价每EFLOPS {published_cost}（{source}），可购得{instead}，两者相差{apart}",
                            ),
                            None => format!(
                                "每EFLOPS造价为{cost}，与{precision}下最接近的已公布造价{published_cost}（{source}）相差{apart}"
                            ),
                        },
                        "说明单位造价为何偏高或偏低（如价格已下降，或设备不同），或给出采用已公布单位造价的`compute.stock`",
                    ),
                }
            }
            Self::OverlappingChannels {
                of,
                multiplier,
                response,
            } => {
                let [multiplier, response] =
                    [multiplier, response].map(|fraction| prose.percent(fraction));
                match language {
                    English => {
                        let gives = match of {
                            MultiplierOf::ValueAdded => "adds",
                            MultiplierOf::GrossOutput | MultiplierOf::Unstated => {
                                "gives output as large as"
                            }
                        };
                        Text::new(
                            format!(
                                "the multiplier {gives} {multiplier}, and the response adds \
                                 {response}, of the year's GDP without its growth of compute over the \
                                 counterfactual; they \
                                 overlap"
                            ),
                            "quote one or the other, never their sum",
                        )
                    }
                    Chinese => {
                        let gives = match of {
                            MultiplierOf::ValueAdded => "乘数带来的增加值",
                            MultiplierOf::GrossOutput | MultiplierOf::Unstated => "乘数带来的产出",
                        };
                        Text::new(
                            format!(
                                "{gives}相当于当年GDP（不含当年算力相对反事实增长的贡献）的{multiplier}，算力响应带来其{response}；两者相互重叠"
                            ),
                            "只引用其中之一，切勿相加",
                        )
                    }
                }
            }
            Self::GrossOutputAsGdp { multiplier, of } => {
                let (multiplier, of) = (prose.number(multiplier), of.name_in(language));
                match language {
                    English => Text::new(
                        format!(
                            "{multiplier} for one unit of outlay is {of} and may not be quoted as \
                             GDP"
                        ),
                        "state a multiplier of value added, or quote it as output",
                    ),
                    Chinese => Text::new(
                        format!("每单位投资的{multiplier}是{of}，不得当作GDP引用"),
                        "改用增加值乘数，或注明其为产出",
                    ),
                }
            }
            Self::ValueAddedAboveDemand { per_unit } => {
                let per_unit = prose.number(per_unit);
                match language {
                    English => Text::new(
                        format!(
                            "one unit of outlay is said to give {per_unit} of value added; in an \
                             open input-output table value added, imports and product taxes sum to \
                             one for a unit of final demand"
                        ),
                        "state what makes up the rest: spending of the incomes earned (a type II \
                         multiplier), or money that is displaced elsewhere",
                    ),
                    Chinese => Text::new(
                        format!(
                            "每单位投资被算作带来{per_unit}的增加值；而在开放式投入产出表中，每单位最终需求\
                             对应的增加值、进口与产品税之和等于一"
                        ),
                        "说明其余部分从何而来：所获收入再支出的引致效应（Ⅱ型乘数），还是从其他用途挤占的资金",
                    ),
                }
            }
            Self::MultiplierWithoutRange { multiplier } => {
                let multiplier = prose.number(multiplier);
                let [low, high] = Benchmark::Multiplier.range().map(|end| prose.number(end));
                let source = prose.source(Benchmark::Multiplier);
                match language {
                    English => Text::new(
                        format!("the multiplier {multiplier} is given as a point"),
                        format!(
                            "give it an uncertainty: the published figure is a range, {low} to \
                             {high} ({source})"
                        ),
                    ),
                    Chinese => Text::new(
                        format!("乘数{multiplier}只给出了点估计"),
                        format!("给出不确定性：已公布的数值是一个区间，{low}至{high}（{source}）"),
                    ),
                }
            }
        }
    }
}

/// The range of published unit costs, widened to either side.
fn widened(
    published: [f64; 2],
    precision: Precision,
    currency: Currency,
    language: Language,
) -> String {
    let prose = Prose::new(language);
    let [low, high] = published.map(|amount| prose.money(amount, currency));
    let factor = prose.number(SCOPES_APART);
    match language {
        English => format!(
            "{low} to {high} in {precision}, the published unit costs and a factor of up to {factor} \
             to either side"
        ),
        Chinese => {
            format!("{precision}下已公布单位造价上下各放宽至多{factor}倍的范围（{low}至{high}）")
        }
    }
}

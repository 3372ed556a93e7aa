//! Sentences on the market of a segment.

use super::Text;
use crate::Language::{self, Chinese, English};
use crate::finding::benchmark::Benchmark;
use crate::finding::names::Named;
use crate::finding::objection::OnMarket;
use crate::finding::prose::Prose;

impl OnMarket {
    #[expect(clippy::too_many_lines, reason = "one arm per objection")]
    pub(super) fn text(&self, language: Language) -> Text {
        let prose = Prose::new(language);
        match *self {
            Self::PricesApart {
                segment,
                from_cost,
                observed,
                currency,
            } => {
                let segment = segment.name_in(language);
                let times = prose.times((from_cost / observed).max(observed / from_cost));
                let [from_cost, observed] =
                    [from_cost, observed].map(|price| prose.money(price, currency));
                match language {
                    English => Text::new(
                        format!(
                            "an EFLOPS-hour of {segment} compute must cost {from_cost} to cover its \
                             cost, and {observed} is observed: one is {times} the other"
                        ),
                        "compare the precision of the card with that of the capacity, the share \
                         of hours sold, and whether the rent covers the cost at all",
                    ),
                    Chinese => Text::new(
                        format!(
                            "{segment}的成本价每EFLOPS·小时{from_cost}，观察到的价格为{observed}，\
                             相差{times}"
                        ),
                        "核对单卡与算力的精度口径、售出时间占比，以及租金是否足以覆盖成本",
                    ),
                }
            }
            Self::PriceOnlyFalls {
                segment,
                yearly_change,
            } => {
                let segment = segment.name_in(language);
                let change = prose.percent(yearly_change);
                let entry = Benchmark::RentRise.entry().id();
                match language {
                    English => Text::new(
                        format!(
                            "the price of {segment} compute falls in every period from 2026 on, by \
                             {change} a year, while list rents rose in early 2026 ({entry})"
                        ),
                        "state the observed prices with their dates, or give the demand, so that \
                         scarcity can raise the price",
                    ),
                    Chinese => Text::new(
                        format!(
                            "{segment}价格自2026年起逐期下降，每年{change}，而2026年初租金挂牌价已经\
                             上涨（`{entry}`）"
                        ),
                        "给出注明日期的观察价格，或给出需求，使稀缺可以抬高价格",
                    ),
                }
            }
            Self::PowerNextToOperation { operation } => {
                let operation = prose.percent(operation);
                match language {
                    English => Text::new(
                        format!(
                            "operation costs {operation} of the unit cost in a year, and power is \
                             priced on top of it: published costs of operation often contain the \
                             power bill"
                        ),
                        "state the operation without power, or leave out `power-price`",
                    ),
                    Chinese => Text::new(
                        format!(
                            "每年运维费为单位造价的{operation}，另计电费：公布的运维成本往往已含电费"
                        ),
                        "给出不含电费的运维成本，或去掉`power-price`",
                    ),
                }
            }
            Self::UnservedDemand {
                segment,
                unserved,
                price_factor,
            } => {
                let segment = segment.name_in(language);
                let (unserved, factor) = (prose.percent(unserved), prose.number(price_factor));
                match language {
                    English => Text::new(
                        format!(
                            "{unserved} of the demand for {segment} compute is not served; the price that clears the market is {factor} times the price \
                             without scarcity"
                        ),
                        "quote the price with the elasticity that it rests on, or let investment \
                         answer the shortage with `induced`",
                    ),
                    Chinese => Text::new(
                        format!(
                            "{segment}有{unserved}的需求得不到满足；使市场出清的价格是无稀缺时的{factor}倍"
                        ),
                        "引用价格时一并说明所依据的弹性，或用`induced`让投资回应短缺",
                    ),
                }
            }
            Self::IdleWhileScarce {
                scarce,
                unserved,
                idle,
                idle_share,
            } => {
                let [scarce, idle] = [scarce, idle].map(|segment| segment.name_in(language));
                let [unserved, idle_share] =
                    [unserved, idle_share].map(|share| prose.percent(share));
                match language {
                    English => Text::new(
                        format!(
                            "{unserved} of the demand for {scarce} compute is not served while \
                             {idle_share} of {idle} compute is idle: one cannot stand in for the \
                             other"
                        ),
                        "do not read the utilisation of the total as spare capacity",
                    ),
                    Chinese => Text::new(
                        format!(
                            "{scarce}有{unserved}的需求得不到满足，而{idle}有{idle_share}闲置：二者不能相互替代"
                        ),
                        "不要把总体利用率理解为富余算力",
                    ),
                }
            }
            Self::VouchersInScarcity {
                segment,
                payer,
                outlay,
                price_rise,
                currency,
            } => {
                let (segment, payer) = (segment.name_in(language), payer.name_in(language));
                let (outlay, rise) = (prose.money(outlay, currency), prose.percent(price_rise));
                match language {
                    English => Text::new(
                        format!(
                            "vouchers of {outlay} meet {segment} compute that is short: users pay \
                             as much as without them, and suppliers get {rise} more, paid by {payer}"
                        ),
                        "spend the money on capacity, or let the vouchers begin when capacity is \
                         spare",
                    ),
                    Chinese => Text::new(
                        format!(
                            "{outlay}的算力券遇上供不应求的{segment}：用户实付不变，供应方多得{rise}（{payer}出资）"
                        ),
                        "把资金用于新增算力，或等算力富余时再发放",
                    ),
                }
            }
            Self::SavingsByVouchers {
                segment,
                payer,
                outlay,
                savings,
                currency,
            } => {
                let (segment, payer) = (segment.name_in(language), payer.name_in(language));
                let [outlay, savings] =
                    [outlay, savings].map(|amount| prose.money(amount, currency));
                match language {
                    English => Text::new(
                        format!(
                            "users of {segment} compute gain {savings} in the period, and vouchers \
                             cost {outlay}, paid by {payer}: what a voucher gives to users is taken \
                             from its payer"
                        ),
                        "subtract the vouchers before the gain is quoted for users and payer \
                         together",
                    ),
                    Chinese => Text::new(
                        format!(
                            "{segment}用户当期得益{savings}，算力券支出{outlay}（{payer}出资）：用户所得即出资方所失"
                        ),
                        "合计用户与出资方的收益时，先减去算力券支出",
                    ),
                }
            }
            Self::SavingsInsideResponse {
                segment,
                savings,
                impact,
                currency,
            } => {
                let segment = segment.name_in(language);
                let [savings, impact] =
                    [savings, impact].map(|amount| prose.money(amount, currency));
                match language {
                    English => Text::new(
                        format!(
                            "users of {segment} compute gain {savings} by its price, and GDP gains \
                             {impact} by the response to compute: the second contains what users \
                             do with cheaper compute"
                        ),
                        "quote one or the other, and do not add them",
                    ),
                    Chinese => Text::new(
                        format!(
                            "{segment}用户因价格变化得益{savings}，GDP因算力响应增加{impact}：后者已包含用户\
                             利用更便宜算力的成果"
                        ),
                        "只引用其中之一，不要相加",
                    ),
                }
            }
            Self::NationalCoefficientOnPlace { impact, used_here } => {
                let [impact, used_here] = [impact, used_here].map(|share| prose.percent(share));
                match language {
                    English => Text::new(
                        format!(
                            "the coefficient of GDP gives the place {impact} of its product, and \
                             does not say that it was estimated on places: those of nations \
                             assume that users are where the machines are, and here {used_here} \
                             of the compute is used by the place itself"
                        ),
                        "quote what users gain and the place's part in the nation's gain, or give \
                         a coefficient of cities with `meaning.geography`",
                    ),
                    Chinese => Text::new(
                        format!(
                            "GDP系数使该地产出变动{impact}，但未注明由地方数据估计：全国系数假定用户与设备同在\
                             一地，而此处仅{used_here}的算力由本地使用"
                        ),
                        "引用用户得益及该地在全国增量中的份额，或给出注明`meaning.geography`的城市系数",
                    ),
                }
            }
        }
    }
}

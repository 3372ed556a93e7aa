//! Sentences on computing power: its machines, its shares, its use and its size.

use super::Text;
use crate::Language::{self, Chinese, English};
use crate::finding::benchmark::Benchmark;
use crate::finding::names::Named;
use crate::finding::objection::OnCompute;
use crate::finding::prose::Prose;

impl OnCompute {
    #[expect(clippy::too_many_lines, reason = "one arm for each objection")]
    pub(super) fn text(&self, language: Language) -> Text {
        let prose = Prose::new(language);
        match *self {
            Self::UnstatedScope { base } => {
                let base = prose.eflops(base.as_flop_per_s());
                match language {
                    English => Text::new(
                        format!("{base} of capacity does not state which machines it counts"),
                        "state `in use`, `installed` or `in AI clusters`: they differ by a factor \
                         of two and more",
                    ),
                    Chinese => Text::new(
                        format!("{base}的算力规模未注明统计的是哪些设备"),
                        "注明`in use`（在用）、`installed`（设备侧）或`in AI clusters`（智算集群）：\
                         三种口径相差一倍以上",
                    ),
                }
            }
            Self::FrozenCounterfactual { years, until } => {
                let (years, until) = (prose.years(years), until.name_in(language));
                match language {
                    English => Text::new(
                        format!(
                            "by {until} the impact is measured against {years} in which compute \
                             stays at its base, and in which retired machines are replaced at no \
                             cost"
                        ),
                        "state this counterfactual when quoting the impact, or compare with a \
                         trend",
                    ),
                    Chinese => Text::new(
                        format!(
                            "到{until}，影响所对照的反事实情景是：算力在{years}内一直停留在基期水平，\
                             退役设备无偿更新"
                        ),
                        "引用时注明这一反事实情景，或改与趋势路径比较",
                    ),
                }
            }
            Self::FlowOnStock {
                impact,
                other_impact,
                is_average,
            } => {
                let (impact, other) = (prose.percent(impact), prose.percent(other_impact));
                match (is_average, language) {
                    (false, English) => Text::new(
                        format!(
                            "outcomes of a period respond to compute at its end; if they responded \
                             to average compute over the period, GDP would gain {other} in the \
                             first period instead of {impact}"
                        ),
                        "state which is meant; `timing = { average = .. }` under `compute` takes \
                         the average",
                    ),
                    (false, Chinese) => Text::new(
                        format!(
                            "各时期的产出对期末算力作出响应；若对期内平均算力作出响应，首个时期对GDP的\
                             影响为{other}，而不是{impact}"
                        ),
                        "说明采用哪一种；在`compute`下写`timing = { average = .. }`即取期内平均",
                    ),
                    (true, English) => Text::new(
                        format!(
                            "outcomes of a period respond to average compute over it; if they \
                             responded to compute at its end, GDP would gain {other} in the first \
                             period instead of {impact}"
                        ),
                        "state which is meant; without `timing`, compute at the end of each period \
                         counts",
                    ),
                    (true, Chinese) => Text::new(
                        format!(
                            "各时期的产出对期内平均算力作出响应；若对期末算力作出响应，首个时期对GDP的影响\
                             为{other}，而不是{impact}"
                        ),
                        "说明采用哪一种；不写`timing`即以各期期末算力为准",
                    ),
                }
            }
            Self::ShareExtrapolated {
                observed_years,
                years_beyond,
                last_share,
            } => {
                let (observed, beyond) = (prose.years(observed_years), prose.years(years_beyond));
                let share = prose.percent(last_share);
                match language {
                    English => Text::new(
                        format!(
                            "shares observed over {observed} are extrapolated for {beyond}, to \
                             {share}"
                        ),
                        "show it as one of several paths: a ceiling bends it, and none is \
                         identified yet",
                    ),
                    Chinese => Text::new(
                        format!("占比的观测跨度为{observed}，却外推了{beyond}，直至{share}"),
                        "将其作为多条可能路径之一展示：上限会使路径趋缓，而目前尚无法识别上限",
                    ),
                }
            }
            Self::ShareJump {
                shares: [from, to],
                dates: [before, after],
                ..
            } => {
                let (from, to) = (prose.percent(from), prose.percent(to));
                let (before, after) = (before.name_in(language), after.name_in(language));
                let installed = prose.quoted_percent(Benchmark::InstalledSmartShare);
                let earlier = prose.quoted_percent(Benchmark::InUseSmartShareBefore);
                let later = prose.quoted_percent(Benchmark::InUseSmartShareAfter);
                match language {
                    English => Text::new(
                        format!("the share goes from {from} at {before} to {to} at {after}"),
                        format!(
                            "check that both count the same machines: at the end of 2023 the smart \
                             share of installed devices was {installed}, and that of capacity in \
                             use was {earlier} half a year earlier and {later} half a year later"
                        ),
                    ),
                    Chinese => Text::new(
                        format!("占比从{before}的{from}变为{after}的{to}"),
                        format!(
                            "核对两者统计的是否为同一批设备：2023年末设备侧的智能算力占比为{installed}，\
                             而在用口径半年前为{earlier}，半年后为{later}"
                        ),
                    ),
                }
            }
            Self::CertainTrend {
                years_beyond,
                last_share,
            } => {
                let (beyond, share) = (prose.years(years_beyond), prose.percent(last_share));
                match language {
                    English => Text::new(
                        format!(
                            "the trend is taken as certain for {beyond}, to {share}: only its \
                             observations are uncertain"
                        ),
                        "state a `deviation`: `scatter` with four observations or more, or past \
                         errors of such curves",
                    ),
                    Chinese => Text::new(
                        format!(
                            "趋势外推{beyond}至{share}时被视为确定：只有观测值本身带有不确定性"
                        ),
                        "设定`deviation`：有四个以上观测值时用`scatter`，或采用此类曲线以往的误差",
                    ),
                }
            }
            Self::UnidentifiedCeiling { ceiling } => {
                let ceiling = prose.percent(ceiling);
                match language {
                    English => Text::new(
                        format!("two observations fit any ceiling as well as {ceiling}"),
                        "show the path for several ceilings",
                    ),
                    Chinese => Text::new(
                        format!("仅有两个观测值，任何上限都能与{ceiling}拟合得同样好"),
                        "展示多个上限下的路径",
                    ),
                }
            }
            Self::ShareOfOtherMachines {
                share,
                measured,
                base,
            } => {
                let share = prose.percent(share);
                let (measured, base) = (measured.name_in(language), base.name_in(language));
                match language {
                    English => Text::new(
                        format!(
                            "{share} is a share of capacity {measured}, and the base is capacity \
                             {base}"
                        ),
                        "use shares of the machines in the base: at one date the two differ by a \
                         factor of two",
                    ),
                    Chinese => Text::new(
                        format!("{share}是{measured}算力中的占比，而基期为{base}算力"),
                        "改用与基期同一口径设备的占比：同一时点两种口径相差一倍",
                    ),
                }
            }
            Self::GrowthOfOtherMachines {
                growth,
                measured,
                base,
            } => {
                let growth = prose.percent(growth);
                let (measured, base) = (measured.name_in(language), base.name_in(language));
                match language {
                    English => Text::new(
                        format!(
                            "growth of {growth} is that of capacity {measured}, and the base is \
                             capacity {base}"
                        ),
                        "use the growth of the machines in the base: the two series differ in \
                         level and in growth",
                    ),
                    Chinese => Text::new(
                        format!("{growth}是{measured}算力的增速，而基期为{base}算力"),
                        "改用与基期同一口径设备的增速：两个序列的水平和增速都不相同",
                    ),
                }
            }
            Self::OtherPrecision { counted, base, .. } => match language {
                English => Text::new(
                    format!("the figure counts operations in {counted}, and the base in {base}"),
                    "use figures of one precision: one chip has 3 to 16 times more operations a \
                     second in FP16 than in FP32",
                ),
                Chinese => Text::new(
                    format!("该数值按{counted}计算运算量，而基期按{base}计算"),
                    "使用同一精度的数值：同一芯片在FP16下每秒的运算次数为FP32下的3至16倍",
                ),
            },
            Self::PartAsWhole {
                part, stands_for, ..
            } => {
                let (part, whole) = (part.name_in(language), stands_for.name_in(language));
                match language {
                    English => Text::new(
                        format!("the figure is of {part}, and stands for {whole}"),
                        "use a figure of the same part, or give each segment its own path",
                    ),
                    Chinese => Text::new(
                        format!("该数值统计的是{part}，却用来代表{whole}"),
                        "使用同一部分的数值，或为各类算力分别给出路径",
                    ),
                }
            }
            Self::RegionAsWhole {
                geography, whole, ..
            } => {
                let (area, whole) = (geography.name_in(language), whole.name_in(language));
                match language {
                    English => Text::new(
                        format!("the figure covers one area ({area}), and GDP another ({whole})"),
                        "use compute and GDP of one area",
                    ),
                    Chinese => Text::new(
                        format!("该数值的地域范围（{area}）与GDP的地域范围（{whole}）不同"),
                        "使用同一地域的算力和GDP",
                    ),
                }
            }
            Self::OccupancyAsUtilisation {
                utilisation,
                measured,
            } => {
                let (utilisation, measured) =
                    (prose.percent(utilisation), measured.name_in(language));
                match language {
                    English => Text::new(
                        format!(
                            "{utilisation} measures {measured}, and is used as the share of \
                             operations that do useful work"
                        ),
                        "multiply occupancy by the load of the occupied racks: an occupied rack \
                         may stand idle",
                    ),
                    Chinese => Text::new(
                        format!("{utilisation}衡量的是{measured}，却被当作有效运算所占的比例"),
                        "用上架率乘以已上架设备的负载率：已上架的机架也可能闲置",
                    ),
                }
            }
            Self::OutOfProportionWithWorld {
                total_flop_per_s,
                world_flop_per_s,
                carried_on_flop_per_s,
            } => {
                let [total, world, carried_on] =
                    [total_flop_per_s, world_flop_per_s, carried_on_flop_per_s]
                        .map(|flop_per_s| prose.eflops(flop_per_s));
                let times_world = prose.times(total_flop_per_s / world_flop_per_s);
                let times_carried_on = prose.times(total_flop_per_s / carried_on_flop_per_s);
                let source = prose.source(Benchmark::LatestWorld);
                match language {
                    English => Text::new(
                        format!(
                            "the total is {total}, {times_world} the latest published total of the \
                             world, {world} ({source}), and {times_carried_on} that total carried \
                             on in a straight line, {carried_on}"
                        ),
                        "let growth slow down: no source carries such growth so far",
                    ),
                    Chinese => Text::new(
                        format!(
                            "算力总规模为{total}，是最新公布的全球总规模{world}（{source}）的{times_world}，\
                             也是该规模按直线外推值{carried_on}的{times_carried_on}"
                        ),
                        "让增速逐步放缓：没有任何来源把这样的增速延续得这么久",
                    ),
                }
            }
        }
    }
}

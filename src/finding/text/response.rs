//! Sentences on a coefficient and on how an outcome responds.

use super::Text;
use crate::Language::{self, Chinese, English};
use crate::evidence::Prices;
use crate::finding::benchmark::Benchmark;
use crate::finding::names::Named;
use crate::finding::objection::{Driver, Economy, OnResponse};
use crate::finding::prose::Prose;

impl OnResponse {
    #[expect(clippy::too_many_lines, reason = "one arm for each objection")]
    pub(super) fn text(&self, language: Language) -> Text {
        let prose = Prose::new(language);
        match *self {
            Self::GrowthRatioAtHighGrowth {
                frequency,
                ratio,
                compute_growth,
                as_growth_ratio,
                as_elasticity,
            } => {
                let frequency = frequency.name_in(language);
                let (ratio, growth) = (prose.number(ratio), prose.percent(compute_growth));
                let as_ratio = prose.percent(as_growth_ratio);
                let as_elasticity = prose.percent(as_elasticity);
                match language {
                    English => Text::new(
                        format!(
                            "at compute growth of {growth} a {frequency} the growth ratio {ratio} \
                             gives {as_ratio}, and an elasticity of the same number {as_elasticity}"
                        ),
                        "state which was meant, and show both",
                    ),
                    Chinese => Text::new(
                        format!(
                            "算力每{frequency}增长{growth}时，增速比{ratio}得出{as_ratio}，数值相同的弹性\
                             系数则得出{as_elasticity}"
                        ),
                        "说明采用哪一种，并同时展示两者",
                    ),
                }
            }
            Self::GrowthRatioBySubannualStep { frequency } => {
                let every = prose.every(frequency);
                match language {
                    English => Text::new(
                        format!(
                            "published growth ratios relate yearly rates; applied in {every} steps \
                             the same number gives another yearly effect"
                        ),
                        "use a yearly scenario, or convert to an elasticity, which is the same in \
                         any step",
                    ),
                    Chinese => Text::new(
                        format!(
                            "已公布的增速比是年增速之比；{every}推算时，同一数值得出的年度效应并不相同"
                        ),
                        "改用年度情景，或换算为弹性系数，后者与步长无关",
                    ),
                }
            }
            Self::GrowthRatioAsElasticity { coefficient } => {
                let coefficient = prose.number(coefficient);
                match language {
                    English => Text::new(
                        format!(
                            "{coefficient} is a ratio of growth rates, used here as an elasticity"
                        ),
                        "use it as a growth ratio, or convert it at an operating point",
                    ),
                    Chinese => Text::new(
                        format!("{coefficient}是增速之比，此处却被用作弹性系数"),
                        "将其作为增速比使用，或在某一增速水平上换算",
                    ),
                }
            }
            Self::NominalCoefficientOnRealMoney {
                economy,
                coefficient,
                basis,
            } => {
                let (coefficient, basis) = (prose.number(coefficient), basis.name_in(language));
                let real = prose.quoted(Benchmark::RealGrowthRatio);
                let nominal = prose.quoted(Benchmark::NominalGrowthRatio);
                match language {
                    English => Text::new(
                        format!(
                            "{coefficient} is a ratio of nominal growth rates, and the money is at \
                             {basis}"
                        ),
                        match economy {
                            Economy::Gdp => format!(
                                "use money at current prices, or the ratio of real growth: {real} \
                                 in place of {nominal}"
                            ),
                            Economy::Digital => "use money at current prices: no ratio of the \
                                                 digital economy's real growth is published"
                                .to_owned(),
                        },
                    ),
                    Chinese => Text::new(
                        format!("{coefficient}是名义增速之比，而金额按{basis}计"),
                        match economy {
                            Economy::Gdp => {
                                format!("改用现价金额，或采用实际增速之比：以{real}取代{nominal}")
                            }
                            Economy::Digital => {
                                "改用现价金额：数字经济的实际增速之比尚无公布".to_owned()
                            }
                        },
                    ),
                }
            }
            Self::CoefficientOfOtherMachines {
                economy,
                coefficient,
                measured,
                base,
            } => {
                let coefficient = prose.number(coefficient);
                let (measured, base) = (measured.name_in(language), base.name_in(language));
                let in_use = prose.quoted(match economy {
                    Economy::Gdp => Benchmark::InUseGrowthRatio,
                    Economy::Digital => Benchmark::DigitalInUseGrowthRatio,
                });
                let economy = economy.name_in(language);
                match language {
                    English => Text::new(
                        format!(
                            "{coefficient} was measured on capacity {measured}, and the base is \
                             capacity {base}"
                        ),
                        format!(
                            "use a coefficient of the machines in the base: on capacity in use the \
                             same division gives {in_use} for {economy}"
                        ),
                    ),
                    Chinese => Text::new(
                        format!("{coefficient}是按{measured}算力测得的，而基期为{base}算力"),
                        format!(
                            "改用与基期同一口径设备的系数：按在用算力作同样的除法，{economy}的系数为{in_use}"
                        ),
                    ),
                }
            }
            Self::FarAboveLiterature {
                economy,
                coefficient,
                income_share,
                benchmark,
            } => {
                let times = prose.times(coefficient.abs() / benchmark);
                let coefficient = prose.number(coefficient);
                let income_share = prose.number(income_share);
                let benchmark = prose.number(benchmark);
                let source = prose.source(Benchmark::IncomeShare);
                let corrected = prose.quoted(Benchmark::CorrectedElasticity);
                match language {
                    English => {
                        let income = match economy {
                            Economy::Gdp => format!(
                                "the income share of ICT capital in China, {income_share} ({source})"
                            ),
                            Economy::Digital => format!(
                                "the share that the income of ICT capital in China, {income_share} \
                                 of GDP ({source}), would have in the digital economy if all of it \
                                 were earned there, {benchmark}"
                            ),
                        };
                        Text::new(
                            format!(
                                "the size of {coefficient} is {times} {income}; studies of ICT \
                                 capital find {corrected} after correction for publication bias"
                            ),
                            "read it as the result if all growth is attributed to compute, and \
                             show other coefficients",
                        )
                    }
                    Chinese => {
                        let income = match economy {
                            Economy::Gdp => {
                                format!("中国ICT资本收入份额{income_share}（{source}）的{times}")
                            }
                            Economy::Digital => format!(
                                "中国ICT资本收入（占GDP的{income_share}，{source}）若全部来自数字经济时所占\
                                 份额{benchmark}的{times}"
                            ),
                        };
                        Text::new(
                            format!(
                                "{coefficient}的绝对值是{income}；有关ICT资本的研究在校正发表偏倚后得出\
                                 {corrected}"
                            ),
                            "将其理解为把全部增长归因于算力的结果，并展示其他系数",
                        )
                    }
                }
            }
            Self::AboveDomarWeight {
                coefficient,
                weight,
            } => {
                let times = prose.times(coefficient.abs() / weight);
                let (coefficient, weight) = (prose.number(coefficient), prose.number(weight));
                let industry = prose.source(Benchmark::CoreIndustry);
                let gdp = prose.source(Benchmark::CoreIndustryGdp);
                match language {
                    English => Text::new(
                        format!(
                            "the size of {coefficient} is {times} the sales of the core computing \
                             industry over GDP, {weight} ({industry} over {gdp}), which to first \
                             order is the effect of a gain in its productivity"
                        ),
                        "state what beyond the industry itself makes up the rest: complements, \
                         spillovers, or growth that compute only accompanies",
                    ),
                    Chinese => Text::new(
                        format!(
                            "{coefficient}的绝对值是算力核心产业营业收入与GDP之比{weight}（{industry}除以\
                             {gdp}）的{times}，而这一比值就是该产业生产率提高的一阶效应"
                        ),
                        "说明产业自身之外的部分从何而来：互补投入、溢出效应，或只是与算力同步的增长",
                    ),
                }
            }
            Self::ExceedsRecordedGrowth {
                coefficient,
                compute_growth,
                contribution,
                growth,
                scope,
                prices: at,
            } => {
                let coefficient = prose.number(coefficient);
                let share = prose.percent(contribution / growth);
                let (points, compute_growth) =
                    (prose.points(contribution), prose.percent(compute_growth));
                let [before, after] = Benchmark::recorded_compute(scope)
                    .unwrap_or([Benchmark::InUseBefore, Benchmark::InUseAfter]);
                let (before, after) = (prose.source(before), prose.source(after));
                let recorded = prose.quoted_percent(Benchmark::recorded_growth(at));
                let scope = scope.name_in(language);
                let corrected = prose.quoted(Benchmark::CorrectedElasticity);
                match language {
                    English => {
                        let at = match at {
                            Prices::Nominal => "nominal",
                            Prices::Real => "real",
                        };
                        Text::new(
                            format!(
                                "in 2023 compute {scope} grew {compute_growth} ({after} over \
                                 {before}), of which {coefficient} claims {points} of GDP: {share} \
                                 of its {at} growth of {recorded}"
                            ),
                            format!(
                                "read it as an upper bound that attributes all growth to compute, \
                                 and show other coefficients, such as {corrected}"
                            ),
                        )
                    }
                    Chinese => {
                        let at = match at {
                            Prices::Nominal => "名义",
                            Prices::Real => "实际",
                        };
                        Text::new(
                            format!(
                                "2023年{scope}算力增长{compute_growth}（{after}与{before}之比），按\
                                 {coefficient}推算对GDP增长的贡献为{points}，相当于当年GDP{at}增速\
                                 {recorded}的{share}"
                            ),
                            format!(
                                "将其理解为把全部增长归因于算力的上限，并展示其他系数，如{corrected}"
                            ),
                        )
                    }
                }
            }
            Self::OutsideObservedRange {
                driver,
                value,
                observed,
            } => {
                let [value, low, high] =
                    [value, observed.low(), observed.high()].map(|number| match driver {
                        Driver::ComputeGrowth => prose.percent(number),
                        Driver::Index => prose.number(number),
                    });
                match language {
                    English => Text::new(
                        match driver {
                            Driver::ComputeGrowth => format!(
                                "compute grows {value} a year, and the coefficient was observed at \
                                 {low} to {high}"
                            ),
                            Driver::Index => format!(
                                "the index is at {value} points, and the coefficient was observed \
                                 at {low} to {high}"
                            ),
                        },
                        "treat the result as an extrapolation",
                    ),
                    Chinese => Text::new(
                        match driver {
                            Driver::ComputeGrowth => format!(
                                "算力年增速为{value}，而系数是在{low}至{high}的范围内观测到的"
                            ),
                            Driver::Index => format!(
                                "指数为{value}分，而系数是在{low}至{high}分的范围内观测到的"
                            ),
                        },
                        "将结果视为外推",
                    ),
                }
            }
            Self::PointWithoutRange { kind, coefficient } => {
                let (kind, coefficient) = (kind.name_in(language), prose.number(coefficient));
                match language {
                    English => Text::new(
                        format!("the {kind} {coefficient} is given as a point"),
                        "give it an uncertainty: published coefficients differ by a factor of five \
                         and more",
                    ),
                    Chinese => Text::new(
                        format!("{kind}{coefficient}只给出了点估计"),
                        "给出不确定性：已公布的系数中，最高者是最低者的五倍以上",
                    ),
                }
            }
            Self::SaturationBelowCounterfactual {
                compute_flop_per_s,
                counterfactual_flop_per_s,
            } => {
                let below = prose.percent(1.0 - compute_flop_per_s / counterfactual_flop_per_s);
                match language {
                    English => Text::new(
                        format!(
                            "compute is {below} below its counterfactual, where a saturating \
                             response steepens without end"
                        ),
                        "leave saturation out for losses of compute",
                    ),
                    Chinese => Text::new(
                        format!("算力比反事实情景低{below}，此时饱和响应会无止境地变陡"),
                        "对算力损失的情形不设饱和",
                    ),
                }
            }
        }
    }
}

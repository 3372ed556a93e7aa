//! Findings as objections: the same finding at several places is one objection.

use super::block::{Block, Objection};
use super::names;
use crate::Language;
use crate::finding::{Code, Finding};
use crate::report::chart::words;

/// The number of objections on the first screen.
pub(super) const MOST_SEVERE: usize = 3;

/// The message and the remedy of a finding in a language, each as a sentence with its full stop.
pub(super) fn finding_text(finding: &Finding, language: Language) -> [String; 2] {
    let stop = language.of(".", "。");
    let sentence = |text: String| {
        // A name in backticks keeps its letters.
        let text = words::capital(text.trim_end_matches(['.', '。']));
        format!("{text}{stop}")
    };
    [
        sentence(finding.message_in(language)),
        sentence(finding.remedy_in(language)),
    ]
}

impl Objection {
    /// The findings by code, the most severe first, otherwise in the order of the checks.
    pub(super) fn all(findings: Vec<Finding>) -> Vec<Self> {
        let mut objections: Vec<Self> = Vec::new();
        for finding in findings {
            let code = finding.code();
            if let Some(same) = objections.iter_mut().find(|other| other.code == code) {
                same.severity = same.severity.max(finding.severity());
                same.findings.push(finding);
            } else {
                objections.push(Self {
                    severity: finding.severity(),
                    code,
                    findings: vec![finding],
                });
            }
        }
        objections.sort_by_key(|objection| std::cmp::Reverse(objection.severity));
        objections
    }

    /// The title with the parts of the scenario, such as `A growth ratio at high growth: GDP,
    /// digital economy`.
    pub(super) fn title(&self, language: Language) -> String {
        let mut places: Vec<&str> = Vec::new();
        for finding in &self.findings {
            let place = names::root(finding.place(), language);
            if !places.contains(&place) {
                places.push(place);
            }
        }
        let title = title(self.code, language);
        match language {
            Language::English => format!("{title}: {}", places.join(", ")),
            Language::Chinese => format!("{title}：{}", places.join("、")),
        }
    }
}

/// The most severe objections, and a folded block with all others by kind.
pub(super) fn blocks(findings: Vec<Finding>, language: Language) -> Vec<Block> {
    let mut objections = Objection::all(findings);
    if objections.is_empty() {
        let text = language.of("No check objects.", "各项检查均无异议。");
        return vec![Block::Text(text.to_owned())];
    }
    let others = objections.split_off(objections.len().min(MOST_SEVERE));
    let mut blocks = vec![Block::Objections(objections)];
    if !others.is_empty() {
        let title = match (others.len(), language) {
            (1, Language::English) => "One other objection".to_owned(),
            (count, Language::English) => format!("{count} other objections, by kind"),
            (count, Language::Chinese) => format!("其余{count}类异议"),
        };
        blocks.push(Block::Folded(title, vec![Block::Objections(others)]));
    }
    blocks
}

/// A short title of each mistake that is looked for.
#[expect(clippy::too_many_lines, reason = "one line a code")]
const fn title(code: Code, language: Language) -> &'static str {
    let (english, chinese) = match code {
        Code::GrowthRatioAtHighGrowth => ("A growth ratio at high growth", "高增速下使用增速比"),
        Code::GrowthRatioBySubannualStep => (
            "A yearly growth ratio in shorter steps",
            "年度增速比用于更短步长",
        ),
        Code::GrowthRatioAsElasticity => (
            "A growth ratio used as an elasticity",
            "把增速比当作弹性系数",
        ),
        Code::NominalCoefficientOnRealMoney => (
            "A nominal coefficient on real money",
            "名义系数用于不变价金额",
        ),
        Code::CoefficientOfOtherMachines => {
            ("A coefficient of other machines", "系数与算力口径不一致")
        }
        Code::FarAboveLiterature => ("A coefficient far above the literature", "系数远高于文献"),
        Code::AboveDomarWeight => (
            "A coefficient far above the industry's weight",
            "系数远高于行业权重",
        ),
        Code::ExceedsRecordedGrowth => (
            "A coefficient that claims more than the recorded growth",
            "系数推算的贡献超过历史增速",
        ),
        Code::ImplausibleSemiElasticity => ("An implausible semi-elasticity", "半弹性过大"),
        Code::OutsideObservedRange => (
            "A coefficient outside its observed range",
            "系数超出观测范围",
        ),
        Code::PointWithoutRange => ("A coefficient without a range", "系数未注明区间"),
        Code::IndexDrivesOutcome => ("An index drives the outcome", "结果由指数而非算力驱动"),
        Code::UndefinedIndexBase => ("An index without a published base", "指数基准未公布"),
        Code::SaturationBelowCounterfactual => {
            ("Saturation in a loss of compute", "算力减少时使用饱和响应")
        }
        Code::BaselineIncludesCompute => (
            "Compute counted twice in the baseline",
            "基线已含算力，重复计算",
        ),
        Code::ContributionExceedsGrowth => (
            "Compute contributes more growth than there is",
            "算力贡献超过全部增速",
        ),
        Code::AdditionExceedsGrowth => (
            "Compute adds more growth than all else",
            "算力新增增速超过其他因素之和",
        ),
        Code::RealGrowthOnCurrentPrices => {
            ("Real growth on current prices", "实际增速用于现价金额")
        }
        Code::NominalGrowthOnConstantPrices => (
            "Nominal growth on constant prices",
            "名义增速用于不变价金额",
        ),
        Code::LevelBreak => ("Levels across a statistical revision", "数据跨越统计修订"),
        Code::TwoDefinitions => ("Two definitions of the digital economy", "数字经济口径不一"),
        Code::DigitalInsideGdp => (
            "The digital effect is part of GDP's",
            "数字经济影响已包含在GDP内",
        ),
        Code::DigitalExceedsGdp => ("The digital economy outgrows GDP", "数字经济超过GDP"),
        Code::ImplausibleDigitalShare => ("An implausible digital share", "数字经济占比不合理"),
        Code::IncoherentPair => ("A contradictory pair of coefficients", "两个系数相互矛盾"),
        Code::DigitalGainExceedsGdpGain => {
            ("The digital gain exceeds GDP's", "数字经济增量超过GDP增量")
        }
        Code::UnstatedScope => ("A capacity of unstated scope", "算力口径未注明"),
        Code::FrozenCounterfactual => (
            "Compared with compute that never grows",
            "反事实假定算力停滞",
        ),
        Code::FlowOnStock => ("A flow that responds to a stock", "用期末存量解释全年流量"),
        Code::ShareExtrapolated => ("A share extrapolated far", "占比外推过远"),
        Code::ShareJump => ("Shares that jump", "占比数据跳变"),
        Code::CertainTrend => ("A trend taken as certain", "趋势被视为确定"),
        Code::UnidentifiedCeiling => (
            "A ceiling that the data do not identify",
            "数据无法识别上限",
        ),
        Code::ShareOfOtherMachines => ("A share of other machines", "占比对应另一口径的算力"),
        Code::GrowthOfOtherMachines => ("Growth of other machines", "增速对应另一口径的算力"),
        Code::OtherPrecision => ("A figure in another precision", "计算精度口径不同"),
        Code::PartAsWhole => ("A part that stands for the whole", "以部分代表整体"),
        Code::OccupancyAsUtilisation => ("Occupancy used as utilisation", "以上架率代替利用率"),
        Code::PurchasesBelowRetirement => ("Purchases below retirement", "新购不足以替换退役"),
        Code::SaturatedUse => ("Utilisation at 100 %", "利用率已达100%"),
        Code::IdledByPower => ("Capacity idled by a power limit", "电力限额使算力闲置"),
        Code::PricesApart => ("Cost and rent far apart", "成本价与租金相差甚远"),
        Code::PriceOnlyFalls => ("A price that only falls", "价格只降不升"),
        Code::PowerNextToOperation => ("Power next to operation", "运维之外另计电费"),
        Code::UnservedDemand => ("Demand that is not served", "未满足的需求"),
        Code::IdleWhileScarce => ("Idle and scarce at once", "闲置与短缺并存"),
        Code::VouchersInScarcity => ("Vouchers in scarcity", "短缺时的算力券"),
        Code::SavingsByVouchers => ("Savings paid by vouchers", "由算力券支付的节省"),
        Code::SavingsInsideResponse => ("Savings inside the response", "响应中已含的节省"),
        Code::NationalCoefficientOnPlace => {
            ("A coefficient of nations on a place", "把全国系数用于一地")
        }
        Code::OutOfProportionWithWorld => (
            "A total out of proportion with the world",
            "总量与全球规模不相称",
        ),
        Code::UnitCostOfAnotherScope => ("A unit cost of another scope", "单位成本口径不同"),
        Code::ImplausibleOutlay => ("An implausible outlay", "支出规模不合理"),
        Code::OutlayAndCapacityApart => ("Outlay and capacity do not match", "支出与算力不匹配"),
        Code::CostFarFromPublished => (
            "Money for an EFLOPS far from what is published",
            "单位造价与已公布数值相差甚远",
        ),
        Code::OverlappingChannels => ("Channels that overlap", "测算渠道相互重叠"),
        Code::GrossOutputAsGdp => ("Gross output that is not GDP", "总产出不可当作GDP"),
        Code::ValueAddedAboveDemand => ("More value added than demand", "增加值超过最终需求"),
        Code::FlowOfAnotherWindow => ("A flow over another window", "流量的统计期间不同"),
        Code::BaseDateMismatch => ("A base figure of another date", "基期数据日期不符"),
        Code::DateMismatch => ("A figure of another date", "数据日期不符"),
        Code::FigureOfAnotherThing => ("A figure of another thing", "指标含义不符"),
        Code::ContradictedSource => ("A contradicted source", "来源相互矛盾"),
        Code::UnstatedFact => ("A fact that is not stated", "关键事实未注明"),
        Code::TargetAsProjection => ("A policy target used as a projection", "把政策目标当作预测"),
        Code::RestsOnAssumptions => ("The result rests on assumptions", "结果依赖假定"),
        Code::RestsOnWeakSource => (
            "The result rests on a weak source",
            "结果依赖可信度低的来源",
        ),
        Code::SpreadNotShown => ("Uncertainty that is not shown", "未显示不确定性"),
    };
    language.of(english, chinese)
}

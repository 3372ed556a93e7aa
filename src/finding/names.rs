//! Names in English and in Chinese for the sentences of findings and reports: kinds of evidence,
//! machines, definitions, economies, dates.
//!
//! Every match is exhaustive: a new kind without a name in both languages does not compile.

use super::objection::Economy;
use crate::capacity::Segment;
use crate::evidence::{
    Confidence, Definition, EvidenceKind, Geography, Measured, Part, Prices, Revision, Timing,
    Window,
};
use crate::policy::Payer;
use crate::quantity::decimal;
use crate::{Currency, Frequency, Language, MultiplierOf, Period, PriceBasis, QuantityKind, Scope};

/// A kind or a date with a name in each language, to be set into a sentence.
pub(crate) trait Named {
    /// The name in a language, without an article and in lower case.
    fn name_in(&self, language: Language) -> String;
}

impl Named for Economy {
    fn name_in(&self, language: Language) -> String {
        let (english, chinese) = match self {
            Self::Gdp => ("GDP", "GDP"),
            Self::Digital => ("the digital economy", "数字经济"),
        };
        language.of(english, chinese).to_owned()
    }
}

impl Named for Segment {
    fn name_in(&self, language: Language) -> String {
        let (english, chinese) = match self {
            Self::General => ("general", "通用算力"),
            Self::Smart => ("smart", "智能算力"),
            Self::Supercomputing => ("supercomputing", "超算算力"),
        };
        language.of(english, chinese).to_owned()
    }
}

impl Named for Part {
    fn name_in(&self, language: Language) -> String {
        match (self.segment(), language) {
            (None, Language::English) => "all computing power".to_owned(),
            (None, Language::Chinese) => "全部算力".to_owned(),
            (Some(segment), Language::English) => {
                format!("{} computing alone", segment.name_in(language))
            }
            (Some(segment), Language::Chinese) => format!("仅{}", segment.name_in(language)),
        }
    }
}

impl Named for Scope {
    fn name_in(&self, language: Language) -> String {
        let (english, chinese) = match self {
            Self::InUse => ("in use", "在用"),
            Self::Installed => ("installed", "设备侧"),
            Self::AiClusters => ("in AI clusters", "智算集群"),
            Self::Unstated => ("of unstated scope", "口径未注明的"),
        };
        language.of(english, chinese).to_owned()
    }
}

impl Named for Geography {
    fn name_in(&self, language: Language) -> String {
        let (english, chinese) = match self {
            Self::World => ("the world", "全球"),
            Self::CountryPanel => ("a panel of countries", "多国样本"),
            Self::Nation => ("the nation", "全国"),
            Self::Hubs => ("the national hubs", "国家算力枢纽"),
            Self::Region => ("a region", "一个地区"),
            Self::City => ("a city", "一个城市"),
            Self::Centre => ("a centre", "一个算力中心"),
        };
        language.of(english, chinese).to_owned()
    }
}

impl Named for Definition {
    fn name_in(&self, language: Language) -> String {
        let (english, chinese) = match self {
            Self::CaictBroad => ("CAICT, broad", "中国信通院宽口径"),
            Self::NbsCore => ("NBS, core industries", "国家统计局核心产业口径"),
            Self::Nda => ("NDA", "国家数据局口径"),
            Self::Cass => ("CASS", "中国社科院口径"),
        };
        language.of(english, chinese).to_owned()
    }
}

impl Named for Revision {
    fn name_in(&self, language: Language) -> String {
        let (english, chinese) = match self {
            Self::BeforeFourthCensus => {
                ("before the fourth economic census", "第四次经济普查修订前")
            }
            Self::FourthCensus => ("after the fourth economic census", "第四次经济普查修订后"),
            Self::FifthCensus => ("after the fifth economic census", "第五次经济普查修订后"),
        };
        language.of(english, chinese).to_owned()
    }
}

impl Named for Prices {
    fn name_in(&self, language: Language) -> String {
        let (english, chinese) = match self {
            Self::Nominal => ("nominal", "名义"),
            Self::Real => ("real", "实际"),
        };
        language.of(english, chinese).to_owned()
    }
}

impl Named for PriceBasis {
    fn name_in(&self, language: Language) -> String {
        match (self, language) {
            (basis, Language::English) => basis.to_string(),
            (Self::Nominal, Language::Chinese) => "现价".to_owned(),
            (Self::Constant { year }, Language::Chinese) => format!("{year:04}年不变价"),
        }
    }
}

impl Named for Measured {
    fn name_in(&self, language: Language) -> String {
        let (english, chinese) = match self {
            Self::ComputingPower => ("computing power", "算力规模"),
            Self::SmartShare => ("the smart share", "智能算力占比"),
            Self::RackOccupancy => ("rack occupancy", "机架上架率"),
            Self::FlopUtilisation => ("utilisation of operations", "算力利用率"),
            Self::EnergyLoad => ("energy load", "电力负载率"),
            Self::TrainingEfficiency => ("training efficiency", "训练效率"),
            Self::IdleCapacity => ("idle capacity", "算力闲置率"),
            Self::RackShare => ("a share of racks", "机架占比"),
            Self::ComputingIndex => ("a computing index", "算力指数"),
            Self::Gdp => ("GDP", "GDP"),
            Self::DigitalEconomy => ("the digital economy", "数字经济"),
            Self::Outlay => ("an outlay", "投资额"),
            Self::DrivenInvestment => ("driven investment", "带动投资额"),
            Self::IndustryScale => ("the scale of an industry", "产业规模"),
            Self::Price => ("a price", "价格"),
            Self::PricePerformance => ("price-performance", "性价比"),
            Self::PriceLevel => ("the price level", "价格水平"),
            Self::PowerUsageEffectiveness => ("power usage effectiveness", "电能利用效率"),
            Self::GreenPower => ("the share of green power", "绿电占比"),
            Self::Depreciation => ("depreciation", "折旧"),
            Self::IctCapital => ("ICT capital", "ICT资本"),
            Self::Productivity => ("total factor productivity", "全要素生产率"),
        };
        language.of(english, chinese).to_owned()
    }
}

impl Named for MultiplierOf {
    fn name_in(&self, language: Language) -> String {
        let (english, chinese) = match self {
            Self::GrossOutput => ("of gross output", "总产出"),
            Self::ValueAdded => ("of value added", "增加值"),
            Self::Unstated => ("of unstated output", "口径未注明的产出"),
        };
        language.of(english, chinese).to_owned()
    }
}

impl Named for QuantityKind {
    fn name_in(&self, language: Language) -> String {
        let chinese = match self {
            Self::Elasticity => "弹性系数",
            Self::GrowthRatio => "增速比",
            Self::SemiElasticity => "半弹性系数",
            Self::Multiplier => "乘数",
            Self::GrowthRate => "增速",
            Self::Share => "占比",
            Self::Capacity => "算力规模",
            Self::Money => "金额",
            Self::IndexScore => "指数分值",
            Self::LogOdds => "对数几率",
            Self::Factor => "倍数",
            Self::UnitCost => "单位造价",
            Self::Years => "年限",
            Self::Power => "电力",
            Self::PowerIntensity => "单位算力功耗",
            Self::ComputePrice => "算力价格",
            Self::EnergyPrice => "电价",
        };
        language.of(self.name(), chinese).to_owned()
    }
}

impl Named for Payer {
    fn name_in(&self, language: Language) -> String {
        let (english, chinese) = match self {
            Self::City => ("the city", "市级财政"),
            Self::Province => ("the province", "省级财政"),
            Self::State => ("the state", "中央财政"),
        };
        language.of(english, chinese).to_owned()
    }
}

impl Named for EvidenceKind {
    fn name_in(&self, language: Language) -> String {
        if language == Language::English {
            return self.to_string();
        }
        let chinese = match self {
            Self::OfficialStatistic => "官方统计",
            Self::PolicyTarget => "政策目标",
            Self::PressReport => "媒体报道",
            Self::InstituteEstimate => "研究机构估计",
            Self::Forecast => "预测",
            Self::RatioOfGrowthRates => "增速比",
            Self::Regression {
                observations,
                standard_error,
                controls,
            } => {
                let error = standard_error.as_ref().map_or_else(String::new, |error| {
                    format!("，标准误{}", decimal::typed(*error))
                });
                let controls = if *controls { "含" } else { "无" };
                return format!("回归分析（样本量{observations}{error}，{controls}控制变量）");
            }
            Self::MetaAnalysis => "元分析",
            Self::InputOutputStudy => "投入产出研究",
            Self::Derived => "据公布数据推算",
            Self::Assumption => "假定",
        };
        chinese.to_owned()
    }
}

impl Named for Confidence {
    fn name_in(&self, language: Language) -> String {
        let (english, chinese) = match self {
            Self::Assumed => ("assumed", "假定"),
            Self::Low => ("low", "低"),
            Self::Derived => ("derived", "推算"),
            Self::Medium => ("medium", "中"),
            Self::High => ("high", "高"),
        };
        language.of(english, chinese).to_owned()
    }
}

impl Named for Currency {
    fn name_in(&self, language: Language) -> String {
        match (language, *self) {
            (Language::Chinese, Self::CNY) => "元".to_owned(),
            (Language::Chinese, Self::USD) => "美元".to_owned(),
            (Language::Chinese, Self::EUR) => "欧元".to_owned(),
            (Language::English | Language::Chinese, _) => self.code().to_owned(),
        }
    }
}

impl Named for Frequency {
    fn name_in(&self, language: Language) -> String {
        let (english, chinese) = match self {
            Self::Year => ("year", "年"),
            Self::Quarter => ("quarter", "季度"),
            Self::Month => ("month", "月"),
        };
        language.of(english, chinese).to_owned()
    }
}

impl Named for Period {
    fn name_in(&self, language: Language) -> String {
        let chinese = match language {
            Language::English => None,
            Language::Chinese => chinese_date(&self.to_string(), self.frequency()),
        };
        chinese.unwrap_or_else(|| self.to_string())
    }
}

/// A period as it prints, such as `2030-Q2`, in Chinese: `2030年第二季度`.
fn chinese_date(printed: &str, frequency: Frequency) -> Option<String> {
    // A year before the common era has a minus sign of its own.
    let (year, part) = printed.rsplit_once('-').unwrap_or((printed, ""));
    match frequency {
        Frequency::Year => Some(format!("{printed}年")),
        Frequency::Quarter => {
            let number: usize = part.strip_prefix('Q')?.parse().ok()?;
            let quarter = ["一", "二", "三", "四"].get(number.checked_sub(1)?)?;
            Some(format!("{year}年第{quarter}季度"))
        }
        Frequency::Month => Some(format!("{year}年{}月", part.trim_start_matches('0'))),
    }
}

impl Named for Window {
    fn name_in(&self, language: Language) -> String {
        let [first, last] = [self.first(), self.last()].map(|period| period.name_in(language));
        match language {
            _ if first == last => first,
            Language::English => format!("{first} to {last}"),
            Language::Chinese => format!("{first}至{last}"),
        }
    }
}

impl Named for Timing {
    fn name_in(&self, language: Language) -> String {
        match (self, language) {
            (timing, Language::English) => timing.to_string(),
            (Self::Stock(at), Language::Chinese) => format!("{}末", at.name_in(language)),
            (Self::Flow(window) | Self::Between(window), Language::Chinese) => {
                window.name_in(language)
            }
            (Self::Every(frequency), Language::Chinese) => {
                format!("每{}", frequency.name_in(language))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_out_in_chinese() {
        for (printed, chinese) in [
            ("2030", "2030年"),
            ("2030-Q2", "2030年第二季度"),
            ("2030-06", "2030年6月"),
            ("2030-12", "2030年12月"),
        ] {
            let period: Period = printed.parse().unwrap();
            assert_eq!(period.name_in(Language::English), printed);
            assert_eq!(period.name_in(Language::Chinese), chinese);
        }
        let window: Window = "2022-03 to 2024-06".parse().unwrap();
        assert_eq!(window.name_in(Language::Chinese), "2022年3月至2024年6月");
        let timing = Timing::Every(Frequency::Quarter);
        assert_eq!(timing.name_in(Language::Chinese), "每季度");
    }

    #[test]
    fn kinds_have_names_of_their_own_in_both_languages() {
        for language in [Language::English, Language::Chinese] {
            let mut names: Vec<String> = Measured::ALL
                .iter()
                .map(|measured| measured.name_in(language))
                .collect();
            let count = names.len();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), count);
        }
        let regression = EvidenceKind::Regression {
            observations: 30,
            standard_error: Some(0.021),
            controls: true,
        };
        assert_eq!(
            regression.name_in(Language::Chinese),
            "回归分析（样本量30，标准误0.021，含控制变量）"
        );
        let date = |at: &str| at.parse::<Period>().unwrap().name_in(Language::Chinese);
        assert_eq!(date("2024-Q4"), "2024年第四季度");
        assert_eq!(
            PriceBasis::Constant { year: 2020 }.name_in(Language::Chinese),
            "2020年不变价"
        );
    }
}

//! The digital economy of China by definition, and its share of GDP.
//!
//! The four definitions differ by a factor of five for one year (2020: CAICT 38.6 %, CASS 18.8 %,
//! NBS core 7.8 % of GDP). Never splice them.

use super::facts::Facts;
use super::row::{Publication, Row, growth, money, share};
use crate::evidence::{
    Confidence, Definition, EvidenceKind, Geography, Measured, Prices, Revision,
};

const BROAD: &str = "\
    CAICT's broad definition: digital industries and the digitalised part of all others, nominal \
    value added. Not to be spliced with NDA, CASS or NBS.";

const CORE: &str = "\
    Core digital industries by the statistical classification of 2021: a quarter of CAICT's broad \
    share.";

const ECNS: Publication = Publication::new(
    "CAICT via MIIT and ECNS",
    "China's digital economy",
    "中国的数字经济",
    EvidenceKind::InstituteEstimate,
    Confidence::High,
);

const SOFTUNIS: Publication = Publication::new(
    "CAICT via Softunis",
    "Digital economy 49 trillion",
    "数字经济49万亿",
    EvidenceKind::InstituteEstimate,
    Confidence::Medium,
);

const PAPER_2017: Publication = Publication::new(
    "CAICT",
    "China Digital Economy Development White Paper (2017)",
    "中国数字经济发展白皮书（2017年）",
    EvidenceKind::InstituteEstimate,
    Confidence::High,
)
.with_date("2017");

const CAC_2021: Publication = Publication::new(
    "CAICT via CAC",
    "Digital China Development Report (2021)",
    "数字中国发展报告（2021年）",
    EvidenceKind::InstituteEstimate,
    Confidence::High,
);

const CYBERSPACE_2020: Publication = Publication::new(
    "CAICT via Chinese Academy of Cyberspace Studies and Xinhua",
    "China Internet Development Report 2020",
    "中国互联网发展报告2020",
    EvidenceKind::InstituteEstimate,
    Confidence::High,
)
.with_date("2020");

const CYBERSPACE_2021: Publication = Publication::new(
    "CAICT via Chinese Academy of Cyberspace Studies and gov.cn",
    "China Internet Development Report 2021",
    "中国互联网发展报告2021",
    EvidenceKind::InstituteEstimate,
    Confidence::High,
)
.with_date("2021");

const PAPER_2022: Publication = Publication::new(
    "CAICT",
    "China Digital Economy Development White Paper (2022)",
    "中国数字经济发展白皮书（2022年）",
    EvidenceKind::InstituteEstimate,
    Confidence::High,
)
.with_date("2022");

const XINHUA_2022: Publication = Publication::new(
    "CAICT via Xinhua",
    "China's digital economy grew to 50.2 trillion yuan in 2022",
    "2022年中国数字经济规模达50.2万亿元",
    EvidenceKind::InstituteEstimate,
    Confidence::High,
);

const REPORT_2024: Publication = Publication::new(
    "CAICT",
    "China Digital Economy Development Research Report (2024)",
    "中国数字经济发展研究报告（2024年）",
    EvidenceKind::InstituteEstimate,
    Confidence::High,
)
.with_date("2024");

const OFFICIAL_2025: Publication = Publication::new(
    "NDA (Liu Liehong) and NDRC (Zhou Chen) via Softunis",
    "What 35% of GDP means",
    "GDP的35%意味着什么",
    EvidenceKind::OfficialStatistic,
    Confidence::Medium,
);

const CASS: Publication = Publication::new(
    "CASS",
    "Digital Economy Blue Book (2021)",
    "数字经济蓝皮书（2021年）",
    EvidenceKind::InstituteEstimate,
    Confidence::Medium,
)
.with_date("2021");

const PLAN: Publication = Publication::new(
    "NBS and State Council",
    "Plan for the digital economy in the 14th five-year period",
    "“十四五”数字经济发展规划",
    EvidenceKind::OfficialStatistic,
    Confidence::High,
);

const CENSUS: Publication = Publication::new(
    "NBS",
    "Core digital economy value added in 2023 (fifth economic census)",
    "2023年数字经济核心产业增加值（第五次全国经济普查）",
    EvidenceKind::OfficialStatistic,
    Confidence::High,
);

const BY_CAICT: Facts = Facts::of(Measured::DigitalEconomy)
    .defined(Definition::CaictBroad)
    .covering(Geography::Nation);

const BY_CAICT_BEFORE: Facts = BY_CAICT.revised(Revision::BeforeFourthCensus);

const BY_CAICT_FOURTH: Facts = BY_CAICT.revised(Revision::FourthCensus);

const BY_NDA: Facts = Facts::of(Measured::DigitalEconomy)
    .defined(Definition::Nda)
    .covering(Geography::Nation);

const BY_CASS: Facts = Facts::of(Measured::DigitalEconomy)
    .defined(Definition::Cass)
    .covering(Geography::Nation);

const BY_NBS: Facts = Facts::of(Measured::DigitalEconomy)
    .defined(Definition::NbsCore)
    .covering(Geography::Nation);

pub(super) const ROWS: &[Row] = &[
    money(125, "caict.digital-economy.2012", "11 tn CNY", ECNS)
        .is(BY_CAICT.flow("2012"))
        .says("Digital economy of 2012: 11 trillion yuan (rounded).")
        .note(BROAD),
    money(126, "caict.digital-economy.2015", "18.6 tn CNY", SOFTUNIS)
        .is(BY_CAICT.flow("2015"))
        .says("Digital economy of 2015: 18.6 trillion yuan.")
        .note(BROAD),
    money(127, "caict.digital-economy.2016", "22.6 tn CNY", PAPER_2017)
        .is(BY_CAICT.flow("2016"))
        .says("Digital economy of 2016: 22.6 trillion yuan, +18.9 %.")
        .note(BROAD),
    money(128, "caict.digital-economy.2017", "27.2 tn CNY", CAC_2021)
        .is(BY_CAICT.flow("2017"))
        .says("Digital economy of 2017: 27.2 trillion yuan.")
        .note(BROAD),
    money(
        129,
        "caict.digital-economy.2019",
        "35.8 tn CNY",
        CYBERSPACE_2020,
    )
    .is(BY_CAICT.flow("2019"))
    .says("Digital economy of 2019: 35.8 trillion yuan.")
    .note(BROAD),
    money(
        130,
        "caict.digital-economy.2020",
        "39.2 tn CNY",
        CYBERSPACE_2021,
    )
    .is(BY_CAICT.flow("2020"))
    .says("Digital economy of 2020: 39.2 trillion yuan, +9.7 %.")
    .note(BROAD),
    money(131, "caict.digital-economy.2021", "45.5 tn CNY", PAPER_2022)
        .is(BY_CAICT.flow("2021"))
        .says(
            "Digital economy of 2021: 45.5 trillion yuan, +16.2 %, of which digital industries \
             8.35 tn and digitalised industries 37.18 tn.",
        )
        .note(BROAD),
    money(
        132,
        "caict.digital-economy.2022",
        "50.2 tn CNY",
        XINHUA_2022,
    )
    .is(BY_CAICT.flow("2022"))
    .says("Digital economy of 2022: 50.2 trillion yuan, +10.3 %.")
    .note(BROAD),
    money(
        133,
        "caict.digital-economy.2023",
        "53.9 tn CNY",
        REPORT_2024,
    )
    .is(BY_CAICT.flow("2023"))
    .says("Digital economy of 2023: 53.9 trillion yuan, +7.39 %.")
    .note(
        "CAICT's broad definition. 42.8 % of GDP before the fifth census, 41.7 % of GDP after \
             it; NBS counts 12.8 tn for the core in the same year. \"56.7 tn, 43.5 %\", also in \
             circulation, is wrong.",
    ),
    share(134, "caict.digital-share.2012", "21.6 %", ECNS)
        .is(BY_CAICT_BEFORE.flow("2012"))
        .says("Digital economy of 2012: 21.6 % of GDP.")
        .note(BROAD),
    share(135, "caict.digital-share.2016", "30.3 %", PAPER_2017)
        .is(BY_CAICT_BEFORE.flow("2016"))
        .says("Digital economy of 2016: 30.3 % of GDP.")
        .note(BROAD),
    share(136, "caict.digital-share.2017", "32.9 %", CAC_2021)
        .is(BY_CAICT_BEFORE.flow("2017"))
        .says("Digital economy of 2017: 32.9 % of GDP.")
        .note(BROAD),
    share(137, "caict.digital-share.2019", "36.2 %", CYBERSPACE_2020)
        .is(BY_CAICT_FOURTH.flow("2019"))
        .says("Digital economy of 2019: 36.2 % of GDP.")
        .note(BROAD),
    share(138, "caict.digital-share.2020", "38.6 %", CYBERSPACE_2021)
        .is(BY_CAICT_FOURTH.flow("2020"))
        .says("Digital economy of 2020: 38.6 % of GDP.")
        .note(BROAD),
    share(139, "caict.digital-share.2021", "39.8 %", CAC_2021)
        .is(BY_CAICT_FOURTH.flow("2021"))
        .says("Digital economy of 2021: 39.8 % of GDP.")
        .note(BROAD),
    share(140, "caict.digital-share.2022", "41.5 %", XINHUA_2022)
        .is(BY_CAICT_FOURTH.flow("2022"))
        .says("Digital economy of 2022: 41.5 % of GDP.")
        .note(BROAD),
    share(141, "caict.digital-share.2023", "42.8 %", REPORT_2024)
        .is(BY_CAICT_FOURTH.flow("2023"))
        .says("Digital economy of 2023: 42.8 % of GDP.")
        .note(
            "CAICT's broad definition, on GDP before the fifth census (about 126 tn yuan); on the \
             revised 129.4 tn the same digital economy is 41.7 %.",
        ),
    share(
        142,
        "caict.digital-contribution.2023",
        "66.45 %",
        REPORT_2024,
    )
    .is(BY_CAICT_FOURTH.between("2022 to 2023"))
    .says("Contribution of the digital economy to the growth of GDP in 2023: 66.45 %.")
    .note(
        "An accounting share of nominal growth: 7.39 % growth of 41.5 % of GDP, over 4.63 %. It is \
         not a causal effect.",
    ),
    growth(
        143,
        "caict.digital-growth.2016",
        "18.9 % per year",
        PAPER_2017,
    )
    .is(BY_CAICT.priced(Prices::Nominal).between("2015 to 2016"))
    .says("Growth of the digital economy in 2016: 18.9 %.")
    .note("Nominal, CAICT's broad definition."),
    growth(
        144,
        "caict.digital-growth.2020",
        "9.7 % per year",
        CYBERSPACE_2021,
    )
    .is(BY_CAICT.priced(Prices::Nominal).between("2019 to 2020"))
    .says("Growth of the digital economy in 2020: 9.7 %.")
    .note("Nominal, CAICT's broad definition."),
    growth(
        145,
        "caict.digital-growth.2021",
        "16.2 % per year",
        PAPER_2022,
    )
    .is(BY_CAICT.priced(Prices::Nominal).between("2020 to 2021"))
    .says("Growth of the digital economy in 2021: 16.2 %.")
    .note("Nominal, CAICT's broad definition."),
    growth(
        146,
        "caict.digital-growth.2022",
        "10.3 % per year",
        XINHUA_2022,
    )
    .is(BY_CAICT.priced(Prices::Nominal).between("2021 to 2022"))
    .says("Growth of the digital economy in 2022: 10.3 %.")
    .note("Nominal, CAICT's broad definition."),
    growth(
        147,
        "caict.digital-growth.2023",
        "7.39 % per year",
        REPORT_2024,
    )
    .is(BY_CAICT.priced(Prices::Nominal).between("2022 to 2023"))
    .says("Growth of the digital economy in 2023: 7.39 %.")
    .note("Nominal, CAICT's broad definition."),
    money(148, "nda.digital-economy.2025", "49 tn CNY", OFFICIAL_2025)
        .is(BY_NDA.flow("2025"))
        .says("About 49 trillion yuan, about 35 % of GDP.")
        .note(
            "An official estimate below CAICT's of two years before (53.9 tn): another \
             definition. Never splice the two.",
        ),
    share(149, "nda.digital-share.2025", "35 %", OFFICIAL_2025)
        .is(BY_NDA.revised(Revision::FifthCensus).flow("2025"))
        .says("About 49 trillion yuan, about 35 % of GDP.")
        .note(
            "Below CAICT's 42.8 % of 2023: another definition, not a fall. Not the 35 % targeted \
             for smart computing either.",
        ),
    money(150, "cass.digital-economy.2020", "19,144.7 bn CNY", CASS)
        .is(BY_CASS.flow("2020"))
        .says("Digital economy of 2020: 19,144.7 bn yuan, 18.8 % of GDP.")
        .note("Half of CAICT's 39.2 tn for the same year: another definition."),
    share(151, "cass.digital-share.2020", "18.8 %", CASS)
        .is(BY_CASS.revised(Revision::FourthCensus).flow("2020"))
        .says("Digital economy of 2020: 18.8 % of GDP.")
        .note("Half of CAICT's 38.6 % for the same year: another definition."),
    money(152, "nbs.digital-core.2023", "12,755.5 bn CNY", CENSUS)
        .is(BY_NBS.flow("2023"))
        .says("Core digital industries in 2023: 12,755.5 bn yuan, 9.9 % of GDP.")
        .note(CORE),
    share(153, "nbs.digital-core-share.2020", "7.8 %", PLAN)
        .is(BY_NBS.revised(Revision::FourthCensus).flow("2020"))
        .says("Core digital industries in 2020: 7.8 % of GDP.")
        .note(CORE),
    share(154, "nbs.digital-core-share.2023", "9.9 %", CENSUS)
        .is(BY_NBS.revised(Revision::FifthCensus).flow("2023"))
        .says("Core digital industries in 2023: 9.9 % of GDP.")
        .note(CORE),
    share(
        155,
        "nbs.digital-core-share.2024",
        "10 %",
        Publication::new(
            "Xinhua",
            "Digital China 10 years",
            "数字中国十年",
            EvidenceKind::OfficialStatistic,
            Confidence::High,
        ),
    )
    .is(BY_NBS.revised(Revision::FifthCensus).flow("2024"))
    .says("Core digital industries in 2024: about 10 % of GDP.")
    .note(CORE),
];

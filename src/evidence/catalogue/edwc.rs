//! East Data West Computing (东数西算): the hubs and clusters, what was invested, what they hold.

use super::facts::Facts;
use super::row::{Publication, Row, capacity, factor, growth, money, multiplier, share};
use crate::evidence::{Confidence, EvidenceKind, Geography, Measured, Part};
use crate::{Frequency, Scope};

const Q1_2022: Publication = Publication::new(
    "NDRC (Sun Wei)",
    "Press conference of 15 April 2022",
    EvidenceKind::OfficialStatistic,
    Confidence::High,
)
.dated("2022-04");

const SEPTEMBER_2022: Publication = Publication::new(
    "NDRC (Zhang Zhihua)",
    "Press conference of 26 September 2022",
    EvidenceKind::OfficialStatistic,
    Confidence::High,
)
.dated("2022-09");

const NDA_2024: Publication = Publication::new(
    "National Data Administration via Xinhua",
    "China invests in computing hubs",
    EvidenceKind::OfficialStatistic,
    Confidence::High,
)
.dated("2024");

const LOCAL: Publication = Publication::new(
    "Local reports",
    "Computing power of hubs and clusters, 2024-25",
    EvidenceKind::PressReport,
    Confidence::Low,
);

const OUTLAY: Facts = Facts::of(Measured::Outlay).covering(Geography::Hubs);

const DRIVEN: Facts = Facts::of(Measured::DrivenInvestment).covering(Geography::Hubs);

const COMPUTE: Facts = Facts::of(Measured::ComputingPower).covering(Geography::Region);

const GREEN: Facts = Facts::of(Measured::GreenPower).covering(Geography::Region);

const PUE: Facts = Facts::of(Measured::PowerUsageEffectiveness);

pub(super) const ROWS: &[Row] = &[
    money(
        157,
        "edwc.investment.project-total-2022",
        "400 bn CNY",
        SEPTEMBER_2022,
    )
    .is(OUTLAY.stock("2022-09"))
    .says(
        "More than 60 new projects since February 2022, 1.1 million racks: total investment \
             above 400 bn yuan.",
    )
    .note(
        "A lower bound (\"above\"). Planned, over several years: no yearly flow. Not \
         the 400 bn a year that was forecast along the supply chain.",
    ),
    money(
        158,
        "edwc.investment.since-launch-2023",
        "400 bn CNY",
        Publication::new(
            "NDRC via CCTV",
            "EDWC enters full construction",
            EvidenceKind::OfficialStatistic,
            Confidence::High,
        )
        .dated("2023-03"),
    )
    .is(OUTLAY.flow("2022-03 to 2023-03"))
    .says("New investment since the launch exceeds 400 bn yuan.")
    .note(
        "A lower bound (\"exceeds\"). The wording moved from the total of new projects to what \
         was invested since launch, at the same figure.",
    ),
    money(
        159,
        "edwc.investment.direct-2024-06",
        "43.5 bn CNY",
        NDA_2024,
    )
    .is(OUTLAY.flow("2022-03 to 2024-06"))
    .says("Direct investment in the eight hubs: 43.5 bn yuan, cumulative to June 2024.")
    .note(
        "Over 28 months from the launch: 18.6 bn yuan a year. The forecast of 400 bn a year \
             counts the whole supply chain.",
    ),
    money(
        160,
        "edwc.investment.driven-2024-06",
        "200 bn CNY",
        NDA_2024,
    )
    .is(DRIVEN.flow("2022-03 to 2024-06"))
    .says("Investment driven by the hubs: above 200 bn yuan, cumulative; 1.95 million racks.")
    .note(
        "A lower bound (\"above\"). \"Driven\" has no published definition; 4.6 times the \
             direct figure, and half of the 400 bn given two years before. Over 28 months it makes \
             86 bn yuan a year, against a forecast of 400 bn.",
    ),
    money(161, "edwc.investment.driven-2022-q1", "190 bn CNY", Q1_2022)
        .is(DRIVEN.stock("2022-Q1"))
        .says(
            "25 projects started in the ten clusters, 540,000 racks, 13.5 EFLOPS: they drive \
             investment of 190 bn yuan of all kinds.",
        )
        .note(
            "All-in and planned. Over 13.5 EFLOPS it makes 14.1 bn yuan per EFLOPS FP32, and \
             352,000 yuan per rack.",
        ),
    capacity(
        162,
        "edwc.capacity.new-2022-q1",
        "13.5 EFLOPS FP32",
        Q1_2022,
    )
    .is(COMPUTE
        .covering(Geography::Hubs)
        .part(Part::General)
        .stock("2022-Q1"))
    .says("\"每秒1350亿亿次\"")
    .note(
        "亿亿 is 10^16, so 13.5 EFLOPS. Precision is not stated; general computing, so FP32. \
             The capacity of the projects that drive 190 bn yuan.",
    ),
    money(
        156,
        "edwc.forecast.annual",
        "400 bn CNY",
        Publication::new(
            "NDRC, as cited by CCTV and NewsChina",
            "Big data's drive west",
            EvidenceKind::Forecast,
            Confidence::Medium,
        )
        .dated("2022"),
    )
    .is(DRIVEN
        .every(Frequency::Year)
        .contradicted_by("edwc.investment.driven-2024-06"))
    .says(
        "The programme will increase annual investment by 400 billion yuan along its supply chain.",
    )
    .note(
        "A forecast of 2022 along the supply chain, and no outcome: in the 28 months to June 2024 \
         the hubs drew 43.5 bn yuan directly and 200 bn along the chain, which is 86 bn a year. \
         English-language press of July 2024 repeats it as \"about 400 billion yuan in annual \
         investment\". The other official figures of 400 bn are totals: of 60 and more projects \
         (September 2022) and since the launch (March 2023).",
    ),
    money(
        163,
        "edwc.forecast.driven-2021-2025",
        "3 tn CNY",
        Q1_2022.kind(EvidenceKind::Forecast),
    )
    .is(DRIVEN.covering(Geography::Nation).flow("2021 to 2025"))
    .says("Investment driven over the 14th five-year period: above 3 trillion yuan.")
    .note(
        "A lower bound (\"above\"). A forecast of 2022, with data-centre investment growing 20 % \
         a year; \"driven\" has no published definition.",
    ),
    growth(
        164,
        "edwc.forecast.data-centre-investment-growth",
        "20 % per year",
        Q1_2022.kind(EvidenceKind::Forecast),
    )
    .is(OUTLAY.covering(Geography::Nation).between("2021 to 2025"))
    .says("Data-centre investment grows 20 % a year.")
    .note("Stated with the 3 trillion yuan for 2021-25."),
    multiplier(
        165,
        "edwc.multiplier.related-industries",
        "8",
        Publication::new(
            "Shanghai Securities News, citing institutions and experts",
            "East Data West Computing pulls related industries",
            EvidenceKind::PressReport,
            Confidence::Low,
        ),
    )
    .is(Facts::NONE.covering(Geography::Hubs))
    .says("\"1:8\"")
    .note(
        "Nobody is named and nothing said of output, value added or years: twice CAICT's 3 to \
             4.",
    ),
    capacity(166, "edwc.capacity.zhangjiakou.2025", "30.1万P FP16", LOCAL)
        .is(COMPUTE.covering(Geography::City).stock("2025"))
        .says("\"30.1万P\" (2025), 460,000 racks.")
        .note(
            "万P is 10^19: 301 EFLOPS. A machine translation prints 30.1 million P, a hundred \
             times too much. Precision is not stated and FP16-like: the localities together \
             exceed the FP32 total of all hubs, so no part of it.",
        ),
    capacity(
        167,
        "edwc.capacity.inner-mongolia.2025-07",
        "126 EFLOPS FP16",
        LOCAL,
    )
    .is(COMPUTE.stock("2025-07"))
    .says("Region: 126,000 P, of which AI 116,000 P.")
    .note(
        "Precision is not stated and FP16-like: the localities together exceed the FP32 total \
             of all hubs, so no part of it.",
    ),
    capacity(
        168,
        "edwc.capacity.inner-mongolia-ai.2025-07",
        "116 EFLOPS FP16",
        LOCAL,
    )
    .is(COMPUTE.part(Part::Smart).stock("2025-07"))
    .says("AI computing in the region: 116,000 P.")
    .note(
        "Precision is not stated and FP16-like: the localities together exceed the FP32 total \
             of all hubs, so no part of it.",
    ),
    capacity(
        169,
        "edwc.capacity.guizhou.2024-12",
        "57 EFLOPS FP16",
        LOCAL,
    )
    .is(COMPUTE.stock("2024-12"))
    .says("57 EFLOPS, more than 90 % of it smart; \"23 % of the national total\".")
    .note(
        "Precision is not stated and FP16-like: the localities together exceed the FP32 total \
             of all hubs, so no part of it.",
    ),
    capacity(
        170,
        "edwc.capacity.guizhou.2025-08",
        "85 EFLOPS FP16",
        LOCAL,
    )
    .is(COMPUTE.stock("2025-08"))
    .says("85 EFLOPS, 98 % of it smart, 90 % on domestic chips.")
    .note(
        "Precision is not stated and FP16-like: the localities together exceed the FP32 total \
             of all hubs, so no part of it.",
    ),
    capacity(
        171,
        "edwc.capacity.qingyang.2024-12",
        "51 EFLOPS FP16",
        LOCAL,
    )
    .is(COMPUTE.covering(Geography::City).stock("2024-12"))
    .says("51,000 P, 31,000 racks.")
    .note(
        "Precision is not stated and FP16-like: the localities together exceed the FP32 total \
             of all hubs, so no part of it.",
    ),
    capacity(
        172,
        "edwc.capacity.qingyang.2025-12",
        "100 EFLOPS FP16",
        LOCAL,
    )
    .is(COMPUTE.covering(Geography::City).stock("2025-12"))
    .says("More than 100,000 P.")
    .note(
        "A lower bound (\"more than\"). Precision is not stated and FP16-like: the localities \
             together exceed the FP32 total of all hubs, so no part of it.",
    ),
    capacity(173, "edwc.capacity.zhongwei.2025", "130 EFLOPS FP16", LOCAL)
        .is(COMPUTE.covering(Geography::City).stock("2025"))
        .says("130,000 P.")
        .note(
            "Precision is not stated and FP16-like: the localities together exceed the FP32 total \
             of all hubs, so no part of it.",
        ),
    capacity(174, "edwc.capacity.yaan", "5.9 EFLOPS FP16", LOCAL)
        .is(COMPUTE.covering(Geography::City))
        .says("5,900 P, 40,000 racks.")
        .note(
            "Precision is not stated and FP16-like: the localities together exceed the FP32 total \
             of all hubs, so no part of it.",
        ),
    capacity(175, "edwc.capacity.yaan-smart", "3.8 EFLOPS FP16", LOCAL)
        .is(COMPUTE.covering(Geography::City).part(Part::Smart))
        .says("Of 5,900 P, smart 3,800 P.")
        .note(
            "Precision is not stated and FP16-like: the localities together exceed the FP32 total \
             of all hubs, so no part of it.",
        ),
    capacity(
        176,
        "edwc.target.zhongwei-capacity",
        "210 EFLOPS FP16",
        LOCAL.kind(EvidenceKind::PolicyTarget),
    )
    .is(COMPUTE.covering(Geography::City))
    .says("Plan: 260,000 racks, 210,000 P.")
    .note("An aim without a date in what was seen; precision FP16-like."),
    share(
        177,
        "edwc.rack-share.beijing-tianjin-hebei.2023",
        "21.5 %",
        LOCAL,
    )
    .is(Facts::of(Measured::RackShare)
        .on(Scope::InUse)
        .covering(Geography::Region)
        .stock("2023-12"))
    .says("Beijing-Tianjin-Hebei hub: 21.5 % of national racks.")
    .note("Racks, not computing power."),
    share(
        178,
        "edwc.rack-share.yangtze-river-delta.2023",
        "24.5 %",
        LOCAL,
    )
    .is(Facts::of(Measured::RackShare)
        .on(Scope::InUse)
        .covering(Geography::Region)
        .stock("2023-12"))
    .says("Yangtze River Delta hub: 24.5 % of national racks.")
    .note("Racks, not computing power."),
    share(
        179,
        "edwc.green-power.inner-mongolia.2025-q1",
        "84.57 %",
        LOCAL,
    )
    .is(GREEN.flow("2025-Q1"))
    .says("Green power in Inner Mongolia: 84.57 %.")
    .note("Share of the electricity used by computing centres."),
    share(180, "edwc.green-power.zhangjiakou.2024", "30 %", LOCAL)
        .is(GREEN.covering(Geography::City).flow("2024"))
        .says("Green power in Zhangjiakou: above 30 %.")
        .note("A lower bound (\"above\"). Share of the electricity used by computing centres."),
    money(181, "edwc.investment.yaan", "10 bn CNY", LOCAL)
        .is(OUTLAY.covering(Geography::Centre))
        .says("Ya'an: 10 bn yuan, 40,000 racks, 5,900 P.")
        .note("Capacity and outlay of one park."),
    money(
        182,
        "edwc.investment.qinhuai-2017-2024",
        "14.6 bn CNY",
        LOCAL,
    )
    .is(OUTLAY.covering(Geography::Centre).flow("2017 to 2024"))
    .says("Qinhuai (Chindata) in Zhangjiakou: 14.6 bn yuan, 2017-24.")
    .note("One operator, cumulative."),
    money(183, "edwc.investment.guian-cluster", "13.85 bn CNY", LOCAL)
        .is(OUTLAY.covering(Geography::City))
        .says("Gui'an cluster project: 13.85 bn yuan planned.")
        .note("An earlier report says 30 bn."),
    factor(184, "edwc.pue.best-2024-06", "1.04", NDA_2024)
        .is(PUE.covering(Geography::Centre).stock("2024-06"))
        .says("Best power usage effectiveness in the hubs: 1.04.")
        .note("The best centre, not the average; 1.42 is the national average of June 2025."),
    factor(
        185,
        "miit.pue.2025-06",
        "1.42",
        Publication::new(
            "MIIT",
            "China Computational Power Conference 2025",
            EvidenceKind::OfficialStatistic,
            Confidence::High,
        ),
    )
    .is(PUE.covering(Geography::Nation).stock("2025-06"))
    .says("National average power usage effectiveness of computing centres: 1.42.")
    .note("Energy into the centre over energy into the machines."),
];

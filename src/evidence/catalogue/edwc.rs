//! East Data West Computing (东数西算): investment in the hubs and clusters, and their capacity.

use super::facts::Facts;
use super::row::{Publication, Row, capacity, growth, money, multiplier};
use crate::Frequency;
use crate::evidence::{Confidence, EvidenceKind, Geography, Measured, Part};

const Q1_2022: Publication = Publication::new(
    "NDRC (Sun Wei)",
    "Press conference of 15 April 2022",
    "2022年4月15日新闻发布会",
    EvidenceKind::OfficialStatistic,
    Confidence::High,
)
.with_date("2022-04");

const SEPTEMBER_2022: Publication = Publication::new(
    "NDRC (Zhang Zhihua)",
    "Press conference of 26 September 2022",
    "2022年9月26日新闻发布会",
    EvidenceKind::OfficialStatistic,
    Confidence::High,
)
.with_date("2022-09");

pub(super) const NDA_2024: Publication = Publication::new(
    "National Data Administration via Xinhua",
    "China invests in computing hubs",
    "中国投资建设算力枢纽",
    EvidenceKind::OfficialStatistic,
    Confidence::High,
)
.with_date("2024");

pub(super) const OUTLAY: Facts = Facts::of(Measured::Outlay).covering(Geography::Hubs);

const DRIVEN: Facts = Facts::of(Measured::DrivenInvestment).covering(Geography::Hubs);

pub(super) const COMPUTE: Facts = Facts::of(Measured::ComputingPower).covering(Geography::Region);

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
        "A lower bound (\"above\"). Planned, over several years, so it is not a yearly flow. Not \
         the 400 bn a year that was forecast along the supply chain.",
    ),
    money(
        158,
        "edwc.investment.since-launch-2023",
        "400 bn CNY",
        Publication::new(
            "NDRC via CCTV",
            "EDWC enters full construction",
            "“东数西算”工程进入全面建设期",
            EvidenceKind::OfficialStatistic,
            Confidence::High,
        )
        .with_date("2023-03"),
    )
    .is(OUTLAY.flow("2022-03 to 2023-03"))
    .says("New investment since the launch exceeds 400 bn yuan.")
    .note(
        "A lower bound (\"exceeds\"). The wording changed from the total of new projects to the \
         investment since the launch, at the same figure.",
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
            "大数据西进",
            EvidenceKind::Forecast,
            Confidence::Medium,
        )
        .with_date("2022"),
    )
    .is(DRIVEN
        .every(Frequency::Year)
        .contradicted_by("edwc.investment.driven-2024-06"))
    .says(
        "The programme will increase annual investment by 400 billion yuan along its supply chain.",
    )
    .note(
        "A forecast of 2022 along the supply chain, not an outcome: in the 28 months to June 2024 \
         the hubs drew 43.5 bn yuan directly and 200 bn along the chain, which is 86 bn a year. \
         English-language press of July 2024 repeats it as \"about 400 billion yuan in annual \
         investment\". The other official figures of 400 bn are totals: of more than 60 projects \
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
            "“东数西算”带动相关产业",
            EvidenceKind::PressReport,
            Confidence::Low,
        ),
    )
    .is(Facts::NONE.covering(Geography::Hubs))
    .says("\"1:8\"")
    .note(
        "No author is named, and output, value added and years are not stated. It is twice CAICT's \
         3 to 4.",
    ),
];

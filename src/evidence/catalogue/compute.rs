//! China's and the world's computing power, by measure and date.
//!
//! Three series that must never be chained or divided by one another: in use (FP32, infrastructure
//! side), installed (FP32 equivalent, device side), and smart computing in FP16.

use super::facts::Facts;
use super::row::{Publication, Row, capacity, growth};
use crate::evidence::{Confidence, EvidenceKind, Geography, Measured, Part};
use crate::{Precision, Scope};

const INSTALLED: &str = "\
    The device side: servers shipped over about six years, general, AI and super, FP32 \
    equivalent. Never to be chained with the in-use series.";

const IN_USE: &str = "\
    The infrastructure side: data and computing centres in use, general, smart and super, FP32. \
    Never to be chained with the device side.";

const BRIEFING_2022: Publication = Publication::new(
    "MIIT (Zhang Yunming)",
    "China Computational Power Conference press briefing, 2022",
    "2022中国算力大会新闻发布会",
    EvidenceKind::OfficialStatistic,
    Confidence::High,
)
.with_date("2022");

const PEOPLES_DAILY_2022: Publication = Publication::new(
    "MIIT via People's Daily Online",
    "China's computing power races to second spot in the world",
    "中国算力跃居世界第二",
    EvidenceKind::OfficialStatistic,
    Confidence::High,
);

const XINHUA_2023: Publication = Publication::new(
    "MIIT via Xinhua",
    "China makes solid progress in developing computing power",
    "中国算力发展取得扎实进展",
    EvidenceKind::OfficialStatistic,
    Confidence::High,
);

const INDEX_2023: Publication = Publication::new(
    "CAICT",
    "China Comprehensive Computing Power Index (2023)",
    "中国综合算力指数（2023年）",
    EvidenceKind::InstituteEstimate,
    Confidence::High,
);

pub(super) const BLUE_2024: Publication = Publication::new(
    "CAICT",
    "Advanced Computing and Computing Power Development Index Blue Book (2024)",
    "先进计算暨算力发展指数蓝皮书（2024年）",
    EvidenceKind::InstituteEstimate,
    Confidence::High,
)
.with_date("2025-01");

pub(super) const SCMP_2024: Publication = Publication::new(
    "CAICT via SCMP",
    "China beefs up computing power by 25% as AI race drives demand",
    "人工智能竞赛拉动需求，中国算力增长25%",
    EvidenceKind::InstituteEstimate,
    Confidence::High,
)
.with_date("2024-09");

const CAIJING: Publication = Publication::new(
    "MIIT via Caijing",
    "Public intelligent computing centres must adapt",
    "公共智算中心须求变",
    EvidenceKind::OfficialStatistic,
    Confidence::High,
);

const ASKCI_HUBS: Publication = Publication::new(
    "MIIT via ASKCI",
    "Computing centre industry status",
    "算力中心行业现状",
    EvidenceKind::OfficialStatistic,
    Confidence::Medium,
);

const IDLE_AND_SCARCE: Publication = Publication::new(
    "CCID via Xinhua Finance",
    "Idle and scarce computing power coexist",
    "算力闲置与紧缺并存",
    EvidenceKind::InstituteEstimate,
    Confidence::Medium,
);

const PAPER_2021: Publication = Publication::new(
    "CAICT",
    "White Paper on China's Computing Power Development Index (2021)",
    "中国算力发展指数白皮书（2021年）",
    EvidenceKind::InstituteEstimate,
    Confidence::High,
)
.with_date("2021-09")
.with_locator("CSET translation");

pub(super) const PAPER_2022: Publication = Publication::new(
    "CAICT",
    "White Paper on China's Computing Power Development Index (2022)",
    "中国算力发展指数白皮书（2022年）",
    EvidenceKind::InstituteEstimate,
    Confidence::High,
)
.with_date("2022-11")
.with_locator("press summary");

pub(super) const PAPER_2023: Publication = Publication::new(
    "CAICT",
    "White Paper on China's Computing Power Development Index (2023)",
    "中国算力发展指数白皮书（2023年）",
    EvidenceKind::InstituteEstimate,
    Confidence::Medium,
)
.with_date("2023-09")
.with_locator("summary");

pub(super) const BLUE_2025: Publication = Publication::new(
    "CAICT via ET Net",
    "Advanced Computing and Computing Power Development Index Blue Book (2025)",
    "先进计算暨算力发展指数蓝皮书（2025年）",
    EvidenceKind::InstituteEstimate,
    Confidence::High,
)
.with_date("2026-03");

const IN_USE_AT_LEAST: &str = "\
    A lower bound (\"more than\", \"above\"). The infrastructure side: data and computing centres in \
    use, general, smart and super, FP32. Never to be chained with the device side.";

const IN_USE_CAICT: &str = "\
    The infrastructure side, the ministry's count as CAICT prints it: data and computing centres in \
    use, general, smart and super, FP32. Never to be chained with the device side.";

const DERIVED_2021: Publication = Publication::new(
    "CAICT, with arithmetic on it",
    "White Paper on China's Computing Power Development Index (2021)",
    "中国算力发展指数白皮书（2021年）",
    EvidenceKind::Derived,
    Confidence::Derived,
)
.with_date("2021-09");

pub(super) const CHINA: Facts = Facts::of(Measured::ComputingPower)
    .part(Part::Whole)
    .covering(Geography::Nation);

const HUBS: Facts = CHINA.covering(Geography::Hubs);

pub(super) const SERVERS: Facts = CHINA.on(Scope::Installed).counted_in(Precision::Fp32);

pub(super) const CENTRES: Facts = CHINA.on(Scope::InUse).counted_in(Precision::Fp32);

pub(super) const ROWS: &[Row] = &[
    capacity(
        17,
        "miit.compute.in-use.2021-12",
        "140 EFLOPS FP32 in use",
        BRIEFING_2022,
    )
    .is(CHINA.stock("2021-12"))
    .says("Total computing power in use: more than 140 EFLOPS.")
    .note(IN_USE_AT_LEAST),
    capacity(
        18,
        "miit.compute.in-use.2022-06",
        "150 EFLOPS FP32 in use",
        PEOPLES_DAILY_2022,
    )
    .is(CHINA.stock("2022-06"))
    .says("Total computing power in use: above 150 EFLOPS.")
    .note(IN_USE_AT_LEAST),
    capacity(
        19,
        "miit.compute.in-use.2022-12",
        "180 EFLOPS FP32 in use",
        XINHUA_2023,
    )
    .is(CHINA.stock("2022-12"))
    .says("Total computing power in use: 180 EFLOPS.")
    .note(IN_USE),
    capacity(
        20,
        "miit.compute.in-use.2023-06",
        "197 EFLOPS FP32 in use",
        INDEX_2023,
    )
    .is(CHINA.stock("2023-06"))
    .says("Total computing power in use: 197 EFLOPS.")
    .note(IN_USE_CAICT),
    capacity(
        21,
        "miit.compute.in-use.2023-12",
        "230 EFLOPS FP32 in use",
        BLUE_2024,
    )
    .is(CHINA.stock("2023-12"))
    .says("Total computing power in use: 230 EFLOPS.")
    .note(IN_USE_CAICT),
    capacity(
        22,
        "miit.compute.in-use.2024-06",
        "246 EFLOPS FP32 in use",
        SCMP_2024,
    )
    .is(CHINA.stock("2024-06"))
    .says("Total computing power in use: 246 EFLOPS.")
    .note(IN_USE_CAICT),
    capacity(
        23,
        "miit.compute.in-use.2024-12",
        "280 EFLOPS FP32 in use",
        CAIJING,
    )
    .is(CHINA.stock("2024-12"))
    .says("Total computing power in use: 280 EFLOPS.")
    .note(IN_USE),
    capacity(
        24,
        "miit.compute.hubs.2024-12",
        "175 EFLOPS FP32 in use",
        ASKCI_HUBS,
    )
    .is(HUBS.stock("2024-12"))
    .says("The eight national hubs: 175 EFLOPS.")
    .note(
        "Part of the 280 EFLOPS in use. The FP16-like totals that localities print exceed it, \
             so they cannot be part of it.",
    ),
    capacity(
        25,
        "miit.compute.hubs.2025-03",
        "215.5 EFLOPS FP32",
        IDLE_AND_SCARCE,
    )
    .is(HUBS.stock("2025-03"))
    .says("The eight national hubs: 215.5 EFLOPS.")
    .note(
        "Neither precision nor scope is stated; FP32 is inferred from the 175 EFLOPS of a quarter \
         before, and the scope is left open.",
    ),
    capacity(
        26,
        "caict.compute.installed.2019-12",
        "87 EFLOPS FP32 installed",
        DERIVED_2021,
    )
    .is(CHINA.stock("2019-12"))
    .says("135 EFLOPS in 2020 is 48 more than the year before.")
    .note(INSTALLED),
    capacity(
        27,
        "caict.compute.installed.2020-12",
        "135 EFLOPS FP32 installed",
        PAPER_2021,
    )
    .is(CHINA.stock("2020-12"))
    .says("Total computing power of devices: 135 EFLOPS.")
    .note(
        "The device side: servers shipped over about six years, general, AI and super, FP32 \
             equivalent. Never to be chained with the in-use series. 135 here and 140 in use a \
             year later are two series, not 4 % of growth.",
    ),
    capacity(
        28,
        "caict.compute.installed.2021-12",
        "202 EFLOPS FP32 installed",
        PAPER_2022,
    )
    .is(CHINA.stock("2021-12"))
    .says("Total computing power of devices: 202 EFLOPS.")
    .note(INSTALLED),
    capacity(
        29,
        "caict.compute.installed.2022-12",
        "302 EFLOPS FP32 installed",
        PAPER_2023,
    )
    .is(CHINA.stock("2022-12"))
    .says("Total computing power of devices: 302 EFLOPS.")
    .note(INSTALLED),
    capacity(
        30,
        "caict.compute.installed.2023-12",
        "435 EFLOPS FP32 installed",
        BLUE_2024,
    )
    .is(CHINA.stock("2023-12"))
    .says("Total computing power of devices: 435 EFLOPS.")
    .note(INSTALLED),
    capacity(
        31,
        "caict.compute.installed.2025-06",
        "962 EFLOPS FP32 installed",
        BLUE_2025,
    )
    .is(CHINA.stock("2025-06"))
    .says("Total computing power of devices: 962 EFLOPS.")
    .note(INSTALLED),
    growth(
        32,
        "caict.compute-growth.installed.2020",
        "55 % per year",
        PAPER_2021,
    )
    .is(SERVERS.between("2019 to 2020"))
    .says("Total computing power of devices in 2020: 135 EFLOPS, +48, +55 %.")
    .note(INSTALLED),
    growth(
        33,
        "miit.compute-growth.in-use.2018-2023",
        "30 % per year",
        Publication::new(
            "MIIT",
            "China Computational Power Conference 2023",
            "2023中国算力大会",
            EvidenceKind::OfficialStatistic,
            Confidence::High,
        ),
    )
    .is(CENTRES.between("2018 to 2023"))
    .says("Growth of computing power over five years: nearly 30 % a year.")
    .note(
        "Infrastructure side; \"nearly\", so an upper bound. With nominal GDP growth of 6.5 % it \
         makes a ratio of 0.22, so either series gives 0.2.",
    ),
    growth(
        34,
        "miit.compute-growth.in-use.2024-06",
        "25 % per year",
        SCMP_2024,
    )
    .is(CENTRES.between("2023-06 to 2024-06"))
    .says("Total computing power rose by 25 % in the year to mid-2024, to 246 EFLOPS.")
    .note("197 to 246 EFLOPS is 24.9 %. At 0.2 this alone would be 5.0 % of GDP: all real growth."),
];

//! Smart (AI) computing power in China: levels, growth, and the share, which differs by series.

use super::facts::Facts;
use super::row::{Publication, Row, capacity, growth, share};
use crate::evidence::{Confidence, EvidenceKind, Geography, Measured, Part};
use crate::{Precision, Scope};

const PAPER_2021: Publication = Publication::new(
    "CAICT",
    "White Paper on China's Computing Power Development Index (2021)",
    "中国算力发展指数白皮书（2021年）",
    EvidenceKind::InstituteEstimate,
    Confidence::High,
)
.with_date("2021-09")
.with_locator("CSET translation");

const PAPER_2022: Publication = Publication::new(
    "CAICT",
    "White Paper on China's Computing Power Development Index (2022)",
    "中国算力发展指数白皮书（2022年）",
    EvidenceKind::InstituteEstimate,
    Confidence::High,
)
.with_date("2022-11")
.with_locator("press summary");

const PAPER_2023: Publication = Publication::new(
    "CAICT",
    "White Paper on China's Computing Power Development Index (2023)",
    "中国算力发展指数白皮书（2023年）",
    EvidenceKind::InstituteEstimate,
    Confidence::Medium,
)
.with_date("2023-09")
.with_locator("summary");

const BLUE_2024: Publication = Publication::new(
    "CAICT",
    "Advanced Computing and Computing Power Development Index Blue Book (2024)",
    "先进计算暨算力发展指数蓝皮书（2024年）",
    EvidenceKind::InstituteEstimate,
    Confidence::High,
)
.with_date("2025-01");

const BLUE_2025: Publication = Publication::new(
    "CAICT via ET Net",
    "Advanced Computing and Computing Power Development Index Blue Book (2025)",
    "先进计算暨算力发展指数蓝皮书（2025年）",
    EvidenceKind::InstituteEstimate,
    Confidence::High,
)
.with_date("2026-03");

const SCMP_2024: Publication = Publication::new(
    "CAICT via SCMP",
    "China beefs up computing power by 25% as AI race drives demand",
    "人工智能竞赛拉动需求，中国算力增长25%",
    EvidenceKind::InstituteEstimate,
    Confidence::Medium,
)
.with_date("2024-09");

const INDEX_2023: Publication = Publication::new(
    "CAICT via Cailian",
    "China Comprehensive Computing Power Index (2023)",
    "中国综合算力指数（2023年）",
    EvidenceKind::InstituteEstimate,
    Confidence::High,
);

const SCMP_UPGRADE: Publication = Publication::new(
    "NBS and CAICT via SCMP",
    "China's smart computing gets upgrade",
    "中国智能算力升级",
    EvidenceKind::InstituteEstimate,
    Confidence::High,
)
.with_date("2024-07");

const CAIJING: Publication = Publication::new(
    "MIIT via Caijing",
    "Public intelligent computing centres must adapt",
    "公共智算中心须求变",
    EvidenceKind::OfficialStatistic,
    Confidence::High,
);

const ASKCI: Publication = Publication::new(
    "CAICT via ASKCI",
    "2024 China computing network industry chain",
    "2024年中国算力网络产业链",
    EvidenceKind::InstituteEstimate,
    Confidence::Medium,
);

const IDLE_AND_SCARCE: Publication = Publication::new(
    "MIIT via Xinhua Finance",
    "Idle and scarce computing power coexist",
    "算力闲置与紧缺并存",
    EvidenceKind::OfficialStatistic,
    Confidence::High,
);

const RACKS_2025: Publication = Publication::new(
    "MIIT and CAICT via People's Daily Overseas",
    "10.85 million standard racks in use",
    "在用标准机架达1085万架",
    EvidenceKind::OfficialStatistic,
    Confidence::High,
);

const XIE_CUN_2026: Publication = Publication::new(
    "MIIT (Xie Cun)",
    "What is EFLOPS",
    "什么是EFLOPS",
    EvidenceKind::OfficialStatistic,
    Confidence::Medium,
)
.with_date("2026-01");

const TARGET: Publication = Publication::new(
    "MIIT and five ministries",
    "Action Plan for High-Quality Development of Computing Power Infrastructure",
    "算力基础设施高质量发展行动计划",
    EvidenceKind::PolicyTarget,
    Confidence::High,
)
.with_date("2023-10");

const SMART: Facts = Facts::of(Measured::ComputingPower)
    .part(Part::Smart)
    .covering(Geography::Nation);

const SERVERS: Facts = SMART.on(Scope::Installed).counted_in(Precision::Fp32);

const CENTRES: Facts = SMART.on(Scope::InUse).counted_in(Precision::Fp32);

const SHARE_INSTALLED: Facts = Facts::of(Measured::SmartShare)
    .on(Scope::Installed)
    .counted_in(Precision::Fp32)
    .covering(Geography::Nation);

const SHARE_IN_USE: Facts = SHARE_INSTALLED.on(Scope::InUse);

pub(super) const ROWS: &[Row] = &[
    share(43, "caict.smart-share.installed.2020-12", "40 %", PAPER_2021)
        .is(SHARE_INSTALLED.stock("2020-12"))
        .says("Smart share of device computing power: \"Over 40 %\".")
        .note(
            "Share of smart computing (智能算力); a lower bound (\"over\"). Device side, where AI \
             servers weigh far more than among centres in use: at end-2023 it was two thirds \
             here; there, between the 25 % of mid-2023 and the 30 % of July 2024, interpolation \
             gives about 27 %.",
        ),
    share(
        44, "caict.smart-share.installed.2021-12",
        "50 %",
        PAPER_2022.trusted(Confidence::Medium),
    )
        .is(SHARE_INSTALLED.stock("2021-12"))
    .says("Smart share of device computing power: \"Over 50 %\".")
    .note(
        "Share of smart computing (智能算力); a lower bound (\"over\"). Device side, where AI servers \
         weigh far more than among centres in use: at end-2023 it was two thirds here; there, \
         between the 25 % of mid-2023 and the 30 % of July 2024, interpolation gives about 27 %.",
    ),
    share(45, "caict.smart-share.installed.2023-12", "66.7 %", BLUE_2024)
        .is(SHARE_INSTALLED.stock("2023-12"))
        .says("Smart share of device computing power: \"Two thirds\".")
        .note(
            "Share of smart computing (智能算力). Device side, where AI servers weigh far more than \
             among centres in use: at end-2023 it was two thirds here; there, between the 25 % of \
             mid-2023 and the 30 % of July 2024, interpolation gives about 27 %.",
        ),
    share(46, "caict.smart-share.installed.2025-06", "81 %", BLUE_2025)
        .is(SHARE_INSTALLED.stock("2025-06"))
        .says("Smart share of device computing power: 81 %.")
        .note(
            "Share of smart computing (智能算力). Device side, where AI servers weigh far more than \
             among centres in use: at end-2023 it was two thirds here; there, between the 25 % of \
             mid-2023 and the 30 % of July 2024, interpolation gives about 27 %.",
        ),
    share(47, "miit.smart-share.in-use.2022-12", "23 %", ASKCI)
        .is(SHARE_IN_USE.stock("2022-12"))
        .says("Smart computing: 23 % of computing power in use.")
        .note("Smart computing (智能算力), infrastructure side."),
    share(48, "miit.smart-share.in-use.2023-06", "25 %", INDEX_2023)
        .is(SHARE_IN_USE.stock("2023-06"))
        .says("Smart computing: 25 % of computing power in use; general computing 74 %.")
        .note("Smart computing (智能算力), infrastructure side."),
    share(49, "miit.smart-share.in-use.2024-07", "30 %", SCMP_UPGRADE)
        .is(SHARE_IN_USE.stock("2024-07"))
        .says("\"accounts for 30 per cent\", nearly 5 points above June 2023.")
        .note(
            "Share of smart computing (智能算力). Infrastructure side. The article cites NBS and CAICT \
             together. On the device side the share was two thirds half a year before.",
        ),
    share(50, "miit.smart-share.in-use.2024-12", "32 %", CAIJING)
        .is(SHARE_IN_USE.stock("2024-12"))
        .says("Smart computing: 32 % of computing power in use.")
        .note(
            "Share of smart computing (智能算力). Infrastructure side, FP32 on both sides of the \
             division: 90 of 280 EFLOPS.",
        ),
    share(51, "miit.target.smart-share.2025", "35 %", TARGET)
        .is(SHARE_IN_USE.stock("2025"))
        .says("Smart share of total computing power by 2025: 35 %.")
        .note(
            "A policy target for smart computing (智能算力), often quoted as a projection. \
             Infrastructure side. The trend from 25 % in June 2023 to 30 % a year later points \
             above it.",
        ),
    capacity(52, "miit.target.compute.2025", "300 EFLOPS FP32 in use", TARGET)
        .is(SMART.part(Part::Whole).stock("2025"))
        .says("Total computing power by 2025: above 300 EFLOPS.")
        .note(
            "A policy target, and a lower bound (\"above\"). Infrastructure side, FP32: 280 EFLOPS \
             were in use at the end of 2024. Some reports miscount it as \"3 trillion FLOPS\".",
        ),
    capacity(
        53, "miit.smart-compute.in-use.2023-06",
        "49.25 EFLOPS FP32 in use",
        INDEX_2023
            .kind(EvidenceKind::Derived)
            .trusted(Confidence::Derived),
    )
        .is(SMART.stock("2023-06"))
    .says("25 % of 197 EFLOPS.")
    .note("Smart computing (智能算力), FP32, infrastructure side."),
    capacity(
        54, "miit.smart-compute.in-use.2024-12",
        "90 EFLOPS FP32 in use",
        CAIJING,
    )
        .is(SMART.stock("2024-12"))
    .says("Smart computing in use: 90 EFLOPS, FP32.")
    .note(
        "Smart computing (智能算力). The same centres count about eight times as much in FP16: 748 \
         EFLOPS a quarter later.",
    ),
    capacity(
        55, "caict.smart-compute.installed.2025-06",
        "782 EFLOPS FP32 installed",
        BLUE_2025,
    )
        .is(SMART.stock("2025-06"))
    .says("Smart computing power of devices: 782 EFLOPS, +96 %.")
    .note("Smart computing (智能算力), device side, FP32 equivalent, of 962 EFLOPS in all."),
    capacity(
        56, "miit.smart-compute.fp16.2025-03",
        "748 EFLOPS FP16 in use",
        IDLE_AND_SCARCE,
    )
        .is(SMART.stock("2025-03"))
    .says("Smart computing power: 748 EFLOPS (FP16).")
    .note(
        "Smart computing (智能算力) in FP16: about eight times the FP32 count, so it is not a share of \
         an FP32 total.",
    ),
    capacity(
        57, "miit.smart-compute.fp16.2025-06",
        "788 EFLOPS FP16 in use",
        RACKS_2025,
    )
        .is(SMART.stock("2025-06"))
    .says("Smart computing power: 788 EFLOPS (FP16).")
    .note("Smart computing (智能算力) in FP16: not comparable with any FP32 total."),
    capacity(
        58, "miit.smart-compute.fp16.2025-12",
        "1590 EFLOPS FP16 in use",
        XIE_CUN_2026,
    )
        .is(SMART.stock("2025-12"))
    .says("Smart computing power: more than 1,590 EFLOPS.")
    .note(
        "Smart computing (智能算力); a lower bound (\"more than\"). It doubles in six months, so the \
         coverage probably changed; the text that was read does not state the precision, which is \
         taken to be FP16 as before.",
    ),
    growth(
        59, "caict.smart-growth.installed.2021",
        "85 % per year",
        PAPER_2022.trusted(Confidence::Medium),
    )
        .is(SERVERS.between("2020 to 2021"))
    .says("Smart computing power of devices: +85 % in 2021.")
    .note("Smart computing (智能算力), device side."),
    growth(
        60, "caict.smart-growth.installed.2022",
        "72 % per year",
        PAPER_2023,
    )
        .is(SERVERS.between("2021-12 to 2022-12"))
    .says("Smart computing power of devices: +72 % in 2022.")
    .note("Smart computing (智能算力), device side."),
    growth(
        61, "caict.smart-growth.installed.2023",
        "62 % per year",
        BLUE_2024,
    )
        .is(SERVERS.between("2022 to 2023"))
    .says("Smart computing power of devices: +62 % in 2023.")
    .note("Smart computing (智能算力), device side."),
    growth(
        62, "caict.smart-growth.installed.2025-06",
        "96 % per year",
        BLUE_2025,
    )
        .is(SERVERS.between("2024-06 to 2025-06"))
    .says("Smart computing power of devices: +96 % in the year to mid-2025.")
    .note("Smart computing (智能算力), device side."),
    growth(
        63, "miit.smart-growth.in-use.2023-06",
        "45 % per year",
        INDEX_2023,
    )
        .is(CENTRES.between("2022-06 to 2023-06"))
    .says("Smart computing in use: +45 % in the year to mid-2023.")
    .note("Smart computing (智能算力), infrastructure side."),
    growth(
        64, "miit.smart-growth.in-use.2024-06",
        "65 % per year",
        SCMP_2024,
    )
        .is(CENTRES
            .between("2023-06 to 2024-06")
            .contradicted_by("miit.smart-share.in-use.2024-07"))
    .says("Smart computing: +65 % in the year to mid-2024.")
    .note(
        "Smart computing (智能算力). It contradicts the shares: from 25 %, with the total up 25 %, it \
         would lead to 33 %, not to the 30 % published, which needs growth of about 50 %.",
    ),
];

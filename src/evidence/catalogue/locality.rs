//! Figures that the regions, cities and centres of East Data West Computing report.

use super::edwc::{COMPUTE, NDA_2024, OUTLAY};
use super::facts::Facts;
use super::row::{Publication, Row, capacity, factor, money, share};
use crate::Scope;
use crate::evidence::{Confidence, EvidenceKind, Geography, Measured, Part};

const LOCAL: Publication = Publication::new(
    "Local reports",
    "Computing power of hubs and clusters, 2024-25",
    "各枢纽和集群的算力，2024—2025年",
    EvidenceKind::PressReport,
    Confidence::Low,
);

const GREEN: Facts = Facts::of(Measured::GreenPower).covering(Geography::Region);

const PUE: Facts = Facts::of(Measured::PowerUsageEffectiveness);

pub(super) const ROWS: &[Row] = &[
    capacity(166, "edwc.capacity.zhangjiakou.2025", "30.1万P FP16", LOCAL)
        .is(COMPUTE.covering(Geography::City).stock("2025"))
        .says("\"30.1万P\" (2025), 460,000 racks.")
        .note(
            "万P is 10^19: 301 EFLOPS. A machine translation prints 30.1 million P, a hundred times \
             too much. Precision is not stated and resembles FP16: the localities together exceed \
             the FP32 total of all hubs, so this is not a part of it.",
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
        "Precision is not stated and resembles FP16: the localities together exceed the FP32 total \
         of all hubs, so this is not a part of it.",
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
        "Precision is not stated and resembles FP16: the localities together exceed the FP32 total \
         of all hubs, so this is not a part of it.",
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
        "Precision is not stated and resembles FP16: the localities together exceed the FP32 total \
         of all hubs, so this is not a part of it.",
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
        "Precision is not stated and resembles FP16: the localities together exceed the FP32 total \
         of all hubs, so this is not a part of it.",
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
        "Precision is not stated and resembles FP16: the localities together exceed the FP32 total \
         of all hubs, so this is not a part of it.",
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
        "A lower bound (\"more than\"). Precision is not stated and resembles FP16: the localities \
         together exceed the FP32 total of all hubs, so this is not a part of it.",
    ),
    capacity(173, "edwc.capacity.zhongwei.2025", "130 EFLOPS FP16", LOCAL)
        .is(COMPUTE.covering(Geography::City).stock("2025"))
        .says("130,000 P.")
        .note(
            "Precision is not stated and resembles FP16: the localities together exceed the FP32 \
             total of all hubs, so this is not a part of it.",
        ),
    capacity(174, "edwc.capacity.yaan", "5.9 EFLOPS FP16", LOCAL)
        .is(COMPUTE.covering(Geography::City))
        .says("5,900 P, 40,000 racks.")
        .note(
            "Precision is not stated and resembles FP16: the localities together exceed the FP32 \
             total of all hubs, so this is not a part of it.",
        ),
    capacity(175, "edwc.capacity.yaan-smart", "3.8 EFLOPS FP16", LOCAL)
        .is(COMPUTE.covering(Geography::City).part(Part::Smart))
        .says("Of 5,900 P, smart 3,800 P.")
        .note(
            "Precision is not stated and resembles FP16: the localities together exceed the FP32 \
             total of all hubs, so this is not a part of it.",
        ),
    capacity(
        176,
        "edwc.target.zhongwei-capacity",
        "210 EFLOPS FP16",
        LOCAL.kind(EvidenceKind::PolicyTarget),
    )
    .is(COMPUTE.covering(Geography::City))
    .says("Plan: 260,000 racks, 210,000 P.")
    .note("A target; the text that was read gives no date, and the precision resembles FP16."),
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
            "2025中国算力大会",
            EvidenceKind::OfficialStatistic,
            Confidence::High,
        ),
    )
    .is(PUE.covering(Geography::Nation).stock("2025-06"))
    .says("National average power usage effectiveness of computing centres: 1.42.")
    .note("Energy into the centre over energy into the machines."),
];

//! Chengdu's computing centres and AI industry, with two mistranslations beside their originals.

use super::row::{Publication, Row, capacity, factor, money, share};
use crate::evidence::{Confidence, EvidenceKind};

const COVER: Publication = Publication::new(
    "Cover News",
    "AI industry of Chengdu in 2023",
    EvidenceKind::PressReport,
    Confidence::Medium,
);

const ENGLISH: Publication = Publication::new(
    "English-language press",
    "Reports on the opening of the Tianfu Southwest centre in July 2024",
    EvidenceKind::PressReport,
    Confidence::Low,
)
.dated("2024-07");

const LOCAL: Publication = Publication::new(
    "Local press",
    "Computing centres of Chengdu",
    EvidenceKind::PressReport,
    Confidence::Medium,
);

pub(super) const ROWS: &[Row] = &[
    money("chengdu.ai-industry.scale-2023", "78 bn CNY", COVER)
        .at("2023")
        .says("\"2023年…企业数量近900家，产业规模达780亿元\"")
        .note(
            "产业规模 is the scale of the industry, which is revenue: not a valuation, as English \
             reports have it.",
        ),
    money("chengdu.ai-industry.valuation-claim", "78 bn CNY", ENGLISH)
        .at("2023")
        .says("About 900 AI companies \"valued at 78 billion yuan\".")
        .note(
            "A mistranslation: the original says industry scale, which is revenue. Held so that \
             the claim can be found; use chengdu.ai-industry.scale-2023.",
        ),
    money("chengdu.ai-industry.scale-2024-q3", "80 bn CNY", LOCAL)
        .at("2024-Q3")
        .says("Above 80 bn yuan in the first three quarters of 2024, +35 %.")
        .note(
            "A lower bound (\"above\"). Three quarters: not to be compared with the 78 bn of the \
             whole of 2023 without the +35 %.",
        ),
    share("chengdu.efficiency.raised-to", "80 %", LOCAL)
        .at("2024-07")
        .says("\"将千亿参数大模型训练的算力效率提升至80%\"")
        .note(
            "Efficiency of computing in training models of 100 bn parameters raised *to* 80 %, by \
             the operator's claim: a level, not a gain. What it was before is not stated.",
        ),
    factor("chengdu.efficiency.raised-by-claim", "1.8", ENGLISH)
        .at("2024-07")
        .says("\"expected to enhance efficiency by up to 80%\"")
        .note(
            "A mistranslation of \"to 80 %\" as \"by 80 %\", here as a factor. Held so that the \
             claim can be found; use chengdu.efficiency.raised-to.",
        ),
    money("chengdu.centre-2022.cost", "10.9 bn CNY", LOCAL)
        .at("2022-05")
        .says(
            "Chengdu Intelligent Computing Centre (10 May 2022): 10.9 bn yuan for three \
             platforms.",
        )
        .note(
            "More than the computers: three platforms, so no unit cost with the 300 P of phase \
             one.",
        ),
    capacity(
        "chengdu.centre-2022.phase-one",
        "300 PFLOPS FP16 in AI clusters",
        LOCAL,
    )
    .at("2022-05")
    .says("Phase one: 300 P, FP16, on Ascend.")
    .note("1,000 P were planned."),
    capacity(
        "chengdu.centre-2022.plan",
        "1000 PFLOPS FP16 in AI clusters",
        LOCAL.kind(EvidenceKind::PolicyTarget),
    )
    .says("Planned: 1,000 P.")
    .note("A plan, without a date in what was seen."),
    money("chengdu.tianfu.phase-one-cost", "150 m CNY", LOCAL)
        .at("2024-04")
        .says("Tianfu Intelligent Computing Centre, phase one (April 2024): 150 m yuan.")
        .note(
            "Inside an existing campus. Over 256 P it makes 0.59 bn yuan per EFLOPS FP16, a 24th \
             of the 14.1 of 2022 in FP32.",
        ),
    capacity(
        "chengdu.tianfu.phase-one",
        "256 PFLOPS FP16 in AI clusters",
        LOCAL,
    )
    .at("2024-04")
    .says("Phase one: 256 P.")
    .note("Precision is not stated; FP16 is taken."),
    capacity(
        "chengdu.tianfu.plan",
        "1000 PFLOPS FP16 in AI clusters",
        LOCAL.kind(EvidenceKind::PolicyTarget),
    )
    .says("Planned: 1,000 P.")
    .note("A plan, without a date in what was seen; FP16 is taken."),
    capacity("chengdu.compute.2024-q3", "8 EFLOPS FP16", LOCAL)
        .at("2024-Q3")
        .says("Nine large centres, more than 8,000 P.")
        .note("A lower bound (\"more than\"). Precision is not stated; FP16-like."),
];

//! Chengdu's computing centres and AI industry, with two mistranslations next to their originals.

use super::facts::Facts;
use super::row::{Publication, Row, capacity, factor, money, share};
use crate::evidence::{Confidence, EvidenceKind, Geography, Measured, Part};

const COVER: Publication = Publication::new(
    "Cover News",
    "AI industry of Chengdu in 2023",
    "2023年成都人工智能产业",
    EvidenceKind::PressReport,
    Confidence::Medium,
);

const ENGLISH: Publication = Publication::new(
    "English-language press",
    "Reports on the opening of the Tianfu Southwest centre in July 2024",
    "2024年7月天府智算西南算力中心投运的报道",
    EvidenceKind::PressReport,
    Confidence::Low,
)
.with_date("2024-07");

const VENDOR: Publication = Publication::new(
    "Inspur, via Cover News",
    "Tianfu Zhisuan southwest centre opens",
    "天府智算西南算力中心投运",
    EvidenceKind::InstituteEstimate,
    Confidence::High,
)
.with_date("2024-07");

const LOCAL: Publication = Publication::new(
    "Local press",
    "Computing centres of Chengdu",
    "成都的算力中心",
    EvidenceKind::PressReport,
    Confidence::Medium,
);

const INDUSTRY: Facts = Facts::of(Measured::IndustryScale).covering(Geography::City);

const UNDEFINED: &str = "a vendor's figure for the efficiency of training one large model, whose \
                         denominator is defined nowhere";

const TRAINING: Facts = Facts::of(Measured::TrainingEfficiency)
    .part(Part::Smart)
    .covering(Geography::Centre)
    .stock("2024-07");

const CENTRE: Facts = Facts::of(Measured::ComputingPower)
    .part(Part::Smart)
    .covering(Geography::Centre);

const OUTLAY: Facts = Facts::of(Measured::Outlay).covering(Geography::Centre);

pub(super) const ROWS: &[Row] = &[
    money(186, "chengdu.ai-industry.scale-2023", "78 bn CNY", COVER)
        .is(INDUSTRY.flow("2023"))
        .says("\"2023年…企业数量近900家，产业规模达780亿元\"")
        .note(
            "产业规模 is the scale of the industry, which is revenue, not a valuation, as English \
             reports state.",
        ),
    money(
        187,
        "chengdu.ai-industry.valuation-claim",
        "78 bn CNY",
        ENGLISH,
    )
    .is(INDUSTRY
        .stock("2023")
        .contradicted_by("chengdu.ai-industry.scale-2023"))
    .says("About 900 AI companies \"valued at 78 billion yuan\".")
    .note(
        "A mistranslation: the original says industry scale, which is revenue. Listed so that a \
         search finds the claim; use chengdu.ai-industry.scale-2023.",
    ),
    money(188, "chengdu.ai-industry.scale-2024-q3", "80 bn CNY", LOCAL)
        .is(INDUSTRY.flow("2024-Q1 to 2024-Q3"))
        .says("Above 80 bn yuan in the first three quarters of 2024, +35 %.")
        .note(
            "A lower bound (\"above\"). Three quarters: not to be compared with the 78 bn of the \
             whole of 2023 without the +35 %.",
        ),
    share(189, "chengdu.efficiency.raised-to", "80 %", VENDOR)
        .is(TRAINING.unusable(UNDEFINED))
        .says("\"将千亿参数大模型训练的算力效率提升至80%\"")
        .note(
            "A vendor's figure (Inspur and Bingji) for the efficiency of training one model of 100 \
             bn parameters, raised *to* 80 % by network and scheduling. Its denominator is defined \
             nowhere, and its value before is not stated. It is not the utilisation of the centre, \
             a saving or a gain in productivity, and not a parameter of any model.",
        ),
    factor(190, "chengdu.efficiency.raised-by-claim", "1.8", ENGLISH)
        .is(TRAINING.contradicted_by("chengdu.efficiency.raised-to"))
        .says("\"expected to enhance efficiency by up to 80%\"")
        .note(
            "A mistranslation of \"to 80 %\" as \"by 80 %\", here as a factor. Listed so that a \
             search finds the claim: the original is chengdu.efficiency.raised-to, a figure for \
             the training of one model, which is not a parameter either.",
        ),
    money(191, "chengdu.centre-2022.cost", "10.9 bn CNY", LOCAL)
        .is(OUTLAY.stock("2022-05"))
        .says(
            "Chengdu Intelligent Computing Centre (10 May 2022): 10.9 bn yuan for three \
             platforms.",
        )
        .note(
            "It covers three platforms and more than the computers, so it gives no unit cost with \
             the 300 P of phase one.",
        ),
    capacity(
        192,
        "chengdu.centre-2022.phase-one",
        "300 PFLOPS FP16 in AI clusters",
        LOCAL,
    )
    .is(CENTRE.stock("2022-05"))
    .says("Phase one: 300 P, FP16, on Ascend.")
    .note("1,000 P were planned."),
    capacity(
        193,
        "chengdu.centre-2022.plan",
        "1000 PFLOPS FP16 in AI clusters",
        LOCAL.kind(EvidenceKind::PolicyTarget),
    )
    .is(CENTRE)
    .says("Planned: 1,000 P.")
    .note("A plan; the text that was read gives no date."),
    money(194, "chengdu.tianfu.phase-one-cost", "150 m CNY", LOCAL)
        .is(OUTLAY.part(Part::Smart).stock("2024-04"))
        .says("Tianfu Intelligent Computing Centre, phase one (April 2024): 150 m yuan.")
        .note(
            "Inside an existing campus. Over 256 P it makes 0.59 bn yuan per EFLOPS FP16, a 24th \
             of the 14.1 of 2022 in FP32.",
        ),
    capacity(
        195,
        "chengdu.tianfu.phase-one",
        "256 PFLOPS FP16 in AI clusters",
        LOCAL,
    )
    .is(CENTRE.stock("2024-04"))
    .says("Phase one: 256 P.")
    .note("Precision is not stated; FP16 is assumed."),
    capacity(
        196,
        "chengdu.tianfu.plan",
        "1000 PFLOPS FP16 in AI clusters",
        LOCAL.kind(EvidenceKind::PolicyTarget),
    )
    .is(CENTRE)
    .says("Planned: 1,000 P.")
    .note("A plan; the text that was read gives no date, and FP16 is assumed."),
    capacity(197, "chengdu.compute.2024-q3", "8 EFLOPS FP16", LOCAL)
        .is(CENTRE.covering(Geography::City).stock("2024-Q3"))
        .says("Nine large centres, more than 8,000 P.")
        .note("A lower bound (\"more than\"). Precision is not stated; FP16-like."),
];

//! The IDC, Inspur and Tsinghua index of computing power, and the smart computing counted by IDC.
//!
//! The semi-elasticities are per index *point*, in per mille. They are widely misquoted: 1.8 % per
//! point (ten times too much), or as per 1 % of computing power (another unit).

use super::facts::Facts;
use super::row::{Publication, Row, capacity, factor, score, semi_elasticity};
use crate::evidence::{Confidence, EvidenceKind, Geography, Measured, Part};

const EDITION_2020: Publication = Publication::new(
    "IDC, Inspur and Tsinghua University",
    "Global Computing Index Assessment, edition 2020",
    "2020全球计算力指数评估报告",
    EvidenceKind::InstituteEstimate,
    Confidence::High,
)
.with_date("2021-02");

const EDITION_2021: Publication = Publication::new(
    "IDC, Inspur and Tsinghua University",
    "Global Computing Index Assessment, edition 2021-22",
    "2021—2022全球计算力指数评估报告",
    EvidenceKind::InstituteEstimate,
    Confidence::High,
)
.with_date("2022-03")
.with_locator("Business Wire");

const EDITION_2022: Publication = Publication::new(
    "IDC, Inspur and Tsinghua University",
    "Global Computing Index Assessment, edition 2022-23",
    "2022—2023全球计算力指数评估报告",
    EvidenceKind::InstituteEstimate,
    Confidence::High,
)
.with_date("2023-07")
.with_locator("Economic Daily, 2023-10-17");

const NOVEMBER_2023: Publication = Publication::new(
    "IDC and Inspur via Xinhua",
    "China's AI computing power to see robust growth",
    "中国人工智能算力将强劲增长",
    EvidenceKind::InstituteEstimate,
    Confidence::High,
)
.with_date("2023-11");

const ASSESSMENT_2025: Publication = Publication::new(
    "IDC and Inspur",
    "2025 China AI Computing Power Development Assessment",
    "2025年中国人工智能计算力发展评估报告",
    EvidenceKind::InstituteEstimate,
    Confidence::Medium,
)
.with_date("2025-02");

const FEBRUARY_2025: Publication = Publication::new(
    "IDC and Inspur via People's Daily",
    "Intelligent computing power to expand",
    "智能算力将持续扩大",
    EvidenceKind::InstituteEstimate,
    Confidence::High,
)
.with_date("2025-02");

const PANEL_GDP: Facts = Facts::of(Measured::Gdp).covering(Geography::CountryPanel);

const PANEL_DIGITAL: Facts = Facts::of(Measured::DigitalEconomy).covering(Geography::CountryPanel);

const TIER: Facts = Facts::of(Measured::ComputingIndex)
    .covering(Geography::CountryPanel)
    .unusable("the base to which the factor applies was never published");

const SCORE: Facts = Facts::of(Measured::ComputingIndex).covering(Geography::Nation);

const SMART: Facts = Facts::of(Measured::ComputingPower)
    .part(Part::Smart)
    .covering(Geography::Nation);

pub(super) const ROWS: &[Row] = &[
    semi_elasticity(
        65, "idc.semi-elasticity.2020.gdp",
        "1.8 ‰ per point",
        EDITION_2020,
    )
        .is(PANEL_GDP.between("2020"))
    .says(
        "Each point of the index is associated with +3.3 ‰ of the digital economy and +1.8 ‰ of \
         GDP.",
    )
    .note(
        "10 countries. Per index point, not per cent of computing power: at a score of 70, 1 \
             ‰ per point is 0.07 % per 1 % of the index. The method is not published; press \
             copies print per cent for per mille.",
    ),
    semi_elasticity(
        66, "idc.semi-elasticity.2020.digital",
        "3.3 ‰ per point",
        EDITION_2020,
    )
        .is(PANEL_DIGITAL.between("2020"))
    .says(
        "Each point of the index is associated with +3.3 ‰ of the digital economy and +1.8 ‰ of \
         GDP.",
    )
    .note(
        "10 countries. About twice the effect on GDP, as in CAICT's pair: the digital economy \
             grew about twice as fast as GDP. Never to be added to the effect on GDP.",
    ),
    semi_elasticity(
        67, "idc.semi-elasticity.2021.gdp",
        "1.8 ‰ per point",
        EDITION_2021,
    )
        .is(PANEL_GDP.between("2021"))
    .says("\"平均每提高1点…分别增长3.5‰和1.8‰。预计该趋势在2021-2025年将继续保持\"")
    .note(
        "15 countries. Per index point, not per cent of computing power: at a score of 70, 1 \
             ‰ per point is 0.07 % per 1 % of the index. The method is not published; press \
             copies print per cent for per mille.",
    ),
    semi_elasticity(
        68, "idc.semi-elasticity.2021.digital",
        "3.5 ‰ per point",
        EDITION_2021,
    )
        .is(PANEL_DIGITAL.between("2021"))
    .says("\"平均每提高1点…分别增长3.5‰和1.8‰。预计该趋势在2021-2025年将继续保持\"")
    .note(
        "15 countries. About twice the effect on GDP, as in CAICT's pair: the digital economy \
             grew about twice as fast as GDP. Never to be added to the effect on GDP.",
    ),
    semi_elasticity(
        69, "idc.semi-elasticity.2022.gdp",
        "1.7 ‰ per point",
        EDITION_2022,
    )
        .is(PANEL_GDP.between("2022"))
    .says(
        "Each point of the index is associated with +3.6 ‰ of the digital economy and +1.7 ‰ of \
         GDP.",
    )
    .note(
        "15 countries. Per index point, not per cent of computing power: at a score of 70, 1 \
             ‰ per point is 0.07 % per 1 % of the index. The method is not published; press \
             copies print per cent for per mille.",
    ),
    semi_elasticity(
        70, "idc.semi-elasticity.2022.digital",
        "3.6 ‰ per point",
        EDITION_2022,
    )
        .is(PANEL_DIGITAL.between("2022"))
    .says(
        "Each point of the index is associated with +3.6 ‰ of the digital economy and +1.7 ‰ of \
         GDP.",
    )
    .note(
        "15 countries. About twice the effect on GDP, as in CAICT's pair: the digital economy \
             grew about twice as fast as GDP. Never to be added to the effect on GDP.",
    ),
    factor(71, "idc.index-tier.40", "1.5", EDITION_2021)
        .is(TIER.between("2021"))
        .says(
            "\"When the Computing Index is over 40 points, for every 1-point increase…, the \
             impact on GDP will increase 1.5 times, and this impact will grow to 3 times when the \
             Computing Index is greater than 60.\"",
        )
        .note(
            "The base to which the factor applies is not defined in the text that was read: it may \
             be the average slope, or the slope below 40 points.",
        ),
    factor(72, "idc.index-tier.60", "3", EDITION_2021)
        .is(TIER.between("2021"))
        .says(
            "\"When the Computing Index is over 40 points, for every 1-point increase…, the \
             impact on GDP will increase 1.5 times, and this impact will grow to 3 times when the \
             Computing Index is greater than 60.\"",
        )
        .note(
            "The base to which the factor applies is not defined in the text that was read: it may \
             be the average slope, or the slope below 40 points.",
        ),
    score(73, "idc.index-score.2020.us", "75 points", EDITION_2020)
        .is(SCORE.stock("2020"))
        .says("Score of the US: 75 points.")
        .note(
            "A composite of capability, efficiency, application and infrastructure, 0 to 100: not \
             FLOP/s.",
        ),
    score(74, "idc.index-score.2020.china", "66 points", EDITION_2020)
        .is(SCORE.stock("2020"))
        .says("Score of China: 66 points.")
        .note(
            "A composite of capability, efficiency, application and infrastructure, 0 to 100: not \
             FLOP/s.",
        ),
    score(75, "idc.index-score.2020.japan", "55 points", EDITION_2020)
        .is(SCORE.stock("2020"))
        .says("Score of Japan: 55 points.")
        .note(
            "A composite of capability, efficiency, application and infrastructure, 0 to 100: not \
             FLOP/s.",
        ),
    score(76, "idc.index-score.2020.germany", "52 points", EDITION_2020)
        .is(SCORE.stock("2020"))
        .says("Score of Germany: 52 points.")
        .note(
            "A composite of capability, efficiency, application and infrastructure, 0 to 100: not \
             FLOP/s.",
        ),
    score(77, "idc.index-score.2020.uk", "47 points", EDITION_2020)
        .is(SCORE.stock("2020"))
        .says("Score of the UK: 47 points.")
        .note(
            "A composite of capability, efficiency, application and infrastructure, 0 to 100: not \
             FLOP/s.",
        ),
    score(78, "idc.index-score.2021.us", "77 points", EDITION_2021)
        .is(SCORE.stock("2021"))
        .says("Score of the US: 77 points.")
        .note(
            "A composite of capability, efficiency, application and infrastructure, 0 to 100: not \
             FLOP/s.",
        ),
    score(79, "idc.index-score.2021.china", "70 points", EDITION_2021)
        .is(SCORE.stock("2021"))
        .says("Score of China: 70 points.")
        .note(
            "A composite of capability, efficiency, application and infrastructure, 0 to 100: not \
             FLOP/s.",
        ),
    capacity(
        80, "idc.smart-compute.2022",
        "260 EFLOPS FP16 in AI clusters",
        NOVEMBER_2023,
    )
        .is(SMART.stock("2022"))
    .says("China's smart computing power in 2022: 260 EFLOPS.")
    .note(
        "Smart computing (智能算力): AI accelerators by shipments, FP16: another count than the \
         ministry's FP16 series.",
    ),
    capacity(
        81, "idc.smart-compute.2023",
        "416.7 EFLOPS FP16 in AI clusters",
        ASSESSMENT_2025,
    )
        .is(SMART.stock("2023"))
    .says("China's smart computing power in 2023: 416.7 EFLOPS.")
    .note(
        "Smart computing (智能算力): AI accelerators by shipments, FP16: another count than the \
         ministry's FP16 series.",
    ),
    capacity(
        82, "idc.smart-compute.2024",
        "725.3 EFLOPS FP16 in AI clusters",
        FEBRUARY_2025,
    )
        .is(SMART.stock("2024"))
    .says("China's smart computing power in 2024: 725.3 EFLOPS, +74.1 %.")
    .note(
        "Smart computing (智能算力): AI accelerators by shipments, FP16: another count than the \
         ministry's FP16 series.",
    ),
    capacity(
        83, "idc.forecast.smart-compute.2025",
        "1037.3 EFLOPS FP16 in AI clusters",
        FEBRUARY_2025.kind(EvidenceKind::Forecast),
    )
        .is(SMART.stock("2025"))
    .says("China's smart computing power in 2025: 1037.3 EFLOPS expected.")
    .note(
        "Forecast of February 2025. Smart computing (智能算力): AI accelerators by shipments, FP16: \
         another count than the ministry's FP16 series.",
    ),
    capacity(
        84, "idc.forecast.smart-compute.2026",
        "1460.3 EFLOPS FP16 in AI clusters",
        FEBRUARY_2025.kind(EvidenceKind::Forecast),
    )
        .is(SMART.stock("2026"))
    .says("China's smart computing power in 2026: 1460.3 EFLOPS expected.")
    .note(
        "Forecast of February 2025. Smart computing (智能算力): AI accelerators by shipments, FP16: \
         another count than the ministry's FP16 series.",
    ),
    capacity(
        85, "idc.forecast.smart-compute.2028",
        "2781.9 EFLOPS FP16 in AI clusters",
        FEBRUARY_2025.kind(EvidenceKind::Forecast),
    )
        .is(SMART.stock("2028"))
    .says("China's smart computing power in 2028: 2781.9 EFLOPS expected.")
    .note(
        "Forecast of February 2025. Smart computing (智能算力): AI accelerators by shipments, FP16: \
         another count than the ministry's FP16 series.",
    ),
    capacity(
        86, "idc.forecast.smart-compute.2027.superseded",
        "1117 EFLOPS FP16 in AI clusters",
        NOVEMBER_2023.kind(EvidenceKind::Forecast),
    )
        .is(SMART
            .stock("2027")
            .contradicted_by("idc.forecast.smart-compute.2026"))
    .says("China's smart computing power in 2027: 1117 EFLOPS expected.")
    .note(
        "Forecast of November 2023, superseded: that of February 2025 exceeds it in 2026. Smart \
         computing (智能算力): AI accelerators by shipments, FP16: another count than the ministry's \
         FP16 series.",
    ),
    capacity(
        87, "idc.general-compute.installed.2020-12",
        "77 EFLOPS FP32 installed",
        Publication::new(
            "IDC, Gartner and China Comservice via a university slide deck",
            "Slide deck citing figures of 2020",
            "引用2020年数据的演示文稿",
            EvidenceKind::InstituteEstimate,
            Confidence::Low,
        ),
    )
        .is(SMART.part(Part::General).stock("2020-12"))
    .says("General computing power of devices: 77 EFLOPS.")
    .note(
        "The same slide prints 20 EFLOPS for smart computing, which cannot sum to 135 and is \
         probably a misprint.",
    ),
];

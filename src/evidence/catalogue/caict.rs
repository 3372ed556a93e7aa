//! CAICT's rules of thumb: growth ratios, multipliers, and the figures behind them.
//!
//! The white papers were not read in full: they are quoted from prefaces, official translations and
//! press reports, as each entry states.

use super::facts::Facts;
use super::row::{Publication, Row, elasticity, growth, growth_ratio, money, multiplier};
use crate::evidence::{Confidence, Definition, EvidenceKind, Geography, Measured, Part, Prices};
use crate::{Precision, Scope};

const RULE: Publication = Publication::new(
    "CAICT",
    "Rule of thumb as reported by the South China Morning Post",
    "《南华早报》报道的经验法则",
    EvidenceKind::RatioOfGrowthRates,
    Confidence::High,
)
.with_date("2024-07")
.with_locator("article 3270834; the Chinese wording from an undated broker's note");

const NOTE: Publication = Publication::new(
    "CAICT",
    "Rule of thumb as circulated in an undated broker's note",
    "未注明日期的券商研报中流传的经验法则",
    EvidenceKind::InstituteEstimate,
    Confidence::Medium,
);

const PAPER_2022: Publication = Publication::new(
    "CAICT",
    "White Paper on China's Computing Power Development Index (2022)",
    "中国算力发展指数白皮书（2022年）",
    EvidenceKind::InstituteEstimate,
    Confidence::Medium,
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

const BLUE_2025: Publication = Publication::new(
    "CAICT via ET Net",
    "Advanced Computing and Computing Power Development Index Blue Book (2025)",
    "先进计算暨算力发展指数蓝皮书（2025年）",
    EvidenceKind::InstituteEstimate,
    Confidence::High,
)
.with_date("2026-03");

const BLOG_2025: Publication = Publication::new(
    "CAICT, as attributed by a research blog",
    "Attribution without a traced original, 2025",
    "未查到原文的转述，2025年",
    EvidenceKind::PressReport,
    Confidence::Low,
);

const RULE_WORDING: &str = "\
    \"我国算力规模平均每增长一个百分点，带动数字经济增长0.4 个百分点、GDP增长0.2 个百分点\"; in \
    English, July 2024: \"every 1 per cent increase in computing power contributes around 0.2 per \
    cent to the country's economic growth, and 0.4 per cent to growth in the digital economy\"";

const SERVERS: Facts = Facts::of(Measured::ComputingPower)
    .on(Scope::Installed)
    .counted_in(Precision::Fp32)
    .part(Part::Whole)
    .covering(Geography::Nation);

const GDP: Facts = Facts::of(Measured::Gdp)
    .priced(Prices::Nominal)
    .covering(Geography::Nation);

const DIGITAL: Facts = Facts::of(Measured::DigitalEconomy)
    .priced(Prices::Nominal)
    .defined(Definition::CaictBroad)
    .covering(Geography::Nation);

const INDUSTRY: Facts = Facts::of(Measured::IndustryScale).covering(Geography::Nation);

const NATION: Facts = Facts::NONE.covering(Geography::Nation);

pub(super) const ROWS: &[Row] = &[
    growth_ratio(1, "caict.growth-ratio.gdp", "0.2 points per point", RULE)
        .is(GDP
            .on(Scope::Installed)
            .counted_in(Precision::Fp32)
            .between("2016 to 2021"))
        .observed(0.42, 0.55)
        .says(RULE_WORDING)
        .note(
            "Not an output elasticity: points of growth per point of growth. The rule is undated; \
             the window is inferred. 9 % (average nominal growth, 2016-21) over 46 % (average \
             growth of compute) makes 0.196: that quotient reproduces the figure with no \
             regression and no other factor of production, and attributes all growth to compute. \
             That CAICT used this division is an inference, not a quotation. With real GDP the \
             same quotient is 0.13; with computing power in use, 2018-23, it is 0.22. An \
             elasticity of 0.0426 was later attributed to the same institute by a blog. Growth of \
             compute in the window: 55 % in 2020 and 49.6 % in 2021, which leaves 42 % a year for \
             2017-19.",
        ),
    growth_ratio(
        2,
        "caict.growth-ratio.digital",
        "0.4 points per point",
        RULE,
    )
    .is(DIGITAL
        .on(Scope::Installed)
        .counted_in(Precision::Fp32)
        .between("2016 to 2021"))
    .observed(0.42, 0.55)
    .says(RULE_WORDING)
    .note(
        "Never to be added to the effect on GDP, which contains it: 0.4 on a digital share of 42.8 \
         % already makes 0.17 for GDP. The rule is undated; the window is inferred from that of \
         0.2. A quotient of average nominal growth rates does not reproduce the figure on 2016-21 \
         (15 % over 46 % is 0.33), nearly on 2016-20 (14.8 % over 42 % is 0.35, with a growth of \
         compute that no source states), and not over the last eight years (0.29). That CAICT used \
         this division is an inference, not a quotation. Growth of compute in the window: 55 % in \
         2020 and 49.6 % in 2021, which leaves 42 % a year for 2017-19.",
    ),
    elasticity(3, "caict.elasticity.gdp-2025", "0.0426", BLOG_2025)
        .is(Facts::of(Measured::Gdp).covering(Geography::Nation))
        .says(
            "\"macro-level GDP spillover effect (0.0426% GDP growth per 1% computing scale \
             increase)\"",
        )
        .note(
            "The only source found is a research blog; a search for the original found nothing. It \
             is a fifth of the older 0.2. At 25 % more compute it makes 0.96 % of GDP as an \
             elasticity, 1.07 % if read as points of growth; 400 bn yuan a year, a forecast that \
             was not reached, times 3 to 4 would be about 1 to 1.3 % of GDP.",
        ),
    multiplier(
        4,
        "caict.multiplier.value-added",
        "3.5 of value added",
        NOTE,
    )
    .is(NATION)
    .spread("uniform", 3.0, 4.0, 0.90)
    .says("\"算力每投入1 元，将带动3-4 元的GDP 增长\"")
    .note(
        "The reading as GDP: \"3 to 4\". It appears in an undated broker's note and in the press; \
         the white paper of 2023 says economic output instead. No source states the number of \
         years, or whether crowded-out investment is deducted. A total of this size resembles an \
         input-output figure with induced spending, such as the 3.57 computed for US data \
         centres.",
    ),
    multiplier(
        5,
        "caict.multiplier.gross-output",
        "3.5 of gross output",
        PAPER_2023,
    )
    .is(NATION)
    .spread("uniform", 3.0, 4.0, 0.90)
    .says("\"据测算，算力每投入1元，将带动3~4元的经济产出\"")
    .note(
        "The reading as output, of the white paper of 2023: \"3 to 4\". No source states the \
         number of years, or whether crowded-out investment is deducted. Output counts \
         intermediate goods again at each step, so it is not GDP; an English news copy of the same \
         figure says \"in GDP\".",
    ),
    multiplier(
        6,
        "caict.multiplier.unstated",
        "3.5",
        RULE.kind(EvidenceKind::PressReport),
    )
    .is(NATION)
    .spread("uniform", 3.0, 4.0, 0.90)
    .says(
        "\"every yuan invested in the industry will generate three to four times that amount \
             in economic output\"",
    )
    .note(
        "The English wording, which leaves open whether output or GDP is meant: \"3 to 4\". No \
         source states the number of years, or whether crowded-out investment is deducted.",
    ),
    money(7, "caict.computer-industry.2021", "2.6 tn CNY", PAPER_2022)
        .is(INDUSTRY.flow("2021"))
        .says("Revenue of the computing industry \"represented by computers\": 2.6 trillion yuan.")
        .note(
            "Revenue, not value added; the base of the 2.2 trillion yuan of output that it is \
             said to drive directly.",
        ),
    money(8, "caict.direct-output.2021", "2.2 tn CNY", PAPER_2022)
        .is(INDUSTRY.flow("2021"))
        .says("\"直接带动经济总产出2.2万亿元\"")
        .note(
            "Gross output driven directly by a computing industry with revenue of 2.6 trillion \
             yuan: 0.85 per yuan of revenue, against the 3 to 4 quoted per yuan invested.",
        ),
    multiplier(
        9,
        "caict.multiplier.direct-output",
        "0.846 of gross output",
        PAPER_2022
            .kind(EvidenceKind::Derived)
            .trusted(Confidence::Derived),
    )
    .is(NATION.between("2021"))
    .says("2.2 trillion yuan of output over 2.6 trillion yuan of revenue.")
    .note(
        "Per yuan of the industry's revenue, not per yuan invested, so it does not contradict 3 to \
         4 and cannot replace it.",
    ),
    money(
        10,
        "caict.core-industry.2021",
        "1.5 tn CNY",
        PAPER_2022.trusted(Confidence::High),
    )
    .is(INDUSTRY.flow("2021"))
    .says(
        "Computing power core industry: 1.5 trillion yuan; related industries above 8 \
             trillion.",
    )
    .note(
        "Scale of the industry as the institute defines it; a revenue-like figure, not value \
         added.",
    ),
    money(
        11,
        "caict.core-industry.2022",
        "1.8 tn CNY",
        Publication::new(
            "CAICT and MIIT via Xinhua",
            "Scale of the computing power core industry",
            "算力核心产业规模",
            EvidenceKind::OfficialStatistic,
            Confidence::High,
        ),
    )
    .is(INDUSTRY.flow("2022"))
    .says("Computing power core industry: 1.8 trillion yuan.")
    .note(
        "Scale of the industry as the institute defines it; a revenue-like figure, not value \
         added.",
    ),
    growth(
        12,
        "caict.compute-growth.installed.2016-2021",
        "46 % per year",
        PAPER_2022.trusted(Confidence::High),
    )
    .is(SERVERS.between("2016 to 2021"))
    .says("\"2016-2021年间中国算力规模平均每年增长46%\"")
    .note(
        "Average of the device side. It is the divisor that turns 9 % and 15 % into 0.2 and 0.33.",
    ),
    growth(
        13,
        "caict.digital-growth.2016-2021",
        "15 % per year",
        PAPER_2022,
    )
    .is(DIGITAL.between("2016 to 2021"))
    .says("Digital economy, 2016-21: 15 % a year on average.")
    .note("Nominal: it reproduces 22.6 to 45.5 trillion yuan."),
    growth(14, "caict.gdp-growth.2016-2021", "9 % per year", PAPER_2022)
        .is(GDP.between("2016 to 2021"))
        .says("GDP, 2016-21: 9 % a year on average.")
        .note(
            "Nominal: it reproduces 74.41 to 114.37 trillion yuan. Real growth was 6.0 % a year.",
        ),
    growth(
        15,
        "caict.compute-growth.installed.2017-2024",
        "48 % per year",
        BLUE_2025,
    )
    .is(SERVERS.between("2017 to 2024"))
    .says("\"近八年來中國算力規模年均增長48%\"")
    .note("Device side. \"The last eight years\": the exact window is assumed here."),
    growth(
        16,
        "caict.digital-growth.2017-2024",
        "13.7 % per year",
        BLUE_2025,
    )
    .is(DIGITAL.between("2017 to 2024"))
    .says("\"數字經濟年均增速13.7%\"")
    .note(
        "\"The last eight years\": neither the exact window nor nominal or real is stated. \
             Over 48 % for compute it makes a ratio of 0.29, not 0.4.",
    ),
];

//! Elasticities of computing, ICT and public capital from studies, and a benchmark from theory.
//!
//! They are the comparison for the rules of thumb. For ICT capital alone: 0.2 is 67 times the
//! elasticity corrected for publication bias (0.003), and less than seven times the one before the
//! correction (above 0.03). The rows of public capital (0.15) and of the cross-section of countries
//! (0.58) are not ICT capital and show how a coefficient falls as controls enter.

use super::facts::Facts;
use super::row::{Publication, Row, elasticity, factor, money, multiplier, semi_elasticity, share};
use crate::Precision;
use crate::evidence::{Confidence, EvidenceKind, Geography, Measured, Part, Prices};

/// Cites an ordinary least squares regression that was run for this catalogue.
const fn regression(observations: u32, standard_error: f64, controls: bool) -> Publication {
    PANEL.kind(EvidenceKind::Regression {
        observations,
        standard_error: Some(standard_error),
        controls,
    })
}

/// Cites the panel of 48 US states, 1970-86, that both studies use.
const fn states(title: &'static str, chinese: &'static str, controls: bool) -> Publication {
    Publication::new(
        "Munnell 1990; Baltagi and Pinnoi 1995",
        title,
        chinese,
        EvidenceKind::Regression {
            observations: 816,
            standard_error: None,
            controls,
        },
        Confidence::High,
    )
}

const POLAK: Publication = Publication::new(
    "Polák, Information Economics and Policy 38",
    "The productivity paradox: a meta-analysis",
    "生产率悖论：元分析",
    EvidenceKind::MetaAnalysis,
    Confidence::High,
)
.with_date("2017")
.with_locator("pages 38-54");

const PANEL: Publication = Publication::new(
    "Own regression on TOP500 and Penn World Table 10.01",
    "Output on supercomputing power, 1993-2019",
    "产出对超算算力的回归，1993—2019年",
    EvidenceKind::Derived,
    Confidence::Derived,
)
.own();

const LIANG: Publication = Publication::new(
    "Liang, Wu and Fukao",
    "IDE Discussion Paper 833",
    "亚洲经济研究所讨论稿第833号",
    EvidenceKind::InstituteEstimate,
    Confidence::High,
);

const IDE_883: Publication = Publication::new(
    "Liang and Wu",
    "IDE Discussion Paper 883",
    "亚洲经济研究所讨论稿第883号",
    EvidenceKind::InstituteEstimate,
    Confidence::High,
)
.with_date("2023");

const ACEMOGLU: Publication = Publication::new(
    "Acemoglu, Economic Policy 40",
    "The Simple Macroeconomics of AI",
    "人工智能的简单宏观经济学",
    EvidenceKind::InstituteEstimate,
    Confidence::High,
)
.with_date("2025-01")
.with_locator("issue 121");

const PWC: Publication = Publication::new(
    "PwC for Data Center Coalition",
    "Report on what data centers contribute to the US economy",
    "数据中心对美国经济贡献的报告",
    EvidenceKind::InputOutputStudy,
    Confidence::High,
)
.with_date("2023")
.with_locator("prnewswire 301931412");

const ONE_NATION: Facts = Facts::of(Measured::Gdp).covering(Geography::Nation);

const PANEL_OF_COUNTRIES: Facts = Facts::of(Measured::Gdp).covering(Geography::CountryPanel);

const TOP500: Facts = PANEL_OF_COUNTRIES
    .priced(Prices::Real)
    .counted_in(Precision::Fp64)
    .part(Part::Supercomputing);

const STATES: Facts = ONE_NATION.between("1970 to 1986");

const ICT: Facts = Facts::of(Measured::IctCapital).covering(Geography::Nation);

pub(super) const ROWS: &[Row] = &[
    elasticity(250, "literature.ict.corrected", "0.003", POLAK)
        .is(PANEL_OF_COUNTRIES)
        .says("ICT elasticity corrected for publication bias: \"only 0.3%\".")
        .note(
            "More than 800 estimates from more than 70 studies; strong publication bias. More than \
             ten times smaller than the earlier meta-analysis, which was therefore above 0.03. ICT \
             capital, of which computing is a part.",
        ),
    elasticity(
        251,
        "derived.elasticity.neoclassical",
        "0.014",
        Publication::new(
            "Own arithmetic",
            "Income share of ICT capital in China, a benchmark for its elasticity",
            "中国信息通信技术资本的收入份额，作为其弹性的参照",
            EvidenceKind::Derived,
            Confidence::Derived,
        ),
    )
    .is(ONE_NATION)
    .spread("uniform", 0.013, 0.015, 0.90)
    .says(
        "ICT investment of 1 % of GDP, depreciation of 20-30 % and growth of 6 % make a stock \
             of 3-4 % of GDP, with an income share of 0.013-0.015.",
    )
    .note(
        "The income share of ICT capital in China: a benchmark, not a bound, because spillovers \
         may exceed it. Under constant returns the elasticity is the income share: 8 % return, \
         depreciation, and prices falling 10 % a year. For 0.2 the total return would have to be \
         13 to 15 times the private one.",
    ),
    elasticity(
        252,
        "panel.elasticity.cross-section",
        "0.5777",
        regression(28, 0.0956, false),
    )
    .is(TOP500.between("2019"))
    .spread("normal", 0.4204, 0.735, 0.90)
    .says("ln GDP on ln computing power, levels of 2019: 0.58.")
    .note(
        "No controls, 28 economies: the size of the economy is on both sides, so this is not \
         evidence of an effect. It falls to zero as controls enter.",
    ),
    elasticity(
        253,
        "panel.elasticity.country-effects",
        "0.025484",
        regression(764, 0.003_976, true),
    )
    .is(TOP500.between("1993 to 2019"))
    .spread("normal", 0.018_94, 0.032_02, 0.90)
    .says("ln GDP per worker on ln computing power per worker, country effects: 0.025.")
    .note(
        "Country effects only; common growth over time is still attributed to computing. The list \
         omits countries below its last place and jumps with mass submissions. Standard errors are \
         clustered by country (48 clusters); plain ones are three to five times smaller.",
    ),
    elasticity(
        254,
        "panel.elasticity.capital",
        "0.008173",
        regression(764, 0.003_484, true),
    )
    .is(TOP500.between("1993 to 2019"))
    .spread("normal", 0.002_442, 0.013_904, 0.90)
    .says("The same with ln capital per worker and ln human capital: 0.008.")
    .note(
        "Country effects, capital and human capital kept constant. The largest estimate of this panel \
         with controls that still differs from zero. Standard errors are clustered by country (48 \
         clusters); plain ones are three to five times smaller.",
    ),
    elasticity(
        255,
        "panel.elasticity.year-effects",
        "0.008718",
        regression(764, 0.012_947, true),
    )
    .is(TOP500.between("1993 to 2019"))
    .spread("normal", -0.012_578, 0.030_016, 0.90)
    .says("The same with year effects: 0.009, not different from zero.")
    .note(
        "Country and year effects, capital and human capital kept constant: the data do not \
         distinguish computing from a common trend. Standard errors are clustered by country (48 \
         clusters); plain ones are three to five times smaller.",
    ),
    elasticity(
        256,
        "literature.public-capital.pooled",
        "0.15",
        states(
            "Public capital in the production of US states, pooled",
            "美国各州生产中的公共资本，混合回归",
            true,
        ),
    )
    .is(STATES)
    .says("Elasticity of output to public capital: 0.15 in the pooled panel.")
    .note(
        "A precedent. Private capital and employment are in the regression, state effects are not: \
         with them the same panel gives about zero.",
    ),
    elasticity(
        257,
        "literature.public-capital.state-effects",
        "0",
        states(
            "Public capital in the production of US states, with state effects",
            "美国各州生产中的公共资本，含州效应",
            true,
        ),
    )
    .is(STATES)
    .says("With state effects: about zero.")
    .note(
        "The same 48 states over 17 years as the 0.15 of the pooled panel; Holtz-Eakin (1994) \
             finds the same.",
    ),
    share(258, "literature.ict-investment-share.2002", "2.7 %", LIANG)
        .is(ICT.flow("2002"))
        .says("ICT equipment investment peaked at 2.7 % of GDP in 2002.")
        .note("Equipment only, China."),
    share(259, "literature.ict-investment-share.recent", "1 %", LIANG)
        .is(ICT)
        .says("\"approximately 1 percent in the recent years\"")
        .note(
            "Equipment only, China. It is the investment share behind the benchmark of \
             0.013-0.015.",
        ),
    share(
        260,
        "literature.ict-equipment-stock-share.2018",
        "10.6 %",
        LIANG,
    )
    .is(ICT.stock("2018"))
    .says("ICT: 10.6 % of the equipment stock in 2018.")
    .note("China, of the stock of equipment, not of all capital."),
    share(
        261,
        "literature.ict-industry-contribution.1978-2018",
        "34 %",
        IDE_883,
    )
    .is(ICT.between("1978 to 2018"))
    .says("Makers and intensive users of ICT gave 34 % of growth of 8.3 % a year.")
    .note("A contribution by industry, neither an effect of ICT capital nor an elasticity."),
    factor(262, "literature.ai.tfp-after-ten-years", "1.0066", ACEMOGLU)
        .is(Facts::of(Measured::Productivity).covering(Geography::Nation))
        .says("Total factor productivity from AI: at most 0.66 % over ten years.")
        .note(
            "A level against no AI after ten years, not a yearly rate: 0.53 % allowing for hard \
             tasks. The published version prints 0.66 and 0.53; the draft of April 2024 had 0.71 \
             and 0.55.",
        ),
    factor(
        263,
        "literature.ai.gdp-after-ten-years",
        "1.01045",
        ACEMOGLU,
    )
    .is(ONE_NATION.priced(Prices::Real))
    .spread("uniform", 1.0093, 1.0116, 0.90)
    .says("GDP from AI: 0.93-1.16 % over ten years.")
    .note(
        "Middle of the range; 1.4-1.56 % with an investment boom. A level after ten years, \
             not a yearly rate. Goldman Sachs expects 7 % of world GDP.",
    ),
    factor(
        264,
        "goldman.ai.world-gdp-after-ten-years",
        "1.07",
        Publication::new(
            "Goldman Sachs",
            "World GDP and generative AI",
            "世界GDP与生成式人工智能",
            EvidenceKind::Forecast,
            Confidence::Medium,
        )
        .with_date("2023"),
    )
    .is(ONE_NATION.covering(Geography::World))
    .says("World GDP: +7 % in ten years.")
    .note("As quoted next to Acemoglu, whose task model finds about a seventh of it."),
    money(265, "pwc.direct-gdp.2021", "136 bn USD", PWC)
        .is(Facts::of(Measured::IndustryScale)
            .covering(Geography::Nation)
            .flow("2021"))
        .says("Direct contribution of data centres to US GDP in 2021: 136 bn dollars.")
        .note("Paid for by the industry; from an input-output model (IMPLAN)."),
    money(266, "pwc.total-gdp.2021", "486 bn USD", PWC)
        .is(Facts::of(Measured::IndustryScale)
            .covering(Geography::Nation)
            .flow("2021"))
        .says("Total contribution of data centres to US GDP in 2021: 486 bn dollars.")
        .note(
            "With suppliers and induced spending; nothing is deducted for other uses of the \
             money.",
        ),
    multiplier(
        267,
        "pwc.multiplier.value-added",
        "3.57 of value added",
        PWC.trusted(Confidence::Derived),
    )
    .is(Facts::NONE.covering(Geography::Nation).between("2021"))
    .says("486 over 136 bn dollars: 3.57.")
    .note(
        "Total over direct value added, not value added per unit of money invested; \"3 to 4\" \
         resembles it.",
    ),
    semi_elasticity(
        268,
        "huawei.semi-elasticity.2014.gdp-per-head",
        "1.65 % per point",
        Publication::new(
            "Huawei",
            "Global Connectivity Index 2014",
            "2014全球联接指数",
            EvidenceKind::InstituteEstimate,
            Confidence::Low,
        )
        .with_date("2014"),
    )
    .is(PANEL_OF_COUNTRIES.between("2014"))
    .spread("uniform", 0.014, 0.019, 0.90)
    .says("One point of the index: GDP per head +1.4-1.9 %.")
    .note("Another index than IDC's, and nine times its slope: the two are not comparable."),
];

//! Nominal GDP of China by vintage.
//!
//! Preliminary, verified and census-revised figures of one year differ, and two revisions break the
//! level: never take the growth from one vintage to another.

use super::facts::Facts;
use super::row::{Publication, Row, money};
use crate::evidence::{Confidence, EvidenceKind, Geography, Measured, Revision};

const fn nbs(
    publisher: &'static str,
    title: &'static str,
    chinese: &'static str,
    confidence: Confidence,
) -> Publication {
    Publication::new(
        publisher,
        title,
        chinese,
        EvidenceKind::OfficialStatistic,
        confidence,
    )
}

pub(super) const GDP_BEFORE: Facts = Facts::of(Measured::Gdp)
    .covering(Geography::Nation)
    .revised(Revision::BeforeFourthCensus);

pub(super) const GDP_FOURTH: Facts = Facts::of(Measured::Gdp)
    .covering(Geography::Nation)
    .revised(Revision::FourthCensus);

pub(super) const GDP_FIFTH: Facts = Facts::of(Measured::Gdp)
    .covering(Geography::Nation)
    .revised(Revision::FifthCensus);

pub(super) const ROWS: &[Row] = &[
    money(
        88,
        "nbs.gdp.2015.preliminary",
        "67,670 bn CNY",
        nbs(
            "NBS via Samayam",
            "China 2015 GDP 67.67 trillion yuan",
            "2015年中国GDP为67.67万亿元",
            Confidence::Medium,
        ),
    )
    .is(GDP_BEFORE.flow("2015"))
    .says("Nominal GDP of 2015, preliminary: 67,670 bn yuan.")
    .note("Rounded."),
    money(
        89,
        "nbs.gdp.2016.preliminary",
        "74,410 bn CNY",
        nbs(
            "NBS",
            "China's GDP expands 6.7% year-on-year",
            "中国GDP同比增长6.7%",
            Confidence::Medium,
        ),
    )
    .is(GDP_BEFORE.flow("2016"))
    .says("Nominal GDP of 2016, preliminary: 74,410 bn yuan.")
    .note("Rounded. The base of CAICT's 9 % a year for 2016-21."),
    money(
        90,
        "nbs.gdp.2017.preliminary",
        "82,712.2 bn CNY",
        nbs(
            "NBS via Guangming Daily",
            "China's GDP Crosses Threshold of RMB 80 Trillion",
            "中国GDP突破80万亿元",
            Confidence::High,
        ),
    )
    .is(GDP_BEFORE.flow("2017"))
    .says("Nominal GDP of 2017, preliminary: 82,712.2 bn yuan.")
    .note(
        "Before the fourth economic census: the step to the revised 2018 is a break of about \
             2.1 %, not growth.",
    ),
    money(
        91,
        "nbs.gdp.2018.revised",
        "91,928.1 bn CNY",
        nbs(
            "NBS via Xinhua",
            "NBS revises 2018 GDP",
            "国家统计局修订2018年GDP",
            Confidence::High,
        ),
    )
    .is(GDP_FOURTH.flow("2018"))
    .says("Nominal GDP of 2018, revised after the census: 91,928.1 bn yuan.")
    .note(
        "After the fourth economic census, which added 1,897.2 bn yuan (2.1 %): a level break \
             against earlier years as first published.",
    ),
    money(
        92,
        "nbs.gdp.2019.preliminary",
        "99,086.5 bn CNY",
        nbs(
            "NBS",
            "Statistical Communique 2019",
            "2019年国民经济和社会发展统计公报",
            Confidence::High,
        ),
    )
    .is(GDP_FOURTH.flow("2019"))
    .says("Nominal GDP of 2019, preliminary: 99,086.5 bn yuan.")
    .note("Later lowered by 435.0 bn yuan."),
    money(
        93,
        "nbs.gdp.2019.final",
        "98,651.5 bn CNY",
        nbs(
            "NBS via Xinhua",
            "China revises preliminary calculation of 2019 GDP",
            "2019年GDP初步核算数的修订",
            Confidence::High,
        ),
    )
    .is(GDP_FOURTH.flow("2019"))
    .says("Nominal GDP of 2019, final verification: 98,651.5 bn yuan.")
    .note("The preliminary figure less the stated 435.0 bn; the source rounds to 98.65 tn."),
    money(
        94,
        "nbs.gdp.2020.preliminary",
        "101,598.6 bn CNY",
        nbs(
            "NBS via China News",
            "China's 2020 GDP exceeds 100 trillion yuan",
            "2020年中国GDP突破100万亿元",
            Confidence::High,
        ),
    )
    .is(GDP_FOURTH.flow("2020"))
    .says("Nominal GDP of 2020, preliminary: 101,598.6 bn yuan.")
    .note("Later lowered by 241.9 bn yuan."),
    money(
        95,
        "nbs.gdp.2020.final",
        "101,356.7 bn CNY",
        nbs(
            "NBS via CGTN",
            "China revises preliminary calculation of 2020 GDP",
            "2020年GDP初步核算数的修订",
            Confidence::High,
        ),
    )
    .is(GDP_FOURTH.flow("2020"))
    .says("Nominal GDP of 2020, final verification: 101,356.7 bn yuan.")
    .note("The preliminary figure less the stated 241.9 bn."),
    money(
        96,
        "nbs.gdp.2021.preliminary",
        "114,367 bn CNY",
        nbs(
            "NBS",
            "2021 GDP 1143670 yi yuan",
            "2021年GDP为1143670亿元",
            Confidence::High,
        ),
    )
    .is(GDP_FOURTH.flow("2021"))
    .says("Nominal GDP of 2021, preliminary: 114,367 bn yuan.")
    .note("Later raised to 114,923.7 bn yuan."),
    money(
        97,
        "nbs.gdp.2021.final",
        "114,923.7 bn CNY",
        nbs(
            "NBS via Xinhua",
            "Final verification of 2021 GDP",
            "2021年GDP最终核实",
            Confidence::High,
        ),
    )
    .is(GDP_FOURTH.flow("2021"))
    .says("Nominal GDP of 2021, final verification: 114,923.7 bn yuan.")
    .note("Before the fifth economic census."),
    money(
        98,
        "nbs.gdp.2022.final",
        "120,472.4 bn CNY",
        nbs(
            "NBS via Xinhua",
            "2022 GDP finally verified at 1204724 yi yuan",
            "2022年GDP最终核实为1204724亿元",
            Confidence::High,
        ),
    )
    .is(GDP_FOURTH.flow("2022"))
    .says("Nominal GDP of 2022, final verification: 120,472.4 bn yuan.")
    .note("Before the fifth economic census: the step to the revised 2023 is a level break."),
    money(
        99,
        "nbs.gdp.2023.preliminary",
        "126 tn CNY",
        nbs(
            "NBS",
            "Statistical Communique 2023, press report",
            "2023年统计公报，媒体报道",
            Confidence::Medium,
        ),
    )
    .is(GDP_FOURTH.flow("2023"))
    .says("Nominal GDP of 2023, preliminary: 126 tn yuan.")
    .note(
        "\"Over 126 trillion\", a lower bound, before the fifth economic census. CAICT's digital \
         share of 42.8 % is on this basis.",
    ),
    money(
        100,
        "nbs.gdp.2023.revised",
        "129.4 tn CNY",
        nbs(
            "NBS via Xinhua",
            "China revises preliminary calculation of 2023 GDP",
            "2023年GDP初步核算数的修订",
            Confidence::High,
        ),
    )
    .is(GDP_FIFTH.flow("2023"))
    .says("Nominal GDP of 2023, revised after the census: 129.4 tn yuan.")
    .note(
        "After the fifth economic census, which added 3.4 tn yuan (2.7 %): a level break \
             against 2022, not growth. The digital economy of 53.9 tn is 41.7 % of it.",
    ),
    money(
        101,
        "nbs.gdp.2024.preliminary",
        "134,908.4 bn CNY",
        nbs(
            "NBS via People's Daily",
            "Understanding China's economy in 2024",
            "读懂2024年中国经济",
            Confidence::High,
        ),
    )
    .is(GDP_FIFTH.flow("2024"))
    .says("Nominal GDP of 2024, preliminary: 134,908.4 bn yuan.")
    .note("On the basis after the fifth census."),
    money(
        102,
        "nbs.gdp.2025.preliminary",
        "140,187.9 bn CNY",
        nbs(
            "NBS via Xinhua",
            "China's GDP grows 5 pct in 2025",
            "2025年中国GDP增长5%",
            Confidence::High,
        ),
    )
    .is(GDP_FIFTH.flow("2025"))
    .says("Nominal GDP of 2025, preliminary: 140,187.9 bn yuan.")
    .note("On the basis after the fifth census."),
];

//! GDP of China: nominal by vintage, growth nominal and real, and the deflator.
//!
//! Preliminary, verified and census-revised figures of one year differ, and two revisions break the
//! level: never take the growth from one vintage to another.

use super::facts::Facts;
use super::row::{Publication, Row, growth, money};
use crate::evidence::{Confidence, EvidenceKind, Geography, Measured, Prices, Revision};

const fn nbs(publisher: &'static str, title: &'static str, confidence: Confidence) -> Publication {
    Publication::new(
        publisher,
        title,
        EvidenceKind::OfficialStatistic,
        confidence,
    )
}

const RELEASE: Publication = Publication::new(
    "NBS",
    "Annual release",
    EvidenceKind::OfficialStatistic,
    Confidence::High,
);

const REAL: &str = "\
    At constant prices; not to be compared with the nominal growth rates of computing power's \
    rules of thumb.";

const DEFLATOR: &str = "\
    Nominal over real growth on consistent vintages. Negative since 2023, so an elasticity fitted \
    on nominal data changes with the price regime.";

const ARITHMETIC: Publication = Publication::new(
    "NBS, with arithmetic on it",
    "Nominal GDP over real growth",
    EvidenceKind::Derived,
    Confidence::Derived,
);

const GDP_BEFORE: Facts = Facts::of(Measured::Gdp)
    .covering(Geography::Nation)
    .revised(Revision::BeforeFourthCensus);

const GDP_FOURTH: Facts = Facts::of(Measured::Gdp)
    .covering(Geography::Nation)
    .revised(Revision::FourthCensus);

const GDP_FIFTH: Facts = Facts::of(Measured::Gdp)
    .covering(Geography::Nation)
    .revised(Revision::FifthCensus);

const REAL_BEFORE: Facts = GDP_BEFORE.priced(Prices::Real);

const REAL_FOURTH: Facts = GDP_FOURTH.priced(Prices::Real);

const REAL_FIFTH: Facts = GDP_FIFTH.priced(Prices::Real);

const DEFLATOR_FOURTH: Facts = Facts::of(Measured::PriceLevel)
    .covering(Geography::Nation)
    .revised(Revision::FourthCensus);

const DEFLATOR_FIFTH: Facts = Facts::of(Measured::PriceLevel)
    .covering(Geography::Nation)
    .revised(Revision::FifthCensus);

const NOMINAL_FOURTH: Facts = GDP_FOURTH.priced(Prices::Nominal);

pub(super) const ROWS: &[Row] = &[
    money(
        88,
        "nbs.gdp.2015.preliminary",
        "67,670 bn CNY",
        nbs(
            "NBS via Samayam",
            "China 2015 GDP 67.67 trillion yuan",
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
        nbs("NBS via Xinhua", "NBS revises 2018 GDP", Confidence::High),
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
        nbs("NBS", "Statistical Communique 2019", Confidence::High),
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
        nbs("NBS", "2021 GDP 1143670 yi yuan", Confidence::High),
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
            Confidence::High,
        ),
    )
    .is(GDP_FIFTH.flow("2025"))
    .says("Nominal GDP of 2025, preliminary: 140,187.9 bn yuan.")
    .note("On the basis after the fifth census."),
    growth(
        103,
        "nbs.gdp-growth.real.2015.preliminary",
        "6.9 % per year",
        RELEASE,
    )
    .is(REAL_BEFORE.between("2014 to 2015"))
    .says("Real growth of GDP in 2015, preliminary: 6.9 %.")
    .note(REAL),
    growth(
        104,
        "nbs.gdp-growth.real.2016.preliminary",
        "6.7 % per year",
        RELEASE,
    )
    .is(REAL_BEFORE.between("2015 to 2016"))
    .says("Real growth of GDP in 2016, preliminary: 6.7 %.")
    .note(REAL),
    growth(
        105,
        "nbs.gdp-growth.real.2017.preliminary",
        "6.9 % per year",
        RELEASE,
    )
    .is(REAL_BEFORE.between("2016 to 2017"))
    .says("Real growth of GDP in 2017, preliminary: 6.9 %.")
    .note(REAL),
    growth(
        106,
        "nbs.gdp-growth.real.2018.preliminary",
        "6.6 % per year",
        RELEASE,
    )
    .is(REAL_BEFORE.between("2017 to 2018"))
    .says("Real growth of GDP in 2018, preliminary: 6.6 %.")
    .note(REAL),
    growth(
        107,
        "nbs.gdp-growth.real.2019.preliminary",
        "6.1 % per year",
        RELEASE,
    )
    .is(REAL_FOURTH.between("2018 to 2019"))
    .says("Real growth of GDP in 2019, preliminary: 6.1 %.")
    .note(REAL),
    growth(
        108,
        "nbs.gdp-growth.real.2019.final",
        "6 % per year",
        RELEASE,
    )
    .is(REAL_FOURTH.between("2018 to 2019"))
    .says("Real growth of GDP in 2019, final: 6 %.")
    .note(REAL),
    growth(
        109,
        "nbs.gdp-growth.real.2020.preliminary",
        "2.3 % per year",
        RELEASE,
    )
    .is(REAL_FOURTH.between("2019 to 2020"))
    .says("Real growth of GDP in 2020, preliminary: 2.3 %.")
    .note(REAL),
    growth(
        110,
        "nbs.gdp-growth.real.2020.final",
        "2.2 % per year",
        RELEASE,
    )
    .is(REAL_FOURTH.between("2019 to 2020"))
    .says("Real growth of GDP in 2020, final: 2.2 %.")
    .note(REAL),
    growth(
        111,
        "nbs.gdp-growth.real.2021.preliminary",
        "8.1 % per year",
        RELEASE,
    )
    .is(REAL_FOURTH.between("2020 to 2021"))
    .says("Real growth of GDP in 2021, preliminary: 8.1 %.")
    .note(REAL),
    growth(
        112,
        "nbs.gdp-growth.real.2021.final",
        "8.4 % per year",
        RELEASE,
    )
    .is(REAL_FOURTH.between("2020 to 2021"))
    .says("Real growth of GDP in 2021, final: 8.4 %.")
    .note(REAL),
    growth(
        113,
        "nbs.gdp-growth.real.2022.final",
        "3 % per year",
        RELEASE,
    )
    .is(REAL_FOURTH.between("2021 to 2022"))
    .says("Real growth of GDP in 2022, final: 3 %.")
    .note(REAL),
    growth(
        114,
        "nbs.gdp-growth.real.2023.preliminary",
        "5.2 % per year",
        RELEASE,
    )
    .is(REAL_FOURTH.between("2022 to 2023"))
    .says("Real growth of GDP in 2023, preliminary: 5.2 %.")
    .note(REAL),
    growth(
        115,
        "nbs.gdp-growth.real.2024.preliminary",
        "5 % per year",
        RELEASE,
    )
    .is(REAL_FIFTH.between("2023 to 2024"))
    .says("Real growth of GDP in 2024, preliminary: 5 %.")
    .note(REAL),
    growth(
        116,
        "nbs.gdp-growth.real.2025.preliminary",
        "5 % per year",
        RELEASE,
    )
    .is(REAL_FIFTH.between("2024 to 2025"))
    .says("Real growth of GDP in 2025, preliminary: 5 %.")
    .note(REAL),
    growth(
        117,
        "nbs.gdp-growth.nominal.2023",
        "4.63 % per year",
        Publication::new(
            "CAICT, with arithmetic on it",
            "China Digital Economy Development Research Report (2024)",
            EvidenceKind::Derived,
            Confidence::Derived,
        ),
    )
    .is(NOMINAL_FOURTH.between("2022 to 2023"))
    .says("The digital economy grew by 7.39 %, 2.76 points faster than nominal GDP.")
    .note(
        "On the preliminary basis. Real growth was 5.2 %: prices fell. Dividing the revised \
             2023 by the old 2022 gives 7.4 %, which is wrong.",
    ),
    growth(118, "nbs.gdp-deflator.2019", "1.24 % per year", ARITHMETIC)
        .is(DEFLATOR_FOURTH.between("2018 to 2019"))
        .says("Nominal growth 7.31 %, real growth 6.0 %.")
        .note(DEFLATOR),
    growth(119, "nbs.gdp-deflator.2020", "0.53 % per year", ARITHMETIC)
        .is(DEFLATOR_FOURTH.between("2019 to 2020"))
        .says("Nominal growth 2.74 %, real growth 2.2 %.")
        .note(DEFLATOR),
    growth(120, "nbs.gdp-deflator.2021", "4.6 % per year", ARITHMETIC)
        .is(DEFLATOR_FOURTH.between("2020 to 2021"))
        .says("Nominal growth 13.39 %, real growth 8.4 %.")
        .note(DEFLATOR),
    growth(121, "nbs.gdp-deflator.2022", "1.78 % per year", ARITHMETIC)
        .is(DEFLATOR_FOURTH.between("2021 to 2022"))
        .says("Nominal growth 4.83 %, real growth 3.0 %.")
        .note(DEFLATOR),
    growth(122, "nbs.gdp-deflator.2023", "-0.54 % per year", ARITHMETIC)
        .is(DEFLATOR_FOURTH.between("2022 to 2023"))
        .says("Nominal growth 4.63 %, real growth 5.2 %.")
        .note(DEFLATOR),
    growth(123, "nbs.gdp-deflator.2024", "-0.7 % per year", ARITHMETIC)
        .is(DEFLATOR_FIFTH.between("2023 to 2024"))
        .says(
            "Nominal growth 4.26 %, real growth 5.0 %. The level of 2023 is rounded to 129.4 tn \
             yuan.",
        )
        .note(DEFLATOR),
    growth(124, "nbs.gdp-deflator.2025", "-1.04 % per year", ARITHMETIC)
        .is(DEFLATOR_FIFTH.between("2024 to 2025"))
        .says("Nominal growth 3.91 %, real growth 5.0 %. The level of 2024 is preliminary.")
        .note(DEFLATOR),
];

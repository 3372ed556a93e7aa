//! Growth of Chinese GDP, nominal and real, and of the deflator between them.

use super::facts::Facts;
use super::nbs::{GDP_BEFORE, GDP_FIFTH, GDP_FOURTH};
use super::row::{Publication, Row, growth};
use crate::evidence::{Confidence, EvidenceKind, Geography, Measured, Prices, Revision};

const RELEASE: Publication = Publication::new(
    "NBS",
    "Annual release",
    "年度数据发布",
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
    "名义GDP与实际增速之比",
    EvidenceKind::Derived,
    Confidence::Derived,
);

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
            "中国数字经济发展研究报告（2024年）",
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

//! Growth ratios computed here on other data, by the division that reproduces CAICT's 0.2.

use super::facts::Facts;
use super::row::{Publication, Row, growth_ratio};
use crate::evidence::{
    Confidence, Definition, EvidenceKind, Geography, Measured, Prices, Revision,
};
use crate::{Precision, Scope};

const QUOTIENT: Publication = Publication::new(
    "Own arithmetic on figures of CAICT, MIIT and NBS",
    "Quotients of average growth rates",
    "平均增速之商",
    EvidenceKind::RatioOfGrowthRates,
    Confidence::Derived,
)
.own();

const GDP: Facts = Facts::of(Measured::Gdp)
    .priced(Prices::Nominal)
    .counted_in(Precision::Fp32)
    .covering(Geography::Nation);

const DIGITAL: Facts = Facts::of(Measured::DigitalEconomy)
    .priced(Prices::Nominal)
    .defined(Definition::CaictBroad)
    .counted_in(Precision::Fp32)
    .covering(Geography::Nation);

pub(super) const ROWS: &[Row] = &[
    growth_ratio(
        269,
        "derived.growth-ratio.gdp-nominal.2016-2021",
        "0.196 points per point",
        QUOTIENT,
    )
    .is(GDP.on(Scope::Installed).between("2016 to 2021"))
    .observed(0.42, 0.55)
    .says("9 % a year over 46 % a year.")
    .note("It rounds to the published 0.2. Nominal GDP, device-side computing power."),
    growth_ratio(
        270,
        "derived.growth-ratio.digital.2016-2021",
        "0.326 points per point",
        QUOTIENT,
    )
    .is(DIGITAL.on(Scope::Installed).between("2016 to 2021"))
    .observed(0.42, 0.55)
    .says("15 % a year over 46 % a year.")
    .note(
        "The published 0.4 is higher. Nominal, broad digital economy, device-side computing \
             power.",
    ),
    growth_ratio(
        271,
        "derived.growth-ratio.gdp-real.2016-2021",
        "0.13 points per point",
        QUOTIENT,
    )
    .is(GDP
        .priced(Prices::Real)
        .on(Scope::Installed)
        .between("2016 to 2021"))
    .observed(0.42, 0.55)
    .says("6.0 % a year (real) over 46 % a year.")
    .note("The same quotient with real GDP: a third lower than with nominal GDP."),
    growth_ratio(
        272,
        "derived.growth-ratio.gdp-in-use.2018-2023",
        "0.22 points per point",
        QUOTIENT,
    )
    .is(GDP
        .on(Scope::InUse)
        .revised(Revision::FourthCensus)
        .between("2018 to 2023"))
    .says("6.5 % a year over nearly 30 % a year.")
    .note(
        "Nominal GDP from 91.9 to about 126 tn yuan, computing power in use. The GDP of 2023 \
             is the one before the fifth census.",
    ),
    growth_ratio(
        274,
        "derived.growth-ratio.digital-in-use.2018-2023",
        "0.38 points per point",
        QUOTIENT,
    )
    .is(DIGITAL.on(Scope::InUse).between("2018 to 2023"))
    .says("11.5 % a year over nearly 30 % a year.")
    .note(
        "CAICT's broad digital economy, from about 31.2 tn yuan, midway in logs between 27.2 tn \
         of 2017 and 35.8 tn of 2019, to 53.9 tn in 2023; computing power in use.",
    ),
    growth_ratio(
        273,
        "derived.growth-ratio.digital.2017-2024",
        "0.285 points per point",
        QUOTIENT,
    )
    .is(DIGITAL.on(Scope::Installed).between("2017 to 2024"))
    .says("13.7 % a year over 48 % a year.")
    .note("The window of \"the last eight years\" is assumed."),
];

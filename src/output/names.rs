//! Identifiers and names of outputs in English and Chinese.

use super::Reading;
use crate::capacity::Segment;

/// Identifier, English name, name in messages, Chinese name.
pub(super) type Names = (&'static str, &'static str, &'static str, &'static str);

/// Builds the names of an output; `in` adds the unit to the name in messages.
macro_rules! names {
    ($id:literal, $english:literal, $chinese:literal) => {
        ($id, $english, $english, $chinese)
    };
    ($id:literal, $english:literal in $unit:literal, $chinese:literal) => {
        ($id, $english, concat!($english, " in ", $unit), $chinese)
    };
}

pub(super) use names;

/// The names of a segment's series.
pub(super) const fn per_segment(segment: Segment, of: &[Names; 3]) -> Names {
    match segment {
        Segment::General => of[0],
        Segment::Smart => of[1],
        Segment::Supercomputing => of[2],
    }
}

/// The names of the series of an outcome, in the order of [`Reading::ALL`].
pub(super) const fn per_reading(reading: Reading, of: &[Names; 7]) -> Names {
    match reading {
        Reading::With => of[0],
        Reading::Without => of[1],
        Reading::Impact => of[2],
        Reading::ImpactMoney => of[3],
        Reading::Growth => of[4],
        Reading::GrowthWithout => of[5],
        Reading::GrowthImpact => of[6],
    }
}

pub(super) const GDP: [Names; 7] = [
    names!("gdp-with", "GDP", "GDP"),
    names!(
        "gdp-without",
        "GDP without the difference in compute",
        "GDP（无算力差异）"
    ),
    names!("gdp-impact", "GDP impact", "GDP：算力影响"),
    names!(
        "gdp-impact-money",
        "GDP impact in money",
        "GDP：算力影响金额"
    ),
    names!("gdp-growth", "GDP growth", "GDP增速"),
    names!(
        "gdp-growth-without",
        "GDP growth without the difference in compute",
        "GDP增速（无算力差异）"
    ),
    names!(
        "gdp-growth-impact",
        "GDP growth impact",
        "GDP增速：算力影响"
    ),
];

pub(super) const DIGITAL: [Names; 7] = [
    names!("digital-with", "digital economy", "数字经济"),
    names!(
        "digital-without",
        "digital economy without the difference in compute",
        "数字经济（无算力差异）"
    ),
    names!(
        "digital-impact",
        "digital economy impact",
        "数字经济：算力影响"
    ),
    names!(
        "digital-impact-money",
        "digital economy impact in money",
        "数字经济：算力影响金额"
    ),
    names!("digital-growth", "digital economy growth", "数字经济增速"),
    names!(
        "digital-growth-without",
        "digital economy growth without the difference in compute",
        "数字经济增速（无算力差异）"
    ),
    names!(
        "digital-growth-impact",
        "digital economy growth impact",
        "数字经济增速：算力影响"
    ),
];

pub(super) const COMPUTE: [Names; 3] = [
    names!("general-compute", "general compute" in "FLOP/s", "通用算力"),
    names!("smart-compute", "smart compute" in "FLOP/s", "智能算力"),
    names!("supercomputing-compute", "supercomputing" in "FLOP/s", "超算算力"),
];

pub(super) const SEGMENT_GROWTH: [Names; 3] = [
    names!(
        "general-growth",
        "growth of general compute",
        "通用算力增速"
    ),
    names!("smart-growth", "growth of smart compute", "智能算力增速"),
    names!(
        "supercomputing-growth",
        "growth of supercomputing",
        "超算算力增速"
    ),
];

pub(super) const ADDITIONS: [Names; 3] = [
    names!("general-additions", "additions of general compute" in "FLOP/s", "通用算力新增"),
    names!("smart-additions", "additions of smart compute" in "FLOP/s", "智能算力新增"),
    names!("supercomputing-additions", "additions of supercomputing" in "FLOP/s", "超算算力新增"),
];

pub(super) const RETIREMENTS: [Names; 3] = [
    names!("general-retirements", "retirements of general compute" in "FLOP/s", "通用算力退役"),
    names!("smart-retirements", "retirements of smart compute" in "FLOP/s", "智能算力退役"),
    names!("supercomputing-retirements", "retirements of supercomputing" in "FLOP/s", "超算算力退役"),
];

pub(super) const CAPACITY_OUTLAY: [Names; 3] = [
    names!(
        "general-capacity-outlay",
        "outlay on general compute",
        "通用算力支出"
    ),
    names!(
        "smart-capacity-outlay",
        "outlay on smart compute",
        "智能算力支出"
    ),
    names!(
        "supercomputing-capacity-outlay",
        "outlay on supercomputing",
        "超算算力支出"
    ),
];

pub(super) const POWER_DRAWN: [Names; 3] = [
    names!("general-power-drawn", "power drawn by general compute" in "MW", "通用算力用电功率"),
    names!("smart-power-drawn", "power drawn by smart compute" in "MW", "智能算力用电功率"),
    names!("supercomputing-power-drawn", "power drawn by supercomputing" in "MW", "超算算力用电功率"),
];

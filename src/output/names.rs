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

pub(super) const COST_PRICE: [Names; 3] = [
    names!(
        "general-cost-price",
        "cost price of general compute",
        "通用算力成本价"
    ),
    names!(
        "smart-cost-price",
        "cost price of smart compute",
        "智能算力成本价"
    ),
    names!(
        "supercomputing-cost-price",
        "cost price of supercomputing",
        "超算算力成本价"
    ),
];

pub(super) const RENTAL_PRICE: [Names; 3] = [
    names!(
        "general-rental-price",
        "observed price of general compute",
        "通用算力市场观察价"
    ),
    names!(
        "smart-rental-price",
        "observed price of smart compute",
        "智能算力市场观察价"
    ),
    names!(
        "supercomputing-rental-price",
        "observed price of supercomputing",
        "超算算力市场观察价"
    ),
];

pub(super) const MARKET_PRICE: [Names; 3] = [
    names!(
        "general-market-price",
        "market price of general compute",
        "通用算力市场价"
    ),
    names!(
        "smart-market-price",
        "market price of smart compute",
        "智能算力市场价"
    ),
    names!(
        "supercomputing-market-price",
        "market price of supercomputing",
        "超算算力市场价"
    ),
];

pub(super) const PRICE_PAID: [Names; 3] = [
    names!(
        "general-price-paid",
        "price paid by users of general compute",
        "通用算力用户实付价"
    ),
    names!(
        "smart-price-paid",
        "price paid by users of smart compute",
        "智能算力用户实付价"
    ),
    names!(
        "supercomputing-price-paid",
        "price paid by users of supercomputing",
        "超算算力用户实付价"
    ),
];

pub(super) const DEMAND: [Names; 3] = [
    names!("general-demand", "demand for general compute" in "FLOP/s", "通用算力需求"),
    names!("smart-demand", "demand for smart compute" in "FLOP/s", "智能算力需求"),
    names!("supercomputing-demand", "demand for supercomputing" in "FLOP/s", "超算算力需求"),
];

pub(super) const UNSERVED_DEMAND: [Names; 3] = [
    names!("general-unserved-demand", "unserved demand for general compute" in "FLOP/s", "通用算力未满足需求"),
    names!("smart-unserved-demand", "unserved demand for smart compute" in "FLOP/s", "智能算力未满足需求"),
    names!("supercomputing-unserved-demand", "unserved demand for supercomputing" in "FLOP/s", "超算算力未满足需求"),
];

pub(super) const UTILISATION: [Names; 3] = [
    names!(
        "general-utilisation",
        "utilisation of general compute",
        "通用算力利用率"
    ),
    names!(
        "smart-utilisation",
        "utilisation of smart compute",
        "智能算力利用率"
    ),
    names!(
        "supercomputing-utilisation",
        "utilisation of supercomputing",
        "超算算力利用率"
    ),
];

pub(super) const USER_SAVINGS: [Names; 3] = [
    names!(
        "general-user-savings",
        "savings of users of general compute",
        "通用算力用户节省"
    ),
    names!(
        "smart-user-savings",
        "savings of users of smart compute",
        "智能算力用户节省"
    ),
    names!(
        "supercomputing-user-savings",
        "savings of users of supercomputing",
        "超算算力用户节省"
    ),
];

pub(super) const ADDED_USE_SURPLUS: [Names; 3] = [
    names!(
        "general-added-use-surplus",
        "surplus of added use of general compute",
        "通用算力新增使用剩余"
    ),
    names!(
        "smart-added-use-surplus",
        "surplus of added use of smart compute",
        "智能算力新增使用剩余"
    ),
    names!(
        "supercomputing-added-use-surplus",
        "surplus of added use of supercomputing",
        "超算算力新增使用剩余"
    ),
];

pub(super) const VOUCHER_OUTLAY: [Names; 3] = [
    names!(
        "general-voucher-outlay",
        "vouchers for general compute",
        "通用算力算力券支出"
    ),
    names!(
        "smart-voucher-outlay",
        "vouchers for smart compute",
        "智能算力算力券支出"
    ),
    names!(
        "supercomputing-voucher-outlay",
        "vouchers for supercomputing",
        "超算算力算力券支出"
    ),
];

pub(super) const WAITING: [Names; 3] = [
    names!(
        "general-waiting",
        "wait for general compute over the length of a job",
        "通用算力等待时间（相对作业时长）"
    ),
    names!(
        "smart-waiting",
        "wait for smart compute over the length of a job",
        "智能算力等待时间（相对作业时长）"
    ),
    names!(
        "supercomputing-waiting",
        "wait for supercomputing over the length of a job",
        "超算算力等待时间（相对作业时长）"
    ),
];

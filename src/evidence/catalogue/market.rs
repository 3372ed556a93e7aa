//! Prices that users of compute pay.
//!
//! Rents of servers in Chinese currency are published per MONTH, also where a page prints a year; a
//! card-hour is a month's rent of a server over its cards and 730 hours.

use super::facts::Facts;
use super::row::{Publication, Row, compute_price, factor};
use crate::evidence::{Confidence, EvidenceKind, Geography, Measured, Part};

const MIT_REVIEW: Publication = Publication::new(
    "MIT Technology Review, with arithmetic on it",
    "China built hundreds of AI data centers",
    "中国建成数百座AI数据中心",
    EvidenceKind::Derived,
    Confidence::Derived,
)
.with_date("2025-03");

const TRADE_PRESS: Publication = Publication::new(
    "Trade press",
    "Why compute rents rise",
    "算力租金为何上涨",
    EvidenceKind::PressReport,
    Confidence::Medium,
)
.with_date("2026-02");

const RENT: Facts = Facts::of(Measured::Price)
    .part(Part::Smart)
    .covering(Geography::Centre);

pub(super) const ROWS: &[Row] = &[
    compute_price(275, "market.rent.h100.2025-03", "12.8 CNY per card-hour", MIT_REVIEW)
        .is(RENT.stock("2025-03"))
        .says("75,000 yuan a month for a server of eight H100, down from 180,000.")
        .note("75,000 / 8 / 730 h. Nameplate hours: at 40 % use a delivered hour costs 2.5 times that."),
    factor(276, "market.rent-rise.2026-02", "1.25", TRADE_PRESS)
        .is(RENT.between("2025 to 2026"))
        .spread("uniform", 1.2, 1.3, 0.90)
        .says("List prices of several Chinese providers rise by 20-30 %.")
        .note(
            "H100 and newer 30-40 %, A800 15-20 %, Ascend 10-15 %. List prices, not paid prices: the \
             fall of 2024 and 2025 has reversed.",
        ),
];

//! Rack occupancy and utilisation of capacity, which have different denominators.
//!
//! Rack occupancy is not the utilisation of FLOP: multiply the two, and never substitute one for
//! the other.

use super::facts::Facts;
use super::row::{Publication, Row, factor, share};
use crate::evidence::{Confidence, EvidenceKind, Geography, Measured, Part};

const RACKS: &str = "\
    Racks let over racks built. A rack that is let may be idle, so this is not the utilisation of \
    FLOP.";

const OCCUPANCY: Facts = Facts::of(Measured::RackOccupancy).part(Part::Whole);

const USE: Facts = Facts::of(Measured::FlopUtilisation);

pub(super) const ROWS: &[Row] = &[
    share(
        198,
        "miit.rack-occupancy.2021-12",
        "55 %",
        Publication::new(
            "MIIT",
            "Press briefing, 2022",
            "2022年新闻发布会",
            EvidenceKind::OfficialStatistic,
            Confidence::High,
        ),
    )
    .is(OCCUPANCY.covering(Geography::Nation).stock("2021-12"))
    .says("Average occupancy of racks exceeds 55 %.")
    .note(
        "A lower bound (\"exceeds\"). Racks let over racks built. A rack that is let may be idle, \
         so this is not the utilisation of FLOP.",
    ),
    share(
        199,
        "edwc.rack-occupancy.2024-03",
        "62.72 %",
        Publication::new(
            "CCTV Finance",
            "Report on the ten national clusters",
            "十大国家数据中心集群的报道",
            EvidenceKind::PressReport,
            Confidence::High,
        )
        .with_locator("via Longport"),
    )
    .is(OCCUPANCY.covering(Geography::Hubs).stock("2024-03"))
    .says("Ten national clusters, 1.46 million racks: 62.72 % let.")
    .note(RACKS),
    share(
        200,
        "utilisation.local-centres",
        "25 %",
        Publication::new(
            "Reuters (2025) and JPMorgan (2026), second hand",
            "Load of many local and western centres",
            "许多地方和西部算力中心的负荷",
            EvidenceKind::PressReport,
            Confidence::Medium,
        ),
    )
    .is(USE.covering(Geography::Region))
    .spread("uniform", 0.2, 0.3, 0.90)
    .says("Load of many local and western centres: 20-30 %.")
    .note(
        "Middle of the range. Load, not racks let: at the same time more than 60 % of racks \
             were let.",
    ),
    share(
        201,
        "utilisation.new-ai-capacity.unused",
        "80 %",
        Publication::new(
            "Chinese media via MIT Technology Review",
            "Newly built AI capacity",
            "新建智能算力",
            EvidenceKind::PressReport,
            Confidence::Medium,
        )
        .with_date("2025"),
    )
    .is(Facts::of(Measured::IdleCapacity)
        .part(Part::Smart)
        .covering(Geography::Nation))
    .says("\"up to 80% unused\"")
    .note(
        "The share that is *not* used, at most. A note by JPMorgan says that it mixes kinds \
             of centres.",
    ),
    share(
        202,
        "utilisation.cpu",
        "5 %",
        Publication::new(
            "breaking.dog",
            "Use of processors in centres",
            "算力中心处理器的使用率",
            EvidenceKind::PressReport,
            Confidence::Low,
        ),
    )
    .is(USE.part(Part::General).covering(Geography::Nation))
    .says("Use of processors: below 5 %.")
    .note("A single weak source; an upper bound (\"below\")."),
    share(
        203,
        "utilisation.qingyang-yisuan",
        "80 %",
        Publication::new(
            "Local press",
            "Yisuan cluster in Qingyang",
            "庆阳的亿算集群",
            EvidenceKind::PressReport,
            Confidence::Low,
        ),
    )
    .is(USE.part(Part::Smart).covering(Geography::Centre))
    .says("Utilisation of a cluster of 2,500 P: about 80 %.")
    .note(
        "The operator's own statement about one cluster; another in Qingyang is said to be \
         \"really used\". Not the 80 % of Chengdu.",
    ),
    share(
        204,
        "utilisation.chengdu-2022.expected",
        "90 %",
        Publication::new(
            "Local press",
            "Chengdu Intelligent Computing Centre",
            "成都智算中心",
            EvidenceKind::PressReport,
            Confidence::Low,
        )
        .with_date("2022"),
    )
    .is(USE
        .part(Part::Smart)
        .covering(Geography::Centre)
        .stock("2022"))
    .says("Expected utilisation: above 90 %.")
    .note("A lower bound (\"above\"): an expectation at the opening, not a measurement."),
    factor(
        205,
        "utilisation.supercomputing-internet",
        "1.4",
        Publication::new(
            "Press",
            "Supercomputing internet",
            "超算互联网",
            EvidenceKind::PressReport,
            Confidence::Medium,
        ),
    )
    .is(USE.part(Part::Supercomputing).covering(Geography::Nation))
    .says("Utilisation of connected centres: \"+40% on average\".")
    .note("A factor on utilisation after pooling, against an unstated level before."),
];

//! AI supercomputers: growth of the largest, and the known ones by country (Epoch AI).

use super::facts::Facts;
use super::row::{Publication, Row, growth, share};
use crate::evidence::{Confidence, EvidenceKind, Geography, Measured, Part};
use crate::{Precision, Scope};

const EPOCH_SUPER: Publication = Publication::new(
    "Epoch AI",
    "Trends in AI supercomputers",
    "人工智能超级计算机的发展趋势",
    EvidenceKind::InstituteEstimate,
    Confidence::High,
)
.with_date("2025");

const EPOCH_CLUSTERS: Publication = Publication::new(
    "Epoch AI, aggregated here",
    "GPU clusters by country",
    "各国GPU集群",
    EvidenceKind::Derived,
    Confidence::Derived,
)
.with_date("2025")
.with_locator("CC BY");

const EPOCH_HEADLINE: Publication = Publication::new(
    "Epoch AI",
    "GPU clusters by country: headline",
    "各国GPU集群：要点",
    EvidenceKind::InstituteEstimate,
    Confidence::High,
)
.with_date("2025-05");

const CLUSTERS: Facts = Facts::of(Measured::ComputingPower)
    .on(Scope::AiClusters)
    .part(Part::Smart)
    .covering(Geography::Nation);

pub(super) const ROWS: &[Row] = &[
    growth(
        228,
        "hardware.ai-supercomputers.performance-growth",
        "150 % per year",
        EPOCH_SUPER,
    )
    .is(CLUSTERS.covering(Geography::World))
    .says("Performance of leading AI supercomputers: times 2.5 a year.")
    .note("The largest systems, not all capacity."),
    growth(
        229,
        "hardware.ai-supercomputers.cost-growth",
        "100 % per year",
        EPOCH_SUPER,
    )
    .is(Facts::of(Measured::Price)
        .part(Part::Smart)
        .covering(Geography::World))
    .says("Hardware cost and power of leading AI supercomputers double every year.")
    .note("The largest systems; cost per FLOP/s still falls, since performance grows faster."),
    share(
        230,
        "epoch.cluster-share.china.2021",
        "40 %",
        EPOCH_CLUSTERS,
    )
    .is(CLUSTERS.counted_in(Precision::Fp16).stock("2021"))
    .says("Share of China in known AI clusters, 16-bit, end of 2021: 40 %.")
    .note("The dataset covers 10-20 % of the world and Chinese entries are anonymised."),
    share(
        231,
        "epoch.cluster-share.china.2022",
        "30 %",
        EPOCH_CLUSTERS,
    )
    .is(CLUSTERS.counted_in(Precision::Fp16).stock("2022"))
    .says("Share of China in known AI clusters, 16-bit, end of 2022: 30 %.")
    .note("The dataset covers 10-20 % of the world and Chinese entries are anonymised."),
    share(
        232,
        "epoch.cluster-share.china.2023",
        "19 %",
        EPOCH_CLUSTERS,
    )
    .is(CLUSTERS.counted_in(Precision::Fp16).stock("2023"))
    .says("Share of China in known AI clusters, 16-bit, end of 2023: 19 %.")
    .note("The dataset covers 10-20 % of the world and Chinese entries are anonymised."),
    share(
        233,
        "epoch.cluster-share.china.2024",
        "15 %",
        EPOCH_CLUSTERS,
    )
    .is(CLUSTERS.counted_in(Precision::Fp16).stock("2024"))
    .says("Share of China in known AI clusters, 16-bit, end of 2024: 15 %.")
    .note("The dataset covers 10-20 % of the world and Chinese entries are anonymised."),
    share(
        234,
        "epoch.cluster-share.china.2025",
        "10 %",
        EPOCH_CLUSTERS,
    )
    .is(CLUSTERS.counted_in(Precision::Fp16).stock("2025"))
    .says("Share of China in known AI clusters, 16-bit, end of 2025: 10 %.")
    .note(
        "The dataset covers 10-20 % of the world and Chinese entries are anonymised. Part of \
             the year.",
    ),
    share(235, "epoch.cluster-share.us.2021", "37 %", EPOCH_CLUSTERS)
        .is(CLUSTERS.counted_in(Precision::Fp16).stock("2021"))
        .says("Share of the US in known AI clusters, 16-bit, end of 2021: 37 %.")
        .note("The dataset covers 10-20 % of the world and Chinese entries are anonymised."),
    share(236, "epoch.cluster-share.us.2022", "49 %", EPOCH_CLUSTERS)
        .is(CLUSTERS.counted_in(Precision::Fp16).stock("2022"))
        .says("Share of the US in known AI clusters, 16-bit, end of 2022: 49 %.")
        .note("The dataset covers 10-20 % of the world and Chinese entries are anonymised."),
    share(237, "epoch.cluster-share.us.2023", "64 %", EPOCH_CLUSTERS)
        .is(CLUSTERS.counted_in(Precision::Fp16).stock("2023"))
        .says("Share of the US in known AI clusters, 16-bit, end of 2023: 64 %.")
        .note("The dataset covers 10-20 % of the world and Chinese entries are anonymised."),
    share(238, "epoch.cluster-share.us.2024", "73 %", EPOCH_CLUSTERS)
        .is(CLUSTERS.counted_in(Precision::Fp16).stock("2024"))
        .says("Share of the US in known AI clusters, 16-bit, end of 2024: 73 %.")
        .note("The dataset covers 10-20 % of the world and Chinese entries are anonymised."),
    share(239, "epoch.cluster-share.us.2025", "78 %", EPOCH_CLUSTERS)
        .is(CLUSTERS.counted_in(Precision::Fp16).stock("2025"))
        .says("Share of the US in known AI clusters, 16-bit, end of 2025: 78 %.")
        .note(
            "The dataset covers 10-20 % of the world and Chinese entries are anonymised. Part of \
             the year.",
        ),
    share(
        240,
        "epoch.cluster-share.china.headline",
        "15 %",
        EPOCH_HEADLINE,
    )
    .is(CLUSTERS.counted_in(Precision::Fp16).stock("2025-05"))
    .says("China: 15 % of known performance (May 2025).")
    .note("Of known clusters; CAICT has China at 21 % of all devices a month later."),
    share(
        241,
        "epoch.cluster-share.us.headline",
        "75 %",
        EPOCH_HEADLINE,
    )
    .is(CLUSTERS.counted_in(Precision::Fp16).stock("2025-05"))
    .says("The US: about 75 % of known performance (May 2025).")
    .note("Of known clusters."),
];

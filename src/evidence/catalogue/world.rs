//! The world's computing power, and China's share of it.

use super::compute::{
    BLUE_2024, BLUE_2025, CENTRES, CHINA, PAPER_2022, PAPER_2023, SCMP_2024, SERVERS,
};
use super::facts::Facts;
use super::row::{Row, capacity, share};
use crate::evidence::{Confidence, Geography};

const WORLD: Facts = CHINA.covering(Geography::World);

pub(super) const ROWS: &[Row] = &[
    capacity(
        35,
        "caict.world-compute.installed.2021-12",
        "615 EFLOPS FP32 installed",
        PAPER_2022,
    )
    .is(WORLD.stock("2021-12"))
    .says("World total computing power: 615 EFLOPS.")
    .note("World, device side. 369 general, 232 smart and 14 super."),
    capacity(
        36,
        "caict.world-compute.installed.2022-12",
        "906 EFLOPS FP32 installed",
        PAPER_2023,
    )
    .is(WORLD.stock("2022-12"))
    .says("World total computing power: 906 EFLOPS.")
    .note(
        "World, device side at the end of 2022; the 910 printed for the end of 2023 is the \
         infrastructure side.",
    ),
    capacity(
        37,
        "caict.world-compute.in-use.2023-12",
        "910 EFLOPS FP32 in use",
        SCMP_2024.trusted(Confidence::Medium),
    )
    .is(WORLD.stock("2023-12"))
    .says("World total computing power: 910 EFLOPS.")
    .note(
        "World. An infrastructure-side figure: 26 % of it is 237 EFLOPS, near the 230 in use. \
             It must not be chained with the 906 of a year before.",
    ),
    capacity(
        38,
        "caict.world-compute.installed.2025-06",
        "4495 EFLOPS FP32 installed",
        BLUE_2025,
    )
    .is(WORLD.stock("2025-06"))
    .says("World total computing power: 4495 EFLOPS.")
    .note("World, device side. Of which China 962 EFLOPS, 21 %."),
    share(
        39,
        "caict.world-share.installed.2022-12",
        "33 %",
        PAPER_2023,
    )
    .is(SERVERS.stock("2022-12"))
    .says("China's share of the world's computing power: 33 %.")
    .note("302 of 906 EFLOPS, device side."),
    share(40, "caict.world-share.installed.2023-12", "31 %", BLUE_2024)
        .is(SERVERS.stock("2023-12"))
        .says("China's share of the world's computing power: 31 %.")
        .note(
            "Device side; implies a world of about 1,400 EFLOPS. On the infrastructure side it is \
             26 % for the same date.",
        ),
    share(
        41,
        "caict.world-share.in-use.2023-12",
        "26 %",
        SCMP_2024.trusted(Confidence::Medium),
    )
    .is(CENTRES.stock("2023-12"))
    .says("China's share of the world's computing power: 26 %.")
    .note(
        "Infrastructure side, with 32 % for the US; 31 % on the device side for the same \
             date.",
    ),
    share(42, "caict.world-share.installed.2025-06", "21 %", BLUE_2025)
        .is(SERVERS.stock("2025-06"))
        .says("China's share of the world's computing power: 21 %.")
        .note(
            "Device side. The fall from 33 % follows the chip restrictions of October 2022 but \
             does not identify its cause.",
        ),
];

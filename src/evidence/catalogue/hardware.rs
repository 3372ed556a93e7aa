//! Costs of computing: outlays with the capacity that they bought, chips, price-performance,
//! service lives.
//!
//! A unit cost is listed with its two constituents where both are known. Precision and scope alone
//! change it by a factor of 7 to 28.

use super::facts::Facts;
use super::row::{Publication, Row, capacity, growth, money, share, unit_cost, years};
use crate::evidence::{Confidence, EvidenceKind, Geography, Measured, Part};
use crate::{Frequency, Precision};

const NDRC: Publication = Publication::new(
    "NDRC, with arithmetic on it",
    "Press conferences of April and September 2022",
    "2022年4月和9月新闻发布会",
    EvidenceKind::Derived,
    Confidence::Derived,
)
.with_date("2022");

const CAIJING: Publication = Publication::new(
    "Caijing",
    "Public intelligent computing centres must adapt",
    "公共智算中心须求变",
    EvidenceKind::PressReport,
    Confidence::Medium,
);

const LIGHT_READING: Publication = Publication::new(
    "Light Reading",
    "Running cost of AI centres in China",
    "中国智算中心的运行成本",
    EvidenceKind::PressReport,
    Confidence::Medium,
);

const RENTAL: Publication = Publication::new(
    "Chinese press",
    "Rental of H100 eight-card servers",
    "H100八卡服务器租金",
    EvidenceKind::PressReport,
    Confidence::Medium,
)
.with_date("2024");

const EPOCH_HARDWARE: Publication = Publication::new(
    "Epoch AI",
    "Machine learning hardware",
    "机器学习硬件",
    EvidenceKind::InstituteEstimate,
    Confidence::High,
)
.with_date("2025")
.with_locator("CC BY");

const EPOCH_TRENDS: Publication = Publication::new(
    "Epoch AI",
    "Trends in GPU price-performance",
    "GPU性价比的变化趋势",
    EvidenceKind::InstituteEstimate,
    Confidence::High,
)
.with_date("2022");

const EPOCH_REFIT: Publication = Publication::new(
    "Epoch AI, with arithmetic on it",
    "Machine learning hardware: priced items refitted",
    "机器学习硬件：对有价格的条目重新拟合",
    EvidenceKind::Derived,
    Confidence::Derived,
)
.with_date("2025");

const PRICE: Facts = Facts::of(Measured::Price).covering(Geography::Centre);

const CENTRE: Facts = Facts::of(Measured::ComputingPower)
    .part(Part::Smart)
    .covering(Geography::Centre);

const PER_DOLLAR: Facts = Facts::of(Measured::PricePerformance).covering(Geography::World);

const WEAR: Facts = Facts::of(Measured::Depreciation).covering(Geography::Centre);

pub(super) const ROWS: &[Row] = &[
    money(206, "hardware.rack.cost-2022-q1", "352000 CNY", NDRC)
        .is(PRICE.stock("2022-Q1"))
        .says("190 bn yuan over 540,000 racks: 352,000 yuan.")
        .note("All-in \"driven\" investment; 25 TFLOPS per rack."),
    money(207, "hardware.rack.cost-2022-09", "364000 CNY", NDRC)
        .is(PRICE.stock("2022-09"))
        .says("400 bn yuan over 1.1 million racks: 364,000 yuan.")
        .note("Planned total of more than 60 projects."),
    money(208, "hardware.cluster-500.cost", "2.5 bn CNY", CAIJING)
        .is(PRICE.part(Part::Smart))
        .spread("uniform", 2.0e9, 3.0e9, 0.90)
        .says("A centre of 500 AI servers: 2-3 bn yuan.")
        .note(
            "Middle of the range. It buys either of the two capacities below, depending on the \
             chip.",
        ),
    capacity(
        209,
        "hardware.cluster-500.h800",
        "3.96 EFLOPS FP16 in AI clusters",
        CAIJING
            .kind(EvidenceKind::Derived)
            .trusted(Confidence::Derived),
    )
    .is(CENTRE)
    .says("500 servers of 8 H800 at 0.99 P each.")
    .note("Dense FP16 peak: 0.51-0.76 bn yuan per EFLOPS."),
    capacity(
        210,
        "hardware.cluster-500.ascend-910b",
        "1.504 EFLOPS FP16 in AI clusters",
        CAIJING
            .kind(EvidenceKind::Derived)
            .trusted(Confidence::Derived),
    )
    .is(CENTRE)
    .says("500 servers of 8 Ascend 910B at 0.376 P each.")
    .note(
        "Dense FP16 peak: 1.3-2.0 bn yuan per EFLOPS, for the same money as 3.96 EFLOPS of \
             H800.",
    ),
    money(211, "hardware.ai-server.price", "2.5 m CNY", LIGHT_READING)
        .is(PRICE.part(Part::Smart))
        .spread("uniform", 1.0e6, 4.0e6, 0.90)
        .says("An AI server: 1-4 m yuan.")
        .note("Middle of a wide range."),
    money(
        212,
        "hardware.centre-1250.yearly-cost",
        "1 bn CNY",
        LIGHT_READING,
    )
    .is(Facts::of(Measured::Outlay)
        .covering(Geography::Centre)
        .part(Part::Smart)
        .every(Frequency::Year))
    .says("A centre of 1,250 servers: up to 1 bn yuan a year to run.")
    .note("A year's cost, mostly power and depreciation; an upper end."),
    money(
        213,
        "hardware.rental-h100-8.early-2024",
        "150000 CNY",
        RENTAL,
    )
    .is(PRICE.part(Part::Smart).every(Frequency::Month))
    .spread("uniform", 120_000.0, 180_000.0, 0.90)
    .says("120-180 thousand yuan a month.")
    .note("Per month; one page prints it as yearly, which is wrong. Middle of the range."),
    money(214, "hardware.rental-h100-8.late-2024", "72500 CNY", RENTAL)
        .is(PRICE.part(Part::Smart).every(Frequency::Month))
        .spread("uniform", 70_000.0, 75_000.0, 0.90)
        .says("About 70-75 thousand yuan a month.")
        .note("Per month. Half of the rent at the start of the year."),
    capacity(215, "hardware.peak.h100", "989 TFLOPS FP16", EPOCH_HARDWARE)
        .is(CENTRE)
        .says("H100: 989 TFLOPS (tensor FP16).")
        .note("Peak of one chip, dense; real workloads reach less."),
    capacity(216, "hardware.peak.h20", "148 TFLOPS FP16", EPOCH_HARDWARE)
        .is(CENTRE)
        .says("H20: 148 TFLOPS (tensor FP16).")
        .note(
            "Made for China under the export rules: 15 % of an H100. Peak of one chip, dense; \
             real workloads reach less.",
        ),
    capacity(
        217,
        "hardware.peak.ascend-910b",
        "376 TFLOPS FP16",
        EPOCH_HARDWARE,
    )
    .is(CENTRE)
    .says("Ascend 910B: 376 TFLOPS (FP16).")
    .note(
        "94 TFLOPS in FP32: four to one, against 14.8 to one for the H100. Peak of one chip, \
             dense; real workloads reach less.",
    ),
    capacity(
        218,
        "hardware.peak.ascend-910c",
        "752 TFLOPS FP16",
        EPOCH_HARDWARE,
    )
    .is(CENTRE)
    .says("Ascend 910C: 752 TFLOPS (FP16).")
    .note("Peak of one chip, dense; real workloads reach less."),
    money(219, "hardware.price.h100", "33600 USD", EPOCH_HARDWARE)
        .is(PRICE.part(Part::Smart).stock("2022-09"))
        .says("H100: about 33,600 dollars.")
        .note("Price of one chip at launch; market prices under restrictions differ."),
    money(220, "hardware.price.h20", "12000 USD", EPOCH_HARDWARE)
        .is(PRICE.part(Part::Smart).stock("2023-11"))
        .says("H20: about 12,000 dollars.")
        .note("Price of one chip at launch; market prices under restrictions differ."),
    money(
        221,
        "hardware.price.ascend-910b",
        "16900 USD",
        EPOCH_HARDWARE,
    )
    .is(PRICE.part(Part::Smart).stock("2022-03"))
    .says("Ascend 910B: about 16,900 dollars.")
    .note("Price of one chip at launch; market prices under restrictions differ."),
    growth(
        222,
        "hardware.price-performance.all-gpus",
        "32.547 % per year",
        EPOCH_TRENDS,
    )
    .is(PER_DOLLAR.between("2006 to 2021"))
    .spread("log-normal", 0.2902, 0.3627, 0.95)
    .says("FLOP/s per dollar of 470 GPUs, 2006-21, doubles every 2.46 years [2.24, 2.72].")
    .note(
        "The doubling time as a yearly rate; the bracket is read as a 95 % interval. The \
             price of a FLOP/s falls 24.6 % a year. A newer fit on few priced items gives 3.5 to \
             3.8 years.",
    ),
    growth(
        223,
        "hardware.price-performance.fp16",
        "35.171 % per year",
        EPOCH_TRENDS,
    )
    .is(PER_DOLLAR.counted_in(Precision::Fp16))
    .spread("log-normal", 0.2110, 0.5070, 0.95)
    .says("FLOP/s per dollar in FP16 doubles every 2.30 years [1.69, 3.62].")
    .note(
        "The doubling time as a yearly rate; the bracket is read as a 95 % interval. A newer \
             fit on few priced items gives 3.5 to 3.8 years.",
    ),
    growth(
        224,
        "hardware.price-performance.ml-gpus",
        "39.774 % per year",
        EPOCH_TRENDS,
    )
    .is(PER_DOLLAR.part(Part::Smart))
    .spread("log-normal", 0.2479, 0.5685, 0.95)
    .says(
        "FLOP/s per dollar of GPUs for machine learning doubles every 2.07 years [1.54, \
             3.13].",
    )
    .note(
        "The doubling time as a yearly rate; the bracket is read as a 95 % interval. A newer \
             fit on few priced items gives 3.5 to 3.8 years.",
    ),
    growth(
        225,
        "hardware.price-performance.top-gpus",
        "26.486 % per year",
        EPOCH_TRENDS,
    )
    .is(PER_DOLLAR)
    .spread("log-normal", 0.2176, 0.3138, 0.95)
    .says("FLOP/s per dollar of the best GPUs doubles every 2.95 years [2.54, 3.52].")
    .note(
        "The doubling time as a yearly rate; the bracket is read as a 95 % interval. A newer \
             fit on few priced items gives 3.5 to 3.8 years.",
    ),
    growth(
        226,
        "hardware.price-performance.fp32-refit",
        "21.901 % per year",
        EPOCH_REFIT,
    )
    .is(PER_DOLLAR.counted_in(Precision::Fp32))
    .says("FLOP/s per dollar in FP32 doubles every 3.5 years, 51 priced items.")
    .note("A small sample at launch prices; slower than the 2.46 years published for 2006-21."),
    growth(
        227,
        "hardware.price-performance.fp16-refit",
        "20.010 % per year",
        EPOCH_REFIT,
    )
    .is(PER_DOLLAR.counted_in(Precision::Fp16))
    .says("FLOP/s per dollar in tensor FP16 doubles every 3.8 years, 14 priced items.")
    .note("A small sample at launch prices; slower than the 2.46 years published for 2006-21."),
    share(
        242,
        "hardware.depreciation.tax-minimum",
        "33.3 %",
        Publication::new(
            "State Council of China",
            "Regulations on enterprise income tax, Article 60",
            "企业所得税法实施条例第六十条",
            EvidenceKind::Derived,
            Confidence::Derived,
        ),
    )
    .is(WEAR.covering(Geography::Nation))
    .says("Least life of electronic equipment for tax: 3 years.")
    .note(
        "Straight line: a third a year, rounded. Prices of a FLOP/s fall by a further 20-25 % \
             a year.",
    ),
    share(
        243,
        "hardware.depreciation.hyperscalers",
        "16.7 %",
        Publication::new(
            "Alphabet and Microsoft",
            "Accounting lives of servers",
            "服务器的会计使用年限",
            EvidenceKind::Derived,
            Confidence::Derived,
        ),
    )
    .is(WEAR)
    .says("Life of servers in the accounts: 6 years.")
    .note(
        "Straight line: a sixth a year, rounded. Meta 5.5 years, Amazon 5 for a part, Lambda \
             5, Nebius 4; CAICT's device series scraps after about six.",
    ),
    share(
        244,
        "pwt.depreciation.china-2019",
        "5.2 %",
        Publication::new(
            "Feenstra, Inklaar and Timmer",
            "Penn World Table 10.01",
            "佩恩世界表10.01版",
            EvidenceKind::InstituteEstimate,
            Confidence::High,
        )
        .with_locator("delta, China; CC BY"),
    )
    .is(WEAR.covering(Geography::Nation).flow("2019"))
    .says("Depreciation of all capital, China 2019: 5.2 %.")
    .note("The rate of the whole economy, far too slow for computing."),
    unit_cost(
        245,
        "hardware.unit-cost.all-in-2022-q1",
        "14.1 bn CNY per EFLOPS FP32",
        NDRC.kind(EvidenceKind::Derived)
            .trusted(Confidence::Derived),
    )
    .is(PRICE
        .covering(Geography::Hubs)
        .part(Part::General)
        .stock("2022-Q1"))
    .says("190 bn yuan driven by projects of 13.5 EFLOPS.")
    .note(
        "All-in: land, buildings, power and the investment that the projects \"drive\"; general \
         compute. It is 7 to 28 times the figures for AI servers in FP16: never substitute one for \
         the other.",
    ),
    unit_cost(
        246,
        "hardware.unit-cost.cluster-h800",
        "0.63 bn CNY per EFLOPS FP16 in AI clusters",
        CAIJING
            .kind(EvidenceKind::Derived)
            .trusted(Confidence::Derived),
    )
    .is(PRICE.part(Part::Smart))
    .spread("uniform", 0.51e9, 0.76e9, 0.90)
    .says("500 servers for 2-3 bn yuan, 8 H800 each: 0.51-0.76 bn yuan per EFLOPS.")
    .note("Dense FP16 peak; middle of the range."),
    unit_cost(
        247,
        "hardware.unit-cost.cluster-ascend-910b",
        "1.66 bn CNY per EFLOPS FP16 in AI clusters",
        CAIJING
            .kind(EvidenceKind::Derived)
            .trusted(Confidence::Derived),
    )
    .is(PRICE.part(Part::Smart))
    .spread("uniform", 1.33e9, 1.99e9, 0.90)
    .says("The same money with 8 Ascend 910B each: 1.3-2.0 bn yuan per EFLOPS.")
    .note(
        "Dense FP16 peak; middle of the range. It is 2.6 times that of the H800, a cost of the \
         export restrictions.",
    ),
    years(
        248,
        "hardware.life.tax-minimum",
        "3 years",
        Publication::new(
            "State Council of China",
            "Regulations on enterprise income tax, Article 60",
            "企业所得税法实施条例第六十条",
            EvidenceKind::OfficialStatistic,
            Confidence::High,
        ),
    )
    .is(WEAR.covering(Geography::Nation))
    .says("Least life of electronic equipment for tax: 3 years.")
    .note("The least life in law, not the service life of servers."),
    years(
        249,
        "hardware.life.hyperscalers",
        "6 years",
        Publication::new(
            "Alphabet and Microsoft",
            "Accounting lives of servers",
            "服务器的会计使用年限",
            EvidenceKind::InstituteEstimate,
            Confidence::High,
        ),
    )
    .is(WEAR)
    .spread("uniform", 4.0, 6.5, 0.90)
    .says("Life of servers in the accounts: 6 years.")
    .note(
        "Meta 5.5 years, Amazon 5 for a part, Lambda 5, Nebius 4; CAICT's device series scraps \
         after about six. The value is the most frequent life and lies high in the range, whose \
         mean is 5.25 years: draws shorten lives more often than they lengthen them.",
    ),
];

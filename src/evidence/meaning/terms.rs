//! The words in which a figure says what it is.

use std::fmt;

use crate::PriceBasis;
use crate::capacity::Segment;

/// Gives an enum of plain words its serde form, its schema and its printed form, from one table.
macro_rules! words {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident: $text:literal,)* }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$doc])* #[serde(rename = $text)] $variant,)*
        }

        impl $name {
            /// Every value, in the order of the declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The word that a file writes, in kebab case.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)*
                }
            }
        }

        impl fmt::Display for $name {
            /// The word that a file writes.
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.word())
            }
        }
    };
}

words! {
    /// The thing that a figure measures. Whether it is a level, a growth rate, a share or a
    /// response of that thing is said by the kind of quantity: a `gdp` growth rate is the growth
    /// of GDP, a `gdp` elasticity the response of GDP to computing power.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::evidence::Measured;
    ///
    /// assert_eq!(Measured::RackOccupancy.to_string(), "rack-occupancy");
    /// assert!(Measured::RackOccupancy.is_use_of_capacity());
    /// assert!(!Measured::SmartShare.is_use_of_capacity());
    /// ```
    Measured {
        /// Computing power: a capacity, its growth, or one owner's share in a larger capacity.
        ComputingPower: "computing-power",
        /// The share of smart (AI) computing in computing power.
        SmartShare: "smart-share",
        /// The share of racks that are let. A let rack may stand idle.
        RackOccupancy: "rack-occupancy",
        /// The share of operations, or of time, in which machines do useful work.
        FlopUtilisation: "flop-utilisation",
        /// The electricity drawn over what the machines would draw at full load.
        EnergyLoad: "energy-load",
        /// The efficiency of training one model on a cluster: no use of the cluster's capacity.
        TrainingEfficiency: "training-efficiency",
        /// The share of machines, or of their operations, that stand unused: one less their use.
        IdleCapacity: "idle-capacity",
        /// The share of a region in the racks of all.
        RackShare: "rack-share",
        /// The score of a composite index of computing.
        ComputingIndex: "computing-index",
        /// Gross domestic product.
        Gdp: "gdp",
        /// The digital economy, by one of its definitions.
        DigitalEconomy: "digital-economy",
        /// Money spent on, or committed to, computing itself.
        Outlay: "outlay",
        /// Money said to be driven along the supply chain: a multiple of the outlay by a factor
        /// that nobody publishes.
        DrivenInvestment: "driven-investment",
        /// The revenue, output or valuation of an industry: no value added.
        IndustryScale: "industry-scale",
        /// The price of equipment, of a centre, or of its services.
        Price: "price",
        /// Operations a second per unit of money.
        PricePerformance: "price-performance",
        /// The level of prices of the economy: a deflator.
        PriceLevel: "price-level",
        /// Electricity of a centre over that of its machines (PUE).
        PowerUsageEffectiveness: "power-usage-effectiveness",
        /// The share of electricity from renewable sources.
        GreenPower: "green-power",
        /// The wearing out of equipment: a rate, or a length of life.
        Depreciation: "depreciation",
        /// Capital in information and communication technology, or the industry that makes it.
        IctCapital: "ict-capital",
        /// Total factor productivity.
        Productivity: "productivity",
    }
}

impl Measured {
    /// Whether it says how much of capacity is used, by any of the measures that are so called.
    #[must_use]
    pub const fn is_use_of_capacity(self) -> bool {
        match self {
            Self::RackOccupancy | Self::FlopUtilisation | Self::EnergyLoad => true,
            Self::ComputingPower
            | Self::SmartShare
            | Self::TrainingEfficiency
            | Self::IdleCapacity
            | Self::RackShare
            | Self::ComputingIndex
            | Self::Gdp
            | Self::DigitalEconomy
            | Self::Outlay
            | Self::DrivenInvestment
            | Self::IndustryScale
            | Self::Price
            | Self::PricePerformance
            | Self::PriceLevel
            | Self::PowerUsageEffectiveness
            | Self::GreenPower
            | Self::Depreciation
            | Self::IctCapital
            | Self::Productivity => false,
        }
    }
}

words! {
    /// The part of computing power that a figure is about.
    Part {
        /// All of it: general, smart and supercomputing together.
        Whole: "whole",
        /// General-purpose servers (通用算力).
        General: "general",
        /// AI servers (智能算力).
        Smart: "smart",
        /// Supercomputers (超级算力).
        Supercomputing: "supercomputing",
    }
}

impl Part {
    /// The segment, unless it is the whole.
    #[must_use]
    pub const fn segment(self) -> Option<Segment> {
        match self {
            Self::Whole => None,
            Self::General => Some(Segment::General),
            Self::Smart => Some(Segment::Smart),
            Self::Supercomputing => Some(Segment::Supercomputing),
        }
    }
}

impl From<Segment> for Part {
    fn from(segment: Segment) -> Self {
        match segment {
            Segment::General => Self::General,
            Segment::Smart => Self::Smart,
            Segment::Supercomputing => Self::Supercomputing,
        }
    }
}

words! {
    /// The prices in which money, or the growth of money, is counted.
    Prices {
        /// At the prices of the day.
        Nominal: "nominal",
        /// At constant prices.
        Real: "real",
    }
}

impl From<PriceBasis> for Prices {
    fn from(basis: PriceBasis) -> Self {
        match basis {
            PriceBasis::Nominal => Self::Nominal,
            PriceBasis::Constant { .. } => Self::Real,
        }
    }
}

words! {
    /// The statistical basis of Chinese GDP: the economic census up to which the level was
    /// revised. The level breaks from one basis to the next, which is no growth.
    ///
    /// The fourth census added 2.1 % to 2018, the fifth 2.7 % to 2023 (NBS).
    Revision {
        /// As first published before the fourth economic census: 2017 and earlier, and growth
        /// rates up to 2018.
        BeforeFourthCensus: "before-fourth-census",
        /// After the fourth economic census: from the revised 2018 to the preliminary 2023.
        FourthCensus: "fourth-census",
        /// After the fifth economic census: from the revised 2023 on, with the preliminary 2024
        /// and 2025.
        FifthCensus: "fifth-census",
    }
}

words! {
    /// The definition of the digital economy. For one year they differ by a factor of five: 2020
    /// was 38.6 % of GDP by CAICT's, 18.8 % by that of CASS, 7.8 % by the core of NBS.
    Definition {
        /// CAICT: digital industries and the digitalised part of all others.
        CaictBroad: "caict-broad",
        /// NBS: core industries of the digital economy, by the classification of 2021.
        NbsCore: "nbs-core",
        /// The National Data Administration's estimate of 2025.
        Nda: "nda",
        /// The Chinese Academy of Social Sciences.
        Cass: "cass",
    }
}

words! {
    /// The area that a figure covers.
    Geography {
        /// The world.
        World: "world",
        /// Several countries, compared or averaged.
        CountryPanel: "country-panel",
        /// One nation.
        Nation: "nation",
        /// The national hubs of East Data West Computing together.
        Hubs: "hubs",
        /// One region, province or hub.
        Region: "region",
        /// One city, or the cluster of one.
        City: "city",
        /// One centre, one machine or one firm.
        Centre: "centre",
    }
}

impl Geography {
    /// Whether it is less than a nation.
    #[must_use]
    pub const fn is_within_a_nation(self) -> bool {
        match self {
            Self::World | Self::CountryPanel | Self::Nation => false,
            Self::Hubs | Self::Region | Self::City | Self::Centre => true,
        }
    }
}

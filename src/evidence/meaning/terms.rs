//! The vocabulary of the facts about a figure.

use std::fmt;

use crate::PriceBasis;
use crate::capacity::Segment;

/// Defines an enum of plain words with its serde form, its schema and its printed form from one
/// table.
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
            pub(crate) const fn word(self) -> &'static str {
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
    /// The thing that a figure measures. The kind of quantity states if it is a level, a growth
    /// rate, a share or a response of that thing: a `gdp` growth rate is the growth of GDP, a `gdp`
    /// elasticity is the response of GDP to computing power.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::evidence::Measured;
    ///
    /// assert_eq!(Measured::RackOccupancy.to_string(), "rack-occupancy");
    /// ```
    Measured {
        /// Computing power: a capacity, its growth, or one owner's share in a larger capacity.
        ComputingPower: "computing-power",
        /// The share of smart (AI) computing in computing power.
        SmartShare: "smart-share",
        /// The share of racks that are let. A let rack may be idle.
        RackOccupancy: "rack-occupancy",
        /// The share of operations, or of time, in which machines do useful work.
        FlopUtilisation: "flop-utilisation",
        /// The electricity drawn divided by that at full load.
        EnergyLoad: "energy-load",
        /// The efficiency of training one model on a cluster, which is not the use of the cluster's
        /// capacity.
        TrainingEfficiency: "training-efficiency",
        /// The share of machines, or of their operations, that are unused: one less their use.
        IdleCapacity: "idle-capacity",
        /// The share of a region in all racks.
        RackShare: "rack-share",
        /// The score of a composite index of computing.
        ComputingIndex: "computing-index",
        /// Gross domestic product.
        Gdp: "gdp",
        /// The digital economy, by one of its definitions.
        DigitalEconomy: "digital-economy",
        /// Money spent on, or committed to, computing itself.
        Outlay: "outlay",
        /// Money that is claimed to be driven along the supply chain: the outlay times a factor
        /// that nobody publishes.
        DrivenInvestment: "driven-investment",
        /// The revenue, output or valuation of an industry, which is not value added.
        IndustryScale: "industry-scale",
        /// The price of equipment, of a centre, or of its services.
        Price: "price",
        /// Operations a second per unit of money.
        PricePerformance: "price-performance",
        /// The price level of the economy: a deflator.
        PriceLevel: "price-level",
        /// The electricity of a centre divided by that of its machines (PUE).
        PowerUsageEffectiveness: "power-usage-effectiveness",
        /// The share of electricity from renewable sources.
        GreenPower: "green-power",
        /// The depreciation of equipment: a rate, or a service life.
        Depreciation: "depreciation",
        /// Capital in information and communication technology, or the industry that makes it.
        IctCapital: "ict-capital",
        /// Total factor productivity.
        Productivity: "productivity",
    }
}

impl Measured {
    /// Returns true if it measures the use of capacity, by any of the measures that are called
    /// utilisation.
    #[must_use]
    pub(crate) const fn is_use_of_capacity(self) -> bool {
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
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::capacity::Segment;
    /// use compute_impact::evidence::Part;
    ///
    /// assert_eq!(Part::Smart.segment(), Some(Segment::Smart));
    /// assert_eq!(Part::Whole.segment(), None);
    /// assert_eq!(Part::Supercomputing.to_string(), "supercomputing");
    /// ```
    Part {
        /// All computing power: general, smart and supercomputing together.
        Whole: "whole",
        /// General-purpose servers (通用算力).
        General: "general",
        /// AI servers (智能算力).
        Smart: "smart",
        /// Supercomputers (超算算力).
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
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::PriceBasis;
    /// use compute_impact::evidence::Prices;
    ///
    /// assert_eq!(Prices::from(PriceBasis::Nominal), Prices::Nominal);
    /// assert_eq!(Prices::from(PriceBasis::constant(2020)?), Prices::Real);
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    Prices {
        /// Current prices.
        Nominal: "nominal",
        /// Constant prices.
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
    /// The statistical basis of Chinese GDP: the economic census up to which the level was revised.
    /// The level jumps from one basis to the next, which is not growth.
    ///
    /// The fourth census added 2.1 % to 2018, the fifth 2.7 % to 2023 (NBS).
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::evidence::{Revision, catalogue};
    ///
    /// let gdp = catalogue::find("nbs.gdp.2023.revised")?;
    /// assert_eq!(gdp.meaning().revision(), Some(Revision::FifthCensus));
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    Revision {
        /// The levels first published before the fourth economic census: 2017 and earlier, and
        /// growth rates up to 2018.
        BeforeFourthCensus: "before-fourth-census",
        /// The levels after the fourth economic census: from the revised 2018 to the
        /// preliminary 2023.
        FourthCensus: "fourth-census",
        /// The levels after the fifth economic census: from the revised 2023 on, with the
        /// preliminary 2024 and 2025.
        FifthCensus: "fifth-census",
    }
}

words! {
    /// The definition of the digital economy. For one year the definitions differ by a factor of
    /// five: in 2020 it was 38.6 % of GDP by that of CAICT, 18.8 % by that of CASS and 7.8 % by the
    /// core of NBS.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::evidence::{Definition, catalogue};
    ///
    /// let share = catalogue::find("caict.digital-share.2023")?;
    /// assert_eq!(share.meaning().definition(), Some(Definition::CaictBroad));
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
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
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::evidence::{Geography, catalogue};
    ///
    /// let hubs = catalogue::find("miit.compute.hubs.2024-12")?;
    /// assert_eq!(hubs.meaning().geography(), Some(Geography::Hubs));
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
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

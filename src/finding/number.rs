//! The numbers that a finding of each code carries.

use super::Code;

impl Code {
    /// The names of the numbers that a finding of this code carries, each with its meaning and
    /// unit. A finding carries all of them, unless the meaning restricts a number to one kind.
    #[must_use]
    #[expect(clippy::too_many_lines, reason = "one arm for each code")]
    pub const fn numbers(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::GrowthRatioAtHighGrowth => &[
                (
                    "compute-growth",
                    "growth of compute in the period, a fraction",
                ),
                (
                    "as-growth-ratio",
                    "effect if the number is a growth ratio, a fraction",
                ),
                ("as-elasticity", "effect if it is an elasticity, a fraction"),
            ],
            Self::GrowthRatioBySubannualStep => {
                &[("periods-per-year", "periods of the scenario in a year")]
            }
            Self::GrowthRatioAsElasticity
            | Self::NominalCoefficientOnRealMoney
            | Self::CoefficientOfOtherMachines => &[("coefficient", "the coefficient")],
            Self::FarAboveLiterature => &[
                ("coefficient", "the coefficient"),
                (
                    "income-share",
                    "income share of ICT capital in GDP, a fraction",
                ),
                ("benchmark", "that income over the outcome, a fraction"),
                ("times", "size of the coefficient over the benchmark"),
            ],
            Self::AboveDomarWeight => &[
                ("coefficient", "the coefficient"),
                (
                    "domar-weight",
                    "sales of the core computing industry over GDP, a fraction",
                ),
                ("times", "size of the coefficient over the weight"),
            ],
            Self::ExceedsRecordedGrowth => &[
                ("coefficient", "the coefficient"),
                (
                    "compute-growth",
                    "growth of compute in the year on record, a fraction",
                ),
                (
                    "contribution",
                    "growth of GDP that the coefficient claims of it, a fraction",
                ),
                ("growth", "growth of GDP in that year, a fraction"),
                ("times", "the contribution over the growth"),
            ],
            Self::ImplausibleSemiElasticity => &[
                ("fraction-per-point", "effect of an index point, a fraction"),
                (
                    "published-low",
                    "smallest published effect of a point, a fraction",
                ),
                (
                    "published-high",
                    "largest published effect of a point, a fraction",
                ),
            ],
            Self::OutsideObservedRange => &[
                (
                    "compute-growth-per-year",
                    "yearly growth of compute, a fraction; for an elasticity or growth ratio",
                ),
                ("index-points", "score of the index; for a semi-elasticity"),
                (
                    "observed-low",
                    "lower end of the observed range, in the same unit",
                ),
                (
                    "observed-high",
                    "upper end of the observed range, in the same unit",
                ),
            ],
            Self::PointWithoutRange => &[("coefficient", "the coefficient or multiplier")],
            Self::IndexDrivesOutcome
            | Self::BaselineIncludesCompute
            | Self::DigitalInsideGdp
            | Self::UnstatedScope => &[],
            Self::UndefinedIndexBase => &[
                (
                    "above-points",
                    "the highest threshold that the path passes, in points",
                ),
                ("factor", "the multiple above it"),
            ],
            Self::SaturationBelowCounterfactual => &[
                ("compute-flop-per-s", "effective compute, in FLOP/s"),
                ("counterfactual-flop-per-s", "its counterfactual, in FLOP/s"),
            ],
            Self::ContributionExceedsGrowth => &[
                (
                    "contribution",
                    "contribution of compute to growth in the period, a fraction",
                ),
                ("growth", "growth in the period, a fraction"),
                ("rest", "growth less contribution, a fraction"),
                (
                    "periods",
                    "number of periods in which contribution exceeds growth",
                ),
            ],
            Self::AdditionExceedsGrowth => &[
                (
                    "addition",
                    "growth that compute adds in the period, a fraction",
                ),
                ("growth-without", "growth without it, a fraction"),
            ],
            Self::RealGrowthOnCurrentPrices
            | Self::NominalGrowthOnConstantPrices
            | Self::GrowthOfOtherMachines => &[("growth", "the rate, a fraction per period")],
            Self::LevelBreak => &[
                ("from", "the level at the base, in units of its currency"),
                ("to", "the level to reach, in units of its currency"),
            ],
            Self::TwoDefinitions => &[("value", "the second figure, in its own unit")],
            Self::DigitalExceedsGdp => {
                &[("digital-share", "the digital economy over GDP, a fraction")]
            }
            Self::ImplausibleDigitalShare => &[
                ("digital-share", "the digital economy over GDP, a fraction"),
                ("published-low", "smallest published share, a fraction"),
                ("published-high", "largest published share, a fraction"),
            ],
            Self::IncoherentPair => &[
                ("digital-share", "the digital economy over GDP, a fraction"),
                (
                    "breach-share",
                    "the share from which on the rest loses, a fraction",
                ),
                ("rest-coefficient", "coefficient of the rest of the economy"),
            ],
            Self::DigitalGainExceedsGdpGain => &[
                (
                    "digital-gain",
                    "gain of the digital economy in the period, in units of its currency",
                ),
                (
                    "gdp-gain",
                    "gain of GDP in the period, in units of its currency",
                ),
            ],
            Self::FrozenCounterfactual => &[("years", "length of the comparison in years")],
            Self::FlowOnStock => &[
                ("impact", "impact on GDP in the first period, a fraction"),
                (
                    "other-impact",
                    "the same impact with the other timing of compute",
                ),
            ],
            Self::ShareExtrapolated => &[
                (
                    "observed-years",
                    "years between the first and the last observation",
                ),
                ("years-beyond", "years from the last observation to the end"),
            ],
            Self::ShareJump => &[
                ("from", "the earlier share, a fraction"),
                ("to", "the later share, a fraction"),
                ("log-odds-per-year", "change of the log odds a year"),
            ],
            Self::CertainTrend => &[
                ("years-beyond", "years from the last observation to the end"),
                ("last-share", "the share at the end, a fraction"),
            ],
            Self::UnidentifiedCeiling => &[("ceiling", "the ceiling, a fraction")],
            Self::ShareOfOtherMachines => &[("share", "the share, a fraction")],
            Self::OtherPrecision
            | Self::PartAsWhole
            | Self::FigureOfAnotherThing
            | Self::ContradictedSource
            | Self::TargetAsProjection => &[("value", "the figure, in its own unit")],
            Self::OccupancyAsUtilisation => &[("utilisation", "the figure, a fraction")],
            Self::PurchasesBelowRetirement => &[
                (
                    "base-flop-per-s",
                    "capacity of the segment at the base, in FLOP/s",
                ),
                ("last-flop-per-s", "its capacity at the end, in FLOP/s"),
                (
                    "additions-flop-per-s",
                    "capacity bought until then, in FLOP/s",
                ),
                (
                    "retirements-flop-per-s",
                    "capacity retired until then, in FLOP/s",
                ),
            ],
            Self::SaturatedUse => &[
                (
                    "stated-utilisation",
                    "utilisation as stated for the base, a fraction",
                ),
                ("periods", "number of periods at 100 %"),
            ],
            Self::IdledByPower => &[
                ("idle-share", "part of the capacity that idles, a fraction"),
                ("limit-megawatts", "the power limit in megawatts"),
                (
                    "outlay",
                    "money spent on the segment in the period, in units of its currency; for a \
                     segment with a unit cost",
                ),
            ],
            Self::PricesApart => &[
                (
                    "from-cost",
                    "the price that covers cost, in units of the currency per EFLOPS-hour",
                ),
                ("observed", "the observed price, in the same unit"),
            ],
            Self::PriceOnlyFalls => &[("yearly-change", "growth of the price a year, a fraction")],
            Self::PowerNextToOperation => &[(
                "operation",
                "cost of operation in a year over the unit cost, a fraction",
            )],
            Self::UnservedDemand => &[
                ("unserved", "part of demand that is not served, a fraction"),
                (
                    "price-factor",
                    "the price that users pay over the price without scarcity",
                ),
            ],
            Self::IdleWhileScarce => &[
                ("unserved", "part of demand that is not served, a fraction"),
                ("idle-share", "idle part of the other segment, a fraction"),
            ],
            Self::VouchersInScarcity => &[
                (
                    "outlay",
                    "money that vouchers pay in the period, in units of its currency",
                ),
                (
                    "price-rise",
                    "what suppliers get over what users pay, less one",
                ),
            ],
            Self::SavingsByVouchers => &[
                (
                    "outlay",
                    "money that vouchers pay in the period, in units of its currency",
                ),
                (
                    "savings",
                    "what users gain in the period, in units of its currency",
                ),
            ],
            Self::SavingsInsideResponse => &[
                (
                    "savings",
                    "what users gain in the period, in units of its currency",
                ),
                (
                    "impact",
                    "what GDP gains by the response, in units of its currency",
                ),
            ],
            Self::NationalCoefficientOnPlace => &[
                (
                    "impact",
                    "impact on the product of the place in the last period, a fraction",
                ),
                (
                    "used-here",
                    "share of the compute that users of the place take, a fraction",
                ),
            ],
            Self::OutOfProportionWithWorld => &[
                ("total-flop-per-s", "the total, in FLOP/s"),
                (
                    "world-flop-per-s",
                    "latest published total of the world, in FLOP/s",
                ),
                (
                    "carried-on-flop-per-s",
                    "that total extrapolated in a straight line, in FLOP/s",
                ),
                ("times", "the total over the published total of the world"),
            ],
            Self::UnitCostOfAnotherScope => &[
                (
                    "cost-per-eflops",
                    "the unit cost, in units of its currency for an EFLOPS",
                ),
                (
                    "published-low",
                    "lower end of the published range, in the same unit",
                ),
                (
                    "published-high",
                    "upper end of the published range, in the same unit",
                ),
            ],
            Self::ImplausibleOutlay => &[
                ("outlay-share", "the outlay over GDP, a fraction"),
                (
                    "recent-share",
                    "investment in all ICT equipment over GDP in recent years, a fraction",
                ),
                ("peak-share", "the highest share on record, a fraction"),
            ],
            Self::OutlayAndCapacityApart => &[
                (
                    "cost-per-eflops",
                    "money spent for an EFLOPS added, in units of its currency",
                ),
                (
                    "published-low",
                    "lower end of the published range, in the same unit",
                ),
                (
                    "published-high",
                    "upper end of the published range, in the same unit",
                ),
            ],
            Self::CostFarFromPublished => &[
                (
                    "cost-per-eflops",
                    "money for an EFLOPS, stated or spent for one added, in units of its currency",
                ),
                (
                    "published",
                    "the nearest published unit cost, in the same unit",
                ),
                ("times", "the larger of the two over the smaller"),
            ],
            Self::OverlappingChannels => &[
                (
                    "multiplier",
                    "output or value added by the multiplier, a fraction of the year's GDP without \
                     its growth of compute over the counterfactual",
                ),
                (
                    "response",
                    "gain by the response, a fraction of the same GDP",
                ),
            ],
            Self::GrossOutputAsGdp => &[("multiplier", "the multiplier")],
            Self::ValueAddedAboveDemand => {
                &[("value-added-per-unit", "value added for one unit of outlay")]
            }
            Self::FlowOfAnotherWindow => &[
                ("window-years", "length of the window in years"),
                ("period-years", "length of a period in years"),
                ("times", "window over period"),
            ],
            Self::BaseDateMismatch => &[(
                "years-apart",
                "years from the figure's date to the base period",
            )],
            Self::DateMismatch => &[(
                "years-apart",
                "years from the figure's date to the date it stands at",
            )],
            Self::UnstatedFact => &[("inputs", "number of figures that do not state it")],
            Self::RestsOnAssumptions | Self::RestsOnWeakSource => {
                &[("inputs", "number of such inputs")]
            }
            Self::SpreadNotShown => &[("inputs", "number of uncertain inputs")],
        }
    }
}

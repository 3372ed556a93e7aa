//! An explanation of each code: its meaning, its cause and its remedy.

use super::Code;

/// The explanation of a code, in English.
///
/// # Examples
///
/// ```
/// use compute_impact::finding::Code;
///
/// let explained = Code::PointWithoutRange.explain();
/// assert!(explained.cause.contains("without an uncertainty"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Explained {
    /// The meaning of the code: the fault, and the harm that it does to the result.
    pub meaning: &'static str,
    /// The cause: the condition under which a check raises the code, with its severity.
    pub cause: &'static str,
    /// The remedy, as an imperative.
    pub remedy: &'static str,
}

impl Code {
    /// The explanation of the code: its meaning, its cause and its remedy.
    #[must_use]
    #[expect(clippy::too_many_lines, reason = "one arm for each code")]
    pub const fn explain(self) -> Explained {
        match self {
            Self::GrowthRatioAtHighGrowth => Explained {
                meaning: "A growth ratio and an elasticity of the same number give nearly the same \
                          effect at low growth and very different effects at high growth. Which of \
                          the two was meant decides the result.",
                cause: "A warning if, in some period, the two readings of a growth ratio differ by \
                        more than 5 % of the effect as an elasticity.",
                remedy: "State which of the two the source measured, and show both results.",
            },
            Self::GrowthRatioBySubannualStep => Explained {
                meaning: "Published growth ratios relate growth over one year. Applied to quarters \
                          or months, the same number gives another effect over the year.",
                cause: "A warning if a scenario of quarters or months responds by a growth ratio.",
                remedy: "Use a yearly scenario, or convert the ratio to an elasticity, which is \
                         the same in any step.",
            },
            Self::GrowthRatioAsElasticity => Explained {
                meaning: "A ratio of two growth rates is not an elasticity: it contains everything \
                          else that grew in the same years.",
                cause: "A warning if the source of an elasticity is of the kind \
                        `ratio-of-growth-rates`.",
                remedy: "Use the number as a growth ratio, or convert it at an operating point.",
            },
            Self::NominalCoefficientOnRealMoney => Explained {
                meaning: "A coefficient of nominal growth contains inflation, and money at \
                          constant prices does not.",
                cause: "A warning if the base of an economy is at constant prices and its \
                        coefficient is of nominal growth: by `meaning.prices`, or by default if it \
                        is a ratio of growth rates.",
                remedy: "Use money at current prices, or a coefficient of real growth.",
            },
            Self::CoefficientOfOtherMachines => Explained {
                meaning: "Capacity in use, installed capacity and AI clusters grow at different \
                          rates, so that a coefficient of one series does not hold for another.",
                cause: "A warning if the `meaning.machines` of a coefficient differs from the \
                        scope of the base capacity.",
                remedy: "Use a coefficient that was measured on the machines that the base counts.",
            },
            Self::FarAboveLiterature => Explained {
                meaning: "Under constant returns to scale and competition the elasticity of a \
                          factor is its share of income. A coefficient many times the income share \
                          of all ICT capital attributes the growth of other causes to compute.",
                cause: "A warning if the size of an elasticity or a growth ratio is more than 4 \
                        times the income share of ICT capital in China; for the digital economy, \
                        than that income would be of the digital economy.",
                remedy: "Read the result as an upper bound that attributes all growth to compute, \
                         and show other coefficients.",
            },
            Self::AboveDomarWeight => Explained {
                meaning: "By Hulten's theorem a gain in an industry's productivity raises output, \
                          to first order, by the industry's sales over GDP (its Domar weight). A \
                          coefficient far above that needs another reason.",
                cause: "A note if the size of the GDP coefficient is more than 5 times the sales \
                        of China's core computing industry over GDP. Only for yuan at current \
                        prices.",
                remedy: "State what makes up the rest: complements, spillovers, or growth that \
                         compute only accompanies.",
            },
            Self::ExceedsRecordedGrowth => Explained {
                meaning: "A coefficient can be compared with the record: what it claims of a year's \
                          growth of compute, over the growth of GDP in that year. Above 100 % it \
                          leaves less than nothing to labour, other capital and productivity.",
                cause: "A warning if an elasticity or a growth ratio of GDP, at the growth of \
                        computing power in China in 2023, gives more than the growth of Chinese GDP \
                        in that year: nominal for money at current prices, real for constant \
                        prices. Only for yuan, capacity in use or installed, and a whole nation.",
                remedy: "Read the result as an upper bound that attributes all growth to compute, \
                         and show other coefficients.",
            },
            Self::ImplausibleSemiElasticity => Explained {
                meaning: "Effects of an index point are published in per mille. Read as per cent \
                          they are ten times too large.",
                cause: "A warning if the size of a semi-elasticity is 1 % per point or more.",
                remedy: "Check per mille against per cent.",
            },
            Self::OutsideObservedRange => Explained {
                meaning: "A coefficient holds where it was observed. Outside that range the result \
                          is an extrapolation.",
                cause: "A warning if compute grows at a yearly rate, or the index has a score, \
                        outside the `observed` range of the coefficient.",
                remedy: "Call the result an extrapolation, or use a coefficient that was observed \
                         there.",
            },
            Self::PointWithoutRange => Explained {
                meaning: "A single number hides that published coefficients differ by a factor of \
                          five and more.",
                cause: "A note if a coefficient or a multiplier is given without an uncertainty.",
                remedy: "Give it an uncertainty, such as the range of the published values.",
            },
            Self::IndexDrivesOutcome => Explained {
                meaning: "A semi-elasticity makes the outcome follow the score of an index. \
                          Neither the path of capacity nor its counterfactual has an effect on it.",
                cause: "A note if an economy responds by a semi-elasticity and the counterfactual \
                        is frozen; a warning with any other counterfactual.",
                remedy: "Move the index in step with capacity, or convert the coefficient to an \
                         elasticity at a score.",
            },
            Self::UndefinedIndexBase => Explained {
                meaning: "Above a threshold a point of the index is said to have a multiple of the \
                          effect, but the source does not state the effect that is multiplied.",
                cause: "A warning if the path of an index passes the threshold of a tier.",
                remedy: "Show the result without tiers next to it.",
            },
            Self::SaturationBelowCounterfactual => Explained {
                meaning: "A saturating response flattens above its counterfactual and steepens \
                          without end below it.",
                cause: "A warning if effective compute falls below its counterfactual while the \
                        response saturates.",
                remedy: "Leave saturation out of scenarios in which compute is lost.",
            },
            Self::BaselineIncludesCompute => Explained {
                meaning: "A published forecast saw the economy with its compute. Adding the effect \
                          of compute on top counts it twice.",
                cause: "A warning if `baseline.excludes` has a rate or a target that is not an \
                        assumption and the counterfactual is frozen; a note with any other \
                        counterfactual.",
                remedy: "Use `baseline.includes`, which attributes a part of that growth to \
                         compute.",
            },
            Self::ContributionExceedsGrowth => Explained {
                meaning: "Compute is said to contribute more than all the growth there is, so that \
                          capital, labour and everything else would have to shrink.",
                cause: "A warning if, in some period, the contribution is larger in size than the \
                        growth. Severe if the contribution also exceeds growth over the whole \
                        horizon and everything else shrinks by more than 0.25 % a year.",
                remedy: "Check the coefficient and its sign. Do not quote the result alone.",
            },
            Self::AdditionExceedsGrowth => Explained {
                meaning: "Compute is said to add more growth than everything else together.",
                cause: "A warning if, with `baseline.excludes`, the added growth of some period is \
                        larger in size than the growth without it.",
                remedy: "Check the coefficient.",
            },
            Self::RealGrowthOnCurrentPrices => Explained {
                meaning: "Real growth leaves inflation out, and money at current prices contains \
                          it, so that the level of later years is too low.",
                cause: "A warning if growth of an economy, or the discount rate, is real by \
                        `meaning.prices` and the base of GDP is at current prices.",
                remedy: "Use nominal growth, or money at constant prices.",
            },
            Self::NominalGrowthOnConstantPrices => Explained {
                meaning: "Nominal growth contains inflation, and money at constant prices does \
                          not, so that the level of later years is too high.",
                cause: "A warning if growth of an economy, or the discount rate, is nominal by \
                        `meaning.prices` and the base of GDP is at constant prices.",
                remedy: "Use real growth, or money at current prices.",
            },
            Self::LevelBreak => Explained {
                meaning: "An economic census revises levels by a few per cent. The change between \
                          a level before and a level after the revision is not growth.",
                cause: "A warning if the base and the target of an economy have different \
                        `meaning.revision`.",
                remedy: "Use levels of one revision.",
            },
            Self::TwoDefinitions => Explained {
                meaning: "Definitions of the digital economy differ by a factor of two and more, \
                          so that a change from one to another is not growth.",
                cause: "A warning if a figure of the digital economy has another \
                        `meaning.definition` than its base; a note if the figure is the \
                        coefficient.",
                remedy: "Use figures of one definition.",
            },
            Self::DigitalInsideGdp => Explained {
                meaning: "The digital economy is part of GDP, so that its gain is part of GDP's \
                          gain.",
                cause: "A note in every scenario with a digital economy.",
                remedy: "Quote one or the other, never their sum.",
            },
            Self::DigitalExceedsGdp => Explained {
                meaning: "The digital economy outgrows the whole that contains it, which is \
                          impossible.",
                cause: "Severe if the digital share of GDP reaches 100 % in some period.",
                remedy: "Use `coherence = \"coherent\"`, or lower the growth of the digital \
                         economy.",
            },
            Self::ImplausibleDigitalShare => Explained {
                meaning: "No definition of the digital economy gives such a share of GDP. Often a \
                          unit is wrong (亿 for 万亿).",
                cause: "A warning if the digital share of GDP lies outside 5 % to 70 % in some \
                        period.",
                remedy: "Check the unit and the definition.",
            },
            Self::IncoherentPair => Explained {
                meaning: "The response of GDP is the weighted mean of the responses of its parts. \
                          A coefficient of the digital economy far above that of GDP leaves a \
                          response of the opposite sign for the rest.",
                cause: "A warning if, in some period, the pair of coefficients implies a \
                        coefficient of the opposite sign for the rest of the economy.",
                remedy: "Use `coherence = \"coherent\"`, or lower the digital coefficient.",
            },
            Self::DigitalGainExceedsGdpGain => Explained {
                meaning: "The digital economy gains or loses more than GDP, which contains it, so \
                          that the rest would have to move the other way.",
                cause: "A warning if, in some period, the effect on the digital economy is larger \
                        in size than the effect on GDP, or of the opposite sign.",
                remedy: "Take both coefficients from one source, with one kind and one lag, or use \
                         `coherence = \"coherent\"`.",
            },
            Self::UnstatedScope => Explained {
                meaning: "Capacity in use, installed capacity and AI clusters differ by a factor \
                          of two and more. A number without its scope cannot be compared.",
                cause: "A note if the base capacity does not state its scope.",
                remedy: "State `in use`, `installed` or `in AI clusters` behind the precision.",
            },
            Self::FrozenCounterfactual => Explained {
                meaning: "The impact is measured against years in which nobody adds compute and \
                          retired machines are replaced at no cost. That is a thought experiment \
                          rather than an alternative.",
                cause: "A note if the counterfactual is frozen and the scenario is longer than 2 \
                        years.",
                remedy: "State the counterfactual with the result, or compare with a trend.",
            },
            Self::FlowOnStock => Explained {
                meaning: "GDP is a flow over a period, and capacity is a stock at a date. A \
                          response to capacity at the end of the period and one to its average \
                          over the period give different results.",
                cause: "A note if the two timings differ by more than 0.1 % of the impact in the \
                        first period.",
                remedy: "State the timing. `timing = { average = .. }` under `compute` takes the \
                         average.",
            },
            Self::ShareExtrapolated => Explained {
                meaning: "A smart share observed over a short time is continued over a much longer \
                          one. Where it flattens is unknown.",
                cause: "A warning if the share is continued for more than 3 times the span of its \
                        observations.",
                remedy: "Show it as one of several paths, with different ceilings.",
            },
            Self::ShareJump => Explained {
                meaning: "The smart share changes faster than it did on record. Usually the two \
                          observations count different machines.",
                cause: "A warning if the log odds of the share change by more than 1 a year \
                        between two observations, as from 30 % to 54 %.",
                remedy: "Check that both observations count the same machines.",
            },
            Self::CertainTrend => Explained {
                meaning: "The observations of a share are uncertain, and the trend through them is \
                          not: only their rounding spreads the share of a later date, and the \
                          probability of a target comes out near 0 or 1.",
                cause: "A note if a logistic share has uncertain observations, runs past the last \
                        of them and states no `deviation`.",
                remedy: "State a `deviation`: `\"scatter\"` with four observations or more, or the \
                         errors that such curves made in the past.",
            },
            Self::UnidentifiedCeiling => Explained {
                meaning: "Two observations fit any ceiling of a logistic share, so that the \
                          ceiling is a choice and not a finding.",
                cause: "A warning if a share has a ceiling and exactly two observations.",
                remedy: "Show the path for several ceilings.",
            },
            Self::ShareOfOtherMachines => Explained {
                meaning: "The smart share of installed capacity and that of capacity in use differ \
                          by a factor of two at one date.",
                cause: "A warning if the `meaning.machines` of a share, a ceiling or a compute \
                        target differs from the scope of the base capacity.",
                remedy: "Use shares of the machines that the base counts.",
            },
            Self::GrowthOfOtherMachines => Explained {
                meaning: "Installed capacity and capacity in use differ in level and in growth.",
                cause: "A warning if the `meaning.machines` of a growth rate of compute differs \
                        from the scope of the base capacity.",
                remedy: "Use the growth of the machines that the base counts.",
            },
            Self::OtherPrecision => Explained {
                meaning: "A chip performs 3 to 16 times more operations a second in FP16 than in \
                          FP32. Figures of two precisions do not add up.",
                cause: "A warning if the `meaning.precision` of a figure of compute differs from \
                        the precision of the base capacity.",
                remedy: "Use figures of one precision, or convert them.",
            },
            Self::PartAsWhole => Explained {
                meaning: "A figure of one segment stands for all computing power, or compute of \
                          one area meets GDP of another.",
                cause: "A warning if the `meaning.part` of a figure differs from the part that its \
                        place means, or if the `meaning.geography` of compute differs from that of \
                        GDP.",
                remedy: "Use figures of the same part and the same area, or give each segment its \
                         own path.",
            },
            Self::OccupancyAsUtilisation => Explained {
                meaning: "The share of racks that are occupied, or of power that is drawn, is not \
                          the share of operations that do useful work: an occupied rack may stand \
                          idle.",
                cause: "A warning if a utilisation has another `meaning.measures` than \
                        `flop-utilisation`.",
                remedy: "Multiply occupancy by the load of the occupied racks.",
            },
            Self::PurchasesBelowRetirement => Explained {
                meaning: "The money spent on a segment does not replace its retirements, so that \
                          the segment shrinks although nobody decided that it should.",
                cause: "A warning if, along a build-out, more capacity of a segment retires than \
                        is bought.",
                remedy: "Give the outlay that keeps the segment, or state that it is meant to \
                         shrink.",
            },
            Self::SaturatedUse => Explained {
                meaning: "Policies together raise utilisation above what is possible. The excess \
                          is cut off at 100 %.",
                cause: "A warning if, in some period, active policies raise the utilisation of a \
                        segment to 100 %.",
                remedy: "Look at the policies one by one. No machine works at 100 %.",
            },
            Self::IdledByPower => Explained {
                meaning: "Money is spent on capacity that has no power to run.",
                cause: "A warning if a power limit idles capacity of a segment in a period in \
                        which more of it is bought. The worst period is reported.",
                remedy: "Raise the limit, or spend the money where power is available.",
            },
            Self::PricesApart => Explained {
                meaning: "The price that covers the cost of new machines and the price that users are seen to pay contradict each other. One of them counts another precision or another thing, or operators do not earn their cost.",
                cause: "A warning if the two differ by a factor of more than 1.5 in some period. The period in which they are furthest apart is reported.",
                remedy: "Compare the precision of the card with that of the capacity, the share of hours sold, and whether the rent covers the cost at all.",
            },
            Self::PriceOnlyFalls => Explained {
                meaning: "A constant fall of price is refuted by published list rents, which rose in early 2026 after two years of falls.",
                cause: "A note if the price of a segment falls in every period from 2026 on.",
                remedy: "State the observed prices with their dates, or give the demand, so that scarcity can raise the price.",
            },
            Self::PowerNextToOperation => Explained {
                meaning: "The power bill may be counted twice: published costs of operation often contain it.",
                cause: "A note if a price from cost states both `operation` and `power-price`.",
                remedy: "State the operation without power, or leave out `power-price`.",
            },
            Self::UnservedDemand => Explained {
                meaning: "Users want more compute than the machines can serve. The price at which the market clears depends on the elasticity of demand, which nobody has measured.",
                cause: "A note if, in some period, demand at the price without scarcity exceeds the ceiling of utilisation times the capacity. The worst period is reported.",
                remedy: "Quote the price with the elasticity that it rests on, or let investment answer the shortage with `induced`.",
            },
            Self::IdleWhileScarce => Explained {
                meaning: "One kind of compute is short while another idles. The utilisation of the total says nothing about either.",
                cause: "A note if demand for a segment is not served in a period in which half or more of another segment is idle.",
                remedy: "Do not read the utilisation of the total as spare capacity.",
            },
            Self::VouchersInScarcity => Explained {
                meaning: "Vouchers cannot make users use more than the machines can serve. They raise what suppliers get, and users pay as much as before.",
                cause: "A warning if vouchers are paid in a period in which demand is not served. The first such period is reported.",
                remedy: "Spend the money on capacity, or let the vouchers begin when capacity is spare.",
            },
            Self::SavingsByVouchers => Explained {
                meaning: "What a voucher gives to users is taken from its payer. Users and payer together gain the surplus of added use at most.",
                cause: "A note if vouchers are paid. The period in which most is paid is reported.",
                remedy: "Subtract the vouchers before the gain is quoted for users and payer together.",
            },
            Self::SavingsInsideResponse => Explained {
                meaning: "The response of GDP to compute contains what users do with cheaper compute. Savings and response are two views of one effect.",
                cause: "A note if users gain by the price of a segment and GDP gains by the response, in the last period.",
                remedy: "Quote one or the other, and do not add them.",
            },
            Self::NationalCoefficientOnPlace => Explained {
                meaning: "A coefficient of nations assumes that users are where the machines are. A \
                          place hosts machines for others, and its users rent elsewhere.",
                cause: "A warning in a scenario with `locality` whose GDP responds by a coefficient \
                        that does not state in `meaning.geography` that it is one of a city or a \
                        centre.",
                remedy: "Quote what users gain and the place's part in the nation's gain, or give a \
                         coefficient of cities with `meaning.geography`.",
            },
            Self::OutOfProportionWithWorld => Explained {
                meaning: "The total outgrows the published total of the world even if the world \
                          continues in a straight line.",
                cause: "A warning if, in some period, capacity in FP32 exceeds the latest total of \
                        the world plus its yearly additions since. The worst period is reported, \
                        and a scenario of the world is exempt.",
                remedy: "Let growth slow down.",
            },
            Self::UnitCostOfAnotherScope => Explained {
                meaning: "Precision and scope alone change the cost of an EFLOPS by a factor of 7 \
                          to 28. A cost outside that range is of other machines than the capacity.",
                cause: "A warning if a unit cost in yuan, of FP32 or FP16, lies outside the \
                        published costs widened by a factor of up to 7.",
                remedy: "Check that cost and capacity count the same operations and the same \
                         machines.",
            },
            Self::ImplausibleOutlay => Explained {
                meaning: "An economy does not spend such a part of GDP on compute. Often a unit is \
                          wrong, or a total of several years stands for one.",
                cause: "A warning if, in some period, the outlay exceeds the share of GDP that \
                        China invests in all ICT equipment.",
                remedy: "Check the unit (亿 is 10^8, 万亿 10^12) and the window of the amount.",
            },
            Self::OutlayAndCapacityApart => Explained {
                meaning: "The outlay over the capacity added is a unit cost that nobody pays, so \
                          that the two are not of one programme.",
                cause: "A warning if no segment has a unit cost, and the outlay in yuan for each \
                        EFLOPS added lies outside the published costs widened by a factor of up \
                        to 7.",
                remedy: "Give `compute.stock` with unit costs, and the outlay as `of-compute`.",
            },
            Self::CostFarFromPublished => Explained {
                meaning: "The money for an EFLOPS is far from every published unit cost of its \
                          precision, so that scenarios with the same outlay end at very different \
                          capacities.",
                cause: "A note if a unit cost in yuan, of FP32 or FP16, or without unit costs the \
                        outlay for each EFLOPS added, differs from the nearest published unit cost \
                        by a factor of more than 2, and is within the wider range that machines of \
                        another scope explain.",
                remedy: "State why an EFLOPS costs so much or so little, such as a later price or \
                         other machines, or give `compute.stock` with published unit costs.",
            },
            Self::OverlappingChannels => Explained {
                meaning: "The multiplier counts the demand that an outlay causes, and the response \
                          the use of the capacity it buys. They describe overlapping parts of one \
                          effect.",
                cause: "A note in every scenario with an outlay, in the first period in which both \
                        can be compared. Both are fractions of the year's GDP without the year's \
                        growth of compute over the counterfactual.",
                remedy: "Quote one or the other, never their sum.",
            },
            Self::GrossOutputAsGdp => Explained {
                meaning: "Gross output counts intermediate goods again at each step of the supply \
                          chain. It is no part of GDP.",
                cause: "A warning if the multiplier is of gross output, or does not state of what \
                        it is.",
                remedy: "State a multiplier of value added, or quote the result as output.",
            },
            Self::ValueAddedAboveDemand => Explained {
                meaning: "In an open input-output table value added, imports and product taxes sum \
                          to one for a unit of final demand. More than one includes something \
                          else.",
                cause: "A warning if value added for one unit of outlay exceeds one.",
                remedy: "State the rest: spending of the incomes earned (a type II multiplier), or \
                         money displaced elsewhere.",
            },
            Self::FlowOfAnotherWindow => Explained {
                meaning: "A flow over several years, or over a year in a scenario of quarters, \
                          stands for one period and is too large by the ratio.",
                cause: "A warning if the window of a level of an economy, or of an outlay, by \
                        `meaning.timing` differs from a period of the scenario.",
                remedy: "Give the amount of one period.",
            },
            Self::BaseDateMismatch => Explained {
                meaning: "The scenario starts at one date with a figure of another, so that the \
                          growth between the two is missing or counted twice.",
                cause: "A warning if a base figure ends more than a month and a half away from the \
                        base period, by `meaning.timing`.",
                remedy: "Use the figure of the base period, or start from the period of the \
                         figure.",
            },
            Self::DateMismatch => Explained {
                meaning: "An observation or a target stands at another date than its source gives.",
                cause: "A warning if the figure ends more than a month and a half away from the \
                        date at which it stands, by `meaning.timing`.",
                remedy: "Use the figure's own date.",
            },
            Self::FigureOfAnotherThing => Explained {
                meaning: "A figure measures something else than the input means, such as \
                          investment that is driven instead of an outlay.",
                cause: "A warning if the `meaning.measures` of a figure differs from what its \
                        place requires.",
                remedy: "Use a figure of what the input means.",
            },
            Self::ContradictedSource => Explained {
                meaning: "Another figure contradicts this one, or it measures nothing of use to a \
                          model.",
                cause: "A warning if an input has `meaning.contradicted`, stated by the catalogue \
                        or by the user.",
                remedy: "Use the figure that the message names, or another one.",
            },
            Self::UnstatedFact => Explained {
                meaning: "The result depends on a fact that the source of a figure knows and that \
                          the scenario does not state, so that no check can compare it.",
                cause: "A note for each fact (prices, revision, definition, machines, measure, \
                        window) that published figures leave open where it matters. Assumptions \
                        are exempt.",
                remedy: "State the fact in the `meaning` of the figure.",
            },
            Self::TargetAsProjection => Explained {
                meaning: "A policy target is an aim and not a forecast. The result holds only if \
                          the target is reached.",
                cause: "A warning for each input whose source is of the kind `policy-target`.",
                remedy: "Call the result conditional on the target, and show the trend next to it.",
            },
            Self::RestsOnAssumptions => Explained {
                meaning: "Some inputs are the user's own assumptions rather than published \
                          figures.",
                cause: "A note if an input, or the mix of segments, has the confidence `assumed`. \
                        It lists all of them.",
                remedy: "State these assumptions with the result.",
            },
            Self::RestsOnWeakSource => Explained {
                meaning: "Some inputs come from a single or weak source.",
                cause: "A warning if an input, or the mix of segments, has the confidence `low`. \
                        It lists all of them.",
                remedy: "Look for a better source before quoting the result.",
            },
            Self::SpreadNotShown => Explained {
                meaning: "A projection takes every input at its central value. It is one path of \
                          many.",
                cause: "A note if a projection has uncertain inputs. A simulation does not raise \
                        it.",
                remedy: "State that it is one path of many, or simulate the scenario.",
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Code;
    use crate::Language;
    use crate::finding::prose::Prose;
    use crate::finding::{capital, coefficient, compute, meaning, outcome, pair};

    /// The texts above state the thresholds of the checks, and change with them.
    #[test]
    fn every_threshold_in_a_text_is_that_of_its_check() {
        let prose = Prose::new(Language::English);
        let percent = |fraction: f64| prose.percent(fraction);
        let number = |value: f64| prose.number(value);
        let [least, most] = [*pair::PLAUSIBLE.start(), *pair::PLAUSIBLE.end()];
        // A month is a twelfth of a year.
        let months = meaning::ROUNDED_DATE * 12.0;
        assert!((months - 1.5).abs() < 1e-12, "{months}");
        for (code, words) in [
            (
                Code::GrowthRatioAtHighGrowth,
                format!("more than {} of the effect", percent(outcome::DIVERGED)),
            ),
            (
                Code::FarAboveLiterature,
                format!("more than {} times", number(coefficient::FAR_ABOVE_INCOME)),
            ),
            (
                Code::AboveDomarWeight,
                format!("more than {} times", number(coefficient::FAR_ABOVE_SALES)),
            ),
            (
                Code::ImplausibleSemiElasticity,
                format!(
                    "is {} per point",
                    percent(coefficient::PER_CENT_FOR_PER_MILLE)
                ),
            ),
            (
                Code::ContributionExceedsGrowth,
                format!("more than {} a year", percent(-outcome::SHRINKING)),
            ),
            (
                Code::ImplausibleDigitalShare,
                format!("outside {} to {}", percent(least), percent(most)),
            ),
            (
                Code::FrozenCounterfactual,
                format!("longer than {}", prose.years(compute::LONG_FREEZE)),
            ),
            (
                Code::FlowOnStock,
                format!(
                    "more than {} of the impact",
                    percent(compute::TIMINGS_APART)
                ),
            ),
            (
                Code::ShareExtrapolated,
                format!("more than {} times", number(compute::FAR_BEYOND)),
            ),
            (
                Code::ShareJump,
                format!("more than {} a year", number(compute::JUMP_PER_YEAR)),
            ),
            (
                Code::UnitCostOfAnotherScope,
                format!("a factor of up to {}", number(capital::SCOPES_APART)),
            ),
            (
                Code::OutlayAndCapacityApart,
                format!("a factor of up to {}", number(capital::SCOPES_APART)),
            ),
            (
                Code::CostFarFromPublished,
                format!("a factor of more than {}", number(capital::COSTS_APART)),
            ),
            (
                Code::BaseDateMismatch,
                "more than a month and a half".to_owned(),
            ),
            (
                Code::DateMismatch,
                "more than a month and a half".to_owned(),
            ),
        ] {
            let cause = code.explain().cause;
            assert!(cause.contains(&words), "{code}: `{words}` in `{cause}`");
        }
    }
}

//! Lists that are past their limits.

#![allow(clippy::unwrap_used, clippy::panic)] // Helpers of tests, which the lint takes for code.

use compute_impact::capacity::{CostPath, ShareObservation, SharePath};
use compute_impact::cash_flow::{CashFlow, Date, DatedCashFlow};
use compute_impact::evidence::Estimate;
use compute_impact::explanation::decomposition::{of_product, of_sum};
use compute_impact::investment::PayoutProfile;
use compute_impact::limits::Limit;
use compute_impact::report::chart::{
    AxisUnit, Caption, FlowChart, ForestChart, ForestKind, ForestRow, Site,
};
use compute_impact::response::{IndexPath, IndexTier, Lag};
use compute_impact::uncertainty::Empirical;
use compute_impact::{Frequency, GrowthRatio, IndexScore, Money, UnitCost};

use super::{Refused, assumed};

/// Lists that the caller has in memory.
pub(super) fn lists() -> Vec<Refused> {
    let past = |limit: Limit| limit.most() + 1;
    let money: Money = "1 bn CNY".parse().unwrap();
    let flows = vec![money; past(Limit::CashFlows)];
    let amounts = vec![1.0; past(Limit::CashFlows)];
    let day = Date::new(2024, 1, 1).unwrap();
    let dated = vec![(day, 1.0); past(Limit::CashFlows)];
    let dated_money = vec![(day, money); past(Limit::CashFlows)];
    let sample = vec![1.0; past(Limit::SampleValues)];
    let parts = |limit| vec![("a part", 1.0, 2.0); past(limit)];
    let caption = || Caption::new("a chart", "numbers", "a test").unwrap();
    let entries = vec![("caict.growth-ratio.gdp", 1.0); past(Limit::PooledEntries)];
    let pooled = Estimate::<GrowthRatio>::pooled(&entries);
    let places = vec![Site::new("a place", 1.0, 1.0); past(Limit::FlowPlaces)];
    let flows_of_places = FlowChart::new(caption(), AxisUnit::Fraction, &places, &[]);
    let row = ForestRow::new("a row", 1.0, ForestKind::Own);
    let chart = ForestChart::new(
        caption(),
        AxisUnit::Fraction,
        vec![row; past(Limit::ChartRows)],
    );
    let year = Frequency::Year;
    vec![
        (Limit::FlowPlaces, "places", flows_of_places.unwrap_err()),
        (Limit::PooledEntries, "pooled", pooled.unwrap_err()),
        (
            Limit::CashFlows,
            "new",
            CashFlow::new(year, &flows).unwrap_err(),
        ),
        (
            Limit::CashFlows,
            "amounts",
            CashFlow::from_amounts(year, money, &amounts).unwrap_err(),
        ),
        (
            Limit::CashFlows,
            "dated",
            DatedCashFlow::from_amounts(money, &dated).unwrap_err(),
        ),
        (
            Limit::CashFlows,
            "dated money",
            DatedCashFlow::new(&dated_money).unwrap_err(),
        ),
        (
            Limit::SampleValues,
            "sample",
            Empirical::new(&sample).unwrap_err(),
        ),
        (
            Limit::SampleValues,
            "weights",
            Empirical::weighted(&sample, &sample).unwrap_err(),
        ),
        (
            Limit::Parts,
            "sum",
            of_sum(&parts(Limit::Parts)).unwrap_err(),
        ),
        (
            Limit::Factors,
            "product",
            of_product(&parts(Limit::Factors)).unwrap_err(),
        ),
        (Limit::ChartRows, "chart", chart.unwrap_err()),
    ]
}

/// Lists that are parts of a scenario.
pub(super) fn scenario_lists() -> Vec<Refused> {
    let past = |limit: Limit| limit.most() + 1;
    let weights = || vec![0.0; past(Limit::LagWeights)];
    let observation = ShareObservation::new("2024".parse().unwrap(), assumed("30 %"));
    let observations = vec![observation; past(Limit::Observations)];
    let score = |points: f64| IndexScore::new(points).unwrap();
    let tier = IndexTier::new(score(1.0), "1".parse().unwrap());
    let scored = |points: f64| Estimate::assumed(score(points), "for a test").unwrap();
    let index = IndexPath::new(scored(50.0), scored(60.0), "2030".parse().unwrap());
    let shares = vec!["0 %".parse().unwrap(); past(Limit::PeriodValues)];
    let cost: Estimate<UnitCost> = assumed("9 bn CNY per EFLOPS FP32");
    let costs = vec![cost; past(Limit::PeriodValues)];
    vec![
        (
            Limit::LagWeights,
            "explicit",
            Lag::explicit(weights()).unwrap_err(),
        ),
        (
            Limit::LagWeights,
            "coefficients",
            Lag::almon(&weights(), 2).unwrap_err(),
        ),
        (
            Limit::LagWeights,
            "length",
            Lag::almon(&[1.0], usize::MAX).unwrap_err(),
        ),
        (
            Limit::Observations,
            "path",
            SharePath::through(observations).unwrap_err(),
        ),
        (
            Limit::Tiers,
            "tiers",
            index
                .with_tiers(vec![tier; past(Limit::Tiers)])
                .unwrap_err(),
        ),
        (
            Limit::PeriodValues,
            "payout",
            PayoutProfile::new(shares).unwrap_err(),
        ),
        (
            Limit::PeriodValues,
            "costs",
            CostPath::listed(costs).unwrap_err(),
        ),
    ]
}

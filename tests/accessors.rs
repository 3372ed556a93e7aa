//! Parts that are built in code return what they were given, each its own.
#![allow(clippy::unwrap_used)] // Helpers of tests, which the lint takes for code.

use compute_impact::capacity::{
    CostPath, CostTrend, FallingCost, Outlay, PowerUse, Retirement, Segment, SegmentStock,
    SegmentUse,
};
use compute_impact::evidence::{Confidence, Estimate, EvidenceKind, Source};
use compute_impact::investment::{Chain, Investment, PayoutProfile};
use compute_impact::policy::{DemandSurge, Efficiency, Limit, Policy, Restriction, Shock, UseOf};
use compute_impact::{Interval, MultiplierOf, Quantity, Share};

fn assumed<Q: Quantity + std::str::FromStr<Err = compute_impact::Error>>(
    text: &str,
) -> Estimate<Q> {
    Estimate::assumed(text.parse().unwrap(), "for a test").unwrap()
}

#[test]
fn a_stock_returns_its_parts() {
    let start = || assumed("8 bn CNY per EFLOPS FP32 in use");
    let trend = CostTrend::PricePerformance(assumed("25 % per year"));
    let cost = FallingCost::new(start())
        .with_trend(trend.clone())
        .with_learning(assumed("15 %"));
    assert_eq!(cost.start(), &start());
    assert_eq!(
        (cost.trend(), cost.learning()),
        (Some(&trend), Some(&assumed("15 %")))
    );
    let bare = FallingCost::new(start());
    assert_eq!((bare.trend(), bare.learning()), (None, None));
    let listed = vec![start(), assumed("6 bn CNY per EFLOPS FP32 in use")];
    assert_eq!(CostPath::listed(listed.clone()).unwrap().costs(), listed);
    assert_eq!(CostPath::from(cost.clone()).costs(), [start()]);

    let power = PowerUse::new(assumed("20 MW per EFLOPS FP32 in use"), assumed("1.25"));
    assert_eq!(power.limit(), None);
    let power = power.with_limit(assumed("3 GW"));
    assert_eq!(power.intensity(), &assumed("20 MW per EFLOPS FP32 in use"));
    assert_eq!(power.pue(), &assumed("1.25"));
    assert_eq!(power.limit(), Some(&assumed("3 GW")));

    let life = Retirement::Life(assumed("5 years"));
    let stock = SegmentStock::new(life.clone());
    assert_eq!(
        (stock.unit_cost(), stock.power(), stock.past_growth()),
        (None, None, None)
    );
    let stock = stock
        .with_unit_cost(cost.clone().into())
        .with_power(power.clone())
        .with_past_growth(assumed("4 % per year"));
    assert_eq!(stock.retirement(), &life);
    assert_eq!(stock.unit_cost(), Some(&CostPath::from(cost)));
    assert_eq!(stock.power(), Some(&power));
    assert_eq!(stock.past_growth(), Some(&assumed("4 % per year")));

    let of = SegmentUse::default();
    assert_eq!((of.utilisation(), of.productivity()), (None, None));
    let of = of
        .with_utilisation(assumed("40 %"))
        .with_productivity(assumed("1.5"));
    assert_eq!(of.utilisation(), Some(&assumed("40 %")));
    assert_eq!(of.productivity(), Some(&assumed("1.5")));
}

/// Of a unit of outlay 3.5 of output return, of which 40 % are value added.
#[test]
fn a_multiplier_channel_returns_its_parts() {
    let outlay = Outlay::ByPeriod(vec![assumed("100 bn CNY"), assumed("200 bn CNY")]);
    assert_eq!(
        outlay.amounts(),
        [assumed("100 bn CNY"), assumed("200 bn CNY")]
    );
    let bare = Investment::new(outlay.clone(), assumed("3.5 of gross output"));
    assert_eq!(
        (bare.chain(), bare.payout(), bare.discount()),
        (None, None, None)
    );
    assert_eq!(bare.value_added_per_outlay(), None);
    let chain = Chain::new(assumed("40 %"), assumed("60 %"), assumed("30 %"));
    let shares = ["50 %", "30 %", "20 %"].map(|share| share.parse::<Share>().unwrap());
    let payout = PayoutProfile::new(shares.to_vec()).unwrap();
    let investment = bare
        .with_chain(chain.clone())
        .with_payout(payout)
        .with_discount(assumed("5 % per year"));
    assert_eq!(investment.outlay(), &outlay);
    assert_eq!(investment.multiplier(), &assumed("3.5 of gross output"));
    assert_eq!(investment.payout().unwrap().shares(), shares);
    assert_eq!(investment.discount(), Some(&assumed("5 % per year")));
    let found = investment.chain().unwrap();
    assert_eq!(found.value_added(), &assumed("40 %"));
    assert_eq!(found.domestic(), &assumed("60 %"));
    assert_eq!(found.crowding_out(), &assumed("30 %"));
    let per_outlay = investment.value_added_per_outlay().unwrap();
    assert!((per_outlay - 1.4).abs() < 1e-15, "{per_outlay}");
    // A multiplier of value added is that itself, by its own basis or by that of the chain.
    let of = |multiplier: &str, chain: Chain| {
        let bare = Investment::new(outlay.clone(), assumed(multiplier));
        bare.with_chain(chain).value_added_per_outlay().unwrap()
    };
    for found in [
        of("3.5 of value added", chain.clone()),
        of("3.5", chain.with_basis(MultiplierOf::ValueAdded)),
    ] {
        assert_eq!(found.to_bits(), 3.5_f64.to_bits());
    }
}

#[test]
fn a_source_and_an_estimate_return_their_parts() {
    let (kind, confidence) = (EvidenceKind::InstituteEstimate, Confidence::Medium);
    let source = Source::new("an institute", "a paper", kind, confidence).unwrap();
    assert_eq!((source.date(), source.locator()), (None, None));
    let source = source
        .with_date("2024-06".parse().unwrap())
        .with_locator("table 3")
        .unwrap();
    assert_eq!(
        (source.publisher(), source.title()),
        ("an institute", "a paper")
    );
    assert_eq!(source.date(), Some("2024-06".parse().unwrap()));
    assert_eq!(source.locator(), Some("table 3"));
    assert_eq!((source.kind(), source.confidence()), (kind, confidence));
    assert!(source.to_string().contains("table 3"), "{source}");

    let share: Share = "25 %".parse().unwrap();
    let estimate = Estimate::new(share, source.clone());
    assert_eq!((estimate.value(), estimate.source()), (share, &source));
    assert_eq!((estimate.observed(), estimate.entry()), (None, None));
    let range = Interval::closed(0.2, 0.3).unwrap();
    let observed = estimate.observed_in(range).unwrap();
    assert_eq!(observed.observed(), Some(range));
    assert!(observed.is_certain() && observed.uncertainty().is_none());
}

#[test]
fn a_policy_returns_its_shocks_and_what_each_changes() {
    let from = || "2026".parse().unwrap();
    let restriction = Restriction::new(Segment::Smart, from(), Limit::Share(assumed("30 %")));
    let better = Efficiency::by(
        Segment::General,
        UseOf::Productivity,
        assumed("1.4"),
        from(),
    );
    let surge = DemandSurge::new(Segment::Supercomputing, assumed("1.5"), from());
    let shocks = vec![
        Shock::Restriction(restriction),
        Shock::Efficiency(better.over(assumed("2 years"))),
        Shock::Demand(surge),
    ];
    let policy = Policy::new("all", shocks.clone()).unwrap();
    assert_eq!((policy.name(), policy.shocks()), ("all", &shocks[..]));
    let segments = policy
        .shocks()
        .iter()
        .map(|shock| shock.instrument().segment());
    let expected = [Segment::Smart, Segment::General, Segment::Supercomputing];
    assert_eq!(segments.collect::<Vec<_>>(), expected);
}

//! The multiplier channel as it is built in code: its parts, what it refuses, and its words.
#![allow(clippy::unwrap_used, clippy::panic)] // A test may.

use approx::assert_relative_eq;
use compute_impact::evidence::Estimate;
use compute_impact::investment::{
    BreakEven, Chain, ChannelKind, Investment, Outlay, PayoutProfile,
};
use compute_impact::scenario::Output;
use compute_impact::{Error, ErrorKind, GrowthRate, Multiplier, MultiplierOf, Scenario, Share};

/// A scenario of 100 bn a year.
const SPENT: &str = r#"
version = 1
name = "an outlay"
base = "2024"
until = "2026"
[compute]
base = { value = "100 EFLOPS FP32 in use", assumption = "x" }
counterfactual = "frozen"
path.total.growth.constant = { value = "10 % per year", assumption = "x" }
[gdp]
base = { value = "100 tn CNY", assumption = "x" }
baseline.includes.constant = { value = "4 % per year", assumption = "x" }
response.coefficient.elasticity = { value = 0.02, assumption = "x" }
"#;

fn of(part: &str) -> Estimate<Share> {
    Estimate::assumed(part.parse().unwrap(), "for a test").unwrap()
}

fn chain(value_added: &str) -> Chain {
    Chain::new(of(value_added), of("60 %"), of("50 %"))
}

fn spent(multiplier: &str) -> Investment {
    let outlay = Estimate::assumed("100 bn CNY".parse().unwrap(), "for a test").unwrap();
    let multiplier: Multiplier = multiplier.parse().unwrap();
    Investment::new(
        Outlay::PerPeriod(outlay),
        Estimate::assumed(multiplier, "for a test").unwrap(),
    )
}

fn with(investment: Investment) -> Result<Scenario, Error> {
    let scenario = Scenario::from_toml(SPENT).unwrap();
    scenario.edit().investment(investment).build()
}

fn payout(parts: &[&str]) -> Result<PayoutProfile, Error> {
    PayoutProfile::new(parts.iter().map(|part| part.parse().unwrap()).collect())
}

/// 100 bn at 3 are 300 bn of gross output, 120 of value added, 72 at home and 36 net, of which a
/// quarter comes a year later. At 25 % a year the balance of 2025 is (27 - 100) / 1.25.
#[test]
fn an_investment_has_the_parts_that_were_added() {
    let rate: GrowthRate = "25 % per year".parse().unwrap();
    let whole = spent("3 of gross output")
        .with_chain(chain("40 %"))
        .with_payout(payout(&["75 %", "25 %"]).unwrap())
        .with_discount(Estimate::assumed(rate, "for a test").unwrap());
    assert_eq!(whole.chain(), Some(&chain("40 %")));
    let shares = whole.payout().unwrap().shares().iter();
    let shares: Vec<f64> = shares.map(|share| share.get()).collect();
    assert_eq!(shares.len(), 2);
    assert_relative_eq!(shares[0], 0.75);
    assert_eq!(whole.discount().unwrap().value(), rate);
    assert_relative_eq!(
        whole.value_added_per_outlay().unwrap(),
        1.2,
        max_relative = 1e-15
    );
    let projection = with(whole).unwrap().project().unwrap();
    let series = |output| projection.series(output).unwrap().values().to_vec();
    let net = series(Output::NetValueAdded);
    assert_relative_eq!(net[1], 27e9, max_relative = 1e-12);
    assert_relative_eq!(net[2], 36e9, max_relative = 1e-12);
    let balance = series(Output::DiscountedBalance);
    assert_relative_eq!(balance[1], -73e9 / 1.25, max_relative = 1e-12);
    let two_years = -73e9 / 1.25 - 64e9 / 1.5625;
    assert_relative_eq!(balance[2], two_years, max_relative = 1e-12);
    let bare = spent("3 of gross output");
    assert!(bare.chain().is_none() && bare.payout().is_none() && bare.discount().is_none());
}

/// The basis that a multiplier does not state is that of the chain: as value added 300 bn are 90
/// net, and as gross output they are 36.
#[test]
fn a_chain_states_the_basis_that_a_multiplier_leaves_open() {
    for (basis, net) in [
        (MultiplierOf::ValueAdded, 90e9),
        (MultiplierOf::GrossOutput, 36e9),
    ] {
        let chain = chain("40 %").with_basis(basis);
        let projection = with(spent("3").with_chain(chain)).unwrap().project();
        let projection = projection.unwrap();
        let found = projection.series(Output::NetValueAdded).unwrap().last();
        assert_relative_eq!(found, net, max_relative = 1e-12);
    }
    let open = with(spent("3").with_chain(chain("40 %"))).unwrap_err();
    assert!(open.to_string().starts_with("investment.chain"), "{open}");
    let other = chain("40 %").with_basis(MultiplierOf::ValueAdded);
    let other = with(spent("3 of gross output").with_chain(other)).unwrap_err();
    assert!(
        matches!(other.kind(), ErrorKind::Conflict { .. }),
        "{other}"
    );
}

/// Gross output without value added has no chain to follow.
#[test]
fn a_chain_needs_value_added() {
    let error = with(spent("3 of value added").with_chain(chain("0 %"))).unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::OutOfRange { .. }),
        "{error}"
    );
    let place = "investment.chain.value-added:";
    assert!(error.to_string().starts_with(place), "{error}");
}

/// Gross output is not a return, so that only a chain has something to pay out or to discount; and
/// a discount rate is one of the periods of the scenario.
#[test]
fn payout_and_discount_need_a_chain_and_the_periods_of_the_scenario() {
    let rate = |text: &str| {
        let rate: GrowthRate = text.parse().unwrap();
        Estimate::assumed(rate, "for a test").unwrap()
    };
    let bare = || spent("3 of gross output");
    let discounted = with(bare().with_discount(rate("5 % per year"))).unwrap_err();
    let paid = with(bare().with_payout(payout(&["100 %"]).unwrap())).unwrap_err();
    for (error, place) in [
        (discounted, "investment.discount:"),
        (paid, "investment.payout:"),
    ] {
        assert!(matches!(error.kind(), ErrorKind::Missing { .. }), "{error}");
        assert!(error.to_string().starts_with(place), "{error}");
    }
    let chained = bare().with_chain(chain("40 %"));
    let error = with(chained.with_discount(rate("1 % per quarter"))).unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::FrequencyMismatch { .. }),
        "{error}"
    );
    assert!(
        error.to_string().starts_with("investment.discount:"),
        "{error}"
    );
}

#[test]
fn a_payout_profile_pays_the_whole_return() {
    assert_eq!(payout(&["100 %"]).unwrap().shares().len(), 1);
    assert_eq!(payout(&["0 %", "40 %", "60 %"]).unwrap().shares().len(), 3);
    for parts in [&["40 %", "50 %"][..], &["60 %", "50 %"], &["0 %"]] {
        let error = payout(parts).unwrap_err();
        let &ErrorKind::SharesDoNotSum { sum, .. } = error.kind() else {
            panic!("{error}")
        };
        let parts = parts.iter().map(|part| part.parse::<Share>().unwrap());
        let expected: f64 = parts.map(Share::get).sum();
        assert_relative_eq!(sum, expected, max_relative = 1e-15);
    }
    let error = payout(&[]).unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::OutOfRange { .. }),
        "{error}"
    );
}

#[test]
fn a_break_even_has_a_nearest_value_and_perhaps_a_unique_one() {
    let several = BreakEven::Several {
        nearest: 0.25,
        count: 3,
    };
    assert_eq!(several.nearest(), Some(0.25));
    assert_eq!(several.unique(), None);
    let one = BreakEven::At(0.5);
    assert_eq!([one.nearest(), one.unique()], [Some(0.5); 2]);
    for other in [BreakEven::<f64>::None, BreakEven::Independent] {
        assert_eq!([other.nearest(), other.unique()], [None; 2]);
    }
}

/// Channels overlap, so that each names what it overlaps with.
#[test]
fn each_channel_names_what_it_overlaps_with() {
    for (kind, name, other) in [
        (
            ChannelKind::Response,
            "response to compute growth",
            "capital channel",
        ),
        (
            ChannelKind::Capital,
            "response to the capacity bought",
            "the response",
        ),
        (ChannelKind::Multiplier, "multiplier chain", "input-output"),
        (
            ChannelKind::InputOutput,
            "input-output table",
            "a multiplier",
        ),
    ] {
        assert_eq!(kind.to_string(), name);
        assert!(kind.overlaps().contains(other), "{kind}");
    }
}

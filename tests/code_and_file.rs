//! What is built in code is what a file says: random scenarios with every part are built by the
//! public constructors, written, read back and found equal; every constructor takes part.
#![allow(clippy::unwrap_used, clippy::panic)] // Helpers of tests, which the lint takes for code.

use std::cell::RefCell;
use std::collections::BTreeSet;

use compute_impact::testing::scenario as scenarios;
use compute_impact::*;
use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};
use serde_json::Value;

use capacity::{Composition, Segment, ShareObservation, SharePath};
use evidence::{Estimate, Source};
use response::{Coefficient, Response};

/// Each constructor of a part of a scenario, and where its trace is in the file. A star is any entry
/// of a list or any key, two stars are any way down, `!` is a key that is not there.
#[rustfmt::skip]
const TRACES: &[(&str, &str)] = &[
    ("Scenario::builder", "name=random"),
    ("ScenarioBuilder::compute", "compute"),
    ("ScenarioBuilder::gdp", "gdp"),
    ("ScenarioBuilder::digital", "digital"),
    ("ScenarioBuilder::coherence", "coherence=coherent"),
    ("ScenarioBuilder::investment", "investment"),
    ("ScenarioBuilder::noise", "noise/*"),
    ("ScenarioBuilder::correlation", "correlation/*"),
    ("ScenarioBuilder::alternative", "alternative/*"),
    ("ScenarioBuilder::policy", "policy/*"),
    ("ScenarioBuilder::under", "active/*"),
    ("Compute::new", "compute/base"),
    ("Compute::with_use", "compute/use/*"),
    ("Compute::with_stock", "compute/stock/*"),
    ("SegmentUse::with_utilisation", "compute/use/*/utilisation"),
    ("SegmentUse::with_productivity", "compute/use/*/productivity"),
    ("Segment::General", "compute/stock/general"),
    ("Segment::Smart", "compute/stock/smart"),
    ("Segment::Supercomputing", "compute/stock/supercomputing"),
    ("ComputePath::Total", "compute/path/total"),
    ("ComputePath::total", "compute/path/total/!smart-share"),
    ("ComputePath::Segments", "compute/path/segments"),
    ("ComputePath::BuildOut", "compute/path/build-out"),
    ("Counterfactual::Frozen", "compute/counterfactual=frozen"),
    ("Counterfactual::Trend", "compute/counterfactual/trend"),
    ("Counterfactual::Path", "compute/counterfactual/path/build-out"),
    ("Composition::new", "compute/path/build-out/mix/supercomputing"),
    ("Growth::Constant", "compute/path/total/growth/constant"),
    ("Growth::ByPeriod", "compute/path/total/growth/by-period"),
    ("Growth::ToTarget", "compute/path/total/growth/to-target"),
    ("SharePath::through", "compute/path/total/smart-share/observations/*"),
    ("SharePath::with_curve", "compute/path/total/smart-share/curve=linear"),
    ("SharePath::with_deviation", "compute/path/total/smart-share/deviation/stated/line-error/log-odds"),
    ("SharePath::with_ceiling", "compute/path/total/smart-share/ceiling"),
    ("Curve::Logistic", "compute/path/total/smart-share/curve=logistic"),
    ("Curve::Linear", "compute/path/total/smart-share/curve=linear"),
    ("ShareObservation::new", "compute/path/total/smart-share/observations/*/at"),
    ("Outlay::PerPeriod", "compute/path/build-out/*/per-period"),
    ("Outlay::ByPeriod", "compute/path/build-out/*/by-period"),
    ("Outlay::OfCompute", "investment/outlay=of-compute"),
    ("SegmentStock::new", "compute/stock/*/retirement"),
    ("SegmentStock::with_unit_cost", "compute/stock/*/unit-cost"),
    ("SegmentStock::with_power", "compute/stock/*/power"),
    ("SegmentStock::with_past_growth", "compute/stock/*/past-growth"),
    ("CostPath::listed", "compute/stock/*/unit-cost/by-period"),
    ("CostPath::Falling", "compute/stock/*/unit-cost/start"),
    ("CostPath::Listed", "compute/stock/*/unit-cost/by-period"),
    ("FallingCost::new", "compute/stock/*/unit-cost/start"),
    ("FallingCost::with_trend", "compute/stock/*/unit-cost/trend"),
    ("Compute::with_timing", "compute/timing/average/growth-before"),
    ("ComputeTiming::End", "compute/!timing"),
    ("ComputeTiming::Average", "compute/timing/average/growth-before"),
    ("CostTrend::Rate", "compute/stock/*/unit-cost/trend"),
    ("CostTrend::PricePerformance", "compute/stock/*/unit-cost/price-performance"),
    ("FallingCost::with_learning", "compute/stock/*/unit-cost/learning"),
    ("Retirement::Life", "compute/stock/*/retirement/life"),
    ("Retirement::Geometric", "compute/stock/*/retirement/geometric"),
    ("Retirement::Survival", "compute/stock/*/retirement/survival"),
    ("PowerUse::new", "compute/stock/*/power/!limit"),
    ("PowerUse::with_limit", "compute/stock/*/power/limit"),
    ("Outcome::new", "gdp/base"),
    ("Baseline::Includes", "gdp/baseline/includes"),
    ("Baseline::Excludes", "gdp/baseline/excludes"),
    ("Response::elasticity", "gdp/response/coefficient/elasticity"),
    ("Response::growth_ratio", "gdp/response/coefficient/growth-ratio"),
    ("Response::semi_elasticity", "gdp/response/coefficient/semi-elasticity"),
    ("Coefficient::Elasticity", "gdp/response/coefficient/elasticity/uncertainty"),
    ("Coefficient::GrowthRatio", "gdp/response/coefficient/growth-ratio/uncertainty"),
    ("Coefficient::SemiElasticity", "gdp/response/coefficient/semi-elasticity/uncertainty"),
    ("Response::with_lag", "gdp/response/lag"),
    ("Response::with_saturation", "gdp/response/saturation"),
    ("Lag::None", "gdp/response/!lag"),
    ("Lag::Koyck", "gdp/response/lag/koyck"),
    ("Lag::Almon", "gdp/response/lag/almon"),
    ("Lag::almon", "gdp/response/lag/almon/length"),
    ("Lag::Explicit", "gdp/response/lag/explicit"),
    ("Lag::explicit", "gdp/response/lag/explicit/*"),
    ("IndexPath::new", "gdp/response/index/at"),
    ("IndexPath::with_tiers", "gdp/response/index/tiers"),
    ("IndexTier::new", "gdp/response/index/tiers/*/above"),
    ("Coherence::AsPublished", "coherence=as-published"),
    ("Coherence::Coherent", "coherence=coherent"),
    ("Investment::new", "investment/multiplier"),
    ("Investment::with_chain", "investment/chain"),
    ("Investment::with_payout", "investment/payout"),
    ("Investment::with_discount", "investment/discount"),
    ("Chain::new", "investment/chain/crowding-out"),
    ("Chain::with_basis", "investment/chain/basis"),
    ("PayoutProfile::new", "investment/payout/*"),
    ("Shock::Restriction", "policy/*/shock/*/restriction"),
    ("Shock::Efficiency", "policy/*/shock/*/efficiency"),
    ("Shock::Demand", "policy/*/shock/*/demand"),
    ("Shock::Voucher", "policy/*/shock/*/voucher"),
    ("Shock::Platform", "policy/*/shock/*/platform"),
    ("Compute::with_market", "compute/market/*"),
    ("Market::at_cost", "compute/market/*/cost"),
    ("Market::of_rentals", "compute/market/*/!cost"),
    ("Market::with_rentals", "compute/market/*/rentals"),
    ("Market::with_card", "compute/market/*/card"),
    ("Market::with_demand", "compute/market/*/demand"),
    ("Market::with_sites", "compute/market/*/sites"),
    ("PriceFromCost::new", "compute/market/*/cost/sold"),
    ("PriceFromCost::with_operation", "compute/market/*/cost/operation"),
    ("PriceFromCost::with_power_price", "compute/market/*/cost/power-price"),
    ("PriceFromCost::with_margin", "compute/market/*/cost/margin"),
    ("PriceFromCost::with_rent_growth", "compute/market/*/cost/rent-growth"),
    ("Market::with_search", "compute/market/*/search"),
    ("Rental::new", "compute/market/*/rentals/*/at"),
    ("Demand::new", "compute/market/*/demand/ceiling"),
    ("Demand::with_induced", "compute/market/*/demand/induced"),
    ("InducedInvestment::new", "compute/market/*/demand/induced/lag"),
    ("Sites::new", "compute/market/*/sites/servers"),
    ("Sites::with_movable", "compute/market/*/sites/movable"),
    ("Voucher::new", "policy/*/shock/*/voucher/!until"),
    ("Voucher::until", "policy/*/shock/*/voucher/until"),
    ("Voucher::with_budget", "policy/*/shock/*/voucher/budget"),
    ("Voucher::with_displaced", "policy/*/shock/*/voucher/displaced"),
    ("Payer::City", "policy/*/shock/*/voucher/payer=city"),
    ("Payer::Province", "policy/*/shock/*/voucher/payer=province"),
    ("Payer::State", "policy/*/shock/*/voucher/payer=state"),
    ("Platform::new", "policy/*/shock/*/platform/registered"),
    ("Platform::over", "policy/*/shock/*/platform/over"),
    ("Locality::new", "locality/used-here"),
    ("Locality::with_retained", "locality/retained"),
    ("Locality::with_nation", "locality/nation"),
    ("Nation::new", "locality/nation/gdp"),
    ("Nation::with_growth", "locality/nation/growth"),
    ("ScenarioBuilder::locality", "locality/name"),
    ("Policy::new", "policy/*/name"),
    ("Restriction::new", "policy/*/shock/*/restriction/!until"),
    ("Restriction::until", "policy/*/shock/*/restriction/until"),
    ("Restriction::with_substitution", "policy/*/shock/*/restriction/substitution"),
    ("Restriction::with_anticipation", "policy/*/shock/*/restriction/anticipation"),
    ("Restriction::with_quality", "policy/*/shock/*/restriction/quality"),
    ("Restriction::with_secondary_market", "policy/*/shock/*/restriction/secondary/premium"),
    ("Limit::Share", "policy/*/shock/*/restriction/limit/share"),
    ("Limit::Capacity", "policy/*/shock/*/restriction/limit/capacity"),
    ("Limit::Premium", "policy/*/shock/*/restriction/limit/premium"),
    ("Efficiency::to", "policy/*/shock/*/efficiency/gain/to"),
    ("Efficiency::by", "policy/*/shock/*/efficiency/gain/by"),
    ("Efficiency::over", "policy/*/shock/*/efficiency/over"),
    ("UseOf::Utilisation", "policy/*/shock/*/efficiency/of=utilisation"),
    ("UseOf::Productivity", "policy/*/shock/*/efficiency/of=productivity"),
    ("DemandSurge::new", "policy/*/shock/*/demand/!until"),
    ("DemandSurge::until", "policy/*/shock/*/demand/until"),
    ("Noise::new", "noise/*/persistence"),
    ("RankCorrelation::new", "correlation/*/rank"),
    ("Alternative::new", "alternative/*/weight"),
    ("Alternative::with_compute", "alternative/*/compute"),
    ("Alternative::with_gdp", "alternative/*/gdp"),
    ("Alternative::with_digital", "alternative/*/digital"),
    ("Alternative::with_investment", "alternative/*/investment"),
    ("Alternative::with_coherence", "alternative/*/coherence"),
    ("Estimate::new", "compute/base/source"),
    ("Estimate::from_catalogue", "compute/base/catalogue"),
    ("Estimate::from_interval", "investment/chain/crowding-out/source/title=an interval"),
    ("Estimate::with_uncertainty", "compute/base/uncertainty"),
    ("Estimate::with_meaning", "**/meaning/*"),
    ("Estimate::observed_in", "gdp/response/coefficient/*/observed"),
    ("Source::new", "gdp/base/source/kind=official-statistic"),
    ("Source::assumption", "gdp/base/source/kind=assumption"),
    ("Source::with_date", "gdp/base/source/date"),
    ("Source::with_locator", "gdp/base/source/locator"),
    ("Uncertainty::Certain", "**/uncertainty/shape=certain"),
    ("Uncertainty::Uniform", "**/uncertainty/shape=uniform"),
    ("Uncertainty::Triangular", "**/uncertainty/shape=triangular"),
    ("Uncertainty::Pert", "**/uncertainty/shape=pert"),
    ("Uncertainty::Normal", "**/uncertainty/shape=normal"),
    ("Uncertainty::StudentT", "**/uncertainty/shape=student-t"),
    ("Uncertainty::LogNormal", "**/uncertainty/shape=log-normal"),
    ("Uncertainty::TruncatedNormal", "**/uncertainty/shape=truncated-normal"),
    ("Uncertainty::Beta", "**/uncertainty/shape=beta"),
    ("Uncertainty::Empirical", "**/uncertainty/shape=empirical"),
];

/// Constructors that make what a longer form makes too, and the test that shows it below.
const SHORT_FORMS: &[&str] = &[
    "Compute::with_base",
    "Compute::with_counterfactual",
    "Compute::with_path",
    "SharePath::to_target",
    "Composition::grown",
    "Outcome::with_response",
    "Response::with_coefficient",
    "Estimate::assumed",
    "Uncertainty::from_interval",
    "Instrument::Additions",
    "Instrument::Utilisation",
    "Instrument::Productivity",
    "Instrument::Price",
    "Instrument::Access",
    "DifferenceFan::from_summary",
    "Scenario::edit",
    "Scenario::read",
    "Scenario::under",
    "ScenarioBuilder::name",
    "ScenarioBuilder::plain",
];

/// Where constructors of scenarios and their parts are written.
const SOURCES: &[&str] = &[
    include_str!("../src/capacity/composition.rs"),
    include_str!("../src/capacity/compute.rs"),
    include_str!("../src/capacity/cost.rs"),
    include_str!("../src/capacity/growth.rs"),
    include_str!("../src/capacity/outlay.rs"),
    include_str!("../src/capacity/segment.rs"),
    include_str!("../src/capacity/share_path.rs"),
    include_str!("../src/market/mod.rs"),
    include_str!("../src/market/price.rs"),
    include_str!("../src/market/demand.rs"),
    include_str!("../src/market/sites.rs"),
    include_str!("../src/policy/shock.rs"),
    include_str!("../src/policy/restriction.rs"),
    include_str!("../src/policy/voucher.rs"),
    include_str!("../src/policy/platform.rs"),
    include_str!("../src/scenario/locality.rs"),
    include_str!("../src/capacity/stock.rs"),
    include_str!("../src/capacity/timing.rs"),
    include_str!("../src/evidence/estimate.rs"),
    include_str!("../src/investment/multiplier_channel.rs"),
    include_str!("../src/response/coherence.rs"),
    include_str!("../src/response/index.rs"),
    include_str!("../src/response/lag.rs"),
    include_str!("../src/response/mod.rs"),
    include_str!("../src/scenario/alternative.rs"),
    include_str!("../src/scenario/builder.rs"),
    include_str!("../src/comparison.rs"),
    include_str!("../src/scenario/compute.rs"),
    include_str!("../src/scenario/joint.rs"),
    include_str!("../src/scenario/mod.rs"),
    include_str!("../src/policy/mod.rs"),
    include_str!("../src/scenario/spec.rs"),
    include_str!("../src/uncertainty/mod.rs"),
];

/// The public functions that return their own type, and the variants of public enumerations, each
/// as `Type::name`.
fn constructors(source: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut owner = String::new();
    let mut is_enum = false;
    let mut signature: Option<(String, String)> = None;
    let name_of = |text: &str| -> String {
        let named = |c: char| c.is_alphanumeric() || c == '_';
        text.chars().take_while(|c| named(*c)).collect()
    };
    for line in source.lines() {
        if line.starts_with("mod tests") {
            break;
        }
        if let Some(rest) = line.strip_prefix("pub enum ") {
            (owner, is_enum) = (name_of(rest), true);
        } else if let Some(rest) = line.strip_prefix("impl") {
            let after = rest.find("> ").filter(|_| rest.starts_with('<'));
            let rest = after.map_or(rest.trim_start(), |end| &rest[end + 2..]);
            let is_trait = line.contains(" for ");
            owner = if is_trait {
                String::new()
            } else {
                name_of(rest)
            };
            is_enum = false;
        } else if line.starts_with('}') {
            owner.clear();
        }
        if owner.is_empty() {
            continue;
        }
        let inner = line.strip_prefix("    ").unwrap_or_default();
        if is_enum && inner.starts_with(char::is_uppercase) {
            found.push(format!("{owner}::{}", name_of(inner)));
        }
        let function = ["pub fn ", "pub const fn "]
            .iter()
            .find_map(|start| inner.strip_prefix(start));
        if let Some(rest) = function {
            signature = Some((name_of(rest), String::new()));
        }
        if let Some((name, text)) = &mut signature {
            text.push_str(line);
            if line.ends_with('{') || line.ends_with("where") {
                if text.contains("-> Self") || text.contains("-> Result<Self") {
                    found.push(format!("{owner}::{name}"));
                }
                signature = None;
            }
        }
    }
    found
}

#[test]
fn every_public_constructor_of_a_scenario_is_listed() {
    let written: BTreeSet<String> = SOURCES.iter().flat_map(|text| constructors(text)).collect();
    assert!(written.len() > 90, "the sources are not read: {written:?}");
    let listed: BTreeSet<&str> = TRACES
        .iter()
        .map(|(name, _)| *name)
        .chain(SHORT_FORMS.iter().copied())
        .collect();
    let missing: Vec<&String> = written
        .iter()
        .filter(|name| !listed.contains(name.as_str()))
        .collect();
    assert!(
        missing.is_empty(),
        "let the strategies use, and list here: {missing:#?}"
    );
}

/// Whether a path such as `policy/*/name` leads to something.
fn leads(value: &Value, way: &str) -> bool {
    let (step, rest) = match way.split_once('/') {
        Some((step, rest)) => (step, Some(rest)),
        None => (way, None),
    };
    let on = |inner: &Value| rest.is_none_or(|rest| leads(inner, rest));
    let children = || -> Vec<&Value> {
        match value {
            Value::Array(entries) => entries.iter().collect(),
            Value::Object(fields) => fields.values().collect(),
            _ => Vec::new(),
        }
    };
    if step == "**" {
        return on(value) || children().into_iter().any(|child| leads(child, way));
    }
    if step == "*" {
        return children().into_iter().any(on);
    }
    if let Some(key) = step.strip_prefix('!') {
        return value.is_object() && value.get(key).is_none();
    }
    match step.split_once('=') {
        Some((key, text)) => value.get(key).and_then(Value::as_str) == Some(text),
        None => value.get(step).is_some_and(on),
    }
}

/// All numbers of a projection, to the bit.
fn bits(scenario: &Scenario) -> Vec<u64> {
    let projection = scenario.project().unwrap();
    let outputs = projection.outputs().iter();
    let series = outputs.filter_map(|output| projection.series(*output));
    series
        .flat_map(|series| series.values().iter().map(|value| value.to_bits()))
        .collect()
}

/// What a scenario comes to: as written, in each alternative, and under all of its policies.
fn all_bits(scenario: &Scenario) -> Vec<u64> {
    let mut all = bits(scenario);
    for (_, alternative) in scenario.alternatives() {
        all.extend(bits(alternative));
    }
    let names = scenario.policies().iter().map(policy::Policy::name);
    if let Ok(under) = scenario.under(names)
        && under.project().is_ok()
    {
        all.extend(bits(&under));
    }
    all
}

const CASES: u32 = 384;

#[test]
fn what_is_built_in_code_is_what_a_file_says() {
    let config = ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(CASES)
    };
    // The same scenarios in every run, so that none of the traces is missing by chance.
    let random = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(config, random);
    let seen = RefCell::new(BTreeSet::new());
    let law = |scenario: Scenario| {
        let json = serde_json::to_string(&scenario).unwrap();
        let toml = toml::to_string(&scenario).unwrap();
        let written: Value = serde_json::from_str(&json).unwrap();
        for (name, way) in TRACES {
            if leads(&written, way) {
                seen.borrow_mut().insert(*name);
            }
        }
        let expected = all_bits(&scenario);
        for read in [
            Scenario::read(&mut serde_json::Deserializer::from_str(&json))?,
            Scenario::from_toml(&toml)?,
        ] {
            prop_assert_eq!(&read, &scenario);
            prop_assert_eq!(read.fingerprint(), scenario.fingerprint());
            prop_assert_eq!(read.inputs(), scenario.inputs());
            prop_assert_eq!(serde_json::to_string(&read).unwrap(), json.as_str());
            prop_assert_eq!(all_bits(&read), &*expected);
        }
        Ok(())
    };
    if let Err(error) = runner.run(&scenarios::full_scenario(), law) {
        panic!("{error}");
    }
    let seen = seen.into_inner();
    let unused: Vec<&str> = TRACES
        .iter()
        .map(|(name, _)| *name)
        .filter(|name| !seen.contains(name))
        .collect();
    assert!(unused.is_empty(), "never exercised: {unused:#?}");
}

#[test]
fn short_forms_make_what_the_long_ones_make() {
    let reason = || Source::assumption("for a test").unwrap();
    let share = |percent: &str| Estimate::new(percent.parse::<Share>().unwrap(), reason());
    assert_eq!(
        Estimate::assumed("25 %".parse::<Share>().unwrap(), "for a test").unwrap(),
        share("25 %")
    );

    let observed = |at: &str, percent| ShareObservation::new(at.parse().unwrap(), share(percent));
    let (from, to) = (observed("2024", "30 %"), observed("2026", "40 %"));
    assert_eq!(
        SharePath::to_target(from.clone(), to.clone()).unwrap(),
        SharePath::through(vec![from, to]).unwrap()
    );

    // 60, 30 and 10 of a hundred that grow by 0, 100 and 0 % are 60, 60 and 10 of 130.
    let mix = |shares: [f64; 3]| {
        let [general, smart, supercomputing] = shares.map(|share| Share::new(share).unwrap());
        Composition::new(general, smart, supercomputing).unwrap()
    };
    let rate = |percent: &str| {
        format!("{percent} % per year")
            .parse::<GrowthRate>()
            .unwrap()
    };
    let grown = mix([0.6, 0.3, 0.1])
        .grown(rate("0"), rate("100"), rate("0"))
        .unwrap();
    for (segment, parts) in Segment::ALL.into_iter().zip([60.0, 60.0, 10.0]) {
        assert!((grown.share(segment).get() - parts / 130.0).abs() < 1e-15);
    }

    let estimate = |number: f64| Estimate::new(Elasticity::new(number).unwrap(), reason());
    let other = Response::elasticity(estimate(0.1));
    let other = other
        .with_coefficient(Coefficient::Elasticity(estimate(0.2)))
        .unwrap();
    assert_eq!(other, Response::elasticity(estimate(0.2)));

    let one = super::common::read(include_str!("../examples/scenarios/china-2030.toml"));
    let two = super::common::read(include_str!(
        "../examples/scenarios/east-data-west-computing.toml"
    ));
    let (one, two) = (one.compute().clone(), two.compute());
    let parts = (
        two.base().clone(),
        two.path().clone(),
        two.counterfactual().clone(),
    );
    let changed = one
        .with_base(parts.0.clone())
        .with_path(parts.1.clone())
        .with_counterfactual(parts.2.clone());
    assert_eq!(changed, scenario::Compute::new(parts.0, parts.1, parts.2));

    assert_eq!(
        uncertainty::Uncertainty::from_interval("uniform", 3.0, 4.0, 0.9).unwrap(),
        uncertainty::Uniform::from_interval(3.0, 4.0, 0.9)
            .unwrap()
            .into()
    );
}

#[test]
fn a_scenario_that_is_edited_is_the_one_that_is_built_so() {
    let text = include_str!("scenarios/full-stock.toml");
    let scenario = Scenario::from_toml(text).unwrap();
    assert_eq!(scenario.edit().build().unwrap(), scenario);
    let renamed = scenario.edit().name("another").build().unwrap();
    assert_eq!(renamed.name(), "another");
    assert_eq!(renamed.edit().name("full stock").build().unwrap(), scenario);
    let plain = scenario.edit().plain().build().unwrap();
    assert!(plain.noise().is_empty() && plain.correlations().is_empty());
    assert_eq!(plain.alternatives().count(), 0);
    assert_eq!(plain.policies(), scenario.policies());
    let under = scenario.under(["half", "surge"]).unwrap();
    assert_eq!(under.active_policies(), ["half", "surge"]);
    assert_eq!(
        under,
        scenario.edit().under(["half", "surge"]).build().unwrap()
    );
    let elastic = Estimate::assumed("0.1".parse::<Elasticity>().unwrap(), "for a test").unwrap();
    let response = Response::elasticity(elastic);
    let gdp = scenario.gdp().clone().with_response(response.clone());
    let built = scenario::Outcome::new(
        scenario.gdp().base().clone(),
        scenario.gdp().baseline().clone(),
        response,
    );
    assert_eq!(gdp, built);
}

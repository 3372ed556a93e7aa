//! The market for compute against a second program, and its laws.

#![allow(clippy::unwrap_used, clippy::panic)] // Helpers of tests, which the lint takes for code.

use approx::assert_relative_eq;
use compute_impact::capacity::Segment;
use compute_impact::finding::Code;
use compute_impact::{ErrorKind, Output, Projection, Scenario};
use proptest::prelude::*;

const MARKET: &str = include_str!("scenarios/market.toml");

/// The scenario with some texts replaced, each of which it has once, and a text at its end.
fn scenario(replaced: &[(&str, &str)], more: &str) -> Scenario {
    read(replaced, more).unwrap()
}

fn read(replaced: &[(&str, &str)], more: &str) -> Result<Scenario, compute_impact::Error> {
    let mut text = MARKET.to_owned();
    for (old, new) in replaced {
        assert_eq!(text.matches(old).count(), 1, "{old}");
        text = text.replace(old, new);
    }
    Scenario::from_toml(&(text + more))
}

fn growth(rate: &str) -> (&'static str, String) {
    let rate = format!("growth.constant = {{ value = \"{rate} per year\"");
    ("growth.constant = { value = \"20 % per year\"", rate)
}

fn elasticity(value: f64) -> (&'static str, String) {
    let value = format!("elasticity = {{ value = \"-{value}\"");
    ("elasticity = { value = \"-1\"", value)
}

fn trend(rate: &str) -> (&'static str, String) {
    let rate = format!("unit-cost.trend = {{ value = \"{rate} per year\"");
    ("unit-cost.trend = { value = \"-10 % per year\"", rate)
}

fn voucher(from: u32, rate: &str, budget: &str) -> String {
    format!(
        r#"
[[policy]]
name = "acts"
[[policy.shock]]
voucher = {{ segment = "smart", rate = {{ value = "{rate}", assumption = "x" }}, budget = {{ value = "{budget} CNY", assumption = "x" }}, payer = "city", from = "{}" }}
"#,
        2024 + from
    )
}

fn sites(count: u32, servers: u32) -> (&'static str, String) {
    let demand = "[compute.market.smart.demand]";
    let sites =
        format!("[compute.market.smart.sites]\ncount = {count}\nservers = {servers}\n\n{demand}");
    (demand, sites)
}

/// A cost of search in front of another table of the market.
fn searched((old, new): (&'static str, String), cost: &str) -> (&'static str, String) {
    let search = format!("search = {{ value = \"{cost}\", assumption = \"x\" }}");
    (old, format!("[compute.market.smart]\n{search}\n\n{new}"))
}

fn rents(rate: &str) -> (&'static str, String) {
    let margin = "margin = { value = \"10 %\", assumption = \"x\" }";
    let rents = format!("rent-growth = {{ value = \"{rate} per year\", assumption = \"x\" }}");
    (margin, format!("{margin}\n{rents}"))
}

fn platform(from: u32, registered: &str) -> String {
    format!(
        r#"
[[policy]]
name = "acts"
[[policy.shock]]
platform = {{ segment = "smart", registered = {{ value = "{registered}", assumption = "x" }}, from = "{}" }}
"#,
        2024 + from
    )
}

fn barred(from: u32, through: &str, found: &str, dearer: f64, quality: f64) -> String {
    format!(
        r#"
[[policy]]
name = "acts"
[[policy.shock]]
[policy.shock.restriction]
segment = "smart"
from = "{}"
limit.share = {{ value = "{through}", assumption = "x" }}
secondary = {{ share = {{ value = "{found}", assumption = "x" }}, premium = {{ value = "{dearer}", assumption = "x" }} }}
quality = {{ value = "{quality}", assumption = "x" }}
"#,
        2024 + from
    )
}

fn premium(from: u32, part: f64) -> String {
    format!(
        r#"
[[policy]]
name = "acts"
[[policy.shock]]
restriction = {{ segment = "smart", from = "{}", limit.premium = {{ value = "{part}", assumption = "x" }} }}
"#,
        2024 + from
    )
}

fn induced(share: &str, lag: u32) -> (&'static str, String) {
    let ceiling = "ceiling = { value = \"70 %\", assumption = \"x\" }";
    let induced = format!(
        "induced = {{ share = {{ value = \"{share}\", assumption = \"x\" }}, lag = {lag} }}"
    );
    (ceiling, format!("{ceiling}\n{induced}"))
}

/// The scenario of a case of the second program.
fn of_case(case: &str) -> Scenario {
    let (replaced, policy): (Vec<(&str, String)>, String) = match case {
        "spare" => (vec![], String::new()),
        "spare-inelastic" => (vec![elasticity(0.3)], String::new()),
        "spare-elastic" => (vec![elasticity(1.7), growth("0 %")], String::new()),
        "short" => (vec![growth("60 %")], String::new()),
        "short-inelastic" => (vec![growth("60 %"), elasticity(0.3)], String::new()),
        "rising-cost" => (vec![trend("5 %"), growth("10 %")], String::new()),
        "vouchers-spare" => (vec![growth("5 %")], voucher(2, "30 %", "1 bn")),
        "vouchers-unbounded" => (
            vec![growth("0 %"), trend("0 %")],
            voucher(2, "30 %", "1000000000 tn"),
        ),
        "vouchers-fill" => (vec![growth("25 %")], voucher(1, "50 %", "80 bn")),
        "vouchers-short" => (vec![growth("60 %")], voucher(1, "30 %", "2 bn")),
        "induced" => (vec![growth("60 %"), induced("50 %", 1)], String::new()),
        "induced-slowly" => (
            vec![growth("60 %"), elasticity(0.5), induced("80 %", 2)],
            String::new(),
        ),
        "induced-elastic" => (
            vec![growth("90 %"), elasticity(1.5), induced("100 %", 1)],
            String::new(),
        ),
        "premium" => (vec![growth("30 %")], premium(3, 0.4)),
        "premium-inelastic" => (vec![growth("30 %"), elasticity(0.4)], premium(2, 0.2)),
        "sites" => (vec![growth("50 %"), sites(4, 8)], String::new()),
        "platform" => (
            vec![growth("50 %"), searched(sites(4, 8), "5 %")],
            platform(2, "100 %"),
        ),
        "platform-partly" => (
            vec![growth("70 %"), elasticity(0.4), sites(4, 8)],
            platform(1, "50 %"),
        ),
        "platform-idle" => (
            vec![growth("0 %"), searched(sites(6, 3), "10 %")],
            platform(3, "50 %"),
        ),
        "barred" => (vec![growth("30 %")], barred(2, "50 %", "40 %", 0.5, 0.8)),
        "barred-wholly" => (vec![growth("10 %")], barred(4, "0 %", "25 %", 1.0, 0.5)),
        "barred-late" => (
            vec![growth("50 %"), elasticity(0.6)],
            barred(6, "70 %", "0 %", 0.0, 0.9),
        ),
        "vouchers-search" => {
            let demand = "[compute.market.smart.demand]";
            let search = searched((demand, demand.to_owned()), "20 %");
            (vec![growth("5 %"), search], voucher(2, "40 %", "5 bn"))
        }
        "rents-fall" => (vec![growth("10 %"), rents("-20 %")], String::new()),
        "rents-rise" => (
            vec![growth("50 %"), elasticity(0.5), rents("5 %")],
            String::new(),
        ),
        "premium-induced" => (vec![growth("60 %"), induced("50 %", 1)], premium(2, 0.25)),
        other => panic!("no case {other}"),
    };
    let replaced: Vec<(&str, &str)> = replaced.iter().map(|(a, b)| (*a, b.as_str())).collect();
    let read = scenario(&replaced, &policy);
    if policy.is_empty() {
        return read;
    }
    read.edit().under(["acts".to_owned()]).build().unwrap()
}

/// Every number of tests/data/market.csv, which tests/data/market.py computes by bisection, summed
/// payments and numeric integration.
#[test]
fn a_second_program_finds_the_same_markets() {
    let mut projections: Vec<(String, Projection)> = Vec::new();
    let mut compared = 0;
    for line in include_str!("data/market.csv").lines().skip(1) {
        let fields: Vec<&str> = line.split(',').collect();
        let [case, output, row, value] = fields[..] else {
            panic!("{line}");
        };
        if projections.last().is_none_or(|(name, _)| name != case) {
            projections.push((case.to_owned(), of_case(case).project().unwrap()));
        }
        let (_, projection) = projections.last().unwrap();
        let output: Output = output.parse().unwrap();
        let series = projection.series(output).unwrap();
        let (row, value): (usize, f64) = (row.parse().unwrap(), value.parse().unwrap());
        // Bisection leaves a few units in the last place. Gains of users are differences of sums of
        // up to 1e13 yuan.
        // The table of waits differs from the queue by a per cent, or by 2e-4 lengths of a job.
        if matches!(output, Output::Waiting(_)) {
            let found = series.values()[row];
            let allowed = (1e-2 * value).max(2e-4);
            assert!((found - value).abs() <= allowed, "{line}: {found}");
            compared += 1;
            continue;
        }
        let is_gain = matches!(output, Output::UserSavings(_) | Output::AddedUseSurplus(_));
        let close = approx::relative_eq!(
            series.values()[row],
            value,
            epsilon = if is_gain { 0.1 } else { 0.0 },
            max_relative = 1e-10
        );
        assert!(close, "{line}: {}", series.values()[row]);
        compared += 1;
    }
    assert_eq!((projections.len(), compared), (26, 1_904));
}

/// The values of an output of the smart segment.
fn values(projection: &Projection, output: fn(Segment) -> Output) -> Vec<f64> {
    let series = projection.series(output(Segment::Smart)).unwrap();
    series.values().to_vec()
}

/// The projection under the policy of the file.
fn under(scenario: &Scenario) -> Projection {
    let active = scenario.edit().under(["acts".to_owned()]);
    active.build().unwrap().project().unwrap()
}

/// Replaced texts with owned ends.
fn with(replaced: &[(&'static str, String)], more: &str) -> Scenario {
    let replaced: Vec<(&str, &str)> = replaced.iter().map(|(a, b)| (*a, b.as_str())).collect();
    scenario(&replaced, more)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// Without a change of price nobody saves, exactly, whatever the demand.
    #[test]
    fn no_change_of_price_saves_nothing(percent in -20_i32..20, e in 0.1_f64..3.0) {
        let still = with(&[trend("0 %"), growth(&format!("{percent} %")), elasticity(e)], "");
        let projection = still.project().unwrap();
        prop_assume!(values(&projection, Output::UnservedDemand).iter().all(|x| *x == 0.0));
        for output in [Output::UserSavings, Output::AddedUseSurplus] {
            for value in values(&projection, output) {
                prop_assert!(value == 0.0, "{value}");
            }
        }
    }

    /// The gain from a small change of price tends to the change times the quantity, and the
    /// surplus of added use vanishes against it.
    #[test]
    fn a_small_change_of_price_saves_itself_times_the_quantity(e in 0.1_f64..3.0, rate in prop_oneof![Just(-1e-5), Just(1e-5)]) {
        let small = with(&[trend(&format!("{} %", rate * 100.0)), growth("0 %"), elasticity(e)], "");
        let projection = small.project().unwrap();
        let price = values(&projection, Output::PricePaid);
        let used = values(&projection, Output::Demand);
        let hours = 365.2425 * 24.0;
        let saved = values(&projection, Output::UserSavings);
        let added = values(&projection, Output::AddedUseSurplus);
        for t in 1..=6 {
            let expected = (price[0] - price[t]) * used[t] / 1e18 * hours;
            // The next term is of the size of the elasticity times the change, 6e-5 at most.
            prop_assert!((saved[t] / expected - 1.0).abs() < 1e-3, "{} {expected}", saved[t]);
            prop_assert!((added[t] / expected).abs() < 1e-3);
        }
    }

    /// With spare capacity the price that users pay never rises with the budget; at the ceiling it
    /// stays, and the price that suppliers get rises. No more than the budget is paid.
    #[test]
    fn vouchers_never_raise_what_users_pay(
        percent in 0_i32..80, e in 0.1_f64..3.0, part in 1_u32..90,
        budgets in (0.0_f64..100.0, 0.0_f64..100.0),
    ) {
        let (less, more) = (budgets.0.min(budgets.1), budgets.0.max(budgets.1));
        let replaced = [growth(&format!("{percent} %")), elasticity(e)];
        let run = |budget: f64| {
            let policy = voucher(1, &format!("{part} %"), &format!("{budget} bn"));
            under(&with(&replaced, &policy))
        };
        let (one, two) = (run(less), run(more));
        let unserved = values(&one, Output::UnservedDemand);
        let [paid_one, paid_two] = [&one, &two].map(|run| values(run, Output::PricePaid));
        let [price_one, price_two] = [&one, &two].map(|run| values(run, Output::MarketPrice));
        let [outlay_one, outlay_two] = [&one, &two].map(|run| values(run, Output::VoucherOutlay));
        for t in 0..=6 {
            let slack = 1.0 + 1e-12;
            prop_assert!(paid_two[t] <= paid_one[t] * slack);
            prop_assert!(price_two[t] * slack >= price_one[t]);
            prop_assert!(outlay_one[t] <= less * 1e9 * slack && outlay_two[t] <= more * 1e9 * slack);
            if unserved[t] > 0.0 {
                prop_assert_eq!(paid_two[t].to_bits(), paid_one[t].to_bits());
            }
        }
    }

    /// Demand is unserved only where capacity is at its ceiling, and a price above the one without
    /// scarcity goes with it.
    #[test]
    fn demand_is_unserved_at_the_ceiling_alone(percent in -20_i32..90, e in 0.1_f64..3.0) {
        let projection = with(&[growth(&format!("{percent} %")), elasticity(e)], "").project().unwrap();
        let unserved = values(&projection, Output::UnservedDemand);
        let used = values(&projection, Output::Utilisation);
        let [price, plain] = [Output::MarketPrice, Output::CostPrice].map(|output| values(&projection, output));
        for t in 0..=6 {
            if used[t] < 0.7 - 1e-12 {
                prop_assert!(unserved[t] == 0.0 && price[t].to_bits() == plain[t].to_bits());
            } else {
                prop_assert!(price[t] >= plain[t]);
            }
        }
    }

    /// A voucher without money changes nothing, to the last bit, at the ceiling and below it.
    #[test]
    fn a_voucher_without_money_changes_nothing(percent in 0_i32..90, e in 0.1_f64..3.0, part in 1_u32..90) {
        let replaced = [growth(&format!("{percent} %")), elasticity(e)];
        let scenario = with(&replaced, &voucher(1, &format!("{part} %"), "0"));
        let (without, with) = (scenario.project().unwrap(), under(&scenario));
        for output in without.outputs() {
            let [a, b] = [&without, &with].map(|run| run.series(*output).unwrap().values().to_vec());
            let same = a.iter().zip(&b).all(|(a, b)| a.to_bits() == b.to_bits());
            prop_assert!(same, "{}: {a:?} {b:?}", output.id());
        }
    }

    /// Investment that answers no part of a shortage changes nothing but rounding, and one that
    /// answers more never leaves more demand unserved.
    #[test]
    fn induced_investment_serves_demand(percent in 20_i32..90, e in 0.2_f64..3.0, lag in 1_u32..4) {
        let run = |share: Option<&str>| {
            let mut replaced = vec![growth(&format!("{percent} %")), elasticity(e)];
            replaced.extend(share.map(|share| induced(share, lag)));
            with(&replaced, "").project().unwrap()
        };
        let [off, none, half, all] = [None, Some("0 %"), Some("50 %"), Some("100 %")].map(run);
        let unserved = |run: &Projection| values(run, Output::UnservedDemand);
        let demand = values(&off, Output::Demand);
        for (t, demand) in demand.iter().enumerate() {
            let slack = 1e-9 * demand;
            prop_assert!((unserved(&off)[t] - unserved(&none)[t]).abs() <= slack);
            prop_assert!(unserved(&half)[t] <= unserved(&none)[t] + slack);
            prop_assert!(unserved(&all)[t] <= unserved(&half)[t] + slack);
        }
    }
}

/// An answer to a shortage waits for its lag.
#[test]
fn investment_answers_after_its_lag() {
    let additions = |lag: u32| {
        let run = with(&[growth("80 %"), induced("100 %", lag)], "")
            .project()
            .unwrap();
        values(&run, Output::Additions)
    };
    let plan = values(
        &with(&[growth("80 %")], "").project().unwrap(),
        Output::Additions,
    );
    for lag in 1..=3 {
        let first = additions(lag)
            .iter()
            .zip(&plan)
            .position(|(a, b)| a > b)
            .unwrap();
        // Demand passes the ceiling in 2025: 40 EFLOPS times 1.8 are more than 70 % of capacity.
        assert_eq!(first, 1 + lag as usize, "lag {lag}");
    }
}

/// Vouchers of which a quarter displaces other support act like vouchers of three quarters of their
/// rate and of their budget, and cost their whole budget.
#[test]
fn vouchers_that_displace_other_support_are_paid_in_full() {
    let run = |growth_rate: &str, rate: &str, budget: &str, more: &str| {
        let policy = voucher(2, rate, budget).replace("payer =", &format!("{more}payer ="));
        under(&with(&[growth(growth_rate)], &policy))
    };
    let displaced = "displaced = { value = \"25 %\", assumption = \"x\" }, ";
    // Where capacity is spare, and where it is short.
    for growth_rate in ["5 %", "60 %"] {
        let whole = run(growth_rate, "40 %", "2 bn", displaced);
        let part = run(growth_rate, "30 %", "1.5 bn", "");
        for output in [
            Output::PricePaid,
            Output::MarketPrice,
            Output::Utilisation,
            Output::UserSavings,
        ] {
            let pairs = values(&whole, output)
                .into_iter()
                .zip(values(&part, output));
            for (whole, part) in pairs {
                assert_relative_eq!(whole, part, max_relative = 1e-9);
            }
        }
        for (run, budget) in [(&whole, 2e9), (&part, 1.5e9)] {
            for (t, paid) in values(run, Output::VoucherOutlay).into_iter().enumerate() {
                let expected = if t < 2 { 0.0 } else { budget };
                assert_relative_eq!(paid, expected, max_relative = 1e-10);
            }
        }
    }
}

/// A machine that is dearer by a premium is less so as domestic production replaces the loss: of a
/// premium of 40 %, of which 80 % is replaced over two years, 32, 16 and 8 % are left.
#[test]
fn substitution_takes_the_premium_out_of_the_price_from_cost() {
    let premium = premium(3, 0.4).replace(
        "from = \"2027\",",
        "from = \"2027\", substitution = { up-to = { value = \"80 %\", assumption = \"x\" }, over = { value = \"2 years\", assumption = \"x\" } },",
    );
    let scenario = with(&[], &premium);
    let plain = values(&scenario.project().unwrap(), Output::CostPrice);
    let dearer = values(&under(&scenario), Output::CostPrice);
    // Power costs what it did: 26 MW an EFLOPS at 0.5 yuan, sold in 60 % of the hours at a margin.
    let power = 13_000.0 / 0.6 / 0.9;
    let factors = [1.0, 1.0, 1.0, 1.32, 1.16, 1.08, 1.08];
    for ((plain, dearer), factor) in plain.iter().zip(&dearer).zip(factors) {
        let expected = power + (plain - power) * factor;
        assert_relative_eq!(*dearer, expected, max_relative = 1e-12);
    }
}

/// What two restrictions make dearer is dearer by their product: work costs 1.4 times as much under a
/// premium of 40 %, and 1.25 times as much on machines that do four fifths.
#[test]
fn two_restrictions_multiply_the_price_from_cost() {
    let second = barred(4, "100 %", "0 %", 0.0, 0.8).replace("\"acts\"", "\"acts too\"");
    let power = 13_000.0 / 0.6 / 0.9;
    let factors = [1.0, 1.0, 1.0, 1.4, 1.75, 1.75, 1.75];
    for names in [["acts", "acts too"], ["acts too", "acts"]] {
        let scenario = with(&[], &(premium(3, 0.4) + &second));
        let plain = values(&scenario.project().unwrap(), Output::CostPrice);
        let both = scenario.under(names).unwrap().project().unwrap();
        let pairs = plain.iter().zip(values(&both, Output::CostPrice));
        for ((plain, dearer), factor) in pairs.zip(factors) {
            let expected = power + (plain - power) * factor;
            assert_relative_eq!(dearer, expected, max_relative = 1e-12);
        }
    }
}

/// A platform that ends the cost of search makes compute cheaper for users, so that their demand
/// and the shortage grow, and investment answers the growth.
#[test]
fn investment_answers_the_shortage_at_the_price_with_search() {
    let demand = "[compute.market.smart.demand]";
    let search = || searched((demand, demand.to_owned()), "25 %");
    let plan = with(&[growth("60 %"), search()], "").project().unwrap();
    let [capacity, planned] = [Output::Compute, Output::Additions].map(|of| values(&plan, of));
    let price = values(&plan, Output::CostPrice);
    // Users pay 1.25 times the price in 2024 and 2025, and the price from 2026 on.
    let full = |t: usize| price[t] * if t < 2 { 1.25 } else { 1.0 };
    let shortage = |t: usize| {
        // 40 EFLOPS are used in 2024; the elasticity is one, and 70 % of capacity can be used.
        let year = i32::try_from(t).unwrap();
        let demand = 40e18 * 1.6_f64.powi(year) * full(0) / full(t);
        (demand / 0.7 - capacity[t]).max(0.0)
    };
    let scenario = with(
        &[growth("60 %"), search(), induced("50 %", 1)],
        &platform(2, "100 %"),
    );
    let additions = values(&under(&scenario), Output::Additions);
    for t in 2..=6 {
        let induced = 0.5 * (shortage(t - 1) - shortage(t - 2)).max(0.0);
        assert_relative_eq!(additions[t], planned[t] + induced, max_relative = 1e-10);
    }
    let without = values(&scenario.project().unwrap(), Output::Additions);
    assert!(additions[3] > without[3]);
}

/// Observed prices: constant outside their dates, at a constant rate between them.
#[test]
fn observed_prices_move_at_a_constant_rate_between_their_dates() {
    let market = "[compute.market.smart.cost]";
    let rentals = r#"[compute.market.smart]
card = { value = "50 TFLOPS FP32 in use", assumption = "x" }
rentals = [
  { at = "2027", price = { value = "16 CNY per card-hour", assumption = "x" } },
  { at = "2025", price = { value = "80000 CNY per EFLOPS-hour FP32 in use", assumption = "x" } },
]

[compute.market.smart.cost]"#;
    let projection = scenario(&[(market, rentals)], "").project().unwrap();
    // 16 yuan for 50 TFLOPS are 320,000 yuan an EFLOPS-hour, and the middle of two prices at a
    // constant rate is their geometric mean.
    let expected = [
        80_000.0, 80_000.0, 160_000.0, 320_000.0, 320_000.0, 320_000.0, 320_000.0,
    ];
    for (found, expected) in values(&projection, Output::RentalPrice)
        .iter()
        .zip(expected)
    {
        assert_relative_eq!(*found, expected, max_relative = 1e-12);
    }
    let finding = projection.findings();
    let apart = finding
        .iter()
        .find(|finding| finding.code() == Code::PricesApart)
        .unwrap();
    // 80,000 against 277,970 in 2024 is the furthest apart.
    assert_eq!(apart.period().unwrap().to_string(), "2024");
    let message = apart.message();
    assert!(message.contains("one is 3.5 times the other"), "{message}");
    assert_relative_eq!(
        apart.number("observed").unwrap(),
        80_000.0,
        max_relative = 1e-12
    );
}

/// The cost of a price of energy, by hand: 26 MW an EFLOPS at 0.5 yuan are 13,000 yuan an hour.
#[test]
fn a_free_machine_costs_its_power() {
    let cheap = with(
        &[
            ("until = \"2030\"", "until = \"2027\"".to_owned()),
            (
                "unit-cost.start = { value = \"4 bn CNY",
                "unit-cost.start = { value = \"0.000001 CNY".to_owned(),
            ),
            (
                "smart.per-period = { value = \"60 bn CNY\"",
                "smart.per-period = { value = \"0 CNY\"".to_owned(),
            ),
        ],
        "",
    );
    let price = values(&cheap.project().unwrap(), Output::CostPrice);
    // Sold in 60 % of the hours, at a margin of a tenth.
    assert_relative_eq!(price[0], 13_000.0 / 0.6 / 0.9, max_relative = 1e-12);
}

/// The furthest apart are two prices by their quotient: rents that fall from half of the price from
/// cost to less than a third of it are further apart at the end, at a smaller difference.
#[test]
fn prices_are_apart_by_their_quotient() {
    let market = "[compute.market.smart.cost]";
    let rentals = r#"[compute.market.smart]
rentals = [
  { at = "2024", price = { value = "139000 CNY per EFLOPS-hour FP32 in use", assumption = "x" } },
  { at = "2030", price = { value = "50000 CNY per EFLOPS-hour FP32 in use", assumption = "x" } },
]

[compute.market.smart.cost]"#;
    let projection = scenario(&[(market, rentals)], "").project().unwrap();
    let cost = values(&projection, Output::CostPrice);
    assert!(cost[6] / 50_000.0 > cost[0] / 139_000.0);
    assert!(cost[6] - 50_000.0 < cost[0] - 139_000.0);
    let findings = projection.findings();
    let mut findings = findings.iter();
    let apart = findings.find(|finding| finding.code() == Code::PricesApart);
    assert_eq!(apart.unwrap().period().unwrap().to_string(), "2030");
}

/// Free power leaves a price that falls like the cost of the machines, by a tenth a year.
#[test]
fn a_price_that_only_falls_has_its_yearly_change() {
    let free = ("0.5 CNY per kWh", "0 CNY per kWh".to_owned());
    let projection = with(&[free, growth("0 %")], "").project().unwrap();
    let findings = projection.findings();
    let mut findings = findings.iter();
    let falls = findings.find(|finding| finding.code() == Code::PriceOnlyFalls);
    let change = falls.unwrap().number("yearly-change").unwrap();
    assert_relative_eq!(change, -0.1, max_relative = 1e-12);
}

/// What a market does not have is named, with its place and what to do.
#[test]
fn a_market_that_lacks_a_part_says_which() {
    let cases: &[(&str, &str, &str, &str)] = &[
        (
            "elasticity = { value = \"-1\"",
            "elasticity = { value = \"0\"",
            "demand.elasticity",
            "[-20, -0.05]",
        ),
        (
            "elasticity = { value = \"-1\"",
            "elasticity = { value = \"1\"",
            "demand.elasticity",
            "negative",
        ),
        (
            "ceiling = { value = \"70 %\"",
            "ceiling = { value = \"30 %\"",
            "demand.ceiling",
            "utilisation of the base",
        ),
        (
            "utilisation = { value = \"40 %\", assumption = \"x\" }",
            "productivity = { value = \"1\", assumption = \"x\" }",
            "demand",
            "compute.use",
        ),
        (
            "sold = { value = \"60 %\"",
            "sold = { value = \"0 %\"",
            "cost.sold",
            "share of hours",
        ),
        (
            "margin = { value = \"10 %\"",
            "margin = { value = \"100 %\"",
            "cost.margin",
            "margin",
        ),
        (
            "power-price = { value = \"0.5 CNY per kWh\"",
            "power-price = { value = \"0.5 USD per kWh\"",
            "cost.power-price",
            "USD",
        ),
        (
            "power-price = { value = \"0.5 CNY per kWh\"",
            "power-price = { value = \"0.5 CNY per month\"",
            "cost.power-price",
            "per kWh",
        ),
        (
            "rate = { value = \"8 % per year\"",
            "rate = { value = \"8 % per month\"",
            "cost.rate",
            "year",
        ),
        (
            "power = {",
            "past-growth = { value = \"5 % per year\", assumption = \"x\" }\n#",
            "cost.power-price",
            "compute.stock",
        ),
        (
            "[compute.market.smart.cost]",
            "[compute.market.general.cost]",
            "market.general",
            "compute.path",
        ),
        (
            "[compute.market.smart.cost]",
            "[compute.market.smart]\nrentals = [{ at = \"2025\", price = { value = \"2 CNY per card-hour\", assumption = \"x\" } }]\n[compute.market.smart.cost]",
            "market.smart.card",
            "card",
        ),
        (
            "[compute.market.smart.cost]",
            "[compute.market.smart]\nrentals = [{ at = \"2025\", price = { value = \"0 CNY per card-hour\", assumption = \"x\" } }]\n[compute.market.smart.cost]",
            "rentals",
            "price of compute",
        ),
        (
            "[compute.market.smart.cost]",
            "[compute.market.smart]\nrentals = [{ at = \"2025\", price = { value = \"2 CNY per card-month\", assumption = \"x\" } }]\n[compute.market.smart.cost]",
            "rentals",
            "card-hour",
        ),
    ];
    for (old, new, place, said) in cases {
        let error = read(&[(old, new)], "").unwrap_err().to_string();
        assert!(
            error.contains(place) && error.contains(said),
            "{new}: {error}"
        );
    }
}

#[test]
fn a_voucher_needs_a_rate_a_demand_and_its_own_time() {
    let without_rate =
        voucher(1, "30 %", "1 bn").replace("rate = { value = \"30 %\", assumption = \"x\" }, ", "");
    let error = read(&[], &without_rate).unwrap_err().to_string();
    assert!(error.contains("rate"), "{error}");
    let free = read(&[], &voucher(1, "100 %", "1 bn"))
        .unwrap_err()
        .to_string();
    assert!(free.contains("voucher.rate"), "{free}");
    let general =
        voucher(1, "30 %", "1 bn").replace("segment = \"smart\"", "segment = \"general\"");
    assert!(read(&[], &general).is_err());
    let twice =
        voucher(1, "30 %", "1 bn") + &voucher(2, "30 %", "1 bn").replace("acts", "acts too");
    let scenario = scenario(&[], &twice);
    let both = scenario
        .edit()
        .under(["acts".to_owned(), "acts too".to_owned()])
        .build();
    let error = both.unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::Conflict { .. }),
        "{error}"
    );
    // The second alone is fine.
    assert!(
        scenario
            .edit()
            .under(["acts too".to_owned()])
            .build()
            .is_ok()
    );
}

#[test]
fn findings_name_scarcity_vouchers_and_double_counting() {
    let codes = |projection: &Projection| {
        let findings = projection.findings();
        findings
            .iter()
            .map(compute_impact::Finding::code)
            .collect::<Vec<_>>()
    };
    let spare = codes(&with(&[growth("0 %")], "").project().unwrap());
    assert!(!spare.contains(&Code::UnservedDemand));
    assert!(spare.contains(&Code::PowerNextToOperation) && spare.contains(&Code::PriceOnlyFalls));
    assert!(spare.contains(&Code::SavingsInsideResponse));
    // What users save and what they gain by added use are both inside the response.
    let projection = with(&[growth("0 %")], "").project().unwrap();
    let findings = projection.findings();
    let mut findings = findings.iter();
    let inside = findings.find(|finding| finding.code() == Code::SavingsInsideResponse);
    let gains = [Output::UserSavings, Output::AddedUseSurplus].map(|of| values(&projection, of)[6]);
    assert!(gains.iter().all(|gain| *gain > 0.0));
    assert_relative_eq!(
        inside.unwrap().number("savings").unwrap(),
        gains[0] + gains[1],
        max_relative = 1e-12
    );
    let short = with(&[growth("60 %")], &voucher(1, "30 %", "2 bn"));
    let short_codes = codes(&short.project().unwrap());
    assert!(short_codes.contains(&Code::UnservedDemand));
    assert!(
        !short_codes.contains(&Code::PriceOnlyFalls)
            && !short_codes.contains(&Code::VouchersInScarcity)
    );
    assert!(codes(&under(&short)).contains(&Code::VouchersInScarcity));
    let paid = with(&[growth("0 %")], &voucher(1, "30 %", "1 bn"));
    assert!(codes(&under(&paid)).contains(&Code::SavingsByVouchers));
}

/// The prices of the catalogue are those of the collection: a month's rent of a server of eight
/// cards over 730 hours, to three digits, and the middle of a published rise.
#[test]
fn prices_of_the_catalogue_follow_from_the_collection() {
    use compute_impact::evidence::catalogue;
    let field = |date: &str, quantity: &str, column: usize| -> String {
        let lines = include_str!("data/prices.csv").lines();
        let mut rows = lines.map(|line| line.splitn(4, ',').collect::<Vec<_>>());
        let row = rows
            .find(|row| row[0] == date && row[1] == quantity)
            .unwrap();
        row[column].to_owned()
    };
    let month: f64 = field("2025-03", "rent_h100_8card_server", 2)
        .parse()
        .unwrap();
    let hour: f64 = field("2025-03", "rent_h100_card_hour", 2).parse().unwrap();
    assert_relative_eq!(month / 8.0 / 730.0, hour, max_relative = 5e-3);
    let rent = catalogue::find("market.rent.h100.2025-03").unwrap();
    assert_relative_eq!(rent.figure().number(), hour, max_relative = 1e-12);
    assert_eq!(
        rent.meaning().timing().unwrap().to_string(),
        "at the end of 2025-03"
    );
    let rise = field("2026-02", "rent_change_compute", 2);
    let (low, high) = rise.split_once('-').unwrap();
    let ends: Vec<f64> = [low, high]
        .map(|end| 1.0 + end.parse::<f64>().unwrap() / 100.0)
        .to_vec();
    let entry = catalogue::find("market.rent-rise.2026-02").unwrap();
    assert_relative_eq!(
        entry.figure().number(),
        f64::midpoint(ends[0], ends[1]),
        max_relative = 1e-12
    );
    let spread = entry.figure().uncertainty().unwrap();
    for (part, end) in [0.05, 0.95].into_iter().zip(ends) {
        assert_relative_eq!(spread.quantile(part).unwrap(), end, max_relative = 1e-12);
    }
}

/// The training efficiency of one model is no ceiling of utilisation: the vendor's 80 % is refused.
#[test]
fn a_training_efficiency_is_no_ceiling() {
    let old = "ceiling = { value = \"70 %\", assumption = \"x\" }";
    let new = "ceiling = { catalogue = \"chengdu.efficiency.raised-to\" }";
    let error = read(&[(old, new)], "").unwrap_err().to_string();
    assert!(
        error.starts_with("compute.market.smart.demand.ceiling"),
        "{error}"
    );
    assert!(error.contains("training"), "{error}");
}

proptest! {
    /// A price prints as it reads, to the last bit, in its own unit and in others.
    #[test]
    fn prices_print_as_they_read(amount in 1e-6..1e12_f64, power in 0_u32..4) {
        use compute_impact::{ComputePrice, EnergyPrice};
        for unit in ["card-hour", "EFLOPS-hour FP16", "EFLOPS-hour FP32 in use"] {
            let price: ComputePrice = format!("{amount} CNY per {unit}").parse().unwrap();
            prop_assert_eq!(price.per_hour().amount().to_bits(), amount.to_bits());
            let printed = price.to_string();
            prop_assert_eq!(printed.parse::<ComputePrice>().unwrap(), price, "{}", printed);
        }
        let prefix = ["E", "P", "T", "G"][power as usize];
        let price: ComputePrice = format!("1 CNY per {prefix}FLOPS-hour FP32").parse().unwrap();
        let expected = [1.0_f64, 1e3, 1e6, 1e9][power as usize];
        prop_assert_eq!(price.per_hour().amount().to_bits(), expected.to_bits());
        let energy: EnergyPrice = format!("{amount} CNY per kWh").parse().unwrap();
        prop_assert_eq!(energy.to_string().parse::<EnergyPrice>().unwrap(), energy);
        let energy: EnergyPrice = "400 CNY per MWh".parse().unwrap();
        prop_assert_eq!(energy.per_kilowatt_hour().amount().to_bits(), 0.4_f64.to_bits());
    }
}

#[test]
fn prices_in_words_name_what_is_wrong() {
    use compute_impact::{ComputePrice, EnergyPrice};
    for text in [
        "12 CNY",
        "12 CNY per hour",
        "12 per card-hour",
        "12 CNY per card-month",
        "0 CNY per card-hour",
        "-1 CNY per card-hour",
        "12 CNY per EFLOPS-hour",
        "12 CNY per EFLOPS FP16",
        "12 CNY per P-day",
        "inf CNY per card-hour",
    ] {
        assert!(text.parse::<ComputePrice>().is_err(), "{text}");
    }
    for text in [
        "0.4 CNY",
        "0.4 CNY per kW",
        "-0.4 CNY per kWh",
        "0.4 per kWh",
        "0.4 CNY per GWh",
    ] {
        assert!(text.parse::<EnergyPrice>().is_err(), "{text}");
    }
    let card = "67 TFLOPS FP32".parse().unwrap();
    let own: ComputePrice = "12 CNY per EFLOPS-hour FP16".parse().unwrap();
    assert!(own.per_eflops_hour(card).is_err());
    let rent: ComputePrice = "6.7 CNY per card-hour".parse().unwrap();
    // 6.7 yuan for 67 TFLOPS are 100,000 yuan an EFLOPS-hour.
    let amount = rent.per_eflops_hour(card).unwrap().per_hour().amount();
    assert_relative_eq!(amount, 1e5, max_relative = 1e-12);
    assert!(
        rent.per_eflops_hour("0 FLOPS FP32".parse().unwrap())
            .is_err()
    );
}

/// One segment is short while another idles, which the utilisation of the total hides.
#[test]
fn idle_and_scarce_coexist() {
    let mix = "general = \"0 %\", smart = \"100 %\"";
    let both = "general = \"50 %\", smart = \"50 %\"";
    let used = "[compute.use.smart]";
    let idle = |share: &str| {
        let general = format!(
            "[compute.use.general]\nutilisation = {{ value = \"{share}\", assumption = \"x\" }}\n\n{used}"
        );
        let replaced = [(mix, both.to_owned()), (used, general), growth("80 %")];
        with(&replaced, "").project().unwrap()
    };
    let named = |projection: &Projection| {
        let findings = projection.findings();
        let mut findings = findings.into_iter();
        findings.find(|finding| finding.code() == Code::IdleWhileScarce)
    };
    let finding = named(&idle("30 %")).unwrap();
    assert_relative_eq!(
        finding.number("idle-share").unwrap(),
        0.7,
        max_relative = 1e-12
    );
    assert!(finding.number("unserved").unwrap() > 0.0);
    // A segment that is used for the most part is not idle.
    assert!(named(&idle("80 %")).is_none());
    // Of a segment with a demand of its own it is the use in the worst period, at a fifth less
    // demand a year.
    let demand = "[compute.market.smart.demand]";
    let own = format!(
        r#"[compute.market.general]
rentals = [{{ at = "2025", price = {{ value = "1000 CNY per EFLOPS-hour FP32 in use", assumption = "x" }} }}]

[compute.market.general.demand]
growth.constant = {{ value = "-20 % per year", assumption = "x" }}
elasticity = {{ value = "-1", assumption = "x" }}
ceiling = {{ value = "90 %", assumption = "x" }}

{demand}"#
    );
    let general = format!(
        "[compute.use.general]\nutilisation = {{ value = \"80 %\", assumption = \"x\" }}\n\n{used}"
    );
    let replaced = [
        (mix, both.to_owned()),
        (used, general),
        growth("80 %"),
        (demand, own),
    ];
    let finding = named(&with(&replaced, "").project().unwrap()).unwrap();
    assert_eq!(finding.period().unwrap().to_string(), "2030");
    assert_relative_eq!(
        finding.number("idle-share").unwrap(),
        1.0 - 0.8 * 0.8_f64.powi(6),
        max_relative = 1e-12
    );
}

/// A place, by hand from its market and its spending.
#[test]
fn a_place_leaves_a_part_of_its_gains_to_others() {
    let locality = r#"
[investment]
outlay = "of-compute"
multiplier = { value = "2 of gross output", assumption = "x" }
chain = { value-added = { value = "50 %", assumption = "x" }, domestic = { value = "40 %", assumption = "x" }, crowding-out = { value = "25 %", assumption = "x" } }

[locality]
name = "a city"
used-here = { value = "60 %", assumption = "x" }
retained = { value = "30 %", assumption = "x" }
nation = { compute = { value = "1000 EFLOPS FP32 in use", assumption = "x" }, gdp = { value = "1000 tn CNY", assumption = "x" }, growth = { value = "10 % per year", assumption = "x" } }
"#;
    let projection = with(&[growth("5 %")], locality).project().unwrap();
    let series = |output: Output| projection.series(output).unwrap().values().to_vec();
    let gains = values(&projection, Output::UserSavings);
    let surplus = values(&projection, Output::AddedUseSurplus);
    let (here, elsewhere) = (
        series(Output::LocalUserGain),
        series(Output::ElsewhereUserGain),
    );
    let effective = series(Output::EffectiveCompute);
    let (stays, national) = (
        series(Output::LocalValueAdded),
        series(Output::NationalGain),
    );
    for t in 1..=6 {
        let all = gains[t] + surplus[t];
        assert!(all > 0.0);
        assert_relative_eq!(here[t], 0.6 * all, max_relative = 1e-12);
        assert_relative_eq!(elsewhere[t], 0.4 * all, max_relative = 1e-12);
        // 60 bn yuan set off 120 of output, 60 of value added, 24 at home, 18 net, of which 30 % stay.
        assert_relative_eq!(stays[t], 5.4e9, max_relative = 1e-12);
        // 40 EFLOPS are used in 2024, of 100 in the place and of 1,000 in the nation, which grows.
        let added = 100.0 * (effective[t] / 40e18 - 1.0);
        let nation = 1_000.0 * 1.1_f64.powi(i32::try_from(t).unwrap());
        let expected = 1e15 * ((1.0 + added / nation).powf(0.2) - 1.0);
        assert_relative_eq!(national[t], expected, max_relative = 1e-10);
    }
    let codes: Vec<Code> = projection
        .findings()
        .iter()
        .map(compute_impact::Finding::code)
        .collect();
    assert!(codes.contains(&Code::NationalCoefficientOnPlace));
    let small = locality.replace("1000 EFLOPS", "10 EFLOPS");
    let error = read(&[], &small).unwrap_err().to_string();
    assert!(error.contains("locality.nation.compute"), "{error}");
}

/// A date in months counts from its own month on: January of 2026 is no part of 2025.
#[test]
fn a_policy_that_begins_in_january_begins_with_the_year() {
    let outlays = |from: &str| {
        let policy =
            voucher(2, "30 %", "1 bn").replace("from = \"2026\"", &format!("from = \"{from}\""));
        values(
            &under(&with(&[growth("0 %")], &policy)),
            Output::VoucherOutlay,
        )
    };
    let whole = outlays("2026");
    assert!(whole[1].abs() <= 0.0 && whole[2] > 0.0);
    for from in ["2026-01", "2026-Q1"] {
        assert_eq!(outlays(from), whole, "{from}");
    }
}

//! Hub networks: a textbook's transport problem, the laws, and what is refused.
#![allow(clippy::unwrap_used)] // Helpers of tests, which the lint takes for code.

use approx::assert_relative_eq;
use compute_impact::evidence::Estimate;
use compute_impact::hubs::network::{
    Allocation, Booking, DemandClass, Hub, HubNetwork, Link, Region, Spillover,
};
use compute_impact::{Capacity, ErrorKind, Money, UnitCost};
use proptest::prelude::*;

fn eflops(number: f64) -> Estimate<Capacity> {
    let capacity = Capacity::from_eflops(number, "FP32".parse().unwrap()).unwrap();
    Estimate::assumed(capacity, "test").unwrap()
}

fn cost(number: f64) -> Estimate<UnitCost> {
    let cost: UnitCost = format!("{number} CNY per EFLOPS FP32").parse().unwrap();
    Estimate::assumed(cost, "test").unwrap()
}

fn flow(allocation: &Allocation, region: &str, hub: &str) -> f64 {
    let flows = allocation.flows.iter();
    flows
        .filter(|flow| flow.region == region && flow.hub == hub)
        .map(|flow| flow.eflops)
        .sum()
}

/// Taha, *Operations Research*, the transport example: supplies 15, 25, 10; demands 5, 15, 15, 15; costs
/// 10 2 20 11 / 12 7 9 20 / 4 14 16 18; the least cost is 435.
#[test]
fn a_textbook_problem() {
    let costs = [
        [10.0, 2.0, 20.0, 11.0],
        [12.0, 7.0, 9.0, 20.0],
        [4.0, 14.0, 16.0, 18.0],
    ];
    let hubs: Vec<Hub> = [15.0, 25.0, 10.0]
        .iter()
        .enumerate()
        .map(|(n, supply)| Hub::new(format!("silo {n}"), "silos").with_capacity(eflops(*supply)))
        .collect();
    let mut regions = vec![Region::new("silos", [])];
    let mut links = Vec::new();
    for (m, demand) in [5.0, 15.0, 15.0, 15.0].into_iter().enumerate() {
        let name = format!("mill {m}");
        regions.push(Region::new(&name, [DemandClass::new(1.0, eflops(demand))]));
        for (s, row) in costs.iter().enumerate() {
            links.push(Link::new(&name, format!("silo {s}"), 0.5).with_cost(cost(row[m])));
        }
    }
    let network = HubNetwork::new(hubs, regions, links, []).unwrap();
    let found = network.allocate().unwrap();
    assert_relative_eq!(found.cost.unwrap().amount(), 435.0, max_relative = 1e-6);
    assert_relative_eq!(found.eflops(), 50.0, max_relative = 1e-6);
}

/// Two regions, each with a hub; the east has more demand than it hosts.
fn east_and_west(latency: f64) -> HubNetwork {
    HubNetwork::new(
        [
            Hub::new("coast", "east")
                .with_capacity(eflops(10.0))
                .with_cost(cost(5.0)),
            Hub::new("steppe", "west")
                .with_capacity(eflops(100.0))
                .with_cost(cost(1.0)),
        ],
        [
            Region::new(
                "east",
                [
                    DemandClass::new(5.0, eflops(8.0)),
                    DemandClass::new(20.0, eflops(30.0)),
                ],
            ),
            Region::new("west", [DemandClass::new(5.0, eflops(4.0))]),
        ],
        [Link::new("east", "steppe", latency).with_cost(cost(2.0))],
        [Spillover::new("west", "east", 0.25)],
    )
    .unwrap()
}

#[test]
fn demand_goes_where_it_is_cheapest_and_bears_the_way() {
    let found = east_and_west(15.0).allocate().unwrap();
    // What cannot wait stays; the rest costs 3 in the west and 5 on the coast.
    assert_relative_eq!(flow(&found, "east", "coast"), 8.0, max_relative = 1e-6);
    assert_relative_eq!(flow(&found, "east", "steppe"), 30.0, max_relative = 1e-6);
    assert_relative_eq!(flow(&found, "west", "steppe"), 4.0, max_relative = 1e-6);
    assert_relative_eq!(
        found.cost.unwrap().amount(),
        40.0 + 90.0 + 4.0,
        max_relative = 1e-6
    );
    let hosted: f64 = found.hosted().iter().map(|(_, e)| e).sum();
    assert_relative_eq!(hosted, found.eflops(), max_relative = 1e-12);
}

#[test]
fn what_cannot_be_served_is_named() {
    // 25 ms are more than any class bears.
    let network = east_and_west(25.0);
    let error = network.allocate().unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Unservable { .. }));
    assert!(
        error
            .to_string()
            .contains("in east that tolerate 20 ms cannot be served"),
        "{error}"
    );
    let served = network.serve().unwrap();
    assert_relative_eq!(served.eflops(), 14.0, max_relative = 1e-6);
    let lacking: f64 = served.unserved.iter().map(|unserved| unserved.eflops).sum();
    assert_relative_eq!(lacking, 28.0, max_relative = 1e-6);
}

#[test]
fn output_is_booked_where_it_is_hosted_or_used() {
    let found = east_and_west(15.0).allocate().unwrap();
    let national: Money = "42 bn CNY".parse().unwrap();
    let at = |booking, region: &str| {
        let booked = found.booked(national, booking).unwrap();
        booked
            .iter()
            .find(|(name, _)| *name == region)
            .unwrap()
            .1
            .amount()
    };
    // 8 of 42 EFLOPS are hosted in the east, 38 used there; a quarter of the west's spills over.
    assert_relative_eq!(
        at(Booking::Hosting, "east"),
        8e9 + 8.5e9,
        max_relative = 1e-6
    );
    assert_relative_eq!(at(Booking::Use, "east"), 38e9 + 1e9, max_relative = 1e-6);
    for booking in [Booking::Hosting, Booking::Use] {
        let sum: f64 = found
            .booked(national, booking)
            .unwrap()
            .iter()
            .map(|(_, m)| m.amount())
            .sum();
        assert_relative_eq!(sum, 42e9, max_relative = 1e-12);
    }
}

fn networks() -> impl Strategy<Value = HubNetwork> {
    let hub = (0.1..50.0_f64, 0.0..9.0_f64);
    let demand = (prop_oneof![Just(1.0), Just(5.0), Just(20.0)], 0.1..30.0_f64);
    let link = (0.0..30.0_f64, prop::option::of(0.1..20.0_f64), 0.1..9.0_f64);
    (
        prop::collection::vec(hub, 2..5),
        prop::collection::vec(prop::collection::vec(demand, 0..3), 4),
        prop::collection::vec(prop::option::of(link), 16),
    )
        .prop_map(|(hubs, demands, links)| {
            let all: Vec<Hub> = hubs
                .iter()
                .enumerate()
                .map(|(n, (most, price))| {
                    Hub::new(format!("h{n}"), format!("r{n}"))
                        .with_capacity(eflops(*most))
                        .with_cost(cost(price + 0.1))
                })
                .collect();
            let regions = demands.into_iter().enumerate().map(|(n, classes)| {
                let classes = classes
                    .into_iter()
                    .map(|(limit, d)| DemandClass::new(limit, eflops(d)));
                Region::new(format!("r{n}"), classes)
            });
            let links = links.into_iter().enumerate().filter_map(|(n, link)| {
                let (latency, most, price) = link?;
                let (region, hub) = (n / 4, n % 4);
                let exists = hub < hubs.len() && region != hub;
                exists.then(|| {
                    let link = Link::new(format!("r{region}"), format!("h{hub}"), latency)
                        .with_cost(cost(price));
                    most.map_or(link.clone(), |most| link.with_limit(eflops(most)))
                })
            });
            HubNetwork::new(all, regions, links.collect::<Vec<_>>(), []).unwrap()
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn links_never_hurt_and_hubs_sum_to_the_nation(network in networks()) {
        let whole = network.serve().unwrap();
        let apart = network.fragmented().serve().unwrap();
        // The solver keeps its constraints within a part in 10^7 of all demand.
        prop_assert!(whole.eflops() >= apart.eflops() * (1.0 - 1e-6) - 1e-6);
        let hosted: f64 = whole.hosted().iter().map(|(_, e)| e).sum();
        prop_assert!((hosted - whole.eflops()).abs() <= 1e-9 * whole.eflops());
        for ((name, used), hub) in whole.hosted().iter().zip(network.hubs()) {
            let most = hub.capacity().unwrap().value().as_eflops();
            prop_assert!(*used <= most + 1e-4, "{} {} {}", name, used, most);
        }
        // Where no link is, each is served by its own.
        for flow in &apart.flows {
            prop_assert_eq!(&flow.region[1..], &flow.hub[1..]);
        }
        prop_assert_eq!(&network.fragmented().fragmented().serve().unwrap(), &apart);
        // The same data, the same answer.
        prop_assert_eq!(&network.serve().unwrap(), &whole);
    }
}

#[test]
fn invalid_networks_are_refused() {
    let hub = || Hub::new("a", "east").with_capacity(eflops(1.0));
    let east = || Region::new("east", [DemandClass::new(5.0, eflops(1.0))]);
    let refused = |hubs: Vec<Hub>,
                   regions: Vec<Region>,
                   links: Vec<Link>,
                   spill: Vec<Spillover>,
                   words: &str| {
        let error = HubNetwork::new(hubs, regions, links, spill).unwrap_err();
        assert!(error.to_string().contains(words), "{words}: {error}");
    };
    refused(vec![], vec![east()], vec![], vec![], "hub is missing");
    refused(vec![hub()], vec![], vec![], vec![], "region is missing");
    refused(
        vec![hub(), hub()],
        vec![east()],
        vec![],
        vec![],
        "given twice",
    );
    refused(
        vec![Hub::new("a", "eastt")],
        vec![east()],
        vec![],
        vec![],
        "did you mean `east`?",
    );
    let link = |latency| Link::new("east", "a", latency);
    refused(
        vec![hub()],
        vec![east()],
        vec![link(-1.0)],
        vec![],
        "latency in ms must lie in [0, inf)",
    );
    refused(
        vec![hub()],
        vec![east()],
        vec![link(f64::NAN)],
        vec![],
        "latency in ms",
    );
    refused(
        vec![hub()],
        vec![east()],
        vec![link(1.0), link(2.0)],
        vec![],
        "given twice",
    );
    refused(
        vec![hub()],
        vec![east()],
        vec![Link::new("east", "b", 1.0)],
        vec![],
        "there is no hub `b`",
    );
    let spill = |part| Spillover::new("east", "east", part);
    refused(
        vec![hub()],
        vec![east()],
        vec![],
        vec![spill(1.5)],
        "[0, 1]",
    );
    refused(
        vec![hub()],
        vec![east()],
        vec![],
        vec![spill(0.6), spill(0.3)],
        "given twice: east to east",
    );
    let other = Capacity::from_eflops(1.0, "FP16".parse().unwrap()).unwrap();
    let other = Hub::new("b", "east").with_capacity(Estimate::assumed(other, "test").unwrap());
    refused(
        vec![hub(), other],
        vec![east()],
        vec![],
        vec![],
        "hub[1].capacity: capacity in FP16",
    );
    // A blank is no zero: it must be named or left out.
    let blank = HubNetwork::new([hub(), Hub::new("b", "east")], [east()], [], []).unwrap();
    assert_eq!(blank.blanks().count(), 1);
    let error = blank.allocate().unwrap_err();
    assert_eq!(error.path(), "b");
    blank.without_blanks().unwrap().allocate().unwrap();
}

#[test]
fn the_national_hubs_ship_as_a_file() {
    let text = include_str!("../examples/hubs/hubs.toml");
    let network: HubNetwork = toml::from_str(text).unwrap();
    assert_eq!(network.hubs().len(), 8);
    assert_eq!(
        network
            .hubs()
            .iter()
            .map(|hub| hub.clusters().len())
            .sum::<usize>(),
        10
    );
    let published: Vec<&str> = compute_impact::evidence::catalogue::hubs()
        .iter()
        .map(|hub| hub.name)
        .collect();
    for hub in network.hubs() {
        assert!(published.contains(&hub.name()), "{}", hub.name());
    }
    assert!(network.blanks().count() > 0, "nothing is published of some");
    let written = toml::to_string(&network).unwrap();
    assert_eq!(toml::from_str::<HubNetwork>(&written).unwrap(), network);
    let known = network.without_blanks().unwrap();
    let whole = known.serve().unwrap();
    let apart = known.fragmented().serve().unwrap();
    assert!(whole.eflops() > apart.eflops());
}

/// However little it is beside all other demand, what nothing serves is not served.
#[test]
fn a_small_island_is_not_overlooked() {
    let network = |island: f64| {
        let big = Region::new("big", [DemandClass::new(1.0, eflops(1e5))]);
        let island = Region::new("island", [DemandClass::new(1.0, eflops(island))]);
        HubNetwork::new(
            [Hub::new("h", "big").with_capacity(eflops(1e6))],
            [big, island],
            [],
            [],
        )
        .unwrap()
    };
    let error = network(0.5).allocate().unwrap_err();
    assert!(error.to_string().contains("island"), "{error}");
    let error = network(0.05).allocate().unwrap_err();
    assert!(
        error.to_string().contains("share of a class in all demand"),
        "{error}"
    );
}

#[test]
fn an_invalid_cost_is_refused() {
    let hub = Hub::new("h", "r")
        .with_capacity(eflops(100.0))
        .with_cost(cost(1e29));
    let region = Region::new("r", [DemandClass::new(1.0, eflops(100.0))]);
    let error = HubNetwork::new([hub], [region], [], [])
        .unwrap()
        .allocate()
        .unwrap_err();
    assert!(
        error.to_string().contains("cost of the allocation"),
        "{error}"
    );
}

/// Of a great demand a little can be served, all of it and no less.
#[test]
fn a_little_of_much_is_served_in_full() {
    let far = Region::new("far", [DemandClass::new(1.0, eflops(33_270_000.0))]);
    let near = Region::new("near", [DemandClass::new(1.0, eflops(40.0))]);
    let hub = Hub::new("h", "near")
        .with_capacity(eflops(33.0))
        .with_cost(cost(19_091.0));
    let found = HubNetwork::new([hub], [far, near], [], [])
        .unwrap()
        .serve()
        .unwrap();
    assert_relative_eq!(found.eflops(), 33.0, max_relative = 1e-8);
    assert_relative_eq!(
        found.cost.unwrap().amount(),
        33.0 * 19_091.0,
        max_relative = 1e-8
    );
    let lacking: f64 = found.unserved.iter().map(|unserved| unserved.eflops).sum();
    assert_relative_eq!(lacking, 33_270_007.0, max_relative = 1e-8);
}

/// Each region reaches two hubs, and the last hub hosts half an EFLOPS: whatever it takes runs through
/// the whole chain, and is lacking at the first.
#[test]
fn a_long_chain_of_hubs_is_filled_to_the_last() {
    let count = 100;
    let name = |kind: &str, n: usize| format!("{kind}{n}");
    let hosts = |n: usize| if n < count { 10.0 } else { 0.5 };
    let hubs = (0..=count).map(|n| Hub::new(name("h", n), "none").with_capacity(eflops(hosts(n))));
    let asks = |n: usize| Region::new(name("r", n), [DemandClass::new(20.0, eflops(10.0))]);
    let regions = (0..count).map(asks).chain([Region::new("none", [])]);
    let links =
        (0..count).flat_map(|n| [n, n + 1].map(|hub| Link::new(name("r", n), name("h", hub), 1.0)));
    let network = HubNetwork::new(hubs, regions, links.collect::<Vec<_>>(), []).unwrap();
    let found = network.allocate().unwrap();
    same(found.eflops(), 1_000.0);
    for ((_, used), hub) in found.hosted().iter().zip(network.hubs()) {
        let hosts = hub.capacity().unwrap().value().as_eflops();
        assert!(*used <= hosts * (1.0 + 1e-9), "{used} {hosts}");
    }
    // What the last hub takes is what the first does not: a half at most.
    let [least, most] = found.hosted_range().unwrap()[0].1;
    same(least, 9.5);
    same(most, 10.0);
}

/// Two numbers that differ by no more than the rounding of the solver.
#[track_caller]
fn same(a: f64, b: f64) {
    assert!(
        (a - b).abs() <= 1e-7 * (1.0 + a.abs().max(b.abs())),
        "{a} {b}"
    );
}

fn by_name<T>(list: Vec<(&str, T)>) -> Vec<(String, T)> {
    let mut list: Vec<(String, T)> = list.into_iter().map(|(n, x)| (n.to_owned(), x)).collect();
    list.sort_by(|a, b| a.0.cmp(&b.0));
    list
}

const NATIONAL: &str = include_str!("../examples/hubs/hubs.toml");

/// The file with one block moved to its front.
fn with_first(start: &str) -> HubNetwork {
    let from = NATIONAL.find(start).unwrap();
    let length = NATIONAL[from + 2..].find("[[").unwrap() + 2;
    let block = &NATIONAL[from..from + length];
    let text = format!("{block}\n{}", NATIONAL.replace(block, ""));
    toml::from_str(&text).unwrap()
}

/// Some solvers use none of Ningxia, some all of its 130 EFLOPS: the answer says so in any order.
#[test]
fn the_national_hubs_do_not_depend_on_the_order_of_the_file() {
    let hundred: Money = "100 bn CNY".parse().unwrap();
    let known = |network: HubNetwork| network.without_blanks().unwrap().serve().unwrap();
    let shown = known(toml::from_str(NATIONAL).unwrap());
    for start in [
        "[[hub]]\nname = \"Ningxia\"",
        "[[hub]]\nname = \"Guizhou\"",
        "[[region]]\nname = \"west\"",
    ] {
        let moved = known(with_first(start));
        let both = by_name(shown.hosted())
            .into_iter()
            .zip(by_name(moved.hosted()));
        for ((name, a), (other, b)) in both {
            assert_eq!(name, other);
            assert_eq!(a.to_bits(), b.to_bits(), "{name}: {a} {b}");
        }
        for booking in [Booking::Hosting, Booking::Use] {
            let booked = |of: &Allocation| -> Vec<(String, u64)> {
                let booked = by_name(of.booked(hundred, booking).unwrap()).into_iter();
                booked
                    .map(|(name, money)| (name, money.amount().to_bits()))
                    .collect()
            };
            assert_eq!(booked(&shown), booked(&moved));
        }
    }
    let ranges = by_name(shown.hosted_range().unwrap());
    let [least, most] = ranges.iter().find(|(name, _)| name == "Ningxia").unwrap().1;
    same(least, 0.0);
    same(most, 130.0);
    let ranges = by_name(shown.booked_range(hundred, Booking::Hosting).unwrap());
    for (name, seen) in [("north", [29.5, 56.8]), ("west", [23.6, 50.9])] {
        let [least, most] = ranges.iter().find(|(region, _)| region == name).unwrap().1;
        let [least, most] = [least, most].map(|money| money.amount() / 1e9);
        assert!(
            least <= seen[0] + 0.05 && most >= seen[1] - 0.05,
            "{name} {least} {most}"
        );
    }
}

/// A hub of 10 and two regions that ask for 10 each: either may have all, and half is shown.
#[test]
fn the_range_of_what_is_served_is_that_of_all_optima() {
    let region = |name: &str| Region::new(name, [DemandClass::new(5.0, eflops(10.0))]);
    let network = HubNetwork::new(
        [Hub::new("h", "centre").with_capacity(eflops(10.0))],
        [region("a"), region("b"), Region::new("centre", [])],
        [Link::new("a", "h", 1.0), Link::new("b", "h", 1.0)],
        [Spillover::new("a", "centre", 0.25)],
    );
    let found = network.unwrap().serve().unwrap();
    for (name, served) in found.served() {
        same(served, if name == "centre" { 0.0 } else { 5.0 });
    }
    for (name, [least, most]) in found.served_range().unwrap() {
        same(least, 0.0);
        same(most, if name == "centre" { 0.0 } else { 10.0 });
    }
    // A quarter of what is used in a arises in the centre, whose part is thus 0 to 25 of 100.
    let hundred: Money = "100 CNY".parse().unwrap();
    let expected = [[0.0, 75.0], [0.0, 100.0], [0.0, 25.0]];
    let ranges = found.booked_range(hundred, Booking::Use).unwrap();
    for ((_, range), expected) in ranges.iter().zip(expected) {
        same(range[0].amount(), expected[0]);
        same(range[1].amount(), expected[1]);
    }
    let loss: Money = "-100 CNY".parse().unwrap();
    let ranges = found.booked_range(loss, Booking::Use).unwrap();
    same(ranges[0].1[0].amount(), -75.0);
    same(ranges[0].1[1].amount(), 0.0);
}

#[test]
fn zero_capacity_width_cost_latency_and_demand_have_a_meaning() {
    let hubs = || {
        [
            Hub::new("empty", "east")
                .with_capacity(eflops(0.0))
                .with_cost(cost(1.0)),
            Hub::new("free", "west")
                .with_capacity(eflops(10.0))
                .with_cost(cost(0.0)),
        ]
    };
    let regions = || {
        [
            Region::new("east", [DemandClass::new(0.0, eflops(4.0))]),
            Region::new("west", [DemandClass::new(5.0, eflops(0.0))]),
        ]
    };
    let open = Link::new("east", "free", 0.0).with_cost(cost(0.0));
    let found = HubNetwork::new(hubs(), regions(), [open.clone()], []).unwrap();
    let found = found.allocate().unwrap();
    same(flow(&found, "east", "free"), 4.0);
    same(found.cost.unwrap().amount(), 0.0);
    let closed = HubNetwork::new(hubs(), regions(), [open.with_limit(eflops(0.0))], []).unwrap();
    assert_eq!(closed.blanks().count(), 0);
    let served = closed.serve().unwrap();
    same(served.eflops(), 0.0);
    assert_eq!(
        served.hosted_range().unwrap(),
        [("empty", [0.0; 2]), ("free", [0.0; 2])]
    );
    let error = closed.allocate().unwrap_err();
    assert!(error.to_string().contains("in east"), "{error}");
    let hundred: Money = "100 CNY".parse().unwrap();
    for (_, [least, most]) in served.booked_range(hundred, Booking::Hosting).unwrap() {
        same(least.amount(), 0.0);
        same(most.amount(), 0.0);
    }
    let nothing = [Region::new("east", []), Region::new("west", [])];
    let found = HubNetwork::new(hubs(), nothing, [], [])
        .unwrap()
        .allocate()
        .unwrap();
    assert!(found.flows.is_empty() && found.unserved.is_empty());
}

/// Hubs with whole costs, so that many allocations cost the same, in two orders and under two sets of
/// names.
#[derive(Clone, Debug)]
struct Case {
    hubs: Vec<(usize, f64, f64)>,
    demand: Vec<Vec<(f64, f64)>>,
    links: Vec<(usize, usize, f64, Option<f64>, f64)>,
}

impl Case {
    fn network(&self, name: impl Fn(usize) -> String, extra: impl Fn(usize) -> f64) -> HubNetwork {
        let hubs = self
            .hubs
            .iter()
            .enumerate()
            .map(|(n, (region, most, price))| {
                Hub::new(format!("h{}", name(n)), format!("r{}", name(*region)))
                    .with_capacity(eflops(*most))
                    .with_cost(cost(price + extra(n)))
            });
        let regions = self.demand.iter().enumerate().map(|(n, classes)| {
            let classes = classes.iter();
            let classes = classes.map(|(limit, asked)| DemandClass::new(*limit, eflops(*asked)));
            Region::new(format!("r{}", name(n)), classes)
        });
        let links = self
            .links
            .iter()
            .map(|(region, hub, latency, most, price)| {
                let (region, hub) = (format!("r{}", name(*region)), format!("h{}", name(*hub)));
                let link = Link::new(region, hub, *latency).with_cost(cost(*price));
                match most {
                    Some(most) => link.with_limit(eflops(*most)),
                    None => link,
                }
            });
        HubNetwork::new(hubs, regions, links, []).unwrap()
    }
}

fn cases() -> impl Strategy<Value = Case> {
    let price = || prop_oneof![Just(0.0), Just(1.0), Just(2.0)];
    let amount = || prop_oneof![1 => Just(0.0), 6 => (1..9_u8).prop_map(f64::from)];
    let hub = (0..4_usize, amount(), price());
    let class = (prop_oneof![Just(5.0), Just(20.0)], amount());
    let link = (1.0..25.0_f64, prop::option::of(amount()), price());
    (
        prop::collection::vec(hub, 1..6),
        prop::collection::vec(prop::collection::vec(class, 0..3), 4),
        prop::collection::vec(prop::option::of(link), 24),
    )
        .prop_map(|(hubs, demand, links)| {
            let links = links.into_iter().enumerate().filter_map(|(n, link)| {
                let (latency, most, price) = link?;
                (n / 4 < hubs.len()).then_some((n % 4, n / 4, latency, most, price))
            });
            let links = links.collect();
            Case {
                hubs,
                demand,
                links,
            }
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn neither_order_nor_names_move_the_answer(
        case in cases(), order in Just((0..10_usize).collect::<Vec<_>>()).prop_shuffle(),
    ) {
        let plain = |n: usize| n.to_string();
        let shown = case.network(plain, |_| 0.0).serve().unwrap();
        // The same names in another order: to the bit.
        let written = serde_json::to_value(case.network(plain, |_| 0.0)).unwrap();
        let mut turned = written.clone();
        for key in ["hub", "region", "link"] {
            if let Some(list) = turned.get_mut(key).and_then(serde_json::Value::as_array_mut) {
                list.reverse();
            }
        }
        let turned: HubNetwork = serde_json::from_value(turned).unwrap();
        let turned = turned.serve().unwrap();
        let bits = |found: &Allocation| -> Vec<(String, u64)> {
            let hosted = by_name(found.hosted()).into_iter();
            hosted.map(|(name, x)| (name, x.to_bits())).collect()
        };
        prop_assert_eq!(bits(&shown), bits(&turned));
        let money = |found: &Allocation| found.cost.map(|cost| cost.amount().to_bits());
        prop_assert_eq!(money(&shown), money(&turned));
        // Other names: within rounding, hub by hub, region by region and way by way.
        let renamed = case.network(|n| order[n].to_string(), |_| 0.0).serve().unwrap();
        for ((_, a), (_, b)) in shown.hosted().into_iter().zip(renamed.hosted()) {
            same(a, b);
        }
        for ((_, a), (_, b)) in shown.served().into_iter().zip(renamed.served()) {
            same(a, b);
        }
        for region in 0..4 {
            for hub in 0..case.hubs.len() {
                let way = |name: &dyn Fn(usize) -> String, of: &Allocation| {
                    flow(of, &format!("r{}", name(region)), &format!("h{}", name(hub)))
                };
                same(way(&plain, &shown), way(&|n| order[n].to_string(), &renamed));
            }
        }
    }

    #[test]
    fn the_range_contains_every_optimum(case in cases(), moved in prop::collection::vec(0.0..1e-3_f64, 6)) {
        let network = case.network(|n| n.to_string(), |_| 0.0);
        let shown = network.serve().unwrap();
        // Whole costs: a cheapest allocation of costs moved by less than a part of one is one of the
        // cheapest before.
        let other = case.network(|n| n.to_string(), |n| moved[n]).serve().unwrap();
        same(shown.eflops(), other.eflops());
        let (ranges, hosted) = (shown.hosted_range().unwrap(), shown.hosted());
        for (((_, [least, most]), (_, shown)), (_, other)) in ranges.iter().zip(hosted).zip(other.hosted()) {
            prop_assert!(*least <= shown && shown <= *most);
            prop_assert!(least - 1e-6 <= other && other <= most + 1e-6, "{least} {other} {most}");
        }
        let (ranges, served) = (shown.served_range().unwrap(), shown.served());
        for (((_, [least, most]), (_, shown)), (_, other)) in ranges.iter().zip(served).zip(other.served()) {
            prop_assert!(*least <= shown && shown <= *most);
            prop_assert!(least - 1e-6 <= other && other <= most + 1e-6, "{least} {other} {most}");
        }
        // No limit is passed, and nothing is served that was not asked for.
        for ((_, used), (_, hosts, _)) in shown.hosted().iter().zip(&case.hubs) {
            prop_assert!(*used <= hosts + 1e-7);
        }
        for ((_, used), classes) in shown.served().iter().zip(&case.demand) {
            prop_assert!(*used <= classes.iter().map(|(_, asked)| asked).sum::<f64>() + 1e-7);
        }
    }
}

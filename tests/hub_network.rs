//! Hub networks: a textbook's transport problem, the laws, and what is refused.
#![allow(clippy::unwrap_used)] // Helpers of tests, which the lint takes for code.

use approx::assert_relative_eq;
use compute_impact::capacity::network::{
    Allocation, Booking, DemandClass, Hub, HubNetwork, Link, Region, Spillover, Unserved,
};
use compute_impact::evidence::Estimate;
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
    let flows = allocation.flows().iter();
    flows
        .filter(|flow| flow.region() == region && flow.hub() == hub)
        .map(compute_impact::capacity::network::Flow::eflops)
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
        .map(|(n, supply)| Hub::new(format!("silo {n}"), "silos").hosting(eflops(*supply)))
        .collect();
    let mut regions = vec![Region::new("silos", [])];
    let mut links = Vec::new();
    for (m, demand) in [5.0, 15.0, 15.0, 15.0].into_iter().enumerate() {
        let name = format!("mill {m}");
        regions.push(Region::new(&name, [DemandClass::new(1.0, eflops(demand))]));
        for (s, row) in costs.iter().enumerate() {
            links.push(Link::new(&name, format!("silo {s}"), 0.5).costing(cost(row[m])));
        }
    }
    let network = HubNetwork::new(hubs, regions, links, []).unwrap();
    let found = network.allocate().unwrap();
    assert_relative_eq!(found.cost().unwrap().amount(), 435.0, max_relative = 1e-6);
    assert_relative_eq!(found.eflops(), 50.0, max_relative = 1e-6);
}

/// Two regions, each with a hub; the east has more demand than it hosts.
fn east_and_west(latency: f64) -> HubNetwork {
    HubNetwork::new(
        [
            Hub::new("coast", "east")
                .hosting(eflops(10.0))
                .costing(cost(5.0)),
            Hub::new("steppe", "west")
                .hosting(eflops(100.0))
                .costing(cost(1.0)),
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
        [Link::new("east", "steppe", latency).costing(cost(2.0))],
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
        found.cost().unwrap().amount(),
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
            .contains("in east that bear 20 ms cannot be served"),
        "{error}"
    );
    let served = network.serve().unwrap();
    assert_relative_eq!(served.eflops(), 14.0, max_relative = 1e-6);
    let lacking: f64 = served.unserved().iter().map(Unserved::eflops).sum();
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
                        .hosting(eflops(*most))
                        .costing(cost(price + 0.1))
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
                        .costing(cost(price));
                    most.map_or(link.clone(), |most| link.limited(eflops(most)))
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
        for flow in apart.flows() {
            prop_assert_eq!(&flow.region()[1..], &flow.hub()[1..]);
        }
        prop_assert_eq!(&network.fragmented().fragmented().serve().unwrap(), &apart);
        // The same data, the same answer.
        prop_assert_eq!(&network.serve().unwrap(), &whole);
    }
}

#[test]
fn what_is_no_network_is_refused() {
    let hub = || Hub::new("a", "east").hosting(eflops(1.0));
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
    let other = Hub::new("b", "east").hosting(Estimate::assumed(other, "test").unwrap());
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
        .map(compute_impact::evidence::catalogue::Hub::name)
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
            [Hub::new("h", "big").hosting(eflops(1e6))],
            [big, island],
            [],
            [],
        )
        .unwrap()
    };
    let error = network(0.5).allocate().unwrap_err();
    assert!(error.to_string().contains("island"), "{error}");
    let error = network(0.05).allocate().unwrap_err();
    assert!(error.to_string().contains("part of all demand"), "{error}");
}

#[test]
fn a_cost_that_is_no_money_is_refused() {
    let hub = Hub::new("h", "r")
        .hosting(eflops(100.0))
        .costing(cost(1e29));
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
        .hosting(eflops(33.0))
        .costing(cost(19_091.0));
    let found = HubNetwork::new([hub], [far, near], [], [])
        .unwrap()
        .serve()
        .unwrap();
    assert_relative_eq!(found.eflops(), 33.0, max_relative = 1e-8);
    assert_relative_eq!(
        found.cost().unwrap().amount(),
        33.0 * 19_091.0,
        max_relative = 1e-8
    );
    let lacking: f64 = found.unserved().iter().map(Unserved::eflops).sum();
    assert_relative_eq!(lacking, 33_270_007.0, max_relative = 1e-8);
}

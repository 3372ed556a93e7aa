//! Hub networks: an allocation keeps to capacities, links and latencies, serves as much as it says,
//! lies within its own ranges, and does not depend on order.
#![no_main]

use arbitrary::{Result, Unstructured};
use compute_impact::evidence::Estimate;
use compute_impact::hubs::network::{
    Allocation, Booking, DemandClass, Hub, HubNetwork, Link, Region, Spillover,
};
use compute_impact::{Capacity, Money, Quantity, UnitCost};
use compute_impact_fuzz::{mutate, near, number, ordinary, share};
use libfuzzer_sys::{fuzz_mutator, fuzz_target};

fuzz_target!(|data: &[u8]| {
    if data.first() == Some(&b'{') {
        text(data);
    } else {
        // The choices end when the bytes do.
        let _ = run(&mut Unstructured::new(data));
    }
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutate(data, size, max_size, seed)
});

fn text(data: &[u8]) {
    if let Ok(network) = serde_json::from_slice::<HubNetwork>(data) {
        written(&network);
        if network.hubs().len() <= 8 && network.regions().len() <= 8 {
            check(&network);
        }
    }
}

fn written(network: &HubNetwork) {
    let json = serde_json::to_string(network).expect("a network has a JSON form");
    let again = serde_json::from_str::<HubNetwork>(&json);
    assert_eq!(again.ok().as_ref(), Some(network), "{json}");
}

fn amount(u: &mut Unstructured<'_>) -> Result<f64> {
    if u.ratio(1, 12)? {
        number(u)
    } else {
        ordinary(u)
    }
}

fn capacity(u: &mut Unstructured<'_>) -> Result<Option<Estimate<Capacity>>> {
    let measure = "FP16".parse().expect("a valid measure");
    let capacity = Capacity::from_eflops(amount(u)?, measure);
    Ok(capacity
        .and_then(|capacity| Estimate::assumed(capacity, "fuzz"))
        .ok())
}

fn cost(u: &mut Unstructured<'_>) -> Result<Option<Estimate<UnitCost>>> {
    let measure = "FP16".parse().expect("a valid measure");
    let like: Money = "0 CNY".parse().expect("valid money");
    let cost = like
        .with_number(amount(u)?)
        .and_then(|money| UnitCost::new(money, measure));
    Ok(cost.and_then(|cost| Estimate::assumed(cost, "fuzz")).ok())
}

fn run(u: &mut Unstructured<'_>) -> Result<()> {
    let (hub_count, region_count) = (u.int_in_range(1..=4)?, u.int_in_range(1..=4)?);
    let mut hubs = Vec::new();
    for n in 0..hub_count {
        let mut hub = Hub::new(format!("hub {n}"), format!("region {}", n % region_count));
        if let Some(capacity) = capacity(u)? {
            hub = hub.with_capacity(capacity);
        }
        if u.arbitrary()?
            && let Some(cost) = cost(u)?
        {
            hub = hub.with_cost(cost);
        }
        hubs.push(hub);
    }
    let mut regions = Vec::new();
    for n in 0..region_count {
        let mut demand = Vec::new();
        for _ in 0..u.int_in_range(0..=2)? {
            let limit = amount(u)?;
            demand.extend(capacity(u)?.map(|capacity| DemandClass::new(limit, capacity)));
        }
        regions.push(Region::new(format!("region {n}"), demand));
    }
    let mut links = Vec::new();
    for (region, hub) in (0..region_count).flat_map(|r| (0..hub_count).map(move |h| (r, h))) {
        if u.ratio(2, 3)? {
            links.push(link(format!("region {region}"), format!("hub {hub}"), u)?);
        }
    }
    let mut spillovers = Vec::new();
    if region_count > 1 && u.arbitrary()? {
        spillovers.push(Spillover::new("region 0", "region 1", share(u)?));
    }
    if let Ok(network) = HubNetwork::new(hubs, regions, links, spillovers) {
        written(&network);
        check(&network);
    }
    Ok(())
}

fn link(region: String, hub: String, u: &mut Unstructured<'_>) -> Result<Link> {
    let mut link = Link::new(region, hub, amount(u)?);
    if u.ratio(1, 3)?
        && let Some(limit) = capacity(u)?
    {
        link = link.with_limit(limit);
    }
    if u.arbitrary()?
        && let Some(cost) = cost(u)?
    {
        link = link.with_cost(cost);
    }
    Ok(link)
}

fn json(network: &HubNetwork) -> String {
    serde_json::to_string(network).expect("a network has a JSON form")
}

fn check(network: &HubNetwork) {
    let allocation = match network.serve() {
        Ok(allocation) => allocation,
        Err(error) => {
            let text = error.to_string();
            return assert!(
                !text.contains("linear programme"),
                "{text}: {}",
                json(network)
            );
        }
    };
    let served = allocation.eflops();
    let unserved: f64 = allocation.unserved.iter().map(|class| class.eflops).sum();
    let demand = demand(network);
    assert!(
        served.is_finite() && served >= 0.0 && unserved >= 0.0,
        "{}",
        json(network)
    );
    let is_whole = near(served + unserved, demand, demand, 1e-6);
    assert!(
        is_whole,
        "{served} + {unserved} of {demand}: {}",
        json(network)
    );
    for flow in &allocation.flows {
        assert!(
            flow.eflops.is_finite() && flow.eflops >= 0.0,
            "{flow:?}: {}",
            json(network)
        );
    }
    for ((name, hosted), hub) in allocation.hosted().into_iter().zip(network.hubs()) {
        let capacity = hub.capacity().map_or(0.0, |c| c.value().as_eflops());
        assert!(
            hosted <= capacity + 1e-6 * demand,
            "{name}: {hosted}: {}",
            json(network)
        );
    }
    if network.allocate().is_ok() {
        assert!(allocation.unserved.is_empty(), "{}", json(network));
    }
    let alone = network.fragmented().serve();
    if let Ok(alone) = alone {
        assert!(
            alone.eflops() <= served + 1e-6 * demand,
            "{}",
            json(network)
        );
    }
    ranges(&allocation, network, demand);
    booked(&allocation, network);
    reversed(&allocation, network, demand);
}

fn demand(network: &HubNetwork) -> f64 {
    let document = serde_json::to_value(network).expect("a network has a JSON form");
    let regions = document["region"].as_array().cloned().unwrap_or_default();
    let classes = regions
        .iter()
        .filter_map(|region| region["demand"].as_array());
    let texts = classes
        .flatten()
        .filter_map(|class| class["capacity"]["value"].as_str());
    let capacities = texts.filter_map(|text| text.parse::<Capacity>().ok());
    capacities.map(|capacity| capacity.as_eflops()).sum()
}

fn ranges(allocation: &Allocation, network: &HubNetwork, demand: f64) {
    let ranges = match allocation.hosted_range() {
        Ok(ranges) => ranges,
        Err(error) => panic!("{error}: {}", json(network)),
    };
    for ((_, [least, most]), (name, hosted)) in ranges.iter().zip(allocation.hosted()) {
        let is_inside = *least <= hosted && hosted <= *most;
        let is_possible = *least >= -1e-6 * demand && *most <= demand * (1.0 + 1e-6);
        assert!(
            is_inside && is_possible,
            "{name}: {least} to {most}: {}",
            json(network)
        );
    }
    let served: f64 = allocation.served().iter().map(|(_, served)| served).sum();
    assert!(
        near(served, allocation.eflops(), demand, 1e-6),
        "{}",
        json(network)
    );
}

fn booked(allocation: &Allocation, network: &HubNetwork) {
    let whole: Money = "100 bn CNY".parse().expect("valid money");
    for booking in [Booking::Hosting, Booking::Use] {
        let Ok(parts) = allocation.booked(whole, booking) else {
            continue;
        };
        let sum: f64 = parts.iter().map(|(_, part)| part.amount()).sum();
        let expected = if allocation.eflops() > 0.0 {
            whole.amount()
        } else {
            0.0
        };
        assert!(
            near(sum, expected, whole.amount(), 1e-6),
            "{sum}: {}",
            json(network)
        );
    }
}

/// The same network in another order is served alike.
fn reversed(allocation: &Allocation, network: &HubNetwork, demand: f64) {
    let mut document = serde_json::to_value(network).expect("a network has a JSON form");
    for list in ["hub", "region", "link"] {
        if let Some(items) = document.get_mut(list).and_then(|list| list.as_array_mut()) {
            items.reverse();
        }
    }
    let other: HubNetwork = serde_json::from_value(document).expect("the same parts");
    let Ok(other) = other.serve() else {
        panic!("refused in another order: {}", json(network));
    };
    assert!(
        near(other.eflops(), allocation.eflops(), demand, 1e-6),
        "{}",
        json(network)
    );
    let mut hosted = other.hosted();
    hosted.reverse();
    for ((name, one), (_, other)) in allocation.hosted().into_iter().zip(hosted) {
        assert!(
            near(one, other, demand, 1e-5),
            "{name}: {one}, {other}: {}",
            json(network)
        );
    }
}

//! Queues and pools of centres: waiting falls with servers and rises with load, the fewest servers are
//! the fewest, the two bounds of a gain are in order, and the order of centres is irrelevant.
#![no_main]

use arbitrary::{Result, Unstructured};
use compute_impact::hubs::pooling::{
    Centre, LatencyClass, Pool, PoolingGain, Service, Sharing, erlang_b, erlang_c, waiting_beyond,
};
use compute_impact_fuzz::{number, ordinary, share};
use libfuzzer_sys::fuzz_target;

/// The greatest number of servers, which keeps an input below some milliseconds.
const SERVERS: u32 = 2_000;

fuzz_target!(|data: &[u8]| {
    // The choices end when the bytes do.
    let _ = run(&mut Unstructured::new(data));
});

fn run(u: &mut Unstructured<'_>) -> Result<()> {
    queue(u)?;
    let patience = if u.arbitrary()? { 0.0 } else { number(u)? };
    let Ok(service) = Service::new(share(u)?, patience) else {
        return Ok(());
    };
    needed(service, ordinary(u)?);
    pool(service, u)
}

fn queue(u: &mut Unstructured<'_>) -> Result<()> {
    let servers = u.int_in_range(0..=SERVERS)?;
    let load = if u.arbitrary()? {
        number(u)?
    } else {
        ordinary(u)?
    };
    let Ok(waiting) = erlang_c(servers, load) else {
        return Ok(());
    };
    let is_share = |x: f64| (0.0..=1.0).contains(&x);
    let close = |x: f64| 1e-12 * x;
    assert!(is_share(waiting), "{waiting} of {servers}, {load}");
    let lost = erlang_b(servers, load).expect("the same range");
    assert!(
        is_share(lost) && lost <= waiting + close(waiting),
        "{servers}, {load}"
    );
    let more = erlang_c(servers + 1, load).expect("one more is in the range");
    assert!(
        more <= waiting + close(waiting),
        "{servers} servers or one more for {load}"
    );
    if let Ok(busier) = erlang_c(servers, 1.01 * load) {
        assert!(
            busier >= waiting - close(waiting),
            "{servers} servers for {load}"
        );
    }
    let patience = number(u)?;
    if let Ok(beyond) = waiting_beyond(servers, load, patience) {
        assert!(
            is_share(beyond) && beyond <= waiting,
            "{servers}, {load}, {patience}"
        );
        let longer = waiting_beyond(servers, load, 2.0 * patience);
        assert!(longer.is_err() || longer.is_ok_and(|longer| longer <= beyond));
    }
    Ok(())
}

/// The fewest servers meet the service level, and one fewer does not.
fn needed(service: Service, load: f64) {
    let Ok(servers) = service.servers(load) else {
        return;
    };
    let meets = |servers| {
        let waiting = waiting_beyond(servers, load, service.patience());
        waiting.is_ok_and(|waiting| waiting <= service.waiting() * (1.0 + 1e-12))
    };
    let fails = |servers| {
        let waiting = waiting_beyond(servers, load, service.patience());
        !waiting.is_ok_and(|waiting| waiting < service.waiting() * (1.0 - 1e-12))
    };
    if load > 0.0 {
        assert!(meets(servers), "{servers} for {load} by {service:?}");
        assert!(
            servers <= 1 || fails(servers - 1),
            "{servers} for {load} by {service:?}"
        );
    } else {
        assert_eq!(servers, 0);
    }
}

fn pool(service: Service, u: &mut Unstructured<'_>) -> Result<()> {
    let mut centres = Vec::new();
    for name in 0..u.int_in_range(1..=5)? {
        let servers = u.int_in_range(0..=SERVERS / 4)?;
        let load = if u.arbitrary()? {
            f64::from(servers) * share(u)?
        } else {
            number(u)?.min(f64::from(SERVERS))
        };
        let Ok(mut centre) = Centre::new(name.to_string(), servers, load) else {
            continue;
        };
        if u.arbitrary()?
            && let Ok(linked) = centre.clone().with_link(ordinary(u)?)
        {
            centre = linked;
        }
        if u.arbitrary()?
            && let Ok(limited) = centre.clone().with_load(number(u)?)
        {
            centre = limited;
        }
        centres.push(centre);
    }
    let part = share(u)?;
    let parts = [(ordinary(u)?, part), (ordinary(u)?, 1.0 - part)];
    let classes: Vec<LatencyClass> = parts
        .into_iter()
        .filter_map(|(limit, part)| LatencyClass::new(limit, part).ok())
        .collect();
    let Ok(pool) = Pool::new(centres.clone(), classes.clone(), service) else {
        return Ok(());
    };
    let json = serde_json::to_string(&pool).expect("a pool has a JSON form");
    let again = serde_json::from_str::<Pool>(&json);
    assert_eq!(again.ok().as_ref(), Some(&pool), "{json}");
    let [least, most] = [Sharing::Divided, Sharing::Lent].map(|sharing| pool.gain(sharing));
    gain(&least, &json);
    gain(&most, &json);
    let close = 1.0 + 1e-9;
    let factor = |gain: &PoolingGain| gain.effective_capacity().get();
    assert!(
        factor(&least) <= factor(&most) * close,
        "{json}\n{least:?}\n{most:?}"
    );
    assert!(
        least.servers_after >= most.servers_after,
        "{json}\n{least:?}\n{most:?}"
    );
    assert!(
        least.waiting_after * close >= most.waiting_after,
        "{json}\n{least:?}\n{most:?}"
    );
    centres.reverse();
    let classes: Vec<LatencyClass> = classes.into_iter().rev().collect();
    let other = Pool::new(centres, classes, service).expect("the same centres");
    let other = other.gain(Sharing::Divided);
    let bits = |gain: &PoolingGain| {
        (
            factor(gain).to_bits(),
            gain.servers_after,
            gain.waiting_after.to_bits(),
        )
    };
    assert_eq!(
        bits(&other),
        bits(&least),
        "by the order of centres: {json}"
    );
    Ok(())
}

fn gain(gain: &PoolingGain, pool: &str) {
    let factor = gain.effective_capacity().get();
    let is_share = |x: f64| (0.0..=1.0 + 1e-9).contains(&x);
    assert!(factor >= 1.0 && factor.is_finite(), "{pool}\n{gain:?}");
    assert!(
        gain.servers_after <= gain.servers_before,
        "{pool}\n{gain:?}"
    );
    assert!(
        gain.waiting_after <= gain.waiting_before,
        "{pool}\n{gain:?}"
    );
    assert!(
        gain.utilisation_after >= gain.utilisation_before,
        "{pool}\n{gain:?}"
    );
    let shares = [
        gain.waiting_after,
        gain.waiting_before,
        gain.utilisation_before,
        gain.utilisation_after,
    ];
    assert!(shares.into_iter().all(is_share), "{pool}\n{gain:?}");
    assert!(
        gain.bounds().all(|(_, part, _)| is_share(part)),
        "{pool}\n{gain:?}"
    );
}

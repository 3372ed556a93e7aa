//! Pools of centres: exact queueing, and the laws of sharing.
#![allow(clippy::unwrap_used)] // Helpers of tests, which the lint takes for code.

use approx::assert_relative_eq;
use compute_impact::hubs::pooling::{
    Bound, Centre, LatencyClass, Pool, Service, Sharing, erlang_b, erlang_c, waiting_beyond,
};
use compute_impact::{Error, ErrorKind};
use proptest::prelude::*;

/// Exact rational arithmetic of the recurrence (Python's `fractions`), rounded once:
/// `tests/data/stated_numbers.py`, which makes the other numbers of this module too.
#[test]
fn erlangs_formulas_are_exact() {
    for (servers, load, lost, waiting) in [
        (10, 10.0, 0.214_582_343_107_347_33, 1.0),
        (2, 1.0, 0.2, 0.333_333_333_333_333_3),
        (12, 8.0, 0.051_406_387_712_357_93, 0.139_841_654_516_271_65),
        (11, 8.0, 0.081_288_320_488_032_01, 0.244_957_926_057_576_02),
        (5, 3.0, 0.110_054_347_826_086_96, 0.236_151_603_498_542_28),
        (
            100,
            90.0,
            0.026_957_380_464_359_214,
            0.216_940_480_906_366_4,
        ),
        (
            831,
            800.0,
            0.008_820_646_184_237_758,
            0.192_607_142_404_403_4,
        ),
        (
            830,
            800.0,
            0.009_243_984_137_284_667,
            0.205_173_643_612_954_45,
        ),
        (
            20,
            10.0,
            0.001_869_049_852_354_305_4,
            0.003_731_126_044_126_720_5,
        ),
        (
            1_000,
            950.0,
            0.003_649_293_688_942_409_7,
            0.068_253_415_377_141_43,
        ),
    ] {
        // A rounding a step.
        let tolerance = 1e-12;
        assert_relative_eq!(
            erlang_b(servers, load).unwrap(),
            lost,
            max_relative = tolerance
        );
        assert_relative_eq!(
            erlang_c(servers, load).unwrap(),
            waiting,
            max_relative = tolerance
        );
    }
}

/// With M servers and load a the wait is beyond a share t of a service with probability
/// C(M, a) exp(-(M - a) t): of twelve servers at a load of 8, C e^-0.4 for a tenth.
#[test]
fn patience_is_exponential() {
    for (servers, load, patience, beyond) in [
        (12, 8.0, 0.1, 0.093_738_664_293_047_18),
        (10, 9.0, 0.5, 0.405_606_172_487_676_3),
        (10, 8.1, 0.5, 0.167_018_115_654_531_6),
    ] {
        let found = waiting_beyond(servers, load, patience).unwrap();
        assert_relative_eq!(found, beyond, max_relative = 1e-14);
    }
}

#[test]
fn the_needed_servers_are_the_fewest_that_do() {
    for waiting in [0.5, 0.2, 0.01, 1e-6] {
        for patience in [0.0, 0.1, 2.0] {
            let service = Service::new(waiting, patience).unwrap();
            for load in [0.1, 1.0, 7.3, 80.0, 999.5] {
                let servers = service.servers(load).unwrap();
                let beyond = |servers| waiting_beyond(servers, load, patience).unwrap();
                assert!(beyond(servers) <= waiting);
                assert!(
                    servers == 1 || beyond(servers - 1) > waiting,
                    "{load} {waiting}"
                );
            }
        }
    }
    // Large pools stay within a part in a thousand of square-root staffing, and are quick.
    let service = Service::new(0.2, 0.0).unwrap();
    for load in [1e4, 1e6, 8e6] {
        let exact = f64::from(service.servers(load).unwrap());
        let rule = service.square_root_staffing(load).unwrap();
        assert!((exact - rule).abs() < 2.0, "{load}: {exact} {rule}");
    }
}

fn centre(name: &str, servers: u32, load: f64) -> Centre {
    Centre::new(name, servers, load).unwrap()
}

fn class(limit: f64, part: f64) -> LatencyClass {
    LatencyClass::new(limit, part).unwrap()
}

fn service() -> Service {
    Service::new(0.2, 0.0).unwrap()
}

/// Ten centres of twelve servers serve ten times eight; together they are one of 120.
#[test]
fn a_full_pool_is_one_large_centre() {
    let centres = (0..10).map(|n| centre(&n.to_string(), 12, 8.0).with_link(1.0).unwrap());
    let pool = Pool::new(centres, [class(20.0, 1.0)], service()).unwrap();
    assert_eq!(pool.gain(Sharing::Lent), pool.gain(Sharing::Divided));
    let gain = pool.gain(Sharing::Divided);
    assert_eq!(gain.servers_before, 120);
    assert_eq!(
        gain.servers_after,
        u64::from(service().servers(80.0).unwrap())
    );
    assert!(gain.servers_after < 93);
    let load = 120.0 * gain.utilisation_after;
    assert!(erlang_c(120, load * (1.0 - 1e-6)).unwrap() <= 0.2);
    assert!(erlang_c(120, load * (1.0 + 1e-6)).unwrap() > 0.2);
    let alone = 12.0 * gain.utilisation_before;
    assert_relative_eq!(erlang_c(12, alone).unwrap(), 0.2, max_relative = 1e-6);
    assert_relative_eq!(
        gain.effective_capacity().get(),
        load / (10.0 * alone),
        max_relative = 1e-9
    );
    assert_relative_eq!(
        gain.waiting_before,
        0.139_841_654_516_271_65,
        max_relative = 1e-9
    );
    assert_relative_eq!(
        gain.waiting_after,
        erlang_c(120, 80.0).unwrap(),
        max_relative = 1e-3
    );
}

#[test]
fn what_keeps_jobs_from_moving_is_named() {
    let classes = [class(20.0, 0.5), class(5.0, 0.3), class(1.0, 0.2)];
    let centres = [
        centre("alone", 12, 8.0),
        centre("near", 12, 8.0).with_link(1.0).unwrap(),
        centre("hub", 12, 8.0).with_link(16.0).unwrap(),
        centre("far", 12, 8.0).with_link(30.0).unwrap(),
        centre("thin", 12, 8.0)
            .with_link(5.0)
            .unwrap()
            .with_load(2.0)
            .unwrap(),
    ];
    let pool = Pool::new(centres, classes, service()).unwrap();
    let gain = pool.gain(Sharing::Lent);
    let bounds: Vec<_> = gain.bounds().collect();
    assert_eq!(bounds[0], ("alone", 0.0, Bound::NoLink));
    assert_eq!(bounds[1], ("near", 1.0, Bound::Nothing));
    assert_eq!(bounds[2], ("hub", 0.5, Bound::Latency));
    assert_eq!(bounds[3], ("far", 0.0, Bound::Latency));
    assert_eq!(bounds[4], ("thin", 0.25, Bound::Link));
    for (centre, (name, part, bound)) in pool.centres().iter().zip(bounds) {
        assert_eq!((centre.name(), pool.movable(centre)), (name, (part, bound)));
    }
}

fn centres(linked: bool) -> impl Strategy<Value = Vec<Centre>> {
    let one = (
        1_u32..60,
        0.0..1.2_f64,
        0.0..30.0_f64,
        prop::option::of(0.0..20.0_f64),
    );
    prop::collection::vec(one, 1..6).prop_map(move |all| {
        let all = all
            .into_iter()
            .enumerate()
            .map(|(n, (servers, busy, latency, link))| {
                let mut centre = centre(&n.to_string(), servers, busy * f64::from(servers));
                if linked {
                    centre = centre.with_link(latency).unwrap();
                    if let Some(link) = link {
                        centre = centre.with_load(link).unwrap();
                    }
                }
                centre
            });
        all.collect()
    })
}

fn classes() -> [LatencyClass; 3] {
    [class(20.0, 0.5), class(5.0, 0.25), class(1.0, 0.25)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn pooling_never_hurts(centres in centres(true), waiting in 0.01..0.9_f64) {
        let service = Service::new(waiting, 0.0).unwrap();
        let pool = Pool::new(centres, classes(), service).unwrap();
        for sharing in [Sharing::Divided, Sharing::Lent] {
            let gain = pool.gain(sharing);
            prop_assert!(gain.servers_after <= gain.servers_before);
            prop_assert!(gain.waiting_after <= gain.waiting_before);
            prop_assert!(gain.effective_capacity().get() >= 1.0);
            prop_assert!(gain.utilisation_after >= gain.utilisation_before);
            prop_assert!(gain.utilisation_after <= 1.0 + 1e-9);
        }
        let (least, most) = (pool.gain(Sharing::Divided), pool.gain(Sharing::Lent));
        prop_assert!(least.servers_after >= most.servers_after);
    }

    #[test]
    fn no_links_are_fragmentation_to_the_bit(centres in centres(false)) {
        let pool = Pool::new(centres, classes(), service()).unwrap();
        for sharing in [Sharing::Divided, Sharing::Lent] {
            let gain = pool.gain(sharing);
            prop_assert_eq!(gain.servers_after, gain.servers_before);
            prop_assert_eq!(gain.effective_capacity().get().to_bits(), 1.0_f64.to_bits());
            prop_assert_eq!(gain.utilisation_after.to_bits(), gain.utilisation_before.to_bits());
        }
    }
}

#[test]
fn invalid_pools_are_refused() {
    let refused = |result: Result<Pool, Error>, words: &str| {
        let error = result.unwrap_err();
        assert!(error.to_string().contains(words), "{words}: {error}");
    };
    let one = || [centre("a", 1, 0.5)];
    refused(Pool::new([], classes(), service()), "a centre is missing");
    refused(
        Pool::new([centre("a", 0, 0.5)], classes(), service()),
        "servers of all centres must lie in [1, 9000000], got 0",
    );
    refused(
        Pool::new(one(), std::iter::repeat(class(1.0, 0.0)), service()),
        "at most 100 latency classes of a pool are allowed, more were given",
    );
    refused(
        Pool::new(one(), [class(20.0, 0.5)], service()),
        "class: the shares must sum to 1",
    );
    refused(
        Pool::new(
            [centre("a", 1, 0.5), centre("a", 2, 0.5)],
            classes(),
            service(),
        ),
        "given twice",
    );
    for (error, words) in [
        (
            Centre::new("a", 10_000_001, 1.0).unwrap_err(),
            "number of servers must lie in [0, 10000000], got 10000001",
        ),
        (
            Centre::new("a", 1, f64::NAN).unwrap_err(),
            "load in servers",
        ),
        (Centre::new("a", 1, -1.0).unwrap_err(), "load in servers"),
        (Centre::new(" ", 1, 1.0).unwrap_err(), "the name is missing"),
        (
            centre("a", 1, 0.5).with_link(-1.0).unwrap_err(),
            "latency in ms",
        ),
        (
            LatencyClass::new(f64::INFINITY, 0.5).unwrap_err(),
            "latency limit",
        ),
        (LatencyClass::new(1.0, 1.5).unwrap_err(), "[0, 1]"),
        (Service::new(0.0, 0.0).unwrap_err(), "(0, 1)"),
        (Service::new(0.1, -1.0).unwrap_err(), "patience"),
        (erlang_b(0, 1.0).unwrap_err(), "number of servers"),
        (erlang_c(10, f64::INFINITY).unwrap_err(), "load in servers"),
    ] {
        assert!(error.to_string().contains(words), "{words}: {error}");
        assert!(matches!(
            error.kind(),
            ErrorKind::OutOfRange { .. } | ErrorKind::Missing { .. }
        ));
    }
}

#[test]
fn a_pool_is_read_through_the_same_check() {
    let text = r#"
        service = { waiting = 0.2 }
        class = [{ limit = 20.0, part = 1.0 }]
        centre = [{ name = "a", servers = 12, load = 8.0, latency = 5.0 }]
    "#;
    let pool: Pool = toml::from_str(text).unwrap();
    assert_eq!(pool.centres()[0].name(), "a");
    let written = toml::to_string(&pool).unwrap();
    assert_eq!(toml::from_str::<Pool>(&written).unwrap(), pool);
    for (from, to) in [
        ("part = 1.0", "part = 0.9"),
        ("waiting = 0.2", "waiting = 2.0"),
        ("latency", "latencie"),
    ] {
        assert!(
            toml::from_str::<Pool>(&text.replace(from, to)).is_err(),
            "{to}"
        );
    }
}

/// A centre with a link of one millisecond.
fn near(name: &str, servers: u32, load: f64) -> Centre {
    centre(name, servers, load).with_link(1.0).unwrap()
}

fn strict() -> Service {
    Service::new(0.1, 0.0).unwrap()
}

const BOTH: [Sharing; 2] = [Sharing::Divided, Sharing::Lent];

/// C(10, 9) in exact rational arithmetic (Python's `fractions`): no machine elsewhere helps.
#[test]
fn a_centre_without_a_link_waits_as_before() {
    let alone = centre("B", 10, 9.0);
    let closed = near("B", 10, 9.0).with_load(0.0).unwrap();
    let far = centre("B", 10, 9.0).with_link(20.001).unwrap();
    for other in [alone, closed, far] {
        let pool = Pool::new([near("A", 100, 10.0), other], [class(20.0, 1.0)], strict());
        for sharing in BOTH {
            let gain = pool.as_ref().unwrap().gain(sharing);
            let expected = 0.668_731_524_107_697;
            assert_relative_eq!(gain.waiting_before, expected, max_relative = 1e-12);
            assert_relative_eq!(gain.waiting_after, expected, max_relative = 1e-12);
            // Nor is there anyone to serve more with.
            assert_eq!(gain.effective_capacity().get().to_bits(), 1.0_f64.to_bits());
            assert_eq!(gain.servers_after, gain.servers_before);
        }
    }
}

/// Nine tenths of 9 stay on 10 servers: C(10, 8.1) = 0.43186 in exact rational arithmetic. All of
/// the rest has a hundred idle machines.
#[test]
fn jobs_that_may_not_move_wait_at_their_own_centre() {
    let centres = [near("A", 10, 9.0), near("B", 100, 10.0)];
    let classes = [class(20.0, 0.1), class(0.5, 0.9)];
    let pool = Pool::new(centres, classes, strict()).unwrap();
    for sharing in BOTH {
        let gain = pool.gain(sharing);
        assert_relative_eq!(
            gain.waiting_after,
            0.431_860_354_928_653_5,
            max_relative = 1e-12
        );
    }
    // With a tenth of all jobs mobile the whole is one queue: Erlang's C of 110 servers is a tenth at
    // the load that 10 and 100 carry apart times this (Python, by bisection).
    let gain = pool.gain(Sharing::Lent);
    assert_relative_eq!(
        gain.effective_capacity().get(),
        1.036_002_262_261_3,
        max_relative = 1e-9
    );
}

/// Two of twelve servers share, a third has no link: Erlang's C is a fifth at the loads 8.52996 of
/// twelve servers and 18.99926 of 24 (Python, by bisection).
#[test]
fn demand_grows_where_it_can_be_served() {
    let centres = [near("A", 12, 8.0), near("B", 12, 8.0), centre("C", 12, 8.0)];
    let pool = Pool::new(centres, [class(20.0, 1.0)], service()).unwrap();
    for sharing in BOTH {
        let gain = pool.gain(sharing);
        assert_relative_eq!(
            gain.effective_capacity().get(),
            1.075_785_363_891_977,
            max_relative = 1e-9
        );
        assert_relative_eq!(
            gain.utilisation_after,
            (18.999_258_840_045_876 + 8.529_960_212_042_367) / 36.0,
            max_relative = 1e-9
        );
    }
}

/// Of a hundred servers behind a link that carries two, others can use two: C(12, 9.5) at best, and
/// C(14, 11.5) if the two that move from there take two of them along (exact rational arithmetic).
#[test]
fn a_narrow_link_lends_no_more_than_it_carries() {
    let wide = near("A", 100, 10.0).with_load(2.0).unwrap();
    let pool = Pool::new(
        [wide, near("B", 10, 9.5)],
        [class(20.0, 1.0)],
        Service::new(0.4, 0.0).unwrap(),
    );
    let pool = pool.unwrap();
    assert_relative_eq!(
        pool.gain(Sharing::Lent).waiting_after,
        0.350_221_841_774_003_3,
        max_relative = 1e-12
    );
    assert_relative_eq!(
        pool.gain(Sharing::Divided).waiting_after,
        0.385_790_503_004_407,
        max_relative = 1e-12
    );
}

/// Jobs that tolerate 5 ms reach the other near centre and no machine of the far one: half of 18 on
/// 20 servers is C(20, 9), though a hundred stand idle (exact rational arithmetic).
#[test]
fn a_far_centre_serves_only_jobs_that_tolerate_its_latency() {
    let far = centre("C", 100, 10.0).with_link(10.0).unwrap();
    let centres = [near("A", 10, 9.0), near("B", 10, 9.0), far];
    let pool = Pool::new(centres, [class(5.0, 0.5), class(20.0, 0.5)], strict()).unwrap();
    let lent = pool.gain(Sharing::Lent);
    assert_relative_eq!(
        lent.waiting_after,
        0.001_121_202_808_799_582,
        max_relative = 1e-11
    );
    assert!(pool.gain(Sharing::Divided).waiting_after >= lent.waiting_after);
}

/// C(10, 9) exp(-0.5) and C(10, 8.1) exp(-0.95), by Python.
#[test]
fn patience_counts_before_and_after() {
    let service = Service::new(0.1, 0.5).unwrap();
    let centres = [near("A", 10, 9.0), near("B", 100, 10.0)];
    let pool = Pool::new(centres, [class(20.0, 0.1), class(0.5, 0.9)], service).unwrap();
    let gain = pool.gain(Sharing::Lent);
    assert_relative_eq!(
        gain.waiting_before,
        0.405_606_172_487_676,
        max_relative = 1e-12
    );
    assert_relative_eq!(
        gain.waiting_after,
        0.167_018_115_654_531,
        max_relative = 1e-12
    );
}

#[test]
fn zero_servers_and_zero_load_have_a_meaning() {
    // Demand without machines is served by the others, or not at all.
    let users = |linked: bool| {
        let users = centre("users", 0, 2.0);
        let users = if linked {
            users.with_link(1.0).unwrap()
        } else {
            users
        };
        let machines = near("machines", 20, 0.0);
        Pool::new([users, machines], [class(20.0, 1.0)], strict()).unwrap()
    };
    for sharing in BOTH {
        let served = users(true).gain(sharing);
        assert_relative_eq!(served.waiting_before, 1.0);
        assert_relative_eq!(
            served.waiting_after,
            erlang_c(20, 2.0).unwrap(),
            max_relative = 1e-12
        );
        assert_relative_eq!(users(false).gain(sharing).waiting_after, 1.0);
    }
    let idle = Pool::new([near("a", 5, 0.0), near("b", 5, 0.0)], classes(), strict()).unwrap();
    for sharing in BOTH {
        let gain = idle.gain(sharing);
        assert_eq!((gain.servers_before, gain.servers_after), (0, 0));
        assert_relative_eq!(gain.waiting_after, 0.0);
    }
}

/// Centres of which some have a link and some a narrow or a closed one.
fn mixed() -> impl Strategy<Value = Vec<Centre>> {
    let link =
        prop_oneof![2 => Just(None), 1 => Just(Some(0.0)), 2 => (0.0..20.0_f64).prop_map(Some)];
    let latency = prop_oneof![1 => Just(None), 3 => (0.0..30.0_f64).prop_map(Some)];
    let one = (1_u32..60, 0.0..1.2_f64, latency, link);
    prop::collection::vec(one, 1..7).prop_map(|all| {
        let all = all.into_iter().enumerate();
        all.map(|(n, (servers, busy, latency, link))| {
            let mut centre = centre(&n.to_string(), servers, busy * f64::from(servers));
            if let Some(latency) = latency {
                centre = centre.with_link(latency).unwrap();
            }
            if let Some(link) = link {
                centre = centre.with_load(link).unwrap();
            }
            centre
        })
        .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_centre_serves_better_than_what_may_not_move_lets_it(
        all in mixed(), waiting in 0.01..0.9_f64, patience in prop_oneof![Just(0.0), 0.0..2.0_f64],
    ) {
        let pool = Pool::new(all.clone(), classes(), Service::new(waiting, patience).unwrap()).unwrap();
        let [least, most] = BOTH.map(|sharing| pool.gain(sharing));
        for gain in [&least, &most] {
            for ((_, part, _), site) in gain.bounds().zip(&all) {
                let (servers, load) = (numbers(site).0, numbers(site).1 * (1.0 - part));
                let stays = waiting_beyond(servers, load, patience).unwrap();
                prop_assert!(gain.waiting_after >= stays - 1e-12, "{:?}", site);
            }
            prop_assert!(gain.waiting_after <= gain.waiting_before);
            prop_assert!(gain.effective_capacity().get() >= 1.0);
            prop_assert!(gain.utilisation_after <= 1.0 + 1e-9);
        }
        // The two bounds enclose the truth.
        prop_assert!(most.waiting_after <= least.waiting_after);
        prop_assert!(most.servers_after <= least.servers_after);
        prop_assert!(least.servers_after <= least.servers_before);
        prop_assert!(least.effective_capacity() <= most.effective_capacity());
    }

    #[test]
    fn a_pool_of_one_gains_nothing(all in mixed(), waiting in 0.01..0.9_f64) {
        let service = Service::new(waiting, 0.0).unwrap();
        for one in all {
            let pool = Pool::new([one], classes(), service).unwrap();
            for sharing in BOTH {
                let gain = pool.gain(sharing);
                prop_assert_eq!(gain.servers_after, gain.servers_before);
                prop_assert_eq!(gain.waiting_after.to_bits(), gain.waiting_before.to_bits());
                prop_assert_eq!(gain.effective_capacity().get().to_bits(), 1.0_f64.to_bits());
            }
        }
    }

    #[test]
    fn no_order_changes_a_bit(
        (all, shuffled) in mixed().prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle())),
        classes_too in Just(classes().to_vec()).prop_shuffle(),
        waiting in 0.01..0.9_f64,
    ) {
        let service = Service::new(waiting, 0.0).unwrap();
        let pool = Pool::new(all, classes(), service).unwrap();
        let other = Pool::new(shuffled, classes_too, service).unwrap();
        for sharing in BOTH {
            let (gain, other) = (pool.gain(sharing), other.gain(sharing));
            let numbers = |gain: &compute_impact::hubs::pooling::PoolingGain| {
                let rates = [
                    gain.utilisation_before,
                    gain.utilisation_after,
                    gain.waiting_before,
                    gain.waiting_after,
                    gain.effective_capacity().get(),
                ];
                (gain.servers_before, gain.servers_after, rates.map(f64::to_bits))
            };
            prop_assert_eq!(numbers(&gain), numbers(&other));
            let mut bounds: Vec<_> = gain.bounds().collect();
            let mut others: Vec<_> = other.bounds().collect();
            bounds.sort_by_key(|(name, ..)| *name);
            others.sort_by_key(|(name, ..)| *name);
            prop_assert_eq!(bounds, others);
        }
    }
}

/// The servers and the load of a centre, as it is written.
fn numbers(centre: &Centre) -> (u32, f64) {
    let written = serde_json::to_value(centre).unwrap();
    let servers = u32::try_from(written["servers"].as_u64().unwrap()).unwrap();
    (servers, written["load"].as_f64().unwrap())
}

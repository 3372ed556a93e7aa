//! Pools of centres: exact queueing, and the laws of sharing.
#![allow(clippy::unwrap_used)] // Helpers of tests, which the lint takes for code.

use approx::assert_relative_eq;
use compute_impact::capacity::pooling::{
    Bound, Centre, LatencyClass, Pool, Service, Sharing, erlang_b, erlang_c, waiting_beyond,
};
use compute_impact::{Error, ErrorKind};
use proptest::prelude::*;

/// Exact rational arithmetic of the recurrence (Python's `fractions`), rounded once.
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
    let centres = (0..10).map(|n| centre(&n.to_string(), 12, 8.0).linked(1.0).unwrap());
    let pool = Pool::new(centres, [class(20.0, 1.0)], service()).unwrap();
    assert_eq!(pool.gain(Sharing::Lent), pool.gain(Sharing::Divided));
    let gain = pool.gain(Sharing::Divided);
    assert_eq!(gain.servers_before(), 120);
    assert_eq!(
        gain.servers_after(),
        u64::from(service().servers(80.0).unwrap())
    );
    assert!(gain.servers_after() < 93);
    let load = 120.0 * gain.utilisation_after();
    assert!(erlang_c(120, load * (1.0 - 1e-6)).unwrap() <= 0.2);
    assert!(erlang_c(120, load * (1.0 + 1e-6)).unwrap() > 0.2);
    let alone = 12.0 * gain.utilisation_before();
    assert_relative_eq!(erlang_c(12, alone).unwrap(), 0.2, max_relative = 1e-6);
    assert_relative_eq!(
        gain.effective_capacity().get(),
        load / (10.0 * alone),
        max_relative = 1e-9
    );
    assert_relative_eq!(
        gain.waiting_before(),
        0.139_841_654_516_271_65,
        max_relative = 1e-9
    );
    assert_relative_eq!(
        gain.waiting_after(),
        erlang_c(120, 80.0).unwrap(),
        max_relative = 1e-3
    );
}

#[test]
fn what_keeps_jobs_from_moving_is_named() {
    let classes = [class(20.0, 0.5), class(5.0, 0.3), class(1.0, 0.2)];
    let centres = [
        centre("alone", 12, 8.0),
        centre("near", 12, 8.0).linked(1.0).unwrap(),
        centre("hub", 12, 8.0).linked(16.0).unwrap(),
        centre("far", 12, 8.0).linked(30.0).unwrap(),
        centre("thin", 12, 8.0)
            .linked(5.0)
            .unwrap()
            .carrying(2.0)
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
                    centre = centre.linked(latency).unwrap();
                    if let Some(link) = link {
                        centre = centre.carrying(link).unwrap();
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
            prop_assert!(gain.servers_after() <= gain.servers_before());
            prop_assert!(gain.waiting_after() <= gain.waiting_before());
            prop_assert!(gain.effective_capacity().get() >= 1.0);
            prop_assert!(gain.utilisation_after() >= gain.utilisation_before());
            prop_assert!(gain.utilisation_after() <= 1.0 + 1e-9);
        }
        let (least, most) = (pool.gain(Sharing::Divided), pool.gain(Sharing::Lent));
        prop_assert!(least.servers_after() >= most.servers_after());
    }

    #[test]
    fn no_links_are_fragmentation_to_the_bit(centres in centres(false)) {
        let pool = Pool::new(centres, classes(), service()).unwrap();
        for sharing in [Sharing::Divided, Sharing::Lent] {
            let gain = pool.gain(sharing);
            prop_assert_eq!(gain.servers_after(), gain.servers_before());
            prop_assert_eq!(gain.effective_capacity().get().to_bits(), 1.0_f64.to_bits());
            prop_assert_eq!(gain.utilisation_after().to_bits(), gain.utilisation_before().to_bits());
        }
    }
}

#[test]
fn what_is_no_pool_is_refused() {
    let refused = |result: Result<Pool, Error>, words: &str| {
        let error = result.unwrap_err();
        assert!(error.to_string().contains(words), "{words}: {error}");
    };
    let one = || [centre("a", 1, 0.5)];
    refused(Pool::new([], classes(), service()), "a centre is missing");
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
            Centre::new("a", 0, 1.0).unwrap_err(),
            "number of servers must lie in [1, 10000000], got 0",
        ),
        (
            Centre::new("a", 1, f64::NAN).unwrap_err(),
            "load in servers",
        ),
        (Centre::new("a", 1, -1.0).unwrap_err(), "load in servers"),
        (Centre::new(" ", 1, 1.0).unwrap_err(), "the name is missing"),
        (
            centre("a", 1, 0.5).linked(-1.0).unwrap_err(),
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

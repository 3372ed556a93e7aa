//! Pinned numbers: what a seed gave in the version that wrote them.
//!
//! They are compared to the bit, on every platform, thread count and vector width. A change here
//! changes every published result and goes into the changelog under "Results". The numbers stand
//! here alone: the program `same_bits`, which runs on other machines, reads them from this file.
#![allow(clippy::unwrap_used)] // Helpers of tests, which the lint takes for code.

use compute_impact::Scenario;
use compute_impact::scenario::{Output, Reading};
use compute_impact::simulation::{Scheme, Simulation};

/// A result as it was pinned, and as it is here: as text, numbers by their bits.
pub(crate) struct Frozen {
    pub(crate) name: String,
    pub(crate) pinned: String,
    pub(crate) found: String,
}

impl Frozen {
    fn text(name: impl Into<String>, pinned: &str, found: &str) -> Self {
        Self {
            name: name.into(),
            pinned: pinned.to_owned(),
            found: found.to_owned(),
        }
    }

    fn bits(name: impl Into<String>, pinned: u64, found: u64) -> Self {
        let [pinned, found] = [pinned, found].map(|bits| format!("{bits:#018x}"));
        Self::text(name, &pinned, &found)
    }
}

/// All pinned results, for a program without a test harness.
#[cfg(not(test))]
pub(crate) fn all() -> Vec<Frozen> {
    [generator(), fingerprint(), draw(), digests(), build_outs()]
        .into_iter()
        .flatten()
        .collect()
}

#[cfg(test)]
#[track_caller]
fn assert_kept(results: &[Frozen]) {
    let lost: Vec<String> = results
        .iter()
        .filter(|result| result.found != result.pinned)
        .map(|result| format!("{}: {}, not {}", result.name, result.found, result.pinned))
        .collect();
    assert!(
        !results.is_empty() && lost.is_empty(),
        "{}",
        lost.join("\n")
    );
}

fn uncertain() -> Scenario {
    let file = include_str!("scenarios/uncertain.toml");
    Scenario::from_toml(file).unwrap()
}

#[test]
fn the_generator_is_named() {
    assert_kept(&generator());
}

fn generator() -> Vec<Frozen> {
    let fan = Simulation::new(1).unwrap().run(&uncertain()).unwrap();
    let manifest = fan.manifest();
    vec![Frozen::text(
        "generator",
        "philox4x32-10 v2",
        manifest.generator(),
    )]
}

#[test]
fn a_scenario_keeps_its_fingerprint() {
    assert_kept(&fingerprint());
}

fn fingerprint() -> Vec<Frozen> {
    vec![Frozen::text(
        "fingerprint",
        "30d09ba61c778f457cf44fa05255efe9",
        &uncertain().fingerprint(),
    )]
}

#[test]
fn a_draw_keeps_its_inputs_and_its_path() {
    assert_kept(&draw());
}

fn draw() -> Vec<Frozen> {
    let scenario = uncertain();
    let draw = Simulation::new(100)
        .unwrap()
        .with_seed(42)
        .draw(&scenario, 7)
        .unwrap();
    let pinned: &[(&str, u64)] = &[
        ("compute.base", 0x442f_3d6f_cb66_da85),
        ("compute.path.total.growth.constant", 0x3fca_1f46_04f2_892e),
        (
            "compute.path.total.smart-share.observations[1].share",
            0x3fd4_1b5d_7d94_f0aa,
        ),
        ("compute.use.general.utilisation", 0x3fde_49f1_a243_bdfd),
        ("compute.use.smart.utilisation", 0x3fe2_3a06_8771_214e),
        ("compute.counterfactual.trend", 0x3fa1_f8da_9fd2_af92),
        ("gdp.baseline.excludes.constant", 0x3fa4_7ae1_47ae_147b),
        ("noise[1].persistence", 0x3fd8_9fcb_c260_e926),
        ("gdp.response.coefficient", 0x3fc4_6aec_769f_6d20),
        ("digital.response.coefficient", 0x3fdf_e004_7d56_8b4d),
        ("investment.multiplier", 0x400d_250b_413b_cb48),
    ];
    let found: Vec<(&str, u64)> = draw
        .inputs()
        .filter(|(input, _)| input.is_uncertain())
        .map(|(input, value)| (input.place().as_str(), value.to_bits()))
        .collect();
    let places = |list: &[(&str, u64)]| {
        let places: Vec<&str> = list.iter().map(|(place, _)| *place).collect();
        places.join(" ")
    };
    let mut results = vec![Frozen::text(
        "uncertain inputs",
        &places(pinned),
        &places(&found),
    )];
    for ((place, pinned), (_, found)) in pinned.iter().zip(&found) {
        results.push(Frozen::bits(format!("draw 7, {place}"), *pinned, *found));
    }
    let path = |output| draw.path(output).unwrap().last().unwrap().to_bits();
    let ends = [
        path(Output::Gdp(Reading::Impact)),
        path(Output::Digital(Reading::With)),
        path(Output::SmartShare),
        path(Output::ComputeGrowth),
    ];
    let pinned = [
        0x3fd3_e3a9_6a44_f04c,
        0x42ee_d531_550d_86a0,
        0x3fee_03fe_8626_c622,
        0x3fc8_96a4_4b21_46ce,
    ];
    for (number, (pinned, found)) in pinned.into_iter().zip(ends).enumerate() {
        results.push(Frozen::bits(
            format!("draw 7, end of path {number}"),
            pinned,
            found,
        ));
    }
    results
}

#[test]
fn a_run_keeps_its_digest() {
    assert_kept(&digests());
}

fn digests() -> Vec<Frozen> {
    let scenario = uncertain();
    let pinned = [
        (Scheme::Plain, "a0019417d8625d6e82b060b12d549795"),
        (Scheme::Antithetic, "676065fba9775f9b10199a40c150b7bd"),
        (Scheme::LatinHypercube, "31e053858d0c2d195e8549e17a631cbb"),
        (Scheme::Sobol, "7ac2af9831e1310cc52082bcc35e9821"),
    ];
    let result = |(scheme, digest)| {
        let settings = Simulation::new(5_000)
            .unwrap()
            .with_seed(42)
            .with_scheme(scheme)
            .unwrap();
        let fan = scenario.simulate(&settings).unwrap();
        Frozen::text(
            format!("digest, {scheme:?}"),
            digest,
            fan.manifest().digest(),
        )
    };
    pinned.into_iter().map(result).collect()
}

#[test]
fn a_run_with_stocks_and_policies_keeps_its_digest() {
    assert_kept(&build_outs());
}

fn build_outs() -> Vec<Frozen> {
    let free = Scenario::from_toml(include_str!("scenarios/full-stock.toml")).unwrap();
    let under = free.under(["half", "better"]).unwrap();
    let settings = Simulation::new(2_000).unwrap().with_seed(42);
    let of = |scenario: &Scenario| {
        let fan = scenario.simulate(&settings).unwrap();
        fan.manifest().digest().to_owned()
    };
    let effect = free.effect_of("half").unwrap();
    let effect = effect.simulate(&settings).unwrap();
    let found = [of(&free), of(&under), effect.manifest().digest().to_owned()];
    let names = ["full stock", "full stock under policies", "effect of half"];
    let pinned = [
        "e8f7052354fc4412d2f1ef5fefa4bfd5",
        "653f2a433b0a28a872dc76ff742aee5f",
        "00ac16aaf8bad14d2bcae93af23d7239",
    ];
    let numbers = names.into_iter().zip(pinned).zip(&found);
    numbers
        .map(|((name, pinned), found)| Frozen::text(name, pinned, found))
        .collect()
}

//! Pinned numbers: what a seed gave in the version that wrote them.
//!
//! They are compared to the bit, on every platform, thread count and vector width. A change here
//! changes every published result and goes into the changelog under "Results".
#![allow(clippy::unwrap_used)] // Helpers of tests, which the lint takes for code.

use compute_impact::Scenario;
use compute_impact::scenario::{Output, Reading};
use compute_impact::simulation::{Scheme, Simulation};

fn uncertain() -> Scenario {
    let file = include_str!("scenarios/uncertain.toml");
    Scenario::from_toml(file).unwrap()
}

#[test]
fn the_generator_is_named() {
    let fan = Simulation::new(1).unwrap().run(&uncertain()).unwrap();
    assert_eq!(fan.manifest().generator(), "philox4x32-10 v2");
}

#[test]
fn a_scenario_keeps_its_fingerprint() {
    assert_eq!(
        uncertain().fingerprint(),
        "30d09ba61c778f457cf44fa05255efe9"
    );
}

#[test]
fn a_draw_keeps_its_inputs_and_its_path() {
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
    assert_eq!(found, pinned, "{found:#x?}");
    let path = |output| draw.path(output).unwrap().last().unwrap().to_bits();
    let ends = [
        path(Output::Gdp(Reading::Impact)),
        path(Output::Digital(Reading::With)),
        path(Output::SmartShare),
        path(Output::ComputeGrowth),
    ];
    assert_eq!(
        ends,
        [
            0x3fd3_e3a9_6a44_f04c,
            0x42ee_d531_550d_86a0,
            0x3fee_03fe_8626_c622,
            0x3fc8_96a4_4b21_46ce
        ],
        "{ends:#x?}"
    );
}

#[test]
fn a_run_keeps_its_digest() {
    let scenario = uncertain();
    let schemes = [
        Scheme::Plain,
        Scheme::Antithetic,
        Scheme::LatinHypercube,
        Scheme::Sobol,
    ];
    let found = schemes.map(|scheme| {
        let settings = Simulation::new(5_000)
            .unwrap()
            .with_seed(42)
            .with_scheme(scheme)
            .unwrap();
        let fan = scenario.simulate(&settings).unwrap();
        fan.manifest().digest().to_owned()
    });
    assert_eq!(
        found,
        [
            "ea01f3be357d806c2419cabc236b7a86",
            "f9ac7d7a5794b5ea2ddfe591fcf16d54",
            "0fa476e276e1d7f41f003c61c9789564",
            "a9538abac7e1544e8198ba4348bb98a8"
        ]
    );
}

#[test]
fn a_run_with_stocks_and_policies_keeps_its_digest() {
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
    assert_eq!(
        found,
        [
            "9f9eeb2c31418a3b27748e35f68e10ec",
            "7570619af92a1582aa319c8a6617c018",
            "6be511faad26b2e39d8c307d81d8c7b0"
        ]
    );
}

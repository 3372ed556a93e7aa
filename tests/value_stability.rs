//! Pinned numbers: what a seed gave in the version that wrote them.
//!
//! They are compared to the bit, on every platform, thread count and vector width. A change here
//! changes every published result and goes into the changelog under "Results".
#![allow(clippy::unwrap_used)] // Helpers of tests, which the lint takes for code.

use compute_impact::Scenario;
use compute_impact::scenario::{Output, Reading};
use compute_impact::simulation::{GENERATOR, Scheme, Simulation};

fn uncertain() -> Scenario {
    let file = include_str!("scenarios/uncertain.toml");
    Scenario::read(toml::Deserializer::parse(file).unwrap()).unwrap()
}

#[test]
fn the_generator_is_named() {
    assert_eq!(GENERATOR, "philox4x32-10 v1");
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
        ("compute.base", 0x442d_84b5_cc41_357b),
        ("compute.path.total.growth.constant", 0x3fcb_63b6_72a3_f8c0),
        (
            "compute.path.total.smart-share.observations[1].share",
            0x3fd4_51d5_9334_a55b,
        ),
        ("compute.use.general.utilisation", 0x3fdd_2171_732e_4872),
        ("compute.use.smart.utilisation", 0x3fd3_7483_a0f8_b43b),
        ("compute.counterfactual.trend", 0x3fa4_c60a_d1c5_adc3),
        ("gdp.baseline.excludes.constant", 0x3fa9_9999_9999_999a),
        ("noise[1].persistence", 0x3fcc_7696_097e_5778),
        ("gdp.response.coefficient", 0x3fc9_eef0_747a_e770),
        ("digital.response.coefficient", 0x3fdd_ef4d_9ef0_0103),
        ("investment.multiplier", 0x400f_e9f8_c13c_930b),
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
            0x3fd6_d130_ba0b_a0a5,
            0x42ea_c721_7fae_212c,
            0x3fee_552c_aba1_9ef1,
            0x3fc1_0020_0487_1ef5
        ],
        "{ends:#x?}"
    );
}

#[test]
fn a_run_keeps_its_digest() {
    let scenario = uncertain();
    let pinned = [
        (Scheme::Plain, "49cb656edfc684acf1beaa0cda80c94c"),
        (Scheme::Antithetic, "7806f4bea4e756aba32d4413a8e3d9a2"),
        (Scheme::LatinHypercube, "5f41abfd7f53941b89710abc86a0b294"),
    ];
    for (scheme, digest) in pinned {
        let settings = Simulation::new(5_000)
            .unwrap()
            .with_seed(42)
            .with_scheme(scheme)
            .unwrap();
        let fan = scenario.simulate(&settings).unwrap();
        assert_eq!(fan.manifest().digest(), digest, "{scheme:?}");
    }
}

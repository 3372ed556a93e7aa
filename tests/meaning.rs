//! What figures say of themselves: in the catalogue, in files, in code, and where it is refused.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // Helpers fail a test by panicking.

use compute_impact::evidence::{
    Contradiction, Definition, Estimate, Figure, Geography, Meaning, Measured, Part, Prices,
    Revision, Timing, Window, catalogue,
};
use compute_impact::finding::Code;
use compute_impact::{
    Capacity, Currency, Elasticity, Error, ErrorKind, Factor, Frequency, GrowthRate, Money,
    Precision, Quantity, QuantityKind, Scenario, Scope, Share,
};

/// Money whose source names no date, of the whole catalogue.
const UNDATED: [&str; 4] = [
    "edwc.investment.yaan",
    "edwc.investment.guian-cluster",
    "hardware.cluster-500.cost",
    "hardware.ai-server.price",
];

fn assumed<Q: Quantity>(text: &str) -> Estimate<Q> {
    Estimate::assumed(text.parse().expect(text), "for a test").expect("a reason")
}

fn meaning(id: &str) -> &'static Meaning {
    catalogue::find(id).expect(id).meaning()
}

fn timing(id: &str) -> Timing {
    meaning(id).timing().expect("dated")
}

fn window(text: &str) -> Window {
    text.parse().expect("a window")
}

/// Reads an estimate as a file writes it.
fn read<Q>(table: &str) -> Result<Estimate<Q>, String>
where
    Q: Quantity + serde::de::DeserializeOwned,
    Estimate<Q>: TryFrom<Figure, Error = Error>,
{
    #[derive(serde::Deserialize)]
    #[serde(
        bound = "Q: Quantity + serde::de::DeserializeOwned, Estimate<Q>: TryFrom<Figure, Error = Error>"
    )]
    struct File<Q> {
        figure: Estimate<Q>,
    }
    toml::from_str::<File<Q>>(&format!("figure = {table}"))
        .map(|file| file.figure)
        .map_err(|error| error.to_string())
}

fn refusal<Q>(table: &str) -> String
where
    Q: Quantity + serde::de::DeserializeOwned,
    Estimate<Q>: TryFrom<Figure, Error = Error>,
{
    match read::<Q>(table) {
        Err(message) => message,
        Ok(figure) => panic!("{table} is read as {figure}"),
    }
}

#[test]
fn every_entry_says_what_it_measures_and_where() {
    for entry in catalogue::entries() {
        let (id, kind) = (entry.id(), entry.figure().kind());
        let meaning = entry.meaning();
        assert!(meaning.geography().is_some(), "{id}");
        // A multiplier says itself whether it counts output or value added.
        assert_eq!(
            meaning.measures().is_none(),
            kind == QuantityKind::Multiplier,
            "{id}"
        );
    }
}

#[test]
fn every_amount_of_money_says_when_and_in_which_prices() {
    for entry in catalogue::entries() {
        let (id, meaning) = (entry.id(), entry.meaning());
        let Figure::Money(estimate) = entry.figure() else {
            continue;
        };
        assert_eq!(
            meaning.prices(),
            Some(Prices::from(estimate.value().basis())),
            "{id}"
        );
        assert_eq!(meaning.timing().is_none(), UNDATED.contains(&id), "{id}");
    }
}

#[test]
fn every_growth_of_an_economy_is_nominal_or_real_between_two_periods() {
    let mut count = 0;
    for entry in catalogue::entries() {
        let meaning = entry.meaning();
        let economy = [Some(Measured::Gdp), Some(Measured::DigitalEconomy)];
        if entry.figure().kind() == QuantityKind::GrowthRate
            && economy.contains(&meaning.measures())
        {
            count += 1;
            assert!(meaning.prices().is_some(), "{}", entry.id());
            let window = meaning.timing().and_then(Timing::window).expect("dated");
            assert!(window.periods() >= 2, "{}", entry.id());
        }
    }
    assert_eq!(count, 23);
}

/// True if the area is a nation or larger.
fn is_a_nation_or_more(area: Geography) -> bool {
    use Geography::{CountryPanel, Nation, World};
    matches!(area, World | CountryPanel | Nation)
}

#[test]
fn every_smart_share_and_national_capacity_says_which_machines_it_counts() {
    for entry in catalogue::entries() {
        let (id, meaning) = (entry.id(), entry.meaning());
        match meaning.measures() {
            Some(Measured::SmartShare) => {
                assert!(meaning.machines().is_some(), "{id}");
                assert_eq!(meaning.precision(), Some(Precision::Fp32), "{id}");
            }
            Some(Measured::ComputingPower)
                if meaning.geography().is_none_or(is_a_nation_or_more) =>
            {
                assert!(meaning.machines().is_some(), "{id}");
                assert!(meaning.part().is_some(), "{id}");
            }
            _ => {}
        }
    }
    let machines = |id: &str| meaning(id).machines();
    assert_eq!(
        machines("caict.smart-share.installed.2023-12"),
        Some(Scope::Installed)
    );
    assert_eq!(machines("miit.target.smart-share.2025"), Some(Scope::InUse));
    assert_eq!(machines("caict.growth-ratio.gdp"), Some(Scope::Installed));
    assert_eq!(
        machines("derived.growth-ratio.gdp-in-use.2018-2023"),
        Some(Scope::InUse)
    );
}

#[test]
fn every_level_of_an_economy_has_its_statistical_basis_or_its_definition() {
    for entry in catalogue::entries() {
        let (id, kind, meaning) = (entry.id(), entry.figure().kind(), entry.meaning());
        match (meaning.measures(), kind) {
            (Some(Measured::Gdp), QuantityKind::Money) => {
                assert!(meaning.revision().is_some(), "{id}");
            }
            (Some(Measured::DigitalEconomy), QuantityKind::Money | QuantityKind::GrowthRate) => {
                assert!(meaning.definition().is_some(), "{id}");
            }
            (Some(Measured::DigitalEconomy), QuantityKind::Share) => {
                assert!(meaning.definition().is_some(), "{id}");
                assert!(meaning.revision().is_some(), "{id}");
            }
            _ => {}
        }
    }
    // NBS: the revised 2018 and 2023 begin a new basis; the preliminary 2024 and 2025 stand on the
    // one of 2023, as their own releases compare with it.
    for (id, revision) in [
        ("nbs.gdp.2017.preliminary", Revision::BeforeFourthCensus),
        ("nbs.gdp.2018.revised", Revision::FourthCensus),
        ("nbs.gdp.2022.final", Revision::FourthCensus),
        ("nbs.gdp.2023.preliminary", Revision::FourthCensus),
        ("nbs.gdp.2023.revised", Revision::FifthCensus),
        ("nbs.gdp.2024.preliminary", Revision::FifthCensus),
        ("nbs.gdp.2025.preliminary", Revision::FifthCensus),
        ("caict.digital-share.2023", Revision::FourthCensus),
    ] {
        assert_eq!(meaning(id).revision(), Some(revision), "{id}");
    }
    for (id, definition) in [
        ("caict.digital-economy.2023", Definition::CaictBroad),
        ("nda.digital-economy.2025", Definition::Nda),
        ("cass.digital-economy.2020", Definition::Cass),
        ("nbs.digital-core.2023", Definition::NbsCore),
    ] {
        assert_eq!(meaning(id).definition(), Some(definition), "{id}");
    }
}

#[test]
fn flows_have_their_windows_and_stocks_their_dates() {
    // East Data West Computing was launched on 17 February 2022: 28 months to June 2024.
    let direct = timing("edwc.investment.direct-2024-06");
    assert_eq!(direct, Timing::Flow(window("2022-03 to 2024-06")));
    assert_eq!(direct.window().unwrap().periods(), 28);
    assert_eq!(
        timing("edwc.forecast.annual"),
        Timing::Every(Frequency::Year)
    );
    assert_eq!(timing("edwc.forecast.driven-2021-2025").years(), Some(5.0));
    assert_eq!(timing("caict.gdp-growth.2016-2021").years(), Some(5.0));
    assert_eq!(
        timing("nbs.gdp.2024.preliminary"),
        Timing::Flow(window("2024"))
    );
    assert_eq!(
        timing("miit.compute.in-use.2024-12"),
        Timing::Stock("2024-12".parse().unwrap())
    );
    assert_eq!(
        timing("chengdu.ai-industry.scale-2024-q3"),
        Timing::Flow(window("2024-Q1 to 2024-Q3"))
    );
    assert_eq!(
        timing("hardware.rental-h100-8.late-2024"),
        Timing::Every(Frequency::Month)
    );
}

#[test]
fn uses_of_capacity_differ_by_what_they_measure() {
    for (id, measured) in [
        ("miit.rack-occupancy.2021-12", Measured::RackOccupancy),
        ("utilisation.local-centres", Measured::FlopUtilisation),
        ("utilisation.new-ai-capacity.unused", Measured::IdleCapacity),
        ("chengdu.efficiency.raised-to", Measured::TrainingEfficiency),
        (
            "chengdu.efficiency.raised-by-claim",
            Measured::TrainingEfficiency,
        ),
    ] {
        assert_eq!(meaning(id).measures(), Some(measured), "{id}");
    }
}

#[test]
fn figures_that_should_not_be_used_name_what_speaks_against_them() {
    let contradicted: Vec<(&str, Option<&str>)> = catalogue::entries()
        .iter()
        .filter_map(|entry| {
            let contradiction = entry.meaning().contradicted()?;
            assert!(contradiction.entry().is_some() != contradiction.reason().is_some());
            Some((entry.id(), contradiction.entry().map(catalogue::Entry::id)))
        })
        .collect();
    assert_eq!(
        contradicted,
        [
            (
                "miit.smart-growth.in-use.2024-06",
                Some("miit.smart-share.in-use.2024-07")
            ),
            ("idc.index-tier.40", None),
            ("idc.index-tier.60", None),
            (
                "idc.forecast.smart-compute.2027.superseded",
                Some("idc.forecast.smart-compute.2026")
            ),
            (
                "edwc.forecast.annual",
                Some("edwc.investment.driven-2024-06")
            ),
            (
                "chengdu.ai-industry.valuation-claim",
                Some("chengdu.ai-industry.scale-2023")
            ),
            ("chengdu.efficiency.raised-to", None),
            (
                "chengdu.efficiency.raised-by-claim",
                Some("chengdu.efficiency.raised-to")
            ),
        ]
    );
}

#[test]
fn the_forecast_of_400_bn_a_year_is_a_forecast_along_the_supply_chain() {
    use compute_impact::evidence::{Confidence, EvidenceKind};
    let entry = catalogue::find("edwc.forecast.annual").unwrap();
    assert_eq!(entry.source().kind(), EvidenceKind::Forecast);
    assert_eq!(entry.source().confidence(), Confidence::Medium);
    assert_eq!(entry.meaning().measures(), Some(Measured::DrivenInvestment));
    let draft = catalogue::find("literature.ai.tfp-after-ten-years").unwrap();
    // Acemoglu, Economic Policy 40(121), 2025, prints 0.66 and 0.53; the draft of April 2024 had
    // 0.71 and 0.55.
    assert!(
        draft
            .note()
            .contains("published version prints 0.66 and 0.53")
    );
    assert!(draft.note().contains("April 2024 had 0.71 and 0.55"));
}

#[test]
fn a_value_states_its_own_precision_machines_and_prices() {
    let capacity: Estimate<Capacity> = assumed("280 EFLOPS FP32 in use");
    assert_eq!(capacity.meaning().machines(), Some(Scope::InUse));
    assert_eq!(capacity.meaning().precision(), Some(Precision::Fp32));
    let bare: Estimate<Capacity> = assumed("8 EFLOPS FP16");
    assert_eq!(bare.meaning().machines(), None);
    let money: Estimate<Money> = assumed("100 tn CNY at 2020 prices");
    assert_eq!(money.meaning().prices(), Some(Prices::Real));
    assert_eq!(money.value().currency(), Currency::CNY);
    let current: Estimate<Money> = assumed("100 tn CNY");
    assert_eq!(current.meaning().prices(), Some(Prices::Nominal));
    let growth: Estimate<GrowthRate> = assumed("5 % per year");
    assert!(growth.meaning().is_empty());
}

#[test]
fn a_file_states_facts_next_to_the_value_or_the_catalogue_id() {
    let growth = read::<GrowthRate>(
        r#"{ value = "5 % per year", assumption = "x", meaning = { measures = "gdp", prices = "real", timing = { between = "2023 to 2024" }, geography = "nation" } }"#,
    )
    .unwrap();
    assert_eq!(growth.meaning().prices(), Some(Prices::Real));
    assert_eq!(growth.meaning().geography(), Some(Geography::Nation));
    assert_eq!(
        growth.meaning().to_string(),
        "gdp, from 2023 to 2024, real, nation"
    );
    let added = read::<Share>(
        r#"{ catalogue = "utilisation.local-centres", meaning = { part = "smart" } }"#,
    )
    .unwrap();
    assert_eq!(added.meaning().part(), Some(Part::Smart));
    assert_eq!(added.meaning().measures(), Some(Measured::FlopUtilisation));
    let written = serde_json::to_value(&added).unwrap();
    assert_eq!(written["meaning"], serde_json::json!({ "part": "smart" }));
    let again: Estimate<Share> = serde_json::from_value(written).unwrap();
    assert_eq!(again, added);
    let plain = Estimate::<Share>::from_catalogue("utilisation.local-centres").unwrap();
    assert!(
        serde_json::to_value(plain)
            .unwrap()
            .get("meaning")
            .is_none()
    );
}

#[test]
fn a_stated_fact_that_the_catalogue_contradicts_is_refused_with_the_remedy() {
    let message = refusal::<Share>(
        r#"{ catalogue = "miit.smart-share.in-use.2024-12", meaning = { machines = "installed" } }"#,
    );
    assert!(
        message.contains(
            "meaning: `machines = installed` contradicts the catalogue, which says `in use`: \
             leave it out, or give the figure with its own source"
        ),
        "{message}"
    );
    let message = refusal::<Money>(
        r#"{ catalogue = "nbs.gdp.2024.preliminary", meaning = { timing = { flow = "2023" } } }"#,
    );
    assert!(message.contains("which says `over 2024`"), "{message}");
}

/// The message that refuses an assumed value with these facts.
fn refusal_of<Q>(value: &str, facts: &str) -> String
where
    Q: Quantity + serde::de::DeserializeOwned,
    Estimate<Q>: TryFrom<Figure, Error = Error>,
{
    refusal::<Q>(&format!(
        r#"{{ value = "{value}", assumption = "x", meaning = {{ {facts} }} }}"#
    ))
}

#[track_caller]
fn contain(cases: &[(String, &str)]) {
    for (message, expected) in cases {
        assert!(
            message.contains(expected),
            "{message}\ndoes not contain\n{expected}"
        );
    }
}

#[test]
fn facts_that_cannot_be_true_of_money_or_a_share_are_refused_with_the_remedy() {
    let money = |facts: &str| refusal_of::<Money>("100 tn CNY", facts);
    let share = |facts: &str| refusal_of::<Share>("30 %", facts);
    let cases = [
        (
            money(r#"precision = "FP16""#),
            "`precision = FP16` contradicts the kind of quantity (money)",
        ),
        (money(r#"machines = "in use""#), "`machines = in use`"),
        (
            money(r#"prices = "real""#),
            "`prices = real` contradicts the figure, which says `nominal`",
        ),
        (
            money(r#"timing = { stock = "2024", flow = "2024" }"#),
            "`timing = flow` contradicts `stock`",
        ),
        (
            money(r#"measures = "gdp", timing = { stock = "2024" }"#),
            "write `flow`, such as `flow = \"2024\"`",
        ),
        (
            money(r#"measures = "gdp", definition = "nda""#),
            "`definition = nda` contradicts `measures = gdp`",
        ),
        (
            money(r#"measures = "smart-share""#),
            "`measures = smart-share` contradicts the kind of quantity (money)",
        ),
        (
            money("timing = {}"),
            "give `stock`, `flow`, `every` or `between`",
        ),
        (
            money(r#"timing = { flow = "2024 to 2021" }"#),
            "must ascend",
        ),
        (
            money(r#"timing = { flow = "2021 to 2024-06" }"#),
            "must be a year, got a month",
        ),
        (
            share(r#"prices = "real""#),
            "`prices = real` contradicts the kind of quantity (share)",
        ),
        (share(r#"timing = { every = "year" }"#), "`timing = every`"),
        (
            share("contradicted = {}"),
            "give `by` (the name of a catalogue entry) or `because`",
        ),
        (
            share(r#"contradicted = { by = "nbs.gdp.2023.revized" }"#),
            "did you mean `nbs.gdp.2023.revised`?",
        ),
        (
            share(r#"contradicted = { because = " " }"#),
            "state why the figure is unusable",
        ),
    ];
    contain(&cases);
}

#[test]
fn facts_that_cannot_be_true_of_capacity_or_growth_are_refused_with_the_remedy() {
    let capacity = |facts: &str| refusal_of::<Capacity>("280 EFLOPS FP32 in use", facts);
    let growth = |facts: &str| refusal_of::<GrowthRate>("5 % per year", facts);
    let cases = [
        (
            capacity(r#"definition = "caict-broad""#),
            "`definition = caict-broad` contradicts the kind of quantity (capacity)",
        ),
        (
            capacity(r#"revision = "fifth-census""#),
            "`revision = fifth-census`",
        ),
        (capacity(r#"machines = "installed""#), "which says `in use`"),
        (
            capacity(r#"timing = { between = "2023 to 2024" }"#),
            "`timing = between`",
        ),
        (growth(r#"timing = { stock = "2024" }"#), "write `between`"),
        (
            growth(r#"measures = "gdp", machines = "in use""#),
            "`machines = in use` contradicts `measures = gdp`",
        ),
        (
            growth(r#"measures = "computing-power", prices = "real""#),
            "`prices = real` contradicts `measures = computing-power`",
        ),
        (
            growth(r#"machines = "of unstated scope""#),
            "leave `machines` out",
        ),
        (growth(r#"price = "real""#), "unknown field `price`"),
    ];
    contain(&cases);
}

#[test]
fn an_unknown_word_is_refused_with_the_list() {
    let message = refusal::<Money>(
        r#"{ value = "100 tn CNY", assumption = "x", meaning = { revision = "sixth-census" } }"#,
    );
    for word in Revision::ALL {
        assert!(message.contains(&word.to_string()), "{message}");
    }
    let message = refusal::<Share>(
        r#"{ value = "30 %", assumption = "x", meaning = { measures = "occupancy" } }"#,
    );
    for word in Measured::ALL {
        assert!(message.contains(&word.to_string()), "{message}");
    }
}

#[test]
fn code_and_file_refuse_alike() {
    let kind = |result: Result<Meaning, Error>| result.map(|_| ()).map_err(|e| e.kind().clone());
    let refused = kind(Meaning::of(Measured::Gdp).with(Definition::Nda));
    assert!(
        matches!(
            refused,
            Err(ErrorKind::Meaning {
                field: "definition",
                ..
            })
        ),
        "{refused:?}"
    );
    let refused = kind(Meaning::default().with(Scope::Unstated));
    assert!(matches!(
        refused,
        Err(ErrorKind::Meaning {
            field: "machines",
            ..
        })
    ));
    let twice = assumed::<GrowthRate>("5 % per year")
        .with_meaning(Meaning::default().with(Prices::Real).unwrap())
        .unwrap()
        .with_meaning(Meaning::default().with(Prices::Nominal).unwrap());
    assert!(twice.is_err());
    let elasticity = assumed::<Elasticity>("0.2").with_meaning(
        Meaning::of(Measured::Gdp)
            .with(Scope::Installed)
            .unwrap()
            .with(Prices::Nominal)
            .unwrap(),
    );
    assert_eq!(
        elasticity.unwrap().meaning().machines(),
        Some(Scope::Installed)
    );
    let unusable = Contradiction::because("its base is defined nowhere").unwrap();
    let tier = assumed::<Factor>("1.5")
        .with_meaning(Meaning::default().with(unusable).unwrap())
        .unwrap();
    assert_eq!(
        tier.meaning()
            .contradicted()
            .and_then(Contradiction::reason),
        Some("its base is defined nowhere")
    );
}

const SCENARIO: &str = r#"
version = 1
name = "x"
base = "2024"
until = "2026"

[compute]
base = { catalogue = "miit.compute.in-use.2024-12" }
counterfactual = "frozen"
use.smart.utilisation = { value = "25 %", assumption = "x" }

[compute.path.total]
growth.constant = { value = "25 % per year", assumption = "x" }
smart-share.observations = [
    { at = "2024", share = { catalogue = "miit.smart-share.in-use.2024-12" } },
    { at = "2026", share = { value = "40 %", assumption = "x" } },
]

[gdp]
base = { catalogue = "nbs.gdp.2024.preliminary" }
baseline.includes.constant = { value = "4.5 % per year", assumption = "x" }
response.coefficient.elasticity = { value = 0.0426, assumption = "x" }

[investment]
outlay.per-period = { catalogue = "edwc.forecast.annual" }
multiplier = { catalogue = "caict.multiplier.unstated" }

[[policy]]
name = "a"
shock = [{ efficiency = { segment = "smart", of = "utilisation", gain.to = { value = "50 %", assumption = "x" }, from = "2026" } }]
"#;

fn scenario(from: &str, to: &str) -> Result<Scenario, String> {
    assert!(SCENARIO.contains(from), "{from}");
    toml::from_str(&SCENARIO.replace(from, to)).map_err(|error| error.to_string())
}

#[test]
fn the_efficiency_of_training_is_no_utilisation_and_no_gain() {
    let reason =
        "the training efficiency of one model does not state how much of the machines is used";
    let raised_to = r#"{ catalogue = "chengdu.efficiency.raised-to" }"#;
    let raised_by = r#"{ catalogue = "chengdu.efficiency.raised-by-claim" }"#;
    let own =
        r#"{ value = "80 %", assumption = "x", meaning = { measures = "training-efficiency" } }"#;
    let utilisation = r#"{ value = "25 %", assumption = "x" }"#;
    let gain = r#"gain.to = { value = "50 %", assumption = "x" }"#;
    for (from, to, place) in [
        (
            utilisation,
            raised_to.to_owned(),
            "compute.use.smart.utilisation",
        ),
        (utilisation, own.to_owned(), "compute.use.smart.utilisation"),
        (
            gain,
            format!("gain.to = {raised_to}"),
            "policy[0].shock[0].efficiency.gain.to",
        ),
        (
            gain,
            format!("gain.to = {own}"),
            "policy[0].shock[0].efficiency.gain.to",
        ),
        (
            gain,
            format!("gain.by = {raised_by}"),
            "policy[0].shock[0].efficiency.gain.by",
        ),
    ] {
        let message = scenario(from, &to).expect_err(place);
        assert!(
            message.contains(reason) && message.contains(place),
            "{message}"
        );
    }
    // Racks let, and the load by energy, are taken for a utilisation often enough: a finding.
    let occupancy = r#"{ catalogue = "miit.rack-occupancy.2021-12" }"#;
    assert!(scenario(utilisation, occupancy).is_ok());
    let idle = r#"{ catalogue = "utilisation.new-ai-capacity.unused" }"#;
    let message = scenario(utilisation, idle).expect_err("idle");
    assert!(message.contains("one less the idle share"), "{message}");
}

#[test]
fn a_figure_of_another_thing_is_refused_at_its_place() {
    for (from, to, place) in [
        (
            r#"{ catalogue = "nbs.gdp.2024.preliminary" }"#,
            r#"{ catalogue = "edwc.forecast.driven-2021-2025" }"#,
            "gdp.base",
        ),
        (
            r#"growth.constant = { value = "25 % per year", assumption = "x" }"#,
            r#"growth.constant = { catalogue = "nbs.gdp-growth.real.2024.preliminary" }"#,
            "compute.path.total.growth",
        ),
        (
            r#"{ value = "4.5 % per year", assumption = "x" }"#,
            r#"{ catalogue = "miit.compute-growth.in-use.2024-06" }"#,
            "gdp.baseline.includes",
        ),
        (
            r#"{ catalogue = "miit.smart-share.in-use.2024-12" }"#,
            r#"{ catalogue = "caict.world-share.in-use.2023-12" }"#,
            "compute.path.total.smart-share.observations[0]",
        ),
        (
            r#"{ catalogue = "edwc.forecast.annual" }"#,
            r#"{ catalogue = "chengdu.ai-industry.scale-2023" }"#,
            "investment.outlay.per-period",
        ),
    ] {
        let message = scenario(from, to).expect_err(place);
        assert!(
            message.contains("`measures = ") && message.contains(place),
            "{message}"
        );
    }
}

#[test]
fn a_sum_over_more_years_than_the_scenario_lasts_is_refused_as_an_outlay() {
    let outlay = r#"{ catalogue = "edwc.forecast.annual" }"#;
    let five = r#"{ catalogue = "edwc.forecast.driven-2021-2025" }"#;
    let message = scenario(outlay, five).expect_err("five years in two");
    assert!(
        message.contains(
            "`timing = over 2021 to 2025` contradicts the scenario, which runs from 2024 to 2026"
        ) && message.contains("divide the sum by the periods of its window"),
        "{message}"
    );
    // Of a shorter window it is left to the findings.
    let year = r#"{ value = "400 bn CNY", assumption = "x", meaning = { timing = { flow = "2022 to 2023" } } }"#;
    assert!(scenario(outlay, year).is_ok());
}

#[test]
fn a_contradicted_figure_is_read_and_found() {
    let scenario = scenario("4.5 %", "4.4 %").unwrap();
    let projection = scenario.project().unwrap();
    let findings = projection.findings();
    assert!(
        findings.iter().any(|finding| {
            finding.code() == Code::ContradictedSource
                && finding.place() == "investment.outlay.per-period"
        }),
        "{findings:?}"
    );
}

#[test]
fn inputs_of_a_scenario_say_what_they_are() {
    let scenario = scenario("4.5 %", "4.4 %").unwrap();
    let input = |place: &str| {
        let mut inputs = scenario.inputs().iter();
        inputs.find(|input| input.place() == place).expect(place)
    };
    let base = input("gdp.base").meaning();
    assert_eq!(base.revision(), Some(Revision::FifthCensus));
    assert_eq!(base.prices(), Some(Prices::Nominal));
    let compute = input("compute.base").meaning();
    assert_eq!(compute.part(), Some(Part::Whole));
    assert_eq!(compute.machines(), Some(Scope::InUse));
}

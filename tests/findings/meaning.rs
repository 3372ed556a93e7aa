//! Findings on the meaning of figures: machines, precision, part, prices, revision, definition,
//! window, date. The catalogue or the user states each fact.

use compute_impact::Finding;
use compute_impact::finding::{Code, Severity};

use super::{
    COMPUTE_BASE, COMPUTE_GROWTH, DIGITAL, GDP_BASE, GDP_GROWTH, INVESTMENT, LAST_SHARE, OUTLAY,
    changed, close, number, of, raised_alone,
};

/// A figure with another meaning, or with one where it has none.
fn meant(figure: &str, meaning: &str) -> String {
    let (own, _) = figure
        .split_once(", meaning")
        .unwrap_or((figure.strip_suffix(" }").unwrap(), ""));
    format!("{own}, meaning = {{ {meaning} }} }}")
}

/// The findings of the calm scenario with a figure that means something else.
#[track_caller]
fn with(parts: &[&str], figure: &str, meaning: &str) -> Vec<Finding> {
    changed(parts, &[(figure, &meant(figure, meaning))])
}

/// The calm scenario with figures of the catalogue.
#[track_caller]
fn from_catalogue(parts: &[&str], changes: &[(&str, &str, &str)]) -> Vec<Finding> {
    let changes: Vec<(&str, String)> = changes
        .iter()
        .map(|(figure, key, id)| (*figure, format!("{key} = {{ catalogue = \"{id}\" }}")))
        .collect();
    let changes: Vec<(&str, &str)> = changes
        .iter()
        .map(|(from, to)| (*from, to.as_str()))
        .collect();
    changed(parts, &changes)
}

const QUARTERS: [(&str, &str); 4] = [
    ("base = \"2023\"", "base = \"2023-Q4\""),
    ("until = \"2026\"", "until = \"2026-Q4\""),
    ("10 % per year", "2 % per quarter"),
    ("4 % per year", "1 % per quarter"),
];

#[test]
fn a_year_of_gdp_in_a_scenario_of_quarters_is_named() {
    let quarterly = |timing: &str| {
        let base = meant(GDP_BASE, timing);
        let mut changes = vec![(GDP_BASE, base.as_str())];
        changes.extend(QUARTERS);
        changed(&[], &changes)
    };
    let finding = raised_alone(
        Code::FlowOfAnotherWindow,
        Severity::Warning,
        &quarterly("timing = { flow = \"2023\" }"),
        &quarterly("timing = { flow = \"2023-Q4\" }"),
    );
    assert_eq!(finding.place(), "gdp.base");
    assert_eq!(number(&finding, "window-years"), 1.0);
    assert_eq!(number(&finding, "period-years"), 0.25);
    assert_eq!(number(&finding, "times"), 4.0);
    let message = finding.message();
    assert!(
        message.ends_with("1 year, and stands for one quarter: 4 times as much"),
        "{message}"
    );
    let yearly = with(&[], GDP_BASE, "timing = { flow = \"2023\" }");
    assert!(of(&yearly, Code::FlowOfAnotherWindow).is_empty());
}

#[test]
fn a_total_of_several_years_as_an_outlay_of_one_is_named() {
    // Over a horizon of five years; money of a longer time than the scenario is refused.
    let until = ("until = \"2026\"", "until = \"2028\"");
    let outlay = |timing: &str| changed(&[INVESTMENT], &[(OUTLAY, &meant(OUTLAY, timing)), until]);
    let finding = raised_alone(
        Code::FlowOfAnotherWindow,
        Severity::Warning,
        &outlay("timing = { flow = \"2021 to 2025\" }"),
        &outlay("timing = { flow = \"2025\" }"),
    );
    assert_eq!(finding.place(), "investment.outlay.per-period");
    assert!(close(number(&finding, "times"), 5.0));
    // Three trillion for five years, driven along the chain, are no outlay and beyond 1 % of GDP.
    let id = "edwc.forecast.driven-2021-2025";
    let driven = format!("outlay.per-period = {{ catalogue = \"{id}\" }}");
    let driven = changed(&[INVESTMENT], &[(OUTLAY, &driven), until]);
    for code in [
        Code::FlowOfAnotherWindow,
        Code::FigureOfAnotherThing,
        Code::ImplausibleOutlay,
    ] {
        assert_eq!(of(&driven, code).len(), 1, "{code}");
    }
}

#[test]
fn figures_stand_at_their_own_dates() {
    let finding = raised_alone(
        Code::BaseDateMismatch,
        Severity::Warning,
        &with(&[], GDP_BASE, "timing = { flow = \"2022\" }"),
        &with(&[], GDP_BASE, "timing = { flow = \"2023\" }"),
    );
    assert_eq!(finding.place(), "gdp.base");
    assert!(close(number(&finding, "years-apart"), 1.0));
    let later = with(&[], GDP_BASE, "timing = { flow = \"2024\" }");
    let later = of(&later, Code::BaseDateMismatch);
    assert!(close(number(later[0], "years-apart"), -1.0));
    // The observation stands at the end of 2023.
    let share = |at: &str| {
        let meaning = format!("machines = \"in use\", timing = {{ stock = \"{at}\" }}");
        with(&[], LAST_SHARE, &meaning)
    };
    let finding = raised_alone(
        Code::DateMismatch,
        Severity::Warning,
        &share("2022-06"),
        &share("2023-11"),
    );
    assert!(close(number(&finding, "years-apart"), 1.5));
}

#[test]
fn shares_and_growth_of_other_machines_are_named_whoever_states_them() {
    let finding = raised_alone(
        Code::ShareOfOtherMachines,
        Severity::Warning,
        &with(&[], LAST_SHARE, "machines = \"installed\""),
        &with(&[], LAST_SHARE, "machines = \"in use\""),
    );
    assert_eq!(number(&finding, "share"), 0.28);
    let finding = raised_alone(
        Code::GrowthOfOtherMachines,
        Severity::Warning,
        &with(&[], COMPUTE_GROWTH, "machines = \"installed\""),
        &with(&[], COMPUTE_GROWTH, "machines = \"in use\""),
    );
    assert_eq!(finding.place(), "compute.path.total.growth.constant");
    assert!(close(number(&finding, "growth"), 0.1));
    let id = "caict.compute-growth.installed.2017-2024";
    let installed = from_catalogue(&[], &[(COMPUTE_GROWTH, "growth.constant", id)]);
    assert_eq!(of(&installed, Code::GrowthOfOtherMachines).len(), 1);
    // The trend of a counterfactual is of the same machines as the path.
    let trend = (
        "counterfactual = \"frozen\"",
        "counterfactual.trend = { value = \"9 % per year\", assumption = \"a\", meaning = { machines = \"installed\" } }",
    );
    let trend = changed(&[], &[trend]);
    let trend = of(&trend, Code::GrowthOfOtherMachines);
    assert_eq!(trend[0].place(), "compute.counterfactual.trend");
}

#[test]
fn another_precision_is_named() {
    let share = |precision: &str| {
        let meaning = format!("machines = \"in use\", precision = \"{precision}\"");
        with(&[], LAST_SHARE, &meaning)
    };
    let finding = raised_alone(
        Code::OtherPrecision,
        Severity::Warning,
        &share("FP16"),
        &share("FP32"),
    );
    assert_eq!(
        finding.place(),
        "compute.path.total.smart-share.observations[1].share"
    );
}

#[test]
fn a_part_does_not_stand_for_the_whole() {
    let finding = raised_alone(
        Code::PartAsWhole,
        Severity::Warning,
        &with(&[], COMPUTE_BASE, "part = \"smart\""),
        &with(&[], COMPUTE_BASE, "part = \"whole\""),
    );
    assert_eq!(finding.place(), "compute.base");
    assert_eq!(number(&finding, "value"), 230e18);
    // Nor do the hubs stand for the nation.
    let covering = |compute: &str| {
        let compute = meant(COMPUTE_BASE, &format!("geography = \"{compute}\""));
        let gdp = meant(GDP_BASE, "geography = \"nation\"");
        changed(&[], &[(COMPUTE_BASE, &compute), (GDP_BASE, &gdp)])
    };
    raised_alone(
        Code::PartAsWhole,
        Severity::Warning,
        &covering("hubs"),
        &covering("nation"),
    );
    // Smart capacity in FP16 under shares in FP32: both are named.
    let smart = from_catalogue(
        &[],
        &[
            (COMPUTE_BASE, "base", "miit.smart-compute.fp16.2025-03"),
            (LAST_SHARE, "share", "miit.smart-share.in-use.2024-12"),
        ],
    );
    assert_eq!(of(&smart, Code::PartAsWhole).len(), 1);
    assert!(!of(&smart, Code::OtherPrecision).is_empty());
}

#[test]
fn real_growth_and_current_prices_are_kept_apart() {
    let at_prices = |prices: &str, base: &str| {
        let growth = meant(GDP_GROWTH, &format!("prices = \"{prices}\""));
        changed(&[], &[(GDP_GROWTH, &growth), ("126.06 tn CNY", base)])
    };
    let (current, constant) = ("126.06 tn CNY", "126.06 tn CNY at 2023 prices");
    let finding = raised_alone(
        Code::RealGrowthOnCurrentPrices,
        Severity::Warning,
        &at_prices("real", current),
        &at_prices("real", constant),
    );
    assert_eq!(finding.place(), "gdp.baseline.includes.constant");
    assert!(close(number(&finding, "growth"), 0.04));
    raised_alone(
        Code::NominalGrowthOnConstantPrices,
        Severity::Warning,
        &at_prices("nominal", constant),
        &at_prices("nominal", current),
    );
    let real = "nbs.gdp-growth.real.2024.preliminary";
    let real = from_catalogue(&[], &[(GDP_GROWTH, "baseline.includes.constant", real)]);
    assert_eq!(of(&real, Code::RealGrowthOnCurrentPrices).len(), 1);
    // A rate of discount counts in the same prices as the money.
    let discounted = |prices: &str| {
        let chain = format!(
            "{INVESTMENT}discount = {{ value = \"5 % per year\", assumption = \"a\", meaning = {{ \
             prices = \"{prices}\" }} }}\n[investment.chain]\nvalue-added = {{ value = \"35 %\", \
             assumption = \"a\" }}\ndomestic = {{ value = \"60 %\", assumption = \"a\" }}\n\
             crowding-out = {{ value = \"30 %\", assumption = \"a\" }}\n"
        );
        changed(&[&chain], &[])
    };
    let finding = raised_alone(
        Code::RealGrowthOnCurrentPrices,
        Severity::Warning,
        &discounted("real"),
        &discounted("nominal"),
    );
    assert_eq!(finding.place(), "investment.discount");
}

/// The calm scenario from one level of GDP to another.
#[track_caller]
fn between(from: (&str, &str), to: (&str, &str)) -> Vec<Finding> {
    let base = format!("base = {{ catalogue = \"{}\" }}", from.1);
    let growth = format!(
        "baseline.includes.to-target = {{ at = \"{}\", level = {{ catalogue = \"{}\" }} }}",
        to.0, to.1
    );
    let start = format!("base = \"{}\"", from.0);
    let until = format!("until = \"{}\"", to.0);
    changed(
        &[],
        &[
            ("base = \"2023\"", &start),
            ("until = \"2026\"", &until),
            (GDP_BASE, &base),
            (GDP_GROWTH, &growth),
        ],
    )
}

#[test]
fn levels_of_two_revisions_are_named() {
    // The fifth census added 2.7 % to 2023; 2024 and 2025 stand on it as first published.
    let finding = raised_alone(
        Code::LevelBreak,
        Severity::Warning,
        &between(
            ("2022", "nbs.gdp.2022.final"),
            ("2025", "nbs.gdp.2025.preliminary"),
        ),
        &between(
            ("2023", "nbs.gdp.2023.revised"),
            ("2025", "nbs.gdp.2025.preliminary"),
        ),
    );
    assert_eq!(finding.place(), "gdp.base");
    assert_eq!(number(&finding, "from"), 120_472.4e9);
    assert_eq!(number(&finding, "to"), 140_187.9e9);
    // The fourth added 2.1 % to 2018.
    let fourth = between(
        ("2017", "nbs.gdp.2017.preliminary"),
        ("2019", "nbs.gdp.2019.final"),
    );
    assert_eq!(of(&fourth, Code::LevelBreak).len(), 1);
    let within = between(
        ("2019", "nbs.gdp.2019.preliminary"),
        ("2022", "nbs.gdp.2022.final"),
    );
    assert!(of(&within, Code::LevelBreak).is_empty());
}

#[test]
fn two_definitions_of_the_digital_economy_are_named() {
    let growth = r#"baseline.includes.constant = { value = "5 % per year", source = { publisher = "CAICT", title = "paper", kind = "institute-estimate", confidence = "high" }, meaning = { prices = "nominal" } }"#;
    let target = |level: &str| {
        let to = format!(
            "baseline.includes.to-target = {{ at = \"2025\", level = {level}, then = {{ value = \
             \"5 % per year\", assumption = \"a\" }} }}"
        );
        changed(&[DIGITAL], &[(growth, &to)])
    };
    let own = |definition: &str| {
        format!(
            "{{ value = \"60 tn CNY\", assumption = \"a\", meaning = {{ measures = \
             \"digital-economy\", definition = \"{definition}\" }} }}"
        )
    };
    let finding = raised_alone(
        Code::TwoDefinitions,
        Severity::Warning,
        &target("{ catalogue = \"nda.digital-economy.2025\" }"),
        &target(&own("caict-broad")),
    );
    assert_eq!(finding.place(), "digital.baseline.includes.to-target.level");
    assert_eq!(number(&finding, "value"), 49e12);
    assert_eq!(of(&target(&own("nbs-core")), Code::TwoDefinitions).len(), 1);
}

#[test]
fn contradicted_figures_are_named_whoever_states_them() {
    let outlay = |meaning: &str| {
        let meaning = format!("timing = {{ every = \"year\" }}{meaning}");
        with(&[INVESTMENT], OUTLAY, &meaning)
    };
    let finding = raised_alone(
        Code::ContradictedSource,
        Severity::Warning,
        &outlay(", contradicted = { by = \"edwc.investment.direct-2024-06\" }"),
        &outlay(""),
    );
    assert_eq!(finding.place(), "investment.outlay.per-period");
    assert_eq!(number(&finding, "value"), 400e9);
    assert!(finding.message().contains("43.5 bn CNY"));
    let unusable = outlay(", contradicted = { because = \"its window is stated nowhere\" }");
    let unusable = of(&unusable, Code::ContradictedSource);
    assert!(
        unusable[0]
            .message()
            .contains("its window is stated nowhere")
    );
}

#[test]
fn a_figure_of_another_thing_is_named() {
    let outlay = |measures: &str| {
        let meaning = format!("measures = \"{measures}\", timing = {{ every = \"year\" }}");
        with(&[INVESTMENT], OUTLAY, &meaning)
    };
    let finding = raised_alone(
        Code::FigureOfAnotherThing,
        Severity::Warning,
        &outlay("driven-investment"),
        &outlay("outlay"),
    );
    assert_eq!(finding.place(), "investment.outlay.per-period");
    // A rate of inflation is no growth of GDP.
    let deflator = with(&[], GDP_GROWTH, "measures = \"price-level\"");
    assert_eq!(of(&deflator, Code::FigureOfAnotherThing).len(), 1);
}

#[test]
fn occupancy_is_no_utilisation() {
    let used = |measures: &str| {
        let text = format!(
            "counterfactual = \"frozen\"\nuse.smart.utilisation = {{ value = \"62.72 %\", source = {{ \
             publisher = \"NDA\", title = \"Report\", kind = \"official-statistic\", confidence = \
             \"high\" }}{measures} }}"
        );
        changed(&[], &[("counterfactual = \"frozen\"", &text)])
    };
    let finding = raised_alone(
        Code::OccupancyAsUtilisation,
        Severity::Warning,
        &used(", meaning = { measures = \"rack-occupancy\" }"),
        &used(", meaning = { measures = \"flop-utilisation\" }"),
    );
    assert_eq!(finding.place(), "compute.use.smart.utilisation");
    assert_eq!(number(&finding, "utilisation"), 0.6272);
    // Nothing is read out of a title: where nothing is stated, it is asked.
    let unstated = used("");
    assert!(of(&unstated, Code::OccupancyAsUtilisation).is_empty());
    assert_eq!(of(&unstated, Code::UnstatedFact).len(), 1);
}

#[test]
fn facts_that_matter_and_are_not_stated_are_asked_for() {
    let without = |figure: &str| meant(figure, "").replace(", meaning = {  }", "");
    let growth = without(GDP_GROWTH);
    let finding = raised_alone(
        Code::UnstatedFact,
        Severity::Note,
        &changed(&[], &[(GDP_GROWTH, &growth)]),
        &changed(&[], &[]),
    );
    assert_eq!(finding.place(), "gdp.baseline.includes.constant");
    assert_eq!(number(&finding, "inputs"), 1.0);
    // Machines are asked for once, of all shares and rates.
    let shares = [
        (LAST_SHARE, without(LAST_SHARE)),
        (COMPUTE_GROWTH, without(COMPUTE_GROWTH)),
    ];
    let shares = shares.each_ref().map(|(from, to)| (*from, to.as_str()));
    let asked = changed(&[], &shares);
    let asked = of(&asked, Code::UnstatedFact);
    assert_eq!(asked.len(), 1);
    assert_eq!(number(asked[0], "inputs"), 2.0);
    // An outlay may be a total of several years; a definition of the digital economy moves it by
    // a factor of five.
    let outlay = without(OUTLAY);
    let asked = changed(&[INVESTMENT], &[(OUTLAY, &outlay)]);
    assert_eq!(of(&asked, Code::UnstatedFact).len(), 1);
    let stated = changed(&[INVESTMENT], &[]);
    assert!(of(&stated, Code::UnstatedFact).is_empty(), "{stated:#?}");
    let definition = (
        ", meaning = { measures = \"digital-economy\", definition = \"caict-broad\" }",
        "",
    );
    let asked = changed(&[DIGITAL], &[definition]);
    assert_eq!(of(&asked, Code::UnstatedFact)[0].place(), "digital.base");
    // No source could state more about the user's own assumption.
    let assumed = "baseline.includes.constant = { value = \"4 % per year\", assumption = \"a\" }";
    let assumed = changed(&[], &[(GDP_GROWTH, assumed)]);
    assert!(of(&assumed, Code::UnstatedFact).is_empty());
}

#[test]
fn the_rate_after_listed_rates_is_asked_for_its_prices() {
    let rate = |percent: u8, meaning: &str| {
        format!(
            "{{ value = \"{percent} % per year\", source = {{ publisher = \"NBS\", title = \
             \"communiqué\", kind = \"official-statistic\", confidence = \"high\" }}{meaning} }}"
        )
    };
    let nominal = ", meaning = { prices = \"nominal\" }";
    let listed = |then: &str| {
        let (first, then) = (rate(5, nominal), rate(4, then));
        let growth =
            format!("baseline.includes.by-period = {{ rates = [{first}], then = {then} }}");
        changed(&[], &[(GDP_GROWTH, &growth)])
    };
    let finding = raised_alone(
        Code::UnstatedFact,
        Severity::Note,
        &listed(""),
        &listed(nominal),
    );
    assert_eq!(finding.place(), "gdp.baseline.includes.by-period.then");
}

#[test]
fn rates_of_a_counterfactual_path_are_asked_for_their_machines() {
    let against = |meaning: &str| {
        let path = format!(
            "counterfactual.path.total.growth.constant = {{ value = \"1 % per year\", source = {{ \
             publisher = \"MIIT\", title = \"statistics\", kind = \"official-statistic\", confidence \
             = \"high\" }}{meaning} }}"
        );
        changed(&[], &[("counterfactual = \"frozen\"", &path)])
    };
    let finding = raised_alone(
        Code::UnstatedFact,
        Severity::Note,
        &against(""),
        &against(", meaning = { machines = \"in use\" }"),
    );
    assert_eq!(
        finding.place(),
        "compute.counterfactual.path.total.growth.constant"
    );
}

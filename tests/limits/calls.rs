//! Endless iterators, long lists and long texts in every function that takes one.

#![allow(clippy::unwrap_used, clippy::panic)] // Helpers of tests, which the lint takes for code.

use compute_impact::estimation::{Data, Regression, SmallSample, StandardErrors, Term, Trend};
use compute_impact::evidence::{Estimate, catalogue};
use compute_impact::explanation::decomposition::of_sum;
use compute_impact::explanation::sensitivity::Model;
use compute_impact::hubs::network::{DemandClass, Hub, HubNetwork, Link, Region, Spillover};
use compute_impact::hubs::pooling::{Centre, LatencyClass, Pool, Service};
use compute_impact::input_output::{Concordance, Label, Labels, Matrix};
use compute_impact::limits::Limit;
use compute_impact::policy::Policy;
use compute_impact::report::document::Report;
use compute_impact::scenario::Alternative;
use compute_impact::simulation::{PartDirectory, Target};
use compute_impact::{Error, Output, Period, Reading, Scenario, Share, Simulation};

use super::lists::{lists, scenario_lists};
use super::texts::{names, texts};
use super::{Refused, assert_refused, assumed, uncertain};

const IMPACT: Output = Output::Gdp(Reading::Impact);

/// Items without end, of which no more than one past the limit may be asked for.
fn endless<T>(limit: Limit, item: impl Fn(usize) -> T) -> impl Iterator<Item = T> {
    (0..).map(move |number| {
        assert!(number <= limit.most(), "item {number} was asked for");
        item(number)
    })
}

fn network(
    hubs: impl IntoIterator<Item = Hub>,
    regions: impl IntoIterator<Item = Region>,
    links: impl IntoIterator<Item = Link>,
    spillovers: impl IntoIterator<Item = Spillover>,
) -> Error {
    HubNetwork::new(hubs, regions, links, spillovers).unwrap_err()
}

fn networks() -> Vec<Refused> {
    let hub = |_| Hub::new("a hub", "here");
    let here = || [Region::new("here", [])];
    let demand = |_| DemandClass::new(20.0, assumed("1 EFLOPS FP16"));
    let link = |_| Link::new("here", "a hub", 1.0);
    let spillover = |_| Spillover::new("here", "here", 0.1);
    let crowded = [Region::new("here", endless(Limit::DemandClasses, demand))];
    let service = || Service::new(0.2, 0.0).unwrap();
    let centre = |number: usize| Centre::new(number.to_string(), 1, 0.5).unwrap();
    let class = |_| LatencyClass::new(1.0, 0.0).unwrap();
    let centres = endless(Limit::Centres, centre);
    let classes = endless(Limit::LatencyClasses, class);
    vec![
        (
            Limit::Hubs,
            "hubs",
            network(endless(Limit::Hubs, hub), here(), [], []),
        ),
        (
            Limit::Regions,
            "regions",
            network(
                [hub(0)],
                endless(Limit::Regions, |_| Region::new("here", [])),
                [],
                [],
            ),
        ),
        (
            Limit::Links,
            "links",
            network([hub(0)], here(), endless(Limit::Links, link), []),
        ),
        (
            Limit::Spillovers,
            "spillovers",
            network([hub(0)], here(), [], endless(Limit::Spillovers, spillover)),
        ),
        (
            Limit::DemandClasses,
            "demand",
            network([hub(0)], crowded, [], []),
        ),
        (
            Limit::Centres,
            "centres",
            Pool::new(centres, [class(0)], service()).unwrap_err(),
        ),
        (
            Limit::LatencyClasses,
            "classes",
            Pool::new([centre(0)], classes, service()).unwrap_err(),
        ),
    ]
}

fn tables() -> Vec<Refused> {
    let label = |number: usize| Label::new("here", &number.to_string()).unwrap();
    let one = Labels::new([label(0)]).unwrap();
    let pairs = vec![(label(0), label(0)); Limit::Labels.most() + 1];
    let wide = vec![0.0; Limit::Labels.most() + 1];
    let sectors = endless(Limit::Labels, |number| number.to_string());
    let rows = endless(Limit::Labels, |_| [0.0]);
    vec![
        (
            Limit::Labels,
            "new",
            Labels::new(endless(Limit::Labels, label)).unwrap_err(),
        ),
        (
            Limit::Labels,
            "single region",
            Labels::single_region("here", sectors).unwrap_err(),
        ),
        (Limit::Labels, "rows", Matrix::from_rows(rows).unwrap_err()),
        (
            Limit::Labels,
            "columns",
            Matrix::from_rows([wide]).unwrap_err(),
        ),
        (
            Limit::Labels,
            "pairs",
            Concordance::from_pairs(&one, &pairs).unwrap_err(),
        ),
    ]
}

/// A run in more parts than a directory may have.
fn run_in_parts(scenario: &Scenario) -> Error {
    let path = std::env::temp_dir().join(format!("compute-impact-limit-{}", std::process::id()));
    let directory = PartDirectory::open(&path).unwrap();
    let draws = Limit::RunParts.most() as u64 + 1;
    let settings = Simulation::new(draws).unwrap();
    let error = settings.run_in(scenario, &directory, 1).unwrap_err();
    drop(directory);
    std::fs::remove_dir_all(path).unwrap();
    error
}

/// A directory with more parts than may be read.
fn part_files() -> Error {
    let name = format!("compute-impact-files-{}", std::process::id());
    let path = std::env::temp_dir().join(name);
    std::fs::create_dir_all(&path).unwrap();
    for start in 0..=Limit::PartFiles.most() {
        let name = format!("draws-{start:012}-{:012}.summary", start + 1);
        std::fs::File::create(path.join(name)).unwrap();
    }
    let error = PartDirectory::merged(&path).unwrap_err();
    std::fs::remove_dir_all(path).unwrap();
    error
}

fn simulations() -> Vec<Refused> {
    let settings = || Simulation::new(64).unwrap();
    let target = Target::at_least(IMPACT, 0.0).unwrap();
    let scenario = uncertain();
    let fan = scenario.simulate(&settings()).unwrap();
    let report = Report::new(&fan, IMPACT).unwrap();
    let outputs = || endless(Limit::Outputs, |_| IMPACT);
    let targets = endless(Limit::Targets, |_| target);
    let quantiles = endless(Limit::Quantiles, |_| 0.5);
    let names = endless(Limit::Factors, |number| number.to_string());
    let groups = endless(Limit::Factors, |_| ("both", vec!["a"]));
    let model = Model::of_function(["a", "b"], |u| u[0]).unwrap();
    let active = || endless(Limit::ActivePolicies, |number| number.to_string());
    let points = endless(Limit::TrendPoints, |_| (2024.0, 1.0));
    let shipped = Scenario::shipped("east-data-west-computing").unwrap();
    let shock = shipped.policies()[0].shocks()[0].clone();
    let shocks = endless(Limit::Shocks, |_| shock.clone());
    vec![
        (
            Limit::Outputs,
            "outputs",
            settings().with_outputs(outputs()).unwrap_err(),
        ),
        (
            Limit::Outputs,
            "report",
            report.with_outputs(outputs()).unwrap_err(),
        ),
        (
            Limit::Targets,
            "targets",
            settings().with_targets(targets).unwrap_err(),
        ),
        (
            Limit::Quantiles,
            "quantiles",
            settings().with_exact_quantiles(quantiles).unwrap_err(),
        ),
        (Limit::RunParts, "run in parts", run_in_parts(&scenario)),
        (Limit::PartFiles, "part files", part_files()),
        (
            Limit::Factors,
            "names",
            Model::of_function(names, |u| u[0]).unwrap_err(),
        ),
        (Limit::Factors, "groups", model.grouped(groups).unwrap_err()),
        (
            Limit::ActivePolicies,
            "under",
            scenario.under(active()).unwrap_err(),
        ),
        (
            Limit::ActivePolicies,
            "edit",
            scenario.edit().under(active()).build().unwrap_err(),
        ),
        (
            Limit::TrendPoints,
            "trend",
            Trend::through(points).unwrap_err(),
        ),
        (
            Limit::Shocks,
            "policy",
            Policy::new("a policy", shocks).unwrap_err(),
        ),
    ]
}

fn estimations() -> Vec<Refused> {
    let numbers = endless(Limit::DataRows, |_| 0.0);
    let columns = (0..Limit::DataColumns.most()).fold(Data::new(), |data, number| {
        data.with_numbers(&number.to_string(), [1.0]).unwrap()
    });
    let series = Data::new()
        .with_numbers("x", [1.0])
        .and_then(|data| data.with_periods("year", [Period::year(2024).unwrap()]))
        .and_then(|data| data.with_time("year"))
        .unwrap();
    let lags = u16::try_from(Limit::Regressors.most()).unwrap();
    // Refused before a column is computed, so that all may be the same.
    let rows = Limit::RegressionNumbers.most() / 1_000 + 1;
    let many = Data::new()
        .with_numbers("x", std::iter::repeat_n(1.0, rows))
        .unwrap();
    let wide = (1..1_000).fold(Regression::of(Term::column("x")), |wide, _| {
        wide.on(Term::column("x"))
    });
    let lagged = Regression::of(Term::column("x")).on_lags(&Term::column("x"), lags);
    vec![
        (
            Limit::DataRows,
            "rows",
            Data::new().with_numbers("x", numbers).unwrap_err(),
        ),
        (
            Limit::DataColumns,
            "columns",
            columns.with_numbers("one more", [1.0]).unwrap_err(),
        ),
        (
            Limit::Regressors,
            "regressors",
            lagged
                .fit(&series, &StandardErrors::Classical, SmallSample::NONE)
                .unwrap_err(),
        ),
        (
            Limit::RegressionNumbers,
            "numbers",
            wide.fit(&many, &StandardErrors::Classical, SmallSample::NONE)
                .unwrap_err(),
        ),
    ]
}

fn sweeps() -> Vec<Refused> {
    let scenario = uncertain();
    let places: Vec<String> = scenario.inputs()[..2]
        .iter()
        .map(|i| i.place().to_string())
        .collect();
    let grid = |lengths: [usize; 2]| {
        let axes = places.iter().zip(lengths);
        scenario
            .sweep()
            .with_grid(axes.map(|(place, length)| (place, vec![0.1; length])))
    };
    let most = Limit::Variants.most();
    let whole = grid([most / 10_000, 10_000]).unwrap();
    let outputs = endless(Limit::Outputs, |_| IMPACT);
    vec![
        (
            Limit::Variants,
            "grid",
            grid([most / 10_000 + 1, 10_000]).unwrap_err(),
        ),
        (Limit::SweptNumbers, "columns", whole.columns().unwrap_err()),
        (
            Limit::Outputs,
            "sweep",
            scenario.sweep().with_outputs(outputs).unwrap_err(),
        ),
    ]
}

/// The parts of a scenario, which a builder takes one by one.
fn parts() -> Vec<Refused> {
    let scenario = uncertain();
    let too_many = |limit: Limit| 0..=limit.most();
    let build = |builder: compute_impact::scenario::ScenarioBuilder| builder.build().unwrap_err();
    let weight: Estimate<Share> = assumed("0.1 %");
    let alternative = Alternative::new("another", weight).unwrap();
    let alternative = alternative.with_gdp(scenario.gdp().clone());
    let noise = &scenario.noise()[0];
    let correlation = &scenario.correlations()[0];
    let shipped = Scenario::shipped("east-data-west-computing").unwrap();
    let shock = &shipped.policies()[0].shocks()[0];
    let half = Policy::new("half", vec![shock.clone(); Limit::Shocks.most() / 2 + 1]).unwrap();
    let policy = Policy::new("a policy", []).unwrap();
    let alternatives = too_many(Limit::Alternatives).fold(scenario.edit(), |builder, _| {
        builder.alternative(alternative.clone())
    });
    let policies = too_many(Limit::Policies)
        .fold(scenario.edit(), |builder, _| builder.policy(policy.clone()));
    let noises =
        too_many(Limit::Noises).fold(scenario.edit(), |builder, _| builder.noise(noise.clone()));
    let correlations = too_many(Limit::Correlations).fold(scenario.edit(), |builder, _| {
        builder.correlation(correlation.clone())
    });
    let shocks = scenario.edit().policy(half.clone()).policy(half);
    vec![
        (Limit::Alternatives, "alternatives", build(alternatives)),
        (Limit::Policies, "policies", build(policies)),
        (Limit::Noises, "noises", build(noises)),
        (Limit::Correlations, "correlations", build(correlations)),
        (Limit::Shocks, "shocks", build(shocks)),
    ]
}

#[test]
fn every_call_refuses_what_is_past_its_limit() {
    let all = [
        networks(),
        tables(),
        simulations(),
        estimations(),
        sweeps(),
        parts(),
        lists(),
        scenario_lists(),
        names(),
        texts(),
    ]
    .concat();
    for (limit, call, error) in &all {
        assert_refused(*limit, call, error);
    }
    // The others are limits of files.
    let files = [
        Limit::FileBytes,
        Limit::QuantityText,
        Limit::Inputs,
        Limit::Clusters,
    ];
    for limit in Limit::all() {
        let is_called = all.iter().any(|(called, ..)| *called == limit);
        assert_ne!(is_called, files.contains(&limit), "{limit:?}");
    }
}

#[test]
fn a_list_at_its_limit_is_accepted() {
    let most = Limit::Alternatives.most();
    let scenario = uncertain();
    let alternative = Alternative::new("another", assumed("0.1 %")).unwrap();
    let alternative = alternative.with_gdp(scenario.gdp().clone());
    let builder = (0..most).fold(scenario.edit(), |builder, _| {
        builder.alternative(alternative.clone())
    });
    assert_eq!(builder.build().unwrap().alternatives().count(), most);

    let name = "算".repeat(Limit::Name.most());
    let named = scenario.edit().name(name.as_str()).build().unwrap();
    assert_eq!(named.name(), name);
    let search = catalogue::search(&"a ".repeat(Limit::SearchText.most() / 2)).unwrap();
    assert!(search.count() > 1);
    let settings = Simulation::new(64).unwrap();
    let outputs = vec![IMPACT; Limit::Outputs.most()];
    assert!(settings.with_outputs(outputs).is_ok());
}

/// A sum of many parts, which once took time that grew with the square of their number.
#[test]
fn many_parts_are_summed() {
    let names: Vec<String> = (0..60_000).map(|number| number.to_string()).collect();
    let parts: Vec<(&str, f64, f64)> = names.iter().map(|name| (name.as_str(), 1.0, 2.0)).collect();
    let change = of_sum(&parts).unwrap();
    assert!((change.end - change.start - 60_000.0).abs() < 1e-9);
}

/// No name is looked for in a text that is longer than any name.
#[test]
fn long_texts_are_no_places_and_no_names() {
    let scenario = uncertain();
    let dots = "a.".repeat(1_000_000);
    for text in [dots.as_str(), &"x".repeat(1_000_000)] {
        let error = scenario.with_value(text, 0.1).unwrap_err();
        assert!(
            error.to_string().len() < 5_000,
            "{}",
            error.to_string().len()
        );
        let error = catalogue::find(text).unwrap_err();
        assert!(
            error.to_string().len() < 5_000,
            "{}",
            error.to_string().len()
        );
        let error = scenario.under([text]).unwrap_err();
        assert!(
            error.to_string().len() < 5_000,
            "{}",
            error.to_string().len()
        );
    }
}

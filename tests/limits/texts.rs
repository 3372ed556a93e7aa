//! Texts that are past their limits.

#![allow(clippy::unwrap_used, clippy::panic)] // Helpers of tests, which the lint takes for code.

use compute_impact::evidence::{
    Confidence, Contradiction, Estimate, EvidenceKind, Source, catalogue,
};
use compute_impact::explanation::decomposition::of_sum;
use compute_impact::explanation::sensitivity::Model;
use compute_impact::hubs::network::{Hub, HubNetwork, Region};
use compute_impact::hubs::pooling::Centre;
use compute_impact::input_output::Label;
use compute_impact::limits::Limit;
use compute_impact::policy::Policy;
use compute_impact::report::chart::{AxisUnit, Caption, ForestChart, ForestKind, ForestRow};
use compute_impact::report::document::Report;
use compute_impact::scenario::{Alternative, Noise, RankCorrelation};
use compute_impact::{Output, Reading, Share, Simulation};

use super::{Refused, assumed, long, uncertain};

const IMPACT: Output = Output::Gdp(Reading::Impact);

pub(super) fn names() -> Vec<Refused> {
    let name = long(Limit::Name);
    let scenario = uncertain();
    let half = || "a".repeat(Limit::Name.most() / 2 + 1);
    let named = Alternative::new(half(), assumed("10 %")).unwrap();
    let named = named.with_gdp(scenario.gdp().clone());
    let both = scenario.edit().name(half()).alternative(named);
    let named_hub = Hub::new(name.as_str(), "here");
    let network = HubNetwork::new([named_hub], [Region::new("here", [])], [], []);
    let persistence: Estimate<Share> = assumed("10 %");
    let reason = Source::assumption("for a test").unwrap();
    let fan = scenario.simulate(&Simulation::new(64).unwrap()).unwrap();
    let report = Report::new(&fan, IMPACT).unwrap();
    vec![
        (
            Limit::Name,
            "scenario",
            scenario.edit().name(name.as_str()).build().unwrap_err(),
        ),
        (
            Limit::Name,
            "scenario and alternative",
            both.build().unwrap_err(),
        ),
        (
            Limit::Name,
            "policy",
            Policy::new(name.as_str(), []).unwrap_err(),
        ),
        (
            Limit::Name,
            "alternative",
            Alternative::new(name.as_str(), persistence.clone()).unwrap_err(),
        ),
        (
            Limit::Name,
            "noise",
            Noise::new(name.as_str(), persistence, assumed("1 % per year")).unwrap_err(),
        ),
        (
            Limit::Name,
            "correlation",
            RankCorrelation::new(["a", name.as_str()], 0.5, reason.clone()).unwrap_err(),
        ),
        (
            Limit::Name,
            "sector",
            Label::new("here", &name).unwrap_err(),
        ),
        (
            Limit::Name,
            "region",
            Label::new(&name, "here").unwrap_err(),
        ),
        (
            Limit::Name,
            "centre",
            Centre::new(name.as_str(), 1, 0.5).unwrap_err(),
        ),
        (Limit::Name, "hub", network.unwrap_err()),
        (
            Limit::Name,
            "factor",
            Model::of_function([name.as_str()], |u| u[0]).unwrap_err(),
        ),
        (
            Limit::Name,
            "part",
            of_sum(&[(name.as_str(), 1.0, 2.0)]).unwrap_err(),
        ),
        (Limit::Name, "report", report.with_title(&name).unwrap_err()),
    ]
}

pub(super) fn texts() -> Vec<Refused> {
    let text = long(Limit::Text);
    let source = |publisher: &str, title: &str| {
        Source::new(publisher, title, EvidenceKind::Forecast, Confidence::Low)
    };
    let reason = Source::assumption("for a test").unwrap();
    let caption = Caption::new("a chart", "numbers", "a test").unwrap();
    let row = ForestRow::new(text.as_str(), 1.0, ForestKind::Own);
    vec![
        (
            Limit::Text,
            "publisher",
            source(&text, "a title").unwrap_err(),
        ),
        (
            Limit::Text,
            "title",
            source("a publisher", &text).unwrap_err(),
        ),
        (
            Limit::Text,
            "assumption",
            Source::assumption(text.as_str()).unwrap_err(),
        ),
        (
            Limit::Text,
            "locator",
            reason.with_locator(text.as_str()).unwrap_err(),
        ),
        (
            Limit::Text,
            "reason",
            Contradiction::because(text.as_str()).unwrap_err(),
        ),
        (
            Limit::Text,
            "chart",
            ForestChart::new(caption, AxisUnit::Fraction, vec![row]).unwrap_err(),
        ),
        (
            Limit::SearchText,
            "search",
            catalogue::search(&long(Limit::SearchText)).err().unwrap(),
        ),
    ]
}

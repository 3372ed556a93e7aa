//! Files with lists without end, long lists and long texts.

#![allow(clippy::unwrap_used, clippy::panic)] // Helpers of tests, which the lint takes for code.

use std::io::Read;

use compute_impact::Scenario;
use compute_impact::hubs::network::HubNetwork;
use compute_impact::hubs::pooling::Pool;
use compute_impact::limits::Limit;
use serde_json::{Value, json};

use super::{counted, long, uncertain};

/// Stands for the list in a file, until the list without end is written in its place.
const MARK: &str = "the list";

/// A file with a list without end, of which no more than one entry past the limit may be read.
struct Endless {
    start: Vec<u8>,
    entry: Vec<u8>,
    read: usize,
    allowed: usize,
}

impl Endless {
    /// The file with a list of this entry in the place of the mark.
    fn new(file: &Value, entry: &Value, limit: Limit) -> Self {
        let text = file.to_string();
        let (before, _) = text.split_once(&format!("\"{MARK}\"")).unwrap();
        let start = format!("{before}[{entry}").into_bytes();
        let entry = format!(",{entry}").into_bytes();
        let allowed = start.len() + (limit.most() + 1) * entry.len();
        Self {
            start,
            entry,
            read: 0,
            allowed,
        }
    }
}

impl Read for Endless {
    fn read(&mut self, to: &mut [u8]) -> std::io::Result<usize> {
        let Some(byte) = to.first_mut() else {
            return Ok(0);
        };
        assert!(self.read < self.allowed, "read past the limit");
        *byte = match self.read.checked_sub(self.start.len()) {
            None => self.start[self.read],
            Some(after) => self.entry[after % self.entry.len()],
        };
        self.read += 1;
        Ok(1)
    }
}

/// A number with a reason.
pub(super) fn assumed(value: impl Into<Value>) -> Value {
    json!({ "value": value.into(), "assumption": "for a test" })
}

/// A scenario as data, with something else at a place.
fn with(place: &str, value: Value) -> Value {
    let mut scenario = serde_json::to_value(uncertain()).unwrap();
    let (table, key) = place.rsplit_once('/').unwrap();
    scenario.pointer_mut(table).unwrap()[key] = value;
    scenario
}

/// The limit, the file with a mark in the place of a list, and an entry of the list.
fn lists() -> Vec<(Limit, Value, Value)> {
    let own = serde_json::to_value(uncertain()).unwrap();
    let shipped = Scenario::shipped("east-data-west-computing").unwrap();
    let shock = serde_json::to_value(&shipped.policies()[0].shocks()[0]).unwrap();
    let alternative = json!({
        "name": "another", "weight": assumed("0.1 %"), "gdp": own["gdp"].clone(),
    });
    vec![
        (
            Limit::Alternatives,
            with("/alternative", MARK.into()),
            alternative,
        ),
        (
            Limit::Policies,
            with("/policy", MARK.into()),
            json!({ "name": "a policy" }),
        ),
        (
            Limit::Shocks,
            with("/policy", json!([{ "name": "a policy", "shock": MARK }])),
            shock,
        ),
        (
            Limit::ActivePolicies,
            with("/active", MARK.into()),
            json!("a policy"),
        ),
        (
            Limit::Noises,
            with("/noise", MARK.into()),
            own["noise"][0].clone(),
        ),
        (
            Limit::Correlations,
            with("/correlation", MARK.into()),
            own["correlation"][0].clone(),
        ),
    ]
}

/// The same of lists within the parts of a scenario.
fn inner_lists() -> Vec<(Limit, Value, Value)> {
    let observation = json!({ "at": "2024", "share": assumed("30 %") });
    let stock = |key: &str, value: Value| json!({ "smart": { key: value } });
    let sample = |key: &str| {
        with(
            "/gdp/base/uncertainty",
            json!({ "shape": "empirical", key: MARK }),
        )
    };
    let rate = assumed("4 % per year");
    let cost = assumed("9 bn CNY per EFLOPS FP32");
    vec![
        (
            Limit::PeriodValues,
            with(
                "/gdp/baseline/excludes",
                json!({ "by-period": { "rates": MARK } }),
            ),
            rate,
        ),
        (
            Limit::PeriodValues,
            with("/investment/outlay", json!({ "by-period": MARK })),
            assumed("1 bn CNY"),
        ),
        (
            Limit::PeriodValues,
            with("/investment/payout", MARK.into()),
            json!("0 %"),
        ),
        (
            Limit::PeriodValues,
            with(
                "/compute/stock",
                stock("retirement", json!({ "survival": MARK })),
            ),
            assumed("90 %"),
        ),
        (
            Limit::PeriodValues,
            with(
                "/compute/stock",
                stock("unit-cost", json!({ "by-period": MARK })),
            ),
            cost,
        ),
        (
            Limit::Observations,
            with(
                "/compute/path/total/smart-share",
                json!({ "observations": MARK }),
            ),
            observation,
        ),
        (
            Limit::LagWeights,
            with(
                "/gdp/response/lag",
                json!({ "almon": { "coefficients": MARK } }),
            ),
            json!(0.5),
        ),
        (
            Limit::LagWeights,
            with("/gdp/response/lag", json!({ "explicit": MARK })),
            json!(0.5),
        ),
        (
            Limit::Tiers,
            with("/gdp/response/index", json!({ "tiers": MARK })),
            json!({ "above": 50, "factor": 1.2 }),
        ),
        (Limit::SampleValues, sample("values"), json!(0.5)),
        (Limit::SampleValues, sample("weights"), json!(0.5)),
    ]
}

#[test]
fn a_list_without_end_is_not_read_past_its_limit() {
    for (limit, file, entry) in lists().into_iter().chain(inner_lists()) {
        let source = Endless::new(&file, &entry, limit);
        let mut source = serde_json::Deserializer::from_reader(source);
        let error = Scenario::read(&mut source).unwrap_err().to_string();
        let words = format!("at most {} are allowed", counted(limit));
        assert!(error.contains(&words), "{limit:?}: {error}");
        assert!(error.contains("more were given"), "{limit:?}: {error}");
        assert!(error.contains(limit.remedy()), "{limit:?}: {error}");
    }
}

#[test]
fn networks_and_pools_of_files_are_not_read_past_their_limits() {
    let hub = json!({ "name": "a hub", "region": "here" });
    let region = json!({ "name": "here", "demand": [] });
    let link = json!({ "region": "here", "hub": "a hub", "latency": 1 });
    let spillover = json!({ "from": "here", "to": "here", "part": 0.1 });
    let demand = json!({ "limit": 20, "capacity": assumed("1 EFLOPS FP16") });
    let clusters = json!([{ "name": "a hub", "region": "here", "clusters": MARK }]);
    let crowded = json!([{ "name": "here", "demand": MARK }]);
    let centre = json!({ "name": "a centre", "servers": 1, "load": 0.5 });
    let class = json!({ "limit": 1, "part": 0 });
    for (limit, file, entry) in [
        (Limit::Hubs, json!({ "hub": MARK }), hub),
        (Limit::Regions, json!({ "region": MARK }), region),
        (Limit::Links, json!({ "link": MARK }), link),
        (Limit::Spillovers, json!({ "spillover": MARK }), spillover),
        (
            Limit::Clusters,
            json!({ "hub": clusters }),
            json!("a cluster"),
        ),
        (Limit::DemandClasses, json!({ "region": crowded }), demand),
        (Limit::Centres, json!({ "centre": MARK }), centre),
        (Limit::LatencyClasses, json!({ "class": MARK }), class),
    ] {
        let source = Endless::new(&file, &entry, limit);
        let error = match limit {
            Limit::Centres | Limit::LatencyClasses => {
                serde_json::from_reader::<_, Pool>(source).unwrap_err()
            }
            _ => serde_json::from_reader::<_, HubNetwork>(source).unwrap_err(),
        };
        let words = format!("at most {} are allowed", counted(limit));
        assert!(error.to_string().contains(&words), "{limit:?}: {error}");
    }
}

#[test]
fn long_texts_of_files_are_refused() {
    let (name, text) = (long(Limit::Name), long(Limit::Text));
    let quantity = long(Limit::QuantityText);
    let policy = |name: &str| json!([{ "name": name }]);
    let source = json!({
        "publisher": "a", "title": "b", "locator": text, "kind": "forecast", "confidence": "low",
    });
    let stated = json!({ "value": "1 bn CNY", "source": source });
    let contradicted = json!({ "contradicted": { "because": text } });
    let meant = json!({ "value": 0.2, "assumption": "a", "meaning": contradicted });
    for (limit, file) in [
        (Limit::Name, with("/name", json!(name))),
        (Limit::Name, with("/policy", policy(&name))),
        (Limit::Name, with("/noise/0/on", json!(name))),
        (
            Limit::Name,
            with("/correlation/0/between", json!([name, "a"])),
        ),
        (
            Limit::Text,
            with(
                "/gdp/base",
                json!({ "value": "1 bn CNY", "assumption": text }),
            ),
        ),
        (Limit::Text, with("/gdp/base", stated)),
        (
            Limit::Text,
            with("/gdp/response/coefficient/elasticity", meant),
        ),
        (
            Limit::QuantityText,
            with("/gdp/base/value", json!(quantity)),
        ),
        (Limit::QuantityText, with("/base", json!(quantity))),
    ] {
        let error = Scenario::read(&file).unwrap_err().to_string();
        let words = format!("at most {} are allowed", counted(limit));
        assert!(error.contains(&words), "{limit:?}: {error}");
    }
}

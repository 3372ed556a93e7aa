//! What careless and malicious callers pass: each gives a clear error, and nothing is computed.

#![allow(clippy::unwrap_used, clippy::panic)] // Helpers of tests, which the lint takes for code.
use compute_impact::{
    Error, ErrorKind, GrowthRate, IndexScore, Period, Scenario, Share,
    capacity::{Composition, ShareObservation, SharePath, segment_growth},
    evidence::Estimate,
    response::{Lag, coherence},
    smart_share_answers,
};

const RIGHT: &str = r#"
version = 1
name = "right"
base = "2024"
until = "2030"

[compute]
base = { value = "280 EFLOPS FP32 in use", assumption = "x" }
counterfactual = "frozen"

[compute.path.total]
growth.constant = { value = "25 % per year", assumption = "x" }
smart-share.observations = [
    { at = "2023-06", share = { value = "25 %", assumption = "x" } },
    { at = "2024-06", share = { value = "30 %", assumption = "x" } },
]

[gdp]
base = { value = "134.9 tn CNY", assumption = "x" }
baseline.excludes.constant = { value = "4 % per year", assumption = "x" }
response.coefficient.elasticity = { value = 0.2, assumption = "x" }

[digital]
base = { value = "57.9 tn CNY", assumption = "x" }
baseline.excludes.constant = { value = "7 % per year", assumption = "x" }
response.coefficient.elasticity = { value = 0.4, assumption = "x" }

[investment]
outlay.per-period = { value = "400 bn CNY", assumption = "x" }
multiplier = { value = "3.5", assumption = "x" }
"#;

fn read(text: &str) -> Result<Scenario, String> {
    Scenario::from_toml(text).map_err(|error| error.to_string())
}

#[track_caller]
fn changed(from: &str, to: &str) -> String {
    assert!(RIGHT.contains(from), "no `{from}`");
    RIGHT.replacen(from, to, 1)
}

/// The error of reading the right file with one thing changed.
#[track_caller]
fn refused(from: &str, to: &str) -> String {
    match read(&changed(from, to)) {
        Ok(_) => panic!("`{to}` was read"),
        Err(message) => message,
    }
}

/// Reading refuses it, and the message says all of this.
#[track_caller]
fn says(from: &str, to: &str, parts: &[&str]) {
    let message = refused(from, to);
    for part in parts {
        assert!(message.contains(part), "`{part}` is not in: {message}");
    }
}

/// It reads, and projecting it fails with these words.
#[track_caller]
fn overflows(changes: &[(&str, &str)], expected: &str) {
    let mut text = RIGHT.to_owned();
    for (from, to) in changes {
        assert!(text.contains(from), "no `{from}`");
        text = text.replacen(from, to, 1);
    }
    let error = read(&text).unwrap().project().unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Overflow { .. }));
    assert_eq!(error.to_string(), expected);
}

#[test]
fn the_unchanged_file_is_valid() {
    read(RIGHT).unwrap().project().unwrap();
}

#[test]
fn invalid_numbers_are_refused() {
    for number in ["nan", "inf", "-inf", "+nan"] {
        says(
            "value = 0.2",
            &format!("value = {number}"),
            &["gdp.response.coefficient.elasticity"],
        );
        says(
            "\"25 % per year\"",
            number,
            &["compute.path.total.growth.constant"],
        );
        says("\"280 EFLOPS FP32 in use\"", number, &["compute.base"]);
        says(
            "\"25 %\"",
            number,
            &["compute.path.total.smart-share.observations[0].share"],
        );
        says("\"134.9 tn CNY\"", number, &["gdp.base"]);
        for text in ["% per year", "EFLOPS FP32", "tn CNY", ""] {
            let text = format!("\"{number} {text}\"");
            says("\"25 % per year\"", &text, &["must read like"]);
        }
    }
    says("value = 0.2", "value = 1e400", &["elasticity"]);
    says(
        "\"25 % per year\"",
        "\"1e999999999999 % per year\"",
        &["growth rate"],
    );
    says(
        "\"280 EFLOPS FP32 in use\"",
        "\"1e99 EFLOPS FP32\"",
        &["capacity in FLOP/s must lie in [0, 1"],
    );
    let digits = "9".repeat(900);
    says(
        "\"25 % per year\"",
        &format!("\"{digits} % per year\""),
        &["growth rate"],
    );
    assert!(refused("\"25 % per year\"", &format!("\"{digits} apples\"")).len() < 1000);
}

#[test]
fn invalid_shares_are_refused() {
    for share in ["-1 %", "101 %", "-0.1", "1.1", "2", "1e300 %"] {
        says("\"25 %\"", &format!("\"{share}\""), &["must lie in [0, 1]"]);
    }
    for share in ["0 %", "100 %"] {
        says(
            "\"25 %\"",
            &format!("\"{share}\""),
            &[
                "observations[0].share",
                "share on a logistic path must lie in (0, 1)",
            ],
        );
    }
    // The smallest and largest shares there are have log odds. Next to 30 % a year later they
    // run into the other end within the horizon, where growth from nothing has no number.
    for share in ["5e-324", "0.9999999999999999"] {
        let scenario = read(&changed("\"25 %\"", share)).unwrap();
        match scenario.project() {
            Ok(projection) => {
                let shares = projection.smart_share().unwrap().values();
                assert!(shares.iter().all(|share| (0.0..=1.0).contains(share)));
            }
            Err(error) => assert!(
                matches!(error.kind(), ErrorKind::Overflow { .. }),
                "{error}"
            ),
        }
    }
    let inner = |share: f64| {
        segment_growth(
            ("1 EFLOPS FP32".parse().unwrap(), Share::new(share).unwrap()),
            ("2 EFLOPS FP32".parse().unwrap(), Share::new(0.5).unwrap()),
            1.0,
        )
    };
    assert!(inner(0.0).is_err() && inner(1.0).is_err() && inner(0.5).is_ok());
    assert!(coherence::rest_coefficient(0.2, 0.4, Share::new(1.0).unwrap()).is_err());
    assert!(coherence::rest_coefficient(f64::NAN, 0.4, Share::new(0.5).unwrap()).is_err());
    assert!(coherence::rest_coefficient(1e308, -1e308, Share::new(0.9999).unwrap()).is_err());
}

#[test]
fn growth_of_minus_100_percent_or_less_is_refused() {
    for rate in ["-100 %", "-101 % per year", "-1e300 %"] {
        says(
            "\"25 % per year\"",
            &format!("\"{rate}\""),
            &["growth rate must lie in (-1, inf)"],
        );
    }
    says("\"25 % per year\"", "25", &["`25 % per year`"]); // a bare number is no per cent
    // A ratio that takes away more than there is.
    let growth = GrowthRate::per_year(-0.9).unwrap();
    let ratio = compute_impact::GrowthRatio::new(1.2).unwrap();
    let response =
        compute_impact::response::Response::growth_ratio(Estimate::assumed(ratio, "x").unwrap());
    assert_eq!(
        compute_impact::impact_of(growth, &response)
            .unwrap_err()
            .to_string(),
        "change of the outcome must lie in (-1, inf), got -1.08"
    );
}

#[test]
fn invalid_capacities_and_money_are_refused() {
    says(
        "280 EFLOPS FP32 in use",
        "-1 EFLOPS FP32",
        &["compute.base", "capacity in FLOP/s must lie in [0, 1"],
    );
    // Nothing is a capacity, but no base to grow from.
    for capacity in ["0 EFLOPS FP32", "1e-19 EFLOPS FP32"] {
        says(
            "280 EFLOPS FP32 in use",
            capacity,
            &["compute.base", "must lie in [1, 1"],
        );
    }
    says(
        "280 EFLOPS FP32 in use",
        "280 EFLOPS",
        &["the precision must be stated"],
    );
    says(
        "280 EFLOPS FP32 in use",
        "280 EFLOP FP32",
        &["capacity must read like"],
    );
    says(
        "134.9 tn CNY",
        "0 CNY",
        &["gdp.base: money in the base period must lie in (0, inf), got 0"],
    );
    says(
        "134.9 tn CNY",
        "-1 tn CNY",
        &["gdp.base: money in the base period must lie in (0, inf)"],
    );
    says(
        "400 bn CNY",
        "-400 bn CNY",
        &["investment.outlay: outlay must lie in [0, inf)"],
    );
    says(
        "57.9 tn CNY",
        "134.9 tn CNY",
        &["digital.base: digital economy as a share of GDP must lie in (0, 1), got 1"],
    );
    says("value = \"3.5\"", "value = \"-3.5\"", &["multiplier"]);
}

#[test]
fn invalid_horizons_are_refused() {
    assert_eq!(
        refused("\"2030\"", "\"2024\""),
        "until: the last period must lie after 2024, got 2024"
    );
    assert_eq!(
        refused("\"2030\"", "\"1999\""),
        "until: the last period must lie after 2024, got 1999"
    );
    assert_eq!(
        refused("\"2030\"", "\"3225\""),
        "until: number of periods must lie in [1, 1200], got 1201"
    );
    assert_eq!(
        refused("\"2030\"", "\"9999\""),
        "until: number of periods must lie in [1, 1200], got 7975"
    );
    says(
        "\"2030\"",
        "\"2030-06\"",
        &["until: period must be a year, got a month"],
    );
    says("\"2030\"", "\"10000\"", &["until", "period must read like"]);
    says("\"2030\"", "\"\"", &["until", "period must read like"]);
    says("base = \"2024\"", "base = 1e300", &["base"]);
    says("base = \"2024\"", "base = 2024.5", &["base"]);
    // 1,200 periods are read, and grow past any number that means something.
    overflows(
        &[("\"2030\"", "\"3224\"")],
        "digital economy leaves its range (0, 1e30) in 2263",
    );
}

#[test]
fn paths_that_leave_their_range_say_when() {
    overflows(
        &[
            ("\"4 % per year\"", "\"300 % per year\""),
            ("\"2030\"", "\"2060\""),
        ],
        "GDP leaves its range (0, 1e30) in 2050",
    );
    overflows(
        &[("\"25 % per year\"", "\"1e300 % per year\"")],
        "total compute in FLOP/s leaves its range (0, 1e45) in 2025",
    );
    overflows(
        &[
            ("\"25 % per year\"", "\"-99.99999999 % per year\""),
            ("\"2030\"", "\"2090\""),
        ],
        "total compute in FLOP/s leaves its range (0, 1e45) in 2057",
    );
    // A straight share goes up 5 points a year, from 32.5 % at the base.
    let straight = [
        (
            "smart-share.observations",
            "smart-share.curve = \"linear\"\nsmart-share.observations",
        ),
        ("\"2030\"", "\"2050\""),
    ];
    overflows(&straight, "smart share leaves its range [0, 1] in 2038");
    overflows(
        &[("value = 0.2", "value = 1e300")],
        "GDP leaves its range (0, 1e30) in 2025",
    );
}

#[test]
fn dates_in_the_wrong_order() {
    let target = |at: &str| {
        format!(
            "growth.to-target = {{ level = {{ value = \"300 EFLOPS FP32 in use\", assumption = \"x\" }}, at = \"{at}\" }}"
        )
    };
    let constant = "growth.constant = { value = \"25 % per year\", assumption = \"x\" }";
    for at in ["2024", "2024-12", "2023", "2024-06"] {
        assert_eq!(
            refused(constant, &target(at)),
            format!("compute.path.total.growth: the target's date must lie after 2024, got {at}")
        );
    }
    assert_eq!(
        refused(constant, &target("2027")),
        "compute.path.total.growth: `then` is missing: give a rate for the periods after the target's date"
    );
    says(
        "at = \"2024-06\"",
        "at = \"2023-06\"",
        &["the date of a share is given twice: 2023-06"],
    );
    says(
        "at = \"2023-06\"",
        "at = \"2024-Q2\"",
        &["the date of a share is given twice: 2024-06"],
    );
}

#[test]
fn lists_of_the_wrong_length() {
    let rate = "{ value = \"25 % per year\", assumption = \"x\" }";
    let constant = format!("growth.constant = {rate}");
    let listed = |count: usize| {
        format!(
            "growth.by-period.rates = [{}]",
            [rate].repeat(count).join(", ")
        )
    };
    assert!(read(&changed(&constant, &listed(6))).is_ok());
    assert_eq!(
        refused(&constant, &listed(7)),
        "compute.path.total.growth: the list of growth rates, one a period, must have 6 entries, got 7"
    );
    for few in [0, 5] {
        assert_eq!(
            refused(&constant, &listed(few)),
            "compute.path.total.growth: `then` is missing: give a rate for the periods after the list of rates"
        );
    }
    let outlay = "outlay.per-period = { value = \"400 bn CNY\", assumption = \"x\" }";
    says(
        outlay,
        "outlay.by-period = []",
        &["investment.outlay: the list of outlays, one a period, must have 6 entries, got 0"],
    );
    let start = RIGHT.find("smart-share.observations").unwrap();
    let end = RIGHT.find("[gdp]").unwrap();
    says(
        &RIGHT[start..end],
        "smart-share.observations = []\n",
        &["number of dated shares must lie in [2, 1000], got 0"],
    );
    let many = "{ at = \"2023\", share = { value = 0.2, assumption = \"x\" } },".repeat(1001);
    says(
        &RIGHT[start..end],
        &format!("smart-share.observations = [{many}]\n"),
        &["at most 1,000 dated shares or prices are allowed, more were given"],
    );
    for weights in [
        vec![],
        vec![1.0; 601],
        vec![0.5],
        vec![f64::NAN],
        vec![f64::INFINITY, 1.0],
    ] {
        assert!(Lag::explicit(weights).is_err());
    }
    assert!(Lag::almon(&[1.0, -2.0], 2).is_err()); // 1 and -1 sum to zero
    assert!(Lag::almon(&[f64::NAN], 2).is_err());
    assert!(Lag::almon(&[1.0], usize::MAX).is_err());
}

#[test]
fn parts_that_do_not_fit() {
    says(
        "\"57.9 tn CNY\"",
        "\"8 tn USD\"",
        &["digital.base: money in USD cannot be combined with money in CNY"],
    );
    says(
        "\"57.9 tn CNY\"",
        "\"57.9 tn CNY at 2020 prices\"",
        &["digital.base: money in 2020 prices cannot be combined with money in current prices"],
    );
    says(
        "\"400 bn CNY\"",
        "\"60 bn USD\"",
        &["investment.outlay: money in USD cannot be combined with money in CNY"],
    );
    says(
        "\"25 % per year\"",
        "\"2 % per month\"",
        &["compute.path.total.growth: period of a growth rate must be a year, got a month"],
    );
    says(
        "\"4 % per year\"",
        "\"1 % per quarter\"",
        &["gdp.baseline.excludes: period of a growth rate must be a year, got a quarter"],
    );
    says(
        "counterfactual = \"frozen\"",
        "counterfactual.trend = { value = \"2 % per month\", assumption = \"x\" }",
        &["compute.counterfactual.trend: period of a growth rate must be a year, got a month"],
    );
    let target = "growth.to-target = { level = { value = \"748 EFLOPS FP16\", assumption = \"x\" }, at = \"2030\" }";
    says(
        "growth.constant = { value = \"25 % per year\", assumption = \"x\" }",
        target,
        &[
            "compute.path.total.growth.to-target.level: capacity in FP16",
            "cannot be combined with capacity in FP32 in use",
        ],
    );
}

#[test]
fn chains_and_discounts_that_do_not_fit() {
    let multiplier = r#"multiplier = { value = "3.5", assumption = "x" }"#;
    let with = |value_added: &str, rate: &str| {
        format!(
            r#"multiplier = {{ value = "3.5 of gross output", assumption = "x" }}
discount = {{ value = "5 % per {rate}", assumption = "x" }}
[investment.chain]
value-added = {{ value = "{value_added}", assumption = "x" }}
domestic = {{ value = "60 %", assumption = "x" }}
crowding-out = {{ value = "30 %", assumption = "x" }}"#
        )
    };
    assert!(read(&changed(multiplier, &with("40 %", "year"))).is_ok());
    says(
        multiplier,
        &with("0 %", "year"),
        &[
            "investment.chain.value-added: value added as a share of gross output must",
            "got 0",
        ],
    );
    says(
        multiplier,
        &with("40 %", "quarter"),
        &["investment.discount: period of the discount rate must be a year, got a quarter"],
    );
}

#[test]
fn pairs_that_cannot_be_coherent() {
    let coherent = changed("version = 1", "version = 1\ncoherence = \"coherent\"");
    read(&coherent).unwrap().project().unwrap();
    for (from, to, message) in [
        (
            "elasticity = { value = 0.4",
            "growth-ratio = { value = 0.4",
            "digital: a response of another kind than GDP's does not go with",
        ),
        (
            "excludes.constant = { value = \"7 %",
            "includes.constant = { value = \"7 %",
            "digital: a baseline of another kind than GDP's does not go with",
        ),
        (
            "response.coefficient.elasticity = { value = 0.4, assumption = \"x\" }",
            "response.coefficient.elasticity = { value = 0.4, assumption = \"x\" }\nresponse.lag.explicit = [0.5, 0.5]",
            "digital: a lag of its own does not go with",
        ),
    ] {
        assert!(coherent.contains(from));
        let error = read(&coherent.replacen(from, to, 1)).unwrap_err();
        assert!(error.starts_with(message), "{error}");
    }
    // The same decay for two reasons is the same decay.
    let lagged = |reason: &str| {
        format!(
            "assumption = \"x\" }}\nresponse.lag.koyck = {{ value = \"50 %\", assumption = \"{reason}\" }}"
        )
    };
    let mut both = coherent.clone();
    for (number, reason) in [("0.2", "slow"), ("0.4", "slow uptake")] {
        let from = format!("elasticity = {{ value = {number}, assumption = \"x\" }}");
        assert!(both.contains(&from), "{from}");
        let to = format!("elasticity = {{ value = {number}, {}", lagged(reason));
        both = both.replacen(&from, &to, 1);
    }
    read(&both).unwrap();
    let alone = &coherent[..coherent.find("[digital]").unwrap()];
    assert_eq!(
        read(alone).unwrap_err(),
        "`digital` is missing: give the digital economy, with which GDP is to be coherent"
    );
    // A digital economy that outgrows the whole leaves no rest.
    let scenario = read(&coherent.replacen("7 % per year", "70 % per year", 1)).unwrap();
    let error = scenario.project().unwrap_err().to_string();
    assert!(
        error.contains("in 2026") && error.contains("end the scenario earlier"),
        "{error}"
    );
}

#[test]
fn impossible_responses_are_refused() {
    says(
        "response.coefficient.elasticity = { value = 0.2",
        "response.coefficient.semi-elasticity = { value = \"1.8 ‰ per point\"",
        &["gdp.response", "`index` is missing"],
    );
    let gdp = "response.coefficient.elasticity = { value = 0.2, assumption = \"x\" }";
    says(
        gdp,
        &format!("{gdp}\nresponse.lag.koyck = {{ value = \"100 %\", assumption = \"x\" }}"),
        &["gdp.response.lag: Koyck decay must lie in [0, 1), got 1"],
    );
    says(
        gdp,
        &format!(
            "{}\nresponse.saturation = {{ value = 1, assumption = \"x\" }}",
            gdp.replace("elasticity", "growth-ratio")
        ),
        &["gdp.response", "`saturation` does not go with"],
    );
    says(
        gdp,
        &format!("{gdp}\nresponse.saturation = {{ value = -1, assumption = \"x\" }}"),
        &["gdp.response.saturation"],
    );
    says(
        gdp,
        &gdp.replace(", assumption = \"x\"", ""),
        &["source is missing"],
    );
    says(
        gdp,
        &gdp.replace("assumption = \"x\"", "assumption = \" \""),
        &["is missing"],
    );
    says(
        gdp,
        &gdp.replace("elasticity", "elastisity"),
        &["unknown variant `elastisity`"],
    );
}

#[test]
fn invalid_documents_are_refused() {
    says(
        "version = 1",
        "version = 2",
        &[
            "version: ",
            "must be the number 1, got 2: write `version = 1`",
        ],
    );
    says(
        "version = 1",
        "version = 0",
        &["must be the number 1, got 0"],
    );
    says(
        "version = 1",
        "version = 18446744073709551615",
        &["1844674407"],
    );
    says("version = 1", "version = -1", &["version"]);
    says("version = 1", "version = \"1\"", &["version"]);
    says("version = 1\n", "", &["missing field `version`"]);
    says(
        "name = \"right\"",
        "name = 7",
        &["name", "invalid type: integer `7`, expected a string"],
    );
    says(
        "name = \"right\"",
        "name = \"right\"\nnmae = \"wrong\"",
        &["unknown field `nmae`"],
    );
    says(
        "name = \"right\"",
        "name = \"right\"\nname = \"twice\"",
        &["duplicate key"],
    );
    says(
        "counterfactual = \"frozen\"",
        "counterfactual = \"frozen\"\nuse.smrt.utilisation = {}",
        &["unknown field `smrt`"],
    );
    says(
        "counterfactual = \"frozen\"",
        "counterfactual = \"melted\"",
        &["unknown variant `melted`"],
    );
    says("[gdp]", "gdp = 7\n[x]", &["gdp", "7"]);
    says("[gdp]", "[[gdp]]", &["gdp"]);
    for text in [
        "",
        " \n",
        "# nothing",
        "\u{feff}",
        "{}",
        "[]",
        "null",
        "version",
        "= 1",
        "\0",
    ] {
        assert!(read(text).is_err(), "{text:?}");
    }
    for text in [
        "",
        " ",
        "{",
        "{}",
        "[]",
        "null",
        "7",
        "\"text\"",
        "{\"version\":1}",
        "\u{feff}{}",
        "nan",
        "tru",
    ] {
        assert!(
            Scenario::read(&mut serde_json::Deserializer::from_str(text)).is_err(),
            "{text:?}"
        );
        assert!(serde_json::from_str::<Scenario>(text).is_err(), "{text:?}");
    }
}

fn right_json() -> String {
    serde_json::to_string(&read(RIGHT).unwrap()).unwrap()
}

fn read_json(text: &str) -> Result<Scenario, Error> {
    Scenario::read(&mut serde_json::Deserializer::from_str(text))
}

#[test]
fn json_has_the_same_checks() {
    let right = right_json();
    let scenario = read_json(&right).unwrap();
    assert_eq!(scenario, read(RIGHT).unwrap());
    for (from, to, message) in [
        (
            "\"name\":",
            "\"nmae\":\"x\",\"name\":",
            "unknown field `nmae`",
        ),
        (
            "\"name\":",
            "\"name\":\"x\",\"name\":",
            "duplicate field `name`",
        ),
        (
            "\"frozen\"",
            "\"frozen\",\"counterfactual\":\"frozen\"",
            "compute: duplicate field `counterfactual`",
        ),
        (
            "\"version\":1",
            "\"version\":7",
            "the version of the file format must be the number 1, got 7",
        ),
        (
            "\"version\":1",
            "\"version\":1.5",
            "version: the version of the file format must be the number 1, got 1.5",
        ),
        ("\"until\":\"2030\"", "\"until\":null", "until"),
        ("\"base\":\"2024\"", "\"base\":[2024]", "base"),
        ("\"value\":\"0.2\"", "\"value\":NaN", "expected value"),
        (
            "\"value\":\"0.2\"",
            "\"value\":1e999",
            "number out of range",
        ),
        (
            "\"value\":\"0.2\"",
            "\"value\":0.2,\"value\":0.3",
            "duplicate field `value`",
        ),
    ] {
        assert!(right.contains(from), "{from} {right}");
        let error = read_json(&right.replacen(from, to, 1)).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Document { .. }));
        assert!(error.to_string().contains(message), "{error}");
    }
    for end in (0..right.len()).step_by(37) {
        assert!(read_json(&right[..end]).is_err());
    }
}

/// A JSON error names its line and column last, however much of the file it quotes before.
#[test]
fn a_long_error_keeps_its_line_and_column() {
    let right = right_json();
    for count in [10, 1_000, 100_000] {
        let long = "x".repeat(count);
        for (from, to) in [
            ("\"name\":".to_owned(), format!("\"{long}\":1,\"name\":")),
            ("\"frozen\"".to_owned(), format!("\"{long}\"")),
            (
                "\"version\":1".to_owned(),
                format!("\"version\":\"{long}\""),
            ),
            (
                "\"frozen\"".to_owned(),
                format!("\"{}\"", "x\\n".repeat(count)),
            ),
        ] {
            let error = read_json(&right.replacen(&from, &to, 1))
                .unwrap_err()
                .to_string();
            let (start, column) = error.rsplit_once(" at line 1 column ").unwrap_or_else(|| {
                panic!("no line and column: {error}");
            });
            assert!(column.parse::<u32>().is_ok(), "{error}");
            assert!(
                ["unknown ", "invalid type", "must be the number 1"]
                    .iter()
                    .any(|words| start.contains(words)),
                "{error}"
            );
            assert!(error.len() < 1_200, "{}", error.len());
        }
    }
}

#[test]
fn a_date_without_quotes_names_its_place() {
    let expected = &["write a text like `2024`, `2024-Q2` or `2024-06`"];
    says("base = \"2024\"", "base = 2024-12-31", expected);
    says(
        "until = \"2030\"",
        "until = 2030-01-01",
        &["until: ", expected[0]],
    );
    says("{ at = \"2023-06\"", "{ at = 2023-06-30", expected);
    read(&changed("base = \"2024\"", "base = 2024")).unwrap();
}

#[test]
fn bytes_that_are_not_text_are_refused() {
    let mut bytes = right_json().into_bytes();
    let at = bytes
        .windows(5)
        .position(|window| window == b"right")
        .unwrap();
    bytes[at] = 0xff;
    let error = Scenario::read(&mut serde_json::Deserializer::from_slice(&bytes)).unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("name: invalid unicode code point"),
        "{error}"
    );
    let error = Scenario::read(&mut serde_json::Deserializer::from_reader(&bytes[..])).unwrap_err();
    assert_eq!(error.path(), "name");
}

#[test]
fn depth_is_refused_without_a_crash() {
    for depth in [100, 10_000, 1_000_000] {
        let (open, close) = ("[".repeat(depth), "]".repeat(depth));
        let nested = format!("{open}{close}");
        for place in [
            "\"name\":",
            "\"version\":",
            "\"compute\":",
            "\"investment\":",
            "\"x\":",
        ] {
            assert!(read_json(&format!("{{{place}{nested}}}")).is_err());
        }
        let tables = "{\"path\":".repeat(depth);
        assert!(read_json(&format!("{{\"compute\":{tables}")).is_err());
    }
    for depth in [100, 10_000] {
        let (open, close) = ("[".repeat(depth), "]".repeat(depth));
        assert!(read(&format!("name = {open}{close}")).is_err());
        let tables = "path.".repeat(depth);
        assert!(read(&format!("[compute.{tables}x]")).is_err());
        assert!(read(&format!("compute.{tables}x = 1")).is_err());
        assert!(read(&format!("name = {}", "{ a = ".repeat(depth))).is_err());
    }
}

#[test]
fn dates_at_the_end_of_time() {
    let last: Period = "9999".parse().unwrap();
    let first: Period = "0001-01".parse().unwrap();
    let seen = |at, share| {
        ShareObservation::new(
            at,
            Estimate::assumed(Share::new(share).unwrap(), "x").unwrap(),
        )
    };
    let path = vec![seen(first, 0.25), seen(first.plus(1).unwrap(), 0.75)];
    let answers = smart_share_answers(path, Share::new(0.5).unwrap(), last).unwrap();
    assert!((0.0..=1.0).contains(&answers.logistic.get()));
    assert_eq!(answers.linear, None);
    // Base in the last year: there is no later period.
    let text = changed("base = \"2024\"", "base = \"9999\"").replacen("\"2030\"", "\"9999\"", 1);
    assert!(read(&text).is_err());
}

#[test]
fn invalid_operating_points_are_refused() {
    let growth = |fraction| GrowthRate::per_year(fraction).unwrap();
    let ratio = |number| compute_impact::GrowthRatio::new(number).unwrap();
    let elasticity = |number| compute_impact::Elasticity::new(number).unwrap();
    assert_eq!(
        ratio(0.2).elasticity_at(growth(0.0)).unwrap(),
        elasticity(0.2)
    );
    assert_eq!(
        elasticity(0.2).growth_ratio_at(growth(0.0)).unwrap(),
        ratio(0.2)
    );
    assert!(ratio(2.0).elasticity_at(growth(-0.5)).is_err());
    assert!(ratio(1e308).elasticity_at(growth(1e308)).is_err());
    assert!(elasticity(1e308).growth_ratio_at(growth(1.0)).is_err());
    assert!(
        elasticity(0.2)
            .semi_elasticity_at(IndexScore::new(0.0).unwrap())
            .is_err()
    );
    assert!(
        elasticity(0.0)
            .semi_elasticity_at(IndexScore::new(0.0).unwrap())
            .is_err()
    );
    let share = |fraction| Share::new(fraction).unwrap();
    let years =
        |from, to, rate| coherence::years_to_share(share(from), share(to), 0.2, 0.4, growth(rate));
    assert_eq!(years(0.4, 0.5, 0.0).unwrap(), None);
    assert_eq!(years(0.4, 0.5, -0.1).unwrap(), None);
    assert_eq!(years(0.4, 0.0, 0.3).unwrap(), None);
    assert!(years(0.0, 0.5, 0.3).is_err());
    assert!(Composition::new(share(0.5), share(0.5), share(1e-8)).is_err());
    let same = vec![
        ShareObservation::new(
            "2024".parse().unwrap(),
            Estimate::assumed(share(0.2), "x").unwrap(),
        ),
        ShareObservation::new(
            "2024-Q4".parse().unwrap(),
            Estimate::assumed(share(0.3), "x").unwrap(),
        ),
    ];
    let error = SharePath::through(same).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the date of a share is given twice: 2024-Q4"
    );
}

#[test]
fn an_interval_has_one_unit() {
    let read = |interval: &str| {
        let text = format!("interval = \"{interval}\"\nshape = \"beta\"\nassumption = \"a\"");
        toml::from_str::<Estimate<Share>>(&text)
    };
    for (text, low, high) in [
        ("0.5 to 60 %", 0.005, 0.6),
        ("1 to 5 %", 0.01, 0.05),
        ("20 % to 30 %", 0.2, 0.3),
        ("0.2 to 0.3", 0.2, 0.3),
    ] {
        let share = read(text).unwrap();
        let spread = share.uncertainty().unwrap();
        for (p, end) in [(0.05, low), (0.95, high)] {
            assert!((spread.quantile(p).unwrap() - end).abs() < 1e-9, "{text}");
        }
    }
    for text in ["0.3 to 0.1", "30 % to 20 %", "0.2 to 0.2", "0.2", "a to b"] {
        assert!(read(text).is_err(), "{text}");
    }
    // A unit at the first end alone leaves open what the last is in.
    let error = read("20 % to 0.3").unwrap_err().to_string();
    assert!(error.contains("at both ends or at the last"), "{error}");
    let error = toml::from_str::<Estimate<Share>>("0.2")
        .unwrap_err()
        .to_string();
    assert!(!error.contains("Fields"), "{error}");
}

/// An interval reads alike next to the value and in `uncertainty`.
#[test]
fn one_reader_serves_every_interval() {
    fn both<Q>(value: &str, interval: &str) -> [Result<[f64; 2], String>; 2]
    where
        Q: compute_impact::Quantity,
        Estimate<Q>: serde::de::DeserializeOwned,
    {
        let value = format!("value = \"{value}\"\nassumption = \"a\"\n");
        [
            format!("{value}interval = '{interval}'\nshape = 'uniform'\nprobability = 1"),
            format!("{value}uncertainty = {{ shape = 'uniform', interval = '{interval}', probability = 1 }}"),
        ]
        .map(|text| {
            let read = toml::from_str::<Estimate<Q>>(&text);
            let estimate = read.map_err(|error| error.to_string())?;
            let (low, high) = estimate.uncertainty().unwrap().support();
            Ok([low, high])
        })
    }
    fn near(read: [Result<[f64; 2], String>; 2], expected: [f64; 2]) {
        for ends in read {
            for (end, expected) in ends.unwrap().into_iter().zip(expected) {
                assert!((end / expected - 1.0).abs() < 1e-14, "{end} for {expected}");
            }
        }
    }
    near(both::<Share>("25 %", "20 to 30 %"), [0.2, 0.3]);
    near(both::<Share>("25 %", "20 % to 30 %"), [0.2, 0.3]);
    near(both::<Share>("25 %", "0.2 to 0.3"), [0.2, 0.3]);
    near(
        both::<GrowthRate>("25 % per year", "20 to 30 % per year"),
        [0.2, 0.3],
    );
    near(
        both::<compute_impact::Multiplier>("1500", "1,000 to 2,000"),
        [1e3, 2e3],
    );
    near(
        both::<compute_impact::Elasticity>("-0.1", "−0.2 to -0.05"),
        [-0.2, -0.05],
    );
    near(
        both::<compute_impact::Money>("400 bn CNY", "300 to 500 bn CNY"),
        [3e11, 5e11],
    );
    near(
        both::<compute_impact::Money>("400 bn CNY", "3,000 to 5,000亿元"),
        [3e11, 5e11],
    );
    near(
        both::<compute_impact::Capacity>("280 EFLOPS FP32", "250 to 300 EFLOPS FP32"),
        [2.5e20, 3e20],
    );
    let multiplier = both::<compute_impact::Multiplier>("3.5 of gross output", "3 to 4");
    near(multiplier, [3.0, 4.0]);
    for (read, word) in [
        (both::<Share>("25 %", "30 to 20 %"), "must ascend"),
        (both::<Share>("25 %", "20 % to 30"), "at the last"),
        (both::<Share>("25 %", "20 - 30 %"), "`20 to 30 %`"),
        (
            both::<compute_impact::Money>("15 bn CNY", "10 to 20 bn USD"),
            "state both in one unit",
        ),
        (
            both::<GrowthRate>("5 % per year", "4 to 6 % per quarter"),
            "state both in one unit",
        ),
        (
            both::<compute_impact::Capacity>("280 EFLOPS FP32", "250 to 300 EFLOPS FP16"),
            "state both in one unit",
        ),
    ] {
        for error in read.map(Result::unwrap_err) {
            assert!(error.contains(word), "{error}");
        }
    }
}

/// Nobody observes a driver without end, and what is observed can be written and read back.
#[test]
fn an_observed_range_has_two_ends() {
    let elasticity: compute_impact::Elasticity = "0.2".parse().unwrap();
    let estimate = Estimate::assumed(elasticity, "for a test").unwrap();
    for range in ["(-inf, inf)", "[0, inf)", "(-inf, 1]"] {
        let error = estimate
            .clone()
            .observed_in(range.parse().unwrap())
            .unwrap_err();
        assert!(
            error
                .to_string()
                .contains("give the least and the greatest"),
            "{error}"
        );
        let text = format!("value = 0.2\nassumption = 'x'\nobserved = '{range}'");
        assert!(toml::from_str::<Estimate<compute_impact::Elasticity>>(&text).is_err());
    }
    for range in ["[0, 1]", "(0, 1e30)", "(-1, 0.5]"] {
        let range: compute_impact::Interval = range.parse().unwrap();
        let observed = estimate.clone().observed_in(range).unwrap();
        let json = serde_json::to_string(&observed).unwrap();
        let again: Estimate<compute_impact::Elasticity> = serde_json::from_str(&json).unwrap();
        assert_eq!(again, observed);
        assert_eq!(again.observed(), Some(range));
    }
}

/// Two scenarios that differ in an observed range alone are told apart by their fingerprints.
#[test]
fn a_fingerprint_covers_the_observed_range() {
    let of = |observed: &str| {
        let value = "{ value = 0.2, assumption = \"x\" }";
        let with = format!("{{ value = 0.2, assumption = \"x\", observed = {observed} }}");
        let scenario = read(&changed(value, &with)).unwrap();
        let json = serde_json::to_string(&scenario).unwrap();
        assert_eq!(read_json(&json).unwrap(), scenario);
        scenario.fingerprint()
    };
    let plain = read(RIGHT).unwrap().fingerprint();
    let all = [of("[0, 1]"), of("'(0, 1)'"), of("[0, 0.5]"), plain];
    for (number, fingerprint) in all.iter().enumerate() {
        assert!(!all[..number].contains(fingerprint), "{all:?}");
        // FNV-1a of nothing.
        assert_ne!(fingerprint, "6c62272e07bb014262b821756295c58d");
    }
}

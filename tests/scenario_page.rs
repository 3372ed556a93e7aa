//! The page on the keys of a scenario file is made from the types that read one: keys, types, defaults
//! and descriptions from the JSON Schema, examples from scenario files that are read in tests, and the
//! meaning of each key from `tests/data/scenario_keys.txt`.

#![allow(clippy::unwrap_used, clippy::panic)] // Helpers of tests, which the lint takes for code.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt::Write;

use compute_impact::Scenario;
use serde_json::{Map, Value};

use crate::common::ROOT;

/// Section, key, default and meaning of each key, separated by `|`.
const KEYS: &str = include_str!("data/scenario_keys.txt");

/// Scenario files in which examples are looked for, in this order.
const FILES: [&str; 7] = [
    "examples/scenarios/china-2030.toml",
    "examples/scenarios/east-data-west-computing.toml",
    "tests/scenarios/uncertain.toml",
    "tests/scenarios/full-stock.toml",
    "tests/scenarios/vintages.toml",
    "examples/scenarios/chengdu.toml",
    "tests/scenarios/market.toml",
];

/// The unit of each quantity.
const UNITS: [(&str, &str); 24] = [
    ("Capacity", "FLOP/s, with precision and machines"),
    ("ComputePrice", "money per EFLOPS-hour or card-hour"),
    ("Elasticity", "per cent per per cent"),
    ("EnergyPrice", "money per kWh"),
    ("Ends", "that of the quantity"),
    ("Factor", "none"),
    ("Frequency", "none"),
    ("GrowthRate", "per year, quarter or month"),
    ("GrowthRatio", "points per point"),
    ("IndexScore", "index points"),
    ("Interval", "that of the quantity"),
    ("LogOdds", "log odds"),
    ("Money", "currency, with price basis"),
    ("Multiplier", "money per money"),
    ("Period", "year, quarter or month"),
    ("Power", "MW"),
    ("PowerIntensity", "MW per EFLOPS"),
    ("Precision", "none"),
    ("Scope", "none"),
    ("SemiElasticity", "per cent or per mille per index point"),
    ("Share", "share of the whole"),
    ("UnitCost", "money per EFLOPS"),
    ("Window", "first and last period"),
    ("Years", "years or months"),
];

const HEAD: &str = r#"# Scenario files

This page lists every key of a scenario file: type, unit, default, example and meaning. The forms in which a
quantity is written are in the [last section](#quantities). A test keeps the page equal to the types
that read a file.

A scenario is one table. In TOML and in JSON the keys are the same; unknown keys are refused, and the message
of an error begins with the place of the mistake. This is a whole scenario:

```toml
version = 1
name = "20 % growth a year, with a low elasticity"
base = "2024"
until = "2030"

[compute]
base = { catalogue = "miit.compute.in-use.2024-12" }
counterfactual = "frozen"

path.total.growth.constant = { value = "20 % per year", assumption = "slower than the trend" }

[gdp]
base = { catalogue = "nbs.gdp.2024.preliminary" }
baseline.includes.constant = { value = "4.5 % per year", assumption = "real growth at constant prices" }
response.coefficient.elasticity = { catalogue = "derived.elasticity.neoclassical" }
```

Its answer: GDP in 2030 is 1.54 % above what it would be had compute stayed at 280 EFLOPS, as 1.2 to the sixth
power, raised to the elasticity of 0.014, is 1.0154. `Scenario::from_toml` (feature `toml`) reads it, `Scenario::from_json` reads the same in JSON, and
`Scenario::json_schema` (feature `schema`) returns the schema for an editor. Both scenarios that the library
ships are in `examples/scenarios`.

```rust
use compute_impact::Scenario;

// A scenario is written as JSON by serde and reads back as the same scenario.
let scenario = Scenario::shipped("china-2030")?;
let json = serde_json::to_string(&scenario)?;
assert_eq!(Scenario::from_json(&json)?, scenario);
// A key that no table has is refused, with the place.
let error = Scenario::from_json(&json.replacen("\"counterfactual\"", "\"counter\"", 1)).unwrap_err();
assert!(error.to_string().contains("compute"), "{error}");
# Ok::<(), Box<dyn std::error::Error>>(())
```

## Places

Every number has a place, by which `Scenario::input`, `with_value`, goal seek and `correlation` name it and with
which messages begin. It is the way through the tables to the number's estimate, joined by dots; an entry of a
list has its number from zero in brackets, as in `policy[0].shock[1].demand.factor`. `Scenario::inputs` lists
all places of a scenario.

The place of a coefficient leaves out its kind: a file has `gdp.response.coefficient.elasticity = { ... }`, and
the place is `gdp.response.coefficient`, which stays the same whatever the kind. The longer path of the file
is read too, with or without `.value` at its end:

```rust
use compute_impact::Scenario;

let scenario = Scenario::shipped("china-2030")?;
for place in ["gdp.response.coefficient", "gdp.response.coefficient.growth-ratio"] {
    assert_eq!(scenario.input(place)?.written(), "0.2 points per point");
}
let error = scenario.input("gdp.response.coefficients").unwrap_err();
assert!(error.to_string().ends_with("did you mean `gdp.response.coefficient`?"));
# Ok::<(), Box<dyn std::error::Error>>(())
```

## Tables

In the column "default", *required* marks a key without a default. Where a section says "one of", a table has
exactly one of the keys, or is one of the words listed.
"#;

/// The schema, and what has been collected from files.
struct Page<'a> {
    definitions: &'a Map<String, Value>,
    /// The first example of each key of each section.
    examples: BTreeMap<(String, String), String>,
    /// Line, default and meaning of each key of each section.
    meanings: BTreeMap<(String, String), (usize, String, String)>,
    used: BTreeSet<(String, String)>,
    /// Sections still to be written.
    open: VecDeque<(String, &'a Value)>,
    /// Sections that are written or still to be written.
    titles: BTreeSet<String>,
}

/// The definition that a reference names.
fn reference(schema: &Value) -> Option<&str> {
    schema.get("$ref")?.as_str()?.strip_prefix("#/$defs/")
}

/// The schema without the choice of `null`.
fn without_null(schema: &Value) -> &Value {
    let choices = schema.get("anyOf").and_then(Value::as_array);
    let choices = choices.map(|all| all.iter().filter(|one| one["type"] != "null"));
    match choices.map(Iterator::collect::<Vec<_>>).as_deref() {
        Some([one]) => one,
        _ => schema,
    }
}

/// The name of the section of a definition: `Estimate_of_Share` is described under `Estimate`.
fn section(definition: &str) -> &str {
    definition.split("_of_").next().unwrap_or(definition)
}

/// Returns true for a definition that is one text or number, or two ends.
fn is_quantity(definition: &Value) -> bool {
    definition.get("examples").is_some()
}

/// The variants of a definition: its choices, or itself.
fn variants(schema: &Value) -> Vec<&Value> {
    match schema.get("oneOf").and_then(Value::as_array) {
        Some(choices) if schema.get("properties").is_none() => choices.iter().collect(),
        _ => vec![schema],
    }
}

fn properties(schema: &Value) -> impl Iterator<Item = (&String, &Value)> {
    schema["properties"].as_object().into_iter().flatten()
}

/// Documentation without links and code blocks, up to its first table or example.
fn prose(text: &str) -> String {
    let end = ["\n#", "\n|", "```", "In a file:"]
        .iter()
        .filter_map(|mark| text.find(mark))
        .min();
    let mut plain = String::new();
    let mut rest = &text[..end.unwrap_or(text.len())];
    while let Some(start) = rest.find('[') {
        let (before, link) = rest.split_at(start);
        plain += before;
        let Some(close) = link.find(']') else { break };
        let (words, after) = (&link[1..close], &link[close + 1..]);
        rest = after;
        if let Some(address) = after.strip_prefix('(') {
            plain += words;
            rest = address.find(')').map_or("", |end| &address[end + 1..]);
        } else if words.starts_with('`') {
            plain += words;
        } else {
            plain += &link[..=close];
        }
    }
    (plain + rest)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// A description, unless it speaks of the code.
fn described(schema: &Value) -> Option<String> {
    let text = prose(schema["description"].as_str()?);
    (!text.is_empty() && !text.contains("serde")).then_some(text)
}

impl<'a> Page<'a> {
    fn definition(&self, name: &str) -> &'a Value {
        &self.definitions[name]
    }

    /// The type of a key, with links to sections, which are opened.
    fn type_of(&mut self, home: &str, key: &str, schema: &'a Value) -> String {
        let schema = without_null(schema);
        if let Some(name) = reference(schema) {
            return self.type_of_definition(home, name);
        }
        if schema.get("items").is_some() {
            let of = self.type_of(home, key, &schema["items"]);
            return format!("list of {of}");
        }
        if schema.get("properties").is_some() {
            let name = format!("{home}.{key}");
            let link = link(&name);
            self.open(&name, schema);
            return link;
        }
        match &schema["type"] {
            Value::Array(types) => types[0].as_str().unwrap().to_owned(),
            Value::String(name) => name.clone(),
            other => panic!("{home}.{key}: type {other}"),
        }
        .replace("string", "text")
        .replace("boolean", "true or false")
    }

    fn type_of_definition(&mut self, home: &str, name: &str) -> String {
        let definition = self.definition(name);
        if let Some((outer, inner)) = name.split_once("_of_") {
            self.open(outer, definition);
            let level = home == "Growth.to-target";
            let inner = if level && inner != "GrowthRate" {
                "a level".to_owned()
            } else {
                lower(inner)
            };
            return match outer {
                "Growth" => link(outer),
                _ => format!("{} of {inner}", link(outer)),
            };
        }
        if home == "Estimate" && is_quantity(definition) && name != "Interval" {
            return "the quantity".to_owned();
        }
        if definition.get("const").is_some() {
            return definition["type"].as_str().unwrap().to_owned();
        }
        if is_quantity(definition) {
            return lower(name);
        }
        if definition.get("items").is_some() {
            return self.type_of(home, name, definition);
        }
        self.open(name, definition);
        link(name)
    }

    /// The unit of the quantity of a key; empty for anything else.
    fn unit_of(&self, home: &str, schema: &Value) -> &'static str {
        let schema = without_null(schema);
        if let Some(items) = schema.get("items") {
            return self.unit_of(home, items);
        }
        let Some(name) = reference(schema) else {
            return "";
        };
        let definition = self.definition(name);
        if definition.get("items").is_some() && !is_quantity(definition) {
            return self.unit_of(home, definition);
        }
        let quantity = match name.split_once("_of_") {
            Some(("Estimate", inner)) => inner,
            _ => name,
        };
        if home == "Estimate" && is_quantity(definition) {
            return "that of the quantity";
        }
        if home == "Growth.to-target" && quantity != "GrowthRate" && quantity != "Period" {
            return "that of the level";
        }
        let unit = UNITS.iter().find(|(of, _)| *of == quantity);
        unit.map_or("", |(_, unit)| if *unit == "none" { "" } else { unit })
    }

    fn open(&mut self, name: &str, schema: &'a Value) {
        if self.titles.insert(name.to_owned()) {
            self.open.push_back((name.to_owned(), schema));
        }
    }

    /// Collects the first example of each key from a table or value of a file.
    fn collect(&mut self, home: &str, schema: &'a Value, value: &toml::Value) {
        let schema = without_null(schema);
        if let Some(name) = reference(schema) {
            return self.collect(section(name), self.definition(name), value);
        }
        if let (Some(items), toml::Value::Array(values)) = (schema.get("items"), value) {
            for value in values {
                self.collect(home, items, value);
            }
        }
        let toml::Value::Table(table) = value else {
            return;
        };
        for variant in variants(schema) {
            let fits = |(key, _): (&String, &toml::Value)| !variant["properties"][key].is_null();
            if !table.iter().all(fits) {
                continue;
            }
            for (key, value) in table {
                let text = value
                    .to_string()
                    .replace("assumption = \"x\"", "assumption = \"...\"")
                    .replace("assumption = \"test\"", "assumption = \"...\"");
                if text.len() <= 80 && text != "\"test\"" && text != "\"x\"" {
                    let at = (home.to_owned(), key.clone());
                    self.examples.entry(at).or_insert(text);
                }
                let property = &variant["properties"][key];
                if without_null(property).get("properties").is_some() {
                    self.collect(&format!("{home}.{key}"), without_null(property), value);
                } else {
                    self.collect(home, property, value);
                }
            }
            return;
        }
    }

    /// A section: description, keys, and words.
    fn section(&mut self, name: &str, schema: &'a Value) -> String {
        let mut text = format!("\n## {name}\n\n");
        if let Some(words) = described(schema) {
            let _ = writeln!(text, "{}\n", wrapped(&words));
        }
        let all = variants(schema);
        let is_choice = all.len() > 1 && name != "Uncertainty";
        let mut rows: Vec<(usize, String)> = Vec::new();
        let mut words: Vec<String> = Vec::new();
        for variant in &all {
            if let Some(word) = variant["const"].as_str() {
                let meaning = described(variant).unwrap_or_default();
                words.push(format!("| `\"{word}\"` | {meaning} |"));
            }
            for (key, property) in properties(variant) {
                let kind = self.type_of(name, key, property);
                let required = variant["required"].as_array();
                let is_required =
                    required.is_some_and(|all| all.iter().any(|one| one == key.as_str()));
                let at = (name.to_owned(), key.clone());
                let Some((line, default, meaning)) = self.meanings.get(&at).cloned() else {
                    panic!("tests/data/scenario_keys.txt must describe `{name}|{key}`");
                };
                self.used.insert(at.clone());
                assert!(
                    is_required == (default == "-") || name == "Uncertainty",
                    "{name}|{key}: a required key has the default `-` and no other has"
                );
                let default = match (is_required && !is_choice, is_choice) {
                    (true, _) => "*required*",
                    (false, true) => "one of",
                    (false, false) => &default,
                };
                let mut example = self.examples.get(&at).cloned().unwrap_or_default();
                if example.is_empty() {
                    example = self.example_of_type(property);
                }
                if !example.is_empty() {
                    example = format!("`{}`", example.replace('|', "\\|"));
                }
                let unit = self.unit_of(name, property);
                let row =
                    format!("| `{key}` | {kind} | {unit} | {default} | {example} | {meaning} |");
                if !rows.iter().any(|(other, _)| *other == line) {
                    rows.push((line, row));
                }
            }
        }
        if !rows.is_empty() {
            rows.sort_unstable();
            text +=
                "| key | type | unit | default | example | meaning |\n|---|---|---|---|---|---|\n";
            for (_, row) in &rows {
                let _ = writeln!(text, "{row}");
            }
        }
        if !words.is_empty() {
            if !rows.is_empty() {
                text += "\n";
            }
            text += "| word | meaning |\n|---|---|\n";
            text += &(words.join("\n") + "\n");
        }
        if name == "Uncertainty" {
            text += &shapes(&all);
        }
        text
    }

    /// An example of a quantity or of a word.
    fn example_of_type(&self, schema: &Value) -> String {
        let schema = without_null(schema);
        let Some(name) = reference(schema) else {
            return String::new();
        };
        let definition = self.definition(name);
        if let Some(first) = definition["examples"].get(0) {
            return first.to_string();
        }
        let word = variants(definition)
            .into_iter()
            .find_map(|variant| variant["const"].as_str());
        word.map_or(String::new(), |word| format!("\"{word}\""))
    }

    fn quantities(&self) -> String {
        let mut text =
            "\n## Quantities\n\n| type | unit | written like |\n|---|---|---|\n".to_owned();
        let names: Vec<&String> = self.definitions.keys().collect();
        for name in names {
            let definition = self.definition(name);
            if !is_quantity(definition) {
                continue;
            }
            let unit = UNITS.iter().find(|(quantity, _)| quantity == name);
            let (_, unit) = unit.unwrap_or_else(|| panic!("UNITS must have `{name}`"));
            let examples = definition["examples"].as_array().unwrap();
            let examples: Vec<String> = examples.iter().map(|one| format!("`{one}`")).collect();
            let _ = writeln!(
                text,
                "| {} | {unit} | {} |",
                lower(name),
                examples.join(", ")
            );
        }
        text
    }
}

/// A paragraph in lines of at most 110 characters.
fn wrapped(paragraph: &str) -> String {
    let mut lines = vec![String::new()];
    for word in paragraph.split(' ') {
        let line = lines.last_mut().unwrap();
        if line.is_empty() {
            line.push_str(word);
        } else if line.chars().count() + 1 + word.chars().count() <= 110 {
            *line += " ";
            *line += word;
        } else {
            lines.push(word.to_owned());
        }
    }
    lines.join("\n")
}

/// The keys of each shape.
fn shapes(all: &[&Value]) -> String {
    let mut text = "\n| shape | keys | meaning |\n|---|---|---|\n".to_owned();
    for variant in all {
        let shape = variant["properties"]["shape"]["const"].as_str().unwrap();
        let keys: Vec<String> = properties(variant)
            .filter(|(key, _)| *key != "shape")
            .map(|(key, _)| format!("`{key}`"))
            .collect();
        let meaning = described(variant).unwrap_or_default();
        let _ = writeln!(text, "| `\"{shape}\"` | {} | {meaning} |", keys.join(", "));
    }
    text
}

/// `PowerIntensity` as `power intensity`.
fn lower(name: &str) -> String {
    if name == "SemiElasticity" {
        return "semi-elasticity".to_owned();
    }
    let mut text = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !text.is_empty() {
            text.push(' ');
        }
        text.extend(letter.to_lowercase());
    }
    text
}

/// A link to a section, by the name that a reader sees.
fn link(name: &str) -> String {
    let anchor = name.to_lowercase().replace('.', "");
    format!("[{name}](#{anchor})")
}

fn page() -> String {
    let schema: Value = serde_json::from_str(&Scenario::json_schema()).unwrap();
    let mut page = Page {
        definitions: schema["$defs"].as_object().unwrap(),
        examples: BTreeMap::new(),
        meanings: BTreeMap::new(),
        used: BTreeSet::new(),
        open: VecDeque::new(),
        titles: BTreeSet::new(),
    };
    for (number, line) in KEYS.lines().enumerate() {
        let parts: Vec<&str> = line.splitn(4, '|').collect();
        let [section, key, default, meaning] = parts[..] else {
            panic!("`{line}` must have four parts");
        };
        let at = (section.to_owned(), key.to_owned());
        let texts = (number, default.to_owned(), meaning.to_owned());
        assert!(page.meanings.insert(at, texts).is_none(), "`{line}` twice");
    }
    for file in FILES {
        let text = std::fs::read_to_string(format!("{ROOT}/{file}")).unwrap();
        let value: toml::Value = toml::from_str(&text).unwrap();
        page.collect("Scenario", &schema, &value);
    }
    page.open("Scenario", &schema);
    let mut text = HEAD.to_owned();
    while let Some((name, schema)) = page.open.pop_front() {
        text += &page.section(&name, schema);
    }
    let unused: Vec<_> = page
        .meanings
        .keys()
        .filter(|at| !page.used.contains(*at))
        .collect();
    assert!(unused.is_empty(), "no such keys: {unused:?}");
    text + &page.quantities()
}

/// The page as the types have it. With the environment variable `WRITE_PAGES` set it is made anew.
#[test]
fn every_key_of_a_scenario_file_is_on_the_page() {
    let page = page();
    let path = format!("{ROOT}/docs/scenario-file.md");
    if std::env::var_os("WRITE_PAGES").is_some() {
        std::fs::write(&path, &page).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap();
    assert!(
        written == page,
        "renew docs/scenario-file.md: WRITE_PAGES=1 cargo test --workspace scenario_page"
    );
}

#[test]
fn the_scenario_of_the_page_can_be_projected() {
    let start = HEAD.find("```toml\n").unwrap() + 8;
    let text = &HEAD[start..start + HEAD[start..].find("```").unwrap()];
    let scenario = Scenario::from_toml(text).unwrap();
    let impact = scenario.project().unwrap().gdp().impact().last();
    // The page states the answer and how to work it out by hand.
    let by_hand = 1.2_f64.powi(6).powf(0.014) - 1.0;
    assert!((impact - by_hand).abs() < 1e-12, "{impact} {by_hand}");
    assert!(HEAD.contains(&format!("GDP in 2030 is {:.2} % above", 100.0 * impact)));
    assert!(HEAD.contains(&format!("is {:.4}.", 1.0 + impact)));
}

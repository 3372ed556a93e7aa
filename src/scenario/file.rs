//! Scenarios from text: TOML, JSON, and the shipped scenarios.

use serde::de::Deserializer;

use super::{Scenario, Spec};
use crate::error::{enumerated, nearest};
use crate::limits::Limit;
use crate::{Error, ErrorKind};

/// The shipped scenarios by name, as JSON. Each is the TOML file of its name in
/// `examples/scenarios`.
const SHIPPED: [(&str, &str); 3] = [
    ("chengdu", include_str!("shipped/chengdu.json")),
    ("china-2030", include_str!("shipped/china-2030.json")),
    (
        "east-data-west-computing",
        include_str!("shipped/east-data-west-computing.json"),
    ),
];

impl Scenario {
    /// Returns a shipped scenario by its name.
    ///
    /// | name | scenario |
    /// |---|---|
    /// | `chengdu` | smart computing in a city: prices, scarcity, users, vouchers, the part of the nation |
    /// | `china-2030` | China from 2024 to 2030 by CAICT's rules as published |
    /// | `east-data-west-computing` | stocks of capacity, outlay, policies and the multiplier chain, 2024 to 2030 |
    ///
    /// # Errors
    ///
    /// [`Unknown`](ErrorKind::Unknown) for another name, with the nearest and all known ones.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::Scenario;
    ///
    /// let projection = Scenario::shipped("china-2030")?.project()?;
    /// let impact = projection.gdp().impact().last();
    /// assert_eq!(format!("{:.1} %", 100.0 * impact), "33.8 %");
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn shipped(name: &str) -> Result<Self, Error> {
        let scenario = SHIPPED.iter().find(|(other, _)| *other == name);
        let (_, text) = scenario
            .ok_or_else(|| Error::unknown_of("shipped scenario", name, Self::shipped_names()))?;
        Self::from_json(text)
    }

    /// The names of the shipped scenarios.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::Scenario;
    ///
    /// assert!(Scenario::shipped_names().any(|name| name == "china-2030"));
    /// ```
    pub fn shipped_names() -> impl Iterator<Item = &'static str> {
        SHIPPED.iter().map(|(name, _)| *name)
    }

    /// Reads a scenario from TOML text.
    ///
    /// # Errors
    ///
    /// As for [`read`](Self::read); a message names the line and the column.
    /// [`TooMany`](ErrorKind::TooMany) for a text past [`Limit::FileBytes`], before it is parsed.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::Scenario;
    ///
    /// let text = std::fs::read_to_string("examples/scenarios/china-2030.toml")?;
    /// assert_eq!(Scenario::from_toml(&text)?, Scenario::shipped("china-2030")?);
    ///
    /// let error = Scenario::from_toml(&text.replace("24.7 % per year", "24.7")).unwrap_err();
    /// assert_eq!(error.path(), "compute.path.total.growth.constant.value");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[cfg(feature = "toml")]
    pub fn from_toml(text: &str) -> Result<Self, Error> {
        Limit::FileBytes.check(text.len())?;
        let source = toml::Deserializer::parse(text).map_err(|error| document(&error))?;
        Self::read(source)
    }

    /// Reads a scenario from JSON text.
    ///
    /// # Errors
    ///
    /// As for [`read`](Self::read), and [`Document`](ErrorKind::Document) for text after the
    /// scenario; [`TooMany`](ErrorKind::TooMany) for a text past [`Limit::FileBytes`], before it is
    /// parsed.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::Scenario;
    ///
    /// let scenario = Scenario::shipped("china-2030")?;
    /// let json = serde_json::to_string(&scenario)?;
    /// assert_eq!(Scenario::from_json(&json)?, scenario);
    ///
    /// let error = Scenario::from_json(&format!("{json} x")).unwrap_err();
    /// assert!(error.to_string().contains("trailing characters"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn from_json(text: &str) -> Result<Self, Error> {
        Limit::FileBytes.check(text.len())?;
        let mut source = serde_json::Deserializer::from_str(text);
        let scenario = Self::read(&mut source)?;
        source.end().map_err(|error| document(&error))?;
        Ok(scenario)
    }

    /// Reads a scenario from any serde format.
    ///
    /// [`from_toml`](Self::from_toml) and [`from_json`](Self::from_json) read text; this function
    /// serves formats that the library does not know. A deserializer of a stream stops where the
    /// scenario ends: ask it whether more follows.
    ///
    /// # Errors
    ///
    /// [`Document`](ErrorKind::Document) for text that the format or a single field refuses: a
    /// syntax error, another version, an unknown or repeated field, a value out of range. Its path
    /// names the field; its message names the given text, the accepted form, and the line if the
    /// format knows it. Parts that do not fit together give the kinds of
    /// [`ScenarioBuilder::build`](super::ScenarioBuilder::build), without a line. A list that
    /// exceeds its [`Limit`] is refused at the first entry past it, as a `Document` too.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::Scenario;
    ///
    /// let value = serde_json::to_value(Scenario::shipped("china-2030")?)?;
    /// assert_eq!(Scenario::read(value)?.name(), "China to 2030, CAICT's rules as published");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn read<'de, D: Deserializer<'de>>(source: D) -> Result<Self, Error> {
        let spec: Spec = serde_path_to_error::deserialize(source).map_err(|error| {
            let path = shortened(&error.path().to_string());
            let error = document(error.inner());
            if path == "." { error } else { error.at(&path) }
        })?;
        spec.try_into()
    }
}

/// The error of a text that is not a scenario.
fn document(error: &impl ToString) -> Error {
    let message = shortened(&error.to_string());
    // The TOML reader's words for a table that must name one of several forms.
    let message = message.replace(
        "wanted exactly 1 element, more than 1 element",
        "expected a table with one key, the name of the form, such as `growth.constant = { ... }`; \
         got several keys",
    );
    Error::new(ErrorKind::Document { message })
}

/// A message of at most 800 characters. Formats quote the line that they fail on, which may be
/// megabytes long. Long lines are cut in the middle, as formats name the line and the column at the
/// start or at the end.
fn shortened(message: &str) -> String {
    const LINES: usize = 20;
    // A line that is quoted, and the marks below it, leave room for the sentence after them.
    let most = |line: &str| if line.contains(" | ") { 200 } else { 400 };
    let lines = message
        .lines()
        .map(|line| cut(&with_short_list(line), most(line)));
    let lines: Vec<String> = lines.collect();
    let lines = if lines.len() > LINES {
        let (first, last) = (&lines[..LINES - 1], &lines[lines.len() - 1]);
        format!("{}\n...\n{last}", first.join("\n"))
    } else {
        lines.join("\n")
    };
    cut(lines.trim_end(), 800)
}

/// A line of a reader that lists the known names, with the nearest to an unknown one. Of a long list
/// it keeps the first names, each whole.
fn with_short_list(line: &str) -> String {
    const LIST: &str = ", expected one of `";
    let Some((start, rest)) = line.split_once(LIST) else {
        return line.to_owned();
    };
    // The list ends with the last backtick, after which formats write line and column.
    let Some((list, end)) = rest.rsplit_once('`') else {
        return line.to_owned();
    };
    let names: Vec<&str> = list.split("`, `").collect();
    let unknown = start.rsplit_once('`').map_or(start, |(before, _)| before);
    let unknown = unknown.rsplit_once('`').map(|(_, name)| name);
    let near = unknown.and_then(|name| nearest(name, names.iter().copied()));
    let near = near.map(|name| format!("; did you mean `{name}`?"));
    let quoted = names.iter().map(|name| format!("`{name}`"));
    let near = near.unwrap_or_default();
    format!("{start}, expected one of {}{end}{near}", enumerated(quoted))
}

/// A text of at most `most` characters: its start and its last 80 characters, with dots between
/// them.
fn cut(text: &str, most: usize) -> String {
    const END: usize = 80;
    let count = text.chars().count();
    if count <= most {
        return text.to_owned();
    }
    let start: String = text.chars().take(most - END - 3).collect();
    let end: String = text.chars().skip(count - END).collect();
    format!("{start}...{end}")
}

//! Files that the examples read and write.

use std::{
    error::Error,
    fmt, fs,
    path::{Path, PathBuf},
};

use compute_impact::Scenario;

/// The kind of a file of the examples, recognised by its top-level keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Scenario,
    Hubs,
    Centres,
    Claim,
}

impl Kind {
    const ALL: [Self; 4] = [Self::Scenario, Self::Hubs, Self::Centres, Self::Claim];

    /// Top-level keys that only this kind of file has.
    const fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Scenario => &["version", "base", "until", "compute"],
            Self::Hubs => &["hub", "region", "link"],
            Self::Centres => &["centre", "class", "service"],
            Self::Claim => &[
                "compute-growth",
                "smart-share",
                "outlay-per-year",
                "multiplier",
            ],
        }
    }

    /// The kind of a TOML text; `None` if no key is recognised, or the text is not TOML.
    fn of(text: &str) -> Option<Self> {
        let table: toml::Table = toml::from_str(text).ok()?;
        let has_key = |kind: &Self| kind.keys().iter().any(|key| table.contains_key(*key));
        Self::ALL.into_iter().find(has_key)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Scenario => "a scenario (read by `forecast --scenario`)",
            Self::Hubs => "a network of hubs and regions (read by `programme --hubs`)",
            Self::Centres => "a pool of computing centres (read by `programme --centres`)",
            Self::Claim => "a claim (read by `check_claim --file`)",
        })
    }
}

/// A file that is shipped with the examples, by its path in their folder.
pub(crate) fn shipped(path: &str) -> PathBuf {
    // The tests compile this file too, in a package one folder below.
    let packages = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    let mut folders = packages.map(|package| package.join("examples"));
    let folder = folders.find(|folder| folder.join(path).exists());
    folder
        .unwrap_or_else(|| PathBuf::from("examples"))
        .join(path)
}

/// The default scenario of `forecast`.
pub(crate) const CHINA: &str = "scenarios/china-2030.toml";

/// The default scenario of money, capacity and policies.
pub(crate) const BUILD_OUT: &str = "scenarios/east-data-west-computing.toml";

/// The default scenario of a place and its users.
pub(crate) const CITY: &str = "scenarios/chengdu.toml";

/// The text of a file.
pub(crate) fn text(path: &Path) -> Result<String, Box<dyn Error>> {
    let bytes = fs::read(path).map_err(|error| at(path, &error))?;
    Ok(String::from_utf8(bytes).map_err(|error| at(path, &error))?)
}

/// An error message that begins with the name of the file.
pub(crate) fn at(path: &Path, error: &dyn fmt::Display) -> String {
    format!("{}: {error}", path.display())
}

/// The text of a TOML file, refused if the file is recognised as another kind.
pub(crate) fn toml_of(path: &Path, expected: Kind) -> Result<String, Box<dyn Error>> {
    let text = text(path)?;
    match Kind::of(&text) {
        Some(kind) if kind != expected => {
            let message = format!("must be {expected}, got {kind}");
            Err(at(path, &message).into())
        }
        _ => Ok(text),
    }
}

/// A scenario from a file: JSON if the name ends in `.json`, else TOML.
pub(crate) fn scenario(path: &Path) -> Result<Scenario, Box<dyn Error>> {
    let named = |error: &dyn fmt::Display| at(path, error);
    if has_ending(path, "json") {
        return Ok(Scenario::from_json(&text(path)?).map_err(|error| named(&error))?);
    }
    let text = toml_of(path, Kind::Scenario)?;
    Ok(Scenario::from_toml(&text).map_err(|error| named(&error))?)
}

/// Anything that serde reads, from a TOML file of a kind.
pub(crate) fn read<T: serde::de::DeserializeOwned>(
    path: &Path,
    kind: Kind,
) -> Result<T, Box<dyn Error>> {
    Ok(toml::from_str(&toml_of(path, kind)?).map_err(|error| at(path, &error))?)
}

/// Returns true if a path ends in a dot and these letters, in any case.
pub(crate) fn has_ending(path: &Path, ending: &str) -> bool {
    path.extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case(ending))
}

/// Reads the name of a folder to write to: not empty, and not a flag by mistake.
pub(crate) fn folder(name: &str) -> Result<PathBuf, String> {
    if name.trim().is_empty() {
        return Err("the name of a folder must not be empty".to_owned());
    }
    if name.starts_with('-') {
        return Err(format!(
            "the name of a folder must not start with `-`, got `{name}`; write `./{name}` for a \
             folder of that name"
        ));
    }
    Ok(PathBuf::from(name))
}

/// Reads the name of a chart to write, which ends in `.svg`.
pub(crate) fn chart(name: &str) -> Result<PathBuf, String> {
    let path = PathBuf::from(name);
    if has_ending(&path, "svg") {
        return Ok(path);
    }
    Err(format!(
        "a chart is written as SVG: its name must end in `.svg`, got `{name}`"
    ))
}

/// Reads the name of a report to write: HTML or Markdown, by its ending.
pub(crate) fn report(name: &str) -> Result<PathBuf, String> {
    let path = PathBuf::from(name);
    if has_ending(&path, "html") || has_ending(&path, "md") {
        return Ok(path);
    }
    Err(format!(
        "a report is written as HTML or Markdown: its name must end in `.html` or `.md`, got `{name}`"
    ))
}

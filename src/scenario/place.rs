//! Places of numbers in a scenario, compared and hashed by their keys and not by the spelling of
//! these.

use std::fmt;
use std::ops::Div;

use crate::capacity::Segment;

/// A key on the path to a number, as in a scenario's file.
///
/// The number of a key is frozen: the random stream of an input is derived from the numbers of its
/// place, so that renaming a key changes no draw. A number is never reused, even after its key is
/// removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u16)]
pub(crate) enum Key {
    Compute = 1,
    Gdp = 2,
    Digital = 3,
    Investment = 4,
    Noise = 5,
    Policy = 6,
    Alternative = 8,
    Inputs = 9,
    Base = 10,
    Path = 11,
    Counterfactual = 12,
    Use = 13,
    Stock = 14,
    Total = 15,
    Segments = 16,
    BuildOut = 17,
    Growth = 18,
    SmartShare = 19,
    Observations = 20,
    Share = 21,
    Ceiling = 22,
    SupercomputingPart = 23,
    Mix = 24,
    General = 25,
    Smart = 26,
    Supercomputing = 27,
    Trend = 28,
    Constant = 29,
    ByPeriod = 30,
    Rates = 31,
    Then = 32,
    ToTarget = 33,
    Level = 34,
    PerPeriod = 35,
    UnitCost = 36,
    Start = 37,
    PricePerformance = 38,
    Learning = 39,
    Retirement = 40,
    Life = 41,
    Geometric = 42,
    Survival = 43,
    PastGrowth = 44,
    Power = 45,
    Intensity = 46,
    Pue = 47,
    Limit = 48,
    Utilisation = 49,
    Productivity = 50,
    Baseline = 51,
    Includes = 52,
    Excludes = 53,
    Response = 54,
    Coefficient = 55,
    Lag = 56,
    Koyck = 57,
    Saturation = 58,
    Index = 59,
    Target = 60,
    Outlay = 61,
    Multiplier = 62,
    Chain = 63,
    ValueAdded = 64,
    Domestic = 65,
    CrowdingOut = 66,
    Discount = 67,
    Persistence = 68,
    StandardDeviation = 69,
    Shock = 70,
    Restriction = 71,
    Efficiency = 72,
    Demand = 73,
    Capacity = 74,
    Premium = 75,
    Anticipation = 76,
    Substitution = 77,
    UpTo = 78,
    Over = 79,
    Gain = 80,
    To = 81,
    By = 82,
    Factor = 83,
    GrowthBefore = 85,
    Timing = 86,
    Average = 87,
}

impl Key {
    /// The name in a file.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Compute => "compute",
            Self::Gdp => "gdp",
            Self::Digital => "digital",
            Self::Investment => "investment",
            Self::Noise => "noise",
            Self::Policy => "policy",
            Self::Alternative => "alternative",
            Self::Inputs => "inputs",
            Self::Base => "base",
            Self::Path => "path",
            Self::Counterfactual => "counterfactual",
            Self::Use => "use",
            Self::Stock => "stock",
            Self::Total => "total",
            Self::Segments => "segments",
            Self::BuildOut => "build-out",
            Self::Growth => "growth",
            Self::SmartShare => "smart-share",
            Self::Observations => "observations",
            Self::Share => "share",
            Self::Ceiling => "ceiling",
            Self::SupercomputingPart => "supercomputing-part",
            Self::Mix => "mix",
            Self::General => "general",
            Self::Smart => "smart",
            Self::Supercomputing => "supercomputing",
            Self::Trend => "trend",
            Self::Constant => "constant",
            Self::ByPeriod => "by-period",
            Self::Rates => "rates",
            Self::Then => "then",
            Self::ToTarget => "to-target",
            Self::Level => "level",
            Self::PerPeriod => "per-period",
            Self::UnitCost => "unit-cost",
            Self::Start => "start",
            Self::PricePerformance => "price-performance",
            Self::Learning => "learning",
            Self::Retirement => "retirement",
            Self::Life => "life",
            Self::Geometric => "geometric",
            Self::Survival => "survival",
            Self::PastGrowth => "past-growth",
            Self::Power => "power",
            Self::Intensity => "intensity",
            Self::Pue => "pue",
            Self::Limit => "limit",
            Self::Utilisation => "utilisation",
            Self::Productivity => "productivity",
            Self::Baseline => "baseline",
            Self::Includes => "includes",
            Self::Excludes => "excludes",
            Self::Response => "response",
            Self::Coefficient => "coefficient",
            Self::Lag => "lag",
            Self::Koyck => "koyck",
            Self::Saturation => "saturation",
            Self::Index => "index",
            Self::Target => "target",
            Self::Outlay => "outlay",
            Self::Multiplier => "multiplier",
            Self::Chain => "chain",
            Self::ValueAdded => "value-added",
            Self::Domestic => "domestic",
            Self::CrowdingOut => "crowding-out",
            Self::Discount => "discount",
            Self::Persistence => "persistence",
            Self::StandardDeviation => "standard-deviation",
            Self::Shock => "shock",
            Self::Restriction => "restriction",
            Self::Efficiency => "efficiency",
            Self::Demand => "demand",
            Self::Capacity => "capacity",
            Self::Premium => "premium",
            Self::Anticipation => "anticipation",
            Self::Substitution => "substitution",
            Self::UpTo => "up-to",
            Self::Over => "over",
            Self::Gain => "gain",
            Self::To => "to",
            Self::By => "by",
            Self::Factor => "factor",
            Self::GrowthBefore => "growth-before",
            Self::Timing => "timing",
            Self::Average => "average",
        }
    }

    /// The name as it is printed: that of the file, or another where a test renames all keys.
    fn printed(self) -> std::borrow::Cow<'static, str> {
        #[cfg(test)]
        if renaming::is_on() {
            return format!("x{}", (self as u16).wrapping_mul(2_027) % 10_007).into();
        }
        self.name().into()
    }
}

impl From<Segment> for Key {
    fn from(segment: Segment) -> Self {
        match segment {
            Segment::General => Self::General,
            Segment::Smart => Self::Smart,
            Segment::Supercomputing => Self::Supercomputing,
        }
    }
}

/// One step of the path to a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Step {
    Key(Key),
    /// The number in a list, from zero.
    Item(usize),
}

/// The place of a number or a part in a scenario, such as `gdp.response.coefficient` or
/// `policy[0].shock[1].demand.factor`: the path to it in the scenario's own file.
///
/// It prints, serialises and compares as that text.
///
/// # Examples
///
/// ```
/// # let scenario = compute_impact::Scenario::shipped("china-2030")?;
/// let first = &scenario.inputs()[0];
/// assert_eq!(first.place(), "compute.base");
/// assert_eq!(first.place().as_str().len(), 12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Place {
    steps: Vec<Step>,
    text: String,
}

impl Place {
    /// The path as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The steps of the path, from the top of the scenario.
    #[cfg(any(test, feature = "report"))]
    pub(crate) fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// True if this place is the other or lies beneath it.
    pub(crate) fn is_within(&self, other: &Self) -> bool {
        self.steps.starts_with(&other.steps)
    }

    /// The random stream of the place: the 64-bit hash FNV-1a (Fowler, Noll and Vo) of the frozen
    /// numbers of its keys, which does not depend on their spelling.
    pub(crate) fn stream(&self, kind: Stream) -> u64 {
        let steps = self.steps.iter().flat_map(|step| match step {
            Step::Key(key) => [0, *key as u64],
            Step::Item(number) => [1, *number as u64],
        });
        hashed([kind as u64].into_iter().chain(steps))
    }

    fn with(mut self, step: Step) -> Self {
        match step {
            Step::Key(key) => {
                if !self.text.is_empty() {
                    self.text.push('.');
                }
                self.text.push_str(&key.printed());
            }
            Step::Item(number) => {
                self.text.push('[');
                self.text.push_str(&number.to_string());
                self.text.push(']');
            }
        }
        self.steps.push(step);
        self
    }
}

/// The kind of number drawn from a stream, so that two kinds at one place have different streams.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stream {
    /// An input.
    Input = 1,
    /// The noise around a growth path.
    Noise = 2,
    /// A figure of the catalogue, at all places that cite it.
    Figure = 3,
    /// The choice between alternatives.
    Alternative = 4,
}

/// The stream of a catalogue figure, by its frozen number.
pub(crate) fn figure_stream(number: u32) -> u64 {
    hashed([Stream::Figure as u64, u64::from(number)].into_iter())
}

fn hashed(numbers: impl Iterator<Item = u64>) -> u64 {
    numbers
        .flat_map(u64::to_le_bytes)
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        })
}

impl From<Key> for Place {
    fn from(key: Key) -> Self {
        let empty = Self {
            steps: Vec::with_capacity(8),
            text: String::new(),
        };
        empty.with(Step::Key(key))
    }
}

impl Div<Key> for Key {
    type Output = Place;

    fn div(self, key: Key) -> Place {
        Place::from(self) / key
    }
}

impl Div<usize> for Key {
    type Output = Place;

    fn div(self, item: usize) -> Place {
        Place::from(self) / item
    }
}

impl Div<Key> for Place {
    type Output = Self;

    fn div(self, key: Key) -> Self {
        self.with(Step::Key(key))
    }
}

impl Div<Key> for &Place {
    type Output = Place;

    fn div(self, key: Key) -> Place {
        self.clone() / key
    }
}

impl Div<usize> for Place {
    type Output = Self;

    fn div(self, item: usize) -> Self {
        self.with(Step::Item(item))
    }
}

impl Div<usize> for &Place {
    type Output = Place;

    fn div(self, item: usize) -> Place {
        self.clone() / item
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

impl fmt::Debug for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.text, f)
    }
}

impl AsRef<str> for Place {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

impl PartialEq<str> for Place {
    fn eq(&self, text: &str) -> bool {
        self.text == text
    }
}

impl PartialEq<&str> for Place {
    fn eq(&self, text: &&str) -> bool {
        self.text == *text
    }
}

impl PartialEq<str> for &Place {
    fn eq(&self, text: &str) -> bool {
        self.text == text
    }
}

impl serde::Serialize for Place {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.text)
    }
}

/// A switch for tests that give every key another name.
#[cfg(test)]
pub(crate) mod renaming {
    use std::cell::Cell;

    thread_local! {
        static ON: Cell<bool> = const { Cell::new(false) };
    }

    pub(super) fn is_on() -> bool {
        ON.with(Cell::get)
    }

    /// Runs a function on this thread while every key has another name.
    pub(crate) fn during<T>(run: impl FnOnce() -> T) -> T {
        ON.with(|on| on.set(true));
        let result = run();
        ON.with(|on| on.set(false));
        result
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_prints_as_the_path_in_a_file() {
        let place = Key::Policy / 0 / Key::Shock / 12 / Key::Demand / Key::Factor;
        assert_eq!(place, "policy[0].shock[12].demand.factor");
        assert_eq!(
            Key::Compute / Key::Use / Key::from(Segment::Smart),
            "compute.use.smart"
        );
    }

    #[test]
    fn a_renamed_place_has_the_same_stream() {
        let place = || Key::Gdp / Key::Response / Key::Coefficient;
        let renamed = renaming::during(place);
        assert_ne!(renamed.as_str(), place().as_str());
        assert_eq!(renamed.stream(Stream::Input), place().stream(Stream::Input));
        assert_ne!(place().stream(Stream::Input), place().stream(Stream::Noise));
        assert_ne!(
            (Key::Noise / 1).stream(Stream::Input),
            (Key::Noise / 2).stream(Stream::Input)
        );
    }

    /// The bits of all inputs and of the impact in the first draws of a scenario.
    fn draws(scenario: &crate::Scenario) -> Vec<u64> {
        let settings = crate::Simulation::new(3).and_then(|settings| settings.with_threads(1));
        let settings = settings.unwrap();
        let draw = |number| settings.draw(scenario, number).unwrap();
        let bits = (0..3).flat_map(|number| {
            let draw = draw(number);
            let inputs: Vec<u64> = draw.inputs().map(|(_, value)| value.to_bits()).collect();
            let impact = crate::Output::Gdp(crate::Reading::Impact);
            let path = draw
                .path(impact)
                .unwrap()
                .iter()
                .map(|value| value.to_bits());
            inputs.into_iter().chain(path.collect::<Vec<_>>())
        });
        bits.collect()
    }

    #[test]
    fn renaming_every_place_and_figure_moves_no_draw() {
        let files = [
            include_str!("../../examples/scenarios/china-2030.toml"),
            include_str!("../../examples/scenarios/east-data-west-computing.toml"),
        ];
        for file in files {
            let scenario = crate::Scenario::from_toml(file).unwrap();
            let growth = Key::Compute / Key::Path / Key::Total / Key::Growth;
            let baseline = Key::Gdp / Key::Baseline / Key::Includes;
            let before = draws(&scenario);
            let after = renaming::during(|| {
                crate::evidence::catalogue::scrambled(|| {
                    let renamed = [
                        Key::Compute / Key::Path / Key::Total / Key::Growth,
                        Key::Gdp / Key::Baseline / Key::Includes,
                    ];
                    let mut edited = scenario.edit().plain();
                    for noise in scenario.noise() {
                        // Noise names its path as the file spells it.
                        let on = usize::from(baseline == noise.on());
                        assert!(growth == noise.on() || baseline == noise.on());
                        let noise = crate::scenario::Noise::new(
                            renamed[on].as_str(),
                            noise.persistence().clone(),
                            noise.standard_deviation().clone(),
                        );
                        edited = edited.noise(noise.unwrap());
                    }
                    let edited = edited.build().unwrap();
                    assert_ne!(edited.inputs()[0].place(), scenario.inputs()[0].place());
                    draws(&edited)
                })
            });
            assert_eq!(before, after);
        }
    }
}

//! Places of numbers in a scenario, compared and hashed by their keys and not by the spelling of
//! these.

use std::fmt;
use std::ops::Div;

use super::key::Key;

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

#[cfg(test)]
mod tests {
    use super::super::key::renaming;
    use super::*;
    use crate::capacity::Segment;

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

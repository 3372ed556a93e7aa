//! Noise on growth paths, and inputs that move together.

use super::{Compiler, Joint, Key, Path, Place, Stream};
use crate::evidence::catalogue::nearest::nearest;
use crate::scenario::joint::RankCorrelation;
use crate::scenario::plan::{Joined, NoiseBlock, Plan};
use crate::uncertainty::Copula;
use crate::{Error, ErrorKind, Interval};

/// More inputs than this move together in no study; their matrix would take minutes.
const MAX_JOINED: u32 = 100;

impl<'p> Compiler<'p, '_> {
    /// The path with the noise on it: a first-order autoregression
    /// `n_t = phi n_{t-1} + sigma sqrt(1 - phi^2) z_t` on its growth, which starts from its stationary
    /// distribution, so that its spread is the same in all periods.
    pub(super) fn with_noise(&mut self, place: Place, path: Path<'p>) -> Path<'p> {
        let number = self.noise.iter().position(|(noise, _)| place == noise.on());
        let block = NoiseBlock {
            stream: place.stream(Stream::Noise),
            on: place.clone(),
        };
        self.growths.push(place);
        let Some(number) = number else {
            return path;
        };
        self.noise[number].1 = true;
        let noise = self.noise[number].0.clone();
        let at = Key::Noise / number;
        let persistence = self.input(&at / Key::Persistence, noise.persistence());
        let deviation = self.input(at / Key::StandardDeviation, noise.standard_deviation());
        let known = self.noises.iter().position(|known| *known == block);
        let block = known.unwrap_or_else(|| {
            self.noises.push(block);
            self.noises.len() - 1
        });
        let scores = self.term(|builder| builder.noise(block));
        let rest = (1.0 - persistence * persistence).sqrt();
        let first = self.series(|row| f64::from(u8::from(row == 1)));
        let later = self.series(|row| f64::from(u8::from(row > 1)));
        let weight = deviation * (first + rest * later);
        let simple = path.simple + (weight * scores).autoregress(persistence);
        Path {
            log: simple.ln_1p().cumulate(),
            simple,
        }
    }

    /// All noise must have found its path.
    pub(super) fn check_noise(&self) -> Result<(), Error> {
        for (number, (noise, is_compiled)) in self.noise.iter().enumerate() {
            let place = format!("noise[{number}].on");
            if !is_compiled {
                let doubled = self.growths.iter().any(|growth| *growth == noise.on());
                let given = noise.on().chars().take(80).collect();
                let kind = if doubled {
                    ErrorKind::Duplicate {
                        what: "the growth path of noise",
                        given,
                    }
                } else {
                    unknown("growth path", given, self.growths.iter().map(Place::as_str))
                };
                return Err(Error::new(kind).at(&place));
            }
        }
        Ok(())
    }
}

fn unknown<'a>(
    what: &'static str,
    given: String,
    known: impl Iterator<Item = &'a str> + Clone,
) -> ErrorKind {
    let nearest = nearest(&given, known).map(str::to_owned);
    ErrorKind::Unknown {
        what,
        given,
        nearest,
    }
}

impl Plan {
    /// Joins inputs by their rank correlations.
    pub(super) fn join(
        &mut self,
        correlations: &[RankCorrelation],
        joint: Joint,
    ) -> Result<(), Error> {
        let mut members: Vec<usize> = Vec::new();
        let mut pairs = Vec::with_capacity(correlations.len());
        for (number, correlation) in correlations.iter().enumerate() {
            let here = |error: Error| error.at(&format!("correlation[{number}]"));
            let [a, b] = correlation.between();
            let found = [a, b].map(|place| {
                self.correlated(place)
                    .map_err(|error| here(error.at("between")))
            });
            let (a, b) = match (found, joint) {
                ([Ok(a), Ok(b)], _) => (a, b),
                ([Err(error), _] | [_, Err(error)], Joint::Strict) => return Err(error),
                (_, Joint::WhereItFits) => continue,
            };
            if self.inputs[a].stream() == self.inputs[b].stream() {
                return Err(here(Error::new(ErrorKind::Conflict {
                    what: "a correlation",
                    with: "two inputs that cite one entry of the catalogue",
                    remedy: "they are one figure and are drawn once",
                })));
            }
            let pair = [a.min(b), a.max(b)];
            if pairs.iter().any(|(other, _)| *other == pair) {
                let given = correlation
                    .between()
                    .join(" and ")
                    .chars()
                    .take(160)
                    .collect();
                let what = "the correlation";
                return Err(here(Error::new(ErrorKind::Duplicate { what, given })));
            }
            pairs.push((pair, correlation.rank()));
            for member in pair {
                // Of inputs that are one figure the first stands for all.
                if !members.contains(&member) {
                    members.push(member);
                }
            }
            let count = u32::try_from(members.len()).unwrap_or(u32::MAX);
            Interval::closed_const(0.0, f64::from(MAX_JOINED))
                .check("number of correlated inputs", f64::from(count))
                .map_err(|error| error.at("correlation"))?;
        }
        if members.is_empty() {
            return Ok(());
        }
        members.sort_unstable();
        let place = |input: usize| members.binary_search(&input).unwrap_or_default();
        let mut ranks = vec![vec![0.0; members.len()]; members.len()];
        for (i, row) in ranks.iter_mut().enumerate() {
            row[i] = 1.0;
        }
        for ([a, b], rank) in &pairs {
            let (a, b) = (place(*a), place(*b));
            ranks[a][b] = *rank;
            ranks[b][a] = *rank;
        }
        let copula = Copula::new(&ranks).map_err(|nearest| {
            let name = |member: usize| self.inputs[members[member]].place().to_string();
            let nearest = (0..members.len())
                .flat_map(|b| (0..b).map(move |a| (a, b)))
                .map(|(a, b)| ([name(a), name(b)], nearest[a][b]))
                .collect();
            Error::new(ErrorKind::Incompatible { nearest }).at("correlation")
        })?;
        self.joined = Some(Joined { members, copula });
        Ok(())
    }

    /// The number of an input that may be correlated.
    fn correlated(&self, place: &str) -> Result<usize, Error> {
        let found = self
            .inputs
            .iter()
            .position(|input| *input.place() == *place);
        let Some(found) = found else {
            let given = place.chars().take(80).collect();
            let known = self.inputs.iter().filter(|input| input.is_uncertain());
            return Err(Error::new(unknown(
                "input",
                given,
                known.map(|input| input.place().as_str()),
            )));
        };
        if !self.inputs[found].is_uncertain() {
            return Err(Error::new(ErrorKind::Conflict {
                what: "a correlation",
                with: "an input that is certain",
                remedy: "give the input an uncertainty, or leave the correlation out",
            })
            .at(place));
        }
        // Of inputs that are one figure the first stands for all.
        let stream = self.inputs[found].stream();
        let first = self
            .inputs
            .iter()
            .position(|input| input.stream() == stream && input.is_uncertain());
        Ok(first.unwrap_or(found))
    }
}

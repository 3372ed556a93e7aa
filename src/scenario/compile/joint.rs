//! Noise on growth paths, and correlated inputs.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap, HashSet};

use super::{Compiler, Joint, Key, Path, Place, Stream};
use crate::scenario::joint::RankCorrelation;
use crate::scenario::plan::{Input, Joined, NoiseBlock, Plan};
use crate::uncertainty::Copula;
use crate::{Error, ErrorKind, Interval};

/// The greatest number of correlated inputs, which [`Limit::Correlations`](crate::limits::Limit)
/// follows: every draw multiplies their scores by half their matrix.
const MAX_JOINED: u32 = 200;

impl<'p> Compiler<'p> {
    /// A growth path with its noise, a first-order autoregression (Box and Jenkins, *Time Series
    /// Analysis*, 1970): the growth is `g_t + n_t` with
    /// `n_t = phi n_{t-1} + sigma sqrt(1 - phi^2) z_t` and `n_1 = sigma z_1`, where `phi` is the
    /// persistence, `sigma` the standard deviation, and `z` standard normal. It starts from its
    /// stationary distribution, so that its standard deviation is `sigma` in all periods.
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
        let number = self.noises.iter().position(|other| *other == block);
        let block = number.unwrap_or_else(|| {
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

    /// Refuses noise on a growth path that does not exist, or that has noise already.
    pub(super) fn check_noise(&self) -> Result<(), Error> {
        for (number, (noise, is_compiled)) in self.noise.iter().enumerate() {
            let place = format!("noise[{number}].on");
            if !is_compiled {
                let is_repeated = self.growths.iter().any(|growth| *growth == noise.on());
                let error = if is_repeated {
                    Error::duplicate("the growth path of noise", noise.on())
                } else {
                    let places = self.growths.iter().map(Place::as_str);
                    Error::unknown_place("growth path", noise.on(), places)
                };
                return Err(error.at(&place));
            }
        }
        Ok(())
    }
}

impl Plan {
    /// The correlations of two compared scenarios, those that both state once.
    ///
    /// # Errors
    ///
    /// [`Conflict`](ErrorKind::Conflict) if the two state different ranks of a pair, or a correlated
    /// input that cites another figure in each.
    pub(super) fn correlations_of_both(
        &self,
        own: &[RankCorrelation],
        other: &[RankCorrelation],
    ) -> Result<Vec<RankCorrelation>, Error> {
        // A coefficient may be named with its kind or without. Each text is looked up once.
        let texts = own.iter().chain(other).flat_map(RankCorrelation::between);
        let mut places: HashMap<&str, &str> = HashMap::new();
        for text in texts {
            places.entry(text).or_insert_with(|| {
                let input = self.inputs.iter().find(|input| input.is_at(text));
                input.map_or(text.as_str(), |input| input.place().as_str())
            });
        }
        let pair = |correlation: &RankCorrelation| {
            let [a, b] = correlation.between();
            let (a, b) = (places[a.as_str()], places[b.as_str()]);
            if a < b { [a, b] } else { [b, a] }
        };
        let conflict = |with, place: &str| {
            Err(Error::new(ErrorKind::Conflict {
                what: "a correlation",
                with,
                remedy: "compare the scenarios without correlations, such as those of \
                         `scenario.edit().plain().build()`",
            })
            .at(place))
        };
        // Of a pair that is given twice, which the scenario refuses, the first counts.
        let mut ranks: HashMap<[&str; 2], f64> = HashMap::with_capacity(own.len());
        for correlation in own {
            let rank = correlation.rank();
            ranks.entry(pair(correlation)).or_insert(rank);
        }
        let mut both = own.to_vec();
        for correlation in other {
            match ranks.get(&pair(correlation)) {
                Some(own) if own.to_bits() == correlation.rank().to_bits() => {}
                Some(_) => {
                    let with = "another rank of the same pair in the other scenario";
                    return conflict(with, &correlation.between()[0]);
                }
                None => both.push(correlation.clone()),
            }
        }
        let mut seen: HashSet<&str> = HashSet::new();
        for place in both.iter().flat_map(RankCorrelation::between) {
            if !seen.insert(place) {
                continue;
            }
            let at_place = |input: &&Input| input.is_uncertain() && input.is_at(place);
            let mut inputs = self.inputs.iter().filter(at_place);
            let first = inputs.next();
            let same = |input: &Input| first.is_some_and(|first| first.stream() == input.stream());
            if !inputs.all(same) {
                return conflict("an input that cites another figure in each scenario", place);
            }
        }
        Ok(both)
    }
}

/// The rank correlations of inputs by their numbers, the smaller first.
type Pairs = HashMap<[usize; 2], f64>;

impl Plan {
    /// Joins inputs by their rank correlations, in a Gaussian copula.
    pub(super) fn join(
        &mut self,
        correlations: &[RankCorrelation],
        joint: Joint,
    ) -> Result<(), Error> {
        let (members, pairs) = self.correlated_pairs(correlations, joint)?;
        if members.is_empty() {
            return Ok(());
        }
        let copula = Copula::new(&rank_matrix(&members, &pairs)).map_err(|nearest| {
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

    /// The correlated inputs in their order, and the pairs of them.
    fn correlated_pairs(
        &self,
        correlations: &[RankCorrelation],
        joint: Joint,
    ) -> Result<(Vec<usize>, Pairs), Error> {
        let mut members: BTreeSet<usize> = BTreeSet::new();
        let mut pairs = Pairs::with_capacity(correlations.len());
        // Each text is looked up once; `None` is one that does not fit.
        let mut numbers: HashMap<&str, Option<usize>> = HashMap::new();
        for (number, correlation) in correlations.iter().enumerate() {
            let here = |error: Error| error.at(&format!("correlation[{number}]"));
            let mut found = [None; 2];
            for (place, found) in correlation.between().iter().zip(&mut found) {
                *found = match numbers.entry(place) {
                    Entry::Occupied(known) => *known.get(),
                    Entry::Vacant(new) => match (self.correlated(place), joint) {
                        (Ok(number), _) => *new.insert(Some(number)),
                        (Err(error), Joint::Strict) => return Err(here(error.at("between"))),
                        (Err(_), Joint::WhereItFits) => *new.insert(None),
                    },
                };
            }
            let [Some(a), Some(b)] = found else {
                continue;
            };
            if self.inputs[a].stream() == self.inputs[b].stream() {
                return Err(here(Error::new(ErrorKind::Conflict {
                    what: "a correlation",
                    with: "two inputs that cite one entry of the catalogue",
                    remedy: "leave the correlation out: they are one figure and are drawn once",
                })));
            }
            let pair = [a.min(b), a.max(b)];
            if pairs.insert(pair, correlation.rank()).is_some() {
                let given = correlation
                    .between()
                    .join(" and ")
                    .chars()
                    .take(160)
                    .collect();
                let what = "the correlation";
                return Err(here(Error::new(ErrorKind::Duplicate { what, given })));
            }
            members.extend(pair);
            let count = u32::try_from(members.len()).unwrap_or(u32::MAX);
            Interval::closed_const(0.0, f64::from(MAX_JOINED))
                .check("number of correlated inputs", f64::from(count))
                .map_err(|error| error.at("correlation"))?;
        }
        Ok((members.into_iter().collect(), pairs))
    }

    /// The number of an input that may be correlated.
    fn correlated(&self, place: &str) -> Result<usize, Error> {
        // Of two compared scenarios one may state it as certain.
        let at_place = |input: &Input| input.is_at(place);
        let drawn = |input: &Input| input.is_uncertain() && input.is_at(place);
        let number = self.inputs.iter().position(drawn);
        let number = number.or_else(|| self.inputs.iter().position(at_place));
        let Some(number) = number else {
            let uncertain = self.inputs.iter().filter(|input| input.is_uncertain());
            let places = uncertain.map(|input| input.place().as_str());
            return Err(Error::unknown_place("input", place, places));
        };
        if !self.inputs[number].is_uncertain() {
            return Err(Error::new(ErrorKind::Conflict {
                what: "a correlation",
                with: "an input that is certain",
                remedy: "give the input an uncertainty, or leave the correlation out",
            })
            .at(place));
        }
        // Of inputs that are one figure, the first represents all.
        let stream = self.inputs[number].stream();
        let first = self
            .inputs
            .iter()
            .position(|input| input.stream() == stream && input.is_uncertain());
        Ok(first.unwrap_or(number))
    }
}

/// The matrix of rank correlations of the members: one on the diagonal, zero where none is given.
fn rank_matrix(members: &[usize], pairs: &Pairs) -> Vec<Vec<f64>> {
    let row_of = |input: usize| members.binary_search(&input).unwrap_or_default();
    let mut ranks = vec![vec![0.0; members.len()]; members.len()];
    for (i, row) in ranks.iter_mut().enumerate() {
        row[i] = 1.0;
    }
    for ([a, b], rank) in pairs {
        let (a, b) = (row_of(*a), row_of(*b));
        ranks[a][b] = *rank;
        ranks[b][a] = *rank;
    }
    ranks
}

//! Goal seek over draws.

use std::cell::RefCell;
use std::collections::HashMap;

use super::{Goal, SCAN, Solution, solution, values_between};
use crate::explanation::sensitivity::row_of;
use crate::scenario::{Input, Scenario};
use crate::{Error, ErrorKind, Period, Simulation};

/// With fewer draws than this, each value is tried with all of them.
const MANY: u64 = 64 * 1024;
/// The part of all draws with which values far from the solution are tried.
const SAMPLE_SHARE: u64 = 16;
/// The standard errors of a sample's quantile, within which that of all draws lies but for seven in a
/// million.
const STANDARD_ERRORS: f64 = 4.5;

/// An order statistic of the draws at a value of the input, and the range in which that of all draws
/// lies.
#[derive(Clone, Copy)]
struct Drawn {
    quantile: f64,
    low: f64,
    high: f64,
}

/// A search over draws, which are the same at every value tried.
struct DrawnGoal<'a> {
    scenario: &'a Scenario,
    goal: &'a Goal,
    place: &'a str,
    period: Period,
    /// The probability of the quantile that is to reach the goal.
    p: f64,
    settings: Simulation,
    /// The half-width of the range around that probability.
    margin: f64,
    /// A search asks for the ends of its bracket and for its result again.
    known: RefCell<HashMap<u64, Option<Drawn>>>,
}

impl DrawnGoal<'_> {
    /// The quantile at a value; `None` where the scenario or the output has none.
    fn at(&self, value: f64) -> Result<Option<Drawn>, Error> {
        if let Some(drawn) = self.known.borrow().get(&value.to_bits()) {
            return Ok(*drawn);
        }
        let drawn = self.drawn_at(value)?;
        self.known.borrow_mut().insert(value.to_bits(), drawn);
        Ok(drawn)
    }

    fn drawn_at(&self, value: f64) -> Result<Option<Drawn>, Error> {
        let fan = self
            .scenario
            .moved_to(self.place, value)
            .and_then(|moved| self.settings.run_whole(&moved));
        let fan = match fan {
            Ok(fan) => fan,
            Err(error) if is_no_candidate(&error) => return Ok(None),
            Err(error) => return Err(error),
        };
        let Some(series) = fan.series(self.goal.output) else {
            return Ok(None);
        };
        let Some(distribution) = series.at(self.period)? else {
            return Ok(None);
        };
        let at = |p: f64| distribution.quantile(p.clamp(0.0, 1.0)).map(|q| q.value);
        Ok(Some(Drawn {
            quantile: at(self.p)?,
            low: at(self.p - self.margin)?,
            high: at(self.p + self.margin)?,
        }))
    }

    /// Searches between bounds with all draws.
    fn search(&self, input: &Input, bounds: [f64; 2]) -> Result<(f64, f64), Error> {
        let quantile_at = |value: f64| Ok(self.at(value)?.map(|drawn| drawn.quantile));
        // Every value tried is written into the scenario, which confirms it.
        let (mut at, mut confirmed) = (quantile_at, quantile_at);
        self.goal.search(input, bounds, &mut at, &mut confirmed)
    }

    /// Searches with a sample of the draws, and then with all near its solution; `None` if the sample
    /// leaves in doubt where that is.
    fn search_near(
        &self,
        sample: &DrawnGoal<'_>,
        input: &Input,
        bounds: [f64; 2],
    ) -> Result<Option<(f64, f64)>, Error> {
        let goal = self.goal.number;
        let Ok((near, _)) = sample.search(input, bounds) else {
            return Ok(None);
        };
        #[expect(clippy::cast_precision_loss, reason = "33 values")]
        let step = (bounds[1] - bounds[0]) / (SCAN - 1) as f64;
        // Everywhere else it must be certain on which side of the goal all draws lie.
        let own = input.central();
        for x in values_between(bounds, own) {
            let is_bracket = (x - near).abs() <= step && x.to_bits() != own.to_bits();
            let drawn = if is_bracket { None } else { sample.at(x)? };
            if drawn.is_some_and(|drawn| drawn.low <= goal && goal <= drawn.high) {
                return Ok(None);
            }
        }
        // Towards the inside of the bounds, beyond which no value is accepted.
        let is_inside = near + step / 64.0 <= bounds[1];
        let nudge = if is_inside { step / 64.0 } else { -step / 64.0 };
        let (Some(middle), Some(nudged)) = (sample.at(near)?, sample.at(near + nudge)?) else {
            return Ok(None);
        };
        let slope = (nudged.quantile - middle.quantile) / nudge;
        let reach = ((middle.high - middle.low) / slope).abs();
        // An output that does not move there says nothing of where to search.
        if !reach.is_finite() {
            return Ok(None);
        }
        let ends = [near - reach, near + reach].map(|x| x.clamp(bounds[0], bounds[1]));
        let (Some(first), Some(last)) = (self.at(ends[0])?, self.at(ends[1])?) else {
            return Ok(None);
        };
        let is_crossed = (first.quantile < goal) != (last.quantile < goal);
        if !is_crossed {
            return Ok(None);
        }
        let mut at = |value: f64| Ok(self.at(value)?.map(|drawn| drawn.quantile));
        let Some(root) = self.goal.crossing_between(ends, first.quantile, &mut at)? else {
            return Ok(None);
        };
        let scale = first.quantile.abs().max(last.quantile.abs());
        let reached = at(root)?.filter(|reached| self.goal.is_reached(*reached, scale));
        Ok(reached.map(|reached| (root, reached)))
    }
}

impl Scenario {
    /// The value of an input at which a goal is reached with its probability, over draws that are
    /// the same at every value tried. It is exact in these draws: their order statistic reaches the
    /// goal. Of many draws, a sixteenth shows first where to search with all.
    ///
    /// The input is moved as in [`solve`](Self::solve), in the scenario as written and in those
    /// alternatives that do not replace the part of the input.
    ///
    /// # Errors
    ///
    /// As [`solve`](Self::solve) and [`Simulation::run`]; [`Conflict`](ErrorKind::Conflict) for an
    /// input that is correlated with others; [`Stopped`](ErrorKind::Stopped) if the watch of the
    /// settings stops the search.
    ///
    /// # Examples
    ///
    /// See [`Goal`].
    pub fn solve_in_draws(
        &self,
        goal: &Goal,
        place: &str,
        settings: &Simulation,
    ) -> Result<Solution, Error> {
        let row = row_of(self, goal.output, goal.period)?;
        let number = self.input_number(place)?;
        let place = self.inputs()[number].place().as_str();
        if self.is_correlated(number) {
            return Err(Error::new(ErrorKind::Conflict {
                what: "a search over an input",
                with: "its correlation with others",
                remedy: "leave the correlation out: a chosen value is not drawn",
            })
            .at(place));
        }
        let input = &self.inputs()[number];
        // The goal is reached with probability p if the quantile at 1 - p reaches it.
        let p = 1.0 - goal.probability;
        let settings = settings
            .clone()
            .with_outputs([goal.output])?
            .with_targets([])?;
        let period = self.base().plus(u32::try_from(row).unwrap_or(u32::MAX))?;
        let drawn = |settings: Simulation, margin: f64| -> Result<DrawnGoal<'_>, Error> {
            let probabilities = [p, p - margin, p + margin].map(|p| p.clamp(0.0, 1.0));
            Ok(DrawnGoal {
                scenario: self,
                goal,
                place,
                period,
                p,
                settings: settings.with_exact_quantiles(probabilities)?,
                margin,
                known: RefCell::default(),
            })
        };
        let bounds = goal.bounds(self, input)?;
        let whole = drawn(settings.clone(), 0.0)?;
        let near = if settings.draws() < MANY {
            None
        } else {
            let few = settings.draws() / SAMPLE_SHARE / 2 * 2;
            #[expect(clippy::cast_precision_loss, reason = "at most 2^48 draws")]
            let margin = STANDARD_ERRORS * (p * (1.0 - p) / few as f64).sqrt();
            let sample = drawn(settings.with_draws(few)?, margin)?;
            whole.search_near(&sample, input, bounds)?
        };
        let (value, reached) = match near {
            Some(found) => found,
            None => whole.search(input, bounds)?,
        };
        let is_shared = self.moves_counterfactual(number);
        Ok(solution(input, value, reached, is_shared))
    }
}

/// True for a value that the scenario refuses, or at which a path or too many draws leave their
/// range: the search skips it, as the caller made no mistake.
fn is_no_candidate(error: &Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::Overflow { .. }
            | ErrorKind::TooManyFailed { .. }
            | ErrorKind::OutOfRange { .. }
            | ErrorKind::Document { .. }
    )
}

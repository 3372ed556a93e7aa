//! Goal seek: the value of an input that gives a stated outcome.

mod in_draws;

use std::cell::RefCell;

use crate::explanation::sensitivity::row_of;
use crate::quantity::decimal;
use crate::scenario::{Input, Runner, Scenario};
use crate::uncertainty::solve::rising_root;
use crate::{Error, ErrorKind, Interval, Output, Period};

/// Number of values at which the output is computed before a crossing is bracketed.
const SCAN: usize = 33;
/// Number of bisections that find the last value that a scenario accepts.
const HALVINGS: u32 = 60;
/// Tolerance of a solution, relative to the goal.
const TOLERANCE: f64 = 1e-6;

/// A goal of a search: an output, the number it is to reach, and a period.
///
/// # Examples
///
/// Which growth of compute gives 1 % more GDP by 2030, and which gives it in four of five draws?
///
/// ```
/// use compute_impact::explanation::goal_seek::Goal;
/// use compute_impact::{Output, Reading, Simulation};
/// # let scenario = compute_impact::Scenario::shipped("china-2030")?;
///
/// let goal = Goal::new(Output::Gdp(Reading::Impact), 0.01)?;
/// let growth = "compute.path.total.growth.constant";
/// let solution = scenario.solve(&goal, growth)?;
/// assert!((solution.reached - 0.01).abs() < 1e-9);
/// let changed = scenario.with_value(growth, solution.value)?;
/// assert!((changed.project()?.gdp().impact().last() - 0.01).abs() < 1e-9);
///
/// let likely = goal.with_probability(0.8)?;
/// let settings = Simulation::new(4_000)?;
/// let higher = scenario.solve_in_draws(&likely, growth, &settings)?;
/// assert!(higher.value > solution.value);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Goal {
    output: Output,
    number: f64,
    period: Option<Period>,
    probability: f64,
    between: Option<[f64; 2]>,
}

/// The value of an input that reaches a goal.
///
/// # Examples
///
/// ```
/// use compute_impact::explanation::goal_seek::Goal;
/// use compute_impact::{Output, Reading, Scenario};
///
/// let scenario = Scenario::shipped("china-2030")?;
/// let goal = Goal::new(Output::Gdp(Reading::Impact), 0.05)?;
/// let solution = scenario.solve(&goal, "compute.path.total.growth.constant")?;
/// assert_eq!(solution.unit, "fraction per year");
/// assert_eq!(solution.now, 0.247);
/// assert!(solution.value < solution.now); // 5 % is less than the scenario gives
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct Solution {
    /// The place of the input.
    pub input: String,
    /// The unit of the value, in words.
    pub unit: String,
    /// The value that reaches the goal; of several, the one nearest to the scenario's own value.
    /// [`Scenario::with_value`] accepts it.
    pub value: f64,
    /// The scenario's own central value.
    pub now: f64,
    /// The output at the value; for a search in draws, its quantile.
    pub reached: f64,
    /// True if the counterfactual reads the input too and stays at the scenario's own value. The
    /// solution is then a value on the path of compute alone, after the base period; written into
    /// the scenario it would move both the path and the counterfactual.
    pub holds_counterfactual: bool,
}

impl Goal {
    /// A goal for an output: the number it is to be in the last period.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](ErrorKind::OutOfRange) if the output can never be that number, such as a
    /// share of 35 where 35 % is meant.
    pub fn new(output: Output, number: f64) -> Result<Self, Error> {
        output.allowed().check(output.what(), number)?;
        Ok(Self {
            output,
            number,
            period: None,
            probability: 0.5,
            between: None,
        })
    }

    /// The same goal in another period.
    #[must_use]
    pub const fn in_period(self, period: Period) -> Self {
        let period = Some(period);
        Self { period, ..self }
    }

    /// The same goal, to be reached or exceeded with a probability in a search over draws.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](ErrorKind::OutOfRange) unless it lies between 0 and 1, both excluded.
    pub fn with_probability(self, probability: f64) -> Result<Self, Error> {
        Interval::open_const(0.0, 1.0).check("probability of a goal", probability)?;
        Ok(Self {
            probability,
            ..self
        })
    }

    /// The same goal, searched between two values of the input, in the input's unit. By default the
    /// search spans the central value plus and minus ten times its size, and for central values
    /// between -1 and 1 at least -0.5 to 1.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](ErrorKind::OutOfRange) unless both are finite and the first is not above the
    /// second.
    pub fn by_values_between(self, low: f64, high: f64) -> Result<Self, Error> {
        Interval::FINITE.check("lower bound of the search", low)?;
        Interval::closed_const(low, f64::MAX).check("upper bound of the search", high)?;
        let between = Some([low, high]);
        Ok(Self { between, ..self })
    }

    /// The output.
    #[must_use]
    pub const fn output(&self) -> Output {
        self.output
    }

    /// The number to reach, in the output's unit.
    #[must_use]
    pub const fn number(&self) -> f64 {
        self.number
    }

    /// The period; `None` for the last.
    #[must_use]
    pub const fn period(&self) -> Option<Period> {
        self.period
    }

    /// The probability, 0.5 by default.
    #[must_use]
    pub const fn probability(&self) -> f64 {
        self.probability
    }

    /// The bounds of the search: those of the goal or the default ones, as far as the scenario
    /// accepts values at the input's place.
    fn bounds(&self, scenario: &Scenario, input: &Input) -> Result<[f64; 2], Error> {
        let allowed = input.allowed();
        let central = input.central();
        let [low, high] = if let Some(between) = self.between {
            for end in between {
                allowed
                    .check("bound of the search", end)
                    .map_err(|error| error.at(input.place().as_str()))?;
            }
            between
        } else {
            let reach = 10.0 * central.abs();
            let (low, high) = (central - reach, central + reach);
            if central.abs() <= 1.0 {
                [low.min(-0.5), high.max(1.0)]
            } else {
                [low, high]
            }
        };
        // The scenario accepts its own value. If the bounds exclude that, the nearer one is tried.
        let start = central.clamp(low, high);
        let is_accepted = |value: f64| {
            allowed.contains(value) && scenario.with_value(input.place().as_str(), value).is_ok()
        };
        if !is_accepted(start) {
            // The error says why the value is refused.
            scenario.with_value(input.place().as_str(), start)?;
        }
        Ok([low, high].map(|end| accepted_towards(start, end, is_accepted)))
    }

    /// True if an output equals the goal but for rounding; `scale` is the size of the numbers
    /// around.
    fn is_reached(&self, reached: f64, scale: f64) -> bool {
        let gap = (reached - self.number).abs();
        gap <= TOLERANCE * self.number.abs() || gap <= 1e-12 * scale
    }

    /// Scans values between the bounds and brackets the crossing nearest to the input's own value.
    /// Returns the value and the output at it.
    ///
    /// `at` returns the output at a value, and `confirmed` the same by the rules of a scenario;
    /// both return `None` where the output has no number.
    fn search(
        &self,
        input: &Input,
        [low, high]: [f64; 2],
        at: &mut dyn FnMut(f64) -> Result<Option<f64>, Error>,
        confirmed: &mut dyn FnMut(f64) -> Result<Option<f64>, Error>,
    ) -> Result<(f64, f64), Error> {
        let mut points: Vec<(f64, f64)> = Vec::with_capacity(SCAN + 1);
        for x in values_between([low, high], input.central()) {
            if let Some(y) = at(x)? {
                let is_now = x.to_bits() == input.central().to_bits();
                if is_now && y.to_bits() == self.number.to_bits() && confirmed(x)?.is_some() {
                    return Ok((x, y));
                }
                points.push((x, y));
            }
        }
        if points.is_empty() {
            return Err(out_of_range(input));
        }
        for [(from, first), (to, last)] in self.crossings(&points, input.central()) {
            let Some(root) = self.crossing_between([from, to], first, at)? else {
                continue;
            };
            // At a pole, or a jump across the goal, the sign changes but the goal is not reached.
            let scale = first.abs().max(last.abs());
            if let Some(reached) = confirmed(root)?
                && self.is_reached(reached, scale)
            {
                return Ok((root, reached));
            }
        }
        let outputs = points.iter().map(|(_, y)| *y);
        let reached = outputs.fold([f64::INFINITY, f64::NEG_INFINITY], |[low, high], y| {
            [low.min(y), high.max(y)]
        });
        Err(Error::new(ErrorKind::NotReachable {
            goal: format!("{} of {}", self.output.what(), decimal::typed(self.number)),
            input: input.place().to_string(),
            between: [low, high],
            reached,
        }))
    }

    /// The neighbouring points that do not lie strictly on one side of the goal, those nearest to a
    /// value first.
    fn crossings(&self, points: &[(f64, f64)], around: f64) -> Vec<[(f64, f64); 2]> {
        let mut crossings: Vec<[(f64, f64); 2]> = points
            .windows(2)
            .map(|pair| [pair[0], pair[1]])
            .filter(|[(_, a), (_, b)]| {
                let is_one_side = (*a > self.number && *b > self.number)
                    || (*a < self.number && *b < self.number);
                !is_one_side
            })
            .collect();
        let distance =
            |pair: &[(f64, f64); 2]| (f64::midpoint(pair[0].0, pair[1].0) - around).abs();
        crossings.sort_by(|a, b| distance(a).total_cmp(&distance(b)));
        crossings
    }

    /// The value at which the output crosses the goal between two values, `first` being the output
    /// at the lower one; `None` if the output has no number at the crossing.
    fn crossing_between(
        &self,
        [from, to]: [f64; 2],
        first: f64,
        at: &mut dyn FnMut(f64) -> Result<Option<f64>, Error>,
    ) -> Result<Option<f64>, Error> {
        // The sign makes the gap rise with the value.
        let sign = if first <= self.number { 1.0 } else { -1.0 };
        let mut failed = None;
        let cell = RefCell::new((at, &mut failed));
        let gap = |x: f64| {
            let (at, failed) = &mut *cell.borrow_mut();
            match at(x) {
                Ok(Some(y)) => sign * (y - self.number),
                Ok(None) => f64::NAN,
                Err(error) => {
                    **failed = Some(error);
                    f64::NAN
                }
            }
        };
        let root = rising_root(from, to, gap).unwrap_or(to);
        let (at, failed) = cell.into_inner();
        if let Some(error) = failed.take() {
            return Err(error);
        }
        Ok(at(root)?.map(|_| root))
    }
}

/// Evenly spaced values, both ends included, and the input's own value if it lies between them.
fn values_between([low, high]: [f64; 2], own: f64) -> Vec<f64> {
    #[expect(clippy::cast_precision_loss, reason = "33 values")]
    let part = |step: usize| step as f64 / (SCAN - 1) as f64;
    // The bounds may be so far apart that their difference overflows.
    let value = |step: usize| low * (1.0 - part(step)) + high * part(step);
    let mut values: Vec<f64> = (0..SCAN).map(value).collect();
    if own > low && own < high {
        values.push(own);
        values.sort_by(f64::total_cmp);
    }
    values
}

fn out_of_range(input: &Input) -> Error {
    Error::new(ErrorKind::Conflict {
        what: "a search over an input",
        with: "the range of the output, which it leaves at every value tried",
        remedy: "bound the search nearer to the scenario's own value",
    })
    .at(input.place().as_str())
}

/// The last accepted value between `start`, which is accepted, and `end`, which may not be.
fn accepted_towards(start: f64, end: f64, is_accepted: impl Fn(f64) -> bool) -> f64 {
    if is_accepted(end) {
        return end;
    }
    let (mut inside, mut outside) = (start, end);
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(inside, outside);
        if is_accepted(middle) {
            inside = middle;
        } else {
            outside = middle;
        }
    }
    inside
}

impl Scenario {
    /// The value of an input at which the projection reaches a goal, with all other inputs as they
    /// are.
    ///
    /// An input that the counterfactual reads too, such as a utilisation, is moved on the path of
    /// compute alone and from the first period on; the counterfactual and the base period stay as
    /// stated ([`Solution::holds_counterfactual`]). The search uses only values that the scenario
    /// accepts, and the solution is projected by the scenario's own rules before it is returned.
    ///
    /// # Errors
    ///
    /// [`Unknown`](ErrorKind::Unknown) for an input that the scenario does not have, with the
    /// nearest; [`NoOutput`](ErrorKind::NoOutput) if the scenario has no such output;
    /// [`OutOfRange`](ErrorKind::OutOfRange) for bounds that the quantity cannot have, or a period
    /// outside the scenario; [`NotReachable`](ErrorKind::NotReachable) with the range that can be
    /// reached; [`Conflict`](ErrorKind::Conflict) if the output leaves its range at every value
    /// tried, or for a scenario with alternatives, which has more than one projection.
    ///
    /// # Examples
    ///
    /// See [`Goal`].
    pub fn solve(&self, goal: &Goal, place: &str) -> Result<Solution, Error> {
        let row = row_of(self, goal.output, goal.period)?;
        let number = self.input_number(place)?;
        let place = self.inputs()[number].place().as_str();
        self.expect_no_alternatives("a goal at central values")?;
        let input = &self.inputs()[number];
        let is_shared = self.moves_counterfactual(number);
        let plan = if is_shared {
            &self.plan_with_moved(self, &[place])?
        } else {
            self.plan()
        };
        let mut runner = Runner::of(plan, self.periods(), &[goal.output])?;
        let mut inputs = plan.central_values();
        let moved = plan.input_at(place).unwrap_or(number);
        let mut path = vec![0.0; self.periods() as usize + 1];
        let mut at = |value: f64| {
            inputs[moved] = value;
            // The slices have the sizes that the runner expects, so the run succeeds.
            let is_run = runner.run(&inputs, 1, &mut path).is_ok();
            let output = Some(path[row]).filter(|_| is_run);
            Ok(output.filter(|output| goal.output.allowed().contains(*output)))
        };
        let mut confirmed = |value: f64| {
            let projection = self.moved_to(place, value).and_then(|s| s.project());
            Ok(projection.ok().and_then(|projection| {
                let series = projection.series(goal.output)?;
                series.values().get(row).copied()
            }))
        };
        let bounds = goal.bounds(self, input)?;
        let (value, reached) = goal.search(input, bounds, &mut at, &mut confirmed)?;
        Ok(solution(input, value, reached, is_shared))
    }
}

fn solution(input: &Input, value: f64, reached: f64, holds_counterfactual: bool) -> Solution {
    Solution {
        input: input.place().to_string(),
        unit: input.unit().to_owned(),
        value,
        now: input.central(),
        reached,
        holds_counterfactual,
    }
}

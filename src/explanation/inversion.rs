//! What it would take: the value of an input that gives a stated outcome.

use crate::evidence::catalogue::nearest::nearest;
use crate::explanation::sensitivity::row_of;
use crate::scenario::{Input, Output, Scenario};
use crate::uncertainty::solve::rising_root;
use crate::{Error, ErrorKind, Interval, Period, Simulation};

/// Places at which the output is looked at before a crossing is closed in on.
const SCAN: usize = 33;

/// An outcome to reach: an output, a number, a period.
///
/// # Examples
///
/// What growth of compute gives 1 % more GDP by 2030, and what gives it for sure in four of five
/// futures?
///
/// ```
/// use compute_impact::Simulation;
/// use compute_impact::explanation::inversion::Goal;
/// use compute_impact::scenario::{Output, Reading};
/// # let file = std::fs::read_to_string("examples/scenarios/china-2030.toml")?;
/// # let scenario = compute_impact::Scenario::read(toml::Deserializer::parse(&file)?)?;
///
/// let goal = Goal::new(Output::Gdp(Reading::Impact), 0.01)?;
/// let growth = "compute.path.total.growth.constant";
/// let found = goal.reached_by(&scenario, growth, None)?;
/// assert!((found.reached() - 0.01).abs() < 1e-9);
///
/// let surely = goal.with_probability(0.8)?;
/// let settings = Simulation::new(4_000)?;
/// let more = surely.reached_in_draws(&scenario, growth, None, &settings)?;
/// assert!(more.value() > found.value());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Goal {
    output: Output,
    number: f64,
    period: Option<Period>,
    probability: f64,
}

/// The value of an input that reaches a goal.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Solution {
    input: String,
    unit: String,
    value: f64,
    now: f64,
    reached: f64,
}

impl Solution {
    /// The place of the input.
    #[must_use]
    pub fn input(&self) -> &str {
        &self.input
    }

    /// The unit of the value, in words.
    #[must_use]
    pub fn unit(&self) -> &str {
        &self.unit
    }

    /// The value that reaches the goal; of several the one nearest to the scenario's.
    #[must_use]
    pub const fn value(&self) -> f64 {
        self.value
    }

    /// The scenario's own central value.
    #[must_use]
    pub const fn now(&self) -> f64 {
        self.now
    }

    /// What the output comes to there: in draws, its quantile.
    #[must_use]
    pub const fn reached(&self) -> f64 {
        self.reached
    }
}

impl Goal {
    /// An output that is to be a number in the last period.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](ErrorKind::OutOfRange) if the output can never be that number: a share of 35
    /// that is meant in per cent.
    pub fn new(output: Output, number: f64) -> Result<Self, Error> {
        output.allowed().check(output.what(), number)?;
        Ok(Self {
            output,
            number,
            period: None,
            probability: 0.5,
        })
    }

    /// The same in another period.
    #[must_use]
    pub const fn in_period(self, period: Period) -> Self {
        let period = Some(period);
        Self { period, ..self }
    }

    /// At least that number with a probability, where it is looked for in draws.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](ErrorKind::OutOfRange) unless it lies between 0 and 1, both out.
    pub fn with_probability(self, probability: f64) -> Result<Self, Error> {
        Interval::open_const(0.0, 1.0).check("probability of a goal", probability)?;
        Ok(Self {
            probability,
            ..self
        })
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

    /// The period, if not the last.
    #[must_use]
    pub const fn period(&self) -> Option<Period> {
        self.period
    }

    /// The probability, 0.5 unless said.
    #[must_use]
    pub const fn probability(&self) -> f64 {
        self.probability
    }

    /// The value of an input at which the projection reaches the goal, all others as they are.
    ///
    /// `between` bounds the search, in the input's own unit; unless given, it is ten times the size of
    /// the central value to both sides, within what the quantity may be, and for fractions at least
    /// from -0.5 to 1.
    ///
    /// # Errors
    ///
    /// [`Unknown`](ErrorKind::Unknown) for an input that the scenario has not, with the nearest;
    /// [`NoOutput`](ErrorKind::NoOutput); [`OutOfRange`](ErrorKind::OutOfRange) for bounds that the
    /// quantity may not have, or a period that is none of the scenario's;
    /// [`NotReachable`](ErrorKind::NotReachable) with what can be reached;
    /// [`Conflict`](ErrorKind::Conflict) if the output leaves its range wherever it was looked at.
    pub fn reached_by(
        &self,
        scenario: &Scenario,
        input: &str,
        between: Option<[f64; 2]>,
    ) -> Result<Solution, Error> {
        let row = row_of(scenario, self.output, self.period)?;
        let inputs = scenario.inputs();
        let number = find(scenario, input)?;
        let mut runner = scenario.runner(&[self.output])?;
        let lanes = 1;
        let rows = scenario.periods() as usize + 1;
        let mut given: Vec<f64> = inputs.iter().map(Input::central).collect();
        let allowed = scenario.allowed(self.output);
        let mut out = vec![0.0; rows];
        let mut at = |value: f64| -> Option<f64> {
            given[number] = value;
            runner.run(&given, lanes, &mut out).ok()?;
            Some(out[row]).filter(|value| allowed.contains(*value))
        };
        let between = bounds(&inputs[number], between)?;
        self.search(&inputs[number], between, &mut |value| Ok(at(value)))
    }

    /// The value of an input at which the goal is reached with its probability, over draws that are
    /// the same at every value tried. Exact in the draws: their order statistic reaches the goal.
    ///
    /// # Errors
    ///
    /// As [`reached_by`](Self::reached_by) and [`Simulation::run`];
    /// [`Conflict`](ErrorKind::Conflict) for an input that is correlated with others.
    pub fn reached_in_draws(
        &self,
        scenario: &Scenario,
        input: &str,
        between: Option<[f64; 2]>,
        settings: &Simulation,
    ) -> Result<Solution, Error> {
        let row = row_of(scenario, self.output, self.period)?;
        let number = find(scenario, input)?;
        let inputs = scenario.inputs();
        let stream = inputs[number].stream();
        let is_joined = scenario.plan().joined.as_ref().is_some_and(|joined| {
            let streams = joined.members.iter().map(|member| inputs[*member].stream());
            inputs[number].is_uncertain() && streams.into_iter().any(|held| held == stream)
        });
        if is_joined {
            return Err(Error::new(ErrorKind::Conflict {
                what: "a search over an input",
                with: "its correlation with others",
                remedy: "leave the correlation out: a value that is chosen moves with nothing",
            })
            .at(input));
        }
        // At least the number in so many draws: the quantile that the rest lies below.
        let p = 1.0 - self.probability;
        let settings = settings
            .clone()
            .with_outputs([self.output])
            .with_targets([])?
            .with_exact_quantiles([p])?;
        let period = scenario
            .base()
            .plus(u32::try_from(row).unwrap_or(u32::MAX))?;
        let between = bounds(&inputs[number], between)?;
        self.search(&inputs[number], between, &mut |value| {
            let fan = match scenario.with_input(number, value).simulate(&settings) {
                Ok(fan) => fan,
                Err(error) if is_out_of_range(&error) => return Ok(None),
                Err(error) => return Err(error),
            };
            let Some(series) = fan.series(self.output) else {
                return Ok(None);
            };
            let distribution = series.at(period)?;
            distribution
                .map(|held| held.quantile(p).map(|quantile| quantile.value()))
                .transpose()
        })
    }

    /// Looks at places across the bounds, and closes in on the crossing nearest to the input's own
    /// value.
    fn search(
        &self,
        input: &Input,
        [low, high]: [f64; 2],
        at: &mut dyn FnMut(f64) -> Result<Option<f64>, Error>,
    ) -> Result<Solution, Error> {
        let solution = |value: f64, reached: f64| Solution {
            input: input.place().to_string(),
            unit: input.unit().to_owned(),
            value,
            now: input.central(),
            reached,
        };
        #[expect(clippy::cast_precision_loss, reason = "33 places")]
        let part = |step: usize| step as f64 / (SCAN - 1) as f64;
        // The bounds may be so far apart that their difference is no number.
        let place = |step: usize| low * (1.0 - part(step)) + high * part(step);
        let mut seen: Vec<(f64, f64)> = Vec::with_capacity(SCAN + 1);
        let mut places: Vec<f64> = (0..SCAN).map(place).collect();
        if input.central() > low && input.central() < high {
            places.push(input.central());
            places.sort_by(f64::total_cmp);
        }
        for x in places {
            if let Some(y) = at(x)? {
                if y.to_bits() == self.number.to_bits() && x.to_bits() == input.central().to_bits()
                {
                    return Ok(solution(x, y));
                }
                seen.push((x, y));
            }
        }
        if seen.is_empty() {
            return Err(Error::new(ErrorKind::Conflict {
                what: "a search over an input",
                with: "the range of the output, which it leaves at every value tried",
                remedy: "bound the search nearer to the scenario's own value",
            })
            .at(input.place().as_str()));
        }
        let ends = seen
            .iter()
            .fold([f64::INFINITY, f64::NEG_INFINITY], |[l, h], (_, y)| {
                [l.min(*y), h.max(*y)]
            });
        let out_of_reach = || {
            Error::new(ErrorKind::NotReachable {
                goal: format!("{} of {}", self.output.what(), self.number),
                input: input.place().to_string(),
                between: [low, high],
                reached: ends,
            })
        };
        let mut crossings: Vec<[(f64, f64); 2]> = seen
            .windows(2)
            .map(|pair| [pair[0], pair[1]])
            .filter(|[(_, a), (_, b)]| {
                let is_beside = (*a > self.number && *b > self.number)
                    || (*a < self.number && *b < self.number);
                !is_beside
            })
            .collect();
        let far = |pair: &[(f64, f64); 2]| f64::midpoint(pair[0].0, pair[1].0) - input.central();
        crossings.sort_by(|a, b| far(a).abs().total_cmp(&far(b).abs()));
        for [(from, first), (to, last)] in crossings {
            let Some((root, reached)) = self.closed_in([from, to], first, at)? else {
                continue;
            };
            // A pole, or a step over the goal, changes sign and reaches nothing.
            let size = (first - self.number).abs().max((last - self.number).abs());
            if (reached - self.number).abs() <= 1e-6 * size.max(self.number.abs()) {
                return Ok(solution(root, reached));
            }
        }
        Err(out_of_reach())
    }

    /// Where the output crosses the goal between two values, `first` being the output at the lower,
    /// and what it comes to there; `None` where it is no number.
    fn closed_in(
        &self,
        [from, to]: [f64; 2],
        first: f64,
        at: &mut dyn FnMut(f64) -> Result<Option<f64>, Error>,
    ) -> Result<Option<(f64, f64)>, Error> {
        // Turned so that it rises.
        let sign = if first <= self.number { 1.0 } else { -1.0 };
        let mut failed = None;
        let cell = std::cell::RefCell::new((at, &mut failed));
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
        Ok(at(root)?.map(|reached| (root, reached)))
    }
}

/// A value at which a path or too many draws leave their range is no candidate, and no mistake.
fn is_out_of_range(error: &Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::Overflow { .. } | ErrorKind::TooManyFailed { .. }
    )
}

fn find(scenario: &Scenario, place: &str) -> Result<usize, Error> {
    let inputs = scenario.inputs();
    let found = inputs.iter().position(|input| input.place() == place);
    found.ok_or_else(|| {
        let given: String = place.chars().take(80).collect();
        let nearest =
            nearest(&given, inputs.iter().map(|input| input.place().as_str())).map(str::to_owned);
        Error::new(ErrorKind::Unknown {
            what: "input",
            given,
            nearest,
        })
    })
}

/// The values to search between.
fn bounds(input: &Input, given: Option<[f64; 2]>) -> Result<[f64; 2], Error> {
    let allowed = input.allowed();
    if let Some([low, high]) = given {
        for end in [low, high] {
            allowed
                .check("bound of the search", end)
                .map_err(|error| error.at(input.place().as_str()))?;
        }
        Interval::closed_const(low, f64::MAX)
            .check("upper bound of the search", high)
            .map_err(|error| error.at(input.place().as_str()))?;
        return Ok([low, high]);
    }
    let central = input.central();
    let reach = 10.0 * central.abs();
    let (mut low, mut high) = (central - reach, central + reach);
    if central.abs() <= 1.0 {
        (low, high) = (low.min(-0.5), high.max(1.0));
    }
    // A little inside of an end that is open.
    let inside = |end: f64, limit: f64, inward: f64| {
        if allowed.contains(end) {
            end
        } else if allowed.contains(limit) {
            limit
        } else {
            limit + inward
        }
    };
    let step = 1e-9 * (high - low);
    Ok([
        inside(low, allowed.low(), step),
        inside(high, allowed.high(), -step),
    ])
}

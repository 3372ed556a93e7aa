//! Decomposition of a change into its drivers, with the residual shown.
//!
//! | change | method |
//! |---|---|
//! | of an output, by policies | [`Scenario::split_by_policies`]: Shapley values over all orders of the drivers |
//! | of an output between two scenarios, by inputs | [`Scenario::split_by_inputs`]: the same |
//! | of any number, by drivers that are on or off | [`of_drivers`]: the same |
//! | of a product between two periods | [`of_product`]: the logarithmic mean Divisia index |
//! | of a sum | [`of_sum`]: each part by itself |
//!
//! The residual of each decomposition is the rounding error and nothing else.

use std::collections::HashSet;

use crate::explanation::sensitivity::row_of;
use crate::limits::Limit;
use crate::scenario::{Input, Output, Scenario};
use crate::watch::{Count, Stage};
use crate::{Error, ErrorKind, Interval, Period, Watch};

/// The greatest number of drivers: n drivers have 2^n subsets, each of which is a run.
const MAX_DRIVERS: u32 = 16;

/// A change and its drivers: `end = start + sum of parts + residual`, to the bit.
///
/// # Examples
///
/// ```
/// use compute_impact::explanation::decomposition::of_sum;
///
/// let change = of_sum(&[("general", 185.0, 196.0), ("smart", 61.0, 84.0)])?;
/// assert_eq!((change.start, change.end), (246.0, 280.0));
/// let parts: Vec<(&str, f64)> = change.parts().collect();
/// assert_eq!(parts, [("general", 11.0), ("smart", 23.0)]);
/// assert_eq!(change.residual, 0.0);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct Decomposition {
    /// The number before the change.
    pub start: f64,
    parts: Vec<(String, f64)>,
    /// The rounding error: the change less the sum of the parts.
    pub residual: f64,
    /// The number after the change.
    pub end: f64,
}

impl Decomposition {
    fn new(start: f64, parts: Vec<(String, f64)>, end: f64) -> Result<Self, Error> {
        let mut names = HashSet::with_capacity(parts.len());
        for (name, part) in &parts {
            Limit::Name.check_text(name)?;
            if !names.insert(name) {
                return Err(Error::duplicate("the part", name));
            }
            Interval::FINITE
                .check("part of a change", *part)
                .map_err(|error| error.at(name))?;
        }
        let sum = parts.iter().fold(start, |sum, (_, part)| sum + part);
        let mut residual = Interval::FINITE.check("rest of a change", end - sum)?;
        // The last bit of the difference may be lost: the residual is the one with which the sum of
        // the parts shown gives the end shown.
        for nudge in [residual.next_up(), residual.next_down()] {
            if (sum + residual).to_bits() != end.to_bits()
                && (sum + nudge).to_bits() == end.to_bits()
            {
                residual = nudge;
            }
        }
        Ok(Self {
            start,
            parts,
            residual,
            end,
        })
    }

    /// Each driver with its part of the change, in the order given.
    pub fn parts(&self) -> impl Iterator<Item = (&str, f64)> {
        self.parts.iter().map(|(name, part)| (name.as_str(), *part))
    }
}

/// The change of a value by drivers that are on or off, split by Shapley values.
///
/// A driver's part is its mean contribution over all orders in which the drivers may be switched
/// on: `part_i = sum over sets S without i of |S|! (n - |S| - 1)! / n! (v(S + i) -
/// v(S))`, with the value `v(S)` of the drivers in S alone and the number `n` of drivers (Shapley
/// 1953, "A value for n-person games", *Contributions to the Theory of Games* II). `value` takes
/// one flag per driver.
///
/// # Errors
///
/// [`OutOfRange`](ErrorKind::OutOfRange) for no driver, for more than 16, or for a value that is
/// not finite; [`Duplicate`](ErrorKind::Duplicate) for two drivers of one name; and the errors of
/// `value`.
///
/// # Examples
///
/// ```
/// use compute_impact::explanation::decomposition::of_drivers;
///
/// // 197 EFLOPS at 25 % smart became 246 at 30 %.
/// let change = of_drivers(&["total", "share"], |on| {
///     Ok([197.0, 246.0][usize::from(on[0])] * [0.25, 0.30][usize::from(on[1])])
/// })?;
/// let parts: Vec<f64> = change.parts().map(|(_, part)| part).collect();
/// assert!((parts[0] - 13.475).abs() < 1e-12 && (parts[1] - 11.075).abs() < 1e-12);
/// # Ok::<(), compute_impact::Error>(())
/// ```
pub fn of_drivers(
    names: &[&str],
    value: impl FnMut(&[bool]) -> Result<f64, Error>,
) -> Result<Decomposition, Error> {
    of_drivers_watched(names, None, value)
}

fn of_drivers_watched(
    names: &[&str],
    watch: Option<&Watch>,
    mut value: impl FnMut(&[bool]) -> Result<f64, Error>,
) -> Result<Decomposition, Error> {
    let count = u32::try_from(names.len()).unwrap_or(u32::MAX);
    Interval::closed_const(1.0, f64::from(MAX_DRIVERS))
        .check("number of drivers", f64::from(count))?;
    let subsets = 1_usize << names.len();
    let progress = Count::new(watch, Stage::Subsets, subsets as u64);
    let values: Vec<f64> = (0..subsets)
        .map(|set| {
            progress.check()?;
            let on: Vec<bool> = (0..names.len())
                .map(|driver| set >> driver & 1 == 1)
                .collect();
            let number = Interval::FINITE.check("number of a decomposition", value(&on)?)?;
            progress.add(1);
            Ok(number)
        })
        .collect::<Result<_, _>>()?;
    // The weight of a set of k drivers that one more joins is k! (n - k - 1)! / n!, which is one
    // over n times the binomial coefficient (n - 1 over k).
    let mut weights = vec![0.0; names.len()];
    for (size, weight) in weights.iter_mut().enumerate() {
        let mut choose = 1.0;
        #[expect(clippy::cast_precision_loss, reason = "16 at most")]
        for k in 0..size {
            choose *= (names.len() - 1 - k) as f64 / (k + 1) as f64;
        }
        #[expect(clippy::cast_precision_loss, reason = "16 at most")]
        let share = 1.0 / (names.len() as f64 * choose);
        *weight = share;
    }
    let parts = names.iter().enumerate().map(|(driver, name)| {
        let without = (0..subsets).filter(|set| set >> driver & 1 == 0);
        let part = sum_of(without.map(|set| {
            let gain = values[set | 1 << driver] - values[set];
            weights[set.count_ones() as usize] * gain
        }));
        ((*name).to_owned(), part)
    });
    let parts = parts.collect();
    Decomposition::new(values[0], parts, values[subsets - 1])
}

impl Scenario {
    /// The change that policies make together, split among them by Shapley values.
    ///
    /// The start is the scenario with none of these policies active and all others as they are.
    /// `period` is the last by default.
    ///
    /// # Errors
    ///
    /// [`Unknown`](ErrorKind::Unknown) for a policy that the scenario does not have;
    /// [`NoOutput`](ErrorKind::NoOutput) if the scenario has no such output;
    /// [`Conflict`](ErrorKind::Conflict) for a scenario with alternatives; otherwise as
    /// [`of_drivers`] and [`project`](Self::project).
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::{Output, Reading, Scenario};
    ///
    /// let scenario = Scenario::shipped("east-data-west-computing")?;
    /// let both = ["chip restriction", "interconnection"];
    /// let change = scenario.split_by_policies(&both, Output::Gdp(Reading::ImpactMoney), None)?;
    /// let parts: Vec<f64> = change.parts().map(|(_, part)| part).collect();
    /// assert!(parts[0] < 0.0 && parts[1] > 0.0);
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn split_by_policies(
        &self,
        policies: &[&str],
        output: Output,
        period: Option<Period>,
    ) -> Result<Decomposition, Error> {
        self.split_by_policies_watched(policies, output, period, &Watch::default())
    }

    /// [Splits by policies](Self::split_by_policies) under a watch: 16 policies take 65,536
    /// projections.
    ///
    /// # Errors
    ///
    /// As [`split_by_policies`](Self::split_by_policies), and [`Stopped`](ErrorKind::Stopped).
    ///
    /// # Examples
    ///
    /// See [`watch`](crate::watch).
    pub fn split_by_policies_watched(
        &self,
        policies: &[&str],
        output: Output,
        period: Option<Period>,
        watch: &Watch,
    ) -> Result<Decomposition, Error> {
        self.expect_no_alternatives("a split by policies")?;
        let row = row_of(self, output, period)?;
        let others: Vec<&str> = self
            .active_policies()
            .iter()
            .map(String::as_str)
            .filter(|name| !policies.contains(name))
            .collect();
        of_drivers_watched(policies, Some(watch), |on| {
            let chosen = policies.iter().zip(on).filter(|(_, on)| **on);
            let active = others.iter().copied().chain(chosen.map(|(name, _)| *name));
            let projection = self.under(active)?.project()?;
            let series = projection.series(output);
            let series = series.ok_or_else(|| Error::new(ErrorKind::NoOutput { output }))?;
            Ok(series.values()[row])
        })
    }

    /// The change of an output from this scenario to another that differs in the values of its
    /// inputs alone, split among groups of inputs by Shapley values.
    ///
    /// A group is `(name, places)`. A place that ends in `*` takes all inputs whose places begin
    /// with the text before it. Inputs that differ and are in no group are one driver, named
    /// `all else`. `period` is the last by default.
    ///
    /// # Errors
    ///
    /// [`Conflict`](ErrorKind::Conflict) if the two differ in more than the values of their inputs,
    /// their periods included, or have alternatives;
    /// [`CurrencyMismatch`](ErrorKind::CurrencyMismatch),
    /// [`PriceBasisMismatch`](ErrorKind::PriceBasisMismatch) or
    /// [`MeasureMismatch`](ErrorKind::MeasureMismatch) if they differ in currency, price basis or
    /// measure; [`Unknown`](ErrorKind::Unknown) for a place that no input has;
    /// [`Duplicate`](ErrorKind::Duplicate) for an input in two groups; otherwise as [`of_drivers`].
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::{Output, Reading, Scenario};
    ///
    /// let before = Scenario::shipped("china-2030")?;
    /// let after = before.with_value("compute.path.total.growth.constant", 0.3)?;
    /// let groups: [(&str, &[&str]); 1] = [("compute", &["compute.*"])];
    /// let impact = Output::Gdp(Reading::Impact);
    /// let change = before.split_by_inputs(&after, impact, None, &groups)?;
    /// let (name, part) = change.parts().next().unwrap();
    /// assert_eq!(name, "compute"); // the only driver
    /// assert_eq!(part, change.end - change.start);
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn split_by_inputs(
        &self,
        to: &Self,
        output: Output,
        period: Option<Period>,
        groups: &[(&str, &[&str])],
    ) -> Result<Decomposition, Error> {
        self.split_by_inputs_watched(to, output, period, groups, &Watch::default())
    }

    /// [Splits by inputs](Self::split_by_inputs) under a watch: 16 groups take 65,536 runs of the
    /// plan.
    ///
    /// # Errors
    ///
    /// As [`split_by_inputs`](Self::split_by_inputs), and [`Stopped`](ErrorKind::Stopped).
    ///
    /// # Examples
    ///
    /// See [`watch`](crate::watch).
    pub fn split_by_inputs_watched(
        &self,
        to: &Self,
        output: Output,
        period: Option<Period>,
        groups: &[(&str, &[&str])],
        watch: &Watch,
    ) -> Result<Decomposition, Error> {
        self.expect_like(to)?;
        for scenario in [self, to] {
            scenario.expect_no_alternatives("a split by inputs")?;
        }
        let row = row_of(to, output, period)?;
        let (before, after) = (self.inputs(), to.inputs());
        let is_like = before.len() == after.len()
            && before
                .iter()
                .zip(after)
                .all(|(a, b)| a.place() == b.place())
            && self.plan().program == to.plan().program
            && self.plan().outputs == to.plan().outputs;
        if !is_like {
            return Err(Error::new(ErrorKind::Conflict {
                what: "a split by inputs",
                with: "scenarios that differ in more than the values of their inputs",
                remedy: "give both the same parts, or split by policies",
            }));
        }
        let drivers = drivers_of(before, groups)?;
        let mut names: Vec<&str> = groups.iter().map(|(name, _)| *name).collect();
        let has_rest = before
            .iter()
            .zip(after)
            .zip(&drivers)
            .any(|((a, b), driver)| {
                *driver == groups.len() && a.central().to_bits() != b.central().to_bits()
            });
        if has_rest || names.is_empty() {
            names.push("all else");
        }
        let mut runner = to.runner(&[output])?;
        let mut path = vec![0.0; to.periods() as usize + 1];
        of_drivers_watched(&names, Some(watch), |on| {
            let inputs: Vec<f64> = before
                .iter()
                .zip(after)
                .zip(&drivers)
                .map(|((a, b), driver)| {
                    let is_on = on.get(*driver).copied().unwrap_or(false);
                    if is_on { b.central() } else { a.central() }
                })
                .collect();
            // The slices have the sizes that the runner expects.
            let _ = runner.run(&inputs, 1, &mut path);
            output.allowed().check(output.what(), path[row])
        })
    }
}

/// The number of the group of each input; the number of groups for an input in no group.
fn drivers_of(inputs: &[Input], groups: &[(&str, &[&str])]) -> Result<Vec<usize>, Error> {
    let mut drivers = vec![groups.len(); inputs.len()];
    for (number, (_, places)) in groups.iter().enumerate() {
        for place in *places {
            let mut is_known = false;
            for (input, driver) in inputs.iter().zip(&mut drivers) {
                let fits = place.strip_suffix('*').map_or(input.is_at(place), |start| {
                    input.place().as_str().starts_with(start)
                });
                if fits {
                    if *driver < number {
                        let place = input.place().as_str();
                        return Err(Error::duplicate("the input of a group", place));
                    }
                    *driver = number;
                    is_known = true;
                }
            }
            if !is_known {
                let places = inputs.iter().map(|input| input.place().as_str());
                return Err(Error::unknown_place("input", place, places));
            }
        }
    }
    Ok(drivers)
}

/// The change of a product of positive factors between two times, split by the logarithmic mean
/// Divisia index.
///
/// A factor's part is `L ln(after / before)`, where `L = (end - start) / ln(end / start)` is the
/// logarithmic mean of the two products (Ang 2005, *Energy Policy* 33(7)). The parts sum to the
/// change, and a change back has the same parts with the opposite sign.
///
/// # Errors
///
/// [`OutOfRange`](ErrorKind::OutOfRange) unless all factors are positive, or without one.
///
/// # Examples
///
/// ```
/// use compute_impact::explanation::decomposition::of_product;
///
/// let change = of_product(&[("total", 197.0, 246.0), ("share", 0.25, 0.30)])?;
/// let parts: Vec<f64> = change.parts().map(|(_, part)| part).collect();
/// assert!((parts[0] - 13.483_115_940_267_002).abs() < 1e-9);
/// assert!((parts[1] - 11.066_884_059_732_994).abs() < 1e-9);
/// # Ok::<(), compute_impact::Error>(())
/// ```
pub fn of_product(factors: &[(&str, f64, f64)]) -> Result<Decomposition, Error> {
    Limit::Factors.check_from(1, "number of factors", factors.len())?;
    for (_, before, after) in factors {
        for factor in [before, after] {
            Interval::POSITIVE.check("factor of a product", *factor)?;
        }
    }
    let start: f64 = factors.iter().map(|(_, before, _)| before).product();
    let end: f64 = factors.iter().map(|(_, _, after)| after).product();
    for product in [start, end] {
        Interval::POSITIVE.check("product of the factors", product)?;
    }
    let logs: Vec<f64> = factors
        .iter()
        .map(|(_, before, after)| log_ratio(*before, *after))
        .collect();
    let mean = log_mean(start, end, sum_of(logs.iter().copied()));
    let parts = factors.iter().zip(logs);
    let parts = parts.map(|((name, ..), log)| ((*name).to_owned(), mean * log));
    Decomposition::new(start, parts.collect(), end)
}

/// `ln(after / before)`, accurate also for numbers that are almost equal.
fn log_ratio(before: f64, after: f64) -> f64 {
    let ratio = after / before;
    if (0.5..=2.0).contains(&ratio) {
        // In this range the difference is exact (Sterbenz 1974, *Floating-Point Computation*), the
        // ratio is not.
        libm::log1p((after - before) / before)
    } else if ratio.is_normal() {
        libm::log(ratio)
    } else {
        // The ratio of factors far apart overflows or underflows; their logarithms do not.
        libm::log(after) - libm::log(before)
    }
}

/// The logarithmic mean `(end - start) / log` of two positive numbers, `log` being the logarithm of
/// their ratio; for equal numbers, the number itself.
fn log_mean(start: f64, end: f64, log: f64) -> f64 {
    if log == 0.0 {
        start
    } else if log.abs() < 1.0 {
        // The same as `start (exp(log) - 1) / log`, without a difference of almost equal numbers.
        start * (libm::expm1(log) / log)
    } else {
        (end - start) / log
    }
}

/// A compensated sum, whose rounding error does not grow with the number of terms (Neumaier 1974,
/// *Zeitschrift für Angewandte Mathematik und Mechanik* 54).
fn sum_of(terms: impl Iterator<Item = f64>) -> f64 {
    let (mut sum, mut lost) = (0.0_f64, 0.0_f64);
    for term in terms {
        let next = sum + term;
        lost += if sum.abs() >= term.abs() {
            (sum - next) + term
        } else {
            (term - next) + sum
        };
        sum = next;
    }
    // The correction of a sum that overflowed is not a number.
    if sum.is_finite() { sum + lost } else { sum }
}

/// The change of a sum, split into the changes of its parts.
///
/// # Errors
///
/// [`OutOfRange`](ErrorKind::OutOfRange) without a part, or if a part or a sum is not finite;
/// [`TooMany`](ErrorKind::TooMany) past [`Limit::Parts`], and for a name past [`Limit::Name`].
///
/// # Examples
///
/// See [`Decomposition`].
pub fn of_sum(parts: &[(&str, f64, f64)]) -> Result<Decomposition, Error> {
    Limit::Parts.check_from(1, "number of parts", parts.len())?;
    for (_, before, after) in parts {
        for part in [before, after] {
            Interval::FINITE.check("part of a sum", *part)?;
        }
    }
    let start = sum_of(parts.iter().map(|(_, before, _)| *before));
    let end = sum_of(parts.iter().map(|(_, _, after)| *after));
    for sum in [start, end] {
        Interval::FINITE.check("sum of the parts", sum)?;
    }
    let changes = parts
        .iter()
        .map(|(name, before, after)| ((*name).to_owned(), after - before));
    Decomposition::new(start, changes.collect(), end)
}

#[cfg(test)]
mod tests {
    use super::of_sum;
    use crate::ErrorKind;

    #[test]
    fn a_sum_of_nothing_or_of_what_is_not_finite_is_refused() {
        let refused = |parts: &[(&str, f64, f64)]| {
            let error = of_sum(parts).err();
            error.is_some_and(|error| matches!(error.kind(), ErrorKind::OutOfRange { .. }))
        };
        assert!(refused(&[]));
        assert!(refused(&[("a", f64::NAN, 1.0)]));
        assert!(refused(&[("a", 1.0, f64::INFINITY)]));
        // Each part is finite, and neither the sums nor the changes are.
        assert!(refused(&[("a", f64::MAX, 1.0), ("b", f64::MAX, 1.0)]));
        assert!(refused(&[("a", -f64::MAX, f64::MAX)]));
        let whole = of_sum(&[("a", 1.0, 2.0), ("b", 5.0, 3.0)]);
        assert!(whole.is_ok_and(|split| {
            let changes: Vec<f64> = split.parts().map(|(_, change)| change).collect();
            changes == [1.0, -2.0]
        }));
    }
}

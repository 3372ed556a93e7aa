//! Scenarios with inputs at other values.

use std::sync::Arc;

use serde_json::Value;

use super::plan::{Input, Plan};
use super::{Inner, Scenario};
use crate::evidence::Source;
use crate::{Error, ErrorKind, Output};

/// The number of values at which an input is tried: central, slightly above and slightly below.
const TRIALS: usize = 3;
/// The smallest relative change that rounding does not explain.
const MORE_THAN_ROUNDING: f64 = 1e-12;

impl Scenario {
    /// The input at a place, such as `gdp.response.coefficient`.
    ///
    /// A place is the path in a scenario file without the kind of a coefficient and without
    /// `value`; the longer path of the file is read too ([`Input::is_at`]).
    ///
    /// # Errors
    ///
    /// [`Unknown`](ErrorKind::Unknown) for a place that no input has, with the nearest known one,
    /// or with the places that lie beneath it.
    ///
    /// # Examples
    ///
    /// ```
    /// # let scenario = compute_impact::Scenario::shipped("china-2030")?;
    /// let growth = scenario.input("compute.path.total.growth.constant")?;
    /// assert_eq!((growth.central(), growth.unit()), (0.247, "fraction per year"));
    /// let error = scenario.input("gdp.response.coeficient").unwrap_err();
    /// assert!(error.to_string().contains("did you mean `gdp.response.coefficient`?"));
    /// // As in the file, with the kind of the coefficient:
    /// let coefficient = scenario.input("gdp.response.coefficient.growth-ratio")?;
    /// assert_eq!(coefficient.place(), "gdp.response.coefficient");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn input(&self, place: &str) -> Result<&Input, Error> {
        Ok(&self.inputs()[self.input_number(place)?])
    }

    /// The number of the input at a place, in the order of [`inputs`](Self::inputs).
    pub(crate) fn input_number(&self, place: &str) -> Result<usize, Error> {
        let inputs = self.inputs();
        let number = inputs.iter().position(|input| input.is_at(place));
        let places = inputs.iter().map(|input| input.place().as_str());
        number.ok_or_else(|| Error::unknown_place("input", place, places))
    }

    /// The same scenario with an input certain at a value, in the unit of the input
    /// ([`Input::unit`]): a growth rate of 0.15 is 15 % a year, and 15 would be 1,500 %. It is
    /// checked like a file in which the value is written at that place.
    ///
    /// The value is an assumption, since the input's source did not state it: its source says which
    /// value it replaces, and findings count it among the assumptions. Its uncertainty and its rank
    /// correlations are dropped. An alternative that replaces the part of the input keeps its own
    /// value.
    ///
    /// # Errors
    ///
    /// [`Unknown`](ErrorKind::Unknown) for a place that no input has, with the nearest;
    /// [`OutOfRange`](ErrorKind::OutOfRange) for a value that the quantity cannot have, and
    /// [`Document`](ErrorKind::Document) or the kinds of
    /// [`ScenarioBuilder::build`](super::ScenarioBuilder::build) for a value that the scenario
    /// cannot have.
    ///
    /// # Examples
    ///
    /// ```
    /// # let scenario = compute_impact::Scenario::shipped("china-2030")?;
    /// let slower = scenario.with_value("compute.path.total.growth.constant", 0.15)?; // 15 % a year
    /// assert_eq!(format!("{:.3}", slower.project()?.gdp().impact().last()), "0.191");
    /// let growth = slower.input("compute.path.total.growth.constant")?;
    /// assert_eq!(growth.source().publisher(), "assumption");
    /// let constant = scenario.with_value("compute.path.total.growth.constant", 0.0)?;
    /// assert_eq!(constant.project()?.gdp().impact().last(), 0.0);
    /// assert!(scenario.with_value("compute.path.total.growth.constant", -1.0).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn with_value(&self, place: &str, value: f64) -> Result<Self, Error> {
        Edits::of(self)?.read([(self.input(place)?, value)])
    }

    /// The same scenario with several inputs certain at values, each as by
    /// [`with_value`](Self::with_value). All of them are set before anything is checked, so that
    /// two inputs which only fit together can be moved together. [`sweep`](Self::sweep) answers
    /// many such variants at once.
    ///
    /// # Errors
    ///
    /// As [`with_value`](Self::with_value), and [`Duplicate`](ErrorKind::Duplicate) for a place
    /// that is given twice.
    ///
    /// # Examples
    ///
    /// ```
    /// # let scenario = compute_impact::Scenario::shipped("china-2030")?;
    /// let slower = scenario.with_values([
    ///     ("compute.path.total.growth.constant", 0.15), // 15 % a year
    ///     ("gdp.response.coefficient", 0.1),
    /// ])?;
    /// assert_eq!(slower.input("gdp.response.coefficient")?.central(), 0.1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn with_values<'a>(
        &self,
        values: impl IntoIterator<Item = (&'a str, f64)>,
    ) -> Result<Self, Error> {
        let mut moved: Vec<(&Input, f64)> = Vec::new();
        for (place, value) in values {
            let input = self.input(place)?;
            if moved
                .iter()
                .any(|(other, _)| other.place() == input.place())
            {
                return Err(Error::duplicate("the value of an input", place));
            }
            moved.push((input, value));
        }
        Edits::of(self)?.read(moved)
    }

    /// The same scenario with an input certain at a value on the path of compute alone: a
    /// counterfactual that reads it too stays as this scenario states it. Its specification is that
    /// of [`with_value`](Self::with_value).
    pub(crate) fn moved_to(&self, place: &str, value: f64) -> Result<Self, Error> {
        let written = self.with_value(place, value)?;
        let number = self.input_number(place)?;
        let place = self.inputs()[number].place().as_str();
        if !self.moves_counterfactual(number) {
            return Ok(written);
        }
        let plan = written.plan_with_moved(self, &[place])?;
        let mut alternatives = Vec::with_capacity(written.inner.alternatives.len());
        let stated = self.alternatives().map(|(_, scenario)| scenario);
        for ((weight, moved), stated) in written.alternatives().zip(stated) {
            let plan = moved.plan_with_moved(stated, &[place])?;
            alternatives.push((weight, moved.with_plan(plan, Vec::new())));
        }
        Ok(written.with_plan(plan, alternatives))
    }

    /// The plan of this scenario in which the inputs at these places move on the path of compute
    /// alone, the counterfactual being that of `stated`.
    pub(crate) fn plan_with_moved(&self, stated: &Self, places: &[&str]) -> Result<Plan, Error> {
        let inputs = stated.inputs().iter();
        let moved = inputs.filter(|input| places.contains(&input.place().as_str()));
        Plan::compile_with_moved(&self.inner.spec, self.periods(), moved.cloned().collect())
    }

    /// True if both the counterfactual and the path of compute read an input, so that a change of
    /// it moves both.
    pub(crate) fn moves_counterfactual(&self, number: usize) -> bool {
        let sides = [Output::EffectiveCompute, Output::CounterfactualCompute];
        let Ok(mut runner) = self.runner(&sides) else {
            return false;
        };
        let mut inputs: Vec<f64> = self
            .inputs()
            .iter()
            .flat_map(|input| [input.central(); TRIALS])
            .collect();
        let central = self.inputs()[number].central();
        let step = 0.01 * if central.abs() > 0.0 { central } else { 1.0 };
        inputs[number * TRIALS + 1] += step;
        inputs[number * TRIALS + 2] -= step;
        let rows = self.periods() as usize + 1;
        let mut out = vec![0.0; sides.len() * rows * TRIALS];
        // The slices have the sizes that the runner expects, so the run succeeds.
        if runner.run(&inputs, TRIALS, &mut out).is_err() {
            return false;
        }
        let moves = |side: &[f64]| {
            side.chunks_exact(TRIALS).any(|row| {
                let moved =
                    |value: &f64| (value - row[0]).abs() > MORE_THAN_ROUNDING * row[0].abs();
                row[1..].iter().any(moved)
            })
        };
        out.chunks_exact(rows * TRIALS).all(moves)
    }

    /// True if a rank correlation joins an input to others.
    pub(crate) fn is_correlated(&self, number: usize) -> bool {
        let inputs = self.inputs();
        let input = &inputs[number];
        let joined = self.plan().joined.as_ref();
        input.is_uncertain()
            && joined.is_some_and(|joined| {
                let mut members = joined.members.iter();
                members.any(|member| inputs[*member].stream() == input.stream())
            })
    }

    /// Refuses a scenario with alternatives, for a method that needs a single one.
    pub(crate) fn expect_no_alternatives(&self, what: &'static str) -> Result<(), Error> {
        if self.alternatives().next().is_none() {
            return Ok(());
        }
        Err(Error::new(ErrorKind::Conflict {
            what,
            with: "a scenario that has alternatives",
            remedy: "take each alternative by itself: `Scenario::alternatives`, and \
                     `scenario.edit().plain()` for the scenario as written",
        }))
    }

    fn with_plan(&self, plan: Plan, alternatives: Vec<(crate::Share, Self)>) -> Self {
        Self {
            inner: Arc::new(Inner {
                spec: self.inner.spec.clone(),
                periods: self.periods(),
                plan,
                alternatives,
            }),
        }
    }
}

/// A scenario's own document, of which copies are read with other values of inputs.
#[derive(Clone, Debug)]
pub(crate) struct Edits {
    document: Value,
}

impl Edits {
    pub(crate) fn of(scenario: &Scenario) -> Result<Self, Error> {
        let document = serde_json::to_value(&scenario.inner.spec).map_err(|e| unreadable(&e))?;
        Ok(Self { document })
    }

    /// Reads the scenario with inputs at other values; see [`Scenario::with_value`].
    pub(crate) fn read<'a>(
        &self,
        values: impl IntoIterator<Item = (&'a Input, f64)>,
    ) -> Result<Scenario, Error> {
        let mut document = self.document.clone();
        for (input, value) in values {
            let place = input.place().as_str();
            write_value(&mut document, input, value).map_err(|error| error.at(place))?;
            drop_correlations(&mut document, input);
        }
        Scenario::read(document)
    }
}

fn unreadable(error: &serde_json::Error) -> Error {
    let message = error.to_string();
    Error::new(ErrorKind::Document { message })
}

/// Writes a value at the place of an input, as an assumption that says what it replaces.
fn write_value(document: &mut Value, input: &Input, value: f64) -> Result<(), Error> {
    let text = input.form.text_of(value)?;
    let place = input.place().as_str();
    let Some(estimate) = estimate_at(document, place) else {
        return Err(Error::new(ErrorKind::Unknown {
            what: "estimate in the scenario's file at",
            given: place.to_owned(),
            nearest: None,
        }));
    };
    let replaced = format!(
        "set in place of {} ({})",
        input.written,
        input.source().publisher()
    );
    let source = Source::assumption(replaced)?;
    let source = serde_json::to_value(source).map_err(|error| unreadable(&error))?;
    let observed = estimate.get("observed").cloned();
    let mut written = serde_json::Map::new();
    written.insert("value".to_owned(), Value::String(text));
    written.insert("source".to_owned(), source);
    written.extend(observed.map(|observed| ("observed".to_owned(), observed)));
    *estimate = Value::Object(written);
    Ok(())
}

/// The estimate at a place of a scenario's JSON.
fn estimate_at<'a>(document: &'a mut Value, place: &str) -> Option<&'a mut Value> {
    let mut value = document;
    for step in place.split('.') {
        let (name, indices) = step.split_once('[').map_or((step, ""), |(name, rest)| {
            (name, rest.strip_suffix(']').unwrap_or(rest))
        });
        value = value.get_mut(name)?;
        for index in indices.split("][").filter(|index| !index.is_empty()) {
            value = value.get_mut(index.parse::<usize>().ok()?)?;
        }
    }
    // A coefficient is a table with one key, the name of its kind, which contains the estimate.
    while value.get("value").is_none() && value.get("catalogue").is_none() {
        let table = value.as_object_mut().filter(|table| table.len() == 1)?;
        value = table.values_mut().next()?;
    }
    Some(value)
}

/// Removes the rank correlations of an input, which a certain value cannot have.
fn drop_correlations(document: &mut Value, input: &Input) {
    let Some(table) = document.as_object_mut() else {
        return;
    };
    let list = table.get_mut("correlation").and_then(Value::as_array_mut);
    let Some(list) = list else { return };
    list.retain(|correlation| {
        let between = correlation.get("between").and_then(Value::as_array);
        let mut places = between.into_iter().flatten().filter_map(Value::as_str);
        !places.any(|place| input.is_at(place))
    });
    if list.is_empty() {
        table.remove("correlation");
    }
}

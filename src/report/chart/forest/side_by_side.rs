//! Forest charts of coefficients that are compared in one scenario.

use super::{ForestChart, ForestKind, ForestRow, numbers, study};
use crate::evidence::Figure;
use crate::report::chart::fan::{caption, unit};
use crate::report::chart::table::Caption;
use crate::report::chart::unit::AxisUnit;
use crate::report::chart::words::{self, Words};
use crate::report::coefficients::{Candidate, CandidateKind, SideBySide};
use crate::response::Coefficient;
use crate::{Error, ErrorKind, Language};

/// The name of a row: the study behind an entry, or what the caller said.
fn name(candidate: &Candidate) -> Words {
    match candidate.entry() {
        Some(entry) if candidate.chinese_name().is_none() => study(entry),
        _ => {
            let chinese = candidate.chinese_name().unwrap_or(candidate.name());
            Words::new(candidate.name(), chinese)
        }
    }
}

fn kind(candidate: &Candidate) -> ForestKind {
    match (candidate.kind(), candidate.entry()) {
        (CandidateKind::Pooled, _) => ForestKind::Pooled,
        (_, Some(entry)) => ForestKind::from(entry),
        (_, None) => ForestKind::Own,
    }
}

/// A row; ends that do not contain the number are not drawn.
fn row(candidate: &Candidate, value: f64, ends: Option<[f64; 2]>) -> ForestRow {
    let name = name(candidate);
    let row = ForestRow::new(name.of(Language::English), value, kind(candidate))
        .in_chinese(name.of(Language::Chinese));
    let ends = ends.map(|[one, other]| [one.min(other), one.max(other)]);
    match ends.map(|[low, high]| row.clone().with_interval(low, high)) {
        Some(Ok(with_interval)) => with_interval,
        _ => row,
    }
}

fn figure(coefficient: &Coefficient) -> Figure {
    match coefficient.clone() {
        Coefficient::Elasticity(estimate) => estimate.into(),
        Coefficient::GrowthRatio(estimate) => estimate.into(),
        Coefficient::SemiElasticity(estimate) => estimate.into(),
    }
}

impl ForestChart {
    /// The coefficients that are compared, with the central 90 % of each, on a logarithmic axis where
    /// they lie far apart.
    ///
    /// # Errors
    ///
    /// [`WrongQuantity`](ErrorKind::WrongQuantity) for coefficients of several kinds: their numbers
    /// do not compare. [`of_results`](Self::of_results) shows what they say.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::report::chart::{Chart, ForestChart, Style};
    /// use compute_impact::report::coefficients::{Candidate, SideBySide};
    /// use compute_impact::{Output, Reading, Scenario};
    ///
    /// let scenario = Scenario::shipped("china-2030")?;
    /// let ids = ["literature.ict.corrected", "caict.elasticity.gdp-2025"];
    /// let candidates = [
    ///     Candidate::published(ids[0])?,
    ///     Candidate::published(ids[1])?,
    ///     Candidate::pooled(&ids.map(|id| (id, 1.0)))?,
    /// ];
    /// let compared = SideBySide::new(&scenario, Output::Gdp(Reading::Impact), candidates)?;
    /// let chart = ForestChart::of_coefficients(&compared)?;
    /// assert_eq!(chart.table().cell(2, "high"), Some(0.0426));
    /// let chart = ForestChart::of_results(&compared)?;
    /// assert!(chart.svg(Style::default()).contains("GDP impact in 2030 by coefficient"));
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn of_coefficients(compared: &SideBySide) -> Result<Self, Error> {
        let figures = compared.results().iter();
        let figures: Vec<Figure> = figures
            .map(|result| figure(result.candidate.coefficient()))
            .collect();
        let Some(first) = figures.first() else {
            return Err(Error::new(ErrorKind::Missing {
                what: "the coefficients of the chart",
                remedy: "compare at least one coefficient",
            }));
        };
        let mut rows = Vec::with_capacity(figures.len());
        for (figure, result) in figures.iter().zip(compared.results()) {
            if figure.kind() != first.kind() {
                let (expected, found) = (first.quantity(), figure.quantity());
                let kind = ErrorKind::WrongQuantity { expected, found };
                return Err(Error::new(kind).at(result.candidate.name()));
            }
            rows.push(row(&result.candidate, figure.number(), result.interval));
        }
        let (_, _, unit) = numbers(first);
        let caption = Caption {
            source: Words::both(|language| sources(compared, language)),
            ..super::caption(first.kind())
        };
        Self::new(caption, unit, rows)
    }

    /// What the coefficients say of the output in the last period, with the results at the ends of
    /// each coefficient's central 90 %.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](ErrorKind::OutOfRange) for a number too large to draw.
    ///
    /// # Examples
    ///
    /// See [`of_coefficients`](Self::of_coefficients).
    pub fn of_results(compared: &SideBySide) -> Result<Self, Error> {
        let (scenario, output) = (compared.scenario(), compared.output());
        let results = compared.results().iter();
        let rows = results
            .map(|result| row(&result.candidate, result.central, result.at_ends))
            .collect();
        let of_run = caption(&[scenario], output, &Words::new("", ""));
        let title = |language: Language| {
            let name = words::output(output);
            let at = words::period(scenario.until(), language);
            match language {
                Language::English => format!("{} in {at} by coefficient", name.of(language)),
                Language::Chinese => format!("{at}{}，按系数", name.of(language)),
            }
        };
        let caption = Caption {
            title: Words::both(title),
            source: Words::both(|language| {
                let semicolon = language.of("; coefficients: ", "；系数：");
                let own = language.of("own calculation, scenario ", "自行测算，情景");
                let quoted = words::scenario_name(scenario, language);
                format!("{own}“{quoted}”{semicolon}{}", sources(compared, language))
            }),
            ..of_run
        };
        let unit: AxisUnit = unit(output, compared.unit());
        Self::new(caption, unit, rows)
    }
}

/// The publishers of the coefficients, each once.
fn sources(compared: &SideBySide, language: Language) -> String {
    let results = compared.results().iter();
    let mut publishers: Vec<String> = results
        .map(|result| {
            if result.candidate.kind() == CandidateKind::Pooled {
                return language.of("own calculation", "自行测算").to_owned();
            }
            let source = result.candidate.coefficient().source();
            super::publisher(source, language).to_owned()
        })
        .collect();
    publishers.sort_unstable();
    publishers.dedup();
    publishers.join(language.of("; ", "；"))
}

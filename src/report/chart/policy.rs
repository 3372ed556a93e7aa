//! One output before and after a policy.

use super::canvas::{Canvas, Key, Stroke};
use super::fan::{caption, draws, unit};
use super::table::Table;
use super::time::{End, describe, notable, plot};
use super::words::{Column, Words};
use super::{Style, drawn};
use crate::scenario::Output;
use crate::{Error, ErrorKind, Fan, Projection};

/// One output of two runs, without a policy and with it.
///
/// It shows the two paths of two projections, or the medians and the middle nine tenths of two
/// fans.
///
/// # Examples
///
/// ```
/// use compute_impact::Scenario;
/// use compute_impact::report::chart::{Chart, PolicyChart};
/// use compute_impact::scenario::Output;
///
/// let before = Scenario::shipped("china-2030")?.project()?;
/// let chart = PolicyChart::of_projections(&before, &before, Output::SmartShare)?;
/// assert_eq!(chart.table().cell(0, "before"), chart.table().cell(0, "after"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct PolicyChart {
    table: Table,
}

drawn!(PolicyChart);

const COLUMNS: [Column; 7] = [
    Column::Years,
    Column::BeforeP05,
    Column::Before,
    Column::BeforeP95,
    Column::AfterP05,
    Column::After,
    Column::AfterP95,
];
/// The columns of numbers in the unit of the output.
const DRAWN: [&str; 6] = [
    "before-p05",
    "before",
    "before-p95",
    "after-p05",
    "after",
    "after-p95",
];

fn unlike() -> Error {
    Error::new(ErrorKind::Conflict {
        what: "the run after the policy",
        with: "the run before it",
        remedy: "run both over the same periods, in the same unit",
    })
}

impl PolicyChart {
    /// Builds a chart of the two paths at central values.
    ///
    /// # Errors
    ///
    /// [`NoOutput`](ErrorKind::NoOutput) if one of them has no such path, and
    /// [`Conflict`](ErrorKind::Conflict) if they differ in unit or periods.
    pub fn of_projections(
        before: &Projection,
        after: &Projection,
        output: Output,
    ) -> Result<Self, Error> {
        let missing = || Error::new(ErrorKind::NoOutput { output });
        let (old, new) = (
            before.series(output).ok_or_else(missing)?,
            after.series(output).ok_or_else(missing)?,
        );
        let scenario = before.scenario();
        let base = scenario.base();
        if old.unit() != new.unit() || !old.iter().map(|c| c.0).eq(new.iter().map(|c| c.0)) {
            return Err(unlike());
        }
        let mut table = Table::new(
            caption(&[scenario, after.scenario()], output, &Words::new("", "")),
            unit(output, old.unit()),
            &COLUMNS,
        );
        // An output over a period has no number in the base period.
        let skip = usize::from(output.is_of_period());
        for ((period, before), (_, after)) in old.iter().zip(new.iter()).skip(skip) {
            let years = base.years_until(period);
            let cells = [("years", years), ("before", before), ("after", after)];
            table.push_period("period", period, &cells)?;
        }
        let table = table.checked()?;
        Ok(Self { table })
    }

    /// Builds a chart of two fans: medians, and the ranges from 5 to 95 %.
    ///
    /// # Errors
    ///
    /// As [`of_projections`](Self::of_projections).
    pub fn of_fans(before: &Fan, after: &Fan, output: Output) -> Result<Self, Error> {
        let missing = || Error::new(ErrorKind::NoOutput { output });
        let (old, new) = (
            before.series(output).ok_or_else(missing)?,
            after.series(output).ok_or_else(missing)?,
        );
        let scenario = before.scenario();
        let base = scenario.base();
        if old.unit() != new.unit() || !old.iter().map(|c| c.0).eq(new.iter().map(|c| c.0)) {
            return Err(unlike());
        }
        let caption = caption(
            &[scenario, after.scenario()],
            output,
            &draws(before.summary()),
        );
        let mut table = Table::new(caption, unit(output, old.unit()), &COLUMNS);
        for ((period, old), (_, new)) in old.iter().zip(new.iter()) {
            let mut cells = vec![("years", base.years_until(period))];
            let quantiles = [0.05, 0.5, 0.95].map(|p| (old.quantile(p), new.quantile(p)));
            for ((old, new), place) in quantiles.into_iter().zip(1..) {
                cells.push((COLUMNS[place].id(), old?.value));
                cells.push((COLUMNS[place + 3].id(), new?.value));
            }
            table.push_period("period", period, &cells)?;
        }
        let table = table.checked()?;
        Ok(Self { table })
    }
}

fn draw(table: &Table, style: Style) -> String {
    let language = style.language();
    let title = table.caption().title(language);
    let mut canvas = Canvas::new(style, title);
    let palette = canvas.palette;
    let old = Stroke::new(palette.other, 2.5, "7 4");
    let new = Stroke::new(palette.main, 2.5, "");
    let mut items = vec![
        (
            Key::Line(old),
            language.of("before the policy", "政策前").to_owned(),
        ),
        (
            Key::Line(new),
            language.of("after the policy", "政策后").to_owned(),
        ),
    ];
    if !table.numbers(&["before-p05"]).is_empty() {
        let text = language.of("each 5–95 %", "各自5–95%");
        items.push((Key::Area(palette.neutral, 0.3), text.to_owned()));
    }
    canvas.legend(&items);
    let ends = [Column::Before, Column::After].map(|column| End {
        column,
        colour: palette.text,
        named: true,
    });
    let plot = plot(&mut canvas, table, &DRAWN, &ends);
    plot.band(
        &mut canvas,
        ("before-p05", "before-p95"),
        palette.other,
        0.2,
    );
    plot.band(&mut canvas, ("after-p05", "after-p95"), palette.main, 0.25);
    plot.line(&mut canvas, "before", old);
    plot.line(&mut canvas, "after", new);
    plot.ends(&mut canvas, &ends);
    let text = describe(table, &notable(table), plot.short(), language);
    canvas.finish("policy", title, table.caption().source(language), &text)
}

//! The smart share at a date: two trends and the policy target.

use super::canvas::{Canvas, Key, Stroke};
use super::shape::Shape;
use super::table::{Caption, Table};
use super::time::{End, describe, plot};
use super::unit::AxisUnit;
use super::words::{self, Column, Words};
use super::{Style, drawn};
use crate::capacity::ShareObservation;
use crate::{Error, ErrorKind, Frequency, Language, Period, Share, smart_share_answers};

/// The smart share to a date: the observations, the logistic and the linear trend through them, and
/// the policy target.
///
/// The three answers at the date are those of [`smart_share_answers`], and so is every point of
/// the trends on the way. They answer different questions, and none stands for another.
///
/// # Examples
///
/// ```
/// use compute_impact::Share;
/// use compute_impact::capacity::ShareObservation;
/// use compute_impact::evidence::Estimate;
/// use compute_impact::report::chart::{Chart, ShareChart};
///
/// let seen = |at: &str, id: &str| -> Result<_, compute_impact::Error> {
///     Ok(ShareObservation::new(at.parse()?, Estimate::from_catalogue(id)?))
/// };
/// let observations = vec![
///     seen("2023-06", "miit.smart-share.in-use.2023-06")?,
///     seen("2024-06", "miit.smart-share.in-use.2024-07")?,
/// ];
/// let chart = ShareChart::new(&observations, Share::new(0.35)?, "2025".parse()?)?;
/// let answers = chart.table().rows().len() - 3;
/// let logistic = chart.table().cell(answers, "logistic").unwrap();
/// assert!((logistic - 0.384_539_035_098_122).abs() < 1e-14);
/// assert_eq!(chart.table().cell(answers + 2, "policy"), Some(0.35));
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct ShareChart {
    table: Table,
}

drawn!(ShareChart);

/// The most points of a trend.
const POINTS: i32 = 48;

impl ShareChart {
    /// Runs both trends from the first observation to the date.
    ///
    /// # Errors
    ///
    /// As [`smart_share_answers`], and [`DateOrder`](ErrorKind::DateOrder) if the date does not
    /// lie after the first observation.
    pub fn new(
        observations: &[ShareObservation],
        target: Share,
        at: Period,
    ) -> Result<Self, Error> {
        let answers = smart_share_answers(observations.to_vec(), target, at)?;
        let dates = observations.iter().map(ShareObservation::at);
        let Some(first) = dates.min_by(|a, b| b.years_until(*a).total_cmp(&0.0)) else {
            return Err(Error::new(ErrorKind::Missing {
                what: "the observations of the share",
                remedy: "give at least two dates",
            }));
        };
        if !at.ends_after(first) {
            return Err(Error::new(ErrorKind::DateOrder {
                what: "the date of the target",
                given: at,
                after: first,
            }));
        }
        let columns = [
            Column::Years,
            Column::Observed,
            Column::Logistic,
            Column::Linear,
            Column::Policy,
        ];
        let mut table = Table::new(caption(observations, at), AxisUnit::Fraction, &columns);
        for step in steps(first, at)? {
            let years = ("years", first.years_until(step));
            let trend = smart_share_answers(observations.to_vec(), target, step)?;
            let mut cells = vec![years, ("logistic", trend.logistic.get())];
            cells.extend(trend.linear.map(|share| ("linear", share.get())));
            table.push_period("period", step, &cells)?;
        }
        for observation in observations {
            let years = ("years", first.years_until(observation.at()));
            let cells = [years, ("observed", observation.share().value().get())];
            table.push_period("observation", observation.at(), &cells)?;
        }
        let linear = answers.linear.map(Share::get);
        for (column, value) in [
            ("logistic", Some(answers.logistic.get())),
            ("linear", linear),
            ("policy", Some(answers.target.get())),
        ] {
            let mut cells = vec![("years", first.years_until(at))];
            cells.extend(value.map(|value| (column, value)));
            table.push_period("answer", at, &cells)?;
        }
        let table = table.checked()?;
        Ok(Self { table })
    }
}

/// The ends of months from one date to another, thinned to a number that can be drawn; the last is
/// always included.
fn steps(first: Period, last: Period) -> Result<Vec<Period>, Error> {
    let month = |period: Period| {
        let parts = match period.frequency() {
            Frequency::Month => return Ok(period),
            Frequency::Quarter | Frequency::Year => period,
        };
        // The month in which the period ends.
        let january = Period::month(parts.calendar_year(), 1)?;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "0 to 11"
        )]
        let ahead = (january.years_until(parts) * 12.0).round() as u32;
        january.plus(ahead)
    };
    let (first, last) = (month(first)?, month(last)?);
    let months = last.since(first)?;
    let each = [1, 3, 6, 12, 60, 120, 600]
        .into_iter()
        .find(|each| months / each <= POINTS);
    let each = each.unwrap_or(1200);
    // Counted back from the last, so that the last is included and the labels are ends of years.
    let mut ahead: Vec<i32> = (0..=months / each).map(|n| months - n * each).collect();
    if ahead.last() != Some(&0) {
        ahead.push(0);
    }
    ahead
        .into_iter()
        .rev()
        .map(|months| first.plus(u32::try_from(months).unwrap_or(0)))
        .collect()
}

fn caption(observations: &[ShareObservation], at: Period) -> Caption {
    let mut publishers: Vec<_> = observations
        .iter()
        .map(|observation| crate::text::line(observation.share().source().publisher()))
        .collect();
    publishers.sort_unstable();
    publishers.dedup();
    Caption {
        title: Words::new(
            &format!(
                "Smart share of computing power at the end of {at}: two trends and the target"
            ),
            &format!(
                "{}末智能算力占比：两种趋势与政策目标",
                words::period(at, Language::Chinese)
            ),
        ),
        measured: Words::new("Smart share of computing power", "智能算力占比"),
        source: Words::new(
            &format!("{}; trends: own calculation", publishers.join(", ")),
            &format!("{}；趋势为自行测算", publishers.join("、")),
        ),
    }
}

fn draw(table: &Table, style: Style) -> String {
    let language = style.language();
    let title = table.caption().title(language);
    let mut canvas = Canvas::new(style, title);
    let palette = canvas.palette;
    let logistic = Stroke::new(palette.main, 2.5, "");
    let linear = Stroke::new(palette.other, 2.5, "7 4");
    canvas.legend(&[
        (
            Key::Mark(Shape::Ring, palette.text),
            Column::Observed.name(language).to_owned(),
        ),
        (
            Key::Line(logistic),
            Column::Logistic.name(language).to_owned(),
        ),
        (Key::Line(linear), Column::Linear.name(language).to_owned()),
        (
            Key::Mark(Shape::Diamond, palette.target),
            language
                .of("policy target, an aim", "政策目标（非预测）")
                .to_owned(),
        ),
    ]);
    let columns = ["observed", "logistic", "linear", "policy"];
    let ends = [Column::Logistic, Column::Linear, Column::Policy].map(|column| End {
        column,
        colour: palette.text,
        named: true,
    });
    let plot = plot(&mut canvas, table, &columns, &ends);
    plot.line(&mut canvas, "linear", linear);
    plot.line(&mut canvas, "logistic", logistic);
    plot.marks(&mut canvas, "observed", Shape::Ring, palette.text);
    plot.marks(&mut canvas, "policy", Shape::Diamond, palette.target);
    plot.ends(&mut canvas, &ends);
    let rows = table.rows().iter().enumerate();
    let described: Vec<usize> = rows
        .filter(|(_, row)| row.kind() != "period")
        .map(|(row, _)| row)
        .collect();
    let text = describe(table, &described, plot.short(), language);
    canvas.finish("share", title, table.caption().source(language), &text)
}

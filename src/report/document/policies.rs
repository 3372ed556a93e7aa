//! The effect of each policy of a scenario.

use super::block::{Block, Grid, scaled};
use super::names;
use crate::Language;
use crate::policy::{Lever, Shock};
use crate::report::chart::{AxisUnit, unit_of, words};
use crate::scenario::{Output, Reading, Scenario};
use crate::{Error, Period, Simulation};

/// The quantiles that are reported.
const ENDS: [f64; 2] = [0.05, 0.95];

/// The effects of policies on some outputs.
#[derive(Clone)]
pub(super) struct Effects {
    /// The outputs with their units; true for one whose ranges are not printed.
    outputs: Vec<(Output, AxisUnit, bool)>,
    /// One row per policy.
    rows: Vec<Row>,
}

#[derive(Clone)]
struct Row {
    policy: String,
    levers: Vec<Lever>,
    /// For each output, the period of the greatest central effect, that effect, and its quantiles 5
    /// and 95 %.
    peaks: Vec<Option<Peak>>,
}

type Peak = (Period, f64, [f64; 2]);

/// The levers that a policy moves, in words.
fn levers(levers: &[Lever], language: Language) -> String {
    let lever = |lever: &Lever| {
        let segment = names::segment(lever.segment(), language);
        match (lever, language) {
            (Lever::Additions(_), Language::English) => format!("additions of {segment}"),
            (Lever::Additions(_), Language::Chinese) => format!("{segment}新增"),
            (Lever::Utilisation(_), Language::English) => format!("utilisation of {segment}"),
            (Lever::Utilisation(_), Language::Chinese) => format!("{segment}利用率"),
            (Lever::Productivity(_), Language::English) => format!("productivity of {segment}"),
            (Lever::Productivity(_), Language::Chinese) => format!("{segment}效能"),
        }
    };
    let levers: Vec<String> = levers.iter().map(lever).collect();
    levers.join(language.of("; ", "；"))
}

impl Effects {
    pub(super) fn new(
        scenario: &Scenario,
        main: Output,
        settings: &Simulation,
        is_hidden: impl Fn(Output) -> Result<bool, Error>,
    ) -> Result<Self, Error> {
        let mut outputs = vec![Output::EffectiveCompute, Output::Gdp(Reading::With)];
        // An effect on GDP is an effect on its impact.
        if !outputs.contains(&main) && !matches!(main, Output::Gdp(_)) {
            outputs.push(main);
        }
        let mut units: Vec<Option<AxisUnit>> = vec![None; outputs.len()];
        let mut rows = Vec::new();
        for policy in scenario.policies() {
            let effect = scenario.effect_of(policy.name())?;
            let central = effect.project()?;
            let settings = settings
                .clone()
                .with_outputs(outputs.iter().copied())
                .with_targets([])?;
            let fan = effect.simulate(&settings)?;
            let mut peaks = Vec::new();
            for (output, unit) in outputs.iter().zip(&mut units) {
                let (Some(path), Some(spread)) = (central.series(*output), fan.series(*output))
                else {
                    peaks.push(None);
                    continue;
                };
                *unit = Some(unit_of(*output, path.unit()));
                let most = path.iter().max_by(|a, b| a.1.abs().total_cmp(&b.1.abs()));
                let Some((period, value)) = most else {
                    peaks.push(None);
                    continue;
                };
                let cell = spread.at(period)?.map(|cell| -> Result<_, Error> {
                    let [low, high] = ENDS.map(|p| cell.quantile(p).map(|q| q.value));
                    Ok((period, value, [low?, high?]))
                });
                peaks.push(cell.transpose()?);
            }
            let levers = policy.shocks().iter().map(Shock::lever).collect();
            rows.push(Row {
                policy: policy.name().to_owned(),
                levers,
                peaks,
            });
        }
        let none = || AxisUnit::Other(String::new());
        let units = units.into_iter().map(|unit| unit.unwrap_or_else(none));
        Ok(Self {
            outputs: outputs
                .into_iter()
                .zip(units)
                .map(|(output, unit)| Ok((output, unit, is_hidden(output)?)))
                .collect::<Result<_, Error>>()?,
            rows,
        })
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    pub(super) fn report(&self, language: Language, blocks: &mut Vec<Block>) {
        let header = match language {
            Language::English => ["policy", "changes", "greatest in", "central", "5 %", "95 %"],
            Language::Chinese => ["政策", "改变", "最大影响时期", "中心值", "5%", "95%"],
        };
        for (number, (output, unit, is_hidden)) in self.outputs.iter().enumerate() {
            let all = self.rows.iter().filter_map(|row| row.peaks[number]);
            let values: Vec<f64> = all
                .flat_map(|(_, value, [low, high])| [value, low, high])
                .collect();
            let short = scaled(&values, unit, language);
            let mut name = words::output(*output).of(language).to_owned();
            if !short.unit.is_empty() {
                name = format!("{name}{}{}", language.of(", ", "，"), short.unit);
            }
            let mut grid = Grid::new(&name, header, 2);
            for row in &self.rows {
                let Some((period, value, [low, high])) = row.peaks[number] else {
                    continue;
                };
                let [value, low, high] = [value, low, high].map(|value| short.precise(value, 4));
                let [low, high] =
                    [low, high].map(|end| if *is_hidden { "–".to_owned() } else { end });
                grid.push([
                    row.policy.clone(),
                    levers(&row.levers, language),
                    words::period(period, language),
                    value,
                    low,
                    high,
                ]);
            }
            blocks.push(Block::Subheading(name));
            blocks.push(Block::Grid(grid));
        }
    }
}

//! The effect of each policy of a scenario.

use super::block::{Block, Grid, scaled};
use super::{names, shipped};
use crate::Language;
use crate::policy::{Instrument, Shock};
use crate::report::chart::words::{self, Words};
use crate::report::chart::{AxisUnit, unit_of};
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
    policy: Words,
    instruments: Vec<Instrument>,
    /// For each output, the period of the greatest central effect, that effect, and its quantiles 5
    /// and 95 %.
    peaks: Vec<Option<Peak>>,
}

type Peak = (Period, f64, [f64; 2]);

/// The instruments of a policy, in words.
fn instruments(instruments: &[Instrument], language: Language) -> String {
    let instrument = |instrument: &Instrument| {
        let segment = names::segment(instrument.segment(), language);
        match (instrument, language) {
            (Instrument::Additions(_), Language::English) => format!("additions of {segment}"),
            (Instrument::Additions(_), Language::Chinese) => format!("{segment}新增"),
            (Instrument::Utilisation(_), Language::English) => format!("utilisation of {segment}"),
            (Instrument::Utilisation(_), Language::Chinese) => format!("{segment}利用率"),
            (Instrument::Productivity(_), Language::English) => {
                format!("productivity of {segment}")
            }
            (Instrument::Productivity(_), Language::Chinese) => format!("{segment}效能"),
            (Instrument::Price(_), Language::English) => format!("price of {segment}"),
            (Instrument::Price(_), Language::Chinese) => format!("{segment}价格"),
            (Instrument::Access(_), Language::English) => format!("access to {segment}"),
            (Instrument::Access(_), Language::Chinese) => format!("{segment}的可及性"),
        }
    };
    let instruments: Vec<String> = instruments.iter().map(instrument).collect();
    instruments.join(language.of("; ", "；"))
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
                .with_outputs(outputs.iter().copied())?
                .with_targets([])?;
            let fan = effect.run_whole(&settings)?;
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
            let instruments = policy.shocks().iter().map(Shock::instrument).collect();
            rows.push(Row {
                policy: Words::both(|language| {
                    shipped::policy(scenario, policy.name(), language).to_owned()
                }),
                instruments,
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
                    row.policy.of(language).to_owned(),
                    instruments(&row.instruments, language),
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

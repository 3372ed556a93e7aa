//! What policies change.

use super::block::{Block, Grid, scaled};
use crate::Language;
use crate::report::chart::{AxisUnit, unit_of, words};
use crate::scenario::{Output, Reading, Scenario};
use crate::{Error, Period, Simulation};

/// The quantiles that are told.
const ENDS: [f64; 2] = [0.05, 0.95];

/// What policies change.
#[derive(Clone)]
pub(super) struct Effects {
    outputs: Vec<(Output, AxisUnit)>,
    /// One a policy.
    rows: Vec<Row>,
}

#[derive(Clone)]
struct Row {
    policy: String,
    touches: String,
    /// Of each output the period of its greatest central effect, that effect, and its quantiles 5
    /// and 95 %.
    found: Vec<Option<Found>>,
}

type Found = (Period, f64, [f64; 2]);

impl Effects {
    pub(super) fn new(
        scenario: &Scenario,
        main: Output,
        settings: &Simulation,
    ) -> Result<Self, Error> {
        let mut outputs = vec![Output::EffectiveCompute, Output::Gdp(Reading::With)];
        // What moves GDP moves the impact on it.
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
            let mut found = Vec::new();
            for (output, unit) in outputs.iter().zip(&mut units) {
                let (Some(path), Some(spread)) = (central.series(*output), fan.series(*output))
                else {
                    found.push(None);
                    continue;
                };
                *unit = Some(unit_of(*output, path.unit()));
                let most = path.iter().max_by(|a, b| a.1.abs().total_cmp(&b.1.abs()));
                let Some((period, value)) = most else {
                    found.push(None);
                    continue;
                };
                let cell = spread.at(period)?.map(|cell| -> Result<_, Error> {
                    let [low, high] = ENDS.map(|p| cell.quantile(p).map(|q| q.value()));
                    Ok((period, value, [low?, high?]))
                });
                found.push(cell.transpose()?);
            }
            let touches: Vec<String> = policy
                .shocks()
                .iter()
                .map(|shock| shock.lever().to_string())
                .collect();
            rows.push(Row {
                policy: policy.name().to_owned(),
                touches: touches.join("; "),
                found,
            });
        }
        let none = || AxisUnit::Other(String::new());
        let units = units.into_iter().map(|unit| unit.unwrap_or_else(none));
        Ok(Self {
            outputs: outputs.into_iter().zip(units).collect(),
            rows,
        })
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    pub(super) fn tell(&self, language: Language, blocks: &mut Vec<Block>) {
        let header = match language {
            Language::English => [
                "policy",
                "changes",
                "at its most in",
                "central",
                "5 %",
                "95 %",
            ],
            Language::Chinese => ["政策", "改变", "最大于", "中心值", "5%", "95%"],
        };
        for (number, (output, unit)) in self.outputs.iter().enumerate() {
            let all = self.rows.iter().filter_map(|row| row.found[number]);
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
                let Some((period, value, [low, high])) = row.found[number] else {
                    continue;
                };
                let [value, low, high] = [value, low, high].map(|value| short.precise(value, 4));
                grid.push([
                    row.policy.clone(),
                    row.touches.clone(),
                    period.to_string(),
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

use std::sync::Arc;

use compute_impact::simulation::{Fan, Summary};
use compute_impact::{Error, ErrorKind, Output, Scenario, Simulation};
use datafusion::arrow::array::{ArrayRef, StringArray};
use datafusion::arrow::datatypes::{DataType, Field, Schema};
use datafusion::arrow::record_batch::RecordBatch;
use datafusion::catalog::{TableFunctionArgs, TableFunctionImpl, TableProvider};
use datafusion::common::Result;
use datafusion::datasource::MemTable;
use datafusion::error::DataFusionError;

use crate::error::{refused, unplanned};
use crate::ranges::literal_text;

/// The runs that the functions know by name: a scenario, and the settings of its simulation.
///
/// # Examples
///
/// ```
/// use compute_impact::{Scenario, Simulation};
/// use compute_impact_datafusion::Runs;
///
/// let scenario = Scenario::shipped("china-2030")?;
/// let settings = Simulation::new(1_000_000)?.with_seed(7);
/// let runs = Runs::new().with_run("china", scenario.clone(), settings.clone())?;
/// assert_eq!(runs.names().collect::<Vec<_>>(), ["china"]);
/// assert!(runs.with_run("china", scenario, settings).is_err()); // the name is in use
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "Vec<Form>", into = "Vec<Form>")]
pub struct Runs(Vec<Arc<Run>>);

/// The serde shape of a run.
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields, rename = "Run")]
struct Form {
    name: String,
    scenario: Scenario,
    settings: Simulation,
}

impl From<Runs> for Vec<Form> {
    fn from(runs: Runs) -> Self {
        let forms = runs.0.iter().map(|run| Form {
            name: run.name.clone(),
            scenario: run.scenario.clone(),
            settings: run.settings.clone(),
        });
        forms.collect()
    }
}

impl TryFrom<Vec<Form>> for Runs {
    type Error = DataFusionError;

    fn try_from(forms: Vec<Form>) -> Result<Self> {
        let add = |runs: Self, run: Form| runs.with_run(run.name, run.scenario, run.settings);
        forms.into_iter().try_fold(Self::new(), add)
    }
}

/// A scenario and the settings of its simulation, by name.
#[derive(Debug)]
pub(crate) struct Run {
    name: String,
    fingerprint: String,
    pub(crate) scenario: Scenario,
    pub(crate) settings: Simulation,
    /// The outputs with their units, in words.
    units: Vec<(Output, String)>,
}

impl Runs {
    /// No runs.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The same runs and one more, under a name for `simulate`.
    ///
    /// # Errors
    ///
    /// If the name is in use, or the scenario cannot be projected at its central values.
    pub fn with_run(
        mut self,
        name: impl Into<String>,
        scenario: Scenario,
        settings: Simulation,
    ) -> Result<Self> {
        let name = name.into();
        if self.names().any(|other| other == name) {
            let reason = format!("the name \"{name}\" is in use: give the run another");
            return Err(unplanned("runs", reason));
        }
        let units = units(&scenario).map_err(|error| unplanned("runs", error))?;
        self.0.push(Arc::new(Run {
            name,
            fingerprint: scenario.fingerprint(),
            scenario,
            settings,
            units,
        }));
        Ok(self)
    }

    /// The names of the runs, in the order in which they were added.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|run| run.name.as_str())
    }

    /// The run of a name, or of the fingerprint of its scenario.
    pub(crate) fn named(&self, function: &str, name: &str) -> Result<&Arc<Run>> {
        if let Some(run) = self.0.iter().find(|run| run.name == name) {
            return Ok(run);
        }
        let mut of_scenario = self.0.iter().filter(|run| run.fingerprint == name);
        match (of_scenario.next(), of_scenario.next()) {
            (Some(run), None) => Ok(run),
            (Some(run), Some(other)) => {
                let reason = format!(
                    "the scenario {name} has more than one run: name one of \"{}\" and \"{}\"",
                    run.name, other.name
                );
                Err(refused(function, reason))
            }
            (None, _) if self.0.is_empty() => {
                let reason =
                    format!("no run is registered as \"{name}\": register it with the session");
                Err(refused(function, reason))
            }
            (None, _) => Err(refused(
                function,
                format!(
                    "no run is registered as \"{name}\": use one of {}, or register it with the session",
                    self.listed()
                ),
            )),
        }
    }

    /// The fan of a summary, which must be of a run that is registered.
    pub(crate) fn fan(
        &self,
        function: &str,
        summary: &Summary,
    ) -> Result<std::result::Result<Fan, Error>> {
        let of_scenario = |run: &&Arc<Run>| run.fingerprint == summary.scenario();
        let mut mismatch = None;
        let mut fitting: Option<(&str, std::result::Result<Fan, Error>)> = None;
        for run in self.0.iter().filter(of_scenario) {
            match (run.settings.fan(&run.scenario, summary.clone()), &fitting) {
                // Another run of the scenario.
                (Err(error), _) if matches!(error.kind(), ErrorKind::PartMismatch { .. }) => {
                    mismatch.get_or_insert(Err(error));
                }
                // Its exact quantiles lack their ranges, so that no summary fits.
                (Err(error), _) if matches!(error.kind(), ErrorKind::Conflict { .. }) => {
                    mismatch = Some(Err(error));
                }
                // Settings may differ in how many draws may fail.
                (fan, Some((name, other))) if fan.is_ok() != other.is_ok() => {
                    let reason = format!(
                        "the summary fits the runs \"{name}\" and \"{}\", which allow different \
                         shares of failed draws: register one of them",
                        run.name
                    );
                    return Err(refused(function, reason));
                }
                (_, Some(_)) => {}
                (fan, None) => fitting = Some((&run.name, fan)),
            }
        }
        if let Some((_, fan)) = fitting {
            return Ok(fan);
        }
        mismatch.ok_or_else(|| {
            let reason = format!(
                "the summary is of the scenario {}, of which no run is registered: register it with \
                 the session; registered are {}",
                summary.scenario(),
                self.listed()
            );
            refused(function, reason)
        })
    }

    /// The unit of an output, if it is the same in all runs that have it.
    pub(crate) fn unit(&self, output: Output) -> Option<String> {
        let mut units = self.0.iter().filter_map(|run| run.unit(output));
        let unit = units.next()?;
        units.all(|other| other == unit).then(|| unit.to_owned())
    }

    fn listed(&self) -> String {
        let names: Vec<String> = self.names().map(|name| format!("\"{name}\"")).collect();
        if names.is_empty() {
            return "none".to_owned();
        }
        names.join(", ")
    }
}

impl Run {
    fn unit(&self, output: Output) -> Option<&str> {
        let of = self.units.iter().find(|(other, _)| *other == output);
        of.map(|(_, unit)| unit.as_str())
    }
}

/// The units of all outputs of a scenario.
pub(crate) fn units(scenario: &Scenario) -> std::result::Result<Vec<(Output, String)>, Error> {
    let projection = scenario.project()?;
    let units = projection.outputs().iter().filter_map(|output| {
        let unit = projection.unit(*output)?;
        Some((*output, unit.to_string()))
    });
    Ok(units.collect())
}

/// The table function `run_outputs(run)`.
#[derive(Debug)]
pub(crate) struct RunOutputs(Arc<Runs>);

impl RunOutputs {
    pub(crate) fn new(runs: &Arc<Runs>) -> Self {
        Self(Arc::clone(runs))
    }
}

impl TableFunctionImpl for RunOutputs {
    fn call_with_args(&self, args: TableFunctionArgs) -> Result<Arc<dyn TableProvider>> {
        const NAME: &str = "run_outputs";
        let [run] = args.exprs() else {
            return Err(unplanned(NAME, "write run_outputs(run)"));
        };
        let run = self.0.named(NAME, literal_text(NAME, "run", run)?)?;
        let (base, periods) = (run.scenario.base(), run.scenario.periods());
        let mut rows: [Vec<String>; 3] = Default::default();
        let chosen = run.settings.outputs();
        let is_chosen = |output: &Output| chosen.is_none_or(|chosen| chosen.contains(output));
        for (output, unit) in run.units.iter().filter(|(output, _)| is_chosen(output)) {
            for row in u32::from(output.is_of_period())..=periods {
                let period = base.plus(row).map_err(|error| unplanned(NAME, error))?;
                let cells = [output.id().to_owned(), period.to_string(), unit.clone()];
                for (column, cell) in rows.iter_mut().zip(cells) {
                    column.push(cell);
                }
            }
        }
        let fields =
            ["output", "period", "unit"].map(|name| Field::new(name, DataType::Utf8, false));
        let schema = Arc::new(Schema::new(fields.to_vec()));
        let columns = rows.map(|column| Arc::new(StringArray::from(column)) as ArrayRef);
        let batch = RecordBatch::try_new(Arc::clone(&schema), columns.to_vec())?;
        Ok(Arc::new(MemTable::try_new(schema, vec![vec![batch]])?))
    }
}

//! The table functions `sweep` and `project`.

use std::sync::Arc;

use compute_impact::Output;
use datafusion::catalog::{Session, TableFunctionArgs, TableFunctionImpl, TableProvider};
use datafusion::common::{Result, TableReference};
use datafusion::logical_expr::Expr;
use futures::FutureExt;

use super::{BadRows, Variants};
use crate::Runs;
use crate::error::unplanned;
use crate::ranges::literal_text;

/// `sweep(run, table, outputs, bad_rows)`.
#[derive(Debug)]
pub(crate) struct Sweep(Arc<Runs>);

impl Sweep {
    pub(crate) fn new(runs: &Arc<Runs>) -> Self {
        Self(Arc::clone(runs))
    }
}

impl TableFunctionImpl for Sweep {
    fn call_with_args(&self, args: TableFunctionArgs) -> Result<Arc<dyn TableProvider>> {
        const NAME: &str = "sweep";
        let [run, table, more @ ..] = args.exprs() else {
            return Err(unplanned(
                NAME,
                "write sweep(run, table, outputs, bad_rows)",
            ));
        };
        let run = self.0.named(NAME, literal_text(NAME, "run", run)?)?;
        let table = table_named(NAME, args.session(), table)?;
        let (outputs, bad_rows) = options(NAME, more)?;
        let variants = Variants::sweep(table, &run.scenario, &outputs, bad_rows)?;
        Ok(Arc::new(variants))
    }
}

/// `project(table, column, outputs, bad_rows)`.
#[derive(Debug)]
pub(crate) struct Project;

impl TableFunctionImpl for Project {
    fn call_with_args(&self, args: TableFunctionArgs) -> Result<Arc<dyn TableProvider>> {
        const NAME: &str = "project";
        let [table, column, more @ ..] = args.exprs() else {
            return Err(unplanned(
                NAME,
                "write project(table, column, outputs, bad_rows)",
            ));
        };
        let table = table_named(NAME, args.session(), table)?;
        let column = literal_text(NAME, "column", column)?;
        let (outputs, bad_rows) = options(NAME, more)?;
        let variants = Variants::documents(table, column, &outputs, bad_rows)?;
        Ok(Arc::new(variants))
    }
}

/// The outputs, of which none stand for all, and what to do with bad rows.
fn options(function: &str, given: &[Expr]) -> Result<(Vec<Output>, BadRows)> {
    let mut texts = ["", "refuse"];
    if given.len() > texts.len() {
        return Err(unplanned(function, "it takes at most four arguments"));
    }
    for ((text, name), given) in texts.iter_mut().zip(["outputs", "bad_rows"]).zip(given) {
        *text = literal_text(function, name, given)?;
    }
    let ids = texts[0]
        .split(',')
        .map(str::trim)
        .filter(|id| !id.is_empty());
    let outputs = ids.map(|id| id.parse().map_err(|error| unplanned(function, error)));
    Ok((outputs.collect::<Result<_>>()?, texts[1].parse()?))
}

/// The table or view of a name in the session.
fn table_named(
    function: &str,
    session: &dyn Session,
    name: &Expr,
) -> Result<Arc<dyn TableProvider>> {
    let name = literal_text(function, "table", name)?;
    let defaults = &session.config().options().catalog;
    let resolved =
        TableReference::from(name).resolve(&defaults.default_catalog, &defaults.default_schema);
    let schema = session
        .catalog_list()
        .catalog(&resolved.catalog)
        .and_then(|catalog| catalog.schema(&resolved.schema));
    let unknown = || {
        let reason = format!("no table or view \"{name}\" is registered: register or create it");
        unplanned(function, reason)
    };
    let schema = schema.ok_or_else(unknown)?;
    // Tables in memory are there at once, and a table function cannot wait for others.
    let Some(found) = schema.table(&resolved.table).now_or_never() else {
        let reason = format!(
            "the catalogue of \"{name}\" answers later: register the table in memory, or use \
             `Variants` on a `DataFrame`"
        );
        return Err(unplanned(function, reason));
    };
    found?.ok_or_else(unknown)
}

//! Errors: what the engine shows, with the function that refused.

use std::fmt::Display;

use datafusion::error::DataFusionError;

/// The error of a call that a function refuses.
pub(crate) fn refused(function: &str, reason: impl Display) -> DataFusionError {
    DataFusionError::Execution(format!("{function}: {reason}"))
}

/// The error of a query that cannot be planned.
pub(crate) fn unplanned(function: &str, reason: impl Display) -> DataFusionError {
    DataFusionError::Plan(format!("{function}: {reason}"))
}

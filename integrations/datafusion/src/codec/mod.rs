//! Plans as bytes, for engines that send them to other processes: functions with their runs, tables and
//! operators.
//!
//! What is sent begins with the name and the version of the library, so that a process with another
//! version refuses it; everything else is left to the codec of the engine.

mod logical;
mod message;
mod physical;

use std::sync::{Arc, Mutex, PoisonError};

use datafusion::common::Result;
use datafusion::logical_expr::{AggregateUDF, ScalarUDF};
use datafusion_proto::logical_plan::LogicalExtensionCodec;
use datafusion_proto::physical_plan::PhysicalExtensionCodec;

use crate::error::unplanned;
use crate::function::Function;
use crate::{Runs, merge, scalar_functions};

/// The codec of logical plans, which a client sends to a scheduler.
///
/// It adds the functions and tables of this crate, and tables in memory, to those that `engine` can send.
/// A function carries the runs that it knows, scenario and settings, so that only the client registers
/// them.
///
/// # Examples
///
/// ```
/// use std::sync::Arc;
///
/// use compute_impact_datafusion::logical_codec;
/// use datafusion_proto::logical_plan::DefaultLogicalExtensionCodec;
///
/// let codec = logical_codec(Arc::new(DefaultLogicalExtensionCodec {}));
/// assert_eq!(codec.try_decode_udf("simulate", &[])?.name(), "simulate");
/// # Ok::<(), datafusion::error::DataFusionError>(())
/// ```
pub fn logical_codec(engine: Arc<dyn LogicalExtensionCodec>) -> Arc<dyn LogicalExtensionCodec> {
    let functions = Functions::default();
    Arc::new(logical::Codec {
        engine,
        functions,
        depth: 0,
    })
}

/// The codec of physical plans, which a scheduler sends to its executors.
///
/// It adds the functions and operators of this crate to those that `engine` can send.
///
/// # Examples
///
/// ```
/// use std::sync::Arc;
///
/// use compute_impact_datafusion::physical_codec;
/// use datafusion_proto::physical_plan::DefaultPhysicalExtensionCodec;
///
/// let codec = physical_codec(Arc::new(DefaultPhysicalExtensionCodec {}));
/// assert_eq!(codec.try_decode_udaf("merge_summaries", &[])?.name(), "merge_summaries");
/// # Ok::<(), datafusion::error::DataFusionError>(())
/// ```
pub fn physical_codec(engine: Arc<dyn PhysicalExtensionCodec>) -> Arc<dyn PhysicalExtensionCodec> {
    let functions = Functions::default();
    Arc::new(physical::Codec { engine, functions })
}

/// The functions decoded last, kept because all tasks of a query have the same runs.
#[derive(Debug, Default)]
struct Functions(Mutex<Option<Decoded>>);

/// The bytes of some runs, and the functions that know them.
type Decoded = (Vec<u8>, Vec<Arc<ScalarUDF>>);

impl Functions {
    /// Writes the runs of a function; nothing for a function that has none or is not of this crate.
    fn encode(function: &ScalarUDF, bytes: &mut Vec<u8>) -> Result<()> {
        match function
            .inner()
            .downcast_ref::<Function>()
            .and_then(Function::runs)
        {
            Some(runs) => message::write(runs, &[], bytes),
            None => Ok(()),
        }
    }

    /// Returns the function with this name, if this crate has one and the bytes are not of another.
    fn decode(&self, name: &str, bytes: &[u8]) -> Result<Option<Arc<ScalarUDF>>> {
        if !bytes.is_empty() && !message::is_ours(bytes) {
            return Ok(None);
        }
        let named = |functions: &[Arc<ScalarUDF>]| {
            functions
                .iter()
                .find(|function| function.name() == name)
                .cloned()
        };
        // The value is replaced as a whole, so a panic cannot leave it inconsistent.
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((before, functions)) = &*last
            && before == bytes
        {
            return Ok(named(functions));
        }
        let runs = match bytes {
            [] => Runs::new(),
            _ => message::read(bytes)?.0,
        };
        let functions = scalar_functions(&Arc::new(runs));
        let functions: Vec<_> = functions.into_iter().map(Arc::new).collect();
        let function = named(&functions);
        *last = Some((bytes.to_vec(), functions));
        Ok(function)
    }

    /// Returns the aggregate with this name, if this crate has one.
    fn aggregate(name: &str) -> Option<Arc<AggregateUDF>> {
        let merge = merge::function();
        (merge.name() == name).then(|| Arc::new(merge))
    }
}

/// The error of a plan that cannot be encoded or decoded.
fn plan_error(reason: impl std::fmt::Display) -> datafusion::error::DataFusionError {
    unplanned("plan", reason)
}

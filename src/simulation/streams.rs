//! The random streams of a plan: inputs that are one figure share one stream.

use crate::scenario::Plan;
use crate::uncertainty::{Copula, Sampler};

/// The random streams of a plan's uncertain inputs, in the order in which they are first used.
#[derive(Clone, Debug)]
pub(crate) struct Streams {
    /// The identifier of each stream.
    pub(crate) ids: Vec<u64>,
    /// The number of the plan's first input that is drawn from each stream.
    pub(crate) first_inputs: Vec<usize>,
    /// The stream and the sampler of each uncertain input, in the order of the plan.
    pub(crate) inputs: Vec<(usize, Sampler)>,
    /// The correlated streams, in the order of the copula.
    pub(crate) joined: Option<(Vec<usize>, Copula)>,
}

impl Streams {
    /// Collects the streams of a plan.
    pub(crate) fn of(plan: &Plan) -> Self {
        let mut ids: Vec<u64> = Vec::new();
        let mut first_inputs = Vec::new();
        let mut inputs = Vec::new();
        for (number, input) in plan.inputs.iter().enumerate() {
            let Some(sampler) = input.uncertainty().and_then(Sampler::new) else {
                continue;
            };
            let stream = ids.iter().position(|id| *id == input.stream());
            let stream = stream.unwrap_or_else(|| {
                ids.push(input.stream());
                first_inputs.push(number);
                ids.len() - 1
            });
            inputs.push((stream, sampler));
        }
        let joined = plan.joined.as_ref().map(|joined| {
            let stream_of = |input: &usize| {
                let id = plan.inputs[*input].stream();
                // Every member is uncertain, or the scenario was refused.
                ids.iter().position(|other| *other == id).unwrap_or(0)
            };
            let members = joined.members.iter().map(stream_of).collect();
            (members, joined.copula.clone())
        });
        Self {
            ids,
            first_inputs,
            inputs,
            joined,
        }
    }
}

//! The bits of a simulation without the feature `parallel`: those of all other builds.

mod invariance;
mod value_stability;

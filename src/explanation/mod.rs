//! Explanations of an answer.
//!
//! | question | entry point |
//! |---|---|
//! | where does a number come from? | [`Projection::explain`](crate::Projection::explain), in [`lineage`] |
//! | which uncertain inputs drive it? | [`Scenario::tornado`](crate::Scenario::tornado) and [`Scenario::model`](crate::Scenario::model), in [`sensitivity`] |
//! | which policies or inputs made a difference? | [`Scenario::split_by_policies`](crate::Scenario::split_by_policies) and [`Scenario::split_by_inputs`](crate::Scenario::split_by_inputs), in [`decomposition`] |
//! | which value of an input reaches a goal? | [`Scenario::solve`](crate::Scenario::solve), in [`goal_seek`] |

pub mod decomposition;
pub mod goal_seek;
pub mod lineage;
pub mod sensitivity;

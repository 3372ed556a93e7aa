//! All tests of the library as one program, with every feature: one build and one link.
//!
//! `cargo test NAME` runs the tests whose path has `NAME` in it, such as `channels`.
#![allow(clippy::disallowed_methods)] // What a result is near to may come from the platform.

// What the examples have in common, which their own modules name from the root.
#[path = "../examples/shown/mod.rs"]
mod shown;

mod accessors;
mod alternatives;
mod arrow;
mod binary_summaries;
mod by_hand;
mod cash_flow;
mod catalogue;
mod catalogue_words;
mod channels;
mod charts;
mod claims;
mod code_and_file;
mod coefficient_page;
mod coefficients;
mod coherent_index;
mod common;
mod compute_timing;
mod difference;
mod estimation;
mod evidence_grid;
mod exact_quantiles;
mod example_arguments;
mod explanation;
mod fan_as_data;
mod findings;
mod forecasts;
mod formulas;
mod fuzz_seeds;
mod g_function;
mod goal_seek;
mod hostile;
mod hostile_scenarios;
mod hostile_text;
mod hub_network;
mod implied;
mod input_output;
mod invariance;
mod investment;
mod kernel_accuracy;
mod kernel_room;
mod laws;
mod least_squares;
mod limits;
mod market;
mod meaning;
mod meta_analysis;
mod new_user;
mod part_directory;
mod pooled;
mod pooling;
mod properties;
mod quantity;
mod quasi_random;
mod readme;
mod reference;
mod report;
mod report_numbers;
mod scenario_page;
mod schema;
mod sensitivity;
mod share_deviation;
mod shipped;
mod simulation_hostile;
mod simulation_statistics;
mod stock;
mod stock_laws;
mod sweep;
mod sweep_tables;
mod tally;
mod tampering;
mod targets;
mod tidy;
mod trend;
mod uncertainty_properties;
mod uncertainty_reference;
mod value_stability;
mod watching;
mod wild_build_outs;
mod zero;

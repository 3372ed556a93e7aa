//! Results of scenarios against calculations by hand or by another program, at values where a wrong
//! formula and the right one differ: limits other than a half, quarters, outlays that vary.

mod build_out;
mod multiplier_chain;
mod one_segment;
mod policies;
mod quarterly_stocks;
mod restrictions;
mod share_through_observations;
mod small_effects;
mod vintages;

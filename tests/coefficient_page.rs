//! The page on coefficients states what the catalogue states, and what runs give.

#![allow(clippy::panic)] // Helpers of tests, which the lint takes for code.

use std::collections::BTreeSet;

use compute_impact::evidence::{Estimate, Figure, Measured, catalogue};
use compute_impact::response::{Coherence, Response};
use compute_impact::{Error, Scenario};

const PAGE: &str = include_str!("../docs/which-coefficient.md");

/// The response of a catalogue figure that is an elasticity or a growth ratio.
fn response(id: &str) -> Result<Option<Response>, Error> {
    Ok(match catalogue::find(id)?.figure() {
        Figure::Elasticity(_) => Some(Response::elasticity(Estimate::from_catalogue(id)?)),
        Figure::GrowthRatio(_) => Some(Response::growth_ratio(Estimate::from_catalogue(id)?)),
        _ => None,
    })
}

/// The impact in 2030 on the economy that a coefficient is of, in per cent.
fn impact(id: &str) -> Result<Option<f64>, Box<dyn std::error::Error>> {
    let Some(response) = response(id)? else {
        return Ok(None);
    };
    let scenario = Scenario::shipped("china-2030")?;
    let edit = scenario.edit().coherence(Coherence::AsPublished);
    let of_digital = catalogue::find(id)?.meaning().measures() == Some(Measured::DigitalEconomy);
    let impact = if of_digital {
        let digital = scenario.digital().ok_or("a digital economy")?;
        let edited = edit
            .digital(digital.clone().with_response(response))
            .build()?;
        let projection = edited.project()?;
        projection
            .digital()
            .ok_or("a digital economy")?
            .impact()
            .last()
    } else {
        let edited = edit
            .gdp(scenario.gdp().clone().with_response(response))
            .build()?;
        edited.project()?.gdp().impact().last()
    };
    Ok(Some(100.0 * impact))
}

/// Rows: identifier, value, confidence, impact in 2030.
#[test]
fn every_row_is_what_the_catalogue_and_a_run_say() -> Result<(), Box<dyn std::error::Error>> {
    let mut ids = BTreeSet::new();
    for line in PAGE.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [id, value, confidence, of_2030, ..] = cells[..] else {
            panic!("`{line}` must have four cells");
        };
        let id = id.trim_matches('`');
        let entry = catalogue::find(id)?;
        assert_eq!(value, entry.figure().value(), "{id}");
        assert_eq!(confidence, entry.source().confidence().to_string(), "{id}");
        let expected = impact(id)?.map_or("needs an index".to_owned(), |x| format!("{x:.2} %"));
        assert_eq!(of_2030, expected, "{id}");
        ids.insert(id);
    }
    let missing: Vec<&str> = catalogue::entries()
        .iter()
        .filter(|entry| {
            matches!(
                entry.figure(),
                Figure::Elasticity(_) | Figure::GrowthRatio(_)
            )
        })
        .map(catalogue::Entry::id)
        .filter(|id| !ids.contains(id))
        .collect();
    assert!(missing.is_empty(), "the page must list {missing:?}");
    Ok(())
}

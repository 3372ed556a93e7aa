//! How an elasticity of output with respect to compute collapses: from a cross-section of countries
//! to country and year effects, and what each estimate says of GDP in China.
//!
//! `cargo run --features estimation,csv,charts --example estimate`, or `-- --chart forest.svg`.

#[path = "../shown/mod.rs"]
mod shown;

mod arguments;

use std::process::ExitCode;

use clap::Parser;
use compute_impact::estimation::{
    ColumnKind, Data, Fit, Regression, SmallSample, StandardErrors, Term,
};
use compute_impact::report::chart::{Chart, ForestChart, Style};
use compute_impact::report::coefficients::{Candidate, CandidateResult, SideBySide};
use compute_impact::response::Coefficient;
use compute_impact::{Output, Reading};

use arguments::Arguments;
use shown::{Answer, file, percent};

/// Published elasticities, which the pooled one weights equally.
const PUBLISHED: [&str; 3] = [
    "literature.ict.corrected",
    "derived.elasticity.neoclassical",
    "caict.elasticity.gdp-2025",
];

/// A regression with its name and that of the coefficient of compute.
struct Fitted {
    name: &'static str,
    compute: &'static str,
    fit: Fit,
}

fn main() -> ExitCode {
    shown::print(&run(&Arguments::parse()))
}

fn run(arguments: &Arguments) -> Answer {
    let path = arguments.data_file();
    let fits = fits(&file::text(&path)?).map_err(|error| file::at(&path, &error))?;
    let scenario_path = arguments.scenario_file();
    let scenario = file::scenario(&scenario_path)?;
    let impact = Output::Gdp(Reading::Impact);
    let compared = SideBySide::new(&scenario, impact, candidates(&fits)?)?;
    let regressions = shown::table(
        1,
        [
            "regression",
            "elasticity",
            "standard error",
            "95 % interval",
            "rows",
        ],
        rows(&fits)?,
    );
    let mut parts = vec![
        "Elasticity of output per worker with respect to compute per worker: TOP500 lists and Penn World \
         Table\n"
            .to_owned(),
        regressions,
        "Errors are clustered by country; those of one year are HC1.\n\n".to_owned(),
        format!("GDP in {} above the counterfactual\n", scenario.until()),
        impacts(&compared),
    ];
    if let Some(path) = &arguments.chart {
        let svg = ForestChart::of_coefficients(&compared)?.svg(Style::default());
        std::fs::write(path, svg).map_err(|error| file::at(path, &error))?;
        parts.push(format!("\nThe chart is in {}.\n", path.display()));
    }
    Ok(parts.concat())
}

/// The regressions, from one year of levels to country and year effects, each with its name.
fn fits(table: &str) -> Result<Vec<Fitted>, compute_impact::Error> {
    let data = Data::from_csv(
        table,
        &[
            ("country", ColumnKind::Labels),
            ("year", ColumnKind::Periods),
            ("top500_rmax_gflops", ColumnKind::Numbers),
            ("rgdpna_m2017usd", ColumnKind::Numbers),
            ("rnna_m2017usd", ColumnKind::Numbers),
            ("emp_m", ColumnKind::Numbers),
            ("hc", ColumnKind::Numbers),
        ],
    )?
    .without_missing(&["hc"])?
    .with_panel("country", "year")?;
    let per_worker = |name: &str| Term::column(name).over(Term::column("emp_m")).log();
    let alone =
        || Regression::of(per_worker("rgdpna_m2017usd")).on(per_worker("top500_rmax_gflops"));
    let controlled = || {
        alone()
            .on(per_worker("rnna_m2017usd"))
            .on(Term::column("hc").log())
    };
    let by_country = StandardErrors::clustered_by("country");
    let one_year = data.only("year", "2019")?;
    let total = |name: &str| Term::column(name).log();
    let totals = Regression::of(total("rgdpna_m2017usd")).on(total("top500_rmax_gflops"));
    let fitted = |name, regression: Regression| {
        Ok(Fitted {
            name,
            compute: "ln(top500_rmax_gflops / emp_m)",
            fit: regression.fit(&data, &by_country, SmallSample::STATA)?,
        })
    };
    Ok(vec![
        Fitted {
            name: "countries in 2019, not per worker",
            compute: "ln(top500_rmax_gflops)",
            fit: totals.fit(&one_year, &StandardErrors::Hc1, SmallSample::STATA)?,
        },
        fitted("all years together", alone())?,
        fitted("with country effects", alone().absorbing("country"))?,
        fitted(
            "and capital and human capital",
            controlled().absorbing("country"),
        )?,
        fitted(
            "and year effects",
            controlled().absorbing("country").absorbing("year"),
        )?,
    ])
}

fn rows(fits: &[Fitted]) -> Result<Vec<Vec<String>>, compute_impact::Error> {
    let row = |Fitted { name, compute, fit }: &Fitted| {
        let elasticity = fit.coefficient(compute)?;
        let [low, high] = elasticity.interval(0.95)?;
        Ok(vec![
            (*name).to_owned(),
            format!("{:.4}", elasticity.value()),
            format!("{:.4}", elasticity.standard_error()),
            format!("{low:.4} to {high:.4}"),
            fit.observations().to_string(),
        ])
    };
    fits.iter().map(row).collect()
}

/// Own estimates, published ones, and the pool of the latter.
fn candidates(fits: &[Fitted]) -> Result<Vec<Candidate>, compute_impact::Error> {
    let mut all = Vec::new();
    for Fitted { name, compute, fit } in fits {
        let data = "TOP500 and Penn World Table 10.01";
        let estimate = fit.elasticity(compute, "own estimate", data)?;
        all.push(Candidate::own(
            format!("own: {name}"),
            Coefficient::Elasticity(estimate),
        )?);
    }
    for id in PUBLISHED {
        all.push(Candidate::published(id)?);
    }
    all.push(Candidate::pooled(&PUBLISHED.map(|id| (id, 1.0)))?);
    Ok(all)
}

/// What each elasticity says of GDP in the last period, at its value and at the ends of its interval.
fn impacts(compared: &SideBySide) -> String {
    let row = |result: &CandidateResult| {
        let ends = result.at_ends.map(|ends| ends.map(percent));
        let [low, high] = ends.unwrap_or_default();
        vec![
            result.candidate.name().to_owned(),
            format!("{:.4}", result.candidate.coefficient().number()),
            low,
            percent(result.central),
            high,
        ]
    };
    let header = ["elasticity", "value", "at its 5 %", "impact", "at its 95 %"];
    shown::table(1, header, compared.results().iter().map(row))
}

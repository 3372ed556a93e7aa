//! The shipped forecasts and their errors, against errors computed from the same file elsewhere.

#![allow(clippy::unwrap_used, clippy::panic)] // Helpers fail a test by panicking.

use approx::assert_relative_eq;
use compute_impact::evidence::forecast::{
    self, DatedForecast, ErrorUnit, ForecastErrors, Replay, Statement,
};
use compute_impact::evidence::{
    Confidence, Estimate, EvidenceKind, Meaning, Measured, Source, Timing, catalogue,
};
use compute_impact::{Capacity, Elasticity, ErrorKind, Frequency, GrowthRate, Period, Share};
use proptest::prelude::*;

/// Made by `data/forecasts.py` from the file of forecasts and `data/china_compute.csv`.
const ERRORS: &str = include_str!("data/forecasts.csv");

fn find<'a>(
    replay: &'a Replay,
    forecaster: &str,
    statement: Statement,
    horizon: i32,
) -> &'a ForecastErrors {
    let mut errors = replay.errors().iter();
    errors
        .find(|one| {
            one.forecaster == forecaster && one.statement == statement && one.horizon == horizon
        })
        .unwrap()
}

#[test]
fn errors_are_those_computed_elsewhere() {
    let replay = Replay::published();
    let mut rows = 0;
    for line in ERRORS.lines().skip(1) {
        let fields: Vec<&str> = line.split(',').collect();
        let count: usize = fields[3].parse().unwrap();
        if fields[0] == "pending" {
            assert_eq!(replay.pending().len(), count);
            continue;
        }
        rows += 1;
        let statement = match fields[1] {
            "forecast" => Statement::Forecast,
            "policy-target" => Statement::Target,
            other => panic!("{other}"),
        };
        let errors = find(&replay, fields[0], statement, fields[2].parse().unwrap());
        assert_eq!(errors.count, count, "{line}");
        let stated = |field: usize| fields[field].parse::<f64>().unwrap();
        for (number, field) in [
            (errors.mean_error, 4),
            (errors.mean_absolute_error, 5),
            (errors.root_mean_squared_error, 6),
        ] {
            assert_relative_eq!(number, stated(field), max_relative = 1e-12);
        }
        match errors.mean_absolute_percentage_error {
            Some(number) => assert_relative_eq!(number, stated(7), max_relative = 1e-12),
            None => assert_eq!(fields[7], ""),
        }
    }
    assert_eq!(replay.errors().len(), rows);
}

/// By hand: MIIT aimed at 200 EFLOPS at the end of 2023, and 230 were in use.
#[test]
fn a_target_is_kept_apart_from_forecasts() {
    let replay = Replay::published();
    let target = find(&replay, "MIIT", Statement::Target, 2);
    assert_eq!(target.unit, ErrorUnit::Relative);
    assert_relative_eq!(target.mean_error, 30.0 / 230.0, max_relative = 1e-12);
    assert_eq!(target.measured, Some(Measured::ComputingPower));
    // Growth of around 5 % was aimed at for 2023 and 2024, 5.5 % for 2022, 6.5 % for 2017 and 2018;
    // 5.2, 5, 3, 6.9 and 6.6 % came.
    let state = find(&replay, "State Council", Statement::Target, 0);
    let by_hand = (0.2 + 0.0 - 2.5 + 0.4 + 0.1) / 5.0 / 100.0;
    assert_relative_eq!(state.mean_error, by_hand, max_relative = 1e-9);
    assert_eq!(state.mean_absolute_percentage_error, None);
    for one in forecast::published() {
        let kind = match one.statement() {
            Statement::Forecast => EvidenceKind::Forecast,
            Statement::Target => EvidenceKind::PolicyTarget,
        };
        assert_eq!(one.figure().source().kind(), kind, "{}", one.id());
    }
}

#[test]
fn what_has_no_outturn_is_listed() {
    let replay = Replay::published();
    let counted: usize = replay.errors().iter().map(|one| one.count).sum();
    assert_eq!(
        counted + replay.pending().len(),
        forecast::published().len()
    );
    for id in [
        "miit.2023-10.compute.2025",
        "miit.2023-10.smart-share.2025",
        "idc.2025-02.smart-compute.2028",
    ] {
        assert!(replay.pending().iter().any(|one| one.id() == id), "{id}");
    }
}

/// A forecast that is an entry of the catalogue is known when the entry is, and no outturn is known
/// before its date.
#[test]
fn dates_follow_the_catalogue() {
    let mut cited = 0;
    for year in 2016..=2027 {
        for month in [1, 6, 12] {
            let period = Period::month(year, month).unwrap();
            let known: Vec<DatedForecast> = forecast::as_of(period).collect();
            for one in &known {
                assert!(!one.made().ends_after(period));
                if let Some(came) = one.outturn() {
                    assert!(!came.known().ends_after(period), "{} in {period}", one.id());
                }
            }
            for one in forecast::published() {
                let Some(entry) = one.figure().entry() else {
                    continue;
                };
                cited += 1;
                let is_in_catalogue = catalogue::as_of(period).any(|other| other == entry);
                let is_known = known.iter().any(|other| other.id() == one.id());
                assert_eq!(is_known, is_in_catalogue, "{} in {period}", one.id());
            }
        }
    }
    // Eight forecasts and targets are entries, over twelve years and three months of each.
    assert_eq!(cited, 8 * 36);
}

fn source(kind: EvidenceKind, date: &str) -> Source {
    Source::new("a bank", "Outlook", kind, Confidence::Medium)
        .unwrap()
        .with_date(date.parse().unwrap())
}

fn growth(percent: f64, kind: EvidenceKind, date: &str) -> Estimate<GrowthRate> {
    let timing = Timing::Between("2022 to 2023".parse().unwrap());
    Estimate::new(
        GrowthRate::new(percent / 100.0, Frequency::Year).unwrap(),
        source(kind, date),
    )
    .with_meaning(Meaning::of(Measured::Gdp).with(timing).unwrap())
    .unwrap()
}

#[test]
fn what_is_no_dated_forecast_is_refused() {
    let refused = |figure: Estimate<GrowthRate>| {
        DatedForecast::new("one", "a bank", figure)
            .unwrap_err()
            .to_string()
    };
    let error = refused(growth(5.0, EvidenceKind::OfficialStatistic, "2022-10"));
    assert!(error.contains("a source of another kind"), "{error}");
    let error = refused(growth(5.0, EvidenceKind::Forecast, "2024-01"));
    assert!(error.contains("after the period"), "{error}");
    let undated =
        Source::new("a bank", "Outlook", EvidenceKind::Forecast, Confidence::Low).unwrap();
    let error = refused(Estimate::new(
        GrowthRate::new(0.05, Frequency::Year).unwrap(),
        undated,
    ));
    assert!(error.contains("date of the source is missing"), "{error}");
    let without = Estimate::new(
        GrowthRate::new(0.05, Frequency::Year).unwrap(),
        source(EvidenceKind::Forecast, "2022-10"),
    );
    let error = refused(without);
    assert!(error.contains("timing of the figure is missing"), "{error}");
    let coefficient = Estimate::new(
        Elasticity::new(0.1).unwrap(),
        source(EvidenceKind::Forecast, "2022-10"),
    );
    let error = DatedForecast::new("one", "a bank", coefficient).unwrap_err();
    assert!(error.to_string().contains("a coefficient"), "{error}");
    let error = DatedForecast::new(" ", "a bank", growth(5.0, EvidenceKind::Forecast, "2022"));
    assert!(matches!(
        error.unwrap_err().kind(),
        ErrorKind::Missing { .. }
    ));
}

#[test]
fn an_outturn_of_another_thing_is_refused() {
    let forecast = || {
        let figure = growth(5.0, EvidenceKind::Forecast, "2022-10");
        DatedForecast::new("one", "a bank", figure).unwrap()
    };
    let known: Period = "2024-01".parse().unwrap();
    let share = Estimate::<Share>::from_catalogue("miit.smart-share.in-use.2024-12").unwrap();
    let error = forecast().with_outturn(share, known).unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::WrongQuantity { .. }),
        "{error}"
    );
    let of = |id: &str| Estimate::<GrowthRate>::from_catalogue(id).unwrap();
    let error = forecast().with_outturn(of("nbs.gdp-growth.real.2024.preliminary"), known);
    assert!(error.unwrap_err().to_string().contains("another period"));
    let right = of("nbs.gdp-growth.real.2023.preliminary");
    let error = forecast().with_outturn(right.clone(), "2023-06".parse().unwrap());
    assert!(
        error
            .unwrap_err()
            .to_string()
            .contains("before the period ends")
    );
    let quarterly: GrowthRate = "1.3 % per quarter".parse().unwrap();
    let error = forecast().with_outturn(Estimate::assumed(quarterly, "count").unwrap(), known);
    assert!(error.unwrap_err().to_string().contains("another unit"));
    assert!(forecast().with_outturn(right, known).is_ok());
    // Machines in use and installed machines are not one measure.
    let stock = Meaning::of(Measured::ComputingPower)
        .with(Timing::Stock("2023-12".parse().unwrap()))
        .unwrap();
    let level: Capacity = "400 EFLOPS FP32 installed".parse().unwrap();
    let level = Estimate::new(level, source(EvidenceKind::Forecast, "2022-10"));
    let level = level.with_meaning(stock).unwrap();
    let in_use = Estimate::<Capacity>::from_catalogue("miit.compute.in-use.2023-12").unwrap();
    let error = DatedForecast::new("two", "a bank", level).unwrap();
    let error = error.with_outturn(in_use, known).unwrap_err();
    assert!(error.to_string().contains("another unit"), "{error}");
}

#[test]
fn a_file_names_the_place_of_its_error() {
    let error = forecast::from_json(r#"[{ "id": "one", "by": "x", "figure": { "share": {} } }]"#);
    assert_eq!(error.unwrap_err().path(), "[0]");
    assert!(forecast::from_json("[] []").is_err());
    assert!(forecast::from_json("[").is_err());
    assert_eq!(forecast::from_json("[]").unwrap(), []);
    assert!(Replay::of(&[]).errors().is_empty());
}

proptest! {
    /// RMSE lies above MAE and MAE above the size of the mean error, and the mean error is that of
    /// a plain sum.
    #[test]
    fn errors_of_random_forecasts_are_ordered(
        percents in proptest::collection::vec(-20.0_f64..20.0, 1..20),
    ) {
        let came = Estimate::<GrowthRate>::from_catalogue("nbs.gdp-growth.real.2023.preliminary");
        let came = came.unwrap();
        let forecasts: Vec<DatedForecast> = percents
            .iter()
            .enumerate()
            .map(|(number, percent)| {
                let figure = growth(*percent, EvidenceKind::Forecast, "2022-10");
                DatedForecast::new(number.to_string(), "a bank", figure)
                    .and_then(|one| one.with_outturn(came.clone(), "2024-01".parse()?))
                    .unwrap()
            })
            .collect();
        let replay = Replay::of(&forecasts);
        let [errors] = replay.errors() else { panic!("one group") };
        let mean = percents.iter().map(|percent| 0.052 - percent / 100.0).sum::<f64>()
            / f64::from(u32::try_from(percents.len()).unwrap());
        prop_assert!((errors.mean_error - mean).abs() < 1e-12);
        prop_assert!(errors.mean_absolute_error + 1e-15 >= errors.mean_error.abs());
        prop_assert!(errors.root_mean_squared_error + 1e-15 >= errors.mean_absolute_error);
    }
}

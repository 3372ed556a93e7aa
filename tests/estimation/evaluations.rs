//! Forecasts of unemployment by the Bank of England, evaluated by its own package.

use approx::assert_relative_eq;
use compute_impact::estimation::{DatedForecast, Evaluation};
use compute_impact::{ErrorKind, Period};

/// Forecasts of the Monetary Policy Report since 2015 and of a random walk, of `bank_of_england/
/// forecast_evaluation` 0.1.13 on `PyPI` (MIT licence): unemployment in levels, outturns of the twelfth
/// revision or the last one. There a horizon of information of 0 is that of the next period.
fn forecasts(column: usize) -> Evaluation {
    let text = include_str!("../data/estimation/bank_of_england_unemployment.csv");
    let rows = text
        .lines()
        .skip(1)
        .map(|line| line.split(',').collect::<Vec<_>>());
    Evaluation::new(rows.map(|row| {
        let horizon: u32 = row[0].parse().unwrap();
        let target: Period = row[2].parse().unwrap();
        let made_in = earlier(target, horizon);
        let known_to = earlier(target, row[1].parse::<u32>().unwrap() + 1);
        let number = |column: usize| row[column].parse::<f64>().unwrap();
        DatedForecast::new(made_in, known_to, target, number(column), number(5)).unwrap()
    }))
    .unwrap()
}

fn earlier(target: Period, quarters: u32) -> Period {
    let all = (2000..2030).flat_map(|year| (1..=4).map(move |q| Period::quarter(year, q).unwrap()));
    let mut all = all;
    all.find(|period| period.plus(quarters).unwrap() == target)
        .unwrap()
}

fn close(value: f64, expected: f64) {
    assert_relative_eq!(value, expected, max_relative = 1e-8);
}

/// Numbers printed by `bias_analysis`, `weak_efficiency_analysis`, `compute_accuracy_statistics` and
/// `diebold_mariano_table` of the package for `k = 12`.
#[test]
fn the_package_of_the_bank_of_england() {
    let (report, walk) = (forecasts(3), forecasts(4));
    assert_eq!(report.horizons().collect::<Vec<_>>(), [0, 4, 8]);
    for (horizon, bias, error) in [
        (0, -0.0019262923300892658, 0.0011854509155875572),
        (4, -0.003931754949745016, 0.0018923918680866085),
        (8, -0.0031903746429538683, 0.0023834473540331833),
    ] {
        let found = report.bias(horizon).unwrap();
        close(found.value(), bias);
        close(found.standard_error(), error);
    }
    for (horizon, intercept, slope, statistic, p) in [
        (
            0,
            0.03002476065729263,
            0.30614353729822746,
            6.673213339179494,
            0.0030978735224481027,
        ),
        (
            4,
            0.03770262350802274,
            0.11520919704761616,
            54.88835549199321,
            8.483490723448478e-12,
        ),
        (
            8,
            0.04721600286040006,
            -0.1041996121136528,
            54.06609895253425,
            3.8605508319199325e-11,
        ),
    ] {
        let found = report.mincer_zarnowitz(horizon).unwrap();
        close(found.intercept, intercept);
        close(found.slope, slope);
        close(found.test.statistic, statistic);
        close(found.test.p_value, p);
    }
    for (horizon, squared, absolute, count) in [
        (0, 0.008008635257736357, 0.0032064549109021433, 43),
        (4, 0.00903127775261733, 0.00631341644808761, 39),
        (8, 0.008123891561918239, 0.0068225770863445945, 35),
    ] {
        let found = report.accuracy(horizon).unwrap();
        close(found.root_mean_squared_error, squared);
        close(found.mean_absolute_error, absolute);
        assert_eq!(
            (found.count, found.mean_absolute_scaled_error),
            (count, None)
        );
    }
    for (horizon, statistic, p) in [
        (0, -1.0371258421924048, 0.30561165562363396),
        (4, -1.0055750550071896, 0.3209806195595661),
        (8, 0.04250398644159541, 0.9663455690580903),
    ] {
        let found = walk.diebold_mariano(&report, horizon).unwrap();
        close(found.statistic, statistic);
        close(found.p_value, p);
    }
}

/// The regression of errors on a constant and the last known error by statsmodels 0.15, with as many
/// lags as the package takes, and the same numbers given as known ones.
#[test]
fn errors_on_the_last_known_error() {
    let report = forecasts(3);
    for (horizon, constant, slope, error, statistic, p) in [
        (
            0,
            -0.001776716219604362,
            0.0916101111877812,
            0.07076864399036067,
            24.59006725671655,
            1.0860188542476966e-07,
        ),
        (
            4,
            -0.005330121560622963,
            -0.29522484061072823,
            0.19506527288444417,
            1.95914180914419,
            0.15752534758809913,
        ),
        (
            8,
            -0.002495162635782141,
            -0.4608302565402186,
            0.24479373715967462,
            11.297563253888981,
            0.000348697599921796,
        ),
    ] {
        let found = report.efficiency_on_past_errors(horizon).unwrap();
        close(found.coefficients[0].value(), slope);
        close(found.coefficients[0].standard_error(), error);
        close(found.coefficients[1].value(), constant);
        close(found.test.statistic, statistic);
        close(found.test.p_value, p);
        // The same numbers as known ones, of the later forecasts.
        let all = report.at(horizon).unwrap();
        let back = usize::from(all[0].information_horizon());
        let later = Evaluation::new(all[back..].iter().copied()).unwrap();
        let known: Vec<f64> = all.iter().map(DatedForecast::error).collect();
        let known = &known[..all.len() - back];
        let again = later.efficiency_on(horizon, &[("known", known)]).unwrap();
        close(again.test.statistic, statistic);
        assert_eq!(again.count, all.len() - back);
    }
}

#[test]
fn gaps_and_doubled_forecasts_are_refused() {
    let year = |year| Period::year(year).unwrap();
    let of = |target: i32| {
        DatedForecast::new(year(target - 1), year(target - 2), year(target), 1.0, 2.0).unwrap()
    };
    let error = Evaluation::new([of(2020), of(2021), of(2023)]).unwrap_err();
    assert_eq!(error.path(), "2022");
    let error = Evaluation::new([of(2020), of(2020)]).unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::Duplicate { .. }),
        "{error}"
    );
    assert!(Evaluation::new([]).is_err());
    // A last known period after the date, a known target, and a NaN.
    for (made_in, known_to, target, outcome) in [
        (2020, 2021, 2022, 1.0),
        (2022, 2021, 2021, 1.0),
        (2021, 2021, 2022, f64::NAN),
    ] {
        let refused = DatedForecast::new(year(made_in), year(known_to), year(target), 1.0, outcome);
        assert!(refused.is_err());
    }
    let three = Evaluation::new([of(2020), of(2021), of(2022)]).unwrap();
    assert!(three.at(0).is_err());
    let error = three.efficiency_on(1, &[("x", &[1.0])]).unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::ShapeMismatch { .. }),
        "{error}"
    );
    // Equal errors leave nothing to test by.
    assert!(three.efficiency_on_past_errors(1).is_err());
}

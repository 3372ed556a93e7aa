//! Trends through dated figures: the catalogue's own refits, from the items.
#![allow(clippy::expect_used)] // Helpers fail a test by panicking.

use approx::assert_relative_eq;
use compute_impact::GrowthRate;
use compute_impact::estimation::Trend;
use compute_impact::evidence::Estimate;

/// `tests/data/epoch_ml_hardware.py` makes the expected numbers with SciPy 1.17.1, to all digits that
/// doubles hold; sums in another order differ in the last few.
#[test]
fn price_performance_is_that_of_the_priced_items() {
    let file = include_str!("data/epoch_ml_hardware.csv");
    let mut reader = csv::Reader::from_reader(file.as_bytes());
    let header = reader.headers().expect("a header").clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
    let day_of_year = |month: usize, day: u32, is_leap: bool| {
        let days = [
            31,
            28 + u32::from(is_leap),
            31,
            30,
            31,
            30,
            31,
            31,
            30,
            31,
            30,
            31,
        ];
        days[..month - 1].iter().sum::<u32>() + day
    };
    let trend = |column: &str| {
        let field = |row: &csv::StringRecord, name: &str| -> String {
            let place = header
                .iter()
                .position(|held| held == name)
                .expect("a column");
            row[place].to_owned()
        };
        let points = rows.iter().filter_map(|row| {
            let price: f64 = field(row, "release_price_usd").parse().ok()?;
            let speed: f64 = field(row, column).parse().ok()?;
            let date = field(row, "release_date");
            let parts: Vec<u32> = date
                .split('-')
                .map(|part| part.parse().expect("a number"))
                .collect();
            let [year, month, day] = parts[..] else {
                return None;
            };
            let is_leap = year % 4 == 0;
            let passed = day_of_year(month as usize, day, is_leap) - 1;
            Some((f64::from(year) + f64::from(passed) / 365.25, speed / price))
        });
        Trend::through(points).expect("a trend")
    };
    for (column, name, count, slope, error, interval) in [
        (
            "fp32_flops",
            "fp32-refit",
            51,
            0.199_686_539_135_416_48,
            0.038_199_725_299_700_206,
            [0.130_795_443_191_290_52, 0.318_443_351_009_611_85],
        ),
        (
            "tensor_fp16_flops",
            "fp16-refit",
            14,
            0.184_623_041_475_440_5,
            0.095_245_846_696_830_17,
            [-0.022_639_620_191_769_055, 0.480_153_671_130_809_15],
        ),
    ] {
        let found = trend(column);
        assert_eq!(found.count, count);
        assert_relative_eq!(found.rate.get(), f64::exp_m1(slope), max_relative = 1e-10);
        assert_relative_eq!(found.standard_error, error, max_relative = 1e-10);
        for (bound, expected) in found
            .interval(0.95)
            .expect("an interval")
            .into_iter()
            .zip(interval)
        {
            assert_relative_eq!(bound.get(), expected, max_relative = 1e-9);
        }
        // The catalogue holds the doubling time to a tenth of a year.
        let years = found.doubling_years().expect("growth");
        let rounded =
            GrowthRate::from_doubling_time_years((years * 10.0).round() / 10.0).expect("a rate");
        let id = format!("hardware.price-performance.{name}");
        let held = Estimate::<GrowthRate>::from_catalogue(&id)
            .expect("an entry")
            .value();
        assert_relative_eq!(held.get(), rounded.get(), epsilon = 1e-5);
    }
}

#[test]
fn an_invalid_trend_is_refused() {
    let says = |points: &[(f64, f64)], words: &str| {
        let error = Trend::through(points.iter().copied()).expect_err("no trend");
        assert!(error.to_string().contains(words), "{error}");
    };
    says(
        &[(2020.0, 1.0), (2021.0, 2.0)],
        "number of points of a trend",
    );
    says(
        &[(2020.0, 1.0), (2021.0, 0.0), (2022.0, 1.0)],
        "points[1]: level",
    );
    says(&[(f64::NAN, 1.0)], "points[0]: time");
    says(
        &[(2020.0, 1.0), (2020.0, 2.0), (2020.0, 3.0)],
        "points that all have the same time",
    );
    let flat = Trend::through([(2020.0, 3.0), (2021.0, 3.0), (2022.0, 3.0)]).expect("a trend");
    assert_eq!((flat.rate.get(), flat.standard_error), (0.0, 0.0));
    assert_eq!(flat.doubling_years(), None);
    assert!(flat.interval(1.0).is_err());
}

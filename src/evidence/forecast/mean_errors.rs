//! Means of the errors of forecasts.

/// Means over the errors of some forecasts; not numbers over none.
#[derive(Clone, Copy, Debug)]
pub(crate) struct MeanErrors {
    pub(crate) count: usize,
    pub(crate) mean: f64,
    pub(crate) mean_absolute: f64,
    pub(crate) root_mean_squared: f64,
    /// The mean of the sizes relative to the outcomes, if each has one.
    pub(crate) mean_relative: Option<f64>,
}

impl MeanErrors {
    /// The means of errors, each with its size relative to the outcome where that says something.
    pub(crate) fn of(errors: impl Iterator<Item = (f64, Option<f64>)>) -> Self {
        let (mut number, mut count) = (0, 0.0);
        let (mut sum, mut absolute, mut squares, mut relative) = (0.0, 0.0, 0.0, Some(0.0));
        for (error, of_outcome) in errors {
            number += 1;
            count += 1.0;
            sum += error;
            absolute += error.abs();
            squares += error * error;
            relative = relative.zip(of_outcome).map(|(sum, one)| sum + one);
        }
        Self {
            count: number,
            mean: sum / count,
            mean_absolute: absolute / count,
            root_mean_squared: (squares / count).sqrt(),
            mean_relative: relative.map(|sum| sum / count),
        }
    }
}

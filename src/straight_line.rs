//! Straight lines through points by least squares.

/// A straight line `y = mean_y + slope (x - mean_x)` by least squares, through points that the caller
/// has checked: with less than two values of `x` the slope is not a number.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub(crate) struct StraightLine {
    /// The number of points.
    pub(crate) count: f64,
    pub(crate) mean_x: f64,
    pub(crate) mean_y: f64,
    pub(crate) slope: f64,
    /// The sum of squares of `x` around its mean.
    pub(crate) squares: f64,
    /// The sum of squares of `y` around its mean.
    pub(crate) total: f64,
    /// The sum of squared residuals.
    pub(crate) left: f64,
}

impl StraightLine {
    pub(crate) fn through(points: &[(f64, f64)]) -> Self {
        #[allow(clippy::cast_precision_loss)] // A number of points.
        let count = points.len() as f64;
        let mean_x = points.iter().map(|point| point.0).sum::<f64>() / count;
        let mean_y = points.iter().map(|point| point.1).sum::<f64>() / count;
        let (mut squares, mut products, mut total) = (0.0, 0.0, 0.0);
        for (x, y) in points {
            let (x, y) = (x - mean_x, y - mean_y);
            squares += x * x;
            products += x * y;
            total += y * y;
        }
        let slope = products / squares;
        let residuals = points
            .iter()
            .map(|(x, y)| y - mean_y - slope * (x - mean_x));
        Self {
            count,
            mean_x,
            mean_y,
            slope,
            squares,
            total,
            left: residuals.map(|residual| residual * residual).sum(),
        }
    }

    /// The number of points less two.
    pub(crate) fn degrees_of_freedom(&self) -> f64 {
        self.count - 2.0
    }

    /// The variance of a point around the line.
    pub(crate) fn variance(&self) -> f64 {
        self.left / self.degrees_of_freedom()
    }

    /// The standard error of the slope.
    #[cfg(feature = "estimation")]
    pub(crate) fn error_of_slope(&self) -> f64 {
        (self.variance() / self.squares).sqrt()
    }

    /// The height of the line at `x`, and the variance of that.
    #[cfg(feature = "estimation")]
    pub(crate) fn at(&self, x: f64) -> (f64, f64) {
        let distance = x - self.mean_x;
        let variance = self.variance() * (1.0 / self.count + distance * distance / self.squares);
        (self.mean_y + self.slope * distance, variance)
    }

    /// The standard deviation of another point around the line at the mean of `x`, and the distance
    /// from there at which it is `sqrt(2)` times as great: at `x` it is the first times
    /// `sqrt(1 + ((x - mean_x) / second)^2)`.
    pub(crate) fn error_of_another(&self) -> [f64; 2] {
        let of_another = 1.0 + 1.0 / self.count;
        [
            (self.variance() * of_another).sqrt(),
            (self.squares * of_another).sqrt(),
        ]
    }
}

//! The values of a moved input, variant by variant.

use std::borrow::Cow;

/// The values of one input.
#[derive(Clone, Debug)]
pub(super) enum Column<'a> {
    /// One value for each variant, or one for all of them.
    Given(Cow<'a, [f64]>),
    /// An axis of a grid: each value `stride` times in turn, over and over.
    Axis { values: Vec<f64>, stride: usize },
}

impl Column<'_> {
    /// The values as they were given.
    pub(super) fn values(&self) -> &[f64] {
        match self {
            Self::Given(values) => values,
            Self::Axis { values, .. } => values,
        }
    }

    pub(super) fn at(&self, variant: usize) -> f64 {
        match self {
            Self::Given(values) => *values.get(variant).unwrap_or(&values[0]),
            Self::Axis { values, stride } => values[variant / stride % values.len()],
        }
    }

    /// The first variant that has the value of this number in the list.
    pub(super) fn first_with(&self, number: usize) -> usize {
        match self {
            Self::Given(_) => number,
            Self::Axis { stride, .. } => number * stride,
        }
    }

    /// Writes the values of the variants from `first` on.
    pub(super) fn fill(&self, first: usize, out: &mut [f64]) {
        match self {
            Self::Given(values) => match values[..] {
                [value] => out.fill(value),
                _ => out.copy_from_slice(&values[first..first + out.len()]),
            },
            Self::Axis { values, stride } => {
                // Runs of one value: the first may begin before `first`.
                let (mut number, mut rest) = (first / stride, stride - first % stride);
                let mut out = out;
                while !out.is_empty() {
                    let (run, after) = out.split_at_mut(rest.min(out.len()));
                    run.fill(values[number % values.len()]);
                    (out, number, rest) = (after, number + 1, *stride);
                }
            }
        }
    }

    /// The least and the greatest value of the variants from `first` to before `end`.
    pub(super) fn bounds(&self, first: usize, end: usize) -> [f64; 2] {
        match self {
            Self::Given(values) if values.len() > 1 => bounds(values[first..end].iter().copied()),
            Self::Axis { values, stride } if end - first < values.len() * stride => {
                let steps = first / stride..=(end - 1) / stride;
                bounds(steps.map(|step| values[step % values.len()]))
            }
            _ => bounds(self.values().iter().copied()),
        }
    }
}

fn bounds(values: impl Iterator<Item = f64>) -> [f64; 2] {
    values.fold([f64::INFINITY, f64::NEG_INFINITY], |[low, high], value| {
        [
            if value < low { value } else { low },
            if value > high { value } else { high },
        ]
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_fills_as_it_is_read_one_by_one() {
        for stride in [1, 2, 3, 7] {
            let axis = Column::Axis {
                values: vec![3.0, 1.0, 2.0, 5.0],
                stride,
            };
            for first in 0..9 {
                for len in 1..40 {
                    let mut filled = vec![0.0; len];
                    axis.fill(first, &mut filled);
                    let read: Vec<f64> = (first..first + len).map(|i| axis.at(i)).collect();
                    assert_eq!(filled, read);
                    let least = read.iter().copied().fold(f64::INFINITY, f64::min);
                    let most = read.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                    let [low, high] = axis.bounds(first, first + len);
                    assert_eq!(
                        [low.to_bits(), high.to_bits()],
                        [least.to_bits(), most.to_bits()]
                    );
                }
            }
        }
    }
}

//! Roots of functions that a plan computes.

use crate::investment::BreakEven;
use crate::uncertainty::solve::rising_root;

/// The roots of a function of one number. The function is evaluated at all `places`, which ascend,
/// and each change of sign between neighbours is bracketed. `nearest_to` is the scenario's own
/// value.
///
/// Two roots between neighbouring places are not found. A pole changes sign too, but is not a root.
pub(super) fn roots(
    places: &[f64],
    nearest_to: f64,
    of: impl Fn(&[f64]) -> Vec<f64>,
) -> BreakEven<f64> {
    let values = of(places);
    let points: Vec<(f64, f64)> = places
        .iter()
        .copied()
        .zip(values)
        .filter(|(_, value)| value.is_finite())
        .collect();
    let is_constant = points.first().is_some_and(|(_, first)| {
        points
            .iter()
            .all(|(_, value)| value.to_bits() == first.to_bits())
    });
    if is_constant {
        return BreakEven::Independent;
    }
    let at = |place: f64| of(&[place]).first().copied().unwrap_or(f64::NAN);
    let mut roots: Vec<f64> = Vec::new();
    for pair in points.windows(2) {
        let [(from, first), (to, last)] = [pair[0], pair[1]];
        if first == 0.0 {
            roots.push(from);
        }
        if first * last >= 0.0 {
            continue;
        }
        let sign = if first < 0.0 { 1.0 } else { -1.0 };
        let root = rising_root(from, to, |place| sign * at(place));
        let size = first.abs().max(last.abs());
        roots.extend(root.filter(|root| at(*root).abs() <= 1e-9 * size));
    }
    if let Some((to, last)) = points.last()
        && *last == 0.0
    {
        roots.push(*to);
    }
    let distance = |root: &f64| (root - nearest_to).abs();
    let nearest = roots
        .iter()
        .copied()
        .min_by(|a, b| distance(a).total_cmp(&distance(b)));
    match (nearest, roots.len()) {
        (None, _) => BreakEven::None,
        (Some(root), 1) => BreakEven::At(root),
        (Some(nearest), count) => BreakEven::Several { nearest, count },
    }
}

/// The `2 count + 1` places `sinh(k asinh(far) / count)` for `k` from `-count` to `count`, between
/// `-far` and `far` and closer together near zero.
pub(super) fn places(far: f64, count: u32) -> Vec<f64> {
    let step = libm::asinh(far) / f64::from(count);
    let half = (1..=count).map(|number| libm::sinh(step * f64::from(number)));
    let half: Vec<f64> = half.collect();
    let below = half.iter().rev().map(|place| -place);
    below.chain([0.0]).chain(half.iter().copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn each(of: impl Fn(f64) -> f64) -> impl Fn(&[f64]) -> Vec<f64> {
        move |places| places.iter().map(|place| of(*place)).collect()
    }

    #[test]
    fn one_root_several_and_none_differ() {
        let places = places(40.0, 64);
        assert_eq!(places.len(), 129);
        let one = roots(&places, 0.0, each(|x| x.exp() - 3.0));
        assert!((one.unique().unwrap() - 3f64.ln()).abs() < 1e-15);
        let two = roots(&places, 1.0, each(|x| (x - 2.0) * (x + 3.0)));
        let BreakEven::Several { nearest, count: 2 } = two else {
            unreachable!("{two:?}")
        };
        assert!((nearest - 2.0).abs() < 1e-12);
        assert_eq!(roots(&places, 0.0, each(|x| x * x + 1.0)), BreakEven::None);
        assert_eq!(roots(&places, 0.0, each(|_| 1.0)), BreakEven::Independent);
        assert_eq!(roots(&places, 0.0, each(|_| f64::NAN)), BreakEven::None);
    }

    #[test]
    fn a_pole_is_no_root() {
        let pole = roots(&[-1.0, 0.5, 2.0], 0.0, each(|x| 1.0 / (x - 0.1)));
        assert_eq!(pole, BreakEven::None);
    }
}

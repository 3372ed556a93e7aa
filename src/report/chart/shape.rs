//! Paths of lines and marks, in pixels.

/// A mark for one number.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Circle,
    Square,
    Diamond,
    Triangle,
    Ring,
    Cross,
}

/// A number of pixels, to a hundredth.
pub(super) fn pixels(x: f64) -> String {
    let text = format!("{x:.2}");
    let short = text.trim_end_matches('0').trim_end_matches('.');
    if short == "-0" {
        "0".to_owned()
    } else {
        short.to_owned()
    }
}

/// The path of a line through points.
pub(super) fn corners(points: &[(f64, f64)]) -> String {
    let corner = |(n, (x, y)): (usize, &(f64, f64))| {
        format!(
            "{}{},{}",
            if n == 0 { "M" } else { "L" },
            pixels(*x),
            pixels(*y)
        )
    };
    points
        .iter()
        .enumerate()
        .map(corner)
        .collect::<Vec<_>>()
        .join(" ")
}

/// The path around a mark at a point, without the command that closes it.
pub(super) fn outline(kind: Shape, (x, y): (f64, f64), r: f64) -> String {
    match kind {
        Shape::Circle | Shape::Ring => {
            let start = format!("M{},{}", pixels(x - r), pixels(y));
            let (side, r) = (pixels(2.0 * r), pixels(r));
            format!("{start} a{r},{r} 0 1 0 {side},0 a{r},{r} 0 1 0 -{side},0")
        }
        Shape::Square => corners(&[
            (x - r, y - r),
            (x + r, y - r),
            (x + r, y + r),
            (x - r, y + r),
        ]),
        Shape::Diamond => {
            let r = r * 1.3;
            corners(&[(x - r, y), (x, y - r), (x + r, y), (x, y + r)])
        }
        Shape::Cross => {
            let w = r * 0.35;
            corners(&[
                (x - w, y - r),
                (x + w, y - r),
                (x + w, y - w),
                (x + r, y - w),
                (x + r, y + w),
                (x + w, y + w),
                (x + w, y + r),
                (x - w, y + r),
                (x - w, y + w),
                (x - r, y + w),
                (x - r, y - w),
                (x - w, y - w),
            ])
        }
        Shape::Triangle => {
            let r = r * 1.2;
            corners(&[(x - r, y + r * 0.8), (x, y - r), (x + r, y + r * 0.8)])
        }
    }
}

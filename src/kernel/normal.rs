//! The standard normal quantile, after Wichura, "Algorithm AS 241: The Percentage Points of the
//! Normal Distribution", *Applied Statistics* 37(3), 1988 (routine PPND16).

#![expect(
    clippy::inline_always,
    reason = "a core is vector code only inside its caller's loop"
)]
#![expect(
    clippy::unreadable_literal,
    clippy::excessive_precision,
    reason = "as published"
)]

use super::real::ln;

const CENTRE: [[f64; 8]; 2] = [
    [
        3.3871328727963666080e0,
        1.3314166789178437745e2,
        1.9715909503065514427e3,
        1.3731693765509461125e4,
        4.5921953931549871457e4,
        6.7265770927008700853e4,
        3.3430575583588128105e4,
        2.5090809287301226727e3,
    ],
    [
        1.0,
        4.2313330701600911252e1,
        6.8718700749205790830e2,
        5.3941960214247511077e3,
        2.1213794301586595867e4,
        3.9307895800092710610e4,
        2.8729085735721942674e4,
        5.2264952788528545610e3,
    ],
];
const MIDDLE: [[f64; 8]; 2] = [
    [
        1.42343711074968357734e0,
        4.63033784615654529590e0,
        5.76949722146069140550e0,
        3.64784832476320460504e0,
        1.27045825245236838258e0,
        2.41780725177450611770e-1,
        2.27238449892691845833e-2,
        7.74545014278341407640e-4,
    ],
    [
        1.0,
        2.05319162663775882187e0,
        1.67638483018380384940e0,
        6.89767334985100004550e-1,
        1.48103976427480074590e-1,
        1.51986665636164571966e-2,
        5.47593808499534494600e-4,
        1.05075007164441684324e-9,
    ],
];
const TAIL: [[f64; 8]; 2] = [
    [
        6.65790464350110377720e0,
        5.46378491116411436990e0,
        1.78482653991729133580e0,
        2.96560571828504891230e-1,
        2.65321895265761230930e-2,
        1.24266094738807843860e-3,
        2.71155556874348757815e-5,
        2.01033439929228813265e-7,
    ],
    [
        1.0,
        5.99832206555887937690e-1,
        1.36929880922735805310e-1,
        1.48753612908506148525e-2,
        7.86869131145613259100e-4,
        1.84631831751005468180e-5,
        1.42151175831644588870e-7,
        2.04426310338993978564e-15,
    ],
];

/// The number below which a standard normal lies with probability `p`.
#[inline(always)]
pub(crate) fn quantile(p: f64) -> f64 {
    let q = p - 0.5;
    let central = q.abs() <= 0.425;
    let side = if q < 0.0 { p } else { 1.0 - p };
    // Subnormal or not, the logarithm of a number inside (0, 1/2].
    let r = (-ln(side)).sqrt();
    let far = r > 5.0;
    let x = if central {
        0.180_625 - q * q
    } else if far {
        r - 5.0
    } else {
        r - 1.6
    };
    let mut top = 0.0;
    let mut bottom = 0.0;
    for i in (0..8).rev() {
        let a = if central {
            CENTRE[0][i]
        } else if far {
            TAIL[0][i]
        } else {
            MIDDLE[0][i]
        };
        let b = if central {
            CENTRE[1][i]
        } else if far {
            TAIL[1][i]
        } else {
            MIDDLE[1][i]
        };
        top = top * x + a;
        bottom = bottom * x + b;
    }
    let y = top / bottom;
    let y = if central {
        q * y
    } else if q < 0.0 {
        -y
    } else {
        y
    };
    let y = if p == 0.0 { f64::NEG_INFINITY } else { y };
    let y = if p >= 1.0 { f64::INFINITY } else { y };
    if (0.0..=1.0).contains(&p) {
        y
    } else {
        f64::NAN
    }
}

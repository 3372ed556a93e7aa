//! Responses of every kind, with lags, saturation and index paths.

use proptest::{collection::vec, option, prelude::*};

use super::{built, estimated};
use crate::{
    Elasticity, Error, Factor, GrowthRatio, IndexScore, Period, SemiElasticity, Share,
    evidence::Estimate,
    response::{Coefficient, IndexPath, IndexTier, Lag, Response},
    testing::quantity::typical,
};

/// Lag profiles of every form, with non-negative weights.
pub fn lag() -> impl Strategy<Value = Lag> {
    let koyck = estimated(built(0.0..=0.9, Share::new)).prop_map(Lag::Koyck);
    let almon = built(
        (0.1..=1.0, 0.1..=1.0, 1_u8..=8),
        |(first, last, length): (f64, f64, u8)| {
            let steps = f64::from(length.saturating_sub(1).max(1));
            Lag::almon(&[first, (last - first) / steps], usize::from(length))
        },
    );
    let explicit = built(vec(0.1..=1.0_f64, 1..=6), |weights| {
        let sum: f64 = weights.iter().sum();
        Lag::explicit(weights.iter().map(|weight| weight / sum).collect())
    });
    prop_oneof![2 => Just(Lag::None), 1 => koyck, 1 => almon, 1 => explicit]
}

/// Responses of each kind, with any lag, saturation and index path from `base`.
pub fn response(base: Period) -> BoxedStrategy<Response> {
    let elasticity = built(-0.1..=0.3, Elasticity::new);
    let kappa = option::of(estimated(built(0.0..=0.4, Factor::new)));
    let elasticity = built((estimated(elasticity), kappa), |(elasticity, kappa)| {
        let response = Response::elasticity(elasticity);
        match kappa {
            Some(kappa) => response.with_saturation(kappa),
            None => Ok(response),
        }
    });
    let ratio = estimated(built(-0.2..=0.45, GrowthRatio::new)).prop_map(Response::growth_ratio);
    let scores = (
        estimated(typical::<IndexScore>()),
        estimated(typical::<IndexScore>()),
        1..=15,
    );
    let tiers = prop_oneof![
        Just(Vec::new()),
        (typical::<Factor>(), typical::<Factor>())
            .prop_map(|tiers| vec![(40.0, tiers.0), (60.0, tiers.1)]),
    ];
    let index = built((scores, tiers), move |((from, to, years), tiers)| {
        let at = Period::year(base.calendar_year() + years)?;
        let tiers: Result<_, Error> = tiers
            .into_iter()
            .map(|(above, factor)| Ok(IndexTier::new(IndexScore::new(above)?, factor)))
            .collect();
        IndexPath::new(from, to, at).with_tiers(tiers?)
    });
    let semi = estimated(built(-1.0..=3.0, SemiElasticity::from_per_mille));
    let semi = (semi, index).prop_map(|(semi, index)| Response::semi_elasticity(semi, index));
    let kind = prop_oneof![2 => elasticity.boxed(), 2 => ratio.boxed(), 1 => semi.boxed()];
    (kind, lag())
        .prop_map(|(response, lag)| response.with_lag(lag))
        .boxed()
}

/// Replaces the coefficient of a response by another of the same kind.
///
/// # Errors
///
/// [`OutOfRange`](crate::ErrorKind::OutOfRange) if the number is not finite.
pub fn with_coefficient(response: &Response, number: f64) -> Result<Response, Error> {
    let reason = "for a test";
    let bare = match (response.coefficient(), response.index()) {
        (Coefficient::SemiElasticity(_), Some(index)) => {
            let semi = Estimate::assumed(SemiElasticity::new(number)?, reason)?;
            Response::semi_elasticity(semi, index.clone())
        }
        (Coefficient::GrowthRatio(_), _) => {
            Response::growth_ratio(Estimate::assumed(GrowthRatio::new(number)?, reason)?)
        }
        _ => Response::elasticity(Estimate::assumed(Elasticity::new(number)?, reason)?),
    };
    let lagged = bare.with_lag(response.lag().clone());
    match response.saturation() {
        Some(kappa) => lagged.with_saturation(kappa.clone()),
        None => Ok(lagged),
    }
}

use super::evaluate;
use crate::capacity::{Curve, ShareObservation, SharePath, TargetAnswers};
use crate::evidence::Estimate;
use crate::response::{Coefficient, Response};
use crate::scenario::{Output, Reading, one_step, share_at};
use crate::{Error, ErrorKind, GrowthRate, Period, Share};

/// The impact of one period of compute growth on an outcome, `with / without - 1`.
///
/// It is computed by the same plan as a scenario's, over one period: the period of the rate. With a
/// lag it is the part of the effect in that period. For a growth ratio `r` and the growth `g` the
/// impact is `r g`, for an elasticity `e` it is `(1 + g)^e - 1`.
///
/// # Errors
///
/// [`Conflict`](ErrorKind::Conflict) for a semi-elasticity, which needs an index and a date;
/// [`OutOfRange`](ErrorKind::OutOfRange) if the outcome would fall to zero or below, or overflow.
///
/// # Examples
///
/// ```
/// use compute_impact::evidence::Estimate;
/// use compute_impact::response::Response;
/// use compute_impact::{Elasticity, GrowthRate, GrowthRatio, impact_of};
///
/// let growth = GrowthRate::from_percent(30.0)?;
/// let ratio = Response::growth_ratio(Estimate::assumed(GrowthRatio::new(0.2)?, "as worded")?);
/// let elasticity = Estimate::assumed(Elasticity::new(0.2)?, "0.2 taken for an elasticity")?;
/// let elasticity = Response::elasticity(elasticity);
/// assert!((impact_of(growth, &ratio)? - 0.06).abs() < 1e-12);
/// assert!((impact_of(growth, &elasticity)? - 0.05387395206178347).abs() < 1e-12);
/// # Ok::<(), compute_impact::Error>(())
/// ```
pub fn impact_of(compute_growth: GrowthRate, response: &Response) -> Result<f64, Error> {
    if let Coefficient::SemiElasticity(_) = response.coefficient() {
        return Err(Error::new(ErrorKind::Conflict {
            what: "a semi-elasticity",
            with: "growth of compute",
            remedy: "convert it at an index score, as it is per index point, or project a scenario",
        }));
    }
    response.lag().check()?;
    let growth = Estimate::assumed(compute_growth, "the growth asked about")?;
    // The date and the frequency do not matter: the plan spans one period of the rate.
    let plan = one_step(Period::FIRST, &growth, response);
    let values = evaluate(&plan);
    let impact = plan
        .outputs
        .iter()
        .position(|output| *output == Output::Gdp(Reading::Impact))
        .and_then(|number| values.get(number * 2 + 1).copied());
    // The plan of one step has all series of GDP.
    let impact = impact.unwrap_or(f64::NAN);
    let change = match response.coefficient() {
        // A loss of more than 100 % has no logarithm; the message names the loss.
        Coefficient::GrowthRatio(ratio) if impact.is_nan() => {
            ratio.value().get() * compute_growth.get()
        }
        _ => impact,
    };
    GrowthRate::ALLOWED.check("change of the outcome", change)?;
    GrowthRate::ALLOWED.check("change of the outcome", impact)
}

/// The smart share at a date by three methods: logistic trend, linear trend, and policy target.
///
/// # Errors
///
/// As [`SharePath::through`] for the observations; [`Overflow`](ErrorKind::Overflow) if the
/// logistic trend leaves the range of a share.
///
/// # Examples
///
/// Two observations give three answers for the end of 2025.
///
/// ```
/// use compute_impact::capacity::ShareObservation;
/// use compute_impact::evidence::Estimate;
/// use compute_impact::{Share, smart_share_answers};
///
/// let observed = |at: &str, share: &str| -> Result<_, compute_impact::Error> {
///     let share = Estimate::assumed(share.parse()?, "CAICT, as reported")?;
///     Ok(ShareObservation::new(at.parse()?, share))
/// };
/// let observations = vec![observed("2023-06", "25 %")?, observed("2024-06", "30 %")?];
/// let answers = smart_share_answers(observations, Share::new(0.35)?, "2025".parse()?)?;
/// assert!((answers.logistic.get() - 0.38453903509812226).abs() < 1e-12);
/// assert!((answers.linear.unwrap().get() - 0.375).abs() < 1e-12);
/// assert_eq!(answers.target.to_string(), "35 %");
/// # Ok::<(), compute_impact::Error>(())
/// ```
pub fn smart_share_answers(
    observations: Vec<ShareObservation>,
    target: Share,
    at: Period,
) -> Result<TargetAnswers, Error> {
    let logistic = SharePath::through(observations)?;
    let linear = logistic.clone().with_curve(Curve::Linear)?;
    let share = |path: &SharePath| {
        let share = share_at(path, at);
        let allowed = Output::SmartShare.allowed();
        if allowed.contains(share) {
            return Share::new(share);
        }
        Err(Error::new(ErrorKind::Overflow {
            what: Output::SmartShare.what(),
            period: at,
            allowed,
        }))
    };
    Ok(TargetAnswers {
        at,
        logistic: share(&logistic)?,
        linear: share(&linear).ok(),
        target,
    })
}

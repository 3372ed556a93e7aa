use super::evaluate;
use crate::capacity::{Curve, ShareObservation, SharePath, TargetAnswers};
use crate::evidence::Estimate;
use crate::response::{Coefficient, Response};
use crate::scenario::{Output, Reading, one_step, share_at};
use crate::{Error, ErrorKind, GrowthRate, Period, Share};

/// What one period of compute growth does to an outcome: with over without, less one.
///
/// The shortest question the library answers. It runs the same plan as a scenario, over one
/// period; with a lag it is the part felt in that period. The rate's own frequency does not
/// matter: the period is whatever the rate is over.
///
/// # Errors
///
/// [`Conflict`](ErrorKind::Conflict) for a semi-elasticity, which needs an index and a date;
/// [`OutOfRange`](ErrorKind::OutOfRange) if nothing of the outcome would be left, or it overflows.
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
/// let elasticity = Response::elasticity(Estimate::assumed(Elasticity::new(0.2)?, "as misread")?);
/// assert!((impact_of(growth, &ratio)? - 0.06).abs() < 1e-12);
/// assert!((impact_of(growth, &elasticity)? - 0.05387395206178347).abs() < 1e-12);
/// # Ok::<(), compute_impact::Error>(())
/// ```
pub fn impact_of(compute_growth: GrowthRate, response: &Response) -> Result<f64, Error> {
    if let Coefficient::SemiElasticity(_) = response.coefficient() {
        return Err(Error::new(ErrorKind::Conflict {
            what: "a semi-elasticity",
            with: "growth of compute",
            remedy: "it is per index point: convert it at a score, or project a scenario",
        }));
    }
    response.lag().check()?;
    let growth = Estimate::assumed(compute_growth, "the growth asked about")?;
    // The date does not matter: the plan spans one period, whatever the rate is over.
    let plan = one_step(Period::FIRST, &growth, response);
    let values = evaluate(&plan);
    let impact = plan
        .outputs
        .iter()
        .position(|output| *output == Output::Gdp(Reading::Impact))
        .and_then(|number| values.get(number * 2 + 1).copied());
    // The plan of one step reads out all of GDP.
    let impact = impact.unwrap_or(f64::NAN);
    let given = match response.coefficient() {
        // A loss of more than all has no logarithm; the message names the loss.
        Coefficient::GrowthRatio(ratio) if impact.is_nan() => {
            ratio.value().get() * compute_growth.get()
        }
        _ => impact,
    };
    GrowthRate::ALLOWED.check("change of the outcome", given)?;
    GrowthRate::ALLOWED.check("change of the outcome", impact)
}

/// The smart share at a date three ways: logistic trend, linear trend, policy target.
///
/// # Errors
///
/// As [`SharePath::through`] for the observations.
///
/// # Examples
///
/// One article, three answers for the end of 2025.
///
/// ```
/// use compute_impact::capacity::ShareObservation;
/// use compute_impact::evidence::Estimate;
/// use compute_impact::{Share, smart_share_answers};
///
/// let seen = |at: &str, share: &str| -> Result<_, compute_impact::Error> {
///     let share = Estimate::assumed(share.parse()?, "CAICT, as reported")?;
///     Ok(ShareObservation::new(at.parse()?, share))
/// };
/// let observations = vec![seen("2023-06", "25 %")?, seen("2024-06", "30 %")?];
/// let answers = smart_share_answers(observations, Share::new(0.35)?, "2025".parse()?)?;
/// assert!((answers.logistic().get() - 0.38453903509812226).abs() < 1e-12);
/// assert!((answers.linear().unwrap().get() - 0.375).abs() < 1e-12);
/// assert_eq!(answers.target().to_string(), "35 %");
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

//! The published figures that claims are compared with, by their names in the catalogue.

use compute_impact::capacity::ShareObservation;
use compute_impact::evidence::catalogue::{self, Entry};
use compute_impact::evidence::{Estimate, Figure};
use compute_impact::{Error, Money, Period, Quantity, smart_share_answers};

use super::claim::Machines;

pub(crate) const GDP: &str = "nbs.gdp.2022.final";
pub(crate) const GDP_GROWTH: &str = "nbs.gdp-growth.nominal.2023";
pub(crate) const DIGITAL: &str = "caict.digital-economy.2022";
pub(crate) const DIGITAL_GROWTH: &str = "caict.digital-growth.2023";
/// All computing power before the year.
pub(crate) const COMPUTE: &str = "miit.compute.in-use.2022-12";

/// Average and yearly growth of all computing power.
pub(crate) const COMPUTE_GROWTH: [(&str, Machines); 5] = [
    ("miit.compute-growth.in-use.2024-06", Machines::InUse),
    ("miit.compute-growth.in-use.2018-2023", Machines::InUse),
    ("caict.compute-growth.installed.2020", Machines::Installed),
    (
        "caict.compute-growth.installed.2016-2021",
        Machines::Installed,
    ),
    (
        "caict.compute-growth.installed.2017-2024",
        Machines::Installed,
    ),
];

/// Levels of all computing power in China.
pub(crate) const LEVELS: [&str; 13] = [
    "miit.compute.in-use.2021-12",
    "miit.compute.in-use.2022-06",
    "miit.compute.in-use.2022-12",
    "miit.compute.in-use.2023-06",
    "miit.compute.in-use.2023-12",
    "miit.compute.in-use.2024-06",
    "miit.compute.in-use.2024-12",
    "caict.compute.installed.2019-12",
    "caict.compute.installed.2020-12",
    "caict.compute.installed.2021-12",
    "caict.compute.installed.2022-12",
    "caict.compute.installed.2023-12",
    "caict.compute.installed.2025-06",
];

/// Levels of smart computing power in China.
pub(crate) const SMART_LEVELS: [&str; 6] = [
    "miit.smart-compute.in-use.2023-06",
    "miit.smart-compute.in-use.2024-12",
    "caict.smart-compute.installed.2025-06",
    "miit.smart-compute.fp16.2025-03",
    "miit.smart-compute.fp16.2025-06",
    "miit.smart-compute.fp16.2025-12",
];

/// Smart share of machines in use, in order of date.
const SHARES_IN_USE: [&str; 4] = [
    "miit.smart-share.in-use.2022-12",
    "miit.smart-share.in-use.2023-06",
    "miit.smart-share.in-use.2024-07",
    "miit.smart-share.in-use.2024-12",
];

/// Smart share of installed devices, in order of date.
const SHARES_INSTALLED: [&str; 4] = [
    "caict.smart-share.installed.2020-12",
    "caict.smart-share.installed.2021-12",
    "caict.smart-share.installed.2023-12",
    "caict.smart-share.installed.2025-06",
];

/// The target of policy for the smart share, which is one of machines in use.
pub(crate) const SHARE_TARGET: &str = "miit.target.smart-share.2025";
pub(crate) const SHARE_TARGET_OF: Machines = Machines::InUse;

/// Elasticities of GDP, of computing power or of capital near to it.
pub(crate) const GDP_ELASTICITIES: [&str; 8] = [
    "panel.elasticity.cross-section",
    "literature.public-capital.pooled",
    "caict.elasticity.gdp-2025",
    "panel.elasticity.country-effects",
    "derived.elasticity.neoclassical",
    "panel.elasticity.year-effects",
    "panel.elasticity.capital",
    "literature.ict.corrected",
];
/// The one that a blog attributes to the publisher of the rule of thumb.
pub(crate) const LATER_ELASTICITY: &str = "caict.elasticity.gdp-2025";

/// The rule of thumb for money, by what it is a multiplier of.
pub(crate) const MULTIPLIER_OF_OUTPUT: &str = "caict.multiplier.gross-output";
pub(crate) const MULTIPLIER_OF_VALUE_ADDED: &str = "caict.multiplier.value-added";

/// The yearly investment that the press reports of the programme.
pub(crate) const YEARLY_FORECAST: &str = "edwc.investment.annual-claim";
/// What was invested in the hubs themselves from the launch on.
pub(crate) const DIRECT: &str = "edwc.investment.direct-2024-06";
/// All that they drew, by the same count.
pub(crate) const DRIVEN: &str = "edwc.investment.driven-2024-06";
/// Totals over some time other than a year.
pub(crate) const TOTALS: [(&str, Span); 6] = [
    (DIRECT, Span::SinceLaunch),
    (DRIVEN, Span::SinceLaunch),
    ("edwc.investment.since-launch-2023", Span::SinceLaunch),
    ("edwc.investment.project-total-2022", Span::OfProjects),
    ("edwc.investment.driven-2022-q1", Span::OfProjects),
    ("edwc.forecast.driven-2021-2025", Span::Window),
];

pub(crate) const CHENGDU_EFFICIENCY: &str = "chengdu.efficiency.raised-to";
pub(crate) const CHENGDU_INDUSTRY: &str = "chengdu.ai-industry.scale-2023";
/// Projects that were started in the ten clusters.
pub(crate) const FIRST_PROJECTS: &str = "edwc.investment.driven-2022-q1";
/// Large computing centres in one of the cities.
pub(crate) const CHENGDU_CENTRES: &str = "chengdu.compute.2024-q3";

/// The time over which a total of money was spent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Span {
    /// From the launch of the programme to the date of the figure.
    SinceLaunch,
    /// The window that the figure states.
    Window,
    /// The life of projects, over years that nobody states.
    OfProjects,
}

/// The programme was launched on 17 February 2022 (Xinhua of that day): whole months count from
/// March on.
const LAUNCH: (i32, i32) = (2022, 2);

impl Span {
    /// Years of an entry's total, and how they read; `None` where nobody states them.
    pub(crate) fn years(self, entry: &Entry) -> Result<Option<(f64, String)>, Error> {
        match self {
            Self::OfProjects => Ok(None),
            Self::SinceLaunch => {
                let launch = Period::month(LAUNCH.0, LAUNCH.1)?;
                Ok(entry.at().map(|at| {
                    let years = launch.years_until(at);
                    let words = format!(
                        "{:.0} months, from the launch in {launch} to the end of {at}",
                        12.0 * years
                    );
                    (years, words)
                }))
            }
            Self::Window => Ok(entry.window().map(|(first, last)| {
                let own = first.frequency().years();
                let years = first.years_until(last) + own;
                (years, format!("{years:.0} years, {first} to {last}"))
            })),
        }
    }
}

/// The value of an entry, as the quantity that it is.
pub(crate) fn value<Q>(entry: &Entry) -> Result<Q, Error>
where
    Q: Quantity,
    Estimate<Q>: TryFrom<Figure, Error = Error>,
{
    Ok(Estimate::<Q>::try_from(entry.figure().clone())?.value())
}

/// The entry of a name with its value.
pub(crate) fn find<Q>(id: &str) -> Result<(&'static Entry, Q), Error>
where
    Q: Quantity,
    Estimate<Q>: TryFrom<Figure, Error = Error>,
{
    let entry = catalogue::find(id)?;
    Ok((entry, value(entry)?))
}

/// The user's figure, or the catalogue's where there is none.
pub(crate) fn or_catalogue<Q>(given: Option<Q>, id: &str) -> Result<Estimate<Q>, Error>
where
    Q: Quantity,
    Estimate<Q>: TryFrom<Figure, Error = Error>,
{
    given.map_or_else(
        || Estimate::from_catalogue(id),
        |value| Estimate::assumed(value, "given with the claim"),
    )
}

/// A total of money as the money of a year.
pub(crate) fn yearly(total: Money, years: f64) -> Result<Money, Error> {
    total.times(1.0 / years)
}

/// The published smart shares of some machines, in order of date.
pub(crate) fn shares(of: Machines) -> Result<Vec<(Period, &'static Entry)>, Error> {
    let ids = match of {
        Machines::InUse => SHARES_IN_USE,
        Machines::Installed => SHARES_INSTALLED,
    };
    let mut dated = Vec::new();
    for id in ids {
        let entry = catalogue::find(id)?;
        dated.extend(entry.at().map(|at| (at, entry)));
    }
    Ok(dated)
}

/// The published smart share of some machines at a date: between dates and past them by the library's
/// logistic path; `None` before the first.
pub(crate) fn share_at(of: Machines, at: Period) -> Result<Option<f64>, Error> {
    let published = shares(of)?;
    if published
        .first()
        .is_none_or(|(first, _)| first.ends_after(at))
    {
        return Ok(None);
    }
    let observed = |(date, entry): &(Period, &Entry)| {
        Ok(ShareObservation::new(
            *date,
            Estimate::from_catalogue(entry.id())?,
        ))
    };
    let observations = published
        .iter()
        .map(observed)
        .collect::<Result<Vec<_>, Error>>()?;
    let (_, target) = find(SHARE_TARGET)?;
    // A date too far out has no answer.
    let answers = smart_share_answers(observations, target, at).ok();
    Ok(answers.map(|answers| answers.logistic().get()))
}

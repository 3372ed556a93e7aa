//! Random estimates and their sources, for property tests with `proptest`.

use proptest::{option, prelude::*, sample::select};

use super::{built, quantity::typical};
use crate::{
    Frequency, Interval, Period, Quantity,
    evidence::{
        Confidence, Contradiction, Definition, Estimate, EvidenceKind, Fact, Geography, Meaning,
        Measured, Part, Prices, Revision, Source, Timing,
    },
};

/// Sources of every kind, including assumptions.
fn sources() -> impl Strategy<Value = Source> {
    let words = || "[^\\p{C}\\s][^\\p{C}]{0,24}";
    let regression = (any::<u32>(), option::of(0.0..1e3), any::<bool>()).prop_map(
        |(observations, standard_error, controls)| EvidenceKind::Regression {
            observations,
            standard_error,
            controls,
        },
    );
    let kind = prop_oneof![
        4 => select(vec![
            EvidenceKind::OfficialStatistic,
            EvidenceKind::PolicyTarget,
            EvidenceKind::PressReport,
            EvidenceKind::InstituteEstimate,
            EvidenceKind::Forecast,
            EvidenceKind::RatioOfGrowthRates,
            EvidenceKind::MetaAnalysis,
            EvidenceKind::InputOutputStudy,
            EvidenceKind::Derived,
        ]),
        1 => regression,
    ];
    let confidence = select(vec![
        Confidence::Low,
        Confidence::Derived,
        Confidence::Medium,
        Confidence::High,
    ]);
    let published = (words(), words(), kind, confidence);
    let place = (option::of(typical::<Period>()), option::of(words()));
    prop_oneof![
        1 => built(words(), Source::assumption),
        4 => built((published, place), |((publisher, title, kind, confidence), place)| {
            let mut source = Source::new(publisher, title, kind, confidence)?;
            if let Some(date) = place.0 {
                source = source.with_date(date);
            }
            if let Some(locator) = place.1 {
                source = source.with_locator(locator)?;
            }
            Ok(source)
        }),
    ]
}

impl Arbitrary for Source {
    type Parameters = ();
    type Strategy = BoxedStrategy<Self>;

    fn arbitrary_with((): ()) -> Self::Strategy {
        sources().boxed()
    }
}

/// Facts of all kinds, in combinations that may contradict each other for one figure.
fn facts() -> impl Strategy<Value = Meaning> {
    let timing = prop_oneof![
        typical::<Period>().prop_map(Timing::Stock),
        typical::<Period>().prop_map(|period| Timing::Flow(period.into())),
        typical::<Period>().prop_map(|period| Timing::Between(period.into())),
        any::<Frequency>().prop_map(Timing::Every),
    ];
    let economy = (
        option::of(select(Prices::ALL)),
        option::of(select(Revision::ALL)),
        option::of(select(Definition::ALL)),
        option::of(select(Geography::ALL)),
    );
    let computing = (
        option::of(select(Measured::ALL)),
        option::of(select(Part::ALL)),
        option::of(timing),
        option::of("[a-z]{1,12}"),
    );
    (economy, computing).prop_map(|((prices, revision, definition, area), computing)| {
        let (measures, part, timing, reason) = computing;
        // Every reason has a letter, so none is refused.
        let against = reason.and_then(|reason: String| Contradiction::because(reason).ok());
        let facts = [
            measures.map(Fact::from),
            part.map(Fact::from),
            timing.map(Fact::from),
            prices.map(Fact::from),
            revision.map(Fact::from),
            definition.map(Fact::from),
            area.map(Fact::from),
            against.map(Fact::from),
        ];
        let stated = facts.into_iter().flatten();
        stated.fold(Meaning::default(), |meaning, fact| {
            // A fact that contradicts an earlier one is left out.
            meaning.clone().with(fact).unwrap_or(meaning)
        })
    })
}

/// Certain estimates of the values, with any source and any facts that do not contradict them.
///
/// # Examples
///
/// ```
/// use compute_impact::Share;
/// use compute_impact::testing::{evidence::estimate_of, quantity::typical};
/// use proptest::prelude::*;
///
/// proptest!(|(estimate in estimate_of(typical::<Share>()))| {
///     prop_assert!(estimate.is_certain());
/// });
/// ```
pub fn estimate_of<Q: Quantity>(
    value: impl Strategy<Value = Q>,
) -> impl Strategy<Value = Estimate<Q>> {
    let parts = (
        value,
        sources(),
        option::of(facts()),
        option::of(any::<Interval>()),
    );
    parts.prop_map(|(value, source, facts, observed)| {
        let plain = Estimate::new(value, source);
        let stated = facts.and_then(|facts| plain.clone().with_meaning(facts).ok());
        let estimate = stated.unwrap_or(plain);
        // Every range of `interval` has two ends, so none is refused.
        observed
            .and_then(|range| estimate.clone().observed_in(range).ok())
            .unwrap_or(estimate)
    })
}

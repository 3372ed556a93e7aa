use super::Projection;
use crate::response::coherence::breach_share;
use crate::response::{Coefficient, Coherence, PairCoherence};
use crate::scenario::{Output, coefficients_of_pair};

impl Projection {
    /// The coefficient that the pair of responses implies for the rest of the economy, period by
    /// period, and the period from which on the pair as published contradicts itself.
    ///
    /// `None` without a digital economy, or if the two coefficients are of different kinds: the
    /// identity `c = d c_digital + (1 - d) c_rest`, with the digital share `d`, holds between
    /// coefficients of one kind.
    ///
    /// # Examples
    ///
    /// ```
    /// # use compute_impact::Scenario;
    /// let projection = Scenario::shipped("china-2030")?.project()?;
    /// let pair = projection.pair_coherence().unwrap();
    /// assert_eq!(pair.breach_share.unwrap().to_string(), "50 %");
    /// assert_eq!(pair.breach.unwrap().to_string(), "2030");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn pair_coherence(&self) -> Option<PairCoherence> {
        let mode = self.scenario.coherence();
        let kind = self.scenario.gdp().response().coefficient();
        let (gdp, digital) = (kind, self.scenario.digital()?.response().coefficient());
        if gdp.kind() != digital.kind() {
            return None;
        }
        let (gdp, digital) = (gdp.number(), digital.number());
        let shares: Vec<_> = self.series(Output::DigitalShare)?.iter().collect();
        let breach_share = breach_share(gdp, digital);
        let breach = breach_share.and_then(|breach| {
            shares
                .iter()
                .find(|(_, share)| *share > breach.get())
                .map(|(period, _)| *period)
        });
        let values: Vec<f64> = shares.iter().map(|(_, share)| *share).collect();
        let base = self.scenario.base();
        let (rest, whole) = coefficients_of_pair(base, &values, gdp, digital);
        // Growth ratios weight the parts by their shares one period before, from which they grow.
        let before = usize::from(matches!(kind, Coefficient::GrowthRatio(_)));
        // From a digital share of one on there is no rest.
        let defined = |rest: f64, share: f64| (share < 1.0 && rest.is_finite()).then_some(rest);
        let at_base = defined(rest[0], values[0])?;
        let (rest, gdp) = shares
            .iter()
            .enumerate()
            .map(|(row, (period, share))| match mode {
                Coherence::AsPublished => ((*period, defined(rest[row], *share)), (*period, gdp)),
                Coherence::Coherent => {
                    let gdp = whole[row.saturating_sub(before)];
                    ((*period, Some(at_base)), (*period, gdp))
                }
            })
            .unzip();
        Some(PairCoherence {
            mode,
            breach_share,
            breach,
            rest_coefficients: rest,
            gdp_coefficients: gdp,
        })
    }
}

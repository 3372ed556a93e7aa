//! What the compute of a place means for its users, for the place and for its nation.

use super::{Compiler, Driver, Key, Outputs, Place, Term};
use crate::Output;
use crate::capacity::Segment;
use crate::scenario::locality::Locality;
use crate::scenario::spec::Spec;

impl<'p> Compiler<'p> {
    /// The outputs of a place: what its users and those elsewhere gain by price, what stays of the
    /// value added, and its part of the response of the nation.
    ///
    /// With the share `u` of the compute that is used in the place, its users gain `u` times the
    /// savings and surpluses of all segments. Of the net value added `N` the share `l` stays,
    /// `l N`. The nation, with the compute `C`, at its growth, and the GDP `Y` of the base period, gains
    /// `Y ((1 + K_0 (E - E0) / (E_0 C))^e - 1)`, with the elasticity `e` of GDP, the base capacity
    /// `K_0` of the place, and its effective compute `E` and `E0` with and without the difference,
    /// over that of the base, `E_0`: the same response of GDP to compute. These are definitions of this library.
    pub(super) fn locality(
        &mut self,
        spec: &Spec,
        locality: &Locality,
        driver: Driver<'p>,
        outputs: &mut Outputs<'p>,
    ) {
        let place = Place::from(Key::Locality);
        let gains = Segment::ALL
            .into_iter()
            .flat_map(|segment| {
                [
                    Output::UserSavings(segment),
                    Output::AddedUseSurplus(segment),
                ]
            })
            .filter_map(|output| {
                let mut known = outputs.iter();
                known
                    .find(|(other, _)| *other == output)
                    .map(|(_, term)| *term)
            });
        if let Some(gain) = super::term::sum(gains.collect::<Vec<_>>()) {
            let used_here = self.input(&place / Key::UsedHere, locality.used_here());
            outputs.extend([
                (Output::LocalUserGain, gain * used_here),
                (Output::ElsewhereUserGain, gain * (1.0 - used_here)),
            ]);
        }
        let net = outputs
            .iter()
            .find(|(output, _)| *output == Output::NetValueAdded)
            .map(|(_, term)| *term);
        if let (Some(retained), Some(net)) = (locality.retained(), net) {
            let retained = self.input(&place / Key::Retained, retained);
            outputs.push((Output::LocalValueAdded, net * retained));
        }
        if let Some(nation) = locality.nation() {
            let place = place / Key::Nation;
            let mut compute = self.input(&place / Key::Compute, nation.compute());
            let gdp = self.input(&place / Key::Gdp, nation.gdp());
            if let Some(rate) = nation.growth() {
                let path = self.constant_growth(place / Key::Growth, rate);
                compute = compute * path.log.exp();
            }
            let base = self.input(Key::Compute / Key::Base, spec.compute.base());
            let added: Term<'p> = driver.path.log.exp() - driver.counterfactual.log.exp();
            let part = base * added / compute;
            let response = Key::Gdp / Key::Response;
            let elasticity = self.coefficient(&response, spec.gdp.response().coefficient());
            let gain = elasticity.effect(part.ln_1p()).exp_m1();
            outputs.push((Output::NationalGain, gdp * gain));
        }
    }
}

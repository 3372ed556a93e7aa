//! The effect of policies on the use of a segment.
//!
//! The forms of gains and surges are definitions of this library.

use super::{Compiler, Key, Place, Side, Term};
use crate::capacity::Segment;
use crate::policy::{DemandSurge, Efficiency, Gain, Instrument, Shock, periods_to_start};

impl<'p> Compiler<'p> {
    /// The utilisation of a segment under the shocks that act on it; it stays at most one.
    pub(super) fn shocked_utilisation(
        &mut self,
        segment: Segment,
        utilisation: Term<'p>,
        side: Side<'_, 'p>,
    ) -> Term<'p> {
        let mut level = utilisation;
        for (place, shock) in side.shocks() {
            if shock.instrument() != Instrument::Utilisation(segment) {
                continue;
            }
            level = match shock {
                // A restriction acts on purchases, and a voucher on the price.
                Shock::Restriction(_) | Shock::Voucher(_) | Shock::Platform(_) => level,
                Shock::Efficiency(gain) => {
                    self.raised(place, gain, level).minimum(self.constant(1.0))
                }
                Shock::Demand(surge) => {
                    self.surged(place, surge, level).minimum(self.constant(1.0))
                }
            };
        }
        level
    }

    /// The productivity of a segment under the shocks that act on it; `None` is one.
    pub(super) fn shocked_productivity(
        &mut self,
        segment: Segment,
        productivity: Option<Term<'p>>,
        side: Side<'_, 'p>,
    ) -> Option<Term<'p>> {
        let mut level = productivity;
        for (place, shock) in side.shocks() {
            if shock.instrument() != Instrument::Productivity(segment) {
                continue;
            }
            level = match shock {
                // A restriction acts on purchases, a surge on utilisation, a voucher on the price.
                Shock::Restriction(_)
                | Shock::Demand(_)
                | Shock::Voucher(_)
                | Shock::Platform(_) => level,
                Shock::Efficiency(gain) => {
                    let before = level.unwrap_or_else(|| self.constant(1.0));
                    Some(self.raised(place, gain, before))
                }
            };
        }
        level
    }

    /// A level `x` raised to a level `z`, `x + max(z - x, 0) r`, which never lowers it, or by a
    /// factor `f`, `x (1 + (f - 1) r)`, with the ramp `r`.
    pub(super) fn raised(
        &mut self,
        place: &Place,
        efficiency: &Efficiency,
        level: Term<'p>,
    ) -> Term<'p> {
        let place = place / Key::Efficiency;
        let over = efficiency.over.as_ref();
        let over = over.map(|over| self.input(&place / Key::Over, over));
        let ramp = self.ramp(periods_to_start(self.base, efficiency.from), over);
        match &efficiency.gain {
            Gain::To(to) => {
                let to = self.input(place / Key::Gain / Key::To, to);
                level + (to - level).positive() * ramp
            }
            Gain::By(by) => {
                let factor = self.input(place / Key::Gain / Key::By, by);
                scaled(level, factor, ramp)
            }
        }
    }

    /// A level `x` that a surge of demand multiplies by a factor `f` while it lasts:
    /// `x (1 + (f - 1) w)`, with `w` one during the surge and zero outside it.
    pub(super) fn surged(
        &mut self,
        place: &Place,
        surge: &DemandSurge,
        level: Term<'p>,
    ) -> Term<'p> {
        let factor = self.input(place / Key::Demand / Key::Factor, &surge.factor);
        let start = periods_to_start(self.base, surge.from);
        scaled(level, factor, self.active_at_end(start, surge.until))
    }
}

/// A level `x` under a factor `f` of weight `w`: `x (1 + (f - 1) w)`.
fn scaled<'p>(level: Term<'p>, factor: Term<'p>, weight: Term<'p>) -> Term<'p> {
    level * (1.0 + (factor - 1.0) * weight)
}

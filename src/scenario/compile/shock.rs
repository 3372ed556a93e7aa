//! What shocks do to the use of a segment.

use super::{Compiler, Side};
use crate::capacity::{Gain, Segment, Shock, UseOf, starts_after};
use crate::kernel::Register;

impl Compiler {
    /// Whether a shock in force changes what operations are worth.
    pub(super) fn raises_use(&self, side: Side) -> bool {
        side == Side::Path
            && self.shocks.iter().any(|(_, shock)| {
                matches!(shock, Shock::Efficiency(gain) if gain.of == UseOf::Productivity)
            })
    }

    /// A segment's utilisation under the shocks in force, never above one.
    pub(super) fn shocked_utilisation(
        &mut self,
        segment: Segment,
        utilisation: Register,
        side: Side,
    ) -> Register {
        if side == Side::Counterfactual {
            return utilisation;
        }
        let mut level = utilisation;
        for (place, shock) in self.shocks.clone() {
            if shock.segment() != segment {
                continue;
            }
            level = match &shock {
                Shock::Efficiency(gain) if gain.of == UseOf::Utilisation => {
                    let place = format!("{place}.efficiency");
                    let over = gain.over.as_ref();
                    let over = over.map(|over| self.estimate(format!("{place}.over"), over));
                    let reached = self.ramp(starts_after(self.base, gain.from), over);
                    match &gain.gain {
                        Gain::To(to) => {
                            let to = self.estimate(format!("{place}.gain.to"), to);
                            // Raised to a level, never lowered to it.
                            let way = self.builder.subtract(to, level);
                            let way = self.builder.positive(way);
                            let way = self.builder.multiply(way, reached);
                            self.builder.add(level, way)
                        }
                        Gain::By(by) => {
                            let by = self.estimate(format!("{place}.gain.by"), by);
                            self.scaled_by(level, by, reached, true)
                        }
                    }
                }
                Shock::Demand(surge) => {
                    let place = format!("{place}.demand.factor");
                    let factor = self.estimate(place, &surge.factor);
                    let inside = self.between(surge.from, surge.until);
                    self.scaled_by(level, factor, inside, true)
                }
                _ => level,
            };
        }
        level
    }

    /// A segment's productivity under the shocks in force.
    pub(super) fn shocked_productivity(
        &mut self,
        segment: Segment,
        productivity: Option<Register>,
        side: Side,
    ) -> Option<Register> {
        if side == Side::Counterfactual {
            return productivity;
        }
        let mut level = productivity;
        for (place, shock) in self.shocks.clone() {
            let Shock::Efficiency(gain) = &shock else {
                continue;
            };
            let Gain::By(by) = &gain.gain else {
                continue;
            };
            if gain.segment != segment || gain.of != UseOf::Productivity {
                continue;
            }
            let place = format!("{place}.efficiency");
            let over = gain.over.as_ref();
            let over = over.map(|over| self.estimate(format!("{place}.over"), over));
            let reached = self.ramp(starts_after(self.base, gain.from), over);
            let by = self.estimate(format!("{place}.gain.by"), by);
            let before = level.unwrap_or_else(|| self.builder.constant(1.0));
            level = Some(self.scaled_by(before, by, reached, false));
        }
        level
    }

    /// `level * (1 + weight * (factor - 1))`, up to one if it is a share.
    fn scaled_by(
        &mut self,
        level: Register,
        factor: Register,
        weight: Register,
        is_share: bool,
    ) -> Register {
        let one = self.builder.constant(1.0);
        let more = self.builder.subtract(factor, one);
        let more = self.builder.multiply(more, weight);
        let scale = self.builder.add(one, more);
        let scaled = self.builder.multiply(level, scale);
        if is_share {
            self.builder.minimum(scaled, one)
        } else {
            scaled
        }
    }

    /// One at the ends of periods between the start of a period and the end of another.
    fn between(&mut self, from: crate::Period, until: Option<crate::Period>) -> Register {
        let per_year = f64::from(self.base.frequency().per_year());
        let start = starts_after(self.base, from);
        let end = until.map_or(f64::INFINITY, |until| {
            self.base.years_until(until) * per_year
        });
        let inside = |row: usize| {
            #[expect(clippy::cast_precision_loss, reason = "periods of a scenario")]
            let at = row as f64;
            f64::from(u8::from(at > start && at <= end))
        };
        let rows = self.builder.rows();
        self.builder.series((0..rows).map(inside).collect())
    }
}

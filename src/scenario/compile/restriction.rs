//! What restrictions leave of what is bought, and the ramps of shocks.

use super::Compiler;
use crate::capacity::{Limit, Restriction, Segment, Shock, starts_after};
use crate::kernel::Register;

impl Compiler {
    /// The restrictions in force on a segment, with their places.
    pub(super) fn restrictions(
        &self,
        segment: Segment,
    ) -> impl Iterator<Item = (&str, &Restriction)> {
        self.shocks
            .iter()
            .filter_map(move |(place, shock)| match shock {
                Shock::Restriction(restriction) if restriction.segment == segment => {
                    Some((place.as_str(), restriction))
                }
                _ => None,
            })
    }

    /// What is left of additions, and what would be left of them without premiums.
    pub(super) fn restricted(
        &mut self,
        segment: Segment,
        additions: Register,
    ) -> (Register, Register) {
        let restrictions: Vec<(String, Restriction)> = self
            .restrictions(segment)
            .map(|(place, restriction)| (format!("{place}.restriction"), restriction.clone()))
            .collect();
        let mut left = additions;
        for (place, restriction) in &restrictions {
            if !matches!(restriction.limit, Limit::Premium(_)) {
                left = self.restrict(place, restriction, left);
            }
        }
        let capped = left;
        for (place, restriction) in &restrictions {
            if matches!(restriction.limit, Limit::Premium(_)) {
                left = self.restrict(place, restriction, left);
            }
        }
        (left, capped)
    }

    fn restrict(
        &mut self,
        place: &str,
        restriction: &Restriction,
        additions: Register,
    ) -> Register {
        let start = starts_after(self.base, restriction.from);
        let wanted = match &restriction.anticipation {
            Some(share) => {
                let share = self.estimate(format!("{place}.anticipation"), share);
                self.brought_forward(additions, share, start)
            }
            None => additions,
        };
        let wanted_new = self.builder.positive(wanted);
        let lost = match &restriction.limit {
            Limit::Share(share) => {
                let share = self.estimate(format!("{place}.limit.share"), share);
                let one = self.builder.constant(1.0);
                let barred = self.builder.subtract(one, share);
                self.builder.multiply(wanted_new, barred)
            }
            Limit::Capacity(most) => {
                let most = self.estimate(format!("{place}.limit.capacity"), most);
                let excess = self.builder.subtract(wanted_new, most);
                self.builder.positive(excess)
            }
            Limit::Premium(premium) => {
                let premium = self.estimate(format!("{place}.limit.premium"), premium);
                let one = self.builder.constant(1.0);
                let price = self.builder.add(one, premium);
                let part = self.builder.divide(premium, price);
                self.builder.multiply(wanted_new, part)
            }
        };
        let window = self.window(start, restriction.until);
        let mut lost = self.builder.multiply(lost, window);
        if let Some(substitution) = &restriction.substitution {
            let place = format!("{place}.substitution");
            let up_to = self.estimate(format!("{place}.up-to"), &substitution.up_to);
            let over = self.estimate(format!("{place}.over"), &substitution.over);
            let reached = self.ramp_over_periods(start, over);
            let made_good = self.builder.multiply(up_to, reached);
            let one = self.builder.constant(1.0);
            let rest = self.builder.subtract(one, made_good);
            lost = self.builder.multiply(lost, rest);
        }
        self.builder.subtract(wanted, lost)
    }

    /// Additions of which a share of those of the period before `start` is bought on top, out of
    /// those of the period after.
    fn brought_forward(&mut self, additions: Register, share: Register, start: f64) -> Register {
        let rows = self.builder.rows();
        // The last row that ends by the start: the period before.
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "periods of a scenario, not negative: the start lies after its first period"
        )]
        let before = start.floor().max(0.0) as usize;
        let is_before = |row: usize| f64::from(u8::from(row == before && before + 1 < rows));
        let before = self.builder.series((0..rows).map(is_before).collect());
        let new = self.builder.positive(additions);
        let extra = self.builder.multiply(new, before);
        let extra = self.builder.multiply(extra, share);
        let taken = self.builder.lag(extra, vec![0.0, 1.0]);
        // No more can be brought forward than there is.
        let taken = self.builder.minimum(taken, new);
        let ahead = self.builder.lead(taken);
        let wanted = self.builder.add(additions, ahead);
        self.builder.subtract(wanted, taken)
    }

    /// The part of each period that lies between a start, in periods after the base, and the end
    /// of a period.
    fn window(&mut self, start: f64, until: Option<crate::Period>) -> Register {
        let per_year = f64::from(self.base.frequency().per_year());
        let end = until.map_or(f64::INFINITY, |until| {
            self.base.years_until(until) * per_year
        });
        let inside = |row: usize| {
            #[expect(clippy::cast_precision_loss, reason = "periods of a scenario")]
            let (from, to) = (row as f64 - 1.0, row as f64);
            if row == 0 {
                return 0.0;
            }
            (to.min(end) - from.max(start)).clamp(0.0, 1.0)
        };
        let rows = self.builder.rows();
        self.builder.series((0..rows).map(inside).collect())
    }

    /// How far a ramp is at the end of each period, from 0 at its start to 1 after so many years;
    /// without a length it is there at once.
    pub(super) fn ramp(&mut self, start: f64, over: Option<Register>) -> Register {
        let rows = self.builder.rows();
        let since = |row: usize| {
            #[expect(clippy::cast_precision_loss, reason = "periods of a scenario")]
            let periods = (row as f64 - start).max(0.0);
            periods
        };
        let Some(over) = over else {
            let begun = (0..rows).map(|row| f64::from(u8::from(since(row) > 0.0)));
            return self.builder.series(begun.collect());
        };
        let per_year = f64::from(self.base.frequency().per_year());
        let years = (0..rows).map(|row| since(row) / per_year).collect();
        let years = self.builder.series(years);
        let reached = self.builder.divide(years, over);
        self.builder.unit(reached)
    }

    /// The mean of the ramp over the part of each period that lies after its start: what a flow of
    /// the period meets.
    fn ramp_over_periods(&mut self, start: f64, over: Register) -> Register {
        let rows = self.builder.rows();
        let per_year = f64::from(self.base.frequency().per_year());
        #[expect(clippy::cast_precision_loss, reason = "periods of a scenario")]
        let since = |row: usize| (row as f64 - start).max(0.0) / per_year;
        let years = self.builder.series((0..rows).map(since).collect());
        // The integral of the ramp: with u the ramp, `over u (u / 2 - 1) + years`.
        let reached = self.builder.divide(years, over);
        let reached = self.builder.unit(reached);
        let half = self.builder.constant(0.5);
        let one = self.builder.constant(1.0);
        let bend = self.builder.multiply(reached, half);
        let bend = self.builder.subtract(bend, one);
        let bend = self.builder.multiply(bend, reached);
        let bend = self.builder.multiply(bend, over);
        let integral = self.builder.add(bend, years);
        let gained = self.builder.difference(integral);
        let inverse = |row: usize| {
            let length = if row == 0 {
                0.0
            } else {
                since(row) - since(row - 1)
            };
            if length > 0.0 { 1.0 / length } else { 0.0 }
        };
        let inverse = self.builder.series((0..rows).map(inverse).collect());
        self.builder.multiply(gained, inverse)
    }
}

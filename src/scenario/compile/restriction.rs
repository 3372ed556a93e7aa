//! What restrictions leave of what is bought, and the ramps of policies.

use super::{Compiler, Key, Place, Side, Term, periods_at};
use crate::Period;
use crate::capacity::Segment;
use crate::policy::{Limit, Restriction, Shock, starts_after};

/// Additions under the restrictions in force.
pub(super) struct Restricted<'p> {
    pub(super) left: Term<'p>,
    /// What caps leave, without premiums; `None` without a cap. A premium takes the same money for
    /// less.
    pub(super) capped: Option<Term<'p>>,
}

/// The restrictions on a segment that act on a side, with their places.
pub(super) fn restrictions<'s, 'p: 's>(
    side: Side<'s, 'p>,
    segment: Segment,
) -> impl Iterator<Item = (&'s Place, &'s Restriction)> {
    side.shocks()
        .iter()
        .filter_map(move |(place, shock)| match shock {
            Shock::Restriction(restriction) => {
                (restriction.segment == segment).then_some((place, restriction))
            }
            Shock::Efficiency(_) | Shock::Demand(_) => None,
        })
}

impl<'p> Compiler<'p> {
    /// Additions of a segment under its restrictions: caps first, then premiums.
    pub(super) fn restricted(
        &mut self,
        segment: Segment,
        additions: Term<'p>,
        side: Side<'_, 'p>,
    ) -> Restricted<'p> {
        let is_premium = |restriction: &Restriction| matches!(restriction.limit, Limit::Premium(_));
        let mut left = additions;
        let mut capped = None;
        for (place, restriction) in restrictions(side, segment) {
            if !is_premium(restriction) {
                left = self.restrict(&(place / Key::Restriction), restriction, left);
                capped = Some(left);
            }
        }
        for (place, restriction) in restrictions(side, segment) {
            if is_premium(restriction) {
                left = self.restrict(&(place / Key::Restriction), restriction, left);
            }
        }
        Restricted { left, capped }
    }

    /// `wanted - lost * window * (1 - up_to * ramp)`: what a restriction takes while it is in
    /// force, less what home production makes good of it.
    fn restrict(
        &mut self,
        place: &Place,
        restriction: &Restriction,
        additions: Term<'p>,
    ) -> Term<'p> {
        let start = starts_after(self.base, restriction.from);
        let wanted = match &restriction.anticipation {
            Some(share) => {
                let share = self.input(place / Key::Anticipation, share);
                self.brought_forward(additions, share, start)
            }
            None => additions,
        };
        let wanted_new = wanted.positive();
        let limit = place / Key::Limit;
        let lost = match &restriction.limit {
            // The share that is let through is of what would be bought; the rest is barred.
            Limit::Share(share) => {
                let share = self.input(limit / Key::Share, share);
                wanted_new * (1.0 - share)
            }
            Limit::Capacity(most) => {
                let most = self.input(limit / Key::Capacity, most);
                (wanted_new - most).positive()
            }
            // At a price `1 + p` the same money buys `1 / (1 + p)`: the part `p / (1 + p)` is lost.
            Limit::Premium(premium) => {
                let premium = self.input(limit / Key::Premium, premium);
                wanted_new * (premium / (1.0 + premium))
            }
        };
        let mut lost = lost * self.window(start, restriction.until);
        if let Some(substitution) = &restriction.substitution {
            let place = place / Key::Substitution;
            let up_to = self.input(&place / Key::UpTo, &substitution.up_to);
            let over = self.input(&place / Key::Over, &substitution.over);
            lost = lost * (1.0 - up_to * self.mean_of_ramp(start, over));
        }
        wanted - lost
    }

    /// Additions of which a share of those of the period before `start` is bought on top, out of
    /// those of the period after, which cannot fall below nothing.
    fn brought_forward(&mut self, additions: Term<'p>, share: Term<'p>, start: f64) -> Term<'p> {
        let rows = self.rows();
        // The last row that ends by the start: the period before.
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "periods of a scenario, not negative: the start lies after its first period"
        )]
        let before = start.floor().max(0.0) as usize;
        let is_before = self.series(|row| f64::from(u8::from(row == before && before + 1 < rows)));
        let new = additions.positive();
        let extra = new * is_before * share;
        let taken = extra.lag(vec![0.0, 1.0]).minimum(new);
        additions + taken.lead() - taken
    }

    /// The part of each period that lies between a start, in periods after the base, and the end
    /// of a period.
    fn window(&self, start: f64, until: Option<Period>) -> Term<'p> {
        let end = self.end(until);
        self.series(|row| {
            if row == 0 {
                return 0.0;
            }
            let (from, to) = (periods_at(row) - 1.0, periods_at(row));
            (to.min(end) - from.max(start)).clamp(0.0, 1.0)
        })
    }

    /// The end of a period in periods after the base; never if there is none.
    pub(super) fn end(&self, until: Option<Period>) -> f64 {
        until.map_or(f64::INFINITY, |until| {
            self.base.years_until(until) * self.per_year()
        })
    }

    /// The ramp at the end of each period: `min((t - start) / over, 1)`, in years; a step without a
    /// length.
    pub(super) fn ramp(&self, start: f64, over: Option<Term<'p>>) -> Term<'p> {
        let since = |row: usize| (periods_at(row) - start).max(0.0);
        let Some(over) = over else {
            return self.series(|row| f64::from(u8::from(since(row) > 0.0)));
        };
        (self.series(|row| since(row) / self.per_year()) / over).unit()
    }

    /// The mean of the ramp over the part of each period that lies after its start, which is what a
    /// flow of the period meets.
    ///
    /// With `y` years since the start and `u = min(y / over, 1)`, the integral of the ramp is
    /// `over u (u / 2 - 1) + y`.
    fn mean_of_ramp(&self, start: f64, over: Term<'p>) -> Term<'p> {
        let since = |row: usize| (periods_at(row) - start).max(0.0) / self.per_year();
        let years = self.series(since);
        let ramp = (years / over).unit();
        let integral = (ramp * 0.5 - 1.0) * ramp * over + years;
        let inverse_length = self.series(|row| {
            let length = row
                .checked_sub(1)
                .map_or(0.0, |past| since(row) - since(past));
            if length > 0.0 { 1.0 / length } else { 0.0 }
        });
        integral.difference() * inverse_length
    }
}

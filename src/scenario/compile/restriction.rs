//! Additions under restrictions, and the ramps of policies.
//!
//! The forms of restriction, anticipation and substitution are definitions of this library.

use super::stock::Survivors;
use super::{Compiler, Key, Place, Side, Term, periods_at};
use crate::Period;
use crate::capacity::Segment;
use crate::policy::{Limit, Restriction, Shock, periods_to_start};

/// What keeps a quotient of nothing by nothing at zero, far below one FLOP/s.
const NOTHING: f64 = 1e-30;

/// Additions under the active restrictions.
pub(super) struct Restricted<'p> {
    pub(super) additions: Term<'p>,
    /// The additions under caps alone; `None` without a cap. A premium buys less for the same
    /// money, so that it does not change the money spent.
    pub(super) capped: Option<Term<'p>>,
    /// What is bought on secondary markets times the premium there: the capacity whose unit cost is
    /// paid on top.
    pub(super) dearer: Option<Term<'p>>,
}

/// The restrictions on a segment that act on a side, with their places.
fn restrictions<'s, 'p: 's>(
    side: Side<'s, 'p>,
    segment: Segment,
) -> impl Iterator<Item = (&'s Place, &'s Restriction)> {
    side.shocks()
        .iter()
        .filter_map(move |(place, shock)| match shock {
            Shock::Restriction(restriction) => {
                (restriction.segment == segment).then_some((place, restriction))
            }
            Shock::Efficiency(_) | Shock::Demand(_) | Shock::Voucher(_) | Shock::Platform(_) => {
                None
            }
        })
}

impl<'p> Compiler<'p> {
    /// The additions of a segment under its restrictions: caps first, then premiums.
    pub(super) fn restricted(
        &mut self,
        segment: Segment,
        additions: Term<'p>,
        side: Side<'_, 'p>,
    ) -> Restricted<'p> {
        let is_premium = |restriction: &Restriction| matches!(restriction.limit, Limit::Premium(_));
        let mut additions = additions;
        let mut capped = None;
        let mut premiums: Option<Term<'p>> = None;
        for (place, restriction) in restrictions(side, segment) {
            if !is_premium(restriction) {
                let place = place / Key::Restriction;
                let (kept, lost) = self.restrict(&place, restriction, additions);
                additions = kept - lost;
                if let Some(secondary) = &restriction.secondary {
                    let place = place / Key::Secondary;
                    let share = self.input(&place / Key::Share, &secondary.share);
                    let premium = self.input(place / Key::Premium, &secondary.premium);
                    let elsewhere = lost * share;
                    additions = additions + elsewhere;
                    // The mean premium of what is bought, of which later restrictions take a part.
                    let mean = elsewhere * premium / (additions.positive() + NOTHING);
                    premiums = Some(premiums.map_or(mean, |premiums| premiums + mean));
                }
                capped = Some(additions);
            }
        }
        for (place, restriction) in restrictions(side, segment) {
            if is_premium(restriction) {
                let (kept, lost) =
                    self.restrict(&(place / Key::Restriction), restriction, additions);
                additions = kept - lost;
            }
        }
        Restricted {
            additions,
            capped,
            dearer: premiums.map(|premiums| additions.positive() * premiums),
        }
    }

    /// The productivity of a stock of which a part was bought under restrictions that lower its
    /// quality: `1 - sum of (1 - q) N / K`, with the quality `q` and the surviving part `N` of what
    /// was bought while a restriction was active, `N_t = sum over s of max(a_s, 0) w_s v_{t-s}`;
    /// `None` without one.
    pub(super) fn quality(
        &mut self,
        segment: Segment,
        additions: Term<'p>,
        survivors: Survivors<'p>,
        level: Term<'p>,
        side: Side<'_, 'p>,
    ) -> Option<Term<'p>> {
        let mut lost: Option<Term<'p>> = None;
        for (place, restriction) in restrictions(side, segment) {
            let Some(quality) = &restriction.quality else {
                continue;
            };
            let quality = self.input(place / Key::Restriction / Key::Quality, quality);
            let start = periods_to_start(self.base, restriction.from);
            let active = self.active_part(start, restriction.until);
            let bought = survivors.stock_of(additions.positive() * active);
            let part = bought * (1.0 - quality);
            lost = Some(lost.map_or(part, |lost| lost + part));
        }
        // A stock of nothing has lost nothing; any other is left as it is by the added term.
        lost.map(|lost| 1.0 - lost / (level + NOTHING))
    }

    /// What restrictions multiply the cost of a segment's work by; `None` without any such effect.
    ///
    /// With the symbols of [`restrict`](Self::restrict) it is the product of `1 + p w (1 - u r)` over
    /// price premiums, of `1 / (1 - (1 - q) w)` over the qualities `q` of what is bought, and of
    /// `1 + l f p / (1 - l + l f)` over secondary markets, where the part `f` of the lost part
    /// `l = (1 - s) w (1 - u r)` is bought at the premium `p`: the mean price. Under a cap the lost
    /// part depends on what is wanted, and the price stays.
    pub(super) fn price_factor(
        &mut self,
        segment: Segment,
        side: Side<'_, 'p>,
    ) -> Option<Term<'p>> {
        let mut whole: Option<Term<'p>> = None;
        for (place, restriction) in restrictions(side, segment) {
            let place = place / Key::Restriction;
            let start = periods_to_start(self.base, restriction.from);
            if let Some(quality) = &restriction.quality {
                let quality = self.input(&place / Key::Quality, quality);
                let active = self.active_part(start, restriction.until);
                let factor = 1.0 / (1.0 - (1.0 - quality) * active);
                whole = Some(whole.map_or(factor, |whole| whole * factor));
            }
            let limit = &place / Key::Limit;
            let mut weight = self.active_part(start, restriction.until);
            if let Some(substitution) = &restriction.substitution {
                let place = &place / Key::Substitution;
                let up_to = self.input(&place / Key::UpTo, &substitution.up_to);
                let over = self.input(&place / Key::Over, &substitution.over);
                weight = weight * (1.0 - up_to * self.mean_of_ramp(start, over));
            }
            let factor = match (&restriction.limit, &restriction.secondary) {
                (Limit::Premium(premium), _) => {
                    1.0 + self.input(limit / Key::Premium, premium) * weight
                }
                (Limit::Share(share), Some(secondary)) => {
                    let lost = (1.0 - self.input(limit / Key::Share, share)) * weight;
                    let place = place / Key::Secondary;
                    let elsewhere = lost * self.input(&place / Key::Share, &secondary.share);
                    let premium = self.input(place / Key::Premium, &secondary.premium);
                    1.0 + elsewhere * premium / (1.0 - lost + elsewhere + NOTHING)
                }
                (Limit::Share(_) | Limit::Capacity(_), _) => continue,
            };
            whole = Some(whole.map_or(factor, |whole| whole * factor));
        }
        whole
    }

    /// Additions `a` under one restriction, `a - l w (1 - u r)`: `a` and what is taken from it.
    ///
    /// `l` are the additions that the restriction takes away: `(1 - s) max(a, 0)` under a share `s`
    /// that is let through, `max(max(a, 0) - c, 0)` under a cap `c`, and `max(a, 0) p / (1 + p)`
    /// under a price premium `p`. `w` is the part of the period in which the restriction is active,
    /// `u` the part of the loss that domestic production replaces in the end, and `r` the mean of
    /// its ramp.
    fn restrict(
        &mut self,
        place: &Place,
        restriction: &Restriction,
        additions: Term<'p>,
    ) -> (Term<'p>, Term<'p>) {
        let start = periods_to_start(self.base, restriction.from);
        let planned = match &restriction.anticipation {
            Some(share) => {
                let share = self.input(place / Key::Anticipation, share);
                self.brought_forward(additions, share, start)
            }
            None => additions,
        };
        let purchases = planned.positive();
        let limit = place / Key::Limit;
        let lost = match &restriction.limit {
            Limit::Share(share) => {
                let share = self.input(limit / Key::Share, share);
                purchases * (1.0 - share)
            }
            Limit::Capacity(cap) => {
                let cap = self.input(limit / Key::Capacity, cap);
                (purchases - cap).positive()
            }
            // At a price of `1 + p` the same money buys `1 / (1 + p)`: the part `p / (1 + p)` is
            // lost.
            Limit::Premium(premium) => {
                let premium = self.input(limit / Key::Premium, premium);
                purchases * (premium / (1.0 + premium))
            }
        };
        let mut lost = lost * self.active_part(start, restriction.until);
        if let Some(substitution) = &restriction.substitution {
            let place = place / Key::Substitution;
            let up_to = self.input(&place / Key::UpTo, &substitution.up_to);
            let over = self.input(&place / Key::Over, &substitution.over);
            lost = lost * (1.0 - up_to * self.mean_of_ramp(start, over));
        }
        (planned, lost)
    }

    /// Additions of which some are brought forward: in the period before `start` the share `s` of
    /// its own purchases is bought on top, `x = min(s max(a_before, 0), max(a_after, 0))`, and
    /// taken from those of the period after.
    fn brought_forward(&mut self, additions: Term<'p>, share: Term<'p>, start: f64) -> Term<'p> {
        let rows = self.rows();
        // The last row that ends by the start is the period before.
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "periods of a scenario, not negative: the start lies after its first period"
        )]
        let before = start.floor().max(0.0) as usize;
        let is_before = self.series(|row| f64::from(u8::from(row == before && before + 1 < rows)));
        let purchases = additions.positive();
        let extra = purchases * is_before * share;
        let moved = extra.lag(vec![0.0, 1.0]).minimum(purchases);
        additions + moved.lead() - moved
    }

    /// The weight of a flow while a shock is active: the part of each period between the start, in
    /// periods after the base, and the end of the period `until`:
    /// `w_t = min(t, end) - max(t - 1, start)`, at least 0 and at most 1.
    fn active_part(&self, start: f64, until: Option<Period>) -> Term<'p> {
        let end = self.end(until);
        self.series(|row| {
            if row == 0 {
                return 0.0;
            }
            let (from, to) = (periods_at(row) - 1.0, periods_at(row));
            (to.min(end) - from.max(start)).clamp(0.0, 1.0)
        })
    }

    /// The weight of a level while a shock is active: one in each row whose period ends after the
    /// start, in periods after the base, and not after the end of `until`, and zero elsewhere.
    pub(super) fn active_at_end(&self, start: f64, until: Option<Period>) -> Term<'p> {
        let end = self.end(until);
        self.series(|row| {
            let at = periods_at(row);
            f64::from(u8::from(at > start && at <= end))
        })
    }

    /// The end of a period, in periods after the base; infinite if there is none.
    fn end(&self, until: Option<Period>) -> f64 {
        until.map_or(f64::INFINITY, |until| {
            self.base.years_until(until) * self.per_year()
        })
    }

    /// The ramp at the end of each period: `min((t - start) / over, 1)`, with the length `over` in
    /// years; without a length, a step from zero to one.
    pub(super) fn ramp(&self, start: f64, over: Option<Term<'p>>) -> Term<'p> {
        let since = |row: usize| (periods_at(row) - start).max(0.0);
        let Some(over) = over else {
            return self.series(|row| f64::from(u8::from(since(row) > 0.0)));
        };
        (self.series(|row| since(row) / self.per_year()) / over).unit()
    }

    /// The mean of the ramp over the part of each period after its start, which applies to a flow
    /// over the period.
    ///
    /// With `y` years since the start and `u = min(y / over, 1)`, the integral of the ramp is
    /// `over u (u / 2 - 1) + y`; the mean is its change over the period, divided by the years of
    /// the period after the start.
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

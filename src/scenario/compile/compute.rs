//! Compute: total, segments, effective compute, and the counterfactual.

use super::stock::{Bought, Ledger};
use super::term::sum;
use super::{Compiler, Driver, Key, Outputs, Path, Place, Side, Term, periods_at};
use crate::Output;
use crate::capacity::{
    Composition, ComputePath, ComputeTiming, Counterfactual, Curve, Deviation, DeviationByDate,
    Growth, Segment, SharePath,
};
use crate::evidence::Estimate;
use crate::scenario::Compute;
use crate::{Capacity, Share};

/// A segment mix over time: the total, the segments and their shares, and the stocks.
struct Mix<'p> {
    /// The path of the total.
    path: Path<'p>,
    total: Term<'p>,
    segments: [Option<Term<'p>>; 3],
    shares: [Option<Term<'p>>; 3],
    /// The purchases, retirements, costs and power of the stocks.
    ledger: Ledger<'p>,
}

/// The compiled compute of a scenario.
pub(super) struct Compiled<'p> {
    pub(super) driver: Driver<'p>,
    /// Effective compute along the path, in FLOP/s.
    pub(super) effective: Term<'p>,
    /// The outputs of compute, including those of the stocks.
    pub(super) outputs: Outputs<'p>,
    /// The segments that money is spent on.
    pub(super) bought: Vec<Bought<'p>>,
}

impl<'p> Compiler<'p> {
    /// The smart share through dated observations, and the share of the non-AI remainder.
    ///
    /// With heights `h_i` (the shares `s_i`, or their log odds `ln(s_i / (c - s_i))` under a
    /// ceiling `c`) at `n` times `t_i`, it is the least-squares line
    /// `l(t) = sum over i of w_i(t) h_i`, with
    /// `w_i(t) = 1/n + (t - mean)(t_i - mean) / sum over j of (t_j - mean)^2`. On log odds the
    /// share is `c / (1 + exp(-l))`, the logistic curve of Fisher and Pry (*Technological
    /// Forecasting and Social Change* 3, 1971).
    ///
    /// The line is the sum of its height in the base and of its slope times the periods since; a
    /// deviation adds to it.
    pub(super) fn share(&mut self, place: &Place, path: &SharePath) -> (Term<'p>, Term<'p>) {
        let logistic = path.curve() == Curve::Logistic;
        let ceiling = path
            .ceiling()
            .map(|ceiling| self.input(place / Key::Ceiling, ceiling));
        let mut heights = Vec::with_capacity(path.observations().len());
        for (number, observation) in path.observations().iter().enumerate() {
            let place = place / Key::Observations / number / Key::Share;
            let share = self.input(place, observation.share());
            heights.push(match (logistic, ceiling) {
                (true, Some(ceiling)) => (share / ceiling).logit(),
                (true, None) => share.logit(),
                (false, _) => share,
            });
        }
        let [base, slope] = path.line_weights(self.base).map(|weights| {
            let parts = heights
                .iter()
                .zip(weights)
                .map(|(height, weight)| *height * weight);
            // A share path has at least two observations, so the line exists.
            sum(parts).unwrap_or_else(|| self.still().log)
        });
        if !logistic {
            let periods = (0..=self.periods).map(f64::from).collect();
            let line = base + slope * slope.series(periods);
            return (line, 1.0 - line);
        }
        // What scatter determines has no place in the file.
        let at = match path.deviation() {
            Some(Deviation::Stated(_)) => place / Key::Deviation / Key::Stated,
            Some(Deviation::Scatter) | None => place / Key::Deviation,
        };
        let deviation = path
            .deviation_by_date()
            .and_then(|deviation| self.deviation(&at, &deviation));
        let deviating = |odds: Term<'p>, deviation: Option<Term<'p>>| match deviation {
            Some(deviation) => odds * deviation.exp(),
            None => odds,
        };
        let against = deviating(base.odds(slope), deviation.map(|deviation| -deviation));
        let share = against.of_odds();
        if let Some(ceiling) = ceiling {
            let share = share * ceiling;
            return (share, 1.0 - share);
        }
        // `1 - 1 / (1 + exp(-l)) = 1 / (1 + exp(l))`: near one the difference would lose digits.
        let odds = deviating((-base).odds(-slope), deviation);
        (share, odds.of_odds())
    }

    /// The log odds that are added to a trend at each date `t`: with an error `d` of the line
    /// `d sqrt(1 + ((t - centre) / reach)^2)`, and with an error `e` of the curve
    /// `e sqrt(t - since)` from its last point on.
    fn deviation(&mut self, place: &Place, deviation: &DeviationByDate) -> Option<Term<'p>> {
        let (start, per_year) = (self.base.end_in_years(), self.per_year());
        let time = |row| start + periods_at(row) / per_year;
        let of_line = deviation.line_error().map(|error| {
            let error = self.input(place / Key::LineError / Key::LogOdds, error);
            error * self.series(|row| deviation.line_factor_at(time(row)))
        });
        let of_curve = deviation.curve_error().map(|error| {
            let error = self.input(place / Key::CurveError / Key::LogOdds, error);
            error * self.series(|row| deviation.curve_factor_at(time(row)))
        });
        sum(of_line.into_iter().chain(of_curve))
    }

    /// The total and the segments along a path, under restrictions and power limits.
    fn mix(
        &mut self,
        place: &Place,
        compute: &Compute,
        path: &ComputePath,
        base: Term<'p>,
        side: Side<'_, 'p>,
    ) -> Mix<'p> {
        let mut mix = match path {
            ComputePath::Total {
                growth,
                smart_share,
                supercomputing_part,
            } => {
                let part = supercomputing_part.as_ref();
                let share = smart_share.as_ref();
                self.total(&(place / Key::Total), base, growth, share, part)
            }
            ComputePath::Segments {
                mix,
                general,
                smart,
                supercomputing,
                ..
            } => {
                let growths = [Some(general), Some(smart), supercomputing.as_ref()];
                self.segments(&(place / Key::Segments), base, mix, growths)
            }
            ComputePath::BuildOut { mix, .. } => {
                return self.build_out(&(place / Key::BuildOut), compute, path, mix, base, side);
            }
        };
        let (segments, ledger) = self.constrained(compute, mix.segments, side);
        if segments != mix.segments {
            let relative = segments.map(|level| level.map(|level| level / base));
            mix = self.summed(base, relative, false);
        }
        Mix { ledger, ..mix }
    }

    /// A total along its growth, divided by the smart share and by the part of supercomputing in
    /// the remainder.
    ///
    /// With the base level `C_0`, the log path `x_t`, the smart share `s_t` and the part `q` of
    /// supercomputing: `C_t = C_0 exp(x_t)`, smart `s C`, general `(1 - s)(1 - q) C`,
    /// supercomputing `(1 - s) q C`. Without a smart share there are no segments.
    fn total(
        &mut self,
        place: &Place,
        base: Term<'p>,
        growth: &Growth<Capacity>,
        smart_share: Option<&SharePath>,
        supercomputing_part: Option<&Estimate<Share>>,
    ) -> Mix<'p> {
        let path = self.growth(place / Key::Growth, growth, Some(base));
        let total = base * path.log.exp();
        let shares = smart_share.map_or([None; 3], |smart_share| {
            let (smart, rest) = self.share(&(place / Key::SmartShare), smart_share);
            let (general, supercomputing) = match supercomputing_part {
                Some(part) => {
                    let part = self.input(place / Key::SupercomputingPart, part);
                    (rest * (1.0 - part), Some(rest * part))
                }
                None => (rest, None),
            };
            [Some(general), Some(smart), supercomputing]
        });
        Mix {
            path,
            total,
            segments: shares.map(|share| share.map(|share| total * share)),
            shares,
            ledger: Ledger::default(),
        }
    }

    /// Segments that each follow a growth path of their own: `C_k / C_0 = m_k exp(x_k)`, with the
    /// share `m_k` of the segment in the base mix and its log path `x_k`.
    fn segments(
        &mut self,
        place: &Place,
        base: Term<'p>,
        mix: &Composition,
        growths: [Option<&Growth<Capacity>>; 3],
    ) -> Mix<'p> {
        let relative = Segment::ALL.map(|segment| {
            let growth = growths[segment as usize]?;
            let share = mix.share(segment).get();
            if share <= 0.0 {
                return None;
            }
            let share = self.constant(share);
            let path = self.growth(place / Key::from(segment), growth, Some(base * share));
            Some(share * path.log.exp())
        });
        self.summed(base, relative, true)
    }

    /// Segments that are each built by the money spent on them, as stocks over the base total.
    fn build_out(
        &mut self,
        place: &Place,
        compute: &Compute,
        path: &ComputePath,
        mix: &Composition,
        base: Term<'p>,
        side: Side<'_, 'p>,
    ) -> Mix<'p> {
        let mut ledger = Ledger::default();
        let relative = Segment::ALL.map(|segment| {
            let share = mix.share(segment).get();
            if share <= 0.0 {
                return None;
            }
            let own_base = base * share;
            let place = place / Key::from(segment);
            let level = self.built(&place, compute, path, segment, own_base, side, &mut ledger);
            Some(level / base)
        });
        let mix = self.summed(base, relative, false);
        Mix { ledger, ..mix }
    }

    /// The path, total, shares and levels of segments that are given relative to the base total:
    /// `C_t = C_0 sum over k of r_k`, with shares `r_k / sum of r`.
    ///
    /// A mix (`is_mix`) sums to one at the base but for rounding, which is divided out; stocks
    /// under a power limit may sum to less.
    fn summed(&mut self, base: Term<'p>, relative: [Option<Term<'p>>; 3], is_mix: bool) -> Mix<'p> {
        // A path has at least one segment, so the sum exists.
        let whole = sum(relative.into_iter().flatten()).unwrap_or_else(|| self.still().log);
        let over_base = whole / whole.first();
        let path = Path {
            log: over_base.ln(),
            simple: whole.growth(),
        };
        let shares = relative.map(|part| part.map(|part| part / whole));
        let total = base * if is_mix { over_base } else { whole };
        Mix {
            path,
            total,
            segments: shares.map(|share| share.map(|share| total * share)),
            shares,
            ledger: Ledger::default(),
        }
    }

    /// Effective compute over the total, `u = sum over k of s_k v_k p_k`, with the shares `s`, the
    /// utilisations `v` and the productivities `p` of the segments; `None` if all `v` and `p` are
    /// one. The outputs of markets are added to `outputs`.
    fn use_of_total(
        &mut self,
        compute: &Compute,
        mix: &Mix<'p>,
        side: Side<'_, 'p>,
        outputs: &mut Outputs<'p>,
    ) -> Option<Term<'p>> {
        let shares = mix.shares;
        let uses = Segment::ALL.map(|segment| {
            // The inputs of an absent segment are not entered.
            let capacity = mix.segments[segment as usize]?;
            let unit_cost = mix.ledger.unit_costs[segment as usize];
            // Poorer machines serve less: a market counts the work of machines as at the base.
            let quality = mix.ledger.qualities[segment as usize];
            let useful = quality.map_or(capacity, |quality| capacity * quality);
            let by_market = self.market(compute, segment, useful, unit_cost, side, outputs);
            let used = self.use_of(compute, segment, by_market, side);
            match (used, quality) {
                (Some(used), Some(quality)) => Some(used * quality),
                (one, other) => one.or(other),
            }
        });
        let is_plain = uses.iter().all(Option::is_none)
            && Segment::ALL.into_iter().all(|segment| {
                let segment_use = compute.segment_use(segment);
                segment_use.utilisation().is_none() && segment_use.productivity().is_none()
            });
        if is_plain {
            return None;
        }
        sum(shares.into_iter().zip(uses).filter_map(|(share, factor)| {
            let share = share?;
            Some(factor.map_or(share, |factor| share * factor))
        }))
    }

    /// The utilisation times the productivity of a segment, `v p`; `None` is one. A market
    /// determines the utilisation in place of the stated one.
    fn use_of(
        &mut self,
        compute: &Compute,
        segment: Segment,
        by_market: Option<Term<'p>>,
        side: Side<'_, 'p>,
    ) -> Option<Term<'p>> {
        let segment_use = compute.segment_use(segment);
        let place = Key::Compute / Key::Use / Key::from(segment);
        let utilisation = by_market.or_else(|| {
            let share = segment_use.utilisation()?;
            let stated = self.input(&place / Key::Utilisation, share);
            Some(self.shocked_utilisation(segment, stated, side))
        });
        let productivity = segment_use
            .productivity()
            .map(|factor| self.input(&place / Key::Productivity, factor));
        let productivity = self.shocked_productivity(segment, productivity, side);
        match (utilisation, productivity) {
            (Some(utilisation), Some(productivity)) => Some(utilisation * productivity),
            (one, other) => one.or(other),
        }
    }

    /// The log path and growth of effective compute `E_t = C_t u_t`, from the path of the total `C`
    /// and its use `u`: `ln(E_t / E_0) = ln(C_t / C_0) + ln(u_t / u_0)`.
    fn effective(path: Path<'p>, in_use: Option<Term<'p>>) -> Path<'p> {
        let Some(in_use) = in_use else {
            return path;
        };
        let log = path.log + (in_use / in_use.first()).ln();
        Path {
            log,
            simple: log.difference().exp_m1(),
        }
    }

    /// Compute as outcomes respond to it: under a question, and as a level at the end of each
    /// period or as an average over it.
    pub(super) fn driven(&mut self, compute: &Compute, side: Side<'_, 'p>) -> Compiled<'p> {
        let mut compiled = self.compute_with_moved(compute, side);
        if let Some(question) = side.question() {
            compiled.driver = question.driver(compiled.driver);
        }
        if let ComputeTiming::Average { growth_before } = compute.timing() {
            compiled.driver = self.averaged(compiled.driver, growth_before);
        }
        compiled
    }

    /// Compute, its counterfactual `E_0 exp(x0_t)` with the log path `x0`, and the outputs of both.
    pub(super) fn compute(&mut self, compute: &Compute, side: Side<'_, 'p>) -> Compiled<'p> {
        let base = self.input(Key::Compute / Key::Base, compute.base());
        let place = Key::Compute / Key::Path;
        let mix = self.mix(&place, compute, compute.path(), base, side);
        let mut of_markets = Outputs::new();
        let in_use = self.use_of_total(compute, &mix, side, &mut of_markets);
        let path = Self::effective(mix.path, in_use);
        let effective = in_use.map_or(mix.total, |in_use| mix.total * in_use);
        let counterfactual = self.counterfactual(compute, base);
        let counterfactual_level = effective.first() * counterfactual.log.exp();

        let mut outputs = Vec::with_capacity(48);
        // A linear share above 100 % is reported before the segment that it makes negative.
        outputs.push((Output::TotalCompute, mix.total));
        if compute.path().is_divided() {
            let smart = mix.shares[Segment::Smart as usize];
            let smart = smart.unwrap_or_else(|| self.series(|_| 0.0));
            outputs.push((Output::SmartShare, smart));
        }
        for segment in Segment::ALL {
            if let Some(level) = mix.segments[segment as usize] {
                outputs.push((Output::Compute(segment), level));
                outputs.push((Output::SegmentGrowth(segment), level.growth()));
            }
        }
        outputs.extend([
            (Output::EffectiveCompute, effective),
            (Output::CounterfactualCompute, counterfactual_level),
            (Output::ComputeGrowth, path.simple),
        ]);
        outputs.extend(mix.ledger.outputs);
        outputs.extend(of_markets);
        let driver = Driver {
            path,
            counterfactual,
            index_stands: None,
        };
        Compiled {
            driver,
            effective,
            outputs,
            bought: mix.ledger.bought,
        }
    }

    /// The path of effective compute in the counterfactual: constant, at a trend rate, or a path of
    /// its own.
    fn counterfactual(&mut self, compute: &Compute, base: Term<'p>) -> Path<'p> {
        let place = Key::Compute / Key::Counterfactual;
        match compute.counterfactual() {
            Counterfactual::Frozen => self.still(),
            Counterfactual::Trend(rate) => self.constant_growth(place / Key::Trend, rate),
            Counterfactual::Path(path) => {
                let side = Side::Counterfactual;
                let mix = self.mix(&(place / Key::Path), compute, path, base, side);
                let in_use = self.use_of_total(compute, &mix, side, &mut Outputs::new());
                Self::effective(mix.path, in_use)
            }
        }
    }

    /// The path and the counterfactual as averages over periods instead of levels at their ends.
    ///
    /// Within a period compute grows at a constant rate, so that its average is the logarithmic
    /// mean of the levels at both ends (Carlson 1972, *American Mathematical Monthly* 79): with
    /// `d_t = ln E_t - ln E_{t-1}`, `A_t = (E_t - E_{t-1}) / d_t`, which is
    /// `ln A_t = ln E_t + ln((1 - exp(-d_t)) / d_t)`. In the base period path and counterfactual
    /// are equal, and `d_0 = ln(1 + g)` with the growth `g` before the base.
    fn averaged(
        &mut self,
        driver: Driver<'p>,
        growth_before: &Estimate<crate::GrowthRate>,
    ) -> Driver<'p> {
        let place = Key::Compute / Key::Timing / Key::Average / Key::GrowthBefore;
        let before = self.input(place, growth_before).ln_1p();
        let at_base = self.series(|row| f64::from(u8::from(row == 0)));
        let averaged = |path: Path<'p>| {
            let step = path.log.difference() + before * at_base;
            let log = path.log + (step.saturate(self.constant(1.0))).ln();
            let log = log - log.first();
            Path {
                log,
                simple: log.difference().exp_m1(),
            }
        };
        Driver {
            path: averaged(driver.path),
            counterfactual: averaged(driver.counterfactual),
            ..driver
        }
    }
}

//! Compute: total, segments, what of it is of use, and the counterfactual.

use super::{Compiler, Driver, Mix, Path, Side};
use crate::capacity::{ComputePath, Counterfactual, Curve, Segment, SharePath};
use crate::kernel::Register;
use crate::scenario::Compute;
use crate::scenario::output::Output;

impl Compiler {
    /// The smart share through dated observations, and what is not smart.
    pub(super) fn share(&mut self, place: &str, path: &SharePath) -> (Register, Register) {
        let one = self.builder.constant(1.0);
        let logistic = path.curve() == Curve::Logistic;
        let ceiling = path
            .ceiling()
            .map(|ceiling| self.estimate(format!("{place}.ceiling"), ceiling));
        let weights: Vec<Vec<f64>> = (0..=self.periods)
            .map(|t| path.line_weights(self.base, f64::from(t)))
            .collect();
        let mut line = None;
        for (number, observation) in path.observations().iter().enumerate() {
            let place = format!("{place}.observations[{number}].share");
            let mut height = self.estimate(place, observation.share());
            if logistic {
                if let Some(ceiling) = ceiling {
                    height = self.builder.divide(height, ceiling);
                }
                height = self.builder.logit(height);
            }
            let weights = self
                .builder
                .series(weights.iter().map(|row| row[number]).collect());
            let part = self.builder.multiply(height, weights);
            line = Some(line.map_or(part, |line| self.builder.add(line, part)));
        }
        // A share path holds two observations at least, so there is a line.
        let line = line.unwrap_or_else(|| self.still());
        if !logistic {
            return (line, self.builder.subtract(one, line));
        }
        let share = self.builder.logistic(line);
        if let Some(ceiling) = ceiling {
            let share = self.builder.multiply(share, ceiling);
            return (share, self.builder.subtract(one, share));
        }
        // Mirrored, not subtracted: near one the difference would lose its digits, and then be 0.
        let zero = self.builder.constant(0.0);
        let mirrored = self.builder.subtract(zero, line);
        (share, self.builder.logistic(mirrored))
    }

    /// Total and segments along a path, and how much of the total is of use.
    fn mix(
        &mut self,
        place: &str,
        compute: &Compute,
        path: &ComputePath,
        base: Register,
        side: Side,
    ) -> (Path, Mix) {
        let one = self.builder.constant(1.0);
        let is_built = matches!(path, ComputePath::BuildOut { .. });
        let (mut path, mut total, mut shares, mut segments) = match path {
            ComputePath::Total {
                growth,
                smart_share,
                supercomputing_part,
            } => {
                let path = self.growth(&format!("{place}.total.growth"), growth, Some(base));
                let level = self.builder.exp(path.log);
                let total = self.builder.multiply(base, level);
                let (smart, rest) = self.share(&format!("{place}.total.smart-share"), smart_share);
                let (general, supercomputing) = match supercomputing_part {
                    Some(part) => {
                        let place = format!("{place}.total.supercomputing-part");
                        let part = self.estimate(place, part);
                        let other = self.builder.subtract(one, part);
                        (
                            self.builder.multiply(rest, other),
                            Some(self.builder.multiply(rest, part)),
                        )
                    }
                    None => (rest, None),
                };
                let shares = [Some(general), Some(smart), supercomputing];
                let segments =
                    shares.map(|share| share.map(|share| self.builder.multiply(total, share)));
                (path, total, shares, segments)
            }
            ComputePath::Segments {
                mix,
                general,
                smart,
                supercomputing,
                ..
            } => {
                let growths = [Some(general), Some(smart), supercomputing.as_ref()];
                let mut relative: [Option<Register>; 3] = [None; 3];
                for segment in Segment::ALL {
                    let Some(growth) = growths[segment as usize] else {
                        continue;
                    };
                    let share = self.builder.constant(mix.share(segment).get());
                    let own_base = self.builder.multiply(base, share);
                    let place = format!("{place}.segments.{segment}");
                    let path = self.growth(&place, growth, Some(own_base));
                    let level = self.builder.exp(path.log);
                    relative[segment as usize] = Some(self.builder.multiply(share, level));
                }
                self.summed(base, relative, true)
            }
            ComputePath::BuildOut { mix, .. } => {
                let mut relative: [Option<Register>; 3] = [None; 3];
                for segment in Segment::ALL {
                    let share = mix.share(segment).get();
                    if share > 0.0 {
                        let share = self.builder.constant(share);
                        let own_base = self.builder.multiply(base, share);
                        let level = self.built(place, compute, path, segment, own_base, side);
                        relative[segment as usize] = Some(self.builder.divide(level, base));
                    }
                }
                self.summed(base, relative, false)
            }
        };
        if !is_built {
            let changed = self.constrained(compute, segments, side);
            if changed != segments {
                let relative =
                    changed.map(|level| level.map(|level| self.builder.divide(level, base)));
                (path, total, shares, segments) = self.summed(base, relative, false);
            }
        }
        let use_per_total = self.use_per_total(compute, shares, side);
        let smart_share = shares[Segment::Smart as usize].unwrap_or(one);
        (
            path,
            Mix {
                total,
                segments,
                smart_share,
                use_per_total,
            },
        )
    }

    /// Path, total, shares and levels of segments that are given over the base's total. A mix sums
    /// to one at the base but for rounding, and is made to; a stock that power limits does not.
    fn summed(
        &mut self,
        base: Register,
        relative: [Option<Register>; 3],
        is_mix: bool,
    ) -> (Path, Register, [Option<Register>; 3], [Option<Register>; 3]) {
        let mut sum = None;
        for part in relative.into_iter().flatten() {
            sum = Some(sum.map_or(part, |sum| self.builder.add(sum, part)));
        }
        // General and smart are always there, so there is a sum.
        let sum = sum.unwrap_or_else(|| self.still());
        let start = self.builder.first(sum);
        let relative_to_base = self.builder.divide(sum, start);
        let log = self.builder.ln(relative_to_base);
        let path = Path {
            log,
            simple: self.builder.growth(sum),
        };
        let shares = relative.map(|part| part.map(|part| self.builder.divide(part, sum)));
        let scale = if is_mix { relative_to_base } else { sum };
        let total = self.builder.multiply(base, scale);
        let segments = shares.map(|share| share.map(|share| self.builder.multiply(total, share)));
        (path, total, shares, segments)
    }

    /// `sum_segment share * utilisation * productivity`, or `None` if all are one.
    fn use_per_total(
        &mut self,
        compute: &Compute,
        shares: [Option<Register>; 3],
        side: Side,
    ) -> Option<Register> {
        let plain = Segment::ALL.into_iter().all(|segment| {
            let segment_use = compute.segment_use(segment);
            segment_use.utilisation().is_none() && segment_use.productivity().is_none()
        }) && !self.raises_use(side);
        if plain {
            return None;
        }
        let mut sum = None;
        for segment in Segment::ALL {
            let Some(mut part) = shares[segment as usize] else {
                continue;
            };
            if let Some(worth) = self.worth(compute, segment, side) {
                part = self.builder.multiply(part, worth);
            }
            sum = Some(sum.map_or(part, |sum| self.builder.add(sum, part)));
        }
        sum
    }

    /// Utilisation times productivity of a segment; `None` is one.
    fn worth(&mut self, compute: &Compute, segment: Segment, side: Side) -> Option<Register> {
        let segment_use = compute.segment_use(segment);
        let place = format!("compute.use.{segment}");
        let utilisation = segment_use.utilisation().map(|share| {
            let share = self.estimate(format!("{place}.utilisation"), share);
            self.shocked_utilisation(segment, share, side)
        });
        let productivity = segment_use
            .productivity()
            .map(|factor| self.estimate(format!("{place}.productivity"), factor));
        let productivity = self.shocked_productivity(segment, productivity, side);
        match (utilisation, productivity) {
            (Some(utilisation), Some(productivity)) => {
                Some(self.builder.multiply(utilisation, productivity))
            }
            (one, other) => one.or(other),
        }
    }

    /// The log path and growth of a total corrected for how much of it is of use.
    fn effective(&mut self, path: Path, mix: &Mix) -> Path {
        let Some(in_use) = mix.use_per_total else {
            return path;
        };
        let start = self.builder.first(in_use);
        let change = self.builder.divide(in_use, start);
        let change = self.builder.ln(change);
        let log = self.builder.add(path.log, change);
        let steps = self.builder.difference(log);
        Path {
            log,
            simple: self.builder.exp_m1(steps),
        }
    }

    pub(super) fn compute(
        &mut self,
        compute: &Compute,
        outputs: &mut Vec<(Output, Register)>,
    ) -> Driver {
        let base = self.estimate("compute.base", compute.base());
        let (path, mix) = self.mix("compute.path", compute, compute.path(), base, Side::Path);
        let effective = self.effective(path, &mix);
        let level = mix
            .use_per_total
            .map_or(mix.total, |u| self.builder.multiply(mix.total, u));
        let still = self.still();
        let counterfactual = match compute.counterfactual() {
            Counterfactual::Frozen => Path {
                log: still,
                simple: still,
            },
            Counterfactual::Trend(rate) => {
                let index = self.enter("compute.counterfactual.trend", rate);
                self.constant_growth(index)
            }
            Counterfactual::Path(path) => {
                let (path, mix) = self.mix(
                    "compute.counterfactual.path",
                    compute,
                    path,
                    base,
                    Side::Counterfactual,
                );
                self.effective(path, &mix)
            }
        };
        let start = self.builder.first(level);
        let other = self.builder.exp(counterfactual.log);
        let other = self.builder.multiply(start, other);
        // A straight share past 100 % is named before the segment that it makes negative.
        outputs.push((Output::TotalCompute, mix.total));
        outputs.push((Output::SmartShare, mix.smart_share));
        for segment in Segment::ALL {
            if let Some(register) = mix.segments[segment as usize] {
                outputs.push((Output::Compute(segment), register));
                let growth = self.builder.growth(register);
                outputs.push((Output::SegmentGrowth(segment), growth));
            }
        }
        outputs.extend([
            (Output::EffectiveCompute, level),
            (Output::CounterfactualCompute, other),
            (Output::ComputeGrowth, effective.simple),
        ]);
        let is_money =
            |(output, _): &&(Output, Register)| matches!(output, Output::CapacityOutlay(_));
        self.spent = self
            .bought
            .iter()
            .filter(is_money)
            .map(|(_, money)| *money)
            .collect();
        outputs.append(&mut self.bought);
        Driver {
            log: effective.log,
            growth: effective.simple,
            log_0: counterfactual.log,
            growth_0: counterfactual.simple,
        }
    }
}

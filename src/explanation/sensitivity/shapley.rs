use std::collections::HashMap;

use super::cost::INNER;
use super::model::{Factor, Model, unknown};
use super::{Estimated, Extremes, Samples, check_variance};
use crate::Error;
use crate::kernel::{Draws, Level, uniform_at};
use crate::watch::Count;

/// With at most this many factors, every coalition is run.
const EXACT: usize = 8;
/// With more, this many orders of the factors are drawn.
const ORDERS: usize = 200;
/// The number of independent batches, whose scatter gives the intervals.
const BATCHES: usize = 10;

/// Shapley effects: the variance of a model's number split among its factors, correlated or not.
///
/// A factor's effect is its mean contribution, over all orders of the factors, to the cost
/// `c(S) = E[Var(Y | all factors but S)]` of the set `S` of factors before it (Shapley 1953; Owen
/// 2014, *SIAM/ASA Journal on Uncertainty Quantification* 2(1); Song, Nelson and Staum 2016, the
/// same journal 4(1)). The effects sum to the variance. Intervals are from ten batches, by
/// Student's t.
///
/// # Examples
///
/// ```
/// use compute_impact::explanation::sensitivity::{Model, Samples};
///
/// let model = Model::of_function(["a", "b"], |u| 3.0 * u[0] + u[1])?;
/// let shapley = model.shapley(Samples::new(4_096)?)?;
/// assert_eq!(shapley.factors[0].name, "a"); // the greatest part first
/// assert!((shapley.variance / (10.0 / 12.0) - 1.0).abs() < 0.1); // (9 + 1) / 12
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct Shapley {
    /// The variance that is split.
    pub variance: f64,
    /// The number of runs of the model.
    pub runs: u64,
    /// All factors, the greatest part first.
    pub factors: Vec<Effect>,
}

/// The Shapley effect of one factor.
///
/// # Examples
///
/// See [`Model::shapley`].
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct Effect {
    /// The name of the factor.
    pub name: String,
    /// Its part of the variance; all parts sum to one.
    pub part: Estimated,
}

impl Shapley {
    /// One factor.
    ///
    /// # Errors
    ///
    /// [`Unknown`](crate::ErrorKind::Unknown) with the nearest name.
    pub fn factor(&self, name: &str) -> Result<&Effect, Error> {
        let effect = self.factors.iter().find(|effect| effect.name == name);
        let names = self.factors.iter().map(|effect| effect.name.as_str());
        effect.ok_or_else(|| unknown(name, names))
    }
}

/// The result of one batch of runs.
struct Batch {
    /// The part of the variance of each factor.
    parts: Vec<f64>,
    variance: f64,
    runs: u64,
    /// The least and the greatest number of the runs.
    extremes: Extremes,
}

/// The set of unknown factors, as one flag per factor.
type Coalition = Vec<bool>;

impl Model<'_> {
    /// Shapley effects, from `samples` conditions for each coalition of factors, with three runs
    /// each.
    ///
    /// With at most eight factors every coalition is run, with more those of 200 random orders;
    /// group factors to avoid that. It takes 2.4 bytes of memory for each sample, 40 MB for the
    /// most samples that are allowed, 2^24; with more than eight factors also 200 bytes for each
    /// pair of factors, as the costs of coalitions are stored: 200 MB for a thousand factors.
    ///
    /// # Errors
    ///
    /// [`Conflict`](crate::ErrorKind::Conflict) if the output does not vary or its squares overflow
    /// or vanish; [`TooManyFailed`](crate::ErrorKind::TooManyFailed) if a number is not finite.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::explanation::sensitivity::{Model, Samples};
    ///
    /// let model = Model::of_function(["a", "b"], |u| 3.0 * u[0] + u[1])?;
    /// let shapley = model.shapley(Samples::new(4_096)?)?;
    /// // Of a sum of independent factors, each has its own variance: 9 parts to 1.
    /// assert!((shapley.factor("a")?.part.value - 0.9).abs() < 0.05);
    /// let sum: f64 = shapley.factors.iter().map(|effect| effect.part.value).sum();
    /// assert!((sum - 1.0).abs() < 1e-9);
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn shapley(&self, samples: Samples) -> Result<Shapley, Error> {
        let orders = orders(self.parts().len(), samples.seed());
        let outer = (samples.count() as usize).div_ceil(BATCHES).max(2);
        let progress = self.count(greatest_runs(self.parts().len(), outer));
        // Each batch has its own seed, which all of its coalitions share.
        let seed = |batch: u64| samples.seed() ^ (0x2545_f491_4f6c_dd1d_u64.wrapping_mul(batch));
        let batches: Vec<Batch> = (1..=BATCHES as u64)
            .map(|batch| self.batch(&orders, outer, seed(batch), &progress))
            .collect::<Result<_, _>>()?;
        let extremes = batches.iter().map(|batch| batch.extremes);
        let extremes = extremes.fold(Extremes::NONE, Extremes::with);
        #[expect(clippy::cast_precision_loss, reason = "ten")]
        let all = BATCHES as f64;
        let variance = batches.iter().map(|batch| batch.variance).sum::<f64>() / all;
        let variance = check_variance(extremes, variance)?;
        let effect = |(number, factor): (usize, &Factor)| {
            let parts = batches.iter().map(|batch| batch.parts[number] / variance);
            Effect {
                name: factor.name.clone(),
                part: mean_of_batches(&parts.collect::<Vec<_>>()),
            }
        };
        let mut factors: Vec<Effect> = self.parts().iter().enumerate().map(effect).collect();
        factors.sort_by(|x, y| y.part.value.total_cmp(&x.part.value));
        Ok(Shapley {
            variance,
            runs: batches.iter().map(|batch| batch.runs).sum(),
            factors,
        })
    }

    /// Runs one batch: the mean contribution of each factor over the orders, from `outer` conditions
    /// for each coalition. The cost of a coalition is computed once.
    fn batch(
        &self,
        orders: &[Vec<usize>],
        outer: usize,
        seed: u64,
        progress: &Count<'_>,
    ) -> Result<Batch, Error> {
        let count = self.parts().len();
        let mut costs: HashMap<Coalition, f64> = HashMap::new();
        let (mut runs, mut extremes) = (0, Extremes::NONE);
        let mut cost = |free: &Coalition| -> Result<f64, Error> {
            if let Some(cost) = costs.get(free) {
                return Ok(*cost);
            }
            let value = if free.iter().any(|free| *free) {
                runs += (INNER * outer) as u64;
                let (value, of_runs) = self.cost(free, outer, seed, progress)?;
                extremes = extremes.with(of_runs);
                value
            } else {
                0.0
            };
            costs.insert(free.clone(), value);
            Ok(value)
        };
        let mut parts = vec![0.0; count];
        for order in orders {
            let mut free = vec![false; count];
            let mut before = 0.0;
            for factor in order {
                free[*factor] = true;
                let after = cost(&free)?;
                parts[*factor] += after - before;
                before = after;
            }
        }
        #[expect(
            clippy::cast_precision_loss,
            reason = "orders of eight factors at most"
        )]
        for part in &mut parts {
            *part /= orders.len() as f64;
        }
        let variance = cost(&vec![true; count])?;
        Ok(Batch {
            parts,
            variance,
            runs,
            extremes,
        })
    }
}

/// The number of runs of the model, or with random orders, which have some coalitions in common, an
/// upper bound of it.
fn greatest_runs(factors: usize, outer: usize) -> u64 {
    let coalitions = if factors <= EXACT {
        (1 << factors) - 1
    } else {
        ORDERS * factors
    };
    (BATCHES * coalitions * INNER * outer) as u64
}

/// The mean of the batches, `m = sum x_b / B`, with its 95 % interval by Student's t,
/// `m +- t sqrt(sum (x_b - m)^2 / (B - 1) / B)`.
fn mean_of_batches(parts: &[f64]) -> Estimated {
    // The 97.5 % point of Student's t with nine degrees of freedom.
    const STUDENTS: f64 = 2.262_157_162_740_992;
    #[expect(clippy::cast_precision_loss, reason = "ten")]
    let count = parts.len() as f64;
    let value = parts.iter().sum::<f64>() / count;
    let squares = parts.iter().map(|x| (x - value) * (x - value)).sum::<f64>();
    let error = STUDENTS * (squares / (count - 1.0) / count).sqrt();
    Estimated {
        value,
        low: value - error,
        high: value + error,
    }
}

/// All orders of at most [`EXACT`] factors, or [`ORDERS`] random orders of more.
fn orders(count: usize, seed: u64) -> Vec<Vec<usize>> {
    if count <= EXACT {
        return permutations(&(0..count).collect::<Vec<_>>());
    }
    (0..ORDERS)
        .map(|number| {
            let mut keys = vec![0.0; count];
            let place = number as u64 * count.next_multiple_of(2) as u64;
            uniform_at(
                Level::detect(),
                seed,
                0x51_7cc1,
                17,
                Draws::From(place),
                &mut keys,
            );
            let mut order: Vec<usize> = (0..count).collect();
            order.sort_by(|a, b| keys[*a].total_cmp(&keys[*b]));
            order
        })
        .collect()
}

fn permutations(of: &[usize]) -> Vec<Vec<usize>> {
    if of.len() <= 1 {
        return vec![of.to_vec()];
    }
    let mut all = Vec::new();
    for (at, first) in of.iter().enumerate() {
        let mut rest = of.to_vec();
        rest.remove(at);
        for mut order in permutations(&rest) {
            order.insert(0, *first);
            all.push(order);
        }
    }
    all
}

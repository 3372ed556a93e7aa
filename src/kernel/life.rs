//! Stocks of purchases with a fixed life, in a time that grows with the periods alone.
//!
//! With a life of `m + f` periods, `m` whole ones and the fraction `f`, the stock is
//! `K_t = a_t + ... + a_{t-m+1} + f a_{t-m}`. A running sum that takes away what retires would keep
//! the rounding of all earlier purchases. This one only adds: it divides the periods into runs of
//! `m - 1`, and what is left of earlier purchases is a sum from the start of the current run on and
//! one up to the end of the run before (van Herk, *Pattern Recognition Letters* 13, 1992, for
//! maxima). So each sum has the rounding of at most `m + 3` additions of the purchases in it, and is
//! zero where all of them are.

#![expect(
    clippy::inline_always,
    reason = "a loop is vector code only inside the dispatch"
)]

use fearless_simd::{Simd, dispatch};

use super::Level;
use super::block::{Block, positive};

/// The number of lanes that are computed side by side if their lives have as many whole periods.
const SIDE_BY_SIDE: usize = 8;

/// What is sought, given the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sought {
    /// The stock that purchases make.
    Stock,
    /// The purchases that make a stock.
    Purchases,
}

/// The lives of some lanes, in periods.
#[derive(Clone, Copy)]
struct Life<const LANES: usize> {
    /// Whole periods, at least one.
    whole: usize,
    /// The part of a purchase that survives after them.
    part: [f64; LANES],
}

/// The whole periods of a life of at least one, and the fraction that is left. A life that is no
/// number has a fraction that is none.
#[inline(always)]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "lives are positive numbers far below 2^53 periods; others saturate"
)]
fn divided(life: f64) -> (usize, f64) {
    let whole = (life as usize).max(1);
    (whole, positive(life - whole as f64))
}

/// Sets `out`, `(rows, lanes)`, to the stock of the purchases `given`, or to the purchases that make
/// the stock `given`. The operand has all rows; `life` has one row, of periods.
pub(super) fn over_life(
    level: Level,
    lanes: usize,
    sought: Sought,
    given: Block<'_>,
    life: Block<'_>,
    out: &mut [f64],
) {
    #[inline(always)]
    fn over<S: Simd>(
        simd: S,
        lanes: usize,
        sought: Sought,
        (given, life): (Block<'_>, Block<'_>),
        out: &mut [f64],
    ) {
        simd.vectorize(
            #[inline(always)]
            || {
                let rows = out.len() / lanes;
                let mut wide = (
                    vec![[0.0; SIDE_BY_SIDE]; rows],
                    vec![[0.0; SIDE_BY_SIDE]; rows],
                );
                let mut narrow = (vec![[0.0; 1]; rows], vec![[0.0; 1]; rows]);
                for start in (0..lanes).step_by(SIDE_BY_SIDE) {
                    let places = start..lanes.min(start + SIDE_BY_SIDE);
                    let lives = part_of(life.row(0), &places).map(divided);
                    for (row, numbers) in wide.0.iter_mut().enumerate() {
                        *numbers = part_of(given.row(row), &places);
                    }
                    let whole = lives[0].0;
                    if lives.iter().all(|life| life.0 == whole) {
                        let part = lives.map(|life| life.1);
                        follow(sought, &wide.0, Life { whole, part }, &mut wide.1);
                    } else {
                        for (lane, (whole, part)) in lives.into_iter().enumerate() {
                            for (one, all) in narrow.0.iter_mut().zip(&wide.0) {
                                *one = [all[lane]];
                            }
                            let life = Life {
                                whole,
                                part: [part],
                            };
                            follow(sought, &narrow.0, life, &mut narrow.1);
                            for (all, one) in wide.1.iter_mut().zip(&narrow.1) {
                                all[lane] = one[0];
                            }
                        }
                    }
                    for (row, numbers) in out.chunks_exact_mut(lanes).zip(&wide.1) {
                        for (out, number) in row[places.clone()].iter_mut().zip(numbers) {
                            *out = *number;
                        }
                    }
                }
            },
        );
    }
    dispatch!(level.token(), simd => over(simd, lanes, sought, (given, life), out));
}

/// Returns some lanes of a row; one number applies to all, and missing lanes are as the first.
#[inline(always)]
fn part_of(row: &[f64], places: &std::ops::Range<usize>) -> [f64; SIDE_BY_SIDE] {
    if let [number] = row {
        return [*number; SIDE_BY_SIDE];
    }
    let part = &row[places.clone()];
    let mut numbers = [part[0]; SIDE_BY_SIDE];
    for (number, given) in numbers.iter_mut().zip(part) {
        *number = *given;
    }
    numbers
}

/// Computes all rows of lanes whose lives have as many whole periods.
#[inline(always)]
fn follow<const LANES: usize>(
    sought: Sought,
    given: &[[f64; LANES]],
    life: Life<LANES>,
    out: &mut [[f64; LANES]],
) {
    let rows = given.len();
    let whole = life.whole;
    // Without a run the stock is what was bought now, and what is left of the last purchase.
    let run = (whole - 1).max(1);
    let is_short = whole == 1;
    // A row to come holds the sum of what is left then of the run before its own.
    out.fill([0.0; LANES]);
    // The sum of purchases since the start of a run.
    let mut recent = [0.0; LANES];
    for start in (0..rows).step_by(run) {
        let end = rows.min(start + run);
        for row in start..end {
            let mut older = out[row];
            add(&mut older, &recent);
            if row >= whole {
                let oldest = match sought {
                    Sought::Stock => given[row - whole],
                    Sought::Purchases => out[row - whole],
                };
                add(&mut older, &product(&oldest, &life.part));
            }
            if row == start {
                recent = [0.0; LANES];
            }
            let bought = match sought {
                Sought::Stock => {
                    let mut stock = given[row];
                    add(&mut stock, &older);
                    out[row] = stock;
                    given[row]
                }
                Sought::Purchases => {
                    let mut purchases = given[row];
                    subtract(&mut purchases, &older);
                    out[row] = purchases;
                    purchases
                }
            };
            if !is_short {
                add(&mut recent, &bought);
            }
        }
        let (before, begun) = out.split_at_mut(end);
        let ended = match sought {
            Sought::Stock => &given[start..end],
            Sought::Purchases => &before[start..],
        };
        leave(ended, begun);
    }
}

/// Leaves to each row of the run that begins what is left then of the run that has ended.
#[inline(always)]
fn leave<const LANES: usize>(ended: &[[f64; LANES]], begun: &mut [[f64; LANES]]) {
    let mut left = [0.0; LANES];
    for (place, bought) in ended.iter().enumerate().skip(1).rev() {
        add(&mut left, bought);
        if let Some(row) = begun.get_mut(place) {
            *row = left;
        }
    }
}

#[inline(always)]
fn add<const LANES: usize>(sum: &mut [f64; LANES], more: &[f64; LANES]) {
    for (sum, more) in sum.iter_mut().zip(more) {
        *sum += more;
    }
}

#[inline(always)]
fn subtract<const LANES: usize>(sum: &mut [f64; LANES], less: &[f64; LANES]) {
    for (sum, less) in sum.iter_mut().zip(less) {
        *sum -= less;
    }
}

#[inline(always)]
fn product<const LANES: usize>(a: &[f64; LANES], b: &[f64; LANES]) -> [f64; LANES] {
    let mut product = *a;
    for (product, b) in product.iter_mut().zip(b) {
        *product *= b;
    }
    product
}

#[cfg(all(test, feature = "proptest"))]
#[expect(clippy::cast_precision_loss, reason = "counts are small")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ROWS: usize = 40;

    /// The stock purchase by purchase: each is whole while its life lasts, and the period in which
    /// it ends keeps a part.
    fn stock(purchases: &[f64], life: f64) -> Vec<f64> {
        let survives = |age: usize| (life - age as f64).clamp(0.0, 1.0);
        let at = |t: usize| (0..=t).map(|s| purchases[s] * survives(t - s)).sum();
        (0..purchases.len()).map(at).collect()
    }

    /// One column computed on its own, and the same among other lanes.
    fn followed(sought: Sought, columns: &[Vec<f64>], lives: &[f64]) -> Vec<Vec<f64>> {
        let (rows, lanes) = (columns[0].len(), columns.len());
        let given: Vec<f64> = (0..rows)
            .flat_map(|row| columns.iter().map(move |column| column[row]))
            .collect();
        let given = Block::varying(&given, lanes);
        let life = if lives.len() == 1 {
            Block::uniform(lives)
        } else {
            Block::varying(lives, lanes)
        };
        let mut out = vec![f64::NAN; rows * lanes];
        over_life(Level::detect(), lanes, sought, given, life, &mut out);
        (0..lanes)
            .map(|lane| (0..rows).map(|row| out[row * lanes + lane]).collect())
            .collect()
    }

    fn bits(numbers: &[f64]) -> Vec<u64> {
        numbers.iter().map(|number| number.to_bits()).collect()
    }

    fn lives() -> impl Strategy<Value = f64> {
        // A life that ends with a period, within one, after the last, and of one period.
        let periods = (1..50_u32).prop_map(f64::from);
        prop_oneof![periods, 1.0..60.0, Just(1.0), Just(1.0_f64.next_up())]
    }

    /// Purchases of many sizes, the largest 10^20 times the smallest.
    fn purchases() -> impl Strategy<Value = Vec<f64>> {
        let size = prop_oneof![Just(0.0), (-10.0..10.0).prop_map(|x: f64| 10_f64.powf(x))];
        prop::collection::vec(size, ROWS)
    }

    proptest! {
        /// Sums of no more than `m + 3` additions of what is not negative: `m + 4` half units in the
        /// last place, with those of the product.
        #[test]
        fn a_stock_is_the_sum_of_what_survives(given in purchases(), life in lives()) {
            let found = followed(Sought::Stock, std::slice::from_ref(&given), &[life]);
            let bound = (life.min(ROWS as f64) + 5.0) * f64::EPSILON;
            for (found, sum) in found[0].iter().zip(stock(&given, life)) {
                prop_assert!((found - sum).abs() <= bound * sum, "{found} for {sum}");
            }
        }

        /// What has retired leaves nothing, whatever its size.
        #[test]
        fn what_has_retired_leaves_no_rest(given in purchases(), life in 1.0..12.0_f64) {
            let mut given = given;
            given[20..].fill(0.0);
            let found = followed(Sought::Stock, &[given], &[life]);
            for (row, found) in found[0].iter().enumerate().skip(20) {
                if row as f64 - 19.0 >= life {
                    prop_assert_eq!(found.to_bits(), 0.0_f64.to_bits());
                }
            }
        }

        /// The purchases found for a stock make that stock.
        #[test]
        fn purchases_make_their_stock(level in prop::collection::vec(0.1..10.0_f64, ROWS), life in lives()) {
            let found = followed(Sought::Purchases, std::slice::from_ref(&level), &[life]);
            let size: f64 = found[0].iter().fold(10.0, |size, x| x.abs().max(size));
            for (made, level) in stock(&found[0], life).iter().zip(&level) {
                prop_assert!((made - level).abs() <= 1e-13 * size, "{made} for {level}");
            }
        }

        /// A lane has the same bits alone as among others, of one life and of many.
        #[test]
        fn a_lane_is_the_same_beside_others(
            columns in prop::collection::vec(purchases(), 1..20),
            lives in prop::collection::vec(lives(), 20),
            is_stock in any::<bool>(),
        ) {
            let sought = if is_stock { Sought::Stock } else { Sought::Purchases };
            let lives = &lives[..columns.len()];
            let together = followed(sought, &columns, lives);
            let alike = followed(sought, &columns, &lives[..1]);
            for (lane, column) in columns.iter().enumerate() {
                let alone = followed(sought, std::slice::from_ref(column), &lives[lane..=lane]);
                prop_assert_eq!(bits(&alone[0]), bits(&together[lane]));
                let alone = followed(sought, std::slice::from_ref(column), &lives[..1]);
                prop_assert_eq!(bits(&alone[0]), bits(&alike[lane]));
            }
        }
    }

    #[test]
    fn an_early_purchase_without_measure_costs_no_digits() {
        let mut given = vec![1.0 / 3.0; 9];
        given[0] = 1e30;
        let found = &followed(Sought::Stock, &[given], &[2.0])[0];
        assert_eq!(bits(&found[2..]), bits(&[2.0 / 3.0; 7]));
    }

    #[test]
    fn a_life_that_is_no_number_gives_none() {
        for sought in [Sought::Stock, Sought::Purchases] {
            let found = &followed(sought, &[vec![1.0; 4]], &[f64::NAN])[0];
            assert!(found[1..].iter().all(|x| x.is_nan()), "{found:?}");
        }
        // Rounded to less than a period it is a period.
        let life = 1.0_f64.next_down();
        let found = &followed(Sought::Stock, &[vec![1.0, 2.0, 3.0]], &[life])[0];
        assert_eq!(bits(found), bits(&[1.0, 2.0, 3.0]));
    }

    #[test]
    fn a_life_and_a_half_by_hand() {
        // 8 machines, of which half last into the period after their first.
        let found = &followed(Sought::Stock, &[vec![8.0, 0.0, 2.0, 4.0]], &[1.5])[0];
        assert_eq!(bits(found), bits(&[8.0, 4.0, 2.0, 5.0]));
        // To keep 8 machines, half of those of the period before are bought.
        let found = &followed(Sought::Purchases, &[vec![8.0; 4]], &[1.5])[0];
        assert_eq!(bits(found), bits(&[8.0, 4.0, 6.0, 5.0]));
    }
}

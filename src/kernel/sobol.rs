//! Scrambled Sobol' sequences, whose points fill a cube evenly.
//!
//! The direction numbers are those of Joe and Kuo ("Constructing Sobol sequences with better
//! two-dimensional projections", *SIAM Journal on Scientific Computing* 30(5), 2008), in natural
//! and not in Gray order, so that a point is a function of its number. They are scrambled as Owen
//! (1998) proposed, every bit by those above it, through a hash (Laine and Karras 2011; Burley,
//! "Practical Hash-based Owen Scrambling", *JCGT* 9(4), 2020). The bits below the 32 of the
//! sequence are random.

use super::{Draws, Level, uniform_at};

/// The number of dimensions with direction numbers.
pub(crate) const DIMENSIONS: usize = 128;
/// The number of points, after which the sequence begins again.
pub(crate) const MAX_POINTS: u64 = 1 << 32;

/// The polynomial (as bits, including the leading and the last) and initial numbers of each
/// dimension after the first: the first 128 of new-joe-kuo-6 (Joe and Kuo 2008).
#[rustfmt::skip]
const TABLE: [(u32, &[u32]); 127] = [
    (3, &[1]), (7, &[1, 3]), (11, &[1, 3, 1]), (13, &[1, 1, 1]), (19, &[1, 1, 3, 3]),
    (25, &[1, 3, 5, 13]), (37, &[1, 1, 5, 5, 17]), (41, &[1, 1, 5, 5, 5]),
    (47, &[1, 1, 7, 11, 19]), (55, &[1, 1, 5, 1, 1]), (59, &[1, 1, 1, 3, 11]),
    (61, &[1, 3, 5, 5, 31]), (67, &[1, 3, 3, 9, 7, 49]), (91, &[1, 1, 1, 15, 21, 21]),
    (97, &[1, 3, 1, 13, 27, 49]), (103, &[1, 1, 1, 15, 7, 5]), (109, &[1, 3, 1, 15, 13, 25]),
    (115, &[1, 1, 5, 5, 19, 61]), (131, &[1, 3, 7, 11, 23, 15, 103]),
    (137, &[1, 3, 7, 13, 13, 15, 69]), (143, &[1, 1, 3, 13, 7, 35, 63]),
    (145, &[1, 3, 5, 9, 1, 25, 53]), (157, &[1, 3, 1, 13, 9, 35, 107]),
    (167, &[1, 3, 1, 5, 27, 61, 31]), (171, &[1, 1, 5, 11, 19, 41, 61]),
    (185, &[1, 3, 5, 3, 3, 13, 69]), (191, &[1, 1, 7, 13, 1, 19, 1]),
    (193, &[1, 3, 7, 5, 13, 19, 59]), (203, &[1, 1, 3, 9, 25, 29, 41]),
    (211, &[1, 3, 5, 13, 23, 1, 55]), (213, &[1, 3, 7, 3, 13, 59, 17]),
    (229, &[1, 3, 1, 3, 5, 53, 69]), (239, &[1, 1, 5, 5, 23, 33, 13]),
    (241, &[1, 1, 7, 7, 1, 61, 123]), (247, &[1, 1, 7, 9, 13, 61, 49]),
    (253, &[1, 3, 3, 5, 3, 55, 33]), (285, &[1, 3, 1, 15, 31, 13, 49, 245]),
    (299, &[1, 3, 5, 15, 31, 59, 63, 97]), (301, &[1, 3, 1, 11, 11, 11, 77, 249]),
    (333, &[1, 3, 1, 11, 27, 43, 71, 9]), (351, &[1, 1, 7, 15, 21, 11, 81, 45]),
    (355, &[1, 3, 7, 3, 25, 31, 65, 79]), (357, &[1, 3, 1, 1, 19, 11, 3, 205]),
    (361, &[1, 1, 5, 9, 19, 21, 29, 157]), (369, &[1, 3, 7, 11, 1, 33, 89, 185]),
    (391, &[1, 3, 3, 3, 15, 9, 79, 71]), (397, &[1, 3, 7, 11, 15, 39, 119, 27]),
    (425, &[1, 1, 3, 1, 11, 31, 97, 225]), (451, &[1, 1, 1, 3, 23, 43, 57, 177]),
    (463, &[1, 3, 7, 7, 17, 17, 37, 71]), (487, &[1, 3, 1, 5, 27, 63, 123, 213]),
    (501, &[1, 1, 3, 5, 11, 43, 53, 133]), (529, &[1, 3, 5, 5, 29, 17, 47, 173, 479]),
    (539, &[1, 3, 3, 11, 3, 1, 109, 9, 69]), (545, &[1, 1, 1, 5, 17, 39, 23, 5, 343]),
    (557, &[1, 3, 1, 5, 25, 15, 31, 103, 499]), (563, &[1, 1, 1, 11, 11, 17, 63, 105, 183]),
    (601, &[1, 1, 5, 11, 9, 29, 97, 231, 363]), (607, &[1, 1, 5, 15, 19, 45, 41, 7, 383]),
    (617, &[1, 3, 7, 7, 31, 19, 83, 137, 221]), (623, &[1, 1, 1, 3, 23, 15, 111, 223, 83]),
    (631, &[1, 1, 5, 13, 31, 15, 55, 25, 161]), (637, &[1, 1, 3, 13, 25, 47, 39, 87, 257]),
    (647, &[1, 1, 1, 11, 21, 53, 125, 249, 293]), (661, &[1, 1, 7, 11, 11, 7, 57, 79, 323]),
    (675, &[1, 1, 5, 5, 17, 13, 81, 3, 131]), (677, &[1, 1, 7, 13, 23, 7, 65, 251, 475]),
    (687, &[1, 3, 5, 1, 9, 43, 3, 149, 11]), (695, &[1, 1, 3, 13, 31, 13, 13, 255, 487]),
    (701, &[1, 3, 3, 1, 5, 63, 89, 91, 127]), (719, &[1, 1, 3, 3, 1, 19, 123, 127, 237]),
    (721, &[1, 1, 5, 7, 23, 31, 37, 243, 289]), (731, &[1, 1, 5, 11, 17, 53, 117, 183, 491]),
    (757, &[1, 1, 1, 5, 1, 13, 13, 209, 345]), (761, &[1, 1, 3, 15, 1, 57, 115, 7, 33]),
    (787, &[1, 3, 1, 11, 7, 43, 81, 207, 175]), (789, &[1, 3, 1, 1, 15, 27, 63, 255, 49]),
    (799, &[1, 3, 5, 3, 27, 61, 105, 171, 305]), (803, &[1, 1, 5, 3, 1, 3, 57, 249, 149]),
    (817, &[1, 1, 3, 5, 5, 57, 15, 13, 159]), (827, &[1, 1, 1, 11, 7, 11, 105, 141, 225]),
    (847, &[1, 3, 3, 5, 27, 59, 121, 101, 271]), (859, &[1, 3, 5, 9, 11, 49, 51, 59, 115]),
    (865, &[1, 1, 7, 1, 23, 45, 125, 71, 419]), (875, &[1, 1, 3, 5, 23, 5, 105, 109, 75]),
    (877, &[1, 1, 7, 15, 7, 11, 67, 121, 453]), (883, &[1, 3, 7, 3, 9, 13, 31, 27, 449]),
    (895, &[1, 3, 1, 15, 19, 39, 39, 89, 15]), (901, &[1, 1, 1, 1, 1, 33, 73, 145, 379]),
    (911, &[1, 3, 1, 15, 15, 43, 29, 13, 483]), (949, &[1, 1, 7, 3, 19, 27, 85, 131, 431]),
    (953, &[1, 3, 3, 3, 5, 35, 23, 195, 349]), (967, &[1, 3, 3, 7, 9, 27, 39, 59, 297]),
    (971, &[1, 1, 3, 9, 11, 17, 13, 241, 157]), (973, &[1, 3, 7, 15, 25, 57, 33, 189, 213]),
    (981, &[1, 1, 7, 1, 9, 55, 73, 83, 217]), (985, &[1, 3, 3, 13, 19, 27, 23, 113, 249]),
    (995, &[1, 3, 5, 3, 23, 43, 3, 253, 479]), (1001, &[1, 1, 5, 5, 11, 5, 45, 117, 217]),
    (1019, &[1, 3, 3, 7, 29, 37, 33, 123, 147]), (1033, &[1, 3, 1, 15, 5, 5, 37, 227, 223, 459]),
    (1051, &[1, 1, 7, 5, 5, 39, 63, 255, 135, 487]),
    (1063, &[1, 3, 1, 7, 9, 7, 87, 249, 217, 599]),
    (1069, &[1, 1, 3, 13, 9, 47, 7, 225, 363, 247]),
    (1125, &[1, 3, 7, 13, 19, 13, 9, 67, 9, 737]),
    (1135, &[1, 3, 5, 5, 19, 59, 7, 41, 319, 677]),
    (1153, &[1, 1, 5, 3, 31, 63, 15, 43, 207, 789]),
    (1163, &[1, 1, 7, 9, 13, 39, 3, 47, 497, 169]),
    (1221, &[1, 3, 1, 7, 21, 17, 97, 19, 415, 905]),
    (1239, &[1, 3, 7, 1, 3, 31, 71, 111, 165, 127]),
    (1255, &[1, 1, 5, 11, 1, 61, 83, 119, 203, 847]),
    (1267, &[1, 3, 3, 13, 9, 61, 19, 97, 47, 35]),
    (1279, &[1, 1, 7, 7, 15, 29, 63, 95, 417, 469]),
    (1293, &[1, 3, 1, 9, 25, 9, 71, 57, 213, 385]),
    (1305, &[1, 3, 5, 13, 31, 47, 101, 57, 39, 341]),
    (1315, &[1, 1, 3, 3, 31, 57, 125, 173, 365, 551]),
    (1329, &[1, 3, 7, 1, 13, 57, 67, 157, 451, 707]),
    (1341, &[1, 1, 1, 7, 21, 13, 105, 89, 429, 965]),
    (1347, &[1, 1, 5, 9, 17, 51, 45, 119, 157, 141]),
    (1367, &[1, 3, 7, 7, 13, 45, 91, 9, 129, 741]),
    (1387, &[1, 3, 7, 1, 23, 57, 67, 141, 151, 571]),
    (1413, &[1, 1, 3, 11, 17, 47, 93, 107, 375, 157]),
    (1423, &[1, 3, 3, 5, 11, 21, 43, 51, 169, 915]),
    (1431, &[1, 1, 5, 3, 15, 55, 101, 67, 455, 625]),
    (1441, &[1, 3, 5, 9, 1, 23, 29, 47, 345, 595]),
    (1479, &[1, 3, 7, 7, 5, 49, 29, 155, 323, 589]),
    (1509, &[1, 3, 3, 7, 5, 41, 127, 61, 261, 717]),
];

/// Returns the direction numbers of a dimension, the highest bit first; `None` beyond the table.
fn directions(dimension: usize) -> Option<[u32; 32]> {
    let mut directions = [0; 32];
    if dimension == 0 {
        for (bit, direction) in directions.iter_mut().enumerate() {
            *direction = 1 << (31 - bit);
        }
        return Some(directions);
    }
    let (polynomial, initial) = TABLE.get(dimension - 1)?;
    let degree = initial.len();
    for bit in 0..32 {
        directions[bit] = if bit < degree {
            initial[bit] << (31 - bit)
        } else {
            let mut next = directions[bit - degree] ^ (directions[bit - degree] >> degree);
            for k in 1..degree {
                if polynomial >> (degree - k) & 1 == 1 {
                    next ^= directions[bit - k];
                }
            }
            next
        };
    }
    Some(directions)
}

/// Returns the point with this number in one dimension: the exclusive or of the directions of its
/// bits.
fn point(directions: &[u32; 32], number: u32) -> u32 {
    let mut bits = number;
    let mut x = 0;
    while bits != 0 {
        x ^= directions[bits.trailing_zeros() as usize];
        bits &= bits - 1;
    }
    x
}

/// Flips every bit by a random function of those above it.
fn scrambled(x: u32, seed: u32) -> u32 {
    let mut x = x.reverse_bits().wrapping_add(seed);
    for factor in [0x6c50_b47c, 0xb82f_1e52, 0xc7af_e638, 0x8d22_f6e6_u32] {
        x ^= x.wrapping_mul(factor);
    }
    x.reverse_bits()
}

/// Fills `out` with one dimension of the points from `first` on; a dimension beyond the table
/// consists of random numbers. `stream` identifies the input that the dimension serves.
pub(crate) fn sobol_at(
    level: Level,
    seed: u64,
    stream: u64,
    dimension: usize,
    draws: Draws<'_>,
    out: &mut [f64],
) {
    uniform_at(level, seed, stream, 0, draws, out);
    let Some(directions) = directions(dimension) else {
        return;
    };
    // A number of a stream that nothing else uses.
    let mut key = [0.0; 1];
    uniform_at(
        level,
        seed ^ 0x5bd1_e995_9e37_79b9,
        stream,
        1,
        Draws::From(0),
        &mut key,
    );
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "32 bits of a number from 0 to 1"
    )]
    let key = (key[0] * 4_294_967_296.0) as u32;
    for (number, x) in draws.numbers().zip(out) {
        #[expect(clippy::cast_possible_truncation, reason = "begins again beyond 2^32")]
        let bits = scrambled(point(&directions, number as u32), key);
        *x = (f64::from(bits) + *x) / 4_294_967_296.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Points of SciPy 1.17 (`qmc.Sobol(128, scramble=False, bits=32)`), which are in Gray order.
    #[test]
    fn points_are_those_of_joe_and_kuo() {
        let at = |dimension: usize, place: u32| {
            let number = place ^ (place >> 1);
            f64::from(point(&directions(dimension).unwrap(), number)) / 4_294_967_296.0
        };
        let first: Vec<f64> = (0..5).map(|d| at(d, 4)).collect();
        assert_eq!(first, [0.375, 0.375, 0.625, 0.875, 0.375]);
        let seventh: Vec<f64> = (100..104).map(|d| at(d, 7)).collect();
        assert_eq!(seventh, [0.375, 0.125, 0.875, 0.125]);
        let some: Vec<f64> = [1, 2, 37, 127].map(|d| at(d, 13)).to_vec();
        assert_eq!(some, [0.6875, 0.8125, 0.6875, 0.1875]);
        assert!(directions(DIMENSIONS).is_none());
    }

    #[test]
    fn scrambled_points_still_fill_every_cell_once() {
        for dimension in [0, 1, 5, 63, 127] {
            let mut out = vec![0.0; 1_024];
            sobol_at(
                Level::detect(),
                7,
                11,
                dimension,
                Draws::From(2_048),
                &mut out,
            );
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "0 to 1,023"
            )]
            let mut cells: Vec<u32> = out.iter().map(|x| (x * 1_024.0) as u32).collect();
            cells.sort_unstable();
            assert!(cells.into_iter().eq(0..1_024), "{dimension}");
        }
    }

    #[test]
    fn pairs_of_dimensions_fill_the_square() {
        // In the first two dimensions each of 32 x 32 cells contains one of 1,024 points.
        let (mut a, mut b) = (vec![0.0; 1_024], vec![0.0; 1_024]);
        sobol_at(Level::detect(), 7, 1, 0, Draws::From(0), &mut a);
        sobol_at(Level::detect(), 7, 2, 1, Draws::From(0), &mut b);
        let cell = |x: f64| (x * 32.0).floor();
        let mut cells = std::collections::HashSet::new();
        for (a, b) in a.iter().zip(&b) {
            assert!(cells.insert((cell(*a).to_bits(), cell(*b).to_bits())));
        }
    }
}

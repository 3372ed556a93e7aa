//! The rows that the groups of two effects have in common.

use super::lanes::{LANES, Lanes};

/// For each group of one effect, the groups of another with which it has rows in common, ascending,
/// and the weight of these rows.
#[derive(Debug)]
pub(super) struct CrossTable {
    /// The place of the first entry of each group; at the end the number of entries.
    starts: Vec<usize>,
    others: Vec<u32>,
    weights: Vec<f64>,
}

/// The group of each row, and the number of groups.
#[derive(Clone, Copy)]
pub(super) struct Codes<'a> {
    pub(super) codes: &'a [u32],
    pub(super) count: usize,
}

impl CrossTable {
    /// The table of two effects, and that of the second and the first.
    ///
    /// Rows are sorted by counting, first by the groups of the second effect and then by those of the
    /// first, which takes as many steps as there are rows.
    pub(super) fn both_ways(
        one: Codes<'_>,
        other: Codes<'_>,
        weights: Option<&[f64]>,
    ) -> [Self; 2] {
        let starts = starts(other);
        let mut next = starts.clone();
        let mut ones = vec![0; one.codes.len()];
        let mut sorted = vec![1.0; weights.map_or(0, <[f64]>::len)];
        for (row, (one, other)) in one.codes.iter().zip(other.codes).enumerate() {
            let place = &mut next[*other as usize];
            ones[*place] = *one;
            if let Some(weights) = weights {
                sorted[*place] = weights[row];
            }
            *place += 1;
        }
        let weight = |place: usize| sorted.get(place).copied().unwrap_or(1.0);
        let table = Self::of_sorted(one, &starts, &ones, weight);
        let transposed = table.transposed(other.count);
        [table, transposed]
    }

    /// The table of rows that are sorted by the group of the second effect; `ones` are their groups
    /// of the first.
    fn of_sorted(
        one: Codes<'_>,
        starts_of_others: &[usize],
        ones: &[u32],
        weight: impl Fn(usize) -> f64,
    ) -> Self {
        let mut starts = starts(one);
        let mut next = starts.clone();
        let mut others = vec![u32::MAX; ones.len()];
        let mut weights = vec![0.0; ones.len()];
        for (other, bounds) in (0_u32..).zip(starts_of_others.windows(2)) {
            for (place, one) in (bounds[0]..).zip(&ones[bounds[0]..bounds[1]]) {
                let one = *one as usize;
                let end = next[one];
                // Groups of the second effect ascend, so that equal ones follow each other.
                if end > starts[one] && others[end - 1] == other {
                    weights[end - 1] += weight(place);
                } else {
                    others[end] = other;
                    weights[end] = weight(place);
                    next[one] = end + 1;
                }
            }
        }
        let mut size = 0;
        for (start, end) in starts.iter_mut().zip(&next) {
            others.copy_within(*start..*end, size);
            weights.copy_within(*start..*end, size);
            let entries = *end - *start;
            *start = size;
            size += entries;
        }
        if let Some(last) = starts.last_mut() {
            *last = size;
        }
        others.truncate(size);
        weights.truncate(size);
        Self {
            starts,
            others,
            weights,
        }
    }

    fn transposed(&self, count: usize) -> Self {
        let codes = &self.others;
        let starts = starts(Codes { codes, count });
        let mut next = starts.clone();
        let mut others = vec![0; codes.len()];
        let mut weights = vec![0.0; codes.len()];
        for (group, bounds) in (0_u32..).zip(self.starts.windows(2)) {
            let entries = bounds[0]..bounds[1];
            for (other, weight) in codes[entries.clone()].iter().zip(&self.weights[entries]) {
                let place = &mut next[*other as usize];
                others[*place] = group;
                weights[*place] = *weight;
                *place += 1;
            }
        }
        Self {
            starts,
            others,
            weights,
        }
    }

    /// The number of groups of the first effect.
    pub(super) fn groups(&self) -> usize {
        self.starts.len() - 1
    }

    /// The number of entries.
    pub(super) fn len(&self) -> usize {
        self.others.len()
    }

    /// The groups of the other effect that have rows in common with a group, and their weights.
    pub(super) fn entries(&self, group: usize) -> impl Iterator<Item = (u32, f64)> {
        let entries = self.starts[group]..self.starts[group + 1];
        let others = self.others[entries.clone()].iter().copied();
        others.zip(self.weights[entries].iter().copied())
    }

    /// Adds to the sums of groups, from a first one on, the numbers of the other effect's groups, each
    /// with the weight of the rows in common.
    pub(super) fn add(&self, first: usize, numbers: &[Lanes], sums: &mut [Lanes]) {
        for (sum, bounds) in sums.iter_mut().zip(self.starts[first..].windows(2)) {
            let entries = bounds[0]..bounds[1];
            let weights = &self.weights[entries.clone()];
            let mut lanes = *sum;
            for (other, weight) in self.others[entries].iter().zip(weights) {
                let numbers = &numbers[*other as usize];
                for lane in 0..LANES {
                    lanes[lane] += weight * numbers[lane];
                }
            }
            *sum = lanes;
        }
    }
}

/// The place of the first row of each group if rows are sorted by group; at the end the number of
/// rows.
fn starts(rows: Codes<'_>) -> Vec<usize> {
    let mut starts = vec![0; rows.count + 1];
    for code in rows.codes {
        starts[*code as usize + 1] += 1;
    }
    let mut sum = 0;
    for start in &mut starts {
        sum += *start;
        *start = sum;
    }
    starts
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Compared with a table that is filled cell by cell.
    #[test]
    fn rows_in_common_are_summed_both_ways() {
        let (one, other) = ([2, 0, 2, 1, 2, 0, 2], [1, 3, 0, 3, 1, 0, 1]);
        let weights = [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0];
        let mut cells = [[0.0; 4]; 3];
        for ((one, other), weight) in one.iter().zip(other).zip(weights) {
            cells[*one as usize][other as usize] += weight;
        }
        let ones = Codes {
            codes: &one,
            count: 3,
        };
        let others = Codes {
            codes: &other,
            count: 4,
        };
        let [table, transposed] = CrossTable::both_ways(ones, others, Some(&weights));
        let numbers = |cells: Vec<f64>| {
            let pairs = (0_u32..).zip(cells);
            pairs
                .filter(|(_, weight)| *weight > 0.0)
                .collect::<Vec<_>>()
        };
        for (group, row) in cells.iter().enumerate() {
            let entries: Vec<(u32, f64)> = table.entries(group).collect();
            assert_eq!(entries, numbers(row.to_vec()));
        }
        for group in 0..4 {
            let entries: Vec<(u32, f64)> = transposed.entries(group).collect();
            assert_eq!(
                entries,
                numbers(cells.iter().map(|row| row[group]).collect())
            );
        }
        assert_eq!((table.len(), transposed.len()), (5, 5));
    }
}

//! Blocks of columns of a row-major result, whose rows stay in the fastest memory while they are
//! computed one from another.

/// The most lanes of a block.
pub(super) const BLOCK: usize = 2048;

/// The same columns of every row of a result.
pub(super) struct Columns<'a> {
    rows: Vec<&'a mut [f64]>,
    width: usize,
}

impl<'a> Columns<'a> {
    /// All columns of whole rows of `lanes` numbers; `None` without lanes.
    pub(super) fn of(lanes: usize, out: &'a mut [f64]) -> Option<Self> {
        (lanes > 0).then(|| Self {
            rows: out.chunks_exact_mut(lanes).collect(),
            width: lanes,
        })
    }

    /// The number of columns.
    pub(super) const fn width(&self) -> usize {
        self.width
    }

    /// The rows, the first to the last.
    pub(super) fn rows(self) -> impl Iterator<Item = &'a mut [f64]> {
        self.rows.into_iter()
    }

    /// Splits off the first columns, at most all.
    pub(super) fn split(self, first: usize) -> (Self, Self) {
        let first = first.min(self.width);
        let halves = self.rows.into_iter().map(|row| row.split_at_mut(first));
        let (left, right) = halves.unzip();
        let part = |rows, width| Self { rows, width };
        (part(left, first), part(right, self.width - first))
    }

    /// Blocks of at most [`BLOCK`] columns, each with its first one.
    pub(super) fn blocks(self) -> impl Iterator<Item = (usize, Self)> {
        self.parts(BLOCK)
    }

    /// Parts of at most this many columns, each with its first one.
    pub(super) fn parts(self, width: usize) -> impl Iterator<Item = (usize, Self)> {
        let (mut rest, mut start) = (Some(self), 0);
        std::iter::from_fn(move || {
            let (part, after) = rest
                .take()
                .filter(|rest| rest.width > 0)?
                .split(width.max(1));
            rest = Some(after);
            let first = start;
            start += part.width;
            Some((first, part))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_all_columns_in_order() {
        let mut out: Vec<f64> = (0..15).map(f64::from).collect();
        let columns = Columns::of(5, &mut out).into_iter();
        let parts: Vec<(usize, Vec<Vec<f64>>)> = columns
            .flat_map(|columns| columns.parts(2))
            .map(|(first, part)| (first, part.rows().map(|row| row.to_vec()).collect()))
            .collect();
        let expected = vec![
            (0, vec![vec![0.0, 1.0], vec![5.0, 6.0], vec![10.0, 11.0]]),
            (2, vec![vec![2.0, 3.0], vec![7.0, 8.0], vec![12.0, 13.0]]),
            (4, vec![vec![4.0], vec![9.0], vec![14.0]]),
        ];
        assert_eq!(parts, expected);
        assert!(Columns::of(0, &mut []).is_none());
        assert_eq!(
            Columns::of(3, &mut []).map(|columns| columns.blocks().count()),
            Some(1)
        );
    }
}

//! Numbers set aside for exact order statistics.

/// Numbers kept in pages, so that growing copies nothing and wastes little.
#[derive(Clone, Debug, Default)]
pub(crate) struct Kept {
    pages: Vec<Vec<f64>>,
}

const PAGE: usize = 1024;

impl Kept {
    /// Keeps a few numbers, no more than a page holds.
    pub(super) fn extend(&mut self, numbers: &[f64]) {
        let room = self
            .pages
            .last()
            .is_some_and(|page| page.len() + numbers.len() <= PAGE);
        if !room {
            self.pages.push(Vec::with_capacity(PAGE));
        }
        if let Some(page) = self.pages.last_mut() {
            page.extend_from_slice(numbers);
        }
    }

    /// Keeps what the other keeps as well.
    #[cfg(feature = "parallel")]
    pub(crate) fn append(&mut self, mut other: Self) {
        self.pages.append(&mut other.pages);
    }

    pub(super) fn pages(&self) -> impl Iterator<Item = &[f64]> {
        self.pages.iter().map(Vec::as_slice)
    }
}

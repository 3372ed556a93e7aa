//! Numbers stored for exact order statistics.

/// Numbers stored in pages, so that growth copies nothing and wastes little memory.
#[derive(Clone, Debug, Default)]
pub(crate) struct Kept {
    pages: Vec<Vec<f64>>,
}

const PAGE: usize = 1024;

impl Kept {
    /// Stores some numbers, at most a page.
    pub(super) fn extend(&mut self, numbers: &[f64]) {
        let fits = self
            .pages
            .last()
            .is_some_and(|page| page.len() + numbers.len() <= PAGE);
        if !fits {
            self.pages.push(Vec::with_capacity(PAGE));
        }
        if let Some(page) = self.pages.last_mut() {
            page.extend_from_slice(numbers);
        }
    }

    /// Adds the numbers of another store.
    #[cfg(feature = "parallel")]
    pub(crate) fn append(&mut self, mut other: Self) {
        self.pages.append(&mut other.pages);
    }

    pub(super) fn pages(&self) -> impl Iterator<Item = &[f64]> {
        self.pages.iter().map(Vec::as_slice)
    }
}

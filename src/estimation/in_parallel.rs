//! Work that is shared among threads and does not depend on their number.

/// The results of a function of each item, in order. The items must not depend on the number of
/// threads.
#[cfg(feature = "parallel")]
pub(super) fn in_parallel<I: Send, T: Send>(
    items: Vec<I>,
    f: impl Fn(I) -> T + Sync + Send,
) -> Vec<T> {
    use rayon::iter::{IntoParallelIterator, ParallelIterator};

    // One item is not worth a message to another thread.
    if items.len() < 2 {
        return items.into_iter().map(f).collect();
    }
    items.into_par_iter().map(f).collect()
}

/// The results of a function of each item, in order.
#[cfg(not(feature = "parallel"))]
pub(super) fn in_parallel<I, T>(items: Vec<I>, f: impl Fn(I) -> T) -> Vec<T> {
    items.into_iter().map(f).collect()
}

//! The threads of a run.

use crate::simulation::Simulation;
use crate::simulation::part::Part;

/// The threads of a run, which share its draws and its sorting.
pub(in crate::simulation) struct Workers {
    count: usize,
    /// The pool of the run; `None` for the caller's own.
    #[cfg(feature = "parallel")]
    pool: Option<rayon::ThreadPool>,
}

impl Workers {
    /// The threads of a run of some claims; more threads than claims would be idle.
    #[cfg(feature = "parallel")]
    pub(super) fn new(settings: &Simulation, claims: u64) -> Self {
        let threads = settings.threads(claims);
        // A worker of a pool that waits for a run of several threads takes up further runs, each
        // on top of its stack. Who runs simulations in parallel has all threads busy as it is.
        if threads == 1 || rayon::current_thread_index().is_some() {
            return Self {
                count: 1,
                pool: None,
            };
        }
        // If no pool can be built, the caller's own is used: results are the same.
        let build = |_| rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        Self {
            count: threads,
            pool: settings.threads.and_then(|threads| build(threads).ok()),
        }
    }

    /// The one thread of a run.
    #[cfg(not(feature = "parallel"))]
    pub(super) fn new(settings: &Simulation, claims: u64) -> Self {
        Self {
            count: settings.threads(claims),
        }
    }

    pub(super) fn count(&self) -> usize {
        self.count
    }

    #[cfg(feature = "parallel")]
    fn install<T: Send>(&self, work: impl FnOnce() -> T + Send) -> T {
        match &self.pool {
            Some(pool) => pool.install(work),
            None => work(),
        }
    }

    /// Does some work on every thread, and merges the parts.
    #[cfg(feature = "parallel")]
    pub(super) fn merged(&self, work: &(dyn Fn() -> Part + Sync)) -> Part {
        use rayon::iter::{IntoParallelIterator, ParallelIterator};
        if self.count == 1 {
            return work();
        }
        self.install(|| {
            let parts = (0..self.count).into_par_iter().map(|_| work());
            let merged = parts.reduce_with(|mut part, other| {
                part.merge(other);
                part
            });
            // There are two workers at least.
            merged.unwrap_or_else(work)
        })
    }

    /// Does some work, on the one thread.
    #[cfg(not(feature = "parallel"))]
    pub(super) fn merged(&self, work: &(dyn Fn() -> Part + Sync)) -> Part {
        debug_assert_eq!(self.count, 1);
        work()
    }

    /// Maps items in order, shared among the threads.
    #[cfg(feature = "parallel")]
    pub(super) fn map<T: Send, U: Send>(
        &self,
        items: Vec<T>,
        f: impl Fn(T) -> U + Sync + Send,
    ) -> Vec<U> {
        use rayon::iter::{IntoParallelIterator, ParallelIterator};
        if self.count == 1 {
            return items.into_iter().map(f).collect();
        }
        self.install(|| items.into_par_iter().map(f).collect())
    }

    /// Maps items in order.
    #[cfg(not(feature = "parallel"))]
    pub(super) fn map<T, U>(&self, items: Vec<T>, f: impl Fn(T) -> U) -> Vec<U> {
        debug_assert_eq!(self.count, 1);
        items.into_iter().map(f).collect()
    }
}

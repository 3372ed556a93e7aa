//! The threads of a sweep.

/// Threads that all run one piece of work.
#[derive(Debug)]
pub(super) enum Workers {
    /// The caller's own thread.
    One,
    /// The threads of the pool that the caller is in.
    #[cfg(feature = "parallel")]
    Shared(usize),
    #[cfg(feature = "parallel")]
    Own(rayon::ThreadPool),
}

impl Workers {
    /// Workers for a number of tasks: more threads than tasks would be idle. A worker of a rayon
    /// pool gets no others, as all threads of that pool are busy with other work.
    #[cfg(feature = "parallel")]
    pub(super) fn of(threads: Option<usize>, tasks: usize) -> Self {
        let count = threads
            .unwrap_or_else(rayon::current_num_threads)
            .min(tasks);
        if count <= 1 || rayon::current_thread_index().is_some() {
            return Self::One;
        }
        // If no pool can be built, the caller's own is used: results are the same.
        let pool = threads.map(|_| rayon::ThreadPoolBuilder::new().num_threads(count).build());
        match pool {
            Some(Ok(pool)) => Self::Own(pool),
            _ => Self::Shared(count),
        }
    }

    #[cfg(not(feature = "parallel"))]
    pub(super) fn of(_: Option<usize>, _: usize) -> Self {
        Self::One
    }

    /// The number of threads.
    pub(super) fn count(&self) -> usize {
        match self {
            Self::One => 1,
            #[cfg(feature = "parallel")]
            Self::Shared(count) => *count,
            #[cfg(feature = "parallel")]
            Self::Own(pool) => pool.current_num_threads(),
        }
    }

    /// Runs the work on each thread and waits for all.
    pub(super) fn run(&self, work: &(dyn Fn() + Sync)) {
        #[cfg(feature = "parallel")]
        let all = |count: usize| {
            use rayon::iter::{IntoParallelIterator, ParallelIterator};
            (0..count).into_par_iter().for_each(|_| work());
        };
        match self {
            Self::One => work(),
            #[cfg(feature = "parallel")]
            Self::Shared(count) => all(*count),
            #[cfg(feature = "parallel")]
            Self::Own(pool) => pool.install(|| all(pool.current_num_threads())),
        }
    }
}

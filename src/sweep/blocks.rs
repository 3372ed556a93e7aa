use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use super::column::Column;
use super::columns::Columns;
use super::door::Way;
use super::engine::Scratch;
use super::run::Ready;
use super::status::Swept;
use super::workers::Workers;
use crate::Error;
use crate::watch::{Count, Stage, stopped};

/// The blocks of a sweep, in order: an iterator of [`Columns`], each of at most 8,192 variants.
///
/// Memory is that of one block for each thread. After an error, and once a watch stopped the sweep,
/// there are no more blocks; [`swept`](Self::swept) says how far it came.
///
/// # Examples
///
/// ```
/// use compute_impact::{Output, Reading};
/// # let scenario = compute_impact::Scenario::shipped("china-2030")?;
///
/// let impact = Output::Gdp(Reading::Impact);
/// let coefficients: Vec<f64> = (0..20_000).map(|n| 1e-5 * f64::from(n)).collect();
/// let sweep = scenario.sweep().with_outputs([impact])?;
/// let sweep = sweep.with_values("gdp.response.coefficient", coefficients)?;
/// let mut greatest = 0.0_f64;
/// let mut blocks = sweep.blocks()?;
/// for block in &mut blocks {
///     let block = block?;
///     let last = block.output(impact).ok_or("no impact")?.last();
///     greatest = last.iter().copied().fold(greatest, f64::max);
/// }
/// assert!(blocks.swept().is_complete());
/// assert!((0.33..0.34).contains(&greatest));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Blocks<'s> {
    ready: Ready,
    columns: &'s [Column<'s>],
    way: Way,
    variants: usize,
    block: usize,
    workers: Workers,
    scratches: Mutex<Vec<Scratch>>,
    count: Count<'s>,
    /// The first variant that no block has yet.
    next: usize,
    filled: VecDeque<Columns>,
    /// Blocks whose memory can be used again.
    spare: Vec<Columns>,
    error: Option<Error>,
    has_ended: bool,
    swept: Swept,
}

impl<'s> Blocks<'s> {
    pub(super) fn new(
        ready: Ready,
        (way, columns): (Way, &'s [Column<'s>]),
        variants: usize,
        (threads, block): (Option<usize>, usize),
        count: Count<'s>,
    ) -> Self {
        Self {
            ready,
            columns,
            way,
            variants,
            block,
            workers: Workers::of(threads, variants.div_ceil(block)),
            scratches: Mutex::default(),
            count,
            next: 0,
            filled: VecDeque::new(),
            spare: Vec::new(),
            error: None,
            has_ended: false,
            swept: Swept {
                variants,
                done: 0,
                failed: 0,
            },
        }
    }

    /// How far the sweep came: the variants of the blocks that were taken.
    #[must_use]
    pub const fn swept(&self) -> Swept {
        self.swept
    }

    /// Gives a block back, whose memory the next one uses.
    pub(crate) fn recycle(&mut self, block: Columns) {
        self.spare.push(block);
    }

    /// Fills a block for each worker.
    fn fill(&mut self) {
        let mut blocks: Vec<Columns> = Vec::with_capacity(self.workers.count());
        for _ in 0..self.workers.count() {
            let room = self.block.min(self.variants - self.next);
            if room == 0 {
                break;
            }
            let mut block = self.spare.pop().unwrap_or_else(|| {
                let labels = Arc::clone(&self.ready.labels);
                Columns::new(labels, self.next, 0, self.variants)
            });
            block.renew(self.next, room, self.variants);
            blocks.push(block);
            self.next += room;
        }
        let tiles: Vec<_> = blocks.iter_mut().map(Columns::tile).collect();
        let work = (self.way, self.columns);
        let tiles = tiles.into_iter();
        let (filled, error) =
            self.ready
                .fill(work, tiles, &self.workers, &self.scratches, &self.count);
        // The filled blocks are the first ones; the others are dropped.
        self.has_ended = filled.len() < blocks.len() || self.next == self.variants;
        for (mut block, filled) in blocks.into_iter().zip(filled) {
            block.complete(vec![filled]);
            self.filled.push_back(block);
        }
        // Without any block the caller would not learn of the stop.
        let is_without = self.filled.is_empty() && self.swept.done == 0 && self.count.is_stopped();
        let stop = || stopped(Stage::Variants, 0, self.variants as u64);
        self.error = error.or_else(|| is_without.then(stop));
    }
}

impl Iterator for Blocks<'_> {
    type Item = Result<Columns, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.filled.is_empty() && !self.has_ended {
            self.fill();
        }
        if let Some(block) = self.filled.pop_front() {
            self.swept.done += block.len();
            self.swept.failed += block.failed();
            return Some(Ok(block));
        }
        self.error.take().map(Err)
    }
}

//! A sweep that is ready to run, and the tiles that its workers fill.

use std::sync::{Arc, Mutex, PoisonError};

use super::column::Column;
use super::columns::{Columns, Labels};
use super::door::{Door, Way, at_variant};
use super::engine::{Engine, Scratch, Tile};
use super::status::{OnFailure, Status};
use super::workers::Workers;
use crate::scenario::Scenario;
use crate::watch::Count;
use crate::{Error, ErrorKind, Output};

/// The numbers of a block: a megabyte, which the cache of a core has room for.
const BLOCK_NUMBERS: usize = 128 * 1024;
/// The most variants of a block, so that a stop is honoured soon.
const MOST_IN_BLOCK: usize = 8 * 1024;
/// The same where each variant is read, which takes thousands of times as long.
const MOST_READ_IN_BLOCK: usize = 64;

/// A compiled sweep with the checks of its inputs.
#[derive(Clone, Debug)]
pub(super) struct Ready {
    pub(super) scenario: Scenario,
    pub(super) engine: Engine,
    pub(super) door: Door,
    pub(super) labels: Arc<Labels>,
    pub(super) on_failure: OnFailure,
}

/// A tile that is filled: its first variant, its length and its statuses.
pub(super) struct Filled {
    pub(super) first: usize,
    pub(super) len: usize,
    pub(super) statuses: Vec<Vec<Status>>,
}

/// What the workers share.
struct Shared<I> {
    tiles: Mutex<I>,
    filled: Mutex<Vec<Filled>>,
    /// The first variant that ends the sweep, with its error if it could not even be computed.
    failure: Mutex<Option<(usize, Option<Error>)>>,
}

/// What is inside a lock, also after a panic of another thread, which ends the sweep anyway.
fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Ready {
    /// The number of variants in a block.
    pub(super) fn block(&self, way: Way, given: Option<usize>) -> usize {
        let lanes = self.engine.lanes();
        let fitting = BLOCK_NUMBERS / self.labels.columns().max(1);
        let together = given.unwrap_or_else(|| {
            let fitting = fitting.clamp(lanes, MOST_IN_BLOCK.max(lanes));
            fitting / lanes * lanes
        });
        match way {
            Way::Together => together,
            Way::OneByOne => together.min(MOST_READ_IN_BLOCK),
        }
    }

    /// Fills tiles, in ascending order of their variants, on all threads. The tiles that are filled
    /// are the first ones; if a watch stops the work, the others are left.
    ///
    /// # Errors
    ///
    /// That of the first variant that is refused, or of which an output fails where that ends the
    /// sweep, after the tiles before it are filled.
    pub(super) fn fill<'t>(
        &self,
        (way, columns): (Way, &[Column<'_>]),
        tiles: impl Iterator<Item = Tile<'t>> + Send,
        workers: &Workers,
        scratches: &Mutex<Vec<Scratch>>,
        count: &Count<'_>,
    ) -> (Vec<Filled>, Option<Error>) {
        let shared = Shared {
            tiles: Mutex::new(tiles),
            filled: Mutex::default(),
            failure: Mutex::default(),
        };
        workers.run(&|| {
            let mut scratch = locked(scratches).pop().unwrap_or_default();
            self.work(way, columns, &shared, &mut scratch, count);
            locked(scratches).push(scratch);
        });
        let unlock = PoisonError::into_inner;
        let mut filled = shared.filled.into_inner().unwrap_or_else(unlock);
        filled.sort_unstable_by_key(|filled| filled.first);
        let failure = shared
            .failure
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        let error = failure.map(|(variant, error)| {
            filled.retain(|filled| filled.first + filled.len <= variant);
            error.unwrap_or_else(|| self.error_of(columns, variant))
        });
        (filled, error)
    }

    /// The loop of a worker. Tiles are claimed in ascending order and each is finished, so that
    /// those filled are the first ones, and no failure before the first one found is missed.
    fn work<'t, I: Iterator<Item = Tile<'t>>>(
        &self,
        way: Way,
        columns: &[Column<'_>],
        shared: &Shared<I>,
        scratch: &mut Scratch,
        count: &Count<'_>,
    ) {
        while !count.is_stopped() && locked(&shared.failure).is_none() {
            let Some(mut tile) = locked(&shared.tiles).next() else {
                return;
            };
            let found = match self
                .engine
                .fill(way, &self.door, columns, &mut tile, scratch)
            {
                Ok(()) => self.ending(&tile).map(|variant| (variant, None)),
                Err((variant, error)) => Some((variant, Some(error))),
            };
            if let Some((variant, error)) = found {
                let mut first = locked(&shared.failure);
                if first.as_ref().is_none_or(|(other, _)| variant < *other) {
                    *first = Some((variant, error));
                }
                return;
            }
            let (first, len) = (tile.first, tile.len);
            locked(&shared.filled).push(Filled {
                first,
                len,
                statuses: tile.statuses,
            });
            count.add(len as u64);
        }
    }

    /// The first variant of a tile that ends the sweep.
    fn ending(&self, tile: &Tile<'_>) -> Option<usize> {
        if self.on_failure == OnFailure::Mark {
            return None;
        }
        let of_outputs = tile.statuses.iter().filter_map(|statuses| {
            let mut statuses = statuses.iter();
            statuses.position(|status| status.is_failure())
        });
        of_outputs.min().map(|slot| tile.first + slot)
    }

    /// The error of a variant of which an output fails: that of its projection.
    fn error_of(&self, columns: &[Column<'_>], variant: usize) -> Error {
        let read = match self.door.read(columns, variant) {
            Ok(read) => read,
            Err(error) => return error,
        };
        let error = match read.project() {
            Err(error) => error,
            // The same numbers are refused there, so this is not reached.
            Ok(_) => Error::new(ErrorKind::Overflow {
                what: self.labels.outputs[0].what(),
                period: self.scenario.base(),
                allowed: Output::allowed(self.labels.outputs[0]),
            }),
        };
        at_variant(error, variant)
    }
}

impl Columns {
    /// Takes over what was filled: the first tiles of the columns.
    pub(super) fn complete(&mut self, filled: Vec<Filled>) {
        self.len = filled.iter().map(|filled| filled.len).sum();
        let outputs = self.labels.outputs.len();
        // One tile of all variants leaves nothing to be put together.
        if let [_] = &filled[..] {
            self.statuses = filled
                .into_iter()
                .flat_map(|filled| filled.statuses)
                .collect();
        } else {
            self.statuses = vec![Vec::new(); outputs];
            for tile in filled {
                for (all, own) in self.statuses.iter_mut().zip(tile.statuses) {
                    if !own.is_empty() {
                        all.resize(self.len, Status::Valid);
                        let start = tile.first - self.first;
                        all[start..start + tile.len].copy_from_slice(&own);
                    }
                }
            }
        }
        self.statuses.resize(outputs, Vec::new());
        self.count_failed();
    }
}

//! Stores past the caches, for results that do not fit into them: an ordinary store first reads the
//! line that it overwrites.
//!
//! This is the only module of the crate with `unsafe` code.

#![cfg_attr(
    target_arch = "x86_64",
    expect(unsafe_code, reason = "the proof is in the comments of this module")
)]

/// The bytes from which a result is written past the caches: more than most last-level caches hold.
const LARGE: usize = 64 << 20;

/// Copies numbers into a result, past the caches if the result is large.
///
/// The copies are visible to other threads, in the order of the program, once it is dropped.
pub(super) struct Copies {
    is_large: bool,
}

impl Copies {
    /// For a result of this many numbers.
    pub(super) const fn of(numbers: usize) -> Self {
        Self {
            is_large: numbers >= LARGE / size_of::<f64>(),
        }
    }

    /// Copies one slice to another; the excess of the longer one is not used.
    #[inline]
    pub(super) fn copy(&mut self, from: &[f64], to: &mut [f64]) {
        let length = from.len().min(to.len());
        let (from, to) = (&from[..length], &mut to[..length]);
        if self.is_large {
            past_caches(from, to);
        } else {
            to.copy_from_slice(from);
        }
    }
}

impl Drop for Copies {
    fn drop(&mut self) {
        if self.is_large {
            fence();
        }
    }
}

/// Orders the stores past the caches before all later ones.
#[cfg(target_arch = "x86_64")]
fn fence() {
    // SAFETY: SFENCE belongs to SSE, which every x86-64 machine has, and touches no memory.
    #[allow(
        unused_unsafe,
        reason = "the function is safe since a later version of Rust"
    )]
    unsafe {
        std::arch::x86_64::_mm_sfence();
    }
}

#[cfg(not(target_arch = "x86_64"))]
const fn fence() {}

/// Copies a slice to another of the same length past the caches.
#[cfg(target_arch = "x86_64")]
#[inline]
fn past_caches(from: &[f64], to: &mut [f64]) {
    use std::arch::x86_64::{_mm_loadu_pd, _mm_stream_pd};

    // Whole lines of 64 bytes, which the machine writes at once; the ends are copied as usual.
    let start = to.as_ptr().align_offset(64).min(to.len());
    let (to_start, to) = to.split_at_mut(start);
    let (from_start, from) = from.split_at(start);
    to_start.copy_from_slice(from_start);
    let (to_lines, to_end) = to.as_chunks_mut::<8>();
    let (from_lines, from_end) = from.as_chunks::<8>();
    to_end.copy_from_slice(from_end);
    for (to, from) in to_lines.iter_mut().zip(from_lines) {
        for pair in 0..4 {
            // SAFETY: Both instructions belong to SSE2, which every x86-64 machine has. `pair` is at
            // most 3, so that the two numbers from `2 * pair` on lie within the eight of `from`,
            // which is borrowed, and of `to`, which is borrowed exclusively; any bits are a number.
            // The store requires an address that is a multiple of 16: `to` begins `start` numbers
            // after the beginning of the slice, where `align_offset` found a multiple of 64 (if it
            // found none within the slice, there are no lines), each line has 64 bytes, and a pair
            // has 16.
            // Such stores are weakly ordered: no read of this thread passes them, and for other
            // threads `fence` orders them before `Copies` is dropped, which is before the exclusive
            // borrow of the result ends.
            unsafe {
                let numbers = _mm_loadu_pd(from.as_ptr().add(2 * pair));
                _mm_stream_pd(to.as_mut_ptr().add(2 * pair), numbers);
            }
        }
    }
}

#[cfg(not(target_arch = "x86_64"))]
#[inline]
fn past_caches(from: &[f64], to: &mut [f64]) {
    to.copy_from_slice(from);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_are_equal_at_every_alignment_and_length() {
        let from: Vec<f64> = (0..200).map(f64::from).collect();
        for is_large in [false, true] {
            for start in 0..17 {
                for length in [0, 1, 2, 7, 8, 9, 15, 16, 17, 63, 64, 65, 100] {
                    let mut to = vec![-1.0; 200];
                    {
                        let mut copies = Copies { is_large };
                        copies.copy(&from[..length], &mut to[start..start + length]);
                    }
                    for (place, number) in to.iter().enumerate() {
                        let copied = place.checked_sub(start).filter(|from| *from < length);
                        let expected = copied.map_or(-1.0, |place| from[place]);
                        assert_eq!(number.to_bits(), expected.to_bits(), "{start} {length}");
                    }
                }
            }
        }
    }

    #[test]
    fn the_excess_of_the_longer_slice_is_not_used() {
        let mut to = [0.0; 20];
        Copies { is_large: true }.copy(&[1.0; 30], &mut to);
        assert_eq!(to.map(f64::to_bits), [1_f64; 20].map(f64::to_bits));
        Copies { is_large: true }.copy(&[2.0; 3], &mut to);
        assert_eq!(to.iter().filter(|x| **x > 1.5).count(), 3);
    }

    #[test]
    fn another_thread_reads_what_was_copied() {
        let from: Vec<f64> = (0..10_000).map(f64::from).collect();
        let mut to = vec![0.0; from.len()];
        {
            let mut copies = Copies { is_large: true };
            from.chunks(2_048)
                .zip(to.chunks_mut(2_048))
                .for_each(|(from, to)| copies.copy(from, to));
        }
        let sum = std::thread::scope(|scope| scope.spawn(|| to.iter().sum::<f64>()).join());
        assert_eq!(sum.ok().map(f64::to_bits), Some(49_995_000_f64.to_bits()));
    }
}

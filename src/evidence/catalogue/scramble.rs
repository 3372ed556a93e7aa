//! Random letters in place of names and texts, with which tests show that no result depends on
//! them.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

thread_local! {
    static ON: Cell<bool> = const { Cell::new(false) };
    /// The letters that replace each text; a test needs a few hundred.
    static LETTERS: RefCell<HashMap<String, &'static str>> = RefCell::new(HashMap::new());
}

/// Runs `work` with every id, wording and note of the catalogue, and every source's title, printed
/// as random letters. The same text always has the same letters.
pub(crate) fn scrambled<T>(work: impl FnOnce() -> T) -> T {
    struct Off;
    impl Drop for Off {
        fn drop(&mut self) {
            ON.set(false);
        }
    }
    ON.set(true);
    let _off = Off;
    work()
}

/// Returns the letters that replace a text while names and texts are hidden.
pub(crate) fn hidden(text: &str) -> Option<&'static str> {
    ON.get().then(|| {
        LETTERS.with_borrow_mut(|letters| {
            *letters
                .entry(text.to_owned())
                .or_insert_with(|| Box::leak(letters_of(text).into_boxed_str()))
        })
    })
}

/// Returns twelve letters that depend on the text alone (FNV-1a, then a linear congruential
/// generator).
fn letters_of(text: &str) -> String {
    let mut state = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)
    });
    (0..12)
        .map(|_| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            char::from(b"bcdfghjklmnpqrstvwxz"[usize::try_from(state >> 33).unwrap_or(0) % 20])
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::evidence::catalogue::{self, entries};

    #[test]
    fn scrambled_names_are_distinct_and_meaningless() {
        let plain: Vec<&str> = entries().iter().map(catalogue::Entry::id).collect();
        let hidden: Vec<&str> =
            super::scrambled(|| entries().iter().map(catalogue::Entry::id).collect());
        let mut distinct = hidden.clone();
        distinct.sort_unstable();
        distinct.dedup();
        assert_eq!(distinct.len(), plain.len());
        assert!(hidden.iter().all(|id| !id.contains(['.', '-', 'a'])));
        assert_eq!(
            plain,
            entries()
                .iter()
                .map(catalogue::Entry::id)
                .collect::<Vec<_>>()
        );
        let source = entries()[0].source();
        assert_ne!(
            super::scrambled(|| source.title().to_owned()),
            source.title()
        );
    }
}

//! Suggestion of the name that was probably meant.

/// Returns the candidate with the fewest edits from `given`, if these are at most a third of the
/// longer name.
pub(crate) fn nearest<'a>(
    given: &str,
    candidates: impl Iterator<Item = &'a str>,
) -> Option<&'a str> {
    // A malicious file may have megabytes in one field; a name is never that long.
    let given: Vec<char> = given.to_lowercase().chars().take(80).collect();
    candidates
        .map(|candidate| (edits(&given, candidate), candidate))
        .min_by_key(|(edits, _)| *edits)
        .filter(|(edits, candidate)| edits * 3 <= candidate.chars().count().max(given.len()))
        .map(|(_, candidate)| candidate)
}

/// Returns the Levenshtein distance: the insertions, deletions and replacements from one text to
/// the other.
fn edits(from: &[char], to: &str) -> usize {
    let mut row: Vec<usize> = (0..=from.len()).collect();
    for (before, to) in to.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = before + 1;
        for (at, from) in from.iter().enumerate() {
            let replaced = diagonal + usize::from(*from != to);
            diagonal = row[at + 1];
            row[at + 1] = replaced.min(row[at].min(diagonal) + 1);
        }
    }
    row[from.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_are_counted_as_levenshtein_does() {
        for (from, to, count) in [
            ("kitten", "sitting", 3),
            ("", "abc", 3),
            ("abc", "", 3),
            ("算力", "算力", 0),
            ("flaw", "lawn", 2),
        ] {
            let from: Vec<char> = from.chars().collect();
            assert_eq!(edits(&from, to), count, "{to}");
        }
    }

    #[test]
    fn only_near_names_are_suggested() {
        let names = ["caict.growth-ratio.gdp", "caict.growth-ratio.digital"];
        let nearest = |given: &str| nearest(given, names.into_iter());
        assert_eq!(nearest("caict.growth-ratio.GPD"), Some(names[0]));
        assert_eq!(nearest("caict.growthratio.digital"), Some(names[1]));
        assert_eq!(nearest("price of tea"), None);
        assert_eq!(nearest(&"x".repeat(1_000_000)), None);
        assert_eq!(nearest(""), None);
    }
}

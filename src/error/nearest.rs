//! Suggestion of the name that was probably meant.

use crate::limits::Limit;

/// The least number of characters by which a part of a name is recognised.
const PART: usize = 3;

/// Returns the candidate with the fewest edits from `given`, if these are at most a third of the
/// longer name; otherwise the shortest of which `given` is the start or the end.
pub(crate) fn nearest<'a>(
    given: &str,
    candidates: impl Iterator<Item = &'a str>,
) -> Option<&'a str> {
    // A malicious file may have megabytes in one field; a name is never that long.
    let given: String = given.chars().take(80).collect();
    let given = given.to_lowercase();
    let letters: Vec<char> = given.chars().collect();
    let candidates: Vec<&str> = candidates.collect();
    let near = candidates
        .iter()
        .map(|candidate| (edits(&letters, candidate), *candidate))
        .min_by_key(|(edits, _)| *edits)
        .filter(|(edits, candidate)| edits * 3 <= candidate.chars().count().max(letters.len()))
        .map(|(_, candidate)| candidate);
    let is_part = |candidate: &&str| candidate.starts_with(&given) || candidate.ends_with(&given);
    let whole = || {
        let whole = candidates.iter().copied().filter(is_part);
        whole.min_by_key(|candidate| candidate.len())
    };
    near.or_else(|| whole().filter(|_| letters.len() >= PART))
}

/// Returns the place of a scenario that was probably meant or, where several may be, all of these:
/// those beneath the place given, beneath the longest part of it that exists, or with it as a step.
pub(super) fn nearest_places<'a>(
    given: &str,
    places: &[&'a str],
) -> (Option<&'a str>, Vec<&'a str>) {
    // A place is never longer, and each part of a malicious one would be looked up.
    let given = match given.char_indices().nth(Limit::Name.most()) {
        Some((end, _)) => &given[..end],
        None => given,
    };
    let beneath = |table: &str| -> Vec<&'a str> {
        let is_beneath = |place: &&&str| {
            let rest = place.strip_prefix(table);
            rest.is_some_and(|rest| rest.starts_with(['.', '[']))
        };
        places.iter().filter(is_beneath).copied().collect()
    };
    match beneath(given).as_slice() {
        [] => {}
        [only] => return (Some(only), Vec::new()),
        several => return (None, several.to_vec()),
    }
    if let Some(near) = nearest(given, places.iter().copied()) {
        return (Some(near), Vec::new());
    }
    let mut table = given;
    while let Some((above, _)) = table.rsplit_once('.') {
        table = above;
        // A number may be given by a path that goes further than its place.
        if let Some(place) = places.iter().find(|place| **place == table) {
            return (Some(place), Vec::new());
        }
        let found = beneath(table);
        if !found.is_empty() {
            return (None, found);
        }
    }
    let is_step = |place: &&&str| place.split(['.', '[']).any(|step| step == given);
    (None, places.iter().filter(is_step).copied().collect())
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
    fn a_part_of_a_name_suggests_the_shortest_whole() {
        let names = ["china-2030", "china-2030-slow", "east"];
        let nearest = |given: &str| nearest(given, names.into_iter());
        assert_eq!(nearest("china"), Some(names[0]));
        assert_eq!(nearest("slow"), Some(names[1]));
        assert_eq!(nearest("ch"), None);
    }

    #[test]
    fn a_place_suggests_what_lies_beneath_it() {
        let places = [
            "gdp.base",
            "gdp.baseline.includes.rates[0]",
            "gdp.baseline.includes.rates[1]",
            "gdp.response.coefficient",
        ];
        let nearest = |given: &str| nearest_places(given, &places);
        assert_eq!(nearest("gdp.response"), (Some(places[3]), vec![]));
        assert_eq!(nearest("gdp.baseline"), (None, places[1..3].to_vec()));
        assert_eq!(
            nearest("gdp.respons.coefficient"),
            (Some(places[3]), vec![])
        );
        assert_eq!(nearest("gdp.x"), (None, places.to_vec()));
        assert_eq!(nearest("includes"), (None, places[1..3].to_vec()));
        assert_eq!(
            nearest("gdp.base.value.more.than.it.has"),
            (Some(places[0]), vec![])
        );
        assert_eq!(nearest("price of tea"), (None, vec![]));
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

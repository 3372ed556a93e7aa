//! The README's table of the catalogue says what the catalogue says.

use compute_impact::evidence::catalogue;

#[test]
fn every_row_of_the_readme_is_the_catalogues() {
    let readme = include_str!("../README.md");
    let mut rows = 0;
    for line in readme.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [id, value, kind, confidence] = cells[..] else {
            continue;
        };
        let Ok(entry) = catalogue::find(id.trim_matches('`')) else {
            panic!("{id} is not in the catalogue")
        };
        assert_eq!(value, entry.figure().value(), "{id}");
        assert_eq!(kind, entry.source().kind().to_string(), "{id}");
        assert_eq!(confidence, entry.source().confidence().to_string(), "{id}");
        rows += 1;
    }
    assert!(
        rows >= 10,
        "only {rows} rows were found: has the table's form changed?"
    );
    assert!(readme.contains(&format!("{} figures", catalogue::entries().len())));
}

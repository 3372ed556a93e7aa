//! The page `docs/standard-errors.md`: every standard error on it is computed again.

use compute_impact::estimation::{SmallSample, StandardErrors};

use super::{fit, grunfeld, investment};

#[test]
fn every_standard_error_of_the_page_is_found() {
    let data = grunfeld();
    let mut count = 0;
    let page = include_str!("../../docs/standard-errors.md");
    for line in page.lines() {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let [_, program, absorbed, errors, rule, printed, _] = cells[..] else {
            continue;
        };
        if ["program", "rule"].contains(&program) || program.starts_with(['-', '`']) {
            continue;
        }
        let mut regression = investment();
        for name in absorbed.split(", ").filter(|name| !name.is_empty()) {
            regression = regression.absorbing(name);
        }
        let errors = match errors {
            "classical" => StandardErrors::Classical,
            "HC3" => StandardErrors::Hc3,
            "clustered by firm" => StandardErrors::clustered_by("firm"),
            "clustered by firm and year" => StandardErrors::clustered_by_two("firm", "year"),
            other => panic!("{other}"),
        };
        let rule = match rule {
            "`STATA`" => SmallSample::STATA,
            "`STATSMODELS`" => SmallSample::STATSMODELS,
            "`LINEARMODELS`" => SmallSample::LINEARMODELS,
            other => panic!("{other}"),
        };
        let fit = fit(&regression, &data, &errors, rule);
        let error = fit.coefficient("value").unwrap().standard_error();
        let decimals = printed.len() - "0.".len();
        assert_eq!(format!("{error:.decimals$}"), printed, "{line}");
        count += 1;
    }
    assert_eq!(count, 12);
}

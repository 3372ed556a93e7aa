//! Responses on columns, against numbers computed independently.

use crate::common::{numbers, refusal, rows, session};

fn assert_near(found: &[Option<f64>], expected: &[Option<f64>]) {
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(expected) {
        match (found, expected) {
            (Some(found), Some(expected)) => {
                assert!((found / expected - 1.0).abs() < 1e-14, "{found} {expected}");
            }
            _ => assert_eq!(found, expected),
        }
    }
}

/// 1.3^0.2 - 1, 1.46^0.4 - 1 and 0.5^0.2 - 1 by mpmath to 25 digits; and NULL where a cell is.
#[tokio::test(flavor = "multi_thread")]
async fn an_elasticity_on_columns_keeps_nulls() {
    let session = session(2);
    let sql = "SELECT elasticity_impact(growth, elasticity) AS impact
               FROM (VALUES (0.3, 0.2), (0.46, 0.4), (-0.5, 0.2), (NULL, 0.2), (0.3, NULL))
                    AS cells (growth, elasticity)";
    let found = rows(&session, sql).await;
    let expected = [
        Some(0.053_873_952_061_783_47),
        Some(0.163_432_368_324_914_28),
        Some(-0.129_449_436_703_875_86),
        None,
        None,
    ];
    assert_near(&numbers(&found, "impact"), &expected);
    assert_eq!(found[0].schema().field(0).metadata()["unit"], "fraction");
}

/// exp(0.0018 * 5) - 1 and 1 / (1 + exp(-(a + b t))) by mpmath to 25 digits.
#[tokio::test(flavor = "multi_thread")]
async fn other_responses_have_published_formulas() {
    let session = session(2);
    let sql = "SELECT semi_elasticity_impact(5, 0.0018) AS semi,
                      logistic_share(-1.1, 0.25, time) AS share
               FROM (VALUES (0.0), (2.5), (-40.0)) AS cells (time)";
    let found = rows(&session, sql).await;
    let shares = [
        Some(0.249_739_894_404_882_4),
        Some(0.383_433_495_478_680_7),
        Some(0.000_015_112_095_440_975_128),
    ];
    let semi = Some(0.009_040_621_773_867_81);
    assert_near(&numbers(&found, "semi"), &[semi; 3]);
    assert_near(&numbers(&found, "share"), &shares);
}

#[tokio::test(flavor = "multi_thread")]
async fn cells_out_of_range_are_refused_with_row_and_argument() {
    let session = session(1);
    for (cells, texts) in [
        ("(0.3, 0.2), (-1.0, 0.2)", ["`growth`, row 2", "got -1"]),
        ("(0.3, 0.2), (0.2, 'NaN')", ["`elasticity`, row 2", "NaN"]),
        ("('inf', 0.2)", ["`growth`, row 1", "inf"]),
        (
            "(0.3, 0.2), (0.3, 1e300)",
            ["row 2", "greater than any number"],
        ),
    ] {
        let sql = format!(
            "SELECT elasticity_impact(CAST(g AS DOUBLE), CAST(e AS DOUBLE))
             FROM (VALUES {cells}) AS cells (g, e)"
        );
        let message = refusal(&session, &sql).await;
        assert!(texts.iter().all(|text| message.contains(text)), "{message}");
    }
}

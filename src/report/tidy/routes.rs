use std::borrow::Cow;

use super::column::{RowUnit, Statistic};
use super::row::Row;
use crate::Money;
use crate::investment::{RouteKind, Routes};
use crate::scenario::Unit;

/// Routes side by side as rows, all of one period and at central values.
///
/// | output | holds |
/// |---|---|
/// | `response-route-value-added` | what the route gives, in money; so `capital`, `multiplier`, `input-output` |
/// | `multiplier-route-gross-output` | the same of a route that gives gross output, which GDP does not count |
/// | `response-route-value-added-of-gdp` | the same over GDP of the year without the step |
/// | `capital-multiplier-break-even-outlay` | the outlay at which two routes agree, the nearest of several; no row if there is none |
///
/// Routes overlap: no row adds them.
///
/// # Examples
///
/// ```
/// use compute_impact::report::tidy;
/// # let scenario = compute_impact::Scenario::shipped("china-2030")?;
///
/// let routes = scenario.project()?.routes("2025".parse()?, None)?;
/// # let routes = routes.ok_or("no routes")?;
/// let row = tidy::routes(scenario.name(), &routes).next().ok_or("no row")?;
/// assert_eq!(row.output(), "response-route-value-added");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn routes<'a>(scenario: &'a str, routes: &'a Routes) -> impl Iterator<Item = Row<'a>> {
    let period = routes.period();
    let row = move |output: String, value, unit| Row {
        scenario,
        output: Cow::Owned(output),
        period,
        statistic: Statistic::Central,
        value,
        unit,
    };
    let sides = routes.routes().iter().flat_map(move |route| {
        let of = if route.is_value_added() {
            "value-added"
        } else {
            "gross-output"
        };
        let name = format!("{}-route-{of}", id(route.kind()));
        let money = route.money();
        [
            row(name.clone(), money.amount(), unit(money)),
            row(format!("{name}-of-gdp"), route.fraction(), RowUnit::OfGdp),
        ]
    });
    let agreements = routes.agreements().iter().filter_map(move |agreement| {
        let [one, other] = agreement.between().map(id);
        let name = format!("{one}-{other}-break-even-outlay");
        let outlay = agreement.outlay().nearest()?;
        Some(row(name, outlay.amount(), unit(outlay)))
    });
    sides.chain(agreements)
}

const fn unit(money: Money) -> RowUnit {
    RowUnit::Of(Unit::Money(money.currency(), money.basis()))
}

/// The stable name, as serialised.
const fn id(kind: RouteKind) -> &'static str {
    match kind {
        RouteKind::Response => "response",
        RouteKind::Capital => "capital",
        RouteKind::Multiplier => "multiplier",
        RouteKind::InputOutput => "input-output",
    }
}

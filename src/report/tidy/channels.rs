use std::borrow::Cow;

use super::column::{RowUnit, Statistic};
use super::row::Row;
use crate::Money;
use crate::investment::{ChannelKind, Channels};
use crate::scenario::Unit;

/// Channels side by side as rows, all of one period and at central values.
///
/// | output | contents |
/// |---|---|
/// | `response-channel-value-added` | the result of the channel in money; likewise `capital`, `multiplier`, `input-output` |
/// | `multiplier-channel-gross-output` | the same for a channel of gross output, which GDP does not count |
/// | `response-channel-value-added-of-gdp` | the same over the year's GDP without the year's growth of compute over the counterfactual |
/// | `capital-multiplier-break-even-outlay` | the outlay at which two channels agree, the nearest of several; no row if there is none |
///
/// Channels overlap: no row adds them.
///
/// # Examples
///
/// ```
/// use compute_impact::report::tidy;
/// # let scenario = compute_impact::Scenario::shipped("china-2030")?;
///
/// let channels = scenario.project()?.channels("2025".parse()?, None)?;
/// # let channels = channels.ok_or("no channels")?;
/// let row = tidy::channels(scenario.name(), &channels).next().ok_or("no row")?;
/// assert_eq!(row.output, "response-channel-value-added");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn channels<'a>(scenario: &'a str, channels: &'a Channels) -> impl Iterator<Item = Row<'a>> {
    let period = channels.period();
    let scenario = crate::text::name(scenario);
    let row = move |output: String, value, unit| Row {
        scenario: scenario.clone(),
        output: Cow::Owned(output),
        period,
        statistic: Statistic::Central,
        value,
        unit,
    };
    let make = row.clone();
    let sides = channels.channels.iter().flat_map(move |channel| {
        let of = if channel.is_value_added {
            "value-added"
        } else {
            "gross-output"
        };
        let name = format!("{}-channel-{of}", id(channel.kind));
        let money = channel.money;
        [
            row(name.clone(), money.amount(), unit(money)),
            row(format!("{name}-of-gdp"), channel.fraction, RowUnit::OfGdp),
        ]
    });
    let agreements = channels.agreements.iter().filter_map(move |agreement| {
        let [one, other] = agreement.between.map(id);
        let name = format!("{one}-{other}-break-even-outlay");
        let outlay = agreement.outlay.nearest()?;
        Some(make(name, outlay.amount(), unit(outlay)))
    });
    sides.chain(agreements)
}

const fn unit(money: Money) -> RowUnit {
    RowUnit::Of(Unit::Money(money.currency(), money.basis()))
}

/// The stable name, as serialised.
const fn id(kind: ChannelKind) -> &'static str {
    match kind {
        ChannelKind::Response => "response",
        ChannelKind::Capital => "capital",
        ChannelKind::Multiplier => "multiplier",
        ChannelKind::InputOutput => "input-output",
    }
}

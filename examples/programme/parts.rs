//! The parts of the printed answer.

use std::fmt::Write;

use compute_impact::capacity::Segment;
use compute_impact::cash_flow::{CashFlow, DiscountRate, InternalRates};
use compute_impact::investment::{BreakEven, Chain, Investment};
use compute_impact::scenario::{Output, Reading};
use compute_impact::simulation::Distribution;
use compute_impact::text::line;
use compute_impact::{Money, Multiplier, MultiplierOf, Projection, Scenario, Simulation};

use crate::shown::{self, Answer, percent};

/// A table of numbers after one column of words.
pub(crate) fn table(header: &[&str], rows: Vec<Vec<String>>) -> String {
    shown::table(1, header, rows)
}

fn billion(amount: f64) -> String {
    // Adding zero removes the sign of a negative zero.
    format!("{:.0}", amount / 1e9 + 0.0)
}

fn eflops(capacity: f64) -> String {
    format!("{:.1}", capacity / 1e18)
}

/// The central 90 %.
fn range(of: Distribution<'_>, show: fn(f64) -> String) -> Answer {
    let ends = [of.quantile(0.05)?.value, of.quantile(0.95)?.value];
    Ok(format!("{} to {}", show(ends[0]), show(ends[1])))
}

pub(crate) fn findings(projection: &Projection) -> String {
    let mut text = "Objections\n".to_owned();
    for finding in projection.findings() {
        let _ = writeln!(text, "  {finding}");
    }
    text
}

/// Money in, capacity out.
pub(crate) fn capacity(projection: &Projection) -> String {
    let mut columns = Vec::new();
    for segment in [Segment::General, Segment::Smart] {
        for (name, output) in [
            ("bn CNY", Output::CapacityOutlay(segment)),
            ("bought", Output::Additions(segment)),
            ("retired", Output::Retirements(segment)),
            ("stock", Output::Compute(segment)),
        ] {
            if let Some(series) = projection.series(output) {
                columns.push((format!("{segment}: {name}"), output, series));
            }
        }
    }
    let mut header = vec!["period".to_owned()];
    header.extend(columns.iter().map(|(name, ..)| name.clone()));
    let share = projection.smart_share();
    header.push("effective".to_owned());
    header.extend(share.map(|_| "smart share".to_owned()));
    let effective = projection.effective_compute();
    let rows = effective.iter().enumerate().map(|(row, (period, level))| {
        let mut cells = vec![period.to_string()];
        for (_, output, series) in &columns {
            let value = series.values()[row];
            cells.push(match output {
                _ if row == 0 && output.is_of_period() => String::new(),
                Output::CapacityOutlay(_) => billion(value),
                _ => eflops(value),
            });
        }
        cells.push(eflops(level));
        cells.extend(share.map(|share| percent(share.values()[row])));
        cells
    });
    let header: Vec<&str> = header.iter().map(String::as_str).collect();
    let measure = projection.scenario().compute().base().value().measure();
    let share = share.map(|share| format!("   smart share {}", sparkline(share.values())));
    format!(
        "Money in, capacity out: EFLOPS {measure}\n{}  effective {}{}\n",
        table(&header, rows.collect()),
        sparkline(effective.values()),
        share.unwrap_or_default(),
    )
}

/// A path as one line of bars, from its least to its most.
fn sparkline(values: &[f64]) -> String {
    const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "0 to 7"
    )]
    let bar =
        |x: &f64| BARS[((x - low) / (high - low).max(f64::MIN_POSITIVE) * 7.0).round() as usize];
    values.iter().map(bar).collect()
}

/// The effect of each policy, with the draws of the scenario without it.
pub(crate) fn policies(scenario: &Scenario, settings: &Simulation) -> Answer {
    let impact = Output::Gdp(Reading::With);
    let mut rows: Vec<Vec<String>> = Vec::new();
    for policy in scenario.policies() {
        let effect = scenario.effect_of(policy.name())?;
        let difference = effect.project()?;
        let fan = effect.simulate(settings)?;
        let instruments: Vec<String> = policy
            .shocks()
            .iter()
            .map(|shock| shock.instrument().to_string())
            .collect();
        let peak = difference.series(impact).and_then(|money| {
            money
                .iter()
                .max_by(|(_, a), (_, b)| a.abs().total_cmp(&b.abs()))
        });
        let (Some((period, most)), Some(fan)) = (peak, fan.series(impact)) else {
            continue;
        };
        let compute = difference.series(Output::EffectiveCompute);
        let compute = compute.and_then(|path| path.at(period).ok().flatten());
        let spread = match fan.at(period)? {
            Some(distribution) => range(distribution, billion)?,
            None => String::new(),
        };
        rows.push(vec![
            format!("{} ({})", line(policy.name()), instruments.join(", ")),
            period.to_string(),
            compute.map_or(String::new(), eflops),
            billion(most),
            spread,
        ]);
    }
    let header = [
        "policy (what it changes)",
        "largest in",
        "effective EFLOPS",
        "GDP, bn CNY",
        "90 % of draws",
    ];
    Ok(format!(
        "Effect of each policy on the scenario ({} draws, the same with and without it)\n{}",
        settings.draws(),
        table(&header, rows)
    ))
}

/// The outlay followed down the chain, by both readings of the multiplier.
pub(crate) fn chain(projection: &Projection, settings: &Simulation) -> Answer {
    let scenario = projection.scenario();
    let Some(investment) = scenario.investment() else {
        return Ok(String::new());
    };
    let fan = scenario.simulate(settings)?;
    let mut rows = Vec::new();
    for (name, output) in [
        ("outlay in the last year", Output::Outlay),
        ("gross output from demand", Output::GrossOutput),
        ("value added", Output::ValueAdded),
        ("domestic value added", Output::DomesticValueAdded),
        ("net of crowding out", Output::NetValueAdded),
        (
            "balance of returns and outlays, discounted",
            Output::DiscountedBalance,
        ),
        (
            "not included: returns paid out later",
            Output::DiscountedLaterPayouts,
        ),
        (
            "not included: replacement cost of capacity",
            Output::DiscountedReplacementCost,
        ),
    ] {
        let (Some(series), Some(spread)) = (projection.series(output), fan.series(output)) else {
            continue;
        };
        let value = billion(series.last());
        rows.push(vec![name.to_owned(), value, range(spread.last(), billion)?]);
    }
    let multiplier = investment.multiplier().value();
    let mut text = format!(
        "Multiplier chain in the last year, bn CNY, at a multiplier of {multiplier}\n{}",
        table(&["step", "central", "90 % of draws"], rows)
    );
    if let Some(chain) = investment.chain() {
        text.push_str(&balance(chain, multiplier));
    }
    text.push_str(&value(projection, investment)?);
    Ok(text)
}

/// The net value added of one yuan down a chain, and the multiplier at which an outlay balances.
fn balance(chain: &Chain, multiplier: Multiplier) -> String {
    let mut text = String::new();
    let of_output = chain.kept_of_gross_output();
    let of_value_added = of_output / chain.value_added().value().get();
    let _ = writeln!(
        text,
        "One yuan yields {:.2} of net value added if the multiplier is of gross output, and {:.2} if \
         it is of value added.\nBalancing the outlay without discounting takes a multiplier of {:.1} of \
         gross output or {:.1} of value added.",
        multiplier.get() * of_output,
        multiplier.get() * of_value_added,
        1.0 / of_output,
        1.0 / of_value_added,
    );
    let _ = writeln!(
        text,
        "The scenario's multiplier is {}.",
        match multiplier.of() {
            MultiplierOf::Unstated => "of what its chain states".to_owned(),
            of => of.to_string(),
        }
    );
    text
}

/// The benefit-cost ratio and the internal rate of the outlay, as far as the scenario has them.
fn value(projection: &Projection, investment: &Investment) -> Answer {
    let scenario = projection.scenario();
    let mut text = String::new();
    let (Some(net), Some(outlay)) = (
        projection.series(Output::NetValueAdded),
        projection.series(Output::Outlay),
    ) else {
        return Ok(text);
    };
    let like = scenario.gdp().base().value();
    let frequency = scenario.base().frequency();
    let present = |amounts: &[f64], rate: &DiscountRate| {
        CashFlow::from_amounts(frequency, like, amounts)?.net_present_value(rate)
    };
    if let Some(rate) = investment.discount() {
        let rate = DiscountRate::nominal(rate.value());
        let ratio = present(net.values(), &rate)?.ratio_to(present(outlay.values(), &rate)?)?;
        let _ = writeln!(
            text,
            "Benefit-cost ratio of demand alone, up to the last year, at the scenario's discount rate: {ratio:.2}."
        );
    }
    if let Some(flow) = projection.net_cash_flow()? {
        let _ = match flow.internal_rates() {
            Ok(InternalRates::One(rate)) => {
                writeln!(text, "Internal rate of return: {}.", percent(rate.get()))
            }
            Ok(rates) => writeln!(text, "Internal rates of return: {}.", rates.all().len()),
            Err(error) => writeln!(text, "No internal rate of return: {error}."),
        };
    }
    Ok(text)
}

/// The value of the last year's build-out by every channel.
pub(crate) fn channels(projection: &Projection, of_table: Option<Money>) -> Answer {
    let until = projection.scenario().until();
    let Some(channels) = projection.channels(until, of_table)? else {
        return Ok(String::new());
    };
    let rows = channels.channels.iter().map(|channel| {
        let counts = if channel.is_value_added {
            "value added"
        } else {
            "output"
        };
        vec![
            channel.kind.to_string(),
            billion(channel.money.amount()),
            percent(channel.fraction),
            counts.to_owned(),
        ]
    });
    let mut text = format!(
        "Value of the build-out of {until} by channel; channels overlap and are never added\n{}",
        table(&["channel", "bn CNY", "of GDP", "counts"], rows.collect())
    );
    for channel in channels.channels {
        let _ = writeln!(text, "  {}: {}.", channel.kind, channel.kind.overlaps());
    }
    for agreement in channels.agreements {
        let [one, other] = agreement.between;
        let _ = match agreement.outlay {
            BreakEven::At(outlay) => {
                let outlay = billion(outlay.amount());
                writeln!(
                    text,
                    "The {one} and the {other} break even at an outlay of {outlay} bn CNY."
                )
            }
            BreakEven::Several { nearest, count } => {
                let outlay = billion(nearest.amount());
                writeln!(
                    text,
                    "The {one} and the {other} break even at {count} outlays; the nearest is {outlay} bn CNY."
                )
            }
            _ => writeln!(
                text,
                "The {one} and the {other} break even at no outlay near the scenario's."
            ),
        };
    }
    Ok(text)
}

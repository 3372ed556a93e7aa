//! Centres that share their demand, and hubs that host it.

use std::fmt::Write;
use std::path::Path;

use compute_impact::Factor;
use compute_impact::evidence::Estimate;
use compute_impact::hubs::pooling::{Bound, Pool, PoolingGain, Sharing};

use super::parts::table;
use crate::shown::{
    Answer,
    file::{Kind, read},
    percent,
};

/// The press's figure for the utilisation of connected centres over that before.
const PRESS: &str = "utilisation.supercomputing-internet";

/// The gain of a platform by exact queueing, and the figure of the press in the same table.
pub(crate) fn interconnection(file: &Path) -> Answer {
    let pool: Pool = read(file, Kind::Centres)?;
    let (gain, most) = (pool.gain(Sharing::Divided), pool.gain(Sharing::Lent));
    let press = Estimate::<Factor>::from_catalogue(PRESS)?.value();
    let times = |factor: f64| format!("{factor:.2}");
    let row = |name: &str, before: String, least: String, most: String| {
        vec![name.to_owned(), before, least, most, String::new()]
    };
    let rows = vec![
        row(
            "machine units needed for the loads",
            gain.servers_before.to_string(),
            gain.servers_after.to_string(),
            most.servers_after.to_string(),
        ),
        row(
            "utilisation at the promised service",
            percent(gain.utilisation_before),
            percent(gain.utilisation_after),
            percent(most.utilisation_after),
        ),
        row(
            "jobs that wait, at the worst-served centre",
            percent(gain.waiting_before),
            percent(gain.waiting_after),
            percent(most.waiting_after),
        ),
        row(
            "demand served by the same machines, times",
            times(1.0),
            times(gain.effective_capacity().get()),
            times(most.effective_capacity().get()),
        ),
        vec![
            "utilisation as the press reports it, times".to_owned(),
            times(1.0),
            String::new(),
            String::new(),
            times(press.get()),
        ],
    ];
    let mut text = format!(
        "Interconnection of {} centres at equal service, by Erlang's formulas\n{}",
        pool.centres().len(),
        table(&["", "apart", "divided", "lent", "press"], rows)
    );
    text.push_str(&movable(&gain));
    Ok(text)
}

/// The part of each centre's load that may move, and what bounds it.
fn movable(gain: &PoolingGain) -> String {
    let mut text = String::new();
    for (name, part, bound) in gain.bounds() {
        let why = match bound {
            Bound::NoLink => "it has no link",
            Bound::Latency => "the rest does not tolerate the latency",
            Bound::Link => "its link is full",
            Bound::Nothing => "all of it",
        };
        let _ = writeln!(
            text,
            "  {name}: {} of its load may move ({why})",
            percent(part)
        );
    }
    text
}

/// The use of the national hubs, with links between them and without.
#[cfg(feature = "network")]
pub(crate) fn hubs(file: &Path) -> Answer {
    use compute_impact::hubs::network::{Hub, HubNetwork};

    let network: HubNetwork = read(file, Kind::Hubs)?;
    let published = network.without_blanks()?;
    let (whole, apart) = (published.serve()?, published.fragmented().serve()?);
    let mut rows = Vec::new();
    let used = whole.hosted().into_iter().zip(whole.hosted_range()?);
    for (((name, linked), (_, [least, most])), (_, alone)) in used.zip(apart.hosted()) {
        let hub = published.hubs().iter().find(|hub| hub.name() == name);
        let hosts = hub.and_then(Hub::capacity);
        rows.push(vec![
            name.to_owned(),
            hosts.map_or(String::new(), |c| format!("{:.1}", c.value().as_eflops())),
            format!("{alone:.1}"),
            format!("{linked:.1}"),
            format!("{least:.1} to {most:.1}"),
        ]);
    }
    rows.push(vec![
        "all".to_owned(),
        String::new(),
        format!("{:.1}", apart.eflops()),
        format!("{:.1}", whole.eflops()),
        String::new(),
    ]);
    let mut text = format!(
        "National hubs, EFLOPS FP16 in use: with each region served alone, and with links\n{}\
         With links, many allocations serve as much at the same cost: the last column is the range over \
         all of them, and the one before it is the allocation nearest to proportional.\n",
        table(
            &["hub", "capacity", "used alone", "used with links", "range"],
            rows
        )
    );
    let blanks: Vec<&str> = network.blanks().map(Hub::name).collect();
    let _ = writeln!(text, "No capacity is published for: {}.", blanks.join("; "));
    for unserved in &whole.unserved {
        let _ = writeln!(
            text,
            "  not served: {:.1} EFLOPS of {} that tolerate {} ms",
            unserved.eflops, unserved.region, unserved.limit_ms
        );
    }
    let _ = write!(text, "{}", booked(&whole)?);
    Ok(text)
}

/// The output booked by each region, with the range over all allocations that serve as much.
#[cfg(feature = "network")]
fn booked(whole: &compute_impact::hubs::network::Allocation) -> Answer {
    use compute_impact::hubs::network::Booking;

    let national = "100 bn CNY".parse()?;
    let billions = |money: compute_impact::Money| format!("{:.1}", money.amount() / 1e9);
    let mut rows: Vec<Vec<String>> = Vec::new();
    for booking in [Booking::Hosting, Booking::Use] {
        let shown = whole.booked(national, booking)?;
        let ranges = whole.booked_range(national, booking)?;
        for (number, ((region, money), (_, [least, most]))) in
            shown.into_iter().zip(ranges).enumerate()
        {
            if rows.len() <= number {
                rows.push(vec![region.to_owned()]);
            }
            let range = format!("{} to {}", billions(least), billions(most));
            rows[number].extend([billions(money), range]);
        }
    }
    Ok(format!(
        "Output of 100 bn CNY, booked by region\n{}",
        table(
            &[
                "region",
                "where it is done",
                "range",
                "where it is used",
                "range"
            ],
            rows
        )
    ))
}

/// Stands in for the hub network without the feature `network`.
#[cfg(not(feature = "network"))]
#[expect(clippy::unnecessary_wraps, reason = "as with the feature")]
pub(crate) fn hubs(_file: &Path) -> Answer {
    Ok("National hubs: run with `--features network` to see who serves whom.\n".to_owned())
}

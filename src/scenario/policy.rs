//! Checks of policies against the scenario that they act on.

use super::place::Place;
use super::spec::Spec;
use crate::market::Market;
use crate::policy::{Instrument, Policy, Shock, Voucher};
use crate::{Error, ErrorKind};

/// Checks all policies of a specification, active or not.
pub(super) fn check(spec: &Spec) -> Result<(), Error> {
    let compute = &spec.compute;
    let measure = compute.base().value().measure();
    for (number, policy) in spec.policy.iter().enumerate() {
        let here = |error: Error| error.at(&format!("policy[{number}]"));
        policy.check_name().map_err(here)?;
        if spec.policy[..number]
            .iter()
            .any(|other| other.name() == policy.name())
        {
            return Err(here(Error::duplicate("the policy", policy.name())));
        }
        for (index, shock) in policy.shocks().iter().enumerate() {
            check_shock(shock, spec, measure)
                .map_err(|error| here(error.at(&format!("shock[{index}]"))))?;
        }
    }
    for policy in &spec.policy {
        together(&spec.shocks_of([policy.name()]))?;
    }
    for (number, name) in spec.active.iter().enumerate() {
        let here = |error: Error| error.at(&format!("active[{number}]"));
        find(&spec.policy, name).map_err(here)?;
        if spec.active[..number].contains(name) {
            return Err(here(Error::duplicate("the active policy", name)));
        }
    }
    together(&spec.shocks())
}

/// Refuses shocks that cannot act together: two vouchers for a segment at one time, and two platforms
/// for a segment.
fn together(shocks: &[(Place, Shock)]) -> Result<(), Error> {
    check_vouchers(shocks)?;
    check_platforms(shocks)
}

/// Refuses two active platforms for one segment.
fn check_platforms(shocks: &[(Place, Shock)]) -> Result<(), Error> {
    let mut connected = Vec::new();
    for (place, shock) in shocks {
        let Shock::Platform(platform) = shock else {
            continue;
        };
        if connected.contains(&platform.segment()) {
            return Err(Error::new(ErrorKind::Conflict {
                what: "a second platform for a segment",
                with: "the first",
                remedy: "state them as one, with the share that is registered on either",
            })
            .at(place.as_str()));
        }
        connected.push(platform.segment());
    }
    Ok(())
}

/// Refuses two active vouchers for one segment at one time.
fn check_vouchers(shocks: &[(Place, Shock)]) -> Result<(), Error> {
    let vouchers: Vec<(&Place, &Voucher)> = shocks
        .iter()
        .filter_map(|(place, shock)| match shock {
            Shock::Voucher(voucher) => Some((place, voucher)),
            Shock::Restriction(_)
            | Shock::Efficiency(_)
            | Shock::Demand(_)
            | Shock::Platform(_) => None,
        })
        .collect();
    for (number, (place, voucher)) in vouchers.iter().enumerate() {
        if vouchers[..number]
            .iter()
            .any(|(_, other)| other.overlaps(voucher))
        {
            return Err(Error::new(ErrorKind::Conflict {
                what: "a second voucher for a segment at the same time",
                with: "the first",
                remedy: "let one end before the other begins, or state them as one, with the sum \
                         of the budgets",
            })
            .at(place.as_str()));
        }
    }
    Ok(())
}

fn check_shock(shock: &Shock, spec: &Spec, measure: crate::Measure) -> Result<(), Error> {
    shock.check(spec.base, measure, spec.gdp.base().value())?;
    let instrument = shock.instrument();
    let segment = instrument.segment();
    let missing = |what, remedy| Err(Error::new(ErrorKind::Missing { what, remedy }));
    if !spec.compute.path().is_divided() {
        return Err(Error::new(ErrorKind::Missing {
            what: "`compute.path.total.smart-share`",
            remedy: "give the path of the smart share: a shock acts on a segment",
        }));
    }
    if !spec.compute.path().holds(segment) {
        return missing(
            "the segment of the shock",
            "give the segment in `compute.path`",
        );
    }
    match instrument {
        Instrument::Additions(_) if spec.compute.stock(segment).is_none() => missing(
            "the stock of the restricted segment",
            "give `compute.stock` of the segment, with `retirement`: a restriction acts on \
             purchases",
        ),
        Instrument::Utilisation(_) if spec.compute.segment_use(segment).utilisation().is_none() => {
            missing(
                "the utilisation of the segment",
                "give `compute.use` of the segment, with `utilisation`: it is 100 % by default \
                 and cannot rise",
            )
        }
        Instrument::Price(segment) | Instrument::Access(segment)
            if spec
                .compute
                .market(segment)
                .and_then(Market::demand)
                .is_none() =>
        {
            missing(
                "the demand of the segment",
                "give `compute.market` of the segment, with a price and `demand`: vouchers and \
                 platforms act on what users pay and want",
            )
        }
        Instrument::Access(segment)
            if spec
                .compute
                .market(segment)
                .is_some_and(|market| market.sites().is_none() && market.search().is_none()) =>
        {
            missing(
                "what a platform changes",
                "give `sites` or `search` in `compute.market` of the segment: a platform pools sites \
                 and saves search",
            )
        }
        Instrument::Additions(_)
        | Instrument::Utilisation(_)
        | Instrument::Productivity(_)
        | Instrument::Price(_)
        | Instrument::Access(_) => Ok(()),
    }
}

/// The policy of a name.
pub(super) fn find<'a>(policies: &'a [Policy], name: &str) -> Result<&'a Policy, Error> {
    policies
        .iter()
        .find(|policy| policy.name() == name)
        .ok_or_else(|| Error::unknown("policy", name, policies.iter().map(Policy::name)))
}

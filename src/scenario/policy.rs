use super::spec::Spec;
use crate::capacity::Shock;
use crate::evidence::catalogue::nearest::nearest;
use crate::{Error, ErrorKind};

/// What someone may decide or suffer: shocks laid over a scenario, under a name.
///
/// A forecast that [includes](super::Baseline::Includes) compute holds the compute of the scenario
/// without its policies: with a policy in force GDP moves away from the forecast by the
/// difference in compute, and what it would be without compute stays.
///
/// A scenario holds any number of policies; those listed in `active` are in force, in the order of
/// the list. What two runs have in common is drawn alike, so that the difference between a
/// scenario with and without a policy is the policy's alone: see
/// [`Scenario::effect_of`](super::Scenario::effect_of).
///
/// | key in a file | type |
/// |---|---|
/// | `name` | a few words |
/// | `shock` | list of [`Shock`]; none changes nothing |
///
/// # Examples
///
/// ```
/// use compute_impact::capacity::{Efficiency, Segment, Shock};
/// use compute_impact::evidence::Estimate;
/// use compute_impact::scenario::Policy;
///
/// let level = Estimate::assumed("50 %".parse()?, "an aim of our own for all centres")?;
/// let gain = Efficiency::to(Segment::Smart, level, "2026".parse()?);
/// let policy = Policy::new("interconnection", [Shock::Efficiency(gain)])?;
/// assert_eq!(policy.shocks()[0].touches(), "compute.use.smart.utilisation");
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a table with `name` and `shock`")]
pub struct Policy {
    name: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty", rename = "shock")]
    shocks: Vec<Shock>,
}

impl Policy {
    /// A policy of these shocks.
    ///
    /// # Errors
    ///
    /// [`Missing`](ErrorKind::Missing) for a blank name.
    pub fn new(
        name: impl Into<String>,
        shocks: impl IntoIterator<Item = Shock>,
    ) -> Result<Self, Error> {
        let policy = Self {
            name: name.into(),
            shocks: shocks.into_iter().collect(),
        };
        policy.check_name()?;
        Ok(policy)
    }

    /// What it is called.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it changes.
    #[must_use]
    pub fn shocks(&self) -> &[Shock] {
        &self.shocks
    }

    fn check_name(&self) -> Result<(), Error> {
        if self.name.trim().is_empty() {
            return Err(Error::new(ErrorKind::Missing {
                what: "the name",
                remedy: "say what the policy is called",
            })
            .at("name"));
        }
        Ok(())
    }
}

/// Checks all policies of a specification, in force or not.
pub(super) fn check(spec: &Spec) -> Result<(), Error> {
    let compute = &spec.compute;
    let measure = compute.base().value().measure();
    for (number, policy) in spec.policy.iter().enumerate() {
        let here = |error: Error| error.at(&format!("policy[{number}]"));
        policy.check_name().map_err(here)?;
        if spec.policy[..number]
            .iter()
            .any(|other| other.name == policy.name)
        {
            let given = policy.name.chars().take(80).collect();
            let what = "the policy";
            return Err(here(Error::new(ErrorKind::Duplicate { what, given })));
        }
        for (index, shock) in policy.shocks.iter().enumerate() {
            check_shock(shock, spec, measure)
                .map_err(|error| here(error.at(&format!("shock[{index}]"))))?;
        }
    }
    for (number, name) in spec.active.iter().enumerate() {
        let here = |error: Error| error.at(&format!("active[{number}]"));
        find(&spec.policy, name).map_err(here)?;
        if spec.active[..number].contains(name) {
            let given = name.chars().take(80).collect();
            let what = "the policy in force";
            return Err(here(Error::new(ErrorKind::Duplicate { what, given })));
        }
    }
    Ok(())
}

fn check_shock(shock: &Shock, spec: &Spec, measure: crate::Measure) -> Result<(), Error> {
    shock.check(spec.base, measure)?;
    let segment = shock.segment();
    let missing = |what, remedy| Err(Error::new(ErrorKind::Missing { what, remedy }));
    if !spec.compute.path().holds(segment) {
        return missing(
            "the segment of the shock",
            "give the segment in `compute.path`",
        );
    }
    let segment_use = spec.compute.segment_use(segment);
    match shock {
        Shock::Restriction(_) if spec.compute.stock(segment).is_none() => missing(
            "the stock of the restricted segment",
            "give `compute.stock` of the segment, with `retirement`: what can be restricted is \
             what is bought",
        ),
        Shock::Efficiency(_) | Shock::Demand(_)
            if shock.moves_utilisation() && segment_use.utilisation().is_none() =>
        {
            missing(
                "the utilisation of the segment",
                "give `compute.use` of the segment, with `utilisation`: what is not given is \
                 100 % and cannot rise",
            )
        }
        Shock::Restriction(_) | Shock::Efficiency(_) | Shock::Demand(_) => Ok(()),
    }
}

/// The policy of a name.
pub(super) fn find<'a>(policies: &'a [Policy], name: &str) -> Result<&'a Policy, Error> {
    policies
        .iter()
        .find(|policy| policy.name == name)
        .ok_or_else(|| {
            let given: String = name.chars().take(80).collect();
            let known = policies.iter().map(Policy::name);
            let nearest = nearest(&given, known).map(str::to_owned);
            Error::new(ErrorKind::Unknown {
                what: "policy",
                given,
                nearest,
            })
        })
}

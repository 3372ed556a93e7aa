//! A point of a claim with its verdict.

use std::fmt;

use compute_impact::evidence::catalogue::Entry;

/// The verdict on a point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Holds,
    /// Holds only in the sense that is named.
    HoldsOnly(String),
    /// No published figure says so, and none says the contrary.
    NotSupported,
    DoesNotHold,
}

impl Verdict {
    /// Holds only in the sense that is named.
    pub(crate) fn only(sense: impl Into<String>) -> Self {
        Self::HoldsOnly(sense.into())
    }

    /// Returns true if the point counts as failed.
    pub(crate) const fn fails(&self) -> bool {
        match self {
            Self::Holds | Self::HoldsOnly(_) => false,
            Self::NotSupported | Self::DoesNotHold => true,
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Holds => f.write_str("HOLDS"),
            Self::HoldsOnly(sense) => write!(f, "HOLDS ONLY {sense}"),
            Self::NotSupported => f.write_str("NOT SUPPORTED by any published figure found"),
            Self::DoesNotHold => f.write_str("DOES NOT HOLD"),
        }
    }
}

/// One point: the claim, the verdict, its dates and scope, the reasons, and the figures compared.
#[derive(Clone, Debug)]
pub(crate) struct Point {
    claim: String,
    verdict: Verdict,
    window: Option<String>,
    scope: Option<String>,
    reasons: Vec<String>,
    sources: Vec<&'static Entry>,
}

impl Point {
    pub(crate) fn new(claim: impl Into<String>, verdict: Verdict) -> Self {
        Self {
            claim: claim.into(),
            verdict,
            window: None,
            scope: None,
            reasons: Vec::new(),
            sources: Vec::new(),
        }
    }

    /// The dates for which the verdict is.
    pub(crate) fn window(mut self, window: impl Into<String>) -> Self {
        self.window = Some(window.into());
        self
    }

    /// The machines, money or place for which the verdict is.
    pub(crate) fn scope(mut self, scope: impl Into<String>) -> Self {
        self.scope = Some(scope.into());
        self
    }

    pub(crate) fn reason(mut self, reason: impl Into<String>) -> Self {
        self.reasons.push(reason.into());
        self
    }

    /// A reason, unless it is already there.
    pub(crate) fn once(self, reason: String) -> Self {
        if self.reasons.contains(&reason) {
            return self;
        }
        self.reason(reason)
    }

    pub(crate) fn reasons(mut self, reasons: impl IntoIterator<Item = String>) -> Self {
        self.reasons.extend(reasons);
        self
    }

    /// A published figure that the point was compared with.
    pub(crate) fn source(mut self, entry: &'static Entry) -> Self {
        if !self.sources.contains(&entry) {
            self.sources.push(entry);
        }
        self
    }

    pub(crate) fn sources(self, entries: impl IntoIterator<Item = &'static Entry>) -> Self {
        entries.into_iter().fold(self, Self::source)
    }

    pub(crate) const fn verdict(&self) -> &Verdict {
        &self.verdict
    }

    #[allow(
        dead_code,
        reason = "the program prints the point, the tests look for it"
    )]
    pub(crate) fn claim(&self) -> &str {
        &self.claim
    }
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n   {}", self.claim, self.verdict)?;
        if let Some(window) = &self.window {
            writeln!(f, "   when: {window}")?;
        }
        if let Some(scope) = &self.scope {
            writeln!(f, "   of what: {scope}")?;
        }
        for reason in &self.reasons {
            writeln!(f, "   - {reason}")?;
        }
        for entry in &self.sources {
            writeln!(f, "   compared with {entry}")?;
        }
        Ok(())
    }
}

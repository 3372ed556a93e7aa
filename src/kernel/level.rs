use std::fmt;

/// How wide the vector instructions are that a kernel is run with.
///
/// The bits of every result are the same at every level: kernels use no fused operation and fix
/// the order of every sum. A level is chosen for speed, or forced in a test that shows just that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Level {
    /// What every machine of the target has: SSE2 on x86-64, NEON on 64-bit ARM.
    Baseline,
    /// 256-bit vectors of x86-64.
    Avx2,
    /// 512-bit vectors of x86-64.
    Avx512,
}

impl Level {
    /// The widest level of this machine; found out once.
    #[must_use]
    pub fn detect() -> Self {
        #[cfg(target_arch = "x86_64")]
        {
            let widest = fearless_simd::Level::new();
            if widest.as_avx512().is_some() {
                return Self::Avx512;
            }
            if widest.as_avx2().is_some() {
                return Self::Avx2;
            }
        }
        Self::Baseline
    }

    /// All levels of this machine, the narrowest first.
    pub fn available() -> impl Iterator<Item = Self> {
        let widest = Self::detect();
        [Self::Baseline, Self::Avx2, Self::Avx512]
            .into_iter()
            .filter(move |level| *level <= widest)
    }

    /// The proof that the machine has the instructions; a level that it lacks gives the widest
    /// that it has.
    pub(crate) fn token(self) -> fearless_simd::Level {
        let widest = fearless_simd::Level::new();
        self.narrowed(widest).unwrap_or(widest)
    }

    #[cfg(target_arch = "x86_64")]
    fn narrowed(self, widest: fearless_simd::Level) -> Option<fearless_simd::Level> {
        use fearless_simd::Level as Token;
        match self {
            Self::Avx512 => None,
            Self::Avx2 => widest.as_avx2().map(Token::Avx2),
            Self::Baseline => widest.as_sse2().map(Token::Sse2),
        }
    }

    #[cfg(not(target_arch = "x86_64"))]
    fn narrowed(self, _widest: fearless_simd::Level) -> Option<fearless_simd::Level> {
        None
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Baseline => "baseline",
            Self::Avx2 => "AVX2",
            Self::Avx512 => "AVX-512",
        })
    }
}

use std::fmt;

/// The width of the vector instructions of a kernel.
///
/// Every result has the same bits at every level, because kernels use no fused operation and fix
/// the order of every sum. A level only affects speed; tests run all of them.
///
/// # Examples
///
/// ```
/// use compute_impact::kernel::Level;
///
/// let widest = Level::detect();
/// assert_eq!(Level::available().max(), Some(widest));
/// assert!(Level::Baseline <= widest);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Level {
    /// The instructions of every machine of the target: SSE2 on x86-64, NEON on 64-bit ARM, and on
    /// WebAssembly those that the compiler was allowed, `simd128` or none.
    Baseline,
    /// 256-bit vectors of x86-64.
    Avx2,
    /// 512-bit vectors of x86-64.
    Avx512,
}

impl Level {
    /// Returns the widest level of this machine.
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

    /// Returns all levels of this machine, the narrowest first.
    pub fn available() -> impl Iterator<Item = Self> {
        let widest = Self::detect();
        [Self::Baseline, Self::Avx2, Self::Avx512]
            .into_iter()
            .filter(move |level| *level <= widest)
    }

    /// Returns the proof that the machine has the instructions; a level that it lacks gives its
    /// widest.
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

#[cfg(test)]
mod tests {
    use super::*;

    /// A kernel that runs at a level runs its instructions, and none of a wider level.
    #[test]
    fn every_level_has_its_own_instructions() {
        for level in Level::available() {
            let token = level.token();
            #[cfg(target_arch = "x86_64")]
            {
                assert!(token.as_sse2().is_some(), "{level}");
                assert_eq!(token.as_avx2().is_some(), level >= Level::Avx2, "{level}");
                let is_widest = level == Level::Avx512;
                assert_eq!(token.as_avx512().is_some(), is_widest, "{level}");
            }
            #[cfg(target_arch = "aarch64")]
            assert!(token.as_neon().is_some(), "{level}");
            assert!(
                !token.is_fallback() || cfg!(target_family = "wasm"),
                "{level}"
            );
        }
    }
}

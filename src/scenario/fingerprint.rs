/// A fingerprint of all that a value says: of its JSON.
///
/// Texts, finite numbers and tables with text keys have a form in JSON. If a part had none, the debug
/// form would still be all that the value says, so the fingerprint is never the hash of nothing.
pub(crate) fn fingerprint_of<T: serde::Serialize + std::fmt::Debug>(value: &T) -> String {
    match serde_json::to_vec(value) {
        Ok(json) => fingerprint(&json),
        Err(_) => fingerprint(format!("{value:?}").as_bytes()),
    }
}

/// A fingerprint: the hash FNV-1a of 128 bits, in hexadecimal digits.
///
/// It tells different things apart that were not made to be mistaken for one another; it is no
/// protection against someone who means to.
pub(crate) fn fingerprint(bytes: &[u8]) -> String {
    let hash = bytes.iter().fold(
        0x6c62_272e_07bb_0142_62b8_2175_6295_c58d_u128,
        |hash, byte| {
            (hash ^ u128::from(*byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b)
        },
    );
    format!("{hash:032x}")
}

#[cfg(test)]
mod tests {
    use super::{fingerprint, fingerprint_of};

    /// Two values that JSON refuses (its keys are texts) still have different fingerprints.
    #[test]
    fn nothing_has_the_fingerprint_of_nothing() {
        let of = |x: u8| fingerprint_of(&std::collections::BTreeMap::from([([x, x], x)]));
        assert!(serde_json::to_vec(&std::collections::BTreeMap::from([([1, 1], 1)])).is_err());
        assert_ne!(of(1), of(2));
        assert_ne!(of(1), fingerprint(b""));
    }

    /// The published test values of FNV-1a with 128 bits, for nothing and for the letter a.
    #[test]
    fn known_answers() {
        assert_eq!(fingerprint(b""), "6c62272e07bb014262b821756295c58d");
        assert_eq!(fingerprint(b"a"), "d228cb696f1a8caf78912b704e4a8964");
    }
}

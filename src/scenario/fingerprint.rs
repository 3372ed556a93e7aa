/// The fingerprint of a value: the hash of its JSON.
///
/// Text, finite numbers and tables with text keys have a form in JSON. For a value without one, the
/// debug form is hashed instead, so that the fingerprint is never that of an empty text.
pub(crate) fn fingerprint_of<T: serde::Serialize + std::fmt::Debug>(value: &T) -> String {
    match serde_json::to_vec(value) {
        Ok(json) => fingerprint(&json),
        Err(_) => fingerprint(format!("{value:?}").as_bytes()),
    }
}

/// The fingerprint of bytes: their 128-bit hash FNV-1a (Fowler, Noll and Vo), in hexadecimal
/// digits.
///
/// For each byte `b`, `hash = (hash xor b) * prime` modulo 2^128. The hash is not cryptographic: it
/// does not protect against content made to have the same fingerprint.
pub(crate) fn fingerprint(bytes: &[u8]) -> String {
    format!("{:032x}", hash(bytes))
}

/// The hash of bytes, of which the fingerprint has the digits.
pub(crate) fn hash(bytes: &[u8]) -> u128 {
    bytes.iter().fold(
        0x6c62_272e_07bb_0142_62b8_2175_6295_c58d_u128,
        |hash, byte| {
            (hash ^ u128::from(*byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b)
        },
    )
}

#[cfg(test)]
mod tests {
    use super::{fingerprint, fingerprint_of};

    /// Two values that JSON refuses (its keys are texts) still have different fingerprints.
    #[test]
    fn a_value_without_json_has_a_fingerprint_of_its_own() {
        let of = |x: u8| fingerprint_of(&std::collections::BTreeMap::from([([x, x], x)]));
        assert!(serde_json::to_vec(&std::collections::BTreeMap::from([([1, 1], 1)])).is_err());
        assert_ne!(of(1), of(2));
        assert_ne!(of(1), fingerprint(b""));
    }

    /// The published test values of FNV-1a with 128 bits, for an empty text and for the letter a.
    #[test]
    fn known_answers() {
        assert_eq!(fingerprint(b""), "6c62272e07bb014262b821756295c58d");
        assert_eq!(fingerprint(b"a"), "d228cb696f1a8caf78912b704e4a8964");
    }
}

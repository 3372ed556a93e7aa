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
    use super::fingerprint;

    /// The published test values of FNV-1a with 128 bits, for nothing and for the letter a.
    #[test]
    fn known_answers() {
        assert_eq!(fingerprint(b""), "6c62272e07bb014262b821756295c58d");
        assert_eq!(fingerprint(b"a"), "d228cb696f1a8caf78912b704e4a8964");
    }
}

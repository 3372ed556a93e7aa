//! Numbers as bytes, each in one form only, so that what is read is written again as the same bytes.

/// Bytes to which numbers are appended.
#[derive(Clone, Debug, Default)]
pub(crate) struct Writer(Vec<u8>);

/// The remaining bytes of a text that is read. No length in it makes the reader allocate: lists grow
/// as their entries are read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reader<'a>(&'a [u8]);

/// The message for bytes that end within a number or a list.
const ENDS_EARLY: &str = "the contents must not end before the last of their numbers";
/// The message for a number with more bits than it may have.
const TOO_GREAT: &str = "an integer must not exceed its range";
/// The message for an integer with leading zeros.
const NOT_SHORTEST: &str = "an integer must be written in as few bytes as it needs";

impl Writer {
    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    /// Appends an integer, seven bits to a byte, the least first; all bytes but the last have their
    /// leading bit set (LEB128: DWARF 5, 2017, section 7.6).
    pub(crate) fn unsigned(&mut self, number: u64) {
        self.wide_unsigned(u128::from(number));
    }

    fn wide_unsigned(&mut self, mut number: u128) {
        while number > 0x7f {
            self.0.push(number.to_le_bytes()[0] | 0x80);
            number >>= 7;
        }
        self.0.push(number.to_le_bytes()[0]);
    }

    /// Appends an integer of either sign: 0, -1, 1, -2, 2 as 0, 1, 2, 3, 4.
    pub(crate) fn signed(&mut self, number: i64) {
        self.wide(i128::from(number));
    }

    /// Appends a wide integer of either sign.
    pub(crate) fn wide(&mut self, number: i128) {
        self.wide_unsigned(((number << 1) ^ (number >> 127)).cast_unsigned());
    }

    /// Appends the bits of a float.
    pub(crate) fn float(&mut self, number: f64) {
        self.bytes(&number.to_bits().to_le_bytes());
    }

    /// Appends a text with its length.
    pub(crate) fn text(&mut self, text: &str) {
        self.unsigned(text.len() as u64);
        self.bytes(text.as_bytes());
    }

    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

impl<'a> Reader<'a> {
    pub(crate) const fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn byte(&mut self) -> Result<u8, &'static str> {
        let (byte, rest) = self.0.split_first().ok_or(ENDS_EARLY)?;
        self.0 = rest;
        Ok(*byte)
    }

    pub(crate) fn bytes(&mut self, count: usize) -> Result<&'a [u8], &'static str> {
        let (bytes, rest) = self.0.split_at_checked(count).ok_or(ENDS_EARLY)?;
        self.0 = rest;
        Ok(bytes)
    }

    #[inline]
    pub(crate) fn unsigned(&mut self) -> Result<u64, &'static str> {
        match self.0 {
            [byte, rest @ ..] if *byte < 0x80 => {
                self.0 = rest;
                Ok(u64::from(*byte))
            }
            [low, high, rest @ ..] if (1..0x80).contains(high) => {
                self.0 = rest;
                Ok(u64::from(*low & 0x7f) | (u64::from(*high) << 7))
            }
            _ => u64::try_from(self.wide_unsigned()?).map_err(|_| TOO_GREAT),
        }
    }

    fn wide_unsigned(&mut self) -> Result<u128, &'static str> {
        let mut number = 0;
        for shift in (0..128).step_by(7) {
            let byte = self.byte()?;
            let bits = u128::from(byte & 0x7f);
            if (bits << shift) >> shift != bits {
                return Err(TOO_GREAT);
            }
            number |= bits << shift;
            if byte < 0x80 {
                let is_shortest = byte > 0 || shift == 0;
                return if is_shortest {
                    Ok(number)
                } else {
                    Err(NOT_SHORTEST)
                };
            }
        }
        Err(TOO_GREAT)
    }

    #[inline]
    pub(crate) fn signed(&mut self) -> Result<i64, &'static str> {
        let number = self.unsigned()?;
        Ok((number >> 1).cast_signed() ^ -(number & 1).cast_signed())
    }

    pub(crate) fn wide(&mut self) -> Result<i128, &'static str> {
        let number = self.wide_unsigned()?;
        Ok((number >> 1).cast_signed() ^ -(number & 1).cast_signed())
    }

    pub(crate) fn float(&mut self) -> Result<f64, &'static str> {
        let (bytes, rest) = self.0.split_first_chunk().ok_or(ENDS_EARLY)?;
        self.0 = rest;
        Ok(f64::from_bits(u64::from_le_bytes(*bytes)))
    }

    pub(crate) fn text(&mut self) -> Result<&'a str, &'static str> {
        let length = usize::try_from(self.unsigned()?).map_err(|_| ENDS_EARLY)?;
        std::str::from_utf8(self.bytes(length)?).map_err(|_| "a text must be UTF-8")
    }

    /// Reads a list with its length.
    pub(crate) fn list<T, E: From<&'static str>>(
        &mut self,
        mut item: impl FnMut(&mut Self) -> Result<T, E>,
    ) -> Result<Vec<T>, E> {
        let count = self.unsigned()?;
        let mut items = Vec::new();
        for _ in 0..count {
            items.push(item(self)?);
        }
        Ok(items)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The examples of DWARF 5, figure C.2, and the ends of the ranges.
    #[test]
    fn integers_have_their_published_bytes() {
        for (number, bytes) in [
            (2, &[2][..]),
            (127, &[127]),
            (128, &[0x80, 1]),
            (129, &[0x81, 1]),
            (12_857, &[0xb9, 0x64]),
            (
                u64::MAX,
                &[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1],
            ),
        ] {
            let mut writer = Writer::default();
            writer.unsigned(number);
            assert_eq!(writer.into_bytes(), bytes);
            assert_eq!(Reader::new(bytes).unsigned(), Ok(number));
        }
    }

    #[test]
    fn integers_of_either_sign_are_read_as_written() {
        for number in [0, 1, -1, 63, -64, 64, i64::MAX, i64::MIN] {
            let mut writer = Writer::default();
            writer.signed(number);
            assert_eq!(Reader::new(&writer.into_bytes()).signed(), Ok(number));
        }
        for number in [0, -1, i128::from(u64::MAX), i128::MAX, i128::MIN] {
            let mut writer = Writer::default();
            writer.wide(number);
            assert_eq!(Reader::new(&writer.into_bytes()).wide(), Ok(number));
        }
    }

    #[test]
    fn other_forms_of_an_integer_are_refused() {
        let long = [0xff; 18];
        let mut beyond = [0xff; 19];
        beyond[18] = 4;
        for (bytes, reason) in [
            (&[0x80, 0][..], NOT_SHORTEST),
            (&[0x81, 0x80, 0], NOT_SHORTEST),
            (&[0x80], ENDS_EARLY),
            (&[], ENDS_EARLY),
            (&long, ENDS_EARLY),
            (&beyond, TOO_GREAT),
            (
                &[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2],
                TOO_GREAT,
            ),
        ] {
            assert_eq!(Reader::new(bytes).unsigned(), Err(reason), "{bytes:?}");
        }
    }

    /// A list that claims 2^62 entries ends with the bytes, before it takes memory.
    #[test]
    fn a_length_beyond_the_bytes_is_refused() {
        let mut writer = Writer::default();
        writer.unsigned(1 << 62);
        writer.unsigned(7);
        let bytes = writer.into_bytes();
        let list: Result<Vec<u64>, &str> = Reader::new(&bytes).list(Reader::unsigned);
        assert_eq!(list, Err(ENDS_EARLY));
        assert_eq!(Reader::new(&bytes).text(), Err(ENDS_EARLY));
    }
}

//! Keys by which words are looked up: in lower case, compared eight bytes at a time.

use std::ops::Range;

/// The longest word that is looked up, in bytes.
const LONGEST: usize = CHUNKS * CHUNK;
const CHUNKS: usize = 3;
const CHUNK: usize = size_of::<u64>();

/// A word of at most 24 bytes in lower case, padded with zeros.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::reading) struct Key([u64; CHUNKS]);

/// A chunk with this value in each byte.
const fn each(byte: u8) -> u64 {
    u64::from_le_bytes([byte; CHUNK])
}

impl Key {
    /// The key that stands for no word.
    pub const NONE: Self = Self([0; CHUNKS]);

    /// The key of a word in the lists, which are in lower case. A word that is too long does not compile.
    pub const fn of_listed(word: &[u8]) -> Self {
        let (mut chunks, mut at) = ([0; CHUNKS], 0);
        while at < word.len() {
            chunks[at / CHUNK] |= (word[at] as u64) << (at % CHUNK * 8);
            at += 1;
        }
        Self(chunks)
    }

    /// The key of a word in upper or lower case; `None` if it is too long to be looked up.
    pub fn of_letters(word: &str) -> Option<Self> {
        let (mut small, mut length) = ([0; LONGEST], 0);
        for letter in word.chars().flat_map(char::to_lowercase) {
            letter.encode_utf8(small.get_mut(length..length + letter.len_utf8())?);
            length += letter.len_utf8();
        }
        Some(Self::of_listed(&small[..length]))
    }

    /// Counts the ASCII letters at the beginning of a range of bytes; also returns their key, unless they are too long to be
    /// looked up.
    #[inline]
    pub fn of_ascii(bytes: &[u8], range: Range<usize>) -> (usize, Option<Self>) {
        let bytes = &bytes[range];
        let mut key = Self::NONE;
        for (number, chunk) in key.0.iter_mut().enumerate() {
            let from = (number * CHUNK).min(bytes.len());
            let (letters, small) = letters(&bytes[from..]);
            *chunk = small;
            if letters < CHUNK {
                return (from + letters, Some(key));
            }
        }
        let rest = bytes[LONGEST..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        (LONGEST + rest, (rest == 0).then_some(key))
    }

    /// A hash of the given number of bits.
    pub const fn hash(self, bits: u32) -> usize {
        let [a, b, c] = self.0;
        // Fibonacci hashing: the upper bits of a product with 2^64 divided by the golden ratio.
        let mixed = a ^ b.rotate_left(21) ^ c.rotate_left(42);
        (mixed.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (u64::BITS - bits)) as usize
    }

    /// Whether both are the same word; also callable in constants.
    pub const fn same(self, other: Self) -> bool {
        self.0[0] == other.0[0] && self.0[1] == other.0[1] && self.0[2] == other.0[2]
    }
}

/// Counts the ASCII letters among the first eight bytes, up to the first other byte, and returns them in lower case.
///
/// All eight are tested as one number: <https://graphics.stanford.edu/~seander/bithacks.html#HasBetweenInWord>.
#[inline]
fn letters(bytes: &[u8]) -> (usize, u64) {
    let chunk = match bytes.first_chunk::<CHUNK>() {
        Some(chunk) => u64::from_le_bytes(*chunk),
        None => {
            let mut padded = [0; CHUNK];
            padded[..bytes.len()].copy_from_slice(bytes);
            u64::from_le_bytes(padded)
        }
    };
    // Setting the sixth bit makes capitals small, and turns no other character into a letter.
    let small = chunk | each(0x20);
    let seven = small & each(0x7f);
    let at_least_a = seven + each(0x80 - b'a');
    let past_z = seven + each(0x80 - b'z' - 1);
    let others = !(at_least_a & !past_z & !chunk) & each(0x80);
    let count = others.trailing_zeros() as usize / 8;
    let mask = if count == CHUNK { u64::MAX } else { (1 << (count * 8)) - 1 };
    (count, small & mask)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Counts letters and makes their key like a loop over single bytes.
        #[test]
        fn letters_are_found_as_one_by_one(text in "[A-Za-z]{0,30}[ -~é\u{1}]{0,4}[A-Za-z]{0,9}", skip in 0_usize..4) {
            let bytes = text.as_bytes();
            let start = text.floor_char_boundary(skip);
            let (count, key) = Key::of_ascii(bytes, start..bytes.len());
            let expected = bytes[start..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
            prop_assert_eq!(count, expected);
            let small = bytes[start..start + count].to_ascii_lowercase();
            prop_assert_eq!(key, (count <= LONGEST).then(|| Key::of_listed(&small)));
            prop_assert_eq!(key, Key::of_letters(&text[start..start + count]));
        }
    }

    #[test]
    fn every_byte_is_a_letter_or_none() {
        for byte in 0..=u8::MAX {
            for index in 0..CHUNK {
                let mut bytes = [b'x'; CHUNK];
                bytes[index] = byte;
                let (count, _) = letters(&bytes);
                assert_eq!(count, if byte.is_ascii_alphabetic() { CHUNK } else { index }, "{byte} at {index}");
            }
        }
    }
}

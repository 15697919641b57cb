//! Encodings of text files: UTF-8, UTF-16 with a mark, and Windows-1252, as the WHATWG Encoding Standard has them.
//! A library of all encodings would bring the tables of East Asia, which no reader asks for.

use std::borrow::Cow;

/// How a file's bytes are read as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    Utf8,
    Utf16Le,
    Utf16Be,
    Windows1252,
}

/// What Windows-1252 has for the bytes from 0x80 (index windows-1252); all others are the code points of their numbers.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];
const FIRST: u8 = 0x80;

impl Encoding {
    /// The encoding that a byte order mark says, and the bytes of the mark.
    pub(crate) fn marked(bytes: &[u8]) -> Option<(Encoding, usize)> {
        match bytes {
            [0xef, 0xbb, 0xbf, ..] => Some((Encoding::Utf8, 3)),
            [0xff, 0xfe, ..] => Some((Encoding::Utf16Le, 2)),
            [0xfe, 0xff, ..] => Some((Encoding::Utf16Be, 2)),
            _ => None,
        }
    }

    /// The text of bytes without a mark, and whether some of them were none, for which U+FFFD stands.
    pub(crate) fn decode(self, bytes: &[u8]) -> (Cow<'_, str>, bool) {
        match self {
            Encoding::Utf8 => {
                let text = String::from_utf8_lossy(bytes);
                let damaged = matches!(text, Cow::Owned(_));
                (text, damaged)
            }
            Encoding::Utf16Le => utf16(bytes, u16::from_le_bytes),
            Encoding::Utf16Be => utf16(bytes, u16::from_be_bytes),
            Encoding::Windows1252 => (bytes.iter().map(|byte| windows_1252(*byte)).collect::<String>().into(), false),
        }
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> (Cow<'_, str>, bool) {
    let (pairs, rest) = bytes.as_chunks();
    let mut damaged = !rest.is_empty();
    let decoded = char::decode_utf16(pairs.iter().map(|pair| unit(*pair)));
    let mut text: String = decoded
        .map(|c| {
            damaged |= c.is_err();
            c.unwrap_or(char::REPLACEMENT_CHARACTER)
        })
        .collect();
    if !rest.is_empty() {
        text.push(char::REPLACEMENT_CHARACTER);
    }
    (text.into(), damaged)
}

fn windows_1252(byte: u8) -> char {
    byte.checked_sub(FIRST).and_then(|at| WINDOWS_1252.get(usize::from(at))).copied().unwrap_or(char::from(byte))
}

/// The bytes that a text has in Windows-1252; none if it has a character that is not in it.
pub(crate) fn windows_1252_bytes(text: &str) -> Option<Vec<u8>> {
    let byte = |c: char| match WINDOWS_1252.iter().zip(FIRST..).find(|(known, _)| **known == c) {
        Some((_, byte)) => Some(byte),
        None => u8::try_from(c).ok().filter(|byte| !(FIRST..FIRST + 32).contains(byte)),
    };
    text.chars().map(byte).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_byte_of_windows_1252_is_a_character_and_comes_back() {
        let all: Vec<u8> = (0..=255).collect();
        let (text, damaged) = Encoding::Windows1252.decode(&all);
        assert!(!damaged);
        assert_eq!(windows_1252_bytes(&text), Some(all));
        assert_eq!(Encoding::Windows1252.decode(b"Bj\xf8rn \x93\x80\x94").0, "Bjørn “€”");
        assert_eq!(windows_1252_bytes("Ödön ő"), None);
    }

    #[test]
    fn utf_16_is_read_in_both_orders_and_damage_is_told() {
        for (bytes, encoding) in
            [(&b"\xff\xfeA\0=\xd8\x00\xde"[..], Encoding::Utf16Le), (b"\xfe\xff\0A\xd8=\xde\0", Encoding::Utf16Be)]
        {
            assert_eq!(Encoding::marked(bytes), Some((encoding, 2)));
            assert_eq!(encoding.decode(&bytes[2..]), ("A😀".into(), false));
        }
        assert_eq!(Encoding::Utf16Le.decode(b"A\0\x3d\xd8"), ("A\u{fffd}".into(), true));
        assert_eq!(Encoding::Utf16Le.decode(b"A\0B"), ("A\u{fffd}".into(), true));
    }

    #[test]
    fn damaged_utf_8_is_told() {
        assert_eq!(Encoding::marked(b"\xef\xbb\xbfA"), Some((Encoding::Utf8, 3)));
        assert_eq!(Encoding::Utf8.decode(b"A"), ("A".into(), false));
        assert_eq!(Encoding::Utf8.decode(b"A\xff"), ("A\u{fffd}".into(), true));
    }
}

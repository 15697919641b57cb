//! Identifiers of works, recordings, releases and people, with their check digits.
//! What is typed stays as it is; one that cannot be right is a warning and goes no further.

use super::reader::{Fields, Reader, brief};
use crate::diagnostic::Diagnostic;
use crate::import::text::Text;

/// A system of identifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// International Standard Recording Code, ISO 3901: `QZABC2600001`. It has no check digit.
    Isrc,
    /// International Standard Musical Work Code, ISO 15707: `T-034.524.680-1`.
    Iswc,
    /// International Standard Name Identifier, ISO 27729: `000000012150090X`.
    Isni,
    /// Interested Party Information name number of CISAC: 11 digits.
    Ipi,
    /// Universal Product Code or EAN-13: 12 or 13 digits.
    Upc,
}

impl Scheme {
    /// The key in credit files.
    pub const fn key(self) -> &'static str {
        match self {
            Scheme::Isrc => "isrc",
            Scheme::Iswc => "iswc",
            Scheme::Isni => "isni",
            Scheme::Ipi => "ipi",
            Scheme::Upc => "upc",
        }
    }

    /// What it looks like.
    const fn form(self) -> &'static str {
        match self {
            Scheme::Isrc => "two letters, three letters or digits and seven digits, such as QZABC2600001",
            Scheme::Iswc => "T and ten digits, such as T-034.524.680-1",
            Scheme::Isni => "16 digits, the last of which may be X, such as 0000 0001 2150 090X",
            Scheme::Ipi => "11 digits",
            Scheme::Upc => "12 or 13 digits",
        }
    }

    /// An identifier without the marks between its parts, in capital letters.
    ///
    /// # Errors
    /// If it has another form or another check digit: what is wrong, to follow its name.
    pub fn normalised(self, text: &str) -> Result<String, String> {
        let bare: String = text.chars().filter(|c| !matches!(c, ' ' | '-' | '.' | '\u{2010}' | '\u{2011}')).collect();
        let bare = bare.to_ascii_uppercase();
        let key = self.key();
        let bare =
            bare.strip_prefix(&key.to_ascii_uppercase()).map_or(bare.as_str(), |rest| rest.trim_start_matches(':'));
        let other = || format!("expected {}", self.form());
        if !bare.is_ascii() {
            return Err(other());
        }
        let digits = |part: &str| -> Option<Vec<u32>> { part.chars().map(|c| c.to_digit(10)).collect() };
        let (given, right) = match self {
            Scheme::Isrc => {
                let (country, rest) = bare.split_at_checked(2).ok_or_else(other)?;
                let (owner, number) = rest.split_at_checked(3).ok_or_else(other)?;
                let good = country.bytes().all(|byte| byte.is_ascii_uppercase())
                    && owner.bytes().all(|byte| byte.is_ascii_alphanumeric())
                    && number.len() == 7
                    && digits(number).is_some();
                return if good { Ok(bare.to_owned()) } else { Err(other()) };
            }
            Scheme::Iswc => {
                let all = bare.strip_prefix('T').filter(|all| all.len() == 10).ok_or_else(other)?;
                let (number, check) = all.split_at_checked(9).ok_or_else(other)?;
                let sum: u32 =
                    1 + (1..).zip(digits(number).ok_or_else(other)?).map(|(n, digit)| n * digit).sum::<u32>();
                (check.to_owned(), ((10 - sum % 10) % 10).to_string())
            }
            Scheme::Isni => {
                let (number, check) =
                    bare.split_at_checked(15).filter(|(_, check)| check.len() == 1).ok_or_else(other)?;
                let sum = digits(number).ok_or_else(other)?.into_iter().fold(0, |sum, digit| (sum + digit) * 2 % 11);
                let right = (12 - sum) % 11;
                (check.to_owned(), if right == 10 { "X".to_owned() } else { right.to_string() })
            }
            Scheme::Ipi => {
                let (number, check) =
                    bare.split_at_checked(9).filter(|(_, check)| check.len() == 2).ok_or_else(other)?;
                let weighed = digits(number).ok_or_else(other)?.into_iter().zip((2..=10).rev());
                let rest = weighed.map(|(digit, weight)| digit * weight).sum::<u32>() % 101;
                (check.to_owned(), format!("{:02}", if rest == 0 { 0 } else { (101 - rest) % 100 }))
            }
            Scheme::Upc => {
                let (number, check) = match bare.len() {
                    12 | 13 => bare.split_at_checked(bare.len() - 1).ok_or_else(other)?,
                    _ => return Err(other()),
                };
                let mut all = digits(number).ok_or_else(other)?;
                all.reverse();
                let sum: u32 = all.iter().zip([3, 1].into_iter().cycle()).map(|(digit, weight)| digit * weight).sum();
                (check.to_owned(), ((10 - sum % 10) % 10).to_string())
            }
        };
        if digits(given.trim_end_matches('X')).is_none() {
            return Err(other());
        }
        if given == right { Ok(bare.to_owned()) } else { Err(format!("ends with {given}, its check digit is {right}")) }
    }
}

/// The identifier of a mapping as typed, with a warning if it cannot be right.
pub(crate) fn read(reader: &mut Reader<'_>, fields: &Fields<'_>, scheme: Scheme) -> Option<Text> {
    let text = reader.optional(fields, scheme.key())?;
    if let Err(why) = scheme.normalised(&text) {
        let message = format!("`{}`: `{}` {why}", scheme.key(), brief(&text));
        let message = message.replace("` expected ", "`: expected ");
        let hint = "compare it with where it was registered; it is left out of `post.json`";
        reader.report_at(Diagnostic::warning("bad-identifier", message).hint(hint), &text);
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_with_the_right_check_digit_are_taken_in_any_writing() {
        for (scheme, text, bare) in [
            (Scheme::Isrc, "QZ-ABC-26-00001", "QZABC2600001"),
            (Scheme::Isrc, "isrc gb1a22600007", "GB1A22600007"),
            (Scheme::Iswc, "T-034.524.680-1", "T0345246801"),
            (Scheme::Isni, "0000 0001 2150 090X", "000000012150090X"),
            (Scheme::Isni, "0000000121032683", "0000000121032683"),
            (Scheme::Ipi, "00052210040", "00052210040"),
            (Scheme::Upc, "036000291452", "036000291452"),
            (Scheme::Upc, "4006381333931", "4006381333931"),
        ] {
            assert_eq!(scheme.normalised(text).as_deref(), Ok(bare), "{text}");
        }
    }

    #[test]
    fn one_wrong_digit_is_found_and_said() {
        for (scheme, text, part) in [
            (Scheme::Isrc, "Q1ABC2600001", "two letters"),
            (Scheme::Isrc, "", "two letters"),
            (Scheme::Iswc, "T-034.524.680-2", "ends with 2, its check digit is 1"),
            (Scheme::Iswc, "034.524.680-1", "T and ten digits"),
            (Scheme::Isni, "0000 0001 2150 0901", "its check digit is X"),
            (Scheme::Ipi, "00052210041", "its check digit is 40"),
            (Scheme::Upc, "036000291453", "its check digit is 2"),
            (Scheme::Upc, "12", "12 or 13 digits"),
            (Scheme::Upc, "０３６０００２９１４５２", "12 or 13 digits"),
        ] {
            let problem = scheme.normalised(text).expect_err(text);
            assert!(problem.contains(part), "{text}: {problem}");
        }
    }
}

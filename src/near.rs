//! What was probably meant by a word that is none of a list: the one place that counts slips and asks "did you mean".

/// Letters to be changed, left out, put in or swapped, each once, to get from one word to the other.
pub fn slips(written: &str, known: &str) -> usize {
    strsim::osa_distance(written, known)
}

/// The nearest of `known` to what was written, if it is near enough to be a slip.
pub fn suggest<'k>(written: &str, known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    let long = written.chars().count();
    let most = |candidate: &str| 1 + candidate.len() / 5;
    known
        // Each letter more is a slip, and comparing takes memory by the product of the lengths: strangers write words of megabytes.
        .filter(|candidate| candidate.chars().count().abs_diff(long) <= most(candidate))
        .map(|candidate| (strsim::damerau_levenshtein(written, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= most(candidate))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// The same for codes, which are in small letters: short ones must be as written; none if nothing is a slip or two away.
pub fn nearest<'k>(written: &str, known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    if written.chars().count() > 60 {
        return None;
    }
    let written = written.to_lowercase();
    known
        .map(|name| (slips(&written, name), name))
        .filter(|(distance, name)| *distance <= name.len() / 5)
        .min()
        .map(|(_, name)| name)
}

/// The hint for a word that is none of a list: the word that was probably meant, or the list.
pub fn hint<'k>(written: &str, known: impl Iterator<Item = &'k str> + Clone) -> String {
    hint_or(written, known.clone(), || format!("there are {}", known.collect::<Vec<_>>().join(", ")))
}

/// The hint for a word that is none of a list: the word that was probably meant, or what else helps.
pub fn hint_or<'k>(written: &str, known: impl Iterator<Item = &'k str>, otherwise: impl FnOnce() -> String) -> String {
    suggest(written, known).map_or_else(otherwise, |near| format!("did you mean `{near}`?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORMATS: [&str; 3] = ["square", "story", "landscape"];

    #[test]
    fn a_slip_is_asked_about_and_anything_else_gets_the_list() {
        assert_eq!(hint("squrae", FORMATS.into_iter()), "did you mean `square`?");
        assert_eq!(hint("billboard", FORMATS.into_iter()), "there are square, story, landscape");
        assert_eq!(hint_or("billboard", FORMATS.into_iter(), || "draw one".into()), "draw one");
    }

    #[test]
    fn a_word_of_megabytes_is_compared_with_nothing() {
        let word = "s".repeat(64 << 20);
        assert_eq!(suggest(&word, FORMATS.into_iter().cycle().take(3_000)), None);
    }

    #[test]
    fn a_short_code_must_be_as_written() {
        assert_eq!(nearest("LANDSCAPES", FORMATS.into_iter()), Some("landscape"));
        assert_eq!(nearest("ep", ["lp"].into_iter()), None);
    }
}

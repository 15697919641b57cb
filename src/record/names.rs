//! Guesses about names, for warnings only: names are never changed or split.
//! A guess that is wrong costs the author a warning, so these are careful ones.

/// Whether a name reads like several people: two or more full names joined by commas, `&` or `and`.
/// Bands with such names exist, so this is for warnings; parts of one word or with an article are left alone.
pub(crate) fn looks_like_a_list(name: &str) -> bool {
    if name.len() > 500 || !(name.contains(" & ") || name.contains(", ") || name.contains(" and ")) {
        return false;
    }
    let joined = name.replace(" and ", ", ").replace(" & ", ", ");
    let parts: Vec<&str> = joined.split(", ").map(str::trim).filter(|part| !part.is_empty()).collect();
    parts.len() >= 2
        && parts.iter().all(|part| {
            let words: Vec<&str> = part.split_whitespace().collect();
            let article = words.first().is_some_and(|word| {
                matches!(word.to_lowercase().as_str(), "the" | "his" | "her" | "los" | "las" | "les" | "die")
            });
            let company = words.last().is_some_and(|word| {
                matches!(
                    word.to_lowercase().trim_end_matches('.'),
                    "inc" | "ltd" | "llc" | "gmbh" | "band" | "orchestra" | "choir" | "records" | "music" | "sons"
                )
            });
            words.len() >= 2 && !article && !company && words.iter().all(|word| word.starts_with(char::is_uppercase))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_names_in_a_row_look_like_a_list() {
        for name in ["Odalys Brant & Theo Okafor", "Odalys Brant, Theo Okafor and Bo Li", "Odalys Brant, Theo Okafor"] {
            assert!(looks_like_a_list(name), "{name}");
        }
    }

    #[test]
    fn bands_and_artists_with_commas_are_no_lists() {
        for name in [
            "Earth, Wind & Fire",
            "Tyler, the Creator",
            "Nick Cave & The Bad Seeds",
            "Simon & Garfunkel",
            "Florence and the Machine",
            "Foundry Sound, Lisbon",
            "A, B & C",
            "Emerson, Lake & Palmer",
            "Bob Hope and his Big Band",
            "",
        ] {
            assert!(!looks_like_a_list(name), "{name}");
        }
    }
}

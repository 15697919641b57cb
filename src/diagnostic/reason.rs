//! Why the system could not do something with a file, in the words of our messages.

/// The system's reason without its error number, in lower case.
pub fn reason(error: &std::io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or(&text);
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().collect::<String>() + chars.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_has_no_number_and_begins_small() {
        let error = std::fs::read("no such file").expect_err("an error");
        assert_eq!(reason(&error), reason(&std::io::Error::from_raw_os_error(2)));
        assert!(!reason(&error).contains("os error") && reason(&error).starts_with(char::is_lowercase));
    }
}

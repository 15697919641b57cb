//! `--color`, which is decided once: by the option, then `NO_COLOR` and its kin, then whether somebody sees messages.

use std::ffi::OsString;

use clap::{ColorChoice, ValueEnum};

/// What `--color` among some arguments says: known before they are parsed, because what is wrong with them has colours too.
pub fn asked(arguments: impl Iterator<Item = OsString>) -> ColorChoice {
    let mut arguments = arguments.map(|argument| argument.to_string_lossy().into_owned());
    let mut choice = ColorChoice::Auto;
    while let Some(argument) = arguments.next() {
        let value = match argument.as_str() {
            "--" => break,
            "--color" => arguments.next(),
            other => other.strip_prefix("--color=").map(str::to_owned),
        };
        if let Some(value) = value.and_then(|value| ColorChoice::from_str(&value, false).ok()) {
            choice = value;
        }
    }
    choice
}

/// Makes a choice hold for all messages.
pub fn choose(choice: ColorChoice) {
    match choice {
        ColorChoice::Auto => anstream::ColorChoice::Auto,
        ColorChoice::Always => anstream::ColorChoice::Always,
        ColorChoice::Never => anstream::ColorChoice::Never,
    }
    .write_global();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn color_is_read_before_the_other_arguments() {
        let of = |arguments: &[&str]| asked(arguments.iter().map(OsString::from));
        assert_eq!(of(&["render", "x"]), ColorChoice::Auto);
        assert_eq!(of(&["render", "--color", "never", "x"]), ColorChoice::Never);
        assert_eq!(of(&["--color=always", "render"]), ColorChoice::Always);
        assert_eq!(of(&["render", "--color", "green"]), ColorChoice::Auto);
        assert_eq!(of(&["render", "--", "--color=always"]), ColorChoice::Auto);
    }
}

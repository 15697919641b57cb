//! Themes by name, by a colour for the ground, or by colours of a file; with what is wrong with them at their places.

use crate::diagnostic::Diagnostic;
use crate::press::names::{At, placed, unknown};
use crate::record::{Source, ThemeOption};
use crate::theme::{Given, LowContrast, Palette, THEMES, Theme};

/// The theme of a name, or of a colour for the ground.
pub fn named_theme(name: &str, at: At<'_>, palette: Option<&Palette>) -> Result<Theme, Vec<Diagnostic>> {
    if let Some(theme) = Theme::named(name, palette) {
        return Ok(theme);
    }
    // A file has a mapping for colours; on the command line one colour is the ground, and the rest follows.
    match (Given::on_ground(name), at) {
        (Ok(given), None) => Ok(given.theme(Theme::auto(palette), palette)),
        (Ok(_), Some(_)) => {
            let problem = Diagnostic::error("unknown-theme", format!("no theme is called `{name}`"));
            Err(vec![placed(problem.hint(format!("a colour is a mapping: theme: {{ground: \"{name}\"}}")), at)])
        }
        (Err(_), at) => {
            let mut problem = unknown("theme", name, at, THEMES.iter().copied());
            if let (None, Some(hint)) = (at, &mut problem.hint)
                && !hint.starts_with("did you mean")
            {
                hint.push_str("; or give a colour for the ground, such as \"#d02020\"");
            }
            Err(vec![problem])
        }
    }
}

/// The theme that a file asks for, and a warning for each given colour that is hard to read on its ground.
pub fn theme_option(
    option: &ThemeOption,
    source: &Source,
    palette: Option<&Palette>,
) -> Result<(Theme, Vec<Diagnostic>), Vec<Diagnostic>> {
    let colours = match option {
        ThemeOption::Named(text) => {
            // A colour in hex is the ground; a word for one may be meant for the name of a theme.
            if text.trim().starts_with('#')
                && let Ok(given) = Given::on_ground(text)
            {
                return Ok((given.theme(Theme::auto(palette), palette), Vec::new()));
            }
            return Ok((named_theme(&text.value, Some((source, text)), palette)?, Vec::new()));
        }
        ThemeOption::Colours(colours) => colours,
    };
    // `base` names the theme that the colours change.
    let mut given = Given::default();
    let mut problems = Vec::new();
    let named = match colours.iter().find(|(key, _)| key.value == "base") {
        Some((_, name)) => named_theme(&name.value, Some((source, name)), palette),
        None => named_theme("auto", None, palette),
    };
    let base = named.unwrap_or_else(|unknown| {
        problems.extend(unknown);
        Theme::auto(palette)
    });
    for (key, value) in colours.iter().filter(|(key, _)| key.value != "base") {
        if !crate::theme::COLOURS.contains(&key.value.as_str()) {
            let known = crate::theme::COLOURS.into_iter().chain(["base"]);
            problems.push(unknown("theme colour", &key.value, Some((source, key)), known));
        } else if let Err(error) = given.set(&key.value, &value.value) {
            problems.push(placed(Diagnostic::error("theme-colour", error.to_string()), Some((source, value))));
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let theme = given.theme(base, palette);
    let warning = |low: &LowContrast| {
        let hint = format!("take a {} further from the ground; where it is not legible, the card changes it", low.name);
        let diagnostic = Diagnostic::warning("low-contrast", low.to_string()).hint(hint);
        let value = colours.iter().find(|(key, _)| key.value == low.name).map(|(_, value)| (source, value));
        placed(diagnostic, value)
    };
    let warnings = given.low_contrasts(&theme).iter().map(warning).collect();
    Ok((theme, warnings))
}

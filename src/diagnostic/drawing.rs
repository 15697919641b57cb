//! A message as a terminal shows it: a line that editors can follow, the source line with carets, the hint.
//! Carets are placed by the cells of the characters before them.

use annotate_snippets::renderer::{
    DEFAULT_EMPHASIS_STYLE, DEFAULT_ERROR_STYLE, DEFAULT_HELP_STYLE, DEFAULT_NOTE_STYLE, DEFAULT_WARNING_STYLE, Style,
};
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::{Diagnostic, Excerpt, MAX_CELLS, Severity};

/// What is drawn of a message, whoever keeps it.
pub struct Drawing<'d> {
    pub severity: Severity,
    pub code: &'d str,
    pub message: &'d str,
    pub path: Option<&'d str>,
    /// Line and column.
    pub place: Option<(u32, u32)>,
    pub length: u32,
    pub excerpt: Option<&'d Excerpt>,
    pub hint: Option<&'d str>,
}

impl<'d> From<&'d Diagnostic> for Drawing<'d> {
    fn from(found: &'d Diagnostic) -> Drawing<'d> {
        Drawing {
            severity: found.severity,
            code: found.code,
            message: &found.message,
            path: found.path.as_deref(),
            place: found.position.map(|at| (at.line, at.column)),
            length: found.length,
            excerpt: found.excerpt.as_ref(),
            hint: found.hint.as_deref(),
        }
    }
}

impl Drawing<'_> {
    /// The text, without a line end; with the colours of a terminal if they are wanted.
    pub fn text(&self, color: bool) -> String {
        let styled = |style: Style, text: &str| match color {
            true => format!("{style}{text}{style:#}"),
            false => text.to_owned(),
        };
        let mut out = String::new();
        if let Some(path) = self.path {
            out.push_str(path);
            if let Some((line, column)) = self.place {
                out.push_str(&format!(":{line}:{column}"));
            }
            out.push_str(": ");
        }
        let (style, level) = match self.severity {
            Severity::Error => (DEFAULT_ERROR_STYLE, Level::ERROR),
            Severity::Warning => (DEFAULT_WARNING_STYLE, Level::WARNING),
            Severity::Note => (DEFAULT_NOTE_STYLE, Level::NOTE),
        };
        let message = styled(DEFAULT_EMPHASIS_STYLE, self.message);
        out.push_str(&format!("{}: {message} [{}]", styled(style, self.severity.name()), self.code));
        if let (Some((line, _)), Some(excerpt)) = (self.place, self.excerpt) {
            let renderer = if color { Renderer::styled() } else { Renderer::plain() };
            // The excerpt is cut already.
            let renderer = renderer.term_width(MAX_CELLS * 2);
            let mark = AnnotationKind::Primary.span(excerpt.span(self.length));
            let snippet = Snippet::source(excerpt.text.as_str()).line_start(line as usize).annotation(mark);
            let drawn = renderer.render(&[Group::with_level(level).element(snippet)]);
            // Above the line there is an empty one, as room for a title.
            if let Some((_, lines)) = drawn.split_once('\n') {
                out.push('\n');
                out.push_str(lines);
            }
        }
        if let Some(hint) = self.hint {
            out.push_str(&format!("\n  {}: {hint}", styled(DEFAULT_HELP_STYLE, "hint")));
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::super::Position;
    use super::*;

    fn found() -> Diagnostic {
        let line = "credits: {\u{4f5c}\u{66f2}: x, nam: y}";
        let at = Position { line: 4, column: 18 };
        Diagnostic::error("unknown-key", "unknown key `nam`").in_file("a.yaml").at(at, 3, line).hint("write `name`")
    }

    #[test]
    fn carets_stand_below_their_word_behind_wide_characters() {
        let expected = "a.yaml:4:18: error: unknown key `nam` [unknown-key]\n4 | credits: {\u{4f5c}\u{66f2}: x, nam: y}\n  \
                        |                    ^^^\n  hint: write `name`";
        assert_eq!(found().to_string(), expected);
    }

    #[test]
    fn colours_add_nothing_but_colours() {
        let colored = found().drawn(true);
        assert!(colored.contains("\u{1b}[1m\u{1b}[91merror\u{1b}[0m: "), "{colored:?}");
        let mut plain = String::new();
        let mut rest = colored.as_str();
        while let Some((before, after)) = rest.split_once('\u{1b}') {
            plain.push_str(before);
            rest = after.split_once('m').map_or("", |(_, rest)| rest);
        }
        plain.push_str(rest);
        assert_eq!(plain, found().to_string());
    }

    #[test]
    fn no_message_is_longer_than_a_few_lines_of_a_terminal() {
        let line = format!("<image href=\"data:image/png;base64,{}\" heigth=\"2\"/>", "A".repeat(1_200_000));
        let at = Position { line: 3, column: 1_200_050 };
        let text = Diagnostic::error("x", format!("`{line}` is too long")).at(at, 6, &line).to_string();
        assert!(text.len() < 600, "{}", text.len());
    }
}

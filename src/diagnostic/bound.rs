//! Values inside messages, shortened: what a file says is shown as far as it helps to find it.
//! A picture written into a credit file as text would else be printed whole with each message about it.

/// Longest value or word in characters; longer ones lose their middle.
const LONGEST: usize = 160;

/// Characters that are kept of a long value's end.
const END: usize = 20;

/// A message with its quoted values and its words at most [`LONGEST`] characters long.
pub fn bounded(message: String) -> String {
    if message.len() <= LONGEST {
        return message;
    }
    // Every second part stands between backticks.
    let parts: Vec<String> = message
        .split('`')
        .enumerate()
        .map(|(index, part)| match index % 2 {
            1 => shortened(part),
            _ => part.split(' ').map(shortened).collect::<Vec<_>>().join(" "),
        })
        .collect();
    parts.join("`")
}

/// A value as messages and reports have it: whole, or without its middle.
pub fn shortened(text: &str) -> String {
    if text.len() <= LONGEST {
        return text.to_owned();
    }
    let count = text.chars().count();
    if count <= LONGEST {
        return text.to_owned();
    }
    let head: String = text.chars().take(LONGEST - END - 1).collect();
    let tail: String = text.chars().skip(count - END).collect();
    format!("{head}\u{2026}{tail}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_value_loses_its_middle_and_a_long_sentence_nothing() {
        let data = format!("artwork `data:image/png;base64,{}`: no such file", "A".repeat(400_000));
        let short = bounded(data);
        assert!(short.starts_with("artwork `data:image/png;base64,AAA") && short.ends_with("AAA`: no such file"));
        assert_eq!(short.chars().count(), "artwork ``: no such file".len() + LONGEST);
        let sentence = "one `value` of many words ".repeat(200);
        assert_eq!(bounded(sentence.clone()), sentence);
        assert_eq!(bounded(format!("it's {}", "\u{5869}".repeat(5000))).chars().count(), 5 + LONGEST);
    }
}

//! Title and artist of a pasted text, from the lines before its first credit.
//! Which of two lines is which is told by who is credited; if nobody is, the title stands first.

use super::Reader;
use super::words::unquoted;
use crate::diagnostic::Diagnostic;
use crate::import::text::brief;
use crate::import::tree::Node;

/// Words with which a letter begins.
const GREETINGS: [&str; 7] = ["hi", "hello", "hey", "dear", "hallo", "hola", "bonjour"];

impl Reader {
    /// Title and artist from the lines before the first credit.
    pub(super) fn whose(&mut self, file: &str) {
        let first = std::mem::take(&mut self.first);
        let mut lines: Vec<Node> = Vec::new();
        for line in first {
            let text = line.as_text().unwrap_or_default().to_owned();
            let word = text.split([' ', ',', '!']).next().unwrap_or_default().to_lowercase();
            if text.ends_with([',', '!']) && GREETINGS.contains(&word.as_str()) {
                self.draft.leave(text, line.at, line.length);
            } else {
                lines.push(line);
            }
        }
        let mut lines = lines.into_iter();
        // `Title: …` may be said below.
        if self.draft.title.is_none()
            && let Some(line) = lines.next()
        {
            self.titled(&line, file);
        }
        for line in lines {
            if self.draft.artists.is_empty() && self.says(&line) {
                continue;
            }
            if self.draft.artists.is_empty() {
                let text = line.as_text().unwrap_or_default();
                self.draft.artists.push(line.like(text.strip_prefix("by ").unwrap_or(text)));
                self.order(file);
            } else if !self.says(&line) {
                self.draft.leave(line.as_text().unwrap_or_default(), line.at, line.length);
            }
        }
    }

    /// Whether a line is the title or the artist again.
    fn says(&self, line: &Node) -> bool {
        let known = self.draft.title.iter().chain(&self.draft.artists);
        known.into_iter().any(|node| node.as_text() == line.as_text())
    }

    /// The title, and who it is by if the line says that too.
    fn titled(&mut self, line: &Node, file: &str) {
        let text = line.as_text().unwrap_or_default().trim_end_matches(':').to_owned();
        // `here are the credits for “Low Tide” by Marisol Vane`.
        let quoted = [('“', '”'), ('"', '"'), ('„', '“'), ('«', '»')].iter().find_map(|(open, close)| {
            let (_, rest) = text.split_once(*open)?;
            let (title, rest) = rest.split_once(*close)?;
            Some((title.to_owned(), rest.trim().strip_prefix("by ").map(str::to_owned)))
        });
        if let Some((title, by)) = quoted {
            self.draft.title = Some(line.like(title));
            if let (Some(by), true) = (by, self.draft.artists.is_empty()) {
                self.draft.artists.push(line.like(by));
            }
            return;
        }
        let by = text.split_once(" by ");
        let dash = [" – ", " — ", " - "].iter().find_map(|mark| text.split_once(mark));
        let (title, artist) = match (by, dash) {
            (Some((title, artist)), _) => (title, Some(artist)),
            (None, Some((artist, title))) => (title, Some(artist)),
            (None, None) => (text.as_str(), None),
        };
        self.draft.title = Some(line.like(unquoted(title.trim())));
        if let (Some(artist), true) = (artist, self.draft.artists.is_empty()) {
            self.draft.artists.push(line.like(artist.trim()));
            if by.is_none() {
                self.order(file);
            }
        }
    }

    /// Turns title and artist round if the first is somebody who is credited and the other is not. Without that, it is said
    /// which was taken for which.
    fn order(&mut self, file: &str) {
        let [artist] = self.draft.artists.as_slice() else { return };
        let Some(title) = &self.draft.title else { return };
        let credited = |node: &Node| node.as_text().is_some_and(|name| self.draft.credits_name(name));
        match (credited(title), credited(artist)) {
            (true, false) => {
                let (title, artist) = (title.clone(), artist.clone());
                self.draft.title = Some(artist);
                self.draft.artists = vec![title];
            }
            (false, false) => {
                let (one, other) = (title.as_text().unwrap_or_default(), artist.as_text().unwrap_or_default());
                let message = format!("`{}` is taken for the title and `{}` for the artist", brief(one), brief(other));
                let problem = Diagnostic::note("whose", message)
                    .in_file(file)
                    .hint("if it is the other way round: --set \"title=…\" --set \"artist=…\"");
                self.draft.problems.push(problem);
            }
            _ => {}
        }
    }
}

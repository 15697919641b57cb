//! Writes the report of a run: lines of JSON as the cards come, and JUnit XML at the end.
//! Files are written whole, so that there is the old report or the new one.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::publish::{PublishError, Writer};
use crate::report::finding::Finding;
use crate::report::junit;
use crate::report::lines::{CardLine, Line, RunLine, SummaryLine};
use crate::visible::visible_json;

/// Writes the reports that were asked for.
pub struct Reporter {
    lines: Option<Sink>,
    junit: Option<PathBuf>,
    /// Kept for the XML, whose head has the sums.
    cards: Vec<CardLine>,
    problems: Vec<Finding>,
}

enum Sink {
    /// Each line as it comes; the first failure.
    Standard(Option<io::Error>),
    /// Together at the end, so that there is the old report or a whole one.
    File(PathBuf, Vec<u8>),
}

impl Reporter {
    /// A reporter for `--report` and `--junit`.
    pub fn new(report: Option<&Path>, junit: Option<&Path>) -> Reporter {
        let lines = report.map(|path| match path.as_os_str() == "-" {
            true => Sink::Standard(None),
            false => Sink::File(path.to_owned(), Vec::new()),
        });
        Reporter { lines, junit: junit.map(Path::to_path_buf), cards: Vec::new(), problems: Vec::new() }
    }

    /// The first line.
    pub fn run(&mut self, run: RunLine) {
        self.problems.clone_from(&run.problems);
        self.line(&Line::Run(run));
    }

    /// A card's line.
    pub fn card(&mut self, card: CardLine) {
        if self.lines.is_none() {
            self.cards.extend(self.junit.is_some().then_some(card));
            return;
        }
        let line = Line::Card(Box::new(card));
        self.line(&line);
        if let (Line::Card(card), true) = (line, self.junit.is_some()) {
            self.cards.push(*card);
        }
    }

    fn line(&mut self, line: &Line) {
        let Some(sink) = &mut self.lines else { return };
        // Texts and numbers under text keys always are JSON.
        let mut text = visible_json(&serde_json::to_string(line).unwrap_or_default()).into_owned();
        text.push('\n');
        match sink {
            Sink::Standard(failed) => {
                let mut out = io::stdout().lock();
                let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
                // A closed pipe ends the report, not the work.
                let error = written.err().filter(|error| error.kind() != io::ErrorKind::BrokenPipe);
                *failed = failed.take().or(error);
            }
            Sink::File(_, bytes) => bytes.extend_from_slice(text.as_bytes()),
        }
    }

    /// The last line; then the files are written.
    ///
    /// # Errors
    /// If one cannot be written.
    pub fn finish(mut self, summary: &SummaryLine, writer: &Writer) -> Result<(), PublishError> {
        self.line(&Line::Summary(summary.clone()));
        match self.lines {
            Some(Sink::File(path, bytes)) => _ = writer.write(&path, &bytes)?,
            Some(Sink::Standard(Some(source))) => {
                return Err(PublishError::Write { path: "standard output".into(), source });
            }
            _ => {}
        }
        if let Some(path) = &self.junit {
            writer.write(path, junit::xml(&self.cards, &self.problems, summary).as_bytes())?;
        }
        Ok(())
    }
}

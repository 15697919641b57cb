//! Lines: where a shaped text breaks for a width, balanced or not, and how it is cut when it may not have more lines.
//! All work is linear in the text, balancing a constant number of times over.

use std::ops::Range;

use super::{Break, Shaped};

/// Rounding allowed between a text's own width and the width it is asked to fit, in em.
const SLACK: f32 = 1e-4;
/// A last line narrower than this part of the measure, holding one word, gets company.
const WIDOW: f32 = 0.3;
/// A last line narrower than this part of the measure counts as short.
const SHORT: f32 = 0.25;
/// What one word costs alone on a last line that it fills less than half.
const LONELY: f32 = 0.3;
const HALF: f32 = 0.5;
/// What a hyphen at the end of a line costs, as what a line leaves free does: in squares of the measure.
const HYPHEN: f32 = 0.04;
/// What a short word at the end of a line costs, and how many letters it has at most.
const DANGLING: f32 = 0.12;
const ARTICLE: usize = 3;
/// Parts of a text beyond which lines are packed instead.
const MOST_PIECES: usize = 600;
/// Halvings of the measure while balancing: below a thousandth of an em for any card.
const HALVINGS: usize = 16;
/// Signs that must not stand before an ellipsis.
const BEFORE_ELLIPSIS: &[char] =
    &[',', ';', ':', '.', '·', '•', '-', '–', '—', '/', '|', '&', '(', '[', '،', '、', '，', '；', '・', '…', '×'];

/// How a text takes several lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Wrap {
    /// At the opportunities of UAX #14, words of Japanese and with a hyphen whole where that takes as many lines; a word wider
    /// than the line breaks between graphemes.
    #[default]
    Normal,
    /// As few lines as `Normal`, then as narrow as that number of lines allows.
    Balance,
    /// As few lines as `Normal`, broken where all of them together look best: even, without a short word left at the end of a
    /// line or alone on the last.
    Pretty,
    /// For names: between words, else after hyphens and between parts of Japanese, else between graphemes; balanced.
    Name,
    /// One line, however wide.
    None,
}

/// A text in lines.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lines {
    /// From top to bottom; none for an empty text.
    pub lines: Vec<LineRange>,
    /// Something was left out.
    pub truncated: bool,
}

/// One line.
#[derive(Clone, Debug, PartialEq)]
pub struct LineRange {
    /// Clusters of the text, trailing spaces included.
    pub clusters: Range<usize>,
    /// In em, without trailing spaces, the ellipsis included.
    pub width: f32,
    /// The text of the clusters, trailing spaces and a mark that is not drawn included so that lines join to the text; `…` added when cut.
    pub string: String,
    /// An ellipsis is drawn at the end.
    pub ellipsis: bool,
}

/// Where a text may be taken apart, in order of preference.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tier {
    Word,
    Whole,
    Joint,
    Opportunity,
    Grapheme,
}

/// A part of a line that stays whole at the width in question.
struct Piece {
    end: usize,
    tier: Tier,
    /// Starts on a new line: the first part of a word too wide for any line.
    fresh: bool,
    /// The line ends here.
    hard: bool,
}

impl Shaped {
    /// Breaks the text for a width in em; at most `max_lines` (at least 1), the last of them cut with an ellipsis if
    /// `ellipsis`. Lines are not wider than `width` unless a single cluster is.
    pub fn break_lines(&self, width: f32, wrap: Wrap, max_lines: Option<usize>, ellipsis: bool) -> Lines {
        let width = if width.is_nan() { f32::INFINITY } else { width.max(0.0) + SLACK };
        let ranges = match wrap {
            Wrap::None if self.clusters.is_empty() => Vec::new(),
            Wrap::None => std::iter::once(0..self.clusters.len()).collect(),
            Wrap::Normal => {
                let mut ranges = self.keeping_words(|tiers| self.pack(width, tiers));
                self.join_widows(&mut ranges, width);
                ranges
            }
            Wrap::Balance => self.keeping_words(|tiers| self.balance(width, tiers)),
            Wrap::Pretty => self.pretty(width),
            Wrap::Name => self.balance(width, NAMES),
        };
        let limit = max_lines.unwrap_or(usize::MAX).max(1);
        let over = wrap == Wrap::None && ellipsis && self.width() > width;
        if ranges.len() <= limit && !over {
            return Lines { lines: ranges.into_iter().map(|r| self.line(r)).collect(), truncated: false };
        }
        // Balanced lines would leave room unused before the cut.
        let ranges = if matches!(wrap, Wrap::Balance | Wrap::Pretty) { self.pack(width, WORDS) } else { ranges };
        let mut lines: Vec<LineRange> = ranges.into_iter().take(limit).map(|r| self.line(r)).collect();
        if ellipsis && let Some(last) = lines.last_mut() {
            *last = self.cut(last.clusters.start, width);
        }
        Lines { lines, truncated: true }
    }

    /// How many lines [`Self::break_lines`] gives for a width in em, found without making them; at least 1 unless the
    /// text is empty.
    pub fn count_lines(&self, width: f32, wrap: Wrap) -> usize {
        let width = if width.is_nan() { f32::INFINITY } else { width.max(0.0) + SLACK };
        if self.clusters.is_empty() {
            return 0;
        }
        if wrap == Wrap::None || !self.hard && self.width() <= width {
            return 1;
        }
        // Balancing keeps the number of lines, and so do a better rag and company for a widow.
        let tiers = if wrap == Wrap::Name { NAMES } else { WORDS };
        self.pack_counted(width, tiers).0.len()
    }

    /// The ends of the pieces between which a name may part, in clusters: at spaces and newlines.
    pub fn word_ends(&self) -> Vec<usize> {
        let last = self.clusters.len();
        (0..last).filter(|i| *i + 1 == last || self.may_part(*i)).map(|i| i + 1).collect()
    }

    fn may_part(&self, cluster: usize) -> bool {
        self.break_at(cluster) == Break::Mandatory || self.may_break(cluster, Tier::Word)
    }

    /// The line of these clusters.
    pub fn line(&self, clusters: Range<usize>) -> LineRange {
        let width = self.span(clusters.start, clusters.end);
        LineRange { string: self.string(&clusters).to_owned(), clusters, width, ellipsis: false }
    }

    /// The line drawn without a mark between spaces that it ends with, such as the middle dot of a list that goes on below; its string
    /// keeps it.
    pub fn without_mark(&self, line: LineRange, mark: &str) -> LineRange {
        let ending = line.string.trim_end().strip_suffix(mark).filter(|rest| rest.ends_with(char::is_whitespace));
        let Some(kept) = ending.map(|rest| rest.trim_end().len()) else { return line };
        let start = line.clusters.start;
        let first = self.clusters.get(start).map_or(0, |cluster| cluster.range.start);
        let shown = self.clusters.get(line.clusters.clone()).unwrap_or_default();
        let count = shown.iter().take_while(|cluster| cluster.range.end <= first + kept).count();
        if count == 0 { line } else { LineRange { string: line.string, ..self.line(start..start + count) } }
    }

    fn string(&self, clusters: &Range<usize>) -> &str {
        let first = self.clusters.get(clusters.start).map_or(0, |c| c.range.start);
        let last = clusters.end.checked_sub(1).and_then(|i| self.clusters.get(i)).map_or(first, |c| c.range.end);
        self.text.get(first..last.max(first)).unwrap_or_default()
    }

    /// As much from `start` as fits before an ellipsis.
    fn cut(&self, start: usize, width: f32) -> LineRange {
        let sign = self.ellipsis.as_ref().map_or(0.0, |e| e.advance);
        let stop =
            (start..self.clusters.len()).find(|i| self.break_at(*i) == Break::Mandatory).unwrap_or(self.clusters.len());
        let mut end = start;
        while end < stop && self.span(start, end + 1) + sign <= width {
            end += 1;
        }
        loop {
            end = self.solid_end(start, end);
            let text = self.string(&(start..end));
            if end == start || !text.ends_with(BEFORE_ELLIPSIS) {
                break;
            }
            end -= 1;
        }
        let clusters = start..end;
        let string = format!("{}…", self.string(&clusters));
        LineRange { width: self.span(start, end) + sign, clusters, string, ellipsis: true }
    }

    fn break_at(&self, cluster: usize) -> Break {
        self.clusters.get(cluster).map_or(Break::None, |c| c.break_after)
    }

    fn may_break(&self, cluster: usize, tier: Tier) -> bool {
        let allowed = self.break_at(cluster) == Break::Allowed;
        match tier {
            Tier::Word => allowed && self.clusters.get(cluster).is_some_and(|c| c.space),
            Tier::Whole => allowed && self.clusters.get(cluster).is_some_and(|c| c.joint && !c.hyphen_after),
            Tier::Joint => allowed && self.clusters.get(cluster).is_some_and(|c| c.joint),
            Tier::Opportunity => allowed,
            Tier::Grapheme => true,
        }
    }

    /// Parts of `range`, those too wide taken apart by the next tier.
    fn pieces(&self, range: Range<usize>, width: f32, tiers: &[Tier], pieces: &mut Vec<Piece>) {
        let Some((tier, finer)) = tiers.split_first() else { return };
        let mut start = range.start;
        for i in range.clone() {
            let hard = self.break_at(i) == Break::Mandatory;
            let last = i + 1 == range.end;
            if !hard && !last && !self.may_break(i, *tier) {
                continue;
            }
            if !finer.is_empty() && i > start && self.span(start, i + 1) > width {
                let first = pieces.len();
                self.pieces(start..i + 1, width, finer, pieces);
                if let Some(piece) = pieces.get_mut(first) {
                    piece.fresh = finer == [Tier::Grapheme];
                }
                // What ends the whole ends its last part.
                if let Some(piece) = pieces.last_mut() {
                    piece.tier = *tier;
                    piece.hard = hard;
                }
            } else {
                pieces.push(Piece { end: i + 1, tier: *tier, fresh: false, hard });
            }
            start = i + 1;
        }
    }

    /// Lines filled one after the other.
    fn pack(&self, width: f32, tiers: &[Tier]) -> Vec<Range<usize>> {
        self.pack_counted(width, tiers).0
    }

    /// The lines, and how bad their ends are: 1 for a break inside a word of a name, 30 inside a word of Japanese, 1000 between
    /// graphemes.
    fn pack_counted(&self, width: f32, tiers: &[Tier]) -> (Vec<Range<usize>>, usize) {
        if !self.hard && !self.clusters.is_empty() && self.width() <= width {
            return (std::iter::once(0..self.clusters.len()).collect(), 0);
        }
        let mut pieces = Vec::new();
        self.pieces(0..self.clusters.len(), width, tiers, &mut pieces);
        let (mut lines, mut cost) = (Vec::new(), 0);
        let (mut start, mut end) = (0, 0);
        let mut ended_by = Tier::Word;
        for piece in &pieces {
            let full = end > start && (piece.fresh || self.span(start, piece.end) > width);
            if full {
                lines.push(start..end);
                start = end;
                cost += match ended_by {
                    Tier::Word | Tier::Whole => 0,
                    Tier::Joint => usize::from(tiers.contains(&Tier::Word)),
                    Tier::Opportunity if tiers.contains(&Tier::Joint) || tiers.contains(&Tier::Whole) => 30,
                    Tier::Opportunity => 0,
                    Tier::Grapheme => 1000,
                };
            }
            end = piece.end;
            ended_by = piece.tier;
            if piece.hard {
                lines.push(start..end);
                start = end;
            }
        }
        if end > start {
            lines.push(start..end);
        }
        (lines, cost)
    }

    /// The fewest lines, then the narrowest measure that gives no more of them and no worse ends.
    fn balance(&self, width: f32, tiers: &[Tier]) -> Vec<Range<usize>> {
        let (mut best, cost) = self.pack_counted(width, tiers);
        if best.len() < 2 {
            return best;
        }
        let mut high = best.iter().map(|r| self.span(r.start, r.end)).fold(0.0, f32::max).min(width);
        let mut low = 0.0f32;
        for _ in 0..HALVINGS {
            let middle = (low + high) / 2.0;
            let (lines, worse) = self.pack_counted(middle + SLACK, tiers);
            if lines.len() <= best.len() && worse <= cost {
                best = lines;
                high = middle;
            } else {
                low = middle;
            }
        }
        best
    }

    /// Lines with words of Japanese, and words with a hyphen, whole where that takes as many of them.
    fn keeping_words(&self, lines: impl Fn(&[Tier]) -> Vec<Range<usize>>) -> Vec<Range<usize>> {
        let parted = lines(WORDS);
        if parted.len() < 2 || self.clusters.iter().all(|cluster| cluster.joint && !cluster.hyphen_after) {
            return parted;
        }
        let whole = lines(WHOLE);
        if whole.len() == parted.len() { whole } else { parted }
    }

    /// As few lines as packing gives, with the least sum of the squares of what they leave free (Knuth and Plass's total fit
    /// with ragged lines) and of penalties for ends that read badly.
    fn pretty(&self, width: f32) -> Vec<Range<usize>> {
        let packed = self.pack(width, WORDS);
        let count = packed.len();
        let mut pieces = Vec::new();
        self.pieces(0..self.clusters.len(), width, WORDS, &mut pieces);
        // Texts of books are not set on cards; what a line holds bounds the work for each of the rest.
        if count < 2 || pieces.len() > MOST_PIECES {
            return packed;
        }
        let start =
            |piece: usize| piece.checked_sub(1).and_then(|piece| pieces.get(piece)).map_or(0, |piece| piece.end);
        // The least cost of each number of pieces in each number of lines, and the piece that its last line begins with.
        let mut best = vec![vec![(f32::INFINITY, 0); pieces.len() + 1]; count + 1];
        if let Some(none) = best.first_mut().and_then(|row| row.first_mut()) {
            *none = (0.0, 0);
        }
        for line in 1..=count {
            for to in line..=pieces.len() {
                let mut least = (f32::INFINITY, 0);
                for from in (line - 1..to).rev() {
                    let Some(whole) = pieces.get(from..to) else { break };
                    let span = self.span(start(from), start(to));
                    if whole.len() > 1 && span > width {
                        break;
                    }
                    let before =
                        best.get(line - 1).and_then(|row| row.get(from)).map_or(f32::INFINITY, |known| known.0);
                    let cost = before + self.rag(start(from)..start(to), whole, width, to == pieces.len());
                    if cost < least.0 {
                        least = (cost, from);
                    }
                    // A line begins after a newline, and with the first part of a word that is taken apart.
                    let begins = from.checked_sub(1).and_then(|before| pieces.get(before)).is_some_and(|p| p.hard);
                    if begins || whole.first().is_some_and(|piece| piece.fresh) {
                        break;
                    }
                }
                if let Some(slot) = best.get_mut(line).and_then(|row| row.get_mut(to)) {
                    *slot = least;
                }
            }
        }
        let mut lines = Vec::with_capacity(count);
        let mut to = pieces.len();
        for line in (1..=count).rev() {
            match best.get(line).and_then(|row| row.get(to)) {
                Some((cost, from)) if cost.is_finite() => {
                    lines.push(start(*from)..start(to));
                    to = *from;
                }
                _ => return packed,
            }
        }
        lines.reverse();
        if to == 0 { lines } else { packed }
    }

    /// How badly a line reads at a width.
    fn rag(&self, line: Range<usize>, pieces: &[Piece], width: f32, last: bool) -> f32 {
        let filled = self.span(line.start, line.end) / width.max(SLACK);
        if last || pieces.last().is_some_and(|piece| piece.hard) {
            // The last line may be short, but not so short that it looks lost.
            let alone = pieces.len() == 1 && line.start > 0;
            return match filled {
                ..WIDOW if alone => 1.0,
                ..HALF if alone => LONELY,
                _ => (SHORT - filled).max(0.0),
            };
        }
        let mut cost = (1.0 - filled).powi(2);
        let before = pieces.len().checked_sub(2).and_then(|at| pieces.get(at)).map_or(line.start, |piece| piece.end);
        let letters = self.clusters.get(before..self.solid_end(before, line.end)).unwrap_or_default();
        let text = |cluster: &super::Cluster| self.text.get(cluster.range.clone()).unwrap_or_default();
        if letters.last().is_some_and(|cluster| cluster.hyphen_after) {
            cost += HYPHEN;
        }
        // An article or preposition belongs to the word after it. Scripts without spaces have no such words.
        let spaced = line.end.checked_sub(1).and_then(|at| self.clusters.get(at)).is_some_and(|cluster| cluster.space);
        if spaced && letters.len() <= ARTICLE && letters.iter().all(|c| text(c).chars().all(char::is_alphabetic)) {
            cost += DANGLING;
        }
        cost
    }

    /// Brings a word down to a last line that holds one short word, when the line above keeps two.
    fn join_widows(&self, ranges: &mut [Range<usize>], width: f32) {
        let [.., above, last] = ranges else { return };
        let inner = |r: &Range<usize>| r.start..r.end.saturating_sub(1);
        let alone = !inner(last).any(|i| self.may_break(i, Tier::Opportunity));
        let natural = above.end.checked_sub(1).is_some_and(|i| self.break_at(i) == Break::Allowed);
        if !alone || !natural || self.span(last.start, last.end) > width * WIDOW {
            return;
        }
        let mut chances = inner(above).rev().filter(|i| self.may_break(*i, Tier::Opportunity));
        if let (Some(at), Some(_)) = (chances.next(), chances.next())
            && self.span(at + 1, last.end) <= width
        {
            *above = above.start..at + 1;
            *last = at + 1..last.end;
        }
    }
}

const WORDS: &[Tier] = &[Tier::Opportunity, Tier::Grapheme];
const WHOLE: &[Tier] = &[Tier::Whole, Tier::Opportunity, Tier::Grapheme];
const NAMES: &[Tier] = &[Tier::Word, Tier::Joint, Tier::Opportunity, Tier::Grapheme];

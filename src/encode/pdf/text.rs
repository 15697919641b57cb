//! Texts of a document: each glyph with the characters that it stands for, lines in the order in which they are read.
//! Pieces of a line that run right to left are written as such, and pieces come in logical order, whatever stands where.

use std::ops::Range;

use krilla::geom::Point;
use krilla::surface::Surface;
use krilla::tagging::{ContentTag, Identifier, SpanTag};
use krilla::text::{GlyphId, KrillaGlyph};

use super::{PdfError, Writer, fill};
use crate::fonts::FaceId;
use crate::scene::{Glyph, Line, TextItem};

/// Glyphs of one face and one direction.
struct Piece {
    face: FaceId,
    size: f32,
    glyphs: Vec<(Glyph, Range<usize>)>,
    /// Where its text begins in the line's.
    start: usize,
}

impl Writer<'_> {
    /// Paints a text; returns the parts that readers are told of.
    pub(super) fn text(&mut self, surface: &mut Surface<'_>, text: &TextItem) -> Result<Vec<Identifier>, PdfError> {
        let mut told = Vec::new();
        if text.color.a == 0 {
            return Ok(told);
        }
        for (index, line) in text.lines.iter().enumerate() {
            let last = index + 1 == text.lines.len();
            let (string, mut pieces) = pieces(line, last);
            if !last && string.ends_with(' ') {
                self.end_with_space(line, &string, &mut pieces);
            }
            if pieces.is_empty() {
                continue;
            }
            told.push(surface.start_tagged(ContentTag::Span(SpanTag::empty())));
            for piece in pieces {
                let font = match self.face(piece.face, text) {
                    Ok(font) => font,
                    Err(error) => {
                        surface.end_tagged();
                        return Err(error);
                    }
                };
                let Some((first, _)) = piece.glyphs.first() else { continue };
                let start = Point::from_xy(first.x, line.baseline);
                surface.set_stroke(None);
                surface.set_fill(Some(fill(text.color)));
                surface.draw_glyphs(start, &placed(&piece, line.baseline), font, &string, piece.size, false);
            }
            surface.end_tagged();
        }
        Ok(told)
    }

    /// Adds the space at which a line was broken: without it the words on both sides are one to those who copy them.
    fn end_with_space(&self, line: &Line, string: &str, pieces: &mut [Piece]) {
        let solid = string.len() - 1;
        let Some(piece) = pieces.last_mut() else { return };
        let Some(id) = self.fonts.face(piece.face).and_then(|face| face.glyph(' ')) else { return };
        let ascends = piece.glyphs.windows(2).all(|pair| matches!(pair, [one, other] if one.1.start <= other.1.start));
        if ascends {
            piece.glyphs.push((Glyph { id, x: line.rect.right(), y: line.baseline }, solid..string.len()));
        }
    }
}

/// The glyphs with their places relative to one another, in em.
fn placed(piece: &Piece, baseline: f32) -> Vec<KrillaGlyph> {
    let next = piece.glyphs.iter().skip(1).map(|(glyph, _)| Some(glyph.x)).chain([None]);
    let size = piece.size;
    let place = |((glyph, range), next): (&(Glyph, Range<usize>), Option<f32>)| KrillaGlyph {
        glyph_id: GlyphId::new(u32::from(glyph.id)),
        text_range: range.clone(),
        x_advance: next.map_or(0.0, |next| (next - glyph.x) / size),
        x_offset: 0.0,
        y_offset: (baseline - glyph.y) / size,
        y_advance: 0.0,
        location: None,
    };
    piece.glyphs.iter().zip(next).map(place).collect()
}

/// The text of a line, with one space at its end if it goes on after one, and its pieces in logical order.
fn pieces(line: &Line, last: bool) -> (String, Vec<Piece>) {
    let solid = line.string.trim_end();
    let goes_on = !last && solid.len() < line.string.len() && !solid.is_empty();
    let mut starts: Vec<usize> = line.runs.iter().flat_map(|run| &run.starts).map(|start| *start as usize).collect();
    starts.sort_unstable();
    starts.dedup();
    let range = |start: Option<&u32>| {
        // Glyphs whose text nobody knows stand for all of the line.
        let Some(start) = start.map(|start| *start as usize).filter(|start| *start < solid.len()) else {
            return 0..solid.len();
        };
        let after = starts.partition_point(|other| *other <= start);
        let end = starts.get(after).copied().unwrap_or(solid.len()).min(solid.len());
        if solid.is_char_boundary(start) && solid.is_char_boundary(end) { start..end } else { 0..solid.len() }
    };
    let mut pieces: Vec<Piece> = Vec::new();
    for run in line.runs.iter().filter(|run| run.size > 0.0) {
        let mut current: Option<Piece> = None;
        // Whether the piece runs left to right, once it has two clusters.
        let mut ascends: Option<bool> = None;
        for (index, glyph) in run.glyphs.iter().enumerate() {
            let range = range(run.starts.get(index));
            let before = current.as_ref().and_then(|piece| piece.glyphs.last()).map(|(_, range)| range.clone());
            let joins = match &before {
                None => false,
                Some(before) if *before == range => true,
                Some(before) => {
                    // Neighbours in the text, in one direction or the other.
                    let way = if range.start == before.end {
                        Some(true)
                    } else if range.end == before.start {
                        Some(false)
                    } else {
                        None
                    };
                    let fits = way.is_some() && (ascends.is_none() || ascends == way);
                    if fits {
                        ascends = way;
                    }
                    fits
                }
            };
            match current.as_mut().filter(|_| joins) {
                Some(piece) => {
                    piece.start = piece.start.min(range.start);
                    piece.glyphs.push((*glyph, range));
                }
                None => {
                    pieces.extend(current.take());
                    ascends = None;
                    let start = range.start;
                    current = Some(Piece { face: run.face, size: run.size, glyphs: vec![(*glyph, range)], start });
                }
            }
        }
        pieces.extend(current);
    }
    pieces.sort_by_key(|piece| piece.start);
    let string = if goes_on { format!("{solid} ") } else { solid.to_owned() };
    (string, pieces)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::Rect;
    use crate::scene::GlyphRun;

    fn line(string: &str, runs: &[&[u32]]) -> Line {
        let mut pen = 0.0;
        let mut run = |(face, starts): (u16, &&[u32])| {
            let glyph = |_: &u32| {
                pen += 10.0;
                Glyph { id: 7, x: pen, y: 100.0 }
            };
            let glyphs = starts.iter().map(glyph).collect();
            GlyphRun { face: FaceId(face), size: 20.0, glyphs, starts: starts.to_vec() }
        };
        let runs = (0..).zip(runs).map(&mut run).collect();
        Line { string: string.into(), rect: Rect::default(), baseline: 100.0, runs }
    }

    fn texts(line: &Line, last: bool) -> Vec<Vec<String>> {
        let (string, pieces) = pieces(line, last);
        let text = |range: &Range<usize>| string[range.clone()].to_owned();
        pieces.iter().map(|piece| piece.glyphs.iter().map(|(_, range)| text(range)).collect()).collect()
    }

    #[test]
    fn each_glyph_stands_for_its_characters_up_to_the_next() {
        // A ligature of two letters, and a letter of two glyphs.
        assert_eq!(texts(&line("fian", &[&[0, 2, 3, 3]]), true), [["fi", "a", "n", "n"]]);
    }

    #[test]
    fn pieces_come_in_logical_order_whatever_stands_where() {
        // Two letters of Hebrew, drawn to the left of the Latin one that they follow.
        let mixed = line("aבג", &[&[3, 1], &[0]]);
        assert_eq!(texts(&mixed, true), [vec!["a"], vec!["ג", "ב"]]);
        // A number within right-to-left text, in the same face.
        let number = line("ב12ג", &[&[4, 2, 3, 0]]);
        assert_eq!(texts(&number, true), [vec!["ב"], vec!["1", "2"], vec!["ג"]]);
    }

    #[test]
    fn a_line_that_goes_on_after_a_space_keeps_one() {
        let line = line("Mary \n", &[&[0, 1, 2, 3]]);
        assert_eq!(pieces(&line, false).0, "Mary ");
        assert_eq!(pieces(&line, true).0, "Mary");
        assert_eq!(texts(&line, true), [["M", "a", "r", "y"]]);
    }

    #[test]
    fn glyphs_of_unknown_text_stand_for_the_whole_line() {
        assert_eq!(
            texts(
                &Line {
                    runs: vec![GlyphRun { starts: Vec::new(), ..line("ab", &[&[0, 1]]).runs[0].clone() }],
                    ..line("ab", &[])
                },
                true
            ),
            [["ab", "ab"]]
        );
        // A start within a character, and one behind the end.
        assert_eq!(texts(&line("é", &[&[1, 9]]), true), [["é", "é"]]);
    }
}

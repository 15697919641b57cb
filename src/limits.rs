//! Limits of what strangers' files may hold: all in one place, as `docs/limits.md` tells them.

/// The constants, and for the test that holds the document to them the row and the words of each.
macro_rules! limits {
    ($($(#[$about:meta])* $name:ident: $kind:ty = $value:expr, $row:literal, $words:literal;)*) => {
        $($(#[$about])* pub const $name: $kind = $value;)*
        #[cfg(test)]
        const TOLD: &[(&str, &str, u64)] = &[$(($row, $words, $value as u64)),*];
    };
}

limits! {
    /// Bytes of a credit file.
    CREDIT_FILE_BYTES: usize = 1 << 20, "a credit file", "1 MiB";
    /// Levels of lists and mappings in a file of records.
    LEVELS: usize = 32, "a credit file", "32 levels";
    /// Values of a file of records.
    VALUES: usize = 100_000, "a credit file", "100,000 values";
    /// Bytes of text of a file of records, what aliases repeat included.
    ALIASED_BYTES: usize = 4 << 20, "a credit file", "4 MiB of text after aliases";
    /// Characters of a name, a title or another text of a record.
    TEXT_CHARACTERS: usize = 4_000, "a text of a credit file", "4,000 characters";
    /// Names that a record credits, those of its tracks included.
    RECORD_NAMES: usize = 10_000, "a record", "10,000 names";
    /// Positions that lists of tracks of a record stand for, ranges resolved.
    TRACK_POSITIONS: usize = 200_000, "a record", "200,000 positions in lists of tracks";
    /// Bytes of any input.
    #[cfg_attr(not(feature = "cli"), allow(dead_code, reason = "inputs are files"))]
    INPUT_BYTES: u64 = 64 << 20, "any file of records, standard input", "64 MiB";
    /// Bytes of a spreadsheet.
    SHEET_BYTES: usize = 16 << 20, "a spreadsheet", "16 MiB";
    /// Cells of a spreadsheet.
    SHEET_CELLS: usize = 2_000_000, "a spreadsheet", "2,000,000 cells";
    /// Columns of a spreadsheet, as many as Excel and LibreOffice have.
    SHEET_COLUMNS: usize = 16_384, "a spreadsheet", "16,384 columns";
    /// Bytes that the parts of a workbook unpack to.
    #[cfg_attr(not(feature = "workbooks"), allow(dead_code, reason = "workbooks are not read"))]
    WORKBOOK_BYTES: u64 = 128 << 20, "a spreadsheet", "128 MiB unpacked";
    /// Characters of a cell, as many as Excel takes.
    CELL_CHARACTERS: usize = 32_767, "a spreadsheet", "32,767 characters a cell";
    /// Bytes of a picture.
    PICTURE_BYTES: usize = 64 << 20, "a picture", "64 MiB";
    /// Pixels of a picture.
    PICTURE_PIXELS: u64 = 100_000_000, "a picture", "100 million pixels";
    /// Bytes of memory that all pictures take together while they are decoded.
    DECODING_BYTES: u64 = 880 << 20, "a picture", "880 MiB of memory while it is decoded";
    /// Bytes that the colour profile of a PNG unpacks to.
    PROFILE_BYTES: u64 = 16 << 20, "a picture", "16 MiB beside its pixels";
    /// Scans of a JPEG.
    JPEG_SCANS: usize = 100, "a JPEG", "100 scans";
    /// Bytes of a file that is read for its picture: recordings, which have one in their tags, are larger than pictures.
    COVER_FILE_BYTES: u64 = 256 << 20, "a file read for its picture", "256 MiB";
    /// Bytes of a logo of pixels.
    LOGO_BYTES: usize = 16 << 20, "a logo of pixels", "16 MiB";
    /// Pixels of a logo.
    LOGO_PIXELS: u64 = 25_000_000, "a logo of pixels", "25 million pixels";
    /// Bytes of an SVG logo; it has some ten thousand.
    DRAWING_BYTES: usize = 2 << 20, "an SVG logo", "2 MiB";
    /// Elements of an SVG logo, with those that `<use>` and other references repeat.
    DRAWING_ELEMENTS: u64 = 50_000, "an SVG logo", "50,000 elements";
    /// Levels of an SVG logo, references followed.
    DRAWING_LEVELS: usize = 96, "an SVG logo", "96 levels";
    /// Lines and curves of a drawing.
    DRAWING_SEGMENTS: usize = 400_000, "a drawing: logos and vector parts of templates", "400,000 lines and curves";
    /// Groups of a drawing with opacity, clips or masks.
    DRAWING_LAYERS: usize = 500, "a drawing: logos and vector parts of templates", "500 layers";
    /// Such groups within each other.
    NESTED_LAYERS: usize = 6, "a drawing: logos and vector parts of templates", "6 within each other";
    /// Parts of a template.
    TEMPLATE_PARTS: usize = 64, "a template", "64 parts";
    /// Levels of an expression.
    EXPRESSION_LEVELS: usize = 200, "a template", "200 levels of an expression";
    /// Levels of statements.
    STATEMENT_LEVELS: usize = 48, "a template", "48 of statements";
    /// Times that a template sets a name.
    TEMPLATE_SETS: usize = 1_000, "a template", "1,000 `set`";
    /// Steps of an expansion: an instruction, or 64 bytes of what it makes.
    TEMPLATE_STEPS: u64 = 4 << 20, "an expansion of a template", "4,194,304 steps";
    /// Bytes of a brand kit.
    KIT_BYTES: u64 = 16 << 20, "a brand kit", "16 MiB";
    /// Font files of a brand kit.
    KIT_FONTS: usize = 64, "a brand kit", "64 font files";
    /// Bytes of a font.
    FONT_BYTES: u64 = 256 << 20, "a font", "256 MiB";
    /// Pages of a card.
    CARD_PAGES: usize = 200, "a card", "200 pages";
    /// Pixels of a page.
    PAGE_PIXELS: u64 = 100_000_000, "a card", "100 million pixels a page";
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What words say: `64 MiB`, `25 million pixels`, `2,000,000 cells`.
    fn meant(words: &str) -> u64 {
        let mut parts = words.split(' ');
        let number: u64 = parts.next().unwrap_or_default().replace(',', "").parse().expect("a number");
        match parts.next() {
            Some("MiB") => number << 20,
            Some("million") => number * 1_000_000,
            _ => number,
        }
    }

    #[test]
    fn the_document_tells_each_limit_as_it_is() {
        let document = include_str!("../docs/limits.md");
        for (row, words, value) in TOLD {
            assert_eq!(meant(words), *value, "{words}");
            let line = document.lines().find(|line| line.starts_with(&format!("| {row} |")));
            assert!(line.is_some_and(|line| line.contains(words)), "{row}: {words}: {line:?}");
        }
    }
}

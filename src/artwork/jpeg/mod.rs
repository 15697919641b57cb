//! JPEGs walked before they are decoded: decoders fill what a damaged file lacks with grey and say nothing.
//! All entropy-coded data is read, and of its values only their lengths count (ITU-T T.81, annexes B, F and G).

mod bits;
mod frame;
mod scan;
mod segments;

use crate::limits::JPEG_SCANS as MOST_SCANS;
use bits::Table;
use frame::Frame;
use scan::Scan;
use segments::Segments;

/// What is wrong with a JPEG.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Flaw {
    /// The file ends before the picture does.
    Ends,
    /// It is of a kind that is not read; what it has.
    Kind(&'static str),
    /// It is damaged; how.
    Damaged(String),
}

/// A JPEG that is whole.
#[derive(Debug)]
pub(super) struct Walked {
    /// Bytes between its parts that belong to nothing.
    pub stray: usize,
    /// Whether its colours have sizes or scans that what decodes covers reads wrongly, and another decoder rightly.
    pub unusual: bool,
}

/// Tables and restarts in force for the next scan.
#[derive(Default)]
struct Setting {
    dc: [Option<Table>; 4],
    ac: [Option<Table>; 4],
    /// MCUs between two restarts; none if 0.
    interval: usize,
}

/// Colours of a picture as its frame says: of four the decoder makes three, but the file has four.
pub(super) fn colours(bytes: &[u8]) -> Option<usize> {
    frame(bytes).ok().map(|frame| frame.components.len())
}

/// Whether a picture is of a kind that is read, from its frame.
pub(super) fn known(bytes: &[u8]) -> Result<(), Flaw> {
    frame(bytes).map(|_| ())
}

fn frame(bytes: &[u8]) -> Result<Frame, Flaw> {
    let mut segments = Segments::of(bytes);
    loop {
        let segment = segments.next()?;
        if let Some(frame) = Frame::read(&segment)? {
            return Ok(frame);
        }
    }
}

/// Reads a picture from its first marker to its last.
pub(super) fn walk(bytes: &[u8]) -> Result<Walked, Flaw> {
    let mut segments = Segments::of(bytes);
    let mut setting = Setting::default();
    let mut whole: Option<Frame> = None;
    let (mut scans, mut apart) = (0, false);
    loop {
        let segment = segments.next()?;
        if let Some(read) = Frame::read(&segment)? {
            if whole.is_some() {
                return Err(Flaw::Damaged("it has two frames".to_owned()));
            }
            whole = Some(read);
            continue;
        }
        match segment.kind {
            segments::TABLES => bits::tables(segment.body, &mut setting.dc, &mut setting.ac)?,
            segments::INTERVAL => {
                let two = segment.body.first_chunk().ok_or_else(cut)?;
                setting.interval = usize::from(u16::from_be_bytes(*two));
            }
            segments::SCAN => {
                let frame = whole.as_mut().ok_or_else(|| Flaw::Damaged("a scan comes before the frame".to_owned()))?;
                scans += 1;
                if scans > MOST_SCANS {
                    return Err(Flaw::Damaged(format!("it has more than {MOST_SCANS} scans")));
                }
                let scan = Scan::read(segment.body, frame)?;
                apart |= !frame.progressive && frame.has_sizes() && scan.len() < frame.components.len();
                scan.walk(&mut segments, frame, &setting)?;
            }
            segments::END => break,
            _ => {}
        }
    }
    let frame = whole.ok_or(Flaw::Ends)?;
    match frame.components.iter().position(|component| !component.scanned) {
        Some(index) => {
            Err(Flaw::Damaged(format!("there is nothing of colour {} of {}", index + 1, frame.components.len())))
        }
        None => Ok(Walked { stray: segments.stray, unusual: apart || frame.has_unusual_sizes() }),
    }
}

/// A segment that is shorter than what it must hold.
fn cut() -> Flaw {
    Flaw::Damaged("one of its headers is cut off".to_owned())
}

//! A scan of a JPEG: all blocks of some colours, read for their lengths alone.

use super::bits::{Bits, Stop, Table};
use super::frame::{Component, Frame};
use super::segments::Segments;
use super::{Flaw, Setting, cut};

/// What a scan's header says.
pub struct Scan {
    parts: Vec<Part>,
    /// First and last value of a block that it has.
    first: u32,
    last: u32,
    /// Whether it refines values that an earlier scan had.
    refines: bool,
    progressive: bool,
}

/// A colour of a scan.
struct Part {
    /// Which of the frame.
    component: usize,
    dc: usize,
    ac: usize,
}

/// What a block is read with.
struct Reader<'b> {
    bits: Bits<'b>,
    /// Blocks that have nothing more.
    empty: u32,
}

impl Scan {
    /// Reads a header.
    pub fn read(body: &[u8], frame: &Frame) -> Result<Scan, Flaw> {
        let (&count, rest) = body.split_first().ok_or_else(cut)?;
        let (parts, rest) = rest.split_at_checked(usize::from(count) * 2).ok_or_else(cut)?;
        let &[first, last, approximation] = rest.first_chunk().ok_or_else(cut)?;
        let part = |pair: &[u8]| {
            let &[id, tables] = pair else { return None };
            let component = frame.components.iter().position(|component| component.id == id)?;
            Some(Part { component, dc: usize::from(tables >> 4), ac: usize::from(tables & 15) })
        };
        let read: Option<Vec<Part>> = parts.chunks_exact(2).map(part).collect();
        let parts = read.ok_or_else(|| Flaw::Damaged("a scan has a colour that the picture has not".to_owned()))?;
        let of_one = parts.len() == 1;
        let progressive = frame.progressive;
        let possible = match (progressive, first) {
            (false, _) => true,
            (true, 0) => last == 0,
            (true, _) => of_one && first <= last && last < 64,
        };
        if !possible || parts.is_empty() || parts.len() > 4 {
            return Err(Flaw::Damaged("a scan is impossible".to_owned()));
        }
        let (first, last) = if progressive { (first, last) } else { (0, 63) };
        let refines = progressive && approximation >> 4 != 0;
        Ok(Scan { parts, first: first.into(), last: last.into(), refines, progressive })
    }

    /// Colours that it has.
    pub fn len(&self) -> usize {
        self.parts.len()
    }

    /// Reads its data, up to the marker behind it.
    pub fn walk(&self, segments: &mut Segments<'_>, frame: &mut Frame, setting: &Setting) -> Result<(), Flaw> {
        let mut tables = Vec::new();
        for part in &self.parts {
            let table = |of: &'_ [Option<Table>; 4], index: usize| of.get(index).and_then(Option::as_ref).is_some();
            let needed = [
                (self.first == 0 && !self.refines, table(&setting.dc, part.dc)),
                (self.last > 0, table(&setting.ac, part.ac)),
            ];
            if needed.iter().any(|(needed, there)| *needed && !there) {
                return Err(Flaw::Damaged("a scan has no code table".to_owned()));
            }
            tables.push((
                setting.dc.get(part.dc).and_then(Option::as_ref),
                setting.ac.get(part.ac).and_then(Option::as_ref),
            ));
        }
        let (mcus, rows) = frame.mcus();
        for part in &self.parts {
            if let Some(component) = frame.components.get_mut(part.component) {
                component.scanned |= self.first == 0;
                let blocks = mcus * component.across * rows * component.down;
                if self.progressive && component.filled.is_empty() {
                    component.filled = vec![0; blocks];
                }
            }
        }
        let alone = match self.parts.as_slice() {
            [only] => frame.components.get(only.component).map(|component| frame.blocks(component)),
            _ => None,
        };
        let (across, down) = alone.unwrap_or((mcus, rows));
        let mut reader = Reader { bits: Bits::new(segments.bytes, segments.at), empty: 0 };
        let (mut left, mut restarts) = (setting.interval, 0_u8);
        for row in 0..down {
            for column in 0..across {
                if setting.interval > 0 && left == 0 {
                    reader = restarted(&reader, segments, restarts)
                        .ok_or_else(|| Flaw::Damaged(format!("a restart is missing {}", place(frame, row, down))))?;
                    restarts = (restarts + 1) & 7;
                    left = setting.interval;
                }
                left = left.saturating_sub(1);
                let read =
                    self.mcu(&mut reader, &tables, &mut frame.components, (column, row), (mcus, alone.is_some()));
                read.map_err(|stop| match stop {
                    Stop::Short if reader.bits.is_last() => Flaw::Ends,
                    Stop::Short => Flaw::Damaged(format!("its data ends {}", place(frame, row, down))),
                    Stop::Nonsense => Flaw::Damaged(format!("its data makes no sense {}", place(frame, row, down))),
                })?;
            }
        }
        segments.at = reader.bits.at;
        segments.stray += reader.bits.count as usize / 8;
        Ok(())
    }

    fn mcu(
        &self,
        reader: &mut Reader<'_>,
        tables: &[(Option<&Table>, Option<&Table>)],
        components: &mut [Component],
        (column, row): (usize, usize),
        (mcus, alone): (usize, bool),
    ) -> Result<(), Stop> {
        for (part, (dc, ac)) in self.parts.iter().zip(tables) {
            let Some(component) = components.get_mut(part.component) else { continue };
            let Component { across, down, filled, .. } = component;
            let stride = mcus * *across;
            if alone {
                self.block(reader, *dc, *ac, filled.get_mut(row * stride + column))?;
                continue;
            }
            for y in row * *down..(row + 1) * *down {
                for x in column * *across..(column + 1) * *across {
                    self.block(reader, *dc, *ac, filled.get_mut(y * stride + x))?;
                }
            }
        }
        Ok(())
    }

    fn block(
        &self,
        reader: &mut Reader<'_>,
        dc: Option<&Table>,
        ac: Option<&Table>,
        filled: Option<&mut u64>,
    ) -> Result<(), Stop> {
        if self.first == 0 {
            match dc {
                _ if self.refines => _ = reader.bits.take(1)?,
                Some(table) if reader.bits.value(table)? < 16 => {}
                _ => return Err(Stop::Nonsense),
            }
        }
        if self.last == 0 {
            return Ok(());
        }
        let ac = ac.ok_or(Stop::Nonsense)?;
        match filled {
            Some(filled) if self.refines => reader.refined(ac, self.first, self.last, filled),
            Some(filled) => reader.spectral(ac, self.first, self.last, filled),
            None => reader.sequential(ac),
        }
    }
}

impl Reader<'_> {
    /// The values of a block of a sequential picture but for its first.
    fn sequential(&mut self, table: &Table) -> Result<(), Stop> {
        let mut at: u8 = 1;
        while at < 64 {
            if let Some(run) = self.bits.run(table, 64 - at) {
                at += run.past;
                if run.ends {
                    return Ok(());
                }
                continue;
            }
            let value = self.bits.value(table)?;
            match (value >> 4, value & 15) {
                (15, 0) => at += 16,
                (_, 0) => return Ok(()),
                (run, _) => at += run + 1,
            }
        }
        if at > 64 { Err(Stop::Nonsense) } else { Ok(()) }
    }

    /// The values of a block of a progressive picture, first seen here.
    fn spectral(&mut self, table: &Table, first: u32, last: u32, filled: &mut u64) -> Result<(), Stop> {
        if self.empty > 0 {
            self.empty -= 1;
            return Ok(());
        }
        let mut at = first;
        while at <= last {
            let value = self.bits.value(table)?;
            let (run, length) = (u32::from(value >> 4), u32::from(value & 15));
            match (run, length) {
                (15, 0) => at += 16,
                (run, 0) => {
                    self.empty = (1 << run) - 1 + self.bits.take(run)?;
                    return Ok(());
                }
                (run, _) => {
                    at += run;
                    if at > last {
                        return Err(Stop::Nonsense);
                    }
                    *filled |= 1 << at;
                    at += 1;
                }
            }
        }
        Ok(())
    }

    /// One more bit of the values of a block, and those that are first not zero now.
    fn refined(&mut self, table: &Table, first: u32, last: u32, filled: &mut u64) -> Result<(), Stop> {
        let mut at = first;
        if self.empty == 0 {
            while at <= last {
                let value = self.bits.value(table)?;
                let (mut run, length) = (u32::from(value >> 4), value & 15);
                match (run, length) {
                    (15, 0) => {}
                    (_, 0) => {
                        self.empty = (1 << run) + self.bits.take(run)?;
                        break;
                    }
                    (_, 1) => {}
                    _ => return Err(Stop::Nonsense),
                }
                while at <= last {
                    if *filled >> at & 1 == 1 {
                        self.bits.take(1)?;
                    } else if run == 0 {
                        break;
                    } else {
                        run -= 1;
                    }
                    at += 1;
                }
                if length == 1 && at <= last {
                    *filled |= 1 << at;
                }
                at += 1;
            }
        }
        if self.empty > 0 {
            while at <= last {
                if *filled >> at & 1 == 1 {
                    self.bits.take(1)?;
                }
                at += 1;
            }
            self.empty -= 1;
        }
        Ok(())
    }
}

/// What reads on behind the restart of a number; none if that does not come.
fn restarted<'b>(reader: &Reader<'b>, segments: &mut Segments<'b>, number: u8) -> Option<Reader<'b>> {
    segments.at = reader.bits.at;
    segments.stray += reader.bits.count as usize / 8;
    (segments.marker()? == 0xd0 + number).then(|| Reader { bits: Bits::new(segments.bytes, segments.at), empty: 0 })
}

/// Where in the picture a row of blocks is.
fn place(frame: &Frame, row: usize, rows: usize) -> String {
    format!("at row {} of {}", row * frame.height / rows.max(1), frame.height)
}

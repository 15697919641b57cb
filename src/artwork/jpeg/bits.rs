//! Entropy-coded data: bits between two markers, and the Huffman tables that cut them into values.

use super::{Flaw, cut};

/// Bits of a code that one look-up takes.
const FAST: u32 = 10;

/// A Huffman table.
pub struct Table {
    /// By the next [`FAST`] bits: the length of the code and of the bits that follow it, above its value; 0 if the code is
    /// longer.
    fast: Box<[u16; 1 << FAST]>,
    /// By length: the first code that is longer.
    past: [u32; 17],
    /// By length: what is added to a code for the index of its value.
    shift: [i64; 17],
    values: Vec<u8>,
}

/// Why data was not read on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// There is no more before the next marker.
    Short,
    /// What comes is nothing that could stand there.
    Nonsense,
}

/// Reads the tables of a segment.
pub fn tables(body: &[u8], dc: &mut [Option<Table>; 4], ac: &mut [Option<Table>; 4]) -> Result<(), Flaw> {
    let mut rest = body;
    while let Some((&head, after)) = rest.split_first() {
        let (counts, after) = after.split_first_chunk::<16>().ok_or_else(cut)?;
        let sum: usize = counts.iter().map(|count| usize::from(*count)).sum();
        let (values, after) = after.split_at_checked(sum).ok_or_else(cut)?;
        let place = if head >> 4 == 0 { dc.get_mut(usize::from(head)) } else { ac.get_mut(usize::from(head & 15)) };
        // What no scan can name is no harm.
        if let Some(place) = place {
            *place =
                Some(Table::new(counts, values).ok_or_else(|| Flaw::Damaged("a code table is impossible".to_owned()))?);
        }
        rest = after;
    }
    Ok(())
}

impl Table {
    fn new(counts: &[u8; 16], values: &[u8]) -> Option<Table> {
        let (mut past, mut shift) = ([0; 17], [0; 17]);
        let mut fast = Box::new([0_u16; 1 << FAST]);
        let (mut code, mut index) = (0_u32, 0_usize);
        for ((length, count), (past, shift)) in (1_u32..).zip(counts).zip(past.iter_mut().zip(shift.iter_mut()).skip(1))
        {
            *shift = index as i64 - i64::from(code);
            for _ in 0..*count {
                let value = *values.get(index)?;
                if length <= FAST {
                    let first = usize::try_from(code << (FAST - length)).ok()?;
                    let entry = u16::try_from(length + following(value)).ok()? << 8 | u16::from(value);
                    fast.get_mut(first..first + (1 << (FAST - length)))?.fill(entry);
                }
                code += 1;
                index += 1;
            }
            if code > 1 << length {
                return None;
            }
            *past = code;
            code <<= 1;
        }
        Some(Table { fast, past, shift, values: values.to_vec() })
    }
}

/// How many bits follow the code of a value: its lower half says so, of first values as of all others.
fn following(value: u8) -> u32 {
    u32::from(value & 15)
}

/// The bits from a place up to the next marker.
pub struct Bits<'b> {
    bytes: &'b [u8],
    /// The first byte that is not held.
    pub at: usize,
    /// The next bits, from the top; zeros below.
    held: u64,
    /// How many.
    pub count: u32,
}

impl<'b> Bits<'b> {
    pub fn new(bytes: &'b [u8], at: usize) -> Self {
        Self { bytes, at, held: 0, count: 0 }
    }

    /// Whether the file ends where the bits do.
    pub fn is_last(&self) -> bool {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        rest.iter().all(|byte| *byte == 0xff)
    }

    fn fill(&mut self) {
        while self.count <= 32 {
            let rest = self.bytes.get(self.at..).unwrap_or_default();
            if let Some(four) = rest.first_chunk::<4>()
                && !four.contains(&0xff)
            {
                self.held |= u64::from(u32::from_be_bytes(*four)) << (32 - self.count);
                self.count += 32;
                self.at += 4;
                continue;
            }
            let Some(&byte) = rest.first() else { return };
            let mut taken = 1;
            if byte == 0xff {
                // A zero follows what is no marker.
                taken = rest.iter().take_while(|byte| **byte == 0xff).count();
                if rest.get(taken) != Some(&0) {
                    return;
                }
                taken += 1;
            }
            self.held |= u64::from(byte) << (56 - self.count);
            self.count += 8;
            self.at += taken;
        }
    }

    /// The next `count` bits, at most 16, as a number.
    pub fn take(&mut self, count: u32) -> Result<u32, Stop> {
        if self.count < count {
            self.fill();
            if self.count < count {
                return Err(Stop::Short);
            }
        }
        if count == 0 {
            return Ok(0);
        }
        let value = (self.held >> (64 - count)) as u32;
        self.held <<= count;
        self.count -= count;
        Ok(value)
    }

    /// The value of the next code, behind which and the bits that follow it it stands then.
    pub fn value(&mut self, table: &Table) -> Result<u8, Stop> {
        // The longest code with the longest bits.
        if self.count < 32 {
            self.fill();
        }
        let entry = table.fast.get((self.held >> (64 - FAST)) as usize).copied().unwrap_or(0);
        let (length, value) = match u32::from(entry >> 8) {
            0 => self.long(table)?,
            length => (length, (entry & 0xff) as u8),
        };
        if length > self.count {
            return Err(Stop::Short);
        }
        self.held <<= length;
        self.count -= length;
        Ok(value)
    }

    /// A code of more than [`FAST`] bits: its length with that of the bits that follow it, and its value.
    fn long(&self, table: &Table) -> Result<(u32, u8), Stop> {
        let found = (FAST + 1..=16).zip(table.past.iter().zip(&table.shift).skip(FAST as usize + 1)).find_map(
            |(length, (past, shift))| {
                let code = (self.held >> (64 - length)) as u32;
                let index = usize::try_from(i64::from(code) + shift).ok()?;
                let value = *table.values.get(index).filter(|_| code < *past)?;
                Some((length + following(value), value))
            },
        );
        found.ok_or(if self.count < 16 { Stop::Short } else { Stop::Nonsense })
    }
}

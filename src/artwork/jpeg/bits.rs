//! Entropy-coded data: bits between two markers, and the Huffman tables that cut them into values.

use super::{Flaw, cut};

/// Bits of a code that one look-up takes.
const FAST: u32 = 10;

/// Bits of several values of a block, with the bits that follow each, that one look-up takes.
const RUN: u32 = 13;

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
    /// By the next [`RUN`] bits, for values of a block but its first: those that are whole in them.
    runs: Vec<Run>,
}

/// Values of a block that one look-up takes: nothing if the first is longer.
#[derive(Clone, Copy, Default)]
pub struct Run {
    /// How many bits they have.
    bits: u8,
    /// How far in the block they lead; one further if the block ends with them.
    pub past: u8,
    /// Whether the block ends with them.
    pub ends: bool,
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
            let mut table =
                Table::new(counts, values).ok_or_else(|| Flaw::Damaged("a code table is impossible".to_owned()))?;
            if head >> 4 != 0 {
                table.runs = (0..1 << RUN).map(|bits| table.run(bits)).collect();
            }
            *place = Some(table);
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
        Some(Table { fast, past, shift, values: values.to_vec(), runs: Vec::new() })
    }

    /// The values that begin with some bits, as many as are whole in them.
    fn run(&self, bits: u32) -> Run {
        let mut run = Run::default();
        let mut rest = bits << (32 - RUN);
        loop {
            let entry = self.fast.get((rest >> (32 - FAST)) as usize).copied().unwrap_or(0);
            let (length, value) = (u32::from(entry >> 8), (entry & 0xff) as u8);
            if length == 0 || u32::from(run.bits) + length > RUN {
                return run;
            }
            run.bits += (entry >> 8) as u8;
            rest <<= length;
            run.ends = value & 15 == 0 && value >> 4 != 15;
            run.past += if run.ends { 1 } else { (value >> 4) + 1 };
            if run.ends || run.past > 64 {
                return run;
            }
        }
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

    /// The values that the next bits begin with, of a block with `room` for values; behind them and their bits it stands then.
    /// `None` if there is none, or more than the block has room for: those are read one by one.
    pub fn run(&mut self, table: &Table, room: u8) -> Option<Run> {
        if self.count < RUN {
            self.fill();
        }
        let run = table.runs.get((self.held >> (64 - RUN)) as usize).copied()?;
        if run.bits == 0 || run.past > room || u32::from(run.bits) > self.count {
            return None;
        }
        self.held <<= run.bits;
        self.count -= u32::from(run.bits);
        Some(run)
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Codes of 2 to 6 bits: ends of blocks, runs, and values of several lengths.
    const COUNTS: [u8; 16] = [0, 1, 2, 3, 4, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    const VALUES: [u8; 14] = [0x01, 0x02, 0x11, 0x00, 0x03, 0xf0, 0x21, 0x31, 0x12, 0x04, 0x51, 0x06, 0x22, 0xa1];

    proptest! {
        #[test]
        fn values_that_are_read_together_are_those_that_are_read_one_by_one(bytes in prop::collection::vec(0_u8..255, 1..200)) {
            let body: Vec<u8> = [0x10].into_iter().chain(COUNTS).chain(VALUES).collect();
            let (mut dc, mut ac) = Default::default();
            prop_assert!(tables(&body, &mut dc, &mut ac).is_ok());
            let table = ac.first().and_then(Option::as_ref).expect("a table");
            let (mut together, mut single) = (Bits::new(&bytes, 0), Bits::new(&bytes, 0));
            while let Some(run) = together.run(table, 63) {
                let (mut past, mut ends) = (0, false);
                while past < run.past {
                    let value = single.value(table).expect("a value");
                    ends = value & 15 == 0 && value != 0xf0;
                    past += if ends { 1 } else { (value >> 4) + 1 };
                }
                let place = |bits: &Bits<'_>| bits.at * 8 - bits.count as usize;
                prop_assert_eq!((past, ends, place(&single)), (run.past, run.ends, place(&together)));
            }
        }
    }
}

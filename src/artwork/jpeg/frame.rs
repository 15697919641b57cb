//! The frame of a JPEG: its size and its colours, of which each may have a size of its own.

use super::segments::Segment;
use super::{Flaw, cut};

/// What a frame says.
#[derive(Debug)]
pub struct Frame {
    pub progressive: bool,
    /// Pixels.
    pub width: usize,
    /// Pixels.
    pub height: usize,
    pub components: Vec<Component>,
    /// The largest factors of any component.
    pub across: usize,
    pub down: usize,
}

/// A colour.
#[derive(Debug)]
pub struct Component {
    pub id: u8,
    /// Blocks side by side and below each other in an MCU.
    pub across: usize,
    pub down: usize,
    /// Whether a scan had its first values.
    pub scanned: bool,
    /// Of each block of a progressive picture, which values are not zero so far.
    pub filled: Vec<u64>,
}

impl Frame {
    /// The frame that a segment is; none if it is another segment.
    pub fn read(segment: &Segment<'_>) -> Result<Option<Frame>, Flaw> {
        let progressive = match segment.kind {
            0xc0 | 0xc1 => false,
            0xc2 => true,
            0xc3 | 0xc7 | 0xcb | 0xcf => return Err(Flaw::Kind("is compressed without loss")),
            0xc5 | 0xc6 | 0xcd | 0xce => return Err(Flaw::Kind("is hierarchical")),
            0xc9 | 0xca => return Err(Flaw::Kind("has arithmetic coding")),
            _ => return Ok(None),
        };
        let (head, components) = segment.body.split_first_chunk().ok_or_else(cut)?;
        let [precision, y1, y2, x1, x2, count] = *head;
        if precision != 8 {
            return Err(Flaw::Kind("has more than 8 bits a colour"));
        }
        let side = |high: u8, low: u8| usize::from(u16::from_be_bytes([high, low]));
        let mut read = Vec::new();
        for part in components.chunks_exact(3).take(usize::from(count)) {
            let &[id, factors, _] = part else { continue };
            let (across, down) = (usize::from(factors >> 4), usize::from(factors & 15));
            if !(1..=4).contains(&across) || !(1..=4).contains(&down) {
                return Err(Flaw::Damaged(format!("a colour has the sampling factors {across} and {down}")));
            }
            read.push(Component { id, across, down, scanned: false, filled: Vec::new() });
        }
        if read.len() < usize::from(count) {
            return Err(cut());
        }
        if !(1..=4).contains(&read.len()) {
            return Err(Flaw::Damaged(format!("it has {count} colours")));
        }
        if read.len() > 1 && read.iter().any(|one| one.across == 3 || one.down == 3) {
            return Err(Flaw::Kind("has colours of a third of its size"));
        }
        // One colour has one block an MCU, whatever it says.
        if let [only] = read.as_mut_slice() {
            (only.across, only.down) = (1, 1);
        }
        let most = |of: fn(&Component) -> usize| read.iter().map(of).max().unwrap_or(1);
        let (across, down) = (most(|one| one.across), most(|one| one.down));
        let (width, height) = (side(x1, x2), side(y1, y2));
        Ok(Some(Frame { progressive, width, height, components: read, across, down }))
    }

    /// Whether colours have different sizes.
    pub fn has_sizes(&self) -> bool {
        self.components.iter().any(|one| (one.across, one.down) != (self.across, self.down))
    }

    /// Whether colours have other sizes than of the first colour's and one that goes into it once, twice or four times.
    pub fn has_unusual_sizes(&self) -> bool {
        let goes = |factor: usize, most: usize| [1, 2, 4].iter().any(|times| factor * times == most);
        let mut others = self.components.iter().skip(1);
        let first = self.components.first().is_some_and(|one| (one.across, one.down) == (self.across, self.down));
        let same = others.next().is_none_or(|second| {
            let alike = |one: &Component| (one.across, one.down) == (second.across, second.down);
            let black = |one: &Component| (one.across, one.down) == (self.across, self.down);
            goes(second.across, self.across)
                && goes(second.down, self.down)
                && others.all(|one| alike(one) || black(one))
        });
        !(first && same)
    }

    /// MCUs side by side and below each other, of a scan of several colours.
    pub fn mcus(&self) -> (usize, usize) {
        (self.width.div_ceil(8 * self.across), self.height.div_ceil(8 * self.down))
    }

    /// Blocks side by side and below each other, of a scan of one colour alone.
    pub fn blocks(&self, component: &Component) -> (usize, usize) {
        let blocks = |side: usize, factor: usize, most: usize| (side * factor).div_ceil(most).div_ceil(8);
        (blocks(self.width, component.across, self.across), blocks(self.height, component.down, self.down))
    }
}

//! Memory of decoded pictures: megabytes that are written once, so they are asked for in large pages where the system has
//! them. A cover of 1400 px is 1,436 pages of 4 KiB, which cost a process that makes one card 3 to 9 % of its time.

use std::ops::{Deref, DerefMut};

use memmap2::MmapMut;

/// Bytes of a large page where there are any.
const PAGE: usize = 2 << 20;
/// Bytes from which large pages are worth it.
const LARGE: usize = 2 * PAGE;

/// Bytes of a picture.
pub(super) enum Buffer {
    Small(Vec<u8>),
    Large(Large),
}

/// The first so many bytes of whole large pages.
pub(super) struct Large {
    map: MmapMut,
    length: usize,
}

impl Buffer {
    /// That many zeros. A decoder may leave pixels out of a damaged file, and they must not be those of an earlier picture.
    pub(super) fn zeroed(length: usize) -> Buffer {
        let whole = length.next_multiple_of(PAGE);
        if length < LARGE {
            return Buffer::Small(vec![0; length]);
        }
        match MmapMut::map_anon(whole) {
            Ok(map) => {
                // Where there are none, small pages do.
                #[cfg(target_os = "linux")]
                let _ = map.advise(memmap2::Advice::HugePage);
                Buffer::Large(Large { map, length })
            }
            Err(_) => Buffer::Small(vec![0; length]),
        }
    }
}

impl From<Vec<u8>> for Buffer {
    fn from(bytes: Vec<u8>) -> Buffer {
        Buffer::Small(bytes)
    }
}

impl Deref for Buffer {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Buffer::Small(bytes) => bytes,
            Buffer::Large(Large { map, length }) => map.get(..*length).unwrap_or(&[]),
        }
    }
}

impl DerefMut for Buffer {
    fn deref_mut(&mut self) -> &mut [u8] {
        match self {
            Buffer::Small(bytes) => bytes,
            Buffer::Large(Large { map, length }) => map.get_mut(..*length).unwrap_or(&mut []),
        }
    }
}

impl Clone for Buffer {
    fn clone(&self) -> Buffer {
        let mut copy = Buffer::zeroed(self.len());
        copy.copy_from_slice(self);
        copy
    }
}

impl std::fmt::Debug for Buffer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} bytes", self.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_buffer_of_any_size_begins_as_zeros_and_holds_what_is_written() {
        for length in [0, 1, LARGE - 1, LARGE, LARGE + 12_345, 2 * LARGE + 1, LARGE + 12_344] {
            let mut buffer = Buffer::zeroed(length);
            assert_eq!(buffer.len(), length);
            assert!(buffer.iter().all(|byte| *byte == 0), "{length}");
            buffer.fill(7);
            assert!(buffer.clone().iter().all(|byte| *byte == 7));
            if let Some(last) = buffer.last_mut() {
                *last = 8;
                assert_eq!(buffer.clone().last(), Some(&8));
            }
        }
    }
}

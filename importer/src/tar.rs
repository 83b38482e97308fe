//! The table of a tar (POSIX ustar): names and places. Nothing is unpacked.

use rawzip::ReaderAt;

use crate::broken::Broken;
use crate::input::Input;

const BLOCK: u64 = 512;
/// Files within that are looked at, at the most.
const MAX_FILES: usize = 1_000_000;

/// One file within.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) name: String,
    pub(crate) from: u64,
    pub(crate) size: u64,
}

/// Whether a file begins as a tar does.
pub(crate) fn is_tar(head: &[u8]) -> bool {
    head.get(257..262) == Some(b"ustar")
}

/// Every regular file within, in order.
pub(crate) fn entries(input: &Input) -> Result<Vec<Entry>, Broken> {
    let mut entries = Vec::new();
    let mut at = 0;
    loop {
        let mut header = [0; BLOCK as usize];
        if at >= input.length {
            // The two empty blocks of the end are missing, and so may be what stood before them.
            return Err(Broken::Truncated);
        }
        input.read_exact_at(&mut header, at)?;
        if header.iter().all(|byte| *byte == 0) {
            return Ok(entries);
        }
        let size = size(&header).filter(|_| is_tar(&header) && is_sound(&header)).ok_or(Broken::Damaged)?;
        at += BLOCK;
        let end = at.checked_add(size).ok_or(Broken::Damaged)?;
        if end > input.length {
            return Err(Broken::Truncated);
        }
        if matches!(header[156], b'0' | 0) {
            if entries.len() == MAX_FILES {
                return Err(Broken::TooLarge);
            }
            let (name, prefix) = (text(&header[..100]), text(&header[345..500]));
            let name = if prefix.is_empty() { name } else { format!("{prefix}/{name}") };
            entries.push(Entry { name, from: at, size });
        }
        at = end.next_multiple_of(BLOCK);
    }
}

fn text(field: &[u8]) -> String {
    let end = field.iter().position(|byte| *byte == 0).unwrap_or(field.len());
    String::from_utf8_lossy(&field[..end]).into_owned()
}

fn octal(field: &[u8]) -> Option<u64> {
    u64::from_str_radix(text(field).trim(), 8).ok()
}

/// The size, in octal digits or, from 8 GiB on, as some write it: bytes behind a mark.
fn size(header: &[u8]) -> Option<u64> {
    let field = &header[124..136];
    if field[0] != 0x80 {
        return octal(field);
    }
    let high = field[1..4].iter().all(|byte| *byte == 0);
    high.then(|| field[4..].iter().fold(0, |sum: u64, byte| (sum << 8) | u64::from(*byte)))
}

fn is_sound(header: &[u8]) -> bool {
    let sum: u64 =
        header.iter().enumerate().map(|(at, byte)| if (148..156).contains(&at) { 32 } else { u64::from(*byte) }).sum();
    octal(&header[148..156]) == Some(sum)
}

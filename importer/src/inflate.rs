//! Bytes of a zip as they were before they were packed, within bounds.

use std::io::{self, BufRead, BufReader, Read};

use miniz_oxide::inflate::stream::{InflateState, inflate};
use miniz_oxide::{DataFormat, MZFlush, MZStatus};
use rawzip::Crc32;

use crate::broken::Broken;
use crate::input::Span;

/// How far text may be packed. JSON of chats comes to about 20, the method itself to 1,032.
const MAX_RATIO: u64 = 200;
/// Below this many bytes the ratio does not matter.
const HARMLESS: u64 = 16 << 20;

/// What the table of a zip says about one file.
pub(crate) struct Told {
    pub(crate) size: u64,
    pub(crate) checksum: u32,
}

/// One file of a zip, unpacked while it is read.
pub(crate) struct Inflating {
    packed: BufReader<Span>,
    /// None where it was stored as it is.
    state: Option<Box<InflateState>>,
    told: Told,
    checksum: Crc32,
    n_packed: u64,
    n_unpacked: u64,
    is_over: bool,
}

impl Inflating {
    pub(crate) fn new(packed: Span, is_deflated: bool, told: Told) -> Self {
        Self {
            packed: BufReader::with_capacity(64 << 10, packed),
            state: is_deflated.then(|| InflateState::new_boxed(DataFormat::Raw)),
            told,
            checksum: Crc32::new(),
            n_packed: 0,
            n_unpacked: 0,
            is_over: false,
        }
    }

    fn unpack(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let input = self.packed.fill_buf()?;
            let Some(state) = &mut self.state else {
                let n_read = self.packed.read(buffer)?;
                self.is_over = n_read == 0;
                return Ok(n_read);
            };
            let is_all = input.is_empty();
            let done = inflate(state, input, buffer, MZFlush::None);
            self.packed.consume(done.bytes_consumed);
            self.n_packed += done.bytes_consumed as u64;
            match done.status {
                Ok(MZStatus::StreamEnd) => {
                    self.is_over = true;
                    return Ok(done.bytes_written);
                }
                Ok(_) if done.bytes_written > 0 => return Ok(done.bytes_written),
                _ if is_all => return Err(Broken::Damaged.into()),
                Ok(_) => {}
                Err(_) if done.bytes_consumed > 0 => {}
                Err(_) => return Err(Broken::Damaged.into()),
            }
        }
    }
}

impl Read for Inflating {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        let n_read = if self.is_over { 0 } else { self.unpack(buffer)? };
        self.checksum.update(&buffer[..n_read]);
        self.n_unpacked += n_read as u64;
        let is_bomb = self.n_unpacked > HARMLESS && self.n_unpacked > self.n_packed.saturating_mul(MAX_RATIO);
        if self.state.is_some() && is_bomb {
            return Err(Broken::Bomb.into());
        }
        let is_as_told = self.n_unpacked == self.told.size && self.checksum.checksum() == self.told.checksum;
        if n_read == 0 && !is_as_told {
            return Err(Broken::Damaged.into());
        }
        Ok(n_read)
    }
}

//! A file that is read in pieces, at the places where something is wanted.
//!
//! A zip with a gigabyte of pictures and a tar with a gigabyte of blobs are never read as a whole.

use std::io::{self, Read};
use std::rc::Rc;

pub use rawzip::ReaderAt;

/// A file and its length. Cheap to clone: it is the same file.
#[derive(Clone)]
pub struct Input {
    bytes: Rc<dyn ReaderAt>,
    /// How many bytes it has.
    pub length: u64,
}

impl Input {
    /// A file somewhere.
    pub fn new(bytes: Rc<dyn ReaderAt>, length: u64) -> Self {
        Self { bytes, length }
    }

    /// The same over bytes that are here.
    pub fn of(bytes: Vec<u8>) -> Self {
        let length = bytes.len() as u64;
        Self::new(Rc::new(bytes), length)
    }

    /// What stands from one place to another, to be read from its beginning. It may end before that, where the file does.
    pub fn span(&self, from: u64, to: u64) -> Span {
        Span { input: self.clone(), at: from, end: to.min(self.length) }
    }
}

impl ReaderAt for Input {
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        if offset >= self.length {
            return Ok(0);
        }
        self.bytes.read_at(buffer, offset)
    }
}

/// A part of a file.
pub struct Span {
    input: Input,
    at: u64,
    end: u64,
}

impl Read for Span {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.end.saturating_sub(self.at)).unwrap_or(usize::MAX);
        let wanted = buffer.len().min(left);
        let n_read = self.input.read_at(&mut buffer[..wanted], self.at)?;
        self.at += n_read as u64;
        Ok(n_read)
    }
}

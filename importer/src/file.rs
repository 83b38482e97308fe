//! A file that the person chose, read in pieces. Only a worker may wait for them.

use std::io;
use std::rc::Rc;

use js_sys::Uint8Array;
use parlance_importer::input::{Input, ReaderAt};
use sha2::{Digest, Sha256};
use web_sys::{Blob, File, FileReaderSync};

/// Bytes of a blob that are in memory at once while it is checked.
const STEP: u64 = 1 << 20;

struct Pieces {
    file: File,
    reader: FileReaderSync,
}

impl ReaderAt for Pieces {
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        let refused = |_| io::Error::other("the browser does not give the file's bytes");
        let blob = slice(&self.file, offset, offset.saturating_add(buffer.len() as u64), "").map_err(refused)?;
        let bytes = Uint8Array::new(&self.reader.read_as_array_buffer(&blob).map_err(refused)?.into());
        let n_read = (bytes.length() as usize).min(buffer.len());
        bytes.slice(0, n_read as u32).copy_to(&mut buffer[..n_read]);
        Ok(n_read)
    }
}

/// A file as what the importer reads; none where there is nothing to read it with.
pub fn input(file: &File) -> Option<Input> {
    let pieces = Pieces { file: file.clone(), reader: FileReaderSync::new().ok()? };
    Some(Input::new(Rc::new(pieces), file.size() as u64))
}

/// A part of a file: a handle, not its bytes.
pub fn slice(file: &File, from: u64, to: u64, kind: &str) -> Result<Blob, wasm_bindgen::JsValue> {
    // Whole numbers are exact up to nine petabytes.
    file.slice_with_f64_and_f64_and_content_type(from as f64, to as f64, kind)
}

/// The name of a part of a file, made from its bytes.
pub fn sha256(input: &Input, from: u64, to: u64) -> io::Result<String> {
    let mut hash = Sha256::new();
    let mut buffer = vec![0; STEP as usize];
    let mut at = from;
    while at < to {
        let wanted = (to - at).min(STEP) as usize;
        input.read_exact_at(&mut buffer[..wanted], at)?;
        hash.update(&buffer[..wanted]);
        at += wanted as u64;
    }
    Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

//! Compressed copies beside the originals, for hosts that send what is ready.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::thread;

use brotli::enc::BrotliEncoderParams;
use brotli::enc::backward_references::BrotliEncoderMode;
use flate2::{Compression, write::GzEncoder};

use crate::say::{OrSay, Outcome, Problem};

/// What compresses well. Pictures and fonts are compressed by nature.
const TEXT: [&str; 10] = ["html", "js", "mjs", "css", "wasm", "svg", "json", "webmanifest", "txt", "xml"];
/// Below this a compressed copy saves nothing worth a file.
const SMALLEST: u64 = 256;
/// The powers of two that brotli may cut its input at, and the kinds of input it may take it for. Which does best changes with
/// a few bytes of the input, by up to 600 in the first load, so all are tried. The last kind judges a byte by the upper bits of
/// the one before it (RFC 7932, 7.1: MSB6), and makes most modules smaller by one part in a hundred.
const BLOCKS: [i32; 3] = [16, 17, 18];
const MODES: [BrotliEncoderMode; 3] = [
    BrotliEncoderMode::BROTLI_MODE_GENERIC,
    BrotliEncoderMode::BROTLI_MODE_FONT,
    BrotliEncoderMode::BROTLI_FORCE_MSB_PRIOR,
];

/// Writes `.br` and `.gz` beside each text file in `out`, on all cores.
pub fn all(out: &Path) -> Outcome<()> {
    let mut files = Vec::new();
    collect(out, &mut files)?;
    // The largest is taken first, lest it be left to one core at the end.
    files.sort_by_key(|file| fs::metadata(file).map_or(0, |data| data.len()));
    let queue = Mutex::new(files);
    let next = || queue.lock().ok()?.pop();
    let work = || -> Outcome<()> {
        while let Some(file) = next() {
            one(&file)?;
        }
        Ok(())
    };
    let n_workers = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        let workers: Vec<_> = (0..n_workers).map(|_| scope.spawn(work)).collect();
        workers.into_iter().try_for_each(|worker| {
            worker
                .join()
                .unwrap_or_else(|_| Err(Problem::new("compressing the folder panicked; the words above say where.")))
        })
    })
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Outcome<()> {
    let doing = "looking for files to compress";
    for entry in fs::read_dir(folder).or_say(doing)? {
        let path = entry.or_say(doing)?.path();
        let is_text = path.extension().and_then(|end| end.to_str()).is_some_and(|end| TEXT.contains(&end));
        if path.is_dir() {
            collect(&path, files)?;
        } else if is_text && fs::metadata(&path).or_say(doing)?.len() > SMALLEST {
            files.push(path);
        }
    }
    Ok(())
}

fn one(file: &Path) -> Outcome<()> {
    let doing = format!("compressing {}", file.display());
    let content = fs::read(file).or_say(&doing)?;
    let with_end = |end: &str| PathBuf::from(format!("{}.{end}", file.display()));

    let mut smallest: Option<Vec<u8>> = None;
    for (lgblock, mode) in BLOCKS.into_iter().flat_map(|block| MODES.map(|mode| (block, mode))) {
        let best = BrotliEncoderParams { quality: 11, size_hint: content.len(), lgblock, mode, ..Default::default() };
        let mut small = Vec::new();
        brotli::BrotliCompress(&mut content.as_slice(), &mut small, &best).or_say(&doing)?;
        if smallest.as_ref().is_none_or(|smallest| small.len() < smallest.len()) {
            smallest = Some(small);
        }
    }
    fs::write(with_end("br"), smallest.unwrap_or_default()).or_say(&doing)?;

    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&content).or_say(&doing)?;
    fs::write(with_end("gz"), encoder.finish().or_say(&doing)?).or_say(&doing)
}

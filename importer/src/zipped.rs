//! A zip: which of its files hold chats.
//!
//! Files are found by the last part of their names and are never written anywhere, so that a path that climbs out
//! of a folder leads nowhere. What is not read (pictures, as a rule) is not looked at.

use std::io::Read;

use rawzip::{CompressionMethod, RECOMMENDED_BUFFER_SIZE, ZipArchive, ZipLocator};

use crate::MAX_TEXT;
use crate::broken::Broken;
use crate::inflate::{Inflating, Told};
use crate::input::Input;

/// Files within that are read at the most.
const MAX_FILES: usize = 20_000;

/// What lies beside the chats in the exports that are known.
const BESIDE: [&str; 10] = [
    "user.json",
    "users.json",
    "projects.json",
    "memories.json",
    "message_feedback.json",
    "model_comparisons.json",
    "shared_conversations.json",
    "shopping.json",
    "user_settings.json",
    "export_manifest.json",
];

/// A file within that is to be read.
pub(crate) struct Packed {
    name: String,
    place: rawzip::ZipArchiveEntryWayfinder,
    method: CompressionMethod,
    is_encrypted: bool,
    told: Told,
}

/// A zip and the files within that may hold chats, by name.
pub(crate) struct Zip {
    archive: ZipArchive<Input>,
    /// The next comes last.
    files: Vec<Packed>,
    /// Whether its files are one export, and not a chat each.
    pub(crate) is_one_export: bool,
    /// The file that was fetched last.
    pub(crate) name: String,
}

impl Zip {
    pub(crate) fn open(input: &Input) -> Result<Self, Broken> {
        let mut buffer = vec![0; RECOMMENDED_BUFFER_SIZE];
        let located = ZipLocator::new().locate_in_reader(input.clone(), &mut buffer, input.length);
        // The table stands at the end: what has none was cut off.
        let archive = located.map_err(|_| Broken::Truncated)?;
        let mut files = Vec::new();
        let mut entries = archive.entries(&mut buffer);
        while let Some(entry) = entries.next_entry().map_err(|_| Broken::Damaged)? {
            let path = String::from_utf8_lossy(entry.file_path().as_ref()).into_owned();
            let name = path.rsplit(['/', '\\']).next().unwrap_or_default().to_lowercase();
            let is_text = [".json", ".jsonl"].iter().any(|ending| name.ends_with(ending));
            if entry.is_dir() || !is_text || path.contains("__MACOSX") || BESIDE.contains(&name.as_str()) {
                continue;
            }
            if files.len() == MAX_FILES {
                return Err(Broken::TooLarge);
            }
            files.push(Packed {
                name,
                place: entry.wayfinder(),
                method: entry.compression_method(),
                is_encrypted: entry.flags().is_encrypted(),
                told: Told { size: entry.uncompressed_size_hint(), checksum: entry.crc32() },
            });
        }
        // ChatGPT and Claude: one file, or several shards of it. What lies beside is something else.
        let is_one_export = files.iter().any(is_conversations);
        if is_one_export {
            files.retain(is_conversations);
        }
        files.sort_by(|a, b| b.name.cmp(&a.name));
        if files.is_empty() {
            Err(Broken::NoChats)
        } else {
            Ok(Self { archive, files, is_one_export, name: String::new() })
        }
    }

    /// The next of the files, to be read from its beginning.
    pub(crate) fn next(&mut self) -> Option<Result<Box<dyn Read>, Broken>> {
        let file = self.files.pop()?;
        self.name.clone_from(&file.name);
        Some(self.unpack(file))
    }

    fn unpack(&self, file: Packed) -> Result<Box<dyn Read>, Broken> {
        if file.is_encrypted {
            return Err(Broken::Encrypted);
        }
        if file.told.size > MAX_TEXT {
            return Err(Broken::TooLarge);
        }
        let is_deflated = match file.method {
            CompressionMethod::STORE => false,
            CompressionMethod::DEFLATE => true,
            _ => return Err(Broken::Damaged),
        };
        let entry = self.archive.get_entry(file.place).map_err(|_| Broken::Damaged)?;
        let (from, to) = entry.compressed_data_range();
        if to < from {
            return Err(Broken::Damaged);
        }
        Ok(Box::new(Inflating::new(self.archive.get_ref().span(from, to), is_deflated, file.told)))
    }
}

fn is_conversations(file: &Packed) -> bool {
    file.name.starts_with("conversations")
}

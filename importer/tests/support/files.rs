//! Files for the tests: fixtures, and what packs them.

use std::fs;
use std::path::PathBuf;

use miniz_oxide::deflate::compress_to_vec;
use parlance::domain::time::Timestamp;
use parlance_importer::broken::Broken;
use parlance_importer::found::Found;
use parlance_importer::input::Input;
use parlance_importer::reading::read_all;

/// When the files of the tests were written.
pub const WRITTEN: Timestamp = Timestamp::from_ms(1_760_000_000_000);

/// Every fixture by its name, in order.
pub fn fixtures() -> Vec<(String, Vec<u8>)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut all: Vec<(String, Vec<u8>)> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap()))
        .collect();
    all.sort();
    all
}

/// One fixture.
pub fn fixture(name: &str) -> Vec<u8> {
    fixtures().into_iter().find(|(found, _)| found == name).unwrap_or_else(|| panic!("no fixture {name}")).1
}

/// Reads a file as a whole.
pub fn read(bytes: &[u8]) -> Result<Found, Broken> {
    read_all(&Input::of(bytes.to_vec()), WRITTEN)
}

/// One file in a zip.
pub struct Packed<'a> {
    pub name: &'a str,
    pub bytes: &'a [u8],
    pub is_deflated: bool,
    pub flags: u16,
}

/// A file that is deflated in a zip.
pub fn packed<'a>(name: &'a str, bytes: &'a [u8]) -> Packed<'a> {
    Packed { name, bytes, is_deflated: true, flags: 0 }
}

/// A zip, written as its specification says.
pub fn zip(files: &[Packed<'_>]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut table = Vec::new();
    for Packed { name, bytes, is_deflated, flags } in files {
        let data = if *is_deflated { compress_to_vec(bytes, 6) } else { bytes.to_vec() };
        let mut common = Vec::new();
        common.extend(20_u16.to_le_bytes());
        common.extend(flags.to_le_bytes());
        common.extend((if *is_deflated { 8_u16 } else { 0 }).to_le_bytes());
        common.extend([0; 4]);
        common.extend(rawzip::crc32(bytes).to_le_bytes());
        common.extend((data.len() as u32).to_le_bytes());
        common.extend((bytes.len() as u32).to_le_bytes());
        common.extend((name.len() as u16).to_le_bytes());
        common.extend([0; 2]);
        table.extend(b"PK\x01\x02\x14\x00");
        table.extend(&common);
        table.extend([0; 10]);
        table.extend((out.len() as u32).to_le_bytes());
        table.extend(name.as_bytes());
        out.extend(b"PK\x03\x04");
        out.extend(&common);
        out.extend(name.as_bytes());
        out.extend(data);
    }
    let (at, n) = (out.len() as u32, files.len() as u16);
    out.extend(&table);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend(n.to_le_bytes());
    out.extend(n.to_le_bytes());
    out.extend((table.len() as u32).to_le_bytes());
    out.extend(at.to_le_bytes());
    out.extend([0; 2]);
    out
}

/// A tar, as docs/format.md says.
pub fn tar(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = Vec::new();
    for (name, bytes) in files {
        let mut header = [0_u8; 512];
        header[..name.len()].copy_from_slice(name.as_bytes());
        header[100..108].copy_from_slice(b"0000644\0");
        header[108..116].copy_from_slice(b"0000000\0");
        header[116..124].copy_from_slice(b"0000000\0");
        header[124..136].copy_from_slice(format!("{:011o}\0", bytes.len()).as_bytes());
        header[136..148].copy_from_slice(b"00000000000\0");
        header[148..156].copy_from_slice(b"        ");
        header[156] = b'0';
        header[257..265].copy_from_slice(b"ustar\x0000");
        let sum: u32 = header.iter().map(|byte| u32::from(*byte)).sum();
        header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
        out.extend(header);
        out.extend(*bytes);
        out.resize(out.len().next_multiple_of(512), 0);
    }
    out.resize(out.len() + 1_024, 0);
    out
}

/// An export of ours with two chats, an aside and a blob.
pub fn archive() -> Vec<u8> {
    let blob = b"not really a picture";
    let name = "a3ad0cb9ba6a3bbb05c3c1b07c4d6fef4d1a9d2c50c0ec3b0b8bb1c7f4a5d6e7";
    let blobs = format!("{{\"sha256\":\"{name}\",\"type\":\"image/png\",\"bytes\":{}}}\n", blob.len());
    let manifest = br#"{"format":"parlance","v":2,"chats":2,"messages":3,"asides":1,"blobs":1}"#;
    let chats = concat!(
        r#"{"v":2,"id":"aa","title":"First","created":10,"active":30,"archived":true,"chosen":["m1"]}"#,
        "\n",
        r#"{"v":2,"id":"b/b","title":"Second","created":40,"active":50,"deleted":60}"#,
        "\n",
    );
    let messages = concat!(
        r#"{"v":2,"chat":"aa","id":"m1","role":"user","created":10,"parts":[{"kind":"text","text":"One"}]}"#,
        "\n",
        r#"{"v":2,"chat":"aa","id":"m2","parent":"m1","role":"assistant","created":30,"parts":[{"kind":"text","text":"Two"}],"answer":{"asked":"acme/alpha","outcome":"complete"}}"#,
        "\n",
        r#"{"v":2,"chat":"b/b","id":"m 3","role":"user","created":40,"parts":[{"kind":"text","text":"Three"}]}"#,
        "\n",
    );
    let asides = "{\"v\":2,\"chat\":\"aa\",\"id\":\"m1\",\"raw\":{\"b\":1.5,\"a\":[true]}}\n";
    tar(&[
        ("manifest.json", manifest),
        ("chats.jsonl", chats.as_bytes()),
        ("messages.jsonl", messages.as_bytes()),
        ("asides.jsonl", asides.as_bytes()),
        ("blobs.jsonl", blobs.as_bytes()),
        (&format!("blobs/{name}"), blob),
    ])
}

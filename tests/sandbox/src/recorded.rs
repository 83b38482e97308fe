//! What real traffic looked like: error replies and whole streams, served as they were written down.

use std::sync::LazyLock;

use serde_json::Value;

const CHAT: &str = "POST /api/v1/chat/completions";

/// One error reply of `errors.json`.
pub struct Recorded {
    /// Its name; the model is `sandbox/` and this.
    pub name: String,
    /// HTTP status.
    pub status: u16,
    /// Headers as on the wire.
    pub headers: Vec<(String, String)>,
    /// The body: JSON, or the text of a page.
    pub body: String,
}

/// The error replies of the chat route.
pub fn errors() -> &'static [Recorded] {
    static ERRORS: LazyLock<Vec<Recorded>> = LazyLock::new(|| {
        let all: Vec<Value> =
            serde_json::from_str(include_str!("../errors.json")).expect("errors.json is a JSON array");
        all.iter().filter(|entry| entry["route"] == CHAT).map(read).collect()
    });
    &ERRORS
}

fn read(entry: &Value) -> Recorded {
    let text = |value: &Value| value.as_str().map(str::to_owned).unwrap_or_else(|| value.to_string());
    let headers = entry["headers_on_wire"].as_object().into_iter().flatten();
    Recorded {
        name: text(&entry["name"]),
        status: entry["status"].as_u64().and_then(|status| u16::try_from(status).ok()).unwrap_or(500),
        headers: headers.map(|(name, value)| (name.clone(), text(value))).collect(),
        body: text(&entry["body"]),
    }
}

/// One stream of `tests/streams`.
pub struct Transcript {
    /// File name without its ending; the model is `sandbox/transcript-` and this.
    pub stem: &'static str,
    /// Every byte of it.
    pub bytes: &'static [u8],
}

impl Transcript {
    /// The generation id in its chunks.
    pub fn generation_id(&self) -> Option<String> {
        let text = String::from_utf8_lossy(self.bytes);
        let (_, rest) = text.split_once(r#"{"id":""#)?;
        rest.split_once('"').map(|(id, _)| id.to_owned())
    }
}

macro_rules! transcripts {
    ($($stem:literal)+) => {
        &[$(Transcript {
            stem: $stem,
            bytes: include_bytes!(concat!("../../streams/", $stem, ".sse")),
        }),+]
    };
}

/// All streams.
pub fn transcripts() -> &'static [Transcript] {
    transcripts! {
        "01-plain-with-comments" "02-reasoning-text-signature" "03-reasoning-summary-encrypted"
        "04-image-output" "05-tool-call-fragments" "06-web-search-annotations" "07-midstream-error"
        "08-midstream-error-string-code" "09-error-first-event" "10-length-cutoff"
        "11-length-reasoning-only" "12-usage-empty-choices" "13-crlf" "14-multibyte"
        "15-content-filter" "16-audio-output" "17-eof-without-done" "18-tool-call-finish-stop"
        "19-unknown-fields" "20-file-annotation" "21-refusal"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_transcript_names_its_generation() {
        for transcript in transcripts() {
            let id = transcript.generation_id().unwrap_or_default();
            assert!(id.starts_with("gen-"), "{}", transcript.stem);
        }
    }

    #[test]
    fn a_page_stays_a_page() {
        let html = errors().iter().find(|error| error.name == "524-edge-html").expect("it is listed");
        assert!(html.body.starts_with("<!DOCTYPE html>"));
    }
}

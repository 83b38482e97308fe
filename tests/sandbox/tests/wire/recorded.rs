//! Recorded traffic comes out as it was written down.

use parlance_sandbox::recorded::transcripts;
use serde_json::Value;

use super::Sandbox;

#[tokio::test]
async fn every_chat_error_is_answered_as_written() {
    let sandbox = Sandbox::new();
    let all: Vec<Value> = serde_json::from_str(include_str!("../../errors.json")).expect("valid JSON");
    let chat = all.iter().filter(|entry| entry["route"] == "POST /api/v1/chat/completions");
    let mut n_errors = 0;
    for entry in chat {
        let name = entry["name"].as_str().expect("a name");
        let reply = sandbox.ask(&format!("sandbox/{name}"), "Hello").await;
        assert_eq!(u64::from(reply.status.as_u16()), entry["status"].as_u64().expect("a status"), "{name}");
        match entry["body"].as_str() {
            Some(page) => assert_eq!(reply.text, page, "{name}"),
            None => assert_eq!(reply.json(), entry["body"], "{name}"),
        }
        for (header, value) in entry["headers_on_wire"].as_object().expect("headers") {
            let values: Vec<_> = reply.headers.get_all(header).iter().collect();
            assert_eq!(values, [value.as_str().expect("text")], "{name}: {header}");
        }
        n_errors += 1;
    }
    assert_eq!(n_errors, 31);
}

#[tokio::test]
async fn every_transcript_is_played_byte_for_byte() {
    let sandbox = Sandbox::new();
    for transcript in transcripts() {
        let reply = sandbox.ask(&format!("sandbox/transcript-{}", transcript.stem), "Hello").await;
        assert_eq!(reply.text.as_bytes(), transcript.bytes, "{}", transcript.stem);
        let id = reply.header("x-generation-id");
        assert!(reply.text.contains(&format!("\"id\":\"{id}\"")), "{}", transcript.stem);
    }
}

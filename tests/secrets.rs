//! The stored forms of a sign-in on its way and of the sealed key.

use parlance::domain::sign_in::Attempt;
use parlance::domain::time::Timestamp;
use parlance::protocol::archive::{SealedKey, attempt_from_text, attempt_to_text};

#[test]
fn an_attempt_is_read_as_it_was_written() {
    let attempt = Attempt {
        state: "st\"ate".to_owned(),
        verifier: "verifier".to_owned(),
        return_to: "c/01kar?x=ü".to_owned(),
        started: Timestamp::from_ms(1_795_392_000_000),
    };
    let text = attempt_to_text(&attempt);
    assert_eq!(attempt_from_text(&text), Some(attempt));
    for text in ["", "{}", "x", &text.replace("\"v\":1", "\"v\":2"), &text.replace("started", "begun")] {
        assert_eq!(attempt_from_text(text), None, "{text}");
    }
}

#[test]
fn a_sealed_key_is_read_as_it_was_written() {
    let sealed = SealedKey { iv: (0..12).collect(), sealed: (0..=255).collect() };
    let text = sealed.to_text();
    assert_eq!(SealedKey::from_text(&text), Some(sealed));
    for text in [
        "",
        "sk-or-v1-abc",
        r#"{"v":1,"iv":[1]}"#,
        r#"{"v":1,"iv":[1],"sealed":[256]}"#,
        r#"{"v":1,"iv":"AQ==","sealed":[]}"#,
    ] {
        assert_eq!(SealedKey::from_text(text), None, "{text}");
    }
}

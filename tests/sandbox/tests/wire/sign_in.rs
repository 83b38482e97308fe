//! The way to a key.

use serde_json::{Value, json};

use super::{Reply, Sandbox};

/// RFC 7636, appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const S256: &str = "code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256";

async fn go(sandbox: &Sandbox, more: &str) -> Reply {
    sandbox.get(&format!("/auth?callback_url=http%3A%2F%2Flocalhost%3A8080%2Fcallback%3Fkeep%3D1&{more}")).await
}

async fn code(sandbox: &Sandbox, more: &str) -> String {
    let reply = go(sandbox, &format!("auto=grant&{more}")).await;
    let (_, code) = reply.header("location").split_once("code=").expect("a code");
    code.split('&').next().unwrap_or_default().to_owned()
}

async fn exchange(sandbox: &Sandbox, body: Value) -> Reply {
    sandbox.post("/api/v1/auth/keys", body).await
}

fn message(reply: &Reply) -> (u16, String) {
    (reply.status.as_u16(), reply.json()["error"]["message"].as_str().unwrap_or_default().to_owned())
}

#[tokio::test]
async fn a_test_can_ask_which_key_a_code_became() {
    let sandbox = Sandbox::new();
    let code = code(&sandbox, S256).await;
    let issued = format!("/sandbox/issued?code={code}");
    assert_eq!(sandbox.get(&issued).await.json(), Value::Null);
    let body = json!({"code": code, "code_verifier": VERIFIER, "code_challenge_method": "S256"});
    let key = exchange(&sandbox, body).await.json()["key"].clone();
    assert!(key.is_string());
    assert_eq!(sandbox.get(&issued).await.json(), key);
}

#[tokio::test]
async fn the_way_back_keeps_the_query_and_the_state() {
    let reply = go(&Sandbox::new(), &format!("{S256}&state=a%26b&auto=grant")).await;
    assert_eq!(reply.status, 302);
    let place = reply.header("location");
    assert!(place.starts_with("http://localhost:8080/callback?keep=1&code=auth_code_"), "{place}");
    assert!(place.ends_with("&state=a%26b"), "{place}");
}

#[tokio::test]
async fn a_denial_brings_an_error_and_no_state() {
    let reply = go(&Sandbox::new(), "state=x&auto=deny").await;
    assert_eq!(reply.header("location"), "http://localhost:8080/callback?keep=1&error=access_denied");
}

#[tokio::test]
async fn the_page_escapes_what_the_app_says() {
    let reply = go(&Sandbox::new(), "key_label=%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E").await;
    assert_eq!(reply.status, 200);
    assert!(!reply.text.contains("<script"));
    assert!(reply.text.contains("&lt;script&gt;"));
}

#[tokio::test]
async fn every_method_gives_a_key_to_whoever_holds_the_verifier() {
    let sandbox = Sandbox::new();
    for (start, verifier, method) in [
        (S256.to_owned(), json!(VERIFIER), json!("S256")),
        (format!("code_challenge={CHALLENGE}&code_challenge_method=plain"), json!(CHALLENGE), json!("plain")),
        (String::new(), json!("unused"), json!(null)),
    ] {
        let code = code(&sandbox, &start).await;
        let body = json!({"code": code, "code_verifier": verifier, "code_challenge_method": method});
        let reply = exchange(&sandbox, body.clone()).await;
        let key = reply.json()["key"].as_str().unwrap_or_default().to_owned();
        assert!(sandbox.world.keys.is_valid(&key), "{method}: {}", reply.text);
        let again = exchange(&sandbox, body).await;
        assert_eq!(message(&again), (403, "Invalid code or code_verifier".to_owned()), "{method}");
    }
}

#[tokio::test]
async fn refusals_speak_openrouters_words() {
    let sandbox = Sandbox::new();
    for (start, verifier, method, status, words) in [
        (S256, Some("wrong"), Some("S256"), 403, "Invalid code or code_verifier"),
        (S256, None, Some("S256"), 403, "Invalid code or code_verifier"),
        (S256, Some(VERIFIER), Some("plain"), 400, "Invalid code_challenge_method"),
        (S256, Some(VERIFIER), None, 400, "Invalid code_challenge_method"),
        ("", Some(VERIFIER), Some("S256"), 400, "Invalid code_challenge_method"),
        ("then=400-invalid-code", None, None, 400, "Invalid code"),
        ("then=403-verifier", None, None, 403, "Invalid code or code_verifier"),
        ("then=403-expired", None, None, 403, "Authorization code expired"),
        ("then=405", None, None, 405, "Method Not Allowed"),
        ("then=500", None, None, 500, "Internal Server Error"),
    ] {
        let mut body = json!({"code": code(&sandbox, start).await});
        if let Some(verifier) = verifier {
            body["code_verifier"] = json!(verifier);
        }
        if let Some(method) = method {
            body["code_challenge_method"] = json!(method);
        }
        assert_eq!(message(&exchange(&sandbox, body).await), (status, words.to_owned()), "{start} {method:?}");
    }
    let unknown = exchange(&sandbox, json!({"code": "auth_code_nobody"})).await;
    assert_eq!(message(&unknown), (400, "Invalid code".to_owned()));
}

#[tokio::test]
async fn a_body_without_a_code_gets_the_other_envelope() {
    let reply = exchange(&Sandbox::new(), json!({"code_verifier": "x"})).await;
    assert_eq!(reply.status, 400);
    assert_eq!(reply.json()["success"], false);
    assert_eq!(reply.json()["error"]["name"], "ZodError");
}

#[tokio::test]
async fn a_key_carries_its_label_and_limit() {
    let sandbox = Sandbox::new();
    let code = code(&sandbox, "key_label=My%20chat&limit=5").await;
    let key = exchange(&sandbox, json!({ "code": code })).await.json()["key"].as_str().unwrap_or_default().to_owned();
    let account = sandbox.world.keys.account(&key);
    assert_eq!((account.label.as_deref(), account.limit), (Some("My chat"), Some(5.0)));
}

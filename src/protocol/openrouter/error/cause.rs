//! From status, type and words of an error to its cause.
//!
//! The stable words for programs count first, then the status, and people's words only where
//! nothing else tells two causes apart. Of these, a provider's (`metadata.raw`) are asked for one
//! thing alone: a provider's daily limit, say, is not the person's.

use serde_json::Value;

use super::{PASSED_ON, header, innermost, message, whole_number};
use crate::domain::problem::ProblemKind;
use crate::domain::time::Timestamp;
use crate::protocol::json::text;

/// The smallest cap that all providers take, in tokens. An answer for
/// which the credits cover less is not worth offering.
const SMALLEST_CAP: u32 = 16;

/// The cause of `error`, which came with `status` if there was one.
pub(super) fn kind(status: Option<u16>, error: &Value) -> ProblemKind {
    let error_type = error_type(error);
    let status = status.unwrap_or_else(|| status_of(error_type));
    let message = message(error).to_ascii_lowercase();
    spent_limit(status, error, &message)
        .or_else(|| unavailable(status, error, error_type))
        .or_else(|| by_type(error_type))
        .unwrap_or_else(|| by_status(status, error, &message))
}

/// The stable name, wherever this envelope has it; in a stream the code may be such a word.
fn error_type(error: &Value) -> &str {
    text(&error["metadata"], "error_type")
        .or_else(|| text(error, "error_type"))
        .or_else(|| text(error, "code"))
        .unwrap_or_default()
}

/// The status that stands for a type, where no number was told.
fn status_of(error_type: &str) -> u16 {
    match error_type {
        "authentication" => 401,
        "payment_required" => 402,
        "permission_denied" => 403,
        "not_found" => 404,
        "precondition_failed" => 412,
        "payload_too_large" | "image_too_large" => 413,
        "unprocessable" => 422,
        "rate_limit_exceeded" => 429,
        "invalid_request"
        | "invalid_prompt"
        | "invalid_image"
        | "image_too_small"
        | "unsupported_image_format"
        | "image_not_found"
        | "image_download_failed"
        | "max_tokens_exceeded" => 400,
        // Of all others (`server`, `timeout`, `provider_…`, new ones) one may hope for better luck.
        _ => 500,
    }
}

/// Money and the free tier, which OpenRouter reports under 402, 403 and 429.
fn spent_limit(status: u16, error: &Value, message: &str) -> Option<ProblemKind> {
    if !matches!(status, 402 | 403 | 429) {
        return None;
    }
    let metadata = &error["metadata"];
    if let Some(tokens) = number_after(message, "can only afford ").filter(|tokens| *tokens >= SMALLEST_CAP) {
        return Some(ProblemKind::LowerOutputCap { affordable: Some(tokens) });
    }
    match (text(metadata, "limit_source"), text(metadata, "reason")) {
        (Some("openrouter_in_flight_budget"), _) | (_, Some("in_flight_budget_exhausted")) => {
            Some(ProblemKind::WaitAndRetry)
        }
        (Some("openrouter_key_limit"), _) => Some(ProblemKind::KeyLimitReached),
        (Some("openrouter_credits"), _) => Some(ProblemKind::OutOfCredits),
        (Some("openrouter_free_tier_daily"), _) => Some(daily_limit(metadata)),
        _ if message.contains("free-models-per-day") => Some(daily_limit(metadata)),
        _ if message.contains("key limit exceeded") => Some(ProblemKind::KeyLimitReached),
        _ => None,
    }
}

/// The reset is epoch milliseconds in all records; seconds are told from them by their size.
fn daily_limit(metadata: &Value) -> ProblemKind {
    let reset = whole_number(header(metadata, "X-RateLimit-Reset")).and_then(|reset| i64::try_from(reset).ok());
    let to_ms = |reset: i64| if reset < 100_000_000_000 { reset * 1000 } else { reset };
    ProblemKind::DailyLimit { resets: reset.map(to_ms).map(Timestamp::from_ms) }
}

/// What the newer `availability` says, whose `retryable` is to be trusted over the status.
fn unavailable(status: u16, error: &Value, error_type: &str) -> Option<ProblemKind> {
    let availability = &error["availability"];
    let code = text(availability, "code").unwrap_or_default();
    if availability["retryable"] == true {
        let is_rate = status == 429 || code == "capacity_exhausted" || error_type == "rate_limit_exceeded";
        return Some(if is_rate { ProblemKind::RateLimited } else { ProblemKind::Retryable });
    }
    let excluded_by = |cause: &str| {
        let causes = availability["excluded_by"].as_array().into_iter().flatten();
        causes.filter_map(Value::as_str).any(|by| by.starts_with(cause))
    };
    if code == "privacy_restricted" || excluded_by("data_policy") {
        return Some(ProblemKind::DataPolicy);
    }
    if excluded_by("context_length") {
        return Some(ProblemKind::ContextTooLong);
    }
    let is_final = matches!(
        code,
        "model_not_found"
            | "wrong_endpoint"
            | "model_deprecated"
            | "model_unavailable_upstream"
            | "region_restricted"
            | "constraint_filtered"
            | "free_variant_ended"
    );
    // Asking again is futile, whatever the status suggests.
    let is_hopeless = availability["retryable"] == false && (status == 429 || status >= 500);
    (is_final || is_hopeless).then_some(ProblemKind::ModelUnavailable)
}

fn by_type(error_type: &str) -> Option<ProblemKind> {
    match error_type {
        "context_length_exceeded" | "token_limit_exceeded" | "string_too_long" => Some(ProblemKind::ContextTooLong),
        "content_policy_violation" | "refusal" => Some(ProblemKind::Moderation),
        _ => None,
    }
}

fn by_status(status: u16, error: &Value, message: &str) -> ProblemKind {
    let metadata = &error["metadata"];
    let says = |words: &str| message.contains(words);
    match status {
        400 | 403 | 409 if says("code expired") => ProblemKind::OauthCodeExpired,
        400 | 403 | 409 if says("code_challenge") => ProblemKind::Bug,
        400 | 403 | 409 if message.starts_with("invalid code") => ProblemKind::OauthCodeRejected,
        400 if says("not a valid model") => ProblemKind::ModelUnavailable,
        400 if is_too_long(message) || innermost(&metadata["raw"]).is_some_and(|raw| is_too_long(&raw)) => {
            ProblemKind::ContextTooLong
        }
        400 | 422 => ProblemKind::BadRequest,
        // Passed on, it is the provider who does not know OpenRouter; the person's key is fine.
        401 if says(&PASSED_ON.to_ascii_lowercase()) => ProblemKind::Retryable,
        401 => ProblemKind::SignedOut,
        402 if says("fewer max_tokens") => ProblemKind::LowerOutputCap { affordable: None },
        402 => ProblemKind::OutOfCredits,
        403 if has(metadata, "reasons") || has(metadata, "flagged_input") || says("flagged") || says("moderation") => {
            ProblemKind::Moderation
        }
        403 if has(metadata, "patterns") || says("guardrail") || says("injection") => ProblemKind::Guardrail,
        403 if says("region") || says("country") => ProblemKind::ModelUnavailable,
        403 => ProblemKind::BadRequest,
        404 if message.starts_with("generation ") => ProblemKind::NotReadyYet,
        404 if says("data policy") => ProblemKind::DataPolicy,
        404 => ProblemKind::ModelUnavailable,
        405 | 409 | 412 => ProblemKind::Bug,
        408 => ProblemKind::Retryable,
        413 => ProblemKind::TooLarge,
        429 => ProblemKind::RateLimited,
        status if status < 500 => ProblemKind::BadRequest,
        _ => ProblemKind::Retryable,
    }
}

/// Providers say it in their own words; these are those of the large ones.
fn is_too_long(words: &str) -> bool {
    let words = words.to_ascii_lowercase();
    ["context length", "context window", "context_length", "prompt is too long", "maximum number of tokens"]
        .into_iter()
        .any(|phrase| words.contains(phrase))
}

fn has(metadata: &Value, name: &str) -> bool {
    metadata.get(name).is_some_and(|value| !value.is_null())
}

/// The number that stands right behind `words`.
fn number_after(text: &str, words: &str) -> Option<u32> {
    let (_, rest) = text.split_once(words)?;
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    rest[..end].parse().ok()
}

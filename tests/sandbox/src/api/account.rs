//! What a key may ask about itself: `/key`, `/credits`, `/generation`.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, Response, StatusCode};
use serde_json::{Value, json};

use super::exchange::USER;
use super::reply;
use crate::world::World;
use crate::world::generations::Generation;
use crate::world::keys::masked;

/// What the account bought once, in dollars.
const BOUGHT: f64 = 25.0;
/// What it spent before the sandbox started.
const SPENT_BEFORE: f64 = 3.25;

/// `GET /key`.
pub async fn key(State(world): State<Arc<World>>, headers: HeaderMap) -> Response<Body> {
    let key = match reply::key(&headers, &world) {
        Ok(key) => key,
        Err(refusal) => return *refusal,
    };
    let account = world.keys.account(&key);
    let usage = account.usage;
    let data = json!({
        "label": account.label.unwrap_or_else(|| masked(&key)),
        "limit": account.limit,
        "limit_remaining": account.limit.map(|limit| (limit - usage).max(0.0)),
        "limit_reset": null,
        "include_byok_in_limit": false,
        "usage": usage,
        "usage_daily": usage,
        "usage_weekly": usage,
        "usage_monthly": usage,
        "byok_usage": 0,
        "byok_usage_daily": 0,
        "byok_usage_weekly": 0,
        "byok_usage_monthly": 0,
        "is_free_tier": false,
        "is_management_key": false,
        "is_provisioning_key": false,
        "expires_at": null,
        "creator_user_id": USER,
        "rate_limit": {"requests": -1, "interval": "10s", "note": "This field is deprecated and safe to ignore."},
        "free_model_daily_requests": {"used": 0, "limit": 1000, "remaining": 1000},
        "allowed_data_regions": ["global"],
        "organization_id": null,
        "workspace_id": "00000000-0000-4000-8000-000000000000"
    });
    reply::fresh(reply::json(StatusCode::OK, &json!({ "data": data })))
}

/// `GET /credits`.
pub async fn credits(State(world): State<Arc<World>>, headers: HeaderMap) -> Response<Body> {
    if let Err(refusal) = reply::key(&headers, &world) {
        return *refusal;
    }
    let data = json!({"total_credits": BOUGHT, "total_usage": SPENT_BEFORE + world.keys.total_usage()});
    reply::fresh(reply::json(StatusCode::OK, &json!({ "data": data })))
}

/// `GET /generation?id=`.
pub async fn generation(
    State(world): State<Arc<World>>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response<Body> {
    if let Err(refusal) = reply::key(&headers, &world) {
        return *refusal;
    }
    let query = query.unwrap_or_default();
    let Some((_, id)) = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "id") else {
        return reply::zod("id", "invalid_type", "Required");
    };
    reply::fresh(match world.generations.ask(&id) {
        None => reply::error(StatusCode::NOT_FOUND, &format!("Generation {id} not found")),
        Some(generation) => reply::json(StatusCode::OK, &json!({"data": report(&id, &generation)})),
    })
}

/// Fields that OpenRouter sends and that nothing here ever fills.
const NEVER: &str = "upstream_id cache_discount app_id moderation_latency service_tier web_search_engine external_user \
    preset_id router provider_responses user_agent http_referer session_id request_id workspace_id";
/// Counts of things that nothing here ever uses.
const ZERO: &str = "native_tokens_completion_images native_tokens_cached num_media_prompt num_input_audio_prompt \
    num_media_completion num_search_results num_fetches";

fn report(id: &str, generation: &Generation) -> Value {
    let usage = generation.usage;
    let mut data = json!({
        "id": id,
        "total_cost": usage.cost(),
        "upstream_inference_cost": usage.cost(),
        "usage": usage.cost(),
        "created_at": timestamp(generation.created),
        "model": generation.model,
        "provider_name": generation.provider,
        "streamed": generation.streamed,
        "cancelled": !generation.finished,
        "latency": 120,
        "generation_time": 800,
        "finish_reason": generation.finish_reason,
        "native_finish_reason": generation.finish_reason,
        "tokens_prompt": usage.n_prompt,
        "tokens_completion": usage.n_completion,
        "native_tokens_prompt": usage.n_prompt,
        "native_tokens_completion": usage.n_completion,
        "native_tokens_reasoning": usage.n_reasoning,
        "origin": "",
        "is_byok": false,
        "api_type": "completions",
        "data_region": "global"
    });
    for name in NEVER.split_whitespace() {
        data[name] = Value::Null;
    }
    for name in ZERO.split_whitespace() {
        data[name] = json!(0);
    }
    data
}

/// ISO 8601 without a calendar library: Howard Hinnant's `civil_from_days`, years after 1970.
fn timestamp(seconds: u64) -> String {
    let (days, rest) = (seconds / 86_400 + 719_468, seconds % 86_400);
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    let (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.000Z")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timestamps_are_right_around_leap_days() {
        for (seconds, expected) in [
            (0, "1970-01-01T00:00:00.000Z"),
            (1_709_164_800, "2024-02-29T00:00:00.000Z"),
            (1_795_392_001, "2026-11-23T00:00:01.000Z"),
        ] {
            assert_eq!(timestamp(seconds), expected);
        }
    }
}

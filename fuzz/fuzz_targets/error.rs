#![no_main]
//! Whatever a server answers, it becomes a problem whose foreign words are bounded and plain.

use libfuzzer_sys::fuzz_target;
use parlance::protocol::openrouter::error;

fuzz_target!(|body: &[u8]| {
    // All statuses would only dilute the search: these have branches of their own, and 599 has none.
    for status in [200, 400, 401, 402, 403, 404, 405, 408, 413, 422, 429, 500, 599] {
        let problem = error::problem(status, body);
        assert!(!problem.sentence().is_empty());
        let detail = problem.detail.unwrap_or_default();
        assert!(detail.chars().count() <= 500 && !detail.chars().any(char::is_control), "{detail:?}");
        assert!(problem.fallback_models.iter().all(|model| model.as_str().is_ascii()));
        assert_ne!(problem.retry_after_s, Some(0));
    }
});

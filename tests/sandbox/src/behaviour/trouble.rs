//! Behaviours about how it goes wrong.

use std::time::Duration;

use serde_json::json;

use super::{Ask, Plan, small_talk};
use crate::recorded::errors;
use crate::script::{Script, Step};

const TICK: Duration = Duration::from_millis(20);

/// A browser throws away what the page has not read yet when the socket dies. A slow one has read it by then.
const HAS_READ: Duration = Duration::from_secs(1);

fn begun(text: &str) -> Script {
    Script::new().comments(1).say(text, 8, TICK)
}

/// Stops inside a word.
pub fn length(_: &Ask) -> Plan {
    Plan::Tell(begun("The planets in order are Mercury, Venus, Earth, Ma").end("length", "max_tokens"))
}

/// Stopped by a filter.
pub fn filter(_: &Ask) -> Plan {
    Plan::Tell(begun("I can outline the first part, but").end("content_filter", "SAFETY"))
}

/// No text, and yet an orderly end.
pub fn empty(_: &Ask) -> Plan {
    Plan::Tell(Script::new().comments(1).end("stop", "stop"))
}

/// An error after some text: status 200, no usage, no `[DONE]`.
pub fn midstream_error(_: &Ask) -> Plan {
    Plan::Tell(begun("Photosynthesis happens in two stages: the light reac").then(Step::Fail(json!({
        "code": 502,
        "message": "Provider disconnected",
        "metadata": {"error_type": "provider_unavailable", "provider_code": "upstream_reset"}
    }))))
}

/// An error instead of any text, after a long wait for a provider.
pub fn error_first(_: &Ask) -> Plan {
    Plan::Tell(Script::new().comments(6).then(Step::Fail(json!({
        "code": 429,
        "message": "All providers for sandbox/error-first are at capacity. Retry after 20 seconds.",
        "metadata": {
            "error_type": "rate_limit_exceeded",
            "provider_code": "429",
            "previous_errors": [{"provider": "sandbox", "code": "capacity_exhausted", "status": 429}]
        },
        "availability": {
            "code": "capacity_exhausted",
            "retryable": true,
            "retry_after": 20,
            "requested_models": ["sandbox/error-first"],
            "affected_providers": ["sandbox"],
            "fallback_models": ["sandbox/echo"],
            "docs_url": "https://openrouter.ai/docs/errors#capacity_exhausted"
        }
    }))))
}

/// The line that breaks off in the middle.
const HALF_A_LINE: &[u8] = br#"data: {"id":"gen-0000000000-cut","object":"chat.completion.chunk","choic"#;

/// The socket dies: the chunked body is never closed, so that fetch sees a network error.
pub fn cut(_: &Ask) -> Plan {
    let script = begun("The three main causes were").then(Step::Raw(HALF_A_LINE));
    Plan::Tell(script.then(Step::Until(HAS_READ)).then(Step::BreakOff))
}

const A_LINE: &[u8] = b"data: {\"id\":\"gen-0000000000-cut-line\",\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\" these\"}}]}\n";

/// The socket dies behind a whole line, before the blank one that ends its event.
pub fn cut_line(_: &Ask) -> Plan {
    let script = begun("The three main causes were").then(Step::Raw(A_LINE));
    Plan::Tell(script.then(Step::Until(HAS_READ)).then(Step::BreakOff))
}

/// The body ends as if all were said.
pub fn eof(_: &Ask) -> Plan {
    Plan::Tell(begun("The three main causes were"))
}

/// All but the last line.
pub fn no_done(_: &Ask) -> Plan {
    let mut script = begun("Everything is here but the very last line.").end("stop", "stop");
    script.steps.retain(|step| *step != Step::Done);
    Plan::Tell(script)
}

/// A page where data should be, as a captive portal would send it.
pub fn not_sse(_: &Ask) -> Plan {
    Plan::Html(
        "<!DOCTYPE html><html lang=\"en\"><head><title>Welcome to the airport</title></head>\
         <body><h1>Please accept our terms</h1></body></html>",
    )
}

/// JSON where a stream was asked for.
pub fn json(_: &Ask) -> Plan {
    Plan::TellWhole(begun("You asked for a stream, and this is one piece of JSON.").end("stop", "stop"))
}

/// Fails once for each question.
pub fn flaky(ask: &Ask) -> Plan {
    match errors().iter().find(|error| error.name == "502-provider-raw") {
        Some(error) if ask.is_new => Plan::Recorded(error),
        _ => small_talk::plan(ask),
    }
}

/// Nothing at all.
pub fn refused(_: &Ask) -> Plan {
    Plan::HangUp
}

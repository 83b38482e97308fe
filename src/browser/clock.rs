//! What time it is, and how far the clocks of this place are from UTC.

/// Milliseconds since 1970.
pub fn now_ms() -> i64 {
    // A browser's clock is a whole number of milliseconds well within 53 bits.
    js_sys::Date::now() as i64
}

/// How far the clocks here are ahead of UTC at a moment (milliseconds since 1970), in minutes.
pub fn minutes_ahead(at_ms: i64) -> i32 {
    // The browser counts the other way round: what is to be added to get UTC. It has no answer for a moment hundreds
    // of thousands of years away, and 0 is as good as any then.
    -js_sys::Date::new(&(at_ms as f64).into()).get_timezone_offset() as i32
}

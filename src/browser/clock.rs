//! What time it is.

/// Milliseconds since 1970.
pub fn now_ms() -> i64 {
    // A browser's clock is a whole number of milliseconds well within 53 bits.
    js_sys::Date::now() as i64
}

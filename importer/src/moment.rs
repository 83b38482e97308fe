//! Moments, in the forms that apps write them.

use serde_json::Value;

/// From here on a number is milliseconds; below it is seconds, up to the year 5138.
const FIRST_MS: f64 = 1e11;
/// The year 10000, from which nobody has a chat.
const END_MS: f64 = 253_402_300_800_000.0;

/// Milliseconds since 1970; none if it is no moment.
pub(crate) fn of(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => of_number(number.as_f64()?),
        Value::String(text) => of_text(text.trim()),
        _ => None,
    }
}

fn of_number(number: f64) -> Option<i64> {
    let ms = if number < FIRST_MS { (number * 1_000.0).round() } else { number };
    (1.0..END_MS).contains(&ms).then_some(ms as i64)
}

/// `2025-01-02T03:04:05.678Z`, with a space for the T, without a fraction, with an offset, or a number.
fn of_text(text: &str) -> Option<i64> {
    if !text.is_ascii() {
        return None;
    }
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<u16>().ok().map(i64::from);
    let mark = |at: usize, marks: &str| text.get(at..=at).is_some_and(|mark| marks.contains(mark));
    if !(mark(4, "-") && mark(7, "-")) {
        return of_number(text.parse().ok()?);
    }
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let mut ms = days(year, month, day) * 86_400_000;
    if mark(10, "Tt ") && mark(13, ":") {
        let second = if mark(16, ":") { number(17, 19)? } else { 0 };
        ms += (number(11, 13)? * 3_600 + number(14, 16)? * 60 + second) * 1_000;
        let rest = text.get(if mark(16, ":") { 19 } else { 16 }..)?;
        let fraction = rest.strip_prefix('.').unwrap_or_default();
        let digits: String = fraction.chars().take_while(char::is_ascii_digit).take(3).collect();
        ms += format!("{digits:0<3}").parse::<i64>().ok()?;
        if let Some(at) = rest.find(['+', '-']) {
            let (sign, offset) = (if rest[at..].starts_with('+') { 1 } else { -1 }, &rest[at + 1..]);
            let part = |from: usize| {
                offset.get(from..from + 2).and_then(|digits| digits.parse::<u8>().ok()).map_or(0, i64::from)
            };
            let minutes = part(if offset.contains(':') { 3 } else { 2 });
            ms -= sign * (part(0) * 60 + minutes) * 60_000;
        }
    }
    (1..END_MS as i64).contains(&ms).then_some(ms)
}

/// Days since 1970 of a date in the Gregorian calendar; March is the first month, so that leap days come last.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + day_of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read_in_all_their_forms() {
        let check = |json: &str, ms: Option<i64>| {
            assert_eq!(of(&serde_json::from_str(json).unwrap()), ms, "{json}");
        };
        check("1735787045.678", Some(1_735_787_045_678));
        check("1735787045678", Some(1_735_787_045_678));
        check("\"1735787045\"", Some(1_735_787_045_000));
        check("\"2025-01-02T03:04:05.678Z\"", Some(1_735_787_045_678));
        check("\"2025-01-02T03:04:05.678901+00:00\"", Some(1_735_787_045_678));
        check("\"2025-01-02T05:34:05.6+02:30\"", Some(1_735_787_045_600));
        check("\"2025-01-01T22:04:05-0500\"", Some(1_735_787_045_000));
        check("\"2025-01-02 03:04:05\"", Some(1_735_787_045_000));
        check("\"2024-02-29\"", Some(1_709_164_800_000));
        check("\"1970-01-01T00:00:01Z\"", Some(1_000));
        for odd in [
            "\"1/2/2025, 3:04:05 PM\"",
            "\"2025-13-01\"",
            "\"\"",
            "0",
            "-5",
            "1e300",
            "true",
            "\"２０２５\"",
            "\"2025-01-02T0a:04\"",
        ] {
            check(odd, None);
        }
    }
}

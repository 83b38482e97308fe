//! Numbers of bytes, as people say them.

/// In the unit that leaves one to three digits before the point: "0 bytes", "1.2 MB", "6 GB". By thousands, as the
/// makers of disks and browsers count.
pub fn wording(bytes: u64) -> String {
    const UNITS: [&str; 4] = ["KB", "MB", "GB", "TB"];
    if bytes < 1_000 {
        return if bytes == 1 { "1 byte".to_owned() } else { format!("{bytes} bytes") };
    }
    let (mut scale, mut unit) = (1_000_u64, 0);
    // What would be rounded to a thousand is one of the next unit.
    while rounded(bytes, scale) >= 1_000 && unit + 1 < UNITS.len() {
        (scale, unit) = (scale * 1_000, unit + 1);
    }
    let tenths = rounded(bytes, scale / 10);
    match (tenths / 10, tenths % 10) {
        (whole @ 0..10, tenth @ 1..) => format!("{whole}.{tenth} {}", UNITS[unit]),
        _ => format!("{} {}", rounded(bytes, scale), UNITS[unit]),
    }
}

fn rounded(bytes: u64, scale: u64) -> u64 {
    bytes.saturating_add(scale / 2) / scale
}

#[cfg(test)]
mod tests {
    use super::wording;

    #[test]
    fn a_size_is_told_in_few_digits() {
        let told: Vec<String> =
            [0, 1, 999, 1_000, 1_234, 9_960, 12_345, 999_999, 1_200_000, 6_000_000_000, 123_456_789_012]
                .into_iter()
                .map(wording)
                .collect();
        let expected =
            ["0 bytes", "1 byte", "999 bytes", "1 KB", "1.2 KB", "10 KB", "12 KB", "1 MB", "1.2 MB", "6 GB", "123 GB"];
        assert_eq!(told, expected);
        assert_eq!(wording(u64::MAX / 2), "9223372 TB");
    }
}

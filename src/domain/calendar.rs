//! Days where the person is, and how a list of chats is divided by them.
//!
//! Whoever asks says how far the clocks there are ahead of UTC at that moment: the rules for that belong to the
//! browser, and here every day has 24 hours.

use super::time::Timestamp;

const MS_PER_MINUTE: i64 = 60_000;
const MINUTES_PER_DAY: i64 = 24 * 60;

/// A day where the person is, counted from the first of January 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Day(i64);

/// Under which heading a chat stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Group {
    /// The person has pinned it.
    Pinned,
    /// It was active today.
    Today,
    /// The day before.
    Yesterday,
    /// In the seven days before today, and not yesterday.
    Week,
    /// In the thirty days before today, and before that week.
    ThirtyDays,
    /// In a month before that.
    Month {
        /// Of which year.
        year: i64,
        /// Which, from 1 on.
        month: u8,
    },
}

impl Day {
    /// The day of a moment, where clocks are this far ahead of UTC.
    pub fn of(moment: Timestamp, ahead_minutes: i32) -> Self {
        Self(minutes_there(moment, ahead_minutes).div_euclid(MINUTES_PER_DAY))
    }

    /// Its year, month (from 1 on) and day of the month (from 1 on) in the calendar of today, also for days before it
    /// came into use.
    pub fn date(self) -> (i64, u8, u8) {
        // Years are counted from March on, so that the day that some have more is the last. 400 of them have 146,097
        // days, and the first such age here begins on 1 March 0000, 719,468 days before 1970.
        let days = self.0 + 719_468;
        let (age, day_of_age) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let year_of_age = (day_of_age - day_of_age / 1_460 + day_of_age / 36_524 - day_of_age / 146_096) / 365;
        let day_of_year = day_of_age - (365 * year_of_age + year_of_age / 4 - year_of_age / 100);
        // Five months from March on have 153 days, over and over.
        let month_from_march = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
        let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
        let year = age * 400 + year_of_age + i64::from(month <= 2);
        let small = |number: i64| u8::try_from(number).unwrap_or_default();
        (year, small(month), small(day))
    }

    /// As people write it: "3 October 2026".
    pub fn wording(self) -> String {
        let (year, month, day) = self.date();
        format!("{day} {} {year}", month_name(month))
    }

    /// As one says it today: "Today", "Yesterday", "3 October 2026".
    pub fn wording_on(self, today: Self) -> String {
        match Group::of(self, today) {
            Group::Today => "Today".to_owned(),
            Group::Yesterday => "Yesterday".to_owned(),
            Group::Pinned | Group::Week | Group::ThirtyDays | Group::Month { .. } => self.wording(),
        }
    }
}

impl Group {
    /// Where what was active on `day` stands. Of a clock that was set back comes a day after today: it counts as today.
    pub fn of(day: Day, today: Day) -> Self {
        match today.0 - day.0 {
            ..=0 => Self::Today,
            1 => Self::Yesterday,
            2..=7 => Self::Week,
            8..=30 => Self::ThirtyDays,
            _ => {
                let (year, month, _) = day.date();
                Self::Month { year, month }
            }
        }
    }

    /// What the heading says.
    pub fn heading(self) -> String {
        match self {
            Self::Pinned => "Pinned".to_owned(),
            Self::Today => "Today".to_owned(),
            Self::Yesterday => "Yesterday".to_owned(),
            Self::Week => "Previous 7 days".to_owned(),
            Self::ThirtyDays => "Previous 30 days".to_owned(),
            Self::Month { year, month } => format!("{} {year}", month_name(month)),
        }
    }
}

/// A moment as people write it: "3 October 2026, 09:05".
pub fn to_the_minute(moment: Timestamp, ahead_minutes: i32) -> String {
    let minute = minutes_there(moment, ahead_minutes).rem_euclid(MINUTES_PER_DAY);
    format!("{}, {:02}:{:02}", Day::of(moment, ahead_minutes).wording(), minute / 60, minute % 60)
}

fn minutes_there(moment: Timestamp, ahead_minutes: i32) -> i64 {
    moment.as_ms().div_euclid(MS_PER_MINUTE) + i64::from(ahead_minutes)
}

/// Milliseconds from a moment to the next midnight, where clocks are this far ahead of UTC.
pub fn ms_to_midnight(moment: Timestamp, ahead_minutes: i32) -> i64 {
    let day = MINUTES_PER_DAY * MS_PER_MINUTE;
    day - (moment.as_ms() + i64::from(ahead_minutes) * MS_PER_MINUTE).rem_euclid(day)
}

/// How long ago something was, in the one unit that tells most: "just now", "3 min ago", "5 hours ago", "2 days ago".
pub fn ago(moment: Timestamp, now: Timestamp) -> String {
    let minutes = now.ms_since(moment) / MS_PER_MINUTE;
    match minutes {
        0 => "just now".to_owned(),
        1..60 => format!("{minutes} min ago"),
        60..MINUTES_PER_DAY => format!("{} ago", counted(minutes / 60, "hour")),
        _ => format!("{} ago", counted(minutes / MINUTES_PER_DAY, "day")),
    }
}

/// How long something is still kept that goes at `end`: "Gone for good in 12 days". A day that has begun counts.
pub fn left(end: Timestamp, now: Timestamp) -> String {
    let days = end.ms_since(now) / MS_PER_MINUTE / MINUTES_PER_DAY + 1;
    if days <= 1 { "Gone for good within a day".to_owned() } else { format!("Gone for good in {days} days") }
}

fn counted(n: i64, unit: &str) -> String {
    if n == 1 { format!("1 {unit}") } else { format!("{n} {unit}s") }
}

fn month_name(month: u8) -> &'static str {
    const NAMES: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    NAMES.get(usize::from(month).wrapping_sub(1)).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY_MS: i64 = MINUTES_PER_DAY * MS_PER_MINUTE;
    /// 2026-10-15 00:00 UTC.
    const MIDNIGHT: i64 = 1_792_022_400_000;

    fn day(ms: i64, ahead: i32) -> String {
        Day::of(Timestamp::from_ms(ms), ahead).wording()
    }

    #[test]
    fn a_day_begins_at_midnight_where_the_person_is() {
        assert_eq!(day(MIDNIGHT, 0), "15 October 2026");
        assert_eq!(day(MIDNIGHT - 1, 0), "14 October 2026");
        // Half past one in the morning in summer, in Berlin.
        assert_eq!(day(MIDNIGHT - 30 * MS_PER_MINUTE, 120), "15 October 2026");
        assert_eq!(day(MIDNIGHT, -420), "14 October 2026");
        assert_eq!(day(MIDNIGHT + 18 * 60 * MS_PER_MINUTE + 15 * MS_PER_MINUTE, 345), "16 October 2026");
        assert_eq!(day(-1, 0), "31 December 1969");
    }

    #[test]
    fn a_moment_has_the_clock_of_the_person() {
        let nine = MIDNIGHT + (9 * 60 + 5) * MS_PER_MINUTE + 59_999;
        assert_eq!(to_the_minute(Timestamp::from_ms(nine), 0), "15 October 2026, 09:05");
        assert_eq!(to_the_minute(Timestamp::from_ms(nine), -600), "14 October 2026, 23:05");
        assert_eq!(to_the_minute(Timestamp::from_ms(-1), 330), "1 January 1970, 05:29");
    }

    #[test]
    fn dates_are_those_of_the_calendar() {
        let date = |days: i64| Day(days).date();
        assert_eq!(date(0), (1970, 1, 1));
        assert_eq!(date(11_016), (2000, 2, 29));
        assert_eq!(date(11_017), (2000, 3, 1));
        // No leap day in 2100.
        assert_eq!((date(47_540), date(47_541)), ((2100, 2, 28), (2100, 3, 1)));
        assert_eq!(date(-719_468), (0, 3, 1));
    }

    #[test]
    fn each_day_follows_the_one_before() {
        let mut before = Day(-1_000).date();
        for days in -999..200_000 {
            let now = Day(days).date();
            let is_next = match now {
                (year, 1, 1) => before == (year - 1, 12, 31),
                (year, month, 1) => (before.0, before.1) == (year, month - 1) && before.2 >= 28,
                (year, month, day) => before == (year, month, day - 1),
            };
            assert!(is_next, "{before:?} {now:?}");
            before = now;
        }
    }

    fn check(days_ago: i64, heading: &str) {
        let today = Day::of(Timestamp::from_ms(MIDNIGHT), 0);
        assert_eq!(Group::of(Day(today.0 - days_ago), today).heading(), heading, "{days_ago} days ago");
    }

    #[test]
    fn a_list_is_divided_by_days_then_by_months() {
        // A clock that was set back.
        check(-3, "Today");
        check(0, "Today");
        check(1, "Yesterday");
        check(2, "Previous 7 days");
        check(7, "Previous 7 days");
        check(8, "Previous 30 days");
        check(30, "Previous 30 days");
        check(31, "September 2026");
        check(45, "August 2026");
        check(365, "October 2025");
    }

    #[test]
    fn two_moments_beside_midnight_are_two_days_apart_from_nothing_else() {
        let group = |ms: i64, ahead: i32| {
            let today = Day::of(Timestamp::from_ms(MIDNIGHT), ahead);
            Group::of(Day::of(Timestamp::from_ms(ms), ahead), today)
        };
        assert_eq!(group(MIDNIGHT - 1, 0), Group::Yesterday);
        assert_eq!(group(MIDNIGHT - DAY_MS, 0), Group::Yesterday);
        assert_eq!(group(MIDNIGHT - DAY_MS - 1, 0), Group::Week);
        // In New York it is still the evening before.
        assert_eq!(group(MIDNIGHT - 1, -240), Group::Today);
    }

    #[test]
    fn a_moment_knows_how_far_midnight_is() {
        let to = |ms: i64, ahead: i32| ms_to_midnight(Timestamp::from_ms(ms), ahead);
        assert_eq!(to(MIDNIGHT, 0), DAY_MS);
        assert_eq!(to(MIDNIGHT - 1, 0), 1);
        assert_eq!(to(MIDNIGHT, 60), DAY_MS - 60 * MS_PER_MINUTE);
        assert_eq!(to(MIDNIGHT, -60), 60 * MS_PER_MINUTE);
    }

    #[test]
    fn times_are_told_in_one_unit() {
        let told = |ms: i64| ago(Timestamp::from_ms(MIDNIGHT - ms), Timestamp::from_ms(MIDNIGHT));
        assert_eq!(told(-5), "just now");
        assert_eq!(told(59_999), "just now");
        assert_eq!(told(3 * MS_PER_MINUTE), "3 min ago");
        assert_eq!(told(60 * MS_PER_MINUTE), "1 hour ago");
        assert_eq!(told(DAY_MS - 1), "23 hours ago");
        assert_eq!(told(2 * DAY_MS), "2 days ago");
    }

    #[test]
    fn what_goes_says_when() {
        let told = |ms: i64| left(Timestamp::from_ms(MIDNIGHT + ms), Timestamp::from_ms(MIDNIGHT));
        assert_eq!(told(30 * DAY_MS - 5), "Gone for good in 30 days");
        assert_eq!(told(DAY_MS), "Gone for good in 2 days");
        assert_eq!(told(DAY_MS - 1), "Gone for good within a day");
        assert_eq!(told(-1), "Gone for good within a day");
    }
}

//! Which day it is where the person is.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::browser::{clock, page, timer};
use crate::domain::calendar::{self, Day};
use crate::domain::time::Timestamp;

/// Days, as the person counts them.
#[derive(Debug, Clone, Copy)]
pub struct CalendarStore {
    today: RwSignal<Day>,
}

/// Days, as the person counts them.
pub fn use_calendar() -> CalendarStore {
    super::stores().calendar
}

impl CalendarStore {
    /// Looks at the clock: now, at each midnight, and when the page is seen again, for a machine that slept.
    pub fn start() -> Self {
        let store = Self { today: RwSignal::new(day_of(now())) };
        page::on_hide(move || store.look());
        spawn_local(async move {
            loop {
                let left = calendar::ms_to_midnight(now(), clock::minutes_ahead(clock::now_ms()));
                // A day has fewer milliseconds than this number can hold.
                timer::sleep(i32::try_from(left).unwrap_or(i32::MAX)).await;
                store.look();
            }
        });
        store
    }

    /// Today.
    pub fn today(&self) -> Day {
        self.today.get()
    }

    /// The day of a moment, by the clocks of that day.
    pub fn day_of(&self, moment: Timestamp) -> Day {
        day_of(moment)
    }

    /// A moment in words, by the clocks of that day.
    pub fn to_the_minute(&self, moment: Timestamp) -> String {
        calendar::to_the_minute(moment, clock::minutes_ahead(moment.as_ms()))
    }

    /// This moment. Not tracked.
    pub fn now(&self) -> Timestamp {
        now()
    }

    fn look(&self) {
        let today = day_of(now());
        if self.today.get_untracked() != today {
            self.today.set(today);
        }
    }
}

fn now() -> Timestamp {
    Timestamp::from_ms(clock::now_ms())
}

fn day_of(moment: Timestamp) -> Day {
    Day::of(moment, clock::minutes_ahead(moment.as_ms()))
}

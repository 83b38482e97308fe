//! Which messages of a long chat stand on the page: a few at a time, wherever one reads.

use std::ops::Range;

/// Messages that are shown at first, and that come and go at once. They fill several screens.
const STEP: usize = 24;
/// Messages that stand on the page at most.
const MOST: usize = 4 * STEP;

/// A part of a chat's messages, by their places in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    first: usize,
    /// Where it ends; `None` if it goes with the end of the chat.
    end: Option<usize>,
}

impl Window {
    /// The newest of `len` messages.
    pub fn newest(len: usize) -> Self {
        Self { first: len.saturating_sub(STEP), end: None }
    }

    /// Those around the one at `place`.
    pub fn around(place: usize, len: usize) -> Self {
        let first = place.saturating_sub(STEP);
        Self { first, end: Some(place + STEP).filter(|end| *end < len) }
    }

    /// The places of a chat of `len` messages that are shown.
    pub fn range(self, len: usize) -> Range<usize> {
        let end = self.end.unwrap_or(len).min(len);
        self.first.min(end)..end
    }

    /// Whether there are messages before it.
    pub fn has_earlier(self) -> bool {
        self.first > 0
    }

    /// Whether there are messages after it.
    pub fn has_later(self) -> bool {
        self.end.is_some()
    }

    /// With earlier messages, and without the last of those that are too many then.
    pub fn earlier(self, len: usize) -> Self {
        let first = self.first.saturating_sub(STEP);
        let end = self.range(len).end.min(first + MOST);
        Self { first, end: Some(end).filter(|end| *end < len) }
    }

    /// With later messages, and without the first of those that are too many then.
    pub fn later(self, len: usize) -> Self {
        let end = (self.range(len).end + STEP).min(len);
        Self { first: self.first.max(end.saturating_sub(MOST)), end: Some(end).filter(|end| *end < len) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_moves_over_a_long_chat_and_back() {
        let len = 10_000;
        let mut window = Window::newest(len);
        assert_eq!(window.range(len), 9_976..10_000);
        while window.has_earlier() {
            let before = window.range(len);
            window = window.earlier(len);
            let now = window.range(len);
            assert!(now.len() <= MOST && now.contains(&before.start), "{before:?} {now:?}");
        }
        assert_eq!(window.range(len), 0..MOST);
        while window.has_later() {
            let before = window.range(len);
            window = window.later(len);
            let now = window.range(len);
            assert!(now.len() <= MOST && now.contains(&(before.end - 1)), "{before:?} {now:?}");
        }
        assert_eq!(window.range(len), len - MOST..len);
    }

    #[test]
    fn a_window_at_the_end_goes_with_it() {
        let window = Window::newest(10);
        assert_eq!((window.range(10), window.range(12)), (0..10, 0..12));
        assert_eq!(Window::around(5, 10).range(12), 0..12);
        assert_eq!(Window::around(500, 1_000).range(1_000), 476..524);
        assert_eq!(Window::around(0, 0).range(0), 0..0);
    }
}

//! Measuring and moving a scrolled element.

use web_sys::Element;

/// How near to the bottom still counts as being there, in CSS pixels: browsers scroll by fractions.
const SLACK_PX: i32 = 4;

/// Whether the last line of `element` is in view.
pub fn is_at_bottom(element: &Element) -> bool {
    element.scroll_height() - element.scroll_top() - element.client_height() <= SLACK_PX
}

/// Shows the last line of `element`, at once.
pub fn to_bottom(element: &Element) {
    element.set_scroll_top(element.scroll_height());
}

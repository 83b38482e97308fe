//! Measuring and moving a scrolled element.

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Element, ResizeObserver};

/// How near to the bottom still counts as being there, in CSS pixels: browsers scroll by fractions.
const SLACK_PX: i32 = 4;

/// More than the height of any element, in CSS pixels; browsers go as far as there is something.
const FAR_PX: i32 = 1 << 30;

/// Whether the last line of `element` is in view.
pub fn is_at_bottom(element: &Element) -> bool {
    left_below(element) <= SLACK_PX
}

/// Whether less than a screen of `element` is left above.
pub fn is_near_top(element: &Element) -> bool {
    element.scroll_top() < element.client_height()
}

/// Whether less than a screen of `element` is left below.
pub fn is_near_bottom(element: &Element) -> bool {
    left_below(element) < element.client_height()
}

fn left_below(element: &Element) -> i32 {
    element.scroll_height() - element.scroll_top() - element.client_height()
}

/// Shows the last line of `element`, at once.
pub fn to_bottom(element: &Element) {
    element.set_scroll_top(FAR_PX);
}

/// The first of the descendants with this tag of which something is in view, and how far its top is below
/// that of `scroller`, in CSS pixels.
pub fn first_visible(scroller: &Element, tag: &str) -> Option<(Element, f64)> {
    let top = scroller.get_bounding_client_rect().top();
    let all = scroller.get_elements_by_tag_name(tag);
    (0..all.length()).filter_map(|index| all.item(index)).find_map(|element| {
        let place = element.get_bounding_client_rect();
        (place.bottom() > top).then(|| (element, place.top() - top))
    })
}

/// Scrolls so that an element is as far below the top of `scroller` as it was found to be.
pub fn keep_in_place(scroller: &Element, (element, offset): &(Element, f64)) {
    let moved = element.get_bounding_client_rect().top() - scroller.get_bounding_client_rect().top() - offset;
    // An element that is gone has no place.
    if element.is_connected() && moved.abs() >= 1.0 {
        scroller.set_scroll_top(scroller.scroll_top() + moved as i32);
    }
}

/// Scrolls so that the element that `selector` finds is `offset` CSS pixels below the top of `scroller`.
pub fn restore(scroller: &Element, selector: &str, offset: f64) {
    if let Ok(Some(element)) = scroller.query_selector(selector) {
        keep_in_place(scroller, &(element, offset));
    }
}

/// Watches the sizes of elements until it is dropped.
#[derive(Debug)]
pub struct SizeWatch {
    observer: ResizeObserver,
    _listener: Closure<dyn Fn()>,
}

impl SizeWatch {
    /// Calls `changed` once at the beginning, and after each layout that has given one of the elements another size,
    /// before the page is painted.
    pub fn begin(elements: &[&Element], changed: impl Fn() + 'static) -> Option<Self> {
        let listener = Closure::<dyn Fn()>::new(changed);
        let observer = ResizeObserver::new(listener.as_ref().unchecked_ref()).ok()?;
        for element in elements {
            observer.observe(element);
        }
        Some(Self { observer, _listener: listener })
    }
}

impl Drop for SizeWatch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

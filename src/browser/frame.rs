//! The next picture the browser paints.

use std::cell::Cell;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Poll, Waker};

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;

/// One frame after another, as long as the page can be seen. Made once for many: what the browser calls back is
/// dearer to make than to call.
pub struct Frames {
    waker: Rc<Cell<Option<Waker>>>,
    asked: Cell<Option<i32>>,
    listener: Closure<dyn Fn()>,
}

impl Frames {
    /// Those from now on.
    pub fn begin() -> Self {
        let waker = Rc::new(Cell::new(None::<Waker>));
        let waiting = Rc::clone(&waker);
        let listener = Closure::<dyn Fn()>::new(move || {
            if let Some(waker) = waiting.take() {
                waker.wake();
            }
        });
        if let Some(document) = web_sys::window().and_then(|window| window.document()) {
            // Listening for a known event never fails.
            let _ = document.add_event_listener_with_callback("visibilitychange", listener.as_ref().unchecked_ref());
        }
        Self { waker, asked: Cell::new(None), listener }
    }

    /// Resolves right before the next frame. Where none will come, since nobody can see the page, it does not wait.
    pub async fn next(&self) {
        self.forget();
        let Some(window) = web_sys::window() else { return };
        let mut is_asked = false;
        poll_fn(|context| {
            // Woken without a frame, the page was hidden or is seen again.
            let is_woken = is_asked && self.waker.take().is_none();
            if is_woken || is_hidden() {
                return Poll::Ready(());
            }
            self.waker.set(Some(context.waker().clone()));
            if !is_asked {
                is_asked = true;
                self.asked.set(window.request_animation_frame(self.listener.as_ref().unchecked_ref()).ok());
            }
            Poll::Pending
        })
        .await;
    }

    /// A call that would come late is called off.
    fn forget(&self) {
        if let (Some(asked), Some(window)) = (self.asked.take(), web_sys::window()) {
            // Calling off what has been called does nothing.
            let _ = window.cancel_animation_frame(asked);
        }
    }
}

impl Drop for Frames {
    fn drop(&mut self) {
        self.forget();
        if let Some(document) = web_sys::window().and_then(|window| window.document()) {
            let _ = document
                .remove_event_listener_with_callback("visibilitychange", self.listener.as_ref().unchecked_ref());
        }
    }
}

/// Whether nobody can see the page.
pub fn is_hidden() -> bool {
    web_sys::window().and_then(|window| window.document()).is_some_and(|document| document.hidden())
}

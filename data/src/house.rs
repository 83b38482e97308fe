//! What the app does for this module: functions that it hands over.

use js_sys::{Array, Promise};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::JsFuture;

use crate::files::Wanted;

#[wasm_bindgen]
extern "C" {
    /// An object with these functions.
    #[derive(Debug, Clone)]
    pub type House;
    /// Says that something is done.
    #[wasm_bindgen(method, structural)]
    pub fn say(this: &House, words: &str);
    /// Says what needs the person.
    #[wasm_bindgen(method, structural)]
    pub fn alert(this: &House, words: &str);
    /// Chats were written beside the app.
    #[wasm_bindgen(method, structural)]
    pub fn imported(this: &House);
    /// How many chats there are.
    #[wasm_bindgen(method, structural, js_name = nChats)]
    pub fn n_chats(this: &House) -> u32;
    /// Two lists of texts: chats, and messages.
    #[wasm_bindgen(method, structural, js_name = unsaved)]
    fn unsaved_lists(this: &House) -> Array;
    /// A promise of nothing, or of a sentence that says why not all are gone.
    #[wasm_bindgen(method, structural, js_name = forgetAll)]
    fn promise_to_forget(this: &House) -> Promise;
}

impl House {
    /// What a file of chats is to have besides what is on the disk.
    pub fn unsaved(&self) -> Wanted {
        let lists = self.unsaved_lists();
        let texts = |index: u32| {
            let list = lists.get(index).dyn_into::<Array>().unwrap_or_default();
            list.iter().filter_map(|text| text.as_string()).collect::<Vec<String>>()
        };
        Wanted { chats: texts(0), messages: texts(1), ..Wanted::default() }
    }

    /// Deletes every chat. If that fails, a sentence says why.
    pub async fn forget_all(&self) -> Result<(), String> {
        let told = JsFuture::from(self.promise_to_forget()).await;
        match told.ok().and_then(|told| told.as_string()) {
            Some(sentence) => Err(sentence),
            None => Ok(()),
        }
    }
}

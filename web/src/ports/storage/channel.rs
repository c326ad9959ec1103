//! Says short words to the other windows and hears theirs. Only a hint: any page of this origin may speak.

use js_sys::Reflect;
use wasm_bindgen::prelude::*;
use web_sys::{BroadcastChannel, MessageEvent};
use yew::Callback;

/// A channel under a name.
pub(super) struct Channel {
    channel: Option<BroadcastChannel>,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
}

impl Channel {
    /// Listens to what others say.
    pub(super) fn open(name: &str, on_word: Callback<String>) -> Self {
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(word) = event.data().as_string() {
                on_word.emit(word);
            }
        });
        let there = Self::there_are();
        let channel = there.then(|| BroadcastChannel::new(name).ok()).flatten();
        if let Some(channel) = &channel {
            channel.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        }
        Self { channel, _on_message: on_message }
    }

    /// Whether this browser has channels at all.
    pub(super) fn there_are() -> bool {
        Reflect::has(&gloo::utils::window(), &"BroadcastChannel".into()).unwrap_or(false)
    }

    /// Says a word to all others.
    pub(super) fn say(&self, word: &str) {
        if let Some(channel) = &self.channel {
            let _ = channel.post_message(&word.into());
        }
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        if let Some(channel) = &self.channel {
            channel.close();
        }
    }
}

//! Tells other windows that a record is written, and hears it from them. Only a hint: any page of this origin may speak.

use js_sys::Reflect;
use store::BookId;
use wasm_bindgen::prelude::*;
use web_sys::{BroadcastChannel, MessageEvent};
use yew::Callback;

/// The channel of one book.
pub(super) struct Channel {
    channel: Option<BroadcastChannel>,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
}

impl Channel {
    /// Listens for numbers that others wrote.
    pub(super) fn open(book: BookId, on_number: Callback<u64>) -> Self {
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let number = event.data().as_string().and_then(|text| text.parse().ok());
            if let Some(number) = number {
                on_number.emit(number);
            }
        });
        let there = Reflect::has(&gloo::utils::window(), &"BroadcastChannel".into()).unwrap_or(false);
        let channel = there.then(|| BroadcastChannel::new(&format!("ducha:{book}")).ok()).flatten();
        if let Some(channel) = &channel {
            channel.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        }
        Self { channel, _on_message: on_message }
    }

    /// Tells a number.
    pub(super) fn tell(&self, number: u64) {
        if let Some(channel) = &self.channel {
            // Text: a number of this size is no number to a script.
            let _ = channel.post_message(&number.to_string().into());
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

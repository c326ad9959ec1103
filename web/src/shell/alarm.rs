//! When the program itself fails: a readable page instead of a dead one, with the book as a file on it.

use std::panic;

use templates::text;
use web_sys::{Element, HtmlAnchorElement};

use super::rescue;
use crate::ports::files;

/// Makes a defect show itself in words.
pub(crate) fn install() {
    panic::set_hook(Box::new(|info| {
        gloo::console::error!(info.to_string());
        // The page must not depend on anything that may just have failed: the words come first, the file after them.
        let document = gloo::utils::document();
        let Ok(note) = document.create_element("div") else { return };
        let _ = note.set_attribute("class", "alarm");
        let _ = note.set_attribute("role", "alert");
        note.set_text_content(Some(text("alarm.defect")));
        let _ = gloo::utils::body().append_child(&note);
        offer(&note);
    }));
}

/// A link that hands out the book. Making it runs ordinary code; a second defect in there ends here, with the words.
fn offer(note: &Element) {
    thread_local! {
        static OFFERED: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
    }
    if OFFERED.replace(true) {
        return;
    }
    let Some((name, bytes)) = rescue::file() else { return };
    let Ok(url) = files::address("application/octet-stream", &bytes) else { return };
    let Ok(link) = gloo::utils::document().create_element("a") else { return };
    let link: HtmlAnchorElement = wasm_bindgen::JsCast::unchecked_into(link);
    link.set_href(&url);
    link.set_download(&name);
    link.set_class_name("button");
    link.set_id("rescue");
    link.set_text_content(Some(text("alarm.save")));
    let _ = note.append_child(&link);
}

//! When the program itself fails: a readable page instead of a dead one. What was typed is stored already.

use std::panic;

use templates::text;

/// Makes a defect show itself in words.
pub(crate) fn install() {
    panic::set_hook(Box::new(|info| {
        gloo::console::error!(info.to_string());
        // The page must not depend on anything that may just have failed.
        let document = gloo::utils::document();
        let Ok(note) = document.create_element("div") else { return };
        let _ = note.set_attribute("class", "alarm");
        let _ = note.set_attribute("role", "alert");
        note.set_text_content(Some(text("alarm.defect")));
        let _ = gloo::utils::body().append_child(&note);
    }));
}

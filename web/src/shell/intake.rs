//! Files dropped on the window: read one after the other, each with a moment for the screen in between.

use app::Command;
use wasm_bindgen_futures::spawn_local;
use yew::html::Scope;

use super::{Msg, Shell};
use crate::widgets::file_drop::gather::{self, Chosen};

/// More files than this are worth a progress bar.
const QUIET: usize = 3;

/// Reads what was dropped and hands it to the application file by file.
pub(super) fn take(link: Scope<Shell>, chosen: Chosen) {
    spawn_local(async move {
        let files = chosen.files().await;
        if files.is_empty() {
            return;
        }
        link.send_message(Msg::Do(Command::ClearInbox));
        let all = files.len();
        for (done, (name, file)) in files.into_iter().enumerate() {
            if all > QUIET {
                link.send_message(Msg::Intake(Some((done, all))));
            }
            gather::breathe().await;
            // A file that cannot be read is refused by name, like one that is empty.
            let bytes = gather::read(&file).await.unwrap_or_default();
            link.send_message(Msg::Do(Command::TakeIn { name, bytes, passphrase: None }));
        }
        link.send_message(Msg::Intake(None));
    });
}

//! The user's own file: written and read back where the browser can, otherwise downloaded and verified when shown again.

use app::Command;
use app::state::Notice;
use app::view::Tone;
use templates::{text, text_with};
use yew::prelude::*;

use super::{Msg, REMIND_AFTER, Shell};
use crate::ports::files::{self, Written};
use crate::ports::storage::beside;

/// A file of the whole book on its way to the user.
pub(crate) struct Kept {
    serial: u32,
    name: String,
    bytes: Vec<u8>,
    /// The last record it holds.
    number: u64,
}

impl Shell {
    /// Hands the whole book to the user.
    pub(super) fn keep_file(&self, ctx: &Context<Self>, name: String, bytes: Vec<u8>) {
        let kept = Kept { serial: self.serial, name, bytes, number: self.newest() };
        ctx.link().send_future(async move {
            let written = files::write(&kept.name, &kept.bytes).await;
            Msg::Kept(kept, written)
        });
    }

    /// Tells what became of the file. 已另存 is said only of what was read back.
    pub(super) fn note_kept(&mut self, ctx: &Context<Self>, kept: &Kept, written: Written) {
        let (tone, words) = match written {
            Written::Cancelled => return,
            Written::Same(name) => {
                self.note_backed_up(ctx, kept.serial, kept.number);
                (Tone::Good, text_with("files.backed_up", &[("file", &name)]))
            }
            Written::Failed => (Tone::Bad, text("files.not_written").to_owned()),
            Written::Unable => match files::download(&kept.name, app::effect::DUCHA, &kept.bytes) {
                Ok(()) => {
                    if let Some(keeper) = self.keeper.as_ref().filter(|_| kept.serial == self.serial) {
                        beside::note_file(keeper.book(), &files::digest(&kept.bytes), kept.number);
                    }
                    self.unexported = 0;
                    (Tone::Warn, text_with("files.verify", &[("file", &kept.name)]))
                }
                Err(_) => (Tone::Bad, text("files.download_refused").to_owned()),
            },
        };
        // A warning about what is in the file outweighs the news that it was written.
        if self.state.notice.as_ref().is_none_or(|notice| notice.tone != Tone::Bad) {
            self.state.notice = Some(Notice { tone, text: words });
            self.time_notice(ctx);
        }
    }

    fn note_backed_up(&mut self, ctx: &Context<Self>, serial: u32, number: u64) {
        if serial == self.serial {
            self.exported(ctx, number);
            self.unexported = 0;
        }
    }

    /// Whether this is the file that was downloaded last: then it arrived, whole, and nothing else happens to it.
    pub(super) fn verifies(&mut self, ctx: &Context<Self>, bytes: &[u8]) -> bool {
        let noted = self.keeper.as_ref().and_then(|keeper| beside::noted_file(keeper.book()));
        let Some((digest, number)) = noted.filter(|_| !bytes.is_empty()) else { return false };
        if files::digest(bytes) != digest {
            return false;
        }
        self.note_backed_up(ctx, self.serial, number);
        self.state.notice = Some(Notice { tone: Tone::Good, text: text("files.verified").to_owned() });
        self.time_notice(ctx);
        true
    }

    /// Whether a file with everything was downloaded and not yet shown again.
    pub(super) fn unverified(&self) -> bool {
        let noted = self.keeper.as_ref().and_then(|keeper| beside::noted_file(keeper.book()));
        self.state.unsaved_to_file && noted.is_some_and(|(_, number)| number >= self.changed)
    }

    /// Counts the minutes with changes that are in no file.
    pub(super) fn remind(&mut self) -> bool {
        if self.keeper.is_none() || !self.state.unsaved_to_file || self.unverified() {
            let shown = self.reminds();
            self.unexported = 0;
            return shown;
        }
        self.unexported += 1;
        self.unexported == REMIND_AFTER
    }

    /// Whether the reminder is on screen.
    pub(super) fn reminds(&self) -> bool {
        self.unexported >= REMIND_AFTER
    }

    /// The reminder.
    pub(super) fn reminder(&self, ctx: &Context<Self>) -> Html {
        if !self.reminds() {
            return html! {};
        }
        let save = self.dispatch.reform(|_: MouseEvent| Command::SaveBook(None));
        let later = ctx.link().callback(|_: MouseEvent| Msg::Reminded);
        html! {
            <div class="notice warn" id="remind">
                <p>{ text("files.remind") }</p>
                <button type="button" class="button" onclick={save}>{ text("settings.save_book") }</button>
                <button type="button" class="icon" title={text("chrome.dismiss")} aria-label={text("chrome.dismiss")} onclick={later}>{ "×" }</button>
            </div>
        }
    }
}

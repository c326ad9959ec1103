//! Notices go when their reason is gone, and whatever was made says where it went.

use templates::text_with;

use crate::command::Command;
use crate::effect::Effect;
use crate::route::Route;
use crate::state::{Fate, Notice, Reason, State};
use crate::view::Tone;

/// What a command found when it began.
pub(super) struct Before {
    notice: Option<Notice>,
    route: Route,
    removes: bool,
    /// Name of the file it takes in.
    file: Option<String>,
}

/// Remembers how things stand. What an earlier try at handing something out came to is over when the next begins.
pub(super) fn before(state: &mut State, command: &Command) -> Before {
    if hands_out(command) {
        state.notice = None;
    }
    let file = if let Command::TakeIn { name, .. } = command { Some(name.clone()) } else { None };
    let removes = matches!(command, Command::Remove(_) | Command::RemoveRow(_) | Command::KeepRows(_));
    Before { notice: state.notice.clone(), route: state.route.clone(), removes, file }
}

fn hands_out(command: &Command) -> bool {
    matches!(
        command,
        Command::SaveBook(_)
            | Command::HandOut { .. }
            | Command::ExportDocx
            | Command::ExportRecord(_)
            | Command::ExportMasked(_)
            | Command::Print
    )
}

/// Finds out what a new notice hangs on, or whether the reason of the one on screen is gone.
pub(super) fn after(state: &mut State, before: Before, effects: &[Effect]) {
    let done = !effects.is_empty() || state.route != before.route;
    let said = state.notice.is_some() && state.notice != before.notice;
    if said {
        let reason = reason(state, &before, done);
        state.reason = reason.zip(state.notice.clone());
        return;
    }
    if state.notice.is_none() {
        if let Some(Effect::Download { name, .. }) =
            effects.iter().find(|effect| matches!(effect, Effect::Download { .. }))
        {
            state.say(Tone::Good, text_with("files.handed_out", &[("file", name)]));
        }
        return;
    }
    let gone = match state.reason_on_screen() {
        Some(Reason::Refused) => done,
        Some(Reason::Removed) => effects.iter().any(|effect| matches!(effect, Effect::Log(..))),
        Some(Reason::Waits(file)) => !waits(state, file),
        Some(Reason::Place) => state.route != before.route,
        None => false,
    };
    if gone {
        state.notice = None;
    }
}

fn reason(state: &State, before: &Before, done: bool) -> Option<Reason> {
    if let Some(file) = before.file.as_ref().filter(|file| waits(state, file)) {
        return Some(Reason::Waits(file.clone()));
    }
    if before.removes && done {
        return Some(Reason::Removed);
    }
    if !done {
        return Some(Reason::Refused);
    }
    // What is worse than that is not over because the place is left.
    let looked_at = state.notice.as_ref().is_some_and(|notice| notice.tone == Tone::Warn);
    looked_at.then_some(Reason::Place)
}

fn waits(state: &State, file: &str) -> bool {
    let waiting = |fate: Fate| matches!(fate, Fate::Locked | Fate::Held);
    state.inbox.iter().any(|outcome| outcome.file == *file && waiting(outcome.fate))
}

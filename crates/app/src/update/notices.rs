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
        // A refusal leads to what is missing and has done nothing all the same.
        let refused = state.notice.as_ref().is_some_and(|notice| notice.tone == Tone::Bad);
        let leads = refused && effects.iter().all(|effect| matches!(effect, Effect::Focus(_)));
        let reason = reason(state, &before, done && !leads);
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
    // Whatever was told at a place is not told at the next; only a file that waits does so everywhere.
    let left = place(&state.route) != place(&before.route);
    let gone = match state.reason_on_screen() {
        Some(Reason::Refused) => done,
        Some(Reason::Removed) => left || effects.iter().any(|effect| matches!(effect, Effect::Log(..))),
        Some(Reason::Waits(file)) => !waits(state, file),
        Some(Reason::Place) => state.route != before.route,
        None => left,
    };
    if gone {
        state.notice = None;
    }
}

/// A place without the section of a form that is on screen there.
fn place(route: &Route) -> Route {
    let in_sections = matches!(route, Route::Fill(_) | Route::Verify(..) | Route::Record(..));
    if in_sections { route.clone().at_section(0) } else { route.clone() }
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
    let looked_at = state.notice.as_ref().is_some_and(|notice| notice.tone == Tone::Warn);
    looked_at.then_some(Reason::Place)
}

fn waits(state: &State, file: &str) -> bool {
    let waiting = |fate: Fate| matches!(fate, Fate::Locked | Fate::Held);
    state.inbox.iter().any(|outcome| outcome.file == *file && waiting(outcome.fate))
}

#[cfg(test)]
mod tests {
    use ledger::Role;

    use crate::state::State;
    use crate::{Command, Moment, Route, update};

    fn does(state: &mut State, command: Command) {
        let moment = Moment { today: "2026-11-23".parse().unwrap(), seconds: 32_400, entropy: [7; 32] };
        update(state, command, &moment);
    }

    fn told(state: &State) -> &str {
        state.notice.as_ref().map_or("", |notice| notice.text.as_str())
    }

    #[test]
    fn what_was_told_at_a_place_is_not_told_at_the_next() {
        let mut state = State::new("2026-11-23".parse().unwrap());
        does(&mut state, Command::LoadSample(Role::Office));
        let record =
            state.book.as_ref().unwrap().records_of("interview").map(|(id, _)| id.clone()).next().unwrap();
        // Good news, a step that was taken back, a removal, and bad news of something that was done all the same.
        let tellers = [
            vec![Command::NewDocument { style: "letter".to_owned() }, Command::Undo],
            vec![Command::Go(Route::Register("records".into())), Command::Remove(record)],
            vec![Command::Go(Route::Round), Command::SaveBook(None)],
            vec![Command::Go(Route::Fill(0)), Command::Undo],
        ];
        for commands in tellers {
            let what = format!("{commands:?}");
            commands.into_iter().for_each(|command| does(&mut state, command));
            if state.notice.is_none() {
                state.say(crate::view::Tone::Bad, "部分图片未能放入");
            }
            let said = told(&state).to_owned();
            does(&mut state, Command::NewDay);
            assert_eq!(told(&state), said, "{what}: it stays as long as the place does");
            does(&mut state, Command::Go(Route::Settings));
            assert_eq!(told(&state), "", "{what}");
        }
    }
}

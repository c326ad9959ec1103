//! Steps of work: done and remembered, taken back and done again, and shown where they happen.

use ledger::book::form_name;
use ledger::progress::{SELF_CHECK, VERIFICATION};
use ledger::{Change, Content, EntryId, Letter};

use crate::effect::{Deed, Effect};
use crate::moment::Moment;
use crate::route::Route;
use crate::state::State;
use crate::view::{Tone, own_self_check};

/// Applies a change to the book, remembers how to take it back and logs it. An edit that goes on with the newest step
/// is taken back together with it.
pub(crate) fn change(state: &mut State, change: Change, moment: &Moment) -> Vec<Effect> {
    let Some(book) = state.book.as_mut() else { return Vec::new() };
    let mut edit = book.edit(moment.stamp(), change);
    edit.goes_on =
        state.goes_on && state.undo.last().is_some_and(|last| last.is_about_the_same(&edit.change));
    match book.apply(&edit) {
        Ok(inverse) => {
            if edit.change.can_be_undone() && !edit.goes_on {
                state.remember(inverse);
            }
            state.unsaved_to_file = true;
            vec![Effect::Log(Deed::Done, vec![edit])]
        }
        Err(ledger::ChangeError::Unsound(_)) => {
            state.say_term(Tone::Bad, "notice.unwritable");
            Vec::new()
        }
        Err(ledger::ChangeError::UnknownEntry(_) | ledger::ChangeError::NotARecord(_)) => {
            state.say_term(Tone::Bad, "notice.gone");
            Vec::new()
        }
    }
}

/// Takes the newest step back.
pub(super) fn undo(state: &mut State, moment: &Moment) -> Vec<Effect> {
    let Some(last) = state.undo.pop() else {
        state.say_term(Tone::Plain, "notice.nothing_to_undo");
        return Vec::new();
    };
    let (inverse, effects) = step_back(state, last, Deed::TakenBack, moment);
    state.redo.extend(inverse);
    effects
}

/// Does again what was taken back last.
pub(super) fn redo(state: &mut State, moment: &Moment) -> Vec<Effect> {
    let Some(last) = state.redo.pop() else {
        state.say_term(Tone::Plain, "notice.nothing_to_redo");
        return Vec::new();
    };
    let (inverse, effects) = step_back(state, last, Deed::BroughtBack, moment);
    state.undo.extend(inverse);
    effects
}

fn step_back(
    state: &mut State,
    change: Change,
    deed: Deed,
    moment: &Moment,
) -> (Option<Change>, Vec<Effect>) {
    let Some(book) = state.book.as_mut() else { return (None, Vec::new()) };
    let edit = book.edit(moment.stamp(), change);
    let Ok(inverse) = book.apply(&edit) else { return (None, Vec::new()) };
    state.unsaved_to_file = true;
    // What is on screen is opened afresh: an undone answer may stand in another section.
    state.open_form = None;
    let place = go_where(state, &edit.change, &inverse);
    let mut effects = vec![Effect::Log(deed, vec![edit])];
    match place {
        Some(place) => effects.extend(place.map(Effect::Focus)),
        None => {
            let key = if deed == Deed::TakenBack { "notice.taken_back" } else { "notice.brought_back" };
            state.say_term(Tone::Plain, key);
        }
    }
    (Some(inverse), effects)
}

/// Goes to where a step was taken back or done again, so that nothing changes out of sight. Returns the element that
/// shows it, if it is a single one; `None` when the place cannot be told from the step.
fn go_where(state: &mut State, done: &Change, inverse: &Change) -> Option<Option<String>> {
    match (done, inverse) {
        (Change::Answer { id, field, .. }, _) => {
            let route = place_of_record(state, id)?;
            state.route = route;
            state.refresh_form();
            let section = state.open_form.as_ref().and_then(|open| open.section_of(field));
            if let Some(section) = section {
                state.route = std::mem::take(&mut state.route).at_section(section);
            }
            Some(section.map(|_| field.clone()))
        }
        (Change::Put { id, content: now }, Change::Put { content: before, .. }) => {
            match (&**now, &**before) {
                (Content::Letter(now), Content::Letter(before)) => {
                    state.route = Route::Letter(id.clone());
                    Some(part_of_letter(now, before))
                }
                // What was made goes away again: whoever looks at it is led to the list it stood in.
                (Content::Removed, Content::Letter(_)) if state.route == Route::Letter(id.clone()) => {
                    state.route = Route::Letters;
                    None
                }
                (Content::Removed, Content::Record(_)) if matches!(&state.route, Route::Record(at, _) if at == id) =>
                {
                    state.route = Route::Records;
                    None
                }
                _ => None,
            }
        }
        _ => None,
    }
}

/// The place that shows a record; the one on screen when it does.
fn place_of_record(state: &State, id: &EntryId) -> Option<Route> {
    let book = state.book.as_ref()?;
    let shows_fields = matches!(state.route, Route::Fill(_) | Route::Verify(..) | Route::Record(..));
    if shows_fields && crate::view::record_on_screen(book, &state.route).as_ref() == Some(id) {
        return Some(state.route.clone());
    }
    let record = book.record(id)?;
    Some(match form_name(&record.form) {
        SELF_CHECK if own_self_check(book).as_ref() == Some(id) => Route::Fill(0),
        VERIFICATION => Route::Verify(record.unit.clone(), 0),
        _ => Route::Record(id.clone(), 0),
    })
}

/// The element of the editor that shows what differs between two states of a letter.
fn part_of_letter(now: &Letter, before: &Letter) -> Option<String> {
    if now.text != before.text {
        return Some("letter-text".to_owned());
    }
    let differs = |key: &&String| now.head.get(*key) != before.head.get(*key);
    if let Some(key) = now.head.keys().chain(before.head.keys()).find(differs) {
        return Some(format!("head-{key}"));
    }
    let differs = |key: &&String| now.inputs.get(*key) != before.inputs.get(*key);
    now.inputs.keys().chain(before.inputs.keys()).find(differs).map(|key| format!("input-{key}"))
}

#[cfg(test)]
mod tests {
    use ledger::Role;

    use super::*;
    use crate::{Command, update};

    fn moment() -> Moment {
        Moment { today: "2026-11-23".parse().unwrap(), seconds: 32_400, entropy: [7; 32] }
    }

    fn does(state: &mut State, command: Command) -> Vec<Effect> {
        update(state, command, &moment())
    }

    fn unit() -> State {
        let mut state = State::new(moment().today);
        does(&mut state, Command::LoadSample(Role::Unit));
        does(&mut state, Command::Go(Route::Fill(1)));
        state
    }

    fn types(field: &str, text: &str) -> Command {
        Command::Answer { path: field.to_owned(), value: text.into() }
    }

    fn goes_on(command: Command) -> Command {
        Command::Typed { edit: Box::new(command), goes_on: true }
    }

    fn holds(state: &State, field: &str) -> String {
        let book = state.book.as_ref().unwrap();
        let id = own_self_check(book).unwrap();
        let value = book.record(&id).unwrap().answers.get(field);
        value.and_then(serde_json::Value::as_str).unwrap_or_default().to_owned()
    }

    const FIELD: &str = "a01_06_answer";

    #[test]
    fn a_stretch_of_typing_is_one_step() {
        let mut state = unit();
        let before = holds(&state, FIELD);
        does(&mut state, types(FIELD, "第"));
        does(&mut state, goes_on(types(FIELD, "第一")));
        does(&mut state, goes_on(types(FIELD, "第一句")));
        does(&mut state, types(FIELD, "第一句第二"));
        does(&mut state, goes_on(types(FIELD, "第一句第二句")));
        for (command, text) in [
            (Command::Undo, "第一句"),
            (Command::Redo, "第一句第二句"),
            (Command::Undo, "第一句"),
            (Command::Undo, before.as_str()),
            (Command::Redo, "第一句"),
            (Command::Redo, "第一句第二句"),
        ] {
            does(&mut state, command);
            assert_eq!(holds(&state, FIELD), text);
        }
    }

    #[test]
    fn typing_goes_on_with_nothing_but_itself() {
        let mut state = unit();
        does(&mut state, types(FIELD, "甲"));
        does(&mut state, Command::Undo);
        does(&mut state, Command::Redo);
        does(&mut state, goes_on(types(FIELD, "甲乙")));
        does(&mut state, Command::Undo);
        assert_eq!(holds(&state, FIELD), "甲", "a step that was taken back and done again is closed");
        does(&mut state, goes_on(types("a01_05_note", "丙")));
        does(&mut state, Command::Undo);
        assert_eq!(holds(&state, FIELD), "甲", "another field is another step");
    }

    #[test]
    fn what_is_typed_again_unchanged_is_no_step() {
        let mut state = unit();
        does(&mut state, types(FIELD, "甲"));
        assert_eq!(does(&mut state, types(FIELD, "甲")), Vec::new());
    }

    #[test]
    fn a_step_is_taken_back_in_sight() {
        let mut state = unit();
        does(&mut state, types(FIELD, "甲"));
        does(&mut state, Command::Go(Route::Settings));
        let effects = does(&mut state, Command::Undo);
        assert_eq!(state.route, Route::Fill(1));
        assert!(effects.contains(&Effect::Focus(FIELD.to_owned())), "{effects:?}");
        does(&mut state, Command::EditProfile { field: "person".to_owned(), value: "甲某".to_owned() });
        state.notice = None;
        does(&mut state, Command::Undo);
        assert!(state.notice.is_some(), "what has no place of its own is told");
    }

    #[test]
    fn a_stretch_of_typing_is_one_step_after_a_reload_too() {
        let mut state = unit();
        let mut replay = crate::Replay::new(state.book.clone().unwrap());
        let typed = [
            types(FIELD, "一"),
            goes_on(types(FIELD, "一二")),
            types(FIELD, "一二三"),
            goes_on(types(FIELD, "一二三四")),
            Command::Undo,
        ];
        for command in typed {
            for effect in does(&mut state, command) {
                if let Effect::Log(deed, edits) = effect {
                    let stored = serde_json::to_string(&edits).unwrap();
                    replay.step(deed, &serde_json::from_str::<Vec<_>>(&stored).unwrap()).unwrap();
                }
            }
        }
        let mut again = State::resumed(replay, moment().today);
        assert_eq!(holds(&again, FIELD), "一二");
        does(&mut again, Command::Redo);
        assert_eq!(holds(&again, FIELD), "一二三四");
        does(&mut again, Command::Undo);
        does(&mut again, Command::Undo);
        assert_ne!(holds(&again, FIELD), "一");
    }
}

//! Steps of work: done and remembered, taken back and done again, and shown where they happen.

mod place;
mod said;

use ledger::{Change, Content};
use templates::text_with;

use crate::effect::{Deed, Effect};
use crate::moment::Moment;
use crate::route::Route;
use crate::state::State;
use crate::view::Tone;

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

/// Takes the newest step back for somebody who pressed the keys for it, meaning what was typed: the sheet or document on
/// screen itself stays, even when making it was the newest step. The button says what it does, and takes it away.
pub(super) fn undo_typed(state: &mut State, moment: &Moment) -> Vec<Effect> {
    let on_screen = if let Route::Letter(id) = &state.route {
        Some(id)
    } else {
        state.open_form.as_ref().map(|open| &open.id)
    };
    let makes = |change: &Change| {
        if let Change::Put { id, content } = change {
            **content == Content::Removed && on_screen == Some(id)
        } else {
            false
        }
    };
    if state.undo.last().is_some_and(makes) {
        state.say_term(Tone::Plain, "notice.nothing_typed");
        return Vec::new();
    }
    undo(state, moment)
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
    let said = said::step(state, deed, &edit.change, &inverse);
    let focus = place::go_where(state, &edit.change, &inverse);
    let mut effects = vec![Effect::Log(deed, vec![edit])];
    effects.extend(focus.map(Effect::Focus));
    let key = if deed == Deed::TakenBack { "notice.taken_back" } else { "notice.brought_back" };
    state.say(Tone::Plain, text_with(key, &[("what", &said)]));
    (Some(inverse), effects)
}

#[cfg(test)]
mod tests {
    use ledger::Role;

    use super::*;
    use crate::view::own_self_check;
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
        let id = own_self_check(&state.pack, book).unwrap();
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
    fn the_keys_in_a_text_do_not_take_its_sheet_away() {
        let mut state = State::new(moment().today);
        does(&mut state, Command::LoadSample(Role::Office));
        let unit = state.book.as_ref().unwrap().units().next().unwrap().0.clone();
        let record = Command::NewRecord { form: "phone-call".to_owned(), unit, about: None };
        for make in [Command::NewDocument { style: "letter".to_owned() }, record] {
            does(&mut state, make);
            let place = state.route.clone();
            does(&mut state, Command::UndoTyped);
            assert_eq!(state.route, place);
            assert!(state.notice.take().unwrap().text.contains("没有可撤销的输入"));
            let entries = state.book.as_ref().unwrap().entries.len();
            does(&mut state, Command::Undo);
            assert!(state.route != place, "the button takes it away, and says so");
            assert!(!state.notice.take().unwrap().text.contains("内容"));
            assert_eq!(state.book.as_ref().unwrap().entries.len(), entries);
        }
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
        does(&mut state, Command::Go(Route::Fill(1)));
        does(&mut state, Command::Undo);
        assert_eq!(state.route, Route::Settings, "who uses the book stands in the settings");
    }

    /// What is told of a step that was taken back, and of the same done again.
    fn told(state: &mut State) -> [String; 2] {
        [Command::Undo, Command::Redo].map(|command| {
            does(state, command);
            state.notice.as_ref().map(|notice| notice.text.clone()).unwrap_or_default()
        })
    }

    #[test]
    fn what_is_taken_back_is_named() {
        let mut state = unit();
        does(&mut state, types(FIELD, "甲"));
        let words = told(&mut state);
        assert_eq!(words, ["已撤销：修改“A01-06 自查结论”", "已重做：修改“A01-06 自查结论”"]);
        does(&mut state, Command::EditProfile { field: "person".to_owned(), value: "甲某".to_owned() });
        assert_eq!(told(&mut state), ["已撤销：修改使用人", "已重做：修改使用人"]);

        let mut state = State::new(moment().today);
        does(&mut state, Command::LoadSample(Role::Office));
        does(&mut state, Command::NewDocument { style: "letter".to_owned() });
        let words = told(&mut state);
        assert!(words[0].starts_with("已撤销：新建“"), "{words:?}");
        assert!(words[1].starts_with("已重做：新建“"), "{words:?}");
        assert_eq!(state.route, Route::Letters, "it is seen to come back where it went");
        does(&mut state, Command::Undo);
        does(&mut state, Command::Go(Route::Overview));
        does(&mut state, Command::Redo);
        assert!(matches!(state.route, Route::Letter(_)), "what is there again is shown");
        does(&mut state, Command::LetterHead { key: "title".to_owned(), value: "关于甲事的函".to_owned() });
        let words = told(&mut state);
        assert!(words[0].ends_with("的标题"), "{words:?}");
        let field = "theme".to_owned();
        does(&mut state, Command::EditRound { field, value: "新主题".to_owned() });
        let words = told(&mut state);
        assert!(words[0].ends_with("的工作主题"), "{words:?}");
        assert_eq!(state.route, Route::Round);
        does(&mut state, Command::EditHouse { setting: "profile".to_owned(), value: "B".to_owned() });
        assert_eq!(told(&mut state), ["已撤销：修改院内版式", "已重做：修改院内版式"]);
        does(&mut state, Command::ConfirmRoster);
        assert_eq!(told(&mut state)[0], "已撤销：核定名册");
        assert_eq!(state.route, Route::Roster);
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

//! `update`: a command and a moment become a new state and effects. The whole application is this function.

mod addressed;
mod book;
mod compose;
mod contents;
mod dropped;
mod events;
mod files;
mod follow;
mod hand_out;
mod judge;
mod last_year;
mod leaving;
mod letters;
mod merging;
mod new_year;
mod notices;
mod own_text;
mod own_unit;
mod proof;
mod reckoned;
mod records;
mod reserved;
mod roster;
mod round;
mod settle;
mod steps;
mod taking_part;
mod vouch;

pub(crate) use compose::is_stale;
pub(crate) use contents::{for_unit, without_self_check};
pub(crate) use follow::made as made_next;
pub(crate) use hand_out::{team_is_confidential, was_sent};
pub(crate) use letters::{may_write_own, offered, offered_about};

use std::collections::BTreeMap;

use serde_json::Value;

use crate::command::{Command, HandOut};
use crate::effect::Effect;
use crate::limits;
use crate::moment::Moment;
use crate::rights;
use crate::route::Route;
use crate::state::{Issuing, State};
use crate::view::{Masking, Tone, visible_name};

pub(crate) use own_unit::may_change as may_change_unit;
pub(crate) use reckoned::reckon_opened;
pub(crate) use round::proposed_days;
pub(crate) use steps::change;
pub(crate) use vouch::{fingerprint, is_from_above, who};

/// Carries out a command.
pub fn update(state: &mut State, command: Command, moment: &Moment) -> Vec<Effect> {
    state.set_today(moment.today);
    let question = asked(state, &command);
    let issue = issue_asked(state, &command);
    let goes_on = matches!(command, Command::Typed { goes_on: true, .. });
    let command = if let Command::Typed { edit, .. } = command { *edit } else { command };
    if words(&command).is_some_and(|text| text.len() > limits::TEXT) {
        state.say_term(Tone::Bad, "notice.text_too_long");
        return Vec::new();
    }
    if !rights::may(state, &command) {
        state.say_term(Tone::Warn, "rights.not_yours");
        return Vec::new();
    }
    if !only_words(&command) {
        state.doubt_letter();
    }
    let place = command.typed_into();
    state.goes_on = goes_on && place.is_some() && state.typing == place;
    if is_of_the_newest_year(&command)
        && let Some(book) = &mut state.book
    {
        book.local.shown = None;
    }
    let before = notices::before(state, &command);
    let effects = dispatch(state, command, moment);
    if changes(&effects) {
        state.typing = place;
    }
    notices::after(state, before, &effects);
    if let Some((masking, route)) = question
        && !changes(&effects)
        && state.route == route
    {
        state.masking = Some(masking);
    }
    if let Some((issuing, route)) = issue
        && !changes(&effects)
        && state.route == route
    {
        state.issuing = Some(issuing);
    }
    state.refresh();
    effects
}

/// Whether a command is about the newest year whatever year somebody looks at: what comes in, and what begins.
fn is_of_the_newest_year(command: &Command) -> bool {
    matches!(
        command,
        Command::TakeIn { .. } | Command::TakeInText { .. } | Command::Accept(_) | Command::OpenRound { .. }
    )
}

/// Takes the question about issuing a letter; it stays open as the one about a masked copy does.
fn issue_asked(state: &mut State, command: &Command) -> Option<(Issuing, Route)> {
    if matches!(command, Command::IssueAnyway) {
        return None;
    }
    let issuing = state.issuing.take()?;
    let answers = matches!(command, Command::Letter(_) | Command::LeaveIssue);
    (!answers).then(|| (issuing, state.route.clone()))
}

/// Takes the question about a masked copy, which is about the book as it was when it was asked: it stays open over what
/// changes neither the book nor the place, unless the command answers it or asks anew.
fn asked(state: &mut State, command: &Command) -> Option<(Masking, Route)> {
    let masking = state.masking.take()?;
    let answers = matches!(command, Command::ExportMasked(_) | Command::MaskAlso(..) | Command::LeaveMasked);
    (!answers).then(|| (masking, state.route.clone()))
}

/// Whether something happened to the book.
fn changes(effects: &[Effect]) -> bool {
    effects.iter().any(|effect| matches!(effect, Effect::Log(..) | Effect::Begin | Effect::Restart))
}

/// The text a command brings into the book.
fn words(command: &Command) -> Option<&str> {
    if let Command::LetterText(text)
    | Command::LetterInput { value: text, .. }
    | Command::LetterHead { value: text, .. }
    | Command::Answer { value: Value::String(text), .. }
    | Command::EditRound { value: text, .. }
    | Command::EditProfile { value: text, .. }
    | Command::NoteReceipt { receipt: text, .. }
    | Command::Review { reason: text, .. } = command
    {
        Some(text)
    } else {
        None
    }
}

/// Whether a command touches nothing that the letter on screen was composed from.
fn only_words(command: &Command) -> bool {
    matches!(
        command,
        Command::LetterText(_)
            | Command::LetterHead { .. }
            | Command::Correct(_)
            | Command::CorrectAll
            | Command::Ignore(_)
            | Command::Unignore(_)
            | Command::ImportText { .. }
            | Command::AddPicture { .. }
            | Command::Letter(_)
            | Command::IssueAnyway
            | Command::LeaveIssue
            | Command::ExportDocx
            | Command::ExportMasked(_)
            | Command::MaskAlso(..)
            | Command::LeaveMasked
            | Command::NewDay
            | Command::Print
            | Command::Dismiss
            | Command::SaveBook(_)
    )
}

fn dispatch(state: &mut State, command: Command, moment: &Moment) -> Vec<Effect> {
    match command {
        Command::Start { role, person, organ, unit } => book::start(state, role, person, organ, unit, moment),
        Command::LoadSample(role) => book::load_sample(state, role, moment),
        Command::CloseBook => book::close(state),
        Command::SaveBook(passphrase) => book::save(state, passphrase.as_deref(), moment),
        Command::EditProfile { field, value } => book::edit_profile(state, &field, value, moment),
        Command::ConfirmRoster => change(state, ledger::Change::Roster { confirmed: true }, moment),
        Command::Typed { edit, .. } => dispatch(state, *edit, moment),
        Command::Undo => steps::undo(state, moment),
        Command::UndoTyped => steps::undo_typed(state, moment),
        Command::Redo => steps::redo(state, moment),
        Command::TakeRoster { only } => roster::take(state, only, moment),
        Command::TakePart { units, takes } => taking_part::choose(state, &units, takes, moment),
        Command::LeaveRoster => roster::leave(state),
        Command::Dismiss => {
            state.notice = None;
            Vec::new()
        }
        Command::Go(route) => {
            state.route = if state.book.is_some() { route } else { crate::route::Route::Welcome };
            state.handing = None;
            // Good news was for the place that was left; what needs attention stays until its reason is gone.
            state.notice = state.notice.take().filter(|notice| matches!(notice.tone, Tone::Warn | Tone::Bad));
            Vec::new()
        }
        Command::ShowRound(round) => round::show(state, round),
        Command::TakeIn { name, bytes, passphrase } => {
            files::take_in(state, &visible_name(&name), bytes, passphrase.as_deref(), moment)
        }
        Command::TakeInText { name, text } => dropped::take_text(state, &visible_name(&name), &text, moment),
        Command::ChooseUnit(unit) => own_unit::choose(state, &unit, moment),
        Command::NameTeam { organ, person } => book::name_team(state, &organ, &person, moment),
        Command::ClearInbox => {
            // What waits for an answer stays until it is answered.
            state.inbox.retain(|outcome| outcome.fate == crate::state::Fate::Held);
            Vec::new()
        }
        Command::Accept(digest) => merging::accept_held(state, &digest, moment),
        Command::Leave(digest) => merging::leave_held(state, &digest),
        Command::AskLater => merging::ask_later(state),
        Command::ConfirmKey(sender) => vouch::confirm(state, &sender, moment),
        Command::AskHandOut(what) => {
            state.handing = Some(what);
            Vec::new()
        }
        Command::LeaveHandOut => {
            state.handing = None;
            Vec::new()
        }
        Command::HandOut { what: HandOut::AllFeedback, protection } => {
            hand_out::hand_out_all(state, &protection, moment)
        }
        Command::HandOut { what, protection } => hand_out::hand_out(state, &what, &protection, moment),
        Command::NoteReceipt { file, receipt } => hand_out::note_receipt(state, &file, &receipt, moment),
        Command::Answer { path, value } => records::answer(state, &path, value, moment),
        Command::TakeLastYear(field) => last_year::take(state, &field, moment),
        Command::TakeLastYears => last_year::take_part(state, moment),
        Command::AddRow(table) => records::add_row(state, &table, moment),
        Command::RemoveRow(row) => records::remove_row(state, &row, moment),
        Command::KeepRows(table) => records::keep_rows(state, &table, moment),
        Command::NextUnanswered => records::next_unanswered(state),
        Command::ShowField(path) => records::show_field(state, &path),
        Command::NewRecord { form, unit, about } => {
            records::new_record(state, &form, &unit, about, BTreeMap::new(), moment)
        }
        Command::StartPaper(item) => records::start_paper(state, &item, moment),
        Command::Remove(id) => records::remove(state, id, moment),
        Command::Record(id, event) => records::event(state, &id, event, moment),
        Command::Follow(event) => follow::follow(state, &event, moment),
        Command::Happen { record, does, answers } => events::happen(state, &record, &does, answers, moment),
        Command::Review { record, decision, reason } => {
            records::review(state, &record, decision, reason, moment)
        }
        Command::Settle { entry, version, parts } => settle::settle(state, &entry, &version, &parts, moment),
        Command::ComposeAbout { letter, record } => letters::compose_about(state, &letter, &record, moment),
        Command::Compose { letter, unit, findings } => {
            letters::compose(state, &letter, unit, findings, moment)
        }
        Command::LetterInput { id, value } => compose::input(state, &id, value, moment),
        Command::LetterHead { key, value } => letters::head(state, &key, &value, moment),
        Command::LetterText(text) => letters::text(state, text, moment),
        Command::LetterRefresh => compose::recompose(state, moment),
        Command::Letter(event) => letters::event(state, event, moment),
        Command::IssueAnyway => letters::issue_anyway(state, moment),
        Command::NewDocument { style } => own_text::begin(state, &style, moment),
        Command::ImportText { name, bytes } => own_text::import(state, &name, &bytes, moment),
        Command::AddPicture { name, bytes } => own_text::add_picture(state, &name, bytes, moment),
        Command::Correct(finding) => proof::correct(state, &finding, moment),
        Command::CorrectAll => proof::correct_all(state, moment),
        Command::Ignore(trace) => proof::ignore(state, trace, moment),
        Command::Unignore(trace) => proof::unignore(state, &trace, moment),
        Command::EditHouse { setting, value } => book::edit_house(state, &setting, &value, moment),
        Command::ResetHouse => book::reset_house(state, moment),
        Command::ExportDocx => letters::export(state),
        Command::ExportRecord(id) => letters::export_record(state, &id),
        Command::ExportMasked(what) => leaving::export_masked(state, what, moment),
        Command::MaskAlso(what, also) => leaving::mask_also(state, &what, &also, moment),
        // Any command ends the question and brings its day; these do nothing else.
        Command::LeaveMasked | Command::LeaveIssue | Command::NewDay => Vec::new(),
        Command::Print => letters::print(state),
        Command::EditRound { field, value } => round::edit(state, &field, &value, moment),
        Command::ConfirmCatalogue => round::confirm_catalogue(state, moment),
        Command::ConfirmDays => round::confirm_days(state, moment),
        Command::OpenRound { year } => round::open(state, year, moment),
        Command::MakeKey => round::make_key(state, false, moment),
        Command::RenewKey => round::make_key(state, true, moment),
    }
}

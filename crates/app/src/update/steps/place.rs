//! Where a step happened that is taken back or done again, so that nothing changes out of sight.

use ledger::Part;
use ledger::{Change, Content, EntryId, Letter, Role};

use crate::places::of_record;
use crate::rights;
use crate::route::Route;
use crate::state::State;
use crate::view::own_self_check;

/// Goes to where a step was taken back or done again. Returns the element that shows it, if it is a single one.
pub(super) fn go_where(state: &mut State, done: &Change, inverse: &Change) -> Option<String> {
    if let Change::Answer { id, field, .. } = done {
        state.route = place_of_record(state, id)?;
        state.refresh_form();
        let section = state.open_form.as_ref().and_then(|open| open.section_of(field))?;
        state.route = std::mem::take(&mut state.route).at_section(section);
        return Some(field.clone());
    }
    let route = place(state, done, inverse)?;
    let visits = state.book.as_ref().is_some_and(|book| rights::visits(&state.pack, book, &route));
    if visits {
        state.route = route;
    }
    if let (Change::Put { content: now, .. }, Change::Put { content: before, .. }) = (done, inverse)
        && let (Content::Letter(now), Content::Letter(before)) = (&**now, &**before)
    {
        return part_of_letter(now, before);
    }
    None
}

/// The place that shows a change; `None` when none does more than another.
fn place(state: &State, done: &Change, inverse: &Change) -> Option<Route> {
    match done {
        Change::Put { id, content } => place_of_entry(state, id, content, before_of(inverse, id)),
        // A round that takes new units in changes along with the roster.
        Change::Several { changes } if takes_roster(changes, inverse) => Some(Route::Roster),
        Change::Several { changes } => {
            let mut places = changes.iter().filter_map(|change| place(state, change, inverse)).peekable();
            let first = places.peek().cloned();
            // Whoever sees a part of it stays.
            places.find(|place| *place == state.route).or(first)
        }
        Change::Answer { id, .. } => place_of_record(state, id),
        Change::Merge { .. } | Change::Unmerge { .. } => Some(Route::Inbox),
        Change::Profile { .. } | Change::House { .. } => Some(Route::Settings),
        Change::Roster { .. } => Some(Route::Roster),
        Change::SecretKey { .. } => Some(Route::Round),
        Change::Seal { .. }
        | Change::SigningKey { .. }
        | Change::Sent { .. }
        | Change::HandedOut { .. }
        | Change::Known { .. }
        | Change::Figures { .. }
        | Change::Incident { .. } => None,
    }
}

/// Whether changes take in a roster, or take that back: a unit of it is put in, changed or removed.
pub(super) fn takes_roster(changes: &[Change], inverse: &Change) -> bool {
    let is_unit = |content: &Content| matches!(content, Content::Unit(_));
    changes.iter().any(|change| {
        let Change::Put { id, content } = change else { return false };
        is_unit(content) || before_of(inverse, id).is_some_and(is_unit)
    })
}

/// What an entry was before, by the changes that take a step back.
pub(super) fn before_of<'a>(inverse: &'a Change, wanted: &EntryId) -> Option<&'a Content> {
    if let Change::Several { changes } = inverse {
        return changes.iter().find_map(|change| before_of(change, wanted));
    }
    if let Change::Put { id, content } = inverse { (id == wanted).then_some(&**content) } else { None }
}

/// The place that shows an entry; of one that is gone the list it stood in, and of one that is there again the list where
/// that is on screen.
fn place_of_entry(state: &State, id: &EntryId, now: &Content, before: Option<&Content>) -> Option<Route> {
    let comes_back = before == Some(&Content::Removed);
    let in_list_only = *now == Content::Removed || (comes_back && list_shows(state, now));
    let shown = if *now == Content::Removed { before? } else { now };
    if let Content::Letter(_) = shown {
        Some(if in_list_only { Route::Letters } else { Route::Letter(id.clone()) })
    } else if let Content::Record(record) = shown {
        if in_list_only { Some(of_record(state, record)) } else { place_of_record(state, id) }
    } else if let Content::Review(review) = shown {
        place_of_record(state, &review.record)
    } else if let Content::Event(event) = shown {
        place_of_record(state, &event.record)
    } else if let Content::Round(_) = shown {
        Some(Route::Round)
    } else if let Content::Unit(_) = shown {
        Some(Route::Roster)
    } else {
        None
    }
}

/// Whether the list on screen is the one an entry stands in.
fn list_shows(state: &State, content: &Content) -> bool {
    if let Content::Record(record) = content {
        state.route == of_record(state, record)
    } else {
        matches!(content, Content::Letter(_)) && state.route == Route::Letters
    }
}

/// The place that shows a record; the one on screen when it does.
fn place_of_record(state: &State, id: &EntryId) -> Option<Route> {
    let book = state.book.as_ref()?;
    let shows_fields = matches!(state.route, Route::Fill(_) | Route::Verify(..) | Route::Record(..));
    if shows_fields && crate::view::record_on_screen(&state.pack, book, &state.route).as_ref() == Some(id) {
        return Some(state.route.clone());
    }
    let record = book.record(id)?;
    Some(match state.pack.kinds().of(&record.form).and_then(|kind| kind.part) {
        Some(Part::SelfCheck) if own_self_check(&state.pack, book).as_ref() == Some(id) => Route::Fill(0),
        Some(Part::Verification) => Route::Verify(record.unit.clone(), 0),
        _ if book.local.profile.role == Role::Unit
            && !rights::reads(&state.pack, book, book.content(id)?) =>
        {
            Route::Rectification
        }
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

//! What a step was, in one short line: what was taken back is named.

use ledger::{Change, Content, EntryId};
use templates::{text, text_with};

use super::place::before_of;
use crate::effect::Deed;
use crate::state::State;
use crate::view::{changed_parts, entry_name};

/// Longest name in the line, in characters.
const NAME: usize = 24;

/// What a step did when it was done first. `done` is what was applied now, `inverse` what takes that back.
pub(super) fn step(state: &State, deed: Deed, done: &Change, inverse: &Change) -> String {
    let (first, back) = if deed == Deed::TakenBack { (inverse, done) } else { (done, inverse) };
    said(state, first, back).unwrap_or_else(|| text("step.other").to_owned())
}

/// What a change does in words; `None` when it is none that people know of. `back` takes it back.
fn said(state: &State, change: &Change, back: &Change) -> Option<String> {
    match change {
        Change::Put { id, content } => Some(entry(state, id, before_of(back, id)?, content)),
        Change::Answer { id, field, .. } => {
            let content = state.book.as_ref()?.content(id)?;
            let part = crate::view::part_name(state, content, &format!("answers.{field}"));
            Some(text_with("step.edit", &[("name", &short(&part))]))
        }
        Change::Merge { import, .. } => Some(text_with("step.merge", &[("name", &short(&import.file))])),
        Change::Several { changes } if super::place::takes_roster(changes, back) => {
            Some(text("step.roster").to_owned())
        }
        Change::Several { changes } => {
            let files = |change: &&Change| matches!(change, Change::Merge { .. });
            let first = changes.iter().find(files).and_then(|change| said(state, change, back));
            first.or_else(|| changes.iter().rev().find_map(|change| said(state, change, back)))
        }
        Change::Profile { .. } => Some(text("step.profile").to_owned()),
        Change::Roster { .. } => Some(text("roster.confirm").to_owned()),
        Change::House { .. } => Some(text("step.house").to_owned()),
        Change::SecretKey { .. } => Some(text("round.make_key").to_owned()),
        Change::Known { .. } => Some(text("step.compared").to_owned()),
        Change::Unmerge { .. }
        | Change::Seal { .. }
        | Change::SigningKey { .. }
        | Change::Sent { .. }
        | Change::HandedOut { .. }
        | Change::Figures { .. }
        | Change::Incident { .. } => None,
    }
}

/// What became of an entry.
fn entry(state: &State, id: &EntryId, before: &Content, now: &Content) -> String {
    let named = if *now == Content::Removed { before } else { now };
    if let Content::Review(review) = named {
        let record = state.book.as_ref().and_then(|book| book.content(&review.record));
        let name = record.map(|record| entry_name(state, &review.record, record)).unwrap_or_default();
        return text_with("step.review", &[("name", &short(&name))]);
    }
    if let Content::Event(event) = named {
        return text_with("step.event", &[("label", &short(&crate::view::event_name(state, event)))]);
    }
    let name = short(&entry_name(state, id, named));
    if *before == Content::Removed {
        return text_with("step.make", &[("name", &name)]);
    }
    if *now == Content::Removed {
        return text_with("step.remove", &[("name", &name)]);
    }
    match changed_parts(state, before, now).as_slice() {
        [] => text_with("step.edit", &[("name", &name)]),
        [part] => text_with("step.edit_part", &[("name", &name), ("part", &short(part))]),
        parts @ [first, ..] => {
            let part =
                text_with("step.parts", &[("part", &short(first)), ("count", &parts.len().to_string())]);
            text_with("step.edit_part", &[("name", &name), ("part", &part)])
        }
    }
}

/// A name cut to what a line has room for.
fn short(name: &str) -> String {
    let name = name.replace('\u{3000}', " ");
    let mut start: String = name.chars().take(NAME).collect();
    if name.chars().count() > NAME {
        start.push('…');
    }
    start
}

//! Figures that came with a self-check are worked out again when it is taken in; what was worked out here counts.

use std::collections::{BTreeMap, BTreeSet};

use ledger::merge::Bundle;
use ledger::{
    Book, Change, Content, Entry, EntryId, Import, Part, Record, RecordState, Role, VersionId, twins,
};
use serde_json::Value;
use templates::{text, text_with};

use crate::state::State;
use crate::view::Tone;

/// Most versions of one self-check that are worked out; all but the newest are history.
const VERSIONS: usize = 32;
/// Most versions of one file.
const MOST: usize = 2_000;

/// What was worked out for the versions of a file.
#[derive(Default)]
pub(super) struct Reckoned {
    /// What the book keeps of it.
    pub(super) changes: Vec<Change>,
    /// What differs from what came, in words; empty when nothing does.
    pub(super) told: String,
}

type Figures = BTreeMap<String, Value>;

/// Works out the figures of every submitted self-check in a file that the book does not have yet, whoever sent it.
pub(super) fn reckon(state: &mut State, bundle: &Bundle) -> Reckoned {
    let mut reckoned = Reckoned::default();
    let found = submitted(state, bundle);
    let surroundings = if found.is_empty() { None } else { with_surroundings(state, bundle) };
    for (id, version, record) in found.into_iter().take(MOST) {
        let State { pack, book, compiled, today, .. } = &mut *state;
        let Some(book) = surroundings.as_ref().or(book.as_ref()) else { break };
        let open = compiled.open_record(pack, book, &id, &record, *today);
        let figures: Figures = open.map(|open| open.figures()).unwrap_or_default();
        if figures == record.figures {
            continue;
        }
        if reckoned.told.is_empty() {
            let (came, found) = (shown(&record.figures), shown(&figures));
            // Texts of a form that changed since are worked out anew without a word.
            if came != found {
                reckoned.told = text_with("file.reckoned", &[("came", &came), ("found", &found)]);
            }
        }
        reckoned.changes.push(Change::Figures { id, version, figures: Some(figures) });
    }
    reckoned
}

/// The book with the rounds and units of a file, for its self-checks: what is asked of a unit stands in them. `None` when the
/// file brings none.
fn with_surroundings(state: &State, bundle: &Bundle) -> Option<Book> {
    let frames = |content: &Content| matches!(content, Content::Round(_) | Content::Unit(_));
    let known = |id: &EntryId, version: &VersionId| {
        let entry = state.book.as_ref().and_then(|book| book.entries.get(id));
        entry.is_some_and(|entry| entry.versions.contains_key(version))
    };
    let brings = |entry: &&Entry| {
        let mut new = entry.versions.iter().filter(|(id, _)| !known(&entry.id, id));
        new.any(|(_, version)| frames(&version.content))
    };
    let entries: Vec<Entry> = bundle.entries.iter().filter(brings).cloned().collect();
    if entries.is_empty() {
        return None;
    }
    let mut book = state.book.clone()?;
    let merge = Change::Merge { entries, digest: String::new(), import: Import::default() };
    book.apply(&book.edit(String::new(), merge)).ok()?;
    Some(book)
}

/// Works out the figures of self-checks that came into an opened book before files were reckoned on arrival. What is worked
/// out follows from the book alone, so it is no change of it and is worked out anew each time; a difference is told.
pub(crate) fn reckon_opened(state: &mut State) {
    let (mut count, mut first) = (0_usize, None);
    for (id, trace, record) in unreckoned(state) {
        let State { pack, book, compiled, today, .. } = &mut *state;
        let Some(book) = book.as_mut() else { return };
        // Of a form that is not known any more nothing can be worked out.
        let Some(open) = compiled.open_record(pack, book, &id, &record, *today) else { continue };
        let figures = open.figures();
        if figures == record.figures {
            continue;
        }
        let (came, found) = (shown(&record.figures), shown(&figures));
        book.local.figures.entry(id).or_default().insert(trace, figures);
        if came != found {
            count += 1;
            first.get_or_insert((record.unit, came, found));
        }
    }
    if let Some((unit, came, found)) = first {
        let unit = state.unit_name(&unit);
        let facts = [("count", count.to_string()), ("unit", unit), ("came", came), ("found", found)];
        let facts: Vec<(&str, &str)> = facts.iter().map(|(name, value)| (*name, value.as_str())).collect();
        state.say(Tone::Warn, text_with("file.reckoned_opened", &facts));
    }
}

/// Submitted self-checks as they are shown, of others, that no file brought whose figures were worked out on arrival.
fn unreckoned(state: &State) -> Vec<(EntryId, VersionId, Record)> {
    let Some(book) = state.book.as_ref().filter(|book| book.local.profile.role != Role::Unit) else {
        return Vec::new();
    };
    // Books have noted whom a file was from for as long as they have worked out its figures.
    let noted = book.local.imports.values().filter(|import| import.from.is_some());
    let reckoned: BTreeSet<&EntryId> = noted.flat_map(|import| import.versions.keys()).collect();
    let here = format!("{}-", book.local.replica);
    let mut found = Vec::new();
    for (id, record) in book.records_of(state.pack.kinds().form(Part::SelfCheck)) {
        if record.state != RecordState::Submitted || reckoned.contains(id) {
            continue;
        }
        let Some((version, state)) = book.entries.get(id).and_then(ledger::Entry::current) else { continue };
        let trace = twins::trace(version, state);
        let known = book.local.figures.get(id).is_some_and(|all| all.contains_key(&trace));
        if !known && !version.0.starts_with(&here) {
            found.push((id.clone(), trace, record.clone()));
        }
    }
    found
}

/// Submitted self-checks of the file, newest version first.
fn submitted(state: &State, bundle: &Bundle) -> Vec<(EntryId, VersionId, Record)> {
    let known = |id: &EntryId, trace: &VersionId| {
        let book = state.book.as_ref();
        book.and_then(|book| book.local.figures.get(id)).is_some_and(|all| all.contains_key(trace))
    };
    let (kinds, mut found) = (state.pack.kinds(), Vec::new());
    for entry in &bundle.entries {
        let newest = entry.versions.iter().rev().take(VERSIONS);
        found.extend(newest.filter_map(|(version, state)| {
            let Content::Record(record) = &state.content else { return None };
            let trace = twins::trace(version, state);
            let counts = kinds.plays(&record.form, Part::SelfCheck) && record.state == RecordState::Submitted;
            (counts && !known(&entry.id, &trace)).then(|| (entry.id.clone(), trace, record.clone()))
        }));
    }
    found
}

/// Score and grade as people read them.
fn shown(figures: &Figures) -> String {
    let score = figures.get("score").and_then(Value::as_f64).map(|score| match score {
        0.0..=100.0 => format!("{score:.1}"),
        _ => text("file.out_of_range").to_owned(),
    });
    let grade = figures.get("grade").and_then(Value::as_str).map(|grade| grade.replace(char::is_control, ""));
    let words: Vec<String> = [score, grade].into_iter().flatten().collect();
    if words.is_empty() { "—".to_owned() } else { words.join("　") }
}

#[cfg(test)]
mod tests {
    use ledger::Book;
    use serde_json::json;

    use super::*;

    fn office() -> Book {
        let sample =
            crate::sample::Sample { units: 6, seed: 2026, today: "2026-11-23".parse().expect("a day") };
        crate::sample::book(&templates::Pack::shipped(), &sample, Role::Office)
    }

    #[test]
    fn forged_figures_in_an_old_book_do_not_count_and_are_told_when_it_is_opened() {
        let mut book = office();
        let today = "2026-11-23".parse().expect("a day");
        let calm = State::with_book(book.clone(), today);
        assert_eq!(calm.notice, None, "the figures of an honest book agree");
        let submitted = |(_, record): &(&EntryId, &Record)| record.state == RecordState::Submitted;
        let (id, record) = book.records_of("self-check").find(submitted).expect("somebody handed in");
        let (id, honest) = (id.clone(), record.figures.clone());
        for forged in [json!(1e300), json!(-50), json!(99.9)] {
            let entry = book.entries.get_mut(&id).expect("it is there");
            for version in entry.versions.values_mut() {
                if let Content::Record(record) = &mut version.content {
                    record.figures.insert("score".into(), forged.clone());
                }
            }
            let state = State::with_book(book.clone(), today);
            let told = state.notice.as_ref().map(|notice| notice.text.clone()).unwrap_or_default();
            assert!(told.contains("1份自查情况") && told.contains("核算"), "{told}");
            let opened = state.book.as_ref().expect("the book is open");
            assert_eq!(opened.figures(&id), Some(&honest));
        }
    }
}

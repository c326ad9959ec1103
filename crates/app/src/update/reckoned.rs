//! Figures that came with a self-check are worked out again when it is taken in; what was worked out here counts.

use std::collections::BTreeMap;

use ledger::merge::Bundle;
use ledger::progress::SELF_CHECK;
use ledger::{Change, Content, EntryId, Record, RecordState, VersionId, book::form_name, twins};
use serde_json::Value;
use templates::{text, text_with};

use crate::state::State;

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
    for (id, version, record) in submitted(state, bundle).into_iter().take(MOST) {
        let State { pack, book, compiled, today, .. } = &mut *state;
        let Some(book) = book.as_ref() else { break };
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

/// Submitted self-checks of the file, newest version first.
fn submitted(state: &State, bundle: &Bundle) -> Vec<(EntryId, VersionId, Record)> {
    let known = |id: &EntryId, trace: &VersionId| {
        let book = state.book.as_ref();
        book.and_then(|book| book.local.figures.get(id)).is_some_and(|all| all.contains_key(trace))
    };
    let mut found = Vec::new();
    for entry in &bundle.entries {
        let newest = entry.versions.iter().rev().take(VERSIONS);
        found.extend(newest.filter_map(|(version, state)| {
            let Content::Record(record) = &state.content else { return None };
            let trace = twins::trace(version, state);
            let counts = form_name(&record.form) == SELF_CHECK && record.state == RecordState::Submitted;
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

//! What became of a file that was let in, in a word and in words.

use ledger::entry::is_ahead;
use ledger::merge::{Bundle, MergeReport, Outcome, Purpose};
use ledger::trust::Place;
use ledger::{Content, Kinds, Part, VersionId};
use templates::{text, text_with};

use super::super::vouch::{self, Vetted};
use super::{Arriving, Asked};
use crate::context::check_code;
use crate::moment::Moment;
use crate::state::{Fate, State};

/// What becomes of a file that is let in.
pub(super) fn fate(report: &MergeReport, seen: bool, place: Place) -> Fate {
    let has = |wanted: fn(&Outcome) -> bool| report.outcomes.values().any(wanted);
    if seen {
        return Fate::Same;
    }
    if matches!(place, Place::Older { .. }) {
        Fate::Older
    } else if place == Place::Fork {
        Fate::Forked
    } else if report.nothing_new() {
        Fate::Same
    } else if has(|o| *o == Outcome::Conflict) {
        Fate::Conflict
    } else if has(|o| matches!(o, Outcome::Newer { .. })) {
        Fate::Newer
    } else {
        Fate::Taken
    }
}

/// Whether a file holds an earlier version of what the book has: all of it is known, and newer was written since.
fn is_outdated(state: &State, bundle: &Bundle) -> bool {
    let Some(book) = &state.book else { return false };
    bundle.entries.iter().any(|came| {
        let known = book.entries.get(&came.id);
        known.is_some_and(|known| {
            let heads = known.heads();
            let held = |id: &VersionId| known.versions.contains_key(id);
            came.heads().iter().any(|(id, _)| held(id) && heads.iter().all(|(head, _)| head != id))
        })
    })
}

/// What became of it, in words.
pub(super) fn account(
    state: &State,
    report: &MergeReport,
    file: &Arriving<'_>,
    fate: Fate,
    vetted: &Vetted,
) -> String {
    let differences: usize = report
        .outcomes
        .values()
        .map(|outcome| if let Outcome::Newer { differences } = outcome { *differences } else { 0 })
        .sum();
    let new = report.outcomes.values().filter(|o| **o == Outcome::New).count();
    let sender = &file.opened.parcel.sender;
    let who = file.bundle.unit.as_ref().map_or_else(|| sender.clone(), |unit| state.unit_name(unit));
    let facts =
        [("who", who.as_str()), ("count", &new.to_string()), ("differences", &differences.to_string())];
    let key = match fate {
        Fate::Same if is_outdated(state, &file.bundle) => Some("file.same_older"),
        Fate::Same => Some("file.same"),
        Fate::Newer => Some("file.newer"),
        Fate::Conflict => Some("file.conflict"),
        Fate::Taken | Fate::Locked | Fate::Refused | Fate::Held => Some("file.taken"),
        // What there is to say is said about the sender's other files.
        Fate::Older | Fate::Forked => None,
    };
    let remark = if file.asked == Asked::Key {
        text("vouch.accepted").to_owned()
    } else {
        vouch::remark(state, &vetted.vouched, file.opened.parcel.sequence)
    };
    let words: Vec<String> = key
        .map(|key| text_with(key, &facts))
        .into_iter()
        .chain(Some(remark).filter(|r| !r.is_empty()))
        .collect();
    words.join("。")
}

/// That the sender's clock is ahead of this machine's; empty when it is not.
pub(super) fn clock_is_ahead(bundle: &Bundle, moment: &Moment) -> String {
    let versions = bundle.entries.iter().flat_map(|entry| entry.versions.values());
    let ahead = versions.map(|version| version.at.as_str()).filter(|at| is_ahead(at, &moment.stamp()));
    let words = |at: &str| text_with("file.ahead", &[("at", &at.replace('T', " "))]);
    ahead.max().map(words).unwrap_or_default()
}

/// 数据校验码 of the self-check that a submission carries.
pub(super) fn check_code_of(kinds: &Kinds, bundle: &Bundle) -> String {
    let record = |content: &Content| {
        if let Content::Record(record) = content { Some(record.clone()) } else { None }
    };
    let submission = bundle.purpose == Purpose::Submission;
    let contents = bundle.entries.iter().filter(|_| submission).filter_map(|entry| entry.content());
    let mut records = contents.filter_map(record);
    records
        .find(|record| kinds.plays(&record.form, Part::SelfCheck))
        .map(|record| check_code(&record))
        .unwrap_or_default()
}

//! What no file may do, said once more in the plainest way. Nothing here is shared with the application's own table.

use std::collections::BTreeMap;

use ledger::book::form_name;
use ledger::progress::latest_review;
use ledger::{Book, Content, Entry, EntryId, LetterState, ReviewDecision, Role, Sender};

/// Teams of the sample.
pub(crate) const TEAMS: [&str; 3] = ["第一督查组", "第二督查组", "第三督查组"];

/// Whether the entry is this sender's in the sample book.
pub(crate) fn is_of(book: &Book, entry: &Entry, sender: &Sender) -> bool {
    let Some((_, version)) = entry.current() else { return false };
    let organ = version.author.organ.as_str();
    match (&version.content, sender.as_unit()) {
        (Content::Record(record), Some(unit)) => {
            record.unit == unit
                && matches!(form_name(&record.form), "self-check" | "rectification")
                && record.round.0 == "round-2026-office"
        }
        (Content::Record(record), None) => {
            let finding = record.about.as_ref().and_then(|about| book.entries.get(about));
            let answers = form_name(&record.form) == "rectification"
                && finding
                    .and_then(Entry::current)
                    .is_some_and(|(_, v)| sender.as_team() == Some(&v.author.organ));
            sender.as_team() == Some(organ) || answers
        }
        (Content::Letter(_), None) => sender.as_team() == Some(organ),
        _ => false,
    }
}

/// The first harm that was done; `by` is whose key signed the file, nobody's for a stranger.
pub(crate) fn harm(before: &Book, after: &Book, by: Option<&Sender>) -> Option<String> {
    for (id, entry) in &before.entries {
        let Some(now) = after.entries.get(id) else { return Some(format!("{id} is gone")) };
        if now == entry {
            continue;
        }
        if !by.is_some_and(|by| is_of(before, entry, by)) {
            return Some(format!("{id} changed and is another's"));
        }
        if stands(before, entry) {
            return Some(format!("{id} was issued or accepted, and changed"));
        }
    }
    let new = after.entries.iter().filter(|(id, _)| !before.entries.contains_key(*id));
    for (id, entry) in new {
        let contents: Vec<&Content> = entry.versions.values().map(|version| &version.content).collect();
        if contents.iter().all(|content| **content == Content::Removed) {
            return Some(format!("{id} is new and removed"));
        }
        if let Some(wrong) = contents.into_iter().find_map(|content| added(after, content, by)) {
            return Some(format!("{id} is new: {wrong}"));
        }
    }
    let keys = |book: &Book| -> Vec<_> {
        let senders = &before.local.trust.senders;
        senders
            .keys()
            .map(|sender| book.local.trust.senders.get(sender).and_then(|known| known.key().cloned()))
            .collect()
    };
    if keys(before) != keys(after) {
        return Some("a key that was known is another one".into());
    }
    let old = numbers(before);
    let worse = numbers(after).into_iter().find(|(id, facts)| {
        let odd = facts.0.is_some_and(|score| !(0.0..=100.0).contains(&score)) || facts.1.contains('\n');
        let others = old.get(id).is_some_and(|old| old != facts)
            && !after.entries.get(id).is_some_and(|now| before.entries.get(id) != Some(now));
        odd || others
    });
    worse.map(|(id, facts)| format!("{id} says {facts:?}"))
}

/// Score and grade of every self-check, as lists and reports read them.
fn numbers(book: &Book) -> BTreeMap<EntryId, (Option<f64>, String)> {
    let facts = |(id, _): (&EntryId, _)| {
        let facts = app::context::self_check_facts(book, id)?;
        Some((id.clone(), (facts.score, facts.grade.unwrap_or_default())))
    };
    book.records_of("self-check").filter_map(facts).collect()
}

/// Whether it is a letter that was issued or a submission that was accepted.
fn stands(book: &Book, entry: &Entry) -> bool {
    match entry.content() {
        Some(Content::Letter(letter)) => letter.state == LetterState::Issued,
        Some(Content::Record(_)) => {
            latest_review(book, &entry.id).is_some_and(|review| review.decision == ReviewDecision::Accepted)
        }
        _ => false,
    }
}

/// What is wrong with a new entry.
fn added(book: &Book, content: &Content, by: Option<&Sender>) -> Option<String> {
    match content {
        Content::Unit(_) | Content::Round(_) | Content::Review(_) => Some("only the office makes it".into()),
        Content::Record(record) => {
            let about = record.about.as_ref().and_then(|about| book.content(about));
            let strays = about.is_some_and(|c| !matches!(c, Content::Record(of) if of.unit == record.unit));
            let unit = by.and_then(Sender::as_unit);
            let others = unit.is_some_and(|unit| unit != record.unit);
            (strays || others).then(|| "it is about another unit".into())
        }
        Content::Letter(letter) => {
            let unit = by.and_then(Sender::as_unit);
            let forged = unit.is_some() && form_name(&letter.letter) == "feedback-letter";
            forged.then(|| "a unit wrote the office's letter".into())
        }
        Content::Event(event) => {
            let unit = by.and_then(Sender::as_unit);
            let role = by.map(|by| if by.as_team().is_some() { Role::Inspector } else { Role::Unit });
            let others = unit.is_some_and(|unit| event.unit.as_ref() != Some(&unit));
            let forged = role.is_some_and(|role| event.by != role) || others;
            let strange = !("2025-01-01".."2026-11-25").contains(&event.on.as_str());
            (forged || strange).then(|| "a decision that is not its sender's, or of no such day".into())
        }
        _ => None,
    }
}

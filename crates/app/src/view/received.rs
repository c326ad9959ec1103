//! 收到的公文: what came from others, from whom and when; it is read and printed, and nobody goes on writing it.

use ledger::book::form_name;
use ledger::progress::latest_review;
use ledger::{Book, EntryId, Import, Letter, Role};
use templates::text;

use super::lists::stamp_in_words;
use super::origin::{Origin, Origins};
use crate::route::Route;
use crate::state::State;
use crate::update::who;

/// 收到的公文.
#[derive(Debug, Clone, PartialEq)]
pub struct ReceivedPage {
    /// What came, newest first.
    pub items: Vec<ReceivedItem>,
}

/// Something that came.
#[derive(Debug, Clone, PartialEq)]
pub struct ReceivedItem {
    /// Its entry.
    pub id: EntryId,
    /// What it is: the name of its template, 督查安排, 审核意见.
    pub kind: String,
    /// Its title.
    pub title: String,
    /// Document number; empty when it has none.
    pub number: String,
    /// From whom.
    pub from: String,
    /// When, as people write it.
    pub when: String,
    /// Where it can be read.
    pub open: Route,
    /// Whether it is a document with pages of its own, which can be printed.
    pub prints: bool,
    /// What stands behind the name of its writer.
    pub origin: Origin,
}

/// The page; `None` when no book is open.
#[must_use]
pub fn received_page(state: &State) -> Option<ReceivedPage> {
    let book = state.book.as_ref()?;
    let origins = Origins::of(state, book);
    let received = crate::received::received(&state.pack, book);
    let letters = received.into_iter().filter_map(|(id, import)| {
        let letter = book.letter(id)?;
        Some((stamp(book, id, import), item(state, &origins, id, (letter, import))))
    });
    let mut items: Vec<(String, ReceivedItem)> = letters.collect();
    if book.local.profile.role == Role::Unit {
        items.extend(rounds(state, book));
        items.extend(decision(state, book));
    }
    for (stamp, item) in &mut items {
        item.when = stamp_in_words(stamp);
    }
    items.sort_by(|(a, _), (b, _)| b.cmp(a));
    Some(ReceivedPage { items: items.into_iter().map(|(_, item)| item).collect() })
}

/// When an entry came, else when it was written.
fn stamp(book: &Book, id: &EntryId, import: Option<&Import>) -> String {
    let written = || book.version(id).map(|version| version.counts_from().to_owned()).unwrap_or_default();
    import.map_or_else(written, |import| import.at.clone())
}

fn item(
    state: &State,
    origins: &Origins<'_>,
    id: &EntryId,
    (letter, import): (&Letter, Option<&Import>),
) -> ReceivedItem {
    let head =
        |key: &str| letter.head.get(key).and_then(|v| v.as_str()).unwrap_or_default().replace('\n', "");
    let template = state.pack.letter(form_name(&letter.letter));
    let kind = template.map_or_else(|_| letter.letter.clone(), |template| template.about.name.clone());
    let origin = origins.shown(id);
    let sender = import.and_then(|import| import.from.as_ref()).map(|sender| who(state, sender));
    let title = head("title");
    ReceivedItem {
        id: id.clone(),
        title: if title.is_empty() { kind.clone() } else { title },
        kind,
        number: head("document_number"),
        from: sender.unwrap_or_else(|| origin.who.clone()),
        when: String::new(),
        open: Route::Letter(id.clone()),
        prints: true,
        origin,
    }
}

/// Arrangements that the office sent; what a unit began with before any task is its own.
fn rounds(state: &State, book: &Book) -> Vec<(String, ReceivedItem)> {
    let sent = book.rounds().filter(|(_, round)| !round.office.is_empty());
    let item = |(id, round): (&EntryId, &ledger::Round)| {
        let (version, _) = book.entries.get(id)?.current()?;
        let when = stamp(book, id, book.brought_by(id, version));
        let title = round.title.clone();
        Some((when, told(state, id, "received.round", title, round.office.clone())))
    };
    sent.filter_map(item).collect()
}

/// The decision that counts about the unit's self-check.
fn decision(state: &State, book: &Book) -> Option<(String, ReceivedItem)> {
    let record = super::own_self_check(&state.pack, book)?;
    let review = latest_review(book, &record)?;
    let (id, _) = book.reviews().find(|(_, other)| std::ptr::eq(*other, review))?;
    let (version, _) = book.entries.get(id)?.current()?;
    let when = stamp(book, id, book.brought_by(id, version));
    let title = super::handing::decision_in_words(review.decision).to_owned();
    let office = book.current_round().map(|(_, round)| round.office.clone()).unwrap_or_default();
    Some((when, told(state, id, "received.review", title, office)))
}

/// Something without pages of its own; the unit's first page tells it.
fn told(state: &State, id: &EntryId, kind: &'static str, title: String, from: String) -> ReceivedItem {
    let from = if from.is_empty() { text("submit.the_office").to_owned() } else { from };
    ReceivedItem {
        id: id.clone(),
        kind: text(kind).to_owned(),
        title,
        number: String::new(),
        from,
        when: String::new(),
        open: super::home(
            &state.pack,
            state.book.as_ref().map(|book| book.local.profile.role).unwrap_or_default(),
        ),
        prints: false,
        origin: Origin::default(),
    }
}

//! The frame around every page: name of the book, places, state of saving.

use std::cmp::Reverse;

use ledger::{Book, EntryId, Part, Role, Round};
use templates::{NamedPlace, Pack, text};

use super::register;
use crate::received::{Received, received};
use crate::rights::role_name;
use crate::route::Route;
use crate::state::{Fate, State};

/// What stands around a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chrome {
    /// Whose book.
    pub title: String,
    /// Which round.
    pub subtitle: String,
    /// The rounds to choose from, the newest first: its title, and whether it is the one on screen. Empty while there is one.
    pub rounds: Vec<(EntryId, String, bool)>,
    /// Whether the one on screen is an earlier one.
    pub looks_back: bool,
    /// Places, in groups.
    pub nav: Vec<NavGroup>,
    /// Whether there is something to take back.
    pub can_undo: bool,
    /// Whether there is something to do again.
    pub can_redo: bool,
    /// Whether the user's own file is behind the book.
    pub unsaved_to_file: bool,
    /// Whether the book is the built-in sample.
    pub sample: bool,
    /// Whether the book has to ask what its team is called and who keeps the records.
    pub unnamed: bool,
}

/// A group of places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NavGroup {
    /// Heading; empty for the first group.
    pub label: String,
    /// Places.
    pub items: Vec<NavItem>,
}

/// A place on the left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NavItem {
    /// Where it leads.
    pub route: Route,
    /// Name.
    pub label: String,
    /// A count or a day at the right; empty when there is nothing to say.
    pub badge: String,
    /// Whether the user is there.
    pub active: bool,
}

/// First place of a role.
#[must_use]
pub fn home(pack: &Pack, role: Role) -> Route {
    let places = pack.places(role_name(role)).ok();
    places.and_then(|places| Route::parse(&places.home)).unwrap_or(Route::Settings)
}

/// The record a place shows; `None` when it shows none.
#[must_use]
pub fn record_on_screen(pack: &Pack, book: &Book, route: &Route) -> Option<EntryId> {
    if let Route::Verify(unit, _) = route {
        return verification_of(pack, book, unit);
    }
    if let Route::Record(id, _) = route {
        return Some(id.clone());
    }
    let own = matches!(route, Route::Fill(_) | Route::Problems | Route::Submit | Route::Task);
    if own { own_self_check(pack, book) } else { None }
}

/// The self-check of the unit whose book this is, in the current round.
pub(crate) fn own_self_check(pack: &Pack, book: &Book) -> Option<EntryId> {
    let unit = book.local.profile.unit.as_ref()?;
    self_check_of(pack, book, unit)
}

/// The self-check of a unit in the current round.
pub(crate) fn self_check_of(pack: &Pack, book: &Book, unit: &EntryId) -> Option<EntryId> {
    let (round, _) = book.current_round()?;
    book.records_of(pack.kinds().form(Part::SelfCheck))
        .find(|(_, r)| r.unit == *unit && r.round == *round)
        .map(|(id, _)| id.clone())
}

/// The verification of a unit's self-check in the current round.
pub(crate) fn verification_of(pack: &Pack, book: &Book, unit: &EntryId) -> Option<EntryId> {
    let (round, _) = book.current_round()?;
    book.records_of(pack.kinds().form(Part::Verification))
        .find(|(_, r)| r.unit == *unit && r.round == *round)
        .map(|(id, _)| id.clone())
}

/// The frame for the current state; `None` on the start page.
#[must_use]
pub fn chrome(state: &State) -> Option<Chrome> {
    let book = state.book.as_ref()?;
    let places = crate::places::of(state)?;
    let here = place(state);
    let received = received(&state.pack, book);
    let nav = places
        .groups
        .iter()
        .map(|group| NavGroup {
            label: group.label.clone(),
            items: group
                .places
                .iter()
                .filter_map(|place| item((state, book, &received), place, &here))
                .collect(),
        })
        .filter(|group| !group.items.is_empty())
        .collect();
    Some(Chrome {
        title: book.local.profile.title.clone(),
        subtitle: book.current_round().map(|(_, round)| round.title.clone()).unwrap_or_default(),
        rounds: rounds(book),
        looks_back: book.looks_back(),
        nav,
        can_undo: !state.undo.is_empty(),
        can_redo: !state.redo.is_empty(),
        unsaved_to_file: state.unsaved_to_file,
        sample: book.is_sample(),
        unnamed: is_unnamed(book),
    })
}

/// See [`Chrome::rounds`]. What a unit began with before its task came gives way to the office's round of that year.
fn rounds(book: &Book) -> Vec<(EntryId, String, bool)> {
    let all: Vec<(&EntryId, &Round)> = book.rounds().collect();
    if all.len() < 2 {
        return Vec::new();
    }
    let current = book.current_round().map(|(id, _)| id);
    let gives_way = |id: &EntryId, round: &Round| {
        let of_year = |(other, named): &&(&EntryId, &Round)| {
            *other != id && named.year == round.year && !named.office.is_empty()
        };
        round.office.is_empty() && current != Some(id) && all.iter().any(|other| of_year(&other))
    };
    let mut rounds: Vec<_> = all.iter().copied().filter(|(id, round)| !gives_way(id, round)).collect();
    rounds.sort_by_key(|(id, round)| (Reverse(round.year), *id));
    let told = |(id, round): (&EntryId, &Round)| (id.clone(), round.title.clone(), current == Some(id));
    if rounds.len() < 2 { Vec::new() } else { rounds.into_iter().map(told).collect() }
}

/// Whether a team's book does not say yet whose records it keeps: a book begun from a pack comes without.
pub(crate) fn is_unnamed(book: &Book) -> bool {
    let profile = &book.local.profile;
    let blank = |text: &str| text.trim().is_empty();
    profile.role == Role::Inspector && (blank(&profile.organ) || blank(&profile.person))
}

/// A place on the left; `None` for one that is shown once it is used, and is not.
fn item(
    (state, book, received): (&State, &Book, &Received<'_>),
    place: &NamedPlace,
    here: &Route,
) -> Option<NavItem> {
    let route = crate::places::route(place)?;
    let once_used = matches!(place, NamedPlace::PageOnceUsed(_) | NamedPlace::RegisterOnceUsed(_));
    if once_used && !is_used(state, book, received, &route) {
        return None;
    }
    Some(NavItem {
        label: label(&state.pack, &route),
        badge: badge(state, book, received, &route),
        active: same_place(&route, here),
        route,
    })
}

fn is_used(state: &State, book: &Book, received: &Received<'_>, route: &Route) -> bool {
    if let Route::Register(name) = route {
        return register::count(state, book, name) > 0;
    }
    if *route == Route::Received {
        return !received.is_empty();
    }
    // Units and teams take files in everywhere; the list of files is a place of its own once a file was odd.
    *route != Route::Inbox
        || state.inbox.iter().any(|outcome| outcome.fate == Fate::Held)
        || !book.local.trust.incidents.is_empty()
        || book.entries.values().any(ledger::Entry::in_conflict)
}

/// What a place is called; empty for one that is not listed.
pub(super) fn label(pack: &Pack, route: &Route) -> String {
    let key = match route {
        Route::Register(name) => {
            return pack.register(name).map(|register| register.title.clone()).unwrap_or_default();
        }
        Route::Task => "nav.task",
        Route::Fill(_) => "nav.fill",
        Route::Problems => "nav.problems",
        Route::Submit => "nav.submit",
        Route::Units => "nav.units",
        Route::Letters => "nav.letters",
        Route::Received => "nav.received",
        Route::HandOver => "nav.hand_over",
        Route::Round => "nav.round",
        Route::Overview => "nav.overview",
        Route::Inbox => "nav.inbox",
        Route::Findings => "nav.findings",
        Route::Rectification => "nav.rectification",
        Route::Roster => "nav.roster",
        Route::Settings => "nav.settings",
        Route::Welcome
        | Route::AboutUnit(_)
        | Route::Figure(_)
        | Route::Verify(..)
        | Route::Record(..)
        | Route::Settle(_)
        | Route::Letter(_) => {
            return String::new();
        }
    };
    text(key).to_owned()
}

/// Where the user is, in terms of the places on the left: a record belongs to the place of its kind.
pub(crate) fn place(state: &State) -> Route {
    if let (Route::Letter(id), Some(book)) = (&state.route, &state.book)
        && crate::received::is_received(&state.pack, book, id)
    {
        return Route::Received;
    }
    let (Route::Record(id, _), Some(book)) = (&state.route, &state.book) else { return state.route.clone() };
    let record = book.record(id);
    record.map_or_else(|| state.route.clone(), |record| crate::places::of_record(state, record))
}

fn same_place(place: &Route, here: &Route) -> bool {
    match (place, here) {
        (Route::Fill(_), Route::Fill(_))
        | (Route::Units, Route::Verify(..) | Route::AboutUnit(_))
        | (Route::Overview, Route::AboutUnit(_) | Route::Figure(_))
        | (Route::Letters, Route::Letter(_))
        | (Route::Inbox, Route::Settle(_)) => true,
        _ => place == here,
    }
}

fn count(number: usize) -> String {
    if number == 0 { String::new() } else { number.to_string() }
}

/// What waits for the user: files for a passphrase or for somebody who asks their sender, and versions to be settled.
fn waiting(state: &State, book: &Book) -> usize {
    let files =
        state.inbox.iter().filter(|outcome| matches!(outcome.fate, Fate::Locked | Fate::Held)).count();
    files + book.entries.values().filter(|entry| entry.in_conflict()).count()
}

/// What stands beside a place: a count, a day; empty when there is nothing to say. `received` are the documents that came.
fn badge(state: &State, book: &Book, received: &Received<'_>, route: &Route) -> String {
    let own = state.own_check.as_ref();
    match route {
        Route::Fill(_) => own.map(|own| format!("{}/{}", own.answered, own.relevant)).unwrap_or_default(),
        Route::Problems => count(own.map_or(0, |own| own.problems)),
        Route::Submit => self_check_due(book),
        Route::Register(name) => count(register::count_of_year(state, book, name)),
        Route::Letters => count(super::lists::listed_letters(book, received).count()),
        Route::Received => count(received.len()),
        Route::Inbox => count(waiting(state, book)),
        Route::Findings => count(super::office::counted_findings(state.pack.kinds(), book).len()),
        Route::Rectification if book.local.profile.role == Role::Unit => {
            let kinds = state.pack.kinds();
            count(super::rectification::listed(kinds, book, &book.rectified(kinds)).len())
        }
        Route::Rectification => overdue(state, book),
        Route::Roster => count(book.units().count()),
        Route::Welcome
        | Route::Task
        | Route::Units
        | Route::AboutUnit(_)
        | Route::Figure(_)
        | Route::Verify(..)
        | Route::Record(..)
        | Route::Settle(_)
        | Route::Letter(_)
        | Route::HandOver
        | Route::Round
        | Route::Overview
        | Route::Settings => String::new(),
    }
}

fn self_check_due(book: &Book) -> String {
    let due = book.current_round().and_then(|(_, round)| round.self_check_due.parse::<expr::Date>().ok());
    due.map(|due| templates::text_with("nav.due", &[("day", &due.chinese_short())])).unwrap_or_default()
}

fn overdue(state: &State, book: &Book) -> String {
    match super::rectification::overdue(state, book) {
        0 => String::new(),
        overdue => templates::text_with("nav.overdue", &[("count", &overdue.to_string())]),
    }
}

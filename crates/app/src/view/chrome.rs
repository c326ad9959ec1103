//! The frame around every page: name of the book, places, state of saving.

use ledger::progress::coverage;
use ledger::{Book, EntryId, Role};
use templates::text;

use crate::route::Route;
use crate::state::{Fate, State};

/// What stands around a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chrome {
    /// Whose book.
    pub title: String,
    /// Which round.
    pub subtitle: String,
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
    pub label: &'static str,
    /// Places.
    pub items: Vec<NavItem>,
}

/// A place on the left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NavItem {
    /// Where it leads.
    pub route: Route,
    /// Name.
    pub label: &'static str,
    /// A count or a day at the right; empty when there is nothing to say.
    pub badge: String,
    /// Whether the user is there.
    pub active: bool,
}

/// First place of a role.
#[must_use]
pub fn home(role: Role) -> Route {
    match role {
        Role::Unit => Route::Task,
        Role::Inspector => Route::Units,
        Role::Office => Route::Overview,
    }
}

/// The record a place shows; `None` when it shows none.
#[must_use]
pub fn record_on_screen(book: &Book, route: &Route) -> Option<EntryId> {
    if let Route::Verify(unit, _) = route {
        return verification_of(book, unit);
    }
    if let Route::Record(id, _) = route {
        return Some(id.clone());
    }
    let own = matches!(route, Route::Fill(_) | Route::Problems | Route::Submit | Route::Task);
    if own { own_self_check(book) } else { None }
}

/// The self-check of the unit whose book this is, in the current round.
pub(crate) fn own_self_check(book: &Book) -> Option<EntryId> {
    let unit = book.local.profile.unit.as_ref()?;
    self_check_of(book, unit)
}

/// The self-check of a unit in the current round.
pub(crate) fn self_check_of(book: &Book, unit: &EntryId) -> Option<EntryId> {
    let (round, _) = book.current_round()?;
    book.records_of(ledger::progress::SELF_CHECK)
        .find(|(_, r)| r.unit == *unit && r.round == *round)
        .map(|(id, _)| id.clone())
}

/// The verification of a unit's self-check in the current round.
pub(crate) fn verification_of(book: &Book, unit: &EntryId) -> Option<EntryId> {
    let (round, _) = book.current_round()?;
    book.records_of(ledger::progress::VERIFICATION)
        .find(|(_, r)| r.unit == *unit && r.round == *round)
        .map(|(id, _)| id.clone())
}

/// The frame for the current state; `None` on the start page.
#[must_use]
pub fn chrome(state: &State) -> Option<Chrome> {
    let book = state.book.as_ref()?;
    let places = match book.local.profile.role {
        Role::Unit => with_inbox(state, book, unit_places(state, book)),
        Role::Inspector => with_inbox(state, book, inspector_places(state, book)),
        Role::Office => office_places(state, book),
    };
    let nav = places
        .into_iter()
        .map(|(label, items)| NavGroup {
            label,
            items: items.into_iter().map(|(route, key, badge)| item(state, route, key, badge)).collect(),
        })
        .collect();
    Some(Chrome {
        title: book.local.profile.title.clone(),
        subtitle: book.current_round().map(|(_, round)| round.title.clone()).unwrap_or_default(),
        nav,
        can_undo: !state.undo.is_empty(),
        can_redo: !state.redo.is_empty(),
        unsaved_to_file: state.unsaved_to_file,
        sample: book.is_sample(),
        unnamed: is_unnamed(book),
    })
}

/// Whether a team's book does not say yet whose records it keeps: a book begun from a pack comes without.
pub(crate) fn is_unnamed(book: &Book) -> bool {
    let profile = &book.local.profile;
    let blank = |text: &str| text.trim().is_empty();
    profile.role == Role::Inspector && (blank(&profile.organ) || blank(&profile.person))
}

type Place = (Route, &'static str, String);
type Group = (&'static str, Vec<Place>);

fn item(state: &State, route: Route, key: &'static str, badge: String) -> NavItem {
    let active = same_place(&route, &place(state));
    NavItem { route, label: text(key), badge, active }
}

/// Where the user is, in terms of the places on the left: a record belongs to the list that its form has.
pub(crate) fn place(state: &State) -> Route {
    let (Route::Record(id, _), Some(book)) = (&state.route, &state.book) else { return state.route.clone() };
    let form = book.record(id).map(|record| ledger::book::form_name(&record.form)).unwrap_or_default();
    match (form, book.local.profile.role) {
        (ledger::finding::WORKING_PAPER, Role::Office) => Route::Findings,
        (ledger::finding::WORKING_PAPER, Role::Inspector) => Route::Papers,
        (ledger::finding::WORKING_PAPER | ledger::finding::RECTIFICATION, _) => Route::Rectification,
        (ledger::progress::SELF_CHECK, Role::Office) => Route::Overview,
        _ => Route::Records,
    }
}

fn same_place(place: &Route, here: &Route) -> bool {
    match (place, here) {
        (Route::Fill(_), Route::Fill(_))
        | (Route::Units, Route::Verify(..))
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

/// Units and teams take files in everywhere; the list of files is a place of its own for them once a file was odd.
fn with_inbox(state: &State, book: &Book, mut places: Vec<Group>) -> Vec<Group> {
    let odd = state.inbox.iter().any(|outcome| outcome.fate == Fate::Held)
        || !book.local.trust.incidents.is_empty()
        || book.entries.values().any(ledger::Entry::in_conflict);
    if let Some((_, first)) = places.first_mut().filter(|_| odd) {
        first.push((Route::Inbox, "nav.inbox", count(waiting(state, book))));
    }
    places
}

fn unit_places(state: &State, book: &Book) -> Vec<Group> {
    let (answered, problems) = state
        .own_check
        .as_ref()
        .map_or((String::new(), 0), |own| (format!("{}/{}", own.answered, own.relevant), own.problems));
    let due = book
        .current_round()
        .and_then(|(_, round)| round.self_check_due.parse::<expr::Date>().ok())
        .map(|due| templates::text_with("nav.due", &[("day", &due.chinese_short())]))
        .unwrap_or_default();
    vec![
        (
            "",
            vec![
                (Route::Task, "nav.task", String::new()),
                (Route::Fill(0), "nav.fill", answered),
                (Route::Problems, "nav.problems", count(problems)),
                (Route::Letters, "nav.unit_letters", count(book.letters().count())),
                (Route::Submit, "nav.submit", due),
            ],
        ),
        (
            text("nav.group_received"),
            vec![(
                Route::Rectification,
                "nav.rectification",
                count(super::office::to_be_rectified(book).len()),
            )],
        ),
        (text("nav.group_other"), vec![(Route::Settings, "nav.settings", String::new())]),
    ]
}

fn inspector_places(state: &State, book: &Book) -> Vec<Group> {
    let papers = book.records_of(ledger::finding::WORKING_PAPER).count();
    vec![
        (
            "",
            vec![
                (Route::Units, "nav.units", String::new()),
                (
                    Route::Records,
                    "nav.records",
                    count(super::lists::method_records(&state.pack, book).count()),
                ),
                (Route::Papers, "nav.papers", count(papers)),
                (Route::Letters, "nav.letters", count(book.letters().count())),
                (Route::HandOver, "nav.hand_over", String::new()),
            ],
        ),
        (text("nav.group_other"), vec![(Route::Settings, "nav.settings", String::new())]),
    ]
}

fn office_places(state: &State, book: &Book) -> Vec<Group> {
    let overdue: usize = book
        .current_round()
        .map(|(id, round)| {
            coverage(book, state.pack.kinds(), id, round, state.today).iter().map(|row| row.overdue).sum()
        })
        .unwrap_or(0);
    let waiting = waiting(state, book);
    let late = if overdue == 0 {
        String::new()
    } else {
        templates::text_with("nav.overdue", &[("count", &overdue.to_string())])
    };
    vec![
        (
            "",
            vec![
                (Route::Round, "nav.round", String::new()),
                (Route::Overview, "nav.overview", String::new()),
                (Route::Inbox, "nav.inbox", count(waiting)),
                (
                    Route::Records,
                    "nav.records",
                    count(super::lists::method_records(&state.pack, book).count()),
                ),
                (Route::Findings, "nav.findings", count(book.findings().len())),
                (Route::Rectification, "nav.rectification", late),
                (Route::Letters, "nav.office_letters", count(book.letters().count())),
            ],
        ),
        (
            text("nav.group_other"),
            vec![
                (Route::Roster, "nav.roster", count(book.units().count())),
                (Route::Settings, "nav.settings", String::new()),
            ],
        ),
    ]
}

//! Search: places and what stands in them, commands, items of the self-check, units, records and documents.

mod words;

use std::collections::BTreeMap;

use ledger::Role;
use ledger::book::form_name;

use super::chrome::chrome;
use super::form_page::section_on_screen;
pub use words::Spell;
use words::{Query, Rank, others};

use crate::command::Command;
use crate::context::form_title;
use crate::route::Route;
use crate::state::State;
use templates::text;

/// Something found.
#[derive(Debug, Clone, PartialEq)]
pub struct SearchHit {
    /// Its name.
    pub label: String,
    /// What kind of thing it is, and where it stands.
    pub detail: String,
    /// What choosing it does.
    pub command: Command,
}

/// Hits returned at most; a longer list is refined, not read.
const HITS_MAX: usize = 40;

/// What a query finds, what fits best first, then places and commands before the rest. An empty query finds these two.
#[must_use]
pub fn search(state: &State, query: &str, spell: Spell<'_>) -> Vec<SearchHit> {
    let query = Query::new(query);
    let mut found = places(state);
    found.extend(commands(state));
    if !query.is_empty() {
        found.extend(parts(state));
        found.extend(items(state));
        found.extend(units(state));
        found.extend(records(state));
        found.extend(letters(state));
    }
    let also = others(templates::file("terms/search.txt").unwrap_or_default());
    let rank = |found: &Found| {
        let more = format!("{} {}", found.hit.detail, found.more);
        query.rank(&found.hit.label, &more, &also, spell)
    };
    let mut hits: Vec<(Rank, SearchHit)> =
        found.into_iter().filter_map(|found| Some((rank(&found)?, found.hit))).collect();
    hits.sort_by_key(|(rank, _)| *rank);
    hits.truncate(HITS_MAX);
    hits.into_iter().map(|(_, hit)| hit).collect()
}

/// Something that may be found, with what else is known of it.
struct Found {
    hit: SearchHit,
    more: String,
}

fn hit(label: impl Into<String>, detail: impl Into<String>, command: Command) -> Found {
    let (label, detail) = (super::visible(&label.into()), super::visible(&detail.into()));
    let hit = SearchHit { label, detail, command };
    Found { hit, more: String::new() }
}

/// What stands in a place under a heading or a button of its own: term of its name, the place.
const PARTS: &[(&str, Route)] = &[
    ("settings.who", Route::Settings),
    ("settings.save_sealed", Route::Settings),
    ("masked.export", Route::Settings),
    ("seal.set", Route::Settings),
    ("backups.title", Route::Settings),
    ("house.title", Route::Settings),
    ("settings.close_book", Route::Settings),
    ("books.remove", Route::Settings),
    ("keys.title", Route::Submit),
    ("submit.make_file", Route::Submit),
    ("submit.fingerprint", Route::Submit),
    ("task.change_unit_title", Route::Task),
    ("hand_over.make", Route::HandOver),
    ("round.task", Route::Round),
    ("round.team", Route::Round),
    ("round.key", Route::Round),
    ("round.confirm_catalogue", Route::Round),
    ("round.facts", Route::Round),
    ("round.next", Route::Round),
    ("calendar.title", Route::Round),
    ("roster.confirm", Route::Roster),
    ("roster.how_title", Route::Roster),
    ("inbox.history", Route::Inbox),
    ("handed.title", Route::Inbox),
    ("overview.conflict", Route::Overview),
];

fn parts(state: &State) -> Vec<Found> {
    let groups = chrome(state).map(|chrome| chrome.nav).unwrap_or_default();
    let places: Vec<_> = groups.into_iter().flat_map(|group| group.items).collect();
    let mut found: Vec<Found> = PARTS
        .iter()
        .filter_map(|(key, route)| {
            let place = places.iter().find(|place| place.route == *route)?;
            // A heading that counts is called without its count.
            let name = text(key).split('\u{3000}').next().unwrap_or_default();
            Some(hit(name, place.label.clone(), Command::Go(place.route.clone())))
        })
        .collect();
    let new_records = places.iter().filter_map(|place| {
        let Route::Register(register) = &place.route else { return None };
        let begins = state.pack.register(register).is_ok_and(|register| register.begins);
        begins.then(|| super::register::forms_of(state, register).into_iter().map(move |form| (place, form)))
    });
    found.extend(new_records.flatten().map(|(place, (_, name))| {
        hit(
            templates::text_with("search.new_record", &[("name", &name)]),
            place.label.clone(),
            Command::Go(place.route.clone()),
        )
    }));
    found
}

fn places(state: &State) -> Vec<Found> {
    let groups = chrome(state).map(|chrome| chrome.nav).unwrap_or_default();
    let items = groups.into_iter().flat_map(|group| group.items);
    items.map(|item| hit(item.label, templates::text("search.place"), Command::Go(item.route))).collect()
}

/// What can be done from where the user is, under the names that stand on the buttons.
fn commands(state: &State) -> Vec<Found> {
    let Some(book) = &state.book else { return Vec::new() };
    let role = book.local.profile.role;
    let named = |key: &'static str, command: Command| hit(text(key), text("search.command"), command);
    let mut found = vec![named("settings.save_book", Command::SaveBook(None))];
    if !state.undo.is_empty() {
        found.push(named("chrome.undo", Command::Undo));
    }
    if !state.redo.is_empty() {
        found.push(named("chrome.redo", Command::Redo));
    }
    if let Route::Letter(_) = &state.route {
        found.push(named("letter.export", Command::ExportDocx));
        found.push(named("letter.print", Command::Print));
    } else if let Some(open) = &state.open_form {
        found.push(named("form.next_unanswered", Command::NextUnanswered));
        found.push(named("record.export", Command::ExportRecord(open.id.clone())));
    }
    let drafts = |key: &'static str, name: &str, command: Command| {
        hit(templates::text_with(key, &[("name", name)]), text("search.command"), command)
    };
    let own = (role == Role::Unit).then(|| book.local.profile.unit.clone()).flatten();
    for (letter, template) in crate::update::offered(&state.pack, role) {
        let about_unit = template.about.scope == templates::Scope::Unit;
        if about_unit && own.is_none() {
            continue;
        }
        let unit = own.clone().filter(|_| about_unit);
        let compose = Command::Compose { letter, unit, findings: Vec::new() };
        found.push(drafts("search.draft", &template.about.name, compose));
    }
    if crate::update::may_write_own(&state.pack, role) {
        found.extend(crate::fields::STYLES.iter().map(|(style, term)| {
            drafts("search.own_document", text(term), Command::NewDocument { style: (*style).to_owned() })
        }));
    }
    found
}

fn items(state: &State) -> Vec<Found> {
    let Some(open) = &state.open_form else { return own_items(state) };
    let here = section_on_screen(&state.route);
    let sections = open.live.sections().enumerate();
    let mut found: Vec<(bool, Found)> = sections
        .flat_map(|(at, section)| {
            let title = section.section.title.clone();
            section.fields().filter(|field| field.relevant).map(move |field| {
                let number = field.field.number.clone().unwrap_or_default();
                let label = format!("{number} {}", field.field.label).trim().to_owned();
                let typed: Vec<&str> = field.children().filter_map(|child| child.value?.as_str()).collect();
                let found = hit(label, title.clone(), Command::ShowField(field.field.id.clone()));
                (at != here, Found { more: typed.join(" "), ..found })
            })
        })
        .collect();
    // What stands on the section on screen comes first.
    found.sort_by_key(|(elsewhere, _)| *elsewhere);
    found.into_iter().map(|(_, hit)| hit).collect()
}

/// Items of the list while no form is on screen: a unit is led to its own self-check, with what it typed there; the office
/// to the list in its arrangement, a team to its units.
fn own_items(state: &State) -> Vec<Found> {
    let Some(book) = state.book.as_ref() else { return Vec::new() };
    let own = super::own_self_check(&state.pack, book);
    let leads = match (book.local.profile.role, &own) {
        (Role::Unit, None) => return Vec::new(),
        (Role::Unit, Some(_)) => None,
        (Role::Inspector, _) => Some(Route::Units),
        (Role::Office, _) => Some(Route::Round),
    };
    let record = own.and_then(|id| book.record(&id));
    let typed = |item: &str| -> String {
        let answers = record.iter().flat_map(|record| &record.answers);
        let of_item =
            answers.filter(|(field, _)| field.strip_prefix(item).is_some_and(|r| r.starts_with('_')));
        of_item.filter_map(|(_, value)| value.as_str()).collect::<Vec<_>>().join(" ")
    };
    let round = book.current_round().map(|(_, round)| round);
    let areas =
        crate::forms::catalogue(&state.pack, round).map(|catalogue| catalogue.areas).unwrap_or_default();
    let mut found = Vec::new();
    for area in areas {
        for item in area.items {
            let field = form::item_field(&item.id);
            let more = typed(&field);
            let command = leads.clone().map_or(Command::ShowField(field), Command::Go);
            let label = format!("{} {}", item.id, item.text);
            found.push(Found { more, ..hit(label, area.name.clone(), command) });
        }
    }
    found
}

fn units(state: &State) -> Vec<Found> {
    let Some(book) = state.book.as_ref() else { return Vec::new() };
    if book.local.profile.role == Role::Unit {
        return Vec::new();
    }
    let detail = |unit: &ledger::Unit| format!("{} {}", templates::text("search.unit"), unit.name);
    book.units()
        .map(|(id, unit)| {
            let more = format!("{} {} {}", unit.party_name, unit.branch, unit.city);
            Found {
                more,
                ..hit(unit.short_name.clone(), detail(unit), Command::Go(Route::AboutUnit(id.clone())))
            }
        })
        .collect()
}

fn records(state: &State) -> Vec<Found> {
    let Some(book) = state.book.as_ref() else { return Vec::new() };
    let kinds = state.pack.kinds();
    let own_page = [kinds.form(ledger::Part::SelfCheck), kinds.form(ledger::Part::Verification)];
    // The template of a form is read once, not once for each of its records.
    let mut forms: BTreeMap<&str, (bool, templates::People)> = BTreeMap::new();
    book.records()
        .filter(|(_, record)| !own_page.contains(&form_name(&record.form)))
        .map(|(id, record)| {
            let role = book.local.profile.role;
            let form = form_name(&record.form);
            let (opens, people) = forms.entry(form).or_insert_with(|| {
                let opens = role != Role::Unit || crate::rights::fills_in(&state.pack, role, &record.form);
                (opens, state.pack.people(form))
            });
            let opens = *opens;
            let title = ledger::finding::answer_text(record, "title");
            let name = form_title(&state.pack, &record.form);
            let label = if title.is_empty() { name.clone() } else { title };
            let detail = format!("{name} {} {}", record.number, state.unit_name(&record.unit));
            // A unit reads of a finding in its ledger; the working paper is the team's.
            let route = if opens { Route::Record(id.clone(), 0) } else { Route::Rectification };
            // People, and the measures of the ledger.
            let mut more = if opens { crate::masked::names_in(people, record) } else { String::new() };
            if state.pack.kinds().plays(&record.form, ledger::Part::Rectification) {
                more.push_str(&ledger::finding::answer_text(record, "measure"));
            }
            Found { more, ..hit(label, detail, Command::Go(route)) }
        })
        .collect()
}

fn letters(state: &State) -> Vec<Found> {
    let Some(book) = state.book.as_ref() else { return Vec::new() };
    book.letters()
        .map(|(id, letter)| {
            let text = |key: &str| {
                letter.head.get(key).and_then(|v| v.as_str()).unwrap_or_default().replace('\n', "")
            };
            let detail = format!("{} {}", templates::text("search.letter"), text("document_number"));
            let unit = letter.unit.as_ref().map(|unit| state.unit_name(unit)).unwrap_or_default();
            let kind = state
                .pack
                .letter(form_name(&letter.letter))
                .map(|template| template.about.name.clone())
                .unwrap_or_default();
            let more = format!("{kind} {unit} {}", text("addressees"));
            let title = Some(text("title")).filter(|title| !title.is_empty());
            let title = title.unwrap_or_else(|| super::lists::untitled(&letter.text));
            Found { more, ..hit(title, detail, Command::Go(Route::Letter(id.clone()))) }
        })
        .collect()
}

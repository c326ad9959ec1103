//! Search: places, items of the open form, units, records and documents, whose words contain all of the query's.

use std::collections::BTreeMap;

use ledger::Role;
use ledger::book::form_name;

use super::chrome::chrome;
use super::form_page::section_on_screen;
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

/// What a query finds, places and commands first. An empty query finds these two.
#[must_use]
pub fn search(state: &State, query: &str) -> Vec<SearchHit> {
    let words: Vec<String> = query.split_whitespace().map(str::to_lowercase).collect();
    let mut hits = places(state);
    hits.extend(commands(state));
    if !words.is_empty() {
        hits.extend(items(state));
        hits.extend(units(state));
        hits.extend(records(state));
        hits.extend(letters(state));
    }
    hits.retain(|hit| {
        let text = format!("{} {}", hit.label, hit.detail).to_lowercase();
        words.iter().all(|word| text.contains(word.as_str()))
    });
    hits.truncate(HITS_MAX);
    hits
}

fn hit(label: impl Into<String>, detail: impl Into<String>, command: Command) -> SearchHit {
    SearchHit { label: label.into(), detail: detail.into(), command }
}

fn places(state: &State) -> Vec<SearchHit> {
    let groups = chrome(state).map(|chrome| chrome.nav).unwrap_or_default();
    let items = groups.into_iter().flat_map(|group| group.items);
    items.map(|item| hit(item.label, templates::text("search.place"), Command::Go(item.route))).collect()
}

/// What can be done from where the user is, under the names that stand on the buttons.
fn commands(state: &State) -> Vec<SearchHit> {
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

fn items(state: &State) -> Vec<SearchHit> {
    let Some(open) = &state.open_form else { return Vec::new() };
    let here = section_on_screen(&state.route);
    let sections = open.live.sections().enumerate();
    let mut found: Vec<(bool, SearchHit)> = sections
        .flat_map(|(at, section)| {
            let title = section.section.title.clone();
            section.fields().filter(|field| field.relevant).map(move |field| {
                let number = field.field.number.clone().unwrap_or_default();
                let label = format!("{number} {}", field.field.label).trim().to_owned();
                (at != here, hit(label, title.clone(), Command::ShowField(field.field.id.clone())))
            })
        })
        .collect();
    // What stands on the section on screen comes first.
    found.sort_by_key(|(elsewhere, _)| *elsewhere);
    found.into_iter().map(|(_, hit)| hit).collect()
}

fn units(state: &State) -> Vec<SearchHit> {
    let Some(book) = state.book.as_ref() else { return Vec::new() };
    let route = |id: &ledger::EntryId| match book.local.profile.role {
        Role::Unit => None,
        Role::Inspector => Some(Route::Verify(id.clone(), 0)),
        Role::Office => Some(Route::Overview),
    };
    let detail = |unit: &ledger::Unit| format!("{} {}", templates::text("search.unit"), unit.name);
    book.units()
        .filter_map(|(id, unit)| Some(hit(unit.short_name.clone(), detail(unit), Command::Go(route(id)?))))
        .collect()
}

fn records(state: &State) -> Vec<SearchHit> {
    let Some(book) = state.book.as_ref() else { return Vec::new() };
    let own_page = [ledger::progress::SELF_CHECK, ledger::progress::VERIFICATION];
    // The template of a form is read once, not once for each of its records.
    let mut opens: BTreeMap<&str, bool> = BTreeMap::new();
    book.records()
        .filter(|(_, record)| !own_page.contains(&form_name(&record.form)))
        .map(|(id, record)| {
            let role = book.local.profile.role;
            let opens = *opens.entry(form_name(&record.form)).or_insert_with(|| {
                role != Role::Unit || crate::rights::fills_in(&state.pack, role, &record.form)
            });
            let title = ledger::finding::answer_text(record, "title");
            let name = form_title(&state.pack, &record.form);
            let label = if title.is_empty() { name.clone() } else { title };
            let detail = format!("{name} {} {}", record.number, state.unit_name(&record.unit));
            // A unit reads of a finding in its ledger; the working paper is the team's.
            let route = if opens { Route::Record(id.clone(), 0) } else { Route::Rectification };
            hit(label, detail, Command::Go(route))
        })
        .collect()
}

fn letters(state: &State) -> Vec<SearchHit> {
    let Some(book) = state.book.as_ref() else { return Vec::new() };
    book.letters()
        .map(|(id, letter)| {
            let text = |key: &str| {
                letter.head.get(key).and_then(|v| v.as_str()).unwrap_or_default().replace('\n', "")
            };
            let detail = format!("{} {}", templates::text("search.letter"), text("document_number"));
            hit(text("title"), detail, Command::Go(Route::Letter(id.clone())))
        })
        .collect()
}

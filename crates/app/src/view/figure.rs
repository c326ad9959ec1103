//! What a figure counts, one by one: whoever doubts a number looks at what it is made of.

use std::collections::BTreeMap;

use ledger::{Content, EntryId};
use templates::text_with;

use super::versions::entry_name;
use super::visible;
use crate::query::FigureBook;
use crate::route::Route;
use crate::state::State;

/// The entries behind a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigurePage {
    /// What the figure is called.
    pub title: String,
    /// What it comes to and of how many things, in words.
    pub about: String,
    /// What is counted: units, where each counts once, else entries.
    pub rows: Vec<FigureRow>,
}

/// A thing that is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureRow {
    /// What it is called.
    pub name: String,
    /// Where it is shown; `None` when it is not the user's to see.
    pub open: Option<Route>,
    /// Records and documents for which a unit is counted, each with the place that shows it.
    pub because: Vec<(String, Option<Route>)>,
}

/// The page of a figure; `None` without a round, or when there is no such figure.
#[must_use]
pub fn figure_page(state: &State) -> Option<FigurePage> {
    let (Route::Figure(id), Some(book)) = (&state.route, &state.book) else { return None };
    let (round, _) = book.current_round()?;
    let figures = FigureBook::of_round(&state.pack, book, round, state.today).ok()?;
    let figure = figures.figures().of(id)?;
    let (entries, counted) = (figures.entries(id), figures.get(id));
    let of_unit = |id: &EntryId| {
        let record = book.record(id).map(|record| record.unit.clone());
        record.or_else(|| book.letter(id)?.unit.clone())
    };
    let mut units: BTreeMap<EntryId, Vec<&EntryId>> = BTreeMap::new();
    for entry in &entries {
        units.entry(of_unit(entry).unwrap_or_default()).or_default().push(entry);
    }
    let each_unit_once = figures.is_distinct(id) && counted.value == Some(units.len() as f64);
    let rows: Vec<FigureRow> = if each_unit_once {
        let row = |(unit, because): (EntryId, Vec<&EntryId>)| FigureRow {
            name: state.unit_name(&unit),
            open: Some(Route::AboutUnit(unit))
                .filter(|route| crate::rights::visits(&state.pack, book, route)),
            because: because.into_iter().map(|id| entry(state, id, false)).collect(),
        };
        units.into_iter().map(row).collect()
    } else {
        let row = |id: &EntryId| {
            let (name, open) = entry(state, id, true);
            FigureRow { name, open, because: Vec::new() }
        };
        entries.iter().map(row).collect()
    };
    let facts =
        [("number", counted.text), ("whole", counted.whole.to_string()), ("count", rows.len().to_string())];
    let facts: Vec<(&str, &str)> = facts.iter().map(|(key, value)| (*key, value.as_str())).collect();
    let share = counted.whole > rows.len();
    let about = text_with(if share { "figure.share" } else { "figure.about" }, &facts);
    Some(FigurePage { title: figure.label.clone(), about, rows })
}

/// What an entry is called, with its unit or without, and where it is shown.
fn entry(state: &State, id: &EntryId, with_unit: bool) -> (String, Option<Route>) {
    let content = state.book.as_ref().and_then(|book| Some((book, book.content(id)?)));
    let Some((book, content)) = content else { return (id.to_string(), None) };
    let name = entry_name(state, id, content);
    let (name, route) = if let Content::Record(record) = content {
        let form = crate::context::form_title(&state.pack, &record.form);
        let parts = [
            if with_unit { name } else { form },
            record.number.clone(),
            ledger::finding::answer_text(record, "title"),
        ];
        let parts: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        (parts.join("　"), Route::Record(id.clone(), 0))
    } else if let Content::Letter(_) = content {
        (name, Route::Letter(id.clone()))
    } else if let Content::Unit(_) = content {
        (name, Route::AboutUnit(id.clone()))
    } else {
        (name, Route::Overview)
    };
    (visible(&name), Some(route).filter(|route| crate::rights::visits(&state.pack, book, route)))
}

//! Data of a filled form as a document: label and value row by row, tables below.

use expr::Date;
use form::{FieldView, Kind, SectionView};
use ledger::book::form_name;
use ledger::life::cycle::Transition;
use ledger::life::fold::{Happened, fold};
use ledger::{Book, EntryId, Record};
use serde_json::{Value, json};
use templates::Pack;

use super::self_check::{shown, value_text};
use crate::forms::CompiledForms;
use crate::life::said;

/// Data for printing a record; `None` when it is unknown or its form is missing.
pub(crate) fn record(
    pack: &Pack,
    book: &Book,
    compiled: &mut CompiledForms,
    id: &EntryId,
    today: Date,
) -> Option<Value> {
    let record = book.record(id)?;
    let unit = book.unit(&record.unit).cloned().unwrap_or_default();
    let open = compiled.open(pack, book, id, today)?;
    let mut data = super::common(book, super::round_of(book, &record.round), Some(&unit), today);
    let sections: Vec<Value> =
        open.live.sections().filter(SectionView::relevant).map(|s| section(&s)).collect();
    let title = open.live.form().definition().title.clone();
    super::extend(
        &mut data,
        json!({ "record": {
            "form": form_name(&record.form), "title": title, "number": record.number, "sections": sections,
            "answers": &record.answers, "steps": steps(pack, book, id, record),
        } }),
    );
    Some(data)
}

/// What was decided about a record and counts, in order.
fn steps(pack: &Pack, book: &Book, id: &EntryId, record: &Record) -> Vec<Value> {
    let Some(cycle) = pack.kinds().life(&record.form) else { return Vec::new() };
    let taken = fold(cycle, book.happened_to(id)).steps.into_iter();
    let taken = taken.filter_map(|step| Some((step.taken.ok()?, step.happened)));
    let told = |(way, happened): (&Transition, Happened<'_>)| {
        let said =
            said(Some(way), happened.event).into_iter().map(|(label, said)| format!("{label}：{said}"));
        // People are named in the answers, where they are declared and masked.
        let organ = book.version(happened.id).map(|version| version.author.organ.as_str());
        json!({
            "day": readable(&happened.event.on), "label": way.label, "who": organ.unwrap_or_default(),
            "said": said.collect::<Vec<_>>(),
        })
    };
    taken.map(told).collect()
}

fn section(section: &SectionView<'_>) -> Value {
    let (mut rows, mut tables) = (Vec::new(), Vec::new());
    for field in section.fields().filter(|field| field.relevant) {
        if field.field.kind == Kind::Group {
            let parts: Vec<FieldView<'_>> = field.children().filter(|part| part.relevant).collect();
            // What a group is about stands above its parts, which are called the same in every group.
            if parts.iter().any(|part| part.field.kind != Kind::Table) {
                rows.push(json!({ "heading": field.field.label }));
            }
            parts.iter().for_each(|part| add(part, &mut rows, &mut tables));
        } else {
            add(&field, &mut rows, &mut tables);
        }
    }
    json!({ "title": section.section.title, "rows": rows, "tables": tables })
}

fn add(field: &FieldView<'_>, rows: &mut Vec<Value>, tables: &mut Vec<Value>) {
    if field.field.kind == Kind::Table {
        tables.push(table(field));
    } else {
        rows.push(row(field));
    }
}

fn row(field: &FieldView<'_>) -> Value {
    let unit = field.field.unit.clone().unwrap_or_default();
    let value = readable(&shown(field));
    let value = if value.is_empty() { value } else { format!("{value}{unit}") };
    let label = &field.field.label;
    json!({ "label": label, "value": value, "brief": brief(label, &value) })
}

/// Most characters of an answer that shares its row on paper with another one, and of its label.
const BRIEF: (usize, usize) = (16, 8);

/// Whether an answer is so short that half a row holds it. What is empty keeps a whole row to write in by hand.
fn brief(label: &str, value: &str) -> bool {
    let (answer, name) = BRIEF;
    (1..=answer).contains(&value.chars().count()) && label.chars().count() <= name && !value.contains('\n')
}

fn table(field: &FieldView<'_>) -> Value {
    let columns: Vec<&str> = field.field.columns.iter().map(|column| column.label.as_str()).collect();
    let rows: Vec<Vec<String>> = field
        .rows()
        .map(|row| {
            row.cells()
                .map(|cell| readable(&cell.printed().as_ref().map(value_text).unwrap_or_default()))
                .collect()
        })
        .collect();
    json!({ "title": field.field.label, "columns": columns, "rows": rows })
}

fn readable(text: &str) -> String {
    Date::in_words(text)
}

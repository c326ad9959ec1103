//! Versions of an entry: those that people wrote apart, side by side and value by value; and where what holds came from.

use std::collections::BTreeMap;

use ledger::base::proposed;
use ledger::book::form_name;
use ledger::parts::{differing, parts};
use ledger::{Book, Content, Entry, EntryId, Record, Version, VersionId};
use serde_json::Value;
use templates::text;

use super::lists::{PARTS, answer_in_words, stamp_in_words};
use super::origin::Origins;
use super::{Badge, visible};
use crate::fields;
use crate::state::State;

/// 确认版本: versions of an entry that wait to be settled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettlePage {
    /// Entry.
    pub entry: EntryId,
    /// What it is.
    pub title: String,
    /// The versions, the one shown elsewhere first.
    pub versions: Vec<VersionItem>,
    /// Parts that are not alike in all; empty when one of them removed the entry.
    pub parts: Vec<PartItem>,
}

/// A version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionItem {
    /// Version, for the command that settles.
    pub id: String,
    /// Who wrote it, as it says.
    pub who: String,
    /// What stands behind that name; without words when it was written here.
    pub mark: Badge,
    /// When, `YYYY-MM-DD HH:MM:SS`.
    pub when: String,
    /// The file that brought it; empty when it was written here.
    pub file: String,
    /// 数据校验码 of a self-check; empty for anything else.
    pub code: String,
    /// Whether it removed the entry.
    pub removed: bool,
    /// Values of what holds now that were written in it.
    pub values: usize,
}

/// A part that is not alike in all versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartItem {
    /// Name for the command that settles.
    pub part: String,
    /// What people call it.
    pub label: String,
    /// What each version says, in their order; blank when it says nothing.
    pub says: Vec<String>,
    /// The version that is proposed: the only one that changed it. `None` where a person has to choose.
    pub proposed: Option<usize>,
}

/// Parts that follow from others and are not chosen by themselves.
const FOLLOW: [&str; 6] = ["figures", "composed", "composed_head", "composed_inputs", "ignored", "agreed"];

/// The page on which a conflict is settled; `None` when there is nothing to settle.
#[must_use]
pub fn settle_page(state: &State) -> Option<SettlePage> {
    let crate::route::Route::Settle(id) = &state.route else { return None };
    let book = state.book.as_ref()?;
    let entry = book.entries.get(id).filter(|entry| entry.in_conflict())?;
    let (current, shown) = entry.current()?;
    let mut heads: Vec<(&VersionId, &Content)> =
        entry.heads().into_iter().map(|(id, version)| (id, &version.content)).collect();
    heads.sort_by_key(|(id, _)| *id != current);
    let contents: Vec<&Content> = heads.iter().map(|(_, content)| *content).collect();
    let removed = contents.contains(&&Content::Removed);
    let names = if removed { Vec::new() } else { differing(&contents) };
    let labels = labels(state, &contents);
    let origins = Origins::of(state, book);
    let all: Vec<BTreeMap<String, Value>> = contents.iter().map(|content| parts(content)).collect();
    let base = entry.base().map(|version| parts(&version.content)).unwrap_or_default();
    let part = |name: String| PartItem {
        label: visible(&label(&name, &labels)),
        proposed: proposed(
            base.get(&name),
            &all.iter().map(|parts| parts.get(&name)).collect::<Vec<Option<&Value>>>(),
        ),
        says: all
            .iter()
            .map(|parts| parts.get(&name).map(|v| visible(&says(&name, v))).unwrap_or_default())
            .collect(),
        part: name,
    };
    Some(SettlePage {
        entry: id.clone(),
        title: entry_name(state, id, &shown.content),
        versions: heads
            .iter()
            .map(|(version, _)| version_item((&origins, book, state.pack.kinds()), entry, version, 0))
            .collect(),
        parts: names.into_iter().filter(|name| !FOLLOW.contains(&name.as_str())).map(part).collect(),
    })
}

/// Versions that what holds was made from, newest first: who, when, and in which file they came.
pub(super) fn history(state: &State, book: &Book, id: &EntryId) -> Vec<VersionItem> {
    let Some(entry) = book.entries.get(id) else { return Vec::new() };
    let origins = Origins::of(state, book);
    let written = entry.written_in();
    let mut counts: BTreeMap<&VersionId, usize> = BTreeMap::new();
    written.values().for_each(|version| *counts.entry(version).or_default() += 1);
    let values = |id: &VersionId| counts.get(id).copied().unwrap_or(0);
    let mut all: Vec<(&VersionId, &Version)> = entry.versions.iter().collect();
    all.sort_by(|(a, one), (b, other)| (&other.at, b).cmp(&(&one.at, a)));
    all.into_iter()
        .map(|(id, _)| version_item((&origins, book, state.pack.kinds()), entry, id, values(id)))
        .collect()
}

fn version_item(
    (origins, book, kinds): (&Origins<'_>, &Book, &ledger::Kinds),
    entry: &Entry,
    id: &VersionId,
    values: usize,
) -> VersionItem {
    let version = entry.versions.get(id);
    let behind = version.map(|version| origins.behind(&entry.id, id, version));
    let author = version.map(|version| version.author.clone()).unwrap_or_default();
    let content = version.map(|version| &version.content);
    VersionItem {
        id: id.0.clone(),
        who: visible(format!("{} {}", author.organ, author.name).trim()),
        mark: behind.map(|behind| origins.mark(&behind)).unwrap_or_default(),
        when: version.map(|version| stamp_in_words(&version.at)).unwrap_or_default(),
        file: book.brought_by(&entry.id, id).map(|import| visible(&import.file)).unwrap_or_default(),
        code: content
            .and_then(as_record)
            .map(|record| super::form_page::code(kinds, record))
            .unwrap_or_default(),
        removed: content == Some(&Content::Removed),
        values,
    }
}

fn as_record(content: &Content) -> Option<&Record> {
    if let Content::Record(record) = content { Some(record) } else { None }
}

/// What an entry is, as people call it.
pub(crate) fn entry_name(state: &State, id: &EntryId, content: &Content) -> String {
    if let Content::Record(record) = content {
        let form = crate::context::form_title(&state.pack, &record.form);
        let unit = state.unit_name(&record.unit);
        return if unit.is_empty() { form } else { format!("{unit}　{form}") };
    }
    let named = if let Content::Letter(letter) = content {
        letter.head.get("title").and_then(Value::as_str).unwrap_or_default().replace('\n', "")
    } else if let Content::Round(round) = content {
        round.title.clone()
    } else if let Content::Unit(unit) = content {
        unit.short_name.clone()
    } else {
        String::new()
    };
    if named.is_empty() && matches!(content, Content::Letter(_)) {
        return text("letter.untitled").to_owned();
    }
    let known = || state.book.as_ref().and_then(|book| book.unit(id)).map(|unit| unit.short_name.clone());
    let named =
        if named.is_empty() { known().unwrap_or_else(|| text("settle.entry").to_owned()) } else { named };
    visible(&named)
}

/// What differs between two states of an entry, part by part as people call them.
pub(crate) fn changed_parts(state: &State, before: &Content, now: &Content) -> Vec<String> {
    let contents = [before, now];
    let labels = labels(state, &contents);
    let mut parts: Vec<String> = Vec::new();
    for part in differing(&contents).iter().filter(|name| !FOLLOW.contains(&name.as_str())) {
        let part = label(part, &labels);
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
    parts
}

/// A part of an entry as people call it.
pub(crate) fn part_name(state: &State, content: &Content, part: &str) -> String {
    label(part, &labels(state, &[content]))
}

/// Labels of the form's own fields and of the catalogue's unit facts, by id.
fn labels(state: &State, contents: &[&Content]) -> BTreeMap<String, String> {
    let record = contents.iter().find_map(|content| as_record(content));
    let form = record.and_then(|record| state.pack.form(form_name(&record.form)).ok());
    let sections = form.as_ref().map(|form| form.sections.as_slice()).unwrap_or_default();
    let round = state.book.as_ref().and_then(|book| book.current_round()).map(|(_, round)| round);
    let facts = crate::forms::catalogue(&state.pack, round).map(|catalogue| catalogue.profile_fields);
    let mut labels: BTreeMap<String, String> =
        facts.unwrap_or_default().into_iter().map(|fact| (fact.key, fact.label)).collect();
    for field in sections.iter().flat_map(|section| &section.fields) {
        let all = std::iter::once(field).chain(&field.fields);
        labels.extend(all.map(|field| (field.id.clone(), field.label.clone())));
    }
    labels
}

/// A part as people call it.
fn label(part: &str, labels: &BTreeMap<String, String>) -> String {
    if let Some(field) = part.strip_prefix("answers.") {
        return labels.get(field).cloned().unwrap_or_else(|| place(field));
    }
    if let Some(field) = part.strip_prefix("head.").and_then(fields::of) {
        return text(field.label).to_owned();
    }
    let part = if part.starts_with("holidays") { "holidays" } else { part };
    let term = match part {
        "state" => "settle.state",
        "submitted_on" => "settle.submitted_on",
        "number" => "records.number",
        "text" => "letter.tab_text",
        "theme" => "round.field_theme",
        "title" => "round.field_title",
        "office" => "round.field_office",
        "issuer" => "round.field_issuer",
        "contact" => "round.field_contact",
        "self_check_due" => "round.field_due",
        "period_start" => "round.field_start",
        "period_end" => "round.field_end",
        "facts" | "fact_texts" => "round.facts",
        "holidays" => "calendar.title",
        "office_key" => "round.key",
        "name" => "roster.name",
        "short_name" => "roster.short_name",
        "kind" => "roster.kind",
        "city" => "roster.city",
        "supervised_by" => "roster.supervised_by",
        _ => "settle.other",
    };
    text(term).to_owned()
}

/// A value in words.
fn says(part: &str, value: &Value) -> String {
    let state =
        |state: &Value| serde_json::from_value::<ledger::RecordState>(state.clone()).map(|s| s.label());
    let letter =
        |state: &Value| serde_json::from_value::<ledger::LetterState>(state.clone()).map(|s| s.label());
    if part == "state" {
        return state(value).or_else(|_| letter(value)).unwrap_or_default().to_owned();
    }
    if part == "office_key" {
        let key = value.as_str().and_then(|key| key.parse::<exchange::PublicKey>().ok());
        return key.map(|key| key.fingerprint()).unwrap_or_default();
    }
    if value.is_object() { text("settle.differs").to_owned() } else { answer_in_words(value) }
}

/// A field as people call it: number of the item and part of the answer (`a03_01_note` is A03-01 情况说明).
fn place(field: &str) -> String {
    let part = PARTS.iter().find_map(|(suffix, label)| Some((field.strip_suffix(suffix)?, text(label))));
    let (item, label) = part.unwrap_or((field, ""));
    format!("{} {label}", item.to_ascii_uppercase().replace('_', "-")).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_called_as_people_call_it() {
        let labels = BTreeMap::from([("place".to_owned(), "地点".to_owned())]);
        assert_eq!(label("answers.place", &labels), "地点");
        assert_eq!(label("answers.a01_02_note", &labels), "A01-02 情况说明");
        assert_eq!(label("head.title", &labels), text("letter.title"));
        assert_eq!(label("anything", &labels), text("settle.other"));
        assert_eq!(says("state", &"submitted".into()), "已提交");
        assert_eq!(says("state", &"issued".into()), "已印发");
    }
}

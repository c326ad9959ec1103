//! The documents that an office makes of its book, before and after an attack: what is built, and what they say of others.

use std::collections::{BTreeMap, BTreeSet};

use app::query::{About, letter_data};
use document::{Block, Document, HeadFields, compose_with_notices};
use ledger::{Book, Content, EntryId};
use serde_json::{Map, Value};
use templates::Pack;

/// Documents about a whole round that leave the office.
const LETTERS: [&str; 2] = ["annual-report", "circular"];

/// What an office would say of its round.
pub(crate) struct Report {
    /// Title, headings of the first level, annexes and heads of tables, by document.
    skeletons: BTreeMap<&'static str, Vec<String>>,
    /// Whole documents.
    texts: BTreeMap<&'static str, String>,
    /// What is said of each unit, by its name.
    units: BTreeMap<String, Vec<String>>,
}

impl Report {
    /// Drafts the documents of the newest round.
    pub(crate) fn of(pack: &Pack, book: &Book) -> Result<Self, String> {
        let (round, _) = book.current_round().ok_or("no round")?;
        let today = "2026-11-23".parse().expect("a day");
        let data = letter_data(pack, book, LETTERS[0], About::round(round), today)
            .map_err(|error| error.to_string())?;
        let mut report =
            Self { skeletons: BTreeMap::new(), texts: BTreeMap::new(), units: said_of_units(&data) };
        for letter in LETTERS {
            let template = pack.letter(letter).map_err(|error| format!("{letter}: {error}"))?;
            let mut data = data.clone();
            let asked =
                template.defaults(pack.engine(), &data).map_err(|error| format!("{letter}: {error}"))?;
            if let Value::Object(data) = &mut data {
                data.extend(asked);
            }
            let made =
                template.compose(pack.engine(), &data).map_err(|error| format!("{letter}: {error}"))?;
            let head: Map<String, Value> = made
                .head
                .iter()
                .filter(|(key, value)| {
                    !matches!(key.as_str(), "dated" | "printed") && value.as_str() != Some("")
                })
                .map(|(key, value)| (key.clone(), value.clone()))
                .collect();
            let head: HeadFields =
                serde_json::from_value(Value::Object(head)).map_err(|error| format!("{letter}: {error}"))?;
            report.skeletons.insert(letter, skeleton(&compose_with_notices(&head, &made.text).0));
            report.texts.insert(letter, made.text);
        }
        Ok(report)
    }

    /// What somebody else's part of the documents lost or gained; `touched` are units that the taken entries are about.
    pub(crate) fn harm(&self, after: &Self, touched: &BTreeSet<String>) -> Option<String> {
        for letter in LETTERS {
            let (before, now) = (self.skeletons.get(letter), after.skeletons.get(letter));
            if before != now {
                return Some(format!("{letter} is built as {now:#?} and was as {before:#?}"));
            }
            if touched.is_empty() && self.texts.get(letter) != after.texts.get(letter) {
                return Some(format!("{letter} says something else, though nothing of the round changed"));
            }
        }
        let names: BTreeSet<&String> = self.units.keys().chain(after.units.keys()).collect();
        let differs = |name: &&&String| self.units.get(**name) != after.units.get(**name);
        let others = names.iter().filter(|name| !touched.contains(**name)).find(differs);
        others.map(|name| {
            format!("{name}: {:?} instead of {:?}", after.units.get(*name), self.units.get(*name))
        })
    }
}

/// Names of the units that differing entries are about, before and now.
pub(crate) fn touched(before: &Book, after: &Book) -> BTreeSet<String> {
    let ids: BTreeSet<&EntryId> = before.entries.keys().chain(after.entries.keys()).collect();
    let differ = ids.into_iter().filter(|id| before.entries.get(*id) != after.entries.get(*id));
    let versions = differ.flat_map(|id| {
        let entries = [before.entries.get(id), after.entries.get(id)];
        entries.into_iter().flatten().flat_map(|entry| entry.versions.values())
    });
    let units = versions.filter_map(|version| match &version.content {
        Content::Record(record) => Some(record.unit.clone()),
        Content::Letter(letter) => letter.unit.clone(),
        _ => None,
    });
    units.filter_map(|unit| before.unit(&unit).map(|unit| unit.short_name.clone())).collect()
}

/// Rows of the report's lists that name a unit.
fn said_of_units(data: &Value) -> BTreeMap<String, Vec<String>> {
    let mut said: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (list, key) in [("units", "name"), ("findings", "unit"), ("examples", "unit")] {
        for row in data.get(list).and_then(Value::as_array).into_iter().flatten() {
            let name = row.get(key).and_then(Value::as_str).unwrap_or_default();
            // Findings are counted through: one more of another unit moves the numbers, not what is said.
            let mut row = row.clone();
            if let Value::Object(row) = &mut row {
                row.remove("number");
                row.remove("index");
            }
            said.entry(name.to_owned()).or_default().push(row.to_string());
        }
    }
    said
}

fn skeleton(document: &Document) -> Vec<String> {
    let (main, head) = (&document.main, &document.head);
    let mut out = vec![
        format!("title {}", main.title),
        format!("marks {:?} number {:?}", head.issuer_marks, head.document_number),
        format!("to {:?} from {:?} dated {:?}", main.addressees, main.issuers, main.dated),
        format!("attachments {:?} imprint {:?}", main.attachment_notes, document.imprint.is_some()),
    ];
    out.extend(main.body.iter().filter_map(part));
    for annex in &main.annexes {
        out.push(format!("annex {:?} {} {}", annex.number, annex.title, annex.landscape));
        out.extend(annex.body.iter().filter_map(part));
    }
    out
}

/// A heading of the first level, or the head of a table: what no entry of somebody's may add or take away.
fn part(block: &Block) -> Option<String> {
    match block {
        Block::Paragraph(text) => (text.level == Some(1)).then(|| format!("heading {}", text.heading)),
        Block::Picture(_) => Some("picture".to_owned()),
        Block::Table(table) => {
            let columns =
                table.rows.iter().map(|row| row.iter().map(|cell| cell.span.max(1)).sum::<usize>()).max();
            Some(format!("table {} {columns:?}", table.header_rows))
        }
    }
}

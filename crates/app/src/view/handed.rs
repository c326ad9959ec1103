//! Files that were handed out: when, to whom, what they hold, and who received them.

use std::collections::BTreeMap;

use ledger::merge::{Bundle, Purpose};
use ledger::{Content, Part};
use templates::text_with;

use super::lists::stamp_in_words;
use super::versions::entry_name;
use super::visible;
use crate::state::State;

/// A file that was handed out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandedItem {
    /// For the command that notes the receipt.
    pub file: String,
    /// File name.
    pub name: String,
    /// When, in words.
    pub when: String,
    /// To whom.
    pub to: String,
    /// What it holds.
    pub holds: String,
    /// The beginning of its hash, by which sender and receiver know that they speak of one file.
    pub code: String,
    /// Who received it, as somebody noted.
    pub receipt: String,
}

/// All of them, the newest first.
#[must_use]
pub fn handed_items(state: &State) -> Vec<HandedItem> {
    let handed = state.book.iter().flat_map(|book| &book.local.handed_out);
    let mut all: Vec<_> = handed.collect();
    all.sort_by(|(a, x), (b, y)| (&y.at, b).cmp(&(&x.at, a)));
    let item = |(file, handed): (&String, &ledger::book::HandedOut)| HandedItem {
        file: file.clone(),
        name: visible(&handed.name),
        when: stamp_in_words(&handed.at),
        to: visible(&handed.to),
        holds: handed.holds.join("、"),
        code: file_code(file),
        receipt: visible(&handed.receipt),
    };
    all.into_iter().map(item).collect()
}

/// The beginning of a hash in two groups, as it is read out on the telephone.
pub(super) fn file_code(hash: &str) -> String {
    let code = hash.to_uppercase();
    let group = |range: std::ops::Range<usize>| code.get(range).unwrap_or_default();
    [group(0..4), group(4..8)].join(" ").trim().to_owned()
}

/// What a file holds, in words: documents by their titles, everything else counted by its kind.
pub(crate) fn holds(state: &State, bundle: &Bundle) -> Vec<String> {
    let mut titles = Vec::new();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut count = |name: String| *counts.entry(name).or_default() += 1;
    for entry in &bundle.entries {
        match entry.content() {
            Some(content @ Content::Letter(_)) => titles.push(entry_name(state, &entry.id, content)),
            Some(Content::Record(record)) if state.pack.kinds().plays(&record.form, Part::Finding) => {
                count(templates::text("handed.finding").to_owned());
            }
            Some(Content::Record(record)) => count(crate::context::form_title(&state.pack, &record.form)),
            Some(Content::Event(_)) => count(templates::text("handed.event").to_owned()),
            Some(Content::Review(_)) => count(templates::text("handed.review").to_owned()),
            Some(Content::Unit(_)) => count(templates::text("handed.unit").to_owned()),
            // What is sent to a unit brings its year along, of which nobody speaks.
            Some(Content::Round(_)) if bundle.purpose == Purpose::Feedback => {}
            Some(Content::Round(_)) => count(templates::text("handed.round").to_owned()),
            Some(Content::Picture(_) | Content::Removed | _) | None => {}
        }
    }
    let counted = |(name, count): (String, usize)| {
        text_with("handed.count", &[("name", &name), ("count", &count.to_string())])
    };
    titles.extend(counts.into_iter().map(counted));
    titles
}

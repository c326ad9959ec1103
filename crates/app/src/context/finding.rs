//! How a finding stands: closed, past its limit, by the records of the book.

use std::collections::BTreeMap;

use expr::Date;
use ledger::finding::answer_text;
use ledger::life::Light;
use ledger::progress::light;
use ledger::{Book, EntryId, Finding, Record};
use serde_json::{Value, json};

/// Rectification records by the finding they are about; a record nobody wrote anything on is none.
pub(crate) fn rectifications(book: &Book) -> BTreeMap<&EntryId, &Record> {
    let answered = book.rectified().into_iter().filter(|(_, all)| all.answered);
    answered.map(|(finding, all)| (finding, all.record)).collect()
}

/// What is known of a finding's rectification: its state in words, whether it is closed, whether it is overdue, and its
/// limit, which the rectification record may have moved; `null` when none was set.
/// Nobody is late with what he was not told: `known` says that the unit knows of it.
pub(super) fn standing(finding: &Finding, rectification: Option<&Record>, known: bool, today: Date) -> Value {
    let light = light(finding, rectification, today);
    let overdue = light == Light::Red && known;
    let state = match light {
        Light::Grey => "已销号".to_owned(),
        Light::Red if overdue => "逾期".to_owned(),
        Light::Red | Light::Yellow | Light::Green => rectification
            .map(|record| answer_text(record, "state"))
            .filter(|state| !state.is_empty())
            .unwrap_or("待报措施".to_owned()),
    };
    let moved = rectification.map(|record| answer_text(record, "due")).filter(|due| !due.is_empty());
    let limit = moved.or_else(|| Some(finding.due.clone()).filter(|due| !due.is_empty()));
    json!({ "limit": limit, "state": state, "closed": light == Light::Grey, "overdue": overdue })
}

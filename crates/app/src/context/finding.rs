//! How a finding stands: closed, past its limit, sent to its unit, by the records of the book.

use std::collections::BTreeMap;

use expr::Date;
use ledger::book::form_name;
use ledger::finding::{RECTIFICATION, answer_text, is_answered};
use ledger::life::Light;
use ledger::progress::{FEEDBACK_LETTER, light};
use ledger::{Book, EntryId, Finding, Letter, LetterState, Record};
use serde_json::{Value, json};

/// Rectification records by the finding they are about; a record nobody wrote anything on is none.
pub(crate) fn rectifications(book: &Book) -> BTreeMap<&EntryId, &Record> {
    let about =
        book.records_of(RECTIFICATION).filter_map(|(_, record)| Some((record.about.as_ref()?, record)));
    about.filter(|(finding, record)| is_answered(book, finding, record)).collect()
}

/// What is known of a finding's rectification: its state in words, whether it is closed, whether it is overdue, and its
/// limit, which the rectification record may have moved; `null` when none was set.
pub(super) fn standing(finding: &Finding, rectification: Option<&Record>, today: Date) -> Value {
    let light = light(finding, rectification, today);
    let state = match light {
        Light::Grey => "已销号".to_owned(),
        Light::Red => "逾期".to_owned(),
        Light::Yellow | Light::Green => rectification
            .map(|record| answer_text(record, "state"))
            .filter(|state| !state.is_empty())
            .unwrap_or("待报措施".to_owned()),
    };
    let moved = rectification.map(|record| answer_text(record, "due")).filter(|due| !due.is_empty());
    let limit = moved.or_else(|| Some(finding.due.clone()).filter(|due| !due.is_empty()));
    json!({ "limit": limit, "state": state, "closed": light == Light::Grey, "overdue": light == Light::Red })
}

/// Issued feedback letters of a round by unit.
pub(crate) fn issued_feedback<'a>(book: &'a Book, round: &EntryId) -> BTreeMap<&'a EntryId, Vec<&'a Letter>> {
    let mut letters: BTreeMap<&EntryId, Vec<&Letter>> = BTreeMap::new();
    let issued = |letter: &Letter| {
        letter.round == *round
            && letter.state == LetterState::Issued
            && form_name(&letter.letter) == FEEDBACK_LETTER
    };
    for (_, letter) in book.letters().filter(|(_, letter)| issued(letter)) {
        if let Some(unit) = &letter.unit {
            letters.entry(unit).or_default().push(letter);
        }
    }
    letters
}

/// Whether one of the letters really says the finding: a letter may have been drafted before it, or without it.
pub(crate) fn is_sent(finding: &Finding, letters: &BTreeMap<&EntryId, Vec<&Letter>>) -> bool {
    let title = finding.title.trim_end_matches(['。', '；', '，', ' ']);
    let own = letters.get(&finding.unit).into_iter().flatten();
    !title.is_empty() && own.into_iter().any(|letter| letter.text.contains(title))
}

//! The page on which a team hands its work to the office.

use std::collections::BTreeMap;

use ledger::RecordState;
use ledger::merge::Purpose;

use crate::context::form_title;
use crate::state::State;

/// 交给办公室.
#[derive(Debug, Clone, PartialEq)]
pub struct HandOverPage {
    /// Files that were handed out, the newest first.
    pub handed: Vec<super::HandedItem>,
    /// What the file will carry: name and number of each kind of record, documents last.
    pub contents: Vec<(String, usize)>,
    /// Records that are not marked as done.
    pub unfinished: usize,
    /// Whether it holds confidential records, so that only the office may open it.
    pub sealed_only: bool,
    /// Whether the file can be sealed to the office's key.
    pub office_key: bool,
    /// Name of the office it goes to.
    pub office: String,
    /// Whether a round is open.
    pub has_round: bool,
    /// Fingerprint of the key this book signs with; empty before the first file.
    pub fingerprint: String,
}

/// The page of handing over; `None` when no book is open.
#[must_use]
pub fn hand_over_page(state: &State) -> Option<HandOverPage> {
    let book = state.book.as_ref()?;
    let Some((id, round)) = book.current_round() else {
        return Some(HandOverPage {
            handed: super::handed_items(state),
            contents: Vec::new(),
            unfinished: 0,
            sealed_only: false,
            office_key: false,
            office: String::new(),
            has_round: false,
            fingerprint: String::new(),
        });
    };
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut unfinished = 0;
    let travels = |form: &str| state.pack.kinds().travels(form, Purpose::Records);
    for (_, record) in book.records().filter(|(_, r)| r.round == *id && travels(&r.form)) {
        *counts.entry(form_title(&state.pack, &record.form)).or_default() += 1;
        unfinished += usize::from(record.state != RecordState::Submitted);
    }
    let sealed_only = crate::update::team_is_confidential(state, id);
    let mut contents: Vec<(String, usize)> = counts.into_iter().collect();
    let letters = book.letters().filter(|(_, letter)| letter.round == *id).count();
    if letters > 0 {
        contents.push((templates::text("hand_over.letters").to_owned(), letters));
    }
    Some(HandOverPage {
        handed: super::handed_items(state),
        contents,
        unfinished,
        sealed_only,
        office_key: !round.office_key.is_empty(),
        office: round.office.clone(),
        has_round: true,
        fingerprint: super::unit::own_fingerprint(book),
    })
}

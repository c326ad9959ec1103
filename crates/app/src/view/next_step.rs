//! What the office would do next about a unit, as one click in the coverage matrix.

use std::collections::BTreeMap;

use ledger::book::form_name;
use ledger::progress::{SelfCheckStage, UnitProgress};
use ledger::{Book, EntryId, Kinds, LetterState, Part};

use crate::command::{Command, HandOut};
use crate::route::Route;

/// The next thing to do about a unit.
#[derive(Debug, Clone, PartialEq)]
pub struct NextStep {
    /// In words.
    pub label: &'static str,
    /// What doing it means.
    pub command: Command,
}

/// The most urgent thing to do; `None` when the unit or the team has to act, not the office. `urging` is the letter that
/// presses the unit and has not been issued yet; `to_send` says that something for the unit has not left the book.
pub(super) fn next_step(
    kinds: &Kinds,
    row: &UnitProgress<'_>,
    urging: Option<&EntryId>,
    to_send: bool,
) -> Option<NextStep> {
    let step = |key: &'static str, command: Command| Some(NextStep { label: templates::text(key), command });
    // A conflict comes before everything else.
    if let (true, Some(record)) = (row.in_conflict, row.self_check) {
        return step("overview.settle", Command::Go(Route::Settle(record.clone())));
    }
    // What a unit does not know of it cannot do.
    let drafted = matches!(row.feedback, Some(LetterState::Draft | LetterState::Approved));
    if to_send && !drafted {
        return step("next.send", Command::AskHandOut(HandOut::Feedback(row.id.clone())));
    }
    // What a unit asks for waits for nobody else.
    if let Some(sheet) = row.applied.first() {
        return step("next.verify", Command::Go(Route::Record((*sheet).clone(), 0)));
    }
    if row.overdue > 0 {
        return step("next.rectification", Command::Go(Route::Rectification));
    }
    match row.feedback {
        Some(LetterState::Draft | LetterState::Approved) => {
            return step("next.letter", draft(kinds, Part::Finding, row));
        }
        None if !row.findings.is_empty() => return step("next.compose", draft(kinds, Part::Finding, row)),
        Some(LetterState::Issued) | None => {}
    }
    if let SelfCheckStage::Overdue(_) = row.stage {
        return match urging {
            Some(letter) => step("next.urging", Command::Go(Route::Letter(letter.clone()))),
            None => step("next.urge", draft(kinds, Part::SelfCheck, row)),
        };
    }
    match (row.stage, row.self_check) {
        (SelfCheckStage::Submitted(_) | SelfCheckStage::Late(_), Some(record)) => {
            step("next.review", Command::Go(Route::Record(record.clone(), 0)))
        }
        _ => None,
    }
}

/// Opens the letter about a unit's records of a part, or drafts it when there is none.
fn draft(kinds: &Kinds, part: Part, row: &UnitProgress<'_>) -> Command {
    let letter = kinds.letter(part).to_owned();
    Command::Compose { letter, unit: Some(row.id.clone()), findings: Vec::new() }
}

/// Letters that press their unit and are not issued yet, by unit.
pub(super) fn urging<'b>(kinds: &Kinds, book: &'b Book) -> BTreeMap<&'b EntryId, &'b EntryId> {
    let template = kinds.letter(Part::SelfCheck);
    let drafts = book
        .letters()
        .filter(|(_, letter)| letter.state != LetterState::Issued && form_name(&letter.letter) == template);
    drafts.filter_map(|(id, letter)| Some((letter.unit.as_ref()?, id))).collect()
}

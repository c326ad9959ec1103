//! What the office would do next about a unit, as one click in the coverage matrix.

use ledger::LetterState;
use ledger::progress::{FEEDBACK_LETTER, SelfCheckStage, UnitProgress};

use crate::command::Command;
use crate::route::Route;

/// The next thing to do about a unit.
#[derive(Debug, Clone, PartialEq)]
pub struct NextStep {
    /// In words.
    pub label: &'static str,
    /// What doing it means.
    pub command: Command,
}

/// The most urgent thing to do; `None` when the unit or the team has to act, not the office.
pub(super) fn next_step(row: &UnitProgress<'_>) -> Option<NextStep> {
    let step = |key: &'static str, command: Command| Some(NextStep { label: templates::text(key), command });
    // A conflict comes before everything else.
    if let (true, Some(record)) = (row.in_conflict, row.self_check) {
        return step("overview.settle", Command::Go(Route::Settle(record.clone())));
    }
    if row.overdue > 0 {
        return step("next.rectification", Command::Go(Route::Rectification));
    }
    match row.feedback {
        Some(LetterState::Draft | LetterState::Approved) => return step("next.letter", compose(row)),
        None if !row.findings.is_empty() => return step("next.compose", compose(row)),
        Some(LetterState::Issued) | None => {}
    }
    match (row.stage, row.self_check) {
        (SelfCheckStage::Submitted(_) | SelfCheckStage::Late(_), Some(record)) => {
            step("next.review", Command::Go(Route::Record(record.clone(), 0)))
        }
        _ => None,
    }
}

/// Opens the unit's feedback letter, or drafts it when there is none.
fn compose(row: &UnitProgress<'_>) -> Command {
    Command::Compose { letter: FEEDBACK_LETTER.to_owned(), unit: Some(row.id.clone()), findings: Vec::new() }
}

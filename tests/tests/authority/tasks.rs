//! Tasks that a unit gets again: a newer one, the same, an older one, one that went on from a copy of the office's book, and a
//! stranger's. Whatever comes, what the unit filled in stays as it is.

use std::path::Path;

use app::{Command, Fate};
use ledger::{Change, Content, EntryId};
use libtest_mimic::Failed;

use super::desk::Desk;

fn round_id() -> EntryId {
    "round-2026-office".into()
}

/// The office changes a day and hands the task out again.
fn changed(office: &mut Desk, due: &str) -> Result<Vec<u8>, Failed> {
    let book = office.state.book.as_mut().ok_or("no book")?;
    let mut round = book.round(&round_id()).cloned().ok_or("no round")?;
    due.clone_into(&mut round.self_check_due);
    let content = Box::new(Content::Round(Box::new(round)));
    let edit = book.edit("2026-11-23T10:00:00".into(), Change::Put { id: round_id(), content });
    book.apply(&edit)?;
    Ok(office.task())
}

/// The own self-check, as it is stored, and the day that counts.
fn state(unit: &Desk) -> (String, String) {
    let book = unit.book();
    let own = EntryId::derived("self-check", &[&round_id(), &"unit-003".into()]);
    let stored = book.entries.get(&own).map(|entry| serde_json::to_string(entry).expect("it can be written"));
    let due = book.round(&round_id()).map(|round| round.self_check_due.clone());
    (stored.unwrap_or_default(), due.unwrap_or_default())
}

pub(crate) fn run(office: &Path) -> Result<(), Failed> {
    let mut office = Desk::with(std::fs::read(office)?);
    let first = office.task();
    let mut copy = Desk::with(Vec::new());
    copy.state.book = Some(office.book().clone());
    let (newer, beside) = (changed(&mut office, "2026-12-10")?, changed(&mut copy, "2026-12-20")?);
    let mut stranger = Desk::with(Vec::new());
    stranger.state.book = Some(office.book().clone());
    let local = &mut stranger.state.book.as_mut().ok_or("no book")?.local;
    local.signing_key.clear();
    local.sent.clear();
    // Chance falls otherwise at every deed, so that it makes a key of its own.
    (0..5).for_each(|_| drop(stranger.does(Command::ClearInbox)));
    let strange = changed(&mut stranger, "2026-11-01")?;

    let mut unit = Desk::with(first.clone());
    for asked in app::view::first_files(&unit.state) {
        unit.does(Command::Accept(asked.digest));
    }
    unit.does(Command::ChooseUnit("unit-003".into()));
    let (own, before) = state(&unit);
    let mut wrong = Vec::new();
    for (claim, file, fates, due) in [
        ("a newer task counts", &newer, &[Fate::Newer][..], "2026-12-10"),
        ("the same again does nothing", &newer, &[Fate::Same], "2026-12-10"),
        ("an older one does nothing", &first, &[Fate::Same, Fate::Older], "2026-12-10"),
        ("a stranger's waits", &strange, &[Fate::Held], "2026-12-10"),
        (
            "what a copy of the office's book says is kept beside it",
            &beside,
            &[Fate::Forked, Fate::Conflict],
            "",
        ),
    ] {
        let (fate, message) = unit.takes("task.ducha", file.clone());
        let (still, now) = state(&unit);
        if !fates.contains(&fate) || still != own || (!due.is_empty() && now != due) {
            wrong.push(format!("{claim}: {fate:?}, {now}: {message}"));
        }
    }
    let days = |day: &str| {
        let entry = unit.book().entries.get(&round_id());
        let mut contents = entry.into_iter().flat_map(|entry| entry.versions.values());
        contents
            .any(|version| matches!(&version.content, Content::Round(round) if round.self_check_due == day))
    };
    if own.is_empty() || before.is_empty() || !days("2026-12-10") || !days("2026-12-20") || days("2026-11-01")
    {
        wrong.push("the unit has not got both days".to_owned());
    }
    if !unit.book().entries.get(&round_id()).is_some_and(ledger::Entry::in_conflict) {
        wrong.push("two days at once are no conflict".to_owned());
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n").into()) }
}

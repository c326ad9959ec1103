//! What a start after a fault means.

use tests::keeping::{Keeping, Wrong};
use tests::product::Walk;

use crate::figures::Figures;
use crate::profile::Evidence;
use crate::window::{Sight, Window};

/// What became of what was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    /// All that was shown as saved is there.
    Kept,
    /// It was said that something is missing; going on, all that was shown as saved is there.
    Restored,
    /// It was said that something is missing, and it is.
    Told,
}

impl Fate {
    pub(crate) fn count(self, figures: &mut Figures) {
        match self {
            Self::Kept => figures.kept += 1,
            Self::Restored => figures.restored += 1,
            Self::Told => figures.told += 1,
        }
    }
}

/// Judges a window, counts what was seen, and keeps the evidence when it went wrong. False when the next trial should
/// not go on from here.
pub(crate) fn count(
    window: &Window,
    keeping: &Keeping,
    figures: &mut Figures,
    name: &str,
    evidence: &Evidence,
) -> Walk<bool> {
    match judge(window, keeping) {
        Ok((fate, sight)) => {
            if fate != Fate::Kept {
                println!("{name}: {fate:?}, {}", sight.short());
            }
            fate.count(figures);
            Ok(fate == Fate::Kept)
        }
        Err(error) => {
            let place = evidence.keep(name)?;
            let words = error.message().unwrap_or("no words").to_owned();
            figures.fail(format!("{name}: {words}; the storage before this start: {}", place.display()));
            Ok(false)
        }
    }
}

/// Judges a window that was opened after a fault. An error is a loss without a word, a half edit, or a start that
/// nobody can go on from.
pub(crate) fn judge(window: &Window, keeping: &Keeping) -> Walk<(Fate, Sight)> {
    let sight = window.look_alone()?;
    if !sight.alarm.is_empty() {
        return Err(format!("the program failed: {}", sight.alarm).into());
    }
    match sight.place.as_str() {
        "book" if sight.onlooker => {
            Err(format!("it waits for a window that is gone: {}", sight.short()).into())
        }
        "book" if !sight.notices() => {
            let fine = keeping.judge(&window.texts(&sight));
            fine.map(|_| (Fate::Kept, sight.clone()))
                .map_err(|wrong| format!("without a word: {wrong}").into())
        }
        "book" => told(window, keeping, sight),
        "recovery" => {
            let on = window.go_on(&sight, window.file())?;
            if on.place != "book" {
                return Ok((Fate::Told, sight));
            }
            let (fate, _) = told(window, keeping, on)?;
            Ok((fate, sight))
        }
        "start" if sight.notices() => Ok((Fate::Told, sight)),
        other => Err(format!("{other} after a start, without a word: {}", sight.short()).into()),
    }
}

/// What is there after it was said that something is missing. Edits shown aside are not lost: the person settles them.
fn told(window: &Window, keeping: &Keeping, sight: Sight) -> Walk<(Fate, Sight)> {
    let texts = window.texts(&sight);
    match keeping.judge(&texts) {
        Ok(_) => Ok((Fate::Restored, sight)),
        Err(Wrong::Short { .. }) if sight.branches > 0 => Ok((Fate::Restored, sight)),
        Err(Wrong::Short { .. }) => Ok((Fate::Told, sight)),
        // A snapshot from before the account began is a beginning too; anything else was made up.
        Err(_) if keeping.is_beginning(&texts) => Ok((Fate::Told, sight)),
        Err(wrong) => Err(format!("it was said that something is missing, but: {wrong}").into()),
    }
}

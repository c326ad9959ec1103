//! What the office above a 分院 has handed down.

use ledger::{EntryId, Round};
use templates::{text, text_with};

use crate::state::State;

/// What the office above has handed down for the year of the current round, with its name: the current round itself, or one
/// beside the office's own. Empty when nothing is.
pub(super) fn above(state: &State) -> String {
    let Some((current, round)) = state.book.as_ref().and_then(|book| book.current_round()) else {
        return String::new();
    };
    let of_year =
        state.book.iter().flat_map(|book| book.rounds()).filter(|(_, other)| other.year == round.year);
    let from_above = of_year.filter(|(id, _)| crate::update::is_from_above(state, id));
    let one = |(id, round): (&EntryId, &Round)| {
        let name = if round.office.is_empty() { text("vouch.superior") } else { &round.office };
        let key = if id == current { "round.from_above" } else { "round.also_from_above" };
        text_with(key, &[("who", name), ("title", &round.title)])
    };
    from_above.map(one).collect::<Vec<_>>().join("；")
}

#[cfg(test)]
mod tests {
    use ledger::{Author, Book, Change, Content, Entry, Import, Role, Sender, Version, VersionId};

    use super::*;

    fn round(id: &str, version: &str, office: &str) -> Entry {
        let round = Round {
            year: 2026,
            office: office.into(),
            title: "2026年度党建工作督查".into(),
            ..Round::default()
        };
        let version = (
            VersionId(version.into()),
            Version {
                parents: [].into(),
                author: Author::default(),
                at: "2026-11-05T09:00:00".into(),
                received: String::new(),
                sealed: true,
                content: Content::Round(Box::new(round)),
            },
        );
        Entry { id: id.into(), versions: [version].into() }
    }

    fn branch(own: bool) -> State {
        let mut book = Book::default();
        book.local.replica = "branch".into();
        book.local.profile.role = Role::Office;
        if own {
            let entry = round("round-2026-branch", "branch-1", "示例分院党办");
            book.entries.insert(entry.id.clone(), entry);
        }
        let import = Import {
            kind: "task".into(),
            from: Some(Sender::office()),
            key: "k".into(),
            ..Import::default()
        };
        let entries = vec![round("round-2026-above", "above-1", "院党建工作领导小组办公室")];
        let edit = book.edit(String::new(), Change::Merge { entries, digest: "d".into(), import });
        book.apply(&edit).expect("the file is taken in");
        State::with_book(book, "2026-11-23".parse().expect("a day of the calendar"))
    }

    #[test]
    fn what_the_office_above_handed_down_is_called_so_with_its_name() {
        let current = above(&branch(false));
        assert!(current.contains("上级下达（院党建工作领导小组办公室）"), "{current}");
        let beside = above(&branch(true));
        assert!(beside.contains("上级下达") && beside.contains("互不影响"), "{beside}");
        let mut unit = branch(false);
        unit.book.as_mut().expect("a book is open").local.profile.role = Role::Unit;
        assert_eq!(above(&unit), "", "to a unit its own office is no office above");
    }
}

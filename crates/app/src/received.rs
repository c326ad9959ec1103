//! Documents that somebody else sent: they are read, printed and filed, and nobody here goes on writing them.

use std::collections::BTreeMap;

use ledger::book::form_name;
use ledger::twins::bare;
use ledger::{Book, EntryId, Import, Letter, LetterState, Role};
use templates::Pack;

use crate::rights::drafts;

/// Documents that were received, by entry.
pub(crate) type Received<'b> = BTreeMap<&'b EntryId, Option<&'b Import>>;

/// The documents of a book that were received, each with the file that brought it as it stands; without one where a kind of
/// document is not written in such a book at all.
pub(crate) fn received<'b>(pack: &Pack, book: &'b Book) -> Received<'b> {
    let mut brought: BTreeMap<&EntryId, &Import> = BTreeMap::new();
    for import in book.local.imports.values() {
        for (id, versions) in &import.versions {
            let current = book.entries.get(id).filter(|_| book.letter(id).is_some());
            let current = current.and_then(|entry| entry.current()).map(|(version, _)| bare(version));
            if versions.iter().any(|version| Some(bare(version)) == current) {
                let first = brought.entry(id).or_insert(import);
                if (&import.at, &import.file) < (&first.at, &first.file) {
                    *first = import;
                }
            }
        }
    }
    // The template of a kind is read once, not once for each document.
    let mut written: BTreeMap<&str, bool> = BTreeMap::new();
    let role = book.local.profile.role;
    let mut foreign = |letter: &'b Letter| {
        let name = form_name(&letter.letter);
        role == Role::Unit && !*written.entry(name).or_insert_with(|| drafts(pack, role, &letter.letter))
    };
    let letters = book.letters().filter_map(|(id, letter)| {
        let import = brought.get(id).copied();
        let sent = import.is_some_and(|import| is_sent(book, letter, import));
        (sent || foreign(letter)).then_some((id, import))
    });
    letters.collect()
}

/// Whether a document was received.
pub(crate) fn is_received(pack: &Pack, book: &Book, id: &EntryId) -> bool {
    let Some(letter) = book.letter(id) else { return false };
    let role = book.local.profile.role;
    // Most were written here: then no version need be looked at.
    let came = book.local.imports.values().any(|import| import.versions.contains_key(id));
    let current = book.entries.get(id).filter(|_| came).and_then(|entry| entry.current());
    let import = current.and_then(|(version, _)| book.brought_by(id, version));
    import.is_some_and(|import| is_sent(book, letter, import))
        || (role == Role::Unit && !drafts(pack, role, &letter.letter))
}

/// Whether a document that a file brought is the sender's own: what a unit wrote, and what anybody issued. A team's draft is
/// for the office to go on with.
fn is_sent(book: &Book, letter: &Letter, import: &Import) -> bool {
    let own = import.from.is_some() && import.from == book.speaks_for();
    let of_unit = import.from.as_ref().is_some_and(|from| from.as_unit().is_some());
    !own && (book.local.profile.role == Role::Unit || of_unit || letter.state == LetterState::Issued)
}

//! What a file is, and for whom, in words: for files that were put into a book they are not meant for.

use exchange::{Opened, Signature, hex};
use ledger::merge::{Bundle, Purpose};
use ledger::{Book, EntryId, Role, Unit};
use templates::{text, text_with};

use super::vouch::about;
use crate::state::State;

/// Says what a file is (`{what}`) and who receives it (`{to}`) in the words of a key.
pub(super) fn account(state: &State, key: &'static str, opened: &Opened, bundle: &Bundle) -> String {
    let unit = bundle.unit.as_ref().map(|_| unit_of(state, opened, bundle));
    let unit = unit.as_deref();
    let sender = Some(opened.parcel.sender.as_str()).filter(|sender| !sender.is_empty());
    let (what, who, to) = match bundle.purpose {
        Purpose::Task => ("file.what_task", None, text("file.to_units")),
        Purpose::Team => ("file.what_team", None, text("file.to_team")),
        Purpose::Submission => ("file.what_submission", unit.or(sender), text("file.to_office")),
        Purpose::Records => ("file.what_records", sender, text("file.to_office")),
        Purpose::Feedback => ("file.what_feedback", None, unit.unwrap_or(text("file.to_unit"))),
    };
    let what = match who {
        Some(who) => text_with("file.what_of", &[("who", who), ("what", text(what))]),
        None => text(what).to_owned(),
    };
    text_with(key, &[("what", &what), ("to", to)])
}

/// What the unit of a file is called: as the book or the roster has it, else as the file says.
pub(super) fn unit_of(state: &State, opened: &Opened, bundle: &Bundle) -> String {
    let known =
        state.book.as_ref().and_then(|book| known_unit(book, bundle)).map(|unit| unit.short_name.clone());
    let claimed =
        || opened.parcel.about.get(about::UNIT_NAME).filter(|name| !expr::says_nothing(name)).cloned();
    known.or_else(claimed).unwrap_or_else(|| text("file.unknown_unit").to_owned())
}

/// The unit of a file, when the book knows it.
pub(super) fn known_unit<'a>(book: &'a Book, bundle: &Bundle) -> Option<&'a Unit> {
    bundle.unit.as_ref().and_then(|id| book.unit(id))
}

/// The unit of a file, when the roster that comes with the program has it under the name that the file gives it. Another
/// office's roster may call another unit by the same id.
pub(super) fn unit_on_roster(state: &State, opened: &Opened, bundle: &Bundle) -> Option<EntryId> {
    let (units, _) = ledger::roster::parse(state.pack.roster());
    let wanted = bundle.unit.as_ref()?;
    let named = opened.parcel.about.get(super::vouch::about::UNIT_NAME);
    let (id, unit) = units.into_iter().find(|(id, _)| id == wanted)?;
    named.is_none_or(|name| [&unit.name, &unit.short_name].contains(&name)).then_some(id)
}

/// Whether this book made a file and knows everything in it: it was handed out here and is put back.
pub(super) fn is_own(book: &Book, opened: &Opened, bundle: &Bundle) -> bool {
    let handed_out = book.local.sent.values().any(|sent| sent.content == hex(&opened.content));
    let own_key = || match (opened.signature, book.local.signing_key.parse::<exchange::SigningKey>()) {
        (Signature::Valid { public_key }, Ok(own)) => own.public() == public_key,
        (Signature::Valid { .. }, Err(_)) | (Signature::None, _) => false,
    };
    handed_out || (own_key() && book.foresee(&bundle.entries).nothing_new())
}

/// What a file is that this book cannot open because it is sealed to somebody else; `None` where nothing more is known
/// than that.
pub(super) fn sealed_to_others(state: &State, bytes: &[u8]) -> Option<String> {
    let Some(book) = &state.book else { return Some(text("file.sealed_no_book").to_owned()) };
    let digest = hex(&exchange::digest(bytes));
    let handed_out = book.local.sent.iter().find(|(_, sent)| sent.file == digest);
    let office = book.current_round().map(|(_, round)| round.office.as_str()).unwrap_or_default();
    let office = if expr::says_nothing(office) { text("submit.the_office") } else { office };
    if let Some((stream, sent)) = handed_out {
        let submission = stream.starts_with(super::hand_out::kind(Purpose::Submission));
        let what = text(if submission { "file.what_submission" } else { "file.what_records" });
        let sequence = sent.sequence.to_string();
        return Some(text_with(
            "file.own_sealed",
            &[("what", what), ("sequence", &sequence), ("to", office)],
        ));
    }
    let key = match book.local.profile.role {
        Role::Unit => "file.sealed_unit",
        Role::Inspector => "file.sealed_team",
        Role::Office => return None,
    };
    Some(text_with(key, &[("to", office)]))
}

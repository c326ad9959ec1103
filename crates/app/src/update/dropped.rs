//! Files that are no exchange files, wherever they are dropped: led to the place that reads them, or refused with a word on
//! what they are and what to do with them.

use ledger::Role;
use ledger::roster::Column;
use templates::{text, text_with};

use super::files::refuse;
use super::{letters, own_text, roster};
use crate::command::Command;
use crate::effect::Effect;
use crate::moment::Moment;
use crate::rights;
use crate::route::Route;
use crate::state::State;

/// What a file is, by its first bytes; the name decides between what begins alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// An exchange file, or nothing that is known here.
    Exchange,
    /// A Word file.
    Word,
    /// A spreadsheet.
    Sheet,
    /// A Word file or a spreadsheet of before 2007, or of WPS's own kind.
    Old,
    /// A picture that documents can show.
    Picture,
    /// A page file: PDF or OFD.
    Pages,
    /// A text.
    Text,
}

/// Endings of text files.
const TEXTS: [&str; 3] = ["csv", "tsv", "txt"];

/// What a file is.
pub(super) fn kind(name: &str, bytes: &[u8]) -> Kind {
    let ending = ending(name);
    let begins = |magic: &[u8]| bytes.starts_with(magic);
    let is = |endings: &[&str]| endings.contains(&ending.as_str());
    if bytes.is_empty() || begins(b"ducha-exchange/") {
        Kind::Exchange
    } else if begins(b"%PDF") || (begins(b"PK\x03\x04") && is(&["ofd"])) {
        Kind::Pages
    } else if begins(b"PK\x03\x04") && is(&["xlsx", "xlsm", "et", "ett", "ods"]) {
        Kind::Sheet
    } else if begins(b"PK\x03\x04") && is(&["docx", "docm", "dotx"]) {
        Kind::Word
    } else if begins(&[0xD0, 0xCF, 0x11, 0xE0]) || begins(b"{\\rtf") {
        Kind::Old
    } else if begins(b"\x89PNG") || begins(&[0xFF, 0xD8, 0xFF]) {
        Kind::Picture
    } else if is(&TEXTS) {
        Kind::Text
    } else {
        Kind::Exchange
    }
}

fn ending(name: &str) -> String {
    name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default()
}

/// Leads a file that is no exchange file to where it belongs.
pub(super) fn take(
    state: &mut State,
    name: &str,
    kind: Kind,
    bytes: Vec<u8>,
    moment: &Moment,
) -> Vec<Effect> {
    match kind {
        // Which encoding a text has only the shell can tell; it comes back as a text.
        Kind::Text => vec![Effect::Decode { name: name.to_owned(), bytes }],
        Kind::Word => {
            into_document(state, name, bytes, moment).unwrap_or_else(|| told(state, name, "dropped.word"))
        }
        Kind::Picture if may_edit(state) => own_text::add_picture(state, name, bytes, moment),
        Kind::Picture => told(state, name, "dropped.picture"),
        Kind::Sheet if is_office(state) => told(state, name, "dropped.sheet"),
        Kind::Sheet => told(state, name, "dropped.not_read"),
        Kind::Old => told(state, name, "dropped.old"),
        Kind::Pages | Kind::Exchange => told(state, name, "dropped.not_read"),
    }
}

/// Takes in a text: a roster, or the text of a document.
pub(super) fn take_text(state: &mut State, name: &str, words: &str, moment: &Moment) -> Vec<Effect> {
    let office = is_office(state);
    if office && (state.route == Route::Roster || is_roster(state, words)) {
        state.route = Route::Roster;
        return roster::propose(state, name.to_owned(), words);
    }
    if let Some(effects) = into_document(state, name, words.as_bytes().to_vec(), moment) {
        return effects;
    }
    let key = match (state.book.is_some(), office) {
        (false, _) => "dropped.text_no_book",
        (true, true) => "dropped.text_office",
        (true, false) => "dropped.text",
    };
    told(state, name, key)
}

fn told(state: &mut State, name: &str, key: &'static str) -> Vec<Effect> {
    refuse(state, name, text(key).to_owned())
}

fn is_office(state: &State) -> bool {
    state.book.as_ref().is_some_and(|book| book.local.profile.role == Role::Office)
}

/// Whether the first line of a text names the column of units.
fn is_roster(state: &State, words: &str) -> bool {
    let proposal = state.book.as_ref().map(|book| book.propose_roster(words));
    proposal.is_some_and(|proposal| {
        let names = |wanted: Column| proposal.headings.iter().any(|(_, column)| *column == Some(wanted));
        names(Column::Name) || names(Column::ShortName)
    })
}

fn may_edit(state: &State) -> bool {
    let import = Command::ImportText { name: String::new(), bytes: Vec::new() };
    matches!(state.route, Route::Letter(_)) && rights::may(state, &import)
}

/// Brings the words of a file into the document on screen, after a question where words stand already, or into a new one
/// where the documents are listed; `None` where no document is in sight.
fn into_document(state: &mut State, name: &str, bytes: Vec<u8>, moment: &Moment) -> Option<Vec<Effect>> {
    if may_edit(state) {
        let (_, letter) = letters::on_screen(state)?;
        if expr::says_nothing(&letter.text) {
            return Some(own_text::import(state, name, &bytes, moment));
        }
        return Some(vec![Effect::Ask {
            title: "letter.import",
            message: text_with("letter.import_ask", &[("file", name)]),
            yes: "letter.import_yes",
            command: Box::new(Command::ImportText { name: name.to_owned(), bytes }),
        }]);
    }
    let role = state.book.as_ref()?.local.profile.role;
    if state.route != Route::Letters || !letters::may_write_own(&state.pack, role) {
        return None;
    }
    Some(own_text::begin_from(state, name, &bytes, moment))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_known_by_its_bytes_first() {
        for (name, bytes, is) in [
            ("名册.csv", b"ducha-exchange/1 plain".as_slice(), Kind::Exchange),
            ("名册.CSV", b"\xB5\xA5\xCE\xBB".as_slice(), Kind::Text),
            ("通知.docx", b"PK\x03\x04".as_slice(), Kind::Word),
            ("名册.xlsx", b"PK\x03\x04".as_slice(), Kind::Sheet),
            ("名册.xls", b"\xD0\xCF\x11\xE0".as_slice(), Kind::Old),
            ("图.png", b"\x89PNG\r\n".as_slice(), Kind::Picture),
            ("扫描件.pdf", b"%PDF-1.7".as_slice(), Kind::Pages),
            ("报送.ducha", b"PK\x03\x04".as_slice(), Kind::Exchange),
            ("空.csv", b"".as_slice(), Kind::Exchange),
        ] {
            assert_eq!(kind(name, bytes), is, "{name}");
        }
    }
}

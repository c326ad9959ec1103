//! 自拟公文: a document of the writer's own, typed, pasted or taken from a Word file.

use ledger::{Book, Change, Content, Letter, Picture};
use templates::{Scope, text_with};

use super::compose::fill;
use super::letters::on_screen;
use super::{change, dropped};
use crate::effect::Effect;
use crate::moment::Moment;
use crate::route::Route;
use crate::state::State;
use crate::view::Tone;
use crate::{fields, limits};

/// Format of a document that is begun from a file.
const USUAL_STYLE: &str = "document";

/// Starts an empty document in a format and opens it.
pub(super) fn begin(state: &mut State, style: &str, moment: &Moment) -> Vec<Effect> {
    let Some(book) = state.book.as_mut() else { return Vec::new() };
    let round = book.current_round().map(|(id, _)| id.clone()).unwrap_or_default();
    let mut letter = Letter { round, ..Letter::default() };
    // The template makes the mark of the format.
    letter.head.insert("style".to_owned(), style.into());
    let Some(blank) = state.pack.letter_about(Scope::Free) else { return Vec::new() };
    if let Err(error) = fill(state, blank, &mut letter, moment) {
        state.say(Tone::Bad, error.message());
        return Vec::new();
    }
    for (key, value) in [("style", style), ("kind", fields::usual_kind(style))] {
        letter.head.insert(key.to_owned(), value.into());
    }
    let Some(book) = state.book.as_mut() else { return Vec::new() };
    let id = book.make_id("letter");
    state.route = Route::Letter(id.clone());
    change(state, Change::Put { id, content: Box::new(Content::Letter(Box::new(letter))) }, moment)
}

/// Starts a document of one's own with the text of a file; nothing is begun when the file cannot be read.
pub(super) fn begin_from(state: &mut State, name: &str, bytes: &[u8], moment: &Moment) -> Vec<Effect> {
    if let Err(error) = read(name, bytes) {
        refuse(state, name, &error);
        return Vec::new();
    }
    let mut effects = begin(state, USUAL_STYLE, moment);
    if !effects.is_empty() {
        state.refresh();
        effects.extend(import(state, name, bytes, moment));
    }
    effects
}

fn refuse(state: &mut State, name: &str, error: &import_docx::ImportError) {
    state.say(Tone::Bad, text_with("import.refused", &[("file", name), ("reason", &error.message())]));
}

/// The text of a Word file, or of a text file whose text is in UTF-8 by now.
fn read(name: &str, bytes: &[u8]) -> Result<import_docx::Imported, import_docx::ImportError> {
    match std::str::from_utf8(bytes) {
        Ok(text) if dropped::kind(name, bytes) == dropped::Kind::Text => {
            let text = text.trim_start_matches('\u{FEFF}').replace("\r\n", "\n").replace('\r', "\n");
            Ok(import_docx::Imported { text, ..import_docx::Imported::default() })
        }
        Ok(_) | Err(_) => import_docx::text(bytes),
    }
}

/// Replaces the text of the letter on screen by that of a file, with its pictures.
pub(super) fn import(state: &mut State, name: &str, bytes: &[u8], moment: &Moment) -> Vec<Effect> {
    match read(name, bytes) {
        Err(error) => {
            refuse(state, name, &error);
            Vec::new()
        }
        Ok(imported) if imported.text.len() > limits::TEXT => {
            state.say_term(Tone::Bad, "notice.text_too_long");
            Vec::new()
        }
        Ok(imported) => {
            let text = document::text::widths_in_words(&imported.text);
            let effects = put(state, Some(text), &imported.pictures, moment);
            if let Some(open) = state.open_letter.as_mut().filter(|_| !effects.is_empty()) {
                open.imported = imported.notices.iter().map(import_docx::Notice::message).collect();
                state.say(Tone::Good, text_with("import.done", &[("file", name)]));
            }
            effects
        }
    }
}

/// Adds a picture to the letter on screen; the text shows it at its end unless it names it already.
pub(super) fn add_picture(state: &mut State, name: &str, bytes: Vec<u8>, moment: &Moment) -> Vec<Effect> {
    if let Err(refusal) = document::picture::inspect(&bytes) {
        let facts = [("name", name), ("reason", refusal.message())];
        state.say(Tone::Bad, text_with("letter.picture_left_out", &facts));
        return Vec::new();
    }
    let Some((_, letter)) = on_screen(state) else { return Vec::new() };
    let mark = format!("【图：{name}】");
    let text = (!letter.text.contains(&mark)).then(|| format!("{}\n{mark}\n", letter.text.trim_end()));
    put(state, text, &[(name.to_owned(), bytes)], moment)
}

/// Writes text and pictures of the letter on screen as one change.
fn put(
    state: &mut State,
    text: Option<String>,
    pictures: &[(String, Vec<u8>)],
    moment: &Moment,
) -> Vec<Effect> {
    let Some((id, mut letter)) = on_screen(state) else { return Vec::new() };
    let Some(book) = state.book.as_mut() else { return Vec::new() };
    if letter.state == ledger::LetterState::Issued {
        state.say_term(Tone::Warn, "letter.issued_locked");
        return Vec::new();
    }
    let mut changes = Vec::new();
    let mut room = limits::PICTURES.saturating_sub(pictures_stored(book));
    let mut left_out = false;
    for (name, bytes) in pictures {
        // What is no picture is told about where the text shows it.
        if document::picture::inspect(bytes).is_err() {
            continue;
        }
        left_out |= bytes.len() > room;
        if bytes.len() > room {
            continue;
        }
        room -= bytes.len();
        let picture = book.make_id("picture");
        letter.pictures.insert(name.clone(), picture.clone());
        let content = Box::new(Content::Picture(Picture::new(bytes)));
        changes.push(Change::Put { id: picture, content });
    }
    letter.text = text.unwrap_or(letter.text);
    changes.push(Change::Put { id, content: Box::new(Content::Letter(Box::new(letter))) });
    if left_out {
        state.say_term(Tone::Warn, "letter.pictures_full");
    }
    change(state, Change::Several { changes }, moment)
}

/// Bytes of all pictures a book keeps, those of earlier versions too.
fn pictures_stored(book: &Book) -> usize {
    let versions = book.entries.values().flat_map(|entry| entry.versions.values());
    let stored = |content: &Content| {
        if let Content::Picture(picture) = content { picture.stored_len() / 4 * 3 } else { 0 }
    };
    versions.map(|version| stored(&version.content)).sum()
}

//! What speaks against issuing a document: days that contradict each other, what it rests on and is not finished, days
//! that nobody has confirmed.

mod days;
pub(crate) mod entries;
mod grounds;

use ledger::{Book, EntryId, Letter};
use templates::Pack;

use crate::forms::CompiledForms;

/// Something that speaks against issuing a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// Whether it forbids issuing; otherwise a person may decide to issue all the same.
    pub forbids: bool,
    /// What it is and what to do.
    pub words: String,
}

impl Doubt {
    pub(crate) fn question(words: String) -> Self {
        Self { forbids: false, words }
    }

    fn refusal(words: String) -> Self {
        Self { forbids: true, words }
    }
}

/// Everything that speaks against issuing a document today. What another organ issued and sent is not looked at here.
pub(crate) fn of(
    pack: &Pack,
    book: &Book,
    compiled: &mut CompiledForms,
    (id, letter): (&EntryId, &Letter),
    today: expr::Date,
) -> Vec<Doubt> {
    let template = pack.letter(ledger::book::form_name(&letter.letter)).ok();
    let about = template.as_ref().map(|template| &template.about);
    let inputs = about.map(|about| about.inputs.as_slice()).unwrap_or_default();
    let mut doubts = entries::of(book, id, letter, inputs);
    doubts.extend(grounds::unfinished(pack, book, compiled, letter, today));
    doubts.extend(days::of(pack.kinds(), book, letter, about, today));
    doubts.extend(grounds::told_before(book, (id, letter), about));
    doubts.extend(grounds::untold(pack.kinds(), book, letter, about));
    doubts.extend(grounds::left_out(pack.kinds(), book, letter, about));
    doubts
}

/// Why these working papers cannot become a document yet, in words; `None` when all of them can.
pub(crate) fn unfinished(
    pack: &Pack,
    book: &Book,
    compiled: &mut CompiledForms,
    papers: &[EntryId],
    today: expr::Date,
) -> Option<String> {
    let words = grounds::of_papers(pack, book, compiled, papers, today);
    (!words.is_empty()).then(|| words.join("\n"))
}

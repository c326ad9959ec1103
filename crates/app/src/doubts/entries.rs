//! What was typed into a document's head and its questions: days that are none, a number that is another document's.

use document::Date;
use ledger::{Book, EntryId, Letter};
use proof::{Finding, Place, Severity, Span};
use serde_json::Value;
use templates::{Input, Pack, text, text_with};

use super::Doubt;

/// Days of the head, with the term of their label.
const DAYS: [(&str, &str); 2] = [("dated", "letter.dated"), ("printed", "letter.printed")];

/// A day that was typed and is none: the key in the head, `None` for a question of the template, and words.
struct Wrong {
    key: Option<&'static str>,
    value: String,
    words: String,
}

/// What is wrong with the answer to a question of the template; `None` when nothing is.
pub(crate) fn wrong_answer(input: &Input, letter: &Letter) -> Option<String> {
    let value = letter.inputs.get(&input.id).filter(|_| input.kind == "date")?.as_str()?;
    is_wrong(value).then(|| text_with("letter.no_day", &[("part", &input.label), ("value", value)]))
}

/// Whether a text stands for a day and is none.
pub(crate) fn is_wrong(value: &str) -> bool {
    !value.trim().is_empty() && value.parse::<Date>().is_err()
}

fn wrong_days(letter: &Letter, inputs: &[Input]) -> Vec<Wrong> {
    let of_head = DAYS.iter().filter_map(|(key, term)| {
        let value = letter.head.get(*key).and_then(Value::as_str).filter(|value| is_wrong(value))?;
        let words = text_with("letter.no_day", &[("part", text(term)), ("value", value)]);
        Some(Wrong { key: Some(key), value: value.to_owned(), words })
    });
    let of_inputs = inputs.iter().filter_map(|input| {
        Some(Wrong { key: None, value: String::new(), words: wrong_answer(input, letter)? })
    });
    of_head.chain(of_inputs).collect()
}

/// Days that forbid issuing, and a number that is asked about.
pub(super) fn of(book: &Book, id: &EntryId, letter: &Letter, inputs: &[Input]) -> Vec<Doubt> {
    let wrong = wrong_days(letter, inputs).into_iter().map(|wrong| Doubt::refusal(wrong.words));
    wrong.chain(same_number(book, id, letter).map(Doubt::question)).collect()
}

/// The same as findings of proof-reading, in reading order.
pub(crate) fn findings(pack: &Pack, book: &Book, id: &EntryId, letter: &Letter) -> Vec<Finding> {
    let template = pack.letter(ledger::book::form_name(&letter.letter)).ok();
    let inputs = template.map(|template| template.about.inputs.clone()).unwrap_or_default();
    let at = |key: &'static str, value: &str| {
        let range = Span { start: 0, end: value.chars().count() };
        Place::Head { key, index: 0, range }
    };
    let finding = |rule, severity, place, message| Finding { rule, severity, place, message, fix: None };
    let wrong = wrong_days(letter, &inputs).into_iter().map(|wrong| {
        let place = wrong.key.map_or(Place::Whole, |key| at(key, &wrong.value));
        finding("FD-01", Severity::Error, place, wrong.words)
    });
    let same = same_number(book, id, letter).map(|words| {
        let place =
            at("document_number", letter.head.get("document_number").and_then(Value::as_str).unwrap_or(""));
        finding("FD-02", Severity::Warning, place, words)
    });
    wrong.chain(same).collect()
}

/// Names another document of the book that has the same number.
fn same_number(book: &Book, id: &EntryId, letter: &Letter) -> Option<String> {
    let number = number(letter);
    if number.is_empty() {
        return None;
    }
    let (_, other) = book.letters().find(|(other, has)| *other != id && self::number(has) == number)?;
    let head = |letter: &Letter, key: &str| {
        letter.head.get(key).and_then(Value::as_str).unwrap_or_default().replace('\n', "")
    };
    let facts = [
        ("number", head(letter, "document_number")),
        ("title", head(other, "title")),
        ("state", other.state.label().to_owned()),
    ];
    Some(text_with("doubt.same_number", &facts.each_ref().map(|(name, value)| (*name, value.as_str()))))
}

/// A document's number as it is compared: without blanks, in half width, with one kind of brackets.
fn number(letter: &Letter) -> String {
    let number = letter.head.get("document_number").and_then(Value::as_str).unwrap_or_default();
    let plain = |c: char| match c {
        '〔' | '［' | '【' | '（' | '(' => '[',
        '〕' | '］' | '】' | '）' | ')' => ']',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        _ => c,
    };
    number.chars().filter(|c| !c.is_whitespace() && !expr::invisible(*c)).map(plain).collect()
}

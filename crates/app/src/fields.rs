//! Fields of a document's head: what people call them, how they are filled, and in which formats they are usual.

use ledger::Letter;
use serde_json::Value;

/// How a field is filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A line.
    Text,
    /// Several lines.
    Long,
    /// One name per line.
    List,
    /// A day.
    Date,
    /// One of these: value and term of its words. The first one is what an empty field means.
    Choice(&'static [(&'static str, &'static str)]),
    /// Yes or no.
    Flag,
}

/// A field.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Field {
    /// Key in the head.
    pub(crate) key: &'static str,
    /// Term of its label.
    pub(crate) label: &'static str,
    /// How it is filled.
    pub(crate) kind: Kind,
    /// Style sheets whose documents usually have it; elsewhere it is shown on demand, or when it is filled.
    styles: &'static [&'static str],
}

/// Formats a document can have: style sheet and term of its name.
pub(crate) const STYLES: &[(&str, &str)] = &[
    ("document", "format.document"),
    ("upward", "format.upward"),
    ("letter", "format.letter"),
    ("minutes", "format.minutes"),
    ("bulletin", "format.bulletin"),
    ("order", "format.order"),
];
const URGENCIES: &[(&str, &str)] =
    &[("", "letter.urgency_none"), ("特急", "letter.urgency_extra"), ("加急", "letter.urgency_urgent")];
const MARKINGS: &[(&str, &str)] =
    &[("", "letter.marking_none"), ("内部", "letter.marking_internal"), ("工作秘密", "letter.marking_work")];
const SEALS: &[(&str, &str)] =
    &[("sealed", "letter.seal_sealed"), ("unsealed", "letter.seal_unsealed"), ("chop", "letter.seal_chop")];

const EVERY: &[&str] = &["document", "upward", "letter", "minutes", "bulletin", "order"];
const SENT: &[&str] = &["document", "upward", "letter"];
const SEALED: &[&str] = &["document", "upward", "letter", "order"];
const PRINTED: &[&str] = &["document", "upward", "minutes", "bulletin"];
const MINUTES: &[&str] = &["minutes"];
const BULLETIN: &[&str] = &["bulletin"];

/// All fields, in the order people fill them.
const FIELDS: [Field; 30] = [
    field("title", "letter.title", Kind::Text, EVERY),
    field("addressees", "letter.addressees", Kind::List, SENT),
    field("document_number", "letter.document_number", Kind::Text, SEALED),
    field("style", "letter.style", Kind::Choice(STYLES), EVERY),
    field("kind", "letter.kind", Kind::Text, &[]),
    field("issuer_mark", "letter.issuer_mark", Kind::List, EVERY),
    field("issue", "letter.issue_number", Kind::Text, &["minutes", "bulletin"]),
    field("signatories", "letter.signatories", Kind::List, &["upward"]),
    field("urgency", "letter.urgency", Kind::Choice(URGENCIES), SENT),
    field("marking", "letter.marking", Kind::Choice(MARKINGS), &["document", "upward", "letter", "bulletin"]),
    field("copy_number", "letter.copy_number", Kind::Text, &[]),
    field("present", "letter.present", Kind::List, MINUTES),
    field("absent", "letter.absent", Kind::List, MINUTES),
    field("observers", "letter.observers", Kind::List, MINUTES),
    field("editor_note", "letter.editor_note", Kind::Long, BULLETIN),
    field("issuers", "letter.issuers", Kind::List, EVERY),
    field("seal", "letter.seal", Kind::Choice(SEALS), SEALED),
    field("proxy_seal", "letter.proxy_seal", Kind::Flag, SENT),
    field("signer_title", "letter.signer_title", Kind::List, &["order"]),
    field("dated", "letter.dated", Kind::Date, EVERY),
    field("attachments", "letter.attachments", Kind::List, SENT),
    field("note", "letter.note", Kind::Text, &["document", "upward"]),
    field("to_imprint", "letter.to_imprint", Kind::List, &[]),
    field("report_to", "letter.report_to", Kind::List, BULLETIN),
    field("send_to", "letter.send_to", Kind::List, BULLETIN),
    field("distribute_to", "letter.distribute_to", Kind::List, BULLETIN),
    field("cc", "letter.cc", Kind::List, &["document", "upward", "letter", "minutes"]),
    field("printer", "letter.printer", Kind::Text, PRINTED),
    field("printed", "letter.printed", Kind::Date, PRINTED),
    field("copies", "letter.copies", Kind::Text, BULLETIN),
];

const fn field(key: &'static str, label: &'static str, kind: Kind, styles: &'static [&'static str]) -> Field {
    Field { key, label, kind, styles }
}

/// 文种 a document of a format usually is.
pub(crate) fn usual_kind(style: &str) -> &'static str {
    match style {
        "upward" => "报告",
        "letter" => "函",
        "minutes" => "纪要",
        "bulletin" => "简报",
        "order" => "命令",
        _ => "通知",
    }
}

/// All fields.
pub(crate) fn all() -> impl Iterator<Item = &'static Field> {
    FIELDS.iter()
}

/// The field of a key.
pub(crate) fn of(key: &str) -> Option<&'static Field> {
    all().find(|field| field.key == key)
}

/// Fields whose text names people; whoever masks a document learns their names from these.
const PEOPLE: [&str; 5] = ["signatories", "present", "absent", "observers", "note"];

impl Field {
    /// Whether its text names people.
    pub(crate) fn names_people(&self) -> bool {
        PEOPLE.contains(&self.key)
    }

    /// Whether the letter shows it without being asked: usual in its format, or filled.
    pub(crate) fn shown(&self, letter: &Letter) -> bool {
        let style = letter.head.get("style").and_then(Value::as_str).unwrap_or("document");
        let chop = letter.head.get("seal").and_then(Value::as_str) == Some("chop");
        let always = self.key == "title" || self.styles.contains(&style);
        // Format and 文种 are always filled by the template; that alone does not make them worth a row.
        let incidental = ["style", "kind"].contains(&self.key);
        always
            || (self.key == "signer_title" && chop)
            || (!incidental && letter.head.get(self.key).is_some_and(filled))
    }

    /// What is stored when people write this.
    pub(crate) fn value(&self, written: &str) -> Value {
        match self.kind {
            Kind::List => written.lines().map(Value::from).collect::<Vec<_>>().into(),
            Kind::Flag => Value::Bool(written == "true"),
            Kind::Text | Kind::Long | Kind::Date | Kind::Choice(_) => Value::from(written),
        }
    }
}

fn filled(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(flag) => *flag,
        Value::String(text) => !text.trim().is_empty(),
        Value::Array(list) => list.iter().any(filled),
        Value::Number(_) | Value::Object(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every field people can fill is one the document knows, and the other way round.
    #[test]
    fn the_fields_are_those_of_a_head() {
        let head = serde_json::to_value(document::HeadFields::default()).unwrap();
        let mut known: Vec<String> = head.as_object().unwrap().keys().cloned().collect();
        let mut asked: Vec<String> = all().map(|field| field.key.to_owned()).collect();
        known.sort();
        asked.sort();
        assert_eq!(asked, known);
    }

    /// Labels that sound like a person, of fields that hold none.
    const EXCUSED: [&str; 1] = ["signer_title"];

    /// What sounds like a person is where names are learned from.
    #[test]
    fn a_field_of_the_head_that_names_a_person_is_declared() {
        let pack = templates::Pack::shipped();
        for field in all() {
            let label = templates::text(field.label);
            let sounds = pack.redaction().unwrap().sounds_like_people(label);
            assert!(
                !sounds || field.names_people() || EXCUSED.contains(&field.key),
                "{}: {label}",
                field.key
            );
        }
    }

    #[test]
    fn a_field_out_of_place_is_shown_when_it_is_filled() {
        let mut letter = Letter::default();
        letter.head.insert("style".to_owned(), "minutes".into());
        let shown = |letter: &Letter, key: &str| of(key).unwrap().shown(letter);
        assert!(shown(&letter, "present") && !shown(&letter, "signatories") && !shown(&letter, "seal"));
        letter.head.insert("signatories".to_owned(), vec!["张三"].into());
        assert!(shown(&letter, "signatories"));
    }
}

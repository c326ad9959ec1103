//! Which part the records of a form play in a round, and what single answers on them mean. The forms say it.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::Kinds;
use crate::content::Record;
use crate::finding::answer_text;

/// A part in a round that one form plays: what units, teams and the office do with its records is built in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// 自查: each unit fills one in and hands it in.
    SelfCheck,
    /// 核查: a self-check is gone through item by item.
    Verification,
    /// 问题: one matter that was found.
    Finding,
    /// 整改: what becomes of a finding.
    Rectification,
}

/// What an answer means to the book, whatever its words are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Meaning {
    /// The finding goes to its unit, which has to put it right.
    Feedback,
    /// The finding is a suggestion to those who make the rules (R6).
    Suggestion,
    /// The finding was made before.
    Recurrent,
    /// The finding is serious.
    Serious,
    /// The finding is grave.
    Grave,
    /// The finding was put right while the team was there.
    AtOnce,
    /// The finding was verified and closed.
    Closed,
    /// Its unit asks for the finding to be closed (申请销号).
    Applied,
    /// The product itself fills it in: whoever left it has said nothing.
    Unsaid,
}

/// Answers by field; any of them means it.
pub type Answers = BTreeMap<String, BTreeSet<String>>;

/// What answers of a kind mean.
pub type Says = BTreeMap<Meaning, Answers>;

impl Kinds {
    /// The name of the form that plays a part; empty when none does, and then no record is of it.
    #[must_use]
    pub fn form(&self, part: Part) -> &str {
        let own = self.0.iter().find(|(_, kind)| kind.part == Some(part));
        own.map(|(form, _)| form.as_str()).unwrap_or_default()
    }

    /// Whether the records of a form play a part.
    #[must_use]
    pub fn plays(&self, form: &str, part: Part) -> bool {
        self.of(form).is_some_and(|kind| kind.part == Some(part))
    }

    /// The template of the document that is drafted because of records of a part: of findings the one that tells them, of
    /// self-checks the one that asks for them. Empty when there is none.
    #[must_use]
    pub fn letter(&self, part: Part) -> &str {
        let kind = self.0.values().find(|kind| kind.part == Some(part));
        kind.and_then(|kind| kind.letter.as_deref()).unwrap_or_default()
    }

    /// Everything that a record says, in the words of its form.
    #[must_use]
    pub fn meanings(&self, record: &Record) -> BTreeSet<Meaning> {
        let says = self.of(&record.form).into_iter().flat_map(|kind| kind.says.keys());
        says.copied().filter(|meaning| self.says(record, *meaning)).collect()
    }

    /// Whether a record says something, in the words of its form.
    #[must_use]
    pub fn says(&self, record: &Record, meaning: Meaning) -> bool {
        let answers = self.answers(&record.form, meaning);
        answers.into_iter().flatten().any(|(field, words)| words.contains(&answer_text(record, field)))
    }

    /// Whether an answer of a field means something. A field of catalogue items is named by its end (`{id}_verdict`).
    #[must_use]
    pub fn means(&self, form: &str, field: &str, answer: &str, meaning: Meaning) -> bool {
        let is_it =
            |named: &str| named.strip_prefix("{id}").map_or(field == named, |end| field.ends_with(end));
        let answers = self.answers(form, meaning).into_iter().flatten();
        answers.into_iter().any(|(named, words)| is_it(named) && words.contains(answer))
    }

    fn answers(&self, form: &str, meaning: Meaning) -> Option<&Answers> {
        self.of(form)?.says.get(&meaning)
    }
}

/// The parts as the shipped forms play them.
#[cfg(test)]
pub(crate) fn shipped() -> Kinds {
    let forms = [
        include_str!("../../../../templates/forms/self-check.json"),
        include_str!("../../../../templates/forms/verification.json"),
        include_str!("../../../../templates/forms/working-paper.json"),
        include_str!("../../../../templates/forms/rectification.json"),
    ];
    let read = |text: &str| {
        let form: serde_json::Value = serde_json::from_str(text).unwrap();
        let name = crate::book::form_name(form["form"].as_str().unwrap()).to_owned();
        (name, serde_json::from_value(form["kind"].clone()).unwrap())
    };
    forms.map(read).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::super::Kind;
    use super::*;

    fn kinds() -> Kinds {
        let kind: Kind = serde_json::from_str(
            r#"{"part": "verification", "letter": "notice", "says": {
                "closed": {"state": ["办结"], "end": ["是"]}, "unsaid": {"{id}_verdict": ["未看"]}}}"#,
        )
        .unwrap();
        [("look".to_owned(), kind)].into_iter().collect()
    }

    #[test]
    fn the_form_says_which_part_it_plays_and_what_its_answers_mean() {
        let kinds = kinds();
        assert_eq!((kinds.form(Part::Verification), kinds.form(Part::Finding)), ("look", ""));
        assert_eq!((kinds.letter(Part::Verification), kinds.letter(Part::SelfCheck)), ("notice", ""));
        assert!(kinds.plays("look/2", Part::Verification) && !kinds.plays("look/2", Part::SelfCheck));
        let record = |field: &str, word: &str| Record {
            form: "look/1".into(),
            answers: [(field.to_owned(), word.into())].into(),
            ..Record::default()
        };
        assert!(kinds.says(&record("state", " 办结 "), Meaning::Closed));
        assert!(kinds.says(&record("end", "是"), Meaning::Closed));
        assert!(!kinds.says(&record("end", "办结"), Meaning::Closed), "a word of another field");
        assert!(!kinds.says(&record("state", "办结"), Meaning::Grave), "nothing means it");
        assert!(kinds.means("look/1", "a01_verdict", "未看", Meaning::Unsaid));
        assert!(!kinds.means("look/1", "a01_verdict", "看过", Meaning::Unsaid));
        assert!(!kinds.means("other/1", "a01_verdict", "未看", Meaning::Unsaid));
    }
}

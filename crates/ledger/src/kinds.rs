//! Kinds of records: what the records of a form mean to the book. The forms say it (their `kind` block); the book knows kinds
//! and never a form by its name.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::book::{Book, form_name};
use crate::content::{Content, Record};
use crate::entry::EntryId;
use crate::finding::answer_text;
use crate::life::cycle::Cycle;
use crate::merge::Purpose;

mod meanings;

#[cfg(test)]
pub(crate) use meanings::shipped;
pub use meanings::{Answers, Meaning, Part, Says};

/// What records of one form mean.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Kind {
    /// What its records are about.
    pub subject: Subject,
    /// Where its records are shown.
    pub place: Place,
    /// How its records are numbered (记录编号); absent means that they have no numbers.
    pub number: Option<NumberPattern>,
    /// Fields that say on which day a record's matter happened; the first one that is filled in counts.
    pub day: Vec<String>,
    /// Name of this way of supervising, for letters; absent means that the records show none.
    pub method: Option<String>,
    /// As what a finished record counts; absent means that it is no inspection.
    pub counts: Option<Counts>,
    /// Place among the other kinds in letters and lists.
    pub order: u32,
    /// States its records go through by decisions; absent means that a record is filled in and finished, no more.
    pub life: Option<Cycle>,
    /// Purposes of exchange files that carry its records and what was decided about them, as far as the authority table
    /// lets their senders; absent means those that teams hand to the office.
    pub travels: Option<BTreeSet<Purpose>>,
    /// Whether a record goes to its unit with the document that tells of it (问题 in a feedback letter) and not by itself.
    pub told: bool,
    /// Whether the records leave a book in a file sealed to the office's key and in no other.
    pub confidential: bool,
    /// The part that its records play in a round, which only one form plays; absent for all others.
    pub part: Option<Part>,
    /// The template of the document that is drafted because of such records: it tells findings, or asks for self-checks.
    pub letter: Option<String>,
    /// What single answers mean.
    pub says: Says,
}

/// What a record is about: a unit in a year, a year, or neither.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Subject {
    /// One unit in one round.
    #[default]
    Unit,
    /// A whole round (课题研究): its records name no unit.
    Round,
    /// Neither (督查人员库): its records outlive the years.
    Nothing,
}

/// Where the records of a kind are shown.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(from = "String")]
pub enum Place {
    /// 自查填报.
    Fill,
    /// 核查, beside the self-check.
    Verify,
    /// 整改台账.
    Rectification,
    /// A register, by its name.
    Register(String),
}

/// The register of records that belong to no other.
const COMMON_REGISTER: &str = "records";

impl Default for Place {
    fn default() -> Self {
        Self::Register(COMMON_REGISTER.to_owned())
    }
}

impl From<String> for Place {
    fn from(name: String) -> Self {
        match name.as_str() {
            "fill" => Self::Fill,
            "verify" => Self::Verify,
            "rectification" => Self::Rectification,
            _ => Self::Register(name),
        }
    }
}

impl Place {
    /// Its name, as a form writes it.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Fill => "fill",
            Self::Verify => "verify",
            Self::Rectification => "rectification",
            Self::Register(name) => name,
        }
    }
}

/// As what an inspection record counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Counts {
    /// Supervision that goes on all year and is no visit (日常督查).
    Daily,
    /// A review of papers (书面督查).
    Desk,
    /// A team was on site (实地督查).
    OnSite,
}

/// How records of a kind are numbered, such as `话-{year}-{unit}-{n}`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct NumberPattern(String);

/// What a pattern may name.
const NAMES: [&str; 3] = ["year", "unit", "n"];

impl TryFrom<String> for NumberPattern {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let named = text.split('{').skip(1).map(|rest| rest.split('}').next().unwrap_or_default());
        if let Some(unknown) = named.clone().find(|name| !NAMES.contains(name)) {
            let nearest = expr::nearest(unknown, NAMES.into_iter()).unwrap_or("n");
            return Err(format!("number: unknown {{{unknown}}}, did you mean {{{nearest}}}"));
        }
        if named.filter(|name| *name == "n").count() != 1 {
            return Err("number: {n} stands in it once".to_owned());
        }
        Ok(Self(text))
    }
}

impl NumberPattern {
    /// Whether `{name}` stands in it.
    #[must_use]
    pub fn names(&self, name: &str) -> bool {
        self.0.contains(&format!("{{{name}}}"))
    }

    /// What stands before and after the running number.
    fn around(&self, year: i32, unit: &str) -> (String, String) {
        let filled = |part: &str| part.replace("{year}", &year.to_string()).replace("{unit}", unit);
        let (before, after) = self.0.split_once("{n}").unwrap_or((&self.0, ""));
        (filled(before), filled(after))
    }

    /// A number of the series.
    #[must_use]
    pub fn number(&self, year: i32, unit: &str, n: usize) -> String {
        let (before, after) = self.around(year, unit);
        format!("{before}{n:02}{after}")
    }
}

/// All kinds, by the names of their forms.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Kinds(BTreeMap<String, Kind>);

impl FromIterator<(String, Kind)> for Kinds {
    fn from_iter<I: IntoIterator<Item = (String, Kind)>>(kinds: I) -> Self {
        Self(kinds.into_iter().collect())
    }
}

impl Kinds {
    /// The kind of a form, whatever its version; `None` when no form of that name is known.
    #[must_use]
    pub fn of(&self, form: &str) -> Option<&Kind> {
        self.0.get(form_name(form))
    }

    /// Where the records of a form are shown. Those of an unknown form stand among the other records.
    #[must_use]
    pub fn place(&self, form: &str) -> Place {
        self.of(form).map(|kind| kind.place.clone()).unwrap_or_default()
    }

    /// Whether the records of a form stand in a register. Those of an unknown form stand in the common one.
    #[must_use]
    pub fn is_in(&self, register: &str, form: &str) -> bool {
        let place = |kind: &Kind| matches!(&kind.place, Place::Register(name) if name == register);
        self.of(form).map_or(register == COMMON_REGISTER, place)
    }

    /// Whether the records of a form stand in the register of inspection records (督查记录).
    #[must_use]
    pub fn is_common(&self, form: &str) -> bool {
        self.is_in(COMMON_REGISTER, form)
    }

    /// The life cycle of the records of a form; `None` when they are filled in and finished, no more.
    #[must_use]
    pub fn life(&self, form: &str) -> Option<&Cycle> {
        self.of(form)?.life.as_ref()
    }

    /// Whether files of a purpose carry records of a form and what was decided about them. Of a form that is not known
    /// nobody can say that they do not.
    #[must_use]
    pub fn travels(&self, form: &str, purpose: Purpose) -> bool {
        let Some(kind) = self.of(form) else { return true };
        kind.travels.as_ref().map_or(purpose == Purpose::Records, |purposes| purposes.contains(&purpose))
    }

    /// Whether records of a form are sent to their unit as they are.
    #[must_use]
    pub fn is_sent(&self, form: &str) -> bool {
        self.travels(form, Purpose::Feedback) && self.of(form).is_none_or(|kind| !kind.told)
    }

    /// What records of a form are about; those of an unknown form are about a unit.
    #[must_use]
    pub fn subject(&self, form: &str) -> Subject {
        self.of(form).map(|kind| kind.subject).unwrap_or_default()
    }

    /// As what records of a form count; `None` when they are no inspections.
    #[must_use]
    pub fn counts(&self, form: &str) -> Option<Counts> {
        self.of(form)?.counts
    }

    /// All of them in their order, each with the name of its form.
    #[must_use]
    pub fn in_order(&self) -> Vec<(&str, &Kind)> {
        let mut all: Vec<(&str, &Kind)> = self.0.iter().map(|(form, kind)| (form.as_str(), kind)).collect();
        all.sort_by_key(|(form, kind)| (kind.order, *form));
        all
    }

    /// The day a record is about, `YYYY-MM-DD`; empty when it gives none.
    #[must_use]
    pub fn day(&self, record: &Record) -> String {
        let fields = self.of(&record.form).map(|kind| kind.day.as_slice()).unwrap_or_default();
        let mut days = fields.iter().map(|field| answer_text(record, field));
        days.find(|day| day.parse::<expr::Date>().is_ok()).unwrap_or_default()
    }

    /// The next free number for a record of a form: one more than the highest any record of the unit and round ever had in
    /// this book, removed ones too. Empty when the kind has no numbers.
    #[must_use]
    pub fn next_number(&self, book: &Book, form: &str, round: &EntryId, unit: &EntryId) -> String {
        let Some(pattern) = self.of(form).and_then(|kind| kind.number.as_ref()) else { return String::new() };
        let year = book.round(round).map_or(0, |round| round.year);
        let name = book.unit(unit).map_or_else(|| unit.to_string(), |unit| unit.short_name.clone());
        let (before, after) = pattern.around(year, &name);
        let running = |number: &str| -> Option<usize> {
            number.strip_prefix(&before)?.strip_suffix(&after)?.parse().ok()
        };
        let number = |content: &Content| {
            if let Content::Record(record) = content { running(&record.number) } else { None }
        };
        let versions = book.entries.values().flat_map(|entry| entry.versions.values());
        let used = versions.filter_map(|version| number(&version.content));
        let void = book.local.void_numbers.iter().filter_map(|number| running(number));
        let highest = used.chain(void).max().unwrap_or(0);
        pattern.number(year, &name, highest.saturating_add(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::{Round, Unit};
    use crate::{Change, Content};

    fn kinds(number: &str) -> Kinds {
        let pattern = NumberPattern::try_from(number.to_owned()).unwrap();
        let kind = Kind { number: Some(pattern), ..Kind::default() };
        [("phone-call".to_owned(), kind)].into_iter().collect()
    }

    fn put(book: &mut Book, id: &str, content: Content) {
        let edit = book.edit(String::new(), Change::Put { id: id.into(), content: Box::new(content) });
        book.apply(&edit).unwrap();
    }

    #[test]
    fn a_number_is_never_given_twice() {
        let (mut book, kinds) = (Book::default(), kinds("话-{year}-{unit}-{n}"));
        put(&mut book, "unit-1", Content::Unit(Unit { short_name: "金属所".into(), ..Unit::default() }));
        put(&mut book, "round-1", Content::Round(Box::new(Round { year: 2026, ..Round::default() })));
        let (round, unit) = ("round-1".into(), "unit-1".into());
        for (id, wanted) in [("a-1", "话-2026-金属所-01"), ("a-2", "话-2026-金属所-02")] {
            let number = kinds.next_number(&book, "phone-call/1", &round, &unit);
            assert_eq!(number, wanted);
            let record = Record { form: "phone-call/1".into(), number, ..Record::default() };
            put(&mut book, id, Content::Record(record));
        }
        put(&mut book, "a-1", Content::Removed);
        put(&mut book, "a-2", Content::Removed);
        assert_eq!(kinds.next_number(&book, "phone-call/1", &round, &unit), "话-2026-金属所-03");
        assert_eq!(kinds.next_number(&book, "hearing/1", &round, &unit), "");
    }

    #[test]
    fn a_pattern_names_what_there_is_and_the_running_number_once() {
        for (pattern, reason) in [("话-{yaer}-{n}", "{year}"), ("话-{year}", "once"), ("{n}{n}", "once")] {
            let error = NumberPattern::try_from(pattern.to_owned()).unwrap_err();
            assert!(error.contains(reason), "{error}");
        }
    }
}

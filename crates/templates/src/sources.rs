//! What queries may go through and which names it has: the forms, the letters, the units.

use std::collections::{BTreeMap, BTreeSet};

use form::{Definition, Field};
use ledger::Kinds;
use ledger::kinds::Counts;
use serde_json::Value;

/// The units as a source.
pub(crate) const UNIT: &str = "unit";
/// Every kind of record as a source.
const ALL: &str = "*";

/// Links that every record has.
pub(crate) const LINKS: [&str; 3] = ["about", "round", "unit"];

/// Names of every record beside its answers.
const OF_RECORDS: [&str; 23] = [
    "about",
    "author",
    "closed",
    "counted",
    "counts",
    "day",
    "due",
    "events",
    "figures",
    "finished",
    "id",
    "kind",
    "links",
    "method",
    "number",
    "place",
    "round",
    "state",
    "submitted_on",
    "takes_part",
    "title",
    "told",
    "unit",
];
/// More of them: what orders kinds, and the version that is shown.
const MORE_OF_RECORDS: [&str; 4] = ["known", "label", "order", "version"];
/// Names of every document.
const OF_LETTERS: [&str; 12] = [
    "author",
    "day",
    "id",
    "kind",
    "links",
    "number",
    "round",
    "state",
    "takes_part",
    "title",
    "unit",
    "version",
];
/// Names of every unit.
const OF_UNITS: [&str; 12] = [
    "branch",
    "city",
    "full_party_name",
    "id",
    "kind",
    "links",
    "name",
    "party_name",
    "short_name",
    "supervised_by",
    "takes_part",
    "unit",
];

/// What begins the name of a source that stands for the forms of a place or a register.
const PLACE: &str = "place:";

/// Sources that stand for the forms whose records count so.
const WAYS: [(&str, Counts); 3] =
    [("counts:daily", Counts::Daily), ("counts:desk", Counts::Desk), ("counts:on-site", Counts::OnSite)];

/// What is known of the forms and letters of a pack.
#[derive(Debug, Default)]
pub struct Sources {
    kinds: Kinds,
    /// Names of answers by form.
    forms: BTreeMap<String, BTreeSet<String>>,
    letters: BTreeSet<String>,
    /// What people call each form.
    titles: BTreeMap<String, String>,
    /// Words of today by form, field and the word that stood there before.
    renamed: BTreeMap<String, BTreeMap<String, BTreeMap<String, String>>>,
    /// Ends of the names of answers that a form has for every item of a catalogue (`_answer`).
    ends: BTreeSet<String>,
    /// Figures that have a definition.
    pub(crate) figures: BTreeSet<String>,
}

impl Sources {
    pub(crate) fn new(kinds: &Kinds, letters: impl Iterator<Item = &'static str>) -> Self {
        let letters = letters.map(str::to_owned).collect();
        Self { kinds: kinds.clone(), letters, ..Self::default() }
    }

    /// Whether there is a form of that name.
    pub(crate) fn is_form(&self, name: &str) -> bool {
        self.forms.contains_key(name)
    }

    /// Names of all forms.
    pub(crate) fn forms(&self) -> impl Iterator<Item = String> {
        self.forms.keys().cloned()
    }

    /// Whether a form asks for an answer of that name.
    #[must_use]
    pub fn asks(&self, form: &str, name: &str) -> bool {
        self.forms.get(form).is_some_and(|names| names.contains(name))
    }

    /// What people call a form; `None` when it is not known.
    #[must_use]
    pub fn title(&self, form: &str) -> Option<&str> {
        self.titles.get(form).map(String::as_str)
    }

    /// The word of today for one that stood in an answer before.
    #[must_use]
    pub fn word_of_today<'a>(&'a self, form: &str, name: &str, word: &'a str) -> &'a str {
        let renamed = self.renamed.get(form).and_then(|fields| fields.get(name));
        renamed.and_then(|words| words.get(word)).map_or(word, String::as_str)
    }

    /// Takes over the names of a form's answers, and the facts that its catalogue asks for.
    pub(crate) fn add(&mut self, name: &str, form: &Definition, facts: &BTreeSet<String>) {
        let mut names: BTreeSet<String> = BTreeSet::new();
        let fields = form.sections.iter().flat_map(|section| &section.fields);
        let renamed = fields.filter(|field| !field.renamed.is_empty());
        let renamed = renamed.map(|field| (field.id.clone(), field.renamed.clone())).collect();
        self.renamed.insert(name.to_owned(), renamed);
        form.sections
            .iter()
            .flat_map(|section| &section.fields)
            .for_each(|field| add_field(&mut names, field));
        if form.sections.iter().any(|section| section.items_from.is_some()) {
            names.extend(facts.iter().cloned());
        }
        let patterns = form.patterns.values().flat_map(|pattern| &pattern.fields);
        let ids = patterns.filter_map(|field| field.get("id").and_then(Value::as_str));
        self.ends.extend(ids.filter_map(|id| id.strip_prefix("{id}")).map(str::to_owned));
        self.titles.insert(name.to_owned(), form.title.clone());
        self.forms.insert(name.to_owned(), names);
    }

    /// Names of the forms or letters that a source stands for; `None` when there is none of that name.
    #[must_use]
    pub fn kinds_of(&self, source: &str) -> Option<Vec<String>> {
        if source == UNIT {
            return Some(Vec::new());
        }
        if self.forms.contains_key(source) || self.letters.contains(source) {
            return Some(vec![source.to_owned()]);
        }
        let place = source.strip_prefix(PLACE).filter(|_| self.names().any(|name| name == source));
        let way = WAYS.iter().find(|(name, _)| *name == source).map(|(_, way)| *way);
        if place.is_none() && way.is_none() && source != ALL {
            return None;
        }
        let fits = |form: &str| {
            place.is_none_or(|place| self.kinds.place(form).name() == place)
                && way.is_none_or(|way| self.kinds.counts(form) == Some(way))
        };
        let all = self.kinds.in_order().into_iter().map(|(form, _)| form);
        Some(all.filter(|form| fits(form)).map(str::to_owned).collect())
    }

    /// What sources may be called.
    pub(crate) fn names(&self) -> impl Iterator<Item = String> {
        let places: BTreeSet<String> =
            self.forms.keys().map(|form| format!("{PLACE}{}", self.kinds.place(form).name())).collect();
        let fixed = WAYS.iter().map(|(name, _)| *name).chain([UNIT, ALL]).map(str::to_owned);
        fixed.chain(places).chain(self.forms.keys().cloned()).chain(self.letters.iter().cloned())
    }

    /// Names that one of the kinds has.
    pub(crate) fn names_of(&self, kinds: &[String], units: bool) -> BTreeSet<String> {
        let mut names = BTreeSet::new();
        let mut fixed = |all: &[&str]| names.extend(all.iter().map(|name| (*name).to_owned()));
        if units {
            fixed(&OF_UNITS);
        }
        if kinds.iter().any(|kind| self.forms.contains_key(kind)) {
            fixed(&OF_RECORDS);
            fixed(&MORE_OF_RECORDS);
        }
        if kinds.iter().any(|kind| self.letters.contains(kind)) {
            fixed(&OF_LETTERS);
        }
        names.extend(kinds.iter().filter_map(|kind| self.forms.get(kind)).flatten().cloned());
        names
    }

    /// Whether a name is an answer to an item of a catalogue, which differs from year to year.
    pub(crate) fn is_of_item(&self, name: &str) -> bool {
        self.ends.iter().any(|end| name.len() > end.len() && name.ends_with(end.as_str()))
    }

    /// Names of all figures when there is none of that name.
    pub(crate) fn check_figure(&self, name: &str) -> Result<(), Vec<String>> {
        if self.figures.contains(name) { Ok(()) } else { Err(self.figures.iter().cloned().collect()) }
    }
}

fn add_field(names: &mut BTreeSet<String>, field: &Field) {
    names.insert(field.id.clone());
    field.fields.iter().for_each(|inner| add_field(names, inner));
}

//! A record and a document as templates read them.

use std::sync::Arc;

use expr::{Date, Lazy, Operand};
use ledger::book::{figures_of, form_name};
use ledger::finding::says_more_than;
use ledger::index::Name;
use ledger::kinds::{Counts, Part};
use ledger::life::fold::{Happened, fold};
use ledger::progress::decision;
use ledger::rectified::is_closed;
use ledger::told::Told;
use ledger::{Content, Entry, EntryId, Finding, Letter, Record, RecordState, ReviewDecision};
use serde_json::{Value, json};

use super::unit::links;
use super::{Reading, stored};

/// A record.
#[derive(Debug, Clone)]
pub(super) struct RecordRow {
    pub(super) reading: Arc<Reading>,
    pub(super) id: Name,
}

impl Lazy for RecordRow {
    fn get(&self, name: &str) -> Option<Operand> {
        let reading = &self.reading;
        let record = reading.record(&self.id)?;
        let kind = form_name(&record.form);
        let means = || reading.kinds.of(kind);
        Some(match name {
            "id" => Operand::text(&self.id.0),
            "kind" => Operand::text(kind),
            "number" => Operand::text(&record.number),
            "unit" => Operand::text(&record.unit.0),
            "round" => Operand::text(&record.round.0),
            "about" => Operand::text(&record.about.as_ref()?.0),
            "version" => Operand::text(&self.entry()?.current()?.0.0),
            "author" => Operand::text(&self.entry()?.current()?.1.author.name),
            "day" => Operand::text(&reading.kinds.day(record)),
            "due" => day(record.answers.get("due")),
            "submitted_on" => match reading.handed.get(&*self.id) {
                Some(day) => Operand::text(&day.to_string()),
                None if reading.kinds.plays(kind, Part::SelfCheck)
                    && reading.round.as_ref() == Some(&record.round) =>
                {
                    Operand::text("")
                }
                None => day_of(&record.submitted_on),
            },
            "known" => (!reading.is_office || self.is_told(record)).into(),
            "state" => self.state(record, kind),
            "finished" => record.is_finished().into(),
            "closed" => is_closed(&reading.kinds, record, self.happened()).into(),
            "counted" => self.is_counted(record, kind).into(),
            "told" => self.is_told(record).into(),
            "takes_part" => reading.takes_part(&record.unit, &record.round).into(),
            "counts" => Operand::text(counts(means()?.counts?)),
            "method" => Operand::text(means()?.method.as_deref()?),
            "place" => Operand::text(reading.kinds.place(kind).name()),
            "label" => Operand::text(reading.sources.title(kind).unwrap_or(kind)),
            "order" => i64::from(means()?.order).into(),
            "figures" => Operand::from(&json!(figures_of(&reading.worked_out, self.entry()?)?)),
            "links" => links(reading, Some(&record.unit), &record.round, record.about.as_ref()),
            "events" => self.events(kind),
            _ => self.answer(record, kind, name)?,
        })
    }

    fn names(&self) -> Vec<String> {
        let answers = self.reading.record(&self.id).map(|record| record.answers.keys().cloned());
        let own = ["id", "kind", "number", "unit", "round", "state", "day"].map(str::to_owned);
        own.into_iter().chain(answers.into_iter().flatten()).collect()
    }

    fn linked_from(&self, kind: &str) -> Vec<Operand> {
        let unit = self.reading.record(&self.id).map(|record| &record.unit);
        let about = self.reading.index.about(&self.id).iter();
        // Another unit's record answers nothing.
        let fits = |id: &&Name| {
            self.reading.kind(id) == kind && self.reading.record(id).map(|record| &record.unit) == unit
        };
        // The last written stands last, whatever the names.
        let mut found: Vec<&Name> = about.filter(fits).collect();
        let written = |id: &Name| {
            let version = self.reading.entries.get(&**id).and_then(Entry::current);
            version.map(|(_, version)| version.counts_from().to_owned())
        };
        found.sort_by_key(|id| (written(id), (*id).clone()));
        found.into_iter().filter_map(|id| self.reading.thing(id)).collect()
    }

    fn text(&self) -> String {
        self.id.to_string()
    }
}

impl RecordRow {
    fn entry(&self) -> Option<&Entry> {
        self.reading.entries.get(&self.id)
    }

    /// An answer, in the words of today.
    fn answer(&self, record: &Record, kind: &str, name: &str) -> Option<Operand> {
        let value = record.answers.get(name)?;
        let word = value.as_str().map(|word| self.reading.sources.word_of_today(kind, name, word.trim()));
        Some(word.map_or_else(|| stored(value), |word| stored(&Value::from(word))))
    }

    /// Where it stands: by its life cycle; by the answer of that name; as its writer and the office left it.
    fn state(&self, record: &Record, kind: &str) -> Operand {
        if let Some(cycle) = self.reading.kinds.life(kind) {
            let folded = fold(cycle, self.happened());
            if cycle.finishes() || folded.decided().is_some() {
                return Operand::text(folded.state);
            }
        }
        if self.reading.sources.asks(kind, "state") {
            return self.answer(record, kind, "state").unwrap_or_else(|| Operand::text(""));
        }
        let reviews = self.reading.index.happened(&self.id).iter().filter_map(|id| {
            let content = self.reading.content(id)?;
            if let Content::Review(review) = content { Some((&**id, review)) } else { None }
        });
        let decided = self.entry().and_then(|entry| decision(entry, reviews));
        Operand::text(match (decided, record.state) {
            (Some(ReviewDecision::Returned), _) => templates::text("stage.returned"),
            (Some(ReviewDecision::Accepted), _) => templates::text("stage.accepted"),
            (None, RecordState::Filling | RecordState::AwaitingSignature | RecordState::Submitted) => {
                record.state.label()
            }
        })
    }

    fn happened(&self) -> Vec<Happened<'_>> {
        let of = |id: &'_ Name| -> Option<(&EntryId, &Entry)> { self.reading.entries.get_key_value(&**id) };
        let events = self.reading.index.happened(&self.id).iter().filter_map(of);
        let happened = events.filter_map(|(id, entry)| {
            let (_, version) = entry.current()?;
            if let Content::Event(event) = &version.content {
                let strays = self.reading.record(&self.id).is_some_and(|record| event.strays_from(record));
                Some(Happened { id, at: version.at.as_str(), event, strays })
            } else {
                None
            }
        });
        happened.collect()
    }

    /// What was decided about it by its life cycle, in order; what changes nothing (未生效) is left out.
    fn events(&self, kind: &str) -> Operand {
        let Some(cycle) = self.reading.kinds.life(kind) else { return Operand::list(std::iter::empty()) };
        let steps = fold(cycle, self.happened()).steps;
        let events = steps.iter().filter_map(|step| {
            let (way, event) = (step.taken.as_ref().ok()?, step.happened.event);
            let told = json!({
                "does": event.does, "label": way.label, "on": event.on, "by": event.by, "answers": event.answers,
            });
            Some(Operand::from(&templates::said(&told)))
        });
        Operand::list(events)
    }

    /// Whether it counts in letters, figures and lights: it is finished; of a finding, an issued document told it; of a
    /// rectification, somebody wrote on it.
    fn is_counted(&self, record: &Record, kind: &str) -> bool {
        let kinds = &self.reading.kinds;
        if kinds.plays(kind, Part::Rectification) {
            let about = record.about.as_ref();
            return about.is_some_and(|about| says_more_than(kinds, self.reading.record(about), record));
        }
        record.is_finished() || (kinds.plays(kind, Part::Finding) && self.is_told(record))
    }

    /// Whether an issued document told the unit what it says.
    fn is_told(&self, record: &Record) -> bool {
        let letters =
            self.reading.index.letters_of(&record.unit).iter().filter_map(|id| self.reading.letter(id));
        Told::of(&self.reading.entries, letters).tells(&Finding::read(&self.reading.kinds, &self.id, record))
    }
}

/// A document.
#[derive(Debug, Clone)]
pub(super) struct LetterRow {
    pub(super) reading: Arc<Reading>,
    pub(super) id: Name,
}

impl Lazy for LetterRow {
    fn get(&self, name: &str) -> Option<Operand> {
        let letter: &Letter = self.reading.letter(&self.id)?;
        let version = || self.reading.entries.get(&self.id)?.current();
        let unit = letter.unit.as_ref();
        let head = |key: &str| letter.head.get(key).map(stored);
        Some(match name {
            "id" => Operand::text(&self.id.0),
            "kind" => Operand::text(form_name(&letter.letter)),
            "number" => head("document_number")?,
            "title" => head("title")?,
            "day" => head("dated")?,
            "unit" => Operand::text(&unit?.0),
            "round" => Operand::text(&letter.round.0),
            "state" => Operand::text(letter.state.label()),
            "version" => Operand::text(&version()?.0.0),
            "author" => Operand::text(&version()?.1.author.name),
            "takes_part" => self.reading.takes_part(unit?, &letter.round).into(),
            "links" => links(&self.reading, unit, &letter.round, None),
            _ => return None,
        })
    }

    fn names(&self) -> Vec<String> {
        ["id", "kind", "number", "title", "day", "unit", "round", "state"].map(str::to_owned).into()
    }

    fn text(&self) -> String {
        self.id.to_string()
    }
}

/// A day as it is stored, a blank when it is none.
fn day(value: Option<&Value>) -> Operand {
    day_of(value.and_then(Value::as_str).unwrap_or_default())
}

fn day_of(text: &str) -> Operand {
    let is_day = text.trim().parse::<Date>().is_ok();
    if is_day { Operand::text(text.trim()) } else { Operand::text("") }
}

fn counts(counts: Counts) -> &'static str {
    match counts {
        Counts::Daily => "daily",
        Counts::Desk => "desk",
        Counts::OnSite => "on-site",
    }
}

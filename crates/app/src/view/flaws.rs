//! What is wrong with an entry wherever it is shown, with the way out: its form is newer than this program or unknown to it,
//! its unit is in no roster, a name in it holds what cannot be seen. Files are asked about that when they come; books of
//! before were not.

use std::cell::RefCell;
use std::collections::BTreeMap;

use ledger::authority::is_hidden;
use ledger::book::form_name;
use ledger::{Book, Content, EntryId, Version};
use templates::{Pack, text};

use super::{Badge, Origin, Tone};
use crate::state::State;

/// The judgement, with the versions of forms and templates looked up once for a page.
pub(super) struct Flaws<'a> {
    pack: &'a Pack,
    book: &'a Book,
    editions: RefCell<BTreeMap<String, Option<u32>>>,
}

impl<'a> Flaws<'a> {
    pub(super) fn of(pack: &'a Pack, book: &'a Book) -> Self {
        Self { pack, book, editions: RefCell::default() }
    }

    /// What is wrong with a version, in words; empty when nothing is.
    pub(super) fn told(&self, version: &Version) -> String {
        let content = &version.content;
        let all = [
            self.edition(content),
            unit_of(content).filter(|unit| self.is_stranger(unit)).map(|_| "flaw.stranger"),
            self.hides(version).then_some("flaw.hidden"),
        ];
        all.into_iter().flatten().map(text).collect::<Vec<_>>().join("；")
    }

    fn edition(&self, content: &Content) -> Option<&'static str> {
        let (name, known) = if let Content::Record(record) = content {
            let find = |name: &str| self.pack.form(name).ok().map(|form| edition(&form.form));
            (&record.form, self.known(form_name(&record.form), find))
        } else if let Content::Letter(letter) = content {
            let find = |name: &str| self.pack.letter(name).ok().map(|found| edition(&found.about.letter));
            (&letter.letter, self.known(form_name(&letter.letter), find))
        } else {
            return None;
        };
        match known {
            None => Some("flaw.unknown"),
            Some(known) if edition(name) > known => Some("flaw.too_new"),
            Some(_) => None,
        }
    }

    fn known(&self, name: &str, find: impl Fn(&str) -> Option<u32>) -> Option<u32> {
        let mut editions = self.editions.borrow_mut();
        *editions.entry(name.to_owned()).or_insert_with(|| find(name))
    }

    fn is_stranger(&self, unit: &EntryId) -> bool {
        !unit.0.is_empty() && self.book.unit(unit).is_none()
    }

    /// Whether a name or title in it holds what cannot be seen.
    fn hides(&self, version: &Version) -> bool {
        let unit = unit_of(&version.content).and_then(|unit| self.book.unit(unit));
        let unit = unit.into_iter().flat_map(|unit| [&unit.name, &unit.short_name, &unit.party_name]);
        let title = |value: &serde_json::Value| value.as_str().is_some_and(hides);
        let content = &version.content;
        let said = if let Content::Record(record) = content {
            hides(&record.number) || record.answers.get("title").is_some_and(title)
        } else if let Content::Letter(letter) = content {
            hides(&letter.text) || letter.head.values().any(title)
        } else {
            false
        };
        said || [&version.author.name, &version.author.organ].into_iter().chain(unit).any(|name| hides(name))
    }
}

/// What is wrong with an entry, without a word about its writer.
pub(super) fn shown(state: &State, book: &Book, id: &EntryId) -> Origin {
    let told = book.version(id).map(|version| Flaws::of(&state.pack, book).told(version)).unwrap_or_default();
    if told.is_empty() {
        return Origin::default();
    }
    Origin { who: String::new(), mark: Badge::new(Tone::Bad, told), doubtful: true }
}

fn unit_of(content: &Content) -> Option<&EntryId> {
    if let Content::Record(record) = content {
        Some(&record.unit)
    } else if let Content::Letter(letter) = content {
        letter.unit.as_ref()
    } else {
        None
    }
}

/// Characters that hide, beside the breaks and tabs of honest texts.
fn conceals(c: char) -> bool {
    is_hidden(c) && !matches!(c, '\n' | '\r' | '\t')
}

fn hides(text: &str) -> bool {
    text.contains(conceals)
}

/// The number behind a form's name; the first one for a form that gives none.
pub(crate) fn edition(form: &str) -> u32 {
    form.split_once('/').map_or(1, |(_, number)| number.parse().unwrap_or(u32::MAX))
}

/// A name in which what cannot be seen is shown, a line break too.
pub(crate) fn visible_name(name: &str) -> String {
    shown_where(name, is_hidden)
}

/// A text in which what cannot be seen is shown; its lines stay.
pub(crate) fn visible(text: &str) -> String {
    shown_where(text, conceals)
}

fn shown_where(said: &str, hides: impl Fn(char) -> bool) -> String {
    if !said.contains(&hides) {
        return said.to_owned();
    }
    said.chars().map(|c| if hides(c) { text("vouch.hidden").to_owned() } else { c.to_string() }).collect()
}

#[cfg(test)]
mod tests {
    use ledger::{Author, Entry, Letter, Record, RecordState, Role, Round, Unit, VersionId};
    use serde_json::json;

    use super::*;
    use crate::view;

    const TURNED: &str = "甲\u{202e}乙";

    fn put(book: &mut Book, id: &str, content: Content) {
        let version = Version {
            parents: [].into(),
            author: Author { name: "某".into(), organ: "督查一组".into() },
            at: "2026-11-20T09:00:00".into(),
            received: String::new(),
            sealed: true,
            content,
        };
        let entry = Entry { id: id.into(), versions: [(VersionId(format!("{id}-v1")), version)].into() };
        book.entries.insert(id.into(), entry);
    }

    /// A record of each place and a document, of one unit, with one thing wrong.
    fn office(edition: &str, unit: &str, title: &str) -> State {
        let mut book = Book::default();
        book.local.replica = "office".into();
        book.local.profile.role = Role::Office;
        let short_name = if title == TURNED { TURNED } else { "甲所" }.to_owned();
        let known = Unit { name: short_name.clone(), short_name, ..Unit::default() };
        put(&mut book, "unit-1", Content::Unit(known));
        let round = Round { year: 2026, office: "办公室".into(), ..Round::default() };
        put(&mut book, "round-1", Content::Round(Box::new(round)));
        let forms = ["phone-call", "working-paper", "rectification"];
        for form in forms {
            let answers = [("title", title), ("disposition", "列入反馈"), ("measure", "整改")];
            let record = Record {
                form: format!("{form}{edition}"),
                round: "round-1".into(),
                unit: unit.into(),
                number: title.to_owned(),
                about: (form == "rectification").then(|| "working-paper-1".into()),
                state: RecordState::Submitted,
                submitted_on: "2026-11-20".into(),
                answers: answers.map(|(field, value)| (field.to_owned(), json!(value))).into(),
                ..Record::default()
            };
            put(&mut book, &format!("{form}-1"), Content::Record(record));
        }
        let letter = Letter {
            letter: format!("feedback-letter{edition}"),
            round: "round-1".into(),
            unit: Some(unit.into()),
            head: [("title".to_owned(), json!(title))].into_iter().collect(),
            text: "正文".into(),
            ..Letter::default()
        };
        put(&mut book, "feedback-letter-x-1", Content::Letter(Box::new(letter)));
        State::with_book(book, "2026-11-23".parse().expect("a day of the calendar"))
    }

    /// The places that show the entries, as text.
    fn places(state: &State) -> Vec<(&'static str, String)> {
        let on = |route: crate::Route| {
            let mut state = State::with_book(state.book.clone().expect("a book is open"), state.today);
            let moment = crate::Moment { today: state.today, seconds: 0, entropy: [1; 32] };
            crate::update(&mut state, crate::Command::Go(route), &moment);
            state
        };
        let record = |id: &str| on(crate::Route::Record(id.into(), 0));
        let shown = |state: &State| format!("{:?} {:?}", view::form_page(state), view::form_fault(state));
        let register = |name: &str| format!("{:?}", view::register_page(state, name).map(|page| page.rows));
        let letter = on(crate::Route::Letter("feedback-letter-x-1".into()));
        vec![
            ("records", register("records")),
            ("papers", register("papers")),
            ("findings", format!("{:?}", view::findings_page(state).items)),
            ("rectification", format!("{:?}", view::rectification_page(state).items)),
            ("letters", format!("{:?}", view::letters_page(state).map(|page| page.letters))),
            ("record on screen", shown(&record("phone-call-1"))),
            ("paper on screen", shown(&record("working-paper-1"))),
            ("letter on screen", format!("{:?}", view::letter_page(&letter).map(|page| page.origin))),
        ]
    }

    #[test]
    fn whatever_is_wrong_is_told_in_every_place_that_shows_it() {
        let mut silent = Vec::new();
        for (what, edition, unit, title, words) in [
            ("too new", "/99", "unit-1", "标题", &["更新本工具"][..]),
            ("of a stranger", "/1", "unit-999", "标题", &["不在名册中", "名册外单位"]),
            ("turned around", "/1", "unit-1", TURNED, &["颠倒文字方向", "〔隐藏字符〕"]),
        ] {
            for (place, shown) in places(&office(edition, unit, title)) {
                if !words.iter().any(|words| shown.contains(words)) {
                    silent.push(format!("{what}: {place}: {shown}"));
                }
            }
        }
        assert!(silent.is_empty(), "{} places say nothing:\n{}", silent.len(), silent.join("\n"));
        let turned = office("/1", "unit-1", TURNED);
        for (place, shown) in [
            ("units", format!("{:?}", view::units_page(&turned).units)),
            ("search", format!("{:?}", view::search(&turned, "甲", &|_| Vec::new()))),
            ("overview", format!("{:?}", view::overview_page(&turned).map(|page| page.rows))),
        ] {
            assert!(shown.contains("〔隐藏字符〕") && !shown.contains("\\u{202e}"), "{place}: {shown}");
        }
        let honest = places(&office("/1", "unit-1", "标题"));
        let loud = honest.iter().find(|(_, shown)| shown.contains("更新本工具") || shown.contains("名册外"));
        assert_eq!(loud, None);
    }
}
